BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1

    function Get-InnerAddress([string] $Namespace, [string] $Link = 'eth0') {
        # What ip tells: address/length of the inner end, without link-local ones.
        @((ip -n $Namespace -json addr show $Link | ConvertFrom-Json).addr_info | Where-Object scope -EQ global | ForEach-Object { "$($_.local)/$($_.prefixlen)" })
    }

    function Get-DefaultRoute([string] $Namespace, [string] $Family = '-4') {
        @(ip -n $Namespace $Family -json route show default | ConvertFrom-Json | ForEach-Object gateway)
    }

    function Start-Script([string] $Name, [string] $Text) {
        # A pwsh of its own that runs a script; its errors come to NAME.err.
        Set-Content "$TestDrive/$Name.ps1" "Import-Module '$((Get-Module NetNs).Path)'; $Text | Out-Null"
        Start-Process pwsh -ArgumentList '-NoProfile', '-NonInteractive', '-File', "$TestDrive/$Name.ps1" -PassThru -RedirectStandardOutput "$TestDrive/$Name.out" -RedirectStandardError "$TestDrive/$Name.err"
    }

    function Get-Trace {
        # Everything that a failed connection could leave behind.
        $links = ip -json link | ConvertFrom-Json | ForEach-Object ifname
        $inside = Get-ChildItem /run/netns | ForEach-Object { "$($_.Name): " + ((ip -n $_.Name -json addr | ConvertFrom-Json | ForEach-Object { "$($_.ifname) $($_.addr_info.local)" }) -join ', ') + ' ' + (ip -n $_.Name route) }
        ($links + $inside) -join "`n"
    }
}
AfterAll { Assert-NothingLeft }

Describe 'Connect-Bridge' {
    BeforeEach { $null = New-Bridge br0 -IPAddress 10.0.0.1/24 }
    AfterEach { Reset-World }

    Context 'what it makes' {
        It 'connects a namespace: a port outside, eth0 inside, the next free address, a default route' {
            $connection = New-NetNamespace web | Connect-Bridge br0
            $connection | Should -BeOfType NetNs.BridgeConnection
            "$($connection.Namespace) $($connection.Link) $($connection.IPAddress)/$($connection.PrefixLength) $($connection.Gateway) $($connection.Bridge) $($connection.HostLink)" | Should -Be 'web eth0 10.0.0.2/24 10.0.0.1 br0 veth-web'
            Get-InnerAddress web | Should -Be 10.0.0.2/24
            Get-DefaultRoute web | Should -Be 10.0.0.1
            (ip -json link show veth-web | ConvertFrom-Json).master | Should -Be br0
            Test-Ping 10.0.0.2 | Should -BeTrue
            Test-Ping 10.0.0.1 -From web | Should -BeTrue
        }

        It 'is ready when it returns: both ends up, the port forwards' {
            $connection = New-NetNamespace web | Connect-Bridge br0
            (ip -json -d link show veth-web | ConvertFrom-Json).linkinfo.info_slave_data.state | Should -Be forwarding
            $connection.HostLink.State, $connection.Link.State | Should -Be Up, Up
        }

        It 'tells of both ends what Get-NetLink tells' {
            $connection = New-NetNamespace web | Connect-Bridge br0
            foreach ($end in $connection.HostLink, $connection.Link) {
                $read = Get-NetLink $end.Name -Namespace $end.Namespace
                foreach ($property in $read.PSObject.Properties.Name) { "$property $($end.$property)" | Should -Be "$property $($read.$property)" }
            }
        }

        It 'gives everybody on the network an address of their own, in order' {
            $connections = 1..5 | ForEach-Object { "n$_" } | New-NetNamespace | Connect-Bridge br0
            $connections.IPAddress.IPAddressToString | Should -Be 10.0.0.2, 10.0.0.3, 10.0.0.4, 10.0.0.5, 10.0.0.6
            Test-Ping 10.0.0.6 -From n1 | Should -BeTrue
        }

        It 'switches hairpin on, so that a namespace reaches what it publishes itself; -Hairpin:$false does not' {
            $null = New-NetNamespace web | Connect-Bridge br0
            $null = New-NetNamespace db | Connect-Bridge br0 -Hairpin:$false
            (ip -json -d link show veth-web | ConvertFrom-Json).linkinfo.info_slave_data.hairpin | Should -BeTrue
            (ip -json -d link show veth-db | ConvertFrom-Json).linkinfo.info_slave_data.hairpin | Should -BeFalse
        }

        It 'gives no IPv6 address where the bridge has none; -IPv6LinkLocal gives a link-local one' {
            $null = New-NetNamespace web | Connect-Bridge br0
            $null = New-NetNamespace db | Connect-Bridge br0 -IPv6LinkLocal
            ip -n web -6 addr show eth0 | Should -BeNullOrEmpty
            (ip -n db -6 -json addr show eth0 | ConvertFrom-Json).addr_info.scope | Should -Be link
        }

        It 'takes an address and a default route of each family that the bridge has, which can be used at once' {
            ip addr add fd00::1/64 dev br0 nodad
            $connection = 'web', 'db' | New-NetNamespace | Connect-Bridge br0
            $connection[0].IPAddress.IPAddressToString | Should -Be 10.0.0.2, fd00::2
            $connection[0].PrefixLength | Should -Be 24, 64
            $connection[0].Gateway.IPAddressToString | Should -Be 10.0.0.1, fd00::1
            Get-DefaultRoute web -6 | Should -Be fd00::1
            Test-Ping fd00::3 -From web | Should -BeTrue
        }

        It 'has the MTU of the bridge, or the one that is asked for' {
            ip link set br0 mtu 1400
            $null = New-NetNamespace web | Connect-Bridge br0
            $null = New-NetNamespace db | Connect-Bridge br0 -Mtu 1300
            (ip -json link show veth-web | ConvertFrom-Json).mtu, (ip -n web -json link show eth0 | ConvertFrom-Json).mtu | Should -Be 1400, 1400
            (ip -json link show veth-db | ConvertFrom-Json).mtu, (ip -n db -json link show eth0 | ConvertFrom-Json).mtu | Should -Be 1300, 1300
        }

        It 'gives both ends the names that are asked for' {
            $connection = New-NetNamespace web | Connect-Bridge br0 -InterfaceAlias net0 -HostInterfaceAlias to-web
            "$($connection.Link) $($connection.HostLink)" | Should -Be 'net0 to-web'
            (ip -n web -json link show net0 | ConvertFrom-Json).ifname | Should -Be net0
            (ip -json link show to-web | ConvertFrom-Json).ifname | Should -Be to-web
        }

        It 'lets the kernel name the port where the namespace''s name does not fit, is no link''s, or is taken' {
            ip link add veth-taken type veth peer name other
            $connections = 'a-name-that-is-too-long', 'with blank', 'taken' | New-NetNamespace | Connect-Bridge br0
            $connections.HostLink.Name | Should -Match '^veth\d+$'
            (ip -json link show veth-taken | ConvertFrom-Json).master | Should -BeNullOrEmpty
        }

        It 'leaves other links alone where a name is taken: no setting of theirs changes' {
            ip link add veth-web master br0 type veth peer name other
            $null = New-NetNamespace web | Connect-Bridge br0
            (ip -json -d link show veth-web | ConvertFrom-Json).linkinfo.info_slave_data.hairpin | Should -BeFalse
        }

        It 'connects one namespace to several bridges' {
            $null = New-Bridge br1 -IPAddress 10.1.0.1/24
            $both = New-NetNamespace router | Connect-Bridge br0 | ForEach-Object { $_; $_ | Connect-Bridge br1 -InterfaceAlias eth1 -NoDefaultRoute }
            $both.Bridge.Name | Should -Be br0, br1
            Get-InnerAddress router eth1 | Should -Be 10.1.0.2/24
            Get-DefaultRoute router | Should -Be 10.0.0.1
        }

        It 'connects within another namespace' {
            $null = New-NetNamespace lan
            $bridge = New-Bridge br0 -Namespace lan -IPAddress 10.9.0.1/24
            $named = New-NetNamespace web | Connect-Bridge br0 -BridgeNamespace lan
            $typed = New-NetNamespace db | Connect-Bridge $bridge
            $copied = New-NetNamespace cache | Connect-Bridge ([Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($bridge)))
            ($named, $typed, $copied).IPAddress.IPAddressToString | Should -Be 10.9.0.2, 10.9.0.3, 10.9.0.4
            (ip -n lan -json link show veth-db | ConvertFrom-Json).master | Should -Be br0
            Test-Ping 10.9.0.3 -From web | Should -BeTrue
        }

        It 'connects the pretend host itself to a bridge elsewhere' {
            $null = New-NetNamespace lan
            $null = New-Bridge br0 -Namespace lan -IPAddress 10.9.0.1/24
            $connection = Connect-Bridge br0 -BridgeNamespace lan -Namespace $PID
            "$($connection.Link) $($connection.IPAddress)" | Should -Be 'eth0 10.9.0.2'
            Test-Ping 10.9.0.1 | Should -BeTrue
        }

        It 'connects a namespace that has no name' {
            $process = Start-Process unshare -ArgumentList '--net', 'sleep', '60' -PassThru
            try {
                Wait-Until { (Get-Item "/proc/$($process.Id)/ns/net").Target -ne (Get-Item /proc/self/ns/net).Target } | Should -BeTrue
                $connection = $process | Connect-Bridge br0
                $connection.HostLink.Name | Should -Be veth0
                nsenter --net=/proc/$($process.Id)/ns/net ip -json addr show eth0 | ConvertFrom-Json | ForEach-Object { $_.addr_info.local } | Should -Be 10.0.0.2
            }
            finally { $process | Stop-Process }
        }
    }

    Context 'addresses' {
        It 'gives the addresses that are asked for, with the length of the bridge''s subnet where none is told' {
            (New-NetNamespace web | Connect-Bridge br0 -IPAddress 10.0.0.77/24, 10.5.5.5/16).IPAddress.IPAddressToString | Should -Be 10.0.0.77, 10.5.5.5
            Get-InnerAddress web | Should -Be 10.0.0.77/24, 10.5.5.5/16
            $null = New-NetNamespace db | Connect-Bridge br0 -IPAddress 10.0.0.78
            Get-InnerAddress db | Should -Be 10.0.0.78/24
        }

        It 'makes no default route where the bridge is not in the subnet' {
            (New-NetNamespace web | Connect-Bridge br0 -IPAddress 192.168.7.2/24).Gateway | Should -BeNullOrEmpty
            Get-DefaultRoute web | Should -BeNullOrEmpty
        }

        It 'makes no default route with -NoDefaultRoute' {
            (New-NetNamespace web | Connect-Bridge br0 -NoDefaultRoute).Gateway | Should -BeNullOrEmpty
            Get-DefaultRoute web | Should -BeNullOrEmpty
            Get-InnerAddress web | Should -Be 10.0.0.2/24
        }

        It 'connects without any address with -NoAddress' {
            $connection = New-NetNamespace web | Connect-Bridge br0 -NoAddress
            $connection.IPAddress.Count, $connection.Gateway.Count | Should -Be 0, 0
            ip -n web -json addr show eth0 | ConvertFrom-Json | ForEach-Object addr_info | Should -BeNullOrEmpty
            $connection.Link.State | Should -Be Up
        }

        It 'leaves out what somebody has: on the bridge, inside, added meanwhile, in another network namespace of a port' {
            $null = New-NetNamespace web | Connect-Bridge br0 -IPAddress 10.0.0.2/24
            ip -n web addr add 10.0.0.3/24 dev eth0
            ip addr add 10.0.0.4/24 dev br0
            ip addr add 10.0.0.5/32 dev lo
            ip neigh add 10.0.0.6 lladdr 02:00:00:00:00:06 dev br0 nud permanent
            ip netns add plain
            ip link add vp master br0 type veth peer name eth0 netns plain
            ip -n plain link add deeper type bridge
            ip -n plain addr add 10.0.0.7/24 dev deeper
            try { (New-NetNamespace db | Connect-Bridge br0).IPAddress.IPAddressToString | Should -Be 10.0.0.8 }
            finally { ip addr del 10.0.0.5/32 dev lo }
        }

        It 'sees what is added anywhere while a pipeline runs' {
            $null = New-NetNamespace busy | Connect-Bridge br0 -IPAddress 10.0.0.200/24
            $given = 1..4 | ForEach-Object { "n$_" } | New-NetNamespace | Connect-Bridge br0 | ForEach-Object {
                # Behind the first: another address, inside a namespace that is connected already.
                if ($_.Namespace.Name -eq 'n1') { ip -n busy addr add 10.0.0.3/24 dev eth0; ip -n n1 addr add 10.0.0.4/24 dev eth0 }
                $_.IPAddress.IPAddressToString
            }
            $given | Should -Be 10.0.0.2, 10.0.0.5, 10.0.0.6, 10.0.0.7
        }

        It 'gives an address out again once its namespace is gone' {
            $null = 'n1', 'n2', 'n3' | New-NetNamespace | Connect-Bridge br0
            ip netns del n2
            Wait-Until { -not (Get-NetLink veth-n2*) } | Should -BeTrue
            (New-NetNamespace again | Connect-Bridge br0).IPAddress.IPAddressToString | Should -Be 10.0.0.3
        }

        It 'uses a subnet up to its last address, and then says NoFreeAddress and leaves nothing' -ForEach @(
            @{ Subnet = '10.4.0.1/29'; Hosts = '10.4.0.2', '10.4.0.3', '10.4.0.4', '10.4.0.5', '10.4.0.6' }
            @{ Subnet = '10.4.0.6/30'; Hosts = @('10.4.0.5') }
            @{ Subnet = '10.4.0.1/31'; Hosts = @('10.4.0.0') }
            @{ Subnet = 'fd04::2/126'; Hosts = 'fd04::1', 'fd04::3' }
            @{ Subnet = 'fd04::/127'; Hosts = @('fd04::1') }
        ) {
            $null = New-Bridge small -IPAddress $Subnet
            $made = 1..($Hosts.Count) | ForEach-Object { "n$_" } | New-NetNamespace | Connect-Bridge small
            $made.IPAddress.IPAddressToString | Should -Be $Hosts
            $null = New-NetNamespace last
            $before = Get-Trace
            $failure = Get-ErrorOf { Connect-Bridge small last }
            $failure.FullyQualifiedErrorId | Should -Be 'NoFreeAddress,NetNs.Commands.ConnectBridgeCommand'
            $failure.CategoryInfo.Category | Should -Be LimitsExceeded
            Get-Trace | Should -Be $before
        }

        It 'says NoFreeAddress where the bridge has no address to go by' {
            $null = New-Bridge bare
            $null = New-NetNamespace web
            $failure = Get-ErrorOf { Connect-Bridge bare web }
            $failure.FullyQualifiedErrorId | Should -BeLike 'NoFreeAddress,*'
            $failure.ErrorDetails.RecommendedAction | Should -Match 'New-NetIPAddress .*-IPAddress.*-NoAddress'
            Get-NetLink -Namespace web | Should -HaveCount 1
        }

        It 'takes addresses on a bridge without an address' {
            $null = New-Bridge bare
            (New-NetNamespace web | Connect-Bridge bare -IPAddress 172.18.0.10/16).Gateway | Should -BeNullOrEmpty
            (New-NetNamespace db | Connect-Bridge bare -IPAddress 172.18.0.20/16).Gateway | Should -BeNullOrEmpty
            Test-Ping 172.18.0.20 -From web | Should -BeTrue
        }
    }

    Context 'what it refuses' {
        It 'refuses an address that is in use on the bridge, and leaves nothing: <Address>' -ForEach @(
            @{ Address = '10.0.0.2/24'; Case = 'another namespace''s' }
            @{ Address = '10.0.0.1/24'; Case = 'the bridge''s' }
        ) {
            $null = New-NetNamespace web | Connect-Bridge br0
            $null = New-NetNamespace db
            $before = Get-Trace
            $failure = Get-ErrorOf { Connect-Bridge br0 db -IPAddress $Address }
            $failure.FullyQualifiedErrorId | Should -Be 'AddressAlreadyExists,NetNs.Commands.ConnectBridgeCommand'
            $failure.CategoryInfo.Category | Should -Be ResourceExists
            Get-Trace | Should -Be $before
        }

        It 'refuses to give one address to two namespaces of a pipe' {
            $connections = 'a', 'b' | New-NetNamespace | Connect-Bridge br0 -IPAddress 10.0.0.9/24 -ErrorVariable errors -ErrorAction SilentlyContinue
            $connections.Namespace.Name | Should -Be a
            $errors.FullyQualifiedErrorId | Should -BeLike 'AddressAlreadyExists,*'
            "$($errors.TargetObject)" | Should -Be b
        }

        It 'refuses a second default route, and leaves nothing' {
            $null = New-Bridge br1 -IPAddress 10.1.0.1/24
            $null = New-NetNamespace web | Connect-Bridge br0
            $before = Get-Trace
            $failure = Get-ErrorOf { Connect-Bridge br1 web -InterfaceAlias eth1 }
            $failure.FullyQualifiedErrorId | Should -Be 'RouteAlreadyExists,NetNs.Commands.ConnectBridgeCommand'
            $failure.ErrorDetails.RecommendedAction | Should -Match '-NoDefaultRoute'
            Get-Trace | Should -Be $before
        }

        It 'refuses names that are taken, and leaves nothing: <Case>' -ForEach @(
            @{ Case = 'inside'; Arguments = @{} ; Taken = 'eth0' }
            @{ Case = 'outside'; Arguments = @{ InterfaceAlias = 'eth1'; HostInterfaceAlias = 'veth-web' }; Taken = 'veth-web' }
        ) {
            $null = New-NetNamespace web | Connect-Bridge br0
            $before = Get-Trace
            $failure = Get-ErrorOf { Connect-Bridge br0 web -NoDefaultRoute @Arguments }
            $failure.FullyQualifiedErrorId | Should -Be 'LinkAlreadyExists,NetNs.Commands.ConnectBridgeCommand'
            "$failure" | Should -Match "'$Taken'"
            Get-Trace | Should -Be $before
        }

        It 'refuses the bridge''s own namespace' {
            (Get-ErrorOf { Connect-Bridge br0 $PID }).FullyQualifiedErrorId | Should -Be 'ArgumentsInvalid,NetNs.Commands.ConnectBridgeCommand'
        }

        It 'refuses <Case>, and leaves nothing' -ForEach @(
            @{ Case = 'no address'; Arguments = @{ IPAddress = '123.456.0.0/16' }; ErrorId = 'AddressInvalid' }
            @{ Case = 'the address of the network'; Arguments = @{ IPAddress = '10.0.0.0/24' }; ErrorId = 'AddressInvalid' }
            @{ Case = 'the broadcast address, without a length'; Arguments = @{ IPAddress = '10.0.0.255' }; ErrorId = 'AddressInvalid' }
            @{ Case = 'an address without a length in no subnet of the bridge'; Arguments = @{ IPAddress = '192.168.7.2' }; ErrorId = 'AddressInvalid' }
            @{ Case = 'a multicast address'; Arguments = @{ IPAddress = '224.0.0.1/4' }; ErrorId = 'AddressInvalid' }
            @{ Case = 'an inner name of 16 bytes'; Arguments = @{ InterfaceAlias = 'x' * 16 }; ErrorId = 'LinkNameInvalid' }
            @{ Case = 'an outer name with a slash'; Arguments = @{ HostInterfaceAlias = 'a/b' }; ErrorId = 'LinkNameInvalid' }
            @{ Case = 'an MTU of 67'; Arguments = @{ Mtu = 67 }; ErrorId = 'LinkSettingInvalid' }
            @{ Case = 'an MTU of 65536'; Arguments = @{ Mtu = 65536 }; ErrorId = 'LinkSettingInvalid' }
            @{ Case = 'an MTU too small for IPv6'; Arguments = @{ Mtu = 1279; IPAddress = 'fd00::2/64' }; ErrorId = 'LinkSettingInvalid' }
            @{ Case = 'a namespace that is not there'; Arguments = @{ Namespace = 'nowhere' }; ErrorId = 'NamespaceNotFound' }
            @{ Case = 'a process that is not there'; Arguments = @{ Namespace = 4194304 }; ErrorId = 'ProcessNotFound' }
            @{ Case = 'a bridge that is not there'; Arguments = @{ Bridge = 'nothing' }; ErrorId = 'BridgeNotFound' }
            @{ Case = 'a link that is no bridge'; Arguments = @{ Bridge = 'lo' }; ErrorId = 'NotABridge' }
            @{ Case = 'a namespace of the bridge that is not there'; Arguments = @{ BridgeNamespace = 'nowhere' }; ErrorId = 'NamespaceNotFound' }
        ) {
            $null = New-NetNamespace web
            $before = Get-Trace
            $all = @{ Bridge = 'br0'; Namespace = 'web' } + @{}
            foreach ($key in $Arguments.Keys) { $all[$key] = $Arguments[$key] }
            (Get-ErrorOf { Connect-Bridge @all }).FullyQualifiedErrorId | Should -Be "$ErrorId,NetNs.Commands.ConnectBridgeCommand"
            Get-Trace | Should -Be $before
        }

        It 'refuses a stale namespace, and one that went meanwhile' {
            $null = New-Item /run/netns/stale
            (Get-ErrorOf { Connect-Bridge br0 stale }).FullyQualifiedErrorId | Should -BeLike 'NamespaceStale,*'
            $gone = New-NetNamespace gone
            ip netns del gone
            (Get-ErrorOf { $gone | Connect-Bridge br0 }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
            $null = New-NetNamespace gone
            (Get-ErrorOf { $gone | Connect-Bridge br0 }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
        }

        It 'says what is not permitted' {
            $null = New-NetNamespace web
            Invoke-WithoutPrivilege 'Connect-Bridge br0 web' | Should -Match '^NotPermitted,.*CAP_'
        }

        It 'refuses -IPAddress together with -NoAddress' {
            (Get-ErrorOf { Connect-Bridge br0 web -IPAddress 10.0.0.2/24 -NoAddress }).FullyQualifiedErrorId | Should -BeLike 'AmbiguousParameterSet,*'
        }

        It 'goes on with the rest of the pipe behind a bad item, also behind null' {
            $null = 'a', 'b' | New-NetNamespace
            $connections = 'a', 'nowhere', $null, 'b' | Connect-Bridge br0 -ErrorVariable errors -ErrorAction SilentlyContinue
            $connections.Namespace.Name | Should -Be a, b
            $errors[0].FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
            $errors[0].TargetObject | Should -Be nowhere
        }

        It 'takes an empty pipe' {
            @() | Connect-Bridge br0 | Should -BeNullOrEmpty
        }
    }

    Context '-IfExists Reuse' {
        BeforeEach { $first = New-NetNamespace web | Connect-Bridge br0 }

        It 'returns the present connection, and changes nothing' {
            $before = Get-Trace
            $again = 'web' | Connect-Bridge br0 -IfExists Reuse
            "$($again.Link) $($again.HostLink) $($again.IPAddress) $($again.PrefixLength) $($again.Gateway)" | Should -Be 'eth0 veth-web 10.0.0.2 24 10.0.0.1'
            $again.HostLink | Should -Be $first.HostLink
            Connect-Bridge br0 web -IPAddress 10.0.0.2/24 -HostInterfaceAlias veth-web -Mtu 1500 -IfExists Reuse | Should -Not -BeNullOrEmpty
            Get-Trace | Should -Be $before
        }

        It 'connects what is not connected' {
            ('web', 'db' | New-NetNamespace -IfExists Reuse | Connect-Bridge br0 -IfExists Reuse).IPAddress.IPAddressToString | Should -Be 10.0.0.2, 10.0.0.3
        }

        It 'names the difference: <Case>' -ForEach @(
            @{ Case = 'an address'; Arguments = @{ IPAddress = '10.0.0.9/24' }; Says = '10\.0\.0\.9/24' }
            @{ Case = 'a length'; Arguments = @{ IPAddress = '10.0.0.2/25' }; Says = '10\.0\.0\.2/25' }
            @{ Case = 'no address'; Arguments = @{ NoAddress = $true }; Says = 'has the address 10\.0\.0\.2/24' }
            @{ Case = 'another bridge'; Arguments = @{ Bridge = 'br1' }; Says = 'does not lead to br1' }
            @{ Case = 'the outer name'; Arguments = @{ HostInterfaceAlias = 'other' }; Says = 'veth-web, not other' }
            @{ Case = 'the MTU'; Arguments = @{ Mtu = 1400 }; Says = 'MTU is 1500, not 1400' }
            @{ Case = 'hairpin'; Arguments = @{ Hairpin = $false }; Says = 'hairpin is on' }
        ) {
            $null = New-Bridge br1 -IPAddress 10.1.0.1/24
            $before = Get-Trace
            $all = @{ Bridge = 'br0'; Namespace = 'web' } + @{}
            foreach ($key in $Arguments.Keys) { $all[$key] = $Arguments[$key] }
            $failure = Get-ErrorOf { Connect-Bridge @all -IfExists Reuse }
            $failure.FullyQualifiedErrorId | Should -Be 'ExistingDiffers,NetNs.Commands.ConnectBridgeCommand'
            "$failure" | Should -Match $Says
            Get-Trace | Should -Be $before
        }

        It 'names the difference where something was changed since: <Case>' -ForEach @(
            @{ Case = 'it is down'; Change = { ip -n web link set eth0 down }; Says = 'it is down|no default route' }
            @{ Case = 'the address is gone'; Change = { ip -n web addr flush dev eth0 }; Says = 'no address in 10\.0\.0\.0/24' }
            @{ Case = 'the default route is gone'; Change = { ip -n web route del default }; Says = 'no default route through 10\.0\.0\.1' }
            @{ Case = 'the port was released'; Change = { ip link set veth-web nomaster }; Says = 'does not lead to br0' }
        ) {
            & $Change
            $failure = Get-ErrorOf { Connect-Bridge br0 web -IfExists Reuse }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
            "$failure" | Should -Match $Says
        }
    }

    Context 'manners' {
        It 'changes nothing with -WhatIf' {
            $null = New-NetNamespace web
            $before = Get-Trace
            (Connect-Bridge br0 web -WhatIf) | Should -BeNullOrEmpty
            Get-Trace | Should -Be $before
        }

        It 'tells with -Verbose what ip would be told' {
            $null = New-NetNamespace web
            $told = (Connect-Bridge br0 web -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }) -join "`n"
            $told | Should -Match 'ip link add veth-web mtu 1500 up master br0 type veth peer name eth0 mtu 1500 netns web'
            $told | Should -Match 'ip -n web link set eth0 addrgenmode none'
            $told | Should -Match 'ip -n web link set eth0 up'
            $told | Should -Match 'ip -n web addr add 10\.0\.0\.2/24 dev eth0'
            $told | Should -Match 'ip -n web route add default via 10\.0\.0\.1'
            $told | Should -Match 'ip link set veth-web type bridge_slave hairpin on'
        }

        It 'tells command lines that do the same' {
            'by-ip', 'by-us' | New-NetNamespace | Out-Null
            $told = Connect-Bridge br0 by-us -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object { if ("$_" -match '(ip .*)$') { $Matches[1] } }
            Disconnect-Bridge br0 by-us
            foreach ($line in $told -match '^ip ') { $line.Replace('by-us', 'by-ip') | bash -e }
            Get-InnerAddress by-ip | Should -Be 10.0.0.2/24
            Test-Ping 10.0.0.1 -From by-ip | Should -BeTrue
            (ip -json -d link show veth-by-ip | ConvertFrom-Json).linkinfo.info_slave_data.hairpin | Should -BeTrue
        }

        It 'binds names, objects, processes and objects from another process' {
            $space = 'a', 'b', 'c' | New-NetNamespace
            (Connect-Bridge br0 a).Namespace.Name | Should -Be a
            ($space[1] | Connect-Bridge br0).Namespace.Name | Should -Be b
            ([Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($space[2])) | Connect-Bridge br0).Namespace.Name | Should -Be c
            $null = New-NetNamespace d
            ([pscustomobject]@{ Namespace = 'd' } | Connect-Bridge br0).Namespace.Name | Should -Be d
        }

        It 'survives serialisation and JSON' {
            $connection = New-NetNamespace web | Connect-Bridge br0
            $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($connection))
            "$($copy.Namespace.Name) $($copy.HostLink.Name) $($copy.IPAddress)" | Should -Be 'web veth-web 10.0.0.2'
            ($connection | ConvertTo-Json -Depth 3 | ConvertFrom-Json).HostLink.Name | Should -Be veth-web
        }

        It 'completes bridges of the namespace that was typed, and namespaces' {
            $null = 'lan', 'web' | New-NetNamespace
            $null = New-Bridge br-lan -Namespace lan
            (TabExpansion2 'Connect-Bridge br').CompletionMatches.CompletionText | Should -Be br0
            (TabExpansion2 'Connect-Bridge -BridgeNamespace lan -Bridge br').CompletionMatches.CompletionText | Should -Be br-lan
            (TabExpansion2 'Connect-Bridge br0 w').CompletionMatches.CompletionText | Should -Be web
        }

        It 'needs no more than six requests of the kernel for each namespace, New-NetNamespace included' {
            $null = New-NetNamespace warm-up | Connect-Bridge br0
            $few, $many = 2, 12 | ForEach-Object {
                $n = $_
                $records = 1..$n | ForEach-Object { "c$n-$_" } | New-NetNamespace -Debug 5>&1 | ForEach-Object { $_ } | Where-Object { $_ -isnot [Management.Automation.DebugRecord] } | Connect-Bridge br0 -Debug 5>&1
                @($records | Where-Object { $_ -is [Management.Automation.DebugRecord] -and "$_" -match '^Route, sent' }).Count
            }
            $few | Should -BeGreaterThan 0
            # Not counted: the one that switches on lo, sent from within the new namespace.
            ($many - $few) / 10 + 1 | Should -BeLessOrEqual 6
        }
    }

    Context 'roll-back' {
        It 'leaves nothing when the pipeline is stopped' {
            $before = Get-Trace
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript("Import-Module '$((Get-Module NetNs).Path)'; `$i = 0; while (`$true) { `$i++; `$n = New-NetNamespace stop`$i | Connect-Bridge br0 }")
                $running = $shell.BeginInvoke()
                Wait-Until { Test-Path /run/netns/stop20 } | Should -BeTrue
                $shell.Stop()
                Wait-Until { $running.IsCompleted } | Should -BeTrue
            }
            finally { $shell.Dispose() }
            # Each namespace is connected whole, or not at all.
            foreach ($file in Get-ChildItem /run/netns) {
                $inner = ip -n $file.Name -json addr show eth0 2>$null | ConvertFrom-Json
                if ($inner) { "$($inner.addr_info.local) $(Get-DefaultRoute $file.Name)" | Should -Match '^10\.0\.0\.\d+ 10\.0\.0\.1$' }
            }
            Reset-World
        }

        It 'can be done again after a process was killed in the middle' {
            $process = Start-Script 'kill' '1..200 | ForEach-Object { "k$_" } | New-NetNamespace -IfExists Reuse | Connect-Bridge br0 -IfExists Reuse'
            Wait-Until { Test-Path /run/netns/k30 } 20000 | Should -BeTrue
            $process.Kill()
            $process.WaitForExit()
            # The lock went with it; at most the one namespace it was working on is half connected.
            $errors = $null
            $again = 1..100 | ForEach-Object { "k$_" } | New-NetNamespace -IfExists Reuse | Connect-Bridge br0 -IfExists Reuse -ErrorVariable errors -ErrorAction SilentlyContinue
            $errors.Count | Should -BeLessOrEqual 1
            $again.Count | Should -BeGreaterOrEqual 99
            ($again.IPAddress.IPAddressToString | Sort-Object -Unique).Count | Should -Be $again.Count
        }
    }

    Context 'several at once' {
        It 'never gives an address to two, also when two processes connect at the same time' {
            ip addr add 10.7.0.1/16 dev br0
            $processes = 'a', 'b' | ForEach-Object { Start-Script $_ ('New-NetNamespace ready-{0}; while (-not (Test-Path /run/netns/go)) {{ }}; 1..100 | ForEach-Object {{ "{0}$_" }} | New-NetNamespace | Connect-Bridge br0' -f $_) }
            Wait-Until { (Test-Path /run/netns/ready-a) -and (Test-Path /run/netns/ready-b) } 20000 | Should -BeTrue
            $null = New-NetNamespace go
            $processes | ForEach-Object { $_.WaitForExit() }
            Get-Content "$TestDrive/a.err", "$TestDrive/b.err" | Should -BeNullOrEmpty
            $addresses = foreach ($name in 'a', 'b') { 1..100 | ForEach-Object { Get-InnerAddress "$name$_" } }
            $addresses.Count | Should -Be 400
            ($addresses | Sort-Object -Unique).Count | Should -Be 400
            # In one row, without holes: nobody gave one up either.
            ($addresses -like '10.7.*' | ForEach-Object { [int]($_ -split '[./]')[3] } | Sort-Object)[0, -1] | Should -Be 2, 201
        }

        It 'never gives an address to two, also among runspaces of one process' {
            $null = 1..40 | ForEach-Object { "r$_" } | New-NetNamespace
            $module = (Get-Module NetNs).Path
            $addresses = 1..40 | ForEach-Object -ThrottleLimit 4 -Parallel { Import-Module $using:module; (Connect-Bridge br0 "r$_").IPAddress.IPAddressToString }
            ($addresses | Sort-Object -Unique).Count | Should -Be 40
        }

        It 'stops waiting for another process when the pipeline is stopped' {
            $null = New-NetNamespace web
            $lock = Start-Process flock -ArgumentList '--no-fork', '/proc/sys/net/ipv4/tcp_fastopen_key', 'sleep', '60' -PassThru
            try {
                Wait-Until { lslocks --noheadings --output PID | Where-Object { $_.Trim() -eq $lock.Id } } | Should -BeTrue
                $shell = [powershell]::Create()
                $null = $shell.AddScript("Import-Module '$((Get-Module NetNs).Path)'; Connect-Bridge br0 web")
                $running = $shell.BeginInvoke()
                Wait-Until { Get-NetLink veth-web* } | Should -BeTrue
                $running.IsCompleted | Should -BeFalse
                $shell.Stop()
                Wait-Until { $running.IsCompleted } | Should -BeTrue
                $shell.Dispose()
                Get-NetLink veth-web* | Should -BeNullOrEmpty
            }
            finally { $lock | Stop-Process }
            Connect-Bridge br0 web | Should -Not -BeNullOrEmpty
        }
    }

    Context 'a full bridge' {
        It 'says BridgeFull for the 1,024th port, after a warning at the 900th, and leaves nothing' {
            $null = New-Bridge big -IPAddress 10.8.0.1/16
            $null = 1..899 | ForEach-Object { "link add v$_ master big type veth peer name w$_" } | ip -batch -
            $null = 'n900', 'n901' | New-NetNamespace | Connect-Bridge big -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -Match '900 ports'
            $null = 902..1023 | ForEach-Object { "link add v$_ master big type veth peer name w$_" } | ip -batch -
            $null = New-NetNamespace last
            $failure = Get-ErrorOf { Connect-Bridge big last }
            $failure.FullyQualifiedErrorId | Should -Be 'BridgeFull,NetNs.Commands.ConnectBridgeCommand'
            $failure.CategoryInfo.Category | Should -Be LimitsExceeded
            (ip -n last -json link | ConvertFrom-Json).ifname | Should -Be lo
            1..899 + 902..1023 | ForEach-Object { "link set v$_ group 77" } | ip -batch -
            ip link del group 77
        }
    }
}

Describe 'Disconnect-Bridge' {
    BeforeEach {
        $null = New-Bridge br0 -IPAddress 10.0.0.1/24
        $null = New-Bridge br1 -IPAddress 10.1.0.1/24
        $web = New-NetNamespace web | Connect-Bridge br0
        $db = New-NetNamespace db | Connect-Bridge br0
        $second = Connect-Bridge br1 web -InterfaceAlias eth1 -NoDefaultRoute
    }
    AfterEach { Reset-World }

    It 'removes the connection of a namespace to a bridge, and no other' {
        Disconnect-Bridge br0 web | Should -BeNullOrEmpty
        (ip -n web -json link | ConvertFrom-Json).ifname | Should -Be lo, eth1
        (Get-BridgePort br0).Link | Should -Be veth-db
        (Get-BridgePort br1).Link | Should -Be $second.HostLink.Name
    }

    It 'removes every connection where no bridge is told' {
        'web' | Disconnect-Bridge
        (ip -n web -json link | ConvertFrom-Json).ifname | Should -Be lo
    }

    It 'takes connections, namespaces and names from the pipe' {
        $second | Disconnect-Bridge
        (ip -n web -json link | ConvertFrom-Json).ifname | Should -Be lo, eth0
        Get-NetNamespace web, db | Disconnect-Bridge br0
        Get-BridgePort | Should -BeNullOrEmpty
    }

    It 'finds a connection that ip made, and that nobody has listed since' {
        ip netns add fresh
        ip link add port0 master br0 type veth peer name eth0 netns fresh
        Disconnect-Bridge br0 fresh
        (Get-BridgePort br0).Link | Should -Not -Contain port0
    }

    It 'takes connections from another process' {
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(@($web, $second))) | Disconnect-Bridge
        (ip -n web -json link | ConvertFrom-Json).ifname | Should -Be lo
    }

    It 'finds a bridge in another namespace' {
        $null = New-NetNamespace lan
        $null = New-Bridge br0 -Namespace lan -IPAddress 10.9.0.1/24
        $null = Connect-Bridge br0 db -BridgeNamespace lan -InterfaceAlias eth1 -NoDefaultRoute
        Disconnect-Bridge br0 db -BridgeNamespace lan
        (ip -n db -json link | ConvertFrom-Json).ifname | Should -Be lo, eth0
    }

    It 'changes nothing with -WhatIf' {
        Disconnect-Bridge br0 web -WhatIf
        (Get-BridgePort br0).Link | Should -Be veth-web, veth-db
    }

    It 'reports what is not connected and what is not there, and goes on with the rest of the pipe' {
        $null = New-NetNamespace alone
        'alone', 'nowhere', 'web' | Disconnect-Bridge br0 -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors.FullyQualifiedErrorId | Should -Be 'LinkNotFound,NetNs.Commands.DisconnectBridgeCommand', 'NamespaceNotFound,NetNs.Commands.DisconnectBridgeCommand'
        $errors.TargetObject | ForEach-Object { "$_" } | Should -Be alone, nowhere
        (Get-BridgePort br0).Link | Should -Be veth-db
        (Get-ErrorOf { Disconnect-Bridge nothing web }).FullyQualifiedErrorId | Should -BeLike 'BridgeNotFound,*'
        (Get-ErrorOf { $web | Disconnect-Bridge }).FullyQualifiedErrorId | Should -BeLike 'LinkNotFound,*'
    }
}
