using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>Attributes of a namespace-id message, linux/net_namespace.h.</summary>
internal static class NamespaceIdAttribute
{
    internal const ushort Id = 1; // NETNSA_NSID
    internal const ushort Process = 2; // NETNSA_PID
    internal const ushort Descriptor = 3; // NETNSA_FD
    internal const ushort Target = 4; // NETNSA_TARGET_NSID
}

/// <summary>RTM_NEWNSID and its relatives: the number under which one namespace knows another (<c>struct rtgenmsg</c> and attributes).</summary>
internal sealed record NamespaceIdMessage : INetlinkMessage<NamespaceIdMessage>
{
    private const int HeaderSize = 4; // struct rtgenmsg: one byte of family, padded to four

    /// <summary>The kernel's answer where no id was assigned yet, NETNSA_NSID_NOT_ASSIGNED.</summary>
    internal const int NotAssigned = -1;

    public static ushort ReplyType => RouteMessageType.NewNsId;

    internal int? Id { get; init; }

    internal uint? Process { get; init; }

    /// <summary>The namespace asked about, as an open descriptor.</summary>
    internal int? Descriptor { get; init; }

    internal void Write(NetlinkWriter writer)
    {
        writer.Reserve(HeaderSize);
        if (Id is { } id)
            writer.Put(NamespaceIdAttribute.Id, id);
        if (Process is { } process)
            writer.Put(NamespaceIdAttribute.Process, process);
        if (Descriptor is { } descriptor)
            writer.Put(NamespaceIdAttribute.Descriptor, descriptor);
    }

    /// <inheritdoc/>
    public static NamespaceIdMessage Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderSize)
            throw new NetlinkFormatException($"A namespace-id message has {payload.Length} bytes; its header alone has {HeaderSize}.");

        int? id = null, descriptor = null;
        uint? process = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(payload[HeaderSize..]))
        {
            switch (attribute.Type)
            {
                case NamespaceIdAttribute.Id:
                    id = attribute.Int32;
                    break;
                case NamespaceIdAttribute.Process:
                    process = attribute.UInt32;
                    break;
                case NamespaceIdAttribute.Descriptor:
                    descriptor = attribute.Int32;
                    break;
            }
        }

        return new NamespaceIdMessage { Id = id, Process = process, Descriptor = descriptor };
    }
}
