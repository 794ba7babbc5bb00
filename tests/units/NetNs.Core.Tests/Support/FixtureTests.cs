namespace NetNs.Tests.Support;

public sealed class FixtureTests
{
    [Fact]
    public void Comments_and_blank_lines_hold_no_bytes()
        => ByteAssert.Equal([0x0a, 0xff, 0x10], Fixture.Parse("# ip link\n\n0a ff # length\n10\n", "here"));

    [Theory]
    [InlineData("0a f # half a byte")]
    [InlineData("0a xx")]
    [InlineData("0aff")]
    public void What_is_no_byte_is_an_error_that_names_the_line(string text)
    {
        FormatException e = Assert.Throws<FormatException>(() => Fixture.Parse("# head\n" + text, "here"));

        Assert.StartsWith("here:2: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fixture_without_bytes_is_an_error()
        => Assert.Throws<FormatException>(() => Fixture.Parse("# nothing", "here"));
}
