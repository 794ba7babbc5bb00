using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>
/// Starts a program inside a namespace. Typed without a pipe, the first word is the namespace and the second the program; behind a pipe of
/// namespaces the first word is the program. PowerShell cannot choose a parameter set by that: words go to a set of their own, and
/// <see cref="BeginInput"/> says what they are.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "NetNamespaceProcess", SupportsShouldProcess = true, DefaultParameterSetName = WordsSet)]
[OutputType(typeof(Process))]
public sealed class StartNetNamespaceProcessCommand : NetNsCommand
{
    private const string NamedSet = "Named";
    private const string WordsSet = "Words";

    /// <summary>Where.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = NamedSet)]
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = WordsSet)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument? Namespace { get; set; }

    /// <summary>The program: a name to be found on the PATH, or a path.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = NamedSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProgramCompleter))]
    public string FilePath { get; set; } = "";

    /// <summary>Its arguments. Each reaches the program as it is, blanks and quotes included.</summary>
    [Parameter(Position = 2, ValueFromRemainingArguments = true, ParameterSetName = NamedSet)]
    [Parameter(ParameterSetName = WordsSet)]
    [Alias("Args")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [FlatTextTransform]
    public string[] ArgumentList { get; set; } = [];

    /// <summary>The first word: the namespace, or the program where namespaces come by the pipe or by name.</summary>
    [Parameter(Position = 0, DontShow = true, ParameterSetName = WordsSet)]
    [ArgumentCompleter(typeof(ProgramCompleter))]
    public string? Word { get; set; }

    /// <summary>The words behind the first.</summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true, DontShow = true, ParameterSetName = WordsSet)]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [FlatTextTransform]
    [ArgumentCompleter(typeof(ProgramCompleter))]
    public string[] Rest { get; set; } = [];

    /// <summary>Where it starts; the current location where left out.</summary>
    [Parameter]
    public string? WorkingDirectory { get; set; }

    /// <summary>Environment variables on top of this session's own; a null value takes one away.</summary>
    [Parameter]
    public Hashtable Environment { get; set; } = [];

    /// <summary>A file that it reads as its standard input.</summary>
    [Parameter]
    [Alias("RSI")]
    public string? RedirectStandardInput { get; set; }

    /// <summary>A file for its standard output, made anew.</summary>
    [Parameter]
    [Alias("RSO")]
    public string? RedirectStandardOutput { get; set; }

    /// <summary>A file for its standard error, made anew; may be that of its standard output.</summary>
    [Parameter]
    [Alias("RSE")]
    public string? RedirectStandardError { get; set; }

    /// <summary>Waits until it has ended.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    // PowerShell hands a parameter that it does not know over as a word, dash and all; without such a word the script need not be read.
    private bool MayBeMistyped
        => ((IEnumerable<string?>)[Namespace?.ToString(), FilePath, Word, .. Rest, .. ArgumentList]).Any(w => w is ['-' or '\u2013' or '\u2014' or '\u2015', ..]);

    /// <inheritdoc/>
    private protected override void BeginInput()
    {
        if (MayBeMistyped && TypedCommand.Of(MyInvocation)?.FindMistyped(beforeWord: MyInvocation.ExpectingInput ? 1 : 2, nameof(Namespace), nameof(FilePath)) is { } mistyped)
            ThrowTerminatingError(mistyped);
        if (ParameterSetName != WordsSet)
            return;
        string[] words = Word is null ? Rest : [Word, .. Rest];
        if (Namespace is null && !MyInvocation.ExpectingInput && words is [{ } name, ..])
            (Namespace, words) = (new NamespaceArgument(name), words[1..]);
        if (words is not [{ Length: > 0 }, ..])
            ThrowTerminatingError(Incomplete());
        (FilePath, ArgumentList) = (words[0], [.. words[1..], .. ArgumentList]);
    }

    /// <inheritdoc/>
    private protected override void ProcessInput() => Attempt(FilePath, () =>
    {
        NetNamespace target = Namespace!.Resolve(Session);
        if (!ShouldProcess($"{FilePath}{target.Suffix}", "Start process"))
            return;
        Process process = new ProcessOperations(Session).Start(target, new ProgramOptions
        {
            File = FilePath.Contains('/') || FilePath.StartsWith('~') ? ToPath(FilePath)! : FilePath,
            Arguments = ArgumentList,
            Directory = WorkingDirectory is null ? SessionState.Path.CurrentFileSystemLocation.ProviderPath : ToPath(WorkingDirectory)!,
            Environment = Environment.Cast<DictionaryEntry>().ToDictionary(e => e.Key.ToString()!, e => e.Value?.ToString()),
            InputFile = ToPath(RedirectStandardInput),
            OutputFile = ToPath(RedirectStandardOutput),
            ErrorFile = ToPath(RedirectStandardError),
        });
        var described = PSObject.AsPSObject(process);
        described.Properties.Add(new PSNoteProperty("Namespace", target));
        if (Wait)
            process.WaitForExitAsync(StopToken).GetAwaiter().GetResult();
        WriteObject(described);
    });

    // As PowerShell says it of a parameter that it knows to be mandatory.
    private static ErrorRecord Incomplete()
    {
        const string message = $"Cannot process command because of one or more missing mandatory parameters: {nameof(FilePath)}.";
        return new ErrorRecord(new ParameterBindingException(message), "MissingMandatoryParameter", ErrorCategory.InvalidArgument, null)
        {
            ErrorDetails = new ErrorDetails(message) { RecommendedAction = "Say where and what: Start-NetNamespaceProcess NAMESPACE PROGRAM, or NAMESPACES | Start-NetNamespaceProcess PROGRAM." },
        };
    }

    // As PowerShell reads a path: relative to the current location, with its drives.
    private string? ToPath(string? path) => path is null ? null : path.Contains('\0') ? throw Failure.NulInPath(path) : GetUnresolvedProviderPathFromPSPath(path);
}
