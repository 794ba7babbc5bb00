namespace NetNs.Tests.Fuzzing;

/// <summary>Something that takes bytes from outside, with bytes that it is fond of.</summary>
/// <param name="Name">What it is, for the failure.</param>
/// <param name="Seeds">Captured from the kernel or the tools.</param>
/// <param name="AttributesAt">Where attributes begin in a seed; past its end where there are none.</param>
/// <param name="Run">Takes the bytes. <see cref="NetNs.Netlink.NetlinkFormatException"/> is an answer; every other exception is a fault.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Seeds, int AttributesAt, Func<byte[], object?> Run);
