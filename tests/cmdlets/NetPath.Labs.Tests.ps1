# Trace-NetPath on random networks with random faults and random rules. NETNS_PATH_LABS says how many (3), NETNS_PATH_SEED which is the first.

BeforeDiscovery {
    $first = [int] ($env:NETNS_PATH_SEED ?? 1)
    $seeds = $first..($first + [int] ($env:NETNS_PATH_LABS ?? 3) - 1)
}
BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/PathLabs.ps1
}
AfterAll { Assert-NothingLeft }

Describe 'Random networks' {
    It 'agrees with real packets in lab <_>' -ForEach $seeds {
        $ways = @(Invoke-PathLab $_)
        $ways.Count | Should -Be 4
        foreach ($way in $ways) { $way.IsWrong | Should -BeFalse -Because "$($way.Way) is called $($way.Verdict), and $($way.Answered ? 'something' : 'nothing') came back.`n$($way.Log -join "`n")`n$($way.Hops -join "`n")" }
    }
}
