using NetNs.Interop;
using NetNs.Netlink;

namespace NetNs.Route;

/// <content>Neighbours and forwarding databases.</content>
internal sealed partial class RouteClient
{
    /// <summary>Adds a neighbour.</summary>
    /// <exception cref="NetlinkException">EEXIST where the link has one for that address.</exception>
    internal void AddNeighbor(NeighborMessage neighbor)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.NewNeigh, MessageFlags.Create | MessageFlags.Exclusive))
            neighbor.Write(writer);
        Connection.Execute(writer, $"add neighbour {neighbor.Destination}");
    }

    /// <summary>Adds a neighbour and returns it as the kernel has it, in one round trip.</summary>
    /// <exception cref="NetlinkException">EEXIST where the link has one for that address.</exception>
    internal NeighborMessage CreateNeighbor(NeighborMessage neighbor)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.NewNeigh, MessageFlags.Create | MessageFlags.Exclusive))
            neighbor.Write(writer);
        using (writer.Message(RouteMessageType.GetNeigh, MessageFlags.None))
            new NeighborMessage { Family = neighbor.Family, Index = neighbor.Index, Destination = neighbor.Destination }.Write(writer);
        NeighborMessage? made = null;
        Connection.Execute(writer, $"add neighbour {neighbor.Destination}", (int _, in MessageHeader header, ReadOnlySpan<byte> payload) =>
        {
            if (header.Type == RouteMessageType.NewNeigh)
                made = NeighborMessage.Parse(payload);
        });
        return made ?? neighbor;
    }

    /// <summary>Adds a neighbour, or changes the one that is there.</summary>
    internal void ReplaceNeighbor(NeighborMessage neighbor)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.NewNeigh, MessageFlags.Create | MessageFlags.Replace))
            neighbor.Write(writer);
        Connection.Execute(writer, $"replace neighbour {neighbor.Destination}");
    }

    /// <summary>Removes a neighbour.</summary>
    /// <exception cref="NetlinkException">ENOENT where there is none.</exception>
    internal void DeleteNeighbor(NeighborMessage neighbor)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.DelNeigh, MessageFlags.None))
            neighbor.Write(writer);
        Connection.Execute(writer, $"remove neighbour {neighbor.Destination}");
    }

    /// <summary>All neighbours, filtered in the kernel.</summary>
    /// <param name="family">AF_INET, AF_INET6, or 0 for both.</param>
    /// <param name="link">Index of the one link, or 0 for all.</param>
    internal List<NeighborMessage> DumpNeighbors(int family = 0, int link = 0)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.GetNeigh, MessageFlags.Dump))
        {
            // Strict checking wants the index as an attribute, and nothing but the family in the header.
            var header = new NeighborHeader { Family = (byte)family };
            writer.PutHeader(in header);
            if (link != 0)
                writer.Put(NeighborAttribute.InterfaceIndex, link);
        }

        return Connection.Dump<NeighborMessage>(writer, "list neighbours");
    }

    /// <summary>The forwarding database of one bridge.</summary>
    internal List<NeighborMessage> DumpForwarding(int bridge)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.GetNeigh, MessageFlags.Dump))
        {
            var header = new NeighborHeader { Family = LibC.AF_BRIDGE };
            writer.PutHeader(in header);
            writer.Put(NeighborAttribute.Master, bridge);
        }

        return Connection.Dump<NeighborMessage>(writer, "list a bridge's forwarding database");
    }
}
