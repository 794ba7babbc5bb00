namespace NetNs.SockDiag;

/// <summary>idiag_state, netinet/tcp.h. A UDP socket is Close, or Established where it is connected.</summary>
internal static class SocketState
{
    internal const byte Established = 1; // TCP_ESTABLISHED
    internal const byte SynSent = 2; // TCP_SYN_SENT
    internal const byte SynReceived = 3; // TCP_SYN_RECV
    internal const byte FinWait1 = 4; // TCP_FIN_WAIT1
    internal const byte FinWait2 = 5; // TCP_FIN_WAIT2
    internal const byte TimeWait = 6; // TCP_TIME_WAIT
    internal const byte Close = 7; // TCP_CLOSE
    internal const byte CloseWait = 8; // TCP_CLOSE_WAIT
    internal const byte LastAck = 9; // TCP_LAST_ACK
    internal const byte Listen = 10; // TCP_LISTEN
    internal const byte Closing = 11; // TCP_CLOSING
}
