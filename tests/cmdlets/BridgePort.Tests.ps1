BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1

    function New-Wire([string] $Name) {
        # A veth pair by ip: NAME and NAME-far.
        ip link add name $Name type veth peer name "$Name-far"
    }

    function Get-PortOf([string] $Name) {
        # What ip tells of a port.
        (ip -json -d link show dev $Name | ConvertFrom-Json).linkinfo.info_slave_data
    }

    function Copy-Object($Object) {
        # The object as it comes from another process.
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Object))
    }
}
AfterAll { Assert-NothingLeft }

Describe 'Add-BridgePort' {
    AfterEach { Reset-World }

    It 'makes a link a port' {
        $null = New-Bridge br0
        New-Wire veth0
        $port = Add-BridgePort br0 veth0
        $port | Should -BeOfType NetNs.BridgePort
        "$($port.Bridge) $($port.Link) $($port.PeerName)" | Should -Be 'br0 veth0 veth0-far'
        (ip -json link show veth0 | ConvertFrom-Json).master | Should -Be br0
    }

    It 'sets what is asked for at once' {
        $null = New-Bridge br0
        New-Wire veth0
        $port = Add-BridgePort br0 veth0 -Hairpin -Isolated
        $port.Hairpin, $port.Isolated | Should -Be $true, $true
        $seen = Get-PortOf veth0
        $seen.hairpin, $seen.isolated | Should -Be $true, $true
    }

    It 'takes links, pairs (their first ends) and names from the pipe' {
        $null = New-Bridge br0
        New-Wire veth0
        New-Wire veth1
        $null = New-NetNamespace web
        (Get-NetLink veth0 | Add-BridgePort br0).Link | Should -Be veth0
        ('veth1' | Add-BridgePort br0).Link | Should -Be veth1
        (New-VethPair veth2 eth0 -PeerNamespace web | Add-BridgePort br0).Link | Should -Be veth2
        ([pscustomobject]@{ Link = 'veth0-far' } | Add-BridgePort br0).Link | Should -Be veth0-far
    }

    It 'finds the namespace by the bridge, by the link, or by -Namespace' {
        $null = New-NetNamespace lan
        $bridge = New-Bridge br0 -Namespace lan
        'a', 'b', 'c', 'd' | ForEach-Object { ip -n lan link add name $_ type veth peer name "$_-far" }
        (Add-BridgePort $bridge a).Namespace.Name | Should -Be lan
        (Get-NetLink b -Namespace lan | Add-BridgePort br0).Namespace.Name | Should -Be lan
        (Add-BridgePort br0 c -Namespace lan).Namespace.Name | Should -Be lan
        (Copy-Object (Get-NetLink d -Namespace lan) | Add-BridgePort (Copy-Object $bridge)).Namespace.Name | Should -Be lan
    }

    It 'changes nothing with -WhatIf' {
        $null = New-Bridge br0
        New-Wire veth0
        Add-BridgePort br0 veth0 -WhatIf
        (ip -json link show veth0 | ConvertFrom-Json).master | Should -BeNullOrEmpty
    }

    It 'tells with -Verbose what ip would be told' {
        $null = New-Bridge br0
        New-Wire veth0
        $told = "$(Add-BridgePort br0 veth0 -Hairpin -Verbose 4>&1)"
        $told | Should -Match 'ip link set veth0 master br0'
        $told | Should -Match 'ip link set veth0 type bridge_slave hairpin on'
    }

    It 'refuses a link that is a port already, of this bridge or of another' {
        $null = 'br0', 'br1' | New-Bridge
        New-Wire veth0
        $null = Add-BridgePort br1 veth0
        $failure = Get-ErrorOf { Add-BridgePort br0 veth0 }
        $failure.FullyQualifiedErrorId | Should -Be 'AlreadyABridgePort,NetNs.Commands.AddBridgePortCommand'
        $failure.CategoryInfo.Category | Should -Be ResourceExists
        "$failure" | Should -Match 'br1'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Remove-BridgePort'
        (Get-ErrorOf { Add-BridgePort br1 veth0 }).FullyQualifiedErrorId | Should -BeLike 'AlreadyABridgePort,*'
        (Get-ErrorOf { Add-BridgePort br0 veth0 -IfExists Reuse }).FullyQualifiedErrorId | Should -BeLike 'AlreadyABridgePort,*'
    }

    It 'returns the present port with -IfExists Reuse, or names the difference' {
        $null = New-Bridge br0
        New-Wire veth0
        $first = Add-BridgePort br0 veth0 -Hairpin
        Add-BridgePort br0 veth0 -Hairpin -IfExists Reuse | Should -Be $first
        Add-BridgePort br0 veth0 -IfExists Reuse | Should -Be $first
        $failure = Get-ErrorOf { Add-BridgePort br0 veth0 -Isolated -IfExists Reuse }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
        "$failure" | Should -Match 'isolation is off'
    }

    It 'refuses what cannot be a port: <Case>' -ForEach @(
        @{ Case = 'lo'; Link = 'lo' }
        @{ Case = 'a bridge'; Link = 'br1' }
    ) {
        $null = 'br0', 'br1' | New-Bridge
        (Get-ErrorOf { Add-BridgePort br0 $Link }).FullyQualifiedErrorId | Should -Be 'ArgumentsInvalid,NetNs.Commands.AddBridgePortCommand'
        (ip -json link show $Link | ConvertFrom-Json).master | Should -BeNullOrEmpty
    }

    It 'refuses a link in another namespace than the bridge' {
        $null = New-NetNamespace web
        $null = New-Bridge br0
        $pair = New-VethPair a b -Namespace web
        (Get-ErrorOf { Add-BridgePort (Get-Bridge br0) $pair.A }).FullyQualifiedErrorId | Should -BeLike 'ArgumentsInvalid,*'
    }

    It 'reports what is not there and what is no bridge, and goes on with the rest of the pipe' {
        $null = New-Bridge br0
        New-Wire veth0
        (Get-ErrorOf { Add-BridgePort nothing veth0 }).FullyQualifiedErrorId | Should -BeLike 'BridgeNotFound,*'
        (Get-ErrorOf { Add-BridgePort lo veth0 }).FullyQualifiedErrorId | Should -BeLike 'NotABridge,*'
        $added = 'nothing', 'veth0' | Add-BridgePort br0 -ErrorVariable errors -ErrorAction SilentlyContinue
        $added.Link | Should -Be veth0
        $errors.FullyQualifiedErrorId | Should -Be 'LinkNotFound,NetNs.Commands.AddBridgePortCommand'
        $errors.TargetObject | Should -Be nothing
        Invoke-WithoutPrivilege 'Add-BridgePort br0 veth0-far' | Should -Match '^NotPermitted,'
    }

    It 'says BridgeFull at the 1,024th port' {
        $null = New-Bridge br0
        $commands = 1..1024 | ForEach-Object { "link add v$_ $(if ($_ -le 1023) { 'master br0 ' })type veth peer name w$_" }
        $commands | ip -batch -
        $failure = Get-ErrorOf { Add-BridgePort br0 v1024 }
        $failure.FullyQualifiedErrorId | Should -Be 'BridgeFull,NetNs.Commands.AddBridgePortCommand'
        $failure.CategoryInfo.Category | Should -Be LimitsExceeded
        (1..1024 | ForEach-Object { "link set v$_ group 77" }) + 'link del group 77' | ip -batch -
    }
}

Describe 'Get-BridgePort' {
    AfterEach { Reset-World }

    It 'lists the ports of one bridge, of all, and of those that match' {
        $null = 'br0', 'br1', 'lan' | New-Bridge
        'a', 'b', 'c' | ForEach-Object { New-Wire $_ }
        $null = 'a', 'b' | Add-BridgePort br0
        $null = Add-BridgePort lan c
        (Get-BridgePort br0).Link | Should -Be a, b
        (Get-BridgePort).Link | Should -Be a, b, c
        (Get-BridgePort l*).Link | Should -Be c
        (Get-BridgePort b*).Link | Should -Be a, b
        (Get-BridgePort c).Bridge | Should -Be lan
        Get-BridgePort br1 | Should -BeNullOrEmpty
        Get-BridgePort nothing* | Should -BeNullOrEmpty
        (Get-BridgePort -Bridge br0).Link | Should -Be a, b
    }

    It 'tells which namespace is behind each port' {
        $null = New-Bridge br0
        'red', 'blue' | New-NetNamespace | ForEach-Object { ip link add "v-$_" master br0 type veth peer name eth0 netns $_ }
        $ports = Get-BridgePort br0
        $ports.PeerNamespace.Name | Should -Be red, blue
        $ports.PeerName | Should -Be eth0, eth0
    }

    It 'tells the settings that ip tells' {
        $null = New-Bridge br0
        New-Wire a
        ip link set dev a master br0
        ip link set dev a up
        ip link set dev a-far up
        ip link set dev a type bridge_slave cost 7 priority 9 hairpin on isolated on learning off flood off guard on
        Wait-Until { (Get-BridgePort a).State -eq 'Forwarding' } | Should -BeTrue
        $port = Get-BridgePort a
        $port.Cost, $port.Priority | Should -Be 7, 9
        $port.Hairpin, $port.Isolated, $port.Guard | Should -Be $true, $true, $true
        $port.Learning, $port.Flood | Should -Be $false, $false
    }

    It 'takes bridges, links, ports and connections from the pipe' {
        $bridge = New-Bridge br0 -IPAddress 10.0.0.1/24
        $connection = New-NetNamespace web | Connect-Bridge br0
        ($bridge | Get-BridgePort).Link | Should -Be veth-web
        (Get-NetLink veth-web | Get-BridgePort).Link | Should -Be veth-web
        ($connection | Get-BridgePort).Link | Should -Be veth-web
        (Get-BridgePort | Get-BridgePort).Link | Should -Be veth-web
        (Copy-Object $connection | Get-BridgePort).Link | Should -Be veth-web
        (Copy-Object (Get-BridgePort veth-web) | Get-BridgePort).Link | Should -Be veth-web
    }

    It 'reports what is not there and what is no port' {
        (Get-ErrorOf { Get-BridgePort nothing }).FullyQualifiedErrorId | Should -Be 'LinkNotFound,NetNs.Commands.GetBridgePortCommand'
        (Get-ErrorOf { Get-BridgePort lo }).FullyQualifiedErrorId | Should -Be 'NotABridgePort,NetNs.Commands.GetBridgePortCommand'
    }

    It 'completes bridges and ports' {
        $null = New-Bridge xbr0
        New-Wire x-a
        New-Wire x-b
        $null = Add-BridgePort xbr0 x-a
        (TabExpansion2 'Get-BridgePort x').CompletionMatches.CompletionText | Should -Be xbr0, x-a
    }

    It 'can be turned into JSON' {
        $null = New-Bridge br0
        New-Wire a
        $port = Add-BridgePort br0 a | ConvertTo-Json -Depth 3 | ConvertFrom-Json
        $port.Link | Should -Be a
    }
}

Describe 'Set-BridgePort' {
    AfterEach { Reset-World }

    BeforeEach {
        $null = New-Bridge br0
        New-Wire a
        New-Wire b
        $null = 'a', 'b' | Add-BridgePort br0
    }

    It 'changes what was said, and nothing else' {
        Set-BridgePort a -Hairpin -Learning:$false -Flood:$false -Guard -Cost 10 -Priority 5 | Should -BeNullOrEmpty
        $seen = Get-PortOf a
        "$($seen.hairpin) $($seen.learning) $($seen.unicast_flood ?? $seen.flood) $($seen.guard) $($seen.cost) $($seen.priority)" | Should -Be 'True False False True 10 5'
        Set-BridgePort a -Hairpin:$false
        (Get-PortOf a).guard | Should -BeTrue
        (Get-PortOf a).hairpin | Should -BeFalse
    }

    It 'changes all ports of a bridge, or what comes by the pipe' {
        Set-BridgePort br0 -Isolated
        (Get-BridgePort br0).Isolated | Should -Be $true, $true
        (Get-Bridge br0 | Set-BridgePort -Isolated:$false -PassThru).Isolated | Should -Be $false, $false
        (Get-BridgePort b | Set-BridgePort -Cost 9 -PassThru).Cost | Should -Be 9
        (Copy-Object (Get-BridgePort b) | Set-BridgePort -Cost 11 -PassThru).Cost | Should -Be 11
    }

    It 'acts on the outer end of a connection' {
        ip addr add 10.0.0.1/24 dev br0
        $connection = New-NetNamespace web | Connect-Bridge br0
        ($connection | Set-BridgePort -Isolated -PassThru).Link | Should -Be veth-web
    }

    It 'changes nothing with -WhatIf' {
        Set-BridgePort a -Hairpin -WhatIf
        (Get-PortOf a).hairpin | Should -BeFalse
    }

    It 'keeps isolated ports from talking to each other' {
        ip netns add one
        ip netns add two
        ip link set dev a-far netns one
        ip link set dev b-far netns two
        ip -n one addr add 10.0.0.1/24 dev a-far
        ip -n two addr add 10.0.0.2/24 dev b-far
        ip -n one link set dev a-far up
        ip -n two link set dev b-far up
        Enable-NetLink a, b
        Wait-Until { Test-Ping 10.0.0.2 -From one } | Should -BeTrue
        Get-BridgePort br0 | Set-BridgePort -Isolated
        Test-Ping 10.0.0.2 -From one | Should -BeFalse
    }

    It 'refuses <Case>' -ForEach @(
        @{ Case = 'a cost of 0'; Settings = @{ Cost = 0 } }
        @{ Case = 'a cost of 65536'; Settings = @{ Cost = 65536 } }
        @{ Case = 'a priority of 64'; Settings = @{ Priority = 64 } }
        @{ Case = 'a negative priority'; Settings = @{ Priority = -1 } }
    ) {
        (Get-ErrorOf { Set-BridgePort a @Settings -Hairpin }).FullyQualifiedErrorId | Should -Be 'LinkSettingInvalid,NetNs.Commands.SetBridgePortCommand'
        (Get-PortOf a).hairpin | Should -BeFalse
    }

    It 'says what there is to set where nothing was said' {
        (Get-ErrorOf { Set-BridgePort a }).FullyQualifiedErrorId | Should -Be 'ArgumentsInvalid,NetNs.Commands.SetBridgePortCommand'
    }

    It 'reports what is no port, what is not there, and what is not permitted' {
        (Get-ErrorOf { Set-BridgePort lo -Guard }).FullyQualifiedErrorId | Should -BeLike 'NotABridgePort,*'
        (Get-ErrorOf { Set-BridgePort nothing -Guard }).FullyQualifiedErrorId | Should -BeLike 'LinkNotFound,*'
        Invoke-WithoutPrivilege 'Set-BridgePort a -Guard' | Should -Match '^NotPermitted,'
    }
}

Describe 'Remove-BridgePort' {
    AfterEach { Reset-World }

    BeforeEach {
        $null = New-Bridge br0
        New-Wire a
        New-Wire b
        $null = 'a', 'b' | Add-BridgePort br0
    }

    It 'takes a port off its bridge; the link stays' {
        Remove-BridgePort a | Should -BeNullOrEmpty
        (ip -json link show dev a | ConvertFrom-Json).master | Should -BeNullOrEmpty
        (Get-BridgePort br0).Link | Should -Be b
    }

    It 'takes all ports of a bridge, or what comes by the pipe' {
        Get-BridgePort br0 | Where-Object Link -EQ b | Remove-BridgePort
        (Get-BridgePort br0).Link | Should -Be a
        $null = Add-BridgePort br0 b
        Remove-BridgePort -Bridge br0
        Get-BridgePort br0 | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        Remove-BridgePort br0 -WhatIf
        (Get-BridgePort br0).Link | Should -Be a, b
    }

    It 'reports what is no port and what is not there' {
        (Get-ErrorOf { Remove-BridgePort a-far }).FullyQualifiedErrorId | Should -Be 'NotABridgePort,NetNs.Commands.RemoveBridgePortCommand'
        (Get-ErrorOf { Remove-BridgePort nothing }).FullyQualifiedErrorId | Should -BeLike 'LinkNotFound,*'
    }
}

Describe 'Get-BridgeForwarding' {
    AfterEach { Reset-World }

    BeforeEach {
        $null = New-Bridge br0 -IPAddress 10.0.0.1/24
        $red, $blue = 'red', 'blue' | New-NetNamespace | Connect-Bridge br0
        Test-Ping 10.0.0.3 -From red | Should -BeTrue
    }

    It 'lists learned addresses with the namespaces they are in' {
        $found = Get-BridgeForwarding br0
        $found.LinkLayerAddress | Sort-Object | Should -Be ($red.Link.LinkLayerAddress, $blue.Link.LinkLayerAddress | Sort-Object)
        $entry = $found | Where-Object LinkLayerAddress -EQ $red.Link.LinkLayerAddress
        "$($entry.State) $($entry.Link) $($entry.PeerNamespace) $($entry.Bridge)" | Should -Be 'Learned veth-red red br0'
    }

    It 'lists static entries' {
        bridge fdb add 02:00:00:00:00:99 dev veth-red master static
        # A kernel with VLAN filtering also makes one for the VLAN that all ports are in.
        $entries = @(Get-BridgeForwarding br0 | Where-Object State -EQ Static)
        $entries.LinkLayerAddress | Select-Object -Unique | Should -Be '02:00:00:00:00:99'
        $entries.Link | Select-Object -Unique | Should -Be veth-red
        $entries.Count | Should -Be @(bridge -json fdb show br br0 | ConvertFrom-Json | Where-Object mac -EQ '02:00:00:00:00:99').Count
    }

    It 'lists the ports'' and the bridge''s own addresses with -IncludeLocal only' {
        (Get-BridgeForwarding br0).State | Should -Not -Contain Local
        $local = Get-BridgeForwarding br0 -IncludeLocal | Where-Object State -EQ Local
        $local.LinkLayerAddress | Should -Contain $red.HostLink.LinkLayerAddress
        $local.LinkLayerAddress | Should -Contain (Get-Bridge br0).LinkLayerAddress
    }

    It 'lists those of every bridge, of those that match, and of what comes by the pipe' {
        $null = New-Bridge other
        (Get-BridgeForwarding).Bridge | Select-Object -Unique | Should -Be br0
        (Get-BridgeForwarding b*).Bridge | Select-Object -Unique | Should -Be br0
        Get-BridgeForwarding other | Should -BeNullOrEmpty
        (Get-Bridge br0 | Get-BridgeForwarding) | Should -HaveCount 2
        (Copy-Object (Get-Bridge br0) | Get-BridgeForwarding) | Should -HaveCount 2
    }

    It 'reports what is not there and what is no bridge' {
        (Get-ErrorOf { Get-BridgeForwarding nothing }).FullyQualifiedErrorId | Should -Be 'BridgeNotFound,NetNs.Commands.GetBridgeForwardingCommand'
        (Get-ErrorOf { Get-BridgeForwarding lo }).FullyQualifiedErrorId | Should -BeLike 'NotABridge,*'
    }
}
