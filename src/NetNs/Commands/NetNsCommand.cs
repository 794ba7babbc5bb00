using System.Management.Automation;
using System.Reflection;
using NetNs.Binding;
using NetNs.Errors;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>
/// The base of every cmdlet: a session of operations that lives as long as the pipeline, errors as records, steps as -Verbose,
/// messages as -Debug, Ctrl+C as a token.
/// </summary>
public abstract partial class NetNsCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private HashSet<string> _typed = [];
    private OperationSession? _session;
    private PipelineInput? _input;
    private EverywhereErrors? _everywhere;

    /// <summary>What operations work with; made at first use.</summary>
    private protected OperationSession Session => _session ??= new OperationSession(new CommandReporter(this, _stopping.Token)) { Rehearsal = IsRehearsal ? new Rehearsal(WhatIfRun.Of(MyInvocation)) : null };

    /// <summary>Finds the links that arguments stand for.</summary>
    private protected LinkResolver Resolver => field ??= new LinkResolver(Session, IsTyped);

    /// <summary>Set at Ctrl+C.</summary>
    private protected CancellationToken StopToken => _stopping.Token;

    /// <summary>Whether the pipeline has ended, so that nothing can be written any more.</summary>
    internal bool IsOver { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        IsOver = true;
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of sockets and threads.</summary>
    /// <param name="disposing">False only from a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _session?.Dispose();
        _session = null;
        _stopping.Dispose();
    }

    /// <summary>
    /// Begins the input. A namespace or a link that is said, but null, was meant to be one, by a variable that has no value: it is
    /// never taken for the current one, or for all. Likewise what <see cref="NeverNullAttribute"/> says.
    /// </summary>
    protected sealed override void BeginProcessing()
    {
        _typed = [.. MyInvocation.BoundParameters.Keys];
        foreach ((string name, object? value) in MyInvocation.BoundParameters)
        {
            bool isNull = value is null;
            if ((isNull || (value is object?[] list && list.Contains(null))) && ErrorOfNothing(GetType().GetProperty(name), isNull) is { } error)
                ThrowTerminatingError(ErrorMap.ToRecord(Nothing(name, error), null)!);
        }

        if (WhatIfRun.IsAny && !IsRehearsal && GetType().GetCustomAttribute<CmdletAttribute>() is { SupportsShouldProcess: true })
            WhatIfRun.End();
        _input = new PipelineInput(this);
        BeginInput();
    }

    /// <summary>Works on one object of the pipeline, unless a part of it was not bound; see <see cref="PipelineInput"/>.</summary>
    protected sealed override void ProcessRecord()
    {
        bool isBound = false;
        Attempt(null, () =>
        {
            _input!.Check();
            isBound = true;
        });
        if (isBound && this is IListsEverywhere { AllNamespaces.IsPresent: true } lister)
            ProcessEverywhere(lister);
        else if (isBound)
            ProcessInput();
        _input!.Forget();
    }

    private void ProcessEverywhere(IListsEverywhere lister)
    {
        NetNamespace current = Session.Current.Namespace;
        NetNamespace[] others = [.. new NamespaceOperations(Session).List().Where(n => n.State == NetNamespaceState.Active && !n.Equals(current))];
        var errors = new EverywhereErrors();
        _everywhere = errors;
        foreach (NamespaceArgument? place in others.Select(o => new NamespaceArgument(o)).Prepend<NamespaceArgument?>(null))
        {
            lister.Place = place;
            ProcessInput();
        }

        _everywhere = null;
        lister.Place = null;
        foreach (ErrorRecord record in errors.OfAll(others.Length + 1))
            WriteError(record);
    }

    /// <summary>Works on what is bound.</summary>
    private protected virtual void ProcessInput()
    {
    }

    /// <summary>What a cmdlet has to do before its input comes.</summary>
    private protected virtual void BeginInput()
    {
    }

    /// <summary>Ends the input: what is left to do is done, and namespaces are let go of, since a cmdlet further down the pipe may wait for one to go.</summary>
    protected sealed override void EndProcessing()
    {
        EndInput();
        _session?.LetGo();
    }

    /// <summary>What a cmdlet has left to do when all its input is there.</summary>
    private protected virtual void EndInput()
    {
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping.Cancel();

    private static NetNsError? ErrorOfNothing(PropertyInfo? parameter, bool isNull)
    {
        Type? type = parameter?.PropertyType;
        return type == typeof(NamespaceArgument) || type == typeof(NamespaceArgument[]) ? NetNsError.NamespaceNameInvalid
            : type == typeof(LinkArgument) || type == typeof(LinkArgument[]) ? NetNsError.LinkNameInvalid
            : parameter?.GetCustomAttribute<NeverNullAttribute>() is { } never ? never.Error
            // In a list, null is never a value; alone it is one where the property may be null.
            : parameter is not null && (!isNull || new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.NotNull) ? NetNsError.ArgumentsInvalid
            : null;
    }

    private static NetNsException Nothing(string parameter, NetNsError error)
        => new(error, $"-{parameter} was given nothing ($null): the variable behind it has no value.", null,
            $"Leave -{parameter} out where none in particular is meant. Set-StrictMode -Version Latest finds names of variables that are mistyped.");

    /// <summary>Works on one input. What fails becomes one error record, and the rest of the pipe goes on.</summary>
    /// <param name="target">The user's object.</param>
    /// <param name="work">What to do.</param>
    private protected void Attempt(object? target, Action work)
    {
        try
        {
            work();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Ctrl+C: what was begun is undone, the pipeline is ending.
        }
        // Under -WhatIf: what would be missing by now, or in the way, were it not for what was announced before.
        catch (NetNsException e) when (_session?.Rehearsal?.Announced.Explain(e) == true)
        {
            ShouldProcess((target ?? e.Target)?.ToString() ?? "", MyInvocation.MyCommand.Name);
        }
        catch (ChangeAhead)
        {
            ShouldProcess(target?.ToString() ?? "", MyInvocation.MyCommand.Name);
        }
        catch (Exception e) when (ErrorMap.ToRecord(e, target) is { } record)
        {
            if (_everywhere?.TryKeep(record) != true)
                WriteError(record);
        }
    }

    /// <summary>Warns of addresses that were given without a prefix.</summary>
    /// <param name="addresses">As the user wrote them.</param>
    /// <param name="link">The link that gets them, and where it is.</param>
    private protected void WarnWithoutPrefix(IEnumerable<string> addresses, string link)
    {
        foreach (string text in addresses.Where(a => !a.Contains('/')))
            Session.Reporter.Warn(InterfaceAddress.Parse(text).WithoutPrefix(link));
    }

    /// <summary>Refuses a call that gives nothing to set.</summary>
    /// <param name="parameters">Those that give something.</param>
    private protected void RequireOneOf(params string[] parameters)
    {
        if (parameters.Any(MyInvocation.BoundParameters.ContainsKey))
            return;
        string all = $"-{string.Join(", -", parameters[..^1])} or -{parameters[^1]}";
        ThrowTerminatingError(ErrorMap.ToRecord(new NetNsException(NetNsError.ArgumentsInvalid, $"{MyInvocation.MyCommand.Name} was given nothing to set.", null, $"Say one or more of {all}."), null)!);
    }

    /// <summary>What a switch was set to, or null where it was not mentioned.</summary>
    private protected bool? Said(SwitchParameter value, string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter) ? value.ToBool() : null;

    /// <summary>Whether a parameter stands on the command line. Those from the pipeline are bound later.</summary>
    private protected bool IsTyped(string parameter) => _typed.Contains(parameter);

    /// <summary>Whether the cmdlet makes changes, but is only to say which.</summary>
    internal bool IsRehearsal => IsWhatIf && GetType().GetCustomAttribute<CmdletAttribute>() is { SupportsShouldProcess: true };

    /// <summary>Whether nothing may be changed: -WhatIf was said, or the preference.</summary>
    private protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? said)
        ? said is SwitchParameter { IsPresent: true }
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Whether -Verbose (or -Debug) was said, or the preference asks for it.</summary>
    internal bool IsWanted(string parameter, string preference)
    {
        if (MyInvocation.BoundParameters.TryGetValue(parameter, out object? said))
            return said is SwitchParameter { IsPresent: true };
        // Language primitives: the variable may hold the enum or its name.
        return GetVariableValue(preference) is { } value && LanguagePrimitives.TryConvertTo(value, out ActionPreference action)
            && action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }
}
