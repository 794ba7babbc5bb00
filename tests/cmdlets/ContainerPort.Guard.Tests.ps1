# 127.0.0.1 is open to a link only behind the guard, and a port is published only with all rules in place: whatever was renamed, flushed or
# changed in between.
BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/Hosts.ps1

    function Get-Switch { param([string] $Link) [int](Get-Content "/proc/sys/net/ipv4/conf/$Link/route_localnet") }
    function Get-Tag { param([string] $Link) [int](Get-Content "/proc/sys/net/ipv4/conf/$Link/tag") }
    function Rename-Link { param([string] $Link, [string] $Name) ip link set $Link down; ip link set $Link name $Name; ip link set $Name up }
}

Describe 'The switch that opens 127.0.0.1 to a link' {
    BeforeEach {
        $null = New-Bridge br0 -IPAddress 172.18.0.1/16
        $a = New-NetNamespace a | Connect-Bridge br0 -IPAddress 172.18.0.2/16
        Enable-NetForwarding
        $null = $a | Publish-ContainerPort 8080:80
        Get-Switch br0 | Should -Be 1
    }
    AfterEach {
        Stop-Server
        Reset-World
    }
    AfterAll { Assert-NothingLeft }

    It 'is off after <What> of a renamed bridge' -ForEach @(
        @{ What = 'Unpublish-ContainerPort'; Do = { Unpublish-ContainerPort 8080 } }
        @{ What = 'Remove-NetNamespace'; Do = { Remove-NetNamespace a -Wait } }
    ) {
        Rename-Link br0 lan0
        & $Do
        nft list tables | Should -BeNullOrEmpty
        Get-Switch lan0 | Should -Be 0
        Get-Tag lan0 | Should -Be 0
    }

    It 'stays with a renamed bridge, and 127.0.0.1 still leads to the container' {
        Start-Server web tcp:80 -In a
        Rename-Link br0 lan0
        Read-Answer 127.0.0.1 8080 | Should -Be 'web 172.18.0.1'
        (Get-ContainerPort 8080).Paths | Should -Match Loopback
    }

    It 'is off after a renamed veth without a bridge' {
        $null = New-NetNamespace b
        $null = New-VethPair v0 eth0 -PeerNamespace b -IPAddress 10.5.0.1/24 -PeerIPAddress 10.5.0.2/24 -Up
        $null = Publish-ContainerPort 8081:80 -Target b
        Rename-Link v0 w0
        Unpublish-ContainerPort 8081
        Get-Switch w0 | Should -Be 0
        Get-Switch br0 | Should -Be 1
    }

    It 'is off after the ruleset was flushed and <What>' -ForEach @(
        @{ What = 'Unpublish-ContainerPort found nothing'; Do = { Unpublish-ContainerPort 8080 -ErrorAction SilentlyContinue } }
        @{ What = 'the namespace was removed'; Do = { Remove-NetNamespace a -Wait } }
        @{ What = 'the port was published with Reuse and taken back'; Do = { $null = $a | Publish-ContainerPort 8080:80 -IfExists Reuse; Get-Switch br0 | Should -Be 1; Unpublish-ContainerPort 8080 } }
        @{ What = 'a port of another bridge was published'; Do = { $null = New-Bridge br1 -IPAddress 10.6.0.1/24; $null = New-NetNamespace b | Connect-Bridge br1 | Publish-ContainerPort 8081:80 } }
    ) {
        nft flush ruleset
        & $Do
        Get-Switch br0 | Should -Be 0
    }

    It 'is left on where it was on before, also when all was flushed' {
        Unpublish-ContainerPort 8080
        sysctl -qw net.ipv4.conf.br0.route_localnet=1
        $null = $a | Publish-ContainerPort 8080:80
        nft flush ruleset
        $null = $a | Publish-ContainerPort 8080:80
        Unpublish-ContainerPort 8080
        Get-Switch br0 | Should -Be 1
        Get-Tag br0 | Should -Be 0
    }

    It 'leaves a tag of somebody else alone' {
        Unpublish-ContainerPort 8080
        sysctl -qw net.ipv4.conf.br0.tag=7
        $null = $a | Publish-ContainerPort 8080:80
        Get-Switch br0 | Should -Be 1
        Unpublish-ContainerPort 8080
        Get-Switch br0 | Should -Be 0
        Get-Tag br0 | Should -Be 7
    }

    It 'is opened by -WhatIf of nothing' {
        Unpublish-ContainerPort 8080
        $null = $a | Publish-ContainerPort 8080:80 -WhatIf
        Get-Switch br0 | Should -Be 0
    }
}

Describe 'A table that is not whole' {
    BeforeAll {
        $null = New-Bridge br0 -IPAddress 172.18.0.1/16
        $a = New-NetNamespace a | Connect-Bridge br0 -IPAddress 172.18.0.2/16
        Enable-NetForwarding
        Start-Server web tcp:80 -In a
    }
    BeforeEach { $null = $a | Publish-ContainerPort 8080:80 }
    AfterEach { nft delete table inet NetNs 2>$null }
    AfterAll {
        Stop-Server
        Reset-World
        Assert-NothingLeft
    }

    It '(<What>) is put right by <By>, and says so' -ForEach $(
        foreach ($what in @(
                @{ What = 'all rules flushed'; Damage = 'flush table inet NetNs' }
                @{ What = 'the guard flushed'; Damage = 'flush chain inet NetNs guard' }
                @{ What = 'a chain deleted'; Damage = 'delete chain inet NetNs postrouting' }
                @{ What = 'a rule added'; Damage = 'insert rule inet NetNs guard accept' }
                @{ What = 'a policy changed'; Damage = 'add chain inet NetNs prerouting { policy drop; }' }
                @{ What = 'dormant'; Damage = 'add table inet NetNs { flags dormant; }' }
            )) {
            @{ By = 'Publish-ContainerPort'; Do = { $null = $a | Publish-ContainerPort 8081:80 -WarningVariable script:warnings -WarningAction SilentlyContinue } } + $what
            @{ By = 'Publish-ContainerPort -IfExists Reuse'; Do = { $null = $a | Publish-ContainerPort 8080:80 -IfExists Reuse -WarningVariable script:warnings -WarningAction SilentlyContinue } } + $what
            @{ By = 'Add-Masquerade'; Do = { $null = Add-Masquerade 172.18.0.0/16 -WarningVariable script:warnings -WarningAction SilentlyContinue } } + $what
        }
    ) {
        $whole = nft -s list table inet NetNs
        nft $Damage
        $LASTEXITCODE | Should -Be 0
        & $Do
        "$warnings" | Should -Match '^Table inet NetNs is not whole \('
        Read-Answer 127.0.0.1 8080 | Should -Be 'web 172.18.0.1'
        if ($By -eq 'Add-Masquerade') { Remove-Masquerade 172.18.0.0/16 } elseif ($By -notmatch 'Reuse') { Unpublish-ContainerPort 8081 }
        Compare-Object $whole (nft -s list table inet NetNs) | Out-String | Should -BeNullOrEmpty
    }

    It 'whose rules were flushed is put right when another port is taken back' {
        $null = $a | Publish-ContainerPort 8081:80
        nft flush chain inet NetNs guard
        Unpublish-ContainerPort 8081 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'chain guard has no rules'
        nft list chain inet NetNs guard | Where-Object { $_ -match 'drop' } | Should -HaveCount 2
    }

    It 'is noticed between two ports of one pipeline' {
        Unpublish-ContainerPort 8080
        $null = '8081:80', '8082:80', '8083:80' | ForEach-Object { if ($_ -like '8083*') { nft flush table inet NetNs }; $_ } |
            Publish-ContainerPort -Target a -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'not whole'
        nft list chain inet NetNs guard | Where-Object { $_ -match 'drop' } | Should -HaveCount 2
        Read-Answer 127.0.0.1 8083 | Should -Be 'web 172.18.0.1'
    }

    It 'because another process keeps it to itself is an error that says so' {
        Unpublish-ContainerPort 8080
        $owner = [Diagnostics.Process]::Start([Diagnostics.ProcessStartInfo]@{ FileName = 'nft'; Arguments = '-i'; RedirectStandardInput = $true })
        try {
            $owner.StandardInput.WriteLine('add table inet NetNs { flags owner; }')
            $owner.StandardInput.Flush()
            $null = Wait-Until { nft list tables }
            $failure = Get-ErrorOf { $a | Publish-ContainerPort 8080:80 }
            $failure.FullyQualifiedErrorId | Should -BeLike 'KernelRefused,*'
            "$failure" | Should -Match 'belongs to a process'
            (Get-ErrorOf { Add-Masquerade 172.18.0.0/16 }).FullyQualifiedErrorId | Should -BeLike 'KernelRefused,*'
            Get-Switch br0 | Should -Be 0
        }
        finally { $owner.StandardInput.Close(); $null = $owner.WaitForExit(5000) }
    }

    It 'because its maps are of another kind is an error whose remedy helps' {
        nft delete table inet NetNs
        nft 'add table inet NetNs; add set inet NetNs loopback { type ifname; }'
        $failure = Get-ErrorOf { $a | Publish-ContainerPort 8080:80 }
        "$failure" | Should -Match 'loopback is of another kind'
        bash -c ($failure.ErrorDetails.RecommendedAction -replace '^.*with: ')
        $null = $a | Publish-ContainerPort 8080:80
        Read-Answer 127.0.0.1 8080 | Should -Be 'web 172.18.0.1'
    }
}

Describe 'localhost' {
    BeforeAll {
        $null = New-Bridge br0 -IPAddress 10.88.0.1/16, fd00:88::1/64
        $web = New-NetNamespace web | Connect-Bridge br0 -IPAddress 10.88.0.2/16, fd00:88::2/64
        Enable-NetForwarding
        Start-Server web tcp:80 -In web
    }
    AfterEach { Get-ContainerPort | Unpublish-ContainerPort; Stop-Server; Start-Server web tcp:80 -In web }
    AfterAll {
        Stop-Server
        Reset-World
        Assert-NothingLeft
    }

    It 'is refused at once at ::1 where a port is published on a dual-stack bridge' {
        $null = $web | Publish-ContainerPort 8080:80
        $clock = [Diagnostics.Stopwatch]::StartNew()
        { [Net.Sockets.TcpClient]::new('::1', 8080) } | Should -Throw '*refused*'
        $clock.ElapsedMilliseconds | Should -BeLessThan 1000
        Read-Answer 127.0.0.1 8080 | Should -Be 'web 10.88.0.1'
        Read-Answer fd00:88::1 8080 | Should -Match '^web '
    }

    It 'leads to what listens at ::1 on the host' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::IPv6Loopback, 8080)
        $listener.Start()
        try {
            $null = $web | Publish-ContainerPort 8080:80 -WarningAction SilentlyContinue
            [Net.Sockets.TcpClient]::new('::1', 8080).Dispose()
            $listener.Pending() | Should -BeTrue
        }
        finally { $listener.Stop() }
    }

    It 'is refused at once at 127.0.0.1 where Loopback is closed, and served again once it is open' {
        $null = New-NetRoute 10.99.0.0/24 -NextHop 10.88.0.2
        ip -n web address add 10.99.0.2/32 dev lo
        $port = Publish-ContainerPort 8080:80 -Target 10.99.0.2
        $port.Paths | Should -Not -Match Loopback
        $clock = [Diagnostics.Stopwatch]::StartNew()
        { [Net.Sockets.TcpClient]::new('127.0.0.1', 8080) } | Should -Throw '*refused*'
        $clock.ElapsedMilliseconds | Should -BeLessThan 1000
        Read-Answer 10.88.0.1 8080 | Should -Match '^web '
        Unpublish-ContainerPort 8080
        $null = Publish-ContainerPort 8081:80, 8080:80 -Target web
        Read-Answer 127.0.0.1 8080 | Should -Be 'web 10.88.0.1'
    }
}
