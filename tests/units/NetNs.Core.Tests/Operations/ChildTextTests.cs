using System.Text;
using NetNs.Operations;

namespace NetNs.Tests.Operations;

public sealed class ChildTextTests
{
    [Fact]
    public void Lines_are_the_same_in_whatever_parts_they_come()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("one\r\n\nzwölf\nrest");
        for (int size = 1; size <= bytes.Length; size++)
        {
            var lines = new List<string>();
            var buffer = new LineBuffer(16);
            foreach (byte[] part in bytes.Chunk(size))
                Assert.True(buffer.Add(part, lines.Add));

            Assert.Equal(["one", "", "zwölf"], lines);
        }
    }

    [Fact]
    public void A_line_that_is_too_long_is_refused()
    {
        var buffer = new LineBuffer(100_000);

        Assert.True(buffer.Add(new byte[100_000], _ => Assert.Fail("no line is complete")));
        Assert.False(buffer.Add(new byte[1], _ => Assert.Fail("no line is complete")));
    }

    [Fact]
    public void Of_a_long_text_the_last_lines_are_kept()
    {
        var tail = new TextTail();
        for (int line = 0; line < 1000; line++)
            tail.Add(Encoding.UTF8.GetBytes($"line {line}\n"));

        Assert.Equal(string.Join('\n', Enumerable.Range(980, 20).Select(l => $"line {l}")), tail.ToString());
    }

    [Fact]
    public void Of_one_long_line_the_end_is_kept()
    {
        var tail = new TextTail();
        tail.Add(new byte[100_000]);
        tail.Add("the end"u8);

        Assert.EndsWith("\\x00the end", tail.ToString(), StringComparison.Ordinal);
        Assert.Equal(4 * (4096 - 7) + 7, tail.ToString().Length);
    }
}
