Describe 'Get-NetLink' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'shows bridges and other links in one table' {
        ip link add br0 type bridge
        ip link add d0 type ifb
        $shown = Get-NetLink br0, d0 | Out-String -Stream
        @($shown -match '^Name +Kind').Count | Should -Be 1
        $shown -match '^(br0|d0) ' | Should -HaveCount 2
        Get-NetLink br0 | Should -BeOfType NetNs.Bridge
    }

    It 'lists what ip lists, in the order of the numbers' {
        ip link add br0 type bridge
        ip link add veth0 mtu 1400 type veth peer name veth1
        ip link set veth0 master br0 alias 'to the left' up
        ip link add mv0 link veth1 type macvlan mode private
        ip link property add dev veth0 altname leftmost
        $links = Get-NetLink
        $truth = ip -json -d link | ConvertFrom-Json
        $links.Name | Should -Be $truth.ifname
        $links.InterfaceIndex | Should -Be $truth.ifindex
        $links.LinkLayerAddress | Should -Be ($truth | ForEach-Object { $_.address })
        $links.Mtu | Should -Be $truth.mtu
        $links.TxQueueLength | Should -Be $truth.txqlen
        $links.Kind | Should -Be Loopback, Bridge, Veth, Veth, Macvlan
        $left = $links | Where-Object Name -EQ veth0
        $left.Bridge, $left.PeerName, $left.Alias, "$($left.AltNames)", $left.AdminState | Should -Be br0, veth1, 'to the left', leftmost, Up
        $macvlan = $links | Where-Object Name -EQ mv0
        $macvlan.Mode, $macvlan.ParentName, $macvlan.ParentIndex, $macvlan.PeerName | Should -Be Private, veth1, ($truth | Where-Object ifname -EQ veth1).ifindex, $null
    }

    It 'reads the settings of a VXLAN' {
        ip link add vx type vxlan id 42 remote 192.0.2.1 local 192.0.2.2 dev lo dstport 4789
        $link = Get-NetLink vx
        $link.Kind, $link.Vni, "$($link.Remote)", "$($link.Local)", $link.Port, $link.ParentName | Should -Be Vxlan, 42, 192.0.2.1, 192.0.2.2, 4789, lo
    }

    It 'says which veth is whose, from both sides' {
        $null = 'red', 'blue' | New-NetNamespace
        foreach ($name in 'red', 'blue') { ip link add "veth-$name" type veth peer name eth0 netns $name }
        $here = Get-NetLink -Kind Veth
        $here.PeerName | Should -Be eth0, eth0
        $here.PeerNamespace.Name | Should -Be red, blue
        $inside = Get-NetLink eth0 -Namespace blue
        $inside.PeerName | Should -Be veth-blue
        $inside.PeerNamespace | Should -Be (Get-NetNamespace -Current)
    }

    It 'says which veth is whose between two other namespaces' {
        $null = 'red', 'blue' | New-NetNamespace
        ip -n red link add to-blue type veth peer name to-red netns blue
        $link = Get-NetLink to-blue -Namespace red
        $link.PeerName, $link.PeerNamespace.Name | Should -Be to-red, blue
    }

    It 'leaves the namespace of a peer open where it has no name' {
        $sleeper = Start-Process unshare '-n', sleep, 60 -PassThru
        try {
            $null = Wait-Until { (Get-Item "/proc/$($sleeper.Id)/ns/net").Target -ne (Get-Item /proc/self/ns/net).Target }
            ip link add veth0 type veth peer name eth0 netns $sleeper.Id
            $link = Get-NetLink veth0
            $link.PeerName | Should -Be eth0
            $link.PeerNamespace | Should -BeNullOrEmpty
        }
        finally { $sleeper.Kill(); $sleeper.WaitForExit() }
    }

    It 'finds by <Case>' -ForEach @(
        @{ Case = 'a name'; Arguments = @{ InterfaceAlias = 'veth0' }; Found = 'veth0' }
        @{ Case = 'several names'; Arguments = @{ InterfaceAlias = 'veth0', 'lo' }; Found = 'lo', 'veth0' }
        @{ Case = 'a wildcard'; Arguments = @{ InterfaceAlias = 'veth*' }; Found = 'veth0', 'veth1' }
        @{ Case = 'a wildcard that fits none'; Arguments = @{ InterfaceAlias = 'x*' }; Found = @() }
        @{ Case = 'the alias dev'; Arguments = @{ dev = 'br0' }; Found = 'br0' }
        @{ Case = 'a further name'; Arguments = @{ InterfaceAlias = 'leftmost' }; Found = 'veth0' }
        @{ Case = 'a number'; Arguments = @{ InterfaceIndex = 1 }; Found = 'lo' }
        @{ Case = 'a kind in any case'; Arguments = @{ Kind = 'BRIDGE' }; Found = 'br0' }
        @{ Case = 'kinds'; Arguments = @{ Kind = 'Bridge', 'Loopback' }; Found = 'lo', 'br0' }
        @{ Case = 'the bridge'; Arguments = @{ Bridge = 'br0' }; Found = 'veth0' }
        @{ Case = 'name and kind together'; Arguments = @{ InterfaceAlias = '*0'; Kind = 'Veth' }; Found = 'veth0' }
    ) {
        ip link add br0 type bridge
        ip link add veth0 type veth peer name veth1
        ip link set veth0 master br0
        ip link property add dev veth0 altname leftmost
        # ip numbers the second end first.
        (Get-NetLink @Arguments -ErrorAction Stop).Name | Sort-Object | Should -Be ($Found | Sort-Object)
    }

    It 'finds a name that contains wildcard characters' {
        ip link add dev 'a[1]' type ifb
        ip link add dev 'a1' type ifb
        (Get-NetLink 'a[1]').Name | Should -Be 'a[1]', 'a1'
        (Get-NetLink 'a`[1`]').Name | Should -Be 'a[1]'
    }

    It 'tells small letters from capitals' {
        (Get-ErrorOf { Get-NetLink LO }).FullyQualifiedErrorId | Should -Be 'LinkNotFound,NetNs.Commands.GetNetLinkCommand'
    }

    It 'reports each name that is not there, and lists the others' {
        $errors = $null
        (Get-NetLink lo, nope, nada -ErrorVariable errors -ErrorAction SilentlyContinue).Name | Should -Be lo
        $errors.FullyQualifiedErrorId | Should -BeLike 'LinkNotFound,*'
        $errors.TargetObject | Should -Be nope, nada
        $errors[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $errors[0].ErrorDetails.RecommendedAction | Should -Match Get-NetLink
    }

    It 'reports <Case> as LinkNotFound' -ForEach @(
        @{ Case = 'an empty name'; Script = { Get-NetLink '' } }
        @{ Case = '16 characters'; Script = { Get-NetLink ('x' * 16) } }
        @{ Case = 'NUL behind a name that is there'; Script = { Get-NetLink "lo`0x" } }
        @{ Case = 'number 0'; Script = { Get-NetLink -InterfaceIndex 0 } }
        @{ Case = 'a negative number'; Script = { Get-NetLink -InterfaceIndex -1 } }
        @{ Case = 'a number that nobody has'; Script = { Get-NetLink -InterfaceIndex 99 } }
    ) {
        (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -BeLike 'LinkNotFound,*'
    }

    It 'reports a namespace and a bridge that are not there' {
        (Get-ErrorOf { Get-NetLink -Namespace nowhere }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
        (Get-ErrorOf { Get-NetLink -Bridge nobridge }).FullyQualifiedErrorId | Should -BeLike 'BridgeNotFound,*'
        (Get-ErrorOf { Get-NetLink -Bridge lo }).FullyQualifiedErrorId | Should -BeLike 'NotABridge,*'
    }

    It 'takes namespaces from the pipe, as objects and as names' {
        $null = 'red', 'blue' | New-NetNamespace
        (Get-NetNamespace | Get-NetLink).Namespace.Name | Should -Be blue, red
        ('red', 'blue' | Get-NetLink lo).Namespace.Name | Should -Be red, blue
        (Get-NetLink -Namespace red, blue).Namespace.Name | Should -Be red, blue
    }

    It 'goes on after a namespace that is gone' {
        $both = 'red', 'blue' | New-NetNamespace
        ip netns del red
        $errors = $null
        ($both | Get-NetLink -ErrorVariable errors -ErrorAction SilentlyContinue).Namespace.Name | Should -Be blue
        $errors.FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
        $errors.TargetObject.ToString() | Should -Be red
    }

    It 'lists the current namespace and every named one with -AllNamespaces' {
        $null = 'red', 'blue' | New-NetNamespace
        ip link add veth0 type veth peer name eth0 netns red
        $links = Get-NetLink -AllNamespaces
        $links.Name | Should -Be lo, veth0, lo, lo, eth0
        $links.Namespace.Name | Should -Be $null, $null, blue, red, red
    }

    It 'sees the namespace that a thread is in' {
        $null = New-NetNamespace web
        ip -n web link add inner type ifb
        $names = ip netns exec web pwsh -NoProfile -c "Import-Module '$((Get-Module NetNs).Path -replace 'dll$', 'psd1')'; (Get-NetLink).Name"
        $names | Should -Be lo, inner
    }

    It 'answers to Get-NetAdapter' {
        (Get-NetAdapter lo).InterfaceAlias | Should -Be lo
        (Get-NetAdapter lo).ifIndex | Should -Be 1
    }

    It 'emits objects that are equal where the link is the same' {
        $before = Get-NetLink lo
        $before | Should -Be (Get-NetLink lo)
        $before.Equals((Get-NetLink lo)) | Should -BeTrue
        "$before" | Should -Be lo
    }

    It 'emits objects that become JSON of a moderate size' {
        $null = New-NetNamespace web
        ip link add veth0 type veth peer name eth0 netns web
        $json = Get-NetLink veth0 | ConvertTo-Json -Depth 3 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $json.Length | Should -BeLessThan 4000
        ($json | ConvertFrom-Json).LinkLayerAddress | Should -Be (ip -json link show veth0 | ConvertFrom-Json).address
    }

    It 'emits objects that bind again after they came from another process' {
        $null = New-NetNamespace web
        ip link add veth0 type veth peer name eth0 netns web
        foreach ($link in (Get-NetLink veth0), (Get-NetLink eth0 -Namespace web)) {
            $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($link, 1))
            $copy.PSTypeNames[0] | Should -Be Deserialized.NetNs.NetLink
            ($copy | Set-NetLink -Alias copied -PassThru) | Should -Be $link
        }
    }

    It 'completes names, kinds, bridges and namespaces' {
        $null = New-NetNamespace web
        ip link add br0 type bridge
        ip -n web link add inner type ifb
        ip link add dev "it's" type ifb
        (TabExpansion2 'Get-NetLink b').CompletionMatches.CompletionText | Should -Be br0
        (TabExpansion2 'Get-NetLink it').CompletionMatches.CompletionText | Should -Be "'it''s'"
        (TabExpansion2 'Get-NetLink -Namespace web -InterfaceAlias ').CompletionMatches.CompletionText | Should -Be lo, inner
        (TabExpansion2 'Get-NetLink -Namespace w').CompletionMatches.CompletionText | Should -Be web
        (TabExpansion2 'Get-NetLink -Kind V').CompletionMatches.CompletionText | Should -Be Veth, Vlan, Vrf, Vxlan
        (TabExpansion2 'Get-NetLink -Bridge ').CompletionMatches.CompletionText | Should -Be br0
    }
}
