namespace NetNs.Operations;

/// <summary>What a box stands for: it decides how the box looks.</summary>
internal enum DiagramShape
{
    Endpoint,
    Router,
    Host,
    Bridge,
}

/// <summary>A box of a diagram, a namespace or a bridge, with its text. Lengths are in pixels.</summary>
internal sealed class DiagramBox(string title, DiagramShape shape)
{
    internal const double CharWidth = 7; // of a monospaced letter at 11.5 pixels, rounded up
    internal const double TitleWidth = 8.2; // of a bold one at 13 pixels
    internal const double LineHeight = 16;
    private const double Padding = 12;
    private const double TitleHeight = 22;

    private double _width;
    private int _measuredLines = -1;

    internal string Title { get; } = title;

    internal DiagramShape Shape { get; } = shape;

    /// <summary>"bridge", "router", "host"; null for a plain node.</summary>
    internal string? Role => Shape == DiagramShape.Endpoint ? null : Shape.ToString().ToLowerInvariant();

    /// <summary>The lines below the title.</summary>
    internal List<string> Lines { get; } = [];

    /// <summary>The boxes that are linked with this one, in the order of their names, each once.</summary>
    internal List<DiagramBox> Neighbors { get; } = [];

    internal double X { get; set; }

    internal double Y { get; set; }

    // Measured once for the lines that there are: a layout asks for it very often.
    internal double Width
    {
        get
        {
            if (_measuredLines == Lines.Count)
                return _width;
            double title = (ColumnsOf(Title) * TitleWidth) + (Role is null ? 0 : (Role.Length + 1) * CharWidth);
            _width = Math.Max(70, (2 * Padding) + Math.Max(title, Lines.Count == 0 ? 0 : Lines.Max(ColumnsOf) * CharWidth));
            _measuredLines = Lines.Count;
            return _width;
        }
    }

    internal double Height => TitleHeight + (Lines.Count * LineHeight) + Padding;

    internal double CenterX => X + (Width / 2);

    internal double CenterY => Y + (Height / 2);

    internal double Right => X + Width;

    internal double Bottom => Y + Height;

    /// <summary>How many columns a text takes: letters of East Asia and symbols take two (UAX #11, the ranges that matter).</summary>
    internal static int ColumnsOf(string text)
        => text.EnumerateRunes().Sum(r => r.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD) ? 2 : 1);
}

/// <summary>A link between two boxes.</summary>
/// <param name="A">One box.</param>
/// <param name="B">The other.</param>
/// <param name="EndA">The interface at the first; null at a bridge.</param>
/// <param name="EndB">The interface at the second; null at a bridge.</param>
internal sealed record DiagramEdge(DiagramBox A, DiagramBox B, string? EndA, string? EndB);
