<#
.SYNOPSIS
    The words of a command that starts PowerShell in the layout that this process does not have; nothing where there is none.
.DESCRIPTION
    For "dotnet pwsh.dll", the other layout is a program: a copy of PowerShell's files with a pwsh that the .NET SDK makes, under
    output/pwsh-program. For a program, it is "dotnet pwsh.dll" with a copy of the files that has no such program, under
    output/pwsh-library; files that bring a runtime of their own cannot be started so.
#>

$output = Join-Path (Split-Path (Split-Path $PSScriptRoot)) output
if ((Split-Path ([Environment]::ProcessPath) -Leaf) -ne 'dotnet') {
    if (-not (Get-Command dotnet -CommandType Application -ErrorAction Ignore)) { return }
    $folder = "$output/pwsh-library"
    if (-not (Test-Path $folder)) {
        Copy-Item $PSHOME $folder -Recurse
        Remove-Item "$folder/pwsh"
    }
    $words = 'dotnet', "$folder/pwsh.dll"
    $path = & $words[0] $words[1] -NoProfile -NonInteractive -Command '[Environment]::ProcessPath' 2>$null
    if ($path -like '*/dotnet') { $words }
    return
}

$folder = "$output/pwsh-program"
if (-not (Test-Path "$folder/pwsh")) {
    $project = "$output/apphost"
    $null = New-Item $project -ItemType Directory -Force
    Set-Content "$project/pwsh.csproj" '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><AssemblyName>pwsh</AssemblyName></PropertyGroup></Project>'
    Set-Content "$project/Program.cs" 'return 0;'
    $null = dotnet build $project -o "$project/bin" -v quiet --nologo
    if (-not (Test-Path "$project/bin/pwsh")) { return }
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
    Copy-Item $PSHOME $folder -Recurse
    Copy-Item "$project/bin/pwsh" "$folder/pwsh"
}
$path = & "$folder/pwsh" -NoProfile -NonInteractive -Command '[Environment]::ProcessPath' 2>$null
if ($path -eq "$folder/pwsh") { "$folder/pwsh" }
