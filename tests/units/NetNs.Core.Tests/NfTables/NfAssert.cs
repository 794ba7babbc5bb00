using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Tests.Support;

namespace NetNs.Tests.NfTables;

/// <summary>Both directions of a captured message.</summary>
internal static class NfAssert
{
    /// <summary>Bytes to value.</summary>
    internal static void Parses<T>(string fixture, T expected)
        where T : INetlinkMessage<T>
        => Assert.Equal(ValueText.Of(expected), ValueText.Of(T.Parse(Fixture.Payload(fixture))));

    /// <summary>Value to bytes: just those that nft sends.</summary>
    internal static void Writes(string fixture, Action<NetlinkWriter> write)
    {
        byte[] captured = Fixture.Load(fixture);
        MessageHeader header = MessageHeader.Read(captured);
        var writer = new NetlinkWriter();
        using (writer.Message(header.Type, header.Flags))
            write(writer);
        writer.Seal(0, header.Sequence);
        ByteAssert.Equal(captured, writer.Written);
    }

    /// <summary>Our rule is the one that nft makes, to the byte.</summary>
    internal static void IsRule(string fixture, RuleBuilder rule)
    {
        RuleMessage captured = RuleMessage.Parse(Fixture.Payload(fixture));
        RuleMessage ours = rule.In(captured.Table, captured.Chain, captured.Comment);

        IsSame(captured.Expressions, ours.Expressions);
        Writes(fixture, (ours with { Expressions = Numbered(ours.Expressions) }).Write);
    }

    internal static void IsSame(IEnumerable<Expression> captured, IEnumerable<Expression> ours)
        => Assert.Equal(ValueText.Of(captured), ValueText.Of(Numbered(ours)));

    // nft also numbers sets that their name would do for; ours are numbered where they have no name. The captured ones are number 1.
    private static Expression[] Numbered(IEnumerable<Expression> expressions)
        => [.. expressions.Select(e => e is LookupExpression { SetId: null } lookup ? lookup with { SetId = 1 } : e)];
}
