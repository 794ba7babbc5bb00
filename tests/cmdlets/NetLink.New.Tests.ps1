Describe 'New-NetLink' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1

        function Skip-Unless {
            # A kernel without a kind is no failure of the module; the error that it gives is tested where it lacks one.
            param([string] $Kind)
            if ($Kind -eq 'tun') {
                ip tuntap add dev probe mode tap 2>$null && ip tuntap del dev probe mode tap
                if ($LASTEXITCODE) { Set-ItResult -Skipped -Because 'ip cannot make a tap here either' }
                return
            }
            $options = @{ vlan = 'link p0', 'id 4094'; ipvlan = 'link p0', ''; vrf = '', 'table 99' }[$Kind] ?? ('', '')
            sh -c "ip link add $($options[0]) name probe type $Kind $($options[1]) 2>/dev/null && ip link del dev probe"
            if ($LASTEXITCODE) { Set-ItResult -Skipped -Because "this kernel has no links of the kind $Kind" }
        }

        function Get-Truth { param([string] $Name) ip -json -d link show dev $Name | ConvertFrom-Json }
    }
    BeforeEach { ip link add p0 up type veth peer name p1 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'makes a dummy' {
        Skip-Unless dummy
        $link = New-NetLink d0 Dummy -Up -Mtu 9000
        $link.Kind, $link.State, $link.Mtu | Should -Be Dummy, Up, 9000
        (Get-Truth d0).linkinfo.info_kind | Should -Be dummy
    }

    It 'makes an ifb' {
        $link = New-NetLink ifb7 -Kind Ifb -MacAddress 02:00:00:00:00:07
        $link.Kind, $link.LinkLayerAddress, $link.State | Should -Be Ifb, '02:00:00:00:00:07', Down
        (Get-Truth ifb7).linkinfo.info_kind | Should -Be ifb
    }

    It 'makes a <Kind> whose siblings see each other, or that has mode <Mode>' -ForEach @(
        foreach ($kind in 'Macvlan', 'Macvtap') { foreach ($mode in 'Private', 'Vepa', 'Passthru', 'Source') { @{ Kind = $kind; Mode = $mode } } }
    ) {
        $link = New-NetLink m0 $Kind -Parent p0
        $link.Kind, $link.Mode, $link.ParentName | Should -Be $Kind, Bridge, p0
        (Get-Truth m0).linkinfo.info_data.mode | Should -Be bridge
        Remove-NetLink m0
        (New-NetLink m0 $Kind -Parent p0 -Mode $Mode).Mode | Should -Be $Mode
        (Get-Truth m0).linkinfo.info_data.mode | Should -Be $Mode.ToLower()
    }

    It 'makes a tap for a user, with an address, on a bridge' {
        Skip-Unless tun
        $tap = New-NetLink tap7 Tap -UserId 54321 -MacAddress 02:00:00:00:00:07 -Mtu 1400 -Up
        $tap.Kind, $tap.UserId, $tap.LinkLayerAddress, $tap.Mtu, $tap.AdminState | Should -Be Tap, 54321, '02:00:00:00:00:07', 1400, Up
        $truth = Get-Truth tap7
        $truth.linkinfo.info_kind, $truth.linkinfo.info_data.type, $truth.linkinfo.info_data.persist, $truth.linkinfo.info_data.user | Should -Be tun, tap, $true, '54321'
        $null = New-Bridge br0
        ($tap | Add-BridgePort br0).Link | Should -Be tap7
        (Get-NetLink -Kind Tap).Name | Should -Be tap7
        $tap | Remove-NetLink
        ip -brief link show type tun | Should -BeNullOrEmpty
    }

    It 'makes a tun, without a link-layer address, in another namespace' {
        Skip-Unless tun
        $null = New-NetNamespace web
        $tun = New-NetLink tun7 Tun -Namespace web -Up
        $tun.Kind, $tun.MacAddress, "$($tun.Namespace)" | Should -Be Tun, $null, web
        ((ip -n web -json -d link show dev tun7) | ConvertFrom-Json).linkinfo.info_data.type | Should -Be tun
        (Get-ErrorOf { New-NetLink tun8 Tun -MacAddress 02:00:00:00:00:07 }).FullyQualifiedErrorId | Should -BeLike 'ArgumentsInvalid,*'
    }

    It 'makes a tap once, and leaves nothing of one that cannot be as it was asked for' {
        Skip-Unless tun
        $null = New-NetLink tap7 Tap
        (Get-ErrorOf { New-NetLink tap7 Tap }).FullyQualifiedErrorId | Should -BeLike 'LinkAlreadyExists,*'
        (Get-ErrorOf { New-NetLink p0 Tap }).FullyQualifiedErrorId | Should -BeLike 'LinkAlreadyExists,*'
        (New-NetLink tap7 Tap -IfExists Reuse).Name | Should -Be tap7
        (Get-ErrorOf { New-NetLink tap7 Tun -IfExists Reuse }).FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
        (Get-ErrorOf { New-NetLink tap7 Tap -UserId 5 -IfExists Reuse }).FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
        (Get-ErrorOf { New-NetLink tap8 Tap -Mtu 70000 }).FullyQualifiedErrorId | Should -BeLike 'LinkSettingInvalid,*'
        (ip -json link show type tun | ConvertFrom-Json).ifname | Should -Be tap7
    }

    It 'says which ip command makes a tap' {
        Skip-Unless tun
        (New-NetLink tap7 Tap -UserId 1000 -Up -Verbose 4>&1).Message | Should -Contain 'Create Tap link tap7: ip tuntap add dev tap7 mode tap user 1000'
    }

    It 'makes an ipvlan' {
        Skip-Unless ipvlan
        (New-NetLink i0 Ipvlan -Parent p0).Mode | Should -Be L2
        Remove-NetLink i0
        $link = New-NetLink i0 Ipvlan -Parent p0 -Mode l3s -Up
        $link.Mode, $link.ParentName, $link.LinkLayerAddress | Should -Be L3S, p0, (Get-Truth p0).address
        (Get-Truth i0).linkinfo.info_data.mode | Should -Be l3s
    }

    It 'makes a VLAN' {
        Skip-Unless vlan
        $link = New-NetLink p0.7 Vlan -Parent p0 -VlanId 7 -Up
        $link.Kind, $link.VlanId, $link.ParentName, $link.LinkLayerAddress | Should -Be Vlan, 7, p0, (Get-Truth p0).address
        (Get-Truth p0.7).linkinfo.info_data.id | Should -Be 7
        (Get-ErrorOf { New-NetLink again Vlan -Parent p0 -VlanId 7 }).FullyQualifiedErrorId | Should -BeLike 'LinkAlreadyExists,*'
    }

    It 'makes a VRF' {
        Skip-Unless vrf
        (New-NetLink blue Vrf -Table 100 -Up).Table | Should -Be 100
        (Get-Truth blue).linkinfo.info_data.table | Should -Be 100
    }

    It 'makes a VXLAN on the standard port' {
        $link = New-NetLink vx Vxlan -Vni 16777215 -Remote 192.0.2.1 -Local 192.0.2.2 -Parent p0
        $link.Vni, "$($link.Remote)", "$($link.Local)", $link.Port, $link.ParentName | Should -Be 16777215, 192.0.2.1, 192.0.2.2, 4789, p0
        $truth = (Get-Truth vx).linkinfo.info_data
        $truth.id, $truth.remote, $truth.local, $truth.port, $truth.link | Should -Be 16777215, 192.0.2.1, 192.0.2.2, 4789, p0
    }

    It 'makes a VXLAN over IPv6, on another port, with a multicast group' {
        $null = New-NetLink vx Vxlan -Vni 5 -Remote ff05::5 -Parent p0 -Port 8472
        $truth = (Get-Truth vx).linkinfo.info_data
        $truth.group6, $truth.port | Should -Be ff05::5, 8472
    }

    It 'makes it in another namespace over a parent there' {
        $null = New-NetNamespace web
        ip -n web link add eth0 type veth peer name x
        $link = New-NetLink m0 Macvlan -Parent eth0 -Namespace web
        $link.Namespace.Name | Should -Be web
        $again = Get-NetLink eth0 -Namespace web | ForEach-Object { New-NetLink m1 Macvlan -Parent $_ }
        $again.Namespace.Name | Should -Be web
        (ip -n web -json link | ConvertFrom-Json).ifname | Should -Contain m1
    }

    It 'makes it in another namespace over a parent here, as containers get a macvlan' {
        $null = New-NetNamespace web
        $link = New-NetLink eth0 Macvlan -Parent (Get-NetLink p0) -Namespace web -Up
        $link.Namespace.Name, $link.ParentName, $link.AdminState | Should -Be web, p0, Up
        (ip -n web -json -d link show dev eth0 | ConvertFrom-Json).linkinfo.info_kind | Should -Be macvlan
        (ip -json link | ConvertFrom-Json).ifname | Should -Not -Contain eth0
    }

    It 'takes whole links by property names' {
        $links = 'Name,Kind,Parent,Mode', 'a,Macvlan,p0,Private', 'b,Macvtap,p0,Private' | ConvertFrom-Csv | New-NetLink
        $links.Name | Should -Be a, b
        $links.Kind | Should -Be Macvlan, Macvtap
    }

    It 'changes nothing with -WhatIf' {
        (New-NetLink x Ifb -WhatIf) | Should -BeNullOrEmpty
        (ip -json link | ConvertFrom-Json).ifname | Should -Not -Contain x
    }

    It 'says with -Verbose the ip command that does the same: <Command>' -ForEach @(
        @{ Command = 'ip link add name m0 address 02:00:00:00:00:01 type ifb'; Arguments = @{ Kind = 'Ifb'; MacAddress = '02:00:00:00:00:01' } }
        @{ Command = 'ip link add link p0 name m0 mtu 1400 up type macvlan mode private'; Arguments = @{ Kind = 'Macvlan'; Parent = 'p0'; Mode = 'Private'; Mtu = 1400; Up = $true } }
        @{ Command = 'ip link add name m0 type vxlan id 5 remote 192.0.2.1 local 192.0.2.2 dev p0 dstport 4789'; Arguments = @{ Kind = 'Vxlan'; Vni = 5; Remote = '192.0.2.1'; Local = '192.0.2.2'; Parent = 'p0' } }
        @{ Command = 'ip link add name m0 type vxlan id 5 group 239.1.1.1 dev p0 dstport 4789'; Arguments = @{ Kind = 'Vxlan'; Vni = 5; Remote = '239.1.1.1'; Parent = 'p0' } }
    ) {
        $said = New-NetLink m0 @Arguments -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and "$_" -match ': ip ' }
        $said -replace '^.*: (?=ip )' | Should -Be $Command
        $ours = (ip -json -d link show dev m0 | ConvertFrom-Json).linkinfo
        ip link del dev m0
        sh -c $Command
        ($ours | ConvertTo-Json -Depth 5) | Should -Be ((ip -json -d link show dev m0 | ConvertFrom-Json).linkinfo | ConvertTo-Json -Depth 5)
    }

    It 'returns the present one with -IfExists Reuse' {
        $arguments = @{ Name = 'm0'; Kind = 'Macvlan'; Parent = 'p0'; Mode = 'Private'; Mtu = 1400; MacAddress = '02:00:00:00:00:01'; Up = $true; IfExists = 'Reuse' }
        $first = New-NetLink @arguments
        New-NetLink @arguments | Should -Be $first
        (New-NetLink vx Vxlan -Vni 5 -Remote 192.0.2.1 -IfExists Reuse) | Should -Be (New-NetLink vx Vxlan -Vni 5 -Remote 192.0.2.1 -IfExists Reuse)
    }

    It 'names the difference to the present one: <Message>' -ForEach @(
        @{ Arguments = @{ Kind = 'Ifb' }; Message = 'its kind is Macvlan' }
        @{ Arguments = @{ Kind = 'Macvlan'; Parent = 'p0'; Mode = 'Private' }; Message = 'its mode is Bridge, not Private' }
        @{ Arguments = @{ Kind = 'Macvlan'; Parent = 'p1' }; Message = 'it runs over p0, not over p1' }
        @{ Arguments = @{ Kind = 'Macvlan'; Parent = 'p0'; Mtu = 1400 }; Message = 'its MTU is 1500, not 1400' }
        @{ Arguments = @{ Kind = 'Macvlan'; Parent = 'p0'; MacAddress = '02:00:00:00:00:01' }; Message = 'its address is .*, not 02:00:00:00:00:01' }
        @{ Arguments = @{ Kind = 'Macvlan'; Parent = 'p0'; Up = $true }; Message = 'it is down' }
    ) {
        $null = New-NetLink m0 Macvlan -Parent p0
        $found = Get-ErrorOf { New-NetLink m0 @Arguments -IfExists Reuse }
        $found.FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
        $found.CategoryInfo.Category | Should -Be ResourceExists
        $found.Exception.Message | Should -Match $Message
    }

    It 'names what a kernel lacks' {
        $missing = foreach ($case in @{ Kind = 'Dummy' }, @{ Kind = 'Ipvlan'; Parent = 'p0' }, @{ Kind = 'Vlan'; Parent = 'p0'; VlanId = 7 }, @{ Kind = 'Vrf'; Table = 5 }) {
            $found = Get-ErrorOf { New-NetLink x @case -ErrorAction Stop }
            if ($found) { @{ Kind = $case.Kind; Error = $found }; continue }
            Remove-NetLink x
        }
        if (-not $missing) { Set-ItResult -Skipped -Because 'this kernel has every kind of link' }
        foreach ($case in $missing) {
            $case.Error.FullyQualifiedErrorId | Should -BeLike 'KernelFeatureMissing,*'
            $case.Error.CategoryInfo.Category | Should -Be NotImplemented
            $case.Error.Exception.Message | Should -Match "no links of the kind $($case.Kind)"
            $case.Error.ErrorDetails.RecommendedAction | Should -Match 'modprobe .* CONFIG_'
        }
    }

    It 'refuses <Case> with <ErrorId>' -ForEach @(
        @{ Case = 'an empty name'; ErrorId = 'LinkNameInvalid'; Script = { New-NetLink '' Ifb } }
        @{ Case = '16 characters'; ErrorId = 'LinkNameInvalid'; Script = { New-NetLink ('x' * 16) Ifb } }
        @{ Case = 'a slash'; ErrorId = 'LinkNameInvalid'; Script = { New-NetLink a/b Ifb } }
        @{ Case = 'a VLAN without parent and id'; ErrorId = 'ArgumentsInvalid'; Script = { New-NetLink x Vlan } }
        @{ Case = 'a macvlan without parent'; ErrorId = 'ArgumentsInvalid'; Script = { New-NetLink x Macvlan } }
        @{ Case = 'a VXLAN without identifier'; ErrorId = 'ArgumentsInvalid'; Script = { New-NetLink x Vxlan -Remote 192.0.2.1 } }
        @{ Case = 'a VRF without table'; ErrorId = 'ArgumentsInvalid'; Script = { New-NetLink x Vrf } }
        @{ Case = 'an ifb with a parent'; ErrorId = 'ArgumentsInvalid'; Script = { New-NetLink x Ifb -Parent p0 } }
        @{ Case = 'a dummy with a VLAN id'; ErrorId = 'ArgumentsInvalid'; Script = { New-NetLink x Dummy -VlanId 7 } }
        @{ Case = 'an ipvlan with an address of its own'; ErrorId = 'ArgumentsInvalid'; Script = { New-NetLink x Ipvlan -Parent p0 -MacAddress 02:00:00:00:00:01 } }
        @{ Case = 'two families in one VXLAN'; ErrorId = 'ArgumentsInvalid'; Script = { New-NetLink x Vxlan -Vni 5 -Remote 192.0.2.1 -Local fd00::1 } }
        @{ Case = 'VLAN 0'; ErrorId = 'LinkSettingInvalid'; Script = { New-NetLink x Vlan -Parent p0 -VlanId 0 } }
        @{ Case = 'VLAN 4095'; ErrorId = 'LinkSettingInvalid'; Script = { New-NetLink x Vlan -Parent p0 -VlanId 4095 } }
        @{ Case = 'a VXLAN identifier of 25 bits'; ErrorId = 'LinkSettingInvalid'; Script = { New-NetLink x Vxlan -Vni 16777216 } }
        @{ Case = 'a negative VXLAN identifier'; ErrorId = 'LinkSettingInvalid'; Script = { New-NetLink x Vxlan -Vni -1 } }
        @{ Case = 'a multicast group without parent'; ErrorId = 'LinkSettingInvalid'; Script = { New-NetLink x Vxlan -Vni 5 -Remote 239.1.1.1 } }
        @{ Case = 'a mode of another kind'; ErrorId = 'LinkSettingInvalid'; Script = { New-NetLink x Macvlan -Parent p0 -Mode L2 } }
        @{ Case = 'routing table 0'; ErrorId = 'LinkSettingInvalid'; Script = { New-NetLink x Vrf -Table 0 } }
        @{ Case = 'routing table 4294967296'; ErrorId = 'LinkSettingInvalid'; Script = { New-NetLink x Vrf -Table 4294967296 } }
        @{ Case = 'an MTU under 68'; ErrorId = 'LinkSettingInvalid'; Script = { New-NetLink x Ifb -Mtu 67 } }
        @{ Case = 'an MTU above the device''s'; ErrorId = 'LinkSettingInvalid'; Script = { New-NetLink x Macvlan -Parent p0 -Mtu 65536 } }
        @{ Case = 'a multicast link-layer address'; ErrorId = 'LinkLayerAddressInvalid'; Script = { New-NetLink x Ifb -MacAddress 01:00:5e:00:00:01 } }
        @{ Case = 'port 0'; ErrorId = 'PortInvalid'; Script = { New-NetLink x Vxlan -Vni 5 -Port 0 } }
        @{ Case = 'port 65536'; ErrorId = 'PortInvalid'; Script = { New-NetLink x Vxlan -Vni 5 -Port 65536 } }
        @{ Case = 'what is no address'; ErrorId = 'AddressInvalid'; Script = { New-NetLink x Vxlan -Vni 5 -Remote 123.456.0.0 } }
        @{ Case = 'an address with a prefix'; ErrorId = 'AddressInvalid'; Script = { New-NetLink x Vxlan -Vni 5 -Local 10.0.0.1/24 } }
        @{ Case = 'a parent that is not there'; ErrorId = 'LinkNotFound'; Script = { New-NetLink x Macvlan -Parent nope } }
        @{ Case = 'a namespace that is not there'; ErrorId = 'NamespaceNotFound'; Script = { New-NetLink x Ifb -Namespace nowhere } }
        @{ Case = 'a taken name'; ErrorId = 'LinkAlreadyExists'; Script = { New-NetLink p0 Ifb } }
        @{ Case = 'an identifier that another VXLAN has'; ErrorId = 'LinkAlreadyExists'; Script = { $null = New-NetLink y Vxlan -Vni 5; try { New-NetLink x Vxlan -Vni 5 } finally { Remove-NetLink y } } }
        @{ Case = 'a parent that is a port of a bridge'; ErrorId = 'LinkBusy'; Script = { ip link add br0 type bridge; ip link set p0 master br0; try { New-NetLink x Macvlan -Parent p0 } finally { ip link del dev br0 } } }
    ) {
        (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
        (ip -json link | ConvertFrom-Json).ifname | Sort-Object | Should -Be lo, p0, p1
    }

    It 'says which kinds there are where it is given another' {
        (Get-ErrorOf { New-NetLink x Veth }).Exception.Message | Should -Match 'Dummy, ?Ifb, ?Macvlan'
    }

    It 'completes kinds, parents and the modes of the kind' {
        (TabExpansion2 'New-NetLink x V').CompletionMatches.CompletionText | Should -Be Vlan, Vrf, Vxlan
        (TabExpansion2 'New-NetLink x Macvlan -Parent p').CompletionMatches.CompletionText | Sort-Object | Should -Be p0, p1
        (TabExpansion2 'New-NetLink x Macvlan -Mode ').CompletionMatches.CompletionText | Should -Be Private, Vepa, Bridge, Passthru, Source
        (TabExpansion2 'New-NetLink x Ipvlan -Mode ').CompletionMatches.CompletionText | Should -Be L2, L3, L3S
        (TabExpansion2 'New-NetLink x Vlan -Mode ').CompletionMatches.CompletionText | Should -BeNullOrEmpty
    }
}
