using NetNs.Nsfs;

namespace NetNs.Tests.Nsfs;

public sealed class CompilerThreadTests
{
    [Fact]
    public void Each_number_is_a_method_of_its_own()
    {
        int[] numbers = [.. Enumerable.Range(0, 300), 9_999, 10_000, 9_999_999];

        Assert.Equal(numbers.Length, numbers.Select(n => CompilerThread.NewMethod(n).Method).Distinct().Count());
    }
}
