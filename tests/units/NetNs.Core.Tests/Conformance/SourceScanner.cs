using System.Text.RegularExpressions;

namespace NetNs.Tests.Conformance;

/// <summary>
/// Reads from C# sources what each member is called in C: the first word of the comment behind it. Values come from the
/// compiled assembly, only the names from here.
/// </summary>
internal sealed partial class SourceScanner
{
    /// <summary>"NetNs.Route.LinkAttribute" → "Name" → "IFLA_IFNAME". A type's own comment stands under "".</summary>
    internal Dictionary<string, Dictionary<string, string>> Types { get; } = [];

    internal void Scan(string source)
    {
        string space = "";
        var open = new Stack<(string Type, int Depth)>();
        string? announced = null;
        int depth = 0;
        foreach (string line in source.Split('\n'))
        {
            (string code, string comment) = SplitComment(line);
            if (Namespace().Match(code) is { Success: true } n)
                space = n.Groups[1].Value;
            else if (TypeDeclaration().Match(code) is { Success: true } t)
            {
                announced = open.TryPeek(out (string Type, int) outer) ? $"{outer.Type}+{t.Groups[1].Value}" : $"{space}.{t.Groups[1].Value}";
                Remember(announced, "", comment);
            }
            else if (open.Count > 0 && Member(code) is { } member)
                Remember(open.Peek().Type, member, comment);

            foreach (char c in code)
            {
                if (c == '{')
                {
                    depth++;
                    if (announced is not null)
                        open.Push((announced, depth));
                    announced = null;
                }
                else if (c == '}')
                {
                    if (open.TryPeek(out (string, int Depth) top) && top.Depth == depth)
                        open.Pop();
                    depth--;
                }
                else if (c == ';' && announced is not null && !code.Contains("where ", StringComparison.Ordinal))
                    announced = null; // a record without a body
            }
        }
    }

    private void Remember(string type, string member, string comment)
    {
        if (!Types.TryGetValue(type, out Dictionary<string, string>? members))
            Types[type] = members = [];
        if (comment.Length > 0)
            members[member] = comment;
        else
            members.TryAdd(member, "");
    }

    private static (string Code, string Comment) SplitComment(string line)
    {
        string trimmed = line.Trim();
        if (trimmed.StartsWith("//", StringComparison.Ordinal))
            return ("", "");
        int at = trimmed.IndexOf("//", StringComparison.Ordinal);
        return at < 0 ? (trimmed, "") : (trimmed[..at].TrimEnd(), trimmed[(at + 2)..].Trim());
    }

    private static string? Member(string code)
    {
        if (Constant().Match(code) is { Success: true } constant)
            return constant.Groups[1].Value;
        if (Field().Match(code) is { Success: true } field)
            return field.Groups[1].Value;
        return EnumMember().Match(code) is { Success: true } member ? member.Groups[1].Value : null;
    }

    [GeneratedRegex(@"^namespace ([\w.]+);")]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(?:(?:public|internal|private|protected|static|sealed|abstract|partial|readonly|ref|file) )*(?:class|struct|enum|record struct|record class|record) (\w+)")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"\bconst [\w.]+ (\w+) = ")]
    private static partial Regex Constant();

    [GeneratedRegex(@"^(?:internal|public) (?:readonly )?[\w.<>]+ (\w+);")]
    private static partial Regex Field();

    [GeneratedRegex(@"^(\w+) = [^;()]+?(?:\([^;]*\))?,?$")]
    private static partial Regex EnumMember();
}
