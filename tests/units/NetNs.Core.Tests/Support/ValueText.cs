using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;

namespace NetNs.Tests.Support;

/// <summary>
/// The whole of a message as text, one property per line, for comparing: records compare arrays by reference, and a
/// difference should show itself in the failure.
/// </summary>
internal static class ValueText
{
    internal static string Of(object? value)
    {
        var text = new StringBuilder();
        Append(text, value, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null:
                text.Append("null\n");
                break;
            case byte[] bytes:
                text.Append(Convert.ToHexString(bytes)).Append('\n');
                break;
            case string or IPAddress or Enum or IFormattable or bool:
                text.Append(CultureInfo.InvariantCulture, $"{value}\n");
                break;
            case IEnumerable items:
                text.Append('\n');
                foreach (object? item in items)
                    Append(text.Append(' ', 2 * (depth + 1)).Append("- "), item, depth + 1);
                break;
            default:
                AppendMembers(text, value, depth);
                break;
        }
    }

    private static void AppendMembers(StringBuilder text, object value, int depth)
    {
        const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        text.Append(value.GetType().Name).Append('\n');
        IEnumerable<(string Name, object? Value)> members =
        [
            .. value.GetType().GetProperties(Instance).Where(p => p.Name != "EqualityContract" && p.GetIndexParameters().Length == 0).Select(p => (p.Name, p.GetValue(value))),
            .. value.GetType().GetFields(Instance).Where(f => !f.Name.Contains('<', StringComparison.Ordinal)).Select(f => (f.Name, f.GetValue(value))),
        ];
        foreach ((string name, object? member) in members.Where(m => m.Value is not null))
            Append(text.Append(' ', 2 * (depth + 1)).Append(name).Append(": "), member, depth + 1);
    }
}
