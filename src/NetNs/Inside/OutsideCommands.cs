using System.Management.Automation;
using System.Management.Automation.Language;
using System.Net;

namespace NetNs.Inside;

/// <summary>
/// Finds the commands of a script block that would not act where the block runs: they do their work on other threads of the
/// process, and those are at home. Only what is written in the block itself is seen, not what it calls.
/// </summary>
internal sealed class OutsideCommands : AstVisitor
{
    private readonly CommandInvocationIntrinsics _commands;
    private readonly HashSet<string> _acting = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _lookingUp = new(StringComparer.OrdinalIgnoreCase);

    private OutsideCommands(CommandInvocationIntrinsics commands)
    {
        _commands = commands;
    }

    /// <summary>What to warn of, in sentences.</summary>
    internal static IEnumerable<string> WarningsFor(ScriptBlock block, CommandInvocationIntrinsics commands)
    {
        var found = new OutsideCommands(commands);
        block.Ast.Visit(found);
        if (found._acting.Count > 0)
            yield return Sentence(found._acting, "works on other threads of this process, outside of the namespace", "work on other threads of this process, outside of the namespace");
        if (found._lookingUp.Count > 0)
            yield return Sentence(found._lookingUp, "looks up names outside of the namespace, on other threads of this process", "look up names outside of the namespace, on other threads of this process");

        static string Sentence(HashSet<string> commands, string one, string several)
            => $"{string.Join(", ", commands)} {(commands.Count == 1 ? one : several)}. To have it inside, use Invoke-Command with a session from New-NetNamespaceSession.";
    }

    public override AstVisitAction VisitCommand(CommandAst commandAst)
    {
        if (commandAst.GetCommandName() is not { } written)
            return AstVisitAction.Continue;
        string name = Resolve(written);
        switch (name.ToUpperInvariant())
        {
            case "INVOKE-WEBREQUEST" or "INVOKE-RESTMETHOD" or "START-THREADJOB":
                _acting.Add(name);
                break;
            case "FOREACH-OBJECT" when HasParameter(commandAst, "Parallel"):
                _acting.Add("ForEach-Object -Parallel");
                break;
            case "TEST-CONNECTION" when !HasAddress(commandAst):
                _lookingUp.Add(name);
                break;
            case "INVOKE-COMMAND" when HasParameter(commandAst, "Session") || HasParameter(commandAst, "HostName") || HasParameter(commandAst, "ComputerName"):
                // Its block runs elsewhere.
                return AstVisitAction.SkipChildren;
            case var other when other.StartsWith("RESOLVE-DNS", StringComparison.Ordinal):
                _lookingUp.Add(name);
                break;
        }

        return AstVisitAction.Continue;
    }

    public override AstVisitAction VisitTypeExpression(TypeExpressionAst typeExpressionAst)
    {
        string type = typeExpressionAst.TypeName.FullName;
        if (type.EndsWith("Http.HttpClient", StringComparison.OrdinalIgnoreCase) || type.EndsWith("Net.WebClient", StringComparison.OrdinalIgnoreCase))
            _acting.Add($"[{type}]");
        return AstVisitAction.Continue;
    }

    // Without the module in front of it, and behind aliases. Aliases have no hyphen, but for a few that stand for none of these.
    private string Resolve(string name)
    {
        string bare = name[(name.LastIndexOf('\\') + 1)..];
        // An alias may stand for another one, and that for the first.
        for (int depth = 0; depth < 4 && !bare.Contains('-') && !bare.Contains('/'); depth++)
        {
            if (_commands.GetCommands(bare, CommandTypes.Alias, nameIsPattern: false).FirstOrDefault() is not AliasInfo alias)
                break;
            bare = alias.Definition;
        }

        return bare;
    }

    private static bool HasParameter(CommandAst command, string name)
        => command.CommandElements.Any(e => e is CommandParameterAst { ParameterName: { Length: > 1 } said } && name.StartsWith(said, StringComparison.OrdinalIgnoreCase));

    // An address that is written out needs no looking up.
    private static bool HasAddress(CommandAst command)
        => command.CommandElements.Skip(1).Any(e => e is StringConstantExpressionAst { Value: { } text } && (text.Contains('.') || text.Contains(':')) && IPAddress.TryParse(text, out _));
}
