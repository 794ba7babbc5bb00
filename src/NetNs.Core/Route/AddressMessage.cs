using System.Buffers.Binary;
using System.Net;
using System.Numerics;
using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>ifa_flags and IFA_FLAGS, linux/if_addr.h.</summary>
[Flags]
internal enum AddressFlags : uint
{
    None = 0, // 0
    Secondary = 1, // IFA_F_SECONDARY
    NoDad = 2, // IFA_F_NODAD
    Optimistic = 4, // IFA_F_OPTIMISTIC
    DadFailed = 8, // IFA_F_DADFAILED
    Deprecated = 0x20, // IFA_F_DEPRECATED
    Tentative = 0x40, // IFA_F_TENTATIVE
    Permanent = 0x80, // IFA_F_PERMANENT
    NoPrefixRoute = 0x200, // IFA_F_NOPREFIXROUTE
}

/// <summary>Attributes of an address message, linux/if_addr.h.</summary>
internal static class AddressAttribute
{
    internal const ushort Address = 1; // IFA_ADDRESS
    internal const ushort Local = 2; // IFA_LOCAL
    internal const ushort Label = 3; // IFA_LABEL
    internal const ushort Broadcast = 4; // IFA_BROADCAST
    internal const ushort CacheInfo = 6; // IFA_CACHEINFO
    internal const ushort Flags = 8; // IFA_FLAGS
    internal const ushort TargetNamespaceId = 10; // IFA_TARGET_NETNSID
}

/// <summary>RTM_NEWADDR and its relatives: an address on a link.</summary>
internal sealed record AddressMessage : INetlinkMessage<AddressMessage>
{
    public static ushort ReplyType => RouteMessageType.NewAddr;

    internal byte Family { get; init; }

    internal byte PrefixLength { get; init; }

    internal byte Scope { get; init; }

    internal int Index { get; init; }

    internal AddressFlags Flags { get; init; }

    /// <summary>The address itself on a point-to-point link, the same as <see cref="Address"/> elsewhere; IPv6 has it only with a peer.</summary>
    internal IPAddress? Local { get; init; }

    /// <summary>The prefix's address: the peer's on a point-to-point link.</summary>
    internal IPAddress? Address { get; init; }

    internal IPAddress? Broadcast { get; init; }

    internal string? Label { get; init; }

    internal AddressCacheInfo? CacheInfo { get; init; }

    /// <summary>Ask about another namespace than the socket's, by id; with strict checking only.</summary>
    internal int? TargetNamespaceId { get; init; }

    /// <summary>A number that tells it from all other addresses of its namespace.</summary>
    internal ulong Identify()
    {
        Span<byte> bytes = stackalloc byte[16];
        (Local ?? Address)!.TryWriteBytes(bytes, out int length);
        UInt128 address = length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
        // Multiplying by a large odd number spreads what are mostly small differences over all bits.
        ulong mixed = ((ulong)address * 0x9e3779b97f4a7c15) ^ ((ulong)(address >> 64) * 0xc2b2ae3d27d4eb4f);
        return BitOperations.RotateLeft(mixed, 29) ^ (((ulong)(uint)Index << 8 | PrefixLength) * 0x165667b19e3779f9);
    }

    internal void Write(NetlinkWriter writer)
    {
        var header = new AddressHeader { Family = Family, PrefixLength = PrefixLength, Flags = (byte)Flags, Scope = Scope, Index = Index };
        writer.PutHeader(in header);
        if (Local is { } local)
            writer.Put(AddressAttribute.Local, local);
        if (Address is { } address)
            writer.Put(AddressAttribute.Address, address);
        if (Broadcast is { } broadcast)
            writer.Put(AddressAttribute.Broadcast, broadcast);
        if (Label is { } label)
            writer.Put(AddressAttribute.Label, label);
        // Only the low eight flags fit the header; all of them stand in the attribute.
        if ((uint)Flags > byte.MaxValue)
            writer.Put(AddressAttribute.Flags, (uint)Flags);
        if (CacheInfo is { } cacheInfo)
            writer.Put(AddressAttribute.CacheInfo, NativeBytes.Of(in cacheInfo));
        if (TargetNamespaceId is { } target)
            writer.Put(AddressAttribute.TargetNamespaceId, target);
    }

    /// <inheritdoc/>
    public static AddressMessage Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < AddressHeader.Size)
            throw new NetlinkFormatException($"An address message has {payload.Length} bytes; its header alone has {AddressHeader.Size}.");

        AddressHeader header = NativeBytes.Read<AddressHeader>(payload);
        IPAddress? local = null, address = null, broadcast = null;
        ReadOnlySpan<byte> addressBytes = default;
        string? label = null;
        var flags = (AddressFlags)header.Flags;
        AddressCacheInfo? cacheInfo = null;
        int? target = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(payload[AddressHeader.Size..]))
        {
            switch (attribute.Type)
            {
                case AddressAttribute.Local:
                    // The same as the address before it, but on point-to-point links: one object serves for both.
                    local = address is not null && attribute.Value.SequenceEqual(addressBytes) ? address : attribute.IPAddress;
                    break;
                case AddressAttribute.Address:
                    address = attribute.IPAddress;
                    addressBytes = attribute.Value;
                    break;
                case AddressAttribute.Broadcast:
                    broadcast = attribute.IPAddress;
                    break;
                case AddressAttribute.Label:
                    label = attribute.String;
                    break;
                case AddressAttribute.Flags:
                    flags = (AddressFlags)attribute.UInt32;
                    break;
                case AddressAttribute.CacheInfo:
                    cacheInfo = attribute.Value.Length >= AddressCacheInfo.Size
                        ? NativeBytes.Read<AddressCacheInfo>(attribute.Value)
                        : throw new NetlinkFormatException($"Address lifetimes have {attribute.Value.Length} bytes; {AddressCacheInfo.Size} expected.");
                    break;
                case AddressAttribute.TargetNamespaceId:
                    target = attribute.Int32;
                    break;
            }
        }

        return new AddressMessage
        {
            Family = header.Family,
            PrefixLength = header.PrefixLength,
            Scope = header.Scope,
            Index = header.Index,
            Flags = flags,
            Local = local,
            Address = address,
            Broadcast = broadcast,
            Label = label,
            CacheInfo = cacheInfo,
            TargetNamespaceId = target,
        };
    }
}
