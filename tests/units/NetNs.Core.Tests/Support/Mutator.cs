namespace NetNs.Tests.Support;

/// <summary>Spoils messages, the same way for the same seed: bits, lengths, cuts, repetitions, swaps.</summary>
internal sealed class Mutator(Random random)
{
    private static readonly byte[] Telling = [0, 1, 3, 4, 5, 0x7f, 0x80, 0xff];

    /// <summary>A copy of <paramref name="message"/> with one to four faults.</summary>
    internal byte[] Mutate(byte[] message)
    {
        byte[] result = [.. message];
        for (int faults = random.Next(1, 5); faults > 0 && result.Length > 0; faults--)
            result = OneFault(result);
        return result;
    }

    private byte[] OneFault(byte[] bytes)
    {
        int at = random.Next(bytes.Length);
        switch (random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2:
                bytes[at] = Telling[random.Next(Telling.Length)];
                return bytes;
            // Lengths of attributes stand at multiples of four: the faults that a parser must fear most.
            case 3:
                bytes[at & ~3] = (byte)random.Next(48);
                return bytes;
            case 4:
                return bytes[..at];
            case 5:
                return [.. bytes[..(at & ~3)], .. bytes[((at & ~3) / 2 & ~3)..]];
            default:
                return [.. bytes[..(at & ~3)], .. bytes[Math.Min(bytes.Length, (at & ~3) + 4)..]];
        }
    }
}
