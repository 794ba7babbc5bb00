using System.Net;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Which addresses a listing is about. The kernel filters by family and link; <see cref="Matches"/> does the rest.</summary>
internal sealed record AddressQuery
{
    /// <summary>Null for both.</summary>
    internal IPFamily? Family { get; init; }

    /// <summary>Number of the one link, or 0 for all.</summary>
    internal int Link { get; init; }

    /// <summary>The links; null for all.</summary>
    internal Func<int, bool>? Links { get; init; }

    /// <summary>Null for all.</summary>
    internal IPAddress? Address { get; init; }

    /// <summary>In bits; null for all.</summary>
    internal int? PrefixLength { get; init; }

    /// <summary>Null for all.</summary>
    internal IReadOnlyCollection<AddressState>? States { get; init; }

    /// <summary>Whether the text of an address is wanted: offered without its prefix length, then with it. Null for all.</summary>
    internal Func<string, string, bool>? Text { get; init; }

    /// <summary>Whether an address of the wanted family passes the other conditions.</summary>
    internal bool Matches(AddressMessage message)
        => (Links is null || Links(message.Index))
            && (PrefixLength is null || PrefixLength == message.PrefixLength)
            && (Address is null || Address.Equals(OwnOf(message)))
            && (States is null || States.Contains(AddressFactory.State(message.Flags)))
            && (Text is null || Text(OwnOf(message).ToString(), $"{OwnOf(message)}/{message.PrefixLength}"));

    // IFA_ADDRESS is the peer's where there is one; IFA_LOCAL is then our own (include/uapi/linux/if_addr.h).
    private static IPAddress OwnOf(AddressMessage message) => (message.Local ?? message.Address)!;
}
