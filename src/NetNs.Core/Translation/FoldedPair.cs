namespace NetNs.Translation;

/// <summary>A pair of veth whose ends are moved, get addresses, become ports and are switched on.</summary>
internal sealed class FoldedPair : FoldedThing
{
    private readonly End _first;
    private readonly End _second;
    private readonly List<CmdletCall> _switches = [];
    private readonly CmdletValue? _origin;

    internal FoldedPair(CmdletCall made)
        : base(made)
    {
        _origin = made.Namespace;
        _first = new End(made[0]!, made.Namespace) { Bridge = made["Bridge"] };
        _second = new End(made[1]!, made["PeerNamespace"] ?? made.Namespace);
        _first.IsUp = _second.IsUp = made.Has("Up");
    }

    internal override bool CanTake(CmdletCall call) => EndOf(call) is { } end && call.Name switch
    {
        // What moves loses its bridge, its addresses and its state.
        "Move-NetLink" => IsAt(call, end.Place, 2) && call.Has("Destination") && end is { Addresses.Count: 0, IsUp: false, Bridge: null },
        "Enable-NetLink" => IsAt(call, end.Place, 1),
        "New-NetIPAddress" => IsAt(call, end.Place, 2) && call[0]?.Text.Contains('/', StringComparison.Ordinal) == true,
        "Add-BridgePort" => IsAt(call, end.Place, 2) && _first.Bridge is null && _second.Bridge is null,
        _ => false,
    };

    internal override void Take(CmdletCall call)
    {
        End end = EndOf(call)!;
        switch (call.Name)
        {
            case "Move-NetLink":
                end.Place = call["Destination"];
                break;
            case "Enable-NetLink":
                end.IsUp = true;
                _switches.Add(call);
                break;
            case "New-NetIPAddress":
                end.Addresses.Add(call[0]!);
                break;
            default:
                end.Bridge = call[0];
                break;
        }
    }

    internal override bool IsConcernedBy(CmdletCall call) => Mentions(call, _first.Name.Code) || Mentions(call, _second.Name.Code);

    internal override CmdletCall Result(out IReadOnlyList<CmdletCall> unused)
    {
        bool isUp = _first.IsUp && _second.IsUp;
        unused = isUp ? [] : _switches;
        // The end that stays where the command acts, or that is a port, comes first.
        bool swaps = _first.Bridge is null && (_second.Bridge is not null || (_first.Place != _origin && _second.Place == _origin));
        (End near, End far) = swaps ? (_second, _first) : (_first, _second);
        CmdletValue? mac = Made["MacAddress"], peerMac = Made["PeerMacAddress"];
        var call = new CmdletCall("New-VethPair", near.Place);
        call = call.With(near.Name).With(far.Name).With("MacAddress", swaps ? peerMac : mac).With("PeerMacAddress", swaps ? mac : peerMac).With("Mtu", Made["Mtu"])
            .With("PeerNamespace", far.Place).With("IPAddress", near.AddressList).With("PeerIPAddress", far.AddressList).With("Bridge", near.Bridge);
        return call.Switch("Up", isUp);
    }

    // The end that a call is about.
    private End? EndOf(CmdletCall call)
    {
        string? name = call.Name switch { "New-NetIPAddress" => call["InterfaceAlias"]?.Code, "Add-BridgePort" => call[1]?.Code, _ => call[0]?.Code };
        return new[] { _first, _second }.FirstOrDefault(e => e.Name.Code == name && e.Place == call.Namespace);
    }

    private sealed class End(CmdletValue name, CmdletValue? place)
    {
        internal CmdletValue Name => name;

        internal CmdletValue? Place { get; set; } = place;

        internal CmdletValue? Bridge { get; set; }

        internal bool IsUp { get; set; }

        internal List<CmdletValue> Addresses { get; } = [];

        internal CmdletValue? AddressList => Addresses.Count == 0 ? null : CmdletValue.List(Addresses);
    }
}
