using System.Net;
using NetNs.Route;

namespace NetNs;

/// <summary>A policy rule: which packets look for their route in which table (<c>ip rule</c>). An immutable snapshot.</summary>
public sealed class NetRule : IEquatable<NetRule>
{
    /// <summary>Packets meet the rules in the order of this number: the lower first.</summary>
    public required uint Priority { get; init; }

    /// <summary>IPv4 or IPv6: each has rules of its own.</summary>
    public IPFamily AddressFamily { get; init; }

    /// <summary>Only packets from this network; null for all.</summary>
    public IPNetwork? From { get; init; }

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string? FromText => From?.ToString();

    /// <summary>Only packets to this network; null for all.</summary>
    public IPNetwork? To { get; init; }

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string? ToText => To?.ToString();

    /// <summary>Only packets with this firewall mark: "0x10", or with a mask "0x10/0xff"; null for all.</summary>
    public string? FwMark { get; init; }

    /// <summary>Only packets that come in by the link of this name; "lo" means those that this namespace sends.</summary>
    public string? InterfaceAlias { get; init; }

    /// <summary>Only packets of sockets that are bound to the link of this name.</summary>
    public string? OutInterface { get; init; }

    /// <summary>Only packets of this protocol: Tcp, Udp, Sctp, Icmp, IcmpV6 or a number; null for all.</summary>
    public string? Protocol { get; init; }

    /// <summary>Only packets from these ports: "80" or "1000-2000"; null for all.</summary>
    public string? SourcePort { get; init; }

    /// <summary>Only packets to these ports: "80" or "1000-2000"; null for all.</summary>
    public string? DestinationPort { get; init; }

    /// <summary>Whether it is for all packets but those described.</summary>
    public bool Invert { get; init; }

    /// <summary>What it does.</summary>
    public NetRuleAction Action { get; init; }

    /// <summary>The table: Main, Local, Default, a number, or Vrf for that of the packet's VRF; null where it looks in none.</summary>
    public string? Table { get; init; }

    /// <summary>The priority of the rule to go on with; null where it does not.</summary>
    public uint? Goto { get; init; }

    /// <summary>Routes with a prefix of at most so many bits are passed over: 0 passes over the default route; null for none.</summary>
    public int? SuppressPrefixLength { get; init; }

    /// <summary>Which packets it is for, in the words of <c>ip rule</c>: "from 10.1.0.0/16 fwmark 0x10", or "all".</summary>
    public string Match
    {
        get
        {
            string words = string.Concat(Word("from", From), Word("to", To), Word("fwmark", FwMark), Word("iif", InterfaceAlias), Word("oif", OutInterface),
                Word("ipproto", Protocol?.ToLowerInvariant()), Word("sport", SourcePort), Word("dport", DestinationPort)).TrimStart();
            return (Invert ? "not " : "") + (words.Length == 0 ? "all" : words);
        }
    }

    /// <summary>Where it is.</summary>
    public required NetNamespace Namespace { get; init; }

    // All that the kernel told: what names this rule and no other.
    internal PolicyRuleMessage? Message { get; init; }

    /// <summary>"100: from 10.1.0.0/16 table 1000".</summary>
    public override string ToString() => $"{Priority}: {Match} {Does}";

    /// <summary>What it does, in words: "table 1000", "goto 200", "prohibit".</summary>
    internal string Does => Action switch
    {
        NetRuleAction.Table => $"table {Table}{(SuppressPrefixLength is { } bits ? $" suppress_prefixlength {bits}" : "")}",
        NetRuleAction.Goto => $"goto {Goto}",
        _ => Action.ToString().ToLowerInvariant(),
    };

    /// <summary>The same rule of the same namespace.</summary>
    public bool Equals(NetRule? other)
        => other is not null && AddressFamily == other.AddressFamily && ToString() == other.ToString() && Namespace.Equals(other.Namespace);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetRule);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(AddressFamily, Priority, Match);

    private static string Word(string name, object? value) => value is null ? "" : $" {name} {value}";
}
