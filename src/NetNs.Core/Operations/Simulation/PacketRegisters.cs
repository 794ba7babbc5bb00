using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>The registers of the nf_tables machine while it looks at a packet that does not exist: each word knows how certain it is.</summary>
internal sealed class PacketRegisters
{
    private readonly byte[] _bytes = new byte[Register.WordCount * sizeof(uint)];
    private readonly Certainty[] _words = new Certainty[Register.WordCount];

    internal PacketRegisters() => Forget();

    /// <summary>Nothing is known of any of them any more.</summary>
    internal void Forget() => _words.AsSpan().Fill(Certainty.Unknown);

    internal void Load(Register destination, PacketValue value)
    {
        if (destination.Word is not { } word)
            return;
        int words = Math.Min((value.Bytes.Length + sizeof(uint) - 1) / sizeof(uint), Register.WordCount - word);
        Span<byte> room = _bytes.AsSpan(word * sizeof(uint), words * sizeof(uint));
        room.Clear(); // what does not fill the last word
        value.Bytes.AsSpan(0, Math.Min(value.Bytes.Length, room.Length)).CopyTo(room);
        _words.AsSpan(word, words).Fill(value.Certainty);
    }

    /// <summary>As many bytes as are asked for; as certain as the least certain of them.</summary>
    internal PacketValue Read(Register source, int length)
    {
        int words = (length + sizeof(uint) - 1) / sizeof(uint);
        if (source.Word is not { } word || word + words > Register.WordCount)
            return PacketValue.Unknown(length);
        var certainty = Certainty.Known;
        foreach (Certainty one in _words.AsSpan(word, words))
            certainty = one > certainty ? one : certainty;
        return new PacketValue(certainty, _bytes.AsSpan(word * sizeof(uint), length).ToArray());
    }
}
