using NetNs.Nsfs;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Plans the sysctls of nodes. What a sysctl was before is kept with the node, and comes back when the definition no longer sets it.</summary>
internal sealed class LabSysctlPlanner(LabPlan plan)
{
    internal void Plan(LabNode node, LabNodeState state)
    {
        foreach ((string name, string value) in node.Sysctls)
        {
            string? before = state.Sysctls.GetValueOrDefault(name);
            if (before is not null && Same(before, value))
                continue;
            bool isSaved = state.SavedSysctls.ContainsKey(name);
            Add(before is null ? NetLabAction.Create : NetLabAction.Change, node, name, before, value, scene => Set(scene, node.Name, name, value, save: !isSaved));
        }

        foreach ((string name, string? saved) in state.SavedSysctls.Where(s => !node.Sysctls.ContainsKey(s.Key)))
        {
            Add(NetLabAction.Change, node, name, state.Sysctls.GetValueOrDefault(name), saved ?? "the default", scene => Restore(scene, node.Name, name, saved));
        }
    }

    private void Add(NetLabAction action, LabNode node, string name, string? before, string after, Action<LabScene> run)
    {
        string target = $"{node.Name}:{name}";
        if (action == NetLabAction.Create)
            plan.Create(LabPhase.Sysctls, "Sysctl", target, after, run);
        else
            plan.Change(LabPhase.Sysctls, "Sysctl", target, before, after, run);
    }

    // The kernel separates numbers by tabs.
    private static bool Same(string one, string other) => one.Replace('\t', ' ') == other.Replace('\t', ' ');

    private static void Set(LabScene scene, string node, string name, string value, bool save)
    {
        NamespaceContext context = scene.In(node);
        string before = SysctlOperations.Get(context, name).Value ?? "";
        if (Same(before, value))
            return; // the namespace was made with it
        if (save)
            context.Route.AddAlternativeName(LabScene.LoopbackIndex, LabSavedSysctl.ToName(name, before));
        SysctlOperations.Set(context, name, value);
        scene.Undo.Push($"set {name} back to {before}", () => SysctlOperations.Set(scene.In(node), name, before));
    }

    private static void Restore(LabScene scene, string node, string name, string? saved)
    {
        NamespaceContext context = scene.In(node);
        string before = SysctlOperations.Get(context, name).Value ?? "";
        string value = saved ?? scene.Session.Thread.RunInNew(() => ProcSys.Read(SysctlName.ToPath(name)));
        SysctlOperations.Set(context, name, value);
        LinkMessage loopback = context.Route.GetLink(LabScene.LoopbackIndex);
        foreach (string kept in loopback.AlternativeNames.Where(n => n == LabSavedSysctl.ToName(name, saved ?? "") || (saved is null && n.EndsWith(":" + name, StringComparison.Ordinal))))
            context.Route.RemoveAlternativeName(LabScene.LoopbackIndex, kept);
        scene.Undo.Push($"set {name} back to {before}", () => SysctlOperations.Set(scene.In(node), name, before));
    }
}
