# Trace-NetPath -Live: a real packet beside the prediction. nft monitor trace hears the same.

BeforeDiscovery { $versions = @{ Version = 4; Cli = '10.1.0.2'; Srv = '10.2.0.2'; Family = 'ip' }, @{ Version = 6; Cli = 'fd00:1::2'; Srv = 'fd00:2::2'; Family = 'ip6' } }
BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/PathFaults.ps1
    New-PathLab
    function Get-Rule { foreach ($name in 'cli', 'rtr', 'srv') { ip netns exec $name nft list ruleset } }
    function Add-Rule([string] $In, [string] $Hook, [string] $Rule, [string] $Policy = 'accept') {
        ip netns exec $In nft "add table inet f; add chain inet f c { type filter hook $Hook priority 0; policy $Policy; }"
        if ($Rule) { ip netns exec $In nft "add rule inet f c $Rule" }
    }
}
AfterAll {
    Remove-PathLab
    Assert-NothingLeft
}

Describe 'Trace-NetPath -Live, IPv<Version>' -ForEach $versions {
    AfterEach { foreach ($name in 'cli', 'rtr', 'srv') { ip netns exec $name nft flush ruleset } }

    It 'sees a ping get through, and its answer' {
        $hops = Trace-NetPath cli $Srv -Live
        $hops.Live | Select-Object -Unique | Should -Be Passes
        $hops.LiveReason | Select-Object -Unique | Should -Be passed
        $hops.Direction | Select-Object -Unique | Should -Be Request, Reply
        Test-NetPath cli $Srv -Live | Should -BeTrue
    }

    It 'sees a TCP connection and a datagram' {
        Test-NetPath cli $Srv 80 -Live | Should -BeTrue
        Test-NetPath cli $Srv 53 -Protocol Udp -Live | Should -BeTrue
    }

    It 'names the rule that drops it at <Hook> in <In>, on the <Way>' -ForEach @(
        @{ Hook = 'output'; In = 'cli'; Way = 'Request'; Rule = 'tcp dport 80 drop' }
        @{ Hook = 'prerouting'; In = 'rtr'; Way = 'Request'; Rule = 'tcp dport 80 drop' }
        @{ Hook = 'forward'; In = 'rtr'; Way = 'Request'; Rule = 'tcp dport 80 drop' }
        @{ Hook = 'postrouting'; In = 'rtr'; Way = 'Request'; Rule = 'tcp dport 80 drop' }
        @{ Hook = 'input'; In = 'srv'; Way = 'Request'; Rule = 'tcp dport 80 drop' }
        @{ Hook = 'output'; In = 'srv'; Way = 'Reply'; Rule = 'tcp sport 80 drop' }
        @{ Hook = 'forward'; In = 'rtr'; Way = 'Reply'; Rule = 'tcp sport 80 drop' }
        @{ Hook = 'input'; In = 'cli'; Way = 'Reply'; Rule = 'tcp sport 80 drop' }
    ) {
        Add-Rule $In $Hook $Rule
        $hops = Trace-NetPath cli $Srv 80 -Live
        $end = $hops.Where({ $_.Live -ne 'Passes' }, 'First')[0]
        "$($end.Live) $($end.Stage) $($end.Namespace) $($end.Direction)" | Should -Be "Blocked $Hook $In $Way"
        $end.LiveReason | Should -BeLike 'dropped by inet f c: *drop'
        $end.Verdict | Should -Be Blocked
    }

    It 'names a policy' {
        Add-Rule rtr forward '' drop
        (Trace-NetPath cli $Srv -Live)[-1].LiveReason | Should -Be 'dropped by policy of inet f c'
    }

    It 'follows it through a translation of its destination' {
        ip netns exec rtr nft "add table $Family n; add chain $Family n c { type nat hook prerouting priority -100; }; add rule $Family n c tcp dport 8080 dnat to $($Version -eq 4 ? "${Cli}:80" : "[$Cli]:80")"
        $hops = Trace-NetPath srv ($Version -eq 4 ? '10.2.0.1' : 'fd00:2::1') 8080 -Live
        $hops.Live | Select-Object -Unique | Should -Be Passes
        $hops.Namespace.Name | Should -Contain cli
    }

    It 'agrees with nft monitor trace' {
        Add-Rule rtr forward 'tcp dport 80 drop'
        $heard = "$TestDrive/heard-$Version"
        $monitor = sh -c 'ip netns exec rtr nft monitor trace > "$1" 2>&1 & echo $!' sh $heard
        try {
            # It listens when it has joined the group.
            Wait-Until { (ip netns exec rtr cat /proc/net/netlink | Where-Object { $_ -match "^\S+\s+12\s+$monitor\s" }) } | Should -BeTrue
            $hops = Trace-NetPath cli $Srv 80 -Live
            Wait-Until { (Get-Content $heard -Raw) -match 'verdict drop' } | Should -BeTrue
        }
        finally { Stop-Process -Id $monitor }
        (Get-Content $heard) -match 'verdict drop' | Should -BeLike '*inet f c rule tcp dport 80 drop (verdict drop)'
        $hops[-1].LiveReason | Should -BeLike 'dropped by inet f c: *dport 80 drop'
    }
}

Describe 'Trace-NetPath -Live' {
    AfterEach { foreach ($name in 'cli', 'rtr', 'srv') { ip netns exec $name nft flush ruleset } }

    It 'says where a packet was not seen any more' {
        ip -n rtr link set eth1 down
        try { (Trace-NetPath cli 10.2.0.2 -Live)[-1] | ForEach-Object { "$($_.Live) $($_.LiveReason)" } | Should -Be 'Unknown not seen' }
        finally { ip -n rtr link set eth1 up }
    }

    It 'leaves no rule, and changes none of others' {
        Add-Rule rtr forward 'tcp dport 81 drop'
        $before = Get-Rule
        $null = Trace-NetPath cli 10.2.0.2 -Live
        Get-Rule | Should -Be $before
    }

    It 'leaves nothing where it is killed' {
        # A route that leads nowhere: the cmdlet waits for an answer, with its tables in place.
        ip -n srv route del default
        try {
            $shell = sh -c 'pwsh -NoProfile -NonInteractive -Command "$1" > /dev/null 2>&1 & echo $!' sh "Import-Module '$((Get-Module NetNs).Path)'; while (1) { Trace-NetPath cli 10.2.0.2 -Live }"
            Wait-Until { (ip netns exec rtr nft list tables) -match 'netns-trace' } -TimeoutMilliseconds 30000 | Should -BeTrue
            kill -9 $shell
            Wait-Until { -not ((Get-Rule) -match 'netns-trace') } | Should -BeTrue
        }
        finally { ip -n srv route add default via 10.2.0.1 }
    }

    It 'does not take a source address' {
        (Get-ErrorOf { Trace-NetPath cli 10.2.0.2 -Live -SourceAddress 10.1.0.2 }).FullyQualifiedErrorId | Should -BeLike 'ArgumentsInvalid,*'
    }

    It 'says nothing of a real packet without -Live' {
        $hops = Trace-NetPath cli 10.2.0.2
        $hops.Live | Where-Object { $null -ne $_ } | Should -BeNullOrEmpty
        $hops.LiveReason | Where-Object { $_ } | Should -BeNullOrEmpty
    }
}
