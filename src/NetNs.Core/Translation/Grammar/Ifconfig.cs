using System.Net;

namespace NetNs.Translation;

/// <summary><c>ifconfig</c> of net-tools.</summary>
internal static class Ifconfig
{
    internal static Meaning Switch(CommandLine command)
    {
        WordReader words = command.Arguments;
        return Meaning.Equivalent("Files that configure the link are not read.", command.Call(command.Program == "ifup" ? "Enable-NetLink" : "Disable-NetLink").With(words.Take("the name of a link")));
    }

    internal static Meaning Translate(CommandLine command)
    {
        WordReader words = command.Arguments;
        while (words.TryTake("-a", "-s", "-v"))
            continue;
        if (words.IsAtEnd)
            return Meaning.Equivalent(null, command.Call("Get-NetIPConfiguration"));
        CmdletValue link = words.Take("the name of a link");
        if (words.IsAtEnd)
            return Meaning.Equivalent(null, command.Call("Get-NetIPConfiguration").With(link));
        CmdletCall set = command.Call("Set-NetLink").With(link);
        ShellWord? address = null, mask = null, broadcast = null;
        bool? up = null;
        var calls = new List<PowerShellStatement>();
        var left = new List<string>();
        while (!words.IsAtEnd)
        {
            ShellWord word = words.Take("a setting");
            switch (word.Text)
            {
                case "up" or "down":
                    up = word.Text == "up";
                    break;
                case "netmask":
                    mask = words.Take("a mask");
                    break;
                case "broadcast":
                    broadcast = words.Take("an address");
                    break;
                case "mtu":
                    set = set.With("Mtu", words.Take("an MTU"));
                    break;
                case "txqueuelen":
                    set = set.With("TxQueueLength", words.Take("a length"));
                    break;
                case "hw":
                    words.TryTake("ether");
                    set = set.With("MacAddress", words.Take("an address"));
                    break;
                case "promisc" or "-promisc":
                    set = set.OnOff("Promiscuous", word.Text == "promisc");
                    break;
                case "inet" or "inet6" or "add" or "del":
                    if (word.Text == "inet")
                        break;
                    ShellWord other = words.TryTake("add", "del") ? words.Take("an address") : words.Take("an address");
                    bool isRemoved = word.Text == "del";
                    calls.Add(command.Call(isRemoved ? "Remove-NetIPAddress" : "New-NetIPAddress").With(other).With("InterfaceAlias", link));
                    break;
                default:
                    if (address is null && (IPAddress.TryParse(word.Text.Split('/')[0], out _) || !word.IsKnown))
                        address = word;
                    else
                        left.Add(word.Text);
                    break;
            }
        }

        if (set.Arguments.Count > 1)
            calls.Insert(0, set);
        if (address?.Text == "0.0.0.0")
        {
            // No address any more.
            calls.Add(command.Call("Get-NetIPAddress").With("InterfaceAlias", link).With("AddressFamily", "IPv4").PipeTo("Remove-NetIPAddress"));
        }
        else if (address is not null)
        {
            calls.Add(command.Call("New-NetIPAddress").With(WithLength(address, mask)).With("InterfaceAlias", link).With("Broadcast", broadcast));
            // An address switches the link on.
            up ??= true;
        }

        if (up is not null)
            calls.Add(command.Call(up.Value ? "Enable-NetLink" : "Disable-NetLink").With(link));
        if (calls.Count == 0)
            return Meaning.Unsupported($"Without an equivalent: {string.Join(", ", left)}.");
        Meaning meaning = address is null ? Meaning.Exact([.. calls]) : Meaning.Equivalent("ifconfig replaces the first address of the link; New-NetIPAddress adds one.", [.. calls]);
        return left.Count == 0 ? meaning : meaning.But(NetCommandConfidence.Partial, $"Without an equivalent: {string.Join(", ", left)}.");
    }

    /// <summary>An address with the length of its prefix, from a mask, or from its class as net-tools does.</summary>
    internal static CmdletValue WithLength(ShellWord address, ShellWord? mask)
    {
        if (mask is not null)
            return LengthOf(mask.Text) is { } length ? address.Append($"/{length}") : throw new NotUnderstoodException($"'{mask.Text}' is not a mask.");
        if (address.Text.Contains('/', StringComparison.Ordinal) || !IPAddress.TryParse(address.Text, out IPAddress? parsed) || parsed.GetAddressBytes() is not [var first, _, _, _])
            return address;
        return address.Append(first < 128 ? "/8" : first < 192 ? "/16" : "/24");
    }

    /// <summary>The length of a prefix that a mask stands for; null where it is none.</summary>
    internal static int? LengthOf(string mask)
    {
        if (!IPAddress.TryParse(mask, out IPAddress? parsed) || parsed.GetAddressBytes() is not { Length: 4 } bytes)
            return null;
        uint bits = ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3];
        int length = System.Numerics.BitOperations.LeadingZeroCount(~bits);
        return length == 32 || bits << length == 0 ? length : null;
    }
}
