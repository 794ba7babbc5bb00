<#
.SYNOPSIS
    Puts two runs of the benchmark side by side: what each step took before and after, and how many times as long.
.EXAMPLE
    tests/bench/compare-bench.ps1 before.json after.json
#>
[CmdletBinding()]
param(
    # What run-bench.ps1 -Json wrote; of several runs in one file the last counts.
    [Parameter(Mandatory, Position = 0)]
    [string] $Before,

    [Parameter(Mandatory, Position = 1)]
    [string] $After
)

$ErrorActionPreference = 'Stop'

function Get-Figure {
    param([string] $Path)
    $figures = [ordered]@{}
    foreach ($line in Get-Content -LiteralPath $Path | ConvertFrom-Json) {
        $figures["$($line.Unit) / $($line.Row.Step) / $($line.Row.Contestant)"] = $line
    }
    $figures
}

$old = Get-Figure $Before
$new = Get-Figure $After
foreach ($key in $new.Keys) {
    if (-not $old.Contains($key)) { continue }
    $was = $old[$key].Row.Median
    $is = $new[$key].Row.Median
    [pscustomobject]@{
        Unit       = $new[$key].Unit
        Step       = $new[$key].Row.Step
        Contestant = $new[$key].Row.Contestant
        Before     = $was
        After      = $is
        Times      = if ($was) { [math]::Round($is / $was, 2) }
        Commits    = "$($old[$key].Commit)..$($new[$key].Commit)"
    }
}
