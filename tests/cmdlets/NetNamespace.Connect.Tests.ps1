BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    function Get-IpText { (ip @args) -join "`n" }
}

Describe 'Connect-NetNamespace' {
    BeforeEach { $null = New-NetNamespace r1, r2 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'connects two namespaces, with the first two addresses of each network' {
        $pair = Connect-NetNamespace r1 r2 10.2.0.0/30, fd02::/64
        $pair.A.Name, $pair.A.Namespace.Name, $pair.B.Name, $pair.B.Namespace.Name, $pair.A.State | Should -Be eth0, r1, eth0, r2, Up
        (Get-NetIPAddress -Namespace r1 -InterfaceAlias eth0 | Where-Object Scope -EQ Global).Cidr | Should -Be 10.2.0.1/30, fd02::1/64
        (Get-NetIPAddress -Namespace r2 -InterfaceAlias eth0 | Where-Object Scope -EQ Global).Cidr | Should -Be 10.2.0.2/30, fd02::2/64
        "$(ip netns exec r1 ping -q -c 1 -W 5 10.2.0.2)" | Should -Match ' 0% packet loss'
        "$(ip netns exec r1 ping -q -c 1 -W 5 fd02::2)" | Should -Match ' 0% packet loss'
    }

    It 'gives <First> and <Second> of <Subnet>' -ForEach @(
        @{ Subnet = '10.2.0.0/24'; First = '10.2.0.1/24'; Second = '10.2.0.2/24' }
        @{ Subnet = '10.2.0.0/31'; First = '10.2.0.0/31'; Second = '10.2.0.1/31' }
        @{ Subnet = '10.2.0.252/30'; First = '10.2.0.253/30'; Second = '10.2.0.254/30' }
        @{ Subnet = 'fd02::8/127'; First = 'fd02::8/127'; Second = 'fd02::9/127' }
    ) {
        $pair = Connect-NetNamespace r1 r2 $Subnet
        ($pair.A, $pair.B | Get-NetIPAddress | Where-Object Scope -EQ Global).Cidr | Should -Be $First, $Second
    }

    It 'takes names, and the MTU of both ends' {
        $pair = Connect-NetNamespace r1 r2 -InterfaceAlias to-r2 -PeerInterfaceAlias to-r1 -Mtu 1400
        $pair.A.Name, $pair.B.Name, $pair.A.Mtu, $pair.B.Mtu | Should -Be to-r2, to-r1, 1400, 1400
    }

    It 'takes the next name that is free in each namespace' {
        $null = New-VethPair eth0 other -Namespace r1
        $pair = Connect-NetNamespace r1 r2
        $pair.A.Name, $pair.B.Name | Should -Be eth1, eth0
    }

    It 'gives the namespace of end <End> a default route' -ForEach @(
        @{ End = 'A'; Namespace = 'r1'; NextHop = '10.2.0.2', 'fd02::2' }
        @{ End = 'B'; Namespace = 'r2'; NextHop = '10.2.0.1', 'fd02::1' }
    ) {
        $null = Connect-NetNamespace r1 r2 10.2.0.0/30, fd02::/64 -DefaultRoute $End
        (Get-NetRoute default -AllNamespaces | ForEach-Object { "$($_.NextHop) $($_.Namespace)" }) | Should -Be ($NextHop | ForEach-Object { "$_ $Namespace" })
    }

    It 'takes namespaces from the pipe' {
        $null = New-NetNamespace hub
        ('r1', 'r2' | Get-NetNamespace | Connect-NetNamespace -PeerNamespace hub).B.Name | Should -Be eth0, eth1
    }

    It 'connects the current namespace, too' {
        (Connect-NetNamespace (Get-NetNamespace -Current) r1 10.2.0.0/30).B.Namespace.Name | Should -Be r1
        Get-IpText -4 -o addr show dev eth0 | Should -Match '10\.2\.0\.1/30'
    }

    It 'makes three routers, four hosts and five networks of both families in 15 lines' {
        Get-NetNamespace | Remove-NetNamespace -Wait
        $lab = {
            'r1', 'r2', 'r3', 'h1', 'h2', 'h3', 'h4' | New-NetNamespace
            'r1', 'r2', 'r3' | Enable-NetForwarding
            Connect-NetNamespace r1 r2 10.0.12.0/30, fd12::/64
            Connect-NetNamespace r2 r3 10.0.23.0/30, fd23::/64
            Connect-NetNamespace h1 r1 10.1.0.0/24, fd01::/64 -DefaultRoute A
            Connect-NetNamespace h2 r2 10.2.0.0/24, fd02::/64 -DefaultRoute A
            Connect-NetNamespace h3 r3 10.3.0.0/24, fd03::/64 -DefaultRoute A
            Connect-NetNamespace h4 r3 10.4.0.0/24, fd04::/64 -DefaultRoute A
            New-NetRoute 10.0.0.0/8 10.0.12.2 -Namespace r1
            New-NetRoute fd00::/8 fd12::2 -Namespace r1
            New-NetRoute 10.1.0.0/24 10.0.12.1 -Namespace r2
            New-NetRoute fd01::/64 fd12::1 -Namespace r2
            New-NetRoute 10.0.0.0/8 10.0.23.2 -Namespace r2
            New-NetRoute fd00::/8 fd23::2 -Namespace r2
            New-NetRoute default 10.0.23.1 -Namespace r3; New-NetRoute default fd23::1 -Namespace r3
        }
        @($lab.ToString().Trim() -split "`n").Count | Should -BeLessOrEqual 15
        $null = & $lab
        foreach ($address in '10.4.0.1', 'fd04::1') { "$(ip netns exec h1 ping -q -c 1 -W 5 $address)" | Should -Match ' 0% packet loss' }
    }

    It 'is the same with -IfExists Reuse' {
        $first = Connect-NetNamespace r1 r2 10.2.0.0/30 -DefaultRoute A
        (Connect-NetNamespace r1 r2 10.2.0.0/30 -DefaultRoute A -IfExists Reuse).A | Should -Be $first.A
        (Connect-NetNamespace r1 r2 10.2.0.0/30 -InterfaceAlias eth0 -IfExists Reuse).A | Should -Be $first.A
        @(ip -n r1 -o link).Count | Should -Be 2
        (Get-ErrorOf { Connect-NetNamespace r1 r2 10.2.0.0/30 -InterfaceAlias eth0 -Mtu 1400 -IfExists Reuse }).FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
    }

    It 'leaves nothing where the default route cannot be made' {
        $null = Connect-NetNamespace r1 r2 10.2.0.0/30 -DefaultRoute A
        (Get-ErrorOf { Connect-NetNamespace r1 r2 10.3.0.0/30 -DefaultRoute A }).FullyQualifiedErrorId | Should -BeLike 'RouteAlreadyExists,*'
        @(ip -n r1 -o link).Count | Should -Be 2
    }

    It 'changes nothing with -WhatIf' {
        $made = Connect-NetNamespace r1 r2 10.2.0.0/30 -WhatIf
        $made | Should -BeNullOrEmpty
        @(ip -n r1 -o link).Count | Should -Be 1
    }

    It 'says <Id> of <Case>' -ForEach @(
        @{ Case = 'one namespace twice'; Script = { Connect-NetNamespace r1 r1 }; Id = 'ArgumentsInvalid' }
        @{ Case = 'two networks of one family'; Script = { Connect-NetNamespace r1 r2 10.2.0.0/30, 10.3.0.0/30 }; Id = 'ArgumentsInvalid' }
        @{ Case = 'a network of one'; Script = { Connect-NetNamespace r1 r2 10.2.0.1/32 }; Id = 'SubnetInvalid' }
        @{ Case = 'host bits'; Script = { Connect-NetNamespace r1 r2 10.2.0.1/30 }; Id = 'SubnetInvalid' }
        @{ Case = 'a default route without addresses'; Script = { Connect-NetNamespace r1 r2 -DefaultRoute A }; Id = 'ArgumentsInvalid' }
        @{ Case = 'default routes at both ends'; Script = { Connect-NetNamespace r1 r2 10.2.0.0/30 -DefaultRoute A, B }; Id = 'ArgumentsInvalid' }
        @{ Case = 'no name'; Script = { Connect-NetNamespace r1 r2 -InterfaceAlias 'a/b' }; Id = 'LinkNameInvalid' }
        @{ Case = 'a namespace that is not there'; Script = { Connect-NetNamespace r1 nix }; Id = 'NamespaceNotFound' }
        @{ Case = 'a name that is taken'; Script = { $null = Connect-NetNamespace r1 r2; Connect-NetNamespace r1 r2 -InterfaceAlias eth0 }; Id = 'LinkAlreadyExists' }
    ) {
        (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.ConnectNetNamespaceCommand"
    }
}
