using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>Bytes into a <see cref="LinkMessage"/>.</summary>
internal static class LinkMessageReader
{
    /// <summary>Reads a whole message.</summary>
    internal static LinkMessage Parse(ReadOnlySpan<byte> payload) => Parse(payload, isPeer: false);

    /// <summary>
    /// Reads what stands in VETH_INFO_PEER. The kernel takes no IFLA_LINKINFO from there, and peers inside peers could overflow
    /// the stack.
    /// </summary>
    internal static LinkMessage ParsePeer(ReadOnlySpan<byte> payload) => Parse(payload, isPeer: true);

    private static LinkMessage Parse(ReadOnlySpan<byte> payload, bool isPeer)
    {
        if (payload.Length < LinkHeader.Size)
            throw new NetlinkFormatException($"A link message has {payload.Length} bytes; its header alone has {LinkHeader.Size}.");

        LinkHeader header = NativeBytes.Read<LinkHeader>(payload);
        string? name = null, alias = null, parentDevice = null;
        byte[]? address = null;
        uint? mtu = null, queueLength = null, group = null, promiscuity = null, txQueues = null, rxQueues = null, minMtu = null, maxMtu = null, extensionMask = null;
        int? lower = null, master = null, linkNamespace = null, descriptor = null, target = null;
        byte? state = null;
        string[] alternativeNames = [];
        LinkKind? kind = null;
        BridgePortKind? port = null;
        AddressGenerationMode? generation = null;
        IPv4LinkSettings? settings = null;
        LinkCounters? counters = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(payload[LinkHeader.Size..]))
        {
            switch (attribute.Type)
            {
                case LinkAttribute.Address:
                    address = attribute.Value.ToArray();
                    break;
                case LinkAttribute.Name:
                    name = attribute.String;
                    break;
                case LinkAttribute.Mtu:
                    mtu = attribute.UInt32;
                    break;
                case LinkAttribute.Link:
                    lower = attribute.Int32;
                    break;
                case LinkAttribute.Master:
                    master = attribute.Int32;
                    break;
                case LinkAttribute.TxQueueLength:
                    queueLength = attribute.UInt32;
                    break;
                case LinkAttribute.OperationalState:
                    state = attribute.Byte;
                    break;
                case LinkAttribute.Alias:
                    alias = attribute.String;
                    break;
                case LinkAttribute.Group:
                    group = attribute.UInt32;
                    break;
                case LinkAttribute.NamespaceDescriptor:
                    descriptor = attribute.Int32;
                    break;
                case LinkAttribute.ExtensionMask:
                    extensionMask = attribute.UInt32;
                    break;
                case LinkAttribute.Promiscuity:
                    promiscuity = attribute.UInt32;
                    break;
                case LinkAttribute.TxQueues:
                    txQueues = attribute.UInt32;
                    break;
                case LinkAttribute.RxQueues:
                    rxQueues = attribute.UInt32;
                    break;
                case LinkAttribute.LinkNamespaceId:
                    linkNamespace = attribute.Int32;
                    break;
                case LinkAttribute.TargetNamespaceId:
                    target = attribute.Int32;
                    break;
                case LinkAttribute.MinMtu:
                    minMtu = attribute.UInt32;
                    break;
                case LinkAttribute.MaxMtu:
                    maxMtu = attribute.UInt32;
                    break;
                case LinkAttribute.PropertyList:
                    alternativeNames = ReadAlternativeNames(attribute);
                    break;
                case LinkAttribute.ParentDeviceName:
                    parentDevice = attribute.String;
                    break;
                case LinkAttribute.LinkInfo when !isPeer:
                    (kind, port) = ReadLinkInfo(attribute);
                    break;
                case LinkAttribute.FamilySpecific:
                    (generation, settings) = ReadFamilies(attribute, header.Family);
                    break;
                case LinkAttribute.Statistics64:
                    counters = LinkCounters.Parse(attribute.Value);
                    break;
            }
        }

        return new LinkMessage
        {
            Family = header.Family,
            HardwareType = header.Type,
            Index = header.Index,
            Flags = header.Flags,
            Change = header.Change,
            Name = name,
            Address = address,
            Mtu = mtu,
            Link = lower,
            Master = master,
            TxQueueLength = queueLength,
            OperationalState = state,
            Alias = alias,
            Group = group,
            NamespaceDescriptor = descriptor,
            ExtensionMask = extensionMask,
            Promiscuity = promiscuity,
            TxQueues = txQueues,
            RxQueues = rxQueues,
            LinkNamespaceId = linkNamespace,
            TargetNamespaceId = target,
            MinMtu = minMtu,
            MaxMtu = maxMtu,
            AlternativeNames = alternativeNames,
            ParentDevice = parentDevice,
            Kind = kind,
            Port = port,
            AddressGeneration = generation,
            IPv4Settings = settings,
            Counters = counters,
        };
    }

    private static string[] ReadAlternativeNames(NetlinkAttribute list)
    {
        var names = new List<string>();
        foreach (NetlinkAttribute attribute in list.Nested)
        {
            if (attribute.Type == LinkAttribute.AlternativeName)
                names.Add(attribute.String);
        }

        return [.. names];
    }

    private static (LinkKind? Kind, BridgePortKind? Port) ReadLinkInfo(NetlinkAttribute info)
    {
        string? kind = null, portKind = null;
        ReadOnlySpan<byte> data = default, portData = default;
        foreach (NetlinkAttribute attribute in info.Nested)
        {
            switch (attribute.Type)
            {
                case LinkInfoAttribute.Kind:
                    kind = attribute.String;
                    break;
                case LinkInfoAttribute.Data:
                    data = attribute.Value;
                    break;
                case LinkInfoAttribute.PortKind:
                    portKind = attribute.String;
                    break;
                case LinkInfoAttribute.PortData:
                    portData = attribute.Value;
                    break;
            }
        }

        return (kind is null ? null : LinkKind.Parse(kind, data),
            portKind == BridgePortKind.KindName ? BridgePortKind.Parse(portData) : null);
    }

    // In answers of family AF_BRIDGE the same attribute holds VLANs, not families.
    private static (AddressGenerationMode? Generation, IPv4LinkSettings? Settings) ReadFamilies(NetlinkAttribute families, byte messageFamily)
    {
        AddressGenerationMode? generation = null;
        IPv4LinkSettings? settings = null;
        if (messageFamily == Interop.LibC.AF_BRIDGE)
            return default;
        foreach (NetlinkAttribute family in families.Nested)
        {
            if (family.Type is not (Interop.LibC.AF_INET or Interop.LibC.AF_INET6))
                continue;
            foreach (NetlinkAttribute attribute in family.Nested)
            {
                if (family.Type == Interop.LibC.AF_INET6 && attribute.Type == IPv6LinkAttribute.AddressGeneration)
                    generation = (AddressGenerationMode)attribute.Byte;
                else if (family.Type == Interop.LibC.AF_INET && attribute.Type == IPv4LinkAttribute.Settings)
                    settings = IPv4LinkSettings.Parse(attribute.Value);
            }
        }

        return (generation, settings);
    }
}
