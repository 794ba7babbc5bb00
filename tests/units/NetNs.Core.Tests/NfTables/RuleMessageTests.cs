using System.Net;
using NetNs.NfTables;
using NetNs.Operations;
using NetNs.Tests.Support;

namespace NetNs.Tests.NfTables;

public sealed class RuleMessageTests
{
    private const int Loopback = 1;

    [Fact]
    public void Publishing_by_a_map_is_the_rule_that_nft_makes()
        => NfAssert.IsRule("nftables-request-rule-dnat", new RuleBuilder()
            .Family(NfFamily.IPv4)
            .TranslateDestination(NfFamily.IPv4, "publish4", PacketField.TransportProtocol, PacketField.DestinationPort));

    [Fact]
    public void Publishing_an_IPv6_address_takes_the_port_from_behind_four_words()
        => NfAssert.IsRule("nftables-request-rule-dnat-ipv6", new RuleBuilder()
            .Family(NfFamily.IPv6)
            .TranslateDestination(NfFamily.IPv6, "publish6", PacketField.TransportProtocol, PacketField.DestinationPort));

    // nft adds a byteorder step for the protocol that turns nothing: one byte in units of two.
    [Fact]
    public void Publishing_for_a_prefix_of_clients_is_the_rule_that_nft_makes_without_its_empty_step()
    {
        RuleMessage captured = RuleMessage.Parse(Fixture.Payload("nftables-request-rule-dnat-intervals"));
        RuleBuilder ours = new RuleBuilder()
            .InAnonymousSet(SetMessage.Anonymous("NetNs", KeyField.Protocol, 3) with { Id = 2 }, PacketField.TransportProtocol)
            .Family(NfFamily.IPv4)
            .TranslateDestination(NfFamily.IPv4, "publish4_from", PacketField.IPv4Source, PacketField.IPv4Destination, PacketField.TransportProtocol, PacketField.DestinationPort);

        ByteOrderExpression empty = Assert.Single(captured.Expressions.OfType<ByteOrderExpression>());

        Assert.Equal((1u, 2u), (empty.Length, empty.Size));
        NfAssert.IsSame(captured.Expressions.Where(e => e is not ByteOrderExpression), ours.Expressions);
    }

    [Fact]
    public void A_jump_for_what_is_for_this_host_is_the_rule_that_nft_makes()
        => NfAssert.IsRule("nftables-request-rule-jump", new RuleBuilder().DestinationIsLocal().Jump("publish"));

    [Fact]
    public void The_guard_of_the_loopback_addresses_is_the_rule_that_nft_makes()
        => NfAssert.IsRule("nftables-request-rule-guard", new RuleBuilder()
            .NotFromLink(Loopback)
            .Family(NfFamily.IPv4)
            .DestinationWithin(IPNetwork.Parse("127.0.0.0/8"))
            .Count()
            .Drop());

    [Fact]
    public void A_prefix_that_ends_within_a_byte_is_masked()
    {
        RuleMessage captured = RuleMessage.Parse(Fixture.Payload("nftables-request-rule-mask"));
        RuleBuilder ours = new RuleBuilder().Family(NfFamily.IPv4).SourceWithin(IPNetwork.Parse("172.16.0.0/12"));

        NfAssert.IsSame(captured.Expressions.SkipLast(1), ours.Expressions);
        Assert.Equal(new ImmediateExpression(new Verdict(VerdictCode.Accept)), captured.Expressions[^1]);
    }

    [Fact]
    public void The_hairpin_is_the_rule_that_nft_makes()
        => NfAssert.IsRule("nftables-request-rule-hairpin", new RuleBuilder()
            .DestinationWasTranslated()
            .Family(NfFamily.IPv4)
            .InSet("hairpin4", PacketField.IPv4Source, PacketField.IPv4Destination)
            .Masquerade());

    [Fact]
    public void Masquerading_of_subnets_is_the_rule_that_nft_makes()
        => NfAssert.IsRule("nftables-request-rule-masquerade", new RuleBuilder()
            .Family(NfFamily.IPv4)
            .NotInSet("masquerade4", PacketField.IPv4Destination)
            .InSet("masquerade4", PacketField.IPv4Source)
            .Masquerade());

    [Fact]
    public void Masquerading_on_one_link_is_the_rule_that_nft_makes()
        => NfAssert.IsRule("nftables-request-rule-masquerade-out", new RuleBuilder()
            .Family(NfFamily.IPv4)
            .InSet("masquerade4_out", PacketField.IPv4Source, PacketField.OutputLinkName)
            .Masquerade());

    [Fact]
    public void A_fixed_source_address_from_a_map_is_the_rule_that_nft_makes()
        => NfAssert.IsRule("nftables-request-rule-snat", new RuleBuilder()
            .Family(NfFamily.IPv4)
            .TranslateSource(NfFamily.IPv4, "snat4", PacketField.IPv4Source));

    [Fact]
    public void A_range_is_read_and_written_as_nft_does()
    {
        RuleMessage captured = RuleMessage.Parse(Fixture.Payload("nftables-request-rule-range"));

        RangeExpression range = Assert.Single(captured.Expressions.OfType<RangeExpression>());

        Assert.Equal(RangeOperation.Outside, range.Operation);
        Assert.Equal([0x1f, 0x40], range.From);
        Assert.Equal([0x1f, 0x4a], range.To);
        NfAssert.Writes("nftables-request-rule-range", captured.Write);
    }

    [Fact]
    public void Every_rule_of_nft_is_written_as_it_was_read()
        => Assert.All(Fixture.Names("nftables-request-rule-"), fixture =>
        {
            if (fixture != "nftables-request-rule-delete")
                NfAssert.Writes(fixture, RuleMessage.Parse(Fixture.Payload(fixture)).Write);
        });

    [Fact]
    public void One_rule_is_removed_by_its_handle()
        => NfAssert.Writes("nftables-request-rule-delete", w => RuleMessage.WriteKey(w, NfFamily.Inet, "NetNs", "publish", 2));

    [Fact]
    public void The_kernel_tells_of_a_translation_also_what_it_filled_in_itself()
    {
        RuleMessage rule = RuleMessage.Parse(Fixture.Payload("nftables-reply-rule-dnat"));

        Assert.Equal(
            new NatExpression(NatType.Destination, NfFamily.IPv4)
            {
                AddressMin = Register.First,
                AddressMax = Register.First,
                PortMin = Register.AtWord(1),
                PortMax = Register.AtWord(1),
                Flags = NatFlags.MapAddresses | NatFlags.PortSpecified,
            },
            rule.Expressions[^1]);
        Assert.NotEqual(0u, rule.Handle);
    }

    [Fact]
    public void Expressions_of_others_that_are_not_known_are_kept_whole()
    {
        RuleMessage rule = RuleMessage.Parse(Fixture.Payload("nftables-reply-rule-foreign"));

        Assert.Equal(["limit", "log", "immediate", "meta", "counter"], rule.Expressions.Select(e => e.Name));
        Assert.Equal(["limit", "log"], rule.Expressions.OfType<UnknownExpression>().Select(e => e.Name));
        Assert.Equal(MetaKey.Mark, Assert.Single(rule.Expressions.OfType<MetaSetExpression>()).Key);
    }

    [Fact]
    public void The_matches_and_targets_of_iptables_are_kept_whole()
    {
        RuleMessage rule = RuleMessage.Parse(Fixture.Payload("nftables-reply-rule-iptables"));

        MatchExpression match = Assert.Single(rule.Expressions.OfType<MatchExpression>());
        TargetExpression target = Assert.Single(rule.Expressions.OfType<TargetExpression>());
        Assert.Equal(("comment", 0u, 256), (match.Extension, match.Revision, match.Info.Length));
        Assert.Equal(("MASQUERADE", 0u, 24), (target.Extension, target.Revision, target.Info.Length));
        Assert.Equal((NfFamily.IPv4, "nat", "POSTROUTING"), (rule.Family, rule.Table, rule.Chain));
    }

    [Fact]
    public void The_states_that_iptables_asks_for_are_read()
    {
        RuleMessage rule = RuleMessage.Parse(Fixture.Payload("nftables-reply-rule-iptables-conntrack"));

        MatchExpression match = Assert.Single(rule.Expressions.OfType<MatchExpression>());

        Assert.True(XtConntrackInfo.Matches(match, ConntrackState.Established));
        Assert.True(XtConntrackInfo.Matches(match, ConntrackState.Related));
        Assert.False(XtConntrackInfo.Matches(match, ConntrackState.New));
        Assert.Null(XtConntrackInfo.Matches(match with { Revision = 1 }, ConntrackState.Established));
        Assert.Null(XtConntrackInfo.Matches(match with { Info = match.Info[..100] }, ConntrackState.Established));
        Assert.Null(XtConntrackInfo.Matches(match with { Extension = "comment" }, ConntrackState.Established));
    }
}
