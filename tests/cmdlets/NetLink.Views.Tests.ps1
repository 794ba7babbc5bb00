Describe 'The views of links' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        function Get-Text {
            # What a terminal of a width shows, without colours unless they are asked for.
            param([Parameter(ValueFromPipeline)] $InputObject, [int] $Width = 100, [switch] $AsList, [string] $Rendering = 'PlainText')
            begin { $all = [Collections.Generic.List[object]]::new() }
            process { $all.Add($InputObject) }
            end {
                $before = $PSStyle.OutputRendering
                $PSStyle.OutputRendering = $Rendering
                try { (($AsList ? ($all | Format-List) : $all) | Out-String -Width $Width).Trim() -split "`n" } finally { $PSStyle.OutputRendering = $before }
            }
        }
    }
    BeforeEach {
        $null = New-NetNamespace web
        ip link add br0 type bridge
        ip link add veth0 up master br0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns web
        ip -n web link set eth0 up
        ip link add mv0 link veth0 address 02:00:00:00:00:03 type macvlan 2>$null
        $null = Wait-NetLink veth0 -Timeout 5
    }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'show a link with kind, state, address, bridge and the other end' {
        $text = Get-NetLink veth0 | Get-Text
        $text[0] | Should -Be 'Namespace: (current)'
        $text[2] | Should -Match '^Name +Kind +State +MacAddress +Bridge +Peer$'
        $text[4] | Should -Match '^veth0 +Veth +Up +02:00:00:00:00:01 +br0 +eth0 in web$'
    }

    It 'show what came from another process as what is from this one: <Script>' -ForEach @(
        @{ Script = { Get-NetNamespace } }
        @{ Script = { Get-NetLink } }
        @{ Script = { Get-NetLink -Namespace web } }
        @{ Script = { Get-NetIPAddress -Namespace web } }
        @{ Script = { ip -n web route add blackhole 10.9.0.0/16; Get-NetRoute -Namespace web } }
        @{ Script = { ip -n web neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev eth0; Get-NetNeighbor -Namespace web } }
        @{ Script = { Get-BridgePort } }
        @{ Script = { nft 'add table inet f; add chain inet f i { type filter hook input priority 0; policy drop; }'; Get-NetFirewallHook } }
    ) {
        $here = & $Script
        $there = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($here))
        ($there | Get-Text -Rendering Ansi) -join "`n" | Should -Be (($here | Get-Text -Rendering Ansi) -join "`n")
    }

    It 'head each namespace once' {
        $text = Get-NetLink -AllNamespaces | Get-Text
        $text -match '^ *Namespace: ' | ForEach-Object Trim | Should -Be 'Namespace: (current)', 'Namespace: web'
        $text -match '^eth0' | Should -Match '02:00:00:00:00:02 +veth0 outside$'
    }

    It 'head the namespace of a process with its path' {
        $sleeper = Start-Process unshare '-n', sleep, 60 -PassThru
        try {
            $null = Wait-Until { (Get-Item "/proc/$($sleeper.Id)/ns/net").Target -ne (Get-Item /proc/self/ns/net).Target }
            (Get-NetLink -Namespace $sleeper.Id | Get-Text)[0] | Should -Be "Namespace: /proc/$($sleeper.Id)/ns/net"
            (New-VethPair over there -PeerNamespace $sleeper | Get-Text)[2] | Should -Match "^over +\(current\) +Down +there +/proc/$($sleeper.Id)/ns/net +Down$"
        }
        finally { $sleeper.Kill(); $sleeper.WaitForExit() }
    }

    It 'fit <_> characters' -ForEach 80, 100, 160 {
        ip link add dev long-name-15-xx master br0 type veth peer name peer-name-15-xx netns web
        $text = Get-NetLink -AllNamespaces | Get-Text -Width $_
        ($text | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $_
        $text -match '^long-name-15-xx' | Should -Match 'peer-name-15-xx in web$'
        $text -join "`n" | Should -Not -Match '…|\.\.\.'
    }

    It 'show bridges among other links in the same table, whichever comes first' {
        $text = Get-NetLink br0, veth0 | Get-Text
        $text -match '^br0 +Bridge +\w+ ' | Should -HaveCount 1
        $text -match '^veth0 +Veth +\w+ .*eth0 in web$' | Should -HaveCount 1
        $text | Should -HaveCount 6
        Get-NetLink br0 | Should -BeOfType NetNs.Bridge
        (Get-NetLink br0 | Enable-NetLink -PassThru).Stp | Should -BeFalse
    }

    It 'colour states only where output allows it' {
        Get-NetLink veth0 | Get-Text | Should -Not -Match "`e"
        (Get-NetLink veth0 | Get-Text -Rendering Ansi) -match 'veth0' | Should -Match "`e\[32mUp"
        Disable-NetLink veth0
        (Get-NetLink veth0 | Get-Text -Rendering Ansi) -match 'veth0' | Should -Match "`e\[31mDown"
        ip link add dev left up type veth peer name right
        $null = Wait-NetLink left -State LowerLayerDown -Timeout 5
        (Get-NetLink left | Get-Text -Rendering Ansi) -match 'left' | Should -Match "`e\[33mLowerLayerDown"
    }

    It 'list of a link what it has, and nothing that it does not have' {
        $text = Get-NetLink veth0 | Get-Text -AsList
        $text -match '^PeerNamespace +: web$' | Should -HaveCount 1
        $text -match '^MacAddress +: 02:00:00:00:00:01$' | Should -HaveCount 1
        $text -match '^(VlanId|Vni|Mode|Table|ParentName|Alias)' | Should -BeNullOrEmpty
        ip link add vx type vxlan id 5 remote 192.0.2.1 dstport 4789 dev lo
        $text = Get-NetLink vx | Get-Text -AsList
        $text -match '^(Vni +: 5|Remote +: 192.0.2.1|Port +: 4789|ParentName +: lo)$' | Should -HaveCount 4
    }

    It 'show a pair in one line' {
        $text = New-VethPair here there -PeerNamespace web | Get-Text
        $text[0] | Should -Match '^Name +Namespace +State +PeerName +PeerNamespace +PeerState$'
        $text[2] | Should -Match '^here +\(current\) +Down +there +web +Down$'
        $text = New-VethPair other another | Get-Text -AsList
        $text -match '^(PeerName +: another|PeerState +: Down)$' | Should -HaveCount 2
    }

    It 'show counters' {
        $text = Get-NetLinkStatistics lo | Get-Text
        $text[2] | Should -Match '^Name +ReceivedBytes +ReceivedPackets +SentBytes +SentPackets +Dropped$'
        $text[4] | Should -Match '^lo +0 +0 +0 +0 +0$'
        (Get-NetLinkStatistics lo | Get-Text -AsList) -match '^Collisions +: 0$' | Should -HaveCount 1
    }

    It 'show copies of another process alike' {
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-NetLink veth0)))
        $copy | Get-Text | Should -Be (Get-NetLink veth0 | Get-Text)
        $pair = New-VethPair here there -PeerNamespace web
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($pair))
        $copy | Get-Text | Should -Be ($pair | Get-Text)
    }
}
