using System.Management.Automation;
using System.Net.NetworkInformation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Makes a virtual cable, each end in its final place.</summary>
[Cmdlet(VerbsCommon.New, "VethPair", SupportsShouldProcess = true)]
[OutputType(typeof(VethPair))]
public sealed class NewVethPairCommand : NetNsCommand
{
    /// <summary>Name of the first end.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string Name { get; set; } = "";

    /// <summary>Name of the second end.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string PeerName { get; set; } = "";

    /// <summary>Where the first end goes. Left out, it is the namespace of the calling thread.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument? Namespace { get; set; }

    /// <summary>Where the second end goes. Left out, it is where the first end is.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PeerNamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument? PeerNamespace { get; set; }

    /// <summary>Link-layer address of the first end; a random one where left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("LinkLayerAddress")]
    [MacAddressTransform]
    public PhysicalAddress? MacAddress { get; set; }

    /// <summary>Link-layer address of the second end; a random one where left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [MacAddressTransform]
    public PhysicalAddress? PeerMacAddress { get; set; }

    /// <summary>MTU of both ends, in bytes.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? Mtu { get; set; }

    /// <summary>Addresses of the first end, in CIDR form.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[] IPAddress { get; set; } = [];

    /// <summary>Addresses of the second end, in CIDR form.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[] PeerIPAddress { get; set; } = [];

    /// <summary>A bridge that takes the first end as a port.</summary>
    [Parameter]
    [LinkTransform]
    [ArgumentCompleter(typeof(BridgeNameCompleter))]
    public LinkArgument? Bridge { get; set; }

    /// <summary>Switches both ends on.</summary>
    [Parameter]
    public SwitchParameter Up { get; set; }

    /// <summary>What to do where such a pair is there already.</summary>
    [Parameter]
    public IfExists IfExists { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput() => Attempt(Name, () =>
    {
        // A bridge that knows its namespace says where the first end goes.
        NetNamespace? near = Announced(Namespace) ?? Namespace?.Resolve(Session) ?? Resolver.OwnNamespaceOf(Bridge, null);
        NetNamespace? far = Announced(PeerNamespace) ?? PeerNamespace?.Resolve(Session) ?? near;
        var options = new VethOptions
        {
            Name = Name,
            PeerName = PeerName,
            MacAddress = MacAddress,
            PeerMacAddress = PeerMacAddress,
            Mtu = Mtu,
            Addresses = [.. IPAddress.Select(a => InterfaceAddress.Parse(a))],
            PeerAddresses = [.. PeerIPAddress.Select(a => InterfaceAddress.Parse(a))],
            Bridge = Bridge?.Reference,
            Up = Up,
            Reuse = IfExists == IfExists.Reuse,
        };
        bool together = near is null ? far is null : near.Equals(far);
        options.Check(together);
        WarnWithoutPrefix(IPAddress, Name + near?.Suffix);
        WarnWithoutPrefix(PeerIPAddress, PeerName + far?.Suffix);
        Change($"{Name}{near?.Suffix} and {PeerName}{far?.Suffix}", "Create veth pair", () =>
        {
            // The session keeps one namespace besides the current one.
            using NamespaceContext? own = together || near is null || near.Equals(Session.Current.Namespace) ? null : Session.Open(near);
            NamespaceContext first = together ? Session.In(near) : own ?? Session.Current;
            return new LinkOperations(Session).CreateVethPair(first, together ? first : Session.In(far), options);
        }, () => Planned.Pair(Name, near ?? Session.Current.Namespace, PeerName, far ?? Session.Current.Namespace));
    });
}
