using System.Net;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Connection tracking and translation of addresses.</content>
internal sealed partial class PathHooks
{
    // A packet that came through lo is known already.
    private static void Track(PathNode node, PathPacket packet)
    {
        if (packet.Tracked is not null)
            return;
        FlowTuple tuple = packet.Tuple;
        if (node.Connections.Find(c => c.Reply == tuple) is { } answered)
        {
            packet.Tracked = new TrackedPath(ConntrackState.Established, answered, true);
            return;
        }

        TrackedConnection? known = node.Connections.Find(c => c.Original == tuple);
        if (known is null && packet.IsReply && packet.Question.Protocol != NetPathProtocol.Udp)
        {
            // An answer to what was never seen.
            packet.Tracked = new TrackedPath(ConntrackState.Invalid, null, true);
            return;
        }

        if (known is null)
            node.Connections.Add(known = new TrackedConnection(tuple));
        packet.Tracked = new TrackedPath(ConntrackState.New, known, false);
    }

    private bool Translate(HookPlace place, List<ChainMessage> chains)
    {
        PathPacket packet = place.Packet;
        if (packet.Tracked is not { Connection: { } connection } tracked)
            return true;
        bool isSource = place.Hook is FirewallHook.Postrouting or FirewallHook.Input;
        if (!tracked.IsReply && !(isSource ? connection.IsSourceSettled : connection.IsDestinationSettled))
        {
            (connection.IsSourceSettled, connection.IsDestinationSettled) = (connection.IsSourceSettled || isSource, connection.IsDestinationSettled || !isSource);
            if (!Settle(place, chains, connection, isSource))
                return false;
        }

        Apply(packet, tracked, isSource);
        return true;
    }

    // Asks the rules, which see the first packet of a connection only.
    private bool Settle(HookPlace place, List<ChainMessage> chains, TrackedConnection connection, bool isSource)
    {
        foreach (ChainMessage chain in chains.Where(c => c.Type == "nat"))
        {
            var walk = new RuleWalk(place.Node.Ruleset, place.Sample(), place.Packet.Marks);
            PacketFate fate = walk.Follow(chain);
            string? owner = place.Node.OwnerOf(chain);
            if (walk.DoubtAbout(fate) is { } doubt)
            {
                place.HasSpoken = true;
                report.Unknown(place.Node, place.Stage, place.Link, place.Packet, "a rule of translation cannot be evaluated without a real packet", Evidence(chain, doubt.Rule), owner);
            }

            if (fate.IsDrop)
                return report.Blocked(place.Node, place.Stage, place.Link, place.Packet, "a rule drops it", Evidence(chain, fate.Rule), new PathRemedy(place.Node).LetThrough(chain, owner, place.Packet, place.Hook), owner);
            if (walk.Nat is { } nat && nat.IsSource == isSource)
                return Record(place, chain, owner, connection, nat);
        }

        return true;
    }

    private bool Record(HookPlace place, ChainMessage chain, string? owner, TrackedConnection connection, NatOutcome nat)
    {
        string evidence = Evidence(chain, nat.Rule);
        place.HasSpoken = true;
        if (!nat.IsKnown)
        {
            report.Unknown(place.Node, place.Stage, place.Link, place.Packet, "a rule translates the address to one of several", evidence, owner);
            return true;
        }

        IPAddress? address = nat.Method switch
        {
            NatMethod.Masquerade => AddressOf(place, place.Output),
            NatMethod.Redirect when place.Hook == FirewallHook.Output => place.Packet.Family == NfFamily.IPv4 ? IPAddress.Loopback : IPAddress.IPv6Loopback,
            NatMethod.Redirect => AddressOf(place, place.Input),
            _ => nat.Address,
        };
        if (address is null && nat.Method != NatMethod.Fixed)
            return report.Blocked(place.Node, place.Stage, place.Link, place.Packet, $"a rule wants to give it the address of {place.Link?.Name}, which has none", evidence, owner: owner);
        FlowTuple reply = connection.Reply;
        if (nat.IsSource)
        {
            connection.Reply = reply with { Destination = address ?? reply.Destination, DestinationPort = nat.Port ?? reply.DestinationPort };
            connection.Status |= ConntrackStatus.SourceTranslated;
            report.Passes(place.Node, place.Stage, place.Link, place.Packet, $"its source becomes {End(connection.Reply.Destination, connection.Reply.DestinationPort)}", evidence, owner);
        }
        else
        {
            connection.Reply = reply with { Source = address ?? reply.Source, SourcePort = nat.Port ?? reply.SourcePort };
            connection.Status |= ConntrackStatus.DestinationTranslated;
            report.Passes(place.Node, place.Stage, place.Link, place.Packet, $"its destination becomes {End(connection.Reply.Source, connection.Reply.SourcePort)}", evidence, owner);
        }

        return true;
    }

    // As nf_nat_packet() does: each hook writes the source or the destination, on the way back the other one's original.
    private static void Apply(PathPacket packet, TrackedPath tracked, bool isSource)
    {
        TrackedConnection connection = tracked.Connection!;
        ConntrackStatus translated = isSource != tracked.IsReply ? ConntrackStatus.SourceTranslated : ConntrackStatus.DestinationTranslated;
        if (!connection.Status.HasFlag(translated))
            return;
        FlowTuple wanted = tracked.IsReply ? connection.Original.Reversed : connection.Reply.Reversed;
        if (isSource)
            (packet.Source, packet.SourcePort) = (wanted.Source, wanted.SourcePort);
        else
            (packet.Destination, packet.DestinationPort) = (wanted.Destination, wanted.DestinationPort);
    }

    // As inet_select_addr() does: one of the network that the packet goes to, else the first.
    private static IPAddress? AddressOf(HookPlace place, LinkMessage? link)
    {
        if (link is null)
            return null;
        NfFamily family = place.Packet.Family;
        if (family == NfFamily.IPv6 && place.Hook == FirewallHook.Postrouting
            && place.Node.FindRoute(new RouteMessage { Family = place.Packet.Question.AddressFamilyNumber, Destination = place.Packet.Destination, DestinationLength = 128, OutputLink = link.Index }, out _) is { PreferredSource: { } chosen })
            return chosen;
        AddressMessage[] usable = [.. place.Node.AddressesOf(link.Index, family).Where(a => a.Scope == RouteScope.Universe)];
        IPAddress next = place.NextHop ?? place.Packet.Destination;
        AddressMessage? best = Array.Find(usable, a => (a.Flags & AddressFlags.Secondary) == 0 && Subnet.Of(a.Address!, a.PrefixLength).Contains(next)) ?? usable.FirstOrDefault();
        return best?.Local ?? best?.Address;
    }

    private static string End(IPAddress address, ushort? port) => port is { } number ? new IPEndPoint(address, number).ToString() : address.ToString();
}
