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

    // Among NAT chains of equal priority the newest comes first, so that the order would depend on who started last. These come before
    // those of Docker, Podman, CNI, kube-proxy, iptables (-100, 100) and firewalld (-90, 110): a port that is published here is served here,
    // and what leaves under a fixed address does so although a rule of somebody else masquerades everything.
    private const int DestinationNat = -105; // NF_IP_PRI_NAT_DST - 5
    private const int SourceNat = 95; // NF_IP_PRI_NAT_SRC - 5

    private static readonly IPNetwork Loopback = new(IPAddress.Parse("127.0.0.0"), 8);
    private static readonly IPNetwork IPv6Loopback = new(IPAddress.IPv6Loopback, 128);
    private static readonly PacketField[] Service = [PacketField.TransportProtocol, PacketField.DestinationPort];

    /// <summary>The priority of our chains that translate destinations: chains of others with a lower or the same one may come first.</summary>
    internal static int DestinationNatPriority => DestinationNat;

    /// <summary>All sets and maps, without elements.</summary>
    internal static IReadOnlyList<SetMessage> Sets { get; } =
    [
        .. SetsOf(NatSets.IPv4, KeyField.IPv4Address),
        SetMessage.Named(Table, NatSets.Loopback, new KeyLayout(KeyField.LinkIndex), comment: "links to targets that 127.0.0.1 leads to"),
        SetMessage.Named(Table, NatSets.Unserved, new KeyLayout(KeyField.Protocol, KeyField.Port), comment: "ports that 127.0.0.1 does not lead to"),
        .. SetsOf(NatSets.IPv6, KeyField.IPv6Address),
    ];

    /// <summary>All chains, without rules. A chain that rules jump to stands before them.</summary>
    internal static IReadOnlyList<ChainMessage> Chains { get; } =
    [
        Chain("guard", "filter", NfHook.Prerouting, Raw, "127.0.0.0/8 belongs to this host alone"),
        new ChainMessage { Family = NfFamily.Inet, Table = Table, Name = PublishChain },
        Chain("prerouting", "nat", NfHook.Prerouting, DestinationNat, "connections from outside"),
        Chain("output", "nat", NfHook.Output, DestinationNat, "connections from this host"),
        Chain("postrouting", "nat", NfHook.Postrouting, SourceNat),
    ];

    /// <summary>The whole table.</summary>
    internal static void AddTo(NfBatch batch)
    {
        batch.AddTable(new TableMessage { Family = NfFamily.Inet, Name = Table, UserData = UserData.OfComment(TableComment) });
        foreach (SetMessage set in Sets)
            batch.AddSet(set);
        AddChainsTo(batch);
    }

    /// <summary>The chains with their rules, which are returned too.</summary>
    internal static IReadOnlyList<RuleMessage> AddChainsTo(NfBatch batch)
    {
        List<RuleMessage> rules = [];
        foreach (ChainMessage chain in Chains)
            batch.AddChain(chain);

        // Behind route_localnet the kernel itself would let these in.
        Add("guard", new RuleBuilder().NotFromLink(LoopbackLink).Family(NfFamily.IPv4).DestinationWithin(Loopback).Count().Drop());
        Add("guard", new RuleBuilder().NotFromLink(LoopbackLink).Family(NfFamily.IPv4).SourceWithin(Loopback).Count().Drop());
        AddPublishing(batch, Add, NatSets.IPv4, PacketField.IPv4Source, PacketField.IPv4Destination);
        AddPublishing(batch, Add, NatSets.IPv6, PacketField.IPv6Source, PacketField.IPv6Destination);
        Add("prerouting", new RuleBuilder().DestinationIsLocal().Jump(PublishChain));
        // What cannot be served is left alone: the client is refused at once, and a program that listens there is reached.
        Add("output", new RuleBuilder().Family(NfFamily.IPv6).DestinationWithin(IPv6Loopback).Return());
        Add("output", new RuleBuilder().Family(NfFamily.IPv4).DestinationWithin(Loopback).InSet(NatSets.Unserved, Service).Return());
        Add("output", new RuleBuilder().DestinationIsLocal().Jump(PublishChain));
        Add("postrouting", new RuleBuilder().DestinationWasTranslated().Family(NfFamily.IPv4).SourceWithin(Loopback).InSet(NatSets.Loopback, PacketField.OutputLink).Masquerade(), "from 127.0.0.1");
        AddMasquerading(Add, NatSets.IPv4, PacketField.IPv4Source, PacketField.IPv4Destination);
        AddMasquerading(Add, NatSets.IPv6, PacketField.IPv6Source, PacketField.IPv6Destination);
        return rules;

        void Add(string chain, RuleBuilder rule, string? comment = null)
        {
            RuleMessage message = rule.In(Table, chain, comment);
            rules.Add(message);
            batch.AddRule(message);
        }
    }

    private static IEnumerable<SetMessage> SetsOf(NatSets names, KeyField address)
    {
        var target = new KeyLayout(address, KeyField.Port);
        var fixedSource = new KeyLayout(address);
        SetMessage Set(string name, KeyLayout key, KeyLayout? value, bool intervals, string comment, bool counted = true)
            => SetMessage.Named(Table, name, key, value, intervals, counted, comment);

        yield return Set(names.Publish, new KeyLayout(KeyField.Protocol, KeyField.Port), target, intervals: false, "ports at any address of this host");
        yield return Set(names.PublishOn, new KeyLayout(address, KeyField.Protocol, KeyField.Port), target, intervals: false, "ports at one address of this host");
        yield return Set(names.PublishFrom, new KeyLayout(address, address, KeyField.Protocol, KeyField.Port), target, intervals: true, "ports for some clients only");
        yield return Set(names.Hairpin, new KeyLayout(address, address), null, intervals: true, "clients and targets on one link", counted: false);
        yield return Set(names.Inside, new KeyLayout(address), null, intervals: true, "what subnets below reach under their own addresses", counted: false);
        yield return Set(names.Masquerade, new KeyLayout(address), null, intervals: true, "subnets behind the address of the link they leave by");
        yield return Set(names.MasqueradeOut, new KeyLayout(address, KeyField.LinkName), null, intervals: true, "the same, leaving by one link");
        yield return Set(names.Snat, new KeyLayout(address), fixedSource, intervals: true, "subnets behind a fixed address");
        yield return Set(names.SnatOut, new KeyLayout(address, KeyField.LinkName), fixedSource, intervals: true, "the same, leaving by one link");
    }

    private static ChainMessage Chain(string name, string type, NfHook hook, int priority, string? comment = null) => new()
    {
        Family = NfFamily.Inet,
        Table = Table,
        Name = name,
        Type = type,
        Policy = VerdictCode.Accept,
        Hook = new ChainHook(hook, priority),
        UserData = UserData.OfComment(comment),
    };

    // The nearer the description, the earlier: for these clients, at this address, at any address.
    private static void AddPublishing(NfBatch batch, Action<string, RuleBuilder, string?> add, NatSets names, PacketField source, PacketField destination)
    {
        // Without it nft refuses to load its own listing of the rule.
        SetMessage protocols = batch.AddAnonymousSet(
            SetMessage.Anonymous(Table, KeyField.Protocol, 3),
            [.. Enum.GetValues<TransportProtocol>().Select(p => new SetElement { Key = [(byte)p] })]);
        add(PublishChain, new RuleBuilder()
            .InAnonymousSet(protocols, PacketField.TransportProtocol)
            .Family(names.Family)
            .TranslateDestination(names.Family, names.PublishFrom, [source, destination, .. Service]), null);
        add(PublishChain, new RuleBuilder().Family(names.Family).TranslateDestination(names.Family, names.PublishOn, [destination, .. Service]), null);
        add(PublishChain, new RuleBuilder().Family(names.Family).TranslateDestination(names.Family, names.Publish, Service), null);
    }

    // By one link before by any, and there the destination first: what is not translated then is not counted either.
    private static void AddMasquerading(Action<string, RuleBuilder, string?> add, NatSets names, PacketField source, PacketField destination)
    {
        RuleBuilder Any() => new RuleBuilder().Family(names.Family);
        RuleBuilder Outwards() => Any().NotInSet(names.Inside, destination);

        add("postrouting", new RuleBuilder().DestinationWasTranslated().Family(names.Family).InSet(names.Hairpin, source, destination).Masquerade(), "hairpin");
        add("postrouting", Any().TranslateSource(names.Family, names.SnatOut, source, PacketField.OutputLinkName), null);
        add("postrouting", Any().InSet(names.MasqueradeOut, source, PacketField.OutputLinkName).Masquerade(), null);
        add("postrouting", Outwards().TranslateSource(names.Family, names.Snat, source), null);
        add("postrouting", Outwards().InSet(names.Masquerade, source).Masquerade(), null);
    }
}
