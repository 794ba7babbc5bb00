namespace NetNs.Translation;

/// <summary><c>brctl</c>.</summary>
internal static class Brctl
{
    internal static Meaning Translate(CommandLine command)
    {
        WordReader words = command.Arguments;
        if (words.IsAtEnd)
            return Meaning.Unsupported("brctl alone shows its own help: use Get-Help New-Bridge.");
        string verb = words.Take("a command").Text;
        switch (verb)
        {
            case "show":
                return words.IsAtEnd
                    ? Meaning.Equivalent(null, command.Call("Get-Bridge"), command.Call("Get-BridgePort"))
                    : Meaning.Equivalent(null, command.Call("Get-BridgePort").With("Link", words.Take("a bridge")));
            case "showmacs":
                return Meaning.Exact(command.Call("Get-BridgeForwarding").With(words.Take("a bridge")).Switch("IncludeLocal"));
            case "showstp":
                return Meaning.Partial("The timers of the spanning tree are not shown.", command.Call("Get-BridgePort").With("Link", words.Take("a bridge")));
            case "addbr":
                return Meaning.Equivalent("Its address stays the same whatever ports it gets; without -Down it is up at once.", command.Call("New-Bridge").With(words.Take("a name")).Switch("Down"));
            case "delbr":
                return Meaning.Exact(command.Call("Remove-Bridge").With(words.Take("a bridge")));
            case "addif":
                ShellWord bridge = words.Take("a bridge");
                return Meaning.Exact(command.Call("Add-BridgePort").With(bridge).With(Several(words, "a link")));
            case "delif":
                words.Take("a bridge");
                return Meaning.Exact(command.Call("Remove-BridgePort").With(Several(words, "a link")));
            case "stp":
                return Meaning.Exact(command.Call("Set-Bridge").With(words.Take("a bridge")).OnOff("Stp", words.TakeOnOff()));
            case "setfd":
                return Meaning.Exact(command.Call("Set-Bridge").With(words.Take("a bridge")).With("ForwardDelay", BridgeSettingWords.Seconds(words.Take("a time"), 1)));
            case "setageing":
                return Meaning.Exact(command.Call("Set-Bridge").With(words.Take("a bridge")).With("AgeingTime", BridgeSettingWords.Seconds(words.Take("a time"), 1)));
            case "hairpin":
                words.Take("a bridge");
                return Meaning.Exact(command.Call("Set-BridgePort").With("Link", words.Take("a port")).OnOff("Hairpin", words.TakeOnOff()));
            case "setpathcost" or "setportprio":
                words.Take("a bridge");
                return Meaning.Exact(command.Call("Set-BridgePort").With("Link", words.Take("a port")).With(verb == "setpathcost" ? "Cost" : "Priority", words.Take("a number")));
            default:
                return Meaning.Unsupported($"brctl has no command '{verb}', or it has no equivalent.");
        }
    }

    private static CmdletValue Several(WordReader words, string what)
    {
        var values = new List<CmdletValue> { words.Take(what) };
        while (!words.IsAtEnd)
            values.Add(words.Take(what));
        return CmdletValue.List(values);
    }
}
