using System.Net;
using System.Net.Sockets;
using NetNs.Interop;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Follows the path of packets without sending them; on request, also that of one real packet.</summary>
internal static class PathOperations
{
    /// <summary>The steps from a namespace to a destination and back, up to the first where the packet ends.</summary>
    /// <param name="session">What operations work with.</param>
    /// <param name="source">Where the packet is sent.</param>
    /// <param name="destination">An address, or the name of a namespace or of a machine.</param>
    /// <param name="asNamespace">Finds the namespace that is meant; throws NamespaceNotFound where there is none.</param>
    /// <param name="options">What the user says about the packets.</param>
    /// <exception cref="NetNsException">ArgumentsInvalid, PortInvalid, AddressInvalid, NamespaceNotFound, AddressNotFound, NotPermitted.</exception>
    internal static IReadOnlyList<NetPathHop> Trace(OperationSession session, NetNamespace source, string destination, Func<NetNamespace> asNamespace, PathOptions options)
    {
        NetPathProtocol protocol = options.Protocol ?? (options.Port is null ? NetPathProtocol.Icmp : NetPathProtocol.Tcp);
        if (protocol == NetPathProtocol.Icmp && options.Port is not null)
            throw new NetNsException(NetNsError.ArgumentsInvalid, "A ping has no port.", options.Port, "Leave -Port out, or say -Protocol Tcp or Udp.");
        if (protocol != NetPathProtocol.Icmp && options.Port is null)
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"{protocol.ToString().ToUpperInvariant()} needs a port.", protocol, "Say which one with -Port.");
        if (options.Port is < 1 or > ushort.MaxValue)
            throw new NetNsException(NetNsError.PortInvalid, $"{options.Port} is not a port.", options.Port, "Ports are 1 to 65535.");
        IPAddress? from = options.SourceAddress is { } text ? ParseSource(text) : null;
        IPFamily? family = options.Family ?? (from is null ? null : Subnet.FamilyOf(from));
        IPAddress to = Resolve(session, source, destination, asNamespace, family);
        if (from is not null && Subnet.FamilyOf(from) != Subnet.FamilyOf(to))
            throw new NetNsException(NetNsError.AddressInvalid, $"Packets to {to} cannot come from {from}: one is an {Subnet.FamilyOf(to)}, the other an {Subnet.FamilyOf(from)} address.", from, "Give two addresses of one family.");
        if (options.Live && from is not null)
            throw new NetNsException(NetNsError.ArgumentsInvalid, "With -Live, the kernel chooses the source address.", from, "Use either -Live or -SourceAddress.");
        var question = new PathQuestion(to, protocol, (ushort?)options.Port, from, options.OneWay);
        IReadOnlyList<NetPathHop> hops = PathWalk.Trace(session, source, question);
        return options.Live && hops.Count > 0 ? LivePath.Run(session, source, question, hops) : hops;
    }

    private static IPAddress ParseSource(string text) => InterfaceAddress.TryParseAddress(text, out IPAddress? address) ? address
        : throw new NetNsException(NetNsError.AddressInvalid, $"'{text}' is not an IP address.", text, "-SourceAddress takes an address of the source.");

    private static IPAddress Resolve(OperationSession session, NetNamespace source, string text, Func<NetNamespace> asNamespace, IPFamily? family)
    {
        string[] parts = text.Split('%', 2);
        if (InterfaceAddress.TryParseAddress(parts[0], out IPAddress? literal))
        {
            if (family is { } wanted && Subnet.FamilyOf(literal) != wanted)
                throw new NetNsException(NetNsError.AddressInvalid, $"'{text}' is not an {wanted} address.", text, $"Give an {wanted} address.");
            if (parts.Length > 1 && literal.AddressFamily == AddressFamily.InterNetwork)
                throw new NetNsException(NetNsError.AddressInvalid, $"'{text}' is not an IP address: only IPv6 addresses have a zone.", text, $"Use {literal}.");
            return parts.Length == 1 ? literal : new IPAddress(literal.GetAddressBytes(), LinkOperations.Find(session.In(source), parts[1]).Index);
        }

        NetNamespace place;
        try
        {
            place = asNamespace();
        }
        catch (NetNsException e) when (e.Error is NetNsError.NamespaceNotFound or NetNsError.NamespaceNameInvalid)
        {
            return LookUp(session, source, text, family) ?? throw new NetNsException(NetNsError.NamespaceNotFound,
                $"'{text}' is no address, no namespace has that name, and it cannot be looked up{source.Suffix}.", text, "Give an address, or a name that Get-NetNamespace lists.", e);
        }

        return AddressOf(session, place, family) ?? throw new NetNsException(NetNsError.AddressNotFound,
            $"Namespace {place} has no {(family is { } missing ? $"{missing} " : "")}address that packets could go to.", text, $"Give it one with {place.Cmdlet($"New-NetIPAddress")}.");
    }

    // The first that others can use; IPv4 before IPv6.
    private static IPAddress? AddressOf(OperationSession session, NetNamespace place, IPFamily? family)
    {
        return session.In(place).Route.DumpAddresses()
            .Where(a => a.Scope == RouteScope.Universe && (family is not { } wanted || (a.Family == LibC.AF_INET) == (wanted == IPFamily.IPv4)))
            .OrderBy(a => a.Family == LibC.AF_INET ? 0 : 1).Select(a => a.Local ?? a.Address).FirstOrDefault();
    }

    private static IPAddress? LookUp(OperationSession session, NetNamespace source, string name, IPFamily? family)
    {
        try
        {
            return session.In(source).RunInside(() => Dns.GetHostAddresses(name)).FirstOrDefault(a => family is not { } wanted || Subnet.FamilyOf(a) == wanted);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return null;
        }
    }
}
