using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace NetNs.Nsfs;

/// <summary>Open files as paths: what is bound or opened by such a path is the very file, whatever has taken its name meanwhile (man 5 proc).</summary>
internal static class DescriptorPath
{
    /// <summary>The path of an open file, for the calling thread.</summary>
    internal static string Of(SafeFileHandle file) => string.Concat("/proc/thread-self/fd/", ((int)file.DangerousGetHandle()).ToString(CultureInfo.InvariantCulture));
}
