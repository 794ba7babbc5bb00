using System.Buffers.Binary;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Tests.Support;

namespace NetNs.Tests.NfTables;

/// <summary>What the client makes of the kernel's answers to a batch.</summary>
public sealed class NfClientTests : IDisposable
{
    // Places in the datagram of a batch: its beginning comes first.
    private const int Beginning = 0, FirstChange = 1;

    private readonly FakeTransport _kernel = new();
    private readonly NfClient _client;

    public NfClientTests()
    {
        _client = new NfClient(new NetlinkConnection(_kernel, NetlinkFamily.Netfilter));
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public void Only_the_last_change_is_asked_to_be_acknowledged()
    {
        _kernel.Next(k => k.Ack(index: 2));

        _client.Commit(TwoTables());

        Assert.Equal(
            [(NfMessageType.BatchBegin, false), (NfMessageType.Of(NfMessageType.NewTable), false), (NfMessageType.Of(NfMessageType.NewTable), true), (NfMessageType.BatchEnd, false)],
            _kernel.SentHeaders().Select(h => (h.Type, h.Flags.HasFlag(MessageFlags.Ack))));
        Assert.Equal(4, _kernel.SentHeaders().Select(h => h.Sequence).Distinct().Count());
    }

    [Fact]
    public void The_beginning_and_the_end_are_those_of_nft()
    {
        _kernel.Next(k => k.Ack(index: 2));
        _client.Commit(TwoTables());
        byte[] sent = _kernel.Sent.Single();

        ByteAssert.Equal(Fixture.Payload("nftables-request-batch-begin"), sent.AsSpan(16, 4));
        ByteAssert.Equal(Fixture.Payload("nftables-request-batch-end"), sent.AsSpan(sent.Length - 4));
    }

    [Fact]
    public void An_empty_batch_is_not_sent()
    {
        _client.Commit(new NfBatch());

        Assert.Empty(_kernel.Sent);
    }

    [Fact]
    public void The_first_refusal_is_thrown_after_all_were_read()
    {
        _kernel.Next(k => k.Error(Errno.EEXIST, "taken", offset: 20, index: FirstChange).Split().Error(Errno.ENOENT, index: 2));

        NetlinkException e = Assert.Throws<NetlinkException>(() => _client.Commit(TwoTables()));

        Assert.Equal((Errno.EEXIST, 0, "create table one", "taken", 20u), (e.Errno, e.MessageIndex, e.Request, e.KernelMessage, e.AttributeOffset));
        _kernel.Next(k => k.Ack(index: 2));
        _client.Commit(TwoTables());
    }

    [Fact]
    public void A_refusal_counts_although_the_last_change_is_acknowledged()
    {
        _kernel.Next(k => k.Error(Errno.EEXIST, index: FirstChange).Ack(index: 2));

        Assert.Equal(Errno.EEXIST, Assert.Throws<NetlinkException>(() => _client.Commit(TwoTables())).Errno);
    }

    [Fact]
    public void A_refusal_of_the_beginning_is_one_of_the_whole_batch_and_nothing_more_is_waited_for()
    {
        _kernel.Next(k => k.Error(Errno.EPERM, index: Beginning));

        NetlinkException e = Assert.Throws<NetlinkException>(() => _client.Commit(TwoTables()));

        Assert.Equal((Errno.EPERM, -1, "apply 2 changes to nf_tables"), (e.Errno, e.MessageIndex, e.Request));
    }

    [Fact]
    public void Late_answers_of_an_earlier_batch_are_passed_over()
    {
        _kernel.Next(k => k.Error(Errno.EINVAL, index: Beginning, sequenceShift: -7).Ack(index: 2));

        _client.Commit(TwoTables());
    }

    [Fact]
    public void Lost_answers_of_a_batch_that_is_in_effect_are_no_failure()
    {
        _kernel.Next(k => k.Fail(Errno.ENOBUFS));
        // The queue is empty: the first question for the generation is answered.
        _kernel.Next(k => k.Message(GenerationMessage.ReplyType, Generation(7)));
        _kernel.Next(k => k.Message(TableMessage.ReplyType, Table("two")).Ack());

        _client.Commit(TwoTables());

        Assert.Equal(NfMessageType.Of(NfMessageType.GetTable), _kernel.SentHeaders(2).Single().Type);
    }

    [Fact]
    public void Lost_answers_of_a_batch_that_is_not_in_effect_are_a_failure()
    {
        _kernel.Next(k => k.Fail(Errno.ENOBUFS));
        _kernel.Next(k => k.Message(GenerationMessage.ReplyType, Generation(7)));
        _kernel.Next(k => k.Error(Errno.ENOENT));

        NetlinkException e = Assert.Throws<NetlinkException>(() => _client.Commit(TwoTables()));

        Assert.Equal(Errno.ENOBUFS, e.Errno);
        Assert.Contains("not in effect", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_that_was_not_lost_is_found_behind_the_overrun()
    {
        // While its queue is not empty the kernel answers no question: two are asked before the answer comes.
        _kernel.Next(k => k.Fail(Errno.ENOBUFS).Error(Errno.EEXIST, index: FirstChange));
        _kernel.Next(_ => { });
        _kernel.Next(k => k.Message(GenerationMessage.ReplyType, Generation(7)));

        NetlinkException e = Assert.Throws<NetlinkException>(() => _client.Commit(TwoTables()));

        Assert.Equal((Errno.EEXIST, 0), (e.Errno, e.MessageIndex));
    }

    [Fact]
    public void A_guarded_batch_carries_the_generation_that_it_was_built_for()
    {
        _kernel.Next(k => k.Message(GenerationMessage.ReplyType, Generation(0x01020304)).Ack());
        _kernel.Next(k => k.Ack(index: 2));

        Assert.True(_client.CommitGuarded(generation => TwoTables(generation)));

        Assert.Equal("08-00-01-00-01-02-03-04", BitConverter.ToString(_kernel.Sent[1], 20, 8));
    }

    [Fact]
    public void Nothing_to_do_is_not_sent_and_said()
    {
        _kernel.Next(k => k.Message(GenerationMessage.ReplyType, Generation(1)).Ack());
        _kernel.Next(k => k.Message(GenerationMessage.ReplyType, Generation(1)).Ack());

        Assert.False(_client.CommitGuarded(_ => null));
        Assert.False(_client.CommitGuarded(generation => new NfBatch(generation)));
    }

    [Fact]
    public void A_stale_generation_again_and_again_is_thrown_in_the_end()
    {
        int builds = 0;
        for (int i = 0; i < NfClient.GuardedAttempts; i++)
        {
            _kernel.Next(k => k.Message(GenerationMessage.ReplyType, Generation(1)).Ack());
            _kernel.Next(k => k.Error(Errno.ERESTART, index: Beginning));
        }

        NetlinkException e = Assert.Throws<NetlinkException>(() => _client.CommitGuarded(generation =>
        {
            builds++;
            return TwoTables(generation);
        }));

        Assert.Equal(Errno.ERESTART, e.Errno);
        Assert.Equal(NfClient.GuardedAttempts, builds);
    }

    [Fact]
    public void Any_other_refusal_of_a_guarded_batch_is_thrown_at_once()
    {
        _kernel.Next(k => k.Message(GenerationMessage.ReplyType, Generation(1)).Ack());
        _kernel.Next(k => k.Error(Errno.EEXIST, index: FirstChange).Ack(index: 2));

        Assert.Equal(Errno.EEXIST, Assert.Throws<NetlinkException>(() => _client.CommitGuarded(generation => TwoTables(generation))).Errno);
    }

    [Fact]
    public void A_batch_that_has_ended_takes_no_more()
    {
        _kernel.Next(k => k.Ack(index: 2));
        NfBatch batch = TwoTables();
        _client.Commit(batch);

        Assert.Throws<InvalidOperationException>(() => batch.DeleteTable(NfFamily.Inet, "one"));
    }

    [Fact]
    public void A_list_of_elements_that_comes_from_two_generations_is_read_again()
    {
        _kernel.Next(k => k.Message(SetElementMessage.ReplyType, ElementsOf(7, 1)).Split().Message(SetElementMessage.ReplyType, ElementsOf(8, 3)).Done());
        _kernel.Next(k => k.Message(SetElementMessage.ReplyType, ElementsOf(8, 1, 2)).Split().Message(SetElementMessage.ReplyType, ElementsOf(8, 3)).Done());

        Assert.Equal(3, _client.DumpElements(NfFamily.Inet, "one", "ports").Count);
        Assert.Equal(2, _kernel.Sent.Count);
    }

    [Fact]
    public void A_list_of_elements_that_others_never_leave_alone_is_given_out_with_a_warning()
    {
        int warnings = 0;
        _client.Connection.OnPartialData = _ => warnings++;
        for (int i = 0; i < NfClient.ElementAttempts; i++)
            _kernel.Next(k => k.Message(SetElementMessage.ReplyType, ElementsOf(7, 1)).Split().Message(SetElementMessage.ReplyType, ElementsOf(8, 3)).Done());

        Assert.Equal(2, _client.DumpElements(NfFamily.Inet, "one", "ports").Count);
        Assert.Equal(1, warnings);
    }

    private static byte[] ElementsOf(ushort generation, params byte[] keys)
    {
        var writer = new NetlinkWriter();
        new SetElementMessage { Family = NfFamily.Inet, Table = "one", Set = "ports", Elements = [.. keys.Select(k => new SetElement { Key = [k] })] }.Write(writer);
        byte[] message = writer.Written.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), generation);
        return message;
    }

    private static NfBatch TwoTables(uint? generation = null)
    {
        var batch = new NfBatch(generation);
        batch.AddTable(new TableMessage { Family = NfFamily.Inet, Name = "one" });
        batch.AddTable(new TableMessage { Family = NfFamily.Inet, Name = "two" });
        return batch;
    }

    private static byte[] Generation(uint id)
    {
        var writer = new NetlinkWriter();
        NfHeader.Write(writer, NfFamily.Unspecified);
        writer.PutBigEndian(GenerationAttribute.Id, id);
        return writer.Written.ToArray();
    }

    private static byte[] Table(string name)
    {
        var writer = new NetlinkWriter();
        new TableMessage { Family = NfFamily.Inet, Name = name }.Write(writer);
        return writer.Written.ToArray();
    }
}
