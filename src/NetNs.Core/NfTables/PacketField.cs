namespace NetNs.NfTables;

/// <summary>Something that a rule can look up in a set: how it is loaded, and what part of a key it makes.</summary>
internal sealed class PacketField
{
    private readonly Func<Register, Expression> _load;

    private PacketField(KeyField field, Func<Register, Expression> load)
    {
        Field = field;
        _load = load;
    }

    internal static PacketField IPv4Source { get; } = Network(KeyField.IPv4Address, 12);

    internal static PacketField IPv4Destination { get; } = Network(KeyField.IPv4Address, 16);

    internal static PacketField IPv6Source { get; } = Network(KeyField.IPv6Address, 8);

    internal static PacketField IPv6Destination { get; } = Network(KeyField.IPv6Address, 24);

    internal static PacketField TransportProtocol { get; } = new(KeyField.Protocol, r => new MetaExpression(MetaKey.TransportProtocol, r));

    /// <summary>TCP, UDP, SCTP and their kin all have it at the same place.</summary>
    internal static PacketField DestinationPort { get; } = new(KeyField.Port, r => new PayloadExpression(r, PayloadBase.Transport, 2, 2));

    internal static PacketField InputLinkName { get; } = new(KeyField.LinkName, r => new MetaExpression(MetaKey.InputLinkName, r));

    internal static PacketField OutputLinkName { get; } = new(KeyField.LinkName, r => new MetaExpression(MetaKey.OutputLinkName, r));

    internal static PacketField OutputLink { get; } = new(KeyField.LinkIndex, r => new MetaExpression(MetaKey.OutputLink, r));

    internal KeyField Field { get; }

    internal Expression Load(Register destination) => _load(destination);

    private static PacketField Network(KeyField field, uint offset)
        => new(field, r => new PayloadExpression(r, PayloadBase.Network, offset, (uint)field.Length));
}
