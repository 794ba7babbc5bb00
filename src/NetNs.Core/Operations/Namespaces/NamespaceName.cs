using System.Text;

namespace NetNs.Operations;

/// <summary>What a namespace may be called: a file name.</summary>
internal static class NamespaceName
{
    private const int MaxBytes = 255; // NAME_MAX, linux/limits.h

    /// <summary>Returns the name, or throws NamespaceNameInvalid with the reason.</summary>
    internal static string Check(string name)
    {
        string? reason =
            name.Length == 0 ? "it is empty"
            : name is "." or ".." ? "it names a directory"
            : name.Contains('/') ? "it contains '/'"
            : name.Contains('\0') ? "it contains NUL"
            : Encoding.UTF8.GetByteCount(name) > MaxBytes ? $"it has {Encoding.UTF8.GetByteCount(name)} bytes, at most {MaxBytes} are allowed"
            : null;
        return reason is null ? name : throw new NetNsException(NetNsError.NamespaceNameInvalid,
            $"'{name}' cannot name a network namespace: {reason}.", name, "A name is a file name: 1 to 255 bytes, no '/', neither '.' nor '..'.");
    }
}
