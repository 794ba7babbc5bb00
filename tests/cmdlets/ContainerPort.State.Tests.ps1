# State and Paths of a published port say what is so: a container that has gone, an address that somebody else has, a route that leads elsewhere,
# forwarding that is off on one link, a reverse path filter, links that are down.
BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/Hosts.ps1

    function Invoke-Remedy {
        # Runs the command line that a warning or an error ends in, as a user would type it.
        param([string] $Text)
        $Text -match 'with(?: -EnableForwarding, or)?: (.+?)\.?$' | Should -BeTrue -Because "'$Text' names a remedy"
        $null = Invoke-Command ([scriptblock]::Create($Matches[1]))
    }
}

Describe 'A port of a container that has gone' {
    BeforeEach {
        $null = New-Bridge br0 -IPAddress 10.1.0.1/24
        Enable-NetForwarding
        $container = Start-Process unshare -ArgumentList '-n sleep 1000' -PassThru
        $null = Wait-Until { (Get-Item "/proc/$($container.Id)/ns/net").Target -ne (Get-Item /proc/self/ns/net).Target }
        $connection = Connect-Bridge br0 -Namespace $container.Id
        $published = $connection | Publish-ContainerPort 8080:80
    }
    AfterEach {
        Stop-Server
        if (-not $container.HasExited) { $container.Kill() }
        $container.WaitForExit()
        Reset-World
    }
    AfterAll { Assert-NothingLeft }

    It 'is Active while it runs, and Stale without paths afterwards' {
        "$($published.State) $((Get-ContainerPort 8080).State)" | Should -Be 'Active Active'
        $container.Kill()
        Wait-Until { (Get-ContainerPort 8080).State -eq 'Stale' } | Should -BeTrue
        (Get-ContainerPort 8080).Paths | Should -Be None
        (Get-ContainerPort 8080 | Out-String) | Should -Match Stale
    }

    It 'does not lead to the next container: Connect-Bridge gives that one another address' {
        $container.Kill()
        $null = Wait-Until { (Get-ContainerPort 8080).State -eq 'Stale' }
        $next = New-NetNamespace next | Connect-Bridge br0
        $next.IPAddress | Should -Not -Be $connection.IPAddress
        Start-Server next tcp:80 -In next
        Read-Answer 10.1.0.1 8080 -Patience 1 | Should -Not -Match next
    }

    It 'is warned of where the next container is given the address by hand, and the remedy helps' {
        $container.Kill()
        $null = Wait-Until { (Get-ContainerPort 8080).State -eq 'Stale' }
        $next = New-NetNamespace next
        # The kernel clears the dead container's namespace up a moment later; until then its address is in use.
        Wait-Until {
            $script:connected = $next | Connect-Bridge br0 -IPAddress "$($connection.IPAddress)/24" -WarningVariable script:warned -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
            [bool]$script:connected
        } | Should -BeTrue
        $warnings = $script:warned
        "$warnings" | Should -Match '0\.0\.0\.0:8080/tcp is published for namespace /proc/\d+/ns/net.*from now on it leads to next'
        Invoke-Remedy "$warnings"
        Get-ContainerPort | Should -BeNullOrEmpty
    }

    It 'is taken over by Reuse for its successor, and refused without, with a remedy that helps' {
        $container.Kill()
        $null = Wait-Until { (Get-ContainerPort 8080).State -eq 'Stale' }
        $next = New-NetNamespace next | Connect-Bridge br0
        Start-Server next tcp:80 -In next
        $failure = Get-ErrorOf { $next | Publish-ContainerPort 8080:80 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'PortAlreadyPublished,*'
        "$failure" | Should -Match 'which has gone'
        $taken = $next | Publish-ContainerPort 8080:80, 8081:80 -IfExists Reuse
        "$($taken.ContainerNamespace)" | Should -Be 'next next'
        @(Get-ContainerPort).State | Should -Be Active, Active
        Read-Answer 10.1.0.1 8080 | Should -Match '^next '
        Unpublish-ContainerPort 8081
        Invoke-Remedy $failure.ErrorDetails.RecommendedAction
        Get-ContainerPort | Should -BeNullOrEmpty
    }

    It 'is not taken over while it runs' {
        $next = New-NetNamespace next | Connect-Bridge br0
        (Get-ErrorOf { $next | Publish-ContainerPort 8080:80 -IfExists Reuse }).FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
    }
}

Describe 'A port of a namespace' {
    BeforeEach {
        $null = New-Bridge br0 -IPAddress 10.1.0.1/24
        Enable-NetForwarding
        $a = New-NetNamespace a | Connect-Bridge br0 -IPAddress 10.1.0.2/24
    }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'is Stale after ip netns del, also where the name and the address are made anew' {
        $null = $a | Publish-ContainerPort 8080:80
        ip netns del a
        Wait-Until { (Get-ContainerPort 8080).State -eq 'Stale' } | Should -BeTrue
        # Another one between, since the kernel gives the numbers of namespaces again.
        $null = 'x', 'a' | New-NetNamespace
        $null = Connect-Bridge br0 -Namespace a -IPAddress 10.1.0.2/24 -WarningAction SilentlyContinue
        (Get-ContainerPort 8080).State | Should -Be Stale
        $null = Connect-Bridge br0 -Namespace a -IPAddress 10.1.0.2/24 -IfExists Reuse | Publish-ContainerPort 8080:80 -IfExists Reuse
        (Get-ContainerPort 8080).State | Should -Be Active
    }

    It 'is Stale once the namespace does not have the address any more' {
        $null = $a | Publish-ContainerPort 8080:80
        ip -n a address flush dev eth0
        (Get-ContainerPort 8080).State | Should -Be Stale
    }

    It 'stays Active under another name of the namespace' {
        $null = $a | Publish-ContainerPort 8080:80
        $null = Mount-NetNamespace b -Path /run/netns/a
        umount /run/netns/a; Remove-Item /run/netns/a
        (Get-ContainerPort 8080).State | Should -Be Active
    }

    It 'is never published to an address that another machine had before, and to a deprecated one only without a better' {
        ip -n a address add fd00:1::7/64 dev eth0 nodad preferred_lft 0
        ip address add fd00:1::1/64 dev br0 nodad
        (Publish-ContainerPort 8080:80 -Target a).ContainerAddress | Should -Contain ([ipaddress] 'fd00:1::7')
        ip -n a address add fd00:1::2/64 dev eth0 nodad
        (Publish-ContainerPort 8081:80 -Target a).ContainerAddress | Should -Be '10.1.0.2', 'fd00:1::2'

        # Somebody else on the bridge has fd00:1::9 already.
        $null = New-NetNamespace b | Connect-Bridge br0 -IPAddress 10.1.0.3/24
        ip -n b address add fd00:1::9/64 dev eth0 nodad
        ip -n a address del fd00:1::2/64 dev eth0
        ip -n a address del fd00:1::7/64 dev eth0
        ip -n a address add fd00:1::9/64 dev eth0
        Wait-Until { ip -n a -6 address show dadfailed } | Should -BeTrue
        (Publish-ContainerPort 8082:80 -Target a).ContainerAddress | Should -Be '10.1.0.2'
    }

    It 'is an error where the route to its address leads to another bridge' {
        $null = New-Bridge br1 -IPAddress 10.1.0.254/24 -WarningAction SilentlyContinue
        $e = New-NetNamespace e | Connect-Bridge br1 -IPAddress 10.1.0.9/24
        foreach ($failure in (Get-ErrorOf { Publish-ContainerPort 8080:80 -Target e }), (Get-ErrorOf { $e | Publish-ContainerPort 8080:80 })) {
            $failure.FullyQualifiedErrorId | Should -BeLike 'AddressNotFound,*'
            "$failure" | Should -Match 'leads out by br0, but namespace e is behind br1'
        }
        Get-ContainerPort | Should -BeNullOrEmpty
    }

    It 'has no paths once the route to its address leads to another bridge' {
        $null = New-Bridge br1 -IPAddress 10.2.0.1/24
        $null = New-NetNamespace e | Connect-Bridge br1 -IPAddress 10.2.0.9/24 | Publish-ContainerPort 8080:80
        (Get-ContainerPort 8080).Paths | Should -Match External
        ip route add 10.2.0.9/32 dev br0
        (Get-ContainerPort 8080).Paths | Should -Be None
    }

    It 'has no paths, and is warned of, where <What> is down; the remedy helps' -ForEach @(
        @{ What = 'the bridge'; Down = { ip link set br0 down } }
        @{ What = 'the port of the bridge'; Down = { ip link set veth-a down } }
        @{ What = 'the link of the container'; Down = { ip -n a link set eth0 down } }
    ) {
        & $Down
        $null = $a | Publish-ContainerPort 8080:80 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match ' is down: nobody reaches 10\.1\.0\.2'
        Invoke-Remedy "$warnings"
        $null = $a | Publish-ContainerPort 8081:80 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
    }

    It 'is warned of where the MTU of the container differs from that of the bridge; the remedy helps' {
        ip -n a link set eth0 mtu 1400
        $null = $a | Publish-ContainerPort 8080:80 -WarningVariable warnings -WarningAction SilentlyContinue
        $null = Publish-ContainerPort 8081:80 -Target a -WarningVariable +warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 2
        "$($warnings[0])" | Should -Be "$($warnings[1])"
        Invoke-Remedy $warnings[0]
        $null = $a | Publish-ContainerPort 8082:80 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
    }
}

Describe 'Forwarding that is off on one link' {
    BeforeEach { New-PretendHost }
    AfterEach {
        Stop-Server
        Reset-World
    }
    AfterAll { Assert-NothingLeft }

    It '(<Link>) is warned of, Paths lacks <Lacks>, and the remedy helps' -ForEach @(
        @{ Link = 'br0'; Lacks = 'External', 'CrossNetwork', 'Hairpin'; From = 'machine', 'stranger'; Address = '192.0.2.1', '10.99.0.1' }
        @{ Link = 'uplink'; Lacks = @('External'); From = @('machine'); Address = @('192.0.2.1') }
    ) {
        Start-Server web tcp:80 -In web
        sysctl -qw "net.ipv4.conf.$Link.forwarding=0"
        $port = Publish-ContainerPort 192.0.2.1:8080:80 -Target web -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        "$warnings" | Should -Match "IPv4 forwarding is off on $Link"
        foreach ($path in $Lacks) { "$($port.Paths)", "$((Get-ContainerPort 8080).Paths)" | ForEach-Object { $_ | Should -Not -Match $path } }
        Read-Answer 192.0.2.1 8080 -From machine -Patience 1 | Should -Match none
        Invoke-Remedy "$warnings"
        (Get-ContainerPort 8080).Paths | Should -Match External
        Read-Answer 192.0.2.1 8080 -From machine | Should -Match '^web '
    }

    It 'is switched on by -EnableForwarding where it is the target''s' {
        sysctl -qw net.ipv4.conf.br0.forwarding=0
        (Publish-ContainerPort 192.0.2.1:8080:80 -Target web -EnableForwarding -WarningVariable warnings).Paths | Should -Match External
        $warnings | Should -BeNullOrEmpty
        Get-Content /proc/sys/net/ipv4/conf/br0/forwarding | Should -Be 1
    }

    It 'is warned of by Add-Masquerade, and the remedy helps' {
        sysctl -qw net.ipv4.conf.br0.forwarding=0
        $null = Add-Masquerade br0 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'IPv4 forwarding is off on br0'
        Invoke-Remedy "$($warnings[0])"
        Get-Content /proc/sys/net/ipv4/conf/br0/forwarding | Should -Be 1
        Remove-Masquerade br0
        $null = Add-Masquerade br0 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }
}

Describe 'A port in the second network of a container' {
    BeforeAll {
        New-PretendHost
        $second = Connect-Bridge br1 -Namespace web -InterfaceAlias eth1 -IPAddress 10.99.0.7/24 -NoDefaultRoute
        Start-Server web tcp:80 -In web
        sysctl -qw net.ipv4.conf.all.rp_filter=1
        ip netns exec web sysctl -qw net.ipv4.conf.all.rp_filter=1
    }
    AfterAll {
        sysctl -qw net.ipv4.conf.all.rp_filter=0
        Stop-Server
        Reset-World
        Assert-NothingLeft
    }

    It 'is warned of behind strict reverse path filters, Paths says so, and the remedies help' {
        $port = $second | Publish-ContainerPort 192.0.2.1:8080:80 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 2
        "$($port.Paths)" | Should -Not -Match 'External|CrossNetwork'
        (Get-ContainerPort 8080).Paths | Should -Be $port.Paths
        Read-Answer 192.0.2.1 8080 -From machine -Patience 1 | Should -Match none
        $warnings | ForEach-Object { Invoke-Remedy "$_" }
        Read-Answer 192.0.2.1 8080 -From machine | Should -Match '^web '
        (Get-ContainerPort 8080).Paths | Should -Match 'External.*CrossNetwork'
        $null = $second | Publish-ContainerPort 192.0.2.1:8081:80 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }
}

Describe 'Connect-Bridge' {
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'takes no gateway that the bridge does not own' {
        $null = New-Bridge br0 -IPAddress 10.1.0.1/24
        ip address add fd00:1::5/64 dev br0 nodad preferred_lft 0
        ip address add fd00:1::1/64 dev br0 nodad
        (New-NetNamespace a | Connect-Bridge br0).Gateway | Should -Be '10.1.0.1', 'fd00:1::1'
    }
}

Describe 'A port whose rules somebody changed' {
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'is Broken, has no paths, and Get-ContainerPort says what helps' {
        $null = New-Bridge br0 -IPAddress 10.1.0.1/24
        $null = New-NetNamespace a | Connect-Bridge br0 | Publish-ContainerPort 8080:80 -WarningAction SilentlyContinue
        nft flush table inet NetNs
        $port = Get-ContainerPort 8080 -WarningVariable warnings -WarningAction SilentlyContinue
        "$($port.State) $($port.Paths)" | Should -Be 'Broken None'
        "$warnings" | Should -Match 'not whole.*Repair-NetNs'
    }
}
