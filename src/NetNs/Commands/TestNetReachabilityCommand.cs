using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Tests which of several namespaces reach which: all pairs at once.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NetReachability")]
[OutputType(typeof(NetReachability), typeof(bool))]
public sealed class TestNetReachabilityCommand : NetNsCommand
{
    private readonly List<NetNamespace> _places = [];

    /// <summary>The namespaces: NetNamespace objects, names, paths, process ids. Left out, all that have a name.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[]? Namespace { get; set; }

    /// <summary>A TCP port to connect to. Left out, it is a ping.</summary>
    [Parameter]
    public int? Port { get; set; }

    /// <summary>How long to wait for all answers: seconds, or a TimeSpan.</summary>
    [Parameter]
    [SecondsTransform]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Tries IPv4 addresses only, or IPv6 addresses only.</summary>
    [Parameter]
    public IPFamily? AddressFamily { get; set; }

    /// <summary>One row for each namespace, with a column for each.</summary>
    [Parameter]
    public SwitchParameter AsMatrix { get; set; }

    /// <summary>Says only whether every namespace reaches every other.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        if (Namespace is null)
            _places.AddRange(new NamespaceOperations(Session).List().Where(n => n.State == NetNamespaceState.Active));
        foreach (NamespaceArgument place in Namespace ?? [])
            Attempt(place, () => _places.Add(place.Resolve(Session)));
    }

    private protected override void EndInput() => Attempt(null, () =>
    {
        if (Port is < 1 or > ushort.MaxValue)
            throw new NetNsException(NetNsError.PortInvalid, $"{Port} is not a port.", Port, "Ports go from 1 to 65535.");
        if (Timeout <= TimeSpan.Zero)
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"Nobody can answer within {Timeout.TotalSeconds} seconds.", Timeout, "Say a number of seconds above 0.");
        using var test = new ReachabilityTest(Session, AddressFamily, Port);
        foreach (NetNamespace place in _places)
            Attempt(place, () => test.Add(place));
        IReadOnlyList<NetReachability> pairs = test.Run(Timeout);
        if (Quiet)
            WriteObject(pairs.All(p => p.Succeeded));
        else if (AsMatrix)
            WriteObject(Matrix(pairs), enumerateCollection: true);
        else
            WriteObject(pairs, enumerateCollection: true);
    });

    // "ok" or "no" in the column of each target, "-" in its own: every row has every column, as Format-Table wants it.
    private static IEnumerable<PSObject> Matrix(IReadOnlyList<NetReachability> pairs)
    {
        foreach (IGrouping<NetNamespace, NetReachability> of in pairs.GroupBy(p => p.Namespace))
        {
            var row = new PSObject();
            row.Properties.Add(new PSNoteProperty("Namespace", TerminalText.Escape(of.Key.ToString())));
            foreach (NetNamespace target in pairs.Select(p => p.Namespace).Distinct())
            {
                string mark = target.Equals(of.Key) ? "-" : of.First(p => p.Target.Equals(target)).Succeeded ? "ok" : "no";
                row.Properties.Add(new PSNoteProperty(TerminalText.Escape(target.ToString()), mark));
            }

            yield return row;
        }
    }
}
