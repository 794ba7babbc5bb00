using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>What a list of expressions, elements or fields is made of, linux/netfilter/nf_tables.h.</summary>
internal static class ListAttribute
{
    internal const ushort Element = 1; // NFTA_LIST_ELEM
}

/// <summary>One expression: what it is called and what it carries, linux/netfilter/nf_tables.h.</summary>
internal static class ExpressionAttribute
{
    internal const ushort Name = 1; // NFTA_EXPR_NAME
    internal const ushort Data = 2; // NFTA_EXPR_DATA
}

/// <summary>
/// One step of a rule: it loads something into a register, compares, looks up, counts or decides. The rule is left at the
/// first step that does not match.
/// </summary>
internal abstract record Expression
{
    /// <summary>The kernel's name of the kind: "payload".</summary>
    internal abstract string Name { get; }

    /// <summary>Writes what stands inside NFTA_EXPR_DATA.</summary>
    protected abstract void WriteData(NetlinkWriter writer);

    internal void Write(NetlinkWriter writer, ushort attribute)
    {
        using (writer.Nest(attribute))
        {
            writer.Put(ExpressionAttribute.Name, Name);
            using (writer.Nest(ExpressionAttribute.Data))
                WriteData(writer);
        }
    }

    internal static void WriteList(NetlinkWriter writer, ushort attribute, IReadOnlyList<Expression> expressions)
    {
        using (writer.Nest(attribute))
        {
            foreach (Expression expression in expressions)
                expression.Write(writer, ListAttribute.Element);
        }
    }

    /// <summary>Reads any expression; one of a kind or with an attribute that is not known here is kept whole as <see cref="UnknownExpression"/>.</summary>
    internal static Expression Parse(in NetlinkAttribute expression)
    {
        string name = "";
        ReadOnlySpan<byte> data = default;
        foreach (NetlinkAttribute attribute in expression.Nested)
        {
            switch (attribute.Type)
            {
                case ExpressionAttribute.Name:
                    name = attribute.String;
                    break;
                case ExpressionAttribute.Data:
                    data = attribute.Value;
                    break;
            }
        }

        return ParseKnown(name, data) ?? new UnknownExpression(name, data.ToArray());
    }

    internal static List<Expression> ParseList(in NetlinkAttribute list)
    {
        List<Expression> expressions = [];
        foreach (NetlinkAttribute expression in list.Nested)
            expressions.Add(Parse(in expression));
        return expressions;
    }

    private static Expression? ParseKnown(string name, ReadOnlySpan<byte> data) => name switch
    {
        MetaExpression.Kind => (Expression?)MetaExpression.Parse(data) ?? MetaSetExpression.Parse(data),
        PayloadExpression.Kind => PayloadExpression.Parse(data),
        CompareExpression.Kind => CompareExpression.Parse(data),
        RangeExpression.Kind => RangeExpression.Parse(data),
        LookupExpression.Kind => LookupExpression.Parse(data),
        FibExpression.Kind => FibExpression.Parse(data),
        ConntrackExpression.Kind => (Expression?)ConntrackExpression.Parse(data) ?? ConntrackSetExpression.Parse(data),
        BitwiseExpression.Kind => BitwiseExpression.Parse(data),
        ByteOrderExpression.Kind => ByteOrderExpression.Parse(data),
        ImmediateExpression.Kind => ImmediateExpression.Parse(data),
        CounterExpression.Kind => CounterExpression.Parse(data),
        NatExpression.Kind => NatExpression.Parse(data),
        MasqueradeExpression.Kind => MasqueradeExpression.Parse(data),
        MatchExpression.Kind => MatchExpression.Parse(data),
        TargetExpression.Kind => TargetExpression.Parse(data),
        _ => null,
    };
}

/// <summary>An expression of somebody else's rule that is not modelled here: its name and what stands inside NFTA_EXPR_DATA, as it came.</summary>
internal sealed record UnknownExpression(string Kind, byte[] Data) : Expression
{
    internal override string Name => Kind;

    // What was inside the attribute is a run of attributes again, or nothing: it stays aligned.
    protected override void WriteData(NetlinkWriter writer) => Data.CopyTo(writer.Reserve(Data.Length));
}
