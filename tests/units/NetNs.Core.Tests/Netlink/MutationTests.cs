using System.Globalization;
using NetNs.Netlink;
using NetNs.Tests.Support;

namespace NetNs.Tests.Netlink;

/// <summary>
/// Whatever bytes come, a parser ends in a value or in <see cref="NetlinkFormatException"/>. NETNS_MUTATION_SEED chooses other
/// faults, NETNS_MUTATIONS more of them.
/// </summary>
public sealed class MutationTests
{
    private static readonly int Seed = FromEnvironment("NETNS_MUTATION_SEED", 20250722);
    private static readonly int Mutations = FromEnvironment("NETNS_MUTATIONS", 100_000);

    public static TheoryData<string> Names => [.. Fixture.Names()];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_captured_message_written_anew_reads_the_same(string fixture)
    {
        byte[] message = Fixture.Load(fixture);
        (object value, Action<NetlinkWriter>? write) = Parse(fixture, message);
        if (write is null)
            return;

        byte[] first = Written(write);
        (_, Action<NetlinkWriter>? again) = MessageParsers.For(fixture)(MessageHeader.Read(message), first);

        Assert.NotNull(value);
        ByteAssert.Equal(first, Written(again!));
    }

    [Fact]
    public async Task A_spoiled_message_is_a_value_or_a_format_error()
    {
        IReadOnlyList<string> names = Fixture.Names();
        int each = Math.Max(1, Mutations / names.Count);
        using var stop = new CancellationTokenSource();
        string? at = null;
        Task<string?> run = Task.Run(() => names.Select(n => Spoil(n, each, m => at = m, stop.Token)).FirstOrDefault(f => f is not null));

        Task first = await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(120)));

        await stop.CancelAsync();
        Assert.True(first == run, $"A parser does not come to an end (seed {Seed}): {at}");
        string? failure = await run;
        Assert.True(failure is null, failure);
    }

    // The first mutation that ends in anything else, in words that repeat it.
    private static string? Spoil(string fixture, int count, Action<string> report, CancellationToken stop)
    {
        byte[] original = Fixture.Load(fixture);
        MessageParsers.Parser parser = MessageParsers.For(fixture);
        MessageHeader header = MessageHeader.Read(original);
        // A seed per fixture: a new fixture does not change the faults of the others.
        var mutator = new Mutator(new Random(Seed ^ StableHash(fixture)));
        for (int i = 0; i < count && !stop.IsCancellationRequested; i++)
        {
            byte[] payload = mutator.Mutate(original[MessageHeader.Size..]);
            string where = $"seed {Seed}, {fixture}, mutation {i}: {Convert.ToHexString(payload)}";
            report(where);
            if (Fault(parser, header, payload) is { } fault)
                return $"{where}\n{fault}";
            if (i % 10 == 0 && DumpFault(mutator.Mutate(original)) is { } dumpFault)
                return $"{where}\n{dumpFault}";
        }

        return null;
    }

    private static Exception? Fault(MessageParsers.Parser parser, MessageHeader header, byte[] payload)
    {
        try
        {
            _ = parser(in header, payload);
            return null;
        }
        catch (NetlinkFormatException)
        {
            return null;
        }
#pragma warning disable CA1031 // any other exception is what this test looks for
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
    }

    // The annotated dump is for messages that something is wrong with: it never fails.
    private static Exception? DumpFault(byte[] datagram)
    {
        try
        {
            return MessageDump.Format(NetlinkFamily.Route, datagram).Length > 0 || datagram.Length == 0 ? null : new InvalidOperationException("The dump is empty.");
        }
#pragma warning disable CA1031 // any exception is what this test looks for
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
    }

    private static (object Value, Action<NetlinkWriter>? Write) Parse(string fixture, byte[] message)
        => MessageParsers.For(fixture)(MessageHeader.Read(message), message.AsSpan(MessageHeader.Size));

    private static byte[] Written(Action<NetlinkWriter> write)
    {
        var writer = new NetlinkWriter();
        write(writer);
        return writer.Written.ToArray();
    }

    // string.GetHashCode differs from run to run.
    private static int StableHash(string text) => text.Aggregate(17, (hash, c) => unchecked((hash * 31) + c));

    private static int FromEnvironment(string name, int otherwise)
        => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
