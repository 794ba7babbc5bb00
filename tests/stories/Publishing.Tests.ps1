# The parts of the stories in which the world is reached and reaches in: "Container networking is simple" steps 8 to 10, "Red and blue" 5 and 6,
# "Docker behind the scenes" 3 and 4, "A custom container network" 4. Step 5 of that one is ForeignFirewall.Tests.ps1.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/Hosts.ps1

    function Get-HostState {
        # All that the story could have changed, as text.
        @(
            nft list ruleset
            ip -brief link | ForEach-Object { ($_ -split '\s+')[0] }
            ip address show lo
            ip -4 route show table all
            ip -6 route show table all
            (Get-Content /proc/self/mountinfo) -match ' nsfs |/netns'
            (sysctl -a 2>$null) -match '^net\.' -notmatch 'nf_conntrack_count|\.stable_secret|random|entropy|tcp_mem|udp_mem|max_entries'
            ip netns list
        )
    }
}
AfterAll { Assert-NothingLeft }

Describe 'Container networking is simple: the world' {
    BeforeAll {
        $null = New-NetNamespace machine
        $null = New-VethPair uplink eth0 -PeerNamespace machine -IPAddress 192.0.2.1/24, 2001:db8::1/64 -PeerIPAddress 192.0.2.2/24, 2001:db8::2/64 -Up
        # Our table and modules of the kernel bring sysctls along the first time.
        $null = Add-Masquerade 172.18.0.0/16 -WarningAction Ignore
        Remove-Masquerade 172.18.0.0/16
        # Addresses that the kernel is still trying bring their routes later.
        Wait-Until { -not (ip -6 address show tentative) -and (ip -6 address show dev uplink scope link) } -TimeoutMilliseconds 10000 | Should -BeTrue
        $before = Get-HostState
        Start-Server machine tcp:7 -In machine
        $bridge = New-Bridge br0 -IPAddress 172.18.0.1/16, fd00:18::1/64
        $netns0 = New-NetNamespace netns0 | Connect-Bridge br0 -IPAddress 172.18.0.10/16, fd00:18::10/64
        $netns1 = New-NetNamespace netns1 | Connect-Bridge br0 -IPAddress 172.18.0.20/16, fd00:18::20/64
    }
    AfterAll {
        Stop-Server
        Reset-World
    }

    It 'is reached under the host''s address once it forwards and masquerades (step 8)' {
        Read-Answer 192.0.2.2 7 -From netns0 -Patience 1 | Should -BeLike 'none: *'
        Enable-NetForwarding
        $null = $bridge | Add-Masquerade
        Read-Answer 192.0.2.2 7 -From netns0 | Should -Be 'machine 192.0.2.1'
        Start-Server netns1 tcp:7 -In netns1
        Read-Answer 172.18.0.20 7 -From netns0 | Should -Be 'netns1 172.18.0.10' -Because 'siblings see each other''s true addresses'
    }

    It 'reaches a web server in a namespace by all paths (step 9)' {
        $program = Start-NetNamespaceProcess netns0 python3 -ArgumentList '-m', 'http.server', '--bind', '172.18.0.10', '5000' -WorkingDirectory $PSScriptRoot/../fixtures/firewalls -RedirectStandardOutput $TestDrive/out -RedirectStandardError $TestDrive/error
        try {
            $null = Wait-Until { ip netns exec netns0 ss -Hlnt 'sport = :5000' } -TimeoutMilliseconds 10000
            $null = $netns0 | Publish-ContainerPort 5000:5000
            $page = Get-Content $PSScriptRoot/../fixtures/firewalls/ufw.rules
            $curl = '-s', '--max-time', '10'
            foreach ($address in '172.18.0.10', '192.0.2.1', '127.0.0.1') { curl @curl "http://${address}:5000/ufw.rules" | Should -Be $page -Because "the host asked $address" }
            foreach ($from in 'machine', 'netns1', 'netns0') { ip netns exec $from curl @curl http://192.0.2.1:5000/ufw.rules | Should -Be $page -Because "$from asked" }
        }
        finally {
            $program.Kill()
            $program.WaitForExit()
        }
    }

    It 'reaches an echo server by UDP and IPv6 likewise (step 9)' {
        Start-Server echo tcp:5001, udp:5001 -In netns0
        $null = $netns0 | Publish-ContainerPort 6001:5001, 6001:5001/udp
        foreach ($protocol in 'tcp', 'udp') {
            foreach ($address in '192.0.2.1', '2001:db8::1') {
                foreach ($from in 'machine', 'netns1', 'netns0', '') { Read-Answer $address 6001 -From $from -Protocol $protocol | Should -BeLike 'echo *' -Because "$($from ? $from : 'the host') asked $address by $protocol" }
            }
            Read-Answer 127.0.0.1 6001 -Protocol $protocol | Should -BeLike 'echo *'
        }
    }

    It 'finds everything as it was before (step 10)' {
        Stop-Server
        Get-ContainerPort | Unpublish-ContainerPort
        Get-Masquerade | Remove-Masquerade
        Get-NetNamespace netns* | Remove-NetNamespace -Wait
        Remove-Bridge br0
        Disable-NetForwarding
        Wait-Until { -not (Compare-Object $before (Get-HostState)) } -TimeoutMilliseconds 10000 | Out-Null
        Compare-Object $before (Get-HostState) | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" } | Should -BeNullOrEmpty
    }
}

Describe 'Red and blue: the world' {
    BeforeAll {
        $null = New-Bridge v-net-0 -IPAddress 192.168.15.5/24
        $null = New-NetNamespace red | Connect-Bridge v-net-0 -IPAddress 192.168.15.1/24 -NoDefaultRoute
        $blue = New-NetNamespace blue | Connect-Bridge v-net-0 -IPAddress 192.168.15.2/24 -NoDefaultRoute
        $null = New-NetNamespace machine, beyond
        $null = New-VethPair eth0 eth0 -PeerNamespace machine -IPAddress 192.168.1.2/24 -PeerIPAddress 192.168.1.3/24 -Up
        $null = New-VethPair wan eth0 -Namespace machine -PeerNamespace beyond -IPAddress 203.0.113.1/24 -PeerIPAddress 203.0.113.9/24 -Up
        Enable-NetForwarding
        Enable-NetForwarding -Namespace machine
        $null = New-NetRoute default -NextHop 192.168.1.3
        $null = New-NetRoute 192.168.1.0/24 -NextHop 203.0.113.1 -Namespace beyond
    }
    AfterAll {
        Stop-Server
        Reset-World
    }

    It 'answers once there is a route, and a way back (step 5)' {
        Find-NetRoute 192.168.1.3 -Namespace blue -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $null = New-NetRoute 192.168.1.0/24 -NextHop 192.168.15.5 -Namespace blue
        (Find-NetRoute 192.168.1.3 -Namespace blue).NextHop | Should -Be 192.168.15.5
        Test-Ping 192.168.1.3 -From blue | Should -BeFalse -Because 'packets leave, but nobody knows the way back'
        $null = Add-Masquerade 192.168.15.0/24
        Test-Ping 192.168.1.3 -From blue | Should -BeTrue
        Test-Ping 203.0.113.9 -From blue | Should -BeFalse
        $null = New-NetRoute default -NextHop 192.168.15.5 -Namespace blue
        Test-Ping 203.0.113.9 -From blue | Should -BeTrue
    }

    It 'gets in by a route on the other machine, or by a published port (step 6)' {
        Start-Server blue tcp:80 -In blue
        $route = New-NetRoute 192.168.15.0/24 -NextHop 192.168.1.2 -Namespace machine
        Read-Answer 192.168.15.2 80 -From machine | Should -Be 'blue 192.168.1.3'
        $route | Remove-NetRoute
        Read-Answer 192.168.1.2 80 -From machine | Should -BeLike 'none: *'
        $null = $blue | Publish-ContainerPort 80:80
        Read-Answer 192.168.1.2 80 -From machine | Should -Be 'blue 192.168.1.3'
    }
}

Describe 'Docker behind the scenes: ports' {
    BeforeAll { New-PretendHost }
    AfterAll {
        Stop-Server
        Reset-World
    }

    It 'need no publishing with the host''s own network (step 4)' {
        Start-Server host tcp:5000
        (Test-NetConnection 127.0.0.1 -Port 5000).TcpTestSucceeded | Should -BeTrue
        Get-ContainerPort | Should -BeNullOrEmpty
        nft list tables | Should -BeNullOrEmpty
    }

    It 'lead to another port of the container, and their counters move (step 3)' {
        Start-Server web tcp:5000 -In web
        $null = $web | Publish-ContainerPort 192.0.2.1:8888:5000
        (Get-ContainerPort 8888).Packets | Should -Be 0
        foreach ($from in 'machine', 'stranger', 'api', 'web', '') { Read-Answer 192.0.2.1 8888 -From $from | Should -BeLike 'web *' }
        $port = Get-ContainerPort 8888
        "$($port.HostAddress):$($port.HostPort) $($port.ContainerAddress):$($port.ContainerPort) $($port.Protocol)" | Should -Be '192.0.2.1:8888 10.88.0.2:5000 Tcp'
        $port.Packets | Should -Be 5
    }
}

Describe 'A custom container network: a port for one source only, published inside a namespace' {
    BeforeAll {
        # cns is the host: behind it the container, before it two clients.
        $null = New-NetNamespace cns, near, far
        $null = New-Bridge docker1 -Namespace cns -IPAddress 10.10.0.1/24
        $container = New-NetNamespace container | Connect-Bridge docker1 -BridgeNamespace cns
        $null = New-VethPair toward-near eth0 -Namespace cns -PeerNamespace near -IPAddress 10.0.7.1/24 -PeerIPAddress 10.0.7.2/24 -Up
        $null = New-VethPair toward-far eth0 -Namespace cns -PeerNamespace far -IPAddress 192.0.2.1/24 -PeerIPAddress 192.0.2.2/24 -Up
        Enable-NetForwarding -Namespace cns
        Start-Server container tcp:1234 -In container
    }
    AfterAll {
        Stop-Server
        Reset-World
    }

    It 'lets clients of 10.0.0.0/16 in, and no others (step 4)' {
        $made = Publish-ContainerPort 1234:1234 -Namespace cns -SourcePrefix 10.0.0.0/16 -Target container
        "$($made.SourcePrefix) $($made.Namespace)" | Should -Be '10.0.0.0/16 cns'
        Read-Answer 10.0.7.1 1234 -From near | Should -Be 'container 10.0.7.2'
        Read-Answer 192.0.2.1 1234 -From far | Should -BeLike 'none: *refused'
        nft list tables | Should -BeNullOrEmpty
        Unpublish-ContainerPort 1234 -Namespace cns
        ip netns exec cns nft list tables | Should -BeNullOrEmpty
    }
}
