Describe 'NetForwarding' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    BeforeEach { $null = New-NetNamespace web }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'is off in a new namespace' {
        $states = Get-NetForwarding -Namespace web
        $states.AddressFamily | Should -Be IPv4, IPv6
        $states.Enabled | Should -Be $false, $false
    }

    It 'switches both protocols on, inside only' {
        Enable-NetForwarding -Namespace web
        ip netns exec web sysctl -n net.ipv4.ip_forward net.ipv6.conf.all.forwarding | Should -Be 1, 1
        sysctl -n net.ipv4.ip_forward net.ipv6.conf.all.forwarding | Should -Be 0, 0
    }

    It 'switches one protocol where one is named' {
        (Enable-NetForwarding -AddressFamily IPv6 -Namespace web -PassThru).Enabled | Should -BeTrue
        ip netns exec web sysctl -n net.ipv4.ip_forward net.ipv6.conf.all.forwarding | Should -Be 0, 1
    }

    It 'switches one link where one is named' {
        $null = New-VethPair eth0 peer0 -Namespace web
        Enable-NetForwarding eth0 -AddressFamily IPv4 -Namespace web
        (Get-NetForwarding eth0 -AddressFamily IPv4 -Namespace web).Enabled | Should -BeTrue
        (Get-NetForwarding peer0 -AddressFamily IPv4 -Namespace web).Enabled | Should -BeFalse
    }

    It 'switches off what was switched on, from the pipe' {
        Enable-NetForwarding -Namespace web -PassThru | Disable-NetForwarding
        ip netns exec web sysctl -n net.ipv4.ip_forward net.ipv6.conf.all.forwarding | Should -Be 0, 0
    }

    It 'lets a link that has its default route by router advertisement keep listening' {
        $null = New-VethPair eth0 peer0 -Namespace web -Up
        # What a router advertisement leaves behind: a default route of protocol ra.
        ip -n web -6 addr add fd00::2/64 dev eth0 nodad
        ip -n web -6 route add default via fd00::1 dev eth0 proto ra
        ip netns exec web sysctl -n net.ipv6.conf.eth0.accept_ra | Should -Be 1
        Enable-NetForwarding -AddressFamily IPv6 -Namespace web
        ip netns exec web sysctl -n net.ipv6.conf.eth0.accept_ra | Should -Be 2
        ip netns exec web sysctl -n net.ipv6.conf.peer0.accept_ra | Should -Be 1
    }

    It 'takes namespaces from the pipe' {
        $null = New-NetNamespace db
        'web', 'db' | Enable-NetForwarding
        Get-NetNamespace web, db | Get-NetForwarding | ForEach-Object Enabled | Should -Be $true, $true, $true, $true
        Get-NetNamespace db | Disable-NetForwarding
        ip netns exec db sysctl -n net.ipv4.ip_forward | Should -Be 0
        ip netns exec web sysctl -n net.ipv4.ip_forward | Should -Be 1
    }

    It 'changes nothing with -WhatIf' {
        Enable-NetForwarding -Namespace web -WhatIf
        ip netns exec web sysctl -n net.ipv4.ip_forward | Should -Be 0
    }

    It 'says LinkNotFound for a link that is not there' {
        (Get-ErrorOf { Get-NetForwarding nix0 -Namespace web }).FullyQualifiedErrorId | Should -BeLike 'LinkNotFound,*'
    }

    It 'tells the equivalent command with -Verbose' {
        Enable-NetForwarding -AddressFamily IPv4 -Namespace web -Verbose 4>&1 | Out-String | Should -Match 'ip netns exec web sysctl -w net.ipv4.ip_forward=1'
    }
}
