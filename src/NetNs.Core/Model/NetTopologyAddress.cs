namespace NetNs;

/// <summary>An IP address in a topology. Those that the kernel gives by itself, 127.0.0.1, ::1 and link-local ones, are left out.</summary>
public sealed class NetTopologyAddress : NetTopologyItem
{
    /// <summary>The link that has it.</summary>
    public required string InterfaceAlias { get; init; }

    /// <summary>The address with its prefix length: "10.1.0.3/24".</summary>
    public required string IPAddress { get; init; }

    internal override string Noun => "Address";

    internal override string Key => $"{Node}:{InterfaceAlias} {IPAddress}";

    internal override IEnumerable<KeyValuePair<string, string?>> Values => [Pair(nameof(Node), Node), Pair(nameof(InterfaceAlias), InterfaceAlias), Pair(nameof(IPAddress), IPAddress)];
}
