using NetNs.NfTables;

namespace NetNs.Tests.NfTables;

public sealed class IntervalSetTests
{
    [Fact]
    public void An_interval_is_split_into_its_first_key_and_the_one_behind_its_last()
        => Assert.Equal("0010 0020e", Text(IntervalSet.Split(Interval([0, 0x10], [0, 0x1f]))));

    [Fact]
    public void The_key_behind_carries_over() => Assert.Equal("0001 0100e", Text(IntervalSet.Split(Interval([0, 1], [0, 0xff]))));

    [Fact]
    public void An_interval_up_to_the_highest_key_has_no_end() => Assert.Equal("fff0", Text(IntervalSet.Split(Interval([0xff, 0xf0], [0xff, 0xff]))));

    [Fact]
    public void A_single_key_is_an_interval_of_one() => Assert.Equal("0007 0008e", Text(IntervalSet.Split(new SetElement { Key = [0, 7] })));

    [Fact]
    public void What_was_split_is_joined_again_whatever_the_order()
    {
        SetElement[] intervals = [Interval([0, 0], [0, 0x0f]), Interval([0, 0x10], [0, 0x1f]), Interval([0, 0x30], [0, 0x30]), Interval([0xf0, 0], [0xff, 0xff])];

        List<SetElement> pairs = IntervalSet.Split(intervals);

        foreach (IEnumerable<SetElement> order in new[] { pairs, pairs.AsEnumerable().Reverse(), pairs.OrderBy(p => p.Flags) })
            Assert.Equal(["0000-000f", "0010-001f", "0030-0030", "f000-ffff"], IntervalSet.Join(order).Select(i => $"{Hex(i.Key)}-{Hex(i.KeyEnd!)}"));
    }

    [Fact]
    public void The_end_at_zero_that_nft_writes_is_no_interval()
        => Assert.Equal("0010", Text(IntervalSet.Join([End(0, 0), End(0, 0x20), new SetElement { Key = [0, 0x10] }])));

    [Fact]
    public void A_comment_stays_with_an_interval_that_has_no_end()
        => Assert.Equal("all", IntervalSet.Split(Interval([0, 0], [0xff, 0xff]) with { UserData = UserData.OfComment("all") }).Single().Comment);

    private static SetElement Interval(byte[] first, byte[] last) => new() { Key = first, KeyEnd = last };

    private static SetElement End(params byte[] key) => new() { Key = key, Flags = SetElementFlags.IntervalEnd };

    private static string Text(IEnumerable<SetElement> elements)
        => string.Join(' ', elements.Select(e => Hex(e.Key) + (e.Flags == SetElementFlags.IntervalEnd ? "e" : "")));

    private static string Hex(byte[] key) => Convert.ToHexStringLower(key);
}
