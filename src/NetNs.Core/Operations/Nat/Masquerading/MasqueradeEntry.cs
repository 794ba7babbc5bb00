using System.Globalization;
using System.Net;
using NetNs.Netlink;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>One masqueraded subnet as the sets of our table hold it.</summary>
/// <param name="Subnet">The subnet.</param>
/// <param name="Link">The link that packets must leave by; null for any.</param>
/// <param name="Source">The fixed address; null for that of the link.</param>
/// <param name="Comment">What the element says: the bridge it was made for.</param>
internal sealed record MasqueradeEntry(IPNetwork Subnet, string? Link, IPAddress? Source, string? Comment = null)
{
    private const string BridgePrefix = "bridge:";

    internal NatSets Sets => NatSets.Of(Subnet.BaseAddress);

    /// <summary>The set or map that holds it.</summary>
    internal string Set => Source is null
        ? Link is null ? Sets.Masquerade : Sets.MasqueradeOut
        : Link is null ? Sets.Snat : Sets.SnatOut;

    /// <summary>The number of the bridge that it was made for.</summary>
    internal int? BridgeIndex => Comment is { } comment && comment.StartsWith(BridgePrefix, StringComparison.Ordinal)
        && int.TryParse(comment.AsSpan(comment.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;

    /// <summary>The name that the bridge had.</summary>
    internal string? BridgeName => BridgeIndex is not null && Comment is { } comment ? comment[BridgePrefix.Length..comment.LastIndexOf('/')] : null;

    /// <summary>"10.88.0.0/16 by eth0".</summary>
    internal string Name => Link is null ? Subnet.ToString() : $"{Subnet} by {Link}";

    internal static string CommentOf(Bridge bridge) => string.Create(CultureInfo.InvariantCulture, $"{BridgePrefix}{bridge.Name}/{bridge.InterfaceIndex}");

    /// <summary>The elements that make it up: of a set of plain intervals there are two, where it begins and where it ends.</summary>
    internal IReadOnlyList<SetElement> ToElements()
    {
        AddressInterval interval = AddressInterval.Of(Subnet);
        var element = new SetElement { Value = Source?.GetAddressBytes(), UserData = UserData.OfComment(Comment) };
        return Link is null
            ? IntervalSet.Split(element with { Key = interval.First, KeyEnd = interval.Last })
            : [element with { Key = KeyOf(interval.First, Link), KeyEnd = KeyOf(interval.Last, Link) }];
    }

    /// <summary>What names these elements in a request to remove them.</summary>
    internal IReadOnlyList<SetElement> ToKeys() => [.. ToElements().Select(SubnetElement.KeyOf)];

    /// <summary>All of one family, each with the element that counts for it.</summary>
    internal static IEnumerable<(MasqueradeEntry Entry, SetElement Element)> Read(NamespaceContext context, NatSets sets)
    {
        foreach (string set in sets.OfSubnets)
        {
            bool byLink = set == sets.MasqueradeOut || set == sets.SnatOut;
            List<SetElement> elements = NatTable.Read(context, set);
            foreach (SetElement element in byLink ? elements : IntervalSet.Join(elements))
                yield return (Parse(sets, element, byLink), element);
        }
    }

    /// <summary>Reads an element of one of the sets of subnets.</summary>
    /// <exception cref="NetlinkFormatException">It is none that we would write.</exception>
    internal static MasqueradeEntry Parse(NatSets sets, SetElement element, bool byLink)
    {
        IPNetwork subnet = SubnetElement.ReadPrefix(sets, element);
        string? link = byLink ? new ConcatKeyReader(element.Key.AsSpan(subnet.BaseAddress.GetAddressBytes().Length)).LinkName() : null;
        return new MasqueradeEntry(subnet, link, element.Value is null ? null : SourceOf(sets, element.Value), element.Comment);
    }

    private static IPAddress SourceOf(NatSets sets, byte[] value)
    {
        var reader = new ConcatKeyReader(value);
        return sets.Family == NfFamily.IPv4 ? reader.IPv4Address() : reader.IPv6Address();
    }

    private static byte[] KeyOf(byte[] address, string link) => new ConcatKey().Address(new IPAddress(address)).LinkName(link).ToArray();
}
