using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>A port that somebody else publishes, by a rule that translates destinations.</summary>
/// <param name="Entry">The port, and where it leads.</param>
/// <param name="Owner">Who probably made the rule.</param>
/// <param name="Rule">The rule.</param>
internal sealed record ForeignPort(PortEntry Entry, string Owner, RuleMessage Rule);

/// <summary>
/// Finds the ports that Docker, Podman, CNI plugins, firewalld and people publish: rules that translate the destination of one protocol and port to one
/// address. A rule that names no port or a range of addresses is none of them.
/// </summary>
/// <param name="context">Where to look.</param>
internal sealed class ForeignPorts(NamespaceContext context)
{
    private readonly RulesetView _ruleset = new(context.NfTables, () => FirewallOperations.LegacyTables(context));

    /// <summary>All of them, in the order of the host's ports; each once, though it may have rules for several hooks.</summary>
    /// <exception cref="NetNsException">NotPermitted, KernelFeatureMissing.</exception>
    internal IReadOnlyList<ForeignPort> Read() => Failure.Translate(() => Search(), "read the ruleset", context.Namespace);

    private List<ForeignPort> Search()
    {
        HashSet<(NfFamily, string)> tables = [.. _ruleset.Chains.Where(c => c.Hook is not null && c.Type == "nat" && !FirewallOwner.IsOurs(c.Family, c.Table)).Select(c => (c.Family, c.Table))];
        return [.. _ruleset.Chains.Where(c => tables.Contains((c.Family, c.Table)))
            .SelectMany(c => _ruleset.RulesOf(c.Family, c.Table, c.Name).SelectMany(Read))
            .DistinctBy(p => p.Entry).OrderBy(p => p.Entry.HostPort).ThenBy(p => p.Entry.Protocol)];
    }

    // A rule of firewalld, or of a person, may be for a range of ports.
    private IEnumerable<ForeignPort> Read(RuleMessage rule)
    {
        if (DestinationConditions.Of(rule) is not { Protocol: { } protocol, First: { } first, Last: { } last } conditions || DestinationTarget.Of(rule) is not { } target)
            yield break;
        IPAddress host = conditions.Address ?? (target.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any);
        if (!Enum.IsDefined(protocol) || last - first > ushort.MaxValue / 2)
            yield break;
        string owner = FirewallOwner.OfTable(rule.Family, rule.Table) ?? FirewallOwner.OfChain(rule.Chain) ?? (FirewallOwner.IsShared(rule.Family, rule.Table) ? FirewallOwner.IPTables : rule.Table);
        for (int port = first; port <= last; port++)
        {
            // A range that is led to ports of its own begins with the first of them.
            ushort inner = target.Port is not { } said ? (ushort)port : target.LastPort is { } end && end > said ? (ushort)Math.Min(said + port - first, end) : said;
            yield return new ForeignPort(new PortEntry(host, (ushort)port, protocol, conditions.Source, target.Address, inner), owner, rule);
        }
    }
}

/// <summary>What a rule asks of the destination of a packet, as far as rules that publish ports do.</summary>
internal sealed record DestinationConditions(TransportProtocol? Protocol, ushort? First, ushort? Last, IPAddress? Address, IPNetwork? Source)
{
    /// <summary>Reads the conditions of a rule; what is loaded, masked and compared one after the other, as every tool writes it.</summary>
    internal static DestinationConditions Of(RuleMessage rule)
    {
        var found = new DestinationConditions(null, null, null, null, null);
        Expression? loaded = null;
        byte[]? mask = null;
        foreach (Expression expression in rule.Expressions)
        {
            switch (expression)
            {
                case MetaExpression or PayloadExpression:
                    (loaded, mask) = (expression, null);
                    break;
                case BitwiseExpression bitwise:
                    mask = bitwise.Mask;
                    break;
                case CompareExpression { Operation: CompareOperation.Equal } compare:
                    found = found.With(loaded, compare.Value, compare.Value, mask);
                    break;
                case RangeExpression { Operation: RangeOperation.Inside } range:
                    found = found.With(loaded, range.From, range.To, mask);
                    break;
                case CompareExpression { Operation: CompareOperation.GreaterOrEqual } from when IsPort(loaded):
                    found = found with { First = BinaryPrimitives.ReadUInt16BigEndian(from.Value) };
                    break;
                case CompareExpression { Operation: CompareOperation.LessOrEqual } to when IsPort(loaded):
                    found = found with { Last = BinaryPrimitives.ReadUInt16BigEndian(to.Value) };
                    break;
                case MatchExpression { Extension: "tcp" or "udp", Info.Length: >= 8 } match:
                    ReadOnlySpan<ushort> ports = MemoryMarshal.Cast<byte, ushort>(match.Info.AsSpan(0, 8));
                    found = found with { Protocol = match.Extension == "tcp" ? TransportProtocol.Tcp : TransportProtocol.Udp };
                    if (ports[2] != 0 || ports[3] != ushort.MaxValue)
                        found = found with { First = ports[2], Last = ports[3] };
                    break;
            }
        }

        return found;
    }

    private DestinationConditions With(Expression? loaded, byte[] from, byte[] to, byte[]? mask) => loaded switch
    {
        MetaExpression { Key: MetaKey.TransportProtocol } when from.Length >= 1 => this with { Protocol = (TransportProtocol)from[0] },
        PayloadExpression when IsPort(loaded) && from.Length == 2 => this with { First = BinaryPrimitives.ReadUInt16BigEndian(from), Last = BinaryPrimitives.ReadUInt16BigEndian(to) },
        PayloadExpression { Base: PayloadBase.Network, Offset: 16, Length: 4 } or PayloadExpression { Base: PayloadBase.Network, Offset: 24, Length: 16 } when mask is null && from.Length is 4 or 16
            => this with { Address = new IPAddress(from) },
        PayloadExpression { Base: PayloadBase.Network, Offset: 12 } or PayloadExpression { Base: PayloadBase.Network, Offset: 8 } when PrefixOf(loaded, from, mask) is { } source => this with { Source = source },
        _ => this,
    };

    private static bool IsPort(Expression? loaded) => loaded is PayloadExpression { Base: PayloadBase.Transport, Offset: 2, Length: 2 };

    // Whole bytes are compared without a mask: fewer of them are a prefix.
    private static IPNetwork? PrefixOf(Expression? loaded, byte[] value, byte[]? mask)
    {
        int length = loaded is PayloadExpression { Offset: 12 } ? 4 : 16;
        if (value.Length > length || value.Length == 0)
            return null;
        byte[] address = [.. value, .. new byte[length - value.Length]];
        int bits = mask is null ? value.Length * 8 : mask.Sum(b => System.Numerics.BitOperations.PopCount(b));
        try
        {
            return bits == 0 ? null : new IPNetwork(new IPAddress(address), bits);
        }
        catch (ArgumentException)
        {
            return null; // the mask is no prefix
        }
    }
}

/// <summary>Where a rule leads packets.</summary>
/// <param name="Address">The address.</param>
/// <param name="Port">The port, or the first of several; null where it stays as it is.</param>
/// <param name="LastPort">The last of several.</param>
internal sealed record DestinationTarget(IPAddress Address, ushort? Port, ushort? LastPort)
{
    private const uint HasPort = 2; // NF_NAT_RANGE_PROTO_SPECIFIED

    /// <summary>Reads it; null where the rule leads nowhere, or to an address that it looks up.</summary>
    internal static DestinationTarget? Of(RuleMessage rule)
    {
        Dictionary<uint, byte[]> constants = [];
        foreach (Expression expression in rule.Expressions)
        {
            switch (expression)
            {
                case ImmediateExpression { Value: { } value } immediate:
                    constants[immediate.Destination.Number] = value;
                    break;
                case NatExpression { Type: NatType.Destination, AddressMin: { } register } nat when constants.GetValueOrDefault(register.Number) is { Length: 4 or 16 } address:
                    return new DestinationTarget(new IPAddress(address), PortAt(nat.PortMin), PortAt(nat.PortMax));
                case TargetExpression { Extension: "DNAT" } target:
                    return Xt(target);
            }
        }

        return null;

        ushort? PortAt(Register? register) => register is { } known && constants.GetValueOrDefault(known.Number) is { Length: >= 2 } port ? BinaryPrimitives.ReadUInt16BigEndian(port) : null;
    }

    // Revision 0 has struct nf_nat_ipv4_multi_range_compat: a count, then flags, two addresses and two ports; the others begin like struct nf_nat_range:
    // flags, two addresses of 16 bytes and two ports.
    private static DestinationTarget? Xt(TargetExpression target)
    {
        ReadOnlySpan<byte> info = target.Info;
        if (target.Revision == 0)
            return info.Length < 20 ? null : Create(MemoryMarshal.Read<uint>(info[4..]), info.Slice(8, 4), info[16..]);
        if (info.Length < 40)
            return null;
        int length = !info.Slice(8, 12).SequenceEqual(stackalloc byte[12]) ? 16 : 4;
        return Create(MemoryMarshal.Read<uint>(info), info.Slice(4, length), info[36..]);
    }

    private static DestinationTarget Create(uint flags, ReadOnlySpan<byte> address, ReadOnlySpan<byte> ports)
        => (flags & HasPort) == 0
            ? new DestinationTarget(new IPAddress(address), null, null)
            : new DestinationTarget(new IPAddress(address), BinaryPrimitives.ReadUInt16BigEndian(ports), BinaryPrimitives.ReadUInt16BigEndian(ports[2..]));
}
