using NetNs.Interop;
using NetNs.Netlink;

namespace NetNs.Conntrack;

/// <summary>The connections that the kernel tracks in one namespace: list and forget them. One thread at a time.</summary>
internal sealed class ConntrackClient(NetlinkConnection connection) : IDisposable
{
    private readonly NetlinkWriter _writer = new();

    /// <summary>The connection underneath, for its tracer and its warnings.</summary>
    internal NetlinkConnection Connection { get; } = connection;

    /// <summary>Opens a client in the calling thread's namespace.</summary>
    internal static ConntrackClient Open() => new(NetlinkConnection.Open(NetlinkFamily.Netfilter));

    /// <summary>All connections of a family.</summary>
    /// <param name="family">AF_INET, AF_INET6, or 0 for both.</param>
    /// <param name="filter">Which of them; filtered in the kernel, but not by every kernel. With one the family must be said.</param>
    internal List<ConntrackMessage> Dump(int family = 0, ConntrackFilter? filter = null)
    {
        _writer.Clear();
        using (_writer.Message(ConntrackMessageType.Of(ConntrackMessageType.Get), MessageFlags.Dump))
        {
            new ConntrackMessage { Family = (byte)family }.Write(_writer);
            filter?.Write(_writer);
        }

        return Connection.Dump<ConntrackMessage>(_writer, "list tracked connections");
    }

    /// <summary>Makes the kernel forget connections, so that their next packet is looked at anew. Those gone already do not count.</summary>
    /// <returns>How many were forgotten.</returns>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    internal int Delete(IEnumerable<ConntrackMessage> connections)
    {
        int deleted = 0;
        foreach (ConntrackMessage tracked in connections)
        {
            _writer.Clear();
            using (_writer.Message(ConntrackMessageType.Of(ConntrackMessageType.Delete), MessageFlags.None))
                new ConntrackMessage { Family = tracked.Family, Original = tracked.Original, Id = tracked.Id, Zone = tracked.Zone }.Write(_writer);
            try
            {
                Connection.Execute(_writer, $"forget the connection {tracked.Original?.Source} to {tracked.Original?.Destination}");
                deleted++;
            }
            catch (NetlinkException e) when (e.Errno == Errno.ENOENT)
            {
                // it ended by itself meanwhile
            }
        }

        return deleted;
    }

    public void Dispose() => Connection.Dispose();
}
