using System.Text;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// The rules that -AllowThrough puts into chains of others, and that a tag in their comment makes ours: finds them. They stand at the beginning of
/// base chains and of DOCKER-USER, nowhere else.
/// </summary>
internal sealed class ThroughRules(NamespaceContext context)
{
    private const string Prefix = "netns:through ";

    /// <summary>The comment of the rules for a published port: "netns:through 0.0.0.0:8080/tcp to 10.88.0.2:80".</summary>
    internal static string TagOf(PortEntry entry)
        => $"{Prefix}{entry.Name}{(entry.Source is { } clients ? $" from {clients}" : "")} to {ContainerPort.TextOf(entry.Target)}:{entry.TargetPort}";

    /// <summary>The tag of a rule of ours; null where it is somebody else's.</summary>
    internal static string? TagOf(RuleMessage rule) => CommentOf(rule) is { } comment && comment.StartsWith(Prefix, StringComparison.Ordinal) ? comment : null;

    /// <summary>The published port that a tag is about: "0.0.0.0:8080/tcp".</summary>
    internal static string PortIn(string tag) => tag[Prefix.Length..].Split(' ')[0];

    /// <summary>All of them. A request for each base chain, which mostly hold a few rules each.</summary>
    internal IReadOnlyList<RuleMessage> Read()
        => [.. context.NfTables.DumpChains().Where(IsPlace).SelectMany(c => context.NfTables.DumpRules(c.Family, c.Table, c.Name)).Where(r => TagOf(r) is not null)];

    /// <summary>Where rules have to go so that the chain lets a port through; null where none can be written that is narrow.</summary>
    internal static ThroughPlace? PlaceIn(ForwardBlocker blocker)
    {
        ChainMessage chain = blocker.Chain;
        // What comes before the destination is translated is told apart by the host's port only; links and bridges have no connections.
        bool isPossible = chain.Family is NfFamily.IPv4 or NfFamily.IPv6 or NfFamily.Inet && !LegacyTable.IsLegacy(chain.Table) && blocker.Stops.All(s => !s.IsBefore)
            && FirewallOperations.HookOf(chain) is FirewallHook.Forward or FirewallHook.Postrouting or FirewallHook.Input or FirewallHook.Output;
        return isPossible ? new ThroughPlace(chain.Family, chain.Table, blocker.EntryChain ?? chain.Name, blocker.Owner is not null && FirewallOwner.IsShared(chain.Family, chain.Table)) : null;
    }

    /// <summary>Adds the removal of rules to a batch.</summary>
    internal void Delete(NfBatch batch, IEnumerable<RuleMessage> rules)
    {
        foreach (RuleMessage rule in rules)
        {
            batch.DeleteRules(rule.Family, rule.Table, rule.Chain, rule.Handle);
            if (context.Reporter.WantsSteps)
                context.Reporter.Step($"Take back the rule that let {PortIn(TagOf(rule)!)} through chain {rule.Chain}{context.Namespace.Suffix}", NftText.Command(context, $"delete rule {FirewallOperations.WordOf(rule.Family)} {rule.Table} {rule.Chain} handle {rule.Handle}"));
        }
    }

    private static bool IsPlace(ChainMessage chain)
        => chain.Family is NfFamily.IPv4 or NfFamily.IPv6 or NfFamily.Inet && !FirewallOwner.IsOurs(chain.Family, chain.Table)
            && (chain.Name == FirewallRemedy.DockerUser || FirewallOperations.HookOf(chain) is FirewallHook.Forward or FirewallHook.Postrouting or FirewallHook.Input or FirewallHook.Output);

    // iptables keeps comments in a match of their own.
    private static string? CommentOf(RuleMessage rule)
    {
        if (rule.Comment is { } comment)
            return comment;
        if (rule.Expressions.OfType<MatchExpression>().FirstOrDefault(m => m.Extension == "comment") is not { Info: { } info })
            return null;
        int end = Array.IndexOf(info, (byte)0);
        return Encoding.UTF8.GetString(info, 0, end < 0 ? info.Length : end);
    }
}
