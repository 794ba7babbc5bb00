using System.Globalization;
using System.Net;

namespace NetNs;

/// <summary>A packet as it is at one step of its path. An immutable snapshot.</summary>
public sealed class NetPathPacket
{
    /// <summary>Tcp, Udp or Icmp.</summary>
    public required NetPathProtocol Protocol { get; init; }

    /// <summary>Where it comes from, as it says at this step.</summary>
    public required IPAddress Source { get; init; }

    /// <summary>Its source port; null of ICMP. A client's port is one of those that the kernel gives out, as an example.</summary>
    public int? SourcePort { get; init; }

    /// <summary>Where it goes.</summary>
    public required IPAddress Destination { get; init; }

    /// <summary>Its destination port; null of ICMP.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>Its firewall mark; null where a rule sets one that is not known.</summary>
    public long? Mark { get; init; }

    /// <summary>"tcp 10.0.0.2:40000 > 10.0.0.3:80", with its mark where it has one.</summary>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Protocol.ToString().ToLowerInvariant()} {End(Source, SourcePort)} > {End(Destination, DestinationPort)}{(Mark is { } mark and not 0 ? $" mark 0x{mark:x}" : "")}");

    private static string End(IPAddress address, int? port)
        => port is not { } number ? address.ToString() : new IPEndPoint(address, number).ToString();
}
