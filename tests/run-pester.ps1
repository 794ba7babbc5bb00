#requires -Version 7.6
<#
.SYNOPSIS
    Runs the Pester files, each in a pwsh and a network stack of its own, as many at a time as there are processors.
.DESCRIPTION
    Prints a line for each file, and all that Pester said about a file with failures. The output is one object with the
    counts. A file that crashes its pwsh or does not end counts as one failure.

    A name is that of a file in one of the folders, without .Tests.ps1, and may have wildcard characters. The name of a
    cmdlet stands for the files of its noun: New-NetLink (or NewNetLink) for NetLink.New.Tests.ps1.
.EXAMPLE
    tests/run-pester.ps1 New-NetNamespace, NetRoute, Links
.EXAMPLE
    tests/run-pester.ps1 -Name NetNamespace.*
#>
param(
    [Parameter(Position = 0)]
    [string[]] $Name = '*',

    # What another shell makes of "-Name A, B": more names.
    [Parameter(DontShow, ValueFromRemainingArguments)]
    [string[]] $MoreName,

    [int] $TimeoutSeconds = 480,

    # A Pester of exactly this version; without it, the newest one.
    [version] $PesterVersion,

    # The command that starts another PowerShell than this one, word by word.
    [string[]] $Pwsh = 'pwsh'
)

& "$PSScriptRoot/../tools/Pwsh.ps1"
if (-not (Get-Module Pester -ListAvailable | Where-Object Version -GE 5.7)) { $null = & "$PSScriptRoot/../tools/Install-Pester.ps1" }

$all = Get-ChildItem $PSScriptRoot -Directory | Get-ChildItem -Filter *.Tests.ps1 -Recurse
$files = foreach ($one in @($Name) + $MoreName -split '[, ]+' -ne '') {
    $patterns = if ($one -cmatch '^([A-Z][a-z]+)-?([A-Z]\w+)$') { $one, $Matches[2], "$($Matches[2]).$($Matches[1])" } else { $one }
    $found = $all | Where-Object { $file = $_; $patterns | Where-Object { $file.Name -like "$_.Tests.ps1" } }
    if (-not $found) { throw "No test file is named '$one'. The names are: $(($all.Name -replace '\.Tests\.ps1$' | Sort-Object) -join ', ')" }
    $found
}
# The longest first, so that none is left to run alone at the end.
$files = $files | Sort-Object FullName -Unique | Sort-Object Length -Descending
$pester = $PesterVersion ? @('-PesterVersion', "$PesterVersion") : @()
$how = @(if ($Pwsh[0] -ne 'pwsh') { $Pwsh -join ' ' }; if ($PesterVersion) { "Pester $PesterVersion" }) -join ', '
if ($how) { Write-Host "With ${how}:" }
$temporary = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "netns-pester-$PID") -Force
try {
    $results = $files | ForEach-Object -ThrottleLimit ([Environment]::ProcessorCount) -Parallel {
        $file = $_
        $resultPath = Join-Path $using:temporary "$($file.Name).json"
        $clock = [Diagnostics.Stopwatch]::StartNew()
        # A file that starts daemons: a container engine, a firewall.
        $apart = @(if (Select-String -LiteralPath $file.FullName -Pattern '^# Runs on a machine of its own' -Quiet) { 'sh', "$using:PSScriptRoot/tools/own-machine.sh" })
        $output = timeout -k 5 $using:TimeoutSeconds sh "$using:PSScriptRoot/private-stack.sh" @apart @using:Pwsh -NoProfile -NonInteractive -File "$using:PSScriptRoot/tools/run-pester-file.ps1" -Path $file.FullName -ResultPath $resultPath @using:pester 2>&1 | ForEach-Object { "$_" -replace "\e\[[\d;]*m" }
        $code = $LASTEXITCODE
        $counts = if (Test-Path -LiteralPath $resultPath) { Get-Content -LiteralPath $resultPath -Raw | ConvertFrom-Json }
        elseif ($code -eq 69) {
            # No private stack can be made here: the sentence comes from private-stack.sh.
            [pscustomobject]@{ Passed = 0; Failed = 0; Skipped = @(Select-String -LiteralPath $file.FullName -Pattern '^\s*It\s').Count; Reasons = @($output[-1]) }
        }
        else {
            $output += $code -in 124, 137 ? "$($file.Name) did not end in $using:TimeoutSeconds seconds." : "$($file.Name) ended its pwsh with exit code $code."
            [pscustomobject]@{ Passed = 0; Failed = 1; Skipped = 0; Reasons = @() }
        }
        [pscustomobject]@{
            File = $file.Name -replace '\.Tests\.ps1$'; Passed = $counts.Passed; Failed = $counts.Failed; Skipped = $counts.Skipped
            Seconds = $clock.Elapsed.TotalSeconds; Reasons = $counts.Reasons; Output = $output
        }
    } | ForEach-Object {
        $line = '{0,-34} {1,4} passed {2,3} failed {3,3} skipped {4,7:n1} s' -f $_.File, $_.Passed, $_.Failed, $_.Skipped, $_.Seconds
        Write-Host $line -ForegroundColor ($_.Failed ? 'Red' : $_.Skipped ? 'Yellow' : 'Green')
        if ($_.Failed) { $_.Output | Out-Host }
        $_.Reasons | Where-Object { $_ } | Group-Object | ForEach-Object { Write-Host "    SKIPPED $($_.Count): $($_.Name)" -ForegroundColor Yellow }
        $_
    }
}
finally {
    Remove-Item -LiteralPath $temporary -Recurse -Force
}

if ($results.Count -gt 5) {
    $slowest = $results | Sort-Object Seconds -Descending | Select-Object -First 5 | ForEach-Object { '{0} {1:n0} s' -f $_.File, $_.Seconds }
    Write-Host "The slowest files: $($slowest -join ', ')"
}
[pscustomobject]@{
    Passed  = [int]($results | Measure-Object Passed -Sum).Sum
    Failed  = [int]($results | Measure-Object Failed -Sum).Sum
    Skipped = [int]($results | Measure-Object Skipped -Sum).Sum
}
