using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Attributes of the message that begins a batch, linux/netfilter/nfnetlink.h.</summary>
internal static class BatchAttribute
{
    internal const ushort Generation = 1; // NFNL_BATCH_GENID
}

/// <summary>
/// Changes to the ruleset that are applied together or not at all. Every method adds to the batch and returns the number
/// of its message, counted from 0, which is what a failure's <see cref="NetlinkException.MessageIndex"/> says.
/// </summary>
internal sealed class NfBatch
{
    private readonly NetlinkWriter _writer = new(4096);
    private readonly List<string> _steps = [];
    private Func<NfClient, bool>? _isApplied;
    private uint _lastSetId;
    private bool _ended;

    /// <summary>Starts a batch.</summary>
    /// <param name="generation">
    /// The generation that the changes are made for: where the ruleset has changed since, whoever did it, the kernel refuses the
    /// batch with ERESTART. Null to take it as it is.
    /// </param>
    internal NfBatch(uint? generation = null)
    {
        using (_writer.Message(NfMessageType.BatchBegin, MessageFlags.None))
        {
            NfHeader.Write(_writer, NfFamily.Unspecified, NfMessageType.Subsystem);
            if (generation is { } id)
                _writer.PutBigEndian(BatchAttribute.Generation, id);
        }
    }

    /// <summary>How many changes it holds.</summary>
    internal int Count => _steps.Count;

    /// <summary>All of it in words.</summary>
    internal string Summary => Count == 1 ? _steps[0] : $"apply {Count} changes to nf_tables";

    /// <summary>Makes a table where there is none yet.</summary>
    internal int AddTable(TableMessage table, bool exclusive = false)
    {
        using (Begin(NfMessageType.NewTable, Create(exclusive)))
            table.Write(_writer);
        return Step($"create table {table.Name}", c => c.FindTable(table.Family, table.Name) is not null);
    }

    /// <summary>Removes a table and all that it holds.</summary>
    internal int DeleteTable(NfFamily family, string name)
    {
        using (Begin(NfMessageType.DelTable, MessageFlags.None))
            TableMessage.WriteKey(_writer, family, name);
        return Step($"remove table {name}", c => c.FindTable(family, name) is null);
    }

    /// <summary>Makes a chain where there is none yet.</summary>
    internal int AddChain(ChainMessage chain, bool exclusive = false)
    {
        using (Begin(NfMessageType.NewChain, Create(exclusive)))
            chain.Write(_writer);
        return Step($"create chain {chain.Name} in table {chain.Table}", c => c.FindChain(chain.Family, chain.Table, chain.Name) is not null);
    }

    /// <summary>Removes an empty chain.</summary>
    internal int DeleteChain(NfFamily family, string table, string name)
    {
        using (Begin(NfMessageType.DelChain, MessageFlags.None))
            ChainMessage.WriteKey(_writer, family, table, name);
        return Step($"remove chain {name} from table {table}", c => c.FindChain(family, table, name) is null);
    }

    /// <summary>Puts a rule at the end of its chain. The kernel does not mind the same rule twice.</summary>
    internal int AddRule(RuleMessage rule)
    {
        using (Begin(NfMessageType.NewRule, MessageFlags.Create | MessageFlags.Append))
            rule.Write(_writer);
        return Step($"add a rule to chain {rule.Chain} of table {rule.Table}");
    }

    /// <summary>Puts a rule at the beginning of its chain.</summary>
    internal int InsertRule(RuleMessage rule)
    {
        using (Begin(NfMessageType.NewRule, MessageFlags.Create))
            rule.Write(_writer);
        return Step($"insert a rule into chain {rule.Chain} of table {rule.Table}");
    }

    /// <summary>Removes one rule, or without <paramref name="handle"/> all of a chain.</summary>
    internal int DeleteRules(NfFamily family, string table, string chain, ulong? handle = null)
    {
        using (Begin(NfMessageType.DelRule, MessageFlags.None))
            RuleMessage.WriteKey(_writer, family, table, chain, handle);
        return Step($"remove rules from chain {chain} of table {table}");
    }

    /// <summary>Makes a set or map where there is none yet. One that is there must be of the same kind.</summary>
    internal int AddSet(SetMessage set, bool exclusive = false)
    {
        PutSet(set with { Id = ++_lastSetId }, exclusive);
        return Step($"create {(set.IsMap ? "map" : "set")} {set.Name} in table {set.Table}");
    }

    /// <summary>Makes the set of one rule, with all its elements. The rule comes next, and looks it up by the number that the set has then.</summary>
    internal SetMessage AddAnonymousSet(SetMessage set, IReadOnlyList<SetElement> elements)
    {
        SetMessage numbered = set with { Id = ++_lastSetId };
        PutSet(numbered, exclusive: false);
        Step($"create a set for a rule in table {set.Table}");
        PutElements(
            NfMessageType.NewSetElement,
            MessageFlags.Create,
            new SetElementMessage { Family = set.Family, Table = set.Table, Set = set.Name, SetId = numbered.Id, Elements = elements },
            $"add to a set for a rule in table {set.Table}");
        return numbered;
    }

    /// <summary>Removes a set that no rule looks at.</summary>
    internal int DeleteSet(NfFamily family, string table, string name)
    {
        using (Begin(NfMessageType.DelSet, MessageFlags.None))
            SetMessage.WriteKey(_writer, family, table, name);
        return Step($"remove set {name} from table {table}");
    }

    /// <summary>Adds elements, in as many messages as they need; returns the number of the first.</summary>
    /// <remarks>
    /// A key that is there with another value is refused with EEXIST; the same once more is not, unless <paramref name="exclusive"/>.
    /// <see cref="ElementOf"/> says which it was.
    /// </remarks>
    internal int AddElements(SetElementMessage elements, bool exclusive = true)
    {
        int index = PutElements(NfMessageType.NewSetElement, Create(exclusive), elements, $"add to {elements.Set} in table {elements.Table}");
        ProbeElement(elements, isThere: true);
        return index;
    }

    /// <summary>Removes elements by their keys; one that is not there is refused with ENOENT.</summary>
    internal int DeleteElements(SetElementMessage elements)
    {
        int index = PutElements(NfMessageType.DelSetElement, MessageFlags.None, elements, $"remove from {elements.Set} in table {elements.Table}");
        ProbeElement(elements, isThere: false);
        return index;
    }

    /// <summary>What a message of the batch asks for, in words.</summary>
    internal string StepAt(int index) => index >= 0 && index < _steps.Count ? _steps[index] : Summary;

    /// <summary>The set element that a failure of this batch is about, or null where the kernel does not say or it is about something else.</summary>
    internal SetElement? ElementOf(NetlinkException failure)
    {
        if (failure.AttributeOffset is not { } offset || failure.MessageIndex < 0)
            return null;

        // The beginning of the batch is message -1.
        var messages = new MessageReader(End().Written);
        for (int i = -1; i <= failure.MessageIndex; i++)
        {
            if (!messages.MoveNext())
                return null;
        }

        bool isElements = messages.Header.Type == NfMessageType.Of(NfMessageType.NewSetElement) || messages.Header.Type == NfMessageType.Of(NfMessageType.DelSetElement);
        int start = (int)offset - MessageHeader.Size;
        if (!isElements || start < NfHeader.Size || start >= messages.Payload.Length)
            return null;
        var attributes = new AttributeReader(messages.Payload[start..]);
        return attributes.MoveNext() && attributes.Current.Type == ListAttribute.Element ? SetElement.Parse(attributes.Current) : null;
    }

    /// <summary>Ends the batch; returns its messages, the beginning and the end among them.</summary>
    internal NetlinkWriter End()
    {
        if (_ended)
            return _writer;
        using (_writer.Message(NfMessageType.BatchEnd, MessageFlags.None))
            NfHeader.Write(_writer, NfFamily.Unspecified, NfMessageType.Subsystem);
        _ended = true;
        return _writer;
    }

    /// <summary>Looks whether the batch is in effect. It is all or nothing, so that one of its changes shows it.</summary>
    internal bool IsApplied(NfClient client) => _isApplied?.Invoke(client) ?? false;

    private static MessageFlags Create(bool exclusive) => exclusive ? MessageFlags.Create | MessageFlags.Exclusive : MessageFlags.Create;

    private NetlinkWriter.Scope Begin(byte type, MessageFlags flags)
    {
        if (_ended)
            throw new InvalidOperationException("The batch has ended.");
        return _writer.Message(NfMessageType.Of(type), flags);
    }

    private void PutSet(SetMessage set, bool exclusive)
    {
        using (Begin(NfMessageType.NewSet, Create(exclusive)))
            set.Write(_writer);
    }

    private int Step(string words, Func<NfClient, bool>? isApplied = null)
    {
        _isApplied = isApplied ?? _isApplied;
        _steps.Add(words);
        return _steps.Count - 1;
    }

    private int PutElements(byte type, MessageFlags flags, SetElementMessage elements, string words)
    {
        int first = Count;
        for (int next = 0; next < elements.Elements.Count;)
        {
            using (Begin(type, flags))
                next = elements.Write(_writer, next);
            Step(words);
        }

        return first;
    }

    private void ProbeElement(SetElementMessage elements, bool isThere)
    {
        if (elements.Elements is [SetElement first, ..])
            _isApplied = c => c.FindElement(elements.Family, elements.Table, elements.Set, first) is not null == isThere;
    }
}
