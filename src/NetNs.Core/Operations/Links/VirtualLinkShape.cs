using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What a kind of virtual link needs and takes, and how it is said to the kernel.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Needed">The parameters without which it cannot be made.</param>
/// <param name="Taken">Those that it takes besides, apart from what every link has.</param>
internal sealed record VirtualLinkShape(VirtualLinkKind Kind, string[] Needed, string[] Taken)
{
    private const string MacAddress = "MacAddress";

    /// <summary>The shape of a kind.</summary>
    internal static VirtualLinkShape Of(VirtualLinkKind kind) => kind switch
    {
        VirtualLinkKind.Macvlan or VirtualLinkKind.Macvtap => new(kind, ["Parent"], ["Mode", MacAddress]),
        // Every link on the parent shares its link-layer address: that is what ipvlan is for.
        VirtualLinkKind.Ipvlan => new(kind, ["Parent"], ["Mode"]),
        VirtualLinkKind.Vlan => new(kind, ["Parent", "VlanId"], [MacAddress]),
        VirtualLinkKind.Vxlan => new(kind, ["Vni"], ["Parent", "Remote", "Local", "Port", MacAddress]),
        VirtualLinkKind.Vrf => new(kind, ["Table"], [MacAddress]),
        VirtualLinkKind.Tap => new(kind, [], ["UserId", MacAddress]),
        // No Ethernet, no link-layer address.
        VirtualLinkKind.Tun => new(kind, [], ["UserId"]),
        _ => new(kind, [], [MacAddress]),
    };

    /// <summary>Makes sure that nothing is missing and nothing is too much.</summary>
    /// <exception cref="NetNsException">ArgumentsInvalid, LinkSettingInvalid for an unknown mode.</exception>
    internal void Check(NewLinkOptions options)
    {
        string[] given = [.. Given(options)];
        if (Needed.Except(given).ToArray() is { Length: > 0 } missing)
            throw Invalid(options, $"{Named} cannot be made without {Dashed(missing)}");
        if (given.Except(Needed).Except(Taken).ToArray() is { Length: > 0 } excess)
            throw Invalid(options, $"{Dashed(excess)} {(excess.Length == 1 ? "does" : "do")} not go with a link of kind {Kind}");
        if (options.Mode is { } mode)
            _ = Build(options, 0);
    }

    /// <summary>The modes of a kind; none for a kind that has no modes.</summary>
    internal static string[] Modes(VirtualLinkKind kind) => kind switch
    {
        VirtualLinkKind.Macvlan or VirtualLinkKind.Macvtap => Enum.GetNames<MacvlanMode>(),
        VirtualLinkKind.Ipvlan => Enum.GetNames<IpvlanMode>(),
        _ => [],
    };

    /// <summary>What the kernel is told. Siblings of a macvlan see each other unless another mode is asked for; the kernel's own default keeps them apart.</summary>
    internal LinkKind Build(NewLinkOptions options, int parent) => Kind switch
    {
        VirtualLinkKind.Dummy => new DummyKind(),
        VirtualLinkKind.Ifb => new IfbKind(),
        VirtualLinkKind.Macvlan => new MacvlanKind { Mode = Mode(options, MacvlanMode.Bridge) },
        VirtualLinkKind.Macvtap => new MacvlanKind { Tap = true, Mode = Mode(options, MacvlanMode.Bridge) },
        VirtualLinkKind.Ipvlan => new IpvlanKind { Mode = Mode(options, IpvlanMode.L2) },
        VirtualLinkKind.Vlan => new VlanKind { Id = (ushort)options.VlanId! },
        VirtualLinkKind.Tap => new TunKind { Type = TunType.Frames, Owner = options.UserId },
        VirtualLinkKind.Tun => new TunKind { Type = TunType.Packets, Owner = options.UserId },
        VirtualLinkKind.Vrf => new VrfKind { Table = (uint)options.Table! },
        VirtualLinkKind.Vxlan => new VxlanKind
        {
            Id = (uint)options.Vni!,
            Group = OfFamily(options.Remote, AddressFamily.InterNetwork),
            GroupIPv6 = OfFamily(options.Remote, AddressFamily.InterNetworkV6),
            Local = OfFamily(options.Local, AddressFamily.InterNetwork),
            LocalIPv6 = OfFamily(options.Local, AddressFamily.InterNetworkV6),
            Link = parent == 0 ? null : parent,
            Port = (ushort)(options.Port ?? VxlanPort),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(options), Kind, "There is no such kind of virtual link."),
    };

    /// <summary>The standard's port, RFC 7348; the kernel's own default is another, from before the standard.</summary>
    internal const int VxlanPort = 4789;

    /// <summary>What follows "type" in <c>ip link add</c>.</summary>
    internal static string ToCommand(LinkKind kind, string? parent) => kind.Name + kind switch
    {
        MacvlanKind { Mode: { } mode } => $" mode {Lower(mode)}",
        IpvlanKind { Mode: { } mode } => $" mode {Lower(mode)}",
        VlanKind vlan => $" id {vlan.Id}",
        VrfKind vrf => $" table {vrf.Table}",
        VxlanKind vxlan => $" id {vxlan.Id}{Word(vxlan.Group ?? vxlan.GroupIPv6)}{((vxlan.Local ?? vxlan.LocalIPv6) is { } local ? $" local {local}" : "")}{(parent is null ? "" : $" dev {ShellText.Quote(parent)}")} dstport {vxlan.Port}",
        _ => "",
    };

    private static string Word(IPAddress? remote) => remote is null ? "" : IsMulticast(remote) ? $" group {remote}" : $" remote {remote}";

    private static bool IsMulticast(IPAddress address) => address.IsIPv6Multicast || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is >= 224 and <= 239);

    private static string Lower<T>(T mode)
        where T : struct, Enum
        => mode.ToString().ToLower(CultureInfo.InvariantCulture);

    private static IPAddress? OfFamily(IPAddress? address, AddressFamily family) => address?.AddressFamily == family ? address : null;

    private static IEnumerable<string> Given(NewLinkOptions options)
    {
        if (options.Parent is not null)
            yield return "Parent";
        if (options.VlanId is not null)
            yield return "VlanId";
        if (options.Mode is not null)
            yield return "Mode";
        if (options.Vni is not null)
            yield return "Vni";
        if (options.Remote is not null)
            yield return "Remote";
        if (options.Local is not null)
            yield return "Local";
        if (options.Port is not null)
            yield return "Port";
        if (options.Table is not null)
            yield return "Table";
        if (options.UserId is not null)
            yield return "UserId";
        if (options.MacAddress is not null)
            yield return MacAddress;
    }

    private T Mode<T>(NewLinkOptions options, T usual)
        where T : struct, Enum
    {
        if (options.Mode is not { } text)
            return usual;
        return Modes(Kind).FirstOrDefault(m => m.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known ? Enum.Parse<T>(known)
            : throw new NetNsException(NetNsError.LinkSettingInvalid, $"{Named} has no mode '{text}'.", text, $"Give one of: {string.Join(", ", Modes(Kind))}.");
    }

    private NetNsException Invalid(NewLinkOptions options, string what)
        => new(NetNsError.ArgumentsInvalid, what + ".", options.Name, $"{Named} {Sentence()}.");

    private string Sentence() => (Needed, Taken) switch
    {
        ({ Length: 0 }, _) => $"takes {Dashed(Taken)}",
        (_, { Length: 0 }) => $"needs {Dashed(Needed)}",
        _ => $"needs {Dashed(Needed)} and takes {Dashed(Taken)}",
    };

    private string Named => $"A link of kind {Kind}";

    private static string Dashed(string[] names) => names.Length < 2 ? $"-{names[0]}" : $"{string.Join(", ", names[..^1].Select(n => "-" + n))} and -{names[^1]}";
}
