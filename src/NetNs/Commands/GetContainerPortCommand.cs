using System.Management.Automation;
using System.Net;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists published ports.</summary>
[Cmdlet(VerbsCommon.Get, "ContainerPort")]
[OutputType(typeof(ContainerPort))]
public sealed class GetContainerPortCommand : NamespaceTargetCommand, IListsEverywhere
{
    /// <summary>Only these ports of the host.</summary>
    [NeverNull(NetNsError.PortInvalid)]
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(PublishedPortCompleter))]
    public int[]? HostPort { get; set; }

    /// <summary>Only these protocols.</summary>
    [NeverNull(NetNsError.PortInvalid)]
    [Parameter]
    public TransportProtocol[]? Protocol { get; set; }

    /// <summary>Only what is published at this address of the host; 0.0.0.0 or :: for what is at every address.</summary>
    [NeverNull(NetNsError.AddressInvalid)]
    [Parameter]
    [ArgumentCompleter(typeof(OwnAddressCompleter))]
    [AddressTextTransform]
    public string? HostAddress { get; set; }

    /// <summary>Only what leads there: a namespace or its name, what Connect-Bridge returned, an IP address.</summary>
    [NeverNull(NetNsError.NamespaceNameInvalid)]
    [Parameter(ValueFromPipeline = true)]
    [PublishTargetTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public PublishTargetArgument? Target { get; set; }

    /// <summary>Also what others publish by rules that translate destinations: Docker, Podman, CNI plugins, firewalld, and who writes rules by hand.</summary>
    [Parameter]
    public SwitchParameter IncludeForeign { get; set; }

    /// <summary>Looks in the current namespace and in every one that has a name.</summary>
    [Parameter]
    public SwitchParameter AllNamespaces { get; set; }

    NamespaceArgument? IListsEverywhere.Place
    {
        set => Namespace = value;
    }

    /// <inheritdoc/>
    private protected override void ProcessInput() => Attempt(Target?.Subject, List);

    private void List()
    {
        var filter = new PortFilter(HostPort, Protocol, HostAddress, Target, Session);
        // A connection's own namespace, which binds by its property, is inside: its bridge knows better.
        NamespaceContext context = Target?.HostNamespace is { } host ? Session.In(host.Resolve(Session)) : Context;
        var ports = new PublishedPorts(Session, context);
        HashSet<int> missing = [.. HostPort ?? []];
        foreach (ContainerPort port in ports.List(filter.IsMatch))
        {
            missing.Remove(port.HostPort);
            WriteObject(port);
        }

        if (IncludeForeign)
        {
            var foreign = new ForeignPublishing(context);
            foreach (ForeignPort port in foreign.Ports.Where(p => filter.IsMatch(p.Entry, null)))
            {
                missing.Remove(port.Entry.HostPort);
                WriteObject(foreign.Describe(port));
            }
        }

        foreach (int port in missing)
            Attempt(port, () => throw PublishedPorts.NotFound(context, $"Port {port}"));
    }
}
