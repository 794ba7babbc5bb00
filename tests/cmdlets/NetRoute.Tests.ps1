BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    function Get-IpText { (ip @args) -join "`n" }
    function Copy-Deserialized { process { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) } }
    function New-RouteWorld {
        # web - eth0 (10.0.0.2/24, fd00::2/64) to the pretend host's veth0; eth1 (192.0.2.1/24) to nobody; eth2 down.
        $null = New-NetNamespace web
        ip netns exec web sysctl -q -w net.ipv6.conf.default.accept_dad=0
        $null = New-VethPair veth0 eth0 -PeerNamespace web -IPAddress 10.0.0.1/24 -PeerIPAddress 10.0.0.2/24 -Up
        ip -n web addr add fd00::2/64 dev eth0 nodad
        $null = New-VethPair eth1 peer1 -Namespace web -IPAddress 192.0.2.1/24 -Up
        $null = New-VethPair eth2 peer2 -Namespace web -IPAddress 198.51.100.1/24
        # The kernel's own routes come with the carrier, a moment later: where tables are compared they must be there.
        $null = Wait-Until { @(ip -n web -6 route show table local type local | Where-Object { $_ -match '^(fe80|fd00::2|local fe80|local fd00::2)' }).Count -ge 4 } 10000
    }
}

Describe 'New-NetRoute' {
    BeforeEach { New-RouteWorld }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'makes <Case>' -ForEach @(
        @{ Case = 'a default route'; Script = { New-NetRoute default -NextHop 10.0.0.1 -Namespace web }; Text = 'default 10.0.0.1 eth0 0'; Ip = 'default via 10.0.0.1 dev eth0 proto static' }
        @{ Case = 'a default route by its network'; Script = { New-NetRoute 0.0.0.0/0 -NextHop 10.0.0.1 -Namespace web }; Text = 'default 10.0.0.1 eth0 0'; Ip = 'default via 10.0.0.1 dev eth0 proto static' }
        @{ Case = 'an IPv6 default route'; Script = { New-NetRoute default -NextHop fd00::1 -Namespace web }; Text = 'default fd00::1 eth0 1024'; Ip = 'default via fd00::1 dev eth0 proto static metric 1024' }
        @{ Case = 'a route to a network'; Script = { New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1 -Namespace web }; Text = '10.9.0.0/16 10.0.0.1 eth0 0'; Ip = '10.9.0.0/16 via 10.0.0.1 dev eth0 proto static' }
        @{ Case = 'a route to one address'; Script = { New-NetRoute 10.9.0.1 -NextHop 10.0.0.1 -Namespace web }; Text = '10.9.0.1/32 10.0.0.1 eth0 0'; Ip = '10.9.0.1 via 10.0.0.1 dev eth0 proto static' }
        @{ Case = 'a route to a link'; Script = { New-NetRoute 10.9.0.0/16 -InterfaceAlias eth0 -Namespace web }; Text = '10.9.0.0/16  eth0 0'; Ip = '10.9.0.0/16 dev eth0 proto static scope link' }
        @{ Case = 'a route to a link with a next hop of zeros'; Script = { New-NetRoute 10.9.0.0/16 -NextHop 0.0.0.0 -InterfaceAlias eth0 -Namespace web }; Text = '10.9.0.0/16  eth0 0'; Ip = '10.9.0.0/16 dev eth0 proto static scope link' }
        @{ Case = 'a default route to a link, IPv6'; Script = { New-NetRoute default -InterfaceAlias eth0 -Namespace web -AddressFamily IPv6 }; Text = 'default  eth0 1024'; Ip = 'default dev eth0 proto static metric 1024' }
        @{ Case = 'a route with a metric, an MTU and a source'; Script = { New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1 -RouteMetric 50 -Mtu 1400 -Source 192.0.2.1 -Namespace web }; Text = '10.9.0.0/16 10.0.0.1 eth0 50'; Ip = '10.9.0.0/16 via 10.0.0.1 dev eth0 proto static src 192.0.2.1 metric 50 mtu 1400' }
        @{ Case = 'a route by a router that no address tells of'; Script = { New-NetRoute 10.9.0.0/16 -NextHop 10.7.7.7 -InterfaceAlias eth0 -OnLink -Namespace web }; Text = '10.9.0.0/16 10.7.7.7 eth0 0'; Ip = '10.9.0.0/16 via 10.7.7.7 dev eth0 proto static onlink' }
        @{ Case = 'an IPv4 route by an IPv6 router'; Script = { New-NetRoute 10.9.0.0/16 -NextHop fd00::1 -InterfaceAlias eth0 -Namespace web }; Text = '10.9.0.0/16 fd00::1 eth0 0'; Ip = '10.9.0.0/16 via inet6 fd00::1 dev eth0 proto static' }
        @{ Case = 'a route by a link-local router'; Script = { New-NetRoute default -NextHop fe80::1 -InterfaceAlias eth0 -Namespace web }; Text = 'default fe80::1 eth0 1024'; Ip = 'default via fe80::1 dev eth0 proto static metric 1024' }
        @{ Case = 'a blackhole'; Script = { New-NetRoute 10.9.0.0/16 -Type Blackhole -Namespace web }; Text = '10.9.0.0/16   0'; Ip = 'blackhole 10.9.0.0/16 proto static' }
        @{ Case = 'an unreachable network'; Script = { New-NetRoute 10.9.0.0/16 -Type Unreachable -Namespace web }; Text = '10.9.0.0/16   0'; Ip = 'unreachable 10.9.0.0/16 proto static' }
        @{ Case = 'a forbidden network'; Script = { New-NetRoute fd09::/16 -Type Prohibit -Namespace web }; Text = 'fd09::/16  lo 1024'; Ip = 'prohibit fd09::/16 dev lo proto static metric 1024' }
        @{ Case = 'a route whose flows are shared'; Script = { New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1, 192.0.2.2 -Namespace web }; Text = '10.9.0.0/16 10.0.0.1 eth0 0'; Ip = 'nexthop via 10.0.0.1 dev eth0 weight 1' }
        @{ Case = 'a route of a link from the pipe'; Script = { Get-NetLink eth0 -Namespace web | New-NetRoute 10.9.0.0/16 }; Text = '10.9.0.0/16  eth0 0'; Ip = '10.9.0.0/16 dev eth0 proto static scope link' }
        @{ Case = 'a route in a namespace from the pipe'; Script = { Get-NetNamespace web | New-NetRoute default -NextHop 10.0.0.1 }; Text = 'default 10.0.0.1 eth0 0'; Ip = 'default via 10.0.0.1 dev eth0 proto static' }
        @{ Case = 'a route of a link by number'; Script = { New-NetRoute 10.9.0.0/16 -InterfaceIndex (Get-NetLink eth0 -Namespace web).InterfaceIndex -Namespace web }; Text = '10.9.0.0/16  eth0 0'; Ip = '10.9.0.0/16 dev eth0 proto static scope link' }
        @{ Case = 'a route of a row of a table'; Script = { "DestinationPrefix,NextHop,RouteMetric,Namespace`n10.9.0.0/16,10.0.0.1,7,web" | ConvertFrom-Csv | New-NetRoute }; Text = '10.9.0.0/16 10.0.0.1 eth0 7'; Ip = '10.9.0.0/16 via 10.0.0.1 dev eth0 proto static metric 7' }
        @{ Case = 'a route with the Linux words'; Script = { New-NetRoute -Destination 10.9.0.0/16 -via 10.0.0.1 -dev eth0 -metric 7 -NetNs web }; Text = '10.9.0.0/16 10.0.0.1 eth0 7'; Ip = '10.9.0.0/16 via 10.0.0.1 dev eth0 proto static metric 7' }
    ) {
        $made = & $Script
        "$($made.Destination) $($made.Gateway) $($made.InterfaceAlias) $($made.RouteMetric)" | Should -Be $Text
        $made.Namespace.Name, $made.Protocol, $made.Table | Should -Be web, Static, 254
        (Get-IpText -n web route) + "`n" + (Get-IpText -n web -6 route) | Should -Match "(?m)$([regex]::Escape($Ip))"
    }

    It 'makes a route in another table, by name or number' {
        (New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1 -Table 1000 -Namespace web).Table | Should -Be 1000
        Get-IpText -n web route show table 1000 | Should -Match 10.9.0.0/16
        (New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1 -Table default -Namespace web).Table | Should -Be 253
    }

    It 'tells all next hops of a route whose flows are shared' {
        $made = New-NetRoute default -NextHop 10.0.0.1, 192.0.2.2 -Namespace web
        $made.NextHops.NextHop | Should -Be 10.0.0.1, 192.0.2.2
        $made.NextHops.InterfaceAlias | Should -Be eth0, eth1
        $six = New-NetRoute default -NextHop fd00::1, fd00::9 -Namespace web
        $six.NextHops.Count | Should -Be 2
    }

    It 'takes gateway and namespace from a connection, by the family of the network' {
        $connection = [pscustomobject]@{ Namespace = 'web'; Gateway = '10.0.0.1', 'fd00::1' }
        ($connection | New-NetRoute 10.9.0.0/16).Gateway | Should -Be 10.0.0.1
        ($connection | New-NetRoute fd09::/16).Gateway | Should -Be fd00::1
    }

    It 'makes several in one go' {
        (New-NetRoute 10.8.0.0/16, 10.9.0.0/16 -NextHop 10.0.0.1 -Namespace web).Destination | Should -Be 10.8.0.0/16, 10.9.0.0/16
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-IpText -n web route show table all
        (New-NetRoute default -NextHop 10.0.0.1 -Namespace web -WhatIf) | Should -BeNullOrEmpty
        Get-IpText -n web route show table all | Should -Be $before
    }

    It 'tells the step with the equivalent command: <Command>' -ForEach @(
        @{ Script = { New-NetRoute default -NextHop 10.0.0.1 -Namespace web -Verbose }; Command = 'ip -n web route add default via 10.0.0.1 proto static' }
        @{ Script = { New-NetRoute 10.9.0.0/16 -Type Blackhole -Table 100 -Namespace web -Verbose }; Command = 'ip -n web route add blackhole 10.9.0.0/16 proto static table 100' }
        @{ Script = { New-NetRoute fd09::/16 -NextHop fe80::1 -InterfaceAlias eth0 -RouteMetric 5 -Namespace web -Verbose }; Command = 'ip -n web -6 route add fd09::/16 via fe80::1 dev eth0 proto static metric 5' }
        @{ Script = { New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1, 10.0.0.3 -Namespace web -Verbose }; Command = 'ip -n web route add 10.9.0.0/16 proto static nexthop via 10.0.0.1 nexthop via 10.0.0.3' }
        @{ Script = { New-NetRoute 10.9.0.0/16 -NextHop fd00::1 -InterfaceAlias eth0 -Namespace web -Verbose }; Command = 'ip -n web route add 10.9.0.0/16 via inet6 fd00::1 dev eth0 proto static' }
    ) {
        $said = (& $Script 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }).Message -like '*: ip *'
        $said -replace '^.*?: (?=ip )' | Should -Be $Command
        # The command that was told does the same, where ours is taken back.
        Get-NetRoute -Namespace web -Table All | Where-Object Protocol -EQ Static | Remove-NetRoute
        sh -c $Command
        $LASTEXITCODE | Should -Be 0
    }

    It 'refuses a route that is there, and says which it is' {
        $first = New-NetRoute default -NextHop 10.0.0.1 -Namespace web
        $record = Get-ErrorOf { New-NetRoute default -NextHop 192.0.2.2 -Namespace web }
        $record.FullyQualifiedErrorId | Should -Be 'RouteAlreadyExists,NetNs.Commands.NewNetRouteCommand'
        $record.CategoryInfo.Category | Should -Be ResourceExists
        $record.TargetObject | Should -Be default
        "$record" | Should -BeLike '*default via 10.0.0.1 dev eth0*'
        New-NetRoute default -NextHop 10.0.0.1 -Namespace web -IfExists Reuse | Should -Be $first
        (New-NetRoute default -NextHop fd00::1 -Namespace web) | Should -Be (New-NetRoute default -NextHop fd00::1 -Namespace web -IfExists Reuse)
    }

    It 'names the difference where -IfExists Reuse finds <Case>' -ForEach @(
        @{ Case = 'another next hop'; Present = 'default via 192.0.2.2'; Script = { New-NetRoute default -NextHop 10.0.0.1 -Namespace web -IfExists Reuse }; Message = '*it goes by 192.0.2.2, not by 10.0.0.1*' }
        @{ Case = 'another link'; Present = '10.9.0.0/16 dev eth1'; Script = { New-NetRoute 10.9.0.0/16 -InterfaceAlias eth0 -Namespace web -IfExists Reuse }; Message = '*leaves by eth1, not eth0*' }
        @{ Case = 'another type'; Present = 'blackhole 10.9.0.0/16'; Script = { New-NetRoute 10.9.0.0/16 -InterfaceAlias eth0 -Namespace web -IfExists Reuse }; Message = '*of type Blackhole, not Unicast*' }
        @{ Case = 'another MTU'; Present = 'default via 10.0.0.1 mtu 1400'; Script = { New-NetRoute default -NextHop 10.0.0.1 -Mtu 1300 -Namespace web -IfExists Reuse }; Message = '*its MTU is 1400, not 1300*' }
    ) {
        sh -c "ip -n web route add $Present"
        $record = Get-ErrorOf $Script
        $record.FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
        "$record" | Should -BeLike $Message
    }

    It 'says <Id> of <Case>, and makes nothing' -ForEach @(
        @{ Case = 'host bits'; Script = { New-NetRoute 10.9.1.2/16 -NextHop 10.0.0.1 -Namespace web }; Id = 'SubnetInvalid'; Category = 'InvalidArgument'; Message = '*10.9.0.0/16*' }
        @{ Case = 'IPv6 host bits'; Script = { New-NetRoute fd00::1/64 -NextHop fd00::1 -Namespace web }; Id = 'SubnetInvalid'; Category = 'InvalidArgument'; Message = '*fd00::/64*' }
        @{ Case = 'no network'; Script = { New-NetRoute 300.0.0.0/8 -NextHop 10.0.0.1 -Namespace web }; Id = 'SubnetInvalid'; Category = 'InvalidArgument'; Message = "*'300.0.0.0/8'*" }
        @{ Case = 'all of IPv4 without a prefix'; Script = { New-NetRoute 0.0.0.0 -NextHop 10.0.0.1 -Namespace web }; Id = 'SubnetInvalid'; Category = 'InvalidArgument'; Message = '*0.0.0.0/0*default*' }
        @{ Case = 'all of IPv6 without a prefix'; Script = { New-NetRoute :: -NextHop fd00::1 -Namespace web }; Id = 'SubnetInvalid'; Category = 'InvalidArgument'; Message = '*::/0*default*' }
        @{ Case = 'an empty text'; Script = { New-NetRoute '' -NextHop 10.0.0.1 -Namespace web }; Id = 'SubnetInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'wildcards'; Script = { New-NetRoute 10.* -NextHop 10.0.0.1 -Namespace web }; Id = 'SubnetInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'a next hop that is no address'; Script = { New-NetRoute default -NextHop router -Namespace web }; Id = 'AddressInvalid'; Category = 'InvalidArgument'; Message = "*'router'*" }
        @{ Case = 'a next hop with a zone'; Script = { New-NetRoute default -NextHop fe80::1%eth0 -Namespace web }; Id = 'AddressInvalid'; Category = 'InvalidArgument'; Message = '*-InterfaceAlias*' }
        @{ Case = 'a multicast next hop'; Script = { New-NetRoute default -NextHop 224.0.0.1 -Namespace web }; Id = 'AddressInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'the broadcast next hop'; Script = { New-NetRoute default -NextHop 255.255.255.255 -Namespace web }; Id = 'AddressInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'IPv6 by an IPv4 router'; Script = { New-NetRoute ::/0 -NextHop 10.0.0.1 -Namespace web }; Id = 'RouteInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'a source of the other family'; Script = { New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1 -Source fd00::2 -Namespace web }; Id = 'RouteInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'a family that does not fit'; Script = { New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1 -AddressFamily IPv6 -Namespace web }; Id = 'RouteInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'neither next hop nor link'; Script = { New-NetRoute 10.9.0.0/16 -Namespace web }; Id = 'RouteInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'a blackhole with a next hop'; Script = { New-NetRoute 10.9.0.0/16 -Type Blackhole -NextHop 10.0.0.1 -Namespace web }; Id = 'RouteInvalid'; Category = 'InvalidArgument' }
        @{ Case = '-OnLink without a link'; Script = { New-NetRoute 10.9.0.0/16 -NextHop 10.7.7.7 -OnLink -Namespace web }; Id = 'RouteInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'a type that is the kernel''s own'; Script = { New-NetRoute 10.9.0.0/16 -Type Broadcast -InterfaceAlias eth0 -Namespace web }; Id = 'RouteInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'a table that is none'; Script = { New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1 -Table 0 -Namespace web }; Id = 'RouteInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'all tables'; Script = { New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1 -Table All -Namespace web }; Id = 'RouteInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'an MTU that is none'; Script = { New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1 -Mtu 20 -Namespace web }; Id = 'LinkSettingInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'a source that is nobody''s'; Script = { New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1 -Source 10.0.0.77 -Namespace web }; Id = 'RouteInvalid'; Category = 'InvalidArgument'; Message = '*10.0.0.77 is no address*' }
        @{ Case = 'a gateway outside of the subnet'; Script = { New-NetRoute default -NextHop 10.99.0.1 -Namespace web }; Id = 'GatewayUnreachable'; Category = 'ResourceUnavailable'; Message = '*connected are 10.0.0.0/24 on eth0, 192.0.2.0/24 on eth1*' }
        @{ Case = 'an IPv6 gateway outside of the subnet'; Script = { New-NetRoute default -NextHop fd99::1 -Namespace web }; Id = 'GatewayUnreachable'; Category = 'ResourceUnavailable'; Message = '*connected are fd00::/64 on eth0*' }
        @{ Case = 'a gateway on another link'; Script = { New-NetRoute default -NextHop 10.0.0.1 -InterfaceAlias eth1 -Namespace web }; Id = 'GatewayUnreachable'; Category = 'ResourceUnavailable'; Message = '*it is on eth0, not on eth1*' }
        @{ Case = 'a gateway on a link that is down'; Script = { New-NetRoute default -NextHop 198.51.100.9 -Namespace web }; Id = 'GatewayUnreachable'; Category = 'ResourceUnavailable'; Message = '*eth2, whose network holds it, is down*' }
        @{ Case = 'a gateway that is the namespace itself'; Script = { New-NetRoute default -NextHop fd00::2 -Namespace web }; Id = 'GatewayUnreachable'; Category = 'ResourceUnavailable'; Message = '*own address*' }
        @{ Case = 'a link-local gateway without a link'; Script = { New-NetRoute default -NextHop fe80::1 -Namespace web }; Id = 'GatewayUnreachable'; Category = 'ResourceUnavailable'; Message = '*link-local*' }
        @{ Case = 'a link that is down'; Script = { New-NetRoute 10.9.0.0/16 -InterfaceAlias eth2 -Namespace web }; Id = 'LinkBusy'; Category = 'ResourceBusy'; Message = '*eth2 is down*' }
        @{ Case = 'a link that is not there'; Script = { New-NetRoute 10.9.0.0/16 -InterfaceAlias nosuch -Namespace web }; Id = 'LinkNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'a namespace that is not there'; Script = { New-NetRoute default -NextHop 10.0.0.1 -Namespace nosuch }; Id = 'NamespaceNotFound'; Category = 'ObjectNotFound' }
    ) {
        $before = (Get-IpText -n web route show table all) + (Get-IpText -n web -6 route show table all)
        $record = Get-ErrorOf $Script
        $record.FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.NewNetRouteCommand"
        $record.CategoryInfo.Category | Should -Be $Category
        if ($Message) { "$record $($record.ErrorDetails.RecommendedAction)" | Should -BeLike $Message }
        (Get-IpText -n web route show table all) + (Get-IpText -n web -6 route show table all) | Should -Be $before
    }

    It 'goes on with the rest after a bad one' {
        $made = '10.8.0.0/16', '10.9.9.9/16', '10.7.0.0/16' | ForEach-Object { [pscustomobject]@{ DestinationPrefix = $_ } } |
            New-NetRoute -NextHop 10.0.0.1 -Namespace web -ErrorVariable errors -ErrorAction SilentlyContinue
        $made.Destination | Should -Be 10.8.0.0/16, 10.7.0.0/16
        $errors.FullyQualifiedErrorId | Should -BeLike 'SubnetInvalid,*'
    }
}

Describe 'Get-NetRoute' {
    BeforeAll {
        New-RouteWorld
        $null = New-NetNamespace db
        $null = New-NetRoute default -NextHop 10.0.0.1 -Namespace web
        $null = New-NetRoute default -NextHop fd00::1 -Namespace web
        $null = New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1 -RouteMetric 5 -Namespace web
        $null = New-NetRoute 10.9.0.0/16 -NextHop 192.0.2.2 -RouteMetric 9 -Namespace web
        $null = New-NetRoute 10.8.0.0/16 -Type Blackhole -Namespace web
        $null = New-NetRoute 10.7.0.0/16 -NextHop 10.0.0.1, 192.0.2.2 -Namespace web
        $null = New-NetRoute 10.6.0.0/16 -InterfaceAlias eth1 -Table 100 -Namespace web
        ip -n web nexthop add id 7 via 10.0.0.9 dev eth0
        ip -n web route add 10.5.0.0/16 nhid 7
    }
    AfterAll {
        Reset-World
        Assert-NothingLeft
    }

    It 'lists what ip lists, of <Family> table <Table>' -ForEach @(
        @{ Family = 'IPv4'; Table = 'main'; Switch = '-4' }
        @{ Family = 'IPv6'; Table = 'main'; Switch = '-6' }
        @{ Family = 'IPv4'; Table = 'all'; Switch = '-4' }
        @{ Family = 'IPv6'; Table = 'all'; Switch = '-6' }
        @{ Family = 'IPv4'; Table = '100'; Switch = '-4' }
    ) {
        $seen = ip -n web $Switch -json -details route show table $Table | ConvertFrom-Json | ForEach-Object {
            $destination = $_.dst -eq 'default' -or $_.dst -match '/' ? $_.dst : "$($_.dst)/$($Switch -eq '-4' ? 32 : 128)"
            $hop = $_.nexthops ? $_.nexthops[0] : $_
            "$destination $($hop.gateway) $($hop.dev) $($_.metric ?? 0) $($_.type) $($_.protocol)"
        }
        $told = Get-NetRoute -Namespace web -AddressFamily $Family -Table $Table | ForEach-Object { "$($_.Destination) $($_.Gateway) $($_.InterfaceAlias) $($_.RouteMetric) $($_.Type) $($_.Protocol)".ToLowerInvariant() }
        $told | Sort-Object | Should -Be ($seen | Sort-Object)
    }

    It 'finds <Case>' -ForEach @(
        @{ Case = 'default routes'; Script = { Get-NetRoute default -Namespace web }; Expected = 'default via 10.0.0.1 dev eth0', 'default via fd00::1 dev eth0' }
        @{ Case = 'the IPv6 default route by its network'; Script = { Get-NetRoute ::/0 -Namespace web }; Expected = 'default via fd00::1 dev eth0' }
        @{ Case = 'routes to a network'; Script = { Get-NetRoute 10.9.0.0/16 -Namespace web }; Expected = '10.9.0.0/16 via 10.0.0.1 dev eth0', '10.9.0.0/16 via 192.0.2.2 dev eth1' }
        @{ Case = 'routes by wildcards'; Script = { Get-NetRoute 10.8.* -Namespace web }; Expected = '10.8.0.0/16' }
        @{ Case = 'routes with a metric'; Script = { Get-NetRoute -RouteMetric 9 -Namespace web }; Expected = '10.9.0.0/16 via 192.0.2.2 dev eth1' }
        @{ Case = 'routes by a router'; Script = { Get-NetRoute -NextHop 192.0.2.2 -Namespace web }; Expected = '10.7.0.0/16 nexthop via 10.0.0.1 dev eth0 weight 1 nexthop via 192.0.2.2 dev eth1 weight 1', '10.9.0.0/16 via 192.0.2.2 dev eth1' }
        @{ Case = 'routes to links'; Script = { Get-NetRoute -NextHop 0.0.0.0 -Type Unicast -Namespace web }; Expected = '10.0.0.0/24 dev eth0', '192.0.2.0/24 dev eth1' }
        @{ Case = 'routes of a type'; Script = { Get-NetRoute -Type Blackhole -Namespace web }; Expected = '10.8.0.0/16' }
        @{ Case = 'routes of a link'; Script = { Get-NetRoute -InterfaceAlias eth1 -AddressFamily IPv4 -Namespace web }; Expected = '10.9.0.0/16 via 192.0.2.2 dev eth1', '192.0.2.0/24 dev eth1', '10.7.0.0/16 nexthop via 10.0.0.1 dev eth0 weight 1 nexthop via 192.0.2.2 dev eth1 weight 1' }
        @{ Case = 'routes of a link from the pipe'; Script = { Get-NetLink eth1 -Namespace web | Get-NetRoute 10.9.* }; Expected = '10.9.0.0/16 via 192.0.2.2 dev eth1' }
        @{ Case = 'routes of links by wildcards'; Script = { Get-NetRoute 10.9.* -InterfaceAlias eth* -Namespace web }; Expected = '10.9.0.0/16 via 10.0.0.1 dev eth0', '10.9.0.0/16 via 192.0.2.2 dev eth1' }
        @{ Case = 'routes of namespaces from the pipe'; Script = { Get-NetNamespace | Get-NetRoute 127.0.0.0/8 -Table Local }; Expected = '127.0.0.0/8 dev lo', '127.0.0.0/8 dev lo' }
        @{ Case = 'routes of another table'; Script = { Get-NetRoute -Table 100 -Namespace web }; Expected = '10.6.0.0/16 dev eth1' }
    ) {
        & $Script | ForEach-Object ToString | Sort-Object | Should -Be ($Expected | Sort-Object)
    }

    It 'shows the main table only, where no table is named' {
        (Get-NetRoute -Namespace web).Table | Select-Object -Unique | Should -Be 254
        Get-NetRoute -Namespace db | Should -BeNullOrEmpty
    }

    It 'takes a table that nobody put anything in for empty' {
        Get-NetRoute -Table 4711 -Namespace web -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'compares by what tells routes apart' {
        $two = Get-NetRoute 10.9.0.0/16 -Namespace web
        $two[0] | Should -Be (Get-NetRoute 10.9.0.0/16 -Namespace web)[0]
        $two[0] -eq $two[1] | Should -BeFalse
    }

    It 'says <Id> of <Case>' -ForEach @(
        @{ Case = 'a route that is nowhere'; Script = { 'web', 'db' | Get-NetRoute 10.99.0.0/16 }; Id = 'RouteNotFound'; Message = '*10.99.0.0/16 in namespaces web, db*' }
        @{ Case = 'host bits'; Script = { Get-NetRoute 10.9.0.1/16 -Namespace web }; Id = 'SubnetInvalid' }
        @{ Case = 'a table that is none'; Script = { Get-NetRoute -Table nosuch -Namespace web }; Id = 'RouteInvalid' }
        @{ Case = 'a next hop that is none'; Script = { Get-NetRoute -NextHop nosuch -Namespace web }; Id = 'AddressInvalid' }
        @{ Case = 'a link that is not there'; Script = { Get-NetRoute -InterfaceAlias nosuch -Namespace web }; Id = 'LinkNotFound' }
    ) {
        $record = Get-ErrorOf $Script
        $record.FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.GetNetRouteCommand"
        if ($Message) { "$record" | Should -BeLike $Message }
    }

    It 'gives the first route before the last is read' {
        $lines = 1..20000 | ForEach-Object { "route add 20.$($_ -shr 8).$($_ -band 255).0/24 via 10.0.0.1" }
        $lines | ip -n web -batch -
        # Nobody reads on behind the first: what came is far from the end of the table.
        (Get-NetRoute 20.* -Namespace web | Select-Object -First 1).Destination | Should -Be 20.0.1.0/24
        (Get-NetRoute 20.* -Namespace web).Count | Should -Be 20000
        ip -n web route flush root 20.0.0.0/8
    }

    It 'survives the way to another process and JSON' {
        $copy = Get-NetRoute 10.9.0.0/16 -RouteMetric 5 -Namespace web | Copy-Deserialized
        "$($copy.DestinationPrefix)", "$($copy.NextHop)", $copy.RouteMetric, $copy.InterfaceAlias, "$($copy.Namespace)" | Should -Be 10.9.0.0/16, 10.0.0.1, 5, eth0, web
        $json = Get-NetRoute default -AddressFamily IPv6 -Namespace web | ConvertTo-Json -Depth 3
        $json.Length | Should -BeLessThan 4KB
        ($json | ConvertFrom-Json).Destination, ($json | ConvertFrom-Json).Gateway | Should -Be default, fd00::1
    }

    It 'completes destinations and tables' {
        (TabExpansion2 'Get-NetRoute -Namespace web -DestinationPrefix 10.9').CompletionMatches.CompletionText | Should -Be 10.9.0.0/16
        (TabExpansion2 'Get-NetRoute -Table l').CompletionMatches.CompletionText | Should -Be Local
    }
}

Describe 'Remove-NetRoute' {
    BeforeEach {
        New-RouteWorld
        $null = New-NetRoute default -NextHop 10.0.0.1 -Namespace web
        $null = New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1 -Namespace web
        $null = New-NetRoute 10.9.0.0/16 -NextHop 192.0.2.2 -RouteMetric 9 -Namespace web
    }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'removes <Case>' -ForEach @(
        @{ Case = 'the default route'; Script = { Remove-NetRoute default -Namespace web }; Left = '10.9.0.0/16 via 10.0.0.1 dev eth0', '10.9.0.0/16 via 192.0.2.2 dev eth1' }
        @{ Case = 'all routes to a network'; Script = { Remove-NetRoute 10.9.0.0/16 -Namespace web }; Left = 'default via 10.0.0.1 dev eth0' }
        @{ Case = 'the one with a metric'; Script = { Remove-NetRoute 10.9.0.0/16 -RouteMetric 9 -Namespace web }; Left = 'default via 10.0.0.1 dev eth0', '10.9.0.0/16 via 10.0.0.1 dev eth0' }
        @{ Case = 'the one with a metric of 0'; Script = { Remove-NetRoute 10.9.0.0/16 -RouteMetric 0 -Namespace web }; Left = 'default via 10.0.0.1 dev eth0', '10.9.0.0/16 via 192.0.2.2 dev eth1' }
        @{ Case = 'the one by a router'; Script = { Remove-NetRoute 10.9.0.0/16 -NextHop 192.0.2.2 -Namespace web }; Left = 'default via 10.0.0.1 dev eth0', '10.9.0.0/16 via 10.0.0.1 dev eth0' }
        @{ Case = 'the one of a link'; Script = { Remove-NetRoute 10.9.0.0/16 -InterfaceAlias eth1 -Namespace web }; Left = 'default via 10.0.0.1 dev eth0', '10.9.0.0/16 via 10.0.0.1 dev eth0' }
        @{ Case = 'an object from the pipe'; Script = { Get-NetRoute 10.9.0.0/16 -RouteMetric 0 -Namespace web | Remove-NetRoute }; Left = 'default via 10.0.0.1 dev eth0', '10.9.0.0/16 via 192.0.2.2 dev eth1' }
        @{ Case = 'an object from another process'; Script = { Get-NetRoute 10.9.0.0/16 -RouteMetric 9 -Namespace web | Copy-Deserialized | Remove-NetRoute }; Left = 'default via 10.0.0.1 dev eth0', '10.9.0.0/16 via 10.0.0.1 dev eth0' }
        @{ Case = 'a default route from another process'; Script = { Get-NetRoute default -Namespace web | Copy-Deserialized | Remove-NetRoute }; Left = '10.9.0.0/16 via 10.0.0.1 dev eth0', '10.9.0.0/16 via 192.0.2.2 dev eth1' }
        @{ Case = 'the default route in the namespace of a row'; Script = { [pscustomobject]@{ Namespace = Get-NetNamespace web } | Remove-NetRoute default }; Left = '10.9.0.0/16 via 10.0.0.1 dev eth0', '10.9.0.0/16 via 192.0.2.2 dev eth1' }
        @{ Case = 'the route of a row'; Script = { [pscustomobject]@{ Namespace = 'web'; DestinationPrefix = '10.9.0.0/16'; RouteMetric = 9 } | Remove-NetRoute }; Left = 'default via 10.0.0.1 dev eth0', '10.9.0.0/16 via 10.0.0.1 dev eth0' }
    ) {
        & $Script | Should -BeNullOrEmpty
        Get-NetRoute -Namespace web -AddressFamily IPv4 | Where-Object Protocol -EQ Static | ForEach-Object ToString | Sort-Object | Should -Be ($Left | Sort-Object)
    }

    It 'removes exactly <Case>' -ForEach @(
        @{ Case = 'the blackhole'; Make = 'blackhole 10.8.0.0/16'; Beside = 'unreachable 10.8.0.0/16 metric 5'; Type = 'Blackhole' }
        @{ Case = 'the one in another table'; Make = '10.8.0.0/16 via 10.0.0.1 table 100'; Beside = '10.8.0.0/16 via 10.0.0.1' }
        @{ Case = 'the one whose flows are shared'; Make = '10.8.0.0/16 nexthop via 10.0.0.1 weight 3 nexthop via 192.0.2.2'; Beside = '10.8.0.0/16 via 10.0.0.1 metric 5' }
        @{ Case = 'the IPv6 one whose flows are shared'; Make = '-6 fd08::/16 nexthop via fd00::1 nexthop via fd00::9'; Beside = '-6 fd08::/16 via fd00::1 metric 5' }
        @{ Case = 'the IPv6 one that forbids'; Make = '-6 prohibit fd08::/16'; Beside = '-6 prohibit fd08::/16 metric 5' }
        @{ Case = 'the one with a source'; Make = '10.8.0.0/16 via 10.0.0.1 src 192.0.2.1'; Beside = '10.8.0.0/16 via 10.0.0.1 metric 5' }
        @{ Case = 'the one by an IPv6 router'; Make = '10.8.0.0/16 via inet6 fd00::1'; Beside = '10.8.0.0/16 via 10.0.0.1 metric 5' }
        @{ Case = 'the one with a type of service'; Make = '10.8.0.0/16 via 10.0.0.1 tos 0x10'; Beside = '10.8.0.0/16 via 10.0.0.1' }
        @{ Case = 'the one on the link'; Make = '10.8.0.0/16 via 10.77.0.1 dev eth0 onlink'; Beside = '10.8.0.0/16 via 10.0.0.1 metric 5' }
    ) {
        $six = $Make -match '^-6 ' ? '-6' : '-4'
        foreach ($one in $Make, $Beside) { sh -c "ip -n web $six route add $($one -replace '^-6 ')" }
        $all = Get-NetRoute 10.8.0.0/16, fd08::/16 -Table All -Namespace web -ErrorAction Ignore
        $all.Count | Should -Be 2
        $wanted = $all | Where-Object { $Case -like '*table*' ? $_.Table -eq 100 : $Case -like '*service*' ? $_.ToString() -and $true : $_.RouteMetric -ne 5 } | Select-Object -First 1
        $wanted | Remove-NetRoute
        $left = Get-NetRoute 10.8.0.0/16, fd08::/16 -Table All -Namespace web -ErrorAction Ignore
        @($left).Count | Should -Be 1
        $left | Should -Be ($all | Where-Object { $_ -ne $wanted })
    }

    It 'removes a route that uses a next-hop object' {
        ip -n web nexthop add id 7 via 10.0.0.9 dev eth0
        ip -n web route add 10.5.0.0/16 nhid 7
        Get-NetRoute 10.5.0.0/16 -Namespace web | Remove-NetRoute
        Get-IpText -n web route | Should -Not -Match 10.5.0.0
    }

    It 'does not remove another route in place of one that has gone' {
        $seen = Get-NetRoute 10.9.0.0/16 -RouteMetric 0 -Namespace web
        ip -n web route add 10.9.0.0/16 via 10.0.0.1 metric 20
        # The kernel takes a metric of 0 for any: this removes the first, and the next such request would remove the one with 20.
        ip -n web route del 10.9.0.0/16 via 10.0.0.1
        $record = Get-ErrorOf { $seen | Remove-NetRoute }
        $record.FullyQualifiedErrorId | Should -Be 'RouteNotFound,NetNs.Commands.RemoveNetRouteCommand'
        Get-IpText -n web route show 10.9.0.0/16 | Should -Match 'via 10\.0\.0\.1 .*metric 20'
    }

    It 'says what it would do with -WhatIf, and changes nothing' {
        $before = Get-IpText -n web route
        Get-NetRoute -Namespace web | Remove-NetRoute -WhatIf
        Remove-NetRoute 10.9.0.0/16 -Namespace web -WhatIf
        Get-IpText -n web route | Should -Be $before
    }

    It 'removes all routes that come from the pipe of a long table' {
        1..3000 | ForEach-Object { "route add 20.$($_ -shr 8).$($_ -band 255).0/24 via 10.0.0.1" } | ip -n web -batch -
        Get-NetRoute 20.* -Namespace web | Remove-NetRoute
        Get-NetRoute 20.* -Namespace web | Should -BeNullOrEmpty
    }

    It 'says <Id> of <Case>' -ForEach @(
        @{ Case = 'a route that is not there'; Script = { Remove-NetRoute 10.1.0.0/16 -Namespace web }; Id = 'RouteNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'another next hop'; Script = { Remove-NetRoute default -NextHop 10.0.0.9 -Namespace web }; Id = 'RouteNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'an IPv6 default route where there is an IPv4 one only'; Script = { Remove-NetRoute default -AddressFamily IPv6 -Namespace web }; Id = 'RouteNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'an object that has gone'; Script = { $r = Get-NetRoute default -Namespace web; ip -n web route del default; $r | Remove-NetRoute }; Id = 'RouteNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'host bits'; Script = { Remove-NetRoute 10.9.0.1/16 -Namespace web }; Id = 'SubnetInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'wildcards'; Script = { Remove-NetRoute 10.* -Namespace web }; Id = 'SubnetInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'a namespace that has gone'; Script = { $r = Get-NetRoute default -Namespace web; ip netns del web; $r | Remove-NetRoute }; Id = 'NamespaceNotFound'; Category = 'ObjectNotFound' }
    ) {
        $record = Get-ErrorOf $Script
        $record.FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.RemoveNetRouteCommand"
        $record.CategoryInfo.Category | Should -Be $Category
    }
}

Describe 'Find-NetRoute' {
    BeforeEach { New-RouteWorld }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'finds <Case>' -ForEach @(
        @{ Case = 'a neighbour'; Script = { Find-NetRoute 10.0.0.9 -Namespace web }; Expected = '10.0.0.0/24  eth0 10.0.0.2 Unicast' }
        @{ Case = 'what is behind a router'; Script = { $null = New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1 -Namespace web; Find-NetRoute 10.9.1.1 -Namespace web }; Expected = '10.9.0.0/16 10.0.0.1 eth0 10.0.0.2 Unicast' }
        @{ Case = 'the default route'; Script = { $null = New-NetRoute default -NextHop 10.0.0.1 -Namespace web; Find-NetRoute 8.8.8.8 -Namespace web }; Expected = 'default 10.0.0.1 eth0 10.0.0.2 Unicast' }
        @{ Case = 'its own address'; Script = { Find-NetRoute 10.0.0.2 -Namespace web }; Expected = '10.0.0.2/32  lo 10.0.0.2 Local' }
        @{ Case = 'IPv6'; Script = { Find-NetRoute fd00::9 -Namespace web }; Expected = 'fd00::/64  eth0 fd00::2 Unicast' }
        @{ Case = 'by source'; Script = { Find-NetRoute 10.0.0.9 -LocalIPAddress 192.0.2.1 -Namespace web }; Expected = '10.0.0.0/24  eth0  Unicast' }
        @{ Case = 'by link'; Script = { Find-NetRoute 192.0.2.9 -InterfaceAlias eth1 -Namespace web }; Expected = '192.0.2.0/24  eth1 192.0.2.1 Unicast' }
        @{ Case = 'by a namespace from the pipe'; Script = { Get-NetNamespace web | Find-NetRoute 10.0.0.9 }; Expected = '10.0.0.0/24  eth0 10.0.0.2 Unicast' }
        @{ Case = 'by mark'; Script = { $null = New-NetRoute default -NextHop 192.0.2.2 -Table 100 -Namespace web; ip -n web rule add fwmark 7 table 100; Find-NetRoute 8.8.8.8 -Mark 7 -Namespace web }; Expected = 'default 192.0.2.2 eth1 192.0.2.1 Unicast' }
    ) {
        $found = & $Script
        "$($found.Destination) $($found.Gateway) $($found.InterfaceAlias) $($Case -eq 'by source' ? '' : $found.Source) $($found.Type)" | Should -Be $Expected
    }

    It 'takes one of the ways of a route whose flows are shared' {
        $null = New-NetRoute default -NextHop 10.0.0.1, 192.0.2.2 -Namespace web
        $found = Find-NetRoute 8.8.8.8 -Namespace web
        $found.Gateway | Should -BeIn 10.0.0.1, 192.0.2.2
        $found.InterfaceAlias | Should -Be ($found.Gateway -eq '10.0.0.1' ? 'eth0' : 'eth1')
    }

    It 'says why an address is unreachable: <Case>' -ForEach @(
        @{ Case = 'no default route'; Setup = {}; Remote = '8.8.8.8'; Message = '8.8.8.8 is unreachable from namespace web: no connected network holds it (10.0.0.0/24 on eth0, 192.0.2.0/24 on eth1, 198.51.100.0/24 on eth2), and there is no default route.' }
        @{ Case = 'a blackhole'; Setup = { New-NetRoute 10.9.0.0/16 -Type Blackhole -Namespace web }; Remote = '10.9.0.1'; Message = '*the route 10.9.0.0/16 drops packets silently (blackhole).' }
        @{ Case = 'a forbidden network'; Setup = { New-NetRoute 10.9.0.0/16 -Type Prohibit -Namespace web }; Remote = '10.9.0.1'; Message = '*the route 10.9.0.0/16 forbids it (prohibit).' }
        @{ Case = 'an unreachable network'; Setup = { New-NetRoute fd09::/16 -Type Unreachable -Namespace web }; Remote = 'fd09::1'; Message = '*the route fd09::/16 says that it is unreachable.' }
        @{ Case = 'a link that is down'; Setup = {}; Remote = '198.51.100.7'; Message = '*eth2, whose network 198.51.100.0/24 holds it, is down.' }
        @{ Case = 'IPv6 without a default route'; Setup = {}; Remote = '2001:db8::1'; Message = '*no connected network holds it (fd00::/64 on eth0), and there is no default route.' }
        @{ Case = 'lo that is down'; Setup = { ip -n web link set lo down }; Remote = '::1'; Message = '*the loopback link lo in namespace web is down*' }
        @{ Case = 'a link that has no route there'; Setup = { New-NetRoute 2001:db8::/32 -NextHop fd00::1 -Namespace web }; Remote = '2001:db8::1'; Link = 'eth1'; Message = '*no route to it leaves by eth1.' }
    ) {
        $null = & $Setup
        $more = $Link ? @{ InterfaceAlias = $Link } : @{}
        $record = Get-ErrorOf { Find-NetRoute $Remote -Namespace web @more }
        $record.FullyQualifiedErrorId | Should -Be 'DestinationUnreachable,NetNs.Commands.FindNetRouteCommand'
        $record.CategoryInfo.Category | Should -Be ResourceUnavailable
        "$record" | Should -BeLike $Message
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'says that a namespace has no address at all' {
        $null = New-NetNamespace empty
        "$(Get-ErrorOf { Find-NetRoute 8.8.8.8 -Namespace empty })" | Should -BeLike '8.8.8.8 is unreachable from namespace empty: no link in namespace empty has an IPv4 address*'
    }

    It 'says <Id> of <Case>' -ForEach @(
        @{ Case = 'a name'; Script = { Find-NetRoute localhost -Namespace web }; Id = 'AddressInvalid' }
        @{ Case = 'an empty text'; Script = { Find-NetRoute '' -Namespace web }; Id = 'AddressInvalid' }
        @{ Case = 'a zone'; Script = { Find-NetRoute fe80::1%eth0 -Namespace web }; Id = 'AddressInvalid' }
        @{ Case = 'a source of the other family'; Script = { Find-NetRoute 8.8.8.8 -LocalIPAddress fd00::2 -Namespace web }; Id = 'RouteInvalid' }
        @{ Case = 'a source that is nobody''s'; Script = { Find-NetRoute 10.0.0.1 -LocalIPAddress 10.0.0.77 -Namespace web }; Id = 'RouteInvalid' }
        @{ Case = 'a namespace that is not there'; Script = { Find-NetRoute 8.8.8.8 -Namespace nosuch }; Id = 'NamespaceNotFound' }
    ) {
        (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.FindNetRouteCommand"
    }

    It 'goes on with the rest after a bad one' {
        (Find-NetRoute nosuch, 10.0.0.9 -Namespace web -ErrorAction SilentlyContinue).Destination | Should -Be 10.0.0.0/24
    }
}
