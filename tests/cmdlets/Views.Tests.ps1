# What every type looks like, as a table and as a list, at terminals of 80, 100 and 160 columns: compared with what a person looked
# at and found good (tests/fixtures/views.txt). MAC addresses, numbers and times are compared by their form.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/HelpExamples.ps1

    # Long names, IPv6, several of each kind.
    $null = New-NetNamespace web, a-namespace-with-a-rather-long-name
    $bridge = New-Bridge br-fifteen-byte -IPAddress 10.0.0.1/24, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:1/64
    $web, $long = 'web', 'a-namespace-with-a-rather-long-name' | Connect-Bridge br-fifteen-byte
    $pair = New-VethPair veth-fifteen-by peer-fifteen-by -PeerNamespace a-namespace-with-a-rather-long-name -Up
    $port = $web | Publish-ContainerPort 8080:80 -EnableForwarding -WarningAction Ignore
    $range = $long | Publish-ContainerPort 9000-9010:9000-9010/udp -SourcePrefix 2001:db8::/32 -WarningAction Ignore -ErrorAction Ignore
    $masquerade = Add-Masquerade 10.0.0.0/24, 2001:db8:aaaa:bbbb::/64 -WarningAction Ignore
    $null = New-NetRoute 2001:db8:1111:2222:3333:4444:5555:0/112 -NextHop 2001:db8:aaaa:bbbb:cccc:dddd:eeee:2 -InterfaceAlias br-fifteen-byte
    $null = New-NetRoute 192.0.2.0/24 -Type Blackhole
    $null = New-NetNeighbor 2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff -LinkLayerAddress 02:00:00:00:00:99 -InterfaceAlias br-fifteen-byte
    $null = New-NetRule 100 -From 2001:db8:aaaa:bbbb::/64 -To 2001:db8:1111:2222:3333:4444:5555:0/112 -FwMark 0x10/0xff -InterfaceAlias br-fifteen-byte -Protocol Tcp -DestinationPort 8000-8999 -Table 4294967295 -SuppressPrefixLength 0
    $null = New-NetRule 90 -From 10.0.0.0/24 -Action Goto -Goto 100
    $null = New-NetRule 95 -From 10.0.0.0/24 -Action Prohibit -Invert
    $null = Wait-NetLink $web.HostLink -Timeout 10
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::IPv6Loopback, 5555)
    $listener.Start()

    $samples = [ordered]@{
        NetNamespace          = { Get-NetNamespace }
        NetLink               = { Get-NetLink -AllNamespaces }
        VethPair              = { $pair }
        NetLinkStatistics     = { Get-NetLinkStatistics }
        Bridge                = { Get-Bridge }
        BridgePort            = { Get-BridgePort br-fifteen-byte }
        BridgeConnection      = { $web, $long }
        NetIPAddress          = { Get-NetIPAddress | Where-Object IPAddress -NotLike 'fe80*' }
        NetRoute              = { Get-NetRoute | Where-Object DestinationPrefix -NotLike 'fe80*' }
        NetRule               = { Get-NetRule }
        NetNeighbor           = { Get-NetNeighbor 2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff }
        NetIPConfiguration    = { Get-NetIPConfiguration -Namespace web }
        Masquerade            = { $masquerade }
        ContainerPort         = { $port; $range }
        NetFirewallHook       = { Get-NetFirewallHook }
        NetRepair             = { nft add table inet NetNs '{ flags dormant; }'; Repair-NetNs }
        NetContainer          = { [NetNs.NetContainer]@{ Name = 'shop-frontend-1'; Id = '0123456789abcdef' * 4; State = 'Running'; ProcessId = 4711; Namespace = (Get-NetNamespace web); IPAddress = '172.17.0.2', '2001:db8:aaaa:bbbb:cccc:dddd:eeee:5'; PublishedPort = '0.0.0.0:8080:80/tcp', '[::]:8080:80/tcp' }; [NetNs.NetContainer]@{ Name = 'db'; Id = 'fedcba9876543210' * 4; Engine = 'Podman'; State = 'Exited' } }
        NetForwarding         = { Get-NetForwarding -AddressFamily IPv4 }
        NetSysctl             = { Get-NetSysctl net.ipv4.ip_forward, net.ipv4.conf.lo.rp_filter }
        NetConnectionResult   = { $web | Test-NetConnection 10.0.0.1 -Count 1; $web | Test-NetConnection 2001:db8:9::1 -Count 1 -Timeout 1 }
        NetPathHop            = { $web | Trace-NetPath -Destination 10.0.0.1; $web | Trace-NetPath -Destination 2001:db8:9::1 -Port 443 }
        NetReachability       = {
            [NetNs.NetReachability]@{ Namespace = (Get-NetNamespace web); Target = (Get-NetNamespace a-namespace-with-a-rather-long-name); Succeeded = $true; RemoteAddress = '10.0.0.3'; RoundTrip = [timespan]::FromMilliseconds(0.12) }
            [NetNs.NetReachability]@{ Namespace = (Get-NetNamespace a-namespace-with-a-rather-long-name); Target = (Get-NetNamespace web); FailureReason = '10.0.0.2: no answer within 1 s; 2001:db8:aaaa:bbbb:cccc:dddd:eeee:2: no answer within 1 s' }
        }
        NetTCPConnection      = { Get-NetTCPConnection -LocalPort 5555 }
        NetNsTestWorld        = { [NetNs.NetNsTestWorld]@{ Name = 'nt4711-1f3a-1'; Host = (Get-NetNamespace web); ProcessId = 4711; IsAbandoned = $true } }
        NetLab                = { [NetNs.NetLab]@{ Name = 'shop'; Nodes = 'db', 'r1', 'web'; Bridges = , 'lan'; Links = , 'r1:eth1,web:eth1'; Ports = $port; Sealed = $true; Namespace = (Get-NetNamespace web) } }
        NetTopology           = {
            [NetNs.NetTopology]@{
                Nodes     = [NetNs.NetTopologyNode[]]@(& $samples.NetTopologyNode); Bridges = [NetNs.NetTopologyBridge[]]@(& $samples.NetTopologyBridge); Links = [NetNs.NetTopologyLink[]]@(& $samples.NetTopologyLink)
                Addresses = [NetNs.NetTopologyAddress[]]@(& $samples.NetTopologyAddress); Routes = [NetNs.NetTopologyRoute[]]@(& $samples.NetTopologyRoute); Ports = [NetNs.NetTopologyPort[]]@(& $samples.NetTopologyPort)
                MachineName = 'anna'
            }
        }
        NetTopologyNode       = {
            [NetNs.NetTopologyNode]@{ Name = 'shop-host'; Role = 'Host'; Source = 'Named'; Lab = 'shop'; IPv4Forwarding = $true; IPv6Forwarding = $true; Inode = 4026532001 }
            [NetNs.NetTopologyNode]@{ Name = 'shop-web'; Role = 'Endpoint'; Source = 'Named'; Lab = 'shop'; LabNode = 'web'; Inode = 4026532002 }
        }
        NetTopologyBridge     = { [NetNs.NetTopologyBridge]@{ Node = 'shop-host'; Name = 'lan'; State = 'Up'; Mtu = 1500; Masquerade = $true } }
        NetTopologyLink       = {
            [NetNs.NetTopologyLink]@{ Node = 'shop-host'; InterfaceAlias = 'web-eth0'; Kind = 'Veth'; State = 'Up'; Mtu = 1500; Bridge = 'lan'; PeerNode = 'shop-web'; PeerInterfaceAlias = 'eth0'; PeerMtu = 1500 }
            [NetNs.NetTopologyLink]@{ Node = 'shop-web'; InterfaceAlias = 'eth0.10'; Kind = 'Vlan'; Detail = 'vlan 10'; State = 'Down'; Mtu = 1500; PeerNode = 'shop-web'; PeerInterfaceAlias = 'eth0' }
        }
        NetTopologyAddress    = { [NetNs.NetTopologyAddress]@{ Node = 'shop-web'; InterfaceAlias = 'eth0'; IPAddress = '10.1.0.3/24' } }
        NetTopologyRoute      = { [NetNs.NetTopologyRoute]@{ Node = 'shop-web'; DestinationPrefix = '0.0.0.0/0'; NextHop = '10.1.0.1'; InterfaceAlias = 'eth0'; Type = 'Unicast' } }
        NetTopologyPort       = { [NetNs.NetTopologyPort]@{ Node = 'shop-host'; HostAddress = '::'; HostPort = 8080; Protocol = 'Tcp'; TargetNode = 'shop-web'; TargetAddress = 'fd00:1::3'; TargetPort = 80 } }
        NetTopologyChange     = {
            [NetNs.NetTopologyChange]@{ Action = 'Added'; Kind = 'Address'; Node = 'web'; Target = 'web:eth0 10.1.0.99/24'; After = 'Node=web InterfaceAlias=eth0 IPAddress=10.1.0.99/24' }
            [NetNs.NetTopologyChange]@{ Action = 'Changed'; Kind = 'Link'; Node = 'host'; Target = 'host:web-eth0 - web:eth0'; Before = 'PeerMtu=1500'; After = 'PeerMtu=1400' }
            [NetNs.NetTopologyChange]@{ Action = 'Removed'; Kind = 'Node'; Node = 'old'; Target = 'old'; Before = 'Name=old Role=Endpoint' }
        }
        NetLabChange          = {
            [NetNs.NetLabChange]@{ Lab = 'shop'; Action = 'Create'; Kind = 'Connection'; Target = 'web:eth0'; After = 'on lan, 10.1.0.3/24, fd00:1::3/64' }
            [NetNs.NetLabChange]@{ Lab = 'shop'; Action = 'Change'; Kind = 'Route'; Target = 'r1:10.9.0.0/24'; Before = 'via 10.2.0.2'; After = 'via 10.2.0.6' }
            [NetNs.NetLabChange]@{ Lab = 'shop'; Action = 'Remove'; Kind = 'Namespace'; Target = 'old'; Before = 'shop-old' }
        }
        NetCommandTranslation = {
            [NetNs.NetCommandTranslation]@{ Line = 1; Source = 'ip link set ceth0 netns netns0'; Command = 'Move-NetLink ceth0 -Destination netns0'; Confidence = 'Exact' }
            [NetNs.NetCommandTranslation]@{ Line = 2; Source = 'tc qdisc show'; Confidence = 'Unsupported'; Note = 'Traffic shaping has no cmdlet.' }
        }
    }

    function Get-Look {
        param($Objects, [int] $Width, [switch] $AsList, [string] $Rendering = 'PlainText')
        $before = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = $Rendering
        try { @(($Objects | ForEach-Object { $_ } | & { process { $_ } } | ForEach-Object -Begin { $all = @() } -Process { $all += $_ } -End { $AsList ? ($all | Format-List) : $all } | Out-String -Width $Width) -split "`n").ForEach('TrimEnd') }
        finally { $PSStyle.OutputRendering = $before }
    }
    $objects = @{}
    foreach ($name in $samples.Keys) { $objects[$name] = @(& $samples[$name]) }
}

AfterAll {
    $listener.Stop()
    Reset-World
    Assert-NothingLeft
}

Describe 'The views' {
    It 'have something to show of each type' {
        foreach ($name in $samples.Keys) { $objects[$name] | Should -Not -BeNullOrEmpty -Because "there is a sample of $name" }
    }

    It 'fit a terminal of <_> columns' -ForEach 80, 100, 160 {
        foreach ($name in $samples.Keys) {
            foreach ($asList in $false, $true) {
                $look = Get-Look $objects[$name] $_ -AsList:$asList
                ($look | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $_ -Because "$name fits"
            }
        }
    }

    It 'cut nothing off at 160 columns' {
        foreach ($name in $samples.Keys | Where-Object { $_ -notin 'NetFirewallHook', 'NetConnectionResult' }) { (Get-Look $objects[$name] 160) -join "`n" | Should -Not -Match '…' -Because "$name has room" }
    }

    It 'say the same in colour' {
        foreach ($name in $samples.Keys) {
            $plain = Get-Look $objects[$name] 100
            (Get-Look $objects[$name] 100 -Rendering Ansi) -replace '\e\[[\d;]*m' | ForEach-Object TrimEnd | Should -Be $plain -Because "$name looks alike"
        }
        (Get-Look $objects['NetLink'] 100 -Rendering Ansi) -join '' | Should -Match '\e\['
    }

    It 'stay a table for 300 rows, with one header for each namespace' {
        $many = 1..300 | ForEach-Object { $objects['NetLink'][0] }
        $look = Get-Look $many 100
        $look -match '^Name +Kind' | Should -HaveCount 1
        ($look | Where-Object { $_ }).Count | Should -BeGreaterThan 300
    }

    It 'break a reason between words, at the width of the terminal' {
        $width = $Host.UI.RawUI.BufferSize.Width
        $reason = 'no route: 198.51.100.77 is unreachable: no connected network holds it (10.0.0.0/24 on br-fifteen-byte), and there is no default route.'
        $look = Get-Look ([NetNs.NetConnectionResult]@{ ComputerName = '198.51.100.77'; PingSucceeded = $false; FailureReason = $reason; Namespace = (Get-NetNamespace web) }) $width
        $rows = @($look | Where-Object { $_ -match '^198' -or $_ -match '^ {20}' })
        $rows.Count | Should -BeGreaterThan 1
        ($rows -replace '^198\S+ +no +' | ForEach-Object Trim) -join ' ' | Should -Be $reason
    }

    It 'are as they were when somebody looked at them' {
        # How long a ping took decides how much of a reason fits.
        $made = foreach ($name in $samples.Keys | Where-Object { $_ -ne 'NetConnectionResult' }) {
            foreach ($width in 80, 100, 160) { "== $name, $width columns"; Get-Look $objects[$name] $width }
            "== $name, as a list"; Get-Look $objects[$name][0] 100 -AsList
        }
        # This process listens. It is "dotnet" where PowerShell is a .NET tool.
        $made = $made -replace "\b$([regex]::Escape((Get-Process -Id $PID).ProcessName))\b(?= \(|$)", 'pwsh'
        $path = "$PSScriptRoot/../../output/views.txt"
        Set-Content $path $made
        $expected = Get-Content "$PSScriptRoot/../fixtures/views.txt" -ErrorAction Ignore
        ConvertTo-Form $made | Should -Be (ConvertTo-Form $expected) -Because 'the views are as in tests/fixtures/views.txt; if that is meant: cp output/views.txt tests/fixtures/views.txt'
    }
}
