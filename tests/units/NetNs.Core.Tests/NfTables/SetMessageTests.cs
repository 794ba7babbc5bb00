using NetNs.NfTables;
using NetNs.Tests.Support;

namespace NetNs.Tests.NfTables;

public sealed class SetMessageTests
{
    private static readonly KeyLayout Target = new(KeyField.IPv4Address, KeyField.Port);

    public static TheoryData<string> Requests =>
    [
        "nftables-request-map",
        "nftables-request-map-concatenated-intervals",
        "nftables-request-set-intervals",
        "nftables-request-set-anonymous",
    ];

    // nft also keeps how the type was spelt, KEY_TYPEOF and DATA_TYPEOF, and it numbers sets that need no number.
    [Theory]
    [MemberData(nameof(Requests))]
    public void A_set_is_made_as_nft_makes_it(string fixture)
    {
        SetMessage captured = SetMessage.Parse(Fixture.Payload(fixture));

        SetMessage ours = Of(fixture);

        Assert.Equal(ValueText.Of(captured with { UserData = null }), ValueText.Of(ours with { UserData = null, Id = captured.Id }));
        Assert.Equal(captured.Comment, ours.Comment);
        Assert.Equal(captured.UserData!.GetUInt32(UserDataType.SetKeyByteOrder), ours.UserData!.GetUInt32(UserDataType.SetKeyByteOrder));
        Assert.Equal(captured.UserData.GetUInt32(UserDataType.SetDataByteOrder), ours.UserData.GetUInt32(UserDataType.SetDataByteOrder));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_set_is_written_as_nft_writes_it(string fixture)
    {
        SetMessage captured = SetMessage.Parse(Fixture.Payload(fixture));

        NfAssert.Writes(fixture, (Of(fixture) with { Id = captured.Id, UserData = captured.UserData }).Write);
    }

    [Fact]
    public void The_kernel_tells_of_a_map_what_its_elements_count()
    {
        SetMessage map = SetMessage.Parse(Fixture.Payload("nftables-reply-map"));

        Assert.Equal(("publish4", true, 0x30du, 8, "any host address"), (map.Name, map.IsMap, map.KeyType, map.KeyLength, map.Comment));
        Assert.Equal([new CounterExpression(0, 0)], map.Expressions);
        Assert.NotEqual(0u, map.Handle);
    }

    [Fact]
    public void The_kernel_tells_the_parts_of_a_concatenated_key()
    {
        SetMessage set = SetMessage.Parse(Fixture.Payload("nftables-reply-set-concatenated-intervals"));

        Assert.Equal([4, 16], set.FieldLengths);
        Assert.Equal(20, set.KeyLength);
        Assert.Equal(SetFlags.Interval | SetFlags.Concatenation, set.Flags);
    }

    [Fact]
    public void Keys_of_one_part_keep_their_length_and_of_several_are_padded()
    {
        Assert.Equal((2, DataType.Port), (new KeyLayout(KeyField.Port).Length, new KeyLayout(KeyField.Port).DataType));
        Assert.Equal((8, (DataType.Protocol << 6) | DataType.Port), (new KeyLayout(KeyField.Protocol, KeyField.Port).Length, new KeyLayout(KeyField.Protocol, KeyField.Port).DataType));
    }

    private static SetMessage Of(string fixture) => fixture switch
    {
        "nftables-request-map" => SetMessage.Named(
            "NetNs", "publish4", new KeyLayout(KeyField.Protocol, KeyField.Port), Target, counted: true, comment: "any host address"),
        "nftables-request-map-concatenated-intervals" => SetMessage.Named(
            "NetNs",
            "publish4_from",
            new KeyLayout(KeyField.IPv4Address, KeyField.IPv4Address, KeyField.Protocol, KeyField.Port),
            Target,
            intervals: true,
            counted: true),
        "nftables-request-set-intervals" => SetMessage.Named("NetNs", "masquerade4", new KeyLayout(KeyField.IPv4Address), intervals: true, counted: true),
        _ => SetMessage.Anonymous("NetNs", KeyField.Protocol, 3),
    };
}
