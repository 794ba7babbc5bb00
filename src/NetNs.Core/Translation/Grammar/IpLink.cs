namespace NetNs.Translation;

/// <summary><c>ip link delete</c>, <c>ip link show</c>, <c>ip tuntap</c>, <c>ip vrf</c>.</summary>
internal static class IpLink
{
    // Kinds as ip writes them, and as Get-NetLink -Kind takes them.
    private static readonly string[] _kinds = ["veth", "bridge", "dummy", "ifb", "macvlan", "macvtap", "ipvlan", "vlan", "vxlan", "vrf", "bond", "gre", "gretap", "ipip", "sit", "geneve", "wireguard", "netkit"];

    internal static Meaning Delete(IpRequest request)
    {
        WordReader words = request.Words;
        if (words.TryTake("group"))
        {
            ShellWord group = words.Take("a group");
            return request.Command.Translator.Memory.Groups.Remove(GroupKey(request, group), out List<CmdletValue>? links)
                ? Meaning.Equivalent(null, request.Call("Remove-NetLink").With(CmdletValue.List(links)))
                : Meaning.Unsupported($"It is not known which links are in group {group.Text}: name them for Remove-NetLink.");
        }

        words.TryTake("dev");
        ShellWord link = words.Take("the name of a link");
        while (words.TryTake("type"))
            words.Take("a kind");
        return IpLinkSet.Unread(words, Meaning.Exact(request.Call("Remove-NetLink").With(link)));
    }

    /// <summary><c>ip link property add dev NAME altname NAME</c>.</summary>
    internal static Meaning Property(IpRequest request)
    {
        WordReader words = request.Words;
        if (!words.TryTake("add"))
            return Meaning.Unsupported("Set-NetLink -AltName takes the alternative names that the link keeps.");
        words.TryTake("dev");
        ShellWord link = words.Take("the name of a link");
        Dictionary<string, List<CmdletValue>> all = request.Command.Translator.Memory.AlternativeNames;
        string key = $"{request.Command.Place?.Text}\n{link.Text}";
        if (!all.TryGetValue(key, out List<CmdletValue>? names))
            all[key] = names = [];
        while (words.TryTake("altname"))
            names.Add(words.Take("a name"));
        return IpLinkSet.Unread(words, Meaning.Partial("-AltName sets all alternative names: others that the link has are removed.", request.Call("Set-NetLink").With(link).With("AltName", CmdletValue.List(names))));
    }

    internal static Meaning Show(IpRequest request)
    {
        CmdletCall call = request.Call(request.Options.Contains("stats") ? "Get-NetLinkStatistics" : "Get-NetLink");
        bool isAll = request.Options.Contains("all");
        Meaning? partial = null;
        WordReader words = request.Words;
        while (!words.IsAtEnd)
        {
            if (words.TryTake("up"))
            {
                partial = Meaning.Partial("Of all links, those that are up are: Where-Object AdminState -eq Up.");
            }
            else if (words.TryTake("master"))
            {
                call = call.With("Bridge", words.Take("a bridge"));
            }
            else if (words.TryTake("type"))
            {
                ShellWord kind = words.Take("a kind");
                call = call.With("Kind", _kinds.Contains(kind.Text) ? (CmdletValue)(char.ToUpperInvariant(kind.Text[0]) + kind.Text[1..]) : kind);
            }
            else
            {
                words.TryTake("dev");
                ShellWord name = words.Take("the name of a link");
                if (call[0] is not null)
                    return Meaning.Partial(IpRequest.Unread(name.Text), call);
                call = call.With(name);
            }
        }

        call = call.Switch("AllNamespaces", isAll);
        return partial is null ? Meaning.Exact(call) : partial with { Statements = [call] };
    }

    internal static Meaning AddTun(IpRequest request)
    {
        WordReader words = request.Words;
        ShellWord? name = null, user = null;
        string kind = "Tun";
        var left = new List<string>();
        while (!words.IsAtEnd)
        {
            if (words.TryTake("mode"))
                kind = words.Take("'tun' or 'tap'").Text is "tap" ? "Tap" : "Tun";
            else if (words.TryTake("user"))
                user = words.Take("a user");
            else if (words.TryTake("dev") || name is null)
                name = words.Take("the name of a link");
            else
                left.Add(words.Take("a word").Text);
        }

        if (name is null)
            return Meaning.Unsupported("The kernel chooses the name here: New-NetLink wants one.");
        CmdletCall call = request.Call("New-NetLink").With(name).With(kind).With("UserId", user);
        if (user is not null && !user.Text.All(char.IsAsciiDigit))
            left.Add($"user {user.Text} (-UserId takes a number, see id -u)");
        return left.Count == 0 ? Meaning.Exact(call) : Meaning.Partial($"Without an equivalent: {string.Join(", ", left)}.", call);
    }

    internal static Meaning DeleteTun(IpRequest request)
    {
        WordReader words = request.Words;
        words.TryTake("dev");
        return Meaning.Exact(request.Call("Remove-NetLink").With(words.Take("the name of a link")));
    }

    internal static Meaning ShowTun(IpRequest request) => Meaning.Exact(request.Call("Get-NetLink").With("Kind", CmdletValue.Expression("Tun, Tap")));

    internal static Meaning ShowVrf(IpRequest request) => Meaning.Exact(request.Call("Get-NetLink").With("Kind", "Vrf"));

    /// <summary>What a link is remembered by: its namespace and its name.</summary>
    internal static string Key(CmdletValue? place, CmdletValue link) => $"{place?.Text}\n{link.Text}";

    internal static string GroupKey(IpRequest request, ShellWord group) => $"{request.Command.Place?.Text}\n{group.Text}";
}
