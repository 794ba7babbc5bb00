using NetNs.Interop;
using NetNs.Nsfs;

namespace NetNs.Operations;

/// <summary>Network settings of the kernel. Each method acts in the namespace of the context it is given.</summary>
internal static class SysctlOperations
{
    /// <summary>One setting.</summary>
    /// <exception cref="NetNsException">SysctlNotFound, NotPermitted.</exception>
    internal static NetSysctl Get(NamespaceContext context, string name)
    {
        string path = SysctlName.ToPath(name);
        return Create(context, path, Try(context, name, () => ProcSys.Read(path)));
    }

    /// <summary>All settings below the fixed part of a pattern whose names pass. One that cannot be read has no value.</summary>
    /// <param name="context">Where.</param>
    /// <param name="folder">Where to begin: a folder below <see cref="ProcSys.Root"/>; above it, all of that.</param>
    /// <param name="wanted">Whether a name (with dots) is meant.</param>
    internal static IEnumerable<NetSysctl> List(NamespaceContext context, string folder, Func<string, bool> wanted)
        => context.RunInside(() => ProcSys.Files(folder.Length < ProcSys.Root.Length ? ProcSys.Root : folder)
            .Where(p => wanted(SysctlName.FromPath(p)))
            .Select(p => Create(context, p, ReadOrNull(p)))
            .ToList());

    /// <summary>Writes a setting, whole, inside the namespace.</summary>
    /// <exception cref="NetNsException">SysctlNotFound, SysctlValueInvalid, NotPermitted.</exception>
    internal static void Set(NamespaceContext context, string name, string value)
    {
        string path = SysctlName.ToPath(name);
        if (context.Rehearsal is { } rehearsal)
        {
            rehearsal.Note(Words(Get(context, name).Value) != Words(value));
            return;
        }

        if (context.Reporter.WantsSteps)
            context.Reporter.Step($"Set {SysctlName.FromPath(path)} to {value}{context.Namespace.Suffix}", context.Command("sysctl", $"-w {ShellText.Quote($"{SysctlName.FromPath(path)}={value}")}"));
        Try(context, name, () =>
        {
            ProcSys.Write(path, value);
            return true;
        });
    }

    /// <summary>Names directly below a folder ("net", "net.ipv4"), for completion; none where it is not there. Settings of the calling thread's namespace.</summary>
    internal static IEnumerable<string> NamesBelow(string folder)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(folder == "net" ? ProcSys.Root : SysctlName.ToPath(folder)).Order(StringComparer.Ordinal).Select(SysctlName.FromPath);
        }
        catch (Exception e) when (e is NetNsException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Whether a setting is there.</summary>
    internal static bool Exists(NamespaceContext context, string name)
    {
        string path = SysctlName.ToPath(name);
        return context.RunInside(() => File.Exists(path));
    }

    private static NetSysctl Create(NamespaceContext context, string path, string? value)
        => new() { Name = SysctlName.FromPath(path), Path = path, Value = value, Namespace = context.Namespace };

    // The kernel puts a tab between the values of a list.
    private static string Words(string? value) => string.Join(' ', (value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string? ReadOrNull(string path)
    {
        try
        {
            return ProcSys.Read(path);
        }
        catch (SystemCallException)
        {
            return null; // write-only triggers, secrets not set yet
        }
    }

    private static T Try<T>(NamespaceContext context, string name, Func<T> work)
    {
        try
        {
            return context.RunInside(work);
        }
        catch (SystemCallException e) when (e.Errno is Errno.ENOENT or Errno.ENOTDIR or Errno.EISDIR)
        {
            throw new NetNsException(NetNsError.SysctlNotFound, $"There is no sysctl '{name}'{context.Namespace.Suffix}.", name,
                $"List those there are with {context.Namespace.Cmdlet($"Get-NetSysctl")}; some come with a kernel module (net.bridge.* with br_netfilter).", e);
        }
        catch (SystemCallException e) when (e.Errno is Errno.EINVAL or Errno.ERANGE)
        {
            throw new NetNsException(NetNsError.SysctlValueInvalid, $"{e.Message.TrimEnd('.')}{context.Namespace.Suffix}: the kernel does not take this value.", name,
                $"See what is there now with: {context.Namespace.Cmdlet($"Get-NetSysctl {name}")}", e);
        }
        catch (SystemCallException e)
        {
            throw Failure.From(e, name);
        }
    }
}
