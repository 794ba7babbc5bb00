namespace NetNs;

/// <summary>The state of a TCP connection, in the words of Windows; the numbers are those of netinet/tcp.h.</summary>
public enum NetTCPState
{
    /// <summary>Both sides talk.</summary>
    Established = 1, // TCP_ESTABLISHED

    /// <summary>Asked for a connection, not answered yet.</summary>
    SynSent = 2, // TCP_SYN_SENT

    /// <summary>Was asked, answered, not confirmed yet.</summary>
    SynReceived = 3, // TCP_SYN_RECV

    /// <summary>Closed on this side, not confirmed yet.</summary>
    FinWait1 = 4, // TCP_FIN_WAIT1

    /// <summary>Closed on this side, confirmed; the other side may still send.</summary>
    FinWait2 = 5, // TCP_FIN_WAIT2

    /// <summary>Over; the kernel waits for late packets.</summary>
    TimeWait = 6, // TCP_TIME_WAIT

    /// <summary>No connection.</summary>
    Closed = 7, // TCP_CLOSE

    /// <summary>Closed by the other side, not on this one yet.</summary>
    CloseWait = 8, // TCP_CLOSE_WAIT

    /// <summary>Closed by both sides, the last confirmation is awaited.</summary>
    LastAck = 9, // TCP_LAST_ACK

    /// <summary>Waits for others to connect.</summary>
    Listen = 10, // TCP_LISTEN

    /// <summary>Closed by both sides at once.</summary>
    Closing = 11, // TCP_CLOSING
}
