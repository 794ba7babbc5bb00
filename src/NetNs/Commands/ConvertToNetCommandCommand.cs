using System.Management.Automation;
using NetNs.Binding;

namespace NetNs.Commands;

/// <summary>Tells the command lines of ip, nft and sysctl that cmdlets stand for. Runs neither.</summary>
[Cmdlet(VerbsData.ConvertTo, "NetCommand")]
[OutputType(typeof(string))]
public sealed class ConvertToNetCommandCommand : NetNsCommand
{
    /// <summary>Command lines of PowerShell: a text, or a script block, which is not run. (Of type text it would be: PowerShell makes values of blocks.)</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object[] Command { get; set; } = [];

    private protected override void ProcessInput()
    {
        foreach (string text in Command.Select(c => c.ToString() ?? ""))
        {
            Attempt(text, () =>
            {
                var reader = new CmdletLineReader(OwnCmdlet, IsProgram, GetVariableValue);
                reader.Read(text);
                WriteObject(reader.Lines, enumerateCollection: true);
                foreach (string unknown in reader.Unknown)
                    Session.Reporter.Warn($"No command line of a shell stands for: {unknown}");
            });
        }
    }

    private string? OwnCmdlet(string name)
    {
        CommandInfo? found = InvokeCommand.GetCommand(name, CommandTypes.Cmdlet | CommandTypes.Alias);
        if (found is AliasInfo alias)
            found = alias.ResolvedCommand;
        return found is CmdletInfo cmdlet && cmdlet.ImplementingType?.Assembly == typeof(ConvertToNetCommandCommand).Assembly ? cmdlet.Name : null;
    }

    private bool IsProgram(string name) => InvokeCommand.GetCommand(name, CommandTypes.All) is ApplicationInfo or null && !name.Contains('-', StringComparison.Ordinal);
}
