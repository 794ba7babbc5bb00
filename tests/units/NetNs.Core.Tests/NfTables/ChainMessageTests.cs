using NetNs.NfTables;

namespace NetNs.Tests.NfTables;

public sealed class ChainMessageTests
{
    private static readonly ChainMessage Plain = new() { Family = NfFamily.Inet, Table = "NetNs", Name = "publish" };

    private static readonly ChainMessage Nat = new()
    {
        Family = NfFamily.Inet,
        Table = "NetNs",
        Name = "prerouting",
        Type = "nat",
        Hook = new ChainHook(NfHook.Prerouting, -100),
    };

    private static readonly ChainMessage Filter = new()
    {
        Family = NfFamily.Inet,
        Table = "NetNs",
        Name = "guard",
        Type = "filter",
        Policy = VerdictCode.Accept,
        Hook = new ChainHook(NfHook.Prerouting, -300),
        UserData = UserData.OfComment("for lo only"),
    };

    public static TheoryData<string> Requests => ["nftables-request-chain", "nftables-request-chain-nat", "nftables-request-chain-filter"];

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_chain_is_written_as_nft_writes_it(string fixture) => NfAssert.Writes(fixture, Of(fixture).Write);

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_chain_is_read_as_nft_writes_it(string fixture) => NfAssert.Parses(fixture, Of(fixture));

    [Fact]
    public void The_kernel_tells_handle_and_use() => NfAssert.Parses("nftables-reply-chain", Plain with { Handle = 1 });

    [Fact]
    public void The_kernel_tells_of_a_base_chain_that_it_is_one() => NfAssert.Parses("nftables-reply-chain-base", new ChainMessage
    {
        Family = NfFamily.Inet,
        Table = "NetNs",
        Name = "forward",
        Type = "filter",
        Policy = VerdictCode.Drop,
        Hook = new ChainHook(NfHook.Forward, 0),
        Handle = 1,
        Flags = ChainFlags.Base,
    });

    private static ChainMessage Of(string fixture) => fixture switch
    {
        "nftables-request-chain" => Plain,
        "nftables-request-chain-nat" => Nat,
        _ => Filter,
    };
}
