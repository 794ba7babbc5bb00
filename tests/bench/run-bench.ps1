<#
.SYNOPSIS
    Measures NetNs beside the tools that are installed, on the same work, in a private network stack.
.DESCRIPTION
    Every unit of work is a script in units/, which returns steps: a name, how to prepare, and one script block per contestant that returns
    milliseconds. Contestants take turns, round by round, so that the machine's moods fall on all alike. Figures are medians; the ratio is to NetNs.
    NetNs' figures are the time of the pipeline in this pwsh, warm: it does the same work -WarmUp times before the first round counts. The
    others' are the time of the whole process, as their users wait for it; that of -Floor is what it says itself.
.EXAMPLE
    ./build.ps1 -Task Bench
.EXAMPLE
    tests/private-stack.sh pwsh -NoProfile -File tests/bench/run-bench.ps1 -Unit lab, links -N 100 -Rounds 5 -Json before.json
#>
[CmdletBinding()]
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0)] [string[]] $Unit,

    # "pwsh -File" hands on "-Unit lab, links" as two words, of which the second comes here.
    [Parameter(ValueFromRemainingArguments)] [string[]] $MoreUnits,

    # How many namespaces, pairs, ports, runs.
    [int] $N = 100,

    [int] $Rounds = 5,

    # Rounds of NetNs alone before the first one. The runtime compiles what is used often anew, in steps some 100 ms apart.
    [int] $WarmUp = 12,

    # A program that does the same work with the leanest netlink. It takes the words of contestant.ps1 (lab up 100) and prints "ms X".
    [string] $Floor,

    # Appends the raw figures, a line of JSON for each step, so that two commits can be compared.
    [string] $Json
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
. $PSScriptRoot/../tools/Common.ps1

function Measure-Pipeline {
    # Milliseconds of a script block in this session; what it emits is thrown away.
    param([scriptblock] $Script)
    [GC]::Collect()
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $null = & $Script
    $clock.Elapsed.TotalMilliseconds
}

function Measure-List {
    # Milliseconds until a script block's objects are all there: so many at least.
    param([scriptblock] $Script, [int] $Least)
    [GC]::Collect()
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $got = @(& $Script)
    $elapsed = $clock.Elapsed.TotalMilliseconds
    if ($got.Count -lt $Least) { throw "only $($got.Count)" }
    $elapsed
}

function Measure-Process {
    # Milliseconds of a shell script in a process of its own, start-up and all; fails where it fails.
    param([string] $Script)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    bash -ec $Script *> /dev/null
    $elapsed = $clock.Elapsed.TotalMilliseconds
    if ($LASTEXITCODE) { throw "Exit code $LASTEXITCODE from: $Script" }
    $elapsed
}

function Measure-Floor {
    # Milliseconds that the floor says it took for its words.
    param([string[]] $Words)
    $said = & $Floor @Words
    if ($LASTEXITCODE -or $said[0] -notmatch '^ms ([\d.]+)$') { throw "The floor did not do $Words." }
    [double]::Parse($Matches[1], [cultureinfo]::InvariantCulture)
}

function Measure-Gone {
    # As the milliseconds that a script block returns, and those until no link but lo is left.
    param([scriptblock] $Script)
    $own = & $Script
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ([IO.File]::ReadAllLines('/proc/thread-self/net/dev').Count -gt 3) { [Threading.Thread]::Sleep(1) }
    $own + $clock.Elapsed.TotalMilliseconds
}

function Test-Program {
    param([string] $Name)
    [bool](Get-Command $Name -CommandType Application -ErrorAction Ignore)
}

function Get-Median {
    param([double[]] $Values)
    $sorted = @($Values | Sort-Object)
    $middle = [int][math]::Floor(($sorted.Count - 1) / 2)
    ($sorted[$middle] + $sorted[$sorted.Count - 1 - $middle]) / 2
}

function New-StepWorld {
    # An empty world with what the step needs for a contestant.
    param($Step, [string] $Contestant)
    Reset-World
    if ($Step.Prepare) { $null = & $Step.Prepare $Contestant }
}

function Invoke-Step {
    # All rounds of one step; a contestant that fails is left out from then on, and says why.
    param($Step)
    $figures = [ordered]@{}
    foreach ($name in $Step.Contestants.Keys) { if ($Floor -or $name -ne 'floor') { $figures[$name] = [Collections.Generic.List[double]]::new() } }
    # What changes nothing needs its world once.
    if ($Step.ReadsOnly) { New-StepWorld $Step 'NetNs' }
    for ($round = 1; $round -le $WarmUp -and $figures.Contains('NetNs'); $round++) {
        if (-not $Step.ReadsOnly) { New-StepWorld $Step 'NetNs' }
        $null = & $Step.Contestants['NetNs']
        Start-Sleep -Milliseconds 120
    }
    foreach ($round in 0..$Rounds) {
        foreach ($name in @($figures.Keys)) {
            try {
                if (-not $Step.ReadsOnly) { New-StepWorld $Step $name }
                $milliseconds = & $Step.Contestants[$name]
                # The first round warms up: code is compiled, files are cached.
                if ($round) { $figures[$name].Add($milliseconds) }
            }
            catch {
                Write-Warning "$($Step.Name), ${name}: $_"
                $figures.Remove($name)
            }
        }
    }
    Reset-World
    $own = if ($figures.Contains('NetNs')) { Get-Median $figures['NetNs'] }
    $least = if ($figures.Contains('floor')) { Get-Median $figures['floor'] }
    foreach ($name in $figures.Keys) {
        $median = Get-Median $figures[$name]
        [pscustomobject]@{
            Step       = $Step.Name
            Contestant = $name
            Median     = [math]::Round($median, 3)
            Min        = [math]::Round(($figures[$name] | Measure-Object -Minimum).Minimum, 3)
            Max        = [math]::Round(($figures[$name] | Measure-Object -Maximum).Maximum, 3)
            TimesNetNs = if ($own) { [math]::Round($median / $own, 2) }
            TimesFloor = if ($least) { [math]::Round($median / $least, 2) }
            Note       = $Step.Note
        }
    }
}

$all = Get-ChildItem "$PSScriptRoot/units/*.ps1" | ForEach-Object BaseName
# Through -File a list arrives as one text.
$Unit = if ($Unit) { @($Unit) + @($MoreUnits) -split ',\s*' | Where-Object { $_ } } else { $all }
$commit = git -C $PSScriptRoot rev-parse --short HEAD 2>$null
foreach ($name in $Unit) {
    if ($name -notin $all) { throw "There is no unit '$name'. There are: $($all -join ', ')." }
    Write-Host "`n$name" -ForegroundColor Cyan
    $rows = foreach ($step in & "$PSScriptRoot/units/$name.ps1" -N $N) { Invoke-Step $step }
    $rows | Format-Table Step, Contestant, @{ n = 'Median ms'; e = { '{0:n2}' -f $_.Median }; a = 'right' },
        @{ n = 'Min'; e = { '{0:n2}' -f $_.Min }; a = 'right' }, @{ n = 'Max'; e = { '{0:n2}' -f $_.Max }; a = 'right' },
        @{ n = '× NetNs'; e = { $_.TimesNetNs }; a = 'right' }, @{ n = '× floor'; e = { $_.TimesFloor }; a = 'right' }, Note | Out-String -Width 140 | Write-Host
    if ($Json) {
        $rows | ForEach-Object { [pscustomobject]@{ Commit = $commit; Unit = $name; N = $N; Row = $_ } | ConvertTo-Json -Compress -Depth 3 } | Add-Content $Json
    }
}
