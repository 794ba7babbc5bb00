using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetNs.Interop;

/// <summary>Where the calls of Tmds.LibC are found: it asks for <c>libc.so.6</c>, the name that glibc has. musl (Alpine Linux) is <c>libc</c>.</summary>
internal static class LibCLibrary
{
    private const string OfGlibc = "libc.so.6";

#pragma warning disable CA2255 // it must run before the first native call
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Prepare()
    {
        if (!NativeLibrary.TryLoad(OfGlibc, out _))
            NativeLibrary.SetDllImportResolver(typeof(Tmds.Linux.LibC).Assembly, Resolve);
    }

    /// <summary>The library for a name that Tmds.LibC asks for; 0 for what is looked up as usual.</summary>
    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
        => name == OfGlibc ? NativeLibrary.Load("libc", assembly, path) : 0;
}
