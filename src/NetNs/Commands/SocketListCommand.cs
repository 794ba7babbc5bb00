using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>The base of the cmdlets that list sockets.</summary>
public abstract class SocketListCommand : NetNsCommand, IListsEverywhere
{
    private bool _refused;

    /// <summary>Only sockets with these addresses of their own; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OwnAddressCompleter))]
    public string[]? LocalAddress { get; set; }

    /// <summary>Only sockets with these ports of their own.</summary>
    [Parameter(Position = 1)]
    public int[]? LocalPort { get; set; }

    /// <summary>Only sockets that these processes hold.</summary>
    [Parameter]
    public int[]? OwningProcess { get; set; }

    /// <summary>Only IPv4, or only IPv6. An IPv6 socket may serve IPv4 as well.</summary>
    [Parameter]
    public IPFamily? AddressFamily { get; set; }

    /// <summary>Where to look: NetNamespace objects, names, paths, process ids. Left out, it is the namespace of the calling thread.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[]? Namespace { get; set; }

    private protected SocketOperations Sockets { get; } = new();

    /// <summary>Looks in the current namespace and in every one that has a name.</summary>
    [Parameter]
    public SwitchParameter AllNamespaces { get; set; }

    NamespaceArgument? IListsEverywhere.Place
    {
        set => Namespace = value is null ? null : [value];
    }

    /// <summary>The sockets of one namespace.</summary>
    /// <param name="context">Where.</param>
    /// <param name="localPort">The one port, or 0 for any.</param>
    private protected abstract IEnumerable<NetSocket> List(NamespaceContext context, ushort localPort);

    private protected override void BeginInput()
    {
        foreach (int port in LocalPort ?? [])
            Refuse(port, () => CheckPort(port));
        foreach (string text in LocalAddress ?? [])
            Refuse(text, () => CheckAddress(text));
    }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        if (_refused)
            return;
        foreach (NamespaceArgument? place in Namespace ?? Enumerable.Repeat<NamespaceArgument?>(null, 1))
            Attempt(place?.ToString(), () => ListOne(place));
    }

    private protected void Refuse(object said, Action check)
    {
        bool isGood = false;
        Attempt(said, () =>
        {
            check();
            isGood = true;
        });
        _refused |= !isGood;
    }

    /// <summary>Throws PortInvalid where a number is no port.</summary>
    internal static void CheckPort(int port)
    {
        if (port is < 1 or > ushort.MaxValue)
            throw new NetNsException(NetNsError.PortInvalid, $"{port} is not a port.", port, "Ports go from 1 to 65535.");
    }

    /// <summary>Throws AddressInvalid where a text is neither an address nor a pattern.</summary>
    private protected static void CheckAddress(string text)
    {
        if (!Wildcard.IsPattern(text) && !InterfaceAddress.TryParseAddress(text, out _))
            throw new NetNsException(NetNsError.AddressInvalid, $"'{text}' is not an IP address.", text, "Give an address like 10.0.0.1 or ::, or wildcards: 10.0.*");
    }

    /// <summary>Whether an address is one of those wanted.</summary>
    private protected static bool IsMatch(string[]? wanted, System.Net.IPAddress address)
        => wanted is null || wanted.Any(w => InterfaceAddress.TryParseAddress(w, out System.Net.IPAddress? literal)
            ? literal.Equals(address)
            : Wildcard.Get(w, WildcardOptions.IgnoreCase).IsMatch(address.ToString()));

    private void ListOne(NamespaceArgument? place)
    {
        NamespaceContext context = Session.In(place?.Resolve(Session));
        ushort only = LocalPort is [var one] ? (ushort)one : (ushort)0;
        foreach (NetSocket socket in List(context, only))
        {
            bool isWanted = (LocalPort is null || LocalPort.Contains(socket.LocalPort))
                && (AddressFamily is null || AddressFamily == socket.AddressFamily)
                && IsMatch(LocalAddress, socket.LocalAddress)
                && (OwningProcess is null || (socket.OwningProcess is { } id && OwningProcess.Contains(id)));
            if (isWanted)
                WriteObject(socket);
        }
    }
}
