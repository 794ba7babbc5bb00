namespace NetNs.Translation;

/// <summary>What a rule of iptables or nft says about address translation.</summary>
internal sealed class NatRule
{
    internal CmdletValue? Source { get; set; }

    internal ShellWord? Destination { get; set; }

    internal CmdletValue? OutLink { get; set; }

    internal string? Protocol { get; set; }

    internal List<ShellWord> Ports { get; } = [];

    /// <summary>"10.0.0.2:80", "10.0.0.2" or "[fd00::2]:80".</summary>
    internal ShellWord? To { get; set; }

    /// <summary>What has no equivalent.</summary>
    internal List<string> Left { get; } = [];

    /// <summary>Packets of a subnet leave under another address.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="isAdded">Whether the rule is added; otherwise it is removed.</param>
    /// <param name="source">The address; null for that of the link.</param>
    internal Meaning Masquerade(CommandLine command, bool isAdded, CmdletValue? source)
    {
        if (Source is null || Source.Text is "0.0.0.0/0" or "::/0")
        {
            return Meaning.Unsupported("Without a source, whatever leaves is masqueraded. Add-Masquerade wants the subnet: Add-Masquerade 10.0.0.0/24"
                + (OutLink is null ? "." : $" -OutInterface {OutLink.Code}."));
        }

        CmdletCall call = command.Call(isAdded ? "Add-Masquerade" : "Remove-Masquerade").With(Network(Source)).With("OutInterface", OutLink).With("SourceAddress", isAdded ? source : null);
        return Finish(Meaning.Equivalent(null, call));
    }

    /// <summary>What comes to a port of the host goes to a container.</summary>
    internal Meaning Publish(CommandLine command, bool isAdded)
    {
        if (To is null)
            return Meaning.Unsupported("The address that it leads to is missing.");
        if (Ports.Count == 0 || Protocol is not ("tcp" or "udp" or "sctp"))
            return Meaning.Unsupported("Publish-ContainerPort publishes ports, and the rule names none.");
        var (address, targetPort) = AddressAndPort(To);
        if (address is null)
            return Meaning.Unsupported("It leads to the host itself: Publish-ContainerPort leads to a container.");
        var ports = new List<CmdletValue>();
        string suffix = Protocol == "tcp" ? "" : "/" + Protocol;
        foreach (ShellWord port in Ports)
            ports.Add(PortText(port, targetPort, suffix));
        string key = $"{command.Place?.Text}\n{string.Join(',', ports.Select(p => p.Text))}\n{Source?.Text}";
        if (!isAdded)
        {
            command.Translator.Memory.Published.Remove(key);
            CmdletCall removal = command.Call("Unpublish-ContainerPort").With(CmdletValue.List(Ports.Select(p => (CmdletValue)p))).With("Protocol", suffix.Length == 0 ? null : (CmdletValue)suffix[1..])
                .With("HostAddress", Destination).With("SourcePrefix", Source);
            return Finish(Meaning.Equivalent("It is published on one way in; the cmdlet ends it on all.", removal));
        }

        if (!command.Translator.Memory.Published.Add(key))
            return Meaning.Nothing("Publish-ContainerPort before does it too: from outside, from this host, and from the container's neighbors.");
        CmdletCall call = command.Call("Publish-ContainerPort").With(CmdletValue.List(ports)).With("Target", address).With("SourcePrefix", Source);
        return Finish(Meaning.Equivalent("It is reached from this host and from the container's neighbors too.", call));
    }

    private Meaning Finish(Meaning meaning) => Left.Count == 0 ? meaning : meaning.But(NetCommandConfidence.Partial, $"Without an equivalent: {string.Join(", ", Left)}.");

    // iptables takes the network of any address in it, and one address for a network of its own.
    private static CmdletValue Network(CmdletValue source)
    {
        if (source.Text.Split('/') is not [var first, ..] halves || !System.Net.IPAddress.TryParse(first, out System.Net.IPAddress? address) || source.Code.Contains('$', StringComparison.Ordinal))
            return source;
        byte[] bytes = address.GetAddressBytes();
        int length = bytes.Length * 8;
        if (halves.Length > 1 && !int.TryParse(halves[1], out length))
            length = Ifconfig.LengthOf(halves[1]) ?? -1;
        if (length < 0 || length > bytes.Length * 8)
            return source;
        for (int bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return $"{new System.Net.IPAddress(bytes)}/{length}";
    }

    // "8080:80", with the host's address before it and the protocol behind it.
    private CmdletValue PortText(ShellWord port, ShellWord? targetPort, string suffix)
    {
        ShellWord host = Range(port);
        ShellWord word = host.Append(":").Append(targetPort is null ? host : Range(targetPort));
        if (Destination is { } destination && !destination.Text.EndsWith("/0", StringComparison.Ordinal))
        {
            ShellWord only = destination.Split('/')[0];
            word = (only.Text.Contains(':', StringComparison.Ordinal) ? ShellWord.Of("[").Append(only).Append("]:") : only.Append(":")).Append(word);
        }

        return suffix.Length == 0 ? word : word.Append(suffix);
    }

    // iptables writes a range as 8000:8010.
    private static ShellWord Range(ShellWord port) => port.Split(':') is [var first, var last] ? first.Append("-").Append(last) : port;

    private static (CmdletValue? Address, ShellWord? Port) AddressAndPort(ShellWord to)
    {
        if (to.Text.StartsWith('[') && to.Split(']') is [var inner, var rest])
            return (inner.Without("["), rest.Text.StartsWith(':') ? rest.Without(":") : null);
        IReadOnlyList<ShellWord> halves = to.Split(':');
        return halves.Count switch
        {
            1 => (to, null),
            2 => (halves[0].Parts.Count == 0 ? null : (CmdletValue)halves[0], halves[1].Parts.Count == 0 ? null : halves[1]),
            _ => (to, null),
        };
    }
}
