using NetNs.Netlink;

namespace NetNs.Operations;

/// <summary>A message to the kernel that may change something.</summary>
/// <param name="Type">RTM_NEWLINK and the like.</param>
/// <param name="Flags">Whether what is there already is an error (NLM_F_EXCL), and more.</param>
/// <param name="Payload">Header and attributes of its family.</param>
/// <param name="Index">Its number in the datagram, from 0.</param>
internal sealed record ChangeRequest(ushort Type, MessageFlags Flags, byte[] Payload, int Index);
