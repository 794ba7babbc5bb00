namespace NetNs;

/// <summary>A protocol with ports, under its number in the header of an IP packet.</summary>
public enum TransportProtocol
{
    /// <summary>TCP.</summary>
    Tcp = 6, // IPPROTO_TCP

    /// <summary>UDP.</summary>
    Udp = 17, // IPPROTO_UDP

    /// <summary>SCTP.</summary>
    Sctp = 132, // IPPROTO_SCTP
}
