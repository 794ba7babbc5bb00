using System.Text.RegularExpressions;

namespace NetNs.Tests.Conformance;

/// <summary>
/// Every kernel constant and struct of Interop, Netlink, Route and NfTables against the kernel's own headers, by one compile.
/// </summary>
public sealed partial class HeaderConformanceTests
{
    private static readonly KernelDeclarations Core = KernelDeclarations.OfCore();

    [CompilerFact]
    public void Every_constant_and_struct_is_what_the_headers_say()
    {
        string said = CCompiler.Compile(CAssertions.Write(Core.Names, Core.Structs));
        if (said.Length > 0 && HeadersVersion() is { } version && version < CAssertions.Oldest)
        {
            // Older headers lack newer names. What they have must still be right.
            HashSet<string> unknown = [.. Undeclared().Matches(said).Select(m => m.Groups[1].Value)];
            said = CCompiler.Compile(CAssertions.Write(Core.Names.Where(n => !unknown.Contains(n.CName ?? "")), Core.Structs));
        }

        Assert.True(said.Length == 0, said);
    }

    // A scanner that misses everything would make the test above pass.
    [Fact]
    public void Hundreds_of_constants_and_the_structs_are_found()
    {
        Assert.InRange(Core.Names.Count, 300, int.MaxValue);
        Assert.Contains(new KernelName("LinkAttribute.Name", "IFLA_IFNAME", 3), Core.Names);
        Assert.Contains(new KernelName("LinkFlags.Up", "IFF_UP", 1), Core.Names);
        Assert.Contains(new KernelName("LibC.CLONE_NEWNET", "CLONE_NEWNET", 0x40000000), Core.Names);
        Assert.Contains(new KernelName("Errno.ENODEV", "ENODEV", 19), Core.Names);
        Assert.Contains(new KernelName("NetlinkSocket.SO_RCVTIMEO", "SO_RCVTIMEO", 20), Core.Names);
        string[] structs = ["nlmsghdr", "sockaddr_nl", "ifinfomsg", "ifaddrmsg", "rtmsg", "ndmsg", "ifa_cacheinfo", "statx", "rtnl_link_stats64"];
        Assert.Empty(structs.Except(Core.Structs.Select(s => s.CName)));
    }

    // An enum that is none of the kernel's says so behind its name: "internal enum Announcement // ours".
    [Fact]
    public void No_constant_is_without_its_name_in_c()
        => Assert.Empty(Core.Names.Where(n => n.CName is null).Select(n => n.Where));

    [Fact]
    public void No_field_is_without_its_name_in_c()
        => Assert.Empty(Core.Structs.SelectMany(s => s.Fields.Where(f => f.CName is null).Select(f => $"{s.Where}.{f.Name}")));

    [CompilerFact]
    public void A_wrong_value_is_found_and_named()
    {
        string said = CCompiler.Compile(CAssertions.Write([new KernelName("LinkAttribute.Name", "IFLA_IFNAME", 4)], []));

        Assert.Contains("LinkAttribute.Name = 4 is not IFLA_IFNAME", said, StringComparison.Ordinal);
    }

    [CompilerFact]
    public void A_name_that_no_header_has_is_found()
        => Assert.Contains("IFLA_IFNAMME", CCompiler.Compile(CAssertions.Write([new KernelName("LinkAttribute.Name", "IFLA_IFNAMME", 3)], [])), StringComparison.Ordinal);

    [CompilerFact]
    public void A_field_in_the_wrong_place_or_of_the_wrong_size_is_found()
    {
        KernelStruct right = Core.Structs.Single(s => s.CName == "nlmsghdr");
        KernelField first = right.Fields[0];

        Assert.Equal("", CCompiler.Compile(CAssertions.Write([], [right])));
        Assert.Contains("MessageHeader has 20 bytes", CCompiler.Compile(CAssertions.Write([], [right with { Size = 20 }])), StringComparison.Ordinal);
        Assert.Contains("Length is not where", CCompiler.Compile(CAssertions.Write([], [right with { Fields = [first with { Offset = 4 }] }])), StringComparison.Ordinal);
        Assert.Contains("Length is not as large", CCompiler.Compile(CAssertions.Write([], [right with { Fields = [first with { Size = 2 }] }])), StringComparison.Ordinal);
    }

    [Fact]
    public void The_scanner_reads_names_behind_constants_enum_members_fields_and_types()
    {
        var scanner = new SourceScanner();
        scanner.Scan(
            """
            namespace NetNs.Sample;

            /// <summary>A list. // NOT_A_NAME</summary>
            internal static class XAttribute
            {
                internal const ushort Name = 3; // IFLA_IFNAME
                internal const int EPERM = 1;
                private const uint Both = 1 << 3; // X_BOTH, since 5.2
            }

            [Flags]
            internal enum XFlags : uint
            {
                None = 0, // 0
                Up = 1, // IFF_UP
                Last = 1 << 4 // IFF_LAST
            }

            internal readonly record struct XHeader // struct x_header
            {
                internal ushort Type; // x_type
                internal int Size() => 3; // not a member

                internal static class Inner { }
                internal const byte Version = 1; // X_VERSION
            }
            """);

        Assert.Equal(["NetNs.Sample.XAttribute", "NetNs.Sample.XFlags", "NetNs.Sample.XHeader", "NetNs.Sample.XHeader+Inner"], scanner.Types.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("IFLA_IFNAME", "", "X_BOTH, since 5.2"), (scanner.Types["NetNs.Sample.XAttribute"]["Name"], scanner.Types["NetNs.Sample.XAttribute"]["EPERM"], scanner.Types["NetNs.Sample.XAttribute"]["Both"]));
        Assert.Equal(("0", "IFF_UP", "IFF_LAST"), (scanner.Types["NetNs.Sample.XFlags"]["None"], scanner.Types["NetNs.Sample.XFlags"]["Up"], scanner.Types["NetNs.Sample.XFlags"]["Last"]));
        Assert.Equal(("struct x_header", "x_type", "X_VERSION"), (scanner.Types["NetNs.Sample.XHeader"][""], scanner.Types["NetNs.Sample.XHeader"]["Type"], scanner.Types["NetNs.Sample.XHeader"]["Version"]));
        Assert.DoesNotContain("Size", scanner.Types["NetNs.Sample.XHeader"].Keys);
    }

    private static Version? HeadersVersion()
    {
        const string Header = "/usr/include/linux/version.h";
        if (!File.Exists(Header) || VersionCode().Match(File.ReadAllText(Header)) is not { Success: true } match)
            return null;
        int code = int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        return new Version(code >> 16, (code >> 8) & 0xff);
    }

    [GeneratedRegex(@"LINUX_VERSION_CODE (\d+)")]
    private static partial Regex VersionCode();

    [GeneratedRegex(@"'(\w+)' undeclared|undeclared identifier '(?<1>\w+)'")]
    private static partial Regex Undeclared();
}
