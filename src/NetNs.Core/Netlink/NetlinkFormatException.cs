namespace NetNs.Netlink;

/// <summary>A message does not have the form that its type requires: too short, or a length that lies.</summary>
public sealed class NetlinkFormatException(string message) : Exception(message);
