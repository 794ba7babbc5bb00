using NetNs.Netlink;

namespace NetNs.Tests.Support;

/// <summary>
/// Brings a rtnetlink message into the one form that all messages of its meaning share, for comparing ours with the tools':
/// attributes in the order of their types, NLA_F_NESTED left out, kinds ended by a NUL, sequence number and port id 0.
/// The kernel makes no difference between them: order is free, NLA_F_NESTED on these is optional, and iproute2 sends kinds
/// without the NUL.
/// </summary>
internal static class CanonicalMessage
{
    // Where attributes hold attributes: the types from the outside in, per message group (RTM_NEWLINK, …ADDR, …ROUTE …).
    private static readonly HashSet<string> LinkNests = ["18", "18/2", "18/5", "26", "26/2", "26/10", "52"];
    private static readonly HashSet<string> RouteNests = ["8"];
    private static readonly HashSet<string> LinkTexts = ["18/1", "18/4"];

    internal static byte[] Of(ReadOnlySpan<byte> message)
    {
        MessageHeader header = MessageHeader.Read(message);
        int group = (header.Type - 16) / 4;
        int fixedHeader = MessageHeader.Size + group switch { 0 => 16, 1 => 8, 2 or 3 or 4 => 12, _ => 4 };
        var writer = new NetlinkWriter();
        message[..fixedHeader].CopyTo(writer.Reserve(fixedHeader));
        WriteAttributes(writer, message[fixedHeader..], "", group);
        byte[] canonical = writer.Written.ToArray();
        header.Length = (uint)canonical.Length;
        header.Sequence = 0;
        header.PortId = 0;
        header.Write(canonical);
        return canonical;
    }

    private static void WriteAttributes(NetlinkWriter writer, ReadOnlySpan<byte> attributes, string path, int group)
    {
        var sorted = new List<(ushort Type, byte[] Value)>();
        foreach (NetlinkAttribute attribute in new AttributeReader(attributes))
            sorted.Add((attribute.Type, attribute.Value.ToArray()));
        string? kind = path == "18" ? KindOf(sorted) : null;
        foreach ((ushort type, byte[] value) in sorted.OrderBy(a => a.Type))
        {
            string inner = path.Length == 0 ? $"{type}" : $"{path}/{type}";
            // The one nest that starts with a header: VETH_INFO_PEER.
            if (inner == "18/2" && kind == "veth")
                WritePeer(writer, value, group);
            else if (IsNest(inner, group))
            {
                using (writer.NestUnmarked(type))
                    WriteAttributes(writer, value, inner, group);
            }
            else
                writer.Put(type, IsText(inner, group) && value[^1] != 0 ? [.. value, 0] : value);
        }
    }

    private static void WritePeer(NetlinkWriter writer, byte[] data, int group)
    {
        using (writer.NestUnmarked(2))
        {
            foreach (NetlinkAttribute peer in new AttributeReader(data))
            {
                using (writer.NestUnmarked(peer.Type))
                {
                    peer.Value[..16].CopyTo(writer.Reserve(16));
                    WriteAttributes(writer, peer.Value[16..], "", group);
                }
            }
        }
    }

    private static string? KindOf(List<(ushort Type, byte[] Value)> linkInfo)
        => linkInfo.Where(a => a.Type == 1).Select(a => new NetlinkAttribute(1, a.Value).String).FirstOrDefault();

    private static bool IsNest(string path, int group) => (group == 0 && LinkNests.Contains(path)) || (group == 2 && RouteNests.Contains(path));

    private static bool IsText(string path, int group) => group == 0 && LinkTexts.Contains(path);
}
