namespace NetNs.Netlink;

/// <summary>Is asked about every datagram that may change something, before it is sent.</summary>
internal interface IChangeGate
{
    /// <summary>Decides what becomes of a datagram.</summary>
    /// <param name="family">Whose messages they are.</param>
    /// <param name="messages">One or more whole messages of rtnetlink or conntrack.</param>
    /// <param name="what">What is asked, in words.</param>
    /// <returns>True: it is sent. False: it is not, and counts as acknowledged.</returns>
    /// <exception cref="NetlinkException">As the kernel would refuse it.</exception>
    bool Admits(NetlinkFamily family, ReadOnlySpan<byte> messages, string what);

    /// <summary>Says that a transaction of nf_tables would be sent now.</summary>
    void BeforeCommit();
}
