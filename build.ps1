#requires -Version 7.6
<#
.SYNOPSIS
    Builds, tests, shows, documents, measures and packages NetNs.
.EXAMPLE
    ./build.ps1 -Task Build
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Docs', 'Bench', 'Package')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot

function Invoke-Tool {
    # A native command that fails ends the task.
    & $args[0] @($args | Select-Object -Skip 1)
    if ($LASTEXITCODE) { throw "$($args[0]) ended with exit code $LASTEXITCODE." }
}

function Get-ModulePath {
    $version = (Import-PowerShellDataFile "$root/NetNs.psd1").ModuleVersion
    "$root/output/NetNs/$version"
}

function Invoke-Build {
    $target = Get-ModulePath
    # ReadyToRun: the module is loaded by every new prompt, and nobody waits for the JIT compiler.
    $ready = $Configuration -eq 'Release' ? 'true' : 'false'
    $staging = "$root/output/publish"
    Remove-Item $staging, $target -Recurse -Force -ErrorAction Ignore
    Invoke-Tool dotnet publish "$root/src/NetNs/NetNs.csproj" -c $Configuration -r linux-$([Runtime.InteropServices.RuntimeInformation]::OSArchitecture.ToString().ToLowerInvariant()) --self-contained false -p:PublishReadyToRun=$ready -o $staging -v quiet --nologo
    $null = New-Item $target -ItemType Directory -Force
    Copy-Item "$staging/NetNs.dll", "$staging/NetNs.Core.dll", "$staging/NetNs.xml", "$root/NetNs.psd1", "$root/LICENSE" $target -ErrorAction Stop
    Copy-Item "$root/module/*" $target -Recurse
    Write-Host "Built $target"
}

foreach ($name in $Task) { & "Invoke-$name" }
