# Trace-NetPath and Test-NetPath: what they take and what they give. Faults are in NetPath.IPv4 and NetPath.IPv6, random networks in NetPath.Labs.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/PathFaults.ps1
    New-PathLab
}
AfterAll {
    Remove-PathLab
    Assert-NothingLeft
}

Describe 'Trace-NetPath' {
    It 'tells each step on the way there and back, by numbers from 1' {
        $hops = Trace-NetPath cli srv
        $hops.Step | Should -Be (1..$hops.Count)
        $hops.Verdict | Select-Object -Unique | Should -Be 'Passes'
        $hops[0] | ForEach-Object { "$($_.Direction) $($_.Namespace) $($_.Stage) $($_.InterfaceAlias)" } | Should -Be 'Request cli Route eth0'
        "$($hops[-1].Direction) $($hops[-1].Namespace) $($hops[-1].Stage)" | Should -Be 'Reply cli Listener'
        $hops.Namespace.Name | Select-Object -Unique | Should -Be 'cli', 'rtr', 'srv'
    }
    It 'shows the packet as it is at each step' {
        $hops = Trace-NetPath cli 10.2.0.2 80
        "$($hops[0].Packet)" | Should -Be 'tcp 10.1.0.2:40000 > 10.2.0.2:80'
        "$($hops[-1].Packet)" | Should -Be 'tcp 10.2.0.2:80 > 10.1.0.2:40000'
    }
    It 'takes the source from the pipe, as a name and as an object' {
        ('cli' | Trace-NetPath -Destination srv)[0].Namespace.Name | Should -Be 'cli'
        (Get-NetNamespace cli, oth | Trace-NetPath -Destination srv).Where{ $_.Step -eq 1 }.Namespace.Name | Should -Be 'cli', 'oth'
    }
    It 'takes a namespace, its address and an IPAddress for the destination' {
        foreach ($end in 'srv', '10.2.0.2', [ipaddress] '10.2.0.2', (Get-NetNamespace srv)) { (Trace-NetPath cli $end)[0].Packet.Destination | Should -Be '10.2.0.2' }
        (Trace-NetPath cli srv -AddressFamily IPv6)[0].Packet.Destination | Should -Be 'fd00:2::2'
    }
    It 'ends at the destination with -OneWay' {
        (Trace-NetPath cli srv -OneWay).Direction | Select-Object -Unique | Should -Be 'Request'
    }
    It 'takes an address of the source, and tells one that it does not have' {
        Test-NetPath cli srv -SourceAddress 10.1.0.2 | Should -BeTrue
        $hop = Trace-NetPath cli srv -SourceAddress 10.1.0.3
        "$($hop.Stage) $($hop.Verdict)" | Should -Be 'SourceAddress Blocked'
    }
    It 'follows UDP' {
        Test-NetPath cli srv 53 -Protocol Udp | Should -BeTrue
        (Trace-NetPath cli srv 54 -Protocol Udp)[-1].Reason | Should -Be 'nothing listens on UDP port 54'
    }
    It 'follows packets of a namespace to itself' {
        Test-NetPath srv 127.0.0.1 80 | Should -BeTrue
        Test-NetPath srv 10.2.0.2 | Should -BeTrue
        Test-NetPath srv 10.2.0.2 82 | Should -BeFalse
        Test-NetPath srv 127.0.0.1 82 | Should -BeTrue
    }
    It 'sends nothing and changes nothing' {
        # What the kernel counts of IPv4: IPv6 sends by itself, for multicast groups.
        $look = { (ip netns exec cli cat /proc/net/snmp), (ip -n rtr neigh), (ip netns exec rtr nft list ruleset), (ip -n rtr route) | Out-String }
        $before = & $look
        $null = Trace-NetPath cli srv 80
        $null = Trace-NetPath cli 10.1.0.99
        & $look | Should -Be $before
    }
    It 'names the owner of a rule' {
        ip netns exec rtr nft add table inet firewalld
        ip netns exec rtr nft add chain inet firewalld filter_FORWARD '{ type filter hook forward priority 10; policy drop; }'
        try {
            $hop = (Trace-NetPath cli srv)[-1]
            $hop.Owner, $hop.Evidence | Should -Be 'firewalld', 'inet firewalld filter_FORWARD: policy drop'
            $hop.Remedy | Should -BeLike 'firewall-cmd *10.1.0.2'
        }
        finally { ip netns exec rtr nft delete table inet firewalld }
    }
    It 'survives the way through Clixml and JSON' {
        $hop = (Trace-NetPath cli srv)[0]
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($hop))
        "$($copy.Stage) $($copy.Verdict) $($copy.Packet)" | Should -Be "$($hop.Stage) $($hop.Verdict) $($hop.Packet)"
        ($hop | ConvertTo-Json -Depth 3 -EnumsAsStrings | ConvertFrom-Json).Stage | Should -Be 'Route'
    }
    It 'fails with <Id>: <Line>' -ForEach @(
        @{ Line = 'Trace-NetPath cli nix.invalid'; Id = 'NamespaceNotFound' }
        @{ Line = 'Trace-NetPath nix srv'; Id = 'NamespaceNotFound' }
        @{ Line = 'Trace-NetPath cli srv 0'; Id = 'PortInvalid' }
        @{ Line = 'Trace-NetPath cli srv 80 -Protocol Icmp'; Id = 'ArgumentsInvalid' }
        @{ Line = 'Trace-NetPath cli srv -Protocol Tcp'; Id = 'ArgumentsInvalid' }
        @{ Line = 'Trace-NetPath cli srv -SourceAddress eth0'; Id = 'AddressInvalid' }
        @{ Line = 'Trace-NetPath cli 10.2.0.2 -SourceAddress fd00:1::2'; Id = 'AddressInvalid' }
        @{ Line = 'New-NetNamespace bare | Out-Null; Trace-NetPath cli bare; Remove-NetNamespace bare'; Id = 'AddressNotFound' }
    ) {
        Invoke-Expression "$Line -ErrorAction SilentlyContinue -ErrorVariable failure".Replace('; Remove-NetNamespace bare -ErrorAction SilentlyContinue -ErrorVariable failure', ' -ErrorAction SilentlyContinue -ErrorVariable failure; Remove-NetNamespace bare')
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}

Describe 'Test-NetPath' {
    It 'is true where all steps pass, and tells what stops it with -Verbose' {
        Test-NetPath cli srv 80 | Should -BeTrue
        $all = Test-NetPath cli srv 81 -Verbose 4>&1
        $all[-1] | Should -BeFalse
        "$($all[0])" | Should -BeLike '*Listener in namespace srv: Blocked: nothing listens on TCP port 81*'
    }
    It 'warns where it cannot tell' {
        ip netns exec rtr nft 'add table inet f; add chain inet f c { type filter hook forward priority 0; }; add rule inet f c limit rate over 1000/second drop'
        try {
            Test-NetPath cli srv -WarningVariable warning -WarningAction SilentlyContinue | Should -BeFalse
            "$warning" | Should -BeLike '*Forward in namespace rtr: Unknown*limit*'
        }
        finally { ip netns exec rtr nft delete table inet f }
    }
}
