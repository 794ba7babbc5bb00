using System.Globalization;
using System.Net;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What an address on a link shall be.</summary>
internal sealed record AddressOptions
{
    internal required InterfaceAddress Address { get; init; }

    /// <summary>The other side's address on a point-to-point link.</summary>
    internal IPAddress? Peer { get; init; }

    /// <summary>IPv4 broadcast address; none where null, as with "ip addr add".</summary>
    internal IPAddress? Broadcast { get; init; }

    /// <summary>A router for a default route.</summary>
    internal IPAddress? Gateway { get; init; }

    /// <summary>Does not ask whether somebody else on the link has it (IPv6).</summary>
    internal bool NoDad { get; init; }

    internal bool SkipAsSource { get; init; }

    /// <summary>Null: for ever.</summary>
    internal TimeSpan? ValidLifetime { get; init; }

    /// <summary>Null: as long as it is valid.</summary>
    internal TimeSpan? PreferredLifetime { get; init; }

    /// <summary>Puts together what a user said, and checks that it makes sense.</summary>
    /// <param name="text">"10.0.0.1/24", or "10.0.0.1".</param>
    /// <param name="prefixLength">The length of the prefix, where it does not stand in the text.</param>
    /// <param name="peer">"10.0.0.2", or "10.0.0.2/30".</param>
    /// <param name="broadcast">An address, or "+" for the last one of the network.</param>
    /// <param name="gateway">A router's address.</param>
    /// <exception cref="NetNsException">AddressInvalid, ArgumentsInvalid.</exception>
    internal static AddressOptions Parse(string text, int? prefixLength, string? peer = null, string? broadcast = null, string? gateway = null)
    {
        AddressOptions options = peer is null ? new AddressOptions { Address = InterfaceAddress.Parse(text, prefixLength) } : WithPeer(text, prefixLength, peer);
        if (broadcast is not null)
            options = options with { Broadcast = ParseBroadcast(options.Address, broadcast) };
        if (gateway is not null)
            options = options with { Gateway = ParseOther(options.Address, gateway, "gateway") };
        return options;
    }

    // The prefix of a point-to-point address is the peer's: its own side is a network of one.
    private static AddressOptions WithPeer(string text, int? prefixLength, string peer)
    {
        InterfaceAddress own = InterfaceAddress.ParseAny(text, prefixLength);
        InterfaceAddress other = InterfaceAddress.ParseAny(peer, peer.Contains('/') ? null : own.PrefixLength);
        if (peer.Contains('/') && (prefixLength ?? (text.Contains('/') ? own.PrefixLength : other.PrefixLength)) != other.PrefixLength)
        {
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"The prefix of {own.Address} and its peer is told twice, {own.PrefixLength} and {other.PrefixLength}.", text,
                "Give it once: it is the peer's, 10.0.0.1 with the peer 10.0.0.2/30.");
        }

        InterfaceAddress.Parse(own.Address.ToString());
        ParseOther(own, other.Address.ToString(), "peer");
        return new AddressOptions { Address = own with { PrefixLength = other.PrefixLength }, Peer = other.Address };
    }

    private static IPAddress ParseBroadcast(InterfaceAddress address, string broadcast)
    {
        if (address.Family == IPFamily.IPv6)
            throw new NetNsException(NetNsError.AddressInvalid, $"'{broadcast}' cannot be the broadcast address of {address}: IPv6 has none.", broadcast);
        if (broadcast == "+")
            return Subnet.Last(address.Network);
        return InterfaceAddress.TryParseAddress(broadcast, out IPAddress? parsed) && Subnet.FamilyOf(parsed) == IPFamily.IPv4 ? parsed : throw new NetNsException(
            NetNsError.AddressInvalid, $"'{broadcast}' is not a broadcast address.", broadcast, "Give an IPv4 address, or + for the last one of the network.");
    }

    private static IPAddress ParseOther(InterfaceAddress address, string text, string role)
    {
        IPAddress other = InterfaceAddress.Parse(text).Address;
        return Subnet.FamilyOf(other) == address.Family ? other : throw new NetNsException(NetNsError.AddressInvalid,
            $"'{text}' cannot be the {role} of {address.Address}: one is an {address.Family}, the other an {Subnet.FamilyOf(other)} address.", text, "Give two addresses of one family.");
    }

    /// <summary>The message that puts it on a link.</summary>
    /// <exception cref="NetNsException">ArgumentsInvalid where a lifetime is none.</exception>
    internal AddressMessage ToMessage(int link)
    {
        AddressMessage message = Address.ToMessage(link) with
        {
            Address = Peer ?? Address.Address,
            Broadcast = Broadcast,
            Flags = NoDad ? AddressFlags.NoDad : AddressFlags.None,
        };
        if (ValidLifetime is null && PreferredLifetime is null && !SkipAsSource)
            return message;
        uint valid = Seconds(ValidLifetime, 1);
        uint preferred = SkipAsSource ? 0 : Seconds(PreferredLifetime ?? ValidLifetime, 0);
        return preferred <= valid
            ? message with { CacheInfo = new AddressCacheInfo { Valid = valid, Preferred = preferred } }
            : throw new NetNsException(NetNsError.ArgumentsInvalid, $"An address cannot be preferred for longer ({PreferredLifetime}) than it is valid ({ValidLifetime}).", PreferredLifetime);
    }

    /// <summary>The equivalent command line, behind "ip".</summary>
    internal string ToCommand(string link)
    {
        string address = Peer is null ? Address.ToString() : $"{Address.Address} peer {Peer}/{Address.PrefixLength}";
        string extra = (Broadcast is null ? "" : $" broadcast {Broadcast}") + (NoDad && Address.Family == IPFamily.IPv6 ? " nodad" : "");
        if (ToMessage(0).CacheInfo is { } lifetimes)
            extra += $" valid_lft {Word(lifetimes.Valid)} preferred_lft {Word(lifetimes.Preferred)}";
        return $"addr add {address}{extra} dev {ShellText.Quote(link)}";
    }

    private static string Word(uint seconds) => seconds == AddressCacheInfo.Forever ? "forever" : seconds.ToString(CultureInfo.InvariantCulture);

    private static uint Seconds(TimeSpan? lifetime, uint least)
    {
        if (lifetime is not { } said || said == TimeSpan.MaxValue || said == Timeout.InfiniteTimeSpan)
            return AddressCacheInfo.Forever;
        if (said == TimeSpan.Zero && least == 0)
            return 0;
        return said.TotalSeconds is >= 1 and < AddressCacheInfo.Forever
            ? (uint)Math.Ceiling(said.TotalSeconds)
            : throw new NetNsException(NetNsError.ArgumentsInvalid, $"An address cannot have a lifetime of {said}: the kernel counts whole seconds, from {least} to 4294967294.", said,
                "Write it like 1:00:00 (an hour), or leave it out for an address that stays.");
    }
}
