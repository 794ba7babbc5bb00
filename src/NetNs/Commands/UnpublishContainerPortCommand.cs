using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Takes published ports back.</summary>
[Cmdlet(VerbsData.Unpublish, "ContainerPort", SupportsShouldProcess = true, DefaultParameterSetName = ObjectSet)]
public sealed class UnpublishContainerPortCommand : HostWorkCommand
{
    private const string PortSet = "Port";
    private const string ObjectSet = "Object";
    private const string TargetSet = "Target";

    /// <summary>The ports of the host.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PortSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PortNumberTransform]
    [ArgumentCompleter(typeof(PublishedPortCompleter))]
    public int[] HostPort { get; set; } = [];

    /// <summary>What Publish-ContainerPort or Get-ContainerPort returned. It is taken back only where it still leads where it did.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [ContainerPortTransform]
    public ContainerPort[] InputObject { get; set; } = [];

    /// <summary>Everything that leads there: a namespace or its name, what Connect-Bridge returned, an IP address.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TargetSet)]
    [PublishTargetTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public PublishTargetArgument? Target { get; set; }

    /// <summary>Only these protocols.</summary>
    [NeverNull(NetNsError.PortInvalid)]
    [Parameter(ParameterSetName = PortSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = TargetSet)]
    public TransportProtocol[]? Protocol { get; set; }

    /// <summary>Only what is published at this address of the host; 0.0.0.0 or :: for what is at every address.</summary>
    [NeverNull(NetNsError.AddressInvalid)]
    [Parameter(ParameterSetName = PortSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = TargetSet)]
    [ArgumentCompleter(typeof(OwnAddressCompleter))]
    [AddressTextTransform]
    public string? HostAddress { get; set; }

    /// <summary>Only what is for these clients, in CIDR form; nothing ($null) for what is for all clients. Left out, both are meant.</summary>
    [Parameter(ParameterSetName = PortSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = TargetSet)]
    [AllowNull]
    [AllowEmptyString]
    [AddressTextTransform]
    [ArgumentCompleter(typeof(ClientNetworkCompleter))]
    public string? SourcePrefix { get; set; } = PortFilter.Any;

    /// <summary>The host: where the ports are published. Left out, it is the namespace of the calling thread.</summary>
    [Parameter(ParameterSetName = PortSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = TargetSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ObjectSet)] // by the property of an object PowerShell would bind it first, and then look for the rest in this set only
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument? Namespace { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        if (ParameterSetName == ObjectSet)
        {
            foreach (IGrouping<NetNamespace, ContainerPort> host in InputObject.GroupBy(p => p.Namespace))
                Attempt(host.First(), () => Unpublish(In(Namespace ?? DeserializedObject.ArgumentOf(host.Key)), [.. host]));
        }
        else
        {
            Attempt(Target?.Subject, Search);
        }
    }

    private protected override IHostWork Begin(NamespaceContext context) => new PortUnpublisher(Session, context);

    private new PortUnpublisher In(NamespaceArgument? host) => (PortUnpublisher)base.In(host);

    private void Search()
    {
        var filter = new PortFilter(null, Protocol, HostAddress, Target, Session, SourcePrefix);
        PortUnpublisher unpublisher = In(Namespace ?? Target?.HostNamespace);
        if (Target is not null)
        {
            Unpublish(unpublisher, unpublisher.Find(filter.IsMatch));
            return;
        }

        var found = new List<ContainerPort>();
        foreach (int port in HostPort)
        {
            IReadOnlyList<ContainerPort> here = unpublisher.Find(port, filter.IsMatch);
            if (here.Count == 0)
            {
                if (!IsWhatIf)
                    unpublisher.NoteMissing();
                Attempt(port, () => throw unpublisher.NotPublished($"Port {port}{(Protocol is null ? "" : $"/{string.Join(", ", Protocol).ToLowerInvariant()}")}"));
            }

            found.AddRange(here);
        }

        Unpublish(unpublisher, found);
    }

    private void Unpublish(PortUnpublisher unpublisher, IReadOnlyList<ContainerPort> ports)
    {
        List<ContainerPort> accepted = [.. ports.Where(p => ShouldRemove($"{p}, which leads to {p.Target}{unpublisher.Context.Namespace.Suffix}", "Unpublish", unpublisher.Context.Namespace, p.ToString()))];
        if (accepted.Count == 0)
            return;
        foreach (NetNsException refusal in unpublisher.Unpublish(accepted))
            Attempt(refusal.Target, () => throw refusal);
    }
}
