# Publish-, Get- and Unpublish-ContainerPort. Who answers is asked by sockets in the namespaces; what is in the kernel, nft says.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/Hosts.ps1
}
AfterAll { Assert-NothingLeft }

Describe 'A published port' {
    BeforeAll {
        New-PretendHost
        Start-Server web tcp:80, udp:53 -In web
        Start-Server api tcp:80, udp:53 -In api
    }
    AfterEach {
        Get-ContainerPort | Unpublish-ContainerPort -ErrorAction Stop
        nft list tables | Should -BeNullOrEmpty
    }
    AfterAll {
        Stop-Server
        Reset-World
    }

    Context 'by <Protocol>, IPv<Version>' -ForEach @(
        @{ Protocol = 'tcp'; Version = 4; Port = '8080:80' }
        @{ Protocol = 'udp'; Version = 4; Port = '8053:53/udp' }
        @{ Protocol = 'tcp'; Version = 6; Port = '8080:80' }
        @{ Protocol = 'udp'; Version = 6; Port = '8053:53/udp' }
    ) {
        It 'is reached on all its paths' {
            $null = $web | Publish-ContainerPort $Port
            $number = [int]($Port -split ':')[0]
            $uplink, $bridge0, $bridge1 = $Version -eq 4 ? ('192.0.2.1', '10.88.0.1', '10.99.0.1') : ('2001:db8::1', 'fd00:88::1', 'fd00:99::1')
            $machine, $stranger = $Version -eq 4 ? ('192.0.2.2', '10.99.0.2') : ('2001:db8::2', 'fd00:99::2')
            # External and CrossNetwork: the container sees who it is.
            Read-Answer $uplink $number -From machine -Protocol $Protocol | Should -Be "web $machine" -Because 'another machine comes in'
            Read-Answer $bridge1 $number -From stranger -Protocol $Protocol | Should -Be "web $stranger" -Because 'another network comes in'
            # Host, by whichever address of its own.
            foreach ($address in $uplink, $bridge0, $bridge1) { Read-Answer $address $number -Protocol $Protocol | Should -BeLike 'web *' -Because "the host reaches it at $address" }
            # Hairpin: it answers through the host, and so sees the host.
            Read-Answer $bridge0 $number -From api -Protocol $Protocol | Should -Be "web $bridge0" -Because 'a neighbour comes in'
            Read-Answer $bridge0 $number -From web -Protocol $Protocol | Should -Be "web $bridge0" -Because 'it reaches itself'
            Read-Answer $uplink $number -From web -Protocol $Protocol | Should -Be "web $bridge0" -Because 'it reaches itself'
            # Loopback: IPv6 has none, since no packet to or from ::1 leaves lo.
            if ($Version -eq 4) { Read-Answer 127.0.0.1 $number -Protocol $Protocol | Should -Be "web $bridge0" }
            $own = Get-ContainerPort | Where-Object { $_.HostAddress.AddressFamily -eq ($Version -eq 4 ? 'InterNetwork' : 'InterNetworkV6') }
            "$($own.Paths)" | Should -Be ($Version -eq 4 ? 'External, Host, Loopback, Hairpin, CrossNetwork' : 'External, Host, Hairpin, CrossNetwork')
            # One for each connection; a datagram that had to be sent twice is one, too.
            $own.Packets | Should -Be ($Version -eq 4 ? 9 : 8)
            $own.Bytes | Should -BeGreaterThan ($own.Packets * 28)
        }
    }

    It 'has the path Hairpin where it reaches itself, and only there (bridged packets shown to the firewall: <Shown>, hairpin mode <Hairpin>, isolated <Isolated>)' -ForEach @(
        @{ Shown = 'no'; Hairpin = 'off'; Isolated = 'off' }
        @{ Shown = 'by the sysctl'; Hairpin = 'off'; Isolated = 'off' }
        @{ Shown = 'by the sysctl'; Hairpin = 'on'; Isolated = 'off' }
        @{ Shown = 'by the sysctl'; Hairpin = 'on'; Isolated = 'on' }
        @{ Shown = 'by the bridge'; Hairpin = 'off'; Isolated = 'off' }
        @{ Shown = 'by the bridge'; Hairpin = 'on'; Isolated = 'off' }
    ) {
        $switches = 'net.bridge.bridge-nf-call-iptables', 'net.bridge.bridge-nf-call-ip6tables'
        if (-not (Test-Path /proc/sys/net/bridge)) { Set-ItResult -Skipped -Because 'this kernel does not show bridged packets to the firewall (br_netfilter)' }
        $before = $switches | ForEach-Object { sysctl -n $_ }
        try {
            foreach ($name in $switches) { sysctl -qw "$name=$([int]($Shown -eq 'by the sysctl'))" }
            $shownByBridge = [int]($Shown -eq 'by the bridge')
            ip link set br0 type bridge nf_call_iptables $shownByBridge nf_call_ip6tables $shownByBridge
            bridge link set dev $web.HostLink.Name hairpin $Hairpin isolated $Isolated
            $made = $web | Publish-ContainerPort 8080:80
            $self = Read-Answer 10.88.0.1 8080 -From web -Patience 1
            $reaches = $self -eq 'web 10.88.0.1'
            $reaches | Should -Be ($Shown -eq 'no' -or ($Hairpin -eq 'on' -and $Isolated -eq 'off')) -Because $self
            Read-Answer 10.88.0.1 8080 -From api | Should -Be 'web 10.88.0.1' -Because 'a neighbour reaches it in any case'
            # However the container was named, and whoever asks.
            $byName = Publish-ContainerPort 8081:80 -Target web
            foreach ($port in @($made) + @($byName) + @(Get-ContainerPort 8080, 8081)) { $port.Paths.HasFlag([NetNs.PublishPaths]::Hairpin) | Should -Be $reaches -Because "$port" }
        }
        finally {
            foreach ($i in 0, 1) { sysctl -qw "$($switches[$i])=$($before[$i])" }
            ip link set br0 type bridge nf_call_iptables 0 nf_call_ip6tables 0
            bridge link set dev $web.HostLink.Name hairpin on isolated off
        }
    }

    It 'is reached by SCTP, where the kernel has it' {
        if (-not (Test-Path /proc/sys/net/sctp)) { Set-ItResult -Skipped -Because 'this kernel has no SCTP' }
        Start-Server sctp sctp:80 -In web
        $null = $web | Publish-ContainerPort 8080:80/sctp
        Read-Answer 192.0.2.1 8080 -From machine -Protocol sctp | Should -Be 'sctp 192.0.2.2'
        Read-Answer 192.0.2.1 8080 -Protocol sctp | Should -BeLike 'sctp *'
    }

    It 'by SCTP is an element of the map as the others are, also where the kernel cannot talk it' {
        $made = $web | Publish-ContainerPort 10.88.0.1:3868:3868/sctp
        "$made" | Should -Be '10.88.0.1:3868/sctp'
        nft list map inet NetNs publish4_on | Where-Object { $_ -match 'elements' } | Should -Match '10\.88\.0\.1 \. sctp \. 3868 counter packets 0 bytes 0 comment "netns:web/\d+" : 10\.88\.0\.2 \. 3868'
    }

    It 'is reached by curl, as the tutorials do' {
        $script:servers = @($script:servers) + ($http = [Diagnostics.Process]::Start([Diagnostics.ProcessStartInfo]@{
                    FileName = 'ip'; Arguments = "netns exec web python3 -m http.server 5000 --directory $PSScriptRoot/../fixtures/firewalls"; RedirectStandardInput = $true; RedirectStandardError = $true; RedirectStandardOutput = $true
                }))
        try {
            Wait-Until { ip netns exec web ss -Hlnt 'sport = :5000' } -TimeoutMilliseconds 60000 | Should -BeTrue
            $null = $web | Publish-ContainerPort 8080:5000
            $page = Get-Content $PSScriptRoot/../fixtures/firewalls/ufw.rules
            foreach ($url in 'http://192.0.2.1:8080', 'http://127.0.0.1:8080', 'http://10.88.0.2:5000') { curl -s --max-time 60 "$url/ufw.rules" | Should -Be $page }
            ip netns exec machine curl -s --max-time 10 http://192.0.2.1:8080/ufw.rules | Should -Be $page
        }
        finally {
            $http.Kill()
            $http.WaitForExit()
            $script:servers = @($script:servers | Where-Object { $_ -ne $http })
        }
    }

    It 'at one address is reached there, and nowhere else' {
        $made = $web | Publish-ContainerPort 192.0.2.1:8080:80
        Read-Answer 192.0.2.1 8080 -From machine | Should -Be 'web 192.0.2.2'
        Read-Answer 192.0.2.1 8080 -From api | Should -Be 'web 10.88.0.1'
        Read-Answer 10.88.0.1 8080 | Should -BeLike 'none: *refused'
        Read-Answer 127.0.0.1 8080 | Should -BeLike 'none: *refused'
        "$($made.Paths)" | Should -Be 'External, Host, Hairpin, CrossNetwork'
    }

    It 'at 127.0.0.1 is for the host alone' {
        $made = $web | Publish-ContainerPort 127.0.0.1:8080:80
        Read-Answer 127.0.0.1 8080 | Should -Be 'web 10.88.0.1'
        Read-Answer 192.0.2.1 8080 -From machine | Should -BeLike 'none: *refused'
        Read-Answer 192.0.2.1 8080 | Should -BeLike 'none: *refused'
        "$($made.Paths)" | Should -Be Loopback
    }

    It 'at ::1 is warned of, since nobody reaches it' {
        $made = $web | Publish-ContainerPort '[::1]:8080:80' -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Be 'Nobody reaches [::1]:8080/tcp: the kernel lets no packet to or from ::1 leave lo. Publish at another address of the host, or at 127.0.0.1.'
        $made.Paths | Should -Be None
    }

    It 'at one address goes before one at every address, and one for some clients before both' {
        $null = $web | Publish-ContainerPort 8080:80
        $null = $api | Publish-ContainerPort 192.0.2.1:8080:80
        Read-Answer 192.0.2.1 8080 -From stranger | Should -BeLike 'api *'
        Read-Answer 10.99.0.1 8080 -From stranger | Should -BeLike 'web *'
        $null = $web | Publish-ContainerPort 8080:80 -SourcePrefix 192.0.2.0/24
        Read-Answer 192.0.2.1 8080 -From machine | Should -BeLike 'web *'
        Read-Answer 192.0.2.1 8080 -From stranger | Should -BeLike 'api *'
    }

    It 'for some clients leaves the others to what else is there' {
        Start-Server host tcp:8080
        $made = $web | Publish-ContainerPort 8080:80 -SourcePrefix 192.0.2.0/28 -WarningAction Ignore
        "$($made.SourcePrefix)" | Should -Be 192.0.2.0/28
        Read-Answer 192.0.2.1 8080 -From machine | Should -BeLike 'web *'
        Read-Answer 192.0.2.1 8080 -From stranger | Should -BeLike 'host *'
    }

    It 'is a range: each port leads to its own, in one transaction' {
        Start-Server many (7000..7004 | ForEach-Object { "tcp:$_" }) -In api
        $monitor = [Diagnostics.Process]::Start([Diagnostics.ProcessStartInfo]@{ FileName = 'nft'; Arguments = 'monitor'; RedirectStandardOutput = $true; RedirectStandardInput = $true })
        $null = $web | Publish-ContainerPort 4000:80 # the table is there
        try {
            # What comes first shows that it listens.
            $null = Wait-Until { nft add table inet marker; nft delete table inet marker; $monitor.StandardOutput.Peek() -ge 0 } -TimeoutMilliseconds 10000
            $made = $api | Publish-ContainerPort 27000-27999:7000-7999
            $made | Where-Object { "$($_.HostAddress)" -eq '0.0.0.0' } | Should -HaveCount 1000
            Read-Answer 192.0.2.1 27003 -From machine | Should -Be 'many 192.0.2.2'
            Read-Answer 192.0.2.1 27004 | Should -BeLike 'many *'
            nft add table inet last
            nft delete table inet last
            $generations = while (($line = $monitor.StandardOutput.ReadLine()) -notmatch 'add table inet last') { if ($line -match '27000|# new generation') { $line } }
            # One new generation behind the first of its ports.
            $at = 0..($generations.Count - 1) | Where-Object { $generations[$_] -match '27000' }
            @($generations[$at[0]..($generations.Count - 1)] -match '# new generation') | Should -HaveCount 1
        }
        finally {
            $monitor.Kill()
            $monitor.WaitForExit()
        }
        Unpublish-ContainerPort -Target api
        (Get-ContainerPort).HostPort | Sort-Object -Unique | Should -Be 4000
    }

    It 'takes a free port where it is told 0' {
        $null = $api | Publish-ContainerPort 32768:80
        sysctl -qw net.ipv4.ip_local_port_range='32768 32773' net.ipv4.ip_local_reserved_ports='32769'
        Start-Server busy tcp:32770
        try {
            $made = $web | Publish-ContainerPort 0:80, 0:80, 0:80
            $made | Where-Object { $_.HostAddress.AddressFamily -eq 'InterNetwork' } | ForEach-Object HostPort | Sort-Object | Should -Be 32771, 32772, 32773
            # Both families have the same.
            $made | Group-Object HostPort | ForEach-Object Count | Should -Be 2, 2, 2
            Read-Answer 192.0.2.1 $made[0].HostPort -From machine | Should -BeLike 'web *'
            (Get-ErrorOf { Publish-ContainerPort -HostPort 0 -ContainerPort 80 -Target web }).FullyQualifiedErrorId | Should -BeLike 'NoFreePort,*'
        }
        finally { sysctl -qw net.ipv4.ip_local_port_range='32768 60999' net.ipv4.ip_local_reserved_ports='' }
    }

    It 'several protocols of a free port get the same' {
        $made = Publish-ContainerPort -HostPort 0 -ContainerPort 53 -Protocol Tcp, Udp -HostAddress 192.0.2.1 -Target web
        $made.Protocol | Should -Be Tcp, Udp
        $made[0].HostPort | Should -Be $made[1].HostPort
    }

    It 'counts connections' {
        $null = $web | Publish-ContainerPort 192.0.2.1:8080:80
        1..3 | ForEach-Object { $null = Read-Answer 192.0.2.1 8080 -From machine }
        $port = Get-ContainerPort 8080
        $port.Packets | Should -Be 3
        nft list map inet NetNs publish4_on | Where-Object { $_ -match 'elements' } | Should -Match "counter packets 3 bytes $($port.Bytes) "
    }
}

Describe 'A packet for 127.0.0.1 from another machine' {
    # CVE-2020-8558: behind route_localnet the kernel lets neighbours reach what listens on the loopback.
    BeforeAll {
        New-PretendHost
        Start-Server web tcp:80 -In web
        Start-Server secret tcp:9999
        # The attack: a neighbour on the container's link sends packets for 127.0.0.1 to the host, having freed the address for it.
        ip netns exec api sh -c 'ip addr del 127.0.0.0/8 dev lo 2>/dev/null; ip addr flush dev lo; sysctl -qw net.ipv4.conf.all.route_localnet=1 net.ipv4.conf.eth0.route_localnet=1; ip route add 127.0.0.1/32 via 10.88.0.1 dev eth0 src 10.88.0.3 table 7; ip rule add to 127.0.0.1 lookup 7 pref 1; ip route del local 127.0.0.0/8 dev lo table local 2>/dev/null; ip rule del pref 0; ip rule add pref 100 lookup local'
    }
    AfterAll {
        Stop-Server
        Reset-World
    }

    It 'would get in behind route_localnet without the guard' {
        $null = $web | Publish-ContainerPort 8080:80
        Get-Content /proc/sys/net/ipv4/conf/br0/route_localnet | Should -Be 1
        nft flush chain inet NetNs guard
        Read-Answer 127.0.0.1 9999 -From api | Should -Be 'secret 10.88.0.3' -Because 'otherwise the attack proves nothing'
        Unpublish-ContainerPort 8080
    }

    It 'does not get in with it, though the host itself does' {
        $null = $web | Publish-ContainerPort 8080:80
        Read-Answer 127.0.0.1 9999 -From api -Patience 1 | Should -Be 'none: timed out'
        Read-Answer 127.0.0.1 8080 -From api -Patience 1 | Should -Be 'none: timed out'
        Read-Answer 127.0.0.1 9999 | Should -Be 'secret 127.0.0.1'
        Read-Answer 127.0.0.1 8080 | Should -Be 'web 10.88.0.1'
        nft list chain inet NetNs guard | Where-Object { $_ -match 'daddr 127' } | Should -Match 'counter packets [1-9]'
        Unpublish-ContainerPort 8080
    }

    It 'finds the sysctl switched off again with the last port' {
        Get-Content /proc/sys/net/ipv4/conf/br0/route_localnet | Should -Be 0
    }

    It 'finds the sysctl on where somebody else had switched it on' {
        sysctl -qw net.ipv4.conf.br0.route_localnet=1
        $null = $web | Publish-ContainerPort 8080:80
        Unpublish-ContainerPort 8080
        Get-Content /proc/sys/net/ipv4/conf/br0/route_localnet | Should -Be 1
    }
}

Describe 'UDP clients that go on sending' {
    BeforeAll {
        New-PretendHost
        Start-Server web udp:5353 -In web
        Start-Server api udp:5353 -In api
        Start-Server host udp:53

        function Start-Client {
            # One socket in machine that sends when told to.
            $program = [Diagnostics.ProcessStartInfo]::new('ip')
            'netns', 'exec', 'machine', 'python3', "$PSScriptRoot/../tools/answer.py", 'talk', '192.0.2.1', '53' | ForEach-Object { $program.ArgumentList.Add($_) }
            $program.RedirectStandardInput = $program.RedirectStandardOutput = $true
            [Diagnostics.Process]::Start($program)
        }

        function Send-Again {
            # One more datagram from the same socket: who answers?
            for ($try = 0; $try -lt 10; $try++) {
                $client.StandardInput.WriteLine('?')
                if (($answer = $client.StandardOutput.ReadLine()) -ne 'none') { break }
            }
            $answer
        }
    }
    BeforeEach { $client = Start-Client }
    AfterEach {
        $client.StandardInput.Close()
        $client.WaitForExit()
        Get-ContainerPort | Unpublish-ContainerPort -ErrorAction Stop
    }
    AfterAll {
        Stop-Server
        Reset-World
    }

    It 'go to the container once the port is published, to another, and back to the host' {
        Send-Again | Should -Be 'host 192.0.2.2'
        $null = $web | Publish-ContainerPort 53:5353/udp -WarningAction Ignore
        conntrack -L -p udp --orig-port-dst 53 2>$null | Should -BeNullOrEmpty -Because 'what led to the host was dropped'
        Send-Again | Should -Be 'web 192.0.2.2'
        conntrack -L -p udp --orig-port-dst 53 2>$null | Should -Match 'src=10\.88\.0\.2 dst=192\.0\.2\.2 sport=5353'
        Unpublish-ContainerPort 53
        conntrack -L -p udp --orig-port-dst 53 2>$null | Should -BeNullOrEmpty -Because 'what led to the container was dropped'
        $null = $api | Publish-ContainerPort 53:5353/udp -WarningAction Ignore
        Send-Again | Should -Be 'api 192.0.2.2'
        Unpublish-ContainerPort 53
        Send-Again | Should -Be 'host 192.0.2.2'
    }

    It 'of other ports are left alone' {
        $null = $web | Publish-ContainerPort 53:5353/udp, 54:5353/udp -WarningAction Ignore
        Send-Again | Should -Be 'web 192.0.2.2'
        Unpublish-ContainerPort 54
        conntrack -L -p udp --orig-port-dst 53 2>$null | Should -HaveCount 1
    }
}
