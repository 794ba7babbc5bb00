using System.Diagnostics;

namespace NetNs.Operations;

/// <summary>Starts a program of a node and waits until it is ready.</summary>
internal sealed class LabProcessStarter(LabScene scene, string node, LabProcess process)
{
    private const int PollMilliseconds = 10;

    /// <summary>Starts it in a session of its own (setsid), so that it outlives this shell and its terminal.</summary>
    /// <exception cref="NetNsException">ProcessStartFailed, also where it ends before it is ready; TimedOut.</exception>
    internal void Start()
    {
        NetNamespace where = scene.NodeNamespace(node);
        // Looked up here, so that the error names the program and not setsid.
        string program = ProgramPath.Find(process.Command[0], "/", where);
        var options = new ProgramOptions
        {
            File = "setsid",
            Arguments = [program, .. process.Command.Skip(1)],
            Directory = "/",
            Environment = new Dictionary<string, string?> { [LabProcessMark.Variable] = LabProcessMark.Value(scene.Definition.Name, node, process.Line) },
            InputFile = "/dev/null",
            OutputFile = "/dev/null",
            ErrorFile = "/dev/null",
        };
        using Process started = new ProcessOperations(scene.Session).Start(where, options);
        int id = started.Id;
        scene.Undo.Push($"stop {process.Line}", () => new ProcessTermination(scene.Session).Stop(where, [id]));
        if (process.ReadyPort is { } port)
            AwaitReady(started, (ushort)port);
    }

    private void AwaitReady(Process started, ushort port)
    {
        long began = Stopwatch.GetTimestamp();
        while (!IsReady(port))
        {
            if (started.HasExited)
            {
                throw new NetNsException(NetNsError.ProcessStartFailed, $"{process.Line} in node '{node}' ended with exit code {started.ExitCode} before it listened on port {port}.", process.Line,
                    $"Try it by hand: Start-NetNamespaceProcess {PowerShellText.Quote(scene.Definition.NamespaceOf(node))} {process.Line} -Wait");
            }

            if (Stopwatch.GetElapsedTime(began) > process.Timeout)
            {
                throw new NetNsException(NetNsError.TimedOut, $"{process.Line} in node '{node}' did not listen on {process.Protocol.ToString().ToLowerInvariant()} port {port} in {process.Timeout.TotalSeconds:0} seconds.", process.Line,
                    "Correct Ready, or give it more time with Timeout.");
            }

            if (scene.Session.Reporter.Stopping.WaitHandle.WaitOne(PollMilliseconds))
                scene.Session.Checkpoint();
        }
    }

    private bool IsReady(ushort port)
    {
        NamespaceContext context = scene.In(node);
        return process.Protocol == TransportProtocol.Udp ? new SocketOperations().ListUdp(context, port).Any() : new SocketOperations().ListTcp(context, [NetTCPState.Listen], port).Any();
    }
}
