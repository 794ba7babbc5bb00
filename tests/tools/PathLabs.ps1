# Random networks for Trace-NetPath: the small network with random faults and a random ruleset. Real packets judge.

. $PSScriptRoot/PathFaults.ps1
. $PSScriptRoot/PathChecks.ps1

function New-RandomRuleset {
    param([Random] $Random, [int] $Version)
    $w = Get-PathWords $Version
    $pick = { param($list) $list[$Random.Next($list.Count)] }
    $condition = {
        & $pick @(
            '', "$($w.Family) saddr $($w.Cli)", "$($w.Family) daddr $($w.Srv)", "$($w.Family) saddr $($w.Net1)", "$($w.Family) daddr != $($w.Net1)", 'tcp dport 80', 'tcp dport { 22, 80-90 }', 'tcp sport 80', 'udp dport 53'
            "meta l4proto $($w.Icmp)", 'ct state new', 'ct state established,related', 'ct state invalid', 'iifname eth0', 'oifname eth1', 'iifname != br0', 'meta mark 3', 'meta mark != 0', 'ct mark 4', 'fib daddr type local'
            "$($w.Family) saddr . $($w.Family) daddr { $($w.Cli) . $($w.Srv) }", 'ct direction reply', 'meta l4proto { tcp, udp }', 'tcp flags syn / syn,ack', 'ct status dnat', 'iif lo'
            $(if ($Version -eq 4) { 'icmp type echo-request' } else { 'icmpv6 type echo-request' })
        )
    }
    $lines = @("add table inet r", 'add chain inet r sub', "add rule inet r sub $(& $condition) $(& $pick @('drop', 'accept', 'return', 'counter'))")
    $hooks = & $pick @(@('forward'), @('input'), @('output'), @('prerouting', 'forward'), @('forward', 'postrouting'), @('input', 'output'))
    foreach ($hook in $hooks) {
        $type = $hook -eq 'output' -and $Random.Next(3) -eq 0 ? 'route' : 'filter'
        $lines += "add chain inet r $hook { type $type hook $hook priority $(& $pick @(-300, -150, 0, 10)); policy $(& $pick @('accept', 'accept', 'drop')); }"
        if ($Random.Next(3) -eq 0) { $lines += "add rule inet r $hook icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept" }
        for ($i = $Random.Next(1, 5); $i -gt 0; $i--) {
            $lines += "add rule inet r $hook $(& $condition) $(& $condition) $(& $pick @('drop', 'accept', 'accept', 'jump sub', 'meta mark set 3', 'ct mark set 4', 'meta mark set ct mark', 'counter', 'reject', 'goto sub', 'return'))"
        }
    }
    $lines
}

# One lab: how often what was said held, and what did not hold.
function Invoke-PathLab {
    param([int] $Seed)
    $random = [Random]::new($Seed)
    $version = $random.Next(2) -eq 0 ? 4 : 6
    $words = Get-PathWords $version
    $log = @()
    New-PathLab
    try {
        $all = @(Get-PathFault $version | Where-Object Plant)
        for ($i = $random.Next(3); $i -gt 0; $i--) {
            $fault = $all[$random.Next($all.Count)]
            $log += "fault: $($fault.Name)"
            sh -ec $fault.Plant 2>&1 | Out-Null
        }
        foreach ($place in 'rtr', 'cli', 'srv') {
            if ($random.Next(2) -eq 0) { continue }
            foreach ($line in New-RandomRuleset $random $version) {
                ip netns exec $place nft $line 2>&1 | Out-Null
                if ($LASTEXITCODE -eq 0) { $log += "${place}: $line" }
            }
        }
        foreach ($way in @('cli', 'Srv', $null), @('cli', 'Srv', 80), @('srv', 'Cli', 80), @('cli', 'Oth', $null), @('oth', 'Cli', 80), @('srv', 'Gw2', $null), @('srv', 'Gw2', 8080), @('oth', 'Gw1', 8080) | Sort-Object { $random.Next() } | Select-Object -First 4) {
            $from, $to, $port = $way
            $case = @{ From = $from; Address = $words[$to]; Port = $port; Plant = '' }
            $found = Invoke-PathFault $case
            $isWrong = ($found.Verdict -eq 'Blocked' -and $found.Answered) -or ($found.Verdict -eq 'Passes' -and -not $found.Answered)
            [pscustomobject]@{
                Seed     = $Seed
                Way      = "$from > $($words[$to])$(if ($port) { ":$port" })"
                Verdict  = $found.Verdict
                Answered = $found.Answered
                IsWrong  = $isWrong
                Log      = $log
                Hops     = $isWrong -or $found.Verdict -eq 'Unknown' ? @($found.Hops | ForEach-Object { "$($_.Direction) $($_.Namespace) $($_.InterfaceAlias) $($_.Stage) $($_.Verdict): $($_.Reason) $($_.Evidence) [$($_.Packet)]" }) : @()
            }
        }
    }
    finally { Remove-PathLab }
}
