using System.Globalization;

namespace NetNs.Translation;

/// <summary>The words that set a port of a bridge: <c>type bridge_slave …</c>, <c>bridge link set …</c>.</summary>
internal static class PortSettings
{
    private static readonly Dictionary<string, string> _switches = new()
    {
        ["hairpin"] = "Hairpin", ["isolated"] = "Isolated", ["learning"] = "Learning", ["flood"] = "Flood", ["guard"] = "Guard", ["bpdu_guard"] = "Guard",
    };

    /// <summary>The call with what the words set; what has no equivalent goes to a list.</summary>
    internal static CmdletCall Of(CmdletCall call, WordReader words, List<string> left)
    {
        while (!words.IsAtEnd)
        {
            string word = words.Take("a setting").Text;
            if (_switches.TryGetValue(word, out string? name))
                call = call.OnOff(name, words.TakeOnOff());
            else if (word is "cost" or "priority")
                call = call.With(word == "cost" ? "Cost" : "Priority", words.Take("a number"));
            else
                left.Add(words.IsAtEnd ? word : $"{word} {words.Take("a value").Text}");
        }

        return call;
    }
}

/// <summary>The words that set a bridge: <c>type bridge …</c>.</summary>
internal static class BridgeSettingWords
{
    private static readonly Dictionary<string, string> _switches = new() { ["stp_state"] = "Stp", ["vlan_filtering"] = "VlanFiltering", ["mcast_snooping"] = "McastSnooping" };

    /// <summary>The call with what the words set; what has no equivalent goes to a list.</summary>
    internal static CmdletCall Of(CmdletCall call, WordReader words, List<string> left)
    {
        while (!words.IsAtEnd)
        {
            string word = words.Take("a setting").Text;
            if (_switches.TryGetValue(word, out string? name))
                call = call.OnOff(name, words.TakeOnOff());
            else if (word is "forward_delay" or "ageing_time")
                call = call.With(word == "forward_delay" ? "ForwardDelay" : "AgeingTime", Seconds(words.Take("a time"), 100));
            else
                left.Add(words.IsAtEnd ? word : $"{word} {words.Take("a value").Text}");
        }

        return call;
    }

    /// <summary>A time as PowerShell takes it.</summary>
    /// <param name="word">A number.</param>
    /// <param name="perSecond">How many of the unit make a second.</param>
    internal static CmdletValue Seconds(ShellWord word, int perSecond)
        => double.TryParse(word.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is >= 0 and < 1e10
            ? TimeSpan.FromSeconds(number / perSecond).ToString("c", CultureInfo.InvariantCulture)
            : throw new NotUnderstoodException($"'{word.Text}' is not a time.");
}
