# An alternative name of a link (ip link property add … altname) is a name wherever a link is named, also over 15 bytes.

Describe 'Alternative names' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1

        function Get-Names { (ip -json link show | ConvertFrom-Json).ifname | Sort-Object | Join-String -Separator ' ' }

        function New-World {
            ip link add wan type veth peer name far
            ip link add br0 type bridge
            ip link add port0 type veth peer name inner
            ip link set port0 master br0
            'wan', 'br0', 'port0', 'far', 'inner' | ForEach-Object { ip link set $_ up }
            ip address add 192.0.2.1/24 dev wan
            ip address add 10.88.0.1/24 dev br0
            ip neighbour add 192.0.2.9 lladdr 02:00:00:00:00:09 dev wan
            foreach ($link in 'wan', 'br0', 'port0') {
                ip link property add dev $link altname "s-$link" altname "a-name-of-many-bytes-$link"
            }
        }
    }
    BeforeEach { New-World }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    Context 'the name <Prefix>' -ForEach @(
        @{ Prefix = 's-' }
        @{ Prefix = 'a-name-of-many-bytes-' }
    ) {
        It 'finds a link: <Command>' -ForEach @(
            @{ Command = { Get-NetLink "${Prefix}wan" }; Property = 'Name'; Value = 'wan' }
            @{ Command = { Get-NetLink "${Prefix}w*" }; Property = 'Name'; Value = 'wan' }
            @{ Command = { Get-NetLink -Bridge "${Prefix}br0" }; Property = 'Name'; Value = 'port0' }
            @{ Command = { Get-Bridge "${Prefix}br0" }; Property = 'Name'; Value = 'br0' }
            @{ Command = { Get-Bridge "${Prefix}b*" }; Property = 'Name'; Value = 'br0' }
            @{ Command = { Get-BridgePort "${Prefix}port0" }; Property = 'Link'; Value = 'port0' }
            @{ Command = { Get-BridgePort "${Prefix}br0" }; Property = 'Link'; Value = 'port0' }
            @{ Command = { Get-BridgePort "${Prefix}p*" }; Property = 'Link'; Value = 'port0' }
            @{ Command = { Get-BridgeForwarding "${Prefix}br0" -IncludeLocal | Select-Object -First 1 }; Property = 'Bridge'; Value = 'br0' }
            @{ Command = { Get-BridgeForwarding "${Prefix}b*" -IncludeLocal | Select-Object -First 1 }; Property = 'Bridge'; Value = 'br0' }
            @{ Command = { Get-NetLinkStatistics "${Prefix}wan" }; Property = 'Name'; Value = 'wan' }
            @{ Command = { Get-NetLinkStatistics "${Prefix}w*" }; Property = 'Name'; Value = 'wan' }
            @{ Command = { Get-NetIPAddress -InterfaceAlias "${Prefix}wan" -AddressFamily IPv4 }; Property = 'InterfaceAlias'; Value = 'wan' }
            @{ Command = { Get-NetIPAddress -InterfaceAlias "${Prefix}w*" -AddressFamily IPv4 }; Property = 'InterfaceAlias'; Value = 'wan' }
            @{ Command = { Get-NetRoute -InterfaceAlias "${Prefix}wan" -AddressFamily IPv4 }; Property = 'InterfaceAlias'; Value = 'wan' }
            @{ Command = { Get-NetNeighbor -InterfaceAlias "${Prefix}wan" -AddressFamily IPv4 }; Property = 'InterfaceAlias'; Value = 'wan' }
            @{ Command = { Get-NetIPConfiguration "${Prefix}wan" }; Property = 'InterfaceAlias'; Value = 'wan' }
            @{ Command = { Get-NetForwarding "${Prefix}wan" -AddressFamily IPv4 }; Property = 'InterfaceAlias'; Value = 'wan' }
            @{ Command = { Get-NetForwarding "${Prefix}w*" -AddressFamily IPv4 }; Property = 'InterfaceAlias'; Value = 'wan' }
            @{ Command = { Find-NetRoute 192.0.2.5 -InterfaceAlias "${Prefix}wan" }; Property = 'InterfaceAlias'; Value = 'wan' }
            @{ Command = { Wait-NetLink "${Prefix}wan" -Timeout 5 }; Property = 'Name'; Value = 'wan' }
        ) {
            $found = @(& $Command)
            $found.$Property | Should -Be $Value
        }

        It 'changes a link: <Command>' -ForEach @(
            @{ Command = { Set-NetLink "${Prefix}wan" -Mtu 1400 }; Witness = { (ip -json link show wan | ConvertFrom-Json).mtu }; Value = 1400 }
            @{ Command = { Disable-NetLink "${Prefix}wan" }; Witness = { (ip -json link show wan | ConvertFrom-Json).flags -contains 'UP' }; Value = $false }
            @{ Command = { $null = Rename-NetLink "${Prefix}port0" port9 }; Witness = { Get-Names }; Value = 'br0 far inner lo port9 wan' }
            @{ Command = { Remove-NetLink "${Prefix}wan" -Confirm:$false }; Witness = { Get-Names }; Value = 'br0 inner lo port0' }
            @{ Command = { Set-Bridge "${Prefix}br0" -AgeingTime 100 }; Witness = { (ip -json -d link show br0 | ConvertFrom-Json).linkinfo.info_data.ageing_time }; Value = 10000 }
            @{ Command = { Remove-Bridge "${Prefix}br0" -Confirm:$false }; Witness = { Get-Names }; Value = 'far inner lo port0 wan' }
            @{ Command = { Set-BridgePort "${Prefix}port0" -Isolated }; Witness = { (ip -json -d link show port0 | ConvertFrom-Json).linkinfo.info_slave_data.isolated }; Value = $true }
            @{ Command = { Remove-BridgePort "${Prefix}port0" }; Witness = { (ip -json link show port0 | ConvertFrom-Json).master }; Value = $null }
            @{ Command = { $null = Add-BridgePort "${Prefix}br0" "${Prefix}wan" }; Witness = { (ip -json link show wan | ConvertFrom-Json).master }; Value = 'br0' }
            @{ Command = { $null = New-NetIPAddress 192.0.2.3/24 -InterfaceAlias "${Prefix}wan" }; Witness = { (ip -json -4 address show wan | ConvertFrom-Json).addr_info.local -contains '192.0.2.3' }; Value = $true }
            @{ Command = { Remove-NetIPAddress 192.0.2.1 -InterfaceAlias "${Prefix}wan" }; Witness = { ip -4 address show wan }; Value = $null }
            @{ Command = { $null = New-NetRoute 198.51.100.0/24 -InterfaceAlias "${Prefix}wan" }; Witness = { (ip -json route show 198.51.100.0/24 | ConvertFrom-Json).dev }; Value = 'wan' }
            @{ Command = { Remove-NetRoute 192.0.2.0/24 -InterfaceAlias "${Prefix}wan" }; Witness = { ip route show 192.0.2.0/24 }; Value = $null }
            @{ Command = { $null = New-NetNeighbor 192.0.2.7 -InterfaceAlias "${Prefix}wan" -LinkLayerAddress 02:00:00:00:00:07 }; Witness = { (ip -json neighbour show 192.0.2.7 | ConvertFrom-Json).dev }; Value = 'wan' }
            @{ Command = { Remove-NetNeighbor 192.0.2.9 -InterfaceAlias "${Prefix}wan" }; Witness = { ip neighbour show 192.0.2.9 }; Value = $null }
            @{ Command = { Enable-NetForwarding "${Prefix}wan" -AddressFamily IPv4 }; Witness = { sysctl -n net.ipv4.conf.wan.forwarding }; Value = 1 }
            @{ Command = { sysctl -qw net.ipv4.conf.wan.forwarding=1; Disable-NetForwarding "${Prefix}wan" -AddressFamily IPv4 }; Witness = { sysctl -n net.ipv4.conf.wan.forwarding }; Value = 0 }
            @{ Command = { $null = New-NetLink upper Macvlan -Parent "${Prefix}wan" }; Witness = { (ip -json link show upper | ConvertFrom-Json).link }; Value = 'wan' }
            @{ Command = { $null = New-VethPair left right -Bridge "${Prefix}br0" }; Witness = { (ip -json link show left | ConvertFrom-Json).master }; Value = 'br0' }
        ) {
            & $Command
            & $Witness | Should -Be $Value
        }

        It 'moves a link to another namespace' {
            $null = New-NetNamespace web
            $null = Move-NetLink "${Prefix}wan" web
            (ip -n web -json link show wan | ConvertFrom-Json).ifname | Should -Be wan
        }

        It 'connects a namespace to a bridge, and disconnects it' {
            $made = New-NetNamespace web | Connect-Bridge "${Prefix}br0"
            $made.Bridge, $made.HostLink.Bridge | Should -Be br0, br0
            Disconnect-Bridge "${Prefix}br0" web
            Get-NetLink -Namespace web | ForEach-Object Name | Should -Be lo
        }

        It 'masquerades what leaves by a link under its own name, which is what rules match' {
            (Add-Masquerade 10.88.0.0/24 -OutInterface "${Prefix}wan" -EnableForwarding).OutInterface | Should -Be wan
            nft list set inet NetNs masquerade4_out | Out-String | Should -Match '"wan"'
            (Get-Masquerade -OutInterface "${Prefix}wan").Subnet | Should -Be 10.88.0.0/24
            Remove-Masquerade 10.88.0.0/24 -OutInterface "${Prefix}wan"
            Get-Masquerade | Should -BeNullOrEmpty
        }

        It 'masquerades the subnets of a bridge' {
            (Add-Masquerade "${Prefix}br0" -EnableForwarding).Bridge | Should -Be br0
        }
    }

    It 'is not found once it is removed: <Command>' -ForEach @(
        @{ Command = { Get-NetLink a-name-of-many-bytes-wan }; ErrorId = 'LinkNotFound' }
        @{ Command = { Set-NetLink a-name-of-many-bytes-wan -Mtu 1400 }; ErrorId = 'LinkNotFound' }
        @{ Command = { Enable-NetForwarding a-name-of-many-bytes-wan }; ErrorId = 'LinkNotFound' }
        @{ Command = { Get-NetForwarding a-name-of-many-bytes-wan }; ErrorId = 'LinkNotFound' }
        @{ Command = { Add-Masquerade 10.88.0.0/24 -OutInterface a-name-of-many-bytes-wan }; ErrorId = 'LinkNameInvalid' }
        @{ Command = { Get-NetLink ('x' * 200) }; ErrorId = 'LinkNotFound' }
    ) {
        ip link property del dev wan altname a-name-of-many-bytes-wan
        (Get-ErrorOf $Command).FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
    }
}
