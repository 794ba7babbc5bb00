# Add-, Get- and Remove-Masquerade. Whom the other machine sees is asked by sockets; what is in the kernel, nft says.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/Hosts.ps1

    function Get-SetElement {
        # The elements of one of our sets, as nft lists them.
        param([string] $Set)
        $text = (nft list set inet NetNs $Set 2>$null) -join ' '
        if ($text -match 'elements = \{ (.*?) \}') { $Matches[1] -replace '\s+', ' ' -split ', ' -replace ' counter packets \d+ bytes \d+' -replace ' comment ".*?"' }
    }
}
AfterAll { Assert-NothingLeft }

Describe 'A masqueraded subnet' {
    BeforeAll {
        New-PretendHost
        Start-Server machine tcp:7 -In machine
        Start-Server api tcp:7 -In api
        Start-Server stranger tcp:7 -In stranger
    }
    AfterEach {
        Get-Masquerade | Remove-Masquerade -ErrorAction Stop
        nft list tables | Should -BeNullOrEmpty
    }
    AfterAll {
        Stop-Server
        Reset-World
    }

    It 'reaches another machine under the host''s address, IPv4 and IPv6' {
        Read-Answer 192.0.2.2 7 -From web -Patience 1 | Should -BeLike 'none: *' -Because 'the machine knows no way back'
        $null = Add-Masquerade br0
        Read-Answer 192.0.2.2 7 -From web | Should -Be 'machine 192.0.2.1'
        Read-Answer 2001:db8::2 7 -From web | Should -Be 'machine 2001:db8::1'
    }

    It 'keeps its own addresses among neighbours, and towards another masqueraded subnet' {
        $null = Add-Masquerade br0, br1
        Read-Answer 10.88.0.3 7 -From web | Should -Be 'api 10.88.0.2'
        Read-Answer 10.99.0.2 7 -From web | Should -Be 'stranger 10.88.0.2'
    }

    It 'leaves by one link only, where told to' {
        $null = Add-Masquerade 10.88.0.0/16 -OutInterface br1
        Read-Answer 10.99.0.2 7 -From web | Should -Be 'stranger 10.99.0.1'
        Read-Answer 192.0.2.2 7 -From web -Patience 1 | Should -BeLike 'none: *'
    }

    It 'leaves under a fixed address, where told to' {
        ip addr add 192.0.2.7/24 dev uplink
        try {
            $made = Add-Masquerade 10.88.0.0/16 -SourceAddress 192.0.2.7
            "$($made.SourceAddress)" | Should -Be 192.0.2.7
            Read-Answer 192.0.2.2 7 -From web | Should -Be 'machine 192.0.2.7'
        }
        finally { ip addr del 192.0.2.7/24 dev uplink }
    }

    It 'counts connections' {
        $null = Add-Masquerade 10.88.0.0/16
        1..3 | ForEach-Object { $null = Read-Answer 192.0.2.2 7 -From web }
        (Get-Masquerade).Packets | Should -Be 3
    }
}

Describe 'An IPv6 address that the kernel still asks about on its link' {
    AfterAll {
        Stop-Server
        Reset-World
    }

    It 'is waited for: the first connection has the right sender' {
        # Before that the kernel would take the bridge's address for a sender, and the connection keep it.
        $bridge = New-Bridge br0 -IPAddress fd00:88::1/64
        $null = New-NetNamespace web | Connect-Bridge br0
        $null = New-NetNamespace machine
        Enable-NetForwarding
        ip link add uplink type veth peer name eth0 netns machine
        ip -n machine addr add 2001:db8::2/64 dev eth0 nodad
        ip -n machine link set eth0 up
        Start-Server machine tcp:7 -In machine
        ip addr add 2001:db8::1/64 dev uplink
        ip link set uplink up
        Wait-Until { "$(ip -6 address show dev uplink tentative)" -and "$(ip link show uplink)" -match 'LOWER_UP' } | Should -BeTrue
        $null = $bridge | Add-Masquerade
        ip -6 address show dev uplink tentative scope global | Should -BeNullOrEmpty
        Read-Answer 2001:db8::2 7 -From web | Should -Be 'machine 2001:db8::1'
    }
}

Describe 'Add-, Get- and Remove-Masquerade' {
    BeforeAll {
        $bridge = New-Bridge br0 -IPAddress 10.88.0.1/16, fd00:88::1/64
        $connection = New-NetNamespace web | Connect-Bridge br0
        $null = New-NetNamespace router
        Enable-NetForwarding
        Enable-NetForwarding -Namespace router
    }
    AfterEach {
        if (nft list tables) { nft delete table inet NetNs }
        sysctl -qw net.ipv4.ip_forward=1
    }
    AfterAll { Reset-World }

    It 'take <What>' -ForEach @(
        @{ What = 'a bridge from the pipe'; Add = { $bridge | Add-Masquerade }; Subnets = '10.88.0.0/16', 'fd00:88::/64' }
        @{ What = 'a connection from the pipe'; Add = { $connection | Add-Masquerade }; Subnets = '10.88.0.0/16', 'fd00:88::/64' }
        @{ What = 'a bridge''s name'; Add = { Add-Masquerade br0 }; Subnets = '10.88.0.0/16', 'fd00:88::/64' }
        @{ What = 'text from the pipe'; Add = { '10.1.0.0/16', '10.2.0.0/16' | Add-Masquerade }; Subnets = '10.1.0.0/16', '10.2.0.0/16' }
        @{ What = 'an IPNetwork'; Add = { Add-Masquerade ([Net.IPNetwork]::Parse('10.1.0.0/16')) }; Subnets = '10.1.0.0/16' }
        @{ What = 'a bridge that came from another process'; Add = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($bridge, 3)) | Add-Masquerade }; Subnets = '10.88.0.0/16', 'fd00:88::/64' }
        @{ What = 'masquerades that came from another process'; Add = {
                $null = Add-Masquerade br0
                $saved = Get-Masquerade | ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) }
                $saved | Remove-Masquerade
                Get-Masquerade | Should -BeNullOrEmpty
                $saved | Add-Masquerade
            }; Subnets = '10.88.0.0/16', 'fd00:88::/64'
        }
        @{ What = 'objects with properties'; Add = { [pscustomobject]@{ Subnet = '10.1.0.0/16'; OutInterface = 'br0' } | Add-Masquerade }; Subnets = '10.1.0.0/16' }
    ) {
        $made = & $Add
        $made | ForEach-Object { "$($_.Subnet)" } | Should -Be $Subnets
        Get-Masquerade | ForEach-Object { "$($_.Subnet)" } | Should -Be $Subnets
        $made | Remove-Masquerade
        nft list tables | Should -BeNullOrEmpty
    }

    It 'list with wildcards, by link, in another namespace' {
        $null = Add-Masquerade 10.1.0.0/16, 192.168.15.0/24 -Namespace router -WarningAction Ignore
        $null = Add-Masquerade 10.2.0.0/16 -OutInterface eth0 -Namespace router -WarningAction Ignore
        Get-Masquerade -Namespace router | ForEach-Object { "$_" } | Sort-Object | Should -Be 10.1.0.0/16, 10.2.0.0/16, 192.168.15.0/24
        Get-Masquerade 10.* -Namespace router | ForEach-Object { "$_" } | Sort-Object | Should -Be 10.1.0.0/16, 10.2.0.0/16
        Get-Masquerade -OutInterface eth* -Namespace router | ForEach-Object { "$_" } | Should -Be 10.2.0.0/16
        Get-Masquerade | Should -BeNullOrEmpty
        Get-Masquerade -Namespace router | Remove-Masquerade
        ip netns exec router nft list tables | Should -BeNullOrEmpty
    }

    It 'say by -Verbose what nft would have to be told, and nft understands it' {
        $verbose = (Add-Masquerade 10.88.0.0/16 -OutInterface br0 -SourceAddress 10.88.0.1 -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }).Message
        $commands = $verbose -match "nft '" -replace "^.*?: nft '(.*)'$", '$1'
        $commands -replace ' \{.*' | Should -Be 'add table inet NetNs', 'add element inet NetNs snat4_out', 'add element inet NetNs inside4'
        $before = nft list table inet NetNs
        foreach ($command in $commands[1, 2]) { nft ($command -replace '^add', 'delete' -replace ' : [^}]*') }
        foreach ($command in $commands) { nft $command }
        nft list table inet NetNs | Should -Be $before
    }

    It 'change nothing under -WhatIf' {
        Add-Masquerade 10.88.0.0/16 -EnableForwarding -WhatIf
        nft list tables | Should -BeNullOrEmpty
        $null = Add-Masquerade 10.88.0.0/16
        Remove-Masquerade 10.88.0.0/16 -WhatIf
        Get-SetElement masquerade4 | Should -Be 10.88.0.0/16
    }

    It 'warn that forwarding is off, and switch it on where told to' {
        sysctl -qw net.ipv4.ip_forward=0
        $null = Add-Masquerade 10.1.0.0/16 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Be 'IPv4 forwarding is off: nothing gets through. Switch it on with -EnableForwarding, or Enable-NetForwarding.'
        $null = Add-Masquerade 10.2.0.0/16 -EnableForwarding
        Get-Content /proc/sys/net/ipv4/ip_forward | Should -Be 1
    }

    It 'with -IfExists Reuse return what is there, and name what differs' {
        $null = Add-Masquerade 10.88.0.0/16
        "$(Add-Masquerade 10.88.0.0/16 -IfExists Reuse)" | Should -Be 10.88.0.0/16
        foreach ($asked in @(
                @{ Subnet = '10.88.0.0/16'; SourceAddress = '10.88.0.1'; Difference = 'under the address of the link it leaves by' }
                @{ Subnet = '10.88.1.0/24'; Difference = 'as a part of 10.88.0.0/16' }
                @{ Subnet = '10.0.0.0/8'; Difference = 'only 10.88.0.0/16 of it' }
            )) {
            $difference = $asked.Difference
            $asked.Remove('Difference')
            $failure = Get-ErrorOf { Add-Masquerade @asked -IfExists Reuse }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
            "$failure" | Should -Be "$($asked.Subnet) is masqueraded already, but $difference."
        }
        $failure = Get-ErrorOf { Add-Masquerade 10.88.0.0/16 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'MasqueradeAlreadyExists,*'
        "$($failure.TargetObject.Subnet)" | Should -Be 10.88.0.0/16
        (Get-ErrorOf { Add-Masquerade 10.0.0.0/8 }).FullyQualifiedErrorId | Should -BeLike 'MasqueradeAlreadyExists,*'
    }

    It 'remove one only as it was seen' {
        $old = Add-Masquerade 10.88.0.0/16
        Remove-Masquerade 10.88.0.0/16
        $null = Add-Masquerade 10.88.0.0/16 -SourceAddress 10.88.0.1
        (Get-ErrorOf { $old | Remove-Masquerade }).FullyQualifiedErrorId | Should -BeLike 'MasqueradeNotFound,*'
        "$((Get-Masquerade).SourceAddress)" | Should -Be 10.88.0.1
    }

    It 'refuse <Because> with <Id>' -ForEach @(
        @{ Because = 'what is no subnet'; Id = 'SubnetInvalid'; Do = { Add-Masquerade 123.456.0.0/16 } }
        @{ Because = 'the loopback'; Id = 'SubnetInvalid'; Do = { Add-Masquerade 127.0.0.0/8 } }
        @{ Because = 'a source of another family'; Id = 'AddressInvalid'; Do = { Add-Masquerade 10.1.0.0/16 -SourceAddress fd00::1 } }
        @{ Because = 'a source that nobody answers to'; Id = 'AddressInvalid'; Do = { Add-Masquerade 10.1.0.0/16 -SourceAddress 127.0.0.1 } }
        @{ Because = 'a bridge that is not there'; Id = 'BridgeNotFound'; Do = { Add-Masquerade nobridge } }
        @{ Because = 'a link that cannot be'; Id = 'LinkNameInvalid'; Do = { Add-Masquerade 10.1.0.0/16 -OutInterface 'a/b' } }
        @{ Because = 'a host that is not there'; Id = 'NamespaceNotFound'; Do = { Add-Masquerade 10.1.0.0/16 -Namespace nobody } }
        @{ Because = 'to list what is not there'; Id = 'MasqueradeNotFound'; Do = { Get-Masquerade 10.1.0.0/16 } }
        @{ Because = 'to remove what is not there'; Id = 'MasqueradeNotFound'; Do = { Remove-Masquerade 10.1.0.0/16 } }
    ) {
        $failure = Get-ErrorOf $Do
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,NetNs.Commands.*"
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        nft list tables | Should -BeNullOrEmpty
    }

    It 'say which right is missing' {
        Invoke-WithoutPrivilege 'Add-Masquerade 10.1.0.0/16' | Should -Match '^NotPermitted,.*CAP_NET_ADMIN'
    }

    It 'complete what is there' {
        $null = Add-Masquerade 10.88.0.0/16
        foreach ($line in 'Remove-Masquerade 10', 'Get-Masquerade 10') {
            [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText | Should -Be 10.88.0.0/16
        }
        $line = 'Add-Masquerade br0 -SourceAddress '
        [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText | Should -Be 10.88.0.1, fd00:88::1
        [Management.Automation.CommandCompletion]::CompleteInput('Add-Masquerade b', 16, $null).CompletionMatches.CompletionText | Should -Be br0
    }
}
