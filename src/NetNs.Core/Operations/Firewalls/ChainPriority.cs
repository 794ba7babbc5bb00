using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>The names that nft has for priorities of base chains.</summary>
internal static class ChainPriority
{
    // nft writes a name and an offset up to this far away from the name's number.
    private const int Reach = 10;

    private static readonly (int Priority, string Name)[] IP =
        [(-300, "raw"), (-150, "mangle"), (-100, "dstnat"), (0, "filter"), (50, "security"), (100, "srcnat")];

    private static readonly (int Priority, string Name)[] Bridge = [(-300, "dstnat"), (-200, "filter"), (100, "out"), (300, "srcnat")];

    private static readonly (int Priority, string Name)[] Other = [(0, "filter")];

    /// <summary>"filter", "dstnat", "filter + 10"; null where no name is near.</summary>
    internal static string? NameOf(NfFamily family, FirewallHook hook, int priority)
    {
        (int Priority, string Name)[] names = family switch
        {
            NfFamily.IPv4 or NfFamily.IPv6 or NfFamily.Inet => IP,
            NfFamily.Bridge => Bridge,
            _ => Other,
        };
        foreach ((int number, string name) in names)
        {
            int offset = priority - number;
            if (Math.Abs(offset) > Reach || !Fits(name, hook))
                continue;
            return offset == 0 ? name : $"{name} {(offset > 0 ? '+' : '-')} {Math.Abs(offset)}";
        }

        return null;
    }

    // Where addresses are not translated, the number is a number.
    private static bool Fits(string name, FirewallHook hook) => name switch
    {
        "dstnat" => hook is FirewallHook.Prerouting or FirewallHook.Output,
        "srcnat" => hook is FirewallHook.Postrouting or FirewallHook.Input,
        "out" => hook is FirewallHook.Output,
        _ => true,
    };
}
