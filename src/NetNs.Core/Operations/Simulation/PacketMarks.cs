using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>The marks of a packet and of its connection, as rules on its way set them. Null where a rule set one that is not known.</summary>
internal sealed class PacketMarks
{
    private const byte SetMode = 0; // XT_CONNMARK_SET
    private const byte SaveMode = 1; // XT_CONNMARK_SAVE
    private const byte RestoreMode = 2; // XT_CONNMARK_RESTORE

    internal uint? Packet { get; set; } = 0;

    internal uint? Connection { get; set; } = 0;

    internal PacketValue PacketValue => Load(Packet);

    internal PacketValue ConnectionValue => Load(Connection);

    /// <summary>The answer is another packet of the same connection.</summary>
    internal PacketMarks ForAnswer() => new() { Connection = Connection };

    internal PacketMarks Copy() => new() { Packet = Packet, Connection = Connection };

    /// <summary>A register as a mark; null where it is not known.</summary>
    internal static uint? Read(PacketValue value) => value.Certainty == Certainty.Known ? MemoryMarshal.Read<uint>(value.Bytes) : null;

    /// <summary>iptables' targets MARK (struct xt_mark_tginfo2) and CONNMARK (struct xt_connmark_tginfo1).</summary>
    internal void Apply(TargetExpression target)
    {
        if (target.Extension == "MARK" && target is { Revision: 2, Info.Length: >= 8 })
        {
            (uint mark, uint mask) = (At(target.Info, 0), At(target.Info, 4));
            Packet = (Packet & ~mask) ^ mark;
            return;
        }

        if (target.Extension != "CONNMARK" || target.Info.Length < 13)
            return;
        (uint value, uint connectionMask, uint packetMask) = (At(target.Info, 0), At(target.Info, 4), At(target.Info, 8));
        switch (target.Info[12])
        {
            case SetMode:
                Connection = (Connection & ~connectionMask) ^ value;
                break;
            case SaveMode:
                Connection = (Connection & ~connectionMask) ^ (Packet & packetMask);
                break;
            case RestoreMode:
                Packet = (Packet & ~packetMask) ^ (Connection & connectionMask);
                break;
        }
    }

    /// <summary>iptables' matches mark and connmark (struct xt_mark_mtinfo1); null where that is not known.</summary>
    internal bool? Matches(MatchExpression match)
    {
        uint? mark = match.Extension == "mark" ? Packet : Connection;
        if (mark is not { } known || match is not { Revision: 1, Info.Length: >= 9 })
            return null;
        return ((known & At(match.Info, 4)) == At(match.Info, 0)) != (match.Info[8] != 0);
    }

    private static uint At(byte[] info, int offset)
        => BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(info.AsSpan(offset)) : BinaryPrimitives.ReadUInt32BigEndian(info.AsSpan(offset));

    private static PacketValue Load(uint? mark) => mark is { } known ? PacketValue.Known(known) : PacketValue.Unknown(sizeof(uint));
}
