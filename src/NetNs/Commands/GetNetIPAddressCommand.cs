using System.Management.Automation;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists the IP addresses of links.</summary>
[Cmdlet(VerbsCommon.Get, "NetIPAddress")]
[OutputType(typeof(NetIPAddress))]
public sealed class GetNetIPAddressCommand : LinkListCommand
{
    private TextFilter? _addresses;

    /// <summary>Only these addresses, with their prefix length or without it; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OwnAddressCompleter))]
    public string[]? IPAddress { get; set; }

    /// <summary>Only addresses whose prefix has this length.</summary>
    [Parameter]
    public int? PrefixLength { get; set; }

    /// <summary>Only IPv4, or only IPv6.</summary>
    [Parameter]
    public IPFamily? AddressFamily { get; set; }

    /// <summary>Only addresses in these states.</summary>
    [Parameter]
    public AddressState[]? AddressState { get; set; }

    private protected override void BeginInput()
    {
        base.BeginInput();
        _addresses = Named(IPAddress, Normalize, static (text, where) => new NetNsException(NetNsError.AddressNotFound,
            $"There is no address {text}{where}.", text, "List all with Get-NetIPAddress without an address."));
    }

    private protected override void List(NamespaceContext context, LinkSelection links)
    {
        var what = new AddressQuery
        {
            Family = AddressFamily,
            Link = links.Single,
            Links = links.IsAll || links.Single != 0 ? null : links.Contains,
            PrefixLength = PrefixLength,
            States = AddressState,
            Text = _addresses is null ? null : (address, withPrefix) => IsNamed(_addresses, address, withPrefix),
        };
        foreach (NetIPAddress address in AddressOperations.List(context, what))
            WriteObject(address);
    }

    // "10.0.0.1" stands for any length of the prefix, "10.0.0.1/24" for that one. What somebody else gave a link need not be what we would give it.
    private static string Normalize(string text)
    {
        InterfaceAddress address = InterfaceAddress.ParseAny(text);
        return text.Contains('/') ? address.ToString() : address.Address.ToString();
    }
}
