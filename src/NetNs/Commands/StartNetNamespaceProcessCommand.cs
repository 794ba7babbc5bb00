using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Starts a program inside a namespace.</summary>
[Cmdlet(VerbsLifecycle.Start, "NetNamespaceProcess", SupportsShouldProcess = true)]
[OutputType(typeof(Process))]
public sealed class StartNetNamespaceProcessCommand : NetNsCommand
{
    /// <summary>Where.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument Namespace { get; set; } = null!;

    /// <summary>The program: a name to be found on the PATH, or a path.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string FilePath { get; set; } = "";

    /// <summary>Its arguments. Each reaches the program as it is, blanks and quotes included.</summary>
    [Parameter(Position = 2, ValueFromRemainingArguments = true)]
    [Alias("Args")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[] ArgumentList { get; set; } = [];

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

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(FilePath, () =>
    {
        NetNamespace target = Namespace.Resolve(Session);
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

    // As PowerShell reads a path: relative to the current location, with its drives.
    private string? ToPath(string? path) => path is null ? null : GetUnresolvedProviderPathFromPSPath(path);
}
