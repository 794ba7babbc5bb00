namespace NetNs.Translation;

/// <summary>Commands on the files that name namespaces, and on those below /proc/sys.</summary>
internal static class NamespaceFiles
{
    private static readonly string[] _folders = ["/var/run/netns", "/run/netns"];

    internal static Meaning Cat(CommandLine command)
    {
        if (command.Words.Count == 2 && Sysctl.NameOf(command.Words[1]) is { } name)
            return Sysctl.Read(command, name);
        return CommandGrammar.Foreign(command, "It shows a file.");
    }

    internal static Meaning Tee(CommandLine command) => CommandGrammar.Foreign(command, "It writes a file.");

    internal static Meaning Ls(CommandLine command)
    {
        ShellWord[] paths = [.. command.Words.Skip(1).Where(w => !w.Text.StartsWith('-'))];
        return paths switch
        {
            [var path] when IsFolder(path.Text) => Meaning.Equivalent(null, new CmdletCall("Get-NetNamespace")),
            [var path] when path.Text.TrimEnd('/') == "/sys/class/net" => Meaning.Equivalent(null, command.Call("Get-NetLink")),
            [var path] when path.Text.StartsWith("/proc/", StringComparison.Ordinal) && path.Text.EndsWith("/ns/net", StringComparison.Ordinal) => Meaning.Equivalent(null, ProcessNamespace(path)),
            _ => CommandGrammar.Foreign(command, "It lists files."),
        };
    }

    private static CmdletCall ProcessNamespace(ShellWord path)
    {
        ShellWord process = Entering.PlaceOf(path);
        var call = new CmdletCall("Get-NetNamespace");
        return process.Text is "self" or "thread-self" || (process.Parts is [{ Name: "$" }]) ? call.Switch("Current") : call.With("ProcessId", process);
    }

    /// <summary><c>ln -s /proc/PID/ns/net /run/netns/NAME</c>: the name for a container's namespace.</summary>
    internal static Meaning Link(CommandLine command)
    {
        ShellWord[] paths = [.. command.Words.Skip(1).Where(w => !w.Text.StartsWith('-'))];
        if (paths.Length != 2 || NameIn(paths[1]) is not { } name)
            return CommandGrammar.Foreign(command, "It links files.");
        return Mounted(name, paths[0]);
    }

    internal static Meaning MakeFolder(CommandLine command)
        => command.Words.Skip(1).Where(w => !w.Text.StartsWith('-')).ToArray() is { Length: > 0 } paths && paths.All(p => IsFolder(p.Text))
            ? Meaning.Nothing("New-NetNamespace and Mount-NetNamespace make the folder of names where it is missing.")
            : command.Words.Skip(1).Any(w => w.Text.StartsWith("/etc/netns", StringComparison.Ordinal)) ? CommandGrammar.Foreign(command, "The files below /etc/netns are yours; Start-NetNamespaceProcess shows them to what it starts.")
            : CommandGrammar.Foreign(command, "It makes a folder.");

    internal static Meaning Touch(CommandLine command)
        => command.Words.Count == 2 && NameIn(command.Words[1]) is not null
            ? Meaning.Nothing("Mount-NetNamespace makes the file of the name.")
            : CommandGrammar.Foreign(command, "It makes a file.");

    internal static Meaning Mount(CommandLine command)
    {
        bool isBind = command.Words.Any(w => w.Text is "--bind" or "-B") || command.Words.Zip(command.Words.Skip(1)).Any(p => p.First.Text == "-o" && p.Second.Text == "bind");
        ShellWord[] paths = [.. command.Words.Skip(1).Where(w => w.Text.StartsWith('/'))];
        return isBind && paths.Length == 2 && NameIn(paths[1]) is { } name ? Mounted(name, paths[0]) : CommandGrammar.Foreign(command, "It mounts a file system.");
    }

    internal static Meaning Remove(CommandLine command)
    {
        ShellWord[] paths = [.. command.Words.Skip(1).Where(w => !w.Text.StartsWith('-'))];
        return paths.Length > 0 && paths.All(p => NameIn(p) is not null)
            ? Meaning.Equivalent(null, new CmdletCall("Remove-NetNamespace").With(CmdletValue.List(paths.Select(p => (CmdletValue)NameIn(p)!))))
            : CommandGrammar.Foreign(command, "It removes files.");
    }

    private static Meaning Mounted(ShellWord name, ShellWord path)
    {
        ShellWord source = Entering.PlaceOf(path);
        CmdletCall call = new CmdletCall("Mount-NetNamespace").With(name);
        bool isProcess = path.Text.StartsWith("/proc/", StringComparison.Ordinal) && source != path;
        return Meaning.Equivalent("The name stays valid when the process has ended.", call.With(isProcess ? "ProcessId" : "Path", isProcess ? source : path));
    }

    private static bool IsFolder(string path) => _folders.Contains(path.TrimEnd('/'));

    private static ShellWord? NameIn(ShellWord path)
    {
        foreach (string folder in _folders)
        {
            if (path.Text.StartsWith(folder + "/", StringComparison.Ordinal) && path.Without(folder + "/") is { Text: var name } rest && (name.Length > 0 || !rest.IsKnown) && !name.Contains('/', StringComparison.Ordinal))
                return rest;
        }

        return null;
    }
}
