using System.Globalization;
using System.Text.RegularExpressions;

namespace NetNs.Translation;

/// <content>Loops and pipelines.</content>
internal sealed partial class Translator
{
    private TranslatedNode TranslateFor(ShellAndOr list, ShellFor loop, ShellWord? place)
    {
        try
        {
            return Loop(list, loop, place);
        }
        catch (NotUnderstoodException e)
        {
            return new TranslatedNode(list, Meaning.Unsupported(e.Message), null);
        }
    }

    private TranslatedNode Loop(ShellAndOr list, ShellFor loop, ShellWord? place)
    {
        if (loop.Redirects.Count > 0 || list.IsBackground)
            throw new NotUnderstoodException("Redirections of a loop, and loops in the background, have no equivalent.");
        if (_nesting >= MaxNesting)
            throw new NotUnderstoodException("It is nested too deep.");
        var (values, items) = Values(loop.Words);
        if (values.Count == 0)
            return new TranslatedNode(list, Meaning.Nothing("The loop goes over nothing."), null);
        _nesting++;
        try
        {
            List<TranslatedNode>? first = null;
            bool isAlike = true;
            foreach (ShellWord value in values.Take(_work < MaxWork ? MaxTried : 1))
            {
                _variables.Set(loop.Variable, value.IsKnown ? value.Text : null);
                List<TranslatedNode> body = [.. loop.Body.Select(n => Translate(n, place))];
                first ??= body;
                isAlike &= body.Select(b => b.Code).SequenceEqual(first.Select(b => b.Code));
            }

            if (!isAlike && values.Count <= MaxTried && values.All(v => v.IsLiteral))
                return Unrolled(list, loop, values, place);
            if (!isAlike)
                throw new NotUnderstoodException("What the loop does differs from value to value.");
            string header = $"foreach ({_variables.CodeOf(loop.Variable)} in {items})";
            Meaning sum = Sum(first!);
            string[] code = [.. first!.Where(b => b.Code is not null).Select(b => b.Code!)];
            return code.Length == 0
                ? new TranslatedNode(list, sum with { Native = null }, null)
                : new TranslatedNode(list, sum with { Native = null }, $"{header} {{ {string.Join("; ", code)} }}") { LoopHeader = header, Body = first! };
        }
        finally
        {
            _nesting--;
        }
    }

    private TranslatedNode Unrolled(ShellAndOr list, ShellFor loop, List<ShellWord> values, ShellWord? place)
    {
        var all = new List<TranslatedNode>();
        foreach (ShellWord value in values)
        {
            _variables.Set(loop.Variable, value.Text, isPutIn: true);
            all.AddRange(loop.Body.Select(n => Translate(n, place)));
        }

        _variables.Set(loop.Variable, values[^1].Text);
        Meaning sum = Sum(all);
        return new TranslatedNode(list, sum, sum.Statements.Count == 0 ? null : string.Join("; ", sum.Statements.Select(s => s.Code))) { Calls = CallsOf(sum) };
    }

    // The values of a loop, and the list in PowerShell.
    private (List<ShellWord> Values, string Items) Values(IReadOnlyList<ShellWord> words)
    {
        if (words is [{ Parts: [{ Kind: WordPartKind.Command, Name: { } script }] }] && Sequence().Match(script) is { Success: true } seq)
            return Range(seq.Groups[2].Success ? seq.Groups[1].Value : "1", seq.Groups[2].Success ? seq.Groups[2].Value : seq.Groups[1].Value);
        if (words is [{ IsBare: true } braces] && Braces().Match(braces.Text) is { Success: true } range)
            return Range(range.Groups[1].Value, range.Groups[2].Value);
        var values = new List<ShellWord>();
        foreach (ShellWord word in words)
        {
            if (word.IsBare && word.Text.Any(c => c is '*' or '?' or '['))
                throw new NotUnderstoodException("It goes over files.");
            if (word.IsBare && Alternatives().Match(word.Text) is { Success: true } match)
                values.AddRange(match.Groups[2].Value.Split(',').Select(a => ShellWord.Of(match.Groups[1].Value + a + match.Groups[3].Value)));
            else
                values.AddRange(_variables.BindAll([word], Substitute));
        }

        return (values, string.Join(", ", values.Select(Expression)));
    }

    private static (List<ShellWord>, string) Range(string from, string to)
    {
        int first = int.Parse(from, CultureInfo.InvariantCulture), last = int.Parse(to, CultureInfo.InvariantCulture);
        int step = first <= last ? 1 : -1;
        List<ShellWord> values = [.. Enumerable.Range(0, Math.Min(Math.Abs(last - first) + 1, MaxTried)).Select(i => ShellWord.Of((first + (i * step)).ToString(CultureInfo.InvariantCulture)))];
        return (values, $"{first}..{last}");
    }

    private Meaning TranslatePipe(ShellPipeline pipeline, ShellWord? place)
    {
        _variables.Unknown.Clear();
        List<IReadOnlyList<ShellWord>> commands = [];
        foreach (ShellCommand command in pipeline.Commands)
        {
            if (command is not ShellSimple { Words.Count: > 0 } simple)
                throw new NotUnderstoodException("What stands in the pipeline is no simple command.");
            if (simple.Redirects.Any(r => r.Operator is not (">" or ">&" or "&>") || (r.Target.Text is not ("/dev/null" or "1" or "2"))))
                throw new NotUnderstoodException("A redirection in a pipeline has no equivalent.");
            IReadOnlyList<ShellWord> words = _variables.BindAll(WithoutPrefix(simple.Words), Substitute);
            if (words.Count == 0)
                throw new NotUnderstoodException("A command of the pipeline is missing.");
            commands.Add(words);
        }

        // echo 1 | sudo tee /proc/sys/…
        if (commands is [[{ Text: "echo" or "printf" }, ..] echo, [{ Text: "tee" }, ..] tee] && Sysctl.NameOf(tee[^1]) is { } name)
            return NoteUnknown(Sysctl.Write(new CommandLine(echo, place, this), name, EchoedText(echo)));
        Meaning first = Translate(commands[0], place);
        if (first.Statements.Count == 0)
            return Foreign(first, commands);
        Meaning piped = first;
        foreach (IReadOnlyList<ShellWord> filter in commands.Skip(1))
            piped = Filters.Apply(piped, filter);
        return NoteUnknown(piped);
    }

    private static Meaning Foreign(Meaning first, List<IReadOnlyList<ShellWord>> commands)
        => first.Native is null ? first : first with { Native = string.Join(" | ", commands.Select(CommandGrammar.Native)) };

    [GeneratedRegex(@"^\s*seq\s+(-?\d{1,6})(?:\s+(-?\d{1,6}))?\s*$")]
    private static partial Regex Sequence();

    [GeneratedRegex(@"^\{(-?\d{1,6})\.\.(-?\d{1,6})\}$")]
    private static partial Regex Braces();

    [GeneratedRegex(@"^([^{}]*)\{([^{}]*,[^{}]*)\}([^{}]*)$")]
    private static partial Regex Alternatives();
}
