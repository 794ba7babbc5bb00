namespace NetNs.Sessions;

/// <summary>The command that starts another PowerShell like this one. The only place of the module that knows it.</summary>
/// <param name="File">The program.</param>
/// <param name="Arguments">What comes before PowerShell's own arguments.</param>
internal sealed record PwshProgram(string File, string[] Arguments)
{
    private const string Name = "pwsh";
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The command for this process.</summary>
    /// <param name="home">The folder of PowerShell's files: $PSHOME.</param>
    internal static PwshProgram Find(string home) => Find(Environment.ProcessPath, home, Environment.GetEnvironmentVariable("PATH"));

    /// <summary>
    /// PowerShell comes as a program (packages and archives) and as "dotnet pwsh.dll" (the .NET tool and the images of the .NET SDK), where
    /// its folder may have no program. Another host of PowerShell has neither: then the pwsh on the PATH is used.
    /// </summary>
    /// <param name="process">The program of this process.</param>
    /// <param name="home">The folder of PowerShell's files.</param>
    /// <param name="path">The directories to search, separated by colons.</param>
    /// <exception cref="NetNsException">There is no pwsh.</exception>
    internal static PwshProgram Find(string? process, string home, string? path)
    {
        string library = Path.Combine(home, Name + ".dll");
        switch (Path.GetFileName(process))
        {
            case Name:
                return new PwshProgram(process!, []);
            case "dotnet" when System.IO.File.Exists(library):
                return new PwshProgram(process!, [library]);
            default:
                break;
        }

        foreach (string directory in (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            string file = Path.Combine(directory, Name);
            if (System.IO.File.Exists(file) && (System.IO.File.GetUnixFileMode(file) & AnyExecute) != 0)
                return new PwshProgram(file, []);
        }

        throw new NetNsException(NetNsError.ProcessStartFailed, $"There is no pwsh to start: this process is '{process}', '{library}' cannot be run by it, and no directory of PATH has a program pwsh.",
            home, "Install PowerShell 7.6 or newer, and put its directory on the PATH.");
    }
}
