using NetNs.NfTables;

namespace NetNs.Tests.NfTables;

public sealed class RegisterTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 9)]
    [InlineData(3, 11)]
    [InlineData(4, 2)]
    [InlineData(5, 13)]
    [InlineData(12, 4)]
    [InlineData(15, 23)]
    public void A_word_goes_by_the_number_that_the_kernel_gives_it(int word, uint number) => Assert.Equal(number, Register.AtWord(word).Number);

    [Theory]
    [InlineData(-1)]
    [InlineData(16)]
    public void There_are_sixteen_words(int word) => Assert.Throws<ArgumentOutOfRangeException>(() => Register.AtWord(word));
}
