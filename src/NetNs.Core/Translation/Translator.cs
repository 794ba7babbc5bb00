namespace NetNs.Translation;

/// <summary>Translates a shell script, or lines of one. Runs nothing and looks at nothing but the text.</summary>
internal sealed partial class Translator : ICommandTranslator
{
    // Commands within commands: "ip netns exec a ip netns exec b …".
    private const int MaxNesting = 16;

    // A loop over so many values is translated for each of the first of them.
    private const int MaxTried = 16;

    // Loops in loops are not tried for each value beyond so many commands.
    private const int MaxWork = 20000;

    private readonly ShellVariables _variables = new();
    private readonly Stack<ShellWord> _entered = new();
    private int _nesting;
    private int _work;

    public TranslationMemory Memory { get; } = new();

    public bool IsBackground { get; private set; }

    /// <summary>What becomes of each piece of a script. Never throws.</summary>
    internal IReadOnlyList<TranslatedNode> Run(string script)
    {
        IReadOnlyList<ShellNode> nodes = ShellParser.Parse(script);
        var translated = new List<TranslatedNode>();
        for (int i = 0; i < nodes.Count; i++)
        {
            ShellWord? place = _entered.Count > 0 ? _entered.Peek() : null;
            if (place is not null && IsExit(nodes[i]))
            {
                _entered.Pop();
                translated.Add(new TranslatedNode(nodes[i], Meaning.Nothing("The cmdlets above say the namespace with -Namespace: nothing is left."), null));
                continue;
            }

            TranslatedNode node = Translate(nodes[i], place);
            if (node.Meaning?.Enters is { } entered && EndsLater(nodes, i))
            {
                if (_entered.Count > 0)
                    _entered.Pop();
                _entered.Push(entered);
                node = new TranslatedNode(nodes[i], Meaning.Nothing($"The lines up to 'exit' act in {entered.Text}: their cmdlets say so with -Namespace."), null);
            }

            translated.Add(node);
        }

        return translated;
    }

    private static bool IsExit(ShellNode node) => node is ShellAndOr { Source: "exit" or "logout" };

    private static bool EndsLater(IReadOnlyList<ShellNode> nodes, int index) => nodes.Skip(index + 1).Take(200).Any(IsExit);

    private TranslatedNode Translate(ShellNode node, ShellWord? place)
    {
        switch (node)
        {
            case ShellRemark:
                return new TranslatedNode(node, null, null);
            case ShellBroken broken:
                return new TranslatedNode(node, Meaning.Unsupported(ReasonOf(broken)), null);
            case ShellAndOr { Pipelines: [{ Commands: [ShellFor loop] }] } list:
                return TranslateFor(list, loop, place);
            case ShellAndOr list:
                IsBackground = list.IsBackground;
                Meaning[] meanings = [.. list.Pipelines.Select(p => Attempt(() => Translate(p, place)))];
                IsBackground = false;
                return Join(list, meanings);
            default:
                throw new InvalidOperationException(node.GetType().Name);
        }
    }

    private static string ReasonOf(ShellBroken broken)
    {
        int open = broken.Source.IndexOf('<', StringComparison.Ordinal);
        int close = open < 0 ? -1 : broken.Source.IndexOf('>', open);
        return close > open + 1 && broken.Source[(open + 1)..close].All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or ' ')
            ? $"'{broken.Source[open..(close + 1)]}' stands for something of yours: put that in its place."
            : $"The shell would not take it: {broken.Reason}.";
    }

    // What goes wrong in one command concerns that one alone.
    private static Meaning Attempt(Func<Meaning> work)
    {
        try
        {
            return work();
        }
        catch (NotUnderstoodException e)
        {
            return Meaning.Unsupported(e.Message);
        }
    }

    private static TranslatedNode Join(ShellAndOr list, Meaning[] meanings)
    {
        // "… || true": it does not matter whether it works.
        if (list.Operators is ["||"] && list.Pipelines[1].Commands is [ShellSimple { Words: [{ Text: "true" or ":" }] }] && meanings[0].Statements.Count > 0)
        {
            Meaning lenient = meanings[0] with { Statements = [.. meanings[0].Statements.Select(Lenient)] };
            return new TranslatedNode(list, lenient, Code(lenient.Statements, "; "));
        }

        if (meanings is [var only])
            return new TranslatedNode(list, only, only.Statements.Count == 0 ? null : Code(only.Statements, "; ")) { Calls = CallsOf(only) };
        Meaning all = meanings.Aggregate((a, b) => a.Then(b));
        if (all.Statements.Count == 0)
            return new TranslatedNode(list, all, null);
        if (meanings.Any(m => m.Confidence == NetCommandConfidence.Unsupported))
            all = all with { Confidence = NetCommandConfidence.Partial };
        string code = "";
        for (int i = 0; i < meanings.Length; i++)
        {
            if (meanings[i].Statements.Count == 0)
                continue;
            bool isChain = all.Statements.All(s => s is CmdletCall);
            string between = i > 0 && isChain ? $" {list.Operators[i - 1]} " : "; ";
            code += (code.Length == 0 ? "" : between) + Code(meanings[i].Statements, isChain ? " && " : "; ");
        }

        return new TranslatedNode(list, all, code) { Calls = list.Operators.All(o => o == "&&") ? CallsOf(all) : [] };
    }

    private static PowerShellStatement Lenient(PowerShellStatement statement)
        => statement is CmdletCall call ? (call.Next is null ? call.With("ErrorAction", "Ignore") : call with { Next = call.Next.With("ErrorAction", "Ignore") }) : statement;

    private static IReadOnlyList<CmdletCall> CallsOf(Meaning meaning)
        => meaning.Statements.All(s => s is CmdletCall) && meaning.Confidence < NetCommandConfidence.Unsupported ? [.. meaning.Statements.Cast<CmdletCall>()] : [];

    private static string Code(IReadOnlyList<PowerShellStatement> statements, string between) => string.Join(between, statements.Select(s => s.Code));

    private Meaning Translate(ShellPipeline pipeline, ShellWord? place)
    {
        if (pipeline.IsNegated)
            throw new NotUnderstoodException("'!' has no equivalent.");
        return pipeline.Commands is [var only] ? Translate(only, place) : TranslatePipe(pipeline, place);
    }

    private Meaning Translate(ShellCommand command, ShellWord? place)
    {
        switch (command)
        {
            case ShellSimple simple:
                return Translate(simple, place);
            case ShellGroup group:
                if (group.Redirects.Count > 0)
                    throw new NotUnderstoodException("Redirections of a block have no equivalent.");
                return Sum(group.Body.Select(n => Translate(n, place)));
            case ShellControl control:
                return Meaning.Unsupported($"'{control.Keyword}' depends on what happens when it runs: write it in PowerShell.");
            case ShellFor loop:
                return Sum([TranslateFor(new ShellAndOr(1, loop.Source, [], [], false), loop, place)]);
            default:
                throw new InvalidOperationException(command.GetType().Name);
        }
    }

    private static Meaning Sum(IEnumerable<TranslatedNode> nodes)
    {
        Meaning? all = null;
        bool isMixed = false;
        foreach (TranslatedNode node in nodes.Where(n => n.Meaning is not null))
        {
            Meaning one = node.LoopHeader is null ? node.Meaning! : node.Meaning! with { Statements = node.Code is null ? [] : [new PowerShellCode(node.Code)] };
            isMixed |= one.Confidence == NetCommandConfidence.Unsupported;
            all = all is null ? one : all.Then(one);
        }

        return all is null ? Meaning.Nothing("It does nothing.")
            : isMixed && all.Statements.Count > 0 ? all with { Confidence = NetCommandConfidence.Partial, Native = null }
            : all;
    }

    public Meaning TranslateScript(ShellWord script, ShellWord? place)
    {
        if (_nesting >= MaxNesting)
            throw new NotUnderstoodException("It is nested too deep.");
        // What the outer shell would put in is a variable for the inner one just as well.
        string text = string.Concat(script.Parts.Select(p => p.Kind == WordPartKind.Variable ? $"${{{p.Name}}}" : p.Kind == WordPartKind.Command ? $"$({p.Name})" : p.Text));
        _nesting++;
        try
        {
            return Sum(ShellParser.Parse(text, _nesting).Select(n => Translate(n, place)));
        }
        finally
        {
            _nesting--;
        }
    }

    public Meaning Translate(IReadOnlyList<ShellWord> words, ShellWord? place)
    {
        if (_nesting >= MaxNesting)
            throw new NotUnderstoodException("It is nested too deep.");
        _nesting++;
        _work++;
        try
        {
            words = WithoutPrefix(words);
            return words.Count == 0 ? Meaning.Unsupported("It starts a shell with the rights of root: start pwsh with sudo.") : CommandGrammar.Translate(new CommandLine(words, place, this));
        }
        finally
        {
            _nesting--;
        }
    }
}
