using System.Net;
using NetNs.Netlink;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// One namespace on the path of a real packet. A table of its own lets nf_tables trace the packet there. The table belongs to the socket that made it: the kernel
/// removes it with the socket, also where this process is killed (NFT_TABLE_F_OWNER, Linux 5.12).
/// </summary>
internal sealed class LiveStation : IDisposable
{
    internal const string Table = "netns-trace";

    // Each chain that marks packets as traced comes first at its hook; the others come last, and tell that the packet got through the hook.
    private static readonly (string Name, NfHook Hook, int Priority, NetPathStage? Passed)[] Chains =
    [
        ("prerouting-first", NfHook.Prerouting, int.MinValue + 1, null),
        ("prerouting-last", NfHook.Prerouting, int.MaxValue, NetPathStage.Prerouting),
        ("input-last", NfHook.Input, int.MaxValue, NetPathStage.Input),
        ("forward-last", NfHook.Forward, int.MaxValue, NetPathStage.Forward),
        ("output-first", NfHook.Output, int.MinValue + 1, null),
        ("output-last", NfHook.Output, int.MaxValue, NetPathStage.Output),
        ("postrouting-last", NfHook.Postrouting, int.MaxValue, NetPathStage.Postrouting),
    ];

    private readonly NamespaceContext _context;
    private readonly TraceListener _listener;
    private readonly NfClient _client;
    private readonly List<(IPAddress Source, IPAddress Destination)> _requests;

    /// <summary>Begins to trace.</summary>
    /// <param name="context">The namespace.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="packets">The packets as they are expected there.</param>
    /// <exception cref="NetlinkException">The kernel refuses it.</exception>
    internal LiveStation(NamespaceContext context, PathQuestion question, IReadOnlyCollection<NetPathHop> packets)
    {
        _context = context;
        _requests = [.. packets.Where(p => p.Direction == NetPathDirection.Request).Select(p => (p.Packet.Source, p.Packet.Destination)).Distinct()];
        _listener = context.RunInside(TraceListener.Open);
        _client = context.RunInside(NfClient.Open);
        try
        {
            _client.Commit(Changes(question, packets));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal NetNamespace Namespace => _context.Namespace;

    /// <summary>What was seen since the last call.</summary>
    internal List<LiveSight> Read()
    {
        var seen = new List<LiveSight>();
        // The hook, and the way, of each packet by its number.
        var packets = new Dictionary<uint, (NetPathDirection Direction, NetPathStage Stage)>();
        foreach (TraceMessage message in _listener.Read())
        {
            if (!packets.TryGetValue(message.Id, out (NetPathDirection Direction, NetPathStage Stage) packet))
                packet = (NetPathDirection.Request, NetPathStage.Prerouting);
            if (message.Addresses is { } addresses)
                packet.Direction = _requests.Contains(addresses) ? NetPathDirection.Request : NetPathDirection.Reply;
            packet.Stage = StageOf(message) ?? packet.Stage;
            packets[message.Id] = packet;
            if (message.Table == Table)
            {
                if (message.Type == TraceType.Policy)
                    seen.Add(new LiveSight(packet.Direction, packet.Stage, Chains.First(c => c.Name == message.Chain).Passed is null ? LiveSightKind.Arrived : LiveSightKind.Passed, null));
            }
            else if (message.IsDropped)
            {
                seen.Add(new LiveSight(packet.Direction, packet.Stage, LiveSightKind.Dropped, RuleOf(message)));
            }
        }

        return seen;
    }

    public void Dispose()
    {
        _client.Dispose();
        _listener.Dispose();
    }

    private static NfBatch Changes(PathQuestion question, IReadOnlyCollection<NetPathHop> packets)
    {
        var batch = new NfBatch();
        batch.AddTable(new TableMessage { Family = NfFamily.Inet, Name = Table, Flags = TableFlags.Owner }, exclusive: true);
        foreach ((string name, NfHook hook, int priority, NetPathStage? passed) in Chains)
        {
            batch.AddChain(new ChainMessage { Family = NfFamily.Inet, Table = Table, Name = name, Type = "filter", Hook = new ChainHook(hook, priority), Policy = VerdictCode.Accept });
            if (passed is not null)
                continue;
            foreach (var packet in packets.Select(p => (p.Packet.Source, p.Packet.Destination, IsReply: p.Direction == NetPathDirection.Reply, Port: p.Direction == NetPathDirection.Reply ? p.Packet.SourcePort : p.Packet.DestinationPort)).Distinct())
            {
                RuleBuilder rule = new RuleBuilder().Family(question.Family).SourceWithin(Host(packet.Source)).DestinationWithin(Host(packet.Destination)).Protocol(question.ProtocolNumber);
                if (packet.Port is { } port)
                    rule.Port((ushort)port, isSource: packet.IsReply);
                batch.AddRule(rule.Trace().In(Table, name));
            }
        }

        return batch;
    }

    private static IPNetwork Host(IPAddress address) => new(new IPAddress(address.GetAddressBytes()), address.GetAddressBytes().Length * 8);

    // A chain without a hook is a part of the one that led there.
    private NetPathStage? StageOf(TraceMessage message)
    {
        NfHook? hook = message.Table == Table ? Chains.First(c => c.Name == message.Chain).Hook : _client.FindChain(message.Family, message.Table, message.Chain)?.Hook?.Number;
        return hook switch
        {
            NfHook.Prerouting => NetPathStage.Prerouting,
            NfHook.Input => NetPathStage.Input,
            NfHook.Forward => NetPathStage.Forward,
            NfHook.Output => NetPathStage.Output,
            NfHook.Postrouting => NetPathStage.Postrouting,
            NfHook.Ingress => NetPathStage.Ingress,
            _ => null,
        };
    }

    private string RuleOf(TraceMessage message)
    {
        string place = $"{FirewallOperations.WordOf(message.Family)} {message.Table} {message.Chain}";
        if (message.Type == TraceType.Policy)
            return $"policy of {place}";
        RuleMessage? rule = _client.DumpRules(message.Family, message.Table, message.Chain).FirstOrDefault(r => r.Handle == message.RuleHandle);
        return rule is null ? place : $"{place}: {FilterRuleText.Of(rule)}";
    }
}

/// <summary>What was seen of a packet at a hook.</summary>
/// <param name="Direction">Whether it was the packet or its answer.</param>
/// <param name="Stage">The hook.</param>
/// <param name="Kind">What was seen.</param>
/// <param name="Rule">Where it was dropped: the rule that did it.</param>
internal sealed record LiveSight(NetPathDirection Direction, NetPathStage Stage, LiveSightKind Kind, string? Rule);

/// <summary>What can be seen of a packet at a hook.</summary>
internal enum LiveSightKind
{
    /// <summary>It came to the hook.</summary>
    Arrived,

    /// <summary>It got through.</summary>
    Passed,

    /// <summary>A rule dropped it.</summary>
    Dropped,
}
