namespace NetNs.Operations;

/// <summary>Which lines and boxes of a diagram meet.</summary>
internal static class DiagramGeometry
{
    /// <summary>Whether two boxes are closer than a gap.</summary>
    internal static bool Overlap(DiagramBox one, DiagramBox other, double gap)
        => one.X < other.Right + gap && other.X < one.Right + gap && one.Y < other.Bottom + gap && other.Y < one.Bottom + gap;

    /// <summary>Whether the straight line between the centers of two boxes comes closer to a third one than a gap.</summary>
    internal static bool Hits(DiagramBox box, DiagramBox from, DiagramBox to, double gap)
        => Hits((box.X - gap, box.Y - gap), (box.Right + gap, box.Bottom + gap), (from.CenterX, from.CenterY), (to.CenterX, to.CenterY));

    /// <summary>Whether a straight line meets a rectangle, which is given by its upper left and its lower right corner.</summary>
    internal static bool Hits((double X, double Y) upper, (double X, double Y) lower, (double X, double Y) from, (double X, double Y) to)
    {
        // Liang and Barsky: clip the line by the rectangle.
        double dx = to.X - from.X, dy = to.Y - from.Y, begin = 0, end = 1;
        return Clip(-dx, from.X - upper.X) && Clip(dx, lower.X - from.X) && Clip(-dy, from.Y - upper.Y) && Clip(dy, lower.Y - from.Y);

        bool Clip(double p, double q)
        {
            if (p == 0)
                return q >= 0;
            double r = q / p;
            if (p < 0)
                begin = Math.Max(begin, r);
            else
                end = Math.Min(end, r);
            return begin <= end;
        }
    }

    /// <summary>Whether two lines cross inside, from one point to another each.</summary>
    internal static bool Cross((double X, double Y) a, (double X, double Y) b, (double X, double Y) c, (double X, double Y) d)
        => Side(a, b, c) * Side(a, b, d) < 0 && Side(c, d, a) * Side(c, d, b) < 0;

    private static int Side((double X, double Y) from, (double X, double Y) to, (double X, double Y) point)
        => Math.Sign(((to.X - from.X) * (point.Y - from.Y)) - ((to.Y - from.Y) * (point.X - from.X)));
}
