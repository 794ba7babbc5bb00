using System.Net;
using NetNs.NfTables;

namespace NetNs.Tests.NfTables;

/// <summary>
/// A whole NAT ruleset by way of the API: ports published at any address, at one address and for one prefix of clients; subnets
/// masqueraded everywhere, on one link, or behind a fixed address; hairpins; and the guard of 127.0.0.0/8.
/// </summary>
internal static class NatRuleset
{
    internal const string Table = "NetNs";
    private const int Loopback = 1;

    private static readonly PacketField[] Service = [PacketField.TransportProtocol, PacketField.DestinationPort];

    /// <summary>All of it but the elements.</summary>
    internal static NfBatch Make()
    {
        var batch = new NfBatch();
        batch.AddTable(new TableMessage { Family = NfFamily.Inet, Name = Table, UserData = UserData.OfComment("NetNs module: masquerading and published ports") });
        AddSets(batch, "4", KeyField.IPv4Address);
        AddSets(batch, "6", KeyField.IPv6Address);
        AddChain(batch, "guard", "filter", NfHook.Prerouting, -300, "127.0.0.0/8 answers this host only");
        batch.AddChain(new ChainMessage { Family = NfFamily.Inet, Table = Table, Name = "publish" });
        AddChain(batch, "prerouting", "nat", NfHook.Prerouting, -100);
        AddChain(batch, "output", "nat", NfHook.Output, -100);
        AddChain(batch, "postrouting", "nat", NfHook.Postrouting, 100);

        Add(batch, "guard", new RuleBuilder().NotFromLink(Loopback).Family(NfFamily.IPv4).DestinationWithin(IPNetwork.Parse("127.0.0.0/8")).Count().Drop());
        AddPublishing(batch, NfFamily.IPv4, "4", PacketField.IPv4Source, PacketField.IPv4Destination);
        AddPublishing(batch, NfFamily.IPv6, "6", PacketField.IPv6Source, PacketField.IPv6Destination);
        Add(batch, "prerouting", new RuleBuilder().DestinationIsLocal().Jump("publish"));
        Add(batch, "output", new RuleBuilder().DestinationIsLocal().Jump("publish"));
        Add(
            batch,
            "postrouting",
            new RuleBuilder().DestinationWasTranslated().NotToLink(Loopback).Family(NfFamily.IPv4).SourceWithin(IPNetwork.Parse("127.0.0.0/8")).Masquerade(),
            "from this host by 127.0.0.1");
        AddMasquerading(batch, NfFamily.IPv4, "4", PacketField.IPv4Source, PacketField.IPv4Destination);
        AddMasquerading(batch, NfFamily.IPv6, "6", PacketField.IPv6Source, PacketField.IPv6Destination);
        return batch;
    }

    internal static SetElementMessage In(string set, params SetElement[] elements)
        => new() { Family = NfFamily.Inet, Table = Table, Set = set, Elements = elements };

    /// <summary>A port of any host address.</summary>
    internal static SetElement Published(byte protocol, ushort port, string target, ushort targetPort, string? comment = null) => new()
    {
        Key = new ConcatKey().Protocol(protocol).Port(port).ToArray(),
        Value = Target(target, targetPort),
        UserData = UserData.OfComment(comment),
    };

    /// <summary>A port of one host address.</summary>
    internal static SetElement PublishedOn(string address, byte protocol, ushort port, string target, ushort targetPort, string? comment = null) => new()
    {
        Key = new ConcatKey().Address(IPAddress.Parse(address)).Protocol(protocol).Port(port).ToArray(),
        Value = Target(target, targetPort),
        UserData = UserData.OfComment(comment),
    };

    /// <summary>A port of the addresses of a prefix, for clients of another.</summary>
    internal static SetElement PublishedFrom(string clients, string addresses, byte protocol, ushort port, string target, ushort targetPort, string? comment = null)
    {
        AddressInterval source = AddressInterval.Of(IPNetwork.Parse(clients)), destination = AddressInterval.Of(IPNetwork.Parse(addresses));
        return new SetElement
        {
            Key = new ConcatKey().Address(new IPAddress(source.First)).Address(new IPAddress(destination.First)).Protocol(protocol).Port(port).ToArray(),
            KeyEnd = new ConcatKey().Address(new IPAddress(source.Last)).Address(new IPAddress(destination.Last)).Protocol(protocol).Port(port).ToArray(),
            Value = Target(target, targetPort),
            UserData = UserData.OfComment(comment),
        };
    }

    /// <summary>A subnet, for a set of plain intervals; with a value for a map of them.</summary>
    internal static SetElement[] Subnet(string subnet, string? source = null, string? comment = null)
    {
        AddressInterval interval = AddressInterval.Of(IPNetwork.Parse(subnet));
        return
        [
            .. IntervalSet.Split(new SetElement
            {
                Key = interval.First,
                KeyEnd = interval.Last,
                Value = source is null ? null : IPAddress.Parse(source).GetAddressBytes(),
                UserData = UserData.OfComment(comment),
            }),
        ];
    }

    /// <summary>A subnet with what else the key is made of.</summary>
    internal static SetElement Subnet(string subnet, Func<ConcatKey, ConcatKey> rest, string? source = null, string? comment = null)
    {
        AddressInterval interval = AddressInterval.Of(IPNetwork.Parse(subnet));
        return new SetElement
        {
            Key = rest(new ConcatKey().Address(new IPAddress(interval.First))).ToArray(),
            KeyEnd = rest(new ConcatKey().Address(new IPAddress(interval.Last))).ToArray(),
            Value = source is null ? null : IPAddress.Parse(source).GetAddressBytes(),
            UserData = UserData.OfComment(comment),
        };
    }

    private static byte[] Target(string address, ushort port) => new ConcatKey().Address(IPAddress.Parse(address)).Port(port).ToArray();

    private static void AddSets(NfBatch batch, string version, KeyField address)
    {
        var target = new KeyLayout(address, KeyField.Port);
        var fixedSource = new KeyLayout(address);
        void Set(string name, KeyLayout key, KeyLayout? value, bool intervals, string? comment, bool counted = true)
            => batch.AddSet(SetMessage.Named(Table, name, key, value, intervals, counted, comment));

        Set($"publish{version}", new KeyLayout(KeyField.Protocol, KeyField.Port), target, intervals: false, "at any address of this host");
        Set($"publish{version}_on", new KeyLayout(address, KeyField.Protocol, KeyField.Port), target, intervals: false, "at one address of this host");
        Set($"publish{version}_from", new KeyLayout(address, address, KeyField.Protocol, KeyField.Port), target, intervals: true, "for some clients, at some addresses");
        Set($"hairpin{version}", new KeyLayout(address, address), null, intervals: true, "clients on the link of the target", counted: false);
        Set($"inside{version}", new KeyLayout(address), null, intervals: true, "all subnets below: no translation on the way to them", counted: false);
        Set($"masquerade{version}", new KeyLayout(address), null, intervals: true, "subnets");
        Set($"masquerade{version}_out", new KeyLayout(address, KeyField.LinkName), null, intervals: true, "subnets, leaving by one link");
        Set($"snat{version}", new KeyLayout(address), fixedSource, intervals: true, "subnets behind a fixed address");
        Set($"snat{version}_out", new KeyLayout(address, KeyField.LinkName), fixedSource, intervals: true, "subnets behind a fixed address, leaving by one link");
    }

    private static void AddChain(NfBatch batch, string name, string type, NfHook hook, int priority, string? comment = null) => batch.AddChain(new ChainMessage
    {
        Family = NfFamily.Inet,
        Table = Table,
        Name = name,
        Type = type,
        Policy = VerdictCode.Accept,
        Hook = new ChainHook(hook, priority),
        UserData = UserData.OfComment(comment),
    });

    private static void AddPublishing(NfBatch batch, NfFamily family, string version, PacketField source, PacketField destination)
    {
        // Without it nft refuses to load its own listing of the rule.
        SetMessage protocols = batch.AddAnonymousSet(
            SetMessage.Anonymous(Table, KeyField.Protocol, 3), [new SetElement { Key = [6] }, new SetElement { Key = [17] }, new SetElement { Key = [132] }]);
        Add(batch, "publish", new RuleBuilder()
            .InAnonymousSet(protocols, PacketField.TransportProtocol)
            .Family(family)
            .TranslateDestination(family, $"publish{version}_from", [source, destination, .. Service]));
        Add(batch, "publish", new RuleBuilder().Family(family).TranslateDestination(family, $"publish{version}_on", [destination, .. Service]));
        Add(batch, "publish", new RuleBuilder().Family(family).TranslateDestination(family, $"publish{version}", Service));
    }

    // The destination first: what is not translated then is not counted either.
    private static void AddMasquerading(NfBatch batch, NfFamily family, string version, PacketField source, PacketField destination)
    {
        RuleBuilder Outwards() => new RuleBuilder().Family(family).NotInSet($"inside{version}", destination);

        Add(
            batch, "postrouting", new RuleBuilder().DestinationWasTranslated().Family(family).InSet($"hairpin{version}", source, destination).Masquerade(), "hairpin");
        Add(batch, "postrouting", Outwards().TranslateSource(family, $"snat{version}_out", source, PacketField.OutputLinkName));
        Add(batch, "postrouting", Outwards().TranslateSource(family, $"snat{version}", source));
        Add(batch, "postrouting", Outwards().InSet($"masquerade{version}_out", source, PacketField.OutputLinkName).Masquerade());
        Add(batch, "postrouting", Outwards().InSet($"masquerade{version}", source).Masquerade());
    }

    private static void Add(NfBatch batch, string chain, RuleBuilder rule, string? comment = null) => batch.AddRule(rule.In(Table, chain, comment));
}
