using System.Diagnostics;
using NetNs.Operations;
using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

public sealed class ProcessOperationsTests : KernelTest, IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("netns-process-").FullName;
    private readonly RecordingReporter _reporter = new();

    void IDisposable.Dispose()
    {
        Directory.Delete(_directory, recursive: true);
        Dispose();
    }

    [KernelFact]
    public void A_program_starts_inside_and_tells_its_exit_code()
    {
        NetNamespace target = NewTarget();

        Assert.Equal((3, $"net:[{target.Inode}]\n"), Run(target, "sh", "-c", "readlink /proc/self/ns/net; exit 3"));
    }

    [KernelFact]
    public void Arguments_reach_it_as_they_are()
        => Assert.Equal((0, "a  b|$HOME|\"|'|\n"), Run(NewTarget(), "printf", "%s|%s|%s|%s|\\n", "a  b", "$HOME", "\"", "'"));

    [KernelFact]
    public void Standard_streams_are_files_where_wanted_and_one_file_serves_two()
    {
        string both = Path.Combine(_directory, "both");
        File.WriteAllText(Path.Combine(_directory, "in"), "read\n");

        using Process process = Start(NewTarget(), Options("sh", "-c", "cat; echo wrong >&2; echo right") with
        {
            InputFile = Path.Combine(_directory, "in"),
            OutputFile = both,
            ErrorFile = both,
        });
        process.WaitForExit();

        Assert.Equal("read\nwrong\nright\n", File.ReadAllText(both));
    }

    [KernelFact]
    public void Variables_come_on_top_of_the_environment_and_can_be_taken_away()
    {
        using Process process = Start(NewTarget(), Options("sh", "-c", "echo $ADDED-$PATH-${HOME-none}") with
        {
            Environment = new Dictionary<string, string?> { ["ADDED"] = "x", ["HOME"] = null },
            OutputFile = Path.Combine(_directory, "out"),
        });
        process.WaitForExit();

        Assert.Equal($"x-{Environment.GetEnvironmentVariable("PATH")}-none\n", File.ReadAllText(Path.Combine(_directory, "out")));
    }

    [KernelFact]
    public void It_starts_in_the_directory_and_paths_are_relative_to_it()
    {
        string script = Path.Combine(_directory, "script");
        File.WriteAllText(script, "#!/bin/sh\npwd\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Equal((0, _directory + "\n"), Run(NewTarget(), "./script"));
    }

    [KernelTheory]
    [InlineData("no-such-program")]
    [InlineData("/no/such/program")]
    [InlineData("./not-executable")]
    public void What_cannot_be_started_says_why(string file)
    {
        File.WriteAllText(Path.Combine(_directory, "not-executable"), "");

        NetNsException e = Assert.Throws<NetNsException>(() => Start(NewTarget(), Options(file)));

        Assert.Equal(NetNsError.ProcessStartFailed, e.Error);
        Assert.StartsWith($"Cannot start {file}", e.Message, StringComparison.Ordinal);
        Assert.Equal(file, e.Target);
    }

    [KernelFact]
    public void A_directory_or_file_that_is_not_there_says_so()
    {
        NetNamespace target = NewTarget();
        Assert.Equal(NetNsError.ProcessStartFailed, Assert.Throws<NetNsException>(() => Start(target, Options("true") with { Directory = "/no/such" })).Error);
        Assert.Equal(NetNsError.ProcessStartFailed, Assert.Throws<NetNsException>(() => Start(target, Options("true") with { OutputFile = "/no/such/file" })).Error);
        Assert.Equal(NetNsError.ProcessStartFailed, Assert.Throws<NetNsException>(() => Start(target, Options("true") with { InputFile = "/no/such/file" })).Error);
    }

    [KernelFact]
    public void Each_start_is_told_as_a_command_line()
    {
        NetNamespace target = NewTarget();
        Run(target, "true", "a b");

        Assert.Matches($"^nsenter --net={target.Path} (/usr)?/bin/true 'a b'$", Assert.Single(_reporter.Steps));
        Assert.Empty(_reporter.Warnings);
    }

    private NetNamespace NewTarget()
    {
        NamespaceFixture made = NewNamespace();
        return new NetNamespace { Path = $"/proc/{Environment.ProcessId}/fd/{made.Descriptor}", Inode = made.Handle.Identity.Inode, Device = made.Handle.Identity.Device };
    }

    private ProgramOptions Options(string file, params string[] arguments) => new() { File = file, Arguments = arguments, Directory = _directory };

    private Process Start(NetNamespace target, ProgramOptions options)
    {
        using var session = new OperationSession(_reporter);
        return new ProcessOperations(session).Start(target, options);
    }

    private (int ExitCode, string Output) Run(NetNamespace target, string file, params string[] arguments)
    {
        string output = Path.Combine(_directory, "output");
        using Process process = Start(target, Options(file, arguments) with { OutputFile = output });
        process.WaitForExit();
        return (process.ExitCode, File.ReadAllText(output));
    }
}
