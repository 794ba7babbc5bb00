using System.Diagnostics;
using NetNs.Operations;
using NetNs.Quoting;

namespace NetNs.Tests.Quoting;

public sealed class QuotingTests
{
    // "ip link add a type veth" sets an address: ip takes "a" for "address".
    [Theory]
    [InlineData("a", "dev a")]
    [InlineData("t", "dev t")]
    [InlineData("name", "dev name")]
    [InlineData("eth0", "eth0")]
    [InlineData("a1", "a1")]
    [InlineData("a b", "'a b'")]
    public void A_link_that_is_called_as_a_word_of_ip_gets_dev_before_it(string name, string shown) => Assert.Equal(shown, ShellText.Link(name));

    [Theory]
    [InlineData("veth0", "veth0")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("", "''")]
    [InlineData("a*", "'a*'")]
    [InlineData("=ls", "'=ls'")]
    [InlineData("a=b", "a=b")]
    [InlineData("a\u001b[31m'\\", "$'a\\033[31m\\'\\\\'")]
    public void A_word_is_quoted_where_a_shell_needs_it(string text, string word) => Assert.Equal(word, ShellText.Quote(text));

    [Theory]
    [InlineData("web", "web")]
    [InlineData("/run/netns/web", "/run/netns/web")]
    [InlineData("fd00::1/64", "fd00::1/64")]
    [InlineData("10.0.0.0/24", "10.0.0.0/24")]
    [InlineData("1e3", "'1e3'")]
    [InlineData("0x10", "'0x10'")]
    [InlineData("-Force", "'-Force'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("a\u2019b", "'a\u2019\u2019b'")]
    [InlineData("$(id)", "'$(id)'")]
    [InlineData("a\u001b$b`\"", "\"a`u{1b}`$b```\"\"")]
    [InlineData("", "''")]
    public void An_argument_is_quoted_where_PowerShell_needs_it(string text, string argument) => Assert.Equal(argument, PowerShellText.Quote(text));

    [Theory]
    [InlineData("plain ü 漢", "plain ü 漢")]
    [InlineData("a\u001b[2Jb", "a\\x1b[2Jb")]
    [InlineData("a\nb\u009b\u007f", "a\\x0ab\\x9b\\x7f")]
    [InlineData("a\u202eb", "a\\u202eb")]
    public void A_terminal_gets_no_control_characters(string text, string shown) => Assert.Equal(shown, TerminalText.Escape(text));

    [Fact]
    public void Values_whose_text_is_safe_are_shown_as_they_are()
    {
        object link = new object(), list = new[] { "a", "b" };

        Assert.Equal(5, TerminalText.Show(5));
        Assert.Same(link, TerminalText.Show(link));
        Assert.Same(list, TerminalText.Show(list));
        Assert.Equal(new[] { "a\\x07", "b" }, TerminalText.Show(new[] { "a\a", "b" }));
        Assert.Null(TerminalText.Show(null));
    }

    [Fact]
    public void Messages_of_errors_are_safe_and_keep_their_lines()
    {
        var error = new NetNsException(NetNsError.LinkNotFound, "no \u001b[31m\nline", null, "do \a");

        Assert.Equal("no \\x1b[31m\nline", error.Message);
        Assert.Equal("do \\x07", error.RecommendedAction);
    }

    [Fact]
    public void A_string_of_nft_cannot_end_early() => Assert.Equal("\"a? ; flush ruleset?\\*\\\\\"", NftText.Quote("a\" ; flush ruleset\n*\\"));

    // The shell itself is the witness: what it makes of the word is the text.
    [Fact]
    public void A_shell_reads_every_word_as_the_text()
    {
        string[] texts = [.. Enumerable.Range(1, 0xff).Select(c => $"a{(char)c}0"), "$(id)", "`id`", "'; id; '", "\"$HOME\"", "~root", "!!", "a\\'b\u001b\\'c", "漢\u202e字"];
        var bash = new ProcessStartInfo("bash", ["-c", $"printf '%s\\0' {ShellText.Join(texts)}"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(bash)!;
        string[] read = process.StandardOutput.ReadToEnd().Split('\0')[..^1];

        Assert.Equal(texts, read);
    }
}
