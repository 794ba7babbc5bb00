<#
.SYNOPSIS
    How long the feedback provider takes after a command, over all commands of the tutorials.
.DESCRIPTION
    Each command is asked for as the first of its form, since a form that was shown before costs less. Rounds are repeated; the output has
    the median, the 99th percentile and the maximum of all of them in milliseconds, without the first round (it compiles code).
.EXAMPLE
    tests/private-stack.sh pwsh -NoProfile tests/bench/feedback.ps1
#>
param([int] $Rounds = 20, [string] $Module = "$PSScriptRoot/../../output/NetNs/$((Import-PowerShellDataFile "$PSScriptRoot/../../NetNs.psd1").ModuleVersion)/NetNs.psd1")

$ErrorActionPreference = 'Stop'
Import-Module $Module
$lines = Get-Content "$PSScriptRoot/../fixtures/tutorials/commands.txt", "$PSScriptRoot/../fixtures/tutorials/further.txt" | Where-Object { $_ -and $_ -notlike '#*' }
$type = [NetNs.Commands.EnableNetNsFeedbackCommand].Assembly.GetType('NetNs.Feedback.NetNsFeedbackProvider')
$method = $type.GetMethod('LineFor', [Reflection.BindingFlags] 'Instance, NonPublic')
$answers = 0
$times = foreach ($round in 0..$Rounds) {
    foreach ($line in $lines) {
        $ask = $method.CreateDelegate([Func[string, string]], [Activator]::CreateInstance($type, $true))
        $clock = [Diagnostics.Stopwatch]::GetTimestamp()
        $answer = $ask.Invoke($line)
        $milliseconds = [Diagnostics.Stopwatch]::GetElapsedTime($clock).TotalMilliseconds
        if ($round -gt 0) { $milliseconds; if ($answer) { $answers++ } }
    }
}
$sorted = $times | Sort-Object
[pscustomobject]@{
    Commands = $lines.Count
    Answered = $answers / $Rounds
    Median   = [Math]::Round($sorted[$sorted.Count / 2], 4)
    P99      = [Math]::Round($sorted[$sorted.Count * 0.99], 4)
    Maximum  = [Math]::Round($sorted[-1], 4)
}
