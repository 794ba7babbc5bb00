using System.Text;
using NetNs.Interop;
using NetNs.Netlink;

namespace NetNs.Route;

/// <content>Links.</content>
internal sealed partial class RouteClient
{
    // An alternative name has up to 127 bytes: ALTIFNAMSIZ without the NUL, linux/if.h.
    private const int LongestName = 127;

    /// <summary>Makes a link in its final place and returns it as the kernel made it.</summary>
    /// <remarks>
    /// NLM_F_ECHO brings the new link back in the same round trip since Linux 6.2; an older kernel is asked once more.
    /// What it is as a port (<see cref="LinkMessage.Port"/>) is not in the echo.
    /// </remarks>
    /// <exception cref="NetlinkException">EEXIST where the name is taken, EOPNOTSUPP where the kernel lacks the kind.</exception>
    internal LinkMessage CreateLink(LinkMessage link)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.NewLink, MessageFlags.Create | MessageFlags.Exclusive | MessageFlags.Echo))
            link.Write(writer);
        LinkMessage? made = null;
        try
        {
            Connection.Execute(writer, $"create link {link.Name}", (int _, in MessageHeader header, ReadOnlySpan<byte> payload) =>
            {
                if (header.Type == RouteMessageType.NewLink)
                    made = LinkMessage.Parse(payload);
            });
        }
        catch (NetlinkException e) when (e.Errno is Errno.ETIMEDOUT or Errno.ENOBUFS)
        {
            if (FindUnanswered(link) is not { } there)
                throw;
            return there;
        }

        // The kernel writes the echo before it makes the link a port; the acknowledgement says that it became one.
        return made is null ? FindMade(link) : made with { Master = link.Master ?? made.Master };
    }

    // The name is no help where the kernel chose it ("veth%d"); then it is the youngest link with the address that was asked for.
    private LinkMessage FindMade(LinkMessage link)
    {
        if (!link.Name!.Contains('%', StringComparison.Ordinal))
            return GetLink(link.Name);
        string start = link.Name[..link.Name.IndexOf('%', StringComparison.Ordinal)];
        return DumpLinks().LastOrDefault(l => l.Name!.StartsWith(start, StringComparison.Ordinal) && l.Kind?.Name == link.Kind?.Name
            && (link.Address is null || link.Address.AsSpan().SequenceEqual(l.Address)))
            ?? throw new NetlinkException(Errno.ENODEV, $"find link {link.Name} that was just made");
    }

    /// <summary>
    /// Makes a link in another namespace, over a parent in this one (<see cref="LinkMessage.NamespaceDescriptor"/>). Its echo goes
    /// where nobody listens: read it there.
    /// </summary>
    internal void CreateLinkElsewhere(LinkMessage link)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.NewLink, MessageFlags.Create | MessageFlags.Exclusive))
            link.Write(writer);
        Connection.Execute(writer, $"create link {link.Name}");
    }

    /// <summary>
    /// The link that a request made, where the kernel's answer to it was lost: one with its name and its hardware address, which is
    /// random unless the user chose it. Null where there is none.
    /// </summary>
    internal LinkMessage? FindUnanswered(LinkMessage request)
    {
        if (request.Address is not { Length: > 0 } address)
            return null;
        LinkMessage? found = request.Name!.Contains('%', StringComparison.Ordinal) ? DumpLinks().Find(l => IsIt(l)) : FindLink(request.Name);
        return found is not null && IsIt(found) ? found : null;

        bool IsIt(LinkMessage link) => address.AsSpan().SequenceEqual(link.Address) && (link.Group ?? 0) == (request.Group ?? 0);
    }

    /// <summary>Changes a link: by index, or by name where the index is 0.</summary>
    internal void ChangeLink(LinkMessage link)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.NewLink, MessageFlags.None))
            link.Write(writer);
        Connection.Execute(writer, $"change link {link.Name ?? $"#{link.Index}"}");
    }

    /// <summary>Renames a link. The kernel refuses it for some kinds while they are up (EBUSY).</summary>
    internal void RenameLink(int index, string newName)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.SetLink, MessageFlags.None))
            new LinkMessage { Index = index, Name = newName }.Write(writer);
        Connection.Execute(writer, $"rename link #{index} to {newName}");
    }

    /// <summary>Gives a link one more name (RTM_NEWLINKPROP, since Linux 5.5).</summary>
    /// <exception cref="NetlinkException">EEXIST where a link has that name.</exception>
    internal void AddAlternativeName(int index, string name) => ChangeAlternativeName(RouteMessageType.NewLinkProperty, MessageFlags.Create | MessageFlags.Exclusive | MessageFlags.Append, index, name);

    /// <summary>Takes an alternative name away (RTM_DELLINKPROP).</summary>
    internal void RemoveAlternativeName(int index, string name) => ChangeAlternativeName(RouteMessageType.DelLinkProperty, MessageFlags.None, index, name);

    private void ChangeAlternativeName(ushort type, MessageFlags flags, int index, string name)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(type, flags))
        {
            var header = new LinkHeader { Index = index };
            writer.PutHeader(in header);
            using (writer.Nest(LinkAttribute.PropertyList))
                writer.Put(LinkAttribute.AlternativeName, name);
        }

        Connection.Execute(writer, $"change the alternative names of link #{index}");
    }

    /// <summary>Sets a link up or down.</summary>
    internal void SetLinkUp(int index, bool up) => ChangeLink(new LinkMessage { Index = index, Flags = up ? LinkFlags.Up : LinkFlags.None, Change = LinkFlags.Up });

    /// <summary>Removes a link; both ends of a veth. About 16 ms in the kernel each: remove many with <see cref="DeleteLinkGroup"/>.</summary>
    internal void DeleteLink(int index)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.DelLink, MessageFlags.None))
            new LinkMessage { Index = index }.Write(writer);
        Connection.Execute(writer, $"remove link #{index}");
    }

    /// <summary>Removes all links of a group in one grace period of the kernel.</summary>
    internal void DeleteLinkGroup(uint group)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.DelLink, MessageFlags.None))
            new LinkMessage { Group = group }.Write(writer);
        Connection.Execute(writer, $"remove the links of group {group}");
    }

    /// <summary>One link by name, or by an alternative name.</summary>
    /// <remarks>The kernel looks among both. Only the attribute of alternative names takes more than 15 bytes (IFNAMSIZ less the NUL).</remarks>
    /// <exception cref="NetlinkException">ENODEV where there is none.</exception>
    internal LinkMessage GetLink(string name)
    {
        int bytes = Encoding.UTF8.GetByteCount(name);
        // A longer one does not fit into a message, or the kernel refuses it by another number.
        if (bytes > LongestName)
            throw new NetlinkException(Errno.ENODEV, $"find link {name[..32]}…");
        LinkMessage query = bytes > LinkMessage.MaxNameBytes ? new LinkMessage { WantedAlternativeName = name } : new LinkMessage { Name = name };
        return GetLink(query with { ExtensionMask = LinkExtension.SkipStatistics }, name);
    }

    /// <summary>One link by index, in this namespace or in one that it knows by id.</summary>
    /// <exception cref="NetlinkException">ENODEV where there is none.</exception>
    internal LinkMessage GetLink(int index, int? namespaceId = null)
        => GetLink(new LinkMessage { Index = index, TargetNamespaceId = namespaceId, ExtensionMask = LinkExtension.SkipStatistics }, $"#{index}");

    /// <summary>One link with its counters.</summary>
    internal LinkMessage GetLinkWithCounters(int index) => GetLink(new LinkMessage { Index = index }, $"#{index}");

    /// <summary>One link by name, or null.</summary>
    internal LinkMessage? FindLink(string name)
    {
        try
        {
            return GetLink(name);
        }
        catch (NetlinkException e) when (e.Errno is Errno.ENODEV or Errno.ERANGE)
        {
            return null;
        }
    }

    /// <summary>All links, without counters.</summary>
    /// <param name="master">Only the ports of this bridge or VRF; filtered in the kernel.</param>
    /// <param name="kind">Only links of this kind (the kernel's word); filtered in the kernel.</param>
    internal List<LinkMessage> DumpLinks(int? master = null, LinkKind? kind = null)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.GetLink, MessageFlags.Dump))
            new LinkMessage { Master = master, Kind = kind, ExtensionMask = LinkExtension.SkipStatistics }.Write(writer);
        return ByAge(Connection.Dump<LinkMessage>(writer, "list links"));
    }

    /// <summary>All links of another namespace, by the id under which this one knows it: nobody needs to go there.</summary>
    internal List<LinkMessage> DumpLinksOf(int namespaceId)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.GetLink, MessageFlags.Dump))
            new LinkMessage { TargetNamespaceId = namespaceId, ExtensionMask = LinkExtension.SkipStatistics }.Write(writer);
        return ByAge(Connection.Dump<LinkMessage>(writer, $"list the links of the namespace with id {namespaceId}"));
    }

    /// <summary>Links with their counters.</summary>
    internal List<LinkMessage> DumpLinksWithCounters()
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.GetLink, MessageFlags.Dump))
            new LinkMessage().Write(writer);
        return ByAge(Connection.Dump<LinkMessage>(writer, "list links and their counters"));
    }

    /// <summary>Forwarding and reverse path filter of all links and of "all", by number.</summary>
    /// <param name="family">AF_INET or AF_INET6.</param>
    internal Dictionary<int, NetConfigurationMessage> DumpConfiguration(byte family)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.GetNetConfiguration, MessageFlags.Dump))
            NetConfigurationMessage.WriteQuery(writer, family);
        Dictionary<int, NetConfigurationMessage> settings = [];
        foreach (NetConfigurationMessage one in Connection.Dump<NetConfigurationMessage>(writer, "list the settings of links"))
            settings[one.Index] = one;
        return settings;
    }

    // By number, as every kernel since 6.8 gives them out; older ones have them by a hash of it.
    private static List<LinkMessage> ByAge(List<LinkMessage> links)
    {
        for (int i = 1; i < links.Count; i++)
        {
            if (links[i - 1].Index > links[i].Index)
            {
                links.Sort((a, b) => a.Index.CompareTo(b.Index));
                break;
            }
        }

        return links;
    }

    private LinkMessage GetLink(LinkMessage query, string what)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.GetLink, MessageFlags.None))
            query.Write(writer);
        return Connection.Get<LinkMessage>(writer, $"read link {what}");
    }
}
