using System.Globalization;
using System.Net;

namespace NetNs.Operations;

/// <summary>A port, or a run of them, that a user wants to publish.</summary>
/// <param name="HostAddress">The host's address; null for all of them.</param>
/// <param name="HostPort">The first port of the host; 0 for a free one.</param>
/// <param name="ContainerPort">The first port of the container.</param>
/// <param name="Count">How many, counted up from both.</param>
/// <param name="Protocol">Null where the text did not say.</param>
/// <param name="Text">As the user wrote it.</param>
internal sealed record PortRequest(IPAddress? HostAddress, int HostPort, int ContainerPort, int Count, TransportProtocol? Protocol, string Text)
{
    private const string Forms = "Write HOSTPORT:CONTAINERPORT, like 8080:80, 8080:80/udp, 127.0.0.1:8080:80, [::1]:8080:80, 8000-8010:8000-8010; 0:80 takes a free port of the host.";

    /// <summary>Reads "8080:80", "8080:80/udp", "127.0.0.1:8080:80/tcp", "[::1]:8080:80", "8000-8010:8000-8010".</summary>
    /// <exception cref="NetNsException">PortInvalid, AddressInvalid; with the text shown.</exception>
    internal static PortRequest Parse(string text)
    {
        ReadOnlySpan<char> rest = text;
        TransportProtocol? protocol = null;
        int slash = rest.LastIndexOf('/');
        if (slash >= 0)
        {
            protocol = ParseProtocol(rest[(slash + 1)..], text);
            rest = rest[..slash];
        }

        int colon = rest.LastIndexOf(':');
        if (colon < 0)
            throw Invalid(text, "it does not say both a port of the host and a port of the container");
        ReadOnlySpan<char> container = rest[(colon + 1)..];
        rest = rest[..colon];
        IPAddress? address = null;
        colon = rest.LastIndexOf(':');
        if (colon >= 0)
        {
            address = ParseAddress(rest[..colon], text, needsBrackets: true);
            rest = rest[(colon + 1)..];
        }

        var (hostFirst, hostCount) = ParseRange(rest, text);
        var (containerFirst, containerCount) = ParseRange(container, text);
        if (hostCount != containerCount)
            throw Invalid(text, $"{hostCount} port{(hostCount == 1 ? "" : "s")} of the host cannot lead to {containerCount} of the container");
        return Create(address, hostFirst, containerFirst, hostCount, protocol, text);
    }

    /// <summary>One port by its numbers.</summary>
    /// <exception cref="NetNsException">PortInvalid.</exception>
    internal static PortRequest Create(IPAddress? hostAddress, int hostPort, int containerPort)
        => Create(hostAddress, hostPort, containerPort, 1, null, string.Create(CultureInfo.InvariantCulture, $"{hostPort}:{containerPort}"));

    /// <summary>A host address as users write it.</summary>
    /// <exception cref="NetNsException">AddressInvalid.</exception>
    internal static IPAddress ParseAddress(string text) => ParseAddress(text, text, needsBrackets: false);

    private static PortRequest Create(IPAddress? address, int hostPort, int containerPort, int count, TransportProtocol? protocol, string text)
    {
        if (containerPort == 0)
            throw Invalid(text, "0 is not a port that a container could listen on");
        if (hostPort == 0 && count > 1)
            throw Invalid(text, "free ports of the host are taken one by one, not as a range");
        CheckPort(hostPort, text);
        CheckPort(containerPort, text);
        CheckPort(hostPort + count - 1, text);
        CheckPort(containerPort + count - 1, text);
        return new PortRequest(address, hostPort, containerPort, count, protocol, text);
    }

    private static void CheckPort(int port, string text)
    {
        if (port is < 0 or > ushort.MaxValue)
            throw Invalid(text, $"ports go from 1 to {ushort.MaxValue}");
    }

    private static TransportProtocol ParseProtocol(ReadOnlySpan<char> word, string text)
        => word.Equals("tcp", StringComparison.OrdinalIgnoreCase) ? TransportProtocol.Tcp
        : word.Equals("udp", StringComparison.OrdinalIgnoreCase) ? TransportProtocol.Udp
        : word.Equals("sctp", StringComparison.OrdinalIgnoreCase) ? TransportProtocol.Sctp
        : throw Invalid(text, $"'{word}' is not tcp, udp or sctp");

    private static IPAddress ParseAddress(ReadOnlySpan<char> word, string text, bool needsBrackets)
    {
        bool isBracketed = word.Length > 1 && word[0] == '[' && word[^1] == ']';
        string bare = (isBracketed ? word[1..^1] : word).ToString();
        if (needsBrackets && !isBracketed && bare.Contains(':'))
            throw Invalid(text, "an IPv6 address stands in brackets");
        if (!InterfaceAddress.TryParseAddress(bare, out IPAddress? address) || (isBracketed && !bare.Contains(':')))
            throw new NetNsException(NetNsError.AddressInvalid, $"'{text}' cannot be published: '{bare}' is not an IP address.", text, Forms);
        if (InterfaceAddress.IsMulticast(address) || address.Equals(IPAddress.Broadcast))
            throw new NetNsException(NetNsError.AddressInvalid, $"'{text}' cannot be published: {address} is no address that a host has to itself.", text, Forms);
        return address;
    }

    private static (int First, int Count) ParseRange(ReadOnlySpan<char> word, string text)
    {
        int dash = word.IndexOf('-');
        int first = ParseNumber(dash < 0 ? word : word[..dash], text);
        if (dash < 0)
            return (first, 1);
        int last = ParseNumber(word[(dash + 1)..], text);
        return last >= first ? (first, last - first + 1) : throw Invalid(text, $"the range {word} runs backwards");
    }

    private static int ParseNumber(ReadOnlySpan<char> word, string text)
        => word.Length is > 0 and <= 5 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= ushort.MaxValue ? number
        : throw Invalid(text, word.IsEmpty ? "a port is missing" : $"'{word}' is not a port from 1 to {ushort.MaxValue}");

    private static NetNsException Invalid(string text, string reason) => new(NetNsError.PortInvalid, $"'{text}' cannot be published: {reason}.", text, Forms);
}
