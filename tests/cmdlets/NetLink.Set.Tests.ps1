Describe 'Set-NetLink' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        function Get-Truth { param([string] $Name) ip -json -d link show dev $Name | ConvertFrom-Json }
    }
    BeforeEach { ip link add veth0 type veth peer name veth1 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'changes all that it is told in one request' {
        $requests = Set-NetLink veth0 -Mtu 1400 -MacAddress 02:00:00:00:00:01 -Alias 'to the left' -Promiscuous -TxQueueLength 500 -Up -Debug 5>&1 | Where-Object { "$_" -match 'RTM_NEWLINK' -and "$_" -match 'sent' }
        @($requests).Count | Should -Be 1
        $truth = Get-Truth veth0
        $truth.mtu, $truth.address, $truth.ifalias, $truth.txqlen | Should -Be 1400, '02:00:00:00:00:01', 'to the left', 500
        $truth.flags | Should -Contain PROMISC
        $truth.flags | Should -Contain UP
    }

    It 'changes only what it is told' {
        ip link set veth0 mtu 1400 promisc on alias left up
        Set-NetLink veth0 -TxQueueLength 0
        $truth = Get-Truth veth0
        $truth.mtu, $truth.ifalias, $truth.txqlen | Should -Be 1400, left, $null
        $truth.flags | Should -Contain PROMISC
        $truth.flags | Should -Contain UP
    }

    It 'takes back promiscuous mode and alias, and switches off' {
        ip link set veth0 promisc on alias left up
        Set-NetLink veth0 -Promiscuous:$false -Alias '' -Down
        $truth = Get-Truth veth0
        $truth.flags | Should -Not -Contain PROMISC
        $truth.flags | Should -Not -Contain UP
        $truth.PSObject.Properties.Name | Should -Not -Contain ifalias
    }

    It 'accepts an alias of 255 bytes' {
        (Set-NetLink veth0 -Alias ('ü' * 127 + 'x') -PassThru).Alias | Should -Be ('ü' * 127 + 'x')
        (Get-Truth veth0).ifalias | Should -Be ('ü' * 127 + 'x')
    }

    It 'returns the link only with -PassThru' {
        Set-NetLink veth0 -Mtu 1400 | Should -BeNullOrEmpty
        (Set-NetLink veth0 -Mtu 1300 -PassThru).Mtu | Should -Be 1300
    }

    It 'takes links from the pipe, in their namespaces; a pair means both ends' {
        $null = New-NetNamespace web
        $null = New-VethPair here there -PeerNamespace web | Set-NetLink -Mtu 1400
        Get-NetLink -AllNamespaces | Where-Object Kind -EQ Veth | Set-NetLink -Alias seen
        (Get-Truth here).mtu | Should -Be 1400
        (ip -n web -json link show there | ConvertFrom-Json).mtu | Should -Be 1400
        (ip -n web -json link show there | ConvertFrom-Json).ifalias | Should -Be seen
    }

    It 'takes links by number and by property name' {
        Set-NetLink (Get-Truth veth0).ifindex -Alias a
        [pscustomobject]@{ InterfaceAlias = 'veth1' } | Set-NetLink -Alias b
        (Get-Truth veth0).ifalias, (Get-Truth veth1).ifalias | Should -Be a, b
    }

    It 'finds a link that was renamed since, but not another that got its number' {
        $link = Get-NetLink veth0
        ip link set dev veth0 name left
        (Set-NetLink $link -Alias found -PassThru).Name | Should -Be left
        ip link del dev left
        ip link add dev other index $link.InterfaceIndex type ifb
        (Get-ErrorOf { Set-NetLink $link -Alias lost }).FullyQualifiedErrorId | Should -BeLike 'LinkNotFound,*'
        (Get-Truth other).PSObject.Properties.Name | Should -Not -Contain ifalias
    }

    It 'changes nothing with -WhatIf, and checks all the same' {
        Set-NetLink veth0 -Mtu 1400 -WhatIf
        (Get-Truth veth0).mtu | Should -Be 1500
        (Get-ErrorOf { Set-NetLink veth0 -Mtu 67 -WhatIf }).FullyQualifiedErrorId | Should -BeLike 'LinkSettingInvalid,*'
    }

    It 'says with -Verbose the ip command that does the same' {
        $said = Set-NetLink veth0 -Mtu 1400 -MacAddress 02:00:00:00:00:01 -Alias "it's" -Promiscuous -TxQueueLength 5 -Up -Verbose 4>&1
        $command = $said -match ': ip ' -replace '^.*: (?=ip )'
        ip link set veth0 mtu 1500 address 02:00:00:00:00:02 alias x promisc off txqueuelen 1000 down
        sh -c "$command"
        $truth = Get-Truth veth0
        $truth.mtu, $truth.address, $truth.ifalias, $truth.txqlen | Should -Be 1400, '02:00:00:00:00:01', "it's", 5
        $truth.flags | Should -Contain PROMISC
        $truth.flags | Should -Contain UP
    }

    It 'warns where an MTU takes IPv6 away' {
        ip addr add fd00::1/64 dev veth0
        $warnings = Set-NetLink veth0 -Mtu 1279 3>&1
        "$warnings" | Should -Match 'IPv6 addresses off veth0'
        (ip -json -6 addr show veth0 | ConvertFrom-Json).addr_info | Should -BeNullOrEmpty
        Set-NetLink veth0 -Mtu 1000 3>&1 | Should -BeNullOrEmpty
    }

    It 'changes nothing where <Case>: <ErrorId>' -ForEach @(
        @{ Case = 'the MTU is negative'; ErrorId = 'LinkSettingInvalid'; Arguments = @{ Mtu = -1 } }
        @{ Case = 'the MTU is under the least of the link'; ErrorId = 'LinkSettingInvalid'; Arguments = @{ Mtu = 67 } }
        @{ Case = 'the MTU is over the most of the link'; ErrorId = 'LinkSettingInvalid'; Arguments = @{ Mtu = 65536 } }
        @{ Case = 'the link-layer address is a multicast one'; ErrorId = 'LinkLayerAddressInvalid'; Arguments = @{ MacAddress = '01:00:00:00:00:01' } }
        @{ Case = 'the link-layer address is the broadcast one'; ErrorId = 'LinkLayerAddressInvalid'; Arguments = @{ MacAddress = 'ff:ff:ff:ff:ff:ff' } }
        @{ Case = 'the link-layer address is zero'; ErrorId = 'LinkLayerAddressInvalid'; Arguments = @{ MacAddress = '00:00:00:00:00:00' } }
        @{ Case = 'the queue is negative'; ErrorId = 'LinkSettingInvalid'; Arguments = @{ TxQueueLength = -1 } }
        @{ Case = 'the alias has 256 bytes'; ErrorId = 'LinkSettingInvalid'; Arguments = @{ Alias = 'ü' * 128 } }
        @{ Case = 'the alias contains NUL'; ErrorId = 'LinkSettingInvalid'; Arguments = @{ Alias = "a`0b" } }
        @{ Case = 'it is to be on and off'; ErrorId = 'ArgumentsInvalid'; Arguments = @{ Up = $true; Down = $true } }
    ) {
        $before = ip -d link show dev veth0
        $valid = @{ Promiscuous = $true }
        foreach ($name in 'Mtu', 'TxQueueLength') { if (-not $Arguments.ContainsKey($name)) { $valid[$name] = 1400 } }
        $found = Get-ErrorOf { Set-NetLink veth0 @Arguments @valid }
        $found.FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
        $found.TargetObject | Should -Be veth0
        ip -d link show dev veth0 | Should -Be $before
    }

    It 'says what there is to set where nothing was said' {
        $found = Get-ErrorOf { 'veth0', 'veth1' | Set-NetLink -PassThru }
        $found.FullyQualifiedErrorId | Should -Be 'ArgumentsInvalid,NetNs.Commands.SetNetLinkCommand'
        $found.ErrorDetails.RecommendedAction | Should -BeLike '*-Mtu,*-Up or -Down*'
    }

    It 'takes back what the kernel had done when it refused the rest' {
        ip link add mv0 link veth0 type macvlan
        ip link add mv1 link veth0 address 02:00:00:00:00:01 type macvlan
        ip link set veth0 up; ip link set mv1 up
        $before = ip -d link show dev mv0
        # The kernel takes the address first; then it finds the MTU larger than the parent's.
        $found = Get-ErrorOf { Set-NetLink mv0 -MacAddress 02:00:00:00:00:02 -Mtu 9000 -Alias x }
        $found.FullyQualifiedErrorId | Should -BeLike 'LinkSettingInvalid,*'
        $found.ErrorDetails.RecommendedAction | Should -Match 'runs over'
        ip -d link show dev mv0 | Should -Be $before
    }

    It 'says that another link has the address' {
        ip link add mv0 link veth0 address 02:00:00:00:00:01 type macvlan
        ip link add mv1 link veth0 type macvlan
        ip link set veth0 up; ip link set mv0 up
        (Get-ErrorOf { Set-NetLink mv1 -MacAddress 02:00:00:00:00:01 }).FullyQualifiedErrorId | Should -BeLike 'LinkBusy,*'
    }

    It 'refuses what is no link: <Case>' -ForEach @(
        @{ Case = 'a name that is not there'; ErrorId = 'LinkNotFound'; Script = { Set-NetLink nope -Up } }
        @{ Case = 'an empty name'; ErrorId = 'LinkNotFound'; Script = { Set-NetLink '' -Up } }
        @{ Case = 'number 0'; ErrorId = 'LinkNotFound'; Script = { Set-NetLink 0 -Up } }
        @{ Case = 'a number that nobody has'; ErrorId = 'LinkNotFound'; Script = { Set-NetLink 4711 -Up } }
        @{ Case = 'a name with a wildcard'; ErrorId = 'LinkNotFound'; Script = { Set-NetLink 'veth*' -Up } }
        @{ Case = 'NUL behind a name'; ErrorId = 'LinkNotFound'; Script = { Set-NetLink "veth0`0x" -Up } }
        @{ Case = 'a namespace by that name'; ErrorId = 'InputObjectNotBound'; Script = { New-NetNamespace veth0 | Set-NetLink -Up } }
        @{ Case = 'null'; ErrorId = 'ParameterArgumentValidationErrorNullNotAllowed'; Script = { Set-NetLink $null -Up } }
        @{ Case = 'a file'; ErrorId = 'ParameterArgumentTransformationError'; Script = { Set-NetLink (Get-Item /) -Up } }
    ) {
        (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
        (Get-Truth veth0).flags | Should -Not -Contain UP
    }

    It 'goes on after null and after a link that is not there' {
        $errors = $null
        'veth0', $null, 'nope', 'veth1' | Set-NetLink -Mtu 1400 -ErrorVariable errors -ErrorAction SilentlyContinue
        (Get-Truth veth0).mtu, (Get-Truth veth1).mtu | Should -Be 1400, 1400
        $errors.Count | Should -Be 2
    }

    It 'does nothing where nothing comes down the pipe' {
        @() | Set-NetLink -Mtu 1400 | Should -BeNullOrEmpty
        (Get-Truth veth0).mtu | Should -Be 1500
    }

    It 'takes ten thousand from the pipe, one in ten of which is not there' {
        $errors = $null
        $links = 1..10000 | ForEach-Object { $_ % 10 ? 'veth0' : 'nope' } | Set-NetLink -TxQueueLength 900 -PassThru -ErrorVariable errors -ErrorAction SilentlyContinue
        $links.Count, $errors.Count | Should -Be 9000, 1000
        (Get-Truth veth0).txqlen | Should -Be 900
    }

    It 'finds no link of a namespace that was removed' {
        $link = New-NetNamespace web | ForEach-Object { (New-VethPair a b -PeerNamespace $_).B }
        ip netns del web
        (Get-ErrorOf { $link | Set-NetLink -Up }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
    }

    It 'completes names of the namespace that was typed' {
        $null = New-NetNamespace web
        (TabExpansion2 'Set-NetLink -Namespace web -Link ').CompletionMatches.CompletionText | Should -Be lo
        (TabExpansion2 'Set-NetLink veth').CompletionMatches.CompletionText | Sort-Object | Should -Be veth0, veth1
    }
}

Describe 'Enable-NetLink and Disable-NetLink' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    BeforeEach { ip link add veth0 type veth peer name veth1 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'switches a link on and off' {
        Enable-NetLink veth0 | Should -BeNullOrEmpty
        (ip -json link show veth0 | ConvertFrom-Json).flags | Should -Contain UP
        (Disable-NetLink veth0 -PassThru).AdminState | Should -Be Down
        (ip -json link show veth0 | ConvertFrom-Json).flags | Should -Not -Contain UP
    }

    It 'means both ends of a pair, wherever they are' {
        $null = New-NetNamespace web
        $pair = New-VethPair here there -PeerNamespace web
        $links = $pair | Enable-NetLink -PassThru
        $links.Name | Should -Be here, there
        $links.State | Should -Be Up, Up
        ($pair | Disable-NetLink -PassThru).State | Should -Be Down, Down
    }

    It 'takes names, several at once, and goes on after one that is not there' {
        $errors = $null
        (Enable-NetLink veth0, nope, veth1 -PassThru -ErrorVariable errors -ErrorAction SilentlyContinue).Name | Should -Be veth0, veth1
        $errors.FullyQualifiedErrorId | Should -Be 'LinkNotFound,NetNs.Commands.EnableNetLinkCommand'
        $errors.TargetObject | Should -Be nope
    }

    It 'changes nothing with -WhatIf' {
        Enable-NetLink veth0 -WhatIf
        (ip -json link show veth0 | ConvertFrom-Json).flags | Should -Not -Contain UP
        Disable-NetLink lo -WhatIf
        (ip -json link show lo | ConvertFrom-Json).flags | Should -Contain UP
    }

    It 'says that what a link runs over is down' {
        sh -c 'ip link add link veth0 name veth0.7 type vlan id 7 2>/dev/null'
        if ($LASTEXITCODE) { Set-ItResult -Skipped -Because 'this kernel has no links of the kind vlan' }
        $found = Get-ErrorOf { Enable-NetLink veth0.7 }
        $found.FullyQualifiedErrorId | Should -BeLike 'LinkBusy,*'
        $found.Exception.Message | Should -Match 'runs over is down'
    }

    It 'says that a program has the port of a VXLAN' {
        ip link add vx type vxlan id 5 dstport 4789 local 127.0.0.1
        $socket = [Net.Sockets.UdpClient]::new([Net.IPEndPoint]::new([Net.IPAddress]::Any, 4789))
        try { $found = Get-ErrorOf { Enable-NetLink vx } } finally { $socket.Dispose() }
        $found.FullyQualifiedErrorId | Should -BeLike 'LinkBusy,*'
        $found.Exception.Message | Should -Match 'port'
    }

    It 'says with -Verbose the ip command that does the same' {
        (Enable-NetLink veth0 -Verbose 4>&1) -match ': ip ' -replace '^.*: (?=ip )' | Should -Be 'ip link set veth0 up'
        (Disable-NetLink veth0 -Verbose 4>&1) -match ': ip ' -replace '^.*: (?=ip )' | Should -Be 'ip link set veth0 down'
    }
}

Describe 'Links without CAP_NET_ADMIN' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'refuse every change as NotPermitted, one record for each, and can be listed' {
        ip link add veth0 type veth peer name veth1
        $before = ip link
        $path = "$TestDrive/unprivileged.ps1"
        Set-Content $path @'
            param($Module)
            Import-Module $Module
            $commands = {
                New-VethPair a b
                New-NetLink a Ifb
                Set-NetLink veth0 -Mtu 1400
                Enable-NetLink veth0
                Rename-NetLink veth0 left
                Remove-NetLink veth0
                Remove-NetLink veth0, veth1
            }
            foreach ($statement in $commands.Ast.EndBlock.Statements) {
                $errors = $null
                $null = & ([scriptblock]::Create("$statement -ErrorVariable errors -ErrorAction SilentlyContinue; `$errors")) | Tee-Object -Variable errors
                "$statement -> $(@($errors | ForEach-Object { ($_.FullyQualifiedErrorId -split ',')[0] }) -join ' ')"
            }
            "listed $((Get-NetLink).Count), counted $((Get-NetLinkStatistics).Count), state $((Wait-NetLink veth0 -State Down).State)"
'@
        $said = setpriv --bounding-set=-net_admin --inh-caps=-net_admin pwsh -NoProfile -File $path ((Get-Module NetNs).Path -replace 'dll$', 'psd1')
        $said | Should -Be @(
            'New-VethPair a b -> NotPermitted', 'New-NetLink a Ifb -> NotPermitted', 'Set-NetLink veth0 -Mtu 1400 -> NotPermitted', 'Enable-NetLink veth0 -> NotPermitted'
            'Rename-NetLink veth0 left -> NotPermitted', 'Remove-NetLink veth0 -> NotPermitted', 'Remove-NetLink veth0, veth1 -> NotPermitted NotPermitted', 'listed 3, counted 3, state Down')
        ip link | Should -Be $before
    }
}
