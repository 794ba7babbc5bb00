using Xunit.Sdk;

namespace NetNs.Tests.Support;

public sealed class ByteAssertTests
{
    [Fact]
    public void Equal_bytes_pass() => ByteAssert.Equal([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]);

    [Fact]
    public void Different_bytes_fail_and_the_line_is_flagged()
    {
        FailException failure = Assert.Throws<FailException>(() => ByteAssert.Equal([1, 2, 3, 4, 0x76, 0x62, 0, 0], [1, 2, 3, 4, 0x76, 0x63, 0, 0]));

        Assert.Contains("       0  01 02 03 04 ....    01 02 03 04 ....\n", failure.Message, StringComparison.Ordinal);
        Assert.Contains("!      4  76 62 00 00 vb..    76 63 00 00 vc..\n", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_tail_fails_and_is_flagged()
    {
        FailException failure = Assert.Throws<FailException>(() => ByteAssert.Equal([1, 2, 3, 4, 5], [1, 2, 3, 4]));

        Assert.Contains("5 bytes expected, 4 came", failure.Message, StringComparison.Ordinal);
        Assert.Contains("!      4  05          .\n", failure.Message, StringComparison.Ordinal);
    }
}
