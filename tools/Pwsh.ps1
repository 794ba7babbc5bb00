<#
.SYNOPSIS
    Makes the command "pwsh" of child processes the PowerShell that runs this script.
.DESCRIPTION
    This is the only place of the project that knows how a child pwsh is started; everything else says "pwsh". It is run
    with "&" or dot-sourced, and changes the environment of this process only.

    PowerShell comes in two layouts. In a package or an archive it is a program, pwsh, whose folder goes first on the PATH.
    As a .NET tool, and in the container images of the .NET SDK, the process is "dotnet pwsh.dll", and this process's own
    path is that of dotnet: there, a two-line script in output/dotnet-pwsh stands for it.
#>

$own = [Environment]::ProcessPath
if ((Split-Path $own -Leaf) -eq 'dotnet') {
    $folder = Join-Path (Split-Path $PSScriptRoot) output/dotnet-pwsh
    $shim = "$folder/pwsh"
    $quoted = $own, "$PSHOME/pwsh.dll" | ForEach-Object { "'$($_.Replace("'", "'\''"))'" }
    $text = "#!/bin/sh`nexec $($quoted -join ' ') `"`$@`"`n"
    if ((Get-Content -LiteralPath $shim -Raw -ErrorAction Ignore) -ne $text) {
        $null = New-Item $folder -ItemType Directory -Force -ErrorAction Stop
        # Moved into place: test files that run at the same time write it too.
        Set-Content -LiteralPath "$shim-$PID" $text -NoNewline -ErrorAction Stop
        [IO.File]::SetUnixFileMode("$shim-$PID", 'UserRead, UserWrite, UserExecute, GroupRead, GroupExecute, OtherRead, OtherExecute')
        [IO.File]::Move("$shim-$PID", $shim, $true)
    }
}
else { $folder = Split-Path $own }

if (-not $env:PATH.StartsWith("${folder}:")) { $env:PATH = "${folder}:$env:PATH" }
# A program pwsh that is not installed where .NET usually is needs this to find it, also in an environment that a test empties.
if (-not $env:DOTNET_ROOT) {
    $runtime = [Runtime.InteropServices.RuntimeEnvironment]::GetRuntimeDirectory()
    $root = Split-Path (Split-Path (Split-Path $runtime.TrimEnd('/')))
    if (Test-Path "$root/host/fxr") { $env:DOTNET_ROOT = $root }
}
