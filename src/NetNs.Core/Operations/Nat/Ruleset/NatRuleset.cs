using System.Net;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// Our table as data: its sets and maps, and the constant rules that look things up in them. Ports and subnets come and go as
/// elements; the rules never change, so that a packet is looked up as fast with ten thousand ports as with one.
/// </summary>
/// <remarks>Without the elements; <see cref="NatSets"/> says what these look like. docs/en-US/about_NetNs_Publishing.md shows it as a picture.</remarks>
internal static class NatRuleset
{
    internal const string Table = "NetNs";

    private const string TableComment = "NetNs module: masquerading and published ports";
    private const string PublishChain = "publish";
    private const int LoopbackLink = 1; // lo is the first link of every namespace
    private const int Raw = -300; // NF_IP_PRI_RAW
    private const int DestinationNat = -100; // NF_IP_PRI_NAT_DST
    private const int SourceNat = 100; // NF_IP_PRI_NAT_SRC

    private static readonly IPNetwork Loopback = new(IPAddress.Parse("127.0.0.0"), 8);
    private static readonly PacketField[] Service = [PacketField.TransportProtocol, PacketField.DestinationPort];

    internal static void AddTo(NfBatch batch)
    {
        batch.AddTable(new TableMessage { Family = NfFamily.Inet, Name = Table, UserData = UserData.OfComment(TableComment) });
        AddSets(batch, NatSets.IPv4, KeyField.IPv4Address);
        batch.AddSet(SetMessage.Named(Table, NatSets.Loopback, new KeyLayout(KeyField.LinkName), comment: "links to targets that 127.0.0.1 leads to"));
        AddSets(batch, NatSets.IPv6, KeyField.IPv6Address);

        AddChain(batch, "guard", "filter", NfHook.Prerouting, Raw, "127.0.0.0/8 belongs to this host alone");
        batch.AddChain(new ChainMessage { Family = NfFamily.Inet, Table = Table, Name = PublishChain });
        AddChain(batch, "prerouting", "nat", NfHook.Prerouting, DestinationNat, "connections from outside");
        AddChain(batch, "output", "nat", NfHook.Output, DestinationNat, "connections from this host");
        AddChain(batch, "postrouting", "nat", NfHook.Postrouting, SourceNat);

        // Behind route_localnet the kernel itself would let these in.
        Add(batch, "guard", new RuleBuilder().NotFromLink(LoopbackLink).Family(NfFamily.IPv4).DestinationWithin(Loopback).Count().Drop());
        Add(batch, "guard", new RuleBuilder().NotFromLink(LoopbackLink).Family(NfFamily.IPv4).SourceWithin(Loopback).Count().Drop());
        AddPublishing(batch, NatSets.IPv4, PacketField.IPv4Source, PacketField.IPv4Destination);
        AddPublishing(batch, NatSets.IPv6, PacketField.IPv6Source, PacketField.IPv6Destination);
        Add(batch, "prerouting", new RuleBuilder().DestinationIsLocal().Jump(PublishChain));
        Add(batch, "output", new RuleBuilder().DestinationIsLocal().Jump(PublishChain));
        Add(
            batch,
            "postrouting",
            new RuleBuilder().DestinationWasTranslated().Family(NfFamily.IPv4).SourceWithin(Loopback).InSet(NatSets.Loopback, PacketField.OutputLinkName).Masquerade(),
            "from 127.0.0.1");
        AddMasquerading(batch, NatSets.IPv4, PacketField.IPv4Source, PacketField.IPv4Destination);
        AddMasquerading(batch, NatSets.IPv6, PacketField.IPv6Source, PacketField.IPv6Destination);
    }

    private static void AddSets(NfBatch batch, NatSets names, KeyField address)
    {
        var target = new KeyLayout(address, KeyField.Port);
        var fixedSource = new KeyLayout(address);
        void Set(string name, KeyLayout key, KeyLayout? value, bool intervals, string comment, bool counted = true)
            => batch.AddSet(SetMessage.Named(Table, name, key, value, intervals, counted, comment));

        Set(names.Publish, new KeyLayout(KeyField.Protocol, KeyField.Port), target, intervals: false, "ports at any address of this host");
        Set(names.PublishOn, new KeyLayout(address, KeyField.Protocol, KeyField.Port), target, intervals: false, "ports at one address of this host");
        Set(names.PublishFrom, new KeyLayout(address, address, KeyField.Protocol, KeyField.Port), target, intervals: true, "ports for some clients only");
        Set(names.Hairpin, new KeyLayout(address, address), null, intervals: true, "clients and targets on one link", counted: false);
        Set(names.Inside, new KeyLayout(address), null, intervals: true, "what subnets below reach under their own addresses", counted: false);
        Set(names.Masquerade, new KeyLayout(address), null, intervals: true, "subnets behind the address of the link they leave by");
        Set(names.MasqueradeOut, new KeyLayout(address, KeyField.LinkName), null, intervals: true, "the same, leaving by one link");
        Set(names.Snat, new KeyLayout(address), fixedSource, intervals: true, "subnets behind a fixed address");
        Set(names.SnatOut, new KeyLayout(address, KeyField.LinkName), fixedSource, intervals: true, "the same, leaving by one link");
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

    // The nearer the description, the earlier: for these clients, at this address, at any address.
    private static void AddPublishing(NfBatch batch, NatSets names, PacketField source, PacketField destination)
    {
        // Without it nft refuses to load its own listing of the rule.
        SetMessage protocols = batch.AddAnonymousSet(
            SetMessage.Anonymous(Table, KeyField.Protocol, 3),
            [.. Enum.GetValues<TransportProtocol>().Select(p => new SetElement { Key = [(byte)p] })]);
        Add(batch, PublishChain, new RuleBuilder()
            .InAnonymousSet(protocols, PacketField.TransportProtocol)
            .Family(names.Family)
            .TranslateDestination(names.Family, names.PublishFrom, [source, destination, .. Service]));
        Add(batch, PublishChain, new RuleBuilder().Family(names.Family).TranslateDestination(names.Family, names.PublishOn, [destination, .. Service]));
        Add(batch, PublishChain, new RuleBuilder().Family(names.Family).TranslateDestination(names.Family, names.Publish, Service));
    }

    // By one link before by any, and there the destination first: what is not translated then is not counted either.
    private static void AddMasquerading(NfBatch batch, NatSets names, PacketField source, PacketField destination)
    {
        RuleBuilder Any() => new RuleBuilder().Family(names.Family);
        RuleBuilder Outwards() => Any().NotInSet(names.Inside, destination);

        Add(batch, "postrouting", new RuleBuilder().DestinationWasTranslated().Family(names.Family).InSet(names.Hairpin, source, destination).Masquerade(), "hairpin");
        Add(batch, "postrouting", Any().TranslateSource(names.Family, names.SnatOut, source, PacketField.OutputLinkName));
        Add(batch, "postrouting", Any().InSet(names.MasqueradeOut, source, PacketField.OutputLinkName).Masquerade());
        Add(batch, "postrouting", Outwards().TranslateSource(names.Family, names.Snat, source));
        Add(batch, "postrouting", Outwards().InSet(names.Masquerade, source).Masquerade());
    }

    private static void Add(NfBatch batch, string chain, RuleBuilder rule, string? comment = null) => batch.AddRule(rule.In(Table, chain, comment));
}
