using System.Globalization;
using NetNs.Tests.Support;
using Xunit.Abstractions;

namespace NetNs.Tests.Fuzzing;

/// <summary>
/// Whatever bytes come, whoever reads them ends in a value or in <see cref="NetNs.Netlink.NetlinkFormatException"/>, soon, and without
/// taking memory for what a length promises. NETNS_FUZZ_INPUTS chooses how many (100,000), NETNS_FUZZ_SEED which.
/// </summary>
public sealed class SpoiledInputTests(ITestOutputHelper output)
{
    // Of one input: it takes microseconds, and a machine may be busy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_spoiled_input_is_a_value_or_a_format_error()
    {
        long inputs = Fuzzer.FromEnvironment("NETNS_FUZZ_INPUTS", 100_000);
        int seed = (int)Fuzzer.FromEnvironment("NETNS_FUZZ_SEED", 20250722);
        FuzzTarget[] targets = [.. FuzzTargets.All()];
        long each = Math.Max(1, inputs / targets.Length);
        var begun = System.Diagnostics.Stopwatch.StartNew();
        long ran = 0, endings = 0, most = 0;
        using var stop = new CancellationTokenSource();
        foreach (FuzzTarget target in targets)
        {
            var fuzzer = new Fuzzer(target, seed);
            Task<string?> run = Task.Factory.StartNew(() => fuzzer.Run(each, stop.Token), stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            long before = -1;
            while (await Task.WhenAny(run, Task.Delay(Patience, CancellationToken.None)) != run)
            {
                Assert.True(before != fuzzer.Ran, $"A parser does not come to an end: {fuzzer.At}");
                before = fuzzer.Ran;
            }

            string? failure = await run;
            Assert.True(failure is null, failure);
            (ran, endings, most) = (ran + fuzzer.Ran, endings + fuzzer.Endings, Math.Max(most, fuzzer.MostAllocated));
        }

        Assert.Equal(each * targets.Length, ran);
        string said = string.Create(CultureInfo.InvariantCulture, $"{ran:n0} inputs for {targets.Length} targets in {begun.Elapsed.TotalSeconds:n0} s (seed {seed}): {endings} different endings, at most {most:n0} bytes allocated for one");
        output.WriteLine(said);
        if (Environment.GetEnvironmentVariable("NETNS_FUZZ_REPORT") is { Length: > 0 } report)
            await File.AppendAllTextAsync(report, said + "\n");
    }

    // The nets above are only as good as what they let through.
    [Theory]
    [InlineData("throws")]
    [InlineData("allocates")]
    public void A_fault_is_found(string fault)
    {
        byte[] seed = Fixture.Payload("reply-link-veth").ToArray();
        var fuzzer = new Fuzzer(new FuzzTarget(fault, [seed], 16, bytes => fault switch
        {
            "throws" => bytes[^1],
            _ => new byte[bytes.Length < 4 ? 0 : bytes[^2] << 16],
        }), 1);

        Assert.Contains("seed 1, input", fuzzer.Run(100_000, CancellationToken.None), StringComparison.Ordinal);
    }
}
