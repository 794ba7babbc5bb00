using System.Runtime.InteropServices;
using System.Text;

namespace NetNs.NfTables;

/// <summary>
/// What a user-space program keeps with a table, chain, rule, set or element, in the form that the nft tool reads:
/// <code>
///  0    1      2   bytes
/// |type|length|value ...   and the next follows without padding
/// </code>
/// The kernel stores these bytes as they are, <see cref="MaxLength"/> of them at most. What others keep there may have
/// any form and is carried along whole.
/// </summary>
internal sealed class UserData
{
    internal const int MaxLength = 256; // NFT_USERDATA_MAXLEN

    /// <summary>
    /// The longest comment in UTF-8 bytes. nft takes no longer one, and would not load what it saved; and the kernel (6.18) silently loses
    /// the comment of a set element that comes near to <see cref="MaxLength"/>.
    /// </summary>
    internal const int MaxCommentBytes = 128;

    internal UserData(ReadOnlySpan<byte> bytes)
    {
        Bytes = bytes.ToArray();
    }

    internal byte[] Bytes { get; }

    /// <summary>The comment of a table, chain, rule or element.</summary>
    internal string? Comment => GetString(UserDataType.Comment);

    /// <summary>What a table, chain, rule or element carries that has only a comment.</summary>
    internal static UserData? OfComment(string? comment) => comment is null ? null : new UserData([]).With(UserDataType.Comment, comment);

    /// <exception cref="ArgumentException">The text is longer than <see cref="MaxCommentBytes"/>, or there is no room for it.</exception>
    internal UserData With(byte type, string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        if (length > MaxCommentBytes)
            throw new ArgumentException($"A comment has {MaxCommentBytes} bytes at most; this one has {length}.", nameof(text));
        byte[] value = new byte[length + 1];
        Encoding.UTF8.GetBytes(text, value);
        return With(type, value);
    }

    /// <summary>Adds a number, in the machine's byte order as libnftnl does.</summary>
    internal UserData With(byte type, uint number) => With(type, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in number)));

    internal UserData With(byte type, ReadOnlySpan<byte> value)
    {
        if (value.Length > byte.MaxValue || Bytes.Length + 2 + value.Length > MaxLength)
            throw new ArgumentException($"{value.Length} bytes of user data do not fit behind {Bytes.Length}; an object keeps {MaxLength} at most.", nameof(value));
        return new UserData([.. Bytes, type, (byte)value.Length, .. value]);
    }

    internal string? GetString(byte type)
    {
        if (!TryFind(type, out ReadOnlySpan<byte> value))
            return null;
        int end = value.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? value : value[..end]);
    }

    internal uint? GetUInt32(byte type)
        => TryFind(type, out ReadOnlySpan<byte> value) && value.Length == sizeof(uint) ? MemoryMarshal.Read<uint>(value) : null;

    private bool TryFind(byte type, out ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> rest = Bytes;
        // Another program's bytes need not have our form: a length that lies ends the walk.
        while (rest.Length >= 2 && rest.Length - 2 >= rest[1])
        {
            value = rest.Slice(2, rest[1]);
            if (rest[0] == type)
                return true;
            rest = rest[(2 + value.Length)..];
        }

        value = default;
        return false;
    }
}
