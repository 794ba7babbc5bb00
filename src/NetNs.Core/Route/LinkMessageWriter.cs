using System.Text;
using NetNs.Interop;
using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>The attributes of a <see cref="LinkMessage"/> into bytes.</summary>
internal static class LinkMessageWriter
{
    internal static void WriteAttributes(LinkMessage link, NetlinkWriter writer)
    {
        if (link.Address is { } address)
            writer.Put(LinkAttribute.Address, address);
        if (link.Name is { } name)
            writer.Put(LinkAttribute.Name, name);
        if (link.WantedAlternativeName is { } alternative)
            writer.Put(LinkAttribute.AlternativeName, alternative);
        if (link.Mtu is { } mtu)
            writer.Put(LinkAttribute.Mtu, mtu);
        if (link.Link is { } lower)
            writer.Put(LinkAttribute.Link, lower);
        if (link.Master is { } master)
            writer.Put(LinkAttribute.Master, master);
        if (link.TxQueueLength is { } queueLength)
            writer.Put(LinkAttribute.TxQueueLength, queueLength);
        if (link.Alias is { } alias)
            writer.Put(LinkAttribute.Alias, Encoding.UTF8.GetBytes(alias)); // without NUL: the kernel counts it as a character of 255
        if (link.Group is { } group)
            writer.Put(LinkAttribute.Group, group);
        if (link.NamespaceDescriptor is { } descriptor)
            writer.Put(LinkAttribute.NamespaceDescriptor, descriptor);
        if (link.ExtensionMask is { } mask)
            writer.Put(LinkAttribute.ExtensionMask, mask);
        if (link.TxQueues is { } txQueues)
            writer.Put(LinkAttribute.TxQueues, txQueues);
        if (link.RxQueues is { } rxQueues)
            writer.Put(LinkAttribute.RxQueues, rxQueues);
        if (link.TargetNamespaceId is { } target)
            writer.Put(LinkAttribute.TargetNamespaceId, target);
        WriteLinkInfo(link, writer);
        WriteFamilies(link, writer);
    }

    private static void WriteLinkInfo(LinkMessage link, NetlinkWriter writer)
    {
        if (link.Kind is null && link.Port is null)
            return;
        using (writer.Nest(LinkAttribute.LinkInfo))
        {
            if (link.Kind is { } kind)
            {
                writer.Put(LinkInfoAttribute.Kind, kind.Name);
                using (writer.Nest(LinkInfoAttribute.Data))
                    kind.WriteData(writer);
            }

            if (link.Port is { } port)
            {
                writer.Put(LinkInfoAttribute.PortKind, port.Name);
                using (writer.Nest(LinkInfoAttribute.PortData))
                    port.WriteData(writer);
            }
        }
    }

    private static void WriteFamilies(LinkMessage link, NetlinkWriter writer)
    {
        if (link.AddressGeneration is null && link.IPv4Settings is null)
            return;
        using (writer.Nest(LinkAttribute.FamilySpecific))
        {
            if (link.IPv4Settings is { } settings)
            {
                using (writer.Nest(LibC.AF_INET))
                    settings.Write(writer);
            }

            if (link.AddressGeneration is { } mode)
            {
                using (writer.Nest(LibC.AF_INET6))
                    writer.Put(IPv6LinkAttribute.AddressGeneration, (byte)mode);
            }
        }
    }
}
