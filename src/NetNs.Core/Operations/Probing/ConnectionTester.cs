using System.Net;
using System.Net.Sockets;

namespace NetNs.Operations;

/// <summary>
/// Tries pings and TCP connections from a namespace without entering it: the sockets are opened inside by a thread that is there
/// for nothing else, and used from the caller's.
/// </summary>
internal sealed partial class ConnectionTester(OperationSession session)
{
    /// <summary>Makes a test. That it fails is a result, not an error.</summary>
    /// <exception cref="NetNsException">Where the question makes no sense.</exception>
    internal NetConnectionResult Test(NamespaceContext context, ConnectionTest test)
    {
        test.Check();
        var result = new NetConnectionResult { ComputerName = test.Name, RemotePort = test.Port, TcpTestSucceeded = test.Port is null ? null : false, Namespace = context.Namespace };
        IPAddress[] addresses = Resolve(context, test, out string? unknown);
        if (addresses.Length == 0)
            return With(result, reason: unknown);

        // Of several addresses the first that packets can get to.
        NetNsException? firstFailure = null;
        foreach (IPAddress address in addresses)
        {
            try
            {
                NetRoute route = RouteOperations.Find(context, new RouteLookUp(Bare(address), Link: (int)ScopeOf(address)));
                return Try(context, test, With(result, address, route), route);
            }
            catch (NetNsException e) when (e.Error is NetNsError.DestinationUnreachable or NetNsError.RouteInvalid)
            {
                firstFailure ??= e;
            }
        }

        return With(result, addresses[0], reason: Tentative(context, addresses[0]) ?? $"no route: {firstFailure!.Message}");
    }

    private NetConnectionResult Try(NamespaceContext context, ConnectionTest test, NetConnectionResult result, NetRoute route)
    {
        using var probe = new ConnectionProbe(context, result.RemoteAddress!, test, session.Reporter.Stopping);
        probe.Run();
        if (test.Port is null)
            return With(result, pings: probe.Pings, reason: probe.Pings.Answered > 0 ? null : ExplainPing(context, test, result, route, probe.Pings));
        return probe.Outcome == SocketError.Success
            ? With(result, pings: probe.Pings, connecting: probe.Connecting)
            : With(result, pings: probe.Pings, reason: ExplainTcp(context, test, result, route, probe));
    }

    // The namespace's own resolver is asked: the look-up runs inside.
    private static IPAddress[] Resolve(NamespaceContext context, ConnectionTest test, out string? failure)
    {
        failure = null;
        string[] parts = test.Name.Split('%', 2);
        if (InterfaceAddress.TryParseAddress(parts[0], out IPAddress? literal))
        {
            if (!test.Fits(literal))
                throw new NetNsException(NetNsError.AddressInvalid, $"'{test.Name}' is not an {test.Family} address.", test.Name, $"Give an {test.Family} address, or leave -AddressFamily out.");
            if (parts.Length > 1 && literal.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
                throw new NetNsException(NetNsError.AddressInvalid, $"'{test.Name}' is not an address: only an IPv6 address may name a link behind '%'.", test.Name, $"Write {parts[0]} alone.");
            return [parts.Length == 1 ? literal : new IPAddress(literal.GetAddressBytes(), LinkOperations.Find(context, parts[1]).Index)];
        }

        try
        {
            IPAddress[] found = [.. context.RunInside(() => Dns.GetHostAddresses(test.Name)).Where(test.Fits)];
            if (found.Length == 0)
                failure = $"name not found: {test.Name} has no {test.Family} address";
            return found;
        }
        catch (SocketException e)
        {
            failure = $"name not found: {test.Name} cannot be resolved ({e.Message.TrimEnd('.')})";
            return [];
        }
        catch (ArgumentException)
        {
            failure = $"name not found: '{test.Name}' is no host name";
            return [];
        }
    }

    private static long ScopeOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? address.ScopeId : 0;

    // Without its scope: netlink tells the link apart.
    private static IPAddress Bare(IPAddress address) => ScopeOf(address) == 0 ? address : new IPAddress(address.GetAddressBytes());

    private static NetConnectionResult With(NetConnectionResult result, IPAddress? address = null, NetRoute? route = null, PingStatistics? pings = null, TimeSpan? connecting = null, string? reason = null) => new()
    {
        ComputerName = result.ComputerName,
        RemoteAddress = address ?? result.RemoteAddress,
        RemotePort = result.RemotePort,
        PingSucceeded = pings?.Answered > 0,
        PingsSent = pings?.Sent ?? 0,
        PingsAnswered = pings?.Answered ?? 0,
        RoundTrip = pings?.Average ?? connecting,
        TcpTestSucceeded = connecting is not null ? true : result.TcpTestSucceeded,
        InterfaceAlias = route?.InterfaceAlias ?? result.InterfaceAlias,
        SourceAddress = route?.Source ?? result.SourceAddress,
        NextHop = route is null ? result.NextHop : RouteFactory.IsNone(route.NextHop) ? null : route.NextHop,
        FailureReason = reason,
        Namespace = result.Namespace,
    };
}
