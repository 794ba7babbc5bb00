using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Sessions;

/// <summary>The shells that are started inside namespaces, and what they start with.</summary>
internal static class ChildShell
{
    /// <summary>Holds the name of the namespace in an interactive shell, for prompts of one's own.</summary>
    private const string NameVariable = "NETNS_NAMESPACE";

    /// <summary>The pwsh of this session, as a server that talks over its standard streams.</summary>
    internal static ProgramOptions Server(SessionState session)
    {
        string location = session.Path.CurrentFileSystemLocation.ProviderPath;
        PwshProgram pwsh = Pwsh(session);
        return new ProgramOptions
        {
            File = pwsh.File,
            Arguments = [.. pwsh.Arguments, "-s", "-NoLogo", "-NoProfile", "-wd", location],
            Directory = location,
            Environment = Environment(),
            Piped = true,
        };
    }

    /// <summary>A shell at the terminal whose prompt says where it is.</summary>
    /// <param name="session">The session that it leaves.</param>
    /// <param name="shell">Name or path of a shell; null for the pwsh of this session.</param>
    /// <param name="name">What the prompt shows.</param>
    /// <param name="profile">Whether the user's profile is read.</param>
    internal static ProgramOptions Interactive(SessionState session, string? shell, string name, bool profile)
    {
        Dictionary<string, string?> environment = Environment();
        // The name is data wherever it goes: a shell expands the variable when it shows the prompt, and expands no further.
        environment[NameVariable] = name;
        string file = shell ?? "pwsh";
        string[] arguments = [];
        switch (Path.GetFileName(file))
        {
            case "pwsh":
                arguments = PwshArguments(profile);
                break;
            case "bash":
                arguments = BashArguments(profile);
                break;
            default:
                environment["PS1"] = $"[${{{NameVariable}}}] $ ";
                break;
        }

        if (file == "pwsh")
        {
            PwshProgram pwsh = Pwsh(session);
            (file, arguments) = (pwsh.File, [.. pwsh.Arguments, .. arguments]);
        }

        return new ProgramOptions
        {
            File = file,
            Arguments = arguments,
            Directory = session.Path.CurrentFileSystemLocation.ProviderPath,
            Environment = environment,
        };
    }

    private static string[] PwshArguments(bool profile)
    {
        const string Mark = $$"""
            & { $inner = $function:prompt; Set-Item function:global:prompt { "[$env:{{NameVariable}}] $(& $inner)" }.GetNewClosure() }
            """;
        return ["-NoLogo", .. profile ? (string[])[] : ["-NoProfile"], "-NoExit", "-Command", Mark];
    }

    // The user's file sets PS1; what is read in its place reads it, and marks the prompt afterwards.
    private static string[] BashArguments(bool profile)
    {
        string read = profile ? "[ -r ~/.bashrc ] && . ~/.bashrc; " : "";
        return ["-c", $$"""exec "$BASH" --rcfile <(printf '%s\n' '{{read}}PS1="[\${{{NameVariable}}}] $PS1"') -i"""];
    }

    private static PwshProgram Pwsh(SessionState session) => PwshProgram.Find((string)session.PSVariable.GetValue("PSHOME"));

    // The child finds this very module by name, wherever it was imported from here: its directory goes first, since another
    // NetNs may be in one of the others.
    private static Dictionary<string, string?> Environment()
    {
        var module = new DirectoryInfo(Path.GetDirectoryName(typeof(ChildShell).Assembly.Location)!);
        // NetNs, or NetNs/0.1.0.
        string? modules = module.Name == "NetNs" ? module.Parent?.FullName : module.Parent is { Name: "NetNs" } above ? above.Parent?.FullName : null;
        string[] present = (System.Environment.GetEnvironmentVariable("PSModulePath") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return modules is null || present.FirstOrDefault() == modules ? [] : new() { ["PSModulePath"] = string.Join(Path.PathSeparator, [modules, .. present.Where(other => other != modules)]) };
    }
}
