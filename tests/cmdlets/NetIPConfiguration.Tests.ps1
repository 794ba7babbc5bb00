BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }

Describe 'Get-NetIPConfiguration' {
    BeforeAll {
        $null = 'web', 'db' | New-NetNamespace
        $pair = New-VethPair veth0 eth0 -PeerNamespace web -IPAddress 10.0.0.1/24 -PeerIPAddress 10.0.0.2/24 -Up
        ip -n web addr add fd00::2/64 dev eth0 nodad
        ip -n web route add default via 10.0.0.1
        ip -n web -6 route add default via fd00::1
        ip -n web neigh add 10.0.0.7 lladdr 02:00:00:00:00:07 dev eth0
        ip -n web neigh add 10.0.0.8 lladdr 02:00:00:00:00:08 dev eth0 nud noarp
    }
    AfterAll {
        Reset-World
        Assert-NothingLeft
    }

    It 'shows what each link has' {
        $lo, $eth0 = Get-NetIPConfiguration -Namespace web
        $lo.InterfaceAlias, $lo.Kind, "$($lo.IPv4Address)", "$($lo.IPv6Address)", $lo.NeighborCount | Should -Be lo, Loopback, 127.0.0.1, ::1, 0
        $eth0.InterfaceAlias, $eth0.Kind, $eth0.State, $eth0.Mtu, $eth0.NeighborCount | Should -Be eth0, Veth, Up, 1500, 1
        $eth0.IPv4Address.Cidr | Should -Be 10.0.0.2/24
        $eth0.IPv6Address.Cidr | Should -Contain fd00::2/64
        $eth0.IPv4DefaultGateway | Should -Be 10.0.0.1
        $eth0.IPv6DefaultGateway | Should -Be fd00::1
        $eth0.MacAddress | Should -Be $pair.B.MacAddress
        $eth0.Namespace.Name | Should -Be web
    }

    It 'finds <Case>' -ForEach @(
        @{ Case = 'a link by its alias gip'; Script = { gip veth0 }; Expected = 'veth0' }
        @{ Case = 'links by wildcards'; Script = { gip ve* }; Expected = 'veth0' }
        @{ Case = 'links from the pipe'; Script = { $pair | gip }; Expected = 'veth0 eth0' }
        @{ Case = 'namespaces'; Script = { gip -Namespace web, db }; Expected = 'lo eth0 lo' }
        @{ Case = 'namespaces from the pipe'; Script = { 'web', 'db' | gip }; Expected = 'lo eth0 lo' }
        @{ Case = 'namespace objects from the pipe'; Script = { Get-NetNamespace w* | gip }; Expected = 'lo eth0' }
        @{ Case = 'one link in each namespace'; Script = { Get-NetNamespace | gip lo }; Expected = 'lo lo' }
    ) {
        "$(& $Script)" | Should -Be $Expected
    }

    It 'says <Id> of <Case>' -ForEach @(
        @{ Case = 'a link that is not there'; Script = { gip nosuch }; Id = 'LinkNotFound' }
        @{ Case = 'a namespace that is not there'; Script = { gip -Namespace nosuch }; Id = 'NamespaceNotFound' }
    ) {
        (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.GetNetIPConfigurationCommand"
    }

    It 'pipes into what takes a link' {
        (gip eth0 -Namespace web | Get-NetIPAddress -AddressFamily IPv4).Cidr | Should -Be 10.0.0.2/24
    }

    It 'shows at 100 columns all that matters' {
        # Format-Table chooses the widths by what arrives within 300 ms. The first time, the view is compiled, too.
        $null = gip -Namespace web | Format-Table | Out-String
        $text = gip -Namespace web | Format-Table | Out-String -Width 100
        $text | Should -Match 'eth0 +Up +1500 +1 +10\.0\.0\.2/24, fd00::2/64 +10\.0\.0\.1, fd00::1'
        $text | Should -Match 'Namespace: web'
    }
}
