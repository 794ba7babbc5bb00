using NetNs.Api;
using NetNs.Tests.Support;

namespace NetNs.Tests.Api;

/// <summary>The sample program uses nothing but the public API, and does what it says.</summary>
public sealed class SampleTests : IClassFixture<LeakCheck>
{
    [KernelFact]
    public void The_quick_start_brings_up_a_lab_and_takes_it_down() => AssertLab(TestProcess.Run("dotnet", Program()));

    // The runtime itself has some forty; an assembly takes two. .NET's Ping, which the sample uses else, takes more.
    [KernelFact]
    public void The_quick_start_works_with_72_descriptors()
    {
        string output = TestProcess.Run("sh", "-c", "ulimit -n 72 && exec dotnet \"$0\" --no-ping", Program());

        Assert.Contains("netns1     eth0  172.18.0.3/16  172.18.0.1", output, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [KernelFact]
    public void The_quick_start_works_with_80_descriptors() => AssertLab(TestProcess.Run("sh", "-c", "ulimit -n 80 && exec dotnet \"$0\"", Program()));

    private static string Program()
    {
        // The configuration that the tests were built in is that of the sample.
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))!);
        return Path.Combine(Repository.Root, "docs/samples/QuickStart/bin", configuration, "net10.0/QuickStart.dll");
    }

    private static void AssertLab(string output)
    {
        Assert.Contains("172.18.0.2: Success", output, StringComparison.Ordinal);
        Assert.Contains("172.18.0.3: Success", output, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    private static void AssertNothingIsLeft()
    {
        Assert.Empty(NetNamespaces.List());
        Assert.DoesNotContain("br0", TestProcess.Run("ip", "-brief", "link"), StringComparison.Ordinal);
    }
}
