using NetNs.Nsfs;

namespace NetNs.Operations;

/// <summary>Plans the programs of nodes. A program is known by an environment variable that it was started with; its children inherit it.</summary>
internal sealed class LabProcessPlanner(LabPlan plan)
{
    internal void Plan()
    {
        ILookup<string, LabProcessMark> running = LabProcessMark.FindAll(plan.Definition.Name).ToLookup(m => m.Node);
        foreach (LabNode node in plan.Definition.Nodes)
        {
            List<LabProcessMark> present = [.. running[node.Name]];
            bool isRecreated = plan.State.Nodes.GetValueOrDefault(node.Name)?.Namespace?.Name != plan.Definition.NamespaceOf(node.Name);
            foreach (LabProcess process in node.Processes)
            {
                if (!isRecreated && present.RemoveAll(p => p.Command == process.Line) > 0)
                    continue;
                plan.Create(LabPhase.Processes, "Process", node.Name, process.Line, scene => new LabProcessStarter(scene, node.Name, process).Start());
            }

            // An older program of the node may hold the port that its successor needs.
            foreach (IGrouping<string, LabProcessMark> extra in present.GroupBy(p => p.Command))
                plan.Remove(node.Processes.Count > 0 ? LabPhase.Hosts : LabPhase.RemoveProcesses, "Process", node.Name, extra.Key, scene => Stop(scene, node.Name, [.. extra]));
        }
    }

    private static void Stop(LabScene scene, string node, IReadOnlyList<LabProcessMark> processes)
        => new ProcessTermination(scene.Session).Stop(scene.NodeNamespace(node), [.. processes.Select(p => p.ProcessId)]);
}
