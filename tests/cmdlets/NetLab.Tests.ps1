# Labs as data: created, compared, changed, removed. ip and nft are the witnesses; NetNs.Core.Tests tries random pairs of definitions.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    # Hosts files go to /etc/netns, which belongs to the machine: a directory of the test's own over it.
    $null = New-Item /etc/netns -ItemType Directory -Force
    mount -t tmpfs none /etc/netns

    function Get-ShopDefinition {
        @{
            Name    = 'shop'
            Bridges = @{ lan = @{ IPAddress = '10.1.0.1/24', 'fd00:1::1/64'; Masquerade = $true } }
            Nodes   = @{
                web = @{ Bridge = 'lan'; IPAddress = '10.1.0.3'; Publish = '8080:80' }
                db  = @{ Bridge = 'lan'; IPAddress = '10.1.0.20/24' }
                r1  = @{ Forwarding = $true; Sysctl = @{ 'net.ipv4.conf.all.rp_filter' = 2 }; Routes = '10.9.0.0/24 via 10.2.0.2' }
            }
            Links   = @( @{ Ends = 'r1:eth1', 'web:eth1'; Subnet = '10.2.0.0/30', 'fd00:2::/64'; Mtu = 1400 } )
        }
    }

    function Invoke-ChildPwsh { param([string] $Script) pwsh -NoProfile -NonInteractive -Command "Import-Module '$((Get-Module NetNs).Path)'; $Script" }
    function Start-ChildPwsh { param([string] $Script) Start-Process pwsh -ArgumentList '-NoProfile', '-NonInteractive', '-Command', "`"Import-Module '$((Get-Module NetNs).Path)'; $Script`"" -PassThru -RedirectStandardOutput /dev/null }

    function Get-Index { param($Namespace, $Link) (ip -n $Namespace -json link show $Link | ConvertFrom-Json).ifindex }
}
AfterAll {
    umount /etc/netns
    Assert-NothingLeft
}

Describe 'Set-NetLab' {
    AfterEach {
        Get-NetLab | Remove-NetLab
        Reset-World
    }

    It 'creates what the definition describes, sealed from the machine' {
        $before = ip -json link | ConvertFrom-Json | ForEach-Object ifname
        $changes = Set-NetLab (Get-ShopDefinition)
        $changes.Action | Select-Object -Unique | Should -Be 'Create', 'Change'
        ip netns | ForEach-Object { ($_ -split ' ')[0] } | Sort-Object | Should -Be 'shop-db', 'shop-host', 'shop-r1', 'shop-web'
        ip -json link | ConvertFrom-Json | ForEach-Object ifname | Should -Be $before
        nft list ruleset | Should -BeNullOrEmpty
        ip netns exec shop-db ping -c1 -W2 10.1.0.3 | Out-Null
        $LASTEXITCODE | Should -Be 0
        ip netns exec shop-db ping -6 -c1 -W2 fd00:1::1 | Out-Null
        $LASTEXITCODE | Should -Be 0
        (ip -n shop-r1 -json route show 10.9.0.0/24 | ConvertFrom-Json).gateway | Should -Be 10.2.0.2
        ip netns exec shop-r1 sysctl -n net.ipv4.ip_forward net.ipv4.conf.all.rp_filter | Should -Be 1, 2
        (ip -n shop-r1 -json link show eth1 | ConvertFrom-Json).mtu | Should -Be 1400
        (ip netns exec shop-host nft list table inet NetNs) -join "`n" | Should -Match '8080.*10\.1\.0\.3 \. 80'
    }

    It 'does nothing in a second run, and sends no changing message' {
        $null = Set-NetLab (Get-ShopDefinition)
        Set-NetLab (Get-ShopDefinition) | Should -BeNullOrEmpty
        Test-NetLab (Get-ShopDefinition) | Should -BeTrue
        # RTM_NEW, RTM_DEL, RTM_SET: every such request of a run would show.
        $said = Set-NetLab (Get-ShopDefinition) -Debug 5>&1
        $said -join "`n" | Should -Not -Match 'RTM_(NEW|DEL|SET)\w+ .*(Request|REQUEST)'
    }

    It 'gives the same addresses for a file, a hashtable and JSON' {
        $definition = Get-ShopDefinition
        $null = Set-NetLab $definition
        $definition | ConvertTo-Json -Depth 6 | Set-Content "$TestDrive/shop.json"
        Compare-NetLab "$TestDrive/shop.json" | Should -BeNullOrEmpty
        Get-Content "$TestDrive/shop.json" -Raw | ConvertFrom-Json | Compare-NetLab | Should -BeNullOrEmpty
        Get-Item "$TestDrive/shop.json" | Test-NetLab | Should -BeTrue
        Set-Content "$TestDrive/shop.psd1" "@{ Name = 'shop'; Bridges = @{ lan = @{ IPAddress = '10.1.0.1/24', 'fd00:1::1/64'; Masquerade = `$true } }; Nodes = @{
            web = @{ Bridge = 'lan'; IPAddress = '10.1.0.3'; Publish = '8080:80' }; db = @{ Bridge = 'lan'; IPAddress = '10.1.0.20/24' }
            r1 = @{ Forwarding = `$true; Sysctl = @{ 'net.ipv4.conf.all.rp_filter' = 2 }; Routes = '10.9.0.0/24 via 10.2.0.2' } }
            Links = @( @{ Ends = 'r1:eth1', 'web:eth1'; Subnet = '10.2.0.0/30', 'fd00:2::/64'; Mtu = 1400 } ) }"
        Compare-NetLab "$TestDrive/shop.psd1" | Should -BeNullOrEmpty
    }

    It 'changes what differs, and touches nothing else' {
        $definition = Get-ShopDefinition
        $null = Set-NetLab $definition
        $web = Get-Index shop-web eth0
        $cable = Get-Index shop-web eth1
        $program = Start-NetNamespaceProcess shop-db sleep -ArgumentList 600
        try {
            $definition.Nodes.web.Publish = '8081:80'
            $definition.Nodes.r1.Remove('Sysctl')
            $definition.Links[0].Mtu = 1300
            $definition.Nodes.cache = @{ Bridge = 'lan' }
            $definition.Bridges.lan.Masquerade = $false
            $changes = Set-NetLab $definition
            $changes.Target | Should -Contain 'web:8081:80'
            $changes[-1].Action | Should -Be Remove
            Compare-NetLab $definition | Should -BeNullOrEmpty
            Get-Index shop-web eth0 | Should -Be $web
            Get-Index shop-web eth1 | Should -Be $cable
            (ip -n shop-web -json link show eth1 | ConvertFrom-Json).mtu | Should -Be 1300
            ip netns exec shop-r1 sysctl -n net.ipv4.conf.all.rp_filter | Should -Be 0
            (ip netns exec shop-host nft list table inet NetNs) -join "`n" | Should -Not -Match '8080'
            $program.HasExited | Should -BeFalse
        }
        finally { $program | Stop-Process }
    }

    It 'keeps a TCP connection through a link that does not change' {
        $definition = Get-ShopDefinition
        $null = Set-NetLab $definition
        $listener = Start-NetNamespaceProcess shop-db socat -ArgumentList 'TCP-LISTEN:7001,bind=10.1.0.20', 'SYSTEM:cat'
        Wait-Until { ip netns exec shop-db ss -Hltn 'sport = 7001' } | Should -BeTrue
        $client = Start-Process ip -ArgumentList 'netns exec shop-web socat -u TCP:10.1.0.20:7001,retry=20,interval=0.1 OPEN:/dev/null' -PassThru
        try {
            Wait-Until { ip netns exec shop-web ss -Htn state established 'dport = 7001' } | Should -BeTrue
            $definition.Nodes.extra = @{ Bridge = 'lan' }
            $definition.Nodes.Remove('r1'); $definition.Links = @()
            $null = Set-NetLab $definition
            ip netns exec shop-web ss -Htn state established 'dport = 7001' | Should -Not -BeNullOrEmpty
        }
        finally { $client, $listener | Stop-Process -ErrorAction Ignore }
    }

    It 'repairs what somebody removed by hand' {
        $null = Set-NetLab (Get-ShopDefinition)
        ip -n shop-web link del eth0
        ip -n shop-r1 route del 10.9.0.0/24
        ip netns del shop-db
        ip netns exec shop-host nft flush ruleset
        (Get-NetLab shop).Nodes | Should -Be r1, web
        $null = Set-NetLab (Get-ShopDefinition)
        Test-NetLab (Get-ShopDefinition) | Should -BeTrue
        ip netns exec shop-db ping -c1 -W2 10.1.0.3 | Out-Null
        $LASTEXITCODE | Should -Be 0
    }

    It 'undoes what it did where a step fails' {
        $definition = @{ Name = 'bad'; Bridges = @{ lan = @{ IPAddress = '10.1.0.1/24' } }; Nodes = @{ a = @{ Bridge = 'lan' }; b = @{ Process = 'no-such-program' } } }
        (Get-ErrorOf { Set-NetLab $definition }).FullyQualifiedErrorId | Should -BeLike 'ProcessStartFailed,*'
        ip netns | Should -BeNullOrEmpty
        Get-NetLab | Should -BeNullOrEmpty
    }

    It 'undoes its changes of an existing lab where a step fails' {
        $definition = Get-ShopDefinition
        $null = Set-NetLab $definition
        $definition.Nodes.db.IPAddress = '10.1.0.21/24'
        $definition.Links[0].Mtu = 1280
        $definition.Nodes.new = @{ Bridge = 'lan' }
        $definition.Nodes.r1.Process = 'no-such-program'
        (Get-ErrorOf { Set-NetLab $definition }).FullyQualifiedErrorId | Should -BeLike 'ProcessStartFailed,*'
        Compare-NetLab (Get-ShopDefinition) | Should -BeNullOrEmpty
    }

    It 'finishes what a killed run left, wherever it was killed' {
        $file = "$TestDrive/shop.json"
        Get-ShopDefinition | ConvertTo-Json -Depth 6 | Set-Content $file
        foreach ($step in 1, 4, 7, 11, 15) {
            Invoke-ChildPwsh "Set-NetLab '$file' | Select-Object -First $step | Out-Null; Stop-Process -Id `$PID -Force"
            $null = Set-NetLab $file
            Compare-NetLab $file | Should -BeNullOrEmpty
            Remove-NetLab shop
            ip netns | Should -BeNullOrEmpty
        }
    }

    It 'takes turns with another run of the same lab' {
        $file = "$TestDrive/turns.json"
        Get-ShopDefinition | ConvertTo-Json -Depth 6 | Set-Content $file
        $runs = 1..2 | ForEach-Object { Start-ChildPwsh "Set-NetLab '$file' -ErrorAction Stop | Out-Null" }
        $runs | ForEach-Object { $_.WaitForExit(); $_.ExitCode } | Should -Be 0, 0
        Test-NetLab $file | Should -BeTrue
    }

    It 'starts programs, waits until they are ready, and stops them' {
        $definition = Get-ShopDefinition
        $python = (Get-Command python3 -All | Where-Object Source -Like '/usr/*' | Select-Object -First 1).Source
        $definition.Nodes.web.Process = @{ Command = "$python -m http.server 80"; Ready = 'tcp/80' }
        $definition.Hosts = $true
        $null = Set-NetLab $definition
        $id = ip netns pids shop-web
        Set-NetLab $definition | Should -BeNullOrEmpty
        ip netns pids shop-web | Should -Be $id
        ip netns exec shop-db curl -s -m 3 -o /dev/null -w '%{http_code}' http://web/ | Should -Be 200
        ip netns exec shop-host curl -s -m 3 -o /dev/null -w '%{http_code}' http://10.1.0.1:8080/ | Should -Be 200
        $definition.Nodes.web.Remove('Process')
        (Set-NetLab $definition).Kind | Should -Be Process
        Wait-Until { -not (ip netns pids shop-web) } | Should -BeTrue
    }

    It 'says what stops a program from being ready' {
        $failure = Get-ErrorOf { Set-NetLab @{ Name = 'p'; Nodes = @{ a = @{ Process = @{ Command = 'false'; Ready = '80' } } } } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ProcessStartFailed,*'
        $failure.Exception.Message | Should -BeLike '*exit code 1 before it listened on port 80*'
        $failure = Get-ErrorOf { Set-NetLab @{ Name = 'p'; Nodes = @{ a = @{ Process = @{ Command = 'sleep 60'; Ready = '80'; Timeout = 1 } } } } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TimedOut,*'
        ip netns | Should -BeNullOrEmpty
    }

    It 'makes a lab in the current namespace where it is not sealed, and leaves everything else alone' {
        ip link add other type bridge
        $definition = @{ Name = 'open'; Sealed = $false; Bridges = @{ br9 = @{ IPAddress = '10.7.0.1/24' } }; Nodes = @{ a = @{ Bridge = 'br9' } } }
        $null = Set-NetLab $definition
        ping -c1 -W2 10.7.0.2 | Out-Null
        $LASTEXITCODE | Should -Be 0
        (Get-NetLab open).Bridges | Should -Be br9
        Test-NetLab $definition | Should -BeTrue
        Remove-NetLab open
        (ip -json link | ConvertFrom-Json).ifname | Should -Be lo, other
    }

    It 'refuses a name that belongs to something else: <Case>' -ForEach @(
        @{ Case = 'a namespace'; Make = { ip netns add x-a }; Definition = @{ Name = 'x'; Nodes = @{ a = @{} } }; Id = 'NamespaceAlreadyExists' }
        @{ Case = 'a bridge'; Make = { ip link add br9 type bridge }; Definition = @{ Name = 'x'; Sealed = $false; Bridges = @{ br9 = @{} } }; Id = 'ExistingDiffers' }
        @{ Case = 'a hosts file'; Make = { $null = New-Item /etc/netns/x-a -ItemType Directory -Force; 'mine' | Set-Content /etc/netns/x-a/hosts }; Definition = @{ Name = 'x'; Hosts = $true; Nodes = @{ a = @{} } }; Id = 'ExistingDiffers' }
    ) {
        & $Make
        (Get-ErrorOf { Set-NetLab $Definition }).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-NetLab | Should -BeNullOrEmpty
        Remove-Item /etc/netns/* -Recurse
    }

    It 'plans under -WhatIf and changes nothing' {
        Set-NetLab (Get-ShopDefinition) -WhatIf
        ip netns | Should -BeNullOrEmpty
        $null = Set-NetLab (Get-ShopDefinition)
        Set-NetLab (Get-ShopDefinition) -WhatIf *>&1 | Should -BeNullOrEmpty
    }

    It 'reports a mistake with file and line, and changes nothing' {
        Set-Content "$TestDrive/bad.psd1" "@{`n    Name = 'bad'`n    Nodes = @{`n        web = @{ Brigde = 'lan' }`n        db = @{ IPAddress = '1.2.3.400' }`n    }`n}"
        $failure = Get-ErrorOf { Set-NetLab "$TestDrive/bad.psd1" }
        $failure.FullyQualifiedErrorId | Should -BeLike 'LabInvalid,*'
        $failure.Exception.Message | Should -BeLike '*bad.psd1:4: Nodes.web.Brigde*did you mean Bridge?*'
        $failure.Exception.Message | Should -BeLike '*bad.psd1:5: Nodes.db.IPAddress*'
        ip netns | Should -BeNullOrEmpty
    }

    It 'runs nothing that stands in a definition file' {
        Set-Content "$TestDrive/code.psd1" "@{ Name = `$(New-Item $TestDrive/ran); Nodes = @{} }"
        (Get-ErrorOf { Set-NetLab "$TestDrive/code.psd1" }).FullyQualifiedErrorId | Should -BeLike 'LabInvalid,*'
        "$TestDrive/ran" | Should -Not -Exist
    }

    It 'includes other files, and tells a cycle' {
        Set-Content "$TestDrive/base.psd1" "@{ Bridges = @{ lan = @{ IPAddress = '10.1.0.1/24' } }; Nodes = @{ a = @{ Bridge = 'lan' } } }"
        Set-Content "$TestDrive/top.psd1" "@{ Include = 'base.psd1'; Name = 'inc'; Nodes = @{ b = @{ Bridge = 'lan' } } }"
        (Compare-NetLab "$TestDrive/top.psd1").Where{ $_.Kind -eq 'Connection' }.Target | Should -Be 'a:eth0', 'b:eth0'
        Set-Content "$TestDrive/base.psd1" "@{ Include = 'top.psd1' }"
        (Get-ErrorOf { Compare-NetLab "$TestDrive/top.psd1" }).Exception.Message | Should -BeLike '*cycle: top.psd1 includes base.psd1 includes top.psd1*'
    }
}

Describe 'Get-NetLab and Remove-NetLab' {
    AfterEach {
        Get-NetLab | Remove-NetLab
        Reset-World
    }

    It 'finds a lab in another session' {
        $null = Set-NetLab (Get-ShopDefinition)
        Invoke-ChildPwsh '"$((Get-NetLab).Name) $((Get-NetLab).State)"' | Should -Be 'shop Complete'
    }

    It 'tells a lab of which a part is missing' {
        $null = Set-NetLab (Get-ShopDefinition)
        ip netns del shop-r1
        Wait-Until { (Get-NetLab shop).State -eq 'Complete' } | Should -BeTrue # both ends of its cable are gone
        ip -n shop-host link del lan
        (Get-NetLab shop).State | Should -Be Incomplete
    }

    It 'removes a lab and nothing else' {
        ip netns add shop-mine
        $null = Set-NetLab (Get-ShopDefinition)
        Remove-NetLab shop
        (ip netns) -replace ' .*' | Should -Be shop-mine
        Get-ChildItem /etc/netns | Should -BeNullOrEmpty
        (Get-ErrorOf { Remove-NetLab shop }).FullyQualifiedErrorId | Should -BeLike 'LabNotFound,*'
    }

    It 'completes names' {
        $null = Set-NetLab (Get-ShopDefinition)
        (TabExpansion2 'Remove-NetLab s').CompletionMatches.CompletionText | Should -Be shop
        (TabExpansion2 'Get-NetLab ').CompletionMatches.CompletionText | Should -Be shop
    }

    It 'removes a copy that came from another session' {
        $null = Set-NetLab (Get-ShopDefinition)
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-NetLab)))
        $copy | Remove-NetLab
        ip netns | Should -BeNullOrEmpty
    }
}

Describe 'The labs in docs/samples' {
    AfterEach {
        Get-NetLab | Remove-NetLab
        Reset-World
    }

    It 'three-routers.psd1 reaches from one end to the other in both families' {
        $null = Set-NetLab "$PSScriptRoot/../../docs/samples/labs/three-routers.psd1"
        ip netns exec three-h1 ping -c1 -W2 10.0.6.2 | Out-Null
        $LASTEXITCODE | Should -Be 0
        ip netns exec three-h4 ping -6 -c1 -W2 fd00:2::2 | Out-Null
        $LASTEXITCODE | Should -Be 0
        Test-NetLab "$PSScriptRoot/../../docs/samples/labs/three-routers.psd1" | Should -BeTrue
    }

    It 'web-tier.psd1 answers at the published port, from the other network too' {
        $null = Set-NetLab "$PSScriptRoot/../../docs/samples/labs/web-tier.psd1"
        ip netns exec tier-client curl -s -m 3 -o /dev/null -w '%{http_code}' http://10.2.0.1:8080/ | Should -Be 200
        ip netns exec tier-db curl -s -m 3 -o /dev/null -w '%{http_code}' http://10.1.0.1:8080/ | Should -Be 200
    }

    It 'red-and-blue.json is the switch of the tutorial' {
        $null = Set-NetLab "$PSScriptRoot/../../docs/samples/labs/red-and-blue.json"
        ip netns exec rb-red ping -c1 -W2 192.168.15.2 | Out-Null
        $LASTEXITCODE | Should -Be 0
    }

    It 'follow the schema: <_>' -ForEach 'red-and-blue.json' {
        Get-Content "$PSScriptRoot/../../docs/samples/labs/$_" -Raw | Test-Json -SchemaFile "$PSScriptRoot/../../docs/lab.schema.json" | Should -BeTrue
        '{ "Name": "x", "Nods": {} }' | Test-Json -SchemaFile "$PSScriptRoot/../../docs/lab.schema.json" -ErrorAction Ignore | Should -BeFalse
    }
}

Describe 'Uplink' {
    AfterEach {
        Get-NetLab | Remove-NetLab
        Reset-World
    }

    It 'leads outside under one address, and leaves nothing' {
        $before = (nft list ruleset) -join "`n"
        ip netns add outside
        ip link add out0 up type veth peer name eth0 netns outside
        ip addr add 192.0.2.1/24 dev out0
        ip -n outside addr add 192.0.2.2/24 dev eth0
        ip -n outside link set eth0 up
        sysctl -q -w net.ipv4.ip_forward=1
        $definition = @{ Name = 'up'; Uplink = $true; Bridges = @{ lan = @{ IPAddress = '10.1.0.1/24' } }; Nodes = @{ a = @{ Bridge = 'lan' } } }
        $null = Set-NetLab $definition -WarningAction Ignore
        Test-NetLab $definition | Should -BeTrue
        ip netns exec up-a ping -c1 -W2 192.0.2.2 | Out-Null
        $LASTEXITCODE | Should -Be 0
        $definition.Uplink = $false
        $null = Set-NetLab $definition
        (ip -json link | ConvertFrom-Json).ifname | Should -Be lo, out0
        Remove-NetLab up
        (nft list ruleset) -join "`n" | Should -Be $before
    }
}
