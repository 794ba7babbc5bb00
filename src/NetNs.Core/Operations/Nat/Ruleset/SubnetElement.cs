using System.Net;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>Prefixes as elements of sets of intervals.</summary>
internal static class SubnetElement
{
    /// <summary><c>10.88.0.0/16 . 10.88.0.0/16</c></summary>
    internal static SetElement Pair(IPNetwork network)
    {
        AddressInterval interval = AddressInterval.Of(network);
        return new SetElement
        {
            Key = [.. interval.First, .. interval.First],
            KeyEnd = [.. interval.Last, .. interval.Last],
        };
    }

    /// <summary>The prefix that an element's key begins with.</summary>
    internal static IPNetwork ReadPrefix(NatSets sets, SetElement element)
    {
        int length = sets.Family == NfFamily.IPv4 ? KeyField.IPv4Address.Length : KeyField.IPv6Address.Length;
        AddressInterval interval = AddressInterval.Of(element, length);
        return interval.ToPrefix() ?? new IPNetwork(new IPAddress(interval.First), length * 8); // nobody but us writes here, and we write prefixes
    }

    /// <summary>What names an element in a request to remove it.</summary>
    internal static SetElement KeyOf(SetElement element) => new() { Key = element.Key, KeyEnd = element.KeyEnd, Flags = element.Flags };
}
