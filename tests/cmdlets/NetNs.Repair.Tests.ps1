# Repair-NetNs puts right what a flush, a restart or a kill left behind, and nothing else.
BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/Hosts.ps1

    function New-Published {
        # A bridge br0 with the namespace web, published as 8080.
        $null = New-Bridge br0 -IPAddress 10.1.0.1/24
        Enable-NetForwarding
        $script:web = New-NetNamespace web | Connect-Bridge br0 -IPAddress 10.1.0.2/24
        $null = $web | Publish-ContainerPort 8080:80
    }

    function Set-Mark {
        # Marks a link as under construction by a process. ip takes no group that large.
        param([string] $Link, [int] $Process)
        python3 -c 'import socket,struct,sys
body = struct.pack("=BBHiII", 0, 0, 0, socket.if_nametoindex(sys.argv[1]), 0, 0) + struct.pack("=HHI", 8, 27, 0x80000000 | int(sys.argv[2]))
s = socket.socket(16, 3, 0)
s.send(struct.pack("=IHHII", 16 + len(body), 16, 5, 1, 0) + body)
assert struct.unpack("=i", s.recv(4096)[16:20])[0] == 0' $Link $Process
    }
}

Describe 'Repair-NetNs' {
    AfterEach {
        Stop-Server
        Reset-World
    }
    AfterAll { Assert-NothingLeft }

    It 'does and returns nothing where everything is as it should be' {
        Repair-NetNs | Should -BeNullOrEmpty
        New-Published
        $null = Add-Masquerade br0
        $before = nft list ruleset
        Repair-NetNs | Should -BeNullOrEmpty
        nft list ruleset | Should -Be $before
    }

    It 'puts rules right that were flushed, and keeps what is published' {
        New-Published
        Start-Server web tcp:80 -In web
        $before = nft -s list table inet NetNs
        nft flush table inet NetNs
        $repaired = Repair-NetNs -WarningVariable warnings -WarningAction SilentlyContinue
        "$($repaired.Kind) $repaired $($repaired.Action)" | Should -Be 'Ruleset inet NetNs Put right'
        $warnings | Should -BeNullOrEmpty
        nft -s list table inet NetNs | Should -Be $before
        Read-Answer 127.0.0.1 8080 | Should -Be 'web 10.1.0.1'
        (Get-ContainerPort 8080).State | Should -Be Active
    }

    It 'removes ports of namespaces that have gone, and what they needed' {
        New-Published
        $null = New-NetNamespace db | Connect-Bridge br0 | Publish-ContainerPort 5432:5432
        ip netns del web
        $null = Wait-Until { (Get-ContainerPort 8080).State -eq 'Stale' }
        $repaired = Repair-NetNs
        "$($repaired.Kind) $repaired" | Should -Be 'ContainerPort 0.0.0.0:8080/tcp'
        (Get-ContainerPort).HostPort | Should -Be 5432
        ip netns del db
        $null = Wait-Until { (Get-ContainerPort 5432).State -eq 'Stale' }
        $null = Repair-NetNs
        nft list tables | Should -BeNullOrEmpty
        Get-Content /proc/sys/net/ipv4/conf/br0/route_localnet | Should -Be 0
    }

    It 'removes masquerades of bridges that have gone' {
        New-Published
        Unpublish-ContainerPort 8080
        $null = Add-Masquerade br0
        ip link del br0
        $repaired = Repair-NetNs
        "$($repaired.Kind) $repaired" | Should -Be 'Masquerade 10.1.0.0/24'
        nft list tables | Should -BeNullOrEmpty
    }

    It 'removes an empty table' {
        New-Published
        nft delete element inet NetNs publish4 '{ tcp . 8080 }'
        $repaired = Repair-NetNs
        $repaired.Kind | Should -Be Table
        nft list tables | Should -BeNullOrEmpty
        Get-Content /proc/sys/net/ipv4/conf/br0/route_localnet | Should -Be 0
    }

    It 'switches route_localnet off where the ruleset was flushed' {
        New-Published
        nft flush ruleset
        Get-Content /proc/sys/net/ipv4/conf/br0/route_localnet | Should -Be 1
        $repaired = Repair-NetNs
        "$($repaired.Kind) $repaired" | Should -Be 'Sysctl net.ipv4.conf.br0.route_localnet'
        Get-Content /proc/sys/net/ipv4/conf/br0/route_localnet | Should -Be 0
    }

    It 'removes links that a killed command did not finish, and leaves those of one that still works' {
        # The mark is the link's group: the top bit, and the maker's process id.
        $ended = Start-Process true -PassThru -Wait
        ip link add broken type bridge
        Set-Mark broken $ended.Id
        ip link add growing type bridge
        Set-Mark growing $PID
        $repaired = Repair-NetNs
        "$($repaired.Kind) $repaired" | Should -Be 'Link broken'
        (Get-NetLink).Name | Should -Contain growing
        (Get-NetLink).Name | Should -Not -Contain broken
    }

    It 'lists with -WhatIf what it would do, and changes nothing' {
        New-Published
        ip netns del web
        $null = Wait-Until { (Get-ContainerPort 8080).State -eq 'Stale' }
        nft flush chain inet NetNs guard
        $before = nft list ruleset
        $text = pwsh -NoProfile -NonInteractive -Command "Import-Module '$((Get-Module NetNs).Path)'; Repair-NetNs -WhatIf 3>`$null"
        @($text) | Should -HaveCount 2
        $text[0] | Should -Match 'Put the rules right \(chain guard has no rules\)'
        $text[1] | Should -Match 'Remove published port .*0\.0\.0\.0:8080/tcp'
        nft list ruleset | Should -Be $before
    }

    It 'takes namespaces from the pipe, and says where it acted' {
        $null = New-NetNamespace host1, host2
        ip netns exec host1 nft add table inet NetNs
        ip netns exec host2 nft add table inet NetNs
        $repaired = 'host1', 'host2' | Repair-NetNs
        "$($repaired.Namespace)" | Should -Be 'host1 host1 host2 host2'
        ip netns exec host2 nft list tables | Should -BeNullOrEmpty
    }

    It 'ends with an error where the table is not its own, and leaves it' {
        nft 'add table inet NetNs; add set inet NetNs publish4 { type ipv4_addr; }'
        (Get-ErrorOf { Repair-NetNs }).FullyQualifiedErrorId | Should -BeLike 'KernelRefused,*'
        nft list tables | Should -Be 'table inet NetNs'
    }

    It 'needs the right to change the network' {
        New-Published
        nft flush table inet NetNs
        Invoke-WithoutPrivilege 'Repair-NetNs' | Should -Match 'NotPermitted'
    }

    It 'leaves rules and links of others alone' {
        nft 'add table ip mine; add chain ip mine post { type nat hook postrouting priority 100; }; add rule ip mine post masquerade'
        ip link add theirs type bridge
        ip link set theirs group 5
        sysctl -qw net.ipv4.conf.theirs.route_localnet=1
        $before = nft list ruleset
        Repair-NetNs | Should -BeNullOrEmpty
        nft list ruleset | Should -Be $before
        Get-Content /proc/sys/net/ipv4/conf/theirs/route_localnet | Should -Be 1
    }
}
