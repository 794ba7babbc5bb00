// The quick start of the README through NetNs.Core: two namespaces on a bridge that reach each other, and all of it gone again.
// Run it in a network stack of its own: tests/private-stack.sh dotnet run --project docs/samples/QuickStart
// With --no-ping behind, nobody is pinged: .NET's Ping takes descriptors of its own, and with a limit of 64 there are none for it.
using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.Versioning;
using NetNs;
using NetNs.Api;

[assembly: SupportedOSPlatform("linux")]

const string BridgeName = "br0";
var clock = Stopwatch.StartNew();
using NetStack host = NetStack.Current();
host.Warning += (_, warning) => Console.Error.WriteLine($"warning: {warning.Message}");
string[] names = ["netns0", "netns1"];
try
{
    Say("A bridge with an address: the gateway of what is connected to it.");
    Bridge bridge = host.CreateBridge(new BridgeSpec(BridgeName) { Addresses = ["172.18.0.1/16"] });
    Console.WriteLine($"{bridge}: {bridge.MacAddress}, {bridge.Mtu} bytes");

    Say("Two namespaces, connected to it. Each gets the next free address.");
    List<BridgeConnection> lab = [.. names.Select(name => host.Connect(NetNamespaces.Create(name), BridgeName))];
    Table(["Namespace", "Link", "IPAddress", "Gateway", "HostLink"], lab.Select(c => (string[])[$"{c.Namespace}", $"{c.Link}", $"{c.IPAddress[0]}/{c.PrefixLength[0]}", $"{c.Gateway[0]}", $"{c.HostLink}"]));

    Say("Each is a network stack of its own.");
    using NetStack inside = NetStack.Open(lab[0].Namespace);
    Table(["Index", "Name", "Kind", "State", "Peer"], inside.Links().Select(l => (string[])[$"{l.InterfaceIndex}", l.Name, l.Kind, $"{l.State}", l.PeerName ?? ""]));

    IPAddress[] asked = args.Contains("--no-ping") ? [] : [.. lab.Select(c => c.IPAddress[0])];
    if (asked.Length > 0)
        Say("Do they answer?");
    foreach (IPAddress address in asked)
    {
        using var ping = new Ping();
        PingReply reply = ping.Send(address, timeout: 2000);
        Console.WriteLine($"{address}: {reply.Status}");
        if (reply.Status != IPStatus.Success)
            return 1;
    }
}
finally
{
    // The cables go with the namespaces.
    foreach (NetNamespace made in names.Select(NetNamespaces.Find).OfType<NetNamespace>())
        NetNamespaces.Remove(made.Name!, wait: true);
    if (host.Bridges().Any(b => b.Name == BridgeName))
        host.RemoveBridge(BridgeName);
}

Say($"Taken down again. Left are {NetNamespaces.List().Count} namespaces and the links {string.Join(", ", host.Links())}. All of it took {clock.ElapsedMilliseconds} ms.");
return 0;

static void Say(string text) => Console.WriteLine(Console.IsOutputRedirected ? $"\n# {text}" : $"\n\e[90m# {text}\e[0m");

static void Table(string[] headers, IEnumerable<string[]> rows)
{
    List<string[]> lines = [headers, .. rows];
    int[] widths = [.. headers.Select((_, column) => lines.Max(line => line[column].Length))];
    foreach (string[] line in lines)
        Console.WriteLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
}
