using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>The base of the cmdlets that follow the path of a packet.</summary>
public abstract class NetPathCommand : NetNsCommand
{
    /// <summary>Where packets start: a NetNamespace, a name, a path, a process id or a Process. Left out, it is the namespace of the calling thread.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Namespace", "NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[]? Source { get; set; }

    /// <summary>Where they go: an address, a namespace (its first address), or a name that the source can look up.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [PathDestinationTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument Destination { get; set; } = null!;

    /// <summary>The port, of TCP and UDP.</summary>
    [Parameter(Position = 2)]
    public int? Port { get; set; }

    /// <summary>Tcp, Udp or Icmp. Left out, it is Tcp with a port and Icmp (a ping) without.</summary>
    [Parameter]
    public NetPathProtocol? Protocol { get; set; }

    /// <summary>The address that packets come from. Left out, the kernel's choice.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OwnAddressCompleter))]
    public string? SourceAddress { get; set; }

    /// <summary>Takes an address of this family, where the destination has several.</summary>
    [Parameter]
    public IPFamily? AddressFamily { get; set; }

    /// <summary>Follows packets on the way there only, not the answers.</summary>
    [Parameter]
    public SwitchParameter OneWay { get; set; }

    /// <summary>Also sends one real packet, and says what was seen of it at each step.</summary>
    [Parameter]
    public SwitchParameter Live { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (NamespaceArgument? place in Source ?? Enumerable.Repeat<NamespaceArgument?>(null, 1))
            Attempt(place?.Subject ?? Destination.Subject, () => Write(Trace(place)));
    }

    /// <summary>Writes what was found.</summary>
    private protected abstract void Write(IReadOnlyList<NetPathHop> hops);

    private IReadOnlyList<NetPathHop> Trace(NamespaceArgument? place)
    {
        NetNamespace source = place?.Resolve(Session) ?? Session.Current.Namespace;
        var options = new PathOptions { Port = Port, Protocol = Protocol, SourceAddress = SourceAddress, Family = AddressFamily, OneWay = OneWay, Live = Live };
        return PathOperations.Trace(Session, source, Destination.ToString(), () => Destination.Resolve(Session), options);
    }
}
