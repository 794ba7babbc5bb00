namespace NetNs.Translation;

/// <summary><c>ip link add</c>.</summary>
internal static class IpLinkAdd
{
    // The kinds that New-NetLink makes, with what ip writes for the kernel's default where ours is another.
    private static readonly Dictionary<string, string> _kinds = new()
    {
        ["dummy"] = "Dummy", ["ifb"] = "Ifb", ["macvlan"] = "Macvlan", ["macvtap"] = "Macvtap", ["ipvlan"] = "Ipvlan", ["vlan"] = "Vlan", ["vxlan"] = "Vxlan", ["vrf"] = "Vrf",
    };

    internal static Meaning Translate(IpRequest request)
    {
        var words = request.Words;
        var near = new NewLink();
        string? kind = null;
        while (!words.IsAtEnd && kind is null)
        {
            if (words.TryTake("type"))
                kind = words.Take("a kind").Text;
            else
                near.Read(words);
        }

        if (kind is null)
            return Meaning.Unsupported("The kind of the link is missing: type veth, type bridge ….");
        Meaning meaning = kind switch
        {
            "veth" => Veth(request, near, words),
            "bridge" => Bridge(request, near, words),
            _ when _kinds.TryGetValue(kind, out string? ours) => Virtual(request, near, ours, words),
            _ => Meaning.Unsupported($"No cmdlet creates links of kind {kind}."),
        };
        return near.Left.Count == 0 || meaning.Statements.Count == 0 ? meaning : meaning.But(NetCommandConfidence.Partial, $"Without an equivalent: {string.Join(", ", near.Left)}.");
    }

    private static Meaning Veth(IpRequest request, NewLink near, WordReader words)
    {
        var far = new NewLink();
        bool hasPeer = words.TryTake("peer");
        while (!words.IsAtEnd)
            (hasPeer ? far : near).Read(words);
        if (near.Name is null || far.Name is null)
            return Meaning.Unsupported("The kernel chooses a name here: New-VethPair wants one for each end.");
        if (near.Name == far.Name && near.Place is null && far.Place is null)
            return Meaning.Unsupported($"Both ends have the name '{near.Name.Text}': the kernel refuses that.");
        near.Left.AddRange(far.Left);
        CmdletCall call = Where(request, near).With(near.Name).With(far.Name)
            .With("MacAddress", near.Mac).With("PeerMacAddress", far.Mac)
            .With("Mtu", near.Mtu is not null && near.Mtu == far.Mtu ? near.Mtu : null)
            .With("Bridge", near.Master)
            .With("PeerNamespace", PeerPlace(request, near, far))
            .Switch("Up", near.Up && far.Up);
        var calls = new List<PowerShellStatement> { call };
        CmdletCall Of(NewLink end, string cmdlet) => new CmdletCall(cmdlet, (end == near ? call.Namespace : call["PeerNamespace"]) ?? null).With(end.Name!);
        foreach (NewLink end in new[] { near, far })
        {
            if (end.Mtu is not null && near.Mtu != far.Mtu)
                calls.Add(Of(end, "Set-NetLink").With("Mtu", end.Mtu));
        }

        if (far.Master is not null)
            calls.Add(new CmdletCall("Add-BridgePort", call["PeerNamespace"]).With(far.Master).With(far.Name));
        if (near.Up != far.Up)
            calls.Add(Of(near.Up ? near : far, "Enable-NetLink"));
        return Meaning.Exact([.. calls]);
    }

    private static CmdletCall Where(IpRequest request, NewLink near)
    {
        CmdletCall call = request.Call("New-VethPair");
        return near.Place is null ? call : call with { Namespace = Entering.PlaceOf(near.Place) };
    }

    // Where the peer is not told, it is where the command acts.
    private static CmdletValue? PeerPlace(IpRequest request, NewLink near, NewLink far)
        => far.Place is not null ? Entering.PlaceOf(far.Place)
            : near.Place is null ? request.Command.Place is null ? null : (CmdletValue)request.Command.Place
            : request.Command.Place is { } place ? (CmdletValue)place
            : CmdletValue.Expression("(Get-NetNamespace -Current)");

    private static Meaning Bridge(IpRequest request, NewLink near, WordReader words)
    {
        if (near.Name is null)
            return Meaning.Unsupported("The kernel chooses the name here: New-Bridge wants one.");
        CmdletCall settings = BridgeSettingWords.Of(request.Call("New-Bridge").With(near.Name).With("MacAddress", near.Mac).With("Mtu", near.Mtu), words, near.Left);
        if (near.Place is not null)
            settings = settings with { Namespace = Entering.PlaceOf(near.Place) };
        string[] later = ["ForwardDelay", "AgeingTime", "McastSnooping"];
        CmdletCall make = later.Aggregate(settings, (c, p) => c.Without(p)).Switch("Down", !near.Up);
        var change = new CmdletCall("Set-Bridge", settings.Namespace) { Arguments = [(null, near.Name), .. settings.Arguments.Where(a => later.Contains(a.Parameter))] };
        PowerShellStatement[] calls = change.Arguments.Count > 1 ? [make, change] : [make];
        return near.Mac is null ? Meaning.Equivalent("Its address stays the same whatever ports it gets.", calls) : Meaning.Exact(calls);
    }

    private static Meaning Virtual(IpRequest request, NewLink near, string kind, WordReader words)
    {
        if (near.Name is null)
            return Meaning.Unsupported("The kernel chooses the name here: New-NetLink wants one.");
        CmdletCall call = request.Call("New-NetLink").With(near.Name).With(kind);
        if (near.Place is not null)
            call = call with { Namespace = Entering.PlaceOf(near.Place) };
        CmdletValue? parent = near.Parent;
        string? mode = null;
        bool hasPort = false;
        while (!words.IsAtEnd)
        {
            string word = words.Take("a setting").Text;
            switch (word)
            {
                case "mode" when kind is "Macvlan" or "Macvtap" or "Ipvlan":
                    mode = words.Take("a mode").Text;
                    break;
                case "id" when kind == "Vlan":
                    call = call.With("VlanId", words.Take("a VLAN id"));
                    break;
                case "id" or "vni" when kind == "Vxlan":
                    call = call.With("Vni", words.Take("a network identifier"));
                    break;
                case "remote" or "group" when kind == "Vxlan":
                    call = call.With("Remote", words.Take("an address"));
                    break;
                case "local" when kind == "Vxlan":
                    call = call.With("Local", words.Take("an address"));
                    break;
                case "dev" when kind == "Vxlan":
                    parent = words.Take("the name of a link");
                    break;
                case "dstport" when kind == "Vxlan":
                    hasPort = true;
                    ShellWord port = words.Take("a port");
                    // 0 is the kernel's own default.
                    call = call.With("Port", port.Text == "0" ? "8472" : port);
                    break;
                case "table" when kind == "Vrf":
                    ShellWord table = words.Take("a table");
                    request.Command.Translator.Memory.Vrfs[IpLink.Key(call.Namespace, near.Name)] = table;
                    call = call.With("Table", table);
                    break;
                default:
                    words.Back();
                    near.Read(words, onlyKnown: true);
                    break;
            }
        }

        // What the kernel takes where ip says nothing: VEPA (macvlan.c), layer 3 (ipvlan_main.c), port 8472 (vxlan_core.c).
        mode ??= kind switch { "Macvlan" or "Macvtap" => "vepa", "Ipvlan" => "l3", _ => null };
        if (parent is not null)
        {
            bool isElsewhere = near.Place is not null;
            call = call.With("Parent", isElsewhere ? CmdletValue.Expression($"({request.Call("Get-NetLink").With(parent).Code})") : parent);
        }

        call = call.With("Mode", mode is null ? null : (CmdletValue)Capital(mode));
        if (kind == "Vxlan" && !hasPort)
            call = call.With("Port", "8472");
        return Meaning.Exact(call.With("Mtu", near.Mtu).With("MacAddress", near.Mac).Switch("Up", near.Up));
    }

    private static string Capital(string mode) => mode.ToLowerInvariant() switch { "l3s" => "L3S", var other => other.Length == 0 ? other : char.ToUpperInvariant(other[0]) + other[1..] };
}
