using NetNs.Nsfs;

namespace NetNs.Operations;

/// <summary>
/// Names of sysctls, by the rules of sysctl(8): the first separator decides. After a dot, dots separate and "/" stands for a dot
/// within a part (net.ipv4.conf.eth0/5.forwarding); after a slash, slashes separate and dots are dots.
/// </summary>
internal static class SysctlName
{
    /// <summary>The file of a name, which may contain wildcards.</summary>
    /// <exception cref="NetNsException">SysctlNotFound: it is no name below "net", or leads out of it.</exception>
    internal static string ToPath(string name)
    {
        int separator = name.AsSpan().IndexOfAny('.', '/');
        string relative = separator >= 0 && name[separator] == '.' ? Swap(name) : name;
        string[] parts = relative.Split('/');
        if (parts.Length < 2 || parts[0] != "net" || parts.Any(p => p.Length == 0 || p is "." or ".." || p.Contains('\0')))
        {
            throw new NetNsException(NetNsError.SysctlNotFound, $"'{name}' is no sysctl of a network namespace.", name,
                "Their names begin with 'net': net.ipv4.ip_forward, or net/ipv4/ip_forward.");
        }

        return "/proc/sys/" + relative;
    }

    /// <summary>The name of a file, with dots.</summary>
    internal static string FromPath(string path) => Swap(path[(ProcSys.Root.Length - "net".Length)..]);

    private static string Swap(string text)
        => string.Create(text.Length, text, (span, from) =>
        {
            for (int i = 0; i < span.Length; i++)
                span[i] = from[i] switch { '.' => '/', '/' => '.', char c => c };
        });
}
