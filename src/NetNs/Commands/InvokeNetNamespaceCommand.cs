using System.Collections;
using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Inside;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Runs a script block inside namespaces, on this thread of this session.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "NetNamespace", DefaultParameterSetName = PipedSet)]
[Alias("inns")]
public sealed class InvokeNetNamespaceCommand : NetNsCommand, IBlockOwner
{
    private const string DirectSet = "Direct";
    private const string PipedSet = "Piped";

    private NamespaceVisit? _visit;
    private string? _tag;
    private BlockStreams _collected;
    private Hashtable _common = [];

    /// <summary>Where to run the block: one namespace after the other.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = DirectSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PipedSet)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[] Namespace { get; set; } = [];

    /// <summary>What to run there. It sees the caller's variables.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DirectSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PipedSet)]
    [ValidateNotNull]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>Arguments of the block.</summary>
    [Parameter]
    [Alias("Args")]
    public object?[] ArgumentList { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _collected = CollectedStreams();
        _common = InheritedParameters();
        foreach (string warning in OutsideCommands.WarningsFor(ScriptBlock, InvokeCommand))
            WriteWarning(warning);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool several = Namespace.Length > 1 || MyInvocation.ExpectingInput;
        foreach (NamespaceArgument given in Namespace)
        {
            NetNamespace? target = null;
            Attempt(given, () => target = given.Resolve(Session));
            if (target is null)
                continue;
            _tag = several ? target.ToString() : null;
            Run(target);
        }
    }

    void IBlockOwner.Leave() => _visit!.Leave();

    void IBlockOwner.Enter() => _visit!.Enter();

    void IBlockOwner.TakeMergedError(object? record) => WriteObject(record);

    void IBlockOwner.TakeError(ErrorRecord record) => WriteError(record);

    void IBlockOwner.TakeWarning(string message) => WriteWarning(message);

    void IBlockOwner.TakeInformation(InformationRecord record) => WriteInformation(record);

    void IBlockOwner.TakeOutput(object? value)
    {
        if (_tag is null || value is null)
        {
            WriteObject(value);
            return;
        }

        var tagged = PSObject.AsPSObject(value);
        // A number written in the block is one and the same object each time.
        if (tagged.BaseObject is ValueType)
            tagged = tagged.Copy();
        tagged.Properties.Remove("PSNetNamespace");
        tagged.Properties.Add(new PSNoteProperty("PSNetNamespace", _tag));
        WriteObject(tagged);
    }

    // What fails before the block runs is an error of this cmdlet; what the block throws is thrown.
    private void Run(NetNamespace target)
    {
        using var pipeline = new BlockPipeline(this, ScriptBlock, ArgumentList, _collected, _common);
        _visit = null;
        Attempt(target, () => _visit = new NamespaceVisit(Session, target));
        if (_visit is null)
            return;
        using (_visit)
            pipeline.Complete();
    }

    // What was said to this cmdlet holds for the block, as it would in a function.
    private Hashtable InheritedParameters()
    {
        Hashtable common = [];
        foreach (string name in (string[])["Verbose", "Debug", "ErrorAction", "WarningAction", "InformationAction", "ProgressAction"])
        {
            if (MyInvocation.BoundParameters.TryGetValue(name, out object? said))
                common[name] = said;
        }

        // Silenced inside, it would never come to be collected; this cmdlet silences it.
        foreach ((string variable, string action) in ((string, string)[])[("ErrorVariable", "ErrorAction"), ("WarningVariable", "WarningAction")])
        {
            if (MyInvocation.BoundParameters.ContainsKey(variable) && common[action] is ActionPreference.SilentlyContinue)
                common[action] = ActionPreference.Continue;
        }

        return common;
    }

    // Variables of this cmdlet collect what it writes itself: what the block writes must come to it.
    private BlockStreams CollectedStreams()
        => (MyInvocation.BoundParameters.ContainsKey("ErrorVariable") ? BlockStreams.Errors : BlockStreams.None)
            | (MyInvocation.BoundParameters.ContainsKey("InformationVariable") ? BlockStreams.Information : BlockStreams.None);
}
