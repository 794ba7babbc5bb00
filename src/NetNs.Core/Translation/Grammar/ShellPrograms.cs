using System.Globalization;

namespace NetNs.Translation;

/// <summary>Commands of the shell itself.</summary>
internal static class ShellPrograms
{
    /// <summary><c>bash -c 'commands'</c>.</summary>
    internal static Meaning Script(CommandLine command)
    {
        WordReader words = command.Arguments;
        while (!words.IsAtEnd)
        {
            ShellWord word = words.Take("an option");
            if (word.Text.StartsWith('-') && word.Text.EndsWith('c') && !word.Text.StartsWith("--", StringComparison.Ordinal))
            {
                ShellWord script = words.Take("the commands");
                Meaning inner = command.Translator.TranslateScript(script, command.Place);
                return words.IsAtEnd ? inner : inner.But(NetCommandConfidence.Partial, "The arguments of the commands are left out.");
            }

            if (!word.Text.StartsWith('-'))
                return CommandGrammar.Foreign(command, $"It runs a script: ConvertFrom-NetCommand -Path {word.Code} translates that.");
        }

        return CommandGrammar.Foreign(command, "It starts another shell.");
    }

    internal static Meaning Echo(CommandLine command)
    {
        IEnumerable<ShellWord> words = command.Words.Skip(1).SkipWhile(w => w.Text is "-e" or "-n" or "-ne" or "-en");
        ShellWord text = words.Aggregate(ShellWord.Of(""), (all, w) => all.Parts is [{ Text: "" }] ? w : all.Append(" ").Append(w));
        return Meaning.Equivalent(null, new PowerShellCode($"Write-Output {(text.IsLiteral ? PowerShellText.Quote(text.Text) : text.Code)}"));
    }

    internal static Meaning Sleep(CommandLine command)
    {
        ShellWord word = command.Arguments.Take("a time");
        string number = word.Text.TrimEnd('s');
        return word.IsLiteral && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and < 2e6
            ? Meaning.Equivalent(null, new PowerShellCode($"Start-Sleep {seconds.ToString(CultureInfo.InvariantCulture)}"))
            : CommandGrammar.Foreign(command, "It waits.");
    }

    /// <summary><c>set -e</c> and its like.</summary>
    internal static Meaning Set(CommandLine command)
    {
        var code = new List<PowerShellStatement>();
        var left = new List<string>();
        for (int i = 1; i < command.Words.Count; i++)
        {
            string text = command.Words[i].Text;
            if (text == "-o" || (text.StartsWith('-') && text.EndsWith('o') && i + 1 < command.Words.Count && command.Words[i + 1].Text == "pipefail"))
            {
                text = text[..^1];
                i++;
            }

            foreach (char letter in text.StartsWith('-') ? text[1..] : text)
            {
                if (letter == 'e')
                    code.Add(new PowerShellCode("$ErrorActionPreference = 'Stop'"));
                else if (letter == 'u')
                    code.Add(new PowerShellCode("Set-StrictMode -Version Latest"));
                else if (letter == 'x' || letter == 'v')
                    code.Add(new PowerShellCode("$VerbosePreference = 'Continue'"));
                else
                    left.Add(letter.ToString());
            }
        }

        return code.Count == 0 && left.Count > 0 ? Meaning.Unsupported("An option of the shell without an equivalent.")
            : code.Count == 0 ? Meaning.Nothing("An option of the shell that PowerShell needs not.")
            : Meaning.Equivalent(null, [.. code]);
    }

    internal static Meaning Exit(CommandLine command)
        => command.Words.Count > 1 && !(command.Words[1].IsLiteral && command.Words[1].Text.All(char.IsAsciiDigit) && command.Words[1].Text.Length is > 0 and < 4)
            ? Meaning.Equivalent(null, new PowerShellCode($"exit {command.Words[1].Code}"))
            : Meaning.Equivalent(null, new PowerShellCode(command.Words.Count > 1 ? $"exit {command.Words[1].Text}" : "exit"));

    internal static Meaning Nothing(CommandLine command) => Meaning.Nothing("It does nothing.");

    internal static Meaning Export(CommandLine command) => Meaning.Nothing("The variables of PowerShell need no declaration.");
}
