BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }

Describe 'Test-NetReachability' {
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    Context 'of three namespaces, one of them apart' {
        BeforeEach {
            $null = 'a', 'b', 'c' | New-NetNamespace
            $null = Connect-NetNamespace a b 10.2.0.0/30, fd02::/64
        }

        It 'tells of each pair' {
            $seen = Test-NetReachability a, b, c -Timeout 0.3
            @($seen).Count | Should -Be 6
            ($seen | Where-Object Succeeded | ForEach-Object { "$($_.Namespace) $($_.Target)" }) | Should -Be 'a b', 'b a'
            $seen[0].RemoteAddress | Should -BeIn 10.2.0.2, fd02::2
            $seen[0].RoundTrip.TotalMilliseconds | Should -BeGreaterThan 0
        }

        It 'says why a pair fails' {
            $null = New-NetIPAddress 10.3.0.1/24 lo -Namespace c
            $seen = Test-NetReachability a, c -AddressFamily IPv4 -Timeout 0.3
            $seen[0].FailureReason | Should -BeLike '10.3.0.1: *unreachable*'
            $null = New-NetRoute 10.3.0.0/24 10.2.0.2 -Namespace a
            (Test-NetReachability a, c -AddressFamily IPv4 -Timeout 0.3)[0].FailureReason | Should -Be '10.3.0.1: no answer within 0.3 s'
            (Test-NetReachability a, b, c -AddressFamily IPv6 -Timeout 0.3 | Where-Object Target -EQ c)[0].FailureReason | Should -Be 'c has no IPv6 address that others could reach'
        }

        It 'takes namespaces from the pipe, and without any all that have a name' {
            (Get-NetNamespace a, b | Test-NetReachability).Succeeded | Should -Be $true, $true
            @(Test-NetReachability -Timeout 0.3).Count | Should -Be 6
        }

        It 'tries a TCP port' {
            $listener = Start-NetNamespaceProcess b python3 -ArgumentList '-c', "import socket,time; s=socket.create_server(('', 8080)); time.sleep(60)"
            try {
                Wait-Until { Get-NetTCPConnection -Namespace b -LocalPort 8080 -State Listen -ErrorAction Ignore } | Should -BeTrue
                $seen = Test-NetReachability a, b -Port 8080 -AddressFamily IPv4
                $seen.Succeeded | Should -Be $true, $false
                $seen[1].FailureReason | Should -BeLike '10.2.0.1: Connection refused'
            }
            finally { $listener | Stop-Process -Force }
        }

        It 'makes a matrix' {
            $rows = Test-NetReachability a, b, c -Timeout 0.3 -AsMatrix
            $rows.Namespace | Should -Be a, b, c
            $rows[0].b, $rows[0].c, $rows[2].a | Should -Be ok, no, no
            $rows[0].PSObject.Properties.Name | Should -Be Namespace, a, b, c
            $rows[1].b | Should -Be '-'
        }

        It 'says with -Quiet whether all reach all' {
            Test-NetReachability a, b -Quiet | Should -BeTrue
            Test-NetReachability a, b, c -Quiet -Timeout 0.3 | Should -BeFalse
        }
    }

    It 'tries the 380 pairs of 20 namespaces in under one second' {
        $null = New-Bridge br0 -IPAddress 10.0.0.1/24
        $null = 1..20 | ForEach-Object { "n$_" } | New-NetNamespace | Connect-Bridge br0
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $seen = Test-NetReachability -Timeout 5
        $clock.Stop()
        @($seen).Count | Should -Be 380
        ($seen | Where-Object Succeeded -EQ $false) | Should -BeNullOrEmpty
        # A measurement: the slowest of a busy machine is no failure of ours.
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        Write-Host "380 pairs in $([int]$clock.Elapsed.TotalMilliseconds) ms"
    }

    It 'says <Id> of <Case>' -ForEach @(
        @{ Case = 'a namespace that is not there'; Script = { Test-NetReachability nix }; Id = 'NamespaceNotFound' }
        @{ Case = 'no port'; Script = { Test-NetReachability -Port 0 }; Id = 'PortInvalid' }
        @{ Case = 'no time'; Script = { Test-NetReachability -Timeout 0 }; Id = 'ArgumentsInvalid' }
    ) {
        (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.TestNetReachabilityCommand"
    }
}
