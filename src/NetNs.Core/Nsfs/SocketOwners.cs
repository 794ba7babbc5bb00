using System.Buffers.Text;
using System.Globalization;
using System.IO.Enumeration;
using NetNs.Interop;

namespace NetNs.Nsfs;

/// <summary>
/// Which process holds which socket: found in the descriptors of all processes, in one pass at the first question. Processes
/// of other users tell nothing without rights.
/// </summary>
internal sealed class SocketOwners
{
    private readonly Lazy<Dictionary<ulong, int>> _owners = new(Read);

    /// <summary>Id of a process that holds the socket; of several the one with the lowest id, the parent of a pool of workers.</summary>
    internal int? Find(ulong inode) => inode != 0 && _owners.Value.TryGetValue(inode, out int id) ? id : null;

    private static Dictionary<ulong, int> Read()
    {
        var owners = new Dictionary<ulong, int>();
        Span<byte> target = stackalloc byte[64];
        foreach (int id in ProcessScan.ProcessIds())
        {
            foreach (string descriptor in Descriptors(id))
            {
                int length = (int)LibC.readlink(descriptor, target, target.Length);
                if (length > 0 && Parse(target[..length]) is { } inode && (!owners.TryGetValue(inode, out int present) || id < present))
                    owners[inode] = id;
            }
        }

        return owners;
    }

    private static List<string> Descriptors(int id)
    {
        // Somebody else's process has none to show.
        var options = new EnumerationOptions { IgnoreInaccessible = true, RecurseSubdirectories = false, AttributesToSkip = 0 };
        try
        {
            return [.. new FileSystemEnumerable<string>(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/fd"), (ref entry) => entry.ToFullPath(), options)];
        }
        catch (IOException)
        {
            return []; // it ended meanwhile
        }
    }

    // "socket:[12345]"
    private static ulong? Parse(ReadOnlySpan<byte> target)
        => target.StartsWith("socket:["u8) && Utf8Parser.TryParse(target[8..], out ulong inode, out _) ? inode : null;
}
