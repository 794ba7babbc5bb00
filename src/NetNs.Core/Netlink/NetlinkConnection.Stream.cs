namespace NetNs.Netlink;

/// <content>Dumps that are given out while they are read.</content>
internal sealed partial class NetlinkConnection
{
    private StreamState _stream;
    private uint _streamSequence;

    private enum StreamState
    {
        None,
        Reading,
        Abandoned,
    }

    /// <summary>Sends one dump request and gives each object out as it is read: a datagram's worth is held at a time.</summary>
    /// <remarks>
    /// Between the first object and the last the connection takes no other request. A stream that is left early costs the next
    /// request the reading of its rest. Where the kernel flags the dump as interrupted, it is asked for again and what was given out
    /// already is skipped; after <see cref="DumpAttempts"/> times in a row without anything new, and where no <paramref name="identity"/>
    /// tells objects apart, the rest is given out with a word to <see cref="OnPartialData"/>. So a consumer may remove what it gets.
    /// With an <paramref name="identity"/> the numbers of what was given out are kept until the end, to be recognised.
    /// </remarks>
    /// <param name="request">The request; it is kept until the end of the stream, so that its writer is not to be used again.</param>
    /// <param name="what">What is asked, in words: "list routes".</param>
    /// <param name="identity">A number that tells an object from all others; null where the kernel never flags this kind of dump.</param>
    internal IEnumerable<T> Stream<T>(NetlinkWriter request, string what, Func<T, ulong>? identity = null)
        where T : INetlinkMessage<T>
    {
        var page = new List<T>();
        List<ulong>? given = identity is null ? null : [];
        HashSet<ulong>? repeated = null;
        bool any = false;
        for (int attempt = 1; ; attempt++)
        {
            StartStream(request);
            bool interrupted = false;
            bool restart = false;
            bool progress = false;
            try
            {
                while (_stream == StreamState.Reading)
                {
                    page.Clear();
                    ReadPage(what, page, ref interrupted);
                    // What was not given out yet is dropped and read anew; an object that nobody can recognise must not come twice.
                    restart = interrupted && (attempt < DumpAttempts || progress) && (given is not null || !any);
                    if (restart)
                        continue;
                    foreach (T item in page)
                    {
                        if (given is not null)
                        {
                            ulong number = identity!(item);
                            if (repeated?.Contains(number) == true)
                                continue;
                            given.Add(number);
                        }

                        any = progress = true;
                        yield return item;
                    }
                }
            }
            finally
            {
                // The consumer had enough, or the reading failed.
                if (_stream == StreamState.Reading)
                    _stream = StreamState.Abandoned;
            }

            if (!interrupted)
                yield break;
            if (!restart)
            {
                WarnOfPartialData(what, attempt);
                yield break;
            }

            repeated = given is null ? null : [.. given];
            if (progress)
                attempt = 0;
        }
    }

    private void StartStream(NetlinkWriter request)
    {
        uint sequence = ++_sequence;
        request.Seal(0, sequence);
        Send(request);
        _streamSequence = sequence;
        _stream = StreamState.Reading;
    }

    // One datagram of the stream. The state changes where it holds the end.
    private void ReadPage<T>(string what, List<T> page, ref bool interrupted)
        where T : INetlinkMessage<T>
    {
        var reader = new MessageReader(ReceivePage(what));
        while (reader.MoveNext())
        {
            MessageHeader header = reader.Header;
            if (header.Sequence != _streamSequence)
                continue;
            interrupted |= (header.Flags & MessageFlags.DumpInterrupted) != 0;
            if (header.Type == T.ReplyType)
            {
                page.Add(T.Parse(reader.Payload));
            }
            else if (header.Type is NetlinkConstants.NLMSG_DONE or NetlinkConstants.NLMSG_ERROR)
            {
                _stream = StreamState.None;
                ExtendedAck end = ExtendedAck.Parse(in header, reader.Payload);
                if (end.Errno > 0)
                    throw new NetlinkException(end.Errno, what, end.Message, end.Offset);
            }
        }
    }

    // Where nothing came, the rest of the stream never will.
    private ReadOnlySpan<byte> ReceivePage(string what)
    {
        try
        {
            return Receive(what);
        }
        catch (NetlinkException)
        {
            _stream = StreamState.None;
            throw;
        }
    }

    // The kernel refuses a second dump on a socket (EBUSY) until the first is read to its end.
    private void FinishAbandonedStream()
    {
        if (_stream == StreamState.Reading)
            throw new InvalidOperationException("Another request on a connection whose stream is still being read.");
        while (_stream == StreamState.Abandoned)
        {
            var reader = new MessageReader(ReceivePage("finish a list"));
            while (reader.MoveNext())
            {
                if (reader.Header.Sequence == _streamSequence && reader.Header.Type is NetlinkConstants.NLMSG_DONE or NetlinkConstants.NLMSG_ERROR)
                    _stream = StreamState.None;
            }
        }
    }

    private void WarnOfPartialData(string what, int attempts)
        => OnPartialData?.Invoke($"The kernel's tables changed while they were read{(attempts == 1 ? "" : $", {attempts} times in a row")}: the list to {what} may miss or repeat an entry.");
}
