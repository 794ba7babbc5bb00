namespace NetNs.Operations;

/// <summary>Which lines and boxes of a diagram meet.</summary>
internal static class DiagramGeometry
{
    /// <summary>Whether two boxes are closer than a gap.</summary>
    internal static bool Overlap(DiagramBox one, DiagramBox other, double gap)
        => one.X < other.Right + gap && other.X < one.Right + gap && one.Y < other.Bottom + gap && other.Y < one.Bottom + gap;

    /// <summary>Whether the straight line between the centers of two boxes comes closer to a third one than a gap.</summary>
    internal static bool Hits(DiagramBox box, DiagramBox from, DiagramBox to, double gap)
    {
        // Liang and Barsky: clip the line by the rectangle.
        double dx = to.CenterX - from.CenterX, dy = to.CenterY - from.CenterY, begin = 0, end = 1;
        return Clip(-dx, from.CenterX - (box.X - gap)) && Clip(dx, box.Right + gap - from.CenterX) && Clip(-dy, from.CenterY - (box.Y - gap)) && Clip(dy, box.Bottom + gap - from.CenterY);

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

    /// <summary>Whether two straight lines between centers cross. Those with a common end do not.</summary>
    internal static bool Cross((DiagramBox A, DiagramBox B) one, (DiagramBox A, DiagramBox B) other)
    {
        if (one.A == other.A || one.A == other.B || one.B == other.A || one.B == other.B)
            return false;
        return Cross((one.A.CenterX, one.A.CenterY), (one.B.CenterX, one.B.CenterY), (other.A.CenterX, other.A.CenterY), (other.B.CenterX, other.B.CenterY));
    }

    /// <summary>Whether two lines cross inside, from one point to another each.</summary>
    internal static bool Cross((double X, double Y) a, (double X, double Y) b, (double X, double Y) c, (double X, double Y) d)
        => Side(a, b, c) * Side(a, b, d) < 0 && Side(c, d, a) * Side(c, d, b) < 0;

    private static int Side((double X, double Y) from, (double X, double Y) to, (double X, double Y) point)
        => Math.Sign(((to.X - from.X) * (point.Y - from.Y)) - ((to.Y - from.Y) * (point.X - from.X)));
}
