using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;

namespace NetNs.Commands;

/// <summary>The base of the cmdlets that make or remove policy rules: what describes the packets.</summary>
public abstract class RuleCommand : NamespaceTargetCommand
{
    /// <summary>IPv4 or IPv6, where no network tells.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public IPFamily? AddressFamily { get; set; }

    /// <summary>Packets from this network, in CIDR form.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AddressTextTransform]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ConnectedNetworkCompleter))]
    public string? From { get; set; }

    /// <summary>Packets to this network, in CIDR form.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AddressTextTransform]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ConnectedNetworkCompleter))]
    public string? To { get; set; }

    /// <summary>Packets with this firewall mark: a number, or number and mask as 0x10/0xff.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? FwMark { get; set; }

    /// <summary>Packets that come in by the link of this name; lo means those that the namespace itself sends.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("InInterface", "iif", "dev")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public string? InterfaceAlias { get; set; }

    /// <summary>Packets of sockets that are bound to the link of this name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("oif")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public string? OutInterface { get; set; }

    /// <summary>Packets of this protocol: Tcp, Udp, Sctp, Icmp, IcmpV6 or a number.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(RuleProtocolCompleter))]
    public string? Protocol { get; set; }

    /// <summary>Packets from this port, or from a range of them: 1000-2000.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? SourcePort { get; set; }

    /// <summary>Packets to this port, or to a range of them: 1000-2000.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? DestinationPort { get; set; }

    /// <summary>The table in which they look for their route: Main, Local, Default or a number.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(RouteTableCompleter))]
    public string? Table { get; set; }

    /// <summary>What happens to them: Table, Goto, Blackhole, Unreachable, Prohibit, Continue.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public NetRuleAction? Action { get; set; }

    /// <summary>An empty text means "not given", as in a row of a CSV file.</summary>
    private protected static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
