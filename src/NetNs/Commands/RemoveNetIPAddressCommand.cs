using System.Management.Automation;
using System.Net;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Takes IP addresses off links.</summary>
[Cmdlet(VerbsCommon.Remove, "NetIPAddress", SupportsShouldProcess = true)]
public sealed class RemoveNetIPAddressCommand : LinkScopedCommand
{
    private AddressOperations? _addresses;

    /// <summary>The addresses, with their prefix length or without it. Without a link they go from every link that has them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(OwnAddressCompleter))]
    public string[] IPAddress { get; set; } = [];

    /// <summary>Only those whose prefix has this length.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? PrefixLength { get; set; }

    /// <summary>Refuses addresses of the other family.</summary>
    [Parameter]
    public IPFamily? AddressFamily { get; set; }

    /// <summary>An address seen earlier: this one and no other.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ExactType(typeof(NetIPAddress))]
    public NetIPAddress? InputObject { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        _addresses ??= new AddressOperations(Session);
        if (InputObject is { } seen)
        {
            Attempt(seen, () => Remove(Session.In(seen.Namespace), seen));
            return;
        }

        foreach (string text in IPAddress)
            Attempt(text, () => RemoveNamed(text));
    }

    private void RemoveNamed(string text)
    {
        string[] parts = text.Split('/');
        // What somebody else gave a link need not be what we would give it: only the form counts.
        InterfaceAddress wanted = InterfaceAddress.TryParseAddress(parts[0], out IPAddress? address) && parts.Length == 1
            ? new InterfaceAddress(address, PrefixLength ?? -1)
            : InterfaceAddress.ParseAny(text, PrefixLength);
        wanted.CheckFamily(AddressFamily, text);
        NamespaceContext context = Context;
        FoundLink? link = FindLinkIfNamed(context);
        var what = new AddressQuery
        {
            Family = wanted.Family,
            Link = link?.Index ?? 0,
            Address = wanted.Address,
            PrefixLength = wanted.PrefixLength < 0 ? null : wanted.PrefixLength,
        };
        List<NetIPAddress> found = [.. AddressOperations.List(context, what)];
        if (found.Count == 0)
            throw AddressOperations.NotFound(text, link?.Name, context.Namespace);
        foreach (NetIPAddress one in found)
            Attempt(text, () => Remove(context, one));
    }

    private void Remove(NamespaceContext context, NetIPAddress address)
    {
        if (ShouldRemove($"{address.InterfaceAlias}{context.Namespace.Suffix}", $"Remove address {address.IPAddress}/{address.PrefixLength}", context.Namespace, $"{address.IPAddress}/{address.PrefixLength}"))
            _addresses!.Remove(context, address);
    }
}
