using System.Diagnostics;

namespace NetNs.Tests.Support;

/// <summary>Runs a tool that a test takes as its oracle.</summary>
internal static class TestProcess
{
    /// <summary>Standard output of a tool. Fails the test with its standard error where it fails.</summary>
    internal static string Run(string file, params string[] arguments)
    {
        (int exitCode, string output, string error) = TryRun(file, arguments);
        Assert.True(exitCode == 0, $"{file} {string.Join(' ', arguments)} ended with {exitCode}: {error}");
        return output;
    }

    /// <summary>Exit code and outputs of a tool.</summary>
    internal static (int ExitCode, string Output, string Error) TryRun(string file, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
