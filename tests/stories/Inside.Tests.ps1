# The parts of the stories that are about what runs inside: servers, where they are reached from, and what the host sees of them.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    $echo = New-Item "$TestDrive/echo.py" -Value @'
import socket, sys, threading
# Answers each word over UDP and TCP with itself; addresses and port come as arguments.
port = int(sys.argv[1])
def datagrams(s):
    while True:
        word, client = s.recvfrom(512)
        s.sendto(word, client)
def connections(s):
    while True:
        client, _ = s.accept()
        client.sendall(client.recv(512)); client.close()
for address in sys.argv[2:]:
    family = socket.AF_INET6 if ':' in address else socket.AF_INET
    udp = socket.socket(family, socket.SOCK_DGRAM); udp.bind((address, port))
    threading.Thread(target=datagrams, args=(udp,)).start()
    tcp = socket.create_server((address, port), family=family)
    threading.Thread(target=connections, args=(tcp,)).start()
'@
    $ask = New-Item "$TestDrive/ask.py" -Value @'
import socket, sys
kind, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
family = socket.AF_INET6 if ':' in address else socket.AF_INET
s = socket.socket(family, socket.SOCK_DGRAM if kind == 'udp' else socket.SOCK_STREAM)
s.settimeout(2)
s.connect((address, port)); s.send(b'hello'); print(s.recv(512).decode())
'@
    function Get-Echo {
        # What an echo server answers, from a namespace or from the pretend host. A first packet may be lost while neighbours are asked for.
        param([string] $Kind, [string] $Address, [int] $Port, [string] $From)
        $enter = $From ? @('ip', 'netns', 'exec', $From) : @('env')
        $null = Wait-Until { $script:said = & $enter[0] @($enter | Select-Object -Skip 1) python3 $ask $Kind $Address $Port 2>$null; $said } 15000
        $said
    }
    function Test-Web {
        param([string] $Uri, [string] $From)
        if ($From) { ip netns exec $From curl -sf --max-time 5 -o /dev/null $Uri } else { curl -sf --max-time 5 -o /dev/null $Uri }
        $LASTEXITCODE -eq 0
    }
}
AfterAll { Assert-NothingLeft }

Describe 'Container networking is simple: a server in a namespace (S1, step 9)' {
    BeforeAll {
        # Another machine behind the host's uplink.
        $null = New-NetNamespace world
        $null = New-VethPair uplink eth0 -PeerNamespace world -IPAddress 203.0.113.2/24, 2001:db8::2/64 -PeerIPAddress 203.0.113.1/24, 2001:db8::1/64 -Up
        $null = New-Bridge br0 -IPAddress 172.18.0.1/16, fd18::1/64
        $connection = New-NetNamespace netns0 | Connect-Bridge br0 -IPAddress 172.18.0.10/16, fd18::10/64
        $null = New-NetNamespace netns1 | Connect-Bridge br0 -IPAddress 172.18.0.20/16, fd18::20/64
        Wait-Until { (Get-NetIPAddress fd18::10, fd18::20 -Namespace netns0, netns1 -ErrorAction Ignore).AddressState -notcontains 'Tentative' } | Should -BeTrue
        $web = Start-NetNamespaceProcess netns0 python3 '-m', 'http.server', '--bind', '172.18.0.10', 5000 -WorkingDirectory $TestDrive -RedirectStandardOutput "$TestDrive/out" -RedirectStandardError "$TestDrive/err"
        $server = Start-NetNamespaceProcess netns0 python3 $echo, 5001, 172.18.0.10, fd18::10
        $listens = { 5000 -in (Get-NetTCPConnection -State Listen -Namespace netns0).LocalPort -and @(Get-NetUDPEndpoint -LocalPort 5001 -Namespace netns0).Count -eq 2 }
        Wait-Until $listens 15000 | Should -BeTrue
        $published = $connection | Publish-ContainerPort 5080:5000, 5081:5001, 5081:5001/udp -EnableForwarding
    }
    AfterAll {
        foreach ($process in $web, $server) { if ($process -and -not $process.HasExited) { $process.Kill(); $process.WaitForExit() } }
        Reset-World
        Disable-NetForwarding -AddressFamily IPv6
    }

    It 'is published on both families' {
        $published | ForEach-Object { "$($_.HostPort) $($_.ContainerAddress) $($_.ContainerPort) $($_.Protocol)" } | Sort-Object |
            Should -Be '5080 172.18.0.10 5000 Tcp', '5080 fd18::10 5000 Tcp', '5081 172.18.0.10 5001 Tcp', '5081 172.18.0.10 5001 Udp', '5081 fd18::10 5001 Tcp', '5081 fd18::10 5001 Udp'
    }

    It 'tells which process listens' {
        (Get-NetTCPConnection -LocalPort 5000 -State Listen -Namespace netns0).OwningProcess | Should -Be $web.Id
        (Get-NetUDPEndpoint -LocalPort 5001 -Namespace netns0).OwningProcess | Should -Be $server.Id, $server.Id
    }

    It 'is reached by curl <Case>' -ForEach @(
        @{ Case = "from the host, by the container's own address"; Uri = 'http://172.18.0.10:5000/' }
        @{ Case = "from the host, by the uplink's address"; Uri = 'http://203.0.113.2:5080/' }
        @{ Case = 'from the host, by 127.0.0.1'; Uri = 'http://127.0.0.1:5080/' }
        @{ Case = 'from another machine'; From = 'world'; Uri = 'http://203.0.113.2:5080/' }
        @{ Case = 'from another namespace'; From = 'netns1'; Uri = 'http://203.0.113.2:5080/' }
        @{ Case = 'from the namespace itself'; From = 'netns0'; Uri = 'http://203.0.113.2:5080/' }
    ) {
        Test-Web $Uri $From | Should -BeTrue
    }

    It 'is reached over <Kind> <Case>' -ForEach $(
        foreach ($kind in 'udp', 'tcp') {
            @{ Kind = $kind; Case = "from the host, by the container's own address"; Address = '172.18.0.10'; Port = 5001 }
            @{ Kind = $kind; Case = "from the host, by the uplink's address"; Address = '203.0.113.2' }
            @{ Kind = $kind; Case = 'from the host, by 127.0.0.1'; Address = '127.0.0.1' }
            foreach ($from in @{ world = 'another machine' }, @{ netns1 = 'another namespace' }, @{ netns0 = 'the namespace itself' }) {
                @{ Kind = $kind; Case = "from $(@($from.Values)[0])"; From = @($from.Keys)[0]; Address = '203.0.113.2' }
                @{ Kind = $kind; Case = "from $(@($from.Values)[0]), IPv6"; From = @($from.Keys)[0]; Address = '2001:db8::2' }
            }
            @{ Kind = $kind; Case = "from the host, by the uplink's address, IPv6"; Address = '2001:db8::2' }
        }
    ) {
        Get-Echo $Kind $Address ($Port ? $Port : 5081) $From | Should -Be hello
    }

    It 'is tested without curl, from anywhere' {
        (Test-NetConnection 203.0.113.2 -Port 5080 -Namespace world).TcpTestSucceeded | Should -BeTrue
        (Test-NetConnection 172.18.0.10 -Port 5000).TcpTestSucceeded | Should -BeTrue
        (Test-NetConnection 203.0.113.2 -Port 5082 -Namespace world).FailureReason | Should -BeLike 'refused*'
    }

    It 'is not reached any more when the port is taken back' {
        $published | Unpublish-ContainerPort
        Test-Web http://203.0.113.2:5080/ world | Should -BeFalse
        Test-Web http://172.18.0.10:5000/ | Should -BeTrue
        nft list ruleset | Should -BeNullOrEmpty
    }
}

Describe 'Red and blue: what is inside (S2, step 1)' {
    AfterEach { Reset-World }

    It 'is lo alone, for programs and for cmdlets, and empty tables' {
        $null = New-NetNamespace red, blue
        $links = Invoke-NetNamespace red { ip link }
        $links | Should -Be (ip -n red link)
        $links -match '^\d+:' | Should -HaveCount 1
        (Get-NetLink -Namespace red).Name | Should -Be lo
        Invoke-NetNamespace red { (Get-NetLink).Name } | Should -Be lo
        Get-NetNeighbor -Namespace red | Should -BeNullOrEmpty
        Get-NetRoute -Namespace red | Should -BeNullOrEmpty
        Invoke-NetNamespace red, blue { route -n 2>$null || ip route } | Where-Object { $_ -match '^\d' } | Should -BeNullOrEmpty
    }
}

Describe 'Docker behind the scenes: host networking (S3, step 4)' {
    BeforeAll { $server = $null }
    AfterEach {
        if ($server) { $server.Kill(); $server.WaitForExit() }
        Reset-World
    }

    It 'needs nothing to be published' {
        # In the host's own namespace, as a container with --network host is.
        $server = Start-Process python3 "$echo 5000 127.0.0.1" -PassThru
        Wait-Until { (Test-NetConnection 127.0.0.1 -Port 5000).TcpTestSucceeded } 15000 | Should -BeTrue
        (Get-NetTCPConnection -LocalPort 5000 -State Listen).OwningProcess | Should -Be $server.Id
        Get-ContainerPort | Should -BeNullOrEmpty
        nft list ruleset | Should -BeNullOrEmpty
    }
}
