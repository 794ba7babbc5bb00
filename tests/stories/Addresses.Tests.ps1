# The steps of the tutorials that are about addresses and routes: S1 steps 2, 3, 6 and 7, S2 steps 1 and 5 (its route), S4 step 3.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    function Get-IpText { (ip @args) -join "`n" }
    function New-Uplink {
        # The pretend host's way out: eth0 (192.0.2.1/24) to "another machine", the namespace outside (192.0.2.2).
        ip netns add outside
        ip link add eth0 type veth peer name eth0 netns outside
        ip addr add 192.0.2.1/24 dev eth0
        ip link set eth0 up
        ip -n outside addr add 192.0.2.2/24 dev eth0
        ip -n outside link set eth0 up
    }
}

Describe 'Container networking is simple' {
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'step 2: wires a namespace to the host, and to nothing else' {
        New-Uplink
        $null = New-NetNamespace netns0
        $null = New-VethPair veth0 ceth0 -PeerNamespace netns0 -IPAddress 172.18.0.11/16 -PeerIPAddress 172.18.0.10/16 -Up
        Test-Ping 172.18.0.10 | Should -BeTrue
        Test-Ping 172.18.0.11 -From netns0 | Should -BeTrue
        Get-IpText -n netns0 route | Should -BeExactly '172.18.0.0/16 dev ceth0 proto kernel scope link src 172.18.0.10 '
        foreach ($far in '8.8.8.8', '192.0.2.1') {
            (ip netns exec netns0 ping -c 1 -W 1 $far 2>&1) -join "`n" | Should -Match 'Network is unreachable'
            $record = Get-ErrorOf { Find-NetRoute $far -Namespace netns0 }
            $record.FullyQualifiedErrorId | Should -BeLike 'DestinationUnreachable,*'
            "$record" | Should -Be "$far is unreachable from namespace netns0: no connected network holds it (172.18.0.0/16 on ceth0), and there is no default route."
        }
    }

    It 'step 3: a second namespace wired the same way clashes with the first' {
        $null = 'netns0', 'netns1' | New-NetNamespace
        $null = New-VethPair veth0 ceth0 -PeerNamespace netns0 -IPAddress 172.18.0.11/16 -PeerIPAddress 172.18.0.10/16 -Up
        $second = New-VethPair veth1 ceth1 -PeerNamespace netns1 -PeerIPAddress 172.18.0.20/16 -Up
        $null = $second.A | New-NetIPAddress 172.18.0.21/16 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '172.18.0.0/16 is on two links now, veth0 and veth1: *'

        (Get-NetRoute 172.18.0.0/16).InterfaceAlias | Should -Be veth0, veth1
        (Find-NetRoute 172.18.0.20).InterfaceAlias | Should -Be veth0
        Test-Ping 172.18.0.10 | Should -BeTrue
        Test-Ping 172.18.0.20 | Should -BeFalse
    }

    It 'steps 5 to 7: addresses and default routes on a bridge' {
        New-Uplink
        ip link add br0 type bridge
        ip link set br0 up
        $null = 'netns0', 'netns1' | New-NetNamespace
        foreach ($i in 0, 1) { $null = New-VethPair "veth$i" "ceth$i" -PeerNamespace "netns$i" -PeerIPAddress "172.18.0.$($i + 1)0/16" -Bridge br0 -Up }
        Test-Ping 172.18.0.20 -From netns0 | Should -BeTrue
        (Get-NetNeighbor 172.18.0.20 -Namespace netns0).LinkLayerAddress | Should -Be (Get-NetLink ceth1 -Namespace netns1).MacAddress
        Get-NetRoute 172.18.0.0/16 -ErrorAction Ignore | Should -BeNullOrEmpty
        Test-Ping 172.18.0.10 | Should -BeFalse

        # Step 6
        $null = New-NetIPAddress 172.18.0.1/16 -InterfaceAlias br0 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        Get-IpText route | Should -Match '172\.18\.0\.0/16 dev br0 proto kernel scope link src 172\.18\.0\.1'
        Test-Ping 172.18.0.10 | Should -BeTrue
        Test-Ping 172.18.0.20 | Should -BeTrue
        (ip netns exec netns0 ping -c 1 -W 1 192.0.2.1 2>&1) -join "`n" | Should -Match 'Network is unreachable'

        # Step 7
        $made = Get-NetNamespace netns* | New-NetRoute default -NextHop 172.18.0.1
        $made.InterfaceAlias | Should -Be ceth0, ceth1
        foreach ($i in 0, 1) {
            Test-Ping 192.0.2.1 -From "netns$i" | Should -BeTrue -Because 'the uplink belongs to the host'
            Test-Ping 192.0.2.2 -From "netns$i" | Should -BeFalse -Because 'the world behind it knows no way back'
            (Find-NetRoute 192.0.2.2 -Namespace "netns$i").Gateway | Should -Be 172.18.0.1
        }
    }
}

Describe 'Red and blue' {
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'step 1: a new namespace has lo, no neighbours and no routes' {
        $null = 'red', 'blue' | New-NetNamespace
        foreach ($name in 'red', 'blue') {
            (Get-NetLink -Namespace $name).Name | Should -Be lo
            Get-NetNeighbor -Namespace $name | Should -BeNullOrEmpty
            Get-NetRoute -Namespace $name | Should -BeNullOrEmpty
        }
    }

    It 'step 5: a route to the network behind the host sends packets there' {
        # The host has v-net-0 (192.168.15.5) and an uplink to another machine, 192.168.1.3.
        $null = New-NetNamespace blue
        ip link add v-net-0 type bridge
        ip link set v-net-0 up
        $null = New-NetIPAddress 192.168.15.5/24 -InterfaceAlias v-net-0
        $null = New-VethPair veth-blue-br veth-blue -PeerNamespace blue -PeerIPAddress 192.168.15.2/24 -Bridge v-net-0 -Up
        ip netns add outside
        ip link add eth0 type veth peer name eth0 netns outside
        $null = New-NetIPAddress 192.168.1.2/24 -InterfaceAlias eth0
        ip link set eth0 up
        $null = New-NetIPAddress 192.168.1.3/24 -InterfaceAlias eth0 -Namespace outside
        ip -n outside link set eth0 up

        (Get-ErrorOf { Find-NetRoute 192.168.1.3 -Namespace blue }).FullyQualifiedErrorId | Should -BeLike 'DestinationUnreachable,*'
        (New-NetRoute 192.168.1.0/24 -NextHop 192.168.15.5 -Namespace blue).InterfaceAlias | Should -Be veth-blue
        sysctl -q -w net.ipv4.ip_forward=1
        $before = (ip -n outside -json -statistics link show eth0 | ConvertFrom-Json).stats64.rx.packets
        Test-Ping 192.168.1.3 -From blue | Should -BeFalse -Because 'nobody masquerades it yet'
        (ip -n outside -json -statistics link show eth0 | ConvertFrom-Json).stats64.rx.packets | Should -BeGreaterThan $before -Because 'the packets leave'
        # "Giving away the identity": with a way back it answers.
        $null = New-NetRoute 192.168.15.0/24 -NextHop 192.168.1.2 -Namespace outside
        Test-Ping 192.168.1.3 -From blue | Should -BeTrue
    }
}

Describe 'A custom container network' {
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'step 3: the address of the text is none' {
        ip link add docker1 type bridge
        $before = Get-IpText addr
        $record = Get-ErrorOf { New-NetIPAddress 123.456.0.0/16 -InterfaceAlias docker1 }
        $record.FullyQualifiedErrorId | Should -BeLike 'AddressInvalid,*'
        "$record" | Should -BeLike "*'123.456.0.0/16'*"
        Get-IpText addr | Should -Be $before
    }
}
