using System.Management.Automation;
using System.Net;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Finds the route that packets to an address would take.</summary>
[Cmdlet(VerbsCommon.Find, "NetRoute")]
[OutputType(typeof(NetRoute))]
public sealed class FindNetRouteCommand : NetNsCommand
{
    /// <summary>Where packets go.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("RemoteAddress")]
    [AllowEmptyString]
    public string[] RemoteIPAddress { get; set; } = [];

    /// <summary>Where they come from. Left out, the kernel chooses.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OwnAddressCompleter))]
    public string? LocalIPAddress { get; set; }

    /// <summary>Their firewall mark.</summary>
    [Parameter]
    public uint? Mark { get; set; }

    /// <summary>The link that they must leave by.</summary>
    [Parameter]
    [Alias("Name", "dev", "Link")]
    [LinkTransform]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public LinkArgument? InterfaceAlias { get; set; }

    /// <summary>Where they start: NetNamespace objects, names, paths, process ids. Left out, it is the namespace of the calling thread.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[]? Namespace { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (string remote in RemoteIPAddress)
        {
            foreach (NamespaceArgument? where in Namespace ?? Enumerable.Repeat<NamespaceArgument?>(null, 1))
                Attempt(remote, () => Find(remote, where));
        }
    }

    private void Find(string remote, NamespaceArgument? where)
    {
        IPAddress destination = Parse(remote);
        IPAddress? source = LocalIPAddress is null ? null : Parse(LocalIPAddress);
        if (source is not null && Subnet.FamilyOf(source) != Subnet.FamilyOf(destination))
            throw new NetNsException(NetNsError.RouteInvalid, $"Packets to {destination} cannot come from {source}: one is an {Subnet.FamilyOf(destination)}, the other an {Subnet.FamilyOf(source)} address.", remote, "Give two addresses of one family.");
        NamespaceContext context = Resolver.ContextOf(InterfaceAlias, where);
        int link = InterfaceAlias is null ? 0 : LinkResolver.Find(context, InterfaceAlias).Index;
        WriteObject(RouteOperations.Find(context, new RouteLookUp(destination, source, Mark, link)));
    }

    private static IPAddress Parse(string text) => InterfaceAddress.TryParseAddress(text, out IPAddress? address) ? address : throw new NetNsException(
        NetNsError.AddressInvalid, $"'{text}' is not an IP address.", text, "Find-NetRoute takes addresses; Test-NetConnection takes names, too. For a link-local address name the link with -InterfaceAlias.");
}
