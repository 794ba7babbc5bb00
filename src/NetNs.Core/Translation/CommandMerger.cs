namespace NetNs.Translation;

/// <summary>
/// Folds cmdlets that make a thing and then change it into the one that makes it as it shall be: add, move, address, up. What lies between
/// and has to do with the thing ends the folding, so that nothing overtakes what it depends on.
/// </summary>
internal sealed class CommandMerger
{
    private readonly List<Item> _items;

    private CommandMerger(IEnumerable<TranslatedNode> nodes) => _items = [.. nodes.Select(n => new Item(n))];

    /// <summary>The pieces with what belongs together in one.</summary>
    internal static IReadOnlyList<TranslatedNode> Merge(IReadOnlyList<TranslatedNode> nodes)
    {
        var merger = new CommandMerger(nodes.Select(WithMergedBody));
        merger.Run();
        return [.. merger._items.Select(i => i.ToNode())];
    }

    private static TranslatedNode WithMergedBody(TranslatedNode node)
    {
        if (node.LoopHeader is null)
            return node;
        IReadOnlyList<TranslatedNode> body = Merge(node.Body);
        return node with { Body = body, Code = $"{node.LoopHeader} {{ {string.Join("; ", body.Where(b => b.Code is not null).Select(b => b.Code))} }}" };
    }

    private void Run()
    {
        for (int i = 0; i < _items.Count; i++)
        {
            for (int c = 0; c < _items[i].Calls.Count; c++)
            {
                if (FoldedThing.Of(_items[i].Calls[c]) is { } thing)
                    Fold(i, c, thing);
            }
        }
    }

    // Looks through what follows until something ends it.
    private void Fold(int index, int call, FoldedThing thing)
    {
        int position = index;
        var folded = new List<(Item Item, CmdletCall Call)>();
        CmdletCall made = _items[index].Calls[call];
        for (int k = index; k < _items.Count; k++)
        {
            Item item = _items[k];
            if (k > index && item.IsBarrier)
                break;
            bool isOver = false;
            foreach (CmdletCall next in item.Calls.Skip(k == index ? call + 1 : 0))
            {
                if (next.IsReading)
                    continue;
                if (!thing.CanTake(next))
                {
                    isOver = thing.IsConcernedBy(next) || next.Name.StartsWith("Remove-", StringComparison.Ordinal) || next.Name.StartsWith("Rename-", StringComparison.Ordinal);
                    if (isOver)
                        break;
                    continue;
                }

                int provider = Provider(next, position, k);
                if (provider > position && IsConcerned(thing, position, provider, folded))
                {
                    isOver = true;
                    break;
                }

                position = Math.Max(position, provider);
                thing.Take(next);
                folded.Add((item, next));
            }

            if (isOver)
                break;
        }

        Apply(index, call, made, thing, folded, position);
    }

    private void Apply(int index, int call, CmdletCall made, FoldedThing thing, List<(Item Item, CmdletCall Call)> folded, int position)
    {
        CmdletCall result = thing.Result(out IReadOnlyList<CmdletCall> unused);
        folded.RemoveAll(f => unused.Contains(f.Call, ReferenceEqualityComparer.Instance));
        if (folded.Count == 0)
            return;
        foreach ((Item item, CmdletCall one) in folded)
            item.Calls.RemoveAt(item.Calls.FindIndex(x => ReferenceEquals(x, one)));
        Item target = _items[position];
        if (position == index)
        {
            target.Calls[call] = result;
        }
        else
        {
            _items[index].Calls.Remove(made);
            target.Calls.Add(result);
        }

        target.Absorb(folded.Select(f => f.Item).Append(_items[index]).Where(i => i != target));
    }

    // The last of the pieces in between that makes what the call needs: its namespace, its bridge.
    private int Provider(CmdletCall call, int from, int to)
    {
        string?[] needed = [call["Destination"]?.Code, call.Name == "Add-BridgePort" ? call[0]?.Code : null];
        for (int i = to - 1; i > from; i--)
        {
            if (_items[i].Calls.Any(c => c.Name is "New-NetNamespace" or "New-Bridge" or "Mount-NetNamespace" && needed.Contains(c[0]?.Code)))
                return i;
        }

        return from;
    }

    private bool IsConcerned(FoldedThing thing, int from, int to, List<(Item Item, CmdletCall Call)> folded)
        => _items[(from + 1)..(to + 1)].SelectMany(i => i.Calls).Any(c => !c.IsReading && thing.IsConcernedBy(c) && !folded.Any(f => ReferenceEquals(f.Call, c)));

    /// <summary>A piece, with what is left of it.</summary>
    private sealed class Item(TranslatedNode node)
    {
        private readonly List<Item> _absorbed = [];

        internal List<CmdletCall> Calls { get; } = [.. node.Calls];

        // What cannot be looked into may depend on everything.
        internal bool IsBarrier => node.Calls.Count == 0 && node.Meaning is { } meaning
            && (node.LoopHeader is not null || meaning.Native is not null || meaning.Confidence == NetCommandConfidence.Unsupported
                || meaning.Statements.Any(s => !(s.Code.StartsWith('$') || s.Code.StartsWith("Write-Output", StringComparison.Ordinal) || s.Code.StartsWith("Start-Sleep", StringComparison.Ordinal))));

        internal void Absorb(IEnumerable<Item> others) => _absorbed.AddRange(others.Distinct().Where(o => !_absorbed.Contains(o)));

        internal TranslatedNode ToNode()
        {
            if (node.Calls.Count == 0 || (_absorbed.Count == 0 && Calls.SequenceEqual(node.Calls)))
                return node;
            if (Calls.Count == 0)
                return new TranslatedNode(new ShellRemark(-1, "") { Comment = node.Node.Comment }, null, null);
            Meaning meaning = _absorbed.Select(a => a.Meaning).Aggregate(node.Meaning!, (a, b) => a.Then(b));
            string? note = meaning.Confidence == NetCommandConfidence.Partial ? meaning.Note : null;
            ShellNode whole = node.Node with { Source = string.Join("; ", _absorbed.Select(a => a.Source).Append(node.Node).OrderBy(n => n.Line).Select(n => n.Source)) };
            return node with { Node = whole, Meaning = meaning with { Statements = [.. Calls], Note = note }, Code = string.Join("; ", Calls.Select(c => c.Code)), Calls = [.. Calls] };
        }

        private Meaning Meaning => node.Meaning!;

        private ShellNode Source => node.Node;
    }
}
