using System.Runtime.InteropServices;
using System.Text;

namespace NetNs.Netlink;

/// <summary>
/// A datagram as text, four bytes per line with what they are: what -Debug prints.
/// <code>
///     0  20 00 00 00  ...   length 32
///     4  10 00 05 00  ....  RTM_NEWLINK, REQUEST|ACK
/// </code>
/// Never fails: where a length lies, the rest follows as bytes without a meaning. Attributes inside one are followed where it is
/// flagged as nested, which the kernel does not do for the older families.
/// </summary>
internal static class MessageDump
{
    // The families of rtnetlink have four message types each, from 16 on: what they are called, how long the header is that
    // stands in front of the attributes.
    private static readonly Dictionary<int, (string Name, int Header)> RouteGroups = new()
    {
        [0] = ("LINK", 16),
        [1] = ("ADDR", 8),
        [2] = ("ROUTE", 12),
        [3] = ("NEIGH", 12),
        [4] = ("RULE", 12),
        [18] = ("NSID", 4),
    };

    private static readonly string[] RouteVerbs = ["NEW", "DEL", "GET", "SET"];

    private static readonly (MessageFlags Bits, string Word)[] CommonFlags =
    [
        (MessageFlags.Request, "REQUEST"), (MessageFlags.Multi, "MULTI"), (MessageFlags.Ack, "ACK"), (MessageFlags.Echo, "ECHO"),
        (MessageFlags.DumpInterrupted, "DUMP_INTR"), (MessageFlags.DumpFiltered, "DUMP_FILTERED"),
    ];

    private static readonly (MessageFlags Bits, string Word)[] ChangeFlags =
    [
        (MessageFlags.Replace, "REPLACE"), (MessageFlags.Exclusive, "EXCL"), (MessageFlags.Create, "CREATE"), (MessageFlags.Append, "APPEND"),
    ];

    private static readonly (MessageFlags Bits, string Word)[] QuestionFlags = [(MessageFlags.Dump, "DUMP")];

    private static readonly (MessageFlags Bits, string Word)[] AckFlags = [(MessageFlags.Capped, "CAPPED"), (MessageFlags.ExtendedAck, "ACK_TLVS")];

    // Real messages nest four or five deep; what claims more is spoiled.
    private const int DeepestNest = 8;

    /// <summary>The text of all messages of a datagram.</summary>
    internal static string Format(NetlinkFamily family, ReadOnlySpan<byte> datagram)
    {
        var text = new StringBuilder();
        int at = 0;
        while (datagram.Length - at >= MessageHeader.Size)
        {
            MessageHeader header = MessageHeader.Read(datagram[at..]);
            bool fits = header.Length >= MessageHeader.Size && header.Length <= datagram.Length - at;
            int end = fits ? at + (int)header.Length : datagram.Length;
            WriteHeader(text, family, in header, datagram, at, fits);
            WritePayload(text, family, in header, datagram[..end], at + MessageHeader.Size);
            at = Math.Min(datagram.Length, NetlinkConstants.Align(end));
        }

        Words(text, datagram, at, datagram.Length, 0, "");
        return text.ToString();
    }

    private static void WriteHeader(StringBuilder text, NetlinkFamily family, in MessageHeader header, ReadOnlySpan<byte> datagram, int at, bool fits)
    {
        Line(text, datagram, at, 4, 0, fits ? $"length {header.Length}" : $"length {header.Length}, but {datagram.Length - at} bytes are there");
        Line(text, datagram, at + 4, 4, 0, $"{NameOf(family, header.Type)}{FlagsOf(family, in header)}");
        Line(text, datagram, at + 8, 4, 0, $"sequence {header.Sequence}");
        Line(text, datagram, at + 12, 4, 0, $"port id {header.PortId}");
    }

    private static void WritePayload(StringBuilder text, NetlinkFamily family, in MessageHeader header, ReadOnlySpan<byte> message, int at)
    {
        int attributes;
        if (header.Type is NetlinkConstants.NLMSG_ERROR or NetlinkConstants.NLMSG_DONE)
            attributes = WriteEnd(text, in header, message, at);
        else
        {
            attributes = Math.Min(message.Length, at + FixedHeader(family, header.Type));
            Words(text, message, at, attributes, 0, "header");
        }

        WriteAttributes(text, message, attributes, message.Length, 0);
    }

    // An acknowledgement: errno, the request it answers (its header at least), then attributes where a flag says so.
    private static int WriteEnd(StringBuilder text, in MessageHeader header, ReadOnlySpan<byte> message, int at)
    {
        if (message.Length - at < sizeof(int))
            return at;
        int errno = -MemoryMarshal.Read<int>(message[at..]);
        Line(text, message, at, sizeof(int), 0, errno == 0 ? "no error" : $"errno {errno}: {Marshal.GetPInvokeErrorMessage(errno)}");
        at += sizeof(int);
        int end = at;
        if (header.Type == NetlinkConstants.NLMSG_ERROR && message.Length - at >= MessageHeader.Size)
        {
            uint request = header.Flags.HasFlag(MessageFlags.Capped) ? MessageHeader.Size : MessageHeader.Read(message[at..]).Length;
            end = request > message.Length - at ? message.Length : at + NetlinkConstants.Align(Math.Max((int)request, MessageHeader.Size));
        }

        // Without the flag all that follows is the request.
        if (!header.Flags.HasFlag(MessageFlags.ExtendedAck))
            end = message.Length;
        end = Math.Min(end, message.Length);
        Words(text, message, at, end, 0, "request");
        return end;
    }

    private static void WriteAttributes(StringBuilder text, ReadOnlySpan<byte> message, int at, int end, int depth)
    {
        while (end - at >= NetlinkConstants.NLA_HDRLEN)
        {
            ushort length = MemoryMarshal.Read<ushort>(message[at..]);
            ushort type = MemoryMarshal.Read<ushort>(message[(at + 2)..]);
            if (length < NetlinkConstants.NLA_HDRLEN || length > end - at)
                break;

            bool isNested = (type & NetlinkConstants.NLA_F_NESTED) != 0 && depth < DeepestNest;
            int number = type & ~(NetlinkConstants.NLA_F_NESTED | NetlinkConstants.NLA_F_NET_BYTEORDER);
            Line(text, message, at, NetlinkConstants.NLA_HDRLEN, depth, $"attribute {number}, {length} bytes{(isNested ? ", nested" : "")}");
            if (isNested)
                WriteAttributes(text, message, at + NetlinkConstants.NLA_HDRLEN, at + length, depth + 1);
            else
                Words(text, message, at + NetlinkConstants.NLA_HDRLEN, at + length, depth, "");
            at = Math.Min(end, at + NetlinkConstants.Align(length));
        }

        Words(text, message, at, end, depth, "");
    }

    // Bytes without a finer meaning; only the first line says what they are.
    private static void Words(StringBuilder text, ReadOnlySpan<byte> bytes, int at, int end, int depth, string meaning)
    {
        for (; at < end; at += 4, meaning = "")
            Line(text, bytes, at, Math.Min(4, end - at), depth, meaning);
    }

    private static void Line(StringBuilder text, ReadOnlySpan<byte> bytes, int at, int count, int depth, string meaning)
    {
        text.Append($"{at,5}  ");
        for (int i = 0; i < 4; i++)
            text.Append(i < count ? $"{bytes[at + i]:x2} " : "   ");
        text.Append(' ');
        for (int i = 0; i < 4; i++)
            text.Append(i < count ? bytes[at + i] is >= 0x20 and < 0x7f ? (char)bytes[at + i] : '.' : ' ');
        if (meaning.Length > 0)
            text.Append(' ', 2 + (2 * depth)).Append(meaning);
        while (text[^1] == ' ')
            text.Length--;
        text.Append('\n');
    }

    private static string NameOf(NetlinkFamily family, ushort type) => type switch
    {
        NetlinkConstants.NLMSG_NOOP => "NLMSG_NOOP",
        NetlinkConstants.NLMSG_ERROR => "NLMSG_ERROR",
        NetlinkConstants.NLMSG_DONE => "NLMSG_DONE",
        NetlinkConstants.NLMSG_OVERRUN => "NLMSG_OVERRUN",
        _ when family == NetlinkFamily.Route && RouteGroups.TryGetValue((type - 16) / 4, out (string Name, int) group) => $"RTM_{RouteVerbs[type & 3]}{group.Name}",
        _ when family == NetlinkFamily.Netfilter => $"subsystem {type >> 8}, message {type & 0xff}",
        _ => $"type {type}",
    };

    // struct nfgenmsg has four bytes; a family we do not know has no attributes that we could find.
    private static int FixedHeader(NetlinkFamily family, ushort type) => family switch
    {
        NetlinkFamily.Route when RouteGroups.TryGetValue((type - 16) / 4, out (string, int Header) group) => group.Header,
        NetlinkFamily.Netfilter => 4,
        _ => ushort.MaxValue,
    };

    private static string FlagsOf(NetlinkFamily family, in MessageHeader header)
    {
        var words = new List<string>();
        MessageFlags rest = header.Flags;
        foreach ((MessageFlags bits, string word) in CommonFlags.Concat(HighFlags(family, header.Type)))
        {
            if (!rest.HasFlag(bits))
                continue;
            words.Add(word);
            rest &= ~bits;
        }

        if (rest != MessageFlags.None)
            words.Add($"0x{(ushort)rest:x}");
        return words.Count == 0 ? "" : ", " + string.Join('|', words);
    }

    // The high bits mean one thing for changes, another for questions, another for acknowledgements.
    private static (MessageFlags Bits, string Word)[] HighFlags(NetlinkFamily family, ushort type)
    {
        if (type is NetlinkConstants.NLMSG_ERROR or NetlinkConstants.NLMSG_DONE)
            return AckFlags;
        if (family != NetlinkFamily.Route)
            return [];
        return RouteVerbs[type & 3] switch
        {
            "NEW" or "SET" => ChangeFlags,
            "GET" => QuestionFlags,
            _ => [],
        };
    }
}
