namespace NetNs;

/// <summary>What a path is looked at for; the numbers are those of linux/in.h.</summary>
public enum NetPathProtocol
{
    /// <summary>A ping. With IPv6 it is an ICMPv6 echo, which has another number.</summary>
    Icmp = 1, // IPPROTO_ICMP

    /// <summary>A TCP connection.</summary>
    Tcp = 6, // IPPROTO_TCP

    /// <summary>A UDP datagram.</summary>
    Udp = 17, // IPPROTO_UDP
}
