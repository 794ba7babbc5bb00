using NetNs.Conntrack;
using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>A namespace without a name to try things in. It goes with all that is in it.</summary>
internal sealed class SupportWorld : IDisposable
{
    private readonly NamespaceThread _thread = new();
    private NfClient? _nfTables;

    internal SupportWorld()
    {
        try
        {
            (Handle, Route) = _thread.RunInNew(() => (NamespaceHandle.OpenCurrent(), RouteClient.Open()));
        }
        catch
        {
            _thread.Dispose();
            throw;
        }
    }

    internal NamespaceHandle Handle { get; }

    internal RouteClient Route { get; }

    internal NfClient NfTables => _nfTables ??= Inside(NfClient.Open);

    /// <summary>Makes a link, which stays for what comes later.</summary>
    internal LinkMessage Make(string name, LinkKind kind, int? lower = null) => Route.CreateLink(new LinkMessage { Name = name, Kind = kind, Link = lower });

    /// <summary>Lists the connections that are tracked inside.</summary>
    internal void ListConnections()
    {
        using ConntrackClient conntrack = Inside(ConntrackClient.Open);
        conntrack.Dump();
    }

    /// <summary>Whether a netlink socket takes an option of the protocol.</summary>
    internal bool TakesOption(int option)
    {
        using NetlinkSocket socket = Inside(() => NetlinkSocket.Open(NetlinkFamily.Route));
        return socket.TrySetOption(Interop.LibC.SOL_NETLINK, option, 1);
    }

    /// <summary>Runs work on the thread that is inside.</summary>
    internal T Inside<T>(Func<T> work) => _thread.RunIn(Handle, work);

    public void Dispose()
    {
        _nfTables?.Dispose();
        Route.Dispose();
        Handle.Dispose();
        _thread.Dispose();
    }
}
