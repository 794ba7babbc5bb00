using System.Text.RegularExpressions;
using NetNs.Tests.Support;

namespace NetNs.Tests.Layering;

public sealed partial class LayeringTests : IDisposable
{
    private readonly AssemblyReferences _core = new(typeof(NetNs.Netlink.NetlinkWriter).Assembly.Location);

    public void Dispose() => _core.Dispose();

    [Fact]
    public void References_point_down_only() => Assert.Empty(LayerRules.Core.Violations(_core.Uses()).Order(StringComparer.Ordinal));

    // A walker that finds nothing would make the test above pass.
    [Fact]
    public void The_known_references_are_found()
    {
        HashSet<(string, string)> uses = [.. _core.Uses()];

        Assert.Contains(("NetNs.Route.LinkMessage", "NetNs.Netlink.NetlinkWriter"), uses);
        Assert.Contains(("NetNs.Netlink.NetlinkSocket", "NetNs.Interop.LibC"), uses);
        Assert.Contains(("NetNs.Operations.NamespaceContext", "NetNs.Route.RouteClient"), uses);
        Assert.Contains(("NetNs.Route.LinkMessage", "NetNs.Netlink.INetlinkMessage`1"), uses);
    }

    [Theory]
    [InlineData("setns")]
    [InlineData("unshare")]
    public void Threads_change_their_namespace_in_two_places_only(string call)
    {
        IEnumerable<string> callers = _core.CallersOf("NetNs.Interop.LibC", call);

        Assert.NotEmpty(callers);
        Assert.Empty(callers.Except(["NetNs.Nsfs.NamespaceThread", "NetNs.Nsfs.NamespaceScope"]));
    }

    [Fact]
    public void Only_the_facade_names_the_package_of_native_calls()
    {
        string[] users = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && Package().IsMatch(File.ReadAllText(f))).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

        Assert.Equal(["LibC.cs", "LibCLibrary.cs"], users);
    }

    [Theory]
    [InlineData("setns")]
    [InlineData("unshare")]
    public void Nothing_else_calls_the_package_for_a_change_of_namespace(string call)
        => Assert.All(_core.CallersOf("Tmds.Linux.LibC", call), caller => Assert.Equal("NetNs.Interop.LibC", caller));

    // The tests do not reference the cmdlets' assembly, so this one reads its sources.
    [Fact]
    public void The_cmdlets_make_no_system_call_of_their_own()
    {
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "NetNs"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))];

        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, f => SystemCall().IsMatch(File.ReadAllText(f)));
        Assert.Matches(SystemCall(), "LibC.setns(fd, 0)");
    }

    [Fact]
    public void The_cmdlets_see_operations_and_the_model_only()
    {
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "NetNs"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))];

        Assert.NotEmpty(sources);
        Assert.Empty(sources.Where(f => LowerFloor().IsMatch(File.ReadAllText(f))).Select(f => Path.GetRelativePath(Repository.Root, f)));
        Assert.Matches(LowerFloor(), "using NetNs.Route;");
        Assert.Matches(LowerFloor(), "using NetNs.Nsfs;");
    }

    [Fact]
    public void Nothing_but_the_framework_and_the_package_of_native_calls_is_referenced()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

        Assert.NotEmpty(_core.Assemblies);
        Assert.Equal("Tmds.LibC", Assert.Single(_core.Assemblies, a => !File.Exists(Path.Combine(framework, a + ".dll"))));
    }

    [Fact]
    public void Every_way_to_point_up_is_found()
    {
        const string Low = "NetNs.Tests.Layering.Samples.Low", High = "NetNs.Tests.Layering.Samples.High";
        using var tests = new AssemblyReferences(typeof(LayeringTests).Assembly.Location);
        IEnumerable<(string From, string To)> uses = tests.Uses().Where(u => u.From.StartsWith(Low, StringComparison.Ordinal) || u.From.StartsWith(High, StringComparison.Ordinal));

        IEnumerable<string> found = new LayerRules(new Dictionary<string, int> { [Low] = 0, [High] = 1, ["NetNs.Tests.Layering.Samples"] = 0 }).Violations(uses);

        Assert.Equal(
            new[] { "ByAttribute", "ByBase", "ByCall", "ByCatch", "ByConstraint", "ByField", "ByGenericArgument", "ByLambda", "ByLocal", "ByNestedType", "BySignature", "ByTypeOf" }
                .Select(n => $"{Low}.{n}"),
            found.Select(f => f.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_neighbour_on_the_same_floor_and_an_unknown_namespace_are_violations()
    {
        Assert.Equal(["NetNs.Route.X uses NetNs.NfTables.Y"], LayerRules.Core.Violations([("NetNs.Route.X", "NetNs.NfTables.Y")]));
        Assert.Equal(["NetNs.Netlink.X uses NetNs.Y"], LayerRules.Core.Violations([("NetNs.Netlink.X", "NetNs.Y")]));
        Assert.Contains("NetNs.Helpers.Y is in a namespace without a layer", Assert.Single(LayerRules.Core.Violations([("NetNs.Operations.X", "NetNs.Helpers.Y")])), StringComparison.Ordinal);
        Assert.Empty(LayerRules.Core.Violations([("NetNs.Operations.X", "NetNs.Interop.Y"), ("NetNs.Route.X", "NetNs.Route.Y")]));
    }

    [Fact]
    public void A_call_is_found_with_the_type_it_stands_in()
    {
        using var tests = new AssemblyReferences(typeof(LayeringTests).Assembly.Location);

        Assert.Equal(
            ["NetNs.Tests.Layering.Samples.Low.ByCall", "NetNs.Tests.Layering.Samples.Low.ByLambda"],
            tests.CallersOf("NetNs.Tests.Layering.Samples.High.Upper", "Call").Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^using NetNs\.(Route|NfTables|Netlink|Nsfs|Conntrack|SockDiag|ProbeSockets|Interop);", RegexOptions.Multiline)]
    private static partial Regex LowerFloor();

    [GeneratedRegex(@"\bLibC\.|\bLibraryImport\b|\bDllImport\b")]
    private static partial Regex SystemCall();

    [GeneratedRegex(@"\bTmds\.Linux\b")]
    private static partial Regex Package();
}
