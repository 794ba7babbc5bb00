using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace NetNs.Translation;

/// <summary>A statement of PowerShell that a translation consists of.</summary>
internal abstract record PowerShellStatement
{
    /// <summary>The statement as text.</summary>
    internal abstract string Code { get; }
}

/// <summary>A statement that is no cmdlet of this module.</summary>
internal sealed record PowerShellCode(string Text) : PowerShellStatement
{
    internal override string Code => Text;
}

/// <summary>A value of a parameter.</summary>
/// <param name="Text">The value as far as it is known.</param>
/// <param name="Code">The argument in PowerShell.</param>
internal sealed record CmdletValue(string Text, string Code)
{
    [return: NotNullIfNotNull(nameof(word))]
    public static implicit operator CmdletValue?(ShellWord? word) => word is null ? null : new(word.Text, word.Code);

    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator CmdletValue?(string? text) => text is null ? null : new(text, PowerShellText.Quote(text));

    /// <summary>A value that is an expression.</summary>
    internal static CmdletValue Expression(string code) => new(code, code);

    /// <summary>Several values as one list.</summary>
    internal static CmdletValue List(IEnumerable<CmdletValue> values)
    {
        CmdletValue[] all = [.. values];
        return new(string.Join(", ", all.Select(v => v.Text)), string.Join(", ", all.Select(v => v.Code)));
    }
}

/// <summary>A cmdlet with its arguments.</summary>
/// <param name="Name">The cmdlet.</param>
/// <param name="Namespace">What -Namespace is given; null where it is not said.</param>
internal sealed record CmdletCall(string Name, CmdletValue? Namespace = null) : PowerShellStatement
{
    /// <summary>The arguments in order: parameter (null for one by its position) and value (null for a switch).</summary>
    internal IReadOnlyList<(string? Parameter, CmdletValue? Value)> Arguments { get; init; } = [];

    /// <summary>What is piped into, behind it.</summary>
    internal CmdletCall? Next { get; init; }

    /// <summary>Whether it only looks.</summary>
    internal bool IsReading => Name.StartsWith("Get-", StringComparison.Ordinal) && (Next?.IsReading ?? true)
        || Name.StartsWith("Test-", StringComparison.Ordinal) || Name.StartsWith("Find-", StringComparison.Ordinal);

    internal override string Code
    {
        get
        {
            var code = new StringBuilder(Name);
            foreach ((string? parameter, CmdletValue? value) in Arguments)
            {
                if (parameter is not null)
                    code.Append(" -").Append(parameter);
                if (value is not null)
                    code.Append(parameter is not null && value.Text is "$false" or "$true" ? ":" : " ").Append(value.Code);
            }

            if (Namespace is not null)
                code.Append(" -Namespace ").Append(Namespace.Code);
            if (Next is not null)
                code.Append(" | ").Append(Next.Code);
            return code.ToString();
        }
    }

    /// <summary>The same with an argument by position; nothing where there is no value.</summary>
    internal CmdletCall With(CmdletValue? value) => value is null ? this : this with { Arguments = [.. Arguments, (null, value)] };

    /// <summary>The same with a parameter; nothing where there is no value.</summary>
    internal CmdletCall With(string parameter, CmdletValue? value) => value is null ? this : this with { Arguments = [.. Arguments, (parameter, value)] };

    /// <summary>The same with a switch, where it is set.</summary>
    internal CmdletCall Switch(string parameter, bool isSet = true) => isSet ? this with { Arguments = [.. Arguments, (parameter, null)] } : this;

    /// <summary>The same with a switch that is said to be on or off.</summary>
    internal CmdletCall OnOff(string parameter, bool? isOn)
        => isOn is null ? this : isOn.Value ? Switch(parameter) : With(parameter, CmdletValue.Expression("$false"));

    /// <summary>The same, piped into another cmdlet.</summary>
    internal CmdletCall PipeTo(string cmdlet) => this with { Next = new CmdletCall(cmdlet) };

    /// <summary>The value of a parameter; null where it is not given.</summary>
    internal CmdletValue? this[string parameter] => Arguments.FirstOrDefault(a => a.Parameter == parameter).Value;

    /// <summary>The value at a position; null where there is none.</summary>
    internal CmdletValue? this[int position] => Arguments.Where(a => a.Parameter is null).ElementAtOrDefault(position).Value;

    /// <summary>Whether a switch or a parameter is given.</summary>
    internal bool Has(string parameter) => Arguments.Any(a => a.Parameter == parameter);

    /// <summary>The same without a parameter.</summary>
    internal CmdletCall Without(string parameter) => this with { Arguments = [.. Arguments.Where(a => a.Parameter != parameter)] };
}
