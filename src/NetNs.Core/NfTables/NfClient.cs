using NetNs.Interop;
using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>
/// nf_tables in one namespace: reads the ruleset and applies batches of changes. Failures are <see cref="NetlinkException"/>:
/// errno, the kernel's sentence, and what was asked in words. One thread at a time.
/// </summary>
internal sealed partial class NfClient : IDisposable
{
    /// <summary>How often the elements of a set are read anew while others change the ruleset.</summary>
    internal const int ElementAttempts = 50;

    private readonly NetlinkWriter _writer = new();
    private readonly NetlinkSocket? _socket;

    /// <param name="connection">The connection to ask by.</param>
    /// <param name="socket">The socket underneath, whose buffers grow with the batches; null where it has none to grow.</param>
    internal NfClient(NetlinkConnection connection, NetlinkSocket? socket = null)
    {
        Connection = connection;
        _socket = socket;
    }

    /// <summary>The connection underneath, for its tracer and its warnings.</summary>
    internal NetlinkConnection Connection { get; }

    /// <summary>Opens a client in the calling thread's namespace.</summary>
    internal static NfClient Open()
    {
        var socket = NetlinkSocket.Open(NetlinkFamily.Netfilter);
        return new NfClient(new NetlinkConnection(socket, NetlinkFamily.Netfilter), socket);
    }

    /// <summary>The generation of the ruleset: it is another after every change, whoever made it.</summary>
    internal uint GetGeneration()
    {
        using (Request(NfMessageType.GetGeneration))
            NfHeader.Write(_writer, NfFamily.Unspecified);
        return Connection.Get<GenerationMessage>(_writer, "read the ruleset's generation").Id;
    }

    internal List<TableMessage> DumpTables(NfFamily family = NfFamily.Unspecified)
    {
        using (Request(NfMessageType.GetTable, MessageFlags.Dump))
            NfHeader.Write(_writer, family);
        return Connection.Dump<TableMessage>(_writer, "list tables");
    }

    /// <summary>The table, or null where there is none of that name.</summary>
    internal TableMessage? FindTable(NfFamily family, string name)
    {
        using (Request(NfMessageType.GetTable))
            TableMessage.WriteKey(_writer, family, name);
        return Find<TableMessage>($"read table {name}");
    }

    /// <summary>The chains of all tables; the kernel does not filter them.</summary>
    internal List<ChainMessage> DumpChains(NfFamily family = NfFamily.Unspecified)
    {
        using (Request(NfMessageType.GetChain, MessageFlags.Dump))
            NfHeader.Write(_writer, family);
        return Connection.Dump<ChainMessage>(_writer, "list chains");
    }

    internal ChainMessage? FindChain(NfFamily family, string table, string name)
    {
        using (Request(NfMessageType.GetChain))
            ChainMessage.WriteKey(_writer, family, table, name);
        return Find<ChainMessage>($"read chain {name} of table {table}");
    }

    /// <summary>Rules in the order in which they are looked at: of a chain, of a table, of all.</summary>
    internal List<RuleMessage> DumpRules(NfFamily family = NfFamily.Unspecified, string? table = null, string? chain = null)
    {
        using (Request(NfMessageType.GetRule, MessageFlags.Dump))
            RuleMessage.WriteKey(_writer, family, table, chain);
        return DumpOrNone<RuleMessage>("list rules");
    }

    /// <summary>Sets and maps: of a table, of all.</summary>
    internal List<SetMessage> DumpSets(NfFamily family = NfFamily.Unspecified, string? table = null)
    {
        using (Request(NfMessageType.GetSet, MessageFlags.Dump))
            SetMessage.WriteKey(_writer, family, table, null);
        return DumpOrNone<SetMessage>("list sets");
    }

    internal SetMessage? FindSet(NfFamily family, string table, string name)
    {
        using (Request(NfMessageType.GetSet))
            SetMessage.WriteKey(_writer, family, table, name);
        return Find<SetMessage>($"read set {name} of table {table}");
    }

    /// <summary>The elements of a set; none where there is no such set or table. Of plain intervals as the kernel keeps them, see <see cref="IntervalSet.Join"/>.</summary>
    internal List<SetElement> DumpElements(NfFamily family, string table, string set)
    {
        using (Request(NfMessageType.GetSetElement, MessageFlags.Dump))
            SetElementMessage.WriteKey(_writer, family, table, set);
        return [.. DumpOrNone<SetElementMessage>($"list the elements of {set} in table {table}", IsWhole, ElementAttempts).SelectMany(m => m.Elements)];
    }

    /// <summary>
    /// The same as they come, in no special order: for who wants to know whether there are any, and leaves early. What others change
    /// meanwhile may be missed or told twice.
    /// </summary>
    internal IEnumerable<SetElement> StreamElements(NfFamily family, string table, string set)
    {
        var request = new NetlinkWriter();
        using (request.Message(NfMessageType.Of(NfMessageType.GetSetElement), MessageFlags.Dump))
            SetElementMessage.WriteKey(request, family, table, set);
        return Connection.Stream<SetElementMessage>(request, $"list the elements of {set} in table {table}").SelectMany(m => m.Elements);
    }

    /// <summary>The element that has the key of <paramref name="key"/>, with its value, comment and counter; null where there is none. One look-up, however many there are.</summary>
    internal SetElement? FindElement(NfFamily family, string table, string set, SetElement key)
    {
        var wanted = new SetElement { Key = key.Key, KeyEnd = key.KeyEnd, Flags = key.Flags };
        using (Request(NfMessageType.GetSetElement))
            new SetElementMessage { Family = family, Table = table, Set = set, Elements = [wanted] }.Write(_writer);
        return Find<SetElementMessage>($"read an element of {set} in table {table}") is { Elements: [SetElement found, ..] } ? found : null;
    }

    public void Dispose() => Connection.Dispose();

    private NetlinkWriter.Scope Request(byte type, MessageFlags flags = MessageFlags.None)
    {
        _writer.Clear();
        return _writer.Message(NfMessageType.Of(type), flags);
    }

    private T? Find<T>(string what)
        where T : class, INetlinkMessage<T>
    {
        try
        {
            return Connection.Get<T>(_writer, what);
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENOENT)
        {
            return null;
        }
    }

    // A dump of something that is not there is an empty one for some kinds and ENOENT for others.
    private List<T> DumpOrNone<T>(string what, Func<List<T>, bool>? isWhole = null, int attempts = NetlinkConnection.DumpAttempts)
        where T : INetlinkMessage<T>
    {
        try
        {
            return Connection.Dump(_writer, what, isWhole, attempts);
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENOENT)
        {
            return [];
        }
    }

    // A dump goes on from message to message by counting elements from the start. So one that comes from two generations leaves out as many as
    // were removed in between, which may be others; and no flag says so.
    private static bool IsWhole(List<SetElementMessage> messages)
    {
        if (messages.TrueForAll(m => m.Generation == messages[0].Generation) && HoldsEachOnce(messages))
            return true;
        // Whoever changes the ruleset gets on.
        Thread.Sleep(Random.Shared.Next(10));
        return false;
    }

    // Behind a large change the kernel enlarges a hash table at its leisure: a dump under way then tells some twice and leaves as many out.
    private static bool HoldsEachOnce(List<SetElementMessage> messages)
    {
        var seen = new HashSet<string>();
        return messages.SelectMany(m => m.Elements)
            .All(e => seen.Add($"{(uint)e.Flags} {e.KeyText}"));
    }
}
