namespace NetNs;

/// <summary>A UDP socket.</summary>
public sealed class NetUDPEndpoint : NetSocket;
