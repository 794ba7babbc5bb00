#requires -Version 7.6
<#
.SYNOPSIS
    Two processes publish and take back ports at the same time; after each step, what nft lists is what they reported.
.DESCRIPTION
    Returns an object for each round: how many ports each process reported as published, how many nft then had, how many were left after both had taken theirs
    back, and what was wrong. Run it in a stack of its own.
.EXAMPLE
    tests/private-stack.sh pwsh -NoProfile tests/system/publish-together.ps1 -Count 500 -Rounds 10
#>
param([int] $Count = 500, [int] $Rounds = 10)

$ErrorActionPreference = 'Stop'
if (-not $env:NETNS_PRIVATE_STACK) { throw 'This changes the network of the stack it runs in. Run it by tests/private-stack.sh.' }
$module = $env:NETNS_MODULE
& $PSScriptRoot/../../tools/Pwsh.ps1
if (-not $module) { $module = "$PSScriptRoot/../../output/NetNs/$((Import-PowerShellDataFile "$PSScriptRoot/../../NetNs.psd1").ModuleVersion)/NetNs.psd1" }

# Does what its input says, and prints the host ports of what it did, in one line.
$worker = {
    param($Module, $First, $Count)
    Import-Module $Module
    while ($line = [Console]::In.ReadLine()) {
        $done = switch ($line) {
            'publish' { $First..($First + $Count - 1) | ForEach-Object { "${_}:80" } | Publish-ContainerPort -Target 10.88.0.2 -WarningAction Ignore -ErrorVariable failures | ForEach-Object HostPort }
            'unpublish' { $First..($First + $Count - 1) | Unpublish-ContainerPort -ErrorVariable failures }
        }
        [Console]::Out.WriteLine("$(@($failures).Count) $($done -join ' ')")
    }
}

function Get-Published {
    # The host ports that nft has.
    $listed = nft -j list map inet NetNs publish4 2>$null | ConvertFrom-Json -Depth 20
    ($listed.nftables | Where-Object map).map.elem | Where-Object { $_ } | ForEach-Object { $_[0].elem.val.concat[1] }
}

ip link add br0 type bridge
ip address add 10.88.0.1/16 dev br0
ip link set br0 up
sysctl -qw net.ipv4.ip_forward=1
$workers = foreach ($first in 20000, 30000) {
    $program = [Diagnostics.ProcessStartInfo]::new('pwsh')
    '-NoProfile', '-NonInteractive', '-Command', "& { $worker } '$module' $first $Count" | ForEach-Object { $program.ArgumentList.Add($_) }
    $program.RedirectStandardInput = $program.RedirectStandardOutput = $true
    [Diagnostics.Process]::Start($program)
}
try {
    foreach ($round in 1..$Rounds) {
        foreach ($process in $workers) { $process.StandardInput.WriteLine('publish') }
        $answers = foreach ($process in $workers) { , ($process.StandardOutput.ReadLine() -split ' ' | Where-Object { $_ }) }
        $reported = @($answers | ForEach-Object { $_ | Select-Object -Skip 1 } | ForEach-Object { [int]$_ })
        $present = @(Get-Published)
        foreach ($process in $workers) { $process.StandardInput.WriteLine('unpublish') }
        $removals = foreach ($process in $workers) { , ($process.StandardOutput.ReadLine() -split ' ') }
        [pscustomobject]@{
            Round     = $round
            Reported  = $reported.Count
            Present   = $present.Count
            Different = @(Compare-Object $reported $present).Count
            Errors    = ($answers + $removals | ForEach-Object { [int]@($_)[0] } | Measure-Object -Sum).Sum
            Left      = @(nft list tables).Count
        }
    }
}
finally {
    foreach ($process in $workers) {
        $process.StandardInput.Close()
        if (-not $process.WaitForExit(10000)) { $process.Kill() }
    }
    ip link del br0
}
