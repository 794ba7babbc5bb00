using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Tests.Support;

namespace NetNs.Tests.NfTables;

public sealed class ExpressionTests
{
    /// <summary>One of each kind, with everything that it can carry.</summary>
    private static readonly Expression[] Samples =
    [
        new MetaExpression(MetaKey.OutputLinkName, Register.First),
        new PayloadExpression(Register.AtWord(1), PayloadBase.Transport, 2, 2),
        new CompareExpression(Register.First, CompareOperation.NotEqual, [1, 2, 3]),
        new RangeExpression(Register.First, RangeOperation.Outside, [0, 1], [0, 9]),
        new LookupExpression("publish4", Register.First) { Destination = Register.AtWord(4), SetId = 3, Flags = LookupFlags.Inverted },
        new FibExpression(Register.First, FibResult.AddressType, FibFlags.Destination | FibFlags.InputLink),
        new ConntrackExpression(ConntrackKey.Mark, Register.First) { Direction = 1 },
        new BitwiseExpression(Register.First, Register.AtWord(1), [0xff, 0], [0, 1]),
        new ByteOrderExpression(Register.First, Register.First, ByteOrderOperation.HostToNetwork, 4, 2),
        new ImmediateExpression(Register.AtWord(2), [7, 7]),
        new ImmediateExpression(new Verdict(VerdictCode.Goto, "other")),
        new CounterExpression(3, 300),
        new NatExpression(NatType.Source, NfFamily.IPv6)
        {
            AddressMin = Register.First,
            AddressMax = Register.AtWord(4),
            PortMin = Register.AtWord(8),
            PortMax = Register.AtWord(9),
            Flags = NatFlags.Persistent,
        },
        new MasqueradeExpression { Flags = NatFlags.FullyRandomPort, PortMin = Register.First, PortMax = Register.AtWord(1) },
        new UnknownExpression("limit", [8, 0, 5, 0, 1, 2, 3, 4]),
        new UnknownExpression("notrack", []),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Samples.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void An_expression_is_read_as_it_was_written(int number)
        => Assert.Equal(ValueText.Of(Samples[number]), ValueText.Of(Read(Written(Samples[number]))));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void With_an_attribute_that_is_not_known_it_is_kept_whole(int number)
    {
        // 60 is nobody's number yet; it stands first inside the data.
        byte[] extended = WithAttribute(Samples[number], 60);

        Expression read = Read(extended);

        Assert.IsType<UnknownExpression>(read);
        Assert.Equal(Samples[number].Name, read.Name);
        ByteAssert.Equal(extended, Written(read));
    }

    [Fact]
    public void A_shift_is_not_taken_for_a_mask()
    {
        var writer = new NetlinkWriter();
        using (writer.Nest(ListAttribute.Element))
        {
            writer.Put(ExpressionAttribute.Name, BitwiseExpression.Kind);
            using (writer.Nest(ExpressionAttribute.Data))
            {
                writer.PutBigEndian(BitwiseAttribute.Source, 1u);
                writer.PutBigEndian(BitwiseAttribute.Destination, 1u);
                writer.PutBigEndian(BitwiseAttribute.Operation, (uint)BitwiseOperation.LeftShift);
            }
        }

        Assert.IsType<UnknownExpression>(Read(writer.Written));
    }

    private static Expression Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new AttributeReader(bytes);
        Assert.True(reader.MoveNext());
        return Expression.Parse(reader.Current);
    }

    private static byte[] Written(Expression expression)
    {
        var writer = new NetlinkWriter();
        expression.Write(writer, ListAttribute.Element);
        return writer.Written.ToArray();
    }

    private static byte[] WithAttribute(Expression expression, ushort type)
    {
        NetlinkAttribute data = default;
        var outer = new AttributeReader(Written(expression));
        outer.MoveNext();
        foreach (NetlinkAttribute attribute in outer.Current.Nested)
            data = attribute;
        var writer = new NetlinkWriter();
        using (writer.Nest(ListAttribute.Element))
        {
            writer.Put(ExpressionAttribute.Name, expression.Name);
            using (writer.Nest(ExpressionAttribute.Data))
            {
                writer.PutBigEndian(type, 1u);
                data.Value.CopyTo(writer.Reserve(data.Value.Length));
            }
        }

        return writer.Written.ToArray();
    }
}
