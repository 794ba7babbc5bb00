using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Reads a network as a whole: namespaces, bridges, links across namespaces, addresses, routes and published ports.</summary>
[Cmdlet(VerbsCommon.Get, "NetTopology", DefaultParameterSetName = "Everything")]
[OutputType(typeof(NetTopology))]
public sealed class GetNetTopologyCommand : NetNsCommand
{
    private readonly List<NetNamespace> _spaces = [];

    /// <summary>Only these labs; one topology for each.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Lab")]
    [NeverNull(NetNsError.LabNotFound)]
    [ArgumentCompleter(typeof(LabNameCompleter))]
    public string[] Lab { get; set; } = [];

    /// <summary>Only these namespaces. The default is the current one and every one that has a name.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Namespace")]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[] Namespace { get; set; } = [];

    /// <summary>Also the namespaces of containers that have no name under /run/netns.</summary>
    [Parameter(ParameterSetName = "Everything")]
    [Parameter(ParameterSetName = "Namespace")]
    public SwitchParameter IncludeContainers { get; set; }

    private protected override void ProcessInput()
    {
        foreach (NamespaceArgument space in Namespace)
            Attempt(space.Subject, () => _spaces.Add(space.Resolve(Session)));
        foreach (string lab in Lab)
        {
            Attempt(lab, () =>
            {
                var topologies = new TopologyOperations(Session);
                WriteObject(topologies.Read(topologies.OfLab(lab), lab));
            });
        }
    }

    private protected override void EndInput()
    {
        var topologies = new TopologyOperations(Session);
        if (ParameterSetName == "Everything")
            Attempt(null, () => WriteObject(topologies.Read(topologies.Everything(IncludeContainers))));
        else if (_spaces.Count > 0)
            Attempt(null, () => WriteObject(topologies.Read([.. _spaces.Concat(IncludeContainers ? topologies.Containers() : []).Distinct()])));
    }
}
