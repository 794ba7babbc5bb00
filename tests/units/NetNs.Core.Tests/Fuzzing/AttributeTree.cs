using System.Runtime.InteropServices;

namespace NetNs.Tests.Fuzzing;

/// <summary>
/// A run of attributes taken apart, so that one of them can be spoiled while all lengths around it stay right: a fault that a parser
/// only meets deep inside.
/// </summary>
internal sealed class AttributeTree
{
    private const int HeaderSize = 4;
    private const int LargestPayload = ushort.MaxValue - 1024;
    private static readonly byte[][] Telling = [[], [0], [0xff], [0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff], [0x7f, 0xff, 0xff, 0xff], [0x80, 0, 0, 0], new byte[8], new byte[16], [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]];

    private readonly List<Node> _roots;

    private AttributeTree(List<Node> roots)
    {
        _roots = roots;
    }

    /// <summary>Null where the bytes are no run of attributes.</summary>
    internal static AttributeTree? Of(ReadOnlySpan<byte> bytes) => Parse(bytes, 0) is { Count: > 0 } roots ? new AttributeTree(roots) : null;

    /// <summary>Spoils one attribute somewhere.</summary>
    internal void Spoil(Random random)
    {
        List<(List<Node> Siblings, int Index)> all = [.. All(_roots)];
        if (all.Count == 0)
            return;
        (List<Node> siblings, int index) = all[random.Next(all.Count)];
        Node node = siblings[index];
        switch (random.Next(9))
        {
            case 0:
                node.Type = (ushort)random.Next(80);
                break;
            case 1:
                node.Type ^= (ushort)(1 << random.Next(16));
                break;
            case 2:
                node.Become(Telling[random.Next(Telling.Length)]);
                break;
            case 3:
                byte[] noise = new byte[random.Next(40)];
                random.NextBytes(noise);
                node.Become(noise);
                break;
            case 4:
                siblings.RemoveAt(index);
                break;
            case 5:
                siblings.Insert(random.Next(siblings.Count + 1), node);
                break;
            case 6:
                // Into itself: what is nested deeper than anybody would.
                node.Children = [new Node { Type = node.Type, Children = node.Children, Value = node.Value }];
                break;
            case 7:
                // In the place of another.
                (List<Node> others, int other) = all[random.Next(all.Count)];
                others[other] = new Node { Type = others[other].Type, Children = node.Children is { } children && !Holds(children, others) ? children : null, Value = node.Value };
                break;
            default:
                node.Become([.. node.Value, .. node.Value, 0]);
                break;
        }
    }

    internal byte[] ToBytes()
    {
        var bytes = new List<byte>();
        foreach (Node node in _roots)
            Write(bytes, node, 0);
        return [.. bytes];
    }

    private static List<Node>? Parse(ReadOnlySpan<byte> bytes, int depth)
    {
        var nodes = new List<Node>();
        while (bytes.Length >= HeaderSize)
        {
            int length = MemoryMarshal.Read<ushort>(bytes);
            if (length < HeaderSize || length > bytes.Length)
                return null;
            ReadOnlySpan<byte> value = bytes[HeaderSize..length];
            // Not every nest is marked as one: what can be read as attributes to its end mostly is.
            nodes.Add(new Node { Type = MemoryMarshal.Read<ushort>(bytes[2..]), Value = value.ToArray(), Children = depth < 12 && value.Length >= HeaderSize ? Parse(value, depth + 1) : null });
            bytes = bytes[Math.Min(bytes.Length, (length + 3) & ~3)..];
        }

        return bytes.Length == 0 ? nodes : null;
    }

    private static IEnumerable<(List<Node>, int)> All(List<Node> nodes, int depth = 0)
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            yield return (nodes, i);
            if (nodes[i].Children is { } children && depth < 12)
            {
                foreach ((List<Node>, int) inner in All(children, depth + 1))
                    yield return inner;
            }
        }
    }

    private static bool Holds(List<Node> nodes, List<Node> wanted) => ReferenceEquals(nodes, wanted) || nodes.Any(n => n.Children is { } children && Holds(children, wanted));

    private static void Write(List<byte> bytes, Node node, int depth)
    {
        int start = bytes.Count;
        bytes.AddRange([0, 0, (byte)node.Type, (byte)(node.Type >> 8)]);
        if (node.Children is { } children && depth < 14)
        {
            foreach (Node child in children)
                Write(bytes, child, depth + 1);
        }
        else
        {
            bytes.AddRange(node.Value);
        }

        if (bytes.Count - start > LargestPayload)
            bytes.RemoveRange(start + HeaderSize, bytes.Count - start - HeaderSize);
        int length = bytes.Count - start;
        (bytes[start], bytes[start + 1]) = ((byte)length, (byte)(length >> 8));
        while (bytes.Count % 4 != 0)
            bytes.Add(0);
    }

    private sealed class Node
    {
        internal ushort Type { get; set; }

        internal byte[] Value { get; set; } = [];

        internal List<Node>? Children { get; set; }

        internal void Become(byte[] value) => (Value, Children) = (value, null);
    }
}
