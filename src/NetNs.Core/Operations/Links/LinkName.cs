using System.Text;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What a link may be called, after the kernel's dev_valid_name.</summary>
internal static class LinkName
{
    /// <summary>Returns the name, or throws LinkNameInvalid with the reason.</summary>
    /// <remarks>"%" is refused too: the kernel would take "veth%d" for a pattern and make up a name.</remarks>
    internal static string Check(string name)
    {
        string? reason = Flaw(name);
        return reason is null ? name : throw new NetNsException(NetNsError.LinkNameInvalid,
            $"'{name}' cannot name a link: {reason}.", name, "A link's name has 1 to 15 bytes, no '/', no blank, and is neither '.' nor '..'.");
    }

    /// <summary>Whether a link can have the name.</summary>
    internal static bool IsValid(string name) => Flaw(name) is null;

    private static string? Flaw(string name)
        => name.Length == 0 ? "it is empty"
            : name is "." or ".." ? "it names a directory"
            : Encoding.UTF8.GetByteCount(name) > LinkMessage.MaxNameBytes ? $"it has {Encoding.UTF8.GetByteCount(name)} bytes, at most {LinkMessage.MaxNameBytes} are allowed"
            : name.Any(c => c == '/' || c == ':' || char.IsWhiteSpace(c) || c == '\0') ? "it contains '/', ':', NUL or a blank"
            : name.Contains('%') ? "it contains '%', which the kernel takes for a pattern"
            : Encoding.UTF8.GetBytes(name).Contains((byte)0xa0) ? "one of its letters has a byte that the kernel takes for a blank (0xa0)"
            : name is "all" or "default" ? "sysctls use it for something else (net.ipv4.conf.all, net.ipv4.conf.default)"
            : null;
}
