BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    function Get-IpText { (ip @args) -join "`n" }
}

Describe 'New-NetIPAddress' {
    BeforeEach {
        $null = New-NetNamespace web
        $pair = New-VethPair veth0 eth0 -PeerNamespace web -Up
    }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'gives a link an address in CIDR form' {
        $made = New-NetIPAddress 172.18.0.1/16 -InterfaceAlias veth0
        $seen = (ip -json addr show veth0 | ConvertFrom-Json).addr_info | Where-Object family -EQ inet
        "$($seen.local)/$($seen.prefixlen)" | Should -Be 172.18.0.1/16
        $seen.scope | Should -Be global
        $seen.PSObject.Properties.Name | Should -Not -Contain broadcast -Because 'ip addr add gives none either'
        $made.IPAddress | Should -Be ([ipaddress]'172.18.0.1')
        $made.PrefixLength, $made.InterfaceAlias, $made.AddressFamily, $made.AddressState, $made.Scope | Should -Be 16, 'veth0', 'IPv4', 'Preferred', 'Global'
        $made.InterfaceIndex | Should -Be (ip -json link show veth0 | ConvertFrom-Json).ifindex
        "$made" | Should -Be 172.18.0.1
        (ip route show dev veth0) -match '^172\.18\.0\.0/16' | Should -Not -BeNullOrEmpty
    }

    It 'takes the prefix length apart' {
        (New-NetIPAddress -IPAddress 10.0.0.1 -PrefixLength 24 -InterfaceAlias veth0).Cidr | Should -Be 10.0.0.1/24
    }

    It 'takes several addresses of both families' {
        (New-NetIPAddress 10.0.0.1/24, fd00::1/64 -InterfaceAlias veth0 -NoDad).Cidr | Should -Be 10.0.0.1/24, fd00::1/64
    }

    It 'takes <Case> as <Address>' -ForEach @(
        @{ Case = 'no length'; Address = '10.0.0.1'; Expected = '10.0.0.1/32' }
        @{ Case = 'the first of a /31'; Address = '10.0.0.0/31'; Expected = '10.0.0.0/31' }
        @{ Case = 'a /32'; Address = '10.0.0.0/32'; Expected = '10.0.0.0/32' }
        @{ Case = 'the first of a /127'; Address = 'fd00::/127'; Expected = 'fd00::/127' }
        @{ Case = 'a /128'; Address = 'fd00::1/128'; Expected = 'fd00::1/128' }
    ) {
        (New-NetIPAddress $Address -InterfaceAlias veth0 -NoDad).Cidr | Should -Be $Expected
        Get-IpText addr show veth0 | Should -Match "inet6? $([regex]::Escape($Expected)) "
    }

    It 'takes the link from the pipe, in its own namespace' {
        ($pair.B | New-NetIPAddress 10.0.0.2/24).Namespace.Name | Should -Be web
        Get-IpText -n web addr show eth0 | Should -Match 'inet 10\.0\.0\.2/24'
    }

    It 'takes <Case>' -ForEach @(
        @{ Case = 'a name and a namespace'; Script = { New-NetIPAddress 10.0.0.2/24 -InterfaceAlias eth0 -Namespace web } }
        @{ Case = 'the Linux words'; Script = { New-NetIPAddress 10.0.0.2/24 -dev eth0 -NetNs web } }
        @{ Case = 'a number'; Script = { New-NetIPAddress 10.0.0.2/24 -InterfaceIndex (Get-NetLink eth0 -Namespace web).InterfaceIndex -Namespace web } }
        @{ Case = 'a NetLink as argument'; Script = { New-NetIPAddress 10.0.0.2/24 -InterfaceAlias (Get-NetLink eth0 -Namespace web) } }
        @{ Case = 'a name from the pipe'; Script = { 'eth0' | New-NetIPAddress 10.0.0.2/24 -Namespace web } }
        @{ Case = 'a namespace from the pipe'; Script = { Get-NetNamespace web | New-NetIPAddress 10.0.0.2/24 -InterfaceAlias eth0 } }
        @{ Case = 'a namespace by its path'; Script = { New-NetIPAddress 10.0.0.2/24 -InterfaceAlias eth0 -Namespace /run/netns/web } }
        @{ Case = 'rows of a table'; Script = { "IPAddress,PrefixLength,InterfaceAlias,Namespace`n10.0.0.2,24,eth0,web" | ConvertFrom-Csv | New-NetIPAddress } }
        @{ Case = 'a NetLink from another process'; Script = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-NetLink eth0 -Namespace web))) | New-NetIPAddress 10.0.0.2/24 } }
    ) {
        (& $Script).Cidr | Should -Be 10.0.0.2/24
        Get-IpText -n web addr show eth0 | Should -Match 'inet 10\.0\.0\.2/24'
    }

    It 'warns where no prefix was given, and says what to write: <Case>' -ForEach @(
        @{ Case = 'IPv4'; Script = { New-NetIPAddress 10.0.0.1 -InterfaceAlias veth0 }; Warning = '10.0.0.1 on veth0 *10.0.0.1/24*10.0.0.1/32*' }
        @{ Case = 'IPv6, in a namespace'; Script = { New-NetIPAddress fd00::1 -InterfaceAlias eth0 -Namespace web -NoDad }; Warning = 'fd00::1 on eth0 in namespace web *fd00::1/64*fd00::1/128*' }
        @{ Case = 'a veth pair'; Script = { New-VethPair a b -PeerNamespace web -PeerIPAddress 10.0.9.1 }; Warning = '10.0.9.1 on b in namespace web *' }
        @{ Case = 'a bridge'; Script = { New-Bridge br0 -IPAddress 10.0.9.1 }; Warning = '10.0.9.1 on br0 *' }
        @{ Case = 'nothing, said in full'; Script = { New-NetIPAddress 10.0.0.1/32 -InterfaceAlias veth0 } }
        @{ Case = 'nothing, with the length apart'; Script = { New-NetIPAddress 10.0.0.1 -PrefixLength 32 -InterfaceAlias veth0 } }
        @{ Case = 'nothing, on lo'; Script = { New-NetIPAddress 10.0.0.1 -InterfaceAlias lo; ip addr del 10.0.0.1/32 dev lo } }
        @{ Case = 'nothing, with a peer'; Script = { New-NetIPAddress 10.0.0.1 -PeerAddress 10.0.0.2 -InterfaceAlias veth0 } }
    ) {
        $said = @(& $Script 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] })
        if ($Warning) { $said | Should -HaveCount 1; $said[0].Message | Should -BeLike $Warning } else { $said | Should -BeNullOrEmpty }
    }

    It 'acts in the namespace that the calling thread is in' {
        ip netns exec web pwsh -NoProfile -c "Import-Module $((Get-Module NetNs).Path); New-NetIPAddress 10.0.0.2/24 -InterfaceAlias eth0 | Out-Null"
        Get-IpText -n web addr show eth0 | Should -Match 'inet 10\.0\.0\.2/24'
    }

    It 'returns an IPv6 address when it can be used' {
        $made = New-NetIPAddress fd00::1/64 -InterfaceAlias veth0
        $made.AddressState | Should -Be Preferred
        (ip -json addr show veth0 | ConvertFrom-Json).addr_info.Where{ $_.local -eq 'fd00::1' }.tentative | Should -BeNullOrEmpty
    }

    It 'waits for many IPv6 addresses together' {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        (1..20 | ForEach-Object { "fd00::$_/64" } | ForEach-Object { [pscustomobject]@{ IPAddress = $_ } } | New-NetIPAddress -InterfaceAlias veth0).AddressState | Select-Object -Unique | Should -Be Preferred
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 10 -Because 'each takes one to two seconds'
    }

    It 'returns at once with -NoWait' {
        (New-NetIPAddress fd00::1/64 -InterfaceAlias veth0 -NoWait).AddressState | Should -Be Tentative
    }

    It 'does not ask the link with -NoDad' {
        (New-NetIPAddress fd00::1/64 -InterfaceAlias veth0 -NoDad -NoWait).AddressState | Should -Be Preferred
    }

    It 'does not wait on a link that is down' {
        ip link set veth0 down
        (New-NetIPAddress fd00::1/64 -InterfaceAlias veth0).AddressState | Should -Be Tentative
    }

    It 'refuses an IPv6 address that somebody else on the link has, and leaves nothing' {
        ip -n web addr add fd00::1/64 dev eth0 nodad
        $record = Get-ErrorOf { New-NetIPAddress fd00::1/64 -InterfaceAlias veth0 }
        $record.FullyQualifiedErrorId | Should -BeLike 'AddressInUse,*'
        $record.CategoryInfo.Category | Should -Be ResourceExists
        Get-IpText addr show veth0 | Should -Not -Match fd00::1
    }

    It 'makes a point-to-point address' {
        $made = New-NetIPAddress 10.0.0.1 -PeerAddress 10.0.0.2/32 -InterfaceAlias veth0
        $made.IPAddress, $made.PeerAddress, $made.PrefixLength | Should -Be '10.0.0.1', '10.0.0.2', 32
        Get-IpText addr show veth0 | Should -Match 'inet 10\.0\.0\.1 peer 10\.0\.0\.2/32'
        $six = New-NetIPAddress fd00::1 -PeerAddress fd00::2 -InterfaceAlias veth0 -NoDad
        "$($six.IPAddress) $($six.PeerAddress)/$($six.PrefixLength)" | Should -Be 'fd00::1 fd00::2/128'
    }

    It 'sets a broadcast address where one is wanted' {
        (New-NetIPAddress 10.0.0.1/24 -InterfaceAlias veth0 -Broadcast +).Broadcast | Should -Be 10.0.0.255
        Get-IpText addr show veth0 | Should -Match 'brd 10\.0\.0\.255'
    }

    It 'gives an address a lifetime, in seconds or as a TimeSpan' {
        $made = New-NetIPAddress fd00::1/64 -InterfaceAlias veth0 -NoDad -ValidLifetime 3600 -PreferredLifetime 0:30:00
        $made.ValidLifetime.TotalSeconds | Should -BeGreaterThan 3590
        $made.PreferredLifetime.TotalSeconds | Should -BeLessOrEqual 1800
        $seen = (ip -json addr show veth0 | ConvertFrom-Json).addr_info.Where{ $_.local -eq 'fd00::1' }
        $seen.valid_life_time | Should -BeGreaterThan 3590
        (New-NetIPAddress 10.0.0.1/24 -InterfaceAlias veth0).ValidLifetime | Should -Be ([timespan]::MaxValue)
    }

    It 'keeps the kernel from choosing it as a source with -SkipAsSource' {
        $null = New-NetIPAddress fd00::1/64 -InterfaceAlias veth0 -NoDad -SkipAsSource
        $made = New-NetIPAddress fd00::2/64 -InterfaceAlias veth0 -NoDad
        $made.SkipAsSource | Should -BeFalse
        (Get-NetIPAddress fd00::1).SkipAsSource, (Get-NetIPAddress fd00::1).AddressState | Should -Be $true, 'Deprecated'
        (ip -json route get fd00::99 | ConvertFrom-Json).prefsrc | Should -Be fd00::2
    }

    It 'says that IPv4 does not heed -SkipAsSource' {
        $null = New-NetIPAddress 10.0.0.1/24 -InterfaceAlias veth0 -SkipAsSource -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*deprecated*New-NetRoute -Source*'
        Get-IpText addr show veth0 | Should -Match 'inet 10\.0\.0\.1/24 .*deprecated'
    }

    It 'makes a default route as well with -DefaultGateway' {
        $null = New-NetIPAddress 10.0.0.2/24 -InterfaceAlias eth0 -Namespace web -DefaultGateway 10.0.0.1
        (ip -n web -json route show default | ConvertFrom-Json).gateway | Should -Be 10.0.0.1
    }

    It 'leaves no address where the default route cannot be made' {
        (Get-ErrorOf { New-NetIPAddress 10.0.0.2/24 -InterfaceAlias eth0 -Namespace web -DefaultGateway 10.9.0.1 }).FullyQualifiedErrorId | Should -BeLike 'GatewayUnreachable,*'
        Get-IpText -n web addr show eth0 | Should -Not -Match 'inet '
    }

    It 'warns when a second link comes onto the same network' {
        $null = New-NetIPAddress 172.18.0.11/16 -InterfaceAlias veth0 -WarningVariable first -WarningAction SilentlyContinue
        $first | Should -BeNullOrEmpty
        $null = New-VethPair veth1 ceth1
        $null = New-NetIPAddress 172.18.0.21/16 -InterfaceAlias veth1 -WarningVariable second -WarningAction SilentlyContinue
        "$second" | Should -BeLike '172.18.0.0/16 is on two links now, veth0 and veth1*'
        $null = New-NetIPAddress 172.18.5.1/24 -InterfaceAlias ceth1 -WarningVariable third -WarningAction SilentlyContinue
        "$third" | Should -BeLike '*overlap*ceth1, whose prefix is longer*'
    }

    It 'does not warn of a second address on the same link, of another network, of a /32, nor of another namespace' {
        $warnings = @()
        $null = New-NetIPAddress 10.0.0.1/24, 10.0.0.2/24 -InterfaceAlias veth0 -WarningVariable +warnings
        $null = New-VethPair veth1 ceth1
        $null = New-NetIPAddress 10.0.1.1/24, 10.0.0.9/32 -InterfaceAlias veth1 -WarningVariable +warnings
        $null = $pair.B | New-NetIPAddress 10.0.0.3/24 -WarningVariable +warnings
        $warnings | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        (New-NetIPAddress 10.0.0.1/24 -InterfaceAlias veth0 -DefaultGateway 10.0.0.254 -WhatIf) | Should -BeNullOrEmpty
        Get-IpText addr show veth0 | Should -Not -Match 'inet '
    }

    It 'tells each step with the equivalent command' {
        $said = New-NetIPAddress 10.0.0.2/24 -InterfaceAlias eth0 -Namespace web -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        $said.Message | Should -Contain 'Give eth0 the address 10.0.0.2/24 in namespace web: ip -n web addr add 10.0.0.2/24 dev eth0'
    }

    It 'refuses an address that the link has, and returns it with -IfExists Reuse' {
        $first = New-NetIPAddress 10.0.0.1/24 -InterfaceAlias veth0
        $record = Get-ErrorOf { New-NetIPAddress 10.0.0.1/24 -InterfaceAlias veth0 }
        $record.FullyQualifiedErrorId | Should -BeLike 'AddressAlreadyExists,*'
        $record.CategoryInfo.Category | Should -Be ResourceExists
        $record.TargetObject | Should -Be 10.0.0.1/24
        New-NetIPAddress 10.0.0.1/24 -InterfaceAlias veth0 -IfExists Reuse | Should -Be $first
        $null = New-NetIPAddress fd00::1/64 -InterfaceAlias veth0 -NoDad
        (Get-ErrorOf { New-NetIPAddress fd00::1/64 -InterfaceAlias veth0 }).FullyQualifiedErrorId | Should -BeLike 'AddressAlreadyExists,*'
    }

    It 'names the difference where -IfExists Reuse finds something else: <Case>' -ForEach @(
        @{ Case = 'another prefix length'; Setup = 'addr add 10.0.0.1/16'; Message = '*prefix length 16, not 24*' }
        @{ Case = 'a peer'; Setup = 'addr add 10.0.0.1 peer 10.0.0.7/24'; Message = '*peer 10.0.0.7*' }
        @{ Case = 'a lifetime'; Setup = 'addr add 10.0.0.1/24 valid_lft 100 preferred_lft 100'; Message = '*lifetime*' }
    ) {
        sh -c "ip $Setup dev veth0"
        $record = Get-ErrorOf { New-NetIPAddress 10.0.0.1/24 -InterfaceAlias veth0 -IfExists Reuse }
        $record.FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
        "$record" | Should -BeLike $Message
    }

    It 'refuses <Case>' -ForEach @(
        @{ Case = "the tutorial's own address"; Address = '123.456.0.0/16'; Id = 'AddressInvalid' }
        @{ Case = 'an empty text'; Address = ''; Id = 'AddressInvalid' }
        @{ Case = 'a name'; Address = 'localhost'; Id = 'AddressInvalid' }
        @{ Case = 'three parts'; Address = '10.0.1/24'; Id = 'AddressInvalid' }
        @{ Case = 'leading zeros'; Address = '10.0.0.010/24'; Id = 'AddressInvalid' }
        @{ Case = 'digits of another script'; Address = "10.0.0.$([char]0x0661)/24"; Id = 'AddressInvalid' }
        @{ Case = 'a netmask'; Address = '10.0.0.1/255.255.255.0'; Id = 'AddressInvalid' }
        @{ Case = 'a prefix too long for IPv4'; Address = '10.0.0.1/33'; Id = 'AddressInvalid' }
        @{ Case = 'a prefix too long for IPv6'; Address = 'fd00::1/129'; Id = 'AddressInvalid' }
        @{ Case = 'the address of the network'; Address = '10.0.0.0/24'; Id = 'AddressInvalid' }
        @{ Case = 'the broadcast address'; Address = '10.0.0.255/24'; Id = 'AddressInvalid' }
        @{ Case = 'the address of an IPv6 network'; Address = 'fd00::/64'; Id = 'AddressInvalid' }
        @{ Case = 'multicast'; Address = '224.0.0.1/4'; Id = 'AddressInvalid' }
        @{ Case = 'IPv6 multicast'; Address = 'ff02::1/128'; Id = 'AddressInvalid' }
        @{ Case = 'the unspecified address'; Address = '0.0.0.0/0'; Id = 'AddressInvalid' }
        @{ Case = 'a zone'; Address = 'fe80::1%veth0/64'; Id = 'AddressInvalid' }
        @{ Case = 'brackets'; Address = '[fd00::1]/64'; Id = 'AddressInvalid' }
        @{ Case = 'wildcards'; Address = '10.0.0.*/24'; Id = 'AddressInvalid' }
        @{ Case = 'IPv6 where IPv4 is wanted'; Address = 'fd00::1/64'; More = @{ AddressFamily = 'IPv4' }; Id = 'AddressInvalid' }
        @{ Case = 'IPv4 where IPv6 is wanted'; Address = '10.0.0.1/24'; More = @{ AddressFamily = 'IPv6' }; Id = 'AddressInvalid' }
        @{ Case = 'two lengths'; Address = '10.0.0.1/24'; More = @{ PrefixLength = 16 }; Id = 'AddressInvalid' }
        @{ Case = 'a peer of the other family'; Address = '10.0.0.1'; More = @{ PeerAddress = 'fd00::2' }; Id = 'AddressInvalid' }
        @{ Case = 'a peer that is no address'; Address = '10.0.0.1'; More = @{ PeerAddress = 'peer' }; Id = 'AddressInvalid' }
        @{ Case = 'a gateway of the other family'; Address = '10.0.0.1/24'; More = @{ DefaultGateway = 'fd00::2' }; Id = 'AddressInvalid' }
        @{ Case = 'an IPv6 broadcast address'; Address = 'fd00::1/64'; More = @{ Broadcast = '+' }; Id = 'AddressInvalid' }
        @{ Case = 'a lifetime of nothing'; Address = '10.0.0.1/24'; More = @{ ValidLifetime = 0 }; Id = 'ArgumentsInvalid' }
        @{ Case = 'a preference that outlives the address'; Address = '10.0.0.1/24'; More = @{ ValidLifetime = 10; PreferredLifetime = 20 }; Id = 'ArgumentsInvalid' }
    ) {
        $before = (ip addr) -join "`n"
        $arguments = $More ?? @{}
        $record = Get-ErrorOf { New-NetIPAddress $Address -InterfaceAlias veth0 @arguments }
        $record.FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.NewNetIPAddressCommand"
        $record.CategoryInfo.Category | Should -Be InvalidArgument
        "$record" | Should -BeLike "*$([Management.Automation.WildcardPattern]::Escape($More.PeerAddress ?? $More.DefaultGateway ?? $More.Broadcast ?? ($More.ValidLifetime -is [int] ? '' : $Address)))*"
        (ip addr) -join "`n" | Should -Be $before
    }

    It 'says <Id> of <Case>' -ForEach @(
        @{ Case = 'a link that is not there'; Script = { New-NetIPAddress 10.0.0.1/24 -InterfaceAlias nosuch }; Id = 'LinkNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'a name with wildcards'; Script = { New-NetIPAddress 10.0.0.1/24 -InterfaceAlias 'veth*' }; Id = 'LinkNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'a number that is nobody''s'; Script = { New-NetIPAddress 10.0.0.1/24 -InterfaceIndex 4711 }; Id = 'LinkNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'a link that has gone'; Script = { Remove-NetLink veth0; $pair.A | New-NetIPAddress 10.0.0.1/24 }; Id = 'LinkNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'no link at all'; Script = { New-NetIPAddress 10.0.0.1/24 }; Id = 'ArgumentsInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'a namespace that is not there'; Script = { New-NetIPAddress 10.0.0.1/24 -InterfaceAlias eth0 -Namespace nosuch }; Id = 'NamespaceNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'a link of a namespace that has gone'; Script = { ip netns del web; $pair.B | New-NetIPAddress 10.0.0.1/24 }; Id = 'NamespaceNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'IPv6 where it is switched off'; Script = { Set-NetSysctl net.ipv6.conf.veth0.disable_ipv6 1; New-NetIPAddress fd00::1/64 -InterfaceAlias veth0 }; Id = 'KernelFeatureMissing'; Category = 'NotImplemented' }
        @{ Case = 'IPv6 on a link with small packets'; Script = { ip link set veth0 mtu 1000; New-NetIPAddress fd00::1/64 -InterfaceAlias veth0 }; Id = 'LinkSettingInvalid'; Category = 'InvalidArgument' }
    ) {
        $record = Get-ErrorOf $Script
        $record.FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.NewNetIPAddressCommand"
        $record.CategoryInfo.Category | Should -Be $Category
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'names the capability that is missing' {
        $said = setpriv --bounding-set=-net_admin --inh-caps=-net_admin pwsh -NoProfile -c "Import-Module $((Get-Module NetNs).Path); try { New-NetIPAddress 10.0.0.1/24 -InterfaceAlias lo -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId, `$_.CategoryInfo.Category, `"`$_`" }"
        $said[0], $said[1] | Should -Be 'NotPermitted,NetNs.Commands.NewNetIPAddressCommand', PermissionDenied
        $said[2] | Should -BeLike '*CAP_NET_ADMIN*'
    }

    It 'goes on with the rest of the pipe after a bad item, and after null' {
        $made = '10.0.0.1/24', '123.456.0.0/16', '10.0.0.3/24' | ForEach-Object { [pscustomobject]@{ IPAddress = $_; InterfaceAlias = 'veth0' } } |
            New-NetIPAddress -ErrorVariable errors -ErrorAction SilentlyContinue
        $made.Cidr | Should -Be 10.0.0.1/24, 10.0.0.3/24
        $errors.FullyQualifiedErrorId | Should -BeLike 'AddressInvalid,*'
        $made = $pair.A, $null, $pair.B | New-NetIPAddress 10.0.1.1/24 -ErrorAction SilentlyContinue
        $made.InterfaceAlias | Should -Be veth0, eth0
    }

    It 'does nothing for an empty pipe' {
        @() | New-NetIPAddress 10.0.0.1/24 | Should -BeNullOrEmpty
    }

    It 'completes the names of links of the namespace that was typed' {
        (TabExpansion2 'New-NetIPAddress 10.0.0.1/24 -InterfaceAlias e' ).CompletionMatches | Should -BeNullOrEmpty
        (TabExpansion2 'New-NetIPAddress 10.0.0.1/24 -Namespace web -InterfaceAlias e').CompletionMatches.CompletionText | Should -Be eth0
    }
}

Describe 'Get-NetIPAddress' {
    BeforeAll {
        $null = 'web', 'db' | New-NetNamespace
        $pair = New-VethPair veth0 eth0 -PeerNamespace web -IPAddress 10.0.0.1/24 -PeerIPAddress 10.0.0.2/24 -Up
        ip addr add fd00::1/64 dev veth0 nodad
        ip addr add 10.0.0.7/24 dev veth0
        ip addr add 192.0.2.1 peer 192.0.2.2/32 dev veth0 valid_lft 1000 preferred_lft 500
    }
    AfterAll {
        Reset-World
        Assert-NothingLeft
    }

    It 'lists what ip lists' {
        $seen = ip -json addr | ConvertFrom-Json | ForEach-Object { $name = $_.ifname; $_.addr_info | ForEach-Object { "$name $($_.local) $($_.address) $($_.prefixlen) $($_.scope)" } }
        $told = Get-NetIPAddress | ForEach-Object { "$($_.InterfaceAlias) $($_.IPAddress) $($_.PeerAddress) $($_.PrefixLength) $($_.Scope)".ToLowerInvariant() }
        $told | Sort-Object | Should -Be ($seen | Sort-Object)
    }

    It 'finds <Case>' -ForEach @(
        @{ Case = 'an address'; Script = { Get-NetIPAddress 10.0.0.7 }; Expected = '10.0.0.7/24' }
        @{ Case = 'an address with its prefix length'; Script = { Get-NetIPAddress 10.0.0.7/24 }; Expected = '10.0.0.7/24' }
        @{ Case = 'an IPv6 address however it is written'; Script = { Get-NetIPAddress FD00:0::0001 }; Expected = 'fd00::1/64' }
        @{ Case = 'addresses by wildcards'; Script = { Get-NetIPAddress 10.0.* }; Expected = '10.0.0.1/24', '10.0.0.7/24' }
        @{ Case = 'addresses of a link'; Script = { Get-NetIPAddress -InterfaceAlias veth0 -AddressFamily IPv4 }; Expected = '10.0.0.1/24', '192.0.2.1/32', '10.0.0.7/24' }
        @{ Case = 'addresses of links by wildcards'; Script = { Get-NetIPAddress -InterfaceAlias ve* -AddressFamily IPv4 }; Expected = '10.0.0.1/24', '192.0.2.1/32', '10.0.0.7/24' }
        @{ Case = 'addresses of a link by number'; Script = { Get-NetIPAddress -InterfaceIndex $pair.A.InterfaceIndex -PrefixLength 24 }; Expected = '10.0.0.1/24', '10.0.0.7/24' }
        @{ Case = 'addresses of a link from the pipe'; Script = { $pair.B | Get-NetIPAddress -AddressFamily IPv4 }; Expected = '10.0.0.2/24' }
        @{ Case = 'addresses of both ends of a pair'; Script = { $pair | Get-NetIPAddress 10.0.0.1, 10.0.0.2 }; Expected = '10.0.0.1/24', '10.0.0.2/24' }
        @{ Case = 'addresses of a namespace'; Script = { Get-NetIPAddress -Namespace web -AddressFamily IPv4 }; Expected = '127.0.0.1/8', '10.0.0.2/24' }
        @{ Case = 'addresses of namespaces from the pipe'; Script = { Get-NetNamespace | Get-NetIPAddress -AddressFamily IPv4 }; Expected = '127.0.0.1/8', '127.0.0.1/8', '10.0.0.2/24' }
        @{ Case = 'addresses of namespaces by name from the pipe'; Script = { 'web', 'db' | Get-NetIPAddress 127.* }; Expected = '127.0.0.1/8', '127.0.0.1/8' }
        @{ Case = 'addresses by length'; Script = { Get-NetIPAddress -PrefixLength 32 }; Expected = '192.0.2.1/32' }
        @{ Case = 'addresses by state'; Script = { Get-NetIPAddress -AddressState Preferred -AddressFamily IPv4 -InterfaceAlias lo }; Expected = '127.0.0.1/8' }
    ) {
        (& $Script).Cidr | Sort-Object | Should -Be ($Expected | Sort-Object)
    }

    It 'tells lifetimes and peer' {
        $one = Get-NetIPAddress 192.0.2.1
        $one.PeerAddress, $one.InterfaceAlias | Should -Be 192.0.2.2, veth0
        $one.ValidLifetime.TotalSeconds | Should -BeGreaterThan 900
        $one.PreferredLifetime.TotalSeconds | Should -BeLessOrEqual 500
    }

    It 'compares by namespace, link, address and length' {
        Get-NetIPAddress 10.0.0.7 | Should -Be (Get-NetIPAddress 10.0.0.7)
        (Get-NetIPAddress 127.0.0.1 -Namespace web) -eq (Get-NetIPAddress 127.0.0.1 -Namespace db) | Should -BeFalse
    }

    It 'says where a literal address was not found, once for the whole pipe' {
        $null = 'web', 'db' | Get-NetIPAddress 10.9.9.9, 10.0.0.2 -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors.Count | Should -Be 1
        $errors.FullyQualifiedErrorId | Should -Be 'AddressNotFound,NetNs.Commands.GetNetIPAddressCommand'
        $errors.CategoryInfo.Category | Should -Be ObjectNotFound
        "$errors" | Should -BeLike '*10.9.9.9 in namespaces web, db*'
    }

    It 'says <Id> of <Case>' -ForEach @(
        @{ Case = 'a text that is no address'; Script = { Get-NetIPAddress 10.0.0.300 }; Id = 'AddressInvalid' }
        @{ Case = 'a link that is not there'; Script = { Get-NetIPAddress -InterfaceAlias nosuch }; Id = 'LinkNotFound' }
        @{ Case = 'a namespace that is not there'; Script = { Get-NetIPAddress -Namespace nosuch }; Id = 'NamespaceNotFound' }
    ) {
        (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.GetNetIPAddressCommand"
    }

    It 'finds nothing by wildcards without an error' {
        Get-NetIPAddress 9.* -ErrorAction Stop | Should -BeNullOrEmpty
        Get-NetIPAddress -InterfaceAlias no* -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'survives the way to another process and JSON' {
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-NetIPAddress fd00::1)))
        "$($copy.IPAddress)", $copy.PrefixLength, "$($copy.Namespace)" | Should -Be 'fd00::1', 64, (Get-NetNamespace -Current).ToString()
        ($copy | Get-NetIPAddress).Cidr | Should -Contain fd00::1/64
        $json = Get-NetIPAddress fd00::1 | ConvertTo-Json -Depth 3
        $json.Length | Should -BeLessThan 4KB
        ($json | ConvertFrom-Json).Cidr | Should -Be fd00::1/64
    }

    It 'stops when nobody wants more' {
        (Get-NetIPAddress | Select-Object -First 1).Cidr | Should -Be 127.0.0.1/8
    }
}

Describe 'Remove-NetIPAddress' {
    BeforeEach {
        $null = New-NetNamespace web
        $pair = New-VethPair veth0 eth0 -PeerNamespace web -Up
        $null = New-NetIPAddress 10.0.0.1/24, fd00::1/64 -InterfaceAlias veth0 -NoDad
    }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'takes <Case> off' -ForEach @(
        @{ Case = 'an address'; Script = { Remove-NetIPAddress 10.0.0.1 } }
        @{ Case = 'an address with its length'; Script = { Remove-NetIPAddress 10.0.0.1/24 -InterfaceAlias veth0 } }
        @{ Case = 'an address and its length apart'; Script = { Remove-NetIPAddress 10.0.0.1 -PrefixLength 24 } }
        @{ Case = 'an object from the pipe'; Script = { Get-NetIPAddress 10.0.0.1 | Remove-NetIPAddress } }
        @{ Case = 'an object from another process'; Script = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-NetIPAddress 10.0.0.1))) | Remove-NetIPAddress } }
        @{ Case = 'an address of a link from the pipe'; Script = { $pair.A | Remove-NetIPAddress 10.0.0.1 } }
        @{ Case = 'the address of a row'; Script = { [pscustomobject]@{ Namespace = $pair.A.Namespace; IPAddress = '10.0.0.1' } | Remove-NetIPAddress } }
    ) {
        & $Script | Should -BeNullOrEmpty
        Get-IpText addr show veth0 | Should -Not -Match '10\.0\.0\.1'
        Get-IpText addr show veth0 | Should -Match 'fd00::1'
    }

    It 'takes an IPv6 and a point-to-point address off' {
        $null = New-NetIPAddress 192.0.2.1 -PeerAddress 192.0.2.2 -InterfaceAlias veth0
        $null = New-NetIPAddress fd09::1 -PeerAddress fd09::2 -InterfaceAlias veth0 -NoDad
        Get-NetIPAddress fd00::1, 192.0.2.1, fd09::1 | Remove-NetIPAddress
        Get-NetIPAddress -InterfaceAlias veth0 | Where-Object Scope -NE Link | ForEach-Object Cidr | Should -Be 10.0.0.1/24
    }

    It 'leaves the other addresses of the subnet, which the kernel would take with it' {
        $null = New-NetIPAddress 10.0.0.2/24, 10.0.0.3/24 -InterfaceAlias veth0
        Get-IpText addr show veth0 | Should -Match '10\.0\.0\.2/24 .*secondary'
        Remove-NetIPAddress 10.0.0.1
        (Get-NetIPAddress -InterfaceAlias veth0 -AddressFamily IPv4).Cidr | Sort-Object | Should -Be 10.0.0.2/24, 10.0.0.3/24
        Get-IpText route show dev veth0 | Should -Match '10\.0\.0\.0/24'
    }

    It 'takes it off every link that has it, where no link is named' {
        $null = New-VethPair veth1 ceth1
        ip addr add 10.0.0.1/16 dev veth1
        Remove-NetIPAddress 10.0.0.1
        Get-NetIPAddress 10.0.0.1 -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'takes all addresses off that come from the pipe, though the list changes meanwhile' {
        1..600 | ForEach-Object { "addr add 10.1.$($_ -shr 8).$($_ -band 255)/32 dev veth0" } | ip -batch -
        Get-NetIPAddress -InterfaceAlias veth0 | Remove-NetIPAddress -WarningVariable warnings
        Get-NetIPAddress -InterfaceAlias veth0 | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }

    It 'says what it would do with -WhatIf, and changes nothing' {
        Remove-NetIPAddress 10.0.0.1 -WhatIf
        Get-IpText addr show veth0 | Should -Match '10\.0\.0\.1/24'
    }

    It 'says <Id> of <Case>' -ForEach @(
        @{ Case = 'an address that is not there'; Script = { Remove-NetIPAddress 10.0.0.9 }; Id = 'AddressNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'another length'; Script = { Remove-NetIPAddress 10.0.0.1/16 }; Id = 'AddressNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'another link'; Script = { Remove-NetIPAddress 10.0.0.1 -InterfaceAlias lo }; Id = 'AddressNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'an object that has gone'; Script = { $a = Get-NetIPAddress 10.0.0.1; ip addr flush dev veth0; $a | Remove-NetIPAddress }; Id = 'AddressNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'wildcards'; Script = { Remove-NetIPAddress 10.0.0.* }; Id = 'AddressInvalid'; Category = 'InvalidArgument' }
        @{ Case = 'a link that is not there'; Script = { Remove-NetIPAddress 10.0.0.1 -InterfaceAlias nosuch }; Id = 'LinkNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'the other family'; Script = { Remove-NetIPAddress 10.0.0.1 -AddressFamily IPv6 }; Id = 'AddressInvalid'; Category = 'InvalidArgument' }
    ) {
        $record = Get-ErrorOf $Script
        $record.FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.RemoveNetIPAddressCommand"
        $record.CategoryInfo.Category | Should -Be $Category
    }
}
