using System.Net.NetworkInformation;
using System.Text;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What of a link shall change. Null: it stays.</summary>
internal sealed record LinkSettings
{
    private const int AliasMaxBytes = 255; // IFALIASZ, linux/if.h, less the NUL

    internal int? Mtu { get; init; }

    internal PhysicalAddress? MacAddress { get; init; }

    /// <summary>Empty: none any more.</summary>
    internal string? Alias { get; init; }

    internal bool? Promiscuous { get; init; }

    internal int? TxQueueLength { get; init; }

    internal bool? Up { get; init; }

    /// <summary>The bridge, VRF or bond that takes it.</summary>
    internal LinkMessage? Master { get; init; }

    /// <summary>Whether it leaves the bridge, VRF or bond that it is a port of.</summary>
    internal bool NoMaster { get; init; }

    /// <summary>The number of the group of links that it belongs to.</summary>
    internal uint? Group { get; init; }

    /// <summary>All its alternative names: those that it has besides go.</summary>
    internal IReadOnlyList<string>? AlternativeNames { get; init; }

    /// <summary>Whether it is switched on and nothing else.</summary>
    internal bool IsSwitchOnly => this == new LinkSettings { Up = true };

    /// <summary>Looks at what can be judged without the link.</summary>
    /// <exception cref="NetNsException">LinkLayerAddressInvalid, LinkSettingInvalid.</exception>
    internal void Check()
    {
        if (MacAddress is not null)
            LinkOperations.CheckMac(MacAddress);
        if (Mtu is < 0)
            throw Invalid($"A link cannot have an MTU of {Mtu}", "it is negative", Mtu);
        if (Group >= UnfinishedLink.FirstMark)
            throw Invalid($"A link cannot be in group {Group}", $"groups from {UnfinishedLink.FirstMark} on mark links that this module has not finished", Group);
        foreach (string name in AlternativeNames ?? [])
            CheckAlternativeName(name);
        if (TxQueueLength is < 0)
            throw Invalid($"A link cannot have a transmit queue of {TxQueueLength} packets", "it is negative", TxQueueLength);
        if (Alias is not null && Encoding.UTF8.GetByteCount(Alias) > AliasMaxBytes)
            throw Invalid("A link cannot have that alias", $"it has {Encoding.UTF8.GetByteCount(Alias)} bytes, at most {AliasMaxBytes} are allowed", Alias);
        if (Alias?.Contains('\0') == true)
            throw Invalid("A link cannot have that alias", "it contains NUL", Alias);
    }

    /// <summary>Looks at what the link itself limits: the range of its MTU is its driver's.</summary>
    /// <exception cref="NetNsException">LinkSettingInvalid.</exception>
    internal void Check(LinkMessage link, NetNamespace where)
    {
        if (Mtu is not { } mtu)
            return;
        // A driver that says nothing has the range of Ethernet; a maximum of 0 means none (lo).
        uint min = link.MinMtu ?? LinkOperations.MinMtu;
        uint max = link.MaxMtu is null ? LinkOperations.MaxMtu : link.MaxMtu == 0 ? int.MaxValue : link.MaxMtu.Value;
        if (mtu < min || mtu > max)
        {
            throw new NetNsException(NetNsError.LinkSettingInvalid, $"{link.Name}{where.Suffix} cannot have an MTU of {mtu}: it takes {min} to {max} bytes.", mtu,
                "1500 is Ethernet's; IPv6 needs at least 1280.");
        }
    }

    /// <summary>The request that brings it about.</summary>
    internal LinkMessage ToMessage(int index) => new()
    {
        Index = index,
        Address = MacAddress?.GetAddressBytes(),
        Mtu = (uint?)Mtu,
        TxQueueLength = (uint?)TxQueueLength,
        Alias = Alias,
        Group = Group,
        Master = NoMaster ? 0 : Master?.Index,
        Flags = (Up == true ? LinkFlags.Up : LinkFlags.None) | (Promiscuous == true ? LinkFlags.Promiscuous : LinkFlags.None),
        Change = (Up is null ? LinkFlags.None : LinkFlags.Up) | (Promiscuous is null ? LinkFlags.None : LinkFlags.Promiscuous),
    };

    /// <summary>The request that takes it back.</summary>
    internal LinkMessage ToUndo(LinkMessage before) => new()
    {
        Index = before.Index,
        Address = MacAddress is null ? null : before.Address,
        Mtu = Mtu is null ? null : before.Mtu,
        TxQueueLength = TxQueueLength is null ? null : before.TxQueueLength,
        Alias = Alias is null ? null : before.Alias ?? "",
        Group = Group is null ? null : before.Group ?? 0,
        Master = Master is null && !NoMaster ? null : before.Master ?? 0,
        Flags = before.Flags & ToMessage(before.Index).Change,
        Change = ToMessage(before.Index).Change,
    };

    /// <summary>What follows the name in "ip link set veth0 …".</summary>
    internal string ToCommand()
    {
        var words = new StringBuilder();
        if (MacAddress is not null)
            words.Append($" address {LinkOperations.FormatMac(MacAddress.GetAddressBytes())}");
        if (Mtu is not null)
            words.Append($" mtu {Mtu}");
        if (TxQueueLength is not null)
            words.Append($" txqueuelen {TxQueueLength}");
        if (Alias is not null)
            words.Append($" alias {ShellText.Quote(Alias)}");
        if (Group is not null)
            words.Append($" group {Group}");
        if (Master is not null)
            words.Append($" master {ShellText.Quote(Master.Name!)}");
        if (NoMaster)
            words.Append(" nomaster");
        if (Promiscuous is not null)
            words.Append(Promiscuous.Value ? " promisc on" : " promisc off");
        if (Up is not null)
            words.Append(Up.Value ? " up" : " down");
        return words.ToString();
    }

    // As long as ALTIFNAMSIZ, linux/if.h, less the NUL.
    private static void CheckAlternativeName(string name)
    {
        int bytes = Encoding.UTF8.GetByteCount(name);
        string? reason = bytes == 0 ? "it is empty"
            : bytes > LinkMessage.MaxAlternativeNameBytes ? $"it has {bytes} bytes, at most {LinkMessage.MaxAlternativeNameBytes} are allowed"
            : name is "." or ".." || name.Any(c => c is '/' or ':' or '\0' or '%' || char.IsWhiteSpace(c)) ? "it contains '/', ':', '%', NUL or a blank, or names a directory"
            : null;
        if (reason is not null)
            throw new NetNsException(NetNsError.LinkNameInvalid, $"'{name}' cannot be an alternative name of a link: {reason}.", name, "An alternative name has 1 to 127 bytes, no '/', no blank, and is neither '.' nor '..'.");
    }

    private static NetNsException Invalid(string what, string reason, object? target) => new(NetNsError.LinkSettingInvalid, $"{what}: {reason}.", target);
}
