<#
.SYNOPSIS
    Runs all tests and prints their sum as the last line; the output is the number of failures.
.DESCRIPTION
    The unit tests, the Pester files, then a part of these again: the assertions under the other Pester that they support, and what
    starts a pwsh under the other layout of PowerShell (tools/Pwsh.ps1 explains the two).
#>

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$clock = [Diagnostics.Stopwatch]::StartNew()

function New-Sum {
    param([int] $Passed, [int] $Failed, [int] $Skipped)
    [pscustomobject]@{ Passed = $Passed; Failed = $Failed; Skipped = $Skipped }
}

function Write-Skipped {
    # One thing that could not be tested, as one skipped test.
    param([string] $Text)
    Write-Host "SKIPPED: $Text" -ForegroundColor Yellow
    New-Sum 0 0 1
}

function Invoke-UnitTest {
    sh "$root/tests/run-units.sh" 2>&1 | Tee-Object -Variable output | ForEach-Object { Write-Host $_ }
    $said = $output | Select-String '^units: (\d+) passed, (\d+) failed, (\d+) skipped$' | Select-Object -Last 1
    if (-not $said) { return New-Sum 0 1 0 }
    $counts = $said.Matches.Groups[1..3].Value
    New-Sum @counts
}

function Invoke-PesterTest {
    $main, $other = & "$PSScriptRoot/Install-Pester.ps1"
    if (-not $main -or $main.Major -lt 6) {
        $count = @(Select-String "$root/tests/*/*.Tests.ps1" -Pattern '^\s*It\s').Count
        Write-Host "SKIPPED: $count or more tests of the cmdlets, because Pester 6.2 is not installed." -ForegroundColor Yellow
        return New-Sum 0 0 $count
    }
    & "$root/tests/run-pester.ps1" -PesterVersion $main
    if ($other) { & "$root/tests/run-pester.ps1" NetNsTestWorld -PesterVersion $other }
    else { Write-Skipped 'the assertions under the oldest Pester that they support, which is not installed.' }
    $pwsh = @(& "$root/tests/tools/Get-OtherPwsh.ps1")
    if ($pwsh) { & "$root/tests/run-pester.ps1" NetNamespaceSession, NetNamespace.Enter, NetNsTestWorld, Package -PesterVersion $main -Pwsh $pwsh }
    else { Write-Skipped 'sessions, shells, test worlds and the package under the other layout of PowerShell, which cannot be made here.' }
}

$sums = @(Invoke-UnitTest; Invoke-PesterTest)
$passed, $failed, $skipped = foreach ($count in 'Passed', 'Failed', 'Skipped') { ($sums | Measure-Object $count -Sum).Sum }
Write-Host ('All tests: {0:n0} minutes {1:n0} seconds' -f [Math]::Floor($clock.Elapsed.TotalMinutes), $clock.Elapsed.Seconds)
# The last line of a test run, in this form: continuous integration reads it.
Write-Host "$passed passed, $failed failed, $skipped skipped"
$failed
