namespace NetNs.Translation;

/// <summary>A thing that a cmdlet makes, and what later cmdlets make of it.</summary>
internal abstract class FoldedThing(CmdletCall made)
{
    private protected CmdletCall Made => made;

    /// <summary>The thing that a call makes; null where it makes none that can be folded.</summary>
    internal static FoldedThing? Of(CmdletCall call) => call.Name switch
    {
        "New-NetNamespace" when call.Has("LoopbackDown") => new FoldedNamespace(call),
        "New-Bridge" => new FoldedLink(call),
        "New-NetLink" => new FoldedLink(call),
        "New-VethPair" => new FoldedPair(call),
        _ => null,
    };

    /// <summary>Whether a call changes the thing in a way that making it so does as well.</summary>
    internal abstract bool CanTake(CmdletCall call);

    /// <summary>Takes a call in.</summary>
    internal abstract void Take(CmdletCall call);

    /// <summary>Whether a call has to do with the thing.</summary>
    internal abstract bool IsConcernedBy(CmdletCall call);

    /// <summary>The call that makes the thing with all that was taken in.</summary>
    /// <param name="unused">Those that were taken in and could not be said.</param>
    internal abstract CmdletCall Result(out IReadOnlyList<CmdletCall> unused);

    /// <summary>Whether a value is among the arguments of a call.</summary>
    private protected static bool Mentions(CmdletCall call, string code)
        => call.Arguments.Any(a => a.Value is { } value && value.Code.Split(", ").Contains(code));

    private protected static bool IsAt(CmdletCall call, CmdletValue? place, int count) => call.Namespace == place && call.Arguments.Count == count && call.Next is null;
}

/// <summary>A namespace whose lo is switched on.</summary>
internal sealed class FoldedNamespace(CmdletCall made) : FoldedThing(made)
{
    private bool _isUp;

    private string Name => Made[0]!.Code;

    internal override bool CanTake(CmdletCall call) => call.Name == "Enable-NetLink" && call.Namespace?.Code == Name && call.Arguments is [(null, { Code: "lo" })];

    internal override void Take(CmdletCall call) => _isUp = true;

    // Other links of the namespace do not care about lo.
    internal override bool IsConcernedBy(CmdletCall call) => call.Namespace?.Code == Name && Mentions(call, "lo");

    internal override CmdletCall Result(out IReadOnlyList<CmdletCall> unused)
    {
        unused = [];
        return _isUp ? Made.Without("LoopbackDown") : Made;
    }
}

/// <summary>A bridge or a virtual link that is moved, gets addresses and is switched on.</summary>
internal sealed class FoldedLink(CmdletCall made) : FoldedThing(made)
{
    private readonly List<CmdletValue> _addresses = [];
    private CmdletValue? _place = made.Namespace;
    private bool _isUp;

    private bool IsBridge => Made.Name == "New-Bridge";

    private string Name => Made[0]!.Code;

    internal override bool CanTake(CmdletCall call) => call.Name switch
    {
        "Enable-NetLink" => IsAt(call, _place, 1) && call[0]?.Code == Name,
        "New-NetIPAddress" => IsBridge && IsAt(call, _place, 2) && call["InterfaceAlias"]?.Code == Name && call[0]?.Text.Contains('/', StringComparison.Ordinal) == true,
        // The parent of a link that moves is looked for where the link goes.
        "Move-NetLink" => !IsBridge && !Made.Has("Parent") && !_isUp && IsAt(call, _place, 2) && call[0]?.Code == Name && call.Has("Destination"),
        _ => false,
    };

    internal override void Take(CmdletCall call)
    {
        if (call.Name == "Enable-NetLink")
            _isUp = true;
        else if (call.Name == "New-NetIPAddress")
            _addresses.Add(call[0]!);
        else
            _place = call["Destination"];
    }

    internal override bool IsConcernedBy(CmdletCall call) => Mentions(call, Name) && (IsBridge ? call.Name is not "Add-BridgePort" and not "New-VethPair" : true);

    internal override CmdletCall Result(out IReadOnlyList<CmdletCall> unused)
    {
        unused = [];
        CmdletCall call = Made with { Namespace = _place };
        if (_addresses.Count > 0)
            call = call.With("IPAddress", CmdletValue.List(_addresses));
        return !_isUp ? call : IsBridge ? call.Without("Down") : call.Has("Up") ? call : call.Switch("Up");
    }
}
