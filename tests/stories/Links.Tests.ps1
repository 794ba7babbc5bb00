# The steps of the stories that are about links, each observed with something that is not this module.

Describe 'Container networking is simple, with links (S1)' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    BeforeEach {
        $world = New-NetNsTestWorld netns0, netns1
        $netns0, $netns1 = $world.Namespaces
        # The host's uplink.
        Invoke-NetNamespace $world { ip link add uplink up type ifb; ip addr add 192.0.2.1/24 dev uplink }
    }
    AfterEach { $world | Remove-NetNsTestWorld }
    AfterAll { Assert-NothingLeft }

    It 'step 2: one line makes a cable into the namespace that carries pings both ways' {
        New-VethPair veth0 ceth0 -Namespace $world -PeerNamespace $netns0 -IPAddress 172.18.0.11/16 -PeerIPAddress 172.18.0.10/16 -Up | Should -BeNetLinkUp
        Test-Ping 172.18.0.10 -From $world.Host | Should -BeTrue
        Test-Ping 172.18.0.11 -From $netns0 | Should -BeTrue
        ip -n $netns0 route | ForEach-Object Trim | Should -Be '172.18.0.0/16 dev ceth0 proto kernel scope link src 172.18.0.10'
        $netns0 | Should -HaveNetRoute 172.18.0.0/16 -InterfaceAlias ceth0
        ip -n $world.Host route get 172.18.0.10 | Select-Object -First 1 | Should -Match 'dev veth0 src 172.18.0.11'
        foreach ($address in '8.8.8.8', '192.0.2.1') {
            "$(ip netns exec $netns0 ping -c 1 -W 1 $address 2>&1)" | Should -Match 'Network is unreachable'
            $netns0 | Should -Not -ReachNet $address
        }
    }

    It 'step 3: a second namespace wired the same way cannot be reached' {
        Invoke-NetNamespace $world {
            $null = New-VethPair veth0 ceth0 -PeerNamespace $netns0 -IPAddress 172.18.0.11/16 -PeerIPAddress 172.18.0.10/16 -Up
            $null = New-VethPair veth1 ceth1 -PeerNamespace $netns1 -IPAddress 172.18.0.21/16 -PeerIPAddress 172.18.0.20/16 -Up -WarningAction Ignore
            Test-Ping 172.18.0.10 | Should -BeTrue
            Test-Ping 172.18.0.20 | Should -BeFalse
            (ip route | Where-Object { $_ -match '^172.18.0.0/16' }).Count | Should -Be 2
            (Get-NetLink -Kind Veth).PeerNamespace | Should -Be $netns0, $netns1
        }
    }

    It 'step 4: the ends outside go with the namespaces' {
        $null = New-VethPair veth0 ceth0 -Namespace $world -PeerNamespace $netns0 -Up
        $null = New-VethPair veth1 ceth1 -Namespace $world -PeerNamespace $netns1 -Up
        $netns0, $netns1 | Remove-NetNamespace -Wait
        (ip -n $world.Host -json link | ConvertFrom-Json).ifname | Should -Be lo, uplink
        ip netns | ForEach-Object { ($_ -split ' ')[0] } | Should -Be $world.Host.Name
    }
}

Describe 'Red and blue, with links (S2)' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    BeforeEach {
        $world = New-NetNsTestWorld red, blue
        $red, $blue = $world.Namespaces
    }
    AfterEach { $world | Remove-NetNsTestWorld }
    AfterAll { Assert-NothingLeft }

    It 'step 1: there is only lo inside' {
        (Get-NetLink -Namespace $red).Name | Should -Be lo
        (ip -n $red -json link | ConvertFrom-Json).ifname | Should -Be lo
    }

    It 'step 2: a virtual cable; each knows the other, the host knows neither' {
        $before = ip -n $world.Host link; $neighbours = ip -n $world.Host neigh
        $null = New-VethPair veth-red veth-blue -Namespace $red -PeerNamespace $blue -IPAddress 192.168.15.1/24 -PeerIPAddress 192.168.15.2/24 -Up
        Test-Ping 192.168.15.2 -From $red | Should -BeTrue
        Test-Ping 192.168.15.1 -From $blue | Should -BeTrue
        (ip -n $red -json neigh show 192.168.15.2 | ConvertFrom-Json).lladdr | Should -Be (Get-NetLink veth-blue -Namespace $blue).LinkLayerAddress
        (ip -n $blue -json neigh show 192.168.15.1 | ConvertFrom-Json).lladdr | Should -Be (Get-NetLink veth-red -Namespace $red).LinkLayerAddress
        ip -n $world.Host link | Should -Be $before
        ip -n $world.Host neigh | Should -Be $neighbours
        $world | Should -Not -ReachNet 192.168.15.1
    }

    It 'step 3: one end removed, the other is gone as well' {
        $null = New-VethPair veth-red veth-blue -Namespace $red -PeerNamespace $blue
        Remove-NetLink veth-red -Namespace $red
        (ip -n $red -json link | ConvertFrom-Json).ifname | Should -Be lo
        (ip -n $blue -json link | ConvertFrom-Json).ifname | Should -Be lo
    }
}

Describe 'Docker behind the scenes, with links (S3)' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'step 2: which veth is whose, as the numbers behind @if say by hand' {
        $null = 'web', 'db' | New-NetNamespace
        ip link add docker0 type bridge
        # As a container engine names them: something random outside, eth0 inside.
        foreach ($pair in ('veth24b6563', 'web'), ('veth77ac01f', 'db')) { ip link add $pair[0] master docker0 type veth peer name eth0 netns $pair[1] }
        foreach ($row in Get-NetLink -Kind Veth | Select-Object Name, PeerName, PeerNamespace) {
            $row.PeerName | Should -Be eth0
            # The tutorial's way: "eth0@if139913" inside, "139913: veth24b6563" outside.
            $inside = (ip -n "$($row.PeerNamespace)" -o link show eth0) -replace '.*eth0@if(\d+):.*', '$1'
            ip -o link | Where-Object { $_ -match "^${inside}: $($row.Name)@" } | Should -HaveCount 1
        }
        (Get-NetLink -Bridge docker0).PeerNamespace.Name | Sort-Object | Should -Be db, web
    }
}

Describe 'A custom container network, with links (S4)' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'step 1: a link that is on the host moves in, and comes back' {
        $null = New-NetNamespace my_netns
        ip link add eth1 type ifb
        $null = Move-NetLink eth1 -Destination my_netns
        (ip -n my_netns -json link | ConvertFrom-Json).ifname | Should -Be lo, eth1
        (ip -json link | ConvertFrom-Json).ifname | Should -Be lo
        # Process 1 of the machine lives in another stack than the pretend host; Move-NetLink.Tests shows 1 itself.
        $null = Move-NetLink eth1 -Namespace my_netns -Destination $PID
        (ip -n my_netns -json link | ConvertFrom-Json).ifname | Should -Be lo
        (ip -json link | ConvertFrom-Json).ifname | Should -Be lo, eth1
    }
}
