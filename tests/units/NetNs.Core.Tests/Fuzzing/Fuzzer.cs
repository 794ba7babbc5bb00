using System.Globalization;
using System.Text;
using NetNs.Netlink;
using NetNs.Tests.Support;

namespace NetNs.Tests.Fuzzing;

/// <summary>
/// Feeds one target with spoiled inputs, the same ones for the same seed. An input that ends in a way not seen before is kept and spoiled
/// further: so later ones get deeper than any single fault would. A way to end is an error, or the set of what a decoded value holds: that
/// is, which attributes were read. It stands for the coverage of the decoders, whose branches are attributes, and needs no instrumented build.
/// </summary>
internal sealed class Fuzzer(FuzzTarget target, int seed)
{
    private const int MostKept = 4096;
    private const int LongestInput = 32 * 1024;

    // What one parse may allocate: an exception with its stack, a receive buffer where the pool has none, and objects for what is there,
    // not for what a length promises.
    private const long FixedAllowance = 256 * 1024;
    private const long AllowancePerByte = 256;

    private readonly Random _random = new(seed ^ StableHash(target.Name));
    private readonly List<byte[]> _kept = [.. target.Seeds];
    private readonly HashSet<int> _endings = [];
    private long _ran;

    internal long Ran => Interlocked.Read(ref _ran);

    /// <summary>How many different ways there were to end.</summary>
    internal int Endings => _endings.Count;

    internal long MostAllocated { get; private set; }

    /// <summary>The input under way, in words that repeat it.</summary>
    internal string At => $"{target.Name}, seed {seed}, input {Ran}: {Convert.ToHexString(_current)}";

    private byte[] _current = [];

    /// <summary>Runs <paramref name="count"/> inputs; what went wrong first, or null.</summary>
    internal string? Run(long count, CancellationToken stop)
    {
        var mutator = new Mutator(_random);
        for (long i = 0; i < count && !stop.IsCancellationRequested; i++)
        {
            _current = Next(mutator);
            long before = GC.GetAllocatedBytesForCurrentThread();
            string ending = "";
            object? value = null;
            try
            {
                value = target.Run(_current);
            }
            catch (NetlinkFormatException e)
            {
                ending = e.Message;
            }
#pragma warning disable CA1031 // any other exception is what is looked for
            catch (Exception e)
#pragma warning restore CA1031
            {
                return $"{At}\n{e}";
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            MostAllocated = Math.Max(MostAllocated, allocated);
            if (allocated > FixedAllowance + (AllowancePerByte * _current.Length))
                return $"{At}\n{allocated} bytes were allocated for an input of {_current.Length}.";
            if (ending.Length == 0)
                ending = ValueShape.Of(value);
            if (_endings.Add(HashOf(ending)) && _kept.Count < MostKept)
                _kept.Add(_current);
            Interlocked.Increment(ref _ran);
        }

        return null;
    }

    private byte[] Next(Mutator mutator)
    {
        byte[] input = _kept[_random.Next(_kept.Count)];
        if (input.Length > LongestInput)
            input = input[..LongestInput];
        switch (_random.Next(8))
        {
            case 0:
                byte[] noise = new byte[_random.Next(256)];
                _random.NextBytes(noise);
                return noise;
            case 1:
                byte[] other = _kept[_random.Next(_kept.Count)];
                return [.. input[..(_random.Next(input.Length + 1) & ~3)], .. other[(_random.Next(other.Length + 1) & ~3)..]];
            case < 5 when input.Length > target.AttributesAt && AttributeTree.Of(input.AsSpan(target.AttributesAt)) is { } tree:
                for (int faults = _random.Next(1, 5); faults > 0; faults--)
                    tree.Spoil(_random);
                byte[] spoiled = [.. input[..target.AttributesAt], .. tree.ToBytes()];
                return _random.Next(4) == 0 ? mutator.Mutate(spoiled) : spoiled;
            default:
                return mutator.Mutate(input);
        }
    }

    // Numbers in a sentence do not make it another one.
    private static int HashOf(string ending)
    {
        var text = new StringBuilder(ending.Length);
        foreach (char c in ending)
        {
            if (!char.IsAsciiDigit(c))
                text.Append(c);
        }

        return StableHash(text.ToString());
    }

    // string.GetHashCode differs from run to run.
    private static int StableHash(string text) => text.Aggregate(17, (hash, c) => unchecked((hash * 31) + c));

    internal static long FromEnvironment(string name, long otherwise)
        => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
