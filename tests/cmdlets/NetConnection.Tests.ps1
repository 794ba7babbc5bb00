BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }

Describe 'Test-NetConnection' {
    BeforeAll {
        # web (10.0.0.2) - router (10.0.0.1, 10.1.0.1) - far (10.1.0.2), which listens on TCP port 80 and has a firewall.
        $null = 'web', 'router', 'far', 'alone' | New-NetNamespace
        $null = New-VethPair eth0 eth0 -Namespace web -PeerNamespace router -IPAddress 10.0.0.2/24, fd00::2/64 -PeerIPAddress 10.0.0.1/24, fd00::1/64 -Up
        $null = New-VethPair eth1 eth0 -Namespace router -PeerNamespace far -IPAddress 10.1.0.1/24 -PeerIPAddress 10.1.0.2/24 -Up
        ip -n web route add default via 10.0.0.1
        ip -n far route add default via 10.1.0.1
        ip netns exec router sysctl -q -w net.ipv4.ip_forward=1
        ip netns exec far nft 'add table inet f; add chain inet f i { type filter hook input priority 0; }; add rule inet f i tcp dport 81 drop; add rule inet f i tcp dport 82 reject with icmp type admin-prohibited; add rule inet f i tcp dport 83 reject with tcp reset'
        $start = [Diagnostics.ProcessStartInfo]::new('ip', "netns exec far python3 -uc `"import socket,sys`ns=socket.create_server(('0.0.0.0',80))`nprint('ready')`nsys.stdin.read()`"")
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $server = [Diagnostics.Process]::Start($start)
        $server.StandardOutput.ReadLine() | Should -Be ready
        Wait-Until { Test-Ping fd00::1 -From web } | Should -BeTrue
    }
    AfterAll {
        $server.StandardInput.Close()
        $server.WaitForExit()
        $server.Dispose()
        Reset-World
        Assert-NothingLeft
    }

    It 'pings a neighbour' {
        $result = Test-NetConnection 10.0.0.1 -Namespace web
        $result.PingSucceeded, $result.PingsSent, $result.PingsAnswered | Should -Be $true, 1, 1
        $result.TcpTestSucceeded | Should -BeNullOrEmpty
        $result.RoundTrip | Should -BeGreaterThan ([timespan]::Zero)
        $result.RoundTrip.TotalSeconds | Should -BeLessThan 1
        "$($result.ComputerName) $($result.RemoteAddress) $($result.InterfaceAlias) $($result.SourceAddress) $($result.NextHop)" | Should -Be '10.0.0.1 10.0.0.1 eth0 10.0.0.2 '
        $result.FailureReason | Should -BeNullOrEmpty
        $result.Namespace.Name | Should -Be web
        $result.Succeeded | Should -BeTrue
    }

    It 'pings what is behind a router' {
        $result = Test-NetConnection 10.1.0.2 -Count 3 -Namespace web
        $result.PingSucceeded, $result.PingsSent, $result.PingsAnswered | Should -Be $true, 3, 3
        $result.NextHop | Should -Be 10.0.0.1
    }

    It 'pings <Case>' -ForEach @(
        @{ Case = 'an IPv6 neighbour'; Target = { 'fd00::1' } }
        @{ Case = 'a link-local neighbour, with its link'; Target = { "$((Get-NetIPAddress fe80* -InterfaceAlias eth0 -Namespace router).IPAddress)%eth0" } }
        @{ Case = 'itself'; Target = { '10.0.0.2' } }
        @{ Case = 'its loopback'; Target = { '127.0.0.1' } }
        @{ Case = 'its IPv6 loopback'; Target = { '::1' } }
        @{ Case = 'a name'; Target = { 'localhost' } }
    ) {
        (Test-NetConnection (& $Target) -Namespace web).PingSucceeded | Should -BeTrue
    }

    It 'connects to a TCP port' {
        $result = Test-NetConnection 10.1.0.2 80 -Namespace web
        $result.TcpTestSucceeded, $result.PingSucceeded, $result.Succeeded, $result.RemotePort | Should -Be $true, $true, $true, 80
        $result.FailureReason | Should -BeNullOrEmpty
    }

    It 'needs no rule for what listens in the namespace itself' {
        (Test-NetConnection 127.0.0.1 -Port 80 -Namespace far).TcpTestSucceeded | Should -BeTrue
    }

    It 'takes namespaces from the pipe' {
        $results = 'web', 'router' | Test-NetConnection 10.1.0.2
        $results.PingSucceeded | Should -Be $true, $true
        $results.Namespace.Name | Should -Be web, router
        (Get-NetNamespace router | tnc 10.0.0.2).PingSucceeded | Should -BeTrue
    }

    It 'says with -Quiet only whether it succeeded' {
        Test-NetConnection 10.0.0.1 -Namespace web -Quiet | Should -BeExactly $true
        Test-NetConnection 10.1.0.2 -Port 83 -Namespace web -Quiet | Should -BeExactly $false
    }

    It 'does not move the pipeline thread, nor leave a socket or a thread behind' {
        $before = Get-WorldState
        $null = Test-NetConnection 10.1.0.2 80 -Namespace web
        (Get-Item /proc/thread-self/ns/net).Target | Should -Be (Get-Item /proc/self/ns/net).Target
        (Get-WorldState).Threads | Should -Be $before.Threads
    }

    It 'tells <Case>' -ForEach @(
        @{ Case = 'that nothing listens'; Script = { Test-NetConnection 10.1.0.2 8080 -Namespace web }; Reason = 'refused: nothing listens on TCP port 8080 of 10.1.0.2*' }
        @{ Case = 'that a firewall resets'; Script = { Test-NetConnection 10.1.0.2 83 -Namespace web }; Reason = 'refused: *' }
        @{ Case = 'that a firewall drops'; Script = { Test-NetConnection 10.1.0.2 81 -Namespace web -Timeout 0.3 }; Reason = 'filtered: 10.1.0.2 answers ping, but does not answer on TCP port 81 within 0.3 s*' }
        @{ Case = 'that a firewall forbids'; Script = { Test-NetConnection 10.1.0.2 82 -Namespace web }; Reason = 'filtered: 10.1.0.2 says administratively prohibited' }
        @{ Case = 'that there is no route'; Script = { Test-NetConnection 8.8.8.8 -Namespace router }; Reason = 'no route: 8.8.8.8 is unreachable from namespace router: no connected network holds it (10.0.0.0/24 on eth0, 10.1.0.0/24 on eth1), and there is no default route.' }
        @{ Case = 'that there is no route, of TCP'; Script = { Test-NetConnection 8.8.8.8 80 -Namespace router }; Reason = 'no route: 8.8.8.8 is unreachable from namespace router*' }
        @{ Case = 'that the gateway has no route'; Script = { Test-NetConnection 8.8.8.8 -Namespace web }; Reason = 'no route: the gateway 10.0.0.1 says network unreachable' }
        @{ Case = 'that the gateway has no route, of TCP'; Script = { Test-NetConnection 8.8.8.8 80 -Namespace web }; Reason = 'no route: the gateway 10.0.0.1 says network unreachable' }
        @{ Case = 'that a host does not answer'; Script = { Test-NetConnection 10.0.0.77 -Namespace web -Timeout 0.3 }; Reason = 'host does not answer: nobody on eth0 has 10.0.0.77 (ARP)' }
        @{ Case = 'that a host does not answer, of TCP'; Script = { Test-NetConnection 10.0.0.77 80 -Namespace web -Timeout 0.3 }; Reason = 'host does not answer: nobody on eth0 has 10.0.0.77 (ARP)' }
        @{ Case = 'that an IPv6 host does not answer'; Script = { Test-NetConnection fd00::77 -Namespace web -Timeout 0.3 }; Reason = 'host does not answer: nobody on eth0 has fd00::77 (NDP)' }
        @{ Case = 'that a name is unknown'; Script = { Test-NetConnection nosuch.invalid -Namespace alone }; Reason = 'name not found: nosuch.invalid cannot be resolved*' }
        @{ Case = 'that a namespace has nothing'; Script = { Test-NetConnection 10.0.0.1 -Namespace alone }; Reason = 'no route: 10.0.0.1 is unreachable from namespace alone: no link in namespace alone has an IPv4 address*' }
    ) {
        $result = & $Script
        $result.Succeeded | Should -BeFalse
        $result.FailureReason | Should -BeLike $Reason
        "$result" | Should -BeLike "*: $Reason"
    }

    It 'says <Id> of <Case>' -ForEach @(
        @{ Case = 'port 0'; Script = { Test-NetConnection 10.0.0.1 -Port 0 -Namespace web }; Id = 'PortInvalid' }
        @{ Case = 'port 65536'; Script = { Test-NetConnection 10.0.0.1 -Port 65536 -Namespace web }; Id = 'PortInvalid' }
        @{ Case = 'no pings'; Script = { Test-NetConnection 10.0.0.1 -Count 0 -Namespace web }; Id = 'ArgumentsInvalid' }
        @{ Case = 'no time'; Script = { Test-NetConnection 10.0.0.1 -Timeout 0 -Namespace web }; Id = 'ArgumentsInvalid' }
        @{ Case = 'an empty text'; Script = { Test-NetConnection '' -Namespace web }; Id = 'AddressInvalid' }
        @{ Case = 'an address that is none'; Script = { Test-NetConnection 123.456.0.1 -Namespace web }; Id = 'AddressInvalid' }
        @{ Case = 'an address of the other family'; Script = { Test-NetConnection 10.0.0.1 -AddressFamily IPv6 -Namespace web }; Id = 'AddressInvalid' }
        @{ Case = 'a zone that is no link'; Script = { Test-NetConnection fe80::1%nosuch -Namespace web }; Id = 'LinkNotFound' }
        @{ Case = 'a namespace that is not there'; Script = { Test-NetConnection 10.0.0.1 -Namespace nosuch }; Id = 'NamespaceNotFound' }
    ) {
        (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.TestNetConnectionCommand"
    }

    It 'goes on with the rest after a bad one' {
        (Test-NetConnection 123.456.0.1, 10.0.0.1 -Namespace web -ErrorAction SilentlyContinue).PingSucceeded | Should -BeTrue
    }

    It 'ends at once when it is stopped' {
        $shell = [powershell]::Create().AddScript({ param($module) Import-Module $module; Test-NetConnection 10.0.0.77 -Timeout 60 -Namespace web }).AddArgument((Get-Module NetNs).Path)
        $running = $shell.BeginInvoke()
        Wait-Until { ip -n web neigh show 10.0.0.77 } | Should -BeTrue
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        $null = $running.AsyncWaitHandle.WaitOne()
        $shell.Dispose()
    }
}

Describe 'Test-NetConnection where something is wrong on the way' {
    BeforeEach {
        $null = 'web', 'router' | New-NetNamespace
        $null = New-VethPair eth0 eth0 -Namespace web -PeerNamespace router -IPAddress 10.0.0.2/24 -PeerIPAddress 10.0.0.1/24 -Up
    }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'tells that the gateway does not answer' {
        ip -n web route add default via 10.0.0.77
        (Test-NetConnection 8.8.8.8 -Namespace web -Timeout 0.3).FailureReason | Should -Be 'gateway does not answer: nobody on eth0 has 10.0.0.77, the next hop to 8.8.8.8 (ARP)'
        (Test-NetConnection 8.8.8.8 80 -Namespace web -Timeout 0.3).FailureReason | Should -Be 'gateway does not answer: nobody on eth0 has 10.0.0.77, the next hop to 8.8.8.8 (ARP)'
    }

    It 'tells that nothing comes back' {
        ip -n web route add default via 10.0.0.1
        ip -n router route add blackhole 8.8.8.8
        ip netns exec router sysctl -q -w net.ipv4.ip_forward=1
        (Test-NetConnection 8.8.8.8 -Namespace web -Timeout 0.3).FailureReason | Should -Be 'no answer: packets leave by 10.0.0.1 on eth0, but nothing comes back within 0.3 s'
    }

    It 'tells that a neighbour drops pings' {
        ip netns exec router nft 'add table inet f; add chain inet f i { type filter hook input priority 0; }; add rule inet f i icmp type echo-request drop'
        (Test-NetConnection 10.0.0.1 -Namespace web -Timeout 0.3).FailureReason | Should -Be 'filtered: 10.0.0.1 is there on eth0, but does not answer ping within 0.3 s'
        # Who answers TCP is not waited for any longer.
        $clock = [Diagnostics.Stopwatch]::StartNew()
        (Test-NetConnection 10.0.0.1 80 -Namespace web -Timeout 30).FailureReason | Should -BeLike 'refused: *'
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
    }

    It "tells that the namespace's lo is down" {
        ip -n web link set lo down
        foreach ($own in '127.0.0.1', '10.0.0.2', '::1') {
            (Test-NetConnection $own -Namespace web -Timeout 0.3).FailureReason | Should -BeLike '*lo*is down*'
        }

        (Test-NetConnection 127.0.0.1 -Namespace web -Timeout 0.3).FailureReason | Should -BeLike "the namespace's lo is down*Enable-NetLink lo -Namespace web"
    }

    It 'tells that an address is not yet usable' {
        ip netns exec web sysctl -q -w net.ipv6.conf.eth0.dad_transmits=30
        ip -n router addr add fd00::1/64 dev eth0 nodad
        ip -n web addr add fd00::2/64 dev eth0
        (Test-NetConnection fd00::2 -Namespace web -Timeout 0.3).FailureReason | Should -Be 'address not yet usable (tentative): eth0 still asks whether somebody else has fd00::2'
        ip -n web addr flush dev eth0 scope link
        (Test-NetConnection fd00::1 -Namespace web -Timeout 0.3).FailureReason | Should -BeLike 'address not yet usable (tentative): eth0 still asks whether somebody else has fd00::2'
    }

    It 'tells that a link has no carrier, or is down' {
        ip -n router link set eth0 down
        (Test-NetConnection 10.0.0.1 -Namespace web -Timeout 0.3).FailureReason | Should -BeLike 'no carrier: eth0 in namespace web*'
        ip -n web link set eth0 down
        (Test-NetConnection 10.0.0.1 -Namespace web -Timeout 0.3).FailureReason | Should -BeLike 'no route: *eth0, whose network 10.0.0.0/24 holds it, is down.'
    }

    It 'tells that a route discards' {
        ip -n web route add prohibit 10.9.0.0/16
        (Test-NetConnection 10.9.0.1 -Namespace web).FailureReason | Should -BeLike 'no route: *the route 10.9.0.0/16 forbids it (prohibit).'
    }

    It 'tells that the own firewall forbids' {
        ip netns exec web nft 'add table inet f; add chain inet f o { type filter hook output priority 0; }; add rule inet f o ip daddr 10.0.0.1 reject with icmp type admin-prohibited'
        (Test-NetConnection 10.0.0.1 -Namespace web -Timeout 0.3).FailureReason | Should -BeLike 'filtered: *'
    }

    It 'pings without CAP_NET_RAW where a group may' {
        # A new namespace allows no group.
        $said = ip netns exec web setpriv --bounding-set=-net_raw --inh-caps=-net_raw pwsh -NoProfile -c "Import-Module $((Get-Module NetNs).Path); (Test-NetConnection 10.0.0.1).FailureReason; (Test-NetConnection 10.0.0.1 80).FailureReason"
        $said[0] | Should -BeLike 'not permitted: pinging needs CAP_NET_RAW*'
        $said[1] | Should -BeLike 'refused: *'
        # The own group: the only one that also a user's namespace has.
        ip netns exec web sysctl -q -w 'net.ipv4.ping_group_range=0 0'
        $said = ip netns exec web setpriv --bounding-set=-net_raw --inh-caps=-net_raw pwsh -NoProfile -c "Import-Module $((Get-Module NetNs).Path); (Test-NetConnection 10.0.0.1).PingSucceeded; (Test-NetConnection 10.0.0.77 -Timeout 0.3).FailureReason"
        $said[0] | Should -Be True
        $said[1] | Should -BeLike 'host does not answer: *'
    }
}
