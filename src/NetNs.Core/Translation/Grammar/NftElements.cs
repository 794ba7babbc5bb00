namespace NetNs.Translation;

/// <summary><c>nft add element inet NetNs …</c>: what -Verbose tells for our own table, the other way round.</summary>
internal static class NftElements
{
    internal static Meaning Translate(CommandLine command, List<ShellWord> words, bool isAdded)
    {
        string set = words.Count > 4 ? words[4].Text : "";
        string[] inner = [.. words.Skip(5).Select(w => w.Text).SkipWhile(t => t == "{").TakeWhile(t => t != "}")];
        string body = string.Join(' ', inner);
        int comment = body.IndexOf(" comment ", StringComparison.Ordinal);
        string key = (comment < 0 ? body : body[..comment]).Trim();
        int colon = body.LastIndexOf(" : ", StringComparison.Ordinal);
        string value = colon < 0 ? "" : body[(colon + 3)..].Trim();
        if (comment < 0 && colon >= 0)
            key = body[..colon].Trim();
        if (body.Contains(" , ", StringComparison.Ordinal))
            return Meaning.Unsupported("Several elements in one command are not translated.");
        string[] parts = key.Split(" . ");
        if (set.StartsWith("masquerade", StringComparison.Ordinal) || set.StartsWith("snat", StringComparison.Ordinal))
        {
            CmdletCall call = command.Call(isAdded ? "Add-Masquerade" : "Remove-Masquerade").With(parts[0]);
            if (parts.Length > 1)
                call = call.With("OutInterface", parts[1].Trim('"'));
            return Meaning.Exact(call.With("SourceAddress", value.Length == 0 || !isAdded ? null : (CmdletValue)value));
        }

        if (!set.StartsWith("publish", StringComparison.Ordinal) || parts.Length is < 2 or > 4)
            return Meaning.Nothing("It belongs to a masquerade or a published port, which puts it there by itself.");
        string[] target = value.Split(" . ");
        (string protocol, string port) = (parts[^2], parts[^1]);
        string? host = parts.Length > 2 ? parts[^3] : null;
        string? source = parts.Length > 3 ? parts[0] : null;
        if (host is not null && host.EndsWith("/0", StringComparison.Ordinal))
            host = null;
        if (!isAdded)
            return Meaning.Exact(command.Call("Unpublish-ContainerPort").With(port).With("Protocol", protocol).With("HostAddress", host).With("SourcePrefix", source));
        if (target.Length != 2)
            return Meaning.Unsupported("The element names no target.");
        string prefix = host is null ? "" : host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:" : $"{host}:";
        return Meaning.Exact(command.Call("Publish-ContainerPort").With($"{prefix}{port}:{target[1]}{(protocol == "tcp" ? "" : "/" + protocol)}").With("Target", target[0])
            .With("SourcePrefix", source));
    }
}
