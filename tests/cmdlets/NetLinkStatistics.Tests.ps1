Describe 'Get-NetLinkStatistics' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    BeforeEach {
        $null = New-NetNamespace web
        $pair = New-VethPair veth0 eth0 -PeerNamespace web -IPAddress 10.0.0.1/24 -PeerIPAddress 10.0.0.2/24 -Up
    }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'counts what ip counts' {
        $null = Test-Ping 10.0.0.2
        # IPv6 sends something of its own at any time: read until nothing came between.
        $null = Wait-Until {
            $before = (ip -json -s link show veth0 | ConvertFrom-Json).stats64
            $script:counters = Get-NetLinkStatistics veth0
            $script:truth = (ip -json -s link show veth0 | ConvertFrom-Json).stats64
            ($before | ConvertTo-Json) -eq ($truth | ConvertTo-Json)
        }
        $counters.ReceivedPackets | Should -BeGreaterThan 0
        $counters.ReceivedBytes, $counters.ReceivedPackets, $counters.ReceivedPacketErrors, $counters.ReceivedDiscardedPackets, $counters.ReceivedMulticastPackets |
            Should -Be $truth.rx.bytes, $truth.rx.packets, $truth.rx.errors, $truth.rx.dropped, $truth.rx.multicast
        $counters.SentBytes, $counters.SentPackets, $counters.OutboundPacketErrors, $counters.OutboundDiscardedPackets, $counters.Collisions |
            Should -Be $truth.tx.bytes, $truth.tx.packets, $truth.tx.errors, $truth.tx.dropped, $truth.tx.collisions
        $counters.ReceivedBytes | Should -BeOfType ulong
    }

    It 'counts all links of a namespace where none is named' {
        (Get-NetLinkStatistics).Name | Should -Be (ip -json link | ConvertFrom-Json).ifname
        $inside = Get-NetLinkStatistics -Namespace web
        $inside.Name | Should -Be lo, eth0
        $inside.Namespace.Name | Should -Be web, web
    }

    It 'takes names, wildcards, numbers, links and pairs' {
        (Get-NetLinkStatistics veth0).Name | Should -Be veth0
        (Get-NetLinkStatistics 'v*', lo).Name | Should -Be veth0, lo
        (Get-NetLinkStatistics 1).Name | Should -Be lo
        (Get-NetLink -AllNamespaces | Get-NetLinkStatistics).Name | Should -Be lo, veth0, lo, eth0
        ($pair | Get-NetLinkStatistics).Name | Should -Be veth0, eth0
        Get-NetLinkStatistics 'x*' | Should -BeNullOrEmpty
    }

    It 'leads back to its link' {
        (Get-NetLinkStatistics eth0 -Namespace web | Set-NetLink -Alias counted -PassThru).Namespace.Name | Should -Be web
        (Get-NetLinkStatistics lo).InterfaceAlias | Should -Be lo
    }

    It 'reports each link that is not there, and goes on' {
        $errors = $null
        (Get-NetLinkStatistics nope, lo -ErrorVariable errors -ErrorAction SilentlyContinue).Name | Should -Be lo
        $errors.FullyQualifiedErrorId | Should -Be 'LinkNotFound,NetNs.Commands.GetNetLinkStatisticsCommand'
        (Get-ErrorOf { Get-NetLinkStatistics -Namespace nowhere }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
    }

    It 'completes names' {
        (TabExpansion2 'Get-NetLinkStatistics v').CompletionMatches.CompletionText | Should -Be veth0
    }
}
