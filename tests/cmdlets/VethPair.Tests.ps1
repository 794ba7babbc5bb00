Describe 'New-VethPair' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        function Get-Settings {
            # What somebody sets. Carrier, state and link-local addresses the kernel settles on its own, some time after a link came up.
            foreach ($arguments in @(), @('-n', 'web')) {
                ip @arguments -json addr | ConvertFrom-Json | ForEach-Object { "$($_.ifname) $($_.address) $($_.mtu) $($_.master) up:$($_.flags -contains 'UP') $(($_.addr_info | Where-Object scope -EQ global).local)" }
            }
        }
    }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'makes both ends here where no namespace is told' {
        $pair = New-VethPair veth0 veth1
        "$pair" | Should -Be 'veth0 - veth1'
        (ip -json link show veth0 | ConvertFrom-Json).link | Should -Be veth1
        $pair.A.PeerName, $pair.B.PeerName | Should -Be veth1, veth0
        $pair.A.State, $pair.B.State | Should -Be Down, Down
    }

    It 'puts the second end straight into its namespace' {
        $null = New-NetNamespace netns0
        $pair = New-VethPair veth0 ceth0 -PeerNamespace netns0
        (ip -n netns0 -json link show ceth0 | ConvertFrom-Json).ifname | Should -Be ceth0
        (ip -json link | ConvertFrom-Json).ifname | Should -Be lo, veth0
        $pair.B.Namespace.Name | Should -Be netns0
        $pair.A.PeerNamespace.Name | Should -Be netns0
    }

    It 'tells of each end what Get-NetLink tells' {
        $null = New-NetNamespace netns0
        $pair = New-VethPair veth0 ceth0 -PeerNamespace netns0 -Up
        foreach ($end in $pair.A, $pair.B) {
            $read = Get-NetLink $end.Name -Namespace $end.Namespace
            foreach ($property in $read.PSObject.Properties.Name) { "$property $($end.$property)" | Should -Be "$property $($read.$property)" }
        }
    }

    It 'lays a cable between two other namespaces' {
        $null = 'red', 'blue' | New-NetNamespace
        $null = New-VethPair veth-red veth-blue -Namespace red -PeerNamespace blue
        (ip -n red -json link show veth-red | ConvertFrom-Json).ifname | Should -Be veth-red
        (ip -n blue -json link show veth-blue | ConvertFrom-Json).ifname | Should -Be veth-blue
        (ip -json link | ConvertFrom-Json).ifname | Should -Be lo
    }

    It 'keeps both ends in the one namespace that is told' {
        $null = New-NetNamespace red
        $pair = New-VethPair a b -Namespace red
        $pair.B.Namespace.Name | Should -Be red
        (ip -n red -json link | ConvertFrom-Json).ifname | Sort-Object | Should -Be a, b, lo
    }

    It 'gives addresses, link-layer addresses and an MTU, and switches on' {
        $null = New-NetNamespace netns0
        $pair = New-VethPair veth0 ceth0 -PeerNamespace netns0 -MacAddress 02:00:00:00:00:01 -PeerMacAddress 02-00-00-00-00-02 -Mtu 1400 -IPAddress 10.0.0.1/24, fd00::1/64 -PeerIPAddress 10.0.0.2/24 -Up
        $near = ip -json addr show veth0 | ConvertFrom-Json
        $far = ip -n netns0 -json addr show ceth0 | ConvertFrom-Json
        $near.address, $far.address | Should -Be '02:00:00:00:00:01', '02:00:00:00:00:02'
        $near.mtu, $far.mtu | Should -Be 1400, 1400
        $near.addr_info.local | Should -Contain 10.0.0.1
        $near.addr_info.local | Should -Contain fd00::1
        $far.addr_info.local | Should -Contain 10.0.0.2
        $pair.A.State, $pair.B.State | Should -Be Up, Up
        Test-Ping 10.0.0.2 | Should -BeTrue
    }

    It 'gives the first end to a bridge' {
        ip link add br0 type bridge
        $pair = New-VethPair veth0 ceth0 -Bridge br0
        (ip -json link show veth0 | ConvertFrom-Json).master | Should -Be br0
        $pair.A.Bridge | Should -Be br0
        $pair.B.Bridge | Should -BeNullOrEmpty
    }

    It 'puts the first end where the bridge object is' {
        $null = 'net', 'web' | New-NetNamespace
        ip -n net link add br0 type bridge
        $pair = New-VethPair veth0 eth0 -PeerNamespace web -Bridge (Get-NetLink br0 -Namespace net)
        $pair.A.Namespace.Name, $pair.B.Namespace.Name | Should -Be net, web
        $pair.A.Bridge | Should -Be br0
    }

    It 'takes the second namespace from the pipe' {
        $pairs = 'netns0', 'netns1' | New-NetNamespace | ForEach-Object { $_ | New-VethPair "v$_" eth0 }
        $pairs.B.Namespace.Name | Should -Be netns0, netns1
        $pairs.B.Name | Should -Be eth0, eth0
    }

    It 'takes whole pairs by property names' {
        $null = New-NetNamespace web
        $text = 'Name,PeerName,PeerNamespace,PeerIPAddress', 'v1,e1,web,10.0.1.2/24', 'v2,e2,web,10.0.2.2/24'
        $pairs = $text | ConvertFrom-Csv | New-VethPair
        $pairs.B.Name | Should -Be e1, e2
        (ip -n web -json addr show e2 | ConvertFrom-Json).addr_info[0].local | Should -Be 10.0.2.2
    }

    It 'takes the namespace of a process' {
        $sleeper = Start-Process unshare '-n', sleep, 60 -PassThru
        try {
            $null = Wait-Until { (Get-Item "/proc/$($sleeper.Id)/ns/net").Target -ne (Get-Item /proc/self/ns/net).Target }
            $pair = New-VethPair veth0 eth0 -PeerNamespace $sleeper
            $pair.B.Namespace.Path | Should -Be "/proc/$($sleeper.Id)/ns/net"
            nsenter -t $sleeper.Id -n ip -json link show eth0 | Should -Match eth0
        }
        finally { $sleeper.Kill(); $sleeper.WaitForExit() }
    }

    It 'changes nothing with -WhatIf' {
        (New-VethPair veth0 veth1 -IPAddress 10.0.0.1/24 -Up -WhatIf) | Should -BeNullOrEmpty
        (ip -json link | ConvertFrom-Json).ifname | Should -Be lo
    }

    It 'says what it does with -Verbose, as ip commands that do the same' {
        $null = New-NetNamespace web
        $said = New-VethPair veth0 eth0 -PeerNamespace web -PeerIPAddress 10.0.0.2/24 -Up -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and "$_" -match ': ip ' }
        $commands = $said -replace '^.*: (?=ip )'
        $commands | Should -Be 'ip link add veth0 type veth peer name eth0 netns web', 'ip -n web addr add 10.0.0.2/24 dev eth0', 'ip -n web link set eth0 up', 'ip link set veth0 up'
        Remove-NetLink veth0
        $commands | ForEach-Object { sh -c $_; $LASTEXITCODE | Should -Be 0 }
        (Get-NetLink eth0 -Namespace web).State | Should -Be Up
    }

    Context 'where it is there already' {
        It 'is an error that names the one that is' {
            $null = New-NetNamespace web
            $null = New-VethPair veth0 eth0 -PeerNamespace web
            $first = Get-ErrorOf { New-VethPair veth0 other }
            $first.FullyQualifiedErrorId | Should -Be 'LinkAlreadyExists,NetNs.Commands.NewVethPairCommand'
            $first.CategoryInfo.Category | Should -Be ResourceExists
            $first.Exception.Message | Should -Match "'veth0'"
            $second = Get-ErrorOf { New-VethPair other eth0 -PeerNamespace web }
            $second.Exception.Message | Should -Match "'eth0'.*in namespace web"
            (ip -json link | ConvertFrom-Json).ifname | Should -Be lo, veth0
        }

        It 'is returned with -IfExists Reuse where it is what was asked' {
            $null = New-NetNamespace web
            ip link add br0 type bridge
            $arguments = @{ Name = 'veth0'; PeerName = 'eth0'; PeerNamespace = 'web'; Mtu = 1400; IPAddress = '10.0.0.1/24'; PeerIPAddress = 'fd00::2/64'; Bridge = 'br0'; MacAddress = '02:00:00:00:00:01'; Up = $true; IfExists = 'Reuse' }
            $first = New-VethPair @arguments
            $again = New-VethPair @arguments
            $again.A | Should -Be $first.A
            $again.B | Should -Be $first.B
            $again.B.PeerName | Should -Be veth0
        }

        It 'is an error that names the difference where it is <Case>' -ForEach @(
            @{ Case = 'of another kind'; Setup = { ip link add veth0 type ifb }; Message = 'its kind is Ifb, not Veth' }
            @{ Case = 'a pair with another peer'; Setup = { ip link add veth0 type veth peer name other }; Message = 'its other end is not eth0 in namespace web' }
            @{ Case = 'a pair whose peer is elsewhere'; Setup = { ip link add veth0 type veth peer name eth0 }; Message = 'its other end is not eth0 in namespace web' }
            @{ Case = 'a taken name of the second end'; Setup = { ip -n web link add eth0 type ifb }; Message = 'it is not the other end of veth0' }
            @{ Case = 'of another MTU'; Setup = { ip link add veth0 mtu 1300 type veth peer name eth0 netns web mtu 1400 }; Message = 'its MTU is 1300, not 1400' }
            @{ Case = 'without the address'; Setup = { ip link add veth0 mtu 1400 up type veth peer name eth0 mtu 1400 netns web; ip -n web link set eth0 up }; Message = "'eth0'.*it has no address 10.0.0.2/24" }
            @{ Case = 'down'; Setup = { ip link add veth0 mtu 1400 type veth peer name eth0 mtu 1400 netns web }; Message = 'it is down' }
        ) {
            $null = New-NetNamespace web
            & $Setup
            $before = Get-Settings
            $found = Get-ErrorOf { New-VethPair veth0 eth0 -PeerNamespace web -Mtu 1400 -PeerIPAddress 10.0.0.2/24 -Up -IfExists Reuse }
            $found.FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
            $found.Exception.Message | Should -Match $Message
            Get-Settings | Should -Be $before
        }

        It 'waits for an end whose namespace was just removed' {
            # The kernel takes a removed namespace's pairs down later, on its own.
            foreach ($round in 1..10) {
                $null = New-NetNamespace web
                $null = New-VethPair veth0 eth0 -PeerNamespace web -ErrorAction Stop
                umount /run/netns/web; Remove-Item /run/netns/web
            }
        }
    }

    It 'leaves nothing behind where a later step fails' {
        $null = New-NetNamespace web
        sysctl -q -w net.ipv6.conf.default.disable_ipv6=1
        try {
            $found = Get-ErrorOf { New-VethPair veth0 eth0 -PeerNamespace web -PeerIPAddress 10.0.0.2/24 -IPAddress fd00::1/64 -Up }
            $found | Should -Not -BeNullOrEmpty
        }
        finally { sysctl -q -w net.ipv6.conf.default.disable_ipv6=0 }
        (ip -json link | ConvertFrom-Json).ifname | Should -Be lo
        (ip -n web -json link | ConvertFrom-Json).ifname | Should -Be lo
    }

    It 'refuses <Case> with <ErrorId>' -ForEach @(
        @{ Case = 'an empty name'; ErrorId = 'LinkNameInvalid'; Script = { New-VethPair '' b } }
        @{ Case = '16 characters'; ErrorId = 'LinkNameInvalid'; Script = { New-VethPair ('x' * 16) b } }
        @{ Case = '16 bytes in 8 letters'; ErrorId = 'LinkNameInvalid'; Script = { New-VethPair a ('é' * 8) } }
        @{ Case = 'a dot'; ErrorId = 'LinkNameInvalid'; Script = { New-VethPair . b } }
        @{ Case = 'two dots'; ErrorId = 'LinkNameInvalid'; Script = { New-VethPair a .. } }
        @{ Case = 'a slash'; ErrorId = 'LinkNameInvalid'; Script = { New-VethPair a/b c } }
        @{ Case = 'a colon'; ErrorId = 'LinkNameInvalid'; Script = { New-VethPair a:b c } }
        @{ Case = 'NUL'; ErrorId = 'LinkNameInvalid'; Script = { New-VethPair "a`0b" c } }
        @{ Case = 'a blank'; ErrorId = 'LinkNameInvalid'; Script = { New-VethPair 'a b' c } }
        @{ Case = 'a letter that the kernel takes for a blank'; ErrorId = 'LinkNameInvalid'; Script = { New-VethPair 'voilà' c } }
        @{ Case = 'a pattern'; ErrorId = 'LinkNameInvalid'; Script = { New-VethPair 'veth%d' c } }
        @{ Case = 'all'; ErrorId = 'LinkNameInvalid'; Script = { New-VethPair all c } }
        @{ Case = 'default'; ErrorId = 'LinkNameInvalid'; Script = { New-VethPair a default } }
        @{ Case = 'one name for both ends'; ErrorId = 'ArgumentsInvalid'; Script = { New-VethPair a a } }
        @{ Case = 'a multicast link-layer address'; ErrorId = 'LinkLayerAddressInvalid'; Script = { New-VethPair a b -MacAddress 01:00:5e:00:00:01 } }
        @{ Case = 'a broadcast link-layer address'; ErrorId = 'LinkLayerAddressInvalid'; Script = { New-VethPair a b -PeerMacAddress ff:ff:ff:ff:ff:ff } }
        @{ Case = 'a link-layer address of zeros'; ErrorId = 'LinkLayerAddressInvalid'; Script = { New-VethPair a b -MacAddress 00:00:00:00:00:00 } }
        @{ Case = 'a link-layer address of eight bytes'; ErrorId = 'LinkLayerAddressInvalid'; Script = { New-VethPair a b -MacAddress ([Net.NetworkInformation.PhysicalAddress]::new([byte[]](2, 0, 0, 0, 0, 0, 0, 1))) } }
        @{ Case = 'an MTU under 68'; ErrorId = 'LinkSettingInvalid'; Script = { New-VethPair a b -Mtu 67 } }
        @{ Case = 'an MTU over 65535'; ErrorId = 'LinkSettingInvalid'; Script = { New-VethPair a b -Mtu 65536 } }
        @{ Case = 'an MTU under 1280 with an IPv6 address'; ErrorId = 'LinkSettingInvalid'; Script = { New-VethPair a b -Mtu 1279 -PeerIPAddress fd00::1/64 } }
        @{ Case = 'what is no address'; ErrorId = 'AddressInvalid'; Script = { New-VethPair a b -IPAddress 123.456.0.0/16 } }
        @{ Case = 'the address of the network'; ErrorId = 'AddressInvalid'; Script = { New-VethPair a b -IPAddress 10.0.0.0/24 } }
        @{ Case = 'the broadcast address'; ErrorId = 'AddressInvalid'; Script = { New-VethPair a b -PeerIPAddress 10.0.0.255/24 } }
        @{ Case = 'a prefix that is too long'; ErrorId = 'AddressInvalid'; Script = { New-VethPair a b -IPAddress 10.0.0.1/33 } }
        @{ Case = 'an address with a zone'; ErrorId = 'AddressInvalid'; Script = { New-VethPair a b -IPAddress fe80::1%lo/64 } }
        @{ Case = 'an address twice'; ErrorId = 'AddressAlreadyExists'; Script = { New-VethPair a b -IPAddress 10.0.0.1/24, 10.0.0.1/24 } }
        @{ Case = 'a namespace that is not there'; ErrorId = 'NamespaceNotFound'; Script = { New-VethPair a b -PeerNamespace nowhere } }
        @{ Case = 'a bridge that is not there'; ErrorId = 'BridgeNotFound'; Script = { New-VethPair a b -Bridge nobridge } }
        @{ Case = 'a bridge that is none'; ErrorId = 'NotABridge'; Script = { New-VethPair a b -Bridge lo } }
        @{ Case = 'a process that is not there'; ErrorId = 'ProcessNotFound'; Script = { New-VethPair a b -PeerNamespace 99999999 } }
    ) {
        (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
        (ip -json link | ConvertFrom-Json).ifname | Should -Be lo
    }

    It 'refuses invalid arguments under -WhatIf too' {
        (Get-ErrorOf { New-VethPair 'a/b' c -WhatIf }).FullyQualifiedErrorId | Should -BeLike 'LinkNameInvalid,*'
    }

    It 'accepts <Case> as a name' -ForEach @(
        @{ Case = '15 bytes'; Name = 'x' * 15 }
        @{ Case = 'wildcard characters'; Name = 'a[1]*?' }
        @{ Case = 'a leading dash'; Name = '-v' }
        @{ Case = 'other letters'; Name = 'übung' }
        @{ Case = 'quotes'; Name = "it's`"" }
        @{ Case = 'digits'; Name = '42' }
    ) {
        (New-VethPair -Name $Name -PeerName other).A.Name | Should -BeExactly $Name
        (ip -json link | ConvertFrom-Json).ifname | Should -Contain $Name
        (Get-NetLink -InterfaceAlias $Name).Name | Should -BeExactly $Name
        Remove-NetLink -Link $Name -ErrorAction Stop
    }

    It 'accepts addresses on the shortest networks: <First>, <Second>' -ForEach @(
        @{ First = '10.0.0.0/31'; Second = '10.0.0.1/31' }, @{ First = '10.0.0.1/32'; Second = '10.0.0.2/32' }
        @{ First = 'fd00::/127'; Second = 'fd00::1/127' }, @{ First = 'fd00::1/128'; Second = 'fd00::2/128' }
    ) {
        $null = New-VethPair left right -IPAddress $First -PeerIPAddress $Second -ErrorAction Stop
        (ip -json addr show dev left | ConvertFrom-Json).addr_info | ForEach-Object { "$($_.local)/$($_.prefixlen)" } | Should -Contain $First
        (ip -json addr show dev right | ConvertFrom-Json).addr_info | ForEach-Object { "$($_.local)/$($_.prefixlen)" } | Should -Contain $Second
    }

    It 'tells names apart that differ by case only' {
        $null = New-VethPair Eth0 eth0
        (Get-NetLink Eth0).PeerName | Should -BeExactly eth0
        (Get-NetLink eth0).PeerName | Should -BeExactly Eth0
    }

    It 'goes on after one that fails' {
        $errors = $null
        $pairs = @{ Name = 'a'; PeerName = 'b' }, @{ Name = 'a'; PeerName = 'c' }, @{ Name = 'd'; PeerName = 'e' } | ForEach-Object { [pscustomobject] $_ } |
            New-VethPair -ErrorVariable errors -ErrorAction SilentlyContinue
        $pairs.A.Name | Should -Be a, d
        $errors.FullyQualifiedErrorId | Should -BeLike 'LinkAlreadyExists,*'
        $errors.TargetObject | Should -Be a
    }

    It 'completes namespaces and bridges' {
        $null = New-NetNamespace web
        ip link add br-web type bridge
        (TabExpansion2 'New-VethPair a b -PeerNamespace w').CompletionMatches.CompletionText | Should -Be web
        (TabExpansion2 'New-VethPair a b -Bridge b').CompletionMatches.CompletionText | Should -Be br-web
        (TabExpansion2 'New-VethPair a b -IfExists ').CompletionMatches.CompletionText | Should -Be Fail, Reuse
    }
}
