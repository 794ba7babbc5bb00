using System.Globalization;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>The parts of a policy rule that users write as text: marks, protocols, ports.</summary>
internal static class PolicyText
{
    // Numbers of protocols that have a word, by the kernel's and iproute2's names (linux/in.h).
    private static readonly (string Word, byte Number)[] Protocols = [("Tcp", 6), ("Udp", 17), ("Sctp", 132), ("Icmp", 1), ("IcmpV6", 58), ("Gre", 47), ("Esp", 50), ("Ah", 51)];

    /// <summary>Words for protocols, the usual ones first.</summary>
    internal static IEnumerable<string> ProtocolWords => Protocols.Select(p => p.Word);

    /// <summary>Reads a mark: a number, decimal or with 0x, and a mask behind a slash. Both null for none.</summary>
    /// <exception cref="NetNsException">RuleInvalid.</exception>
    internal static (uint? Mark, uint? Mask) ParseMark(string? text)
    {
        if (text is null)
            return (null, null);
        string[] parts = text.Split('/');
        uint mask = uint.MaxValue;
        if (parts.Length > 2 || !TryNumber(parts[0], out uint mark) || (parts.Length == 2 && !TryNumber(parts[1], out mask)))
            throw new NetNsException(NetNsError.RuleInvalid, $"'{text}' is not a firewall mark.", text, "Write a number, 16 or 0x10, or with a mask 0x10/0xff.");
        return (mark, parts.Length == 2 ? mask : null);
    }

    /// <summary>A mark as it is read back; null where neither mark nor mask is set.</summary>
    internal static string? Mark(uint? mark, uint? mask)
        => mark is null or 0 && mask is null or 0 ? null
            : string.Create(CultureInfo.InvariantCulture, $"0x{mark ?? 0:x}{(mask is null or uint.MaxValue ? "" : $"/0x{mask:x}")}");

    /// <summary>Reads a protocol: a word or a number from 1 to 255.</summary>
    /// <exception cref="NetNsException">RuleInvalid.</exception>
    internal static byte? ParseProtocol(string? text)
    {
        if (text is null)
            return null;
        foreach ((string word, byte number) in Protocols)
        {
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
                return number;
        }

        return byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte other) && other != 0 ? other
            : throw new NetNsException(NetNsError.RuleInvalid, $"'{text}' is not a protocol.", text, $"Say {string.Join(", ", ProtocolWords)}, or a number from 1 to 255.");
    }

    internal static string? Protocol(byte? number)
        => number is null ? null : Protocols.FirstOrDefault(p => p.Number == number).Word ?? number.Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads "80" or "1000-2000".</summary>
    /// <exception cref="NetNsException">PortInvalid.</exception>
    internal static PolicyRuleRange? ParsePorts(string? text)
    {
        if (text is null)
            return null;
        string[] parts = text.Split('-');
        bool isRange = parts.Length <= 2 && TryPort(parts[0], out uint first) & TryPort(parts[^1], out uint last) && first <= last;
        return isRange ? new PolicyRuleRange(uint.Parse(parts[0], CultureInfo.InvariantCulture), uint.Parse(parts[^1], CultureInfo.InvariantCulture))
            : throw new NetNsException(NetNsError.PortInvalid, $"'{text}' is not a port or a range of ports.", text, "Write 80 or 1000-2000; ports go from 1 to 65534.");
    }

    internal static string? Ports(PolicyRuleRange? range)
        => range is not { } ports ? null
            : ports.First == ports.Last ? ports.First.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{ports.First}-{ports.Last}");

    /// <summary>A table as users name it.</summary>
    internal static string Table(uint number) => number switch
    {
        RouteTable.Main => "Main",
        RouteTable.Local => "Local",
        RouteTable.Default => "Default",
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    // 0xffff is refused by the kernel: fib_rule_port_range_valid, net/fib_rules.h.
    private static bool TryPort(string text, out uint port)
        => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < ushort.MaxValue;

    private static bool TryNumber(string text, out uint number)
        => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
