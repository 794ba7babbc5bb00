namespace NetNs.Translation;

/// <summary>
/// The command lines that a cmdlet stands for, from its text alone. The same words as -Verbose tells, except for what only the kernel
/// knows: such a value is a placeholder in capitals.
/// </summary>
internal sealed partial class CommandTelling
{
    private static readonly Dictionary<string, Action<CommandTelling>> _cmdlets = new(StringComparer.OrdinalIgnoreCase)
    {
        ["New-NetNamespace"] = t => t.NewNamespace(),
        ["Mount-NetNamespace"] = t => t.MountNamespace(),
        ["Remove-NetNamespace"] = t => t.EachNamespace(n => t.Tell($"ip netns delete {ShellText.Quote(n)}")),
        ["Get-NetNamespace"] = t => t.GetNamespace(),
        ["Get-NetNamespaceProcess"] = t => t.EachNamespace(n => t.Tell($"ip netns pids {ShellText.Quote(n)}")),
        ["Enter-NetNamespace"] = t => t.EachNamespace(n => t.Tell($"{Entering(n)} {ShellText.Quote(t.Value("Shell") ?? "pwsh")}")),
        ["Start-NetNamespaceProcess"] = t => t.StartProcess(),
        ["Watch-NetNamespace"] = t => t.Ip("monitor"),
        ["New-VethPair"] = t => t.NewVethPair(),
        ["New-NetLink"] = t => t.NewLink(),
        ["Set-NetLink"] = t => t.EachLink((n, l) => t.SetLink(n, l)),
        ["Enable-NetLink"] = t => t.EachLink((n, l) => t.IpIn(n, $"link set {ShellText.Link(l)} up")),
        ["Disable-NetLink"] = t => t.EachLink((n, l) => t.IpIn(n, $"link set {ShellText.Link(l)} down")),
        ["Rename-NetLink"] = t => t.EachLink((n, l) => t.IpIn(n, $"link set {ShellText.Link(l)} name {t.Quoted("NewName")}"), t.Value("NewName")),
        ["Move-NetLink"] = t => t.MoveLink(),
        ["Remove-NetLink"] = t => t.EachLink((n, l) => t.IpIn(n, $"link delete {ShellText.Link(l)}")),
        ["Get-NetLink"] = t => t.GetLink("link show", "InterfaceAlias"),
        ["Get-NetLinkStatistics"] = t => t.GetLink("-s link show", "Link"),
        ["Get-NetIPConfiguration"] = t => t.GetLink("addr show", "InterfaceAlias"),
        ["New-Bridge"] = t => t.NewBridge(),
        ["Set-Bridge"] = t => t.EachLink((n, l) => t.IpIn(n, $"link set {ShellText.Link(l)} type bridge{t.BridgeWords()}")),
        ["Remove-Bridge"] = t => t.EachLink((n, l) => t.IpIn(n, $"link delete {ShellText.Link(l)}")),
        ["Get-Bridge"] = t => t.GetLink("link show type bridge", "Name"),
        ["Add-BridgePort"] = t => t.AddPort(),
        ["Set-BridgePort"] = t => t.EachLink((n, l) => t.IpIn(n, $"link set {ShellText.Link(l)} type bridge_slave{t.PortWords()}")),
        ["Remove-BridgePort"] = t => t.EachLink((n, l) => t.IpIn(n, $"link set {ShellText.Link(l)} nomaster")),
        ["Get-BridgePort"] = t => t.Tell(t.Tool("bridge", "link show")),
        ["Get-BridgeForwarding"] = t => t.Tell(t.Tool("bridge", $"fdb show{(t.FirstLink() is { } bridge ? $" br {ShellText.Quote(bridge)}" : "")}")),
        ["Connect-Bridge"] = t => t.ConnectBridge(),
        ["Disconnect-Bridge"] = t => t.EachNamespace(n => t.Ip($"link delete {ShellText.Link("veth-" + n)}")),
        ["New-NetIPAddress"] = t => t.NewAddress(),
        ["Remove-NetIPAddress"] = t => t.RemoveAddress(),
        ["Get-NetIPAddress"] = t => t.GetLink("addr show", "InterfaceAlias"),
        ["New-NetRoute"] = t => t.Route("add"),
        ["Remove-NetRoute"] = t => t.Route("del"),
        ["Get-NetRoute"] = t => t.Ip($"route show{t.Word("table", "Table")}{t.Word("dev", "InterfaceAlias")}"),
        ["Find-NetRoute"] = t => t.Each("RemoteIPAddress", a => t.Ip($"route get {a}{t.Word("from", "LocalIPAddress")}{t.Word("oif", "InterfaceAlias")}{t.Word("mark", "Mark")}")),
        ["New-NetRule"] = t => t.Rule("add"),
        ["Remove-NetRule"] = t => t.Rule("del"),
        ["Get-NetRule"] = t => t.Ip(t.Value("AddressFamily") is { } family ? $"{(family == "IPv6" ? "-6" : "-4")} rule show" : "rule show"),
        ["Connect-NetNamespace"] = t => t.ConnectNamespaces(),
        ["Restart-NetLink"] = t => t.EachLink((n, l) =>
        {
            t.IpIn(n, $"link set {ShellText.Link(l)} down");
            t.IpIn(n, $"link set {ShellText.Link(l)} up");
        }),
        ["New-NetNeighbor"] = t => t.NewNeighbor(),
        ["Remove-NetNeighbor"] = t => t.Each("IPAddress", a => t.Ip($"neigh del {a}{t.LinkWord()}")),
        ["Get-NetNeighbor"] = t => t.Ip($"neigh show{t.LinkWord()}"),
        ["Set-NetSysctl"] = t => t.Tell(t.Tool("sysctl", $"-w {ShellText.Quote($"{t.Value("Name")}={t.Value("Value")}")}")),
        ["Get-NetSysctl"] = t => t.Each("Name", n => t.Tell(t.Tool("sysctl", ShellText.Quote(n)))),
        ["Enable-NetForwarding"] = t => t.Forwarding("1"),
        ["Disable-NetForwarding"] = t => t.Forwarding("0"),
        ["Get-NetForwarding"] = t => t.Tell(t.Tool("sysctl", "net.ipv4.ip_forward net.ipv6.conf.all.forwarding")),
        ["Add-Masquerade"] = t => t.Masquerade("add"),
        ["Remove-Masquerade"] = t => t.Masquerade("delete"),
        ["Get-Masquerade"] = t => t.Nft("list table inet NetNs"),
        ["Publish-ContainerPort"] = t => t.Publish(),
        ["Unpublish-ContainerPort"] = t => t.Unpublish(),
        ["Get-ContainerPort"] = t => t.Nft("list table inet NetNs"),
        ["Get-NetFirewallHook"] = t => t.Nft("list chains"),
        ["Test-NetConnection"] = t => t.TestConnection(),
        ["Get-NetTCPConnection"] = t => t.Tell(t.Tool("ss", t.Value("State") is "Listen" ? "-tln" : "-tan")),
        ["Get-NetUDPEndpoint"] = t => t.Tell(t.Tool("ss", "-uan")),
    };

    private readonly BoundCmdlet _cmdlet;
    private readonly List<string> _lines = [];
    private readonly List<PipedThing> _output = [];

    private CommandTelling(BoundCmdlet cmdlet) => _cmdlet = cmdlet;

    /// <summary>The cmdlets that are known here.</summary>
    internal static IEnumerable<string> Cmdlets => _cmdlets.Keys;

    /// <summary>Whether a cmdlet stands for command lines.</summary>
    internal static bool Knows(string cmdlet) => _cmdlets.ContainsKey(cmdlet);

    /// <summary>The command lines of a cmdlet, and what it writes.</summary>
    internal static (IReadOnlyList<string> Lines, IReadOnlyList<PipedThing> Output) Of(BoundCmdlet cmdlet)
    {
        var telling = new CommandTelling(cmdlet);
        _cmdlets[cmdlet.Name](telling);
        return (telling._lines, telling._output);
    }

    /// <summary>A program inside a namespace, in a shell.</summary>
    internal static string Inside(string? place, string program) => place is null ? program : $"{Entering(place)} {program}";

    private string? Value(string parameter) => _cmdlet.Value(parameter);

    private string Quoted(string parameter) => ShellText.Quote(Value(parameter) ?? parameter.ToUpperInvariant());

    private void Tell(string line) => _lines.Add(line);

    // Where a cmdlet acts that is about no link of the pipeline. A port is published where the bridge of the piped connection is, not in the container.
    private string? Place => Value("Namespace") ?? (_cmdlet.Name is "Publish-ContainerPort" or "Unpublish-ContainerPort"
        ? _cmdlet.Input.FirstOrDefault(i => i.Kind is PipedKind.Connection)?.BridgeNamespace ?? _cmdlet.Surrounding
        : _cmdlet.Input.FirstOrDefault(i => i.Kind is PipedKind.Namespace)?.Name ?? _cmdlet.Input.FirstOrDefault(i => i.Kind != PipedKind.Text)?.Namespace ?? _cmdlet.Surrounding);

    private void Ip(string arguments) => IpIn(Place, arguments);

    private void IpIn(string? place, string arguments) => Tell(ToolIn(place, "ip", arguments));

    private string Tool(string tool, string arguments) => ToolIn(Place, tool, arguments);

    private static string ToolIn(string? place, string tool, string arguments)
        => place is null ? $"{tool} {arguments}" : IsName(place) && tool is "ip" or "bridge" ? $"{tool} -n {ShellText.Quote(place)} {arguments}" : $"{Entering(place)} {tool} {arguments}";

    private void Nft(string command) => Tell(Tool("nft", ShellText.Quote(command)));

    private static bool IsName(string place) => !place.Contains('/', StringComparison.Ordinal) && !IsProcess(place);

    private static bool IsProcess(string place) => place.Length is > 0 and < 11 && place.All(char.IsAsciiDigit);

    private static string Entering(string place)
        => IsProcess(place) ? $"nsenter --net=/proc/{place}/ns/net" : IsName(place) ? $"ip netns exec {ShellText.Quote(place)}" : $"nsenter --net={ShellText.Quote(place)}";

    private string Word(string word, string parameter) => Value(parameter) is { } value ? $" {word} {ShellText.Quote(value)}" : "";

    private void Each(string parameter, Action<string> tell)
    {
        foreach (string value in _cmdlet.Values(parameter).Concat(_cmdlet.Input.Where(i => i.Kind == PipedKind.Text && !_cmdlet.Has(parameter)).Select(i => i.Name)))
            tell(value);
    }

    // Namespaces that are given or piped.
    private void EachNamespace(Action<string> tell)
    {
        IEnumerable<string> names = _cmdlet.Has("Namespace") ? _cmdlet.Values("Namespace") : _cmdlet.Input.Select(i => i.Kind is PipedKind.Link or PipedKind.Connection ? i.Namespace ?? "NAMESPACE" : i.Name);
        foreach (string name in names)
            tell(name);
    }

    // Links that are given or piped, each in its namespace.
    private void EachLink(Action<string?, string> tell, string? newName = null)
    {
        string[] given = [.. _cmdlet.Values("Link"), .. _cmdlet.Values("Bridge"), .. _cmdlet.Values("InterfaceAlias")];
        IEnumerable<(string?, string)> links = given.Length > 0 ? given.Select(l => (Place, l))
            : _cmdlet.Input.Where(i => i.Kind is PipedKind.Link or PipedKind.Text).Select(i => (i.Kind == PipedKind.Link ? i.Namespace : Value("Namespace") ?? _cmdlet.Surrounding, i.Name));
        foreach ((string? place, string link) in links)
        {
            tell(place, link);
            _output.Add(new PipedThing(PipedKind.Link, newName ?? link, place));
        }
    }

    private string? FirstLink() => Value("InterfaceAlias") ?? Value("Link") ?? Value("Bridge") ?? _cmdlet.Input.FirstOrDefault(i => i.Kind is PipedKind.Link)?.Name;

    private string LinkWord() => FirstLink() is { } link ? $" dev {ShellText.Quote(link)}" : "";
}
