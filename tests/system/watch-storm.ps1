<#
.SYNOPSIS
    A storm of link changes in many namespaces, watched by one Watch-NetNamespace: counts what was told, what was lost and what memory it took.
.DESCRIPTION
    Each change gives lo an alias with the next number, so that a change that was not told shows as a gap. A gap that a Resync event announced
    is no loss: the state that follows it is compared, too. To be run in a private stack.
.EXAMPLE
    tests/private-stack.sh pwsh -NoProfile -File tests/system/watch-storm.ps1
.EXAMPLE
    tests/private-stack.sh pwsh -NoProfile -File tests/system/watch-storm.ps1 -Pause 300
#>
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', 'Pause', Justification = 'it is used in the block that reads')]
param(
    [int] $Namespaces = 100,
    [int] $Changes = 50000,

    # Milliseconds that the reader sleeps after every 1,000 events: then the kernel has to drop some.
    [int] $Pause
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/../tools/Common.ps1

$each = [int]($Changes / $Namespaces)
$names = 1..$Namespaces | ForEach-Object { "storm$_" }
$null = $names | New-NetNamespace
$directory = [IO.Directory]::CreateTempSubdirectory('netns-').FullName
foreach ($name in $names) { Set-Content "$directory/$name" (1..$each | ForEach-Object { "link set lo alias $_" }) }
# Four at a time, so that namespaces storm side by side.
Set-Content "$directory/run" "cd $directory; printf '%s\n' $names | xargs -P 4 -I@ ip -n @ -batch @"

$last = @{}
$announced = @{}
$told = $lost = $resyncs = $finished = 0
$memory = [Collections.Generic.List[double]]::new()
$runner = $null
$clock = [Diagnostics.Stopwatch]::new()
try {
    Watch-NetNamespace $names -Kind Link -IncludeInitialState -Timeout 600 | ForEach-Object {
        if (-not $runner) { $runner = Start-Process sh "$directory/run" -PassThru; $clock.Start() }
        $name = $_.Namespace.Name
        if ($_.Action -eq 'Resync') { $resyncs++; $announced[$name] = $true; return }
        $number = [int]$_.Object.Alias
        if ($_.Action -eq 'Present') { $announced[$name] = $false }
        else {
            $told++
            if ($announced[$name]) { throw "$name was announced to be told anew, and a change came before its state." }
            $lost += [math]::Abs($number - $last[$name] - 1)
        }
        $last[$name] = $number
        if ($told % ($Changes / 10) -eq 1) { $memory.Add([GC]::GetTotalMemory($true) / 1MB) }
        if ($Pause -and $told % 1000 -eq 999) { [Threading.Thread]::Sleep($Pause) }
        if ($number -eq $each -and ++$finished -eq $Namespaces) { 'end' }
    } | Select-Object -First 1 | Out-Null
    $seconds = $clock.Elapsed.TotalSeconds
    $runner.WaitForExit()
}
finally {
    Remove-Item $directory -Recurse
    Get-NetNamespace storm* | Remove-NetNamespace
}

[pscustomobject]@{
    Namespaces = $Namespaces
    Changes    = $each * $Namespaces
    Told       = $told
    Resyncs    = $resyncs
    Lost       = $lost
    Finished   = $finished
    Seconds    = [math]::Round($seconds, 1)
    # Of the managed heap, in MB, at each tenth of what was told.
    Memory     = $memory | ForEach-Object { [math]::Round($_, 1) }
}
