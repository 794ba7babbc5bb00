using NetNs.Netlink;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// The rule that lets one published port through a chain of somebody else: this address, this port, these clients, one direction. In the tables
/// of iptables it has the form that iptables gives it, since iptables must still be able to list and save them.
/// </summary>
/// <param name="entry">The published port.</param>
/// <param name="isAnswer">Whether it is for the answers.</param>
internal sealed class ThroughRule(PortEntry entry, bool isAnswer)
{
    private const int CommentLength = 256; // XT_MAX_COMMENT_LEN
    private const int XtAlignment = 8; // that of struct _xt_align
    private const ushort ConntrackStateFlag = 1; // XT_CONNTRACK_STATE

    private readonly bool _isIPv4 = entry.Target.AddressFamily == AddressFamily.InterNetwork;

    /// <summary>The message that puts it into a chain.</summary>
    internal RuleMessage In(ThroughPlace place) => new()
    {
        Family = place.Family,
        Table = place.Table,
        Chain = place.Chain,
        Expressions = place.IsOfIPTables ? [.. ForIPTables()] : [.. ForNft(place.Family)],
        UserData = place.IsOfIPTables ? null : UserData.OfComment(ThroughRules.TagOf(entry)),
        CompatProtocol = place.IsOfIPTables ? (byte)entry.Protocol : null,
    };

    /// <summary>The command line that would put it there.</summary>
    internal string Command(NamespaceContext context, ThroughPlace place)
    {
        string protocol = ContainerPort.NameOf(entry.Protocol), tag = ThroughRules.TagOf(entry), port = entry.TargetPort.ToString(CultureInfo.InvariantCulture);
        if (place.IsOfIPTables)
        {
            string clients = entry.Source is { } s ? $"{(isAnswer ? "-d" : "-s")} {s} " : "";
            return context.Command(_isIPv4 ? "iptables" : "ip6tables", $"-I {place.Chain} {clients}{(isAnswer ? "-s" : "-d")} {entry.Target} -p {protocol} {(isAnswer ? "--sport" : "--dport")} {port}"
                + $"{(isAnswer ? " -m conntrack --ctstate ESTABLISHED" : "")} -m comment --comment {ShellText.Quote(tag)} -j ACCEPT");
        }

        string ip = _isIPv4 ? "ip" : "ip6";
        string who = entry.Source is { } source ? $"{ip} {(isAnswer ? "daddr" : "saddr")} {source} " : "";
        return NftText.Command(context, $"insert rule {FirewallOperations.WordOf(place.Family)} {place.Table} {place.Chain} {who}{ip} {(isAnswer ? "saddr" : "daddr")} {entry.Target} {protocol} {(isAnswer ? "sport" : "dport")} {port}"
            + $"{(isAnswer ? " ct state established" : "")} accept comment \"{tag}\"");
    }

    private IEnumerable<Expression> ForNft(NfFamily family)
    {
        var builder = new RuleBuilder();
        if (family == NfFamily.Inet)
            builder.Family(_isIPv4 ? NfFamily.IPv4 : NfFamily.IPv6);
        AddAddresses(builder);
        return [.. builder.Expressions, .. Protocol(), .. Port(), .. isAnswer ? Established() : [], new ImmediateExpression(new Verdict(VerdictCode.Accept))];
    }

    private IEnumerable<Expression> ForIPTables()
    {
        var builder = new RuleBuilder();
        AddAddresses(builder);
        byte[] comment = new byte[CommentLength];
        Encoding.UTF8.GetBytes(ThroughRules.TagOf(entry), comment);
        return
        [
            .. Protocol(),
            .. builder.Expressions,
            .. XtPort() is { } match ? [match] : Port(),
            .. isAnswer ? (Expression[])[new MatchExpression("conntrack", 3, XtEstablished())] : [],
            new MatchExpression("comment", 0, comment),
            new CounterExpression(0, 0),
            new ImmediateExpression(new Verdict(VerdictCode.Accept)),
        ];
    }

    private void AddAddresses(RuleBuilder builder)
    {
        IPNetwork target = new(entry.Target, _isIPv4 ? 32 : 128);
        if (isAnswer)
            builder.SourceWithin(target);
        else
            builder.DestinationWithin(target);
        if (entry.Source is not { } clients)
            return;
        if (isAnswer)
            builder.DestinationWithin(clients);
        else
            builder.SourceWithin(clients);
    }

    private Expression[] Protocol() => [new MetaExpression(MetaKey.TransportProtocol, Register.First), Equals([(byte)entry.Protocol])];

    private Expression[] Port()
        => [new PayloadExpression(Register.First, PayloadBase.Transport, isAnswer ? 0u : 2u, 2), Equals([(byte)(entry.TargetPort >> 8), (byte)entry.TargetPort])];

    private static Expression[] Established() =>
    [
        new ConntrackExpression(ConntrackKey.State, Register.First),
        new BitwiseExpression(Register.First, Register.First, Number((uint)ConntrackState.Established), Number(0)),
        new CompareExpression(Register.First, CompareOperation.NotEqual, Number(0)),
    ];

    private static CompareExpression Equals(byte[] value) => new(Register.First, CompareOperation.Equal, value);

    // struct xt_tcp and struct xt_udp begin alike: first and last source port, first and last destination port. SCTP's differs: null.
    private MatchExpression? XtPort()
    {
        if (entry.Protocol is not (TransportProtocol.Tcp or TransportProtocol.Udp))
            return null;
        byte[] info = new byte[16];
        Span<ushort> ports = MemoryMarshal.Cast<byte, ushort>(info.AsSpan(0, 8));
        ports[isAnswer ? 0 : 2] = ports[isAnswer ? 1 : 3] = entry.TargetPort;
        ports[isAnswer ? 3 : 1] = ushort.MaxValue;
        return new MatchExpression(ContainerPort.NameOf(entry.Protocol), 0, info);
    }

    private static byte[] XtEstablished()
    {
        var info = new XtConntrackInfo { MatchFlags = ConntrackStateFlag, StateMask = (ushort)ConntrackState.Established };
        ReadOnlySpan<byte> bytes = NativeBytes.Of(in info);
        byte[] aligned = new byte[(bytes.Length + XtAlignment - 1) / XtAlignment * XtAlignment];
        bytes.CopyTo(aligned);
        return aligned;
    }

    private static byte[] Number(uint value) => MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in value)).ToArray();
}

/// <summary>A chain of somebody else that a rule goes to.</summary>
/// <param name="Family">Its table's family.</param>
/// <param name="Table">Its table.</param>
/// <param name="Chain">Its name.</param>
/// <param name="IsOfIPTables">Whether iptables keeps it.</param>
internal readonly record struct ThroughPlace(NfFamily Family, string Table, string Chain, bool IsOfIPTables);
