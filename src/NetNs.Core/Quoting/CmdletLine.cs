using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace NetNs.Quoting;

/// <summary>A PowerShell command line in a message, written as an interpolated text: each value becomes one quoted argument.</summary>
/// <remarks>Numbers and enumerations need no quotes and get none. A part that is a command line itself is given as a <see cref="CmdletLine"/>.</remarks>
[InterpolatedStringHandler]
internal readonly struct CmdletLine
{
    private readonly StringBuilder _text;

    public CmdletLine(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (16 * formattedCount));

    public void AppendLiteral(string value) => _text.Append(value);

    public void AppendFormatted<T>(T value) => _text.Append(PowerShellText.Quote(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));

    public void AppendFormatted(CmdletLine part) => _text.Append(part.ToString());

    public override string ToString() => _text.ToString();
}
