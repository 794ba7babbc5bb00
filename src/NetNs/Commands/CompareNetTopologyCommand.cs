using System.Management.Automation;
using NetNs.Binding;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Tells what differs between two topologies.</summary>
[Cmdlet(VerbsData.Compare, "NetTopology")]
[OutputType(typeof(NetTopologyChange))]
public sealed class CompareNetTopologyCommand : NetNsCommand
{
    /// <summary>The topology as it was, also from a file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [NeverNull(NetNsError.TopologyInvalid)]
    public TopologyArgument? ReferenceTopology { get; set; }

    /// <summary>The topology as it is, also from a file. The default is the live network: the lab of the first topology, or its namespaces that exist.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [NeverNull(NetNsError.TopologyInvalid)]
    public TopologyArgument? DifferenceTopology { get; set; }

    private protected override void ProcessInput()
        => Attempt(DifferenceTopology?.Subject ?? ReferenceTopology!.Subject, () =>
        {
            NetTopology before = ReferenceTopology!.Read();
            NetTopology after = DifferenceTopology?.Read() ?? new TopologyOperations(Session).ReadAgain(before);
            WriteObject(TopologyComparison.Compare(before, after), enumerateCollection: true);
        });
}
