using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>
/// Several rtnetlink messages that go to the kernel in one send with one acknowledgement. Not atomic: the kernel works
/// through all of them, also behind one that failed; the first failure is thrown at the end.
/// </summary>
internal sealed class RouteBatch(RouteClient client)
{
    private readonly NetlinkWriter _writer = new();
    private readonly List<string> _steps = [];
    private int _asked;

    /// <summary>How many messages were added.</summary>
    internal int Count => _steps.Count;

    /// <summary>Makes a link; see <see cref="RouteClient.CreateLink"/>.</summary>
    internal RouteBatch CreateLink(LinkMessage link)
        => Add(RouteMessageType.NewLink, MessageFlags.Create | MessageFlags.Exclusive | MessageFlags.Echo, link, $"create link {link.Name}");

    /// <summary>Changes a link, by index or by name.</summary>
    internal RouteBatch ChangeLink(LinkMessage link)
        => Add(RouteMessageType.NewLink, MessageFlags.None, link, $"change link {link.Name ?? $"#{link.Index}"}");

    /// <summary>Asks for a link as it then is; the answer comes to the reply handler.</summary>
    internal RouteBatch GetLink(int index)
    {
        _asked = index;
        return Add(RouteMessageType.GetLink, MessageFlags.None, new LinkMessage { Index = index, ExtensionMask = LinkExtension.SkipStatistics }, $"read link #{index}");
    }

    /// <summary>Removes all links of a group; see <see cref="RouteClient.DeleteLinkGroup"/>.</summary>
    internal RouteBatch DeleteLinkGroup(uint group)
        => Add(RouteMessageType.DelLink, MessageFlags.None, new LinkMessage { Group = group }, $"remove the links of group {group}");

    internal RouteBatch AddAddress(AddressMessage address)
    {
        using (_writer.Message(RouteMessageType.NewAddr, MessageFlags.Create | MessageFlags.Exclusive))
            address.Write(_writer);
        _steps.Add($"add address {address.Local ?? address.Address}/{address.PrefixLength}");
        return this;
    }

    internal RouteBatch AddRoute(RouteMessage route)
    {
        using (_writer.Message(RouteMessageType.NewRoute, MessageFlags.Create | MessageFlags.Exclusive))
            route.Write(_writer);
        _steps.Add(RouteClient.Describe("add", route));
        return this;
    }

    /// <summary>Sends all, waits for the end. Answers and echoes go to <paramref name="onReply"/>.</summary>
    /// <exception cref="NetlinkException">The first failure; its <see cref="NetlinkException.Request"/> names the step.</exception>
    internal void Commit(ReplyHandler? onReply = null)
    {
        try
        {
            client.Connection.Execute(_writer, _steps.Count == 1 ? _steps[0] : "carry out a batch", onReply);
        }
        catch (NetlinkException e) when (_steps.Count > 1 && e.MessageIndex < _steps.Count
            && e.Errno is not (Interop.Errno.ETIMEDOUT or Interop.Errno.ENOBUFS))
        {
            throw new NetlinkException(e.Errno, _steps[e.MessageIndex], e.KernelMessage, e.AttributeOffset, e.MessageIndex);
        }
    }

    /// <summary>Sends all, waits for the end and returns every failure, in the order of the steps.</summary>
    internal IReadOnlyList<NetlinkException> TryCommit()
    {
        var failures = new List<NetlinkException>();
        client.Connection.Execute(_writer, _steps.Count == 1 ? _steps[0] : "carry out a batch", failures: failures);
        return failures;
    }

    /// <summary>As <see cref="Commit"/>, and returns the link that was asked for last.</summary>
    internal LinkMessage CommitAndRead()
    {
        LinkMessage? found = null;
        Commit((int _, in MessageHeader header, ReadOnlySpan<byte> payload) =>
        {
            if (header.Type == RouteMessageType.NewLink)
                found = LinkMessage.Parse(payload);
        });
        // A gate that let nothing pass, since nothing would change, also kept the question.
        if (found is null && client.Connection.Gate is not null)
            return client.GetLink(_asked);
        return found ?? throw new NetlinkFormatException($"No answer came to the request to {_steps[^1]}.");
    }

    private RouteBatch Add(ushort type, MessageFlags flags, LinkMessage link, string step)
    {
        using (_writer.Message(type, flags))
            link.Write(_writer);
        _steps.Add(step);
        return this;
    }
}
