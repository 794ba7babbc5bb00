using NetNs.Interop;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>From the kernel's address messages to the objects that users see.</summary>
internal static class AddressFactory
{
    /// <summary>Makes the object of a message.</summary>
    internal static NetIPAddress Create(AddressMessage message, NetNamespace where, string link)
    {
        // IPv6 has the local address only where there is a peer.
        bool hasPeer = message.Local is not null && !message.Local.Equals(message.Address);
        return new NetIPAddress
        {
            IPAddress = (message.Local ?? message.Address)!,
            PrefixLength = message.PrefixLength,
            InterfaceAlias = link,
            InterfaceIndex = message.Index,
            AddressFamily = message.Family == LibC.AF_INET ? IPFamily.IPv4 : IPFamily.IPv6,
            AddressState = State(message.Flags),
            ScopeNumber = message.Scope,
            PeerAddress = hasPeer ? message.Address : null,
            Broadcast = message.Broadcast,
            SkipAsSource = (message.Flags & AddressFlags.Deprecated) != 0,
            ValidLifetime = Lifetime(message.CacheInfo?.Valid),
            PreferredLifetime = Lifetime(message.CacheInfo?.Preferred),
            Namespace = where,
        };
    }

    internal static AddressState State(AddressFlags flags)
        => (flags & AddressFlags.DadFailed) != 0 ? AddressState.Duplicate
            // An optimistic address (RFC 4429) is used while it is asked about.
            : (flags & (AddressFlags.Tentative | AddressFlags.Optimistic)) == AddressFlags.Tentative ? AddressState.Tentative
            : (flags & AddressFlags.Deprecated) != 0 ? AddressState.Deprecated
            : AddressState.Preferred;

    private static TimeSpan Lifetime(uint? seconds) => seconds is null or AddressCacheInfo.Forever ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds.Value);
}
