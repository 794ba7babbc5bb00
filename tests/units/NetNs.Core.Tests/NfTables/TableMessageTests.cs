using NetNs.NfTables;

namespace NetNs.Tests.NfTables;

public sealed class TableMessageTests
{
    private static readonly TableMessage Table = new() { Family = NfFamily.Inet, Name = "NetNs", UserData = UserData.OfComment("NetNs module") };

    [Fact]
    public void A_table_with_comment_is_written_as_nft_writes_it() => NfAssert.Writes("nftables-request-table", Table.Write);

    [Fact]
    public void A_table_with_comment_is_read_as_nft_writes_it() => NfAssert.Parses("nftables-request-table", Table);

    [Fact]
    public void A_table_is_removed_by_its_name()
        => NfAssert.Writes("nftables-request-table-delete", w => TableMessage.WriteKey(w, NfFamily.Inet, "NetNs"));

    [Fact]
    public void The_kernel_tells_handle_and_use() => NfAssert.Parses("nftables-reply-table", Table with { Handle = 1, Use = 0 });
}
