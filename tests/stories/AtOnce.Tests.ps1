# What a cmdlet returns can be used with the first packet: IPv4 and IPv6, from the host and from a neighbor, also when it is made anew.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1

    function Measure-FirstAnswer([string] $Address, [string] $From) {
        # Milliseconds until the first answer to pings that are sent every 20 ms: packets that were lost before it, and its own time.
        $interval = 20
        $words = '-n', '-i', "$($interval / 1000)", '-c', 1, '-w', 60, $Address
        $lines = if ($From) { ip netns exec $From ping $words } else { ping $words }
        if ("$lines" -notmatch 'icmp_seq=(\d+) .*time=([\d.]+) ms') { throw "no answer from $Address within 60 s: $lines" }
        ([int]$Matches[1] - 1) * $interval + [double]$Matches[2]
    }

    function Measure-All([string[]] $Address, [string[]] $From = ('', 'neighbor')) {
        foreach ($one in $Address) { foreach ($source in $From) { Measure-FirstAnswer $one $source } }
    }

    # A neighbor that loses a packet hears an answer after one second at best: anything below is the first packet, on a busy machine.
    $firstPacket = 500

    function New-Place {
        # A bridge with both families, a neighbor, and a namespace that all have talked to.
        $null = New-Bridge br0 -IPAddress 10.0.0.1/24, fd00:88::1/64
        $null = New-NetNamespace neighbor | Connect-Bridge br0
        $null = New-NetNamespace web | Connect-Bridge br0
        $null = Measure-All 10.0.0.3, fd00:88::3
    }
}
AfterAll { Assert-NothingLeft }

Describe 'At once' {
    AfterEach { Reset-World }

    It 'answers the first packet, also a namespace that was made anew (figures in ms)' {
        New-Place
        $figures = @{ IPv4 = [Collections.Generic.List[double]]::new(); IPv6 = [Collections.Generic.List[double]]::new() }
        foreach ($round in 1..8) {
            Remove-NetNamespace web -Confirm:$false
            $connection = New-NetNamespace web | Connect-Bridge br0
            "$($connection.IPAddress)" | Should -Be '10.0.0.3 fd00:88::3'
            foreach ($from in '', 'neighbor') {
                $figures.IPv4.Add((Measure-FirstAnswer 10.0.0.3 $from))
                $figures.IPv6.Add((Measure-FirstAnswer fd00:88::3 $from))
            }
        }
        foreach ($family in 'IPv4', 'IPv6') {
            $sorted = $figures.$family | Sort-Object
            Write-Host ("  first answer of a namespace made anew, {0}: median {1:0.00} ms, worst {2:0.00} ms of {3}" -f $family, $sorted[$sorted.Count / 2], $sorted[-1], $sorted.Count)
            $sorted[-1] | Should -BeLessThan $firstPacket
        }
    }

    It 'answers the first packet after Disconnect-Bridge and Connect-Bridge' {
        New-Place
        Disconnect-Bridge br0 web -Confirm:$false
        $null = Connect-Bridge br0 web
        Measure-All 10.0.0.3, fd00:88::3 | ForEach-Object { $_ | Should -BeLessThan $firstPacket }
    }

    It 'answers the first packet when a neighbor asked for it while it was away' {
        New-Place
        Disconnect-Bridge br0 web -Confirm:$false
        ip -n neighbor neigh flush dev eth0
        $asking = Start-Process ip -ArgumentList 'netns exec neighbor ping -n -i 0.2 -w 5 10.0.0.3' -PassThru -RedirectStandardOutput /dev/null
        try {
            Wait-Until { (ip -n neighbor neigh show 10.0.0.3) -match 'INCOMPLETE' } | Should -BeTrue
            $null = Connect-Bridge br0 web
            Measure-All 10.0.0.3, fd00:88::3 | ForEach-Object { $_ | Should -BeLessThan $firstPacket }
        }
        finally { $asking.Kill(); $asking.WaitForExit() }
    }

    It 'answers the first packet with another hardware address, and leaves arp_notify as it was' {
        New-Place
        Set-NetLink eth0 -Namespace web -MacAddress 02:00:00:00:00:77
        Measure-All 10.0.0.3, fd00:88::3 | ForEach-Object { $_ | Should -BeLessThan $firstPacket }
        (Get-NetSysctl net.ipv4.conf.eth0.arp_notify -Namespace web).Value | Should -Be 0
        Set-NetSysctl net.ipv4.conf.eth0.arp_notify 1 -Namespace web
        Set-NetLink eth0 -Namespace web -MacAddress 02:00:00:00:00:78
        (Get-NetSysctl net.ipv4.conf.eth0.arp_notify -Namespace web).Value | Should -Be 1
    }

    It 'answers the first packet by a pair made with New-VethPair -Bridge' {
        New-Place
        Remove-NetNamespace web -Confirm:$false -Wait
        $null = New-NetNamespace web
        $null = New-VethPair veth-web eth0 -Bridge br0 -PeerNamespace web -PeerIPAddress 10.0.0.3/24, fd00:88::3/64 -Up
        Measure-All 10.0.0.3, fd00:88::3 | ForEach-Object { $_ | Should -BeLessThan $firstPacket }
    }

    It 'answers the first packet at an address that another namespace had before' {
        New-Place
        $null = New-NetNamespace other | Connect-Bridge br0
        Get-NetIPAddress -Namespace web -InterfaceAlias eth0 | Where-Object { -not $_.IPAddress.IsIPv6LinkLocal } | Remove-NetIPAddress -Confirm:$false
        New-NetIPAddress 10.0.0.3/24, fd00:88::3/64 -InterfaceAlias eth0 -Namespace other
        Measure-All 10.0.0.3, fd00:88::3 | ForEach-Object { $_ | Should -BeLessThan $firstPacket }
    }

    It 'answers the first packet when links made step by step are switched on, in the order <Order>' -ForEach @(
        @{ Order = 'port, inner end'; Links = 'veth-web', 'eth0' }
        @{ Order = 'inner end, port'; Links = 'eth0', 'veth-web' }
    ) {
        New-Place
        Remove-NetNamespace web -Confirm:$false -Wait
        $null = New-NetNamespace web
        $null = New-VethPair veth-web eth0 -PeerNamespace web
        $null = Add-BridgePort br0 veth-web
        $null = New-NetIPAddress 10.0.0.3/24 -InterfaceAlias eth0 -Namespace web
        foreach ($link in $Links) { if ($link -eq 'eth0') { Enable-NetLink eth0 -Namespace web } else { Enable-NetLink $link } }
        Measure-All 10.0.0.3 | ForEach-Object { $_ | Should -BeLessThan $firstPacket }
    }

    It 'answers the first packet when its link becomes a port though it is up already' {
        New-Place
        Remove-NetNamespace web -Confirm:$false -Wait
        $null = New-NetNamespace web
        $null = New-VethPair veth-web eth0 -PeerNamespace web -PeerIPAddress 10.0.0.3/24, fd00:88::3/64 -Up
        $null = Add-BridgePort br0 veth-web
        Measure-All 10.0.0.3, fd00:88::3 | ForEach-Object { $_ | Should -BeLessThan $firstPacket }
    }

    It 'answers the first packet through a new bridge to senders of other links' {
        $null = New-VethPair up0 up1 -IPAddress 192.168.7.1/24, fd00:77::1/64 -Up
        $null = New-Bridge br0 -IPAddress 10.0.0.1/24, fd00:88::1/64
        $null = New-NetNamespace web | Connect-Bridge br0
        ping -c 1 -W 1 -I fd00:77::1 fd00:88::2 *> $null
        $LASTEXITCODE | Should -Be 0
        ping -c 1 -W 1 -I 192.168.7.1 10.0.0.2 *> $null
        $LASTEXITCODE | Should -Be 0
    }

    It 'waits for the addresses of a bridge of somebody else that gets its first port' {
        ip link add br0 type bridge; ip link set br0 up; ip addr add 10.0.0.1/24 dev br0; ip addr add fd00:88::1/64 dev br0
        $null = New-NetNamespace web | Connect-Bridge br0
        ping -c 1 -W 1 fd00:88::2 *> $null
        $LASTEXITCODE | Should -Be 0
        ip netns exec web ping -c 1 -W 1 fd00:88::1 *> $null
        $LASTEXITCODE | Should -Be 0
    }

    It 'answers the first packet over a new pair, also from its link-local addresses' {
        $null = New-NetNamespace web
        $pair = New-VethPair v0 v1 -PeerNamespace web -IPAddress fd00:99::1/64 -PeerIPAddress fd00:99::2/64 -Up
        ping -c 1 -W 1 fd00:99::2 *> $null
        $LASTEXITCODE | Should -Be 0
        (Test-NetConnection fd00:99::1 -Namespace web).PingSucceeded | Should -BeTrue
        (Get-NetIPAddress -InterfaceAlias v0 -AddressFamily IPv6).AddressState | Sort-Object -Unique | Should -Be Preferred
        (Get-NetIPAddress -InterfaceAlias v0 -AddressFamily IPv6).Count | Should -Be 2
        $pair.A.State, $pair.B.State | Should -Be Up, Up
    }

    It 'does not keep an address of a new pair that somebody else on the bridge has' {
        New-Place
        $null = New-NetNamespace other
        (Get-ErrorOf { New-VethPair vx eth0 -Bridge br0 -PeerNamespace other -PeerIPAddress fd00:88::3/64 -Up }).FullyQualifiedErrorId | Should -BeLike 'AddressInUse,*'
        Get-NetLink vx -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'serves the first connection to a published port of a namespace made anew' {
        New-Place
        foreach ($round in 1..2) {
            if ($round -eq 2) {
                Remove-NetNamespace web -Confirm:$false -StopProcess -Force
                $null = New-NetNamespace web | Connect-Bridge br0
            }
            $server = Start-NetNamespaceProcess web socat 'TCP-LISTEN:80,fork,reuseaddr', 'EXEC:echo web'
            $null = Publish-ContainerPort 8080:80 -Target web -EnableForwarding 3>$null
            Wait-Until { ip netns exec web ss -Hltn 'sport = 80' } | Should -BeTrue
            foreach ($from in 'neighbor', '') {
                $clock = [Diagnostics.Stopwatch]::StartNew()
                $answer = if ($from) { ip netns exec $from socat -T 3 - TCP:10.0.0.1:8080,connect-timeout=3 } else { socat -T 3 - TCP:10.0.0.1:8080,connect-timeout=3 }
                $answer | Should -Be web
                $clock.ElapsedMilliseconds | Should -BeLessThan 900
            }
        }
        Remove-NetNamespace web -Confirm:$false -StopProcess -Force
        $server.WaitForExit()
    }
}
