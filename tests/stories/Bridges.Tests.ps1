# The parts of the stories that a bridge plays in: what the tutorials build with ip, step by step and as one line.

BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
AfterAll { Assert-NothingLeft }

Describe 'Container networking is simple: a virtual switch (<Way>)' -ForEach @(
    @{
        Way   = 'step by step'
        Build = {
            $null = New-Bridge br0
            $null = 'netns0', 'netns1' | New-NetNamespace
            New-VethPair veth0 ceth0 -PeerNamespace netns0 -PeerIPAddress 172.18.0.10/16 -Up | Add-BridgePort br0
            New-VethPair veth1 ceth1 -PeerNamespace netns1 -PeerIPAddress 172.18.0.20/16 -Up | Add-BridgePort br0
        }
    }
    @{
        Way   = 'as one line for each'
        Build = {
            $null = New-Bridge br0
            New-NetNamespace netns0 | Connect-Bridge br0 -InterfaceAlias ceth0 -HostInterfaceAlias veth0 -IPAddress 172.18.0.10/16
            New-NetNamespace netns1 | Connect-Bridge br0 -InterfaceAlias ceth1 -HostInterfaceAlias veth1 -IPAddress 172.18.0.20/16
        }
    }
) {
    BeforeAll {
        # An uplink, and a machine behind it.
        ip netns add world
        ip link add uplink type veth peer name eth0 netns world
        ip addr add 203.0.113.2/24 dev uplink
        ip link set uplink up
        ip -n world addr add 203.0.113.1/24 dev eth0
        ip -n world link set eth0 up
        $routesBefore = (ip route) -replace ' linkdown'
        $built = & $Build
    }
    AfterAll { Reset-World }

    It 'puts both cables into the switch' {
        $built | Should -HaveCount 2
        (ip -json link show master br0 | ConvertFrom-Json).ifname | Should -Be veth0, veth1
    }

    It 'lets the namespaces reach each other' {
        # A port that came up a moment ago may still be on its way to forwarding.
        Wait-Until { Test-Ping 172.18.0.20 -From netns0 } | Should -BeTrue
        Test-Ping 172.18.0.10 -From netns1 | Should -BeTrue
    }

    It 'shows each the other''s MAC address as a neighbour' {
        $inner = ip -n netns1 -json link show ceth1 | ConvertFrom-Json
        "$((Get-NetNeighbor 172.18.0.20 -Namespace netns0).LinkLayerAddress)" -replace '[:-]' | Should -Be ($inner.address -replace ':')
        (Get-BridgeForwarding br0 | Where-Object LinkLayerAddress -EQ $inner.address).PeerNamespace.Name | Should -Be netns1
    }

    It 'adds no route on the host while the bridge has no address, and the host reaches nobody' {
        (ip route) -replace ' linkdown' | Should -Be $routesBefore # that a link has no carrier yet is told a moment later
        Test-Ping 172.18.0.10 | Should -BeFalse
    }

    It 'lets the host reach both once the bridge has an address: the connected route appears' {
        $null = New-NetIPAddress 172.18.0.1/16 -InterfaceAlias br0
        ip route | Where-Object { $_ -match '^172\.18\.0\.0/16 dev br0 proto kernel scope link' } | Should -Not -BeNullOrEmpty
        Test-Ping 172.18.0.10 | Should -BeTrue
        Test-Ping 172.18.0.20 | Should -BeTrue
    }

    It 'lets a namespace with a default route reach the host''s uplink address, but not the world behind it' {
        Test-Ping 203.0.113.2 -From netns0 | Should -BeFalse
        'netns0', 'netns1' | ForEach-Object { $null = New-NetRoute default -NextHop 172.18.0.1 -Namespace $_ }
        Test-Ping 203.0.113.2 -From netns0 | Should -BeTrue
        Test-Ping 203.0.113.2 -From netns1 | Should -BeTrue
        Test-Ping 203.0.113.1 -From netns0 | Should -BeFalse
    }
}

Describe 'Red and blue: a switch' {
    BeforeAll {
        'red', 'blue' | New-NetNamespace | Out-Null
        $null = New-VethPair veth-red veth-blue -Namespace red -PeerNamespace blue -IPAddress 192.168.15.1/24 -PeerIPAddress 192.168.15.2/24 -Up
        Test-Ping 192.168.15.2 -From red | Should -BeTrue
        Remove-NetLink veth-red -Namespace red
        $bridge = New-Bridge v-net-0 -IPAddress 192.168.15.5/24
        $red = 'red' | Connect-Bridge v-net-0 -InterfaceAlias veth-red -HostInterfaceAlias veth-red-br -IPAddress 192.168.15.1/24 -NoDefaultRoute
        $blue = 'blue' | Connect-Bridge v-net-0 -InterfaceAlias veth-blue -HostInterfaceAlias veth-blue-br -IPAddress 192.168.15.2 -NoDefaultRoute
    }
    AfterAll { Reset-World }

    It 'has four ends on one network' {
        (ip -json link show master v-net-0 | ConvertFrom-Json).ifname | Should -Be veth-red-br, veth-blue-br
        (ip -n red -json link | ConvertFrom-Json).ifname | Should -Be lo, veth-red
        (ip -n blue -json link | ConvertFrom-Json).ifname | Should -Be lo, veth-blue
        "$($red.HostLink) $($blue.HostLink)" | Should -Be 'veth-red-br veth-blue-br'
        $bridge.AdminState | Should -Be Up
    }

    It 'lets everybody ping everybody' {
        foreach ($from in 'red', 'blue', '') {
            foreach ($address in '192.168.15.1', '192.168.15.2', '192.168.15.5') {
                Test-Ping $address -From $from | Should -BeTrue -Because "$address answers $(($from, 'the host' -ne '')[0])"
            }
        }
    }

    It 'has no default route where none was wanted' {
        ip -n red route show default | Should -BeNullOrEmpty
        ip -n blue route show default | Should -BeNullOrEmpty
    }
}

Describe 'A custom container network' {
    AfterEach { Reset-World }

    It 'takes the next free address of the chosen subnet, and its gateway' {
        $null = New-Bridge docker1 -IPAddress 10.10.0.1/24
        $connections = 'my_netns', 'other' | New-NetNamespace | Connect-Bridge docker1
        $connections.IPAddress.IPAddressToString | Should -Be 10.10.0.2, 10.10.0.3
        $connections.Gateway.IPAddressToString | Should -Be 10.10.0.1, 10.10.0.1
        (ip -n my_netns -json addr show eth0 | ConvertFrom-Json).addr_info.local | Should -Be 10.10.0.2
        (ip -n my_netns -json route show default | ConvertFrom-Json).gateway | Should -Be 10.10.0.1
        Test-Ping 10.10.0.3 -From my_netns | Should -BeTrue
        Test-Ping 10.10.0.1 -From my_netns | Should -BeTrue
    }

    It 'refuses the text''s own address, with the text shown, and makes nothing' {
        $failure = Get-ErrorOf { New-Bridge docker1 -IPAddress 123.456.0.0/16 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AddressInvalid,*'
        "$failure" | Should -Match '123\.456\.0\.0/16'
        (ip -json link | ConvertFrom-Json).ifname | Should -Be lo
    }
}
