#requires -Version 7.6
<#
.SYNOPSIS
    Builds, tests, shows, documents, measures and packages NetNs.
.DESCRIPTION
    Each task is one function below; what takes more than a few lines is a script in tools or tests.
.EXAMPLE
    ./build.ps1 -Task Build
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Docs', 'Bench', 'Package', 'Stress', 'Faults')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # Package: the address that the gallery shows, with the licence and the icon below it.
    [uri] $ProjectUri,

    # Package: where it is put.
    [string] $PackageFolder = "$PSScriptRoot/output/package",

    # Bench: the time and memory of each message in the codec, too.
    [switch] $Codec
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$module = "$root/output/NetNs/$((Import-PowerShellDataFile "$root/NetNs.psd1").ModuleVersion)"

function Invoke-Tool {
    # A native command that fails ends the task.
    & $args[0] @($args | Select-Object -Skip 1)
    if ($LASTEXITCODE) { throw "$($args[0]) ended with exit code $LASTEXITCODE." }
}

function Invoke-InPrivateStack {
    # A command in network and mount namespaces of its own.
    Invoke-Tool sh "$root/tests/private-stack.sh" @args
}

function Invoke-Build { & "$root/tools/Build.ps1" -Target $module -Configuration $Configuration }

function Invoke-Test {
    Invoke-Build
    if (& "$root/tools/Test.ps1") { exit 1 }
}

function Invoke-Demo {
    Invoke-Build
    # -NonInteractive is not passed on: colours depend on the terminal alone.
    Invoke-InPrivateStack pwsh -NoProfile -File "$root/docs/samples/quick-start.ps1" -Module "$module/NetNs.psd1"
}

function Invoke-Docs {
    if (-not (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable)) {
        throw "The module Microsoft.PowerShell.PlatyPS is not installed. Install it with: Install-PSResource Microsoft.PowerShell.PlatyPS -Version '[1.0, )'"
    }
    & "$root/tools/Export-Help.ps1" -Destination "$root/module/en-US"
    Set-Content "$root/module/help.digest" (& "$root/tools/Get-HelpDigest.ps1")
}

function Invoke-Bench {
    Invoke-Build
    Invoke-InPrivateStack pwsh -NoProfile -File "$root/tests/bench/run-bench.ps1" -Json "$root/output/bench.json"
    if ($Codec) { Invoke-Tool dotnet run -c Release --project "$root/tests/bench/codec" '--' --filter '*' --job Short --inProcess --artifacts "$root/output/codec" }
}

function Invoke-Stress {
    Invoke-Build
    Invoke-InPrivateStack pwsh -NoProfile -File "$root/tests/system/stress/run-stress.ps1"
}

function Invoke-Faults {
    Invoke-Build
    # What is killed is then a copy of the process by fork: run-faults.ps1 tells why that wants these.
    $env:DOTNET_EnableWriteXorExecute = $env:DOTNET_gcConcurrent = '0'
    Invoke-InPrivateStack pwsh -NoProfile -Command "& '$root/tests/system/faults/run-faults.ps1' | Format-Table Name, Kind, Injected, Nothing, Whole, Half, Failures"
}

function Invoke-Package {
    Invoke-Build
    & "$root/tools/Package.ps1" -Module $module -PackageFolder $PackageFolder -ProjectUri $ProjectUri
}

try {
    & "$root/tools/Pwsh.ps1"
    foreach ($name in $Task) { & "Invoke-$name" }
}
catch {
    # The message alone: where in this script it came from helps nobody who runs a task.
    [Console]::Error.WriteLine($_.Exception.Message)
    exit 1
}
