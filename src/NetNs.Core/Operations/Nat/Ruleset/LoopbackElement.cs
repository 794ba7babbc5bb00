using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// A link whose targets 127.0.0.1 leads to, by its number, which stays when it is renamed. The comment tells the reader of the ruleset
/// whether route_localnet is ours to switch off again; <see cref="LoopbackSwitch"/> remembers it where the ruleset is lost.
/// </summary>
internal static class LoopbackElement
{
    private const string Switched = "route_localnet was off";

    internal static SetElement Of(int link, bool switched)
        => new() { Key = new ConcatKey().LinkIndex(link).ToArray(), UserData = UserData.OfComment(switched ? Switched : null) };

    internal static int LinkOf(SetElement element) => new ConcatKeyReader(element.Key).LinkIndex();

    /// <summary>Whether it was switched on for this element.</summary>
    internal static bool WasSwitched(SetElement element) => element.Comment == Switched;
}
