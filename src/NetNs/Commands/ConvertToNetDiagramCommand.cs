using System.Management.Automation;
using NetNs.Binding;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Draws topologies: as text for the terminal, as SVG, for Mermaid or for Graphviz.</summary>
[Cmdlet(VerbsData.ConvertTo, "NetDiagram")]
[OutputType(typeof(string))]
public sealed class ConvertToNetDiagramCommand : NetNsCommand
{
    /// <summary>The topology, also from a file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [NeverNull(NetNsError.TopologyInvalid)]
    public TopologyArgument? Topology { get; set; }

    /// <summary>What to write. The default is text for the terminal.</summary>
    [Parameter]
    public NetDiagramFormat Format { get; set; }

    private protected override void ProcessInput()
        => Attempt(Topology!.Subject, () => WriteObject(TopologyDiagram.Draw(Topology.Read(), Format)));
}
