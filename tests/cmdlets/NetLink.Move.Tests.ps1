Describe 'Move-NetLink' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        function Get-Name { param([string] $From) ($From ? (ip -n $From -json link) : (ip -json link) | ConvertFrom-Json).ifname }
    }
    BeforeEach {
        $null = 'red', 'blue' | New-NetNamespace
        ip link add eth1 address 02:00:00:00:00:01 mtu 1400 type veth peer name far
    }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'moves a link in and returns it as it is there' {
        $link = Move-NetLink eth1 -Destination red
        Get-Name | Should -Not -Contain eth1
        Get-Name red | Should -Contain eth1
        $link.Name, $link.Namespace.Name, $link.LinkLayerAddress, $link.Mtu, $link.PeerName | Should -Be eth1, red, '02:00:00:00:00:01', 1400, far
        $link | Should -Be (Get-NetLink eth1 -Namespace red)
    }

    It 'moves between two other namespaces, and back to where we stand' {
        $null = Move-NetLink eth1 red
        (Move-NetLink eth1 blue -Namespace red).Namespace.Name | Should -Be blue
        $back = Get-NetLink eth1 -Namespace blue | Move-NetLink -Destination $PID
        $back.Namespace | Should -Be (Get-NetNamespace -Current)
        $back.Namespace.Source | Should -Be Current
        Get-Name | Should -Contain eth1
    }

    It 'gives it another name on the way' {
        (Move-NetLink eth1 red -NewName eth0).Name | Should -Be eth0
        Get-Name red | Should -Be lo, eth0
    }

    It 'gives it another name where its own is taken there' {
        ip -n red link add eth1 type ifb
        (Move-NetLink eth1 red -NewName eth0).LinkLayerAddress | Should -Be '02:00:00:00:00:01'
        Get-Name red | Sort-Object | Should -Be eth0, eth1, lo
    }

    It 'loses addresses, bridge and being up, keeps link-layer address, MTU, alias and queue' {
        ip link add br0 type bridge
        ip link set eth1 up master br0 alias kept txqueuelen 77
        ip addr add 10.0.0.1/24 dev eth1
        $link = Move-NetLink eth1 red
        $link.AdminState, $link.Bridge, $link.Alias, $link.TxQueueLength | Should -Be Down, $null, kept, 77
        (ip -n red -json addr show eth1 | ConvertFrom-Json).addr_info | Should -BeNullOrEmpty
    }

    It 'gets another number where its own is taken there' {
        $index = (Get-NetLink eth1).InterfaceIndex
        ip -n red link add dev other index $index type ifb
        $link = Move-NetLink eth1 red
        $link.InterfaceIndex | Should -Not -Be $index
        $link.InterfaceIndex | Should -Be (ip -n red -json link show eth1 | ConvertFrom-Json).ifindex
    }

    It 'takes links from the pipe; of a pair its first end' {
        (New-VethPair a b | Move-NetLink -Destination red).Name | Should -Be a
        Get-Name | Should -Contain b
        ('eth1', 'far' | Move-NetLink -Destination blue).Name | Should -Be eth1, far
        Get-Name blue | Sort-Object | Should -Be eth1, far, lo
    }

    It 'takes an object, a path or a process as destination' {
        $null = Move-NetLink eth1 -Destination (Get-NetNamespace red)
        $null = Move-NetLink eth1 -Namespace red -Destination /run/netns/blue
        $null = Move-NetLink eth1 -Namespace blue -Destination (Get-Process -Id $PID)
        Get-Name | Should -Contain eth1
    }

    It 'stays where it is when that is the destination' {
        ip link set eth1 up
        (Move-NetLink eth1 $PID).AdminState | Should -Be Up
        (Move-NetLink eth1 $PID -NewName eth9).Name | Should -Be eth9
        Get-Name | Should -Contain eth9
    }

    It 'brings a link back to the initial namespace by 1' {
        # A process namespace of its own makes the pretend host the home of process 1.
        $script = @'
            param($Module)
            Import-Module $Module
            $null = Move-NetLink eth1 -Destination red
            $null = Move-NetLink eth1 -Namespace red -Destination 1
            (ip -json link | ConvertFrom-Json).ifname
            $null = Move-NetLink eth1 -Destination red
            (Move-NetLink eth1 -Namespace red -Destination '1' -NewName eth9).Name
'@
        $path = "$TestDrive/one.ps1"
        Set-Content $path $script
        $names = unshare --pid --fork --mount-proc pwsh -NoProfile -File $path ((Get-Module NetNs).Path -replace 'dll$', 'psd1')
        if ($LASTEXITCODE) { Set-ItResult -Skipped -Because 'process namespaces are not allowed here' }
        $names | Should -Be lo, far, eth1, eth9
    }

    It 'changes nothing with -WhatIf' {
        (Move-NetLink eth1 red -WhatIf) | Should -BeNullOrEmpty
        Get-Name | Should -Contain eth1
    }

    It 'says with -Verbose the ip command that does the same' {
        (Move-NetLink eth1 red -NewName eth0 -Verbose 4>&1) -match ': ip ' -replace '^.*: (?=ip )' | Should -Be 'ip link set eth1 netns red name eth0'
        (Move-NetLink eth0 blue -Namespace red -Verbose 4>&1) -match ': ip ' -replace '^.*: (?=ip )' | Should -Be 'ip -n red link set eth0 netns blue'
    }

    It 'moves nothing where the name is taken there: <Case>' -ForEach @(
        @{ Case = 'its own'; Taken = 'eth1'; Arguments = @{} }
        @{ Case = 'the new one'; Taken = 'eth0'; Arguments = @{ NewName = 'eth0' } }
    ) {
        ip -n red link add $Taken type ifb
        ip link set eth1 up; ip addr add 10.0.0.1/24 dev eth1
        $before = ip addr show dev eth1
        $found = Get-ErrorOf { Move-NetLink eth1 red @Arguments }
        $found.FullyQualifiedErrorId | Should -Be 'LinkAlreadyExists,NetNs.Commands.MoveNetLinkCommand'
        $found.Exception.Message | Should -Match "'$Taken' is there already in namespace red"
        ip addr show dev eth1 | Should -Be $before
    }

    It 'refuses <Case> with <ErrorId>' -ForEach @(
        @{ Case = 'lo'; ErrorId = 'KernelRefused'; Script = { Move-NetLink lo red } }
        @{ Case = 'a bridge'; ErrorId = 'KernelRefused'; Script = { ip link add br0 type bridge; try { Move-NetLink br0 red } finally { ip link del dev br0 } } }
        @{ Case = 'a link that is not there'; ErrorId = 'LinkNotFound'; Script = { Move-NetLink nope red } }
        @{ Case = 'a destination that is not there'; ErrorId = 'NamespaceNotFound'; Script = { Move-NetLink eth1 nowhere } }
        @{ Case = 'a process that is not there'; ErrorId = 'ProcessNotFound'; Script = { Move-NetLink eth1 99999999 } }
        @{ Case = 'a name of 16 characters'; ErrorId = 'LinkNameInvalid'; Script = { Move-NetLink eth1 red -NewName ('x' * 16) } }
        @{ Case = 'an empty name'; ErrorId = 'LinkNameInvalid'; Script = { Move-NetLink eth1 red -NewName '' } }
    ) {
        (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
        Get-Name | Sort-Object | Should -Be eth1, far, lo
        Get-Name red | Should -Be lo
    }

    It 'completes links and destinations' {
        (TabExpansion2 'Move-NetLink e').CompletionMatches.CompletionText | Should -Be eth1
        (TabExpansion2 'Move-NetLink eth1 -Destination ').CompletionMatches.CompletionText | Should -Be blue, red
    }
}

Describe 'Rename-NetLink' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    BeforeEach { ip link add veth0 type veth peer name veth1 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'renames and returns the link' {
        $link = Rename-NetLink veth0 left
        $link.Name | Should -Be left
        (ip -json link show dev left | ConvertFrom-Json).link | Should -Be veth1
        $link.PeerName | Should -Be veth1
    }

    It 'renames a link that is up, or says that it must be off' {
        ip link set veth0 up
        $found = Get-ErrorOf { Rename-NetLink veth0 left }
        if ($found) {
            $found.FullyQualifiedErrorId | Should -BeLike 'LinkBusy,*'
            $found.ErrorDetails.RecommendedAction | Should -Match 'Disable-NetLink veth0'
        }
        else { (ip -json link show dev left | ConvertFrom-Json).flags | Should -Contain UP }
    }

    It 'takes links and names from the pipe' {
        (Get-NetLink veth0 | Rename-NetLink -NewName left).Name | Should -Be left
        ([pscustomobject]@{ InterfaceAlias = 'veth1'; NewName = 'right' } | Rename-NetLink).Name | Should -Be right
    }

    It 'renames inside another namespace' {
        $null = New-NetNamespace web
        ip -n web link add before type ifb
        (Rename-NetLink before eth0 -Namespace web).Namespace.Name | Should -Be web
        (ip -n web -json link | ConvertFrom-Json).ifname | Should -Contain eth0
    }

    It 'leaves a link alone that has the name' {
        (Rename-NetLink veth0 veth0).Name | Should -Be veth0
    }

    It 'changes nothing with -WhatIf' {
        (Rename-NetLink veth0 left -WhatIf) | Should -BeNullOrEmpty
        (ip -json link | ConvertFrom-Json).ifname | Should -Not -Contain left
    }

    It 'refuses <Case> with <ErrorId>' -ForEach @(
        @{ Case = 'a taken name'; ErrorId = 'LinkAlreadyExists'; Script = { Rename-NetLink veth0 veth1 } }
        @{ Case = 'an empty name'; ErrorId = 'LinkNameInvalid'; Script = { Rename-NetLink veth0 '' } }
        @{ Case = '16 characters'; ErrorId = 'LinkNameInvalid'; Script = { Rename-NetLink veth0 ('x' * 16) } }
        @{ Case = 'a pattern'; ErrorId = 'LinkNameInvalid'; Script = { Rename-NetLink veth0 'eth%d' } }
        @{ Case = 'two dots'; ErrorId = 'LinkNameInvalid'; Script = { Rename-NetLink veth0 .. } }
        @{ Case = 'a link that is not there'; ErrorId = 'LinkNotFound'; Script = { Rename-NetLink nope left } }
    ) {
        (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
        (ip -json link | ConvertFrom-Json).ifname | Sort-Object | Should -Be lo, veth0, veth1
    }
}
