# How Publish-, Get- and Unpublish-ContainerPort bind, refuse, list and clean up. Whether packets get through is ContainerPort.Traffic.Tests.ps1.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1

    function Get-Element {
        # The elements of one of our maps as nft has them: "tcp . 8080 -> 10.88.0.2 . 80".
        param([string] $Map)
        $listed = nft -j list map inet NetNs $Map 2>$null | ConvertFrom-Json -Depth 20
        foreach ($pair in ($listed.nftables | Where-Object map).map.elem) {
            $key, $value = $pair
            "$((Get-Concat $key.elem.val)) -> $(Get-Concat $value)"
        }
    }

    function Get-Concat {
        param($Value)
        ($Value.concat ?? $Value | ForEach-Object { $_.prefix ? "$($_.prefix.addr)/$($_.prefix.len)" : $_ }) -join ' . '
    }

    function ConvertTo-Received {
        # An object as it comes from another process.
        param($InputObject)
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($InputObject, 3))
    }

    function Get-Completion {
        param([string] $Line)
        [Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches.CompletionText
    }
}
AfterAll { Assert-NothingLeft }

Describe 'Publish-ContainerPort' {
    BeforeAll {
        $bridge = New-Bridge br0 -IPAddress 10.88.0.1/16
        $web = New-NetNamespace web | Connect-Bridge br0 -IPAddress 10.88.0.2/16
        $api = New-NetNamespace api | Connect-Bridge br0 -IPAddress 10.88.0.3/16
        $null = New-NetNamespace lonely
        Enable-NetForwarding
    }
    AfterEach {
        if (nft list tables) { nft delete table inet NetNs }
        sysctl -qw net.ipv4.ip_forward=1
    }
    AfterAll { Reset-World }

    It 'takes <Written> for <Stored>' -ForEach @(
        @{ Written = '8080:80'; Map = 'publish4'; Stored = 'tcp . 8080 -> 10.88.0.2 . 80' }
        @{ Written = '8080:80/tcp'; Map = 'publish4'; Stored = 'tcp . 8080 -> 10.88.0.2 . 80' }
        @{ Written = '8080:80/UDP'; Map = 'publish4'; Stored = 'udp . 8080 -> 10.88.0.2 . 80' }
        @{ Written = '8080:80/sctp'; Map = 'publish4'; Stored = 'sctp . 8080 -> 10.88.0.2 . 80' }
        @{ Written = '127.0.0.1:8080:80'; Map = 'publish4_on'; Stored = '127.0.0.1 . tcp . 8080 -> 10.88.0.2 . 80' }
        @{ Written = '[10.88.0.1]:8080:80'; Refused = $true }
        @{ Written = '65535:65535'; Map = 'publish4'; Stored = 'tcp . 65535 -> 10.88.0.2 . 65535' }
        @{ Written = '1-2:3-4'; Map = 'publish4'; Stored = 'tcp . 1 -> 10.88.0.2 . 3', 'tcp . 2 -> 10.88.0.2 . 4' }
    ) {
        if ($Refused) { (Get-ErrorOf { $web | Publish-ContainerPort $Written }).FullyQualifiedErrorId | Should -BeLike 'AddressInvalid,*'; return }
        $null = $web | Publish-ContainerPort $Written -WarningAction Ignore
        Get-Element $Map | Sort-Object | Should -Be $Stored
    }

    It 'takes <What> for the target' -ForEach @(
        @{ What = 'a connection from the pipe'; Publish = { $web | Publish-ContainerPort 8080:80 } }
        @{ What = 'a namespace from the pipe'; Publish = { Get-NetNamespace web | Publish-ContainerPort 8080:80 } }
        @{ What = 'a name from the pipe'; Publish = { 'web' | Publish-ContainerPort 8080:80 } }
        @{ What = 'a name'; Publish = { Publish-ContainerPort 8080:80 -Target web } }
        @{ What = 'an address'; Publish = { Publish-ContainerPort 8080:80 -Target 10.88.0.2 } }
        @{ What = 'an address object from the pipe'; Publish = { [ipaddress]'10.88.0.2' | Publish-ContainerPort 8080:80 } }
        @{ What = 'a path'; Publish = { Publish-ContainerPort 8080:80 -Target /run/netns/web } }
        @{ What = 'a connection that came from another process'; Publish = { ConvertTo-Received $web | Publish-ContainerPort 8080:80 } }
        @{ What = 'a namespace that came from another process'; Publish = { ConvertTo-Received (Get-NetNamespace web) | Publish-ContainerPort 8080:80 } }
        @{ What = 'a line of a CSV file'; Publish = { "HostPort,ContainerPort,Target,Protocol`n8080,80,web,Tcp" | ConvertFrom-Csv | Publish-ContainerPort } }
        @{ What = 'properties with types of their own'; Publish = { [pscustomobject]@{ HostPort = '8080'; ContainerPort = '80'; Target = 'web'; HostAddress = [ipaddress]::Any; Protocol = 'tcp' } | Publish-ContainerPort } }
        @{ What = 'a property'; Publish = { [pscustomobject]@{ HostPort = 8080; ContainerPort = 80; Target = 'web' } | Publish-ContainerPort } }
        @{ What = 'a property, the port in one text'; Publish = { [pscustomobject]@{ Port = '8080:80'; Target = 'web' } | Publish-ContainerPort } }
    ) {
        $made = & $Publish
        Get-Element publish4 | Should -Be 'tcp . 8080 -> 10.88.0.2 . 80'
        $made.ContainerAddress | Should -Be 10.88.0.2
        $made.ContainerPort | Should -Be 80
    }

    It 'publishes a pipe of ports, each by itself: one that fails does not stop the rest' {
        $null = $api | Publish-ContainerPort 8081:80
        $made = '8080:80', '8081:80', 'nonsense', '8082:80' | Publish-ContainerPort -Target web -ErrorVariable failures -ErrorAction SilentlyContinue
        $made.HostPort | Should -Be 8080, 8082
        $failures.FullyQualifiedErrorId -replace ',.*' | Should -Be PortAlreadyPublished, PortInvalid
        Get-Element publish4 | Should -HaveCount 3
    }

    It 'publishes all ports of a call or none' {
        $null = $api | Publish-ContainerPort 8081:80
        $failure = Get-ErrorOf { $web | Publish-ContainerPort 8080:80, 8081:80, 8082:80 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'PortAlreadyPublished,*'
        $failure.TargetObject.HostPort | Should -Be 8081
        $failure.TargetObject.ContainerNamespace.Name | Should -Be api
        "$failure" | Should -Be '0.0.0.0:8081/tcp is published already: it leads to 10.88.0.3:80 in namespace api.'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Unpublish-ContainerPort 8081 -Protocol Tcp'
        $failure.CategoryInfo.Category | Should -Be ResourceExists
        Get-Element publish4 | Should -Be 'tcp . 8081 -> 10.88.0.3 . 80'
    }

    It 'publishes nothing under -WhatIf, and switches nothing on' {
        sysctl -qw net.ipv4.ip_forward=0
        $null = $web | Publish-ContainerPort 8080:80 -EnableForwarding -WhatIf
        nft list tables | Should -BeNullOrEmpty
        Get-Content /proc/sys/net/ipv4/ip_forward | Should -Be 0
        # What cannot be is refused before.
        (Get-ErrorOf { $web | Publish-ContainerPort 8080:0 -WhatIf }).FullyQualifiedErrorId | Should -BeLike 'PortInvalid,*'
    }

    It 'warns that forwarding is off, names the switch, and switches it on where told to' {
        sysctl -qw net.ipv4.ip_forward=0
        $made = $web | Publish-ContainerPort 8080:80 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Be 'IPv4 forwarding is off: only the host itself reaches what is published. Switch it on with -EnableForwarding, or Enable-NetForwarding.'
        "$($made.Paths)" | Should -Be 'Host, Loopback'
        Get-Content /proc/sys/net/ipv4/ip_forward | Should -Be 0
        $null = $web | Publish-ContainerPort 8081:80 -EnableForwarding -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        Get-Content /proc/sys/net/ipv4/ip_forward | Should -Be 1
    }

    It 'leaves forwarding off where publishing failed' {
        $null = $api | Publish-ContainerPort 8080:80
        sysctl -qw net.ipv4.ip_forward=0
        (Get-ErrorOf { $web | Publish-ContainerPort 8080:80 -EnableForwarding }).FullyQualifiedErrorId | Should -BeLike 'PortAlreadyPublished,*'
        Get-Content /proc/sys/net/ipv4/ip_forward | Should -Be 0
    }

    It 'leaves the forwarding of single links as it was where publishing failed' {
        $null = $api | Publish-ContainerPort 8080:80
        sysctl -qw net.ipv4.ip_forward=0
        sysctl -qw net.ipv4.conf.br0.forwarding=1
        try {
            (Get-ErrorOf { $web | Publish-ContainerPort 8080:80 -EnableForwarding }).FullyQualifiedErrorId | Should -BeLike 'PortAlreadyPublished,*'
            sysctl -n net.ipv4.ip_forward net.ipv4.conf.br0.forwarding net.ipv4.conf.default.forwarding net.ipv4.conf.lo.forwarding | Should -Be 0, 1, 0, 0
        }
        finally { sysctl -qw net.ipv4.conf.br0.forwarding=0 }
    }

    It 'with -IfExists Reuse returns what is there, and names what differs' {
        $null = $web | Publish-ContainerPort 8080:80
        $again = $web | Publish-ContainerPort 8080:80, 8081:80 -IfExists Reuse
        $again.HostPort | Should -Be 8080, 8081
        Get-Element publish4 | Should -HaveCount 2
        $failure = Get-ErrorOf { $api | Publish-ContainerPort 8080:80 -IfExists Reuse }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
        "$failure" | Should -Be '0.0.0.0:8080/tcp is published already, but it leads to 10.88.0.2:80.'
    }

    It 'publishes once more what <What>, for the same namespace' -ForEach @(
        @{ What = 'was published'; Saved = { param($Port) $Port } }
        @{ What = 'came from another process'; Saved = { param($Port) ConvertTo-Received $Port } }
        @{ What = 'was saved in a file'; Saved = { param($Port) $Port | Export-Clixml TestDrive:/ports.xml; Import-Clixml TestDrive:/ports.xml } }
        @{ What = 'was saved as flat as it gets'; Saved = { param($Port) $Port | Export-Clixml -Depth 1 TestDrive:/ports.xml; Import-Clixml TestDrive:/ports.xml } }
    ) {
        $null = New-NetIPAddress fd00:88::1/64 -InterfaceAlias br0 -NoDad -IfExists Reuse
        $null = New-NetIPAddress fd00:88::2/64 -InterfaceAlias eth0 -Namespace web -NoDad -IfExists Reuse
        $before = Publish-ContainerPort 8080:80, 53:53/udp, 127.0.0.1:8053:80, 7000-7001:7000-7001 -Target web -EnableForwarding
        $before += Publish-ContainerPort 5432:5432 -Target api -SourcePrefix 10.0.0.0/16
        $before += Publish-ContainerPort 9:9 -Target 10.88.7.7
        $elements = foreach ($map in 'publish4', 'publish4_on', 'publish4_from', 'publish6') { Get-Element $map | Sort-Object }
        $saved = & $Saved $before
        $before | Unpublish-ContainerPort
        nft list tables | Should -BeNullOrEmpty
        $after = $saved | Publish-ContainerPort -ErrorAction Stop
        $after | Should -HaveCount $before.Count
        foreach ($i in 0..($before.Count - 1)) {
            $after[$i] | Should -Be $before[$i]
            "$($after[$i].ContainerNamespace) $($after[$i].Paths)" | Should -Be "$($before[$i].ContainerNamespace) $($before[$i].Paths)"
        }
        $(foreach ($map in 'publish4', 'publish4_on', 'publish4_from', 'publish6') { Get-Element $map | Sort-Object }) | Should -Be $elements
    }

    It 'publishes what was saved to its address alone where the namespace has gone or has it no more' {
        $null = New-NetNamespace gone | Connect-Bridge br0 -IPAddress 10.88.0.9/16
        $saved = ConvertTo-Received (Publish-ContainerPort 8080:80 -Target gone)
        Remove-NetNamespace gone -Wait
        $null = New-NetNamespace gone | Connect-Bridge br0 -IPAddress 10.88.0.10/16
        try {
            $again = $saved | Publish-ContainerPort
            "$($again.ContainerAddress) $($again.ContainerNamespace)" | Should -Be '10.88.0.9 '
        }
        finally { Remove-NetNamespace gone -Wait }
    }

    It 'says by -Verbose each thing that it does to an empty host, and nft understands the elements' {
        sysctl -qw net.ipv4.conf.br0.route_localnet=0
        $verbose = ($web | Publish-ContainerPort 8080:80 -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }).Message
        $commands = $verbose -match "nft '" -replace "^.*?: nft '(.*)'$", '$1'
        $commands[0] | Should -Be 'add table inet NetNs'
        $before = nft list table inet NetNs
        foreach ($map in 'hairpin4', 'loopback', 'publish4') {
            $command = $commands -match "element inet NetNs $map "
            $command | Should -HaveCount 1
            nft ($command -replace '^add', 'delete' -replace ' comment "[^"]*"' -replace ' : [^}]*')
            nft $command[0]
            $LASTEXITCODE | Should -Be 0
        }
        nft list table inet NetNs | Should -Be $before
        $verbose -match 'route_localnet to 1: sysctl -w net.ipv4.conf.br0.route_localnet="1"' | Should -HaveCount 1
    }

    It 'says by -Verbose what nft would have to be told, and nft understands it' {
        $null = $web | Publish-ContainerPort 9000:90
        $verbose = $web | Publish-ContainerPort 8080:80, 127.0.0.1:8081:81 -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        $commands = $verbose.Message -match "nft '" -replace "^.*?: nft '(.*)'$", '$1'
        $commands | Should -HaveCount 2
        $before = Get-Element publish4
        Unpublish-ContainerPort 8080, 8081
        foreach ($command in $commands) { nft $command }
        Get-Element publish4 | Sort-Object | Should -Be ($before | Sort-Object)
        (Get-ContainerPort 8081).ContainerNamespace.Name | Should -Be web
    }

    It 'refuses <Because> with <Id>' -ForEach @(
        @{ Because = 'what is no port'; Id = 'PortInvalid'; Publish = { $web | Publish-ContainerPort 80 } }
        @{ Because = 'a port too large'; Id = 'PortInvalid'; Publish = { $web | Publish-ContainerPort 65536:80 } }
        @{ Because = 'an empty text'; Id = 'PortInvalid'; Publish = { $web | Publish-ContainerPort '' } }
        @{ Because = 'ranges of unlike length'; Id = 'PortInvalid'; Publish = { $web | Publish-ContainerPort 8000-8002:80-81 } }
        @{ Because = 'a range that runs backwards'; Id = 'PortInvalid'; Publish = { $web | Publish-ContainerPort 8002-8000:80-82 } }
        @{ Because = 'a protocol without ports'; Id = 'PortInvalid'; Publish = { $web | Publish-ContainerPort 8080:80/icmp } }
        @{ Because = 'a port that is there twice'; Id = 'PortInvalid'; Publish = { $web | Publish-ContainerPort 8080:80, 8080:81 } }
        @{ Because = 'the port 0 of a container'; Id = 'PortInvalid'; Publish = { $web | Publish-ContainerPort 8080:0 } }
        @{ Because = 'a free range'; Id = 'PortInvalid'; Publish = { $web | Publish-ContainerPort 0-1:80-81 } }
        @{ Because = 'IPv6 without brackets'; Id = 'PortInvalid'; Publish = { $web | Publish-ContainerPort ::1:8080:80 } }
        @{ Because = 'what is no address'; Id = 'AddressInvalid'; Publish = { $web | Publish-ContainerPort 1.2.3.400:8080:80 } }
        @{ Because = 'a multicast address'; Id = 'AddressInvalid'; Publish = { $web | Publish-ContainerPort 224.0.0.1:8080:80 } }
        @{ Because = 'a loopback target'; Id = 'AddressInvalid'; Publish = { Publish-ContainerPort 8080:80 -Target 127.0.0.1 } }
        @{ Because = 'a source that is no subnet'; Id = 'SubnetInvalid'; Publish = { $web | Publish-ContainerPort 8080:80 -SourcePrefix 10.0.0.0/33 } }
        @{ Because = 'clients of another family'; Id = 'ArgumentsInvalid'; Publish = { $web | Publish-ContainerPort 10.88.0.1:8080:80 -SourcePrefix fd00::/8 } }
        @{ Because = 'two protocols for one port'; Id = 'ArgumentsInvalid'; Publish = { $web | Publish-ContainerPort 8080:80/udp -Protocol Tcp } }
        @{ Because = 'a namespace for itself'; Id = 'ArgumentsInvalid'; Publish = { Publish-ContainerPort 8080:80 -Target web -Namespace web } }
        @{ Because = 'a namespace that is not there'; Id = 'NamespaceNotFound'; Publish = { Publish-ContainerPort 8080:80 -Target nobody } }
        @{ Because = 'a host that is not there'; Id = 'NamespaceNotFound'; Publish = { Publish-ContainerPort 8080:80 -Target 10.88.0.2 -Namespace nobody } }
        @{ Because = 'a namespace without an address'; Id = 'AddressNotFound'; Publish = { Publish-ContainerPort 8080:80 -Target lonely } }
        @{ Because = 'IPv6 for a target without'; Id = 'AddressNotFound'; Publish = { $web | Publish-ContainerPort '[::]:8080:80' } }
        @{ Because = 'clients that overlap with present ones'; Id = 'PortAlreadyPublished'; Publish = {
                $null = $web | Publish-ContainerPort 8080:80 -SourcePrefix 10.0.0.0/8
                $web | Publish-ContainerPort 8080:80 -SourcePrefix 10.1.0.0/16
            }
        }
    ) {
        $failure = Get-ErrorOf $Publish
        $failure.FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.PublishContainerPortCommand"
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        nft list tables | Should -Be ($Id -eq 'PortAlreadyPublished' ? 'table inet NetNs' : $null)
    }

    It 'refuses a stale namespace with NamespaceStale' {
        $null = New-Item /run/netns/old -ItemType File
        (Get-ErrorOf { Publish-ContainerPort 8080:80 -Target old }).FullyQualifiedErrorId | Should -BeLike 'NamespaceStale,*'
        Remove-Item /run/netns/old
    }

    It 'says which right is missing' {
        Invoke-WithoutPrivilege 'Publish-ContainerPort 8080:80 -Target 10.88.0.2' | Should -Match '^NotPermitted,.*CAP_NET_ADMIN'
    }

    It 'completes the names of namespaces' {
        Get-Completion 'Publish-ContainerPort 8080:80 -Target w' | Should -Be web
        Get-Completion 'Publish-ContainerPort 8080:80 -Protocol U' | Should -Be Udp
    }

    It 'publishes in the bridge''s namespace what it was piped, wherever that is' {
        $null = New-NetNamespace router
        try {
            $null = New-Bridge br7 -Namespace router -IPAddress 10.7.0.1/24
            $made = New-NetNamespace inner | Connect-Bridge br7 -BridgeNamespace router | Publish-ContainerPort 8080:80 -EnableForwarding
            $made.Namespace.Name | Should -Be router
            nft list tables | Should -BeNullOrEmpty
            ip netns exec router nft list tables | Should -Be 'table inet NetNs'
            (Get-ContainerPort -Namespace router).ContainerNamespace.Name | Should -Be inner
        }
        finally { Remove-NetNamespace router, inner -Wait }
    }
}

Describe 'Get- and Unpublish-ContainerPort' {
    BeforeAll {
        $null = New-Bridge br0 -IPAddress 10.88.0.1/16, fd00:88::1/64
        $web = New-NetNamespace web | Connect-Bridge br0 -IPAddress 10.88.0.2/16, fd00:88::2/64
        $api = New-NetNamespace api | Connect-Bridge br0 -IPAddress 10.88.0.3/16
        Enable-NetForwarding
    }
    BeforeEach {
        $null = $web | Publish-ContainerPort 8080:80, 10.88.0.1:8443:443, 53:53/udp
        $null = $api | Publish-ContainerPort 8081:80, 53:53/tcp
    }
    AfterEach { if (nft list tables) { nft delete table inet NetNs } }
    AfterAll { Reset-World }

    It 'list <What>' -ForEach @(
        @{ What = 'everything, by port'; List = { Get-ContainerPort }; Listed = '0.0.0.0:53/tcp', '0.0.0.0:53/udp', '[::]:53/udp', '0.0.0.0:8080/tcp', '[::]:8080/tcp', '0.0.0.0:8081/tcp', '10.88.0.1:8443/tcp' }
        @{ What = 'some ports'; List = { Get-ContainerPort 8081, 8443 }; Listed = '0.0.0.0:8081/tcp', '10.88.0.1:8443/tcp' }
        @{ What = 'a protocol'; List = { Get-ContainerPort -Protocol Udp }; Listed = '0.0.0.0:53/udp', '[::]:53/udp' }
        @{ What = 'a host address'; List = { Get-ContainerPort -HostAddress 10.88.0.1 }; Listed = '10.88.0.1:8443/tcp' }
        @{ What = 'every address'; List = { Get-ContainerPort -HostAddress '::' }; Listed = '[::]:53/udp', '[::]:8080/tcp' }
        @{ What = 'a target'; List = { Get-ContainerPort -Target api }; Listed = '0.0.0.0:53/tcp', '0.0.0.0:8081/tcp' }
        @{ What = 'a connection from the pipe'; List = { $api | Get-ContainerPort }; Listed = '0.0.0.0:53/tcp', '0.0.0.0:8081/tcp' }
        @{ What = 'an address'; List = { Get-ContainerPort -Target fd00:88::2 }; Listed = '[::]:53/udp', '[::]:8080/tcp' }
    ) {
        & $List | ForEach-Object { "$_" } | Should -Be $Listed
    }

    It 'tell whom a port leads to' {
        $port = Get-ContainerPort 8443
        "$($port.HostAddress) $($port.HostPort) $($port.Protocol) $($port.ContainerAddress) $($port.ContainerPort) $($port.ContainerNamespace) $($port.SourcePrefix)" |
            Should -Be '10.88.0.1 8443 Tcp 10.88.0.2 443 web '
        $port | Should -Be (Get-ContainerPort 8443)
        (ConvertTo-Received $port).HostPort | Should -Be 8443
        ($port | ConvertTo-Json -Depth 3).Length | Should -BeLessThan 5000
    }

    It 'fail for a port that is not published, with PortNotPublished, and go on' {
        $listed = Get-ContainerPort 9999, 8081 -ErrorVariable failures -ErrorAction SilentlyContinue
        $listed.HostPort | Should -Be 8081
        $failures.FullyQualifiedErrorId | Should -Be 'PortNotPublished,NetNs.Commands.GetContainerPortCommand'
        Unpublish-ContainerPort 9999, 8081 -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -Be 'PortNotPublished,NetNs.Commands.UnpublishContainerPortCommand'
        @(Get-ContainerPort).HostPort | Should -Not -Contain 8081
    }

    It 'take back <What>' -ForEach @(
        @{ What = 'a port'; Unpublish = { Unpublish-ContainerPort 8080 }; Left = 5 }
        @{ What = 'ports from the pipe'; Unpublish = { 8080, 8081 | Unpublish-ContainerPort }; Left = 4 }
        @{ What = 'one protocol of a port'; Unpublish = { Unpublish-ContainerPort 53 -Protocol Udp }; Left = 5 }
        @{ What = 'one address of a port'; Unpublish = { Unpublish-ContainerPort 8080 -HostAddress '::' }; Left = 6 }
        @{ What = 'what leads to a target'; Unpublish = { Unpublish-ContainerPort -Target web }; Left = 2 }
        @{ What = 'objects'; Unpublish = { Get-ContainerPort -Protocol Udp | Unpublish-ContainerPort }; Left = 5 }
        @{ What = 'an object that came from another process'; Unpublish = { ConvertTo-Received (Get-ContainerPort 8443) | Unpublish-ContainerPort }; Left = 6 }
        @{ What = 'objects with a HostPort'; Unpublish = { [pscustomobject]@{ HostPort = 8080; HostAddress = '0.0.0.0' } | Unpublish-ContainerPort }; Left = 6 }
        @{ What = 'rows of a table with a namespace'; Unpublish = { Get-ContainerPort 8080 | Select-Object HostPort, HostAddress, Namespace | Unpublish-ContainerPort }; Left = 5 }
        @{ What = 'lines of CSV with a namespace'; Unpublish = { "HostPort,Namespace`n8080,/proc/self/ns/net" | ConvertFrom-Csv | Unpublish-ContainerPort }; Left = 5 }
        @{ What = 'everything, and the table with it'; Unpublish = { Get-ContainerPort | Unpublish-ContainerPort }; Left = 0 }
        @{ What = 'nothing under -WhatIf'; Unpublish = { Get-ContainerPort | Unpublish-ContainerPort -WhatIf }; Left = 7 }
    ) {
        & $Unpublish
        @(Get-ContainerPort) | Should -HaveCount $Left
        nft list tables | Should -Be ($Left ? 'table inet NetNs' : $null)
    }

    It 'take an object back only where it still leads where it did' {
        $old = Get-ContainerPort 8443
        Unpublish-ContainerPort 8443
        $null = $api | Publish-ContainerPort 10.88.0.1:8443:443
        $failure = Get-ErrorOf { $old | Unpublish-ContainerPort }
        $failure.FullyQualifiedErrorId | Should -BeLike 'PortNotPublished,*'
        "$failure" | Should -Be '10.88.0.1:8443/tcp is not published to 10.88.0.2:443 any more: by now it leads to 10.88.0.3:443.'
        (Get-ContainerPort 8443).ContainerNamespace.Name | Should -Be api
    }

    It 'tell one for some clients from one for all' {
        $null = $api | Publish-ContainerPort 8443:443
        $null = $api | Publish-ContainerPort 8443:443 -SourcePrefix 10.0.0.0/8
        Get-ContainerPort 8443 | Where-Object SourcePrefix | Unpublish-ContainerPort -ErrorAction Stop
        (Get-ContainerPort 8443).HostAddress.IPAddressToString | Sort-Object | Should -Be 0.0.0.0, 10.88.0.1
        Get-Element publish4_from | Should -BeNullOrEmpty
    }

    It 'take back by its properties only the one that <What>' -ForEach @(
        @{ What = 'is for some clients'; SourcePrefix = '10.0.0.0/8'; Left = '', '' }
        @{ What = 'is for all'; SourcePrefix = $null; Left = '', '10.0.0.0/8' }
    ) {
        $null = $api | Publish-ContainerPort 8443:443
        $null = $api | Publish-ContainerPort 8443:443 -SourcePrefix 10.0.0.0/8
        $meant = Get-ContainerPort 8443 | Where-Object { "$($_.HostAddress)" -eq '0.0.0.0' -and "$($_.SourcePrefix)" -eq "$SourcePrefix" }
        ConvertTo-Received $meant | Unpublish-ContainerPort -ErrorAction Stop
        Get-ContainerPort 8443 | ForEach-Object { "$($_.SourcePrefix)" } | Sort-Object | Should -Be $Left
    }

    It 'take back by -SourcePrefix <Said> what is <Meant>' -ForEach @(
        @{ Said = '10.0.0.0/8'; SourcePrefix = '10.0.0.0/8'; Meant = 'for these clients'; Left = 1 }
        @{ Said = '$null'; SourcePrefix = $null; Meant = 'for all clients'; Left = 1 }
        @{ Said = '10.1.0.0/16'; SourcePrefix = '10.1.0.0/16'; Meant = 'nothing'; Left = 2 }
    ) {
        $null = $api | Publish-ContainerPort 8444:443
        $null = $api | Publish-ContainerPort 8444:443 -SourcePrefix 10.0.0.0/8
        Unpublish-ContainerPort 8444 -SourcePrefix $SourcePrefix -ErrorAction SilentlyContinue
        @(Get-ContainerPort 8444) | Should -HaveCount $Left
    }

    It 'take back out of a file what was published anew since, for a namespace of the same name' {
        $null = New-NetNamespace again | Connect-Bridge br0 -IPAddress 10.88.0.9/16
        try {
            $live = Publish-ContainerPort 8445:443 -Target again
            $saved = ConvertTo-Received $live
            Remove-NetNamespace again -Wait
            $null = New-NetNamespace again | Connect-Bridge br0 -IPAddress 10.88.0.9/16
            $null = Publish-ContainerPort 8445:443 -Target again
            "$(Get-ErrorOf { $live | Unpublish-ContainerPort })" | Should -Be '0.0.0.0:8445/tcp is not published to 10.88.0.9:443 for the same namespace any more: namespace again was made anew since, and the port published for it.'
            $saved | Unpublish-ContainerPort -ErrorAction Stop
            Get-ContainerPort | ForEach-Object HostPort | Should -Not -Contain 8445
        }
        finally { Remove-NetNamespace again -Wait }
    }

    It 'leave out of a file what is for another namespace by now' {
        $saved = ConvertTo-Received (Publish-ContainerPort 8446:443 -Target api)
        $saved.ContainerNamespace.Name = 'web'
        "$(Get-ErrorOf { $saved | Unpublish-ContainerPort })" | Should -Be '0.0.0.0:8446/tcp is not published to 10.88.0.3:443 for the same namespace any more: by now it is for namespace api.'
        @(Get-ContainerPort 8446) | Should -HaveCount 1
    }

    It 'act in the namespace that is said, also with objects from elsewhere' {
        $null = New-NetNamespace router
        try {
            $null = Publish-ContainerPort 8447:443 -Target 10.88.0.3 -Namespace router -WarningAction Ignore
            $here = Publish-ContainerPort 8447:443 -Target 10.88.0.3
            $here | Unpublish-ContainerPort -Namespace router -ErrorAction Stop
            Get-ContainerPort -Namespace router | Should -BeNullOrEmpty
            @(Get-ContainerPort 8447) | Should -HaveCount 1
        }
        finally { Remove-NetNamespace router -Wait }
    }

    It 'find a port that was published while the pipe was under way' {
        & { 8448; $null = Publish-ContainerPort 8449:443 -Target 10.88.0.3; 8449 } | Unpublish-ContainerPort -ErrorAction SilentlyContinue -ErrorVariable failures
        "$failures" | Should -BeLike 'Port 8448 is not published*'
        Get-ContainerPort | ForEach-Object HostPort | Should -Not -Contain 8449
    }

    It 'complete networks of clients' {
        $null = $api | Publish-ContainerPort 8450:443 -SourcePrefix 172.16.0.0/12
        Get-Completion 'Unpublish-ContainerPort 8450 -SourcePrefix 17' | Should -Be 172.16.0.0/12
        Get-Completion 'Publish-ContainerPort 8450:443 -Target api -SourcePrefix 10' | Should -Be 10.88.0.0/16
    }

    It 'complete ports that are published' {
        Get-Completion 'Unpublish-ContainerPort 84' | Should -Be 8443
        Get-Completion 'Get-ContainerPort 80' | Sort-Object | Should -Be 8080, 8081
    }

    It 'show a table that fits 100 characters, and a list' {
        (Get-ContainerPort | Out-String -Width 100) -split "`n" | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 100 }
        (Get-ContainerPort | Out-String -Width 100) | Should -Match 'Published +Target +Container +Clients +Packets +Paths'
        (Get-ContainerPort 8443 | Format-List | Out-String) | Should -Match 'HostAddress +: 10\.88\.0\.1'
    }

    It 'say which right is missing' {
        Invoke-WithoutPrivilege 'Get-ContainerPort' | Should -Match '^NotPermitted,.*CAP_NET_ADMIN'
    }
}

Describe 'What was published' {
    BeforeAll {
        # Without counters; the kernel gives elements out in no order.
        function Get-Ruleset { nft list ruleset | ForEach-Object { $_ -replace 'packets \d+ bytes \d+' -replace '^.*elements = \{|[,}]\s*$' | ForEach-Object Trim } | Sort-Object }
    }
    BeforeEach {
        $null = New-Bridge br0 -IPAddress 10.88.0.1/16
        $null = New-Bridge br1 -IPAddress 10.99.0.1/24
        $web = New-NetNamespace web | Connect-Bridge br0
        $api = New-NetNamespace api | Connect-Bridge br1
        Enable-NetForwarding
        $null = $web | Publish-ContainerPort 8080:80, 53:53/udp
        $null = $api | Publish-ContainerPort 8081:80
        $null = Add-Masquerade br0, br1
    }
    AfterEach { Reset-World }

    It 'for a namespace goes with it, and the rest stays' {
        Remove-NetNamespace web -Wait
        (Get-ContainerPort).HostPort | Should -Be 8081
        (Get-Masquerade).Bridge | Should -Be br0, br1
    }

    It 'for a bridge''s containers goes with the bridge, and what was masqueraded for it' {
        Remove-Bridge br0 -WarningAction Ignore
        (Get-ContainerPort).HostPort | Should -Be 8081
        (Get-Masquerade).Bridge | Should -Be br1
    }

    It 'goes with the last of them, and the table' {
        Remove-NetNamespace web, api -Wait
        Remove-Bridge br0, br1
        nft list ruleset | Should -BeNullOrEmpty
    }

    It 'is there again where the removal did not succeed, and only then' {
        $before = Get-Ruleset
        mount -o remount,bind,ro /run/netns
        try { (Get-ErrorOf { Remove-NetNamespace web -ErrorAction Stop }).FullyQualifiedErrorId | Should -Match ',' }
        finally { mount -o remount,bind,rw /run/netns }
        Compare-Object $before (Get-Ruleset) | Out-String | Should -BeNullOrEmpty
        Get-Content /proc/sys/net/ipv4/conf/br0/route_localnet | Should -Be 1
        (Get-NetNamespace).Name | Should -Be api, web
    }

    It 'is there again, the table too, where it was all' {
        Unpublish-ContainerPort 8081
        Remove-Masquerade br0, br1
        $before = Get-Ruleset
        mount -o remount,bind,ro /run/netns
        try { Remove-NetNamespace web -ErrorAction SilentlyContinue -ErrorVariable failures; $failures | Should -HaveCount 1 }
        finally { mount -o remount,bind,rw /run/netns }
        Compare-Object $before (Get-Ruleset) | Out-String | Should -BeNullOrEmpty
        Get-Content /proc/sys/net/ipv4/conf/br0/route_localnet | Should -Be 1
        Remove-NetNamespace web -Wait
        nft list ruleset | Should -BeNullOrEmpty
        Get-Content /proc/sys/net/ipv4/conf/br0/route_localnet | Should -Be 0
    }

    It 'stays under -WhatIf of the removal' {
        Remove-NetNamespace web -WhatIf
        Remove-Bridge br0 -WhatIf
        @(Get-ContainerPort) | Should -HaveCount 3
        @(Get-Masquerade) | Should -HaveCount 2
    }
}
