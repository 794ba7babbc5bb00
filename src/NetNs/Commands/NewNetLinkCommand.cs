using System.Management.Automation;
using System.Net.NetworkInformation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Makes a virtual link: dummy, ifb, macvlan, macvtap, ipvlan, VLAN, VXLAN, VRF, tap or tun.</summary>
[Cmdlet(VerbsCommon.New, "NetLink", SupportsShouldProcess = true)]
[OutputType(typeof(NetLink))]
public sealed class NewNetLinkCommand : NamespaceTargetCommand
{
    /// <summary>Its name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string Name { get; set; } = "";

    /// <summary>What it shall be.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    public VirtualLinkKind Kind { get; set; }

    /// <summary>The link that it runs over; it may be in another namespace.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [LinkTransform]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public LinkArgument? Parent { get; set; }

    /// <summary>VLAN id, 1 to 4094.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? VlanId { get; set; }

    /// <summary>Macvlan and macvtap: Bridge (the default), Private, Vepa, Passthru, Source. Ipvlan: L2 (the default), L3, L3S.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LinkModeCompleter))]
    public string? Mode { get; set; }

    /// <summary>VXLAN network identifier, 0 to 16777215.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? Vni { get; set; }

    /// <summary>Where a VXLAN sends what it knows no better address for: a machine, or a multicast group.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Remote { get; set; }

    /// <summary>The address that a VXLAN sends from.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Local { get; set; }

    /// <summary>UDP port of a VXLAN, 4789 where left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? Port { get; set; }

    /// <summary>Routing table of a VRF.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public long? Table { get; set; }

    /// <summary>The user who may attach a program to a tap or tun without any right.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public uint? UserId { get; set; }

    /// <summary>The largest packet in bytes.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? Mtu { get; set; }

    /// <summary>Link-layer address; left out, a random one, or the parent's for the kinds that share it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("LinkLayerAddress")]
    [MacAddressTransform]
    public PhysicalAddress? MacAddress { get; set; }

    /// <summary>Switches it on.</summary>
    [Parameter]
    public SwitchParameter Up { get; set; }

    /// <summary>What to do where such a link is there already.</summary>
    [Parameter]
    public IfExists IfExists { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput() => Attempt(Name, () =>
    {
        var options = new NewLinkOptions
        {
            Name = Name,
            Kind = Kind,
            Parent = Parent?.Reference,
            VlanId = VlanId,
            Mode = Mode,
            Vni = Vni,
            Remote = Remote is null ? null : NewLinkOptions.ParseAddress(Remote),
            Local = Local is null ? null : NewLinkOptions.ParseAddress(Local),
            Port = Port,
            Table = Table,
            UserId = UserId,
            Mtu = Mtu,
            MacAddress = MacAddress,
            Up = Up,
            Reuse = IfExists == IfExists.Reuse,
        };
        options.Check();
        // A parent that knows its namespace says where the link goes, unless -Namespace does.
        NetNamespace? from = Resolver.OwnNamespaceOf(Parent, null);
        NetNamespace? target = Announced(Namespace) ?? Namespace?.Resolve(Session) ?? from;
        bool together = from is null || from.Equals(target);
        // The session keeps one namespace besides the current one.
        using NamespaceContext? own = together || from!.Equals(Session.Current.Namespace) ? null : Session.Open(from!);
        Change(Name + target?.Suffix, $"Create {Kind} link", () =>
        {
            NamespaceContext context = Session.In(target);
            return new LinkOperations(Session).Create(context, together ? context : own ?? Session.Current, options);
        }, () => Planned.Link(Name, Kind.ToString(), target ?? Session.Current.Namespace));
    });
}
