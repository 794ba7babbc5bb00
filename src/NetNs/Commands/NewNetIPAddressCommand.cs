using System.Management.Automation;
using NetNs.Binding;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Gives links IP addresses.</summary>
[Cmdlet(VerbsCommon.New, "NetIPAddress", SupportsShouldProcess = true)]
[OutputType(typeof(NetIPAddress))]
public sealed class NewNetIPAddressCommand : LinkScopedCommand
{
    private AddressOperations? _addresses;
    private AddressSettling? _settling;

    /// <summary>The addresses, in CIDR form, or alone with -PrefixLength.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[] IPAddress { get; set; } = [];

    /// <summary>How many bits name the network. Left out, and not in the address either, it is a network of one, with a warning.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? PrefixLength { get; set; }

    /// <summary>Refuses addresses of the other family.</summary>
    [Parameter]
    public IPFamily? AddressFamily { get; set; }

    /// <summary>The other side's address on a point-to-point link; the prefix is then the peer's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? PeerAddress { get; set; }

    /// <summary>An IPv4 broadcast address; + for the last one of the network. Left out, there is none, and nothing needs one.</summary>
    [Parameter]
    public string? Broadcast { get; set; }

    /// <summary>Makes a default route through this router as well.</summary>
    [Parameter]
    public string? DefaultGateway { get; set; }

    /// <summary>Does not ask whether somebody else on the link has the address: it can be used at once (IPv6).</summary>
    [Parameter]
    public SwitchParameter NoDad { get; set; }

    /// <summary>Returns at once, also while an IPv6 address is still tentative.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Keeps the kernel from choosing it as a source.</summary>
    [Parameter]
    public SwitchParameter SkipAsSource { get; set; }

    /// <summary>How long it stays: seconds, or a TimeSpan. Left out, for ever.</summary>
    [Parameter]
    [SecondsTransform]
    public TimeSpan? ValidLifetime { get; set; }

    /// <summary>How long it is chosen as a source. Left out, as long as it stays.</summary>
    [Parameter]
    [SecondsTransform]
    public TimeSpan? PreferredLifetime { get; set; }

    /// <summary>What to do where the link has the address.</summary>
    [Parameter]
    public IfExists IfExists { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        _addresses ??= new AddressOperations(Session);
        foreach (string text in IPAddress)
            Attempt(text, () => Add(_addresses, text));
    }

    /// <inheritdoc/>
    private protected override void EndInput()
    {
        if (_settling is not null)
        {
            Attempt(null, () =>
            {
                foreach (NetIPAddress address in _settling.Settle(AddressSettling.Limit))
                    Attempt(address.ToString(), () => WriteObject(Checked(address)));
            });
        }

        Attempt(null, () => _addresses?.AnnounceOthers());
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _settling?.Dispose();
        _settling = null;
        base.Dispose(disposing);
    }

    private void Add(AddressOperations addresses, string text)
    {
        AddressOptions options = AddressOptions.Parse(text, PrefixLength, PeerAddress, Broadcast, DefaultGateway) with
        {
            NoDad = NoDad,
            SkipAsSource = SkipAsSource,
            ValidLifetime = ValidLifetime,
            PreferredLifetime = PreferredLifetime,
        };
        options.Address.CheckFamily(AddressFamily, text);
        options.ToMessage(0); // says what is wrong with the lifetimes before anybody is asked
        NamespaceContext context = Context;
        FoundLink link = FindLink(context);
        if (PrefixLength is null && PeerAddress is null && !link.IsLoopback)
            WarnWithoutPrefix([text], link.Description);
        string what = options.Gateway is null ? $"Add address {options.Address}" : $"Add address {options.Address} and a default route via {options.Gateway}";
        Change(link.Description, what, () =>
        {
            NetIPAddress made = addresses.Create(context, link.Message, options, IfExists == IfExists.Reuse);
            if (!addresses.IsNew)
                return made;
            bool isWatched = !NoWait && (_settling ??= new AddressSettling(Session)).Watch(context, link.Message, ref made);
            return isWatched ? null : Checked(made);
        });
    }

    // What nobody can use is not left behind.
    private NetIPAddress Checked(NetIPAddress address)
    {
        if (address.AddressState != AddressState.Duplicate)
        {
            _addresses!.Announce(Session.In(address.Namespace), address);
            return address;
        }

        _addresses!.Remove(Session.In(address.Namespace), address);
        throw Failure.AddressInUse(address, "Give another address. -NoDad would take it without asking.");
    }
}
