using NetNs.Tests.Support;

namespace NetNs.Tests.Conformance;

/// <summary>The system's C compiler.</summary>
internal static class CCompiler
{
    private static readonly string? Path = new[] { "cc", "gcc", "clang" }.FirstOrDefault(IsThere);

    /// <summary>Why nothing can be compiled here; null where it can.</summary>
    internal static string? Missing { get; } = FindMissing();

    /// <summary>Compiles without keeping anything; returns what the compiler says, empty where it is content.</summary>
    internal static string Compile(string source)
    {
        string file = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"netns-{Guid.NewGuid():n}.c");
        File.WriteAllText(file, source);
        try
        {
            (int exitCode, _, string error) = TestProcess.TryRun("env", "LC_ALL=C", Path!, "-std=gnu11", "-fsyntax-only", file);
            return exitCode == 0 ? "" : error.Length > 0 ? error : $"{Path} ended with {exitCode}";
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static bool IsThere(string name)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(System.IO.Path.Combine(d, name)));

    private static string? FindMissing()
    {
        if (Path is null)
            return "needs a C compiler: install gcc";
        return Compile("#include <errno.h>\n#include <linux/netlink.h>\n").Length == 0
            ? null
            : "needs the headers of the C library and of the kernel: install libc6-dev and linux-libc-dev";
    }
}
