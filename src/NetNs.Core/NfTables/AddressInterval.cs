using System.Net;
using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>A run of keys of equal length in network order, both ends included.</summary>
internal readonly record struct AddressInterval(byte[] First, byte[] Last)
{
    /// <summary>All addresses of a prefix.</summary>
    internal static AddressInterval Of(IPNetwork prefix)
    {
        byte[] first = prefix.BaseAddress.GetAddressBytes();
        byte[] last = [.. first];
        for (int i = 0; i < last.Length; i++)
        {
            int fixedBits = Math.Clamp(prefix.PrefixLength - i * 8, 0, 8);
            last[i] |= (byte)(0xff >> fixedBits);
        }

        return new AddressInterval(first, last);
    }

    /// <summary>What the keys of an element begin with.</summary>
    /// <param name="element">An element of a set whose keys begin with an address.</param>
    /// <param name="length">How many bytes the address has.</param>
    /// <exception cref="NetlinkFormatException">A key is shorter.</exception>
    internal static AddressInterval Of(SetElement element, int length)
    {
        byte[] end = element.KeyEnd ?? element.Key;
        return element.Key.Length >= length && end.Length >= length
            ? new AddressInterval(element.Key[..length], end[..length])
            : throw new NetlinkFormatException($"A set key has {Math.Min(element.Key.Length, end.Length)} bytes; an address has {length}.");
    }

    /// <summary>The prefix that has just these addresses, or null where there is none.</summary>
    internal IPNetwork? ToPrefix()
    {
        int length = 0;
        while (length < First.Length * 8 && Bit(First, length) == Bit(Last, length))
            length++;
        for (int i = length; i < First.Length * 8; i++)
        {
            if (Bit(First, i) || !Bit(Last, i))
                return null;
        }

        return new IPNetwork(new IPAddress(First), length);
    }

    private static bool Bit(byte[] bytes, int number) => (bytes[number / 8] & 0x80 >> number % 8) != 0;
}
