using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using NetNs.Interop;
using NetNs.Nsfs;

namespace NetNs.Operations;

/// <summary>Starts programs that are inside a namespace as a whole: with its links in /sys, and with its files of /etc/netns.</summary>
internal sealed class ProcessOperations(OperationSession session)
{
    private const int StandardInput = 0; // STDIN_FILENO
    private const int StandardOutput = 1; // STDOUT_FILENO
    private const int StandardError = 2; // STDERR_FILENO

    /// <summary>Starts a program.</summary>
    /// <exception cref="NetNsException">ProcessStartFailed, NamespaceNotFound, NamespaceStale, NotPermitted.</exception>
    /// <remarks>Its exit is to be watched from here (<see cref="Process.EnableRaisingEvents"/>), never from the thread that starts it.</remarks>
    internal Process Start(NetNamespace target, ProgramOptions options)
    {
        ProcessStartInfo info = Describe(options, target);
        var redirections = new Dictionary<int, SafeFileHandle>();
        using NamespaceHandle handle = OperationSession.OpenHandle(target);
        try
        {
            if (!options.Piped)
                OpenFiles(options, redirections);
            if (session.Reporter.WantsSteps)
                session.Reporter.Step($"Start {options.File}{target.Suffix}", CommandLine(target, info));
            RuntimeThreads.Warm();
            StartedProgram started = NamespaceThread.RunApart(handle, ownDescriptors: redirections.Count > 0, () => StartHere(info, FilesNameOf(target), redirections));
            foreach (string what in started.Refused)
                session.Reporter.Warn($"For {options.File}{target.Suffix}, {what}");
            return started.Process;
        }
        catch (Win32Exception e)
        {
            throw new NetNsException(NetNsError.ProcessStartFailed, $"Cannot start {options.File}{target.Suffix}: {new Win32Exception(e.NativeErrorCode).Message}.", options.File, null, e);
        }
        catch (SystemCallException e)
        {
            throw Failure.From(e, target);
        }
        finally
        {
            foreach (SafeFileHandle file in redirections.Values)
                file.Dispose();
        }
    }

    // Whose files in /etc/netns it gets. The name of an object that a script put together may be anything: one that leads out of the
    // directory is none.
    private static string? FilesNameOf(NetNamespace target)
        => target.Name is { Length: > 0 } name && !name.Contains('/') && !name.Contains('\0') && name is not ("." or "..") ? name : null;

    // On the thread that is inside. The child gets what this thread has.
    private static StartedProgram StartHere(ProcessStartInfo info, string? name, Dictionary<int, SafeFileHandle> redirections)
    {
        List<string> refused = PrivateMounts.Arrange(name);
        foreach ((int descriptor, SafeFileHandle file) in redirections)
            SystemCall.Check(LibC.dup2(file, descriptor), "redirect a standard stream");
        return new StartedProgram(Process.Start(info)!, refused);
    }

    private static ProcessStartInfo Describe(ProgramOptions options, NetNamespace target)
    {
        if (!Directory.Exists(options.Directory))
            throw new NetNsException(NetNsError.ProcessStartFailed, $"Cannot start {options.File}{target.Suffix}: there is no directory {options.Directory} to start it in.", options.Directory);
        var info = new ProcessStartInfo(ProgramPath.Find(options.File, options.Directory, target), options.Arguments)
        {
            WorkingDirectory = options.Directory,
            RedirectStandardInput = options.Piped,
            RedirectStandardOutput = options.Piped,
            RedirectStandardError = options.Piped,
        };
        foreach ((string name, string? value) in options.Environment)
            info.Environment[name] = value;
        return info;
    }

    private static void OpenFiles(ProgramOptions options, Dictionary<int, SafeFileHandle> redirections)
    {
        Open(StandardInput, options.InputFile, FileMode.Open, FileAccess.Read);
        Open(StandardOutput, options.OutputFile, FileMode.Create, FileAccess.Write);
        // One file for both is opened once: each would write over the other otherwise.
        if (options.ErrorFile is not null && options.ErrorFile == options.OutputFile)
            redirections[StandardError] = redirections[StandardOutput];
        else
            Open(StandardError, options.ErrorFile, FileMode.Create, FileAccess.Write);

        void Open(int descriptor, string? path, FileMode mode, FileAccess access)
        {
            if (path is null)
                return;
            try
            {
                redirections[descriptor] = File.OpenHandle(path, mode, access, FileShare.ReadWrite);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new NetNsException(NetNsError.ProcessStartFailed, $"Cannot start {options.File}: {e.Message}", path, null, e);
            }
        }
    }

    private static string CommandLine(NetNamespace target, ProcessStartInfo info)
        => $"{NamespaceContext.Entering(target)} {ShellText.Join(info.ArgumentList.Prepend(info.FileName))}";

    /// <summary>A program that was started, and what could not be arranged for it.</summary>
    private sealed record StartedProgram(Process Process, List<string> Refused);
}
