Describe 'New-Bridge' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'makes a bridge that is switched on' {
        $bridge = New-Bridge br0
        $bridge | Should -BeOfType NetNs.Bridge
        "$bridge" | Should -Be br0
        $bridge.AdminState | Should -Be Up
        $seen = ip -json -d link show br0 | ConvertFrom-Json
        $seen.linkinfo.info_kind | Should -Be bridge
        $seen.flags | Should -Contain UP
    }

    It 'leaves it switched off with -Down' {
        (New-Bridge br0 -Down).AdminState | Should -Be Down
        (ip -json link show br0 | ConvertFrom-Json).flags | Should -Not -Contain UP
    }

    It 'tells what Get-Bridge tells' {
        $made = New-Bridge br0 -IPAddress 10.0.0.1/24
        $read = Get-Bridge br0
        foreach ($property in $read.PSObject.Properties.Name) { "$property $($made.$property)" | Should -Be "$property $($read.$property)" }
    }

    It 'gives addresses of both families, which can be used at once' {
        $null = New-Bridge br0 -IPAddress 10.0.0.1/24, fd00::1/64
        $addresses = (ip -json addr show br0 | ConvertFrom-Json).addr_info
        "$($addresses.Where{ $_.local -eq '10.0.0.1' }.prefixlen) $($addresses.Where{ $_.local -eq 'fd00::1' }.prefixlen)" | Should -Be '24 64'
        $addresses.Where{ $_.local -eq 'fd00::1' }.tentative | Should -BeNullOrEmpty
    }

    It 'has a link-layer address of its own, which does not change with its ports' {
        $bridge = New-Bridge br0
        ip link add low address 00:00:00:00:00:01 type veth peer name far
        $null = Add-BridgePort br0 low
        (Get-Bridge br0).LinkLayerAddress | Should -Be $bridge.LinkLayerAddress
    }

    It 'takes a link-layer address' {
        (New-Bridge br0 -MacAddress 02-00-00-00-00-01).LinkLayerAddress | Should -Be '02:00:00:00:00:01'
        (ip -json link show br0 | ConvertFrom-Json).address | Should -Be '02:00:00:00:00:01'
    }

    It 'keeps the MTU that was asked for, whatever its ports have' {
        (New-Bridge br0 -Mtu 1400).Mtu | Should -Be 1400
        ip link add veth0 type veth peer name veth1
        $null = Add-BridgePort br0 veth0
        (ip -json link show br0 | ConvertFrom-Json).mtu | Should -Be 1400
    }

    It 'runs the spanning tree with -Stp' {
        (New-Bridge br0 -Stp).Stp | Should -BeTrue
        (ip -json -d link show br0 | ConvertFrom-Json).linkinfo.info_data.stp_state | Should -Be 1
    }

    It 'takes -VlanFiltering:$false everywhere, and -VlanFiltering where the kernel can' {
        (New-Bridge br0 -VlanFiltering:$false).VlanFiltering | Should -BeFalse
        ip link add probe type bridge vlan_filtering 1 2>$null
        if ($LASTEXITCODE) { Set-ItResult -Skipped -Because 'this kernel was built without VLAN filtering' }
        (New-Bridge br1 -VlanFiltering).VlanFiltering | Should -BeTrue
    }

    It 'says so where the kernel cannot filter VLANs, and makes nothing' {
        ip link add probe type bridge vlan_filtering 1 2>$null
        if (-not $LASTEXITCODE) { Set-ItResult -Skipped -Because 'this kernel can filter VLANs' }
        $failure = Get-ErrorOf { New-Bridge br0 -VlanFiltering -IPAddress 10.0.0.1/24 }
        $failure.FullyQualifiedErrorId | Should -Be 'KernelFeatureMissing,NetNs.Commands.NewBridgeCommand'
        $failure.CategoryInfo.Category | Should -Be NotImplemented
        (ip -json link | ConvertFrom-Json).ifname | Should -Be lo
    }

    It 'warns where another link is on the same subnet' {
        $null = New-Bridge br0 -IPAddress 10.0.0.1/24 -WarningVariable none -WarningAction SilentlyContinue
        $null = New-Bridge br1 -IPAddress 10.0.0.2/24, 10.1.0.1/24 -WarningVariable one -WarningAction SilentlyContinue
        $none | Should -BeNullOrEmpty
        @($one).Count | Should -Be 1
        "$one" | Should -Match '10\.0\.0\.0/24 is on two links now, br0 and br1'
    }

    It 'works inside a namespace' {
        $null = New-NetNamespace lan
        (New-Bridge br0 -Namespace lan).Namespace.Name | Should -Be lan
        (ip -n lan -json link show br0 | ConvertFrom-Json).ifname | Should -Be br0
        (ip -json link | ConvertFrom-Json).ifname | Should -Be lo
    }

    It 'takes names from the pipe, by value and by property' {
        ('br0', 'br1' | New-Bridge).Name | Should -Be br0, br1
        ([pscustomobject]@{ Name = 'br2' } | New-Bridge).Name | Should -Be br2
    }

    It 'changes nothing with -WhatIf' {
        (New-Bridge br0 -WhatIf) | Should -BeNullOrEmpty
        (ip -json link | ConvertFrom-Json).ifname | Should -Be lo
    }

    It 'tells with -Verbose what ip would be told' {
        $told = New-Bridge br0 -IPAddress 10.0.0.1/24 -Mtu 1400 -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$told" | Should -Match 'ip link add br0 address [0-9a-f:]+ up type bridge'
        "$told" | Should -Match 'ip addr add 10\.0\.0\.1/24 dev br0'
        "$told" | Should -Match 'ip link set br0 mtu 1400'
    }

    It 'refuses a name that is taken, and goes on with the rest of the pipe' {
        $null = New-Bridge br0
        $made = 'br0', 'br1' | New-Bridge -ErrorVariable errors -ErrorAction SilentlyContinue
        $made.Name | Should -Be br1
        $errors.FullyQualifiedErrorId | Should -Be 'LinkAlreadyExists,NetNs.Commands.NewBridgeCommand'
        $errors.CategoryInfo.Category | Should -Be ResourceExists
        $errors.TargetObject | Should -Be br0
    }

    It 'returns the present one with -IfExists Reuse' {
        $first = New-Bridge br0 -IPAddress 10.0.0.1/24
        (New-Bridge br0 -IPAddress 10.0.0.1/24 -IfExists Reuse) | Should -Be $first
    }

    It 'names the difference where the present one is something else: <Case>' -ForEach @(
        @{ Case = 'an address'; Asked = @{ IPAddress = '10.0.0.9/24' }; Says = '10.0.0.9/24' }
        @{ Case = 'the MTU'; Asked = @{ Mtu = 1400 }; Says = 'MTU' }
        @{ Case = 'down'; Asked = @{ Down = $true }; Says = 'up' }
        @{ Case = 'spanning tree'; Asked = @{ Stp = $true }; Says = 'spanning tree' }
    ) {
        $null = New-Bridge br0 -IPAddress 10.0.0.1/24
        $failure = Get-ErrorOf { New-Bridge br0 -IfExists Reuse @Asked }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
        "$failure" | Should -Match $Says
    }

    It 'does not reuse a link that is no bridge' {
        ip link add br0 type veth peer name far
        (Get-ErrorOf { New-Bridge br0 -IfExists Reuse }).FullyQualifiedErrorId | Should -BeLike 'LinkAlreadyExists,*'
    }

    It 'refuses <Case>, and makes nothing' -ForEach @(
        @{ Case = 'an empty name'; Arguments = @{ Name = '' }; ErrorId = 'LinkNameInvalid' }
        @{ Case = 'a name of 16 bytes'; Arguments = @{ Name = 'x' * 16 }; ErrorId = 'LinkNameInvalid' }
        @{ Case = 'a name with a slash'; Arguments = @{ Name = 'a/b' }; ErrorId = 'LinkNameInvalid' }
        @{ Case = 'a pattern for a name'; Arguments = @{ Name = 'br%d' }; ErrorId = 'LinkNameInvalid' }
        @{ Case = 'no address'; Arguments = @{ Name = 'br0'; IPAddress = '123.456.0.0/16' }; ErrorId = 'AddressInvalid' }
        @{ Case = 'the address of the network'; Arguments = @{ Name = 'br0'; IPAddress = '10.0.0.0/24' }; ErrorId = 'AddressInvalid' }
        @{ Case = 'a broadcast address'; Arguments = @{ Name = 'br0'; IPAddress = '10.0.0.255/24' }; ErrorId = 'AddressInvalid' }
        @{ Case = 'a multicast MAC address'; Arguments = @{ Name = 'br0'; MacAddress = '01:00:00:00:00:01' }; ErrorId = 'LinkLayerAddressInvalid' }
        @{ Case = 'an MTU of 67'; Arguments = @{ Name = 'br0'; Mtu = 67 }; ErrorId = 'LinkSettingInvalid' }
        @{ Case = 'the same address twice'; Arguments = @{ Name = 'br0'; IPAddress = '10.0.0.1/24', '10.0.0.1/24' }; ErrorId = 'AddressAlreadyExists' }
        @{ Case = 'a namespace that is not there'; Arguments = @{ Name = 'br0'; Namespace = 'nowhere' }; ErrorId = 'NamespaceNotFound' }
    ) {
        $failure = Get-ErrorOf { New-Bridge @Arguments }
        $failure.FullyQualifiedErrorId | Should -Be "$ErrorId,NetNs.Commands.NewBridgeCommand"
        (ip -json link | ConvertFrom-Json).ifname | Should -Be lo
    }

    It 'says what is not permitted, and makes nothing' {
        $failure = Invoke-WithoutPrivilege 'New-Bridge br0'
        $failure | Should -Match '^NotPermitted,'
        $failure | Should -Match 'CAP_NET_ADMIN'
    }
}
