namespace NetNs.NfTables;

/// <summary>
/// What a set of intervals holds whose keys have one part only. There the kernel keeps an interval as two elements: where it
/// begins, and flagged as end, the first key behind it. An interval up to the highest key has no end. (Of concatenated
/// keys one element has both ends, <see cref="SetElement.KeyEnd"/>.)
/// </summary>
internal static class IntervalSet
{
    /// <summary>Turns elements with <see cref="SetElement.Key"/> and <see cref="SetElement.KeyEnd"/> into the kernel's pairs.</summary>
    internal static List<SetElement> Split(params IEnumerable<SetElement> intervals)
    {
        List<SetElement> pairs = [];
        foreach (SetElement interval in intervals)
        {
            byte[] behind = [.. interval.KeyEnd ?? interval.Key];
            SetElement start = interval with { KeyEnd = null };
            if (Increment(behind))
            {
                pairs.Add(start);
                pairs.Add(new SetElement { Key = behind, Flags = SetElementFlags.IntervalEnd });
            }
            else
            {
                // nft does not show the interval as one without this.
                UserData userData = (start.UserData ?? new UserData([])).With(UserDataType.ElementFlags, UserDataType.IntervalOpen);
                pairs.Add(start with { UserData = userData });
            }
        }

        return pairs;
    }

    /// <summary>Turns a dump of such a set into intervals, lowest first; counters and comments come from where each begins.</summary>
    internal static List<SetElement> Join(IEnumerable<SetElement> pairs)
    {
        List<SetElement> intervals = [];
        SetElement? open = null;
        // Where one interval ends and the next begins at once, the end comes first. nft also writes an end at key 0.
        foreach (SetElement element in pairs.OrderBy(e => e, Comparer<SetElement>.Create(Compare)))
        {
            if (open is not null)
            {
                byte[] last = [.. element.Key];
                Decrement(last);
                intervals.Add(open with { KeyEnd = last });
            }

            open = element.Flags.HasFlag(SetElementFlags.IntervalEnd) ? null : element;
        }

        if (open is not null)
            intervals.Add(open with { KeyEnd = Highest(open.Key.Length) });
        return intervals;
    }

    private static int Compare(SetElement left, SetElement right)
    {
        int order = left.Key.AsSpan().SequenceCompareTo(right.Key);
        return order != 0 ? order : right.Flags.CompareTo(left.Flags);
    }

    // False where it was the highest number.
    private static bool Increment(byte[] number)
    {
        for (int i = number.Length - 1; i >= 0; i--)
        {
            if (++number[i] != 0)
                return true;
        }

        return false;
    }

    private static void Decrement(byte[] number)
    {
        for (int i = number.Length - 1; i >= 0; i--)
        {
            if (number[i]-- != 0)
                return;
        }
    }

    private static byte[] Highest(int length)
    {
        byte[] number = new byte[length];
        number.AsSpan().Fill(0xff);
        return number;
    }
}
