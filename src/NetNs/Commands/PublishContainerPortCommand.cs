using System.Management.Automation;
using System.Net;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Publishes ports of containers at ports of the host.</summary>
[Cmdlet(VerbsData.Publish, "ContainerPort", SupportsShouldProcess = true, DefaultParameterSetName = PortSet)]
[OutputType(typeof(ContainerPort))]
public sealed class PublishContainerPortCommand : HostWorkCommand
{
    private const string PortSet = "Port";
    private const string NumberSet = "Number";

    private PublishOptions _options = new();
    private (PublishTargetArgument Argument, PortPublisher Publisher, PublishTarget Target)? _last;

    /// <summary>The ports: 8080:80, 8080:80/udp, 127.0.0.1:8080:80, [::1]:8080:80, 8000-8010:8000-8010. All of them are published in one transaction.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PortSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [PortTextTransform]
    [ArgumentCompleter(typeof(PortTextCompleter))]
    public string[] Port { get; set; } = [];

    /// <summary>Where they lead: what Connect-Bridge returned, a namespace or its name, an IP address.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ContainerAddress")]
    [PublishTargetTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public PublishTargetArgument Target { get; set; } = null!;

    /// <summary>The host's port; 0 for a free one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NumberSet, ValueFromPipelineByPropertyName = true)]
    public int HostPort { get; set; }

    /// <summary>The container's port.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NumberSet, ValueFromPipelineByPropertyName = true)]
    public int ContainerPort { get; set; }

    /// <summary>The protocols of ports that do not say one. Left out, it is TCP.</summary>
    [NeverNull(NetNsError.PortInvalid)]
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ProtocolTransform]
    public TransportProtocol[]? Protocol { get; set; }

    /// <summary>The one address of the host where ports are published that do not say one. Left out, it is every address.</summary>
    [NeverNull(NetNsError.AddressInvalid)]
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OwnAddressCompleter))]
    [AddressTextTransform]
    public string? HostAddress { get; set; }

    /// <summary>The only clients, in CIDR form. Left out, it is for all.</summary>
    [NeverNull(NetNsError.SubnetInvalid)]
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AddressTextTransform]
    [ArgumentCompleter(typeof(ClientNetworkCompleter))]
    public string? SourcePrefix { get; set; }

    /// <summary>Switches forwarding on where it is off.</summary>
    [Parameter]
    public SwitchParameter EnableForwarding { get; set; }

    /// <summary>Lets the ports, and nothing else, through firewalls of others that would drop them: one tagged rule for each direction in each such chain.</summary>
    [Parameter]
    public SwitchParameter AllowThrough { get; set; }

    /// <summary>The host: where the ports are published. Left out, it is where the bridge of a connection is, else the namespace of the calling thread.</summary>
    [Parameter]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument? Namespace { get; set; }

    /// <summary>What to do where a port is published already.</summary>
    [Parameter]
    public IfExists IfExists { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput() => Attempt(null, Publish); // the target of an error is the port that is in the way, or what is wrong

    private protected override IHostWork Begin(NamespaceContext context) => new PortPublisher(Session, context);

    private void Publish()
    {
        PortRequest[] requests = ParameterSetName == NumberSet ? [PortRequest.Create(null, HostPort, ContainerPort)] : Array.ConvertAll(Port, PortRequest.Parse);
        ReadOptions();
        if (Target.IsAnnounced(Session))
        {
            PublishAnnounced(requests);
            return;
        }

        // Of ports from the pipe all lead to the same target, which is looked up once.
        if (_last is not { } last || !last.Argument.IsSame(Target))
        {
            var publisher = (PortPublisher)In(Namespace ?? Target.HostNamespace);
            _last = last = (Target, publisher, Target.Resolve(Session, publisher.Targets));
        }

        PublishPlan plan = PublishPlan.Create(requests, last.Target, _options);
        Change(plan.Name + last.Publisher.Context.Namespace.Suffix, $"Publish to {last.Target}", () => last.Publisher.Publish(plan));
    }

    // Under -WhatIf, to a namespace that would be connected by now: only its address is not known.
    private void PublishAnnounced(PortRequest[] requests)
    {
        var publisher = (PortPublisher)In(Namespace ?? Target.HostNamespace);
        PublishPlan plan = PublishPlan.Create(requests, PublishTarget.Announced, _options);
        Change(plan.Name + publisher.Context.Namespace.Suffix, $"Publish to {Target.Container}", () =>
        {
            publisher.CheckFree(plan);
            Session.Rehearsal!.Change();
            return null;
        });
    }

    private void ReadOptions() => _options = new PublishOptions
    {
        HostAddress = HostAddress is { } address ? PortRequest.ParseAddress(address) : null,
        Protocols = Protocol is { Length: > 0 } said ? said : PublishOptions.DefaultProtocols,
        ProtocolsWereSaid = Protocol is { Length: > 0 },
        Source = SourcePrefix is { } prefix ? Subnet.Parse(prefix) : null,
        EnableForwarding = EnableForwarding,
        AllowThrough = AllowThrough,
        Reuse = IfExists == IfExists.Reuse,
    };
}
