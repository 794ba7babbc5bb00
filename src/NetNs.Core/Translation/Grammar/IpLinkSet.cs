namespace NetNs.Translation;

/// <summary><c>ip link set</c>.</summary>
internal static class IpLinkSet
{
    internal static Meaning Translate(IpRequest request)
    {
        WordReader words = request.Words;
        if (words.Peek == "group")
            return Meaning.Unsupported("Set-NetLink takes links, not a group of them: Get-NetLink lists them.");
        words.TryTake("dev");
        CmdletValue link = words.Take("the name of a link");
        var calls = new List<PowerShellStatement>();
        var left = new List<string>();
        CmdletCall set = request.Call("Set-NetLink").With(link);
        TranslationMemory memory = request.Command.Translator.Memory;
        CmdletCall? move = null;
        CmdletValue? newName = null;
        bool? up = null;
        while (!words.IsAtEnd)
        {
            string word = words.Take("a setting").Text;
            switch (word)
            {
                case "up" or "down":
                    up = word == "up";
                    break;
                case "mtu":
                    set = set.With("Mtu", words.Take("an MTU"));
                    break;
                case "address" or "addr" or "lladdr":
                    set = set.With("MacAddress", words.Take("an address"));
                    break;
                case "alias":
                    set = set.With("Alias", words.Take("an alias"));
                    break;
                case "txqueuelen" or "txqlen" or "qlen":
                    set = set.With("TxQueueLength", words.Take("a length"));
                    break;
                case "promisc":
                    set = set.OnOff("Promiscuous", words.TakeOnOff());
                    break;
                case "name":
                    newName = words.Take("a name");
                    break;
                case "netns":
                    move = request.Call("Move-NetLink").With(link).With("Destination", Entering.PlaceOf(words.Take("a namespace")));
                    break;
                case "master":
                    ShellWord master = words.Take("a bridge");
                    if (memory.Vrfs.ContainsKey(IpLink.Key(set.Namespace, master)))
                        set = IntoVrf(master);
                    else
                        calls.Add(request.Call("Add-BridgePort").With(master).With(link));
                    break;
                case "nomaster":
                    if (memory.LinksOfVrfs.Remove(IpLink.Key(set.Namespace, link)))
                        set = set.Switch("NoMaster", true);
                    else
                        calls.Add(request.Call("Remove-BridgePort").With(link));
                    break;
                case "group":
                    ShellWord group = words.Take("a group");
                    Remember(request, link, group);
                    set = set.With("Group", group);
                    break;
                case "addrgenmode":
                    calls.Add(AddressMode(request, link, words.Take("a mode").Text));
                    break;
                case "type" or "dev":
                    if (word == "type")
                        calls.Add(OfKind(request, link, words, left));
                    else
                        link = words.Take("the name of a link");
                    break;
                default:
                    left.Add(words.Peek is "on" or "off" ? $"{word} {words.Take("a value").Text}" : word);
                    break;
            }
        }

        // A link that moves is renamed on the way; one that only gets another name has that last.
        if (set.Arguments.Count > 1)
            calls.Insert(0, set.Switch(up == false ? "Down" : "Up", up is not null));
        else if (up is not null)
            calls.Insert(0, request.Call(up.Value ? "Enable-NetLink" : "Disable-NetLink").With(link));
        if (move is not null)
            calls.Add(move.With("NewName", newName));
        else if (newName is not null)
            calls.Add(request.Call("Rename-NetLink").With(link).With(newName));
        if (calls.Count == 0)
            return Meaning.Unsupported(left.Count > 0 ? $"There is no equivalent of {string.Join(", ", left)}." : "It sets nothing.");

        return left.Count > 0 ? Meaning.Partial($"Without an equivalent: {string.Join(", ", left)}.", [.. calls]) : Meaning.Exact([.. calls]);

        CmdletCall IntoVrf(ShellWord vrf)
        {
            memory.LinksOfVrfs.Add(IpLink.Key(set.Namespace, link));
            return set.With("Master", vrf);
        }
    }

    /// <summary>The meaning, with a note about words that were not read.</summary>
    internal static Meaning Unread(WordReader words, Meaning meaning)
        => words.IsAtEnd ? meaning : meaning.But(NetCommandConfidence.Partial, $"Without an equivalent: {string.Join(' ', words.Rest.Select(w => w.Text))}.");

    private static void Remember(IpRequest request, CmdletValue link, ShellWord group)
    {
        Dictionary<string, List<CmdletValue>> groups = request.Command.Translator.Memory.Groups;
        string key = IpLink.GroupKey(request, group);
        if (!groups.TryGetValue(key, out List<CmdletValue>? links))
            groups[key] = links = [];
        links.Add(link);
    }

    // net.ipv6.conf.*.addr_gen_mode: IN6_ADDR_GEN_MODE_*, linux/if_link.h.
    private static CmdletCall AddressMode(IpRequest request, CmdletValue link, string mode)
    {
        string? number = mode switch { "eui64" => "0", "none" => "1", "stable_secret" => "2", "random" => "3", _ => null };
        if (number is null)
            throw new NotUnderstoodException($"ip has no addrgenmode '{mode}'.");
        return request.Call("Set-NetSysctl").With($"net/ipv6/conf/{link.Text}/addr_gen_mode").With(number);
    }

    private static CmdletCall OfKind(IpRequest request, CmdletValue link, WordReader words, List<string> left)
    {
        string kind = words.Take("a kind").Text;
        return kind switch
        {
            "bridge_slave" => PortSettings.Of(request.Call("Set-BridgePort").With("Link", link), words, left),
            "bridge" => BridgeSettingWords.Of(request.Call("Set-Bridge").With(link), words, left),
            _ => throw new NotUnderstoodException($"What is particular to links of kind {kind} cannot be changed here; New-NetLink sets it when it makes them."),
        };
    }
}
