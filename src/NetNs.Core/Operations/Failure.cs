using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Netlink;

namespace NetNs.Operations;

/// <summary>From errno to the words of a <see cref="NetNsException"/>.</summary>
internal static class Failure
{
    private const string NetAdmin = "Run as root, or with CAP_NET_ADMIN in the user namespace that owns the network namespace; 'unshare -rnm pwsh' gives you a stack of your own without root.";
    private const string SysAdmin = "Run as root, or with CAP_SYS_ADMIN; 'unshare -rnm pwsh' gives you a stack of your own without root.";

    /// <summary>What to do where a directory of root's is in the way although one is root: in a user namespace.</summary>
    internal const string PlaceForNames = "Give yourself a place for names: mount -t tmpfs none /run. In a stack made by 'unshare -rnm pwsh' only you see it, and it goes with the stack.";

    /// <summary>Whether this process is root by a user namespace only: then files of users that it does not know are out of reach, whatever its capabilities.</summary>
    internal static bool IsInUserNamespace => !File.ReadLines("/proc/self/uid_map").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).SequenceEqual(["0", "0", "4294967295"]);

    internal static NetNsException NamespaceNotFound(string name, Exception? inner = null)
        => new(NetNsError.NamespaceNotFound, $"There is no network namespace '{name}'.", name,
            IsPattern(name) ? $"A name is taken literally here. For a pattern use: {(CmdletLine)$"Get-NetNamespace {name} | …"}" : "List those there are with Get-NetNamespace, or make it with New-NetNamespace.", inner);

    /// <summary>An object that was made elsewhere.</summary>
    internal static NetNsException Foreign(NetNamespace target)
        => new(NetNsError.ForeignObject, target.MachineName == Environment.MachineName
                ? $"Network namespace '{target}' was seen on {target.MachineName} before it started the last time, or on another machine of that name: the object is not used here."
                : $"Network namespace '{target}' is on another machine, {target.MachineName}: the object is not used on {Environment.MachineName}.", target,
            target.Name is { } name ? $"For the namespace of that name on this machine, give the name: -Namespace {name}" : "Give the namespace of this machine by -Namespace.");

    internal static NetNsException NulInPath(string path)
        => new(NetNsError.ArgumentsInvalid, "A path cannot contain the character NUL.", path, "Give the path of a file.");

    internal static NetNsException Replaced(NetNamespace target)
        => new(NetNsError.NamespaceNotFound, $"Namespace '{target}' is gone: {target.Location} now leads to another namespace.", target, "Get it anew with Get-NetNamespace.");

    internal static NetNsException Stale(NetNamespace target, Exception? inner = null)
        => new(NetNsError.NamespaceStale, $"Network namespace '{target}' is stale: {target.Path} is a plain file that a reboot or a crash left.", target, $"Remove it with: {(CmdletLine)$"Remove-NetNamespace {target}"}", inner);

    internal static NetNsException LinkNotFound(string name, NetNamespace where, Exception? inner = null)
    {
        string advice = IsPattern(name) ? $"A name is taken literally here. For a pattern use: {where.Cmdlet($"Get-NetLink {name}")} | …"
            : IsNamespace(name) ? $"A network namespace has that name: {(CmdletLine)$"-Namespace {name}"} acts there."
            : $"List those there are with {where.Cmdlet($"Get-NetLink")}.";
        return new(NetNsError.LinkNotFound, $"There is no link '{name}'{where.Suffix}.", name, advice, inner) { Place = where };
    }

    internal static NetNsException LinkAlreadyExists(string name, NetNamespace where, Exception? inner = null)
        => new(NetNsError.LinkAlreadyExists, $"A link '{name}' is there already{where.Suffix}.", name, $"Choose another name, say -IfExists Reuse, or remove it with: {where.Cmdlet($"Remove-NetLink {name}")}", inner) { Place = where };

    internal static NetNsException AddressInUse(NetIPAddress address, string action)
        => new(NetNsError.AddressInUse, $"Cannot use {address.IPAddress} on {address.InterfaceAlias}{address.Namespace.Suffix}: somebody else on that link has it.", address, action);

    private static bool IsPattern(string name) => name.AsSpan().ContainsAny('*', '?', '[');

    private static bool IsNamespace(string name) => name is not ("" or "." or "..") && !name.Contains('/') && File.Exists(Path.Combine(new NamespaceStore().Directory, name));

    /// <summary>The words for an errno that no operation had better words for.</summary>
    internal static NetNsException From(NetlinkException e, object? target) => e.Errno switch
    {
        Errno.EPERM or Errno.EACCES => new NetNsException(NetNsError.NotPermitted, $"Not permitted to {e.Request}: CAP_NET_ADMIN is missing.", target, NetAdmin, e),
        Errno.EOPNOTSUPP or Errno.EAFNOSUPPORT => new NetNsException(NetNsError.KernelFeatureMissing, e.Message, target, "The running kernel lacks this feature, or its module is not loaded: Test-NetNsSupport says what is there.", e),
        Errno.ETIMEDOUT => new NetNsException(NetNsError.TimedOut, e.Message, target, null, e),
        _ => new NetNsException(NetNsError.KernelRefused, e.Message, target, null, e),
    };

    /// <summary>The words for a failed system call that no operation had better words for.</summary>
    internal static NetNsException From(SystemCallException e, object? target) => e.Errno switch
    {
        Errno.EPERM or Errno.EACCES => NotPermitted(e, e.What, target),
        Errno.EROFS => new NetNsException(NetNsError.NotPermitted, $"Cannot {e.What}: the file system is read-only.", target, null, e),
        Errno.EBUSY => new NetNsException(NetNsError.NamespaceBusy, e.Message, target, null, e),
        Errno.EPROTONOSUPPORT => new NetNsException(NetNsError.KernelFeatureMissing, e.Message, target, "The running kernel lacks this feature, or its module is not loaded: Test-NetNsSupport says what is there.", e),
        _ => new NetNsException(NetNsError.KernelRefused, e.Message, target, null, e),
    };

    /// <summary>The words for any exception that an operation lets through on purpose; null for one that is a fault of ours.</summary>
    internal static NetNsException? Explain(Exception exception, object? target) => exception switch
    {
        NetNsException e => e,
        NetlinkException e => From(e, target),
        SystemCallException e => From(e, target),
        UnauthorizedAccessException e => new NetNsException(NetNsError.NotPermitted, e.Message, target, "Run as root, or as a user who may write there.", e),
        IOException and not NotANamespaceException => new NetNsException(NetNsError.KernelRefused, exception.Message, target, null, exception),
        _ => null,
    };

    /// <summary>Runs work and puts words to what fails.</summary>
    internal static T Translate<T>(Func<T> work, string what, object? target)
    {
        try
        {
            return work();
        }
        catch (NetlinkException e)
        {
            throw From(e, target);
        }
        catch (SystemCallException e) when (e.Errno is Errno.EPERM or Errno.EACCES)
        {
            throw NotPermitted(e, what, target);
        }
        catch (SystemCallException e)
        {
            throw From(e, target);
        }
    }
    private static NetNsException NotPermitted(SystemCallException e, string what, object? target)
        => e.Errno == Errno.EACCES && IsInUserNamespace
            ? new(NetNsError.NotPermitted, $"Not permitted to {what}: the directory belongs to a user that this user namespace does not know.", target, PlaceForNames, e)
            : new(NetNsError.NotPermitted, $"Not permitted to {what}: CAP_SYS_ADMIN is missing.", target, SysAdmin, e);

    /// <summary>Another process keeps a lock that the work needs.</summary>
    internal static NetNsException Locked(string cannot, object target, TimeoutException inner)
        => new(NetNsError.TimedOut, $"{cannot}: {inner.Message}", target, "Find out who with: lslocks", inner);
}
