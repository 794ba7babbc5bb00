using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Reads the tables of iptables-legacy of the namespace that the calling thread is in.</summary>
internal static class LegacyTableReader
{
    private const int IPLevel = 0; // IPPROTO_IP
    private const int IPv6Level = 41; // IPPROTO_IPV6
    private const int GetInfo = 64; // IPT_SO_GET_INFO
    private const int GetEntries = 65; // IPT_SO_GET_ENTRIES
    private const int NameLength = 32; // XT_TABLE_MAXNAMELEN
    private const int HookCount = 5; // NF_INET_NUMHOOKS
    private const int Attempts = 4;

    // struct ipt_getinfo: name, bits of the hooks, where each begins, where each has its policy, number of entries, their size.
    private const int BeginsAt = NameLength + 4;
    private const int PoliciesAt = BeginsAt + (4 * HookCount);
    private const int SizeAt = PoliciesAt + (4 * HookCount) + 4;
    private const int InfoSize = SizeAt + 4;

    // struct ipt_get_entries: name, size, and the entries, at a multiple of 8.
    private const int EntriesAt = NameLength + 8;

    /// <summary>One table; null where it cannot be read: the kernel has none, or rights are missing.</summary>
    /// <param name="family">IPv4 or IPv6.</param>
    /// <param name="name">Of a table that is there: to ask for another would make it.</param>
    internal static LegacyTable? Read(NfFamily family, string name)
    {
        try
        {
            (byte[] info, byte[] entries) = ReadEntries(family, name);
            return Read(family, name, info, entries);
        }
        catch (SocketException)
        {
            return null;
        }
        catch (NetlinkFormatException)
        {
            return null; // what nobody understands is nothing that could be told
        }
    }

    /// <summary>Reads what the kernel gave out.</summary>
    /// <exception cref="NetlinkFormatException">The bytes are no such table.</exception>
    internal static LegacyTable Read(NfFamily family, string name, byte[] info, byte[] entries)
    {
        // Of each hook where its chain begins and where its policy is.
        List<(NfHook Hook, int Begin, int Policy)> hooks = [];
        for (int hook = 0; hook < HookCount; hook++)
        {
            if ((Int32(info, NameLength) & (1 << hook)) != 0)
                hooks.Add(((NfHook)hook, Int32(info, BeginsAt + (4 * hook)), Int32(info, PoliciesAt + (4 * hook))));
        }

        return new LegacyTableParser(family, name, entries).Parse(hooks);
    }

    /// <summary>The table's description (struct ipt_getinfo), and the rules as the kernel has them.</summary>
    /// <exception cref="SocketException">The kernel has no such table, or refused.</exception>
    internal static (byte[] Info, byte[] Entries) ReadEntries(NfFamily family, string name)
    {
        bool isIPv4 = family == NfFamily.IPv4;
        int level = isIPv4 ? IPLevel : IPv6Level;
        using var socket = new Socket(isIPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.Raw);
        for (int attempt = 1; ; attempt++)
        {
            byte[] info = Named(name, InfoSize);
            socket.GetRawSocketOption(level, GetInfo, info);
            int size = Int32(info, SizeAt);
            byte[] entries = Named(name, EntriesAt + size);
            MemoryMarshal.Write(entries.AsSpan(NameLength), size);
            try
            {
                socket.GetRawSocketOption(level, GetEntries, entries);
            }
            catch (SocketException) when (attempt < Attempts)
            {
                continue; // somebody changed the table, and its size with it
            }

            return (info, entries[EntriesAt..]);
        }
    }

    private static byte[] Named(string name, int size)
    {
        byte[] bytes = new byte[size];
        Encoding.UTF8.GetBytes(name, bytes);
        return bytes;
    }

    private static int Int32(byte[] bytes, int at) => MemoryMarshal.Read<int>(bytes.AsSpan(at));
}
