using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>A link whose targets 127.0.0.1 leads to, and whether route_localnet is ours to switch off again.</summary>
internal static class LoopbackElement
{
    private const string Switched = "route_localnet was off";

    internal static SetElement Of(string link, bool switched)
        => new() { Key = new ConcatKey().LinkName(link).ToArray(), UserData = UserData.OfComment(switched ? Switched : null) };

    internal static string LinkOf(SetElement element) => new ConcatKeyReader(element.Key).LinkName();

    /// <summary>Whether it was switched on for this element.</summary>
    internal static bool WasSwitched(SetElement element) => element.Comment == Switched;
}
