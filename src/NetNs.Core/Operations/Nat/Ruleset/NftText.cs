using System.Net;
using System.Text;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>What we do in the words of the nft tool, for -Verbose.</summary>
internal static class NftText
{
    internal static string AddElement(NamespaceContext context, string set, IEnumerable<string> elements) => Element(context, "add", set, elements);

    internal static string DeleteElement(NamespaceContext context, string set, IEnumerable<string> elements) => Element(context, "delete", set, elements);

    /// <summary>An nft command line that acts in the namespace of the context.</summary>
    internal static string Command(NamespaceContext context, string command) => context.Command("nft", ShellText.Quote(command));

    /// <summary>
    /// A string of the nft language. It has no way to write a quote or a control character: such a character becomes a question mark, so that
    /// the text cannot end the string and go on as a command.
    /// </summary>
    internal static string Quote(string text)
        => $"\"{string.Concat(text.Select(c => c == '"' || TerminalText.IsUnsafe(c) ? '?' : c)).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal)}\"";

    /// <summary><c>tcp . 8080 comment "netns:web/4026532345" : 10.88.0.2 . 80</c></summary>
    internal static string Of(PortEntry entry, UserData? tag) => $"{KeyOf(entry)}{Comment(tag)} : {entry.Target} . {entry.TargetPort}";

    /// <summary><c>tcp . 8080</c></summary>
    internal static string KeyOf(PortEntry entry)
    {
        var key = new StringBuilder();
        if (entry.Source is { } source)
            key.Append($"{source} . {(entry.IsForAnyAddress ? $"{entry.HostAddress}/0" : entry.HostAddress.ToString())} . ");
        else if (!entry.IsForAnyAddress)
            key.Append($"{entry.HostAddress} . ");
        return key.Append($"{ContainerPort.NameOf(entry.Protocol)} . {entry.HostPort}").ToString();
    }

    /// <summary>A subnet, in the set that it belongs to.</summary>
    internal static string Element(NamespaceContext context, string verb, MasqueradeEntry entry)
    {
        string key = entry.Link is { } link ? $"{entry.Subnet} . {Quote(link)}" : entry.Subnet.ToString();
        string value = verb == "add" && entry.Source is { } source ? $" : {source}" : "";
        return Element(context, verb, entry.Set, [key + (verb == "add" ? Comment(UserData.OfComment(entry.Comment)) : "") + value]);
    }

    private static string Comment(UserData? tag) => tag?.Comment is { } comment ? $" comment {Quote(comment)}" : "";

    private static string Element(NamespaceContext context, string verb, string set, IEnumerable<string> elements)
        => Command(context, $"{verb} element inet {NatRuleset.Table} {set} {{ {string.Join(", ", elements)} }}");
}
