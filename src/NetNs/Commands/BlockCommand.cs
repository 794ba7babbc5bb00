using System.Collections;
using System.Management.Automation;
using NetNs.Inside;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>The base of the cmdlets that run a script block inside, on this thread of this session.</summary>
public abstract class BlockCommand : NetNsCommand, IBlockOwner
{
    private ScriptBlockScope? _visit;
    private WebRequestWatch? _requests;
    private bool _isWarned;
    private string? _tag;
    private BlockStreams _collected;
    private Hashtable _common = [];

    /// <summary>Warns of what the block would do outside, and takes note of what was said to this cmdlet and holds for the block.</summary>
    private protected void Prepare(ScriptBlock block)
    {
        _collected = CollectedStreams();
        _common = InheritedParameters();
        foreach (string warning in OutsideCommands.WarningsFor(block, InvokeCommand))
        {
            _isWarned = true;
            WriteWarning(warning);
        }
    }

    /// <summary>Runs the block. What fails before it runs is an error of this cmdlet; what the block throws is thrown.</summary>
    /// <param name="target">Where.</param>
    /// <param name="block">What.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="tag">What the output carries as PSNetNamespace; null for nothing.</param>
    private protected void Run(NetNamespace target, ScriptBlock block, object?[] arguments, string? tag)
    {
        _tag = tag;
        using var pipeline = new BlockPipeline(this, block, arguments, _collected, _common);
        _visit = null;
        Attempt(target, () => _visit = new ScriptBlockScope(Session, target));
        if (_visit is null)
            return;
        using (_requests = new WebRequestWatch { IsInside = true })
        {
            try
            {
                using (_visit)
                    pipeline.Complete();
            }
            finally
            {
                _requests.IsInside = false;
            }

            // Of those that stand in the block itself the user was told before it ran.
            if (!_isWarned && _requests.Hosts is { Length: > 0 } hosts)
                WriteWarning(TerminalText.Escape($"Web requests to {hosts} were made outside of {(target.Name is { } name ? $"namespace {name}" : "the namespace")}: web clients connect on other threads of this process. To have them inside, use Invoke-Command with a session from New-NetNamespaceSession."));
        }
    }

    void IBlockOwner.Leave()
    {
        _requests!.IsInside = false;
        _visit!.Leave();
    }

    void IBlockOwner.Enter()
    {
        _visit!.Enter();
        _requests!.IsInside = true;
    }

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
