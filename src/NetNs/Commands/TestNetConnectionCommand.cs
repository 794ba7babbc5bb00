using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Tests whether a machine answers, from any namespace.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NetConnection")]
[Alias("tnc")]
[OutputType(typeof(NetConnectionResult), typeof(bool))]
public sealed class TestNetConnectionCommand : NetNsCommand
{
    /// <summary>The machines: names or addresses; a link-local address with its link, fe80::1%eth0.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("RemoteAddress", "cn")]
    [AllowEmptyString]
    public string[] ComputerName { get; set; } = [];

    /// <summary>A TCP port to connect to. Left out, it is a ping alone.</summary>
    [Parameter(Position = 1)]
    [Alias("RemotePort")]
    public int? Port { get; set; }

    /// <summary>How many pings.</summary>
    [Parameter]
    public int Count { get; set; } = 1;

    /// <summary>How long to wait for one answer: seconds, or a TimeSpan.</summary>
    [Parameter]
    [SecondsTransform]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Tries IPv4 addresses only, or IPv6 addresses only.</summary>
    [Parameter]
    public IPFamily? AddressFamily { get; set; }

    /// <summary>Says only whether it succeeded.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Where to test from: NetNamespace objects, names, paths, process ids. Left out, it is the namespace of the calling thread.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[]? Namespace { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (NamespaceArgument? place in Namespace ?? Enumerable.Repeat<NamespaceArgument?>(null, 1))
        {
            foreach (string name in ComputerName)
                Attempt(name, () => Test(place, name));
        }
    }

    private void Test(NamespaceArgument? place, string name)
    {
        var progress = new ProgressRecord(0, $"Test-NetConnection {name}", "1 ping");
        var test = new ConnectionTest
        {
            Name = name,
            Port = Port,
            Count = Count,
            Timeout = Timeout,
            Family = AddressFamily,
            OnPing = number =>
            {
                progress.StatusDescription = $"ping {number} of {Count}";
                progress.PercentComplete = (number - 1) * 100 / Count;
                WriteProgress(progress);
            },
        };
        test.Check();
        NetConnectionResult result = new ConnectionTester(Session).Test(Session.In(place?.Resolve(Session)), test);
        if (Count > 1)
        {
            progress.RecordType = ProgressRecordType.Completed;
            WriteProgress(progress);
        }

        WriteObject(Quiet ? result.Succeeded : result);
    }
}
