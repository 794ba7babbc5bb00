using NetNs.NfTables;

namespace NetNs.Tests.NfTables;

public sealed class UserDataTests
{
    [Fact]
    public void A_comment_is_text_with_a_NUL_behind_type_and_length()
        => Assert.Equal("\0\x04" + "br0\0", string.Concat(UserData.OfComment("br0")!.Bytes.Select(b => (char)b)));

    [Fact]
    public void Values_stand_behind_each_other_and_are_found_by_type()
    {
        UserData userData = new UserData([]).With(UserDataType.SetKeyByteOrder, 2).With(UserDataType.SetComment, "Ä").With(9, [1, 2]);

        Assert.Equal((2u, "Ä"), (userData.GetUInt32(UserDataType.SetKeyByteOrder), userData.GetString(UserDataType.SetComment)));
        Assert.Null(userData.GetString(UserDataType.ElementFlags));
    }

    [Fact]
    public void The_longest_comment_fits_and_a_longer_one_is_refused()
    {
        string longest = new('x', UserData.MaxCommentBytes);

        Assert.Equal(longest, UserData.OfComment(longest)!.Comment);
        Assert.Throws<ArgumentException>(() => UserData.OfComment(longest + "x"));
        Assert.Throws<ArgumentException>(() => UserData.OfComment(new string('ä', UserData.MaxCommentBytes / 2) + "x"));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        UserData full = new UserData([]).With(1, new byte[UserData.MaxLength - 2]);

        Assert.Throws<ArgumentException>(() => full.With(2, []));
        Assert.Throws<ArgumentException>(() => new UserData([]).With(1, new byte[UserData.MaxLength]));
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 9, 1 })]
    [InlineData(new byte[] { 5, 1, 1, 0, 200 })]
    public void Bytes_of_another_form_hold_no_comment_and_are_kept(byte[] bytes)
    {
        var userData = new UserData(bytes);

        Assert.Null(userData.Comment);
        Assert.Equal(bytes, userData.Bytes);
    }

    [Fact]
    public void A_comment_without_its_NUL_is_read_as_well() => Assert.Equal("ab", new UserData([0, 2, (byte)'a', (byte)'b']).Comment);
}
