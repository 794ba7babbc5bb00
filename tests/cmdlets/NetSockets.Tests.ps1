BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1

    function Start-Sockets {
        # A process in a namespace (or here) that opens sockets by a line of python and tells when it has them.
        param([string] $Code, [string] $Namespace)
        $start = [Diagnostics.ProcessStartInfo]::new($Namespace ? 'ip' : 'python3')
        foreach ($word in @($Namespace ? 'netns', 'exec', $Namespace, 'python3' : @()) + '-uc', "import socket,sys`n$Code`nprint('ready')`nsys.stdin.read()") { $start.ArgumentList.Add($word) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $process = [Diagnostics.Process]::Start($start)
        $process.StandardOutput.ReadLine() | Should -Be ready
        $script:started += $process
        $process
    }

    function Stop-Sockets {
        foreach ($process in $script:started) { $process.StandardInput.Close(); $process.WaitForExit(); $process.Dispose() }
        $script:started = @()
    }
    $script:started = @()
}

Describe 'Get-NetTCPConnection' {
    BeforeAll {
        $null = 'web', 'db' | New-NetNamespace
        $null = New-VethPair eth0 eth0 -Namespace web -PeerNamespace db -IPAddress 10.0.0.1/24 -PeerIPAddress 10.0.0.2/24 -Up
        $server = Start-Sockets -Namespace web "s=socket.create_server(('0.0.0.0',80)); t=socket.create_server(('::',443),family=socket.AF_INET6,dualstack_ipv6=True)"
        $client = Start-Sockets -Namespace db "c=socket.create_connection(('10.0.0.1',80)); d=socket.create_connection(('10.0.0.1',443))"
    }
    AfterAll {
        Stop-Sockets
        Reset-World
        Assert-NothingLeft
    }

    It 'lists what ss lists' {
        $seen = ip netns exec web ss -Htan | ForEach-Object { $words = -split $_; $words[3] -replace '\[::ffff:|\[|\]|\*' }
        $told = Get-NetTCPConnection -Namespace web | ForEach-Object { $_.ToString() -replace '\[::ffff:|\[|\]' }
        $told | Sort-Object | Should -Be ($seen -replace '^:(?=\d)', ':::' | Sort-Object)
    }

    It 'tells addresses, ports, state and process' {
        $one = Get-NetTCPConnection -State Established -LocalPort 80 -Namespace web
        "$($one.LocalAddress) $($one.LocalPort) $($one.RemoteAddress) $($one.State) $($one.AddressFamily)" | Should -Be '10.0.0.1 80 10.0.0.2 Established IPv4'
        $one.RemotePort | Should -Be (Get-NetTCPConnection -RemotePort 80 -Namespace db).LocalPort
        $listener = Get-NetTCPConnection -State Listen -LocalPort 80 -Namespace web
        $listener.OwningProcess | Should -Be $server.Id
        $listener.ProcessName | Should -Be python3
        $listener.Namespace.Name | Should -Be web
        "$listener" | Should -Be 0.0.0.0:80
    }

    It 'finds <Case>' -ForEach @(
        @{ Case = 'listeners'; Script = { Get-NetTCPConnection -State Listen -Namespace web }; Expected = '0.0.0.0:80', '[::]:443' }
        @{ Case = 'those of a port'; Script = { Get-NetTCPConnection -LocalPort 443 -State Listen -Namespace web }; Expected = '[::]:443' }
        @{ Case = 'those of several ports'; Script = { Get-NetTCPConnection -LocalPort 80, 443 -State Listen -Namespace web }; Expected = '0.0.0.0:80', '[::]:443' }
        @{ Case = 'those of an address'; Script = { Get-NetTCPConnection 10.0.0.1 -Namespace web }; Expected = '10.0.0.1:443', '10.0.0.1:80' }
        @{ Case = 'those by wildcards'; Script = { Get-NetTCPConnection 10.* -Namespace web }; Expected = '10.0.0.1:443', '10.0.0.1:80' }
        @{ Case = 'those by the other side'; Script = { Get-NetTCPConnection -RemoteAddress 10.0.0.2 -LocalPort 80 -Namespace web }; Expected = '10.0.0.1:80' }
        @{ Case = 'those of a family'; Script = { Get-NetTCPConnection -AddressFamily IPv6 -State Listen -Namespace web }; Expected = '[::]:443' }
        @{ Case = 'those of a process'; Script = { Get-NetTCPConnection -OwningProcess $server.Id -State Listen -Namespace web }; Expected = '0.0.0.0:80', '[::]:443' }
        @{ Case = 'those of namespaces from the pipe'; Script = { Get-NetNamespace | Get-NetTCPConnection -State Listen }; Expected = '0.0.0.0:80', '[::]:443' }
        @{ Case = 'those of namespaces by name from the pipe'; Script = { 'web', 'db' | Get-NetTCPConnection -State Listen }; Expected = '0.0.0.0:80', '[::]:443' }
    ) {
        & $Script | ForEach-Object ToString | Sort-Object | Should -Be ($Expected | Sort-Object)
    }

    It 'finds nothing without an error' {
        Get-NetTCPConnection -LocalPort 1 -Namespace web -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'shows the process in its table' {
        Get-NetTCPConnection -State Listen -LocalPort 80 -Namespace web | Format-Table | Out-String -Width 100 | Should -Match "0\.0\.0\.0 +80 +Listen +python3 \($($server.Id)\)"
    }

    It 'survives the way to another process' {
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-NetTCPConnection -State Listen -LocalPort 80 -Namespace web)))
        $copy.OwningProcess, "$($copy.LocalAddress)", "$($copy.Namespace)" | Should -Be $server.Id, 0.0.0.0, web
    }

    It 'says <Id> of <Case>' -ForEach @(
        @{ Case = 'port 0'; Script = { Get-NetTCPConnection -LocalPort 0 }; Id = 'PortInvalid' }
        @{ Case = 'port 65536'; Script = { Get-NetTCPConnection -LocalPort 65536 }; Id = 'PortInvalid' }
        @{ Case = 'a remote port that is none'; Script = { Get-NetTCPConnection -RemotePort -1 }; Id = 'PortInvalid' }
        @{ Case = 'no address'; Script = { Get-NetTCPConnection nosuch }; Id = 'AddressInvalid' }
        @{ Case = 'a namespace that is not there'; Script = { Get-NetTCPConnection -Namespace nosuch }; Id = 'NamespaceNotFound' }
    ) {
        (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.GetNetTCPConnectionCommand"
    }
}

Describe 'Get-NetUDPEndpoint' {
    BeforeAll {
        $null = New-NetNamespace web
        $server = Start-Sockets -Namespace web "u=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); u.bind(('127.0.0.1',53)); v=socket.socket(socket.AF_INET6,socket.SOCK_DGRAM); v.bind(('::1',5353)); w=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); w.bind(('127.0.0.1',1000)); w.connect(('127.0.0.1',53))"
    }
    AfterAll {
        Stop-Sockets
        Reset-World
        Assert-NothingLeft
    }

    It 'lists UDP sockets with their process' {
        $all = Get-NetUDPEndpoint -Namespace web
        $all | ForEach-Object ToString | Sort-Object | Should -Be '[::1]:5353', 127.0.0.1:1000, 127.0.0.1:53
        $all.OwningProcess | Select-Object -Unique | Should -Be $server.Id
        $connected = $all | Where-Object LocalPort -EQ 1000
        "$($connected.RemoteAddress):$($connected.RemotePort)" | Should -Be 127.0.0.1:53
    }

    It 'finds <Case>' -ForEach @(
        @{ Case = 'those of a port'; Script = { Get-NetUDPEndpoint -LocalPort 53 -Namespace web }; Expected = '127.0.0.1:53' }
        @{ Case = 'those by wildcards'; Script = { Get-NetUDPEndpoint ::* -Namespace web }; Expected = '[::1]:5353' }
        @{ Case = 'those of a namespace from the pipe'; Script = { Get-NetNamespace web | Get-NetUDPEndpoint -LocalPort 1000 }; Expected = '127.0.0.1:1000' }
    ) {
        & $Script | ForEach-Object ToString | Should -Be $Expected
    }

    It 'says PortInvalid of a port that is none' {
        (Get-ErrorOf { Get-NetUDPEndpoint -LocalPort 65536 }).FullyQualifiedErrorId | Should -Be 'PortInvalid,NetNs.Commands.GetNetUDPEndpointCommand'
    }
}
