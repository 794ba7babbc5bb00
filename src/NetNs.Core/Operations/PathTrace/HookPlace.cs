using System.Net;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>A packet at a hook of a namespace.</summary>
/// <param name="node">The namespace.</param>
/// <param name="hook">The hook.</param>
/// <param name="packet">The packet.</param>
/// <param name="input">The link that it came in by; null where it was sent here.</param>
/// <param name="output">The link that it leaves by; null where that is not decided.</param>
internal sealed class HookPlace(PathNode node, FirewallHook hook, PathPacket packet, LinkMessage? input, LinkMessage? output)
{
    internal PathNode Node { get; } = node;

    internal FirewallHook Hook { get; } = hook;

    internal PathPacket Packet { get; } = packet;

    internal LinkMessage? Input { get; } = input;

    internal LinkMessage? Output { get; } = output;

    /// <summary>The bridge, where a frame goes through one.</summary>
    internal LinkMessage? Bridge { get; init; }

    /// <summary>The next machine, where it is known.</summary>
    internal IPAddress? NextHop { get; init; }

    /// <summary>Whether a step was reported for this hook already.</summary>
    internal bool HasSpoken { get; set; }

    internal LinkMessage? Link => Output ?? Input;

    internal NetPathStage Stage => Bridge is null ? PathHooks.StageOf(Hook) : NetPathStage.Bridge;

    /// <summary>The packet as the rules here see it.</summary>
    internal SamplePacket Sample() => Packet.ToSample(Input, Output) with
    {
        IsToHost = IsLocal(Packet.Destination),
        Fib = Answer,
        BridgePorts = Bridge is null ? default : (Bridge.Name, Bridge.Name),
    };

    // What "fib" asks.
    private PacketValue? Answer(FibExpression fib)
    {
        IPAddress address = fib.Flags.HasFlag(FibFlags.Source) ? Packet.Source : Packet.Destination;
        LinkMessage? link = fib.Flags.HasFlag(FibFlags.InputLink) ? Input : fib.Flags.HasFlag(FibFlags.OutputLink) ? Output : null;
        if (fib.Result == FibResult.AddressType)
            return PacketValue.Known((uint)(IsLocal(address, link) ? FibAddressType.Local : FibAddressType.Unicast));
        if (IsLocal(address))
            return Input is { Flags: var flags } && flags.HasFlag(LinkFlags.Loopback) ? Result(fib.Result, Input) : Result(fib.Result, null);
        byte bits = (byte)(Packet.Family == NfFamily.IPv4 ? 32 : 128);
        var query = new RouteMessage
        {
            Family = Packet.Question.AddressFamilyNumber,
            Destination = address,
            DestinationLength = bits,
            Mark = fib.Flags.HasFlag(FibFlags.Mark) && Packet.Marks.Packet is { } mark and not 0 ? mark : null,
            Flags = Packet.Family == NfFamily.IPv4 ? RouteFlags.LookUpTable : RouteFlags.None,
        };
        if (Node.FindRoute(query, out _) is not { Kind: RouteKind.Unicast, OutputLink: { } index })
            return Result(fib.Result, null);
        return Result(fib.Result, link is null || link.Index == index ? Node.Link(index) : null);
    }

    private static PacketValue Result(FibResult wanted, LinkMessage? link) => wanted == FibResult.OutputLinkName
        ? link is null ? new PacketValue(Certainty.Known, new byte[16]) : PacketValue.LinkName(link.Name)
        : PacketValue.Known((uint)(link?.Index ?? 0));

    private bool IsLocal(IPAddress address, LinkMessage? on = null)
        => IPAddress.IsLoopback(address) || Node.Addresses.Exists(a => address.Equals(a.Local ?? a.Address) && (on is null || a.Index == on.Index));
}
