using System.Management.Automation;
using NetNs.Translation;

namespace NetNs.Commands;

/// <summary>Translates command lines of ip, iptables and their like. Runs none of them.</summary>
[Cmdlet(VerbsData.ConvertFrom, "NetCommand", DefaultParameterSetName = ByLine)]
[OutputType(typeof(NetCommandTranslation), typeof(string))]
public sealed class ConvertFromNetCommandCommand : NetNsCommand
{
    private const string ByLine = "Line";
    private const string ByPath = "Path";

    // Lines of one script belong together: a quote or a loop may go over several.
    private readonly List<string> _lines = [];
    private int _length;

    /// <summary>Command lines, or the text of a script. Several are lines of one script.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByLine)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[] Line { get; set; } = [];

    /// <summary>The path of a script of a shell.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByPath)]
    [Alias("PSPath", "FullName")]
    [AllowEmptyString]
    public string[] Path { get; set; } = [];

    /// <summary>Gives one script of PowerShell, with the comments, instead of objects.</summary>
    [Parameter]
    public SwitchParameter AsScript { get; set; }

    /// <summary>Makes one cmdlet of several commands where one does it all.</summary>
    [Parameter]
    public SwitchParameter Merge { get; set; }

    private protected override void ProcessInput()
    {
        if (ParameterSetName == ByLine)
        {
            foreach (string line in Line)
            {
                _length += line.Length + 1;
                if (_length <= ScriptFile.MaxLength)
                    _lines.Add(line);
            }

            return;
        }

        foreach (string path in Path)
            Attempt(path, () => Write(ScriptFile.Read(GetUnresolvedProviderPathFromPSPath(path))));
    }

    private protected override void EndInput() => Attempt(null, () =>
    {
        if (_length > ScriptFile.MaxLength)
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"The lines are too many: together they have more than {ScriptFile.MaxLength} characters.", null, "Give a part of them.");
        if (_lines.Count > 0)
            Write(string.Join('\n', _lines));
    });

    private void Write(string text)
    {
        if (AsScript)
            WriteObject(string.Join('\n', NetCommands.ToScript(text, Merge)));
        else
            WriteObject(NetCommands.Translate(text, Merge), enumerateCollection: true);
    }
}
