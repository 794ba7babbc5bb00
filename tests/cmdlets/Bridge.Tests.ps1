Describe 'Get-Bridge' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'lists bridges, and nothing else' {
        ip link add br0 type bridge
        ip link add br1 type bridge
        ip link add veth0 type veth peer name veth1
        (Get-Bridge).Name | Should -Be br0, br1
    }

    It 'tells the settings' {
        ip link add br0 mtu 1400 type bridge stp_state 1 forward_delay 400 ageing_time 6000 mcast_snooping 0
        $bridge = Get-Bridge br0
        $bridge.Stp | Should -BeTrue
        $bridge.ForwardDelay | Should -Be ([timespan]::FromSeconds(4))
        $bridge.AgeingTime | Should -Be ([timespan]::FromSeconds(60))
        $bridge.McastSnooping | Should -BeFalse
        $bridge.Mtu | Should -Be 1400
    }

    It 'finds by wildcard, and quietly finds nothing' {
        'br-a', 'br-b', 'lan' | New-Bridge | Out-Null
        (Get-Bridge br-*).Name | Should -Be br-a, br-b
        Get-Bridge nothing* | Should -BeNullOrEmpty
    }

    It 'looks into the namespaces that come by the pipe' {
        'red', 'blue' | New-NetNamespace | ForEach-Object { $null = New-Bridge br0 -Namespace $_ }
        $found = Get-NetNamespace red, blue | Get-Bridge
        $found.Namespace.Name | Should -Be red, blue
    }

    It 'reads a bridge anew, also one from another process' {
        $null = New-NetNamespace lan
        $bridge = New-Bridge br0 -Namespace lan
        ip -n lan link set br0 mtu 1400
        ($bridge | Get-Bridge).Mtu | Should -Be 1400
        ([Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($bridge)) | Get-Bridge).Mtu | Should -Be 1400
    }

    It 'reports what is not there, and what is no bridge' {
        (Get-ErrorOf { Get-Bridge br0 }).FullyQualifiedErrorId | Should -Be 'BridgeNotFound,NetNs.Commands.GetBridgeCommand'
        (Get-ErrorOf { Get-Bridge lo }).FullyQualifiedErrorId | Should -Be 'NotABridge,NetNs.Commands.GetBridgeCommand'
        (Get-ErrorOf { Get-Bridge -Namespace nowhere }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
    }

    It 'completes names of bridges, of the namespace that was typed' {
        $null = New-NetNamespace lan
        $null = New-Bridge br-here
        $null = New-Bridge br-lan -Namespace lan
        (TabExpansion2 'Get-Bridge br').CompletionMatches.CompletionText | Should -Be br-here
        (TabExpansion2 'Get-Bridge -Namespace lan -Name br').CompletionMatches.CompletionText | Should -Be br-lan
    }
}

Describe 'Set-Bridge' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'changes settings' {
        $null = New-Bridge br0
        Set-Bridge br0 -Stp -ForwardDelay 4 -AgeingTime 00:01:00 -McastSnooping:$false | Should -BeNullOrEmpty
        $data = (ip -json -d link show br0 | ConvertFrom-Json).linkinfo.info_data
        "$($data.stp_state) $($data.forward_delay) $($data.ageing_time) $($data.mcast_snooping)" | Should -Be '1 400 6000 0'
    }

    It 'leaves alone what was not said' {
        $null = New-Bridge br0 -Stp
        Set-Bridge br0 -AgeingTime 10
        (ip -json -d link show br0 | ConvertFrom-Json).linkinfo.info_data.stp_state | Should -Be 1
    }

    It 'switches off with -Stp:$false' {
        New-Bridge br0 -Stp | Set-Bridge -Stp:$false
        (Get-Bridge br0).Stp | Should -BeFalse
    }

    It 'returns the bridge as it is then, with -PassThru' {
        ('br0', 'br1' | New-Bridge | Set-Bridge -AgeingTime 7 -PassThru).AgeingTime.TotalSeconds | Should -Be 7, 7
    }

    It 'binds a bridge from another process' {
        $null = New-NetNamespace lan
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((New-Bridge br0 -Namespace lan)))
        $copy | Set-Bridge -AgeingTime 7
        (Get-Bridge br0 -Namespace lan).AgeingTime.TotalSeconds | Should -Be 7
    }

    It 'changes nothing with -WhatIf' {
        $null = New-Bridge br0
        Set-Bridge br0 -Stp -WhatIf
        (Get-Bridge br0).Stp | Should -BeFalse
    }

    It 'tells with -Verbose what ip would be told' {
        $null = New-NetNamespace lan
        $null = New-Bridge br0 -Namespace lan
        "$(Set-Bridge br0 -Namespace lan -Stp -AgeingTime 60 -Verbose 4>&1)" | Should -Match 'ip -n lan link set br0 type bridge stp_state 1 ageing_time 6000'
    }

    It 'says what there is to set where nothing was said' {
        $null = New-Bridge br0
        $failure = Get-ErrorOf { Set-Bridge br0 -PassThru }
        $failure.FullyQualifiedErrorId | Should -Be 'ArgumentsInvalid,NetNs.Commands.SetBridgeCommand'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-Stp,*'
    }

    It 'refuses a forward delay that spanning tree cannot work with, and changes nothing' {
        $null = New-Bridge br0 -Stp
        $failure = Get-ErrorOf { Set-Bridge br0 -AgeingTime 7 -ForwardDelay 1 }
        $failure.FullyQualifiedErrorId | Should -Be 'LinkSettingInvalid,NetNs.Commands.SetBridgeCommand'
        (Get-Bridge br0).AgeingTime.TotalSeconds | Should -Be 300
    }

    It 'says so where the kernel cannot filter VLANs, and changes nothing' {
        ip link add probe type bridge vlan_filtering 1 2>$null
        if (-not $LASTEXITCODE) { Set-ItResult -Skipped -Because 'this kernel can filter VLANs' }
        $null = New-Bridge br0
        (Get-ErrorOf { Set-Bridge br0 -Stp -VlanFiltering }).FullyQualifiedErrorId | Should -Be 'KernelFeatureMissing,NetNs.Commands.SetBridgeCommand'
        (Get-Bridge br0).Stp | Should -BeFalse
    }

    It 'reports what is not there, what is no bridge, and what is not permitted' {
        (Get-ErrorOf { Set-Bridge br0 -Stp }).FullyQualifiedErrorId | Should -BeLike 'BridgeNotFound,*'
        (Get-ErrorOf { Set-Bridge lo -Stp }).FullyQualifiedErrorId | Should -BeLike 'NotABridge,*'
        $null = New-Bridge br0
        Invoke-WithoutPrivilege 'Set-Bridge br0 -Stp' | Should -Match '^NotPermitted,'
    }
}

Describe 'Remove-Bridge' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'removes a bridge; its ports stay, and are nobody''s' {
        $null = New-Bridge br0
        ip link add veth0 master br0 type veth peer name veth1
        Remove-Bridge br0 | Should -BeNullOrEmpty
        (ip -json link show veth0 | ConvertFrom-Json).master | Should -BeNullOrEmpty
        (ip -json link | ConvertFrom-Json).ifname | Should -Not -Contain br0
    }

    It 'removes what comes by the pipe, in several namespaces' {
        'red', 'blue' | New-NetNamespace | ForEach-Object { 'br0', 'br1' | New-Bridge -Namespace $_ } | Remove-Bridge
        Get-NetNamespace red, blue | Get-Bridge | Should -BeNullOrEmpty
        Get-NetNamespace red, blue | Should -HaveCount 2
    }

    It 'changes nothing with -WhatIf' {
        $null = New-Bridge br0
        Remove-Bridge br0 -WhatIf
        Get-Bridge br0 | Should -Not -BeNullOrEmpty
    }

    It 'does not remove what is no bridge, and removes the rest of the pipe' {
        $null = New-Bridge br0
        ip link add veth0 type veth peer name veth1
        'veth0', 'br0', 'br1' | Remove-Bridge -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors.FullyQualifiedErrorId | Should -Be 'NotABridge,NetNs.Commands.RemoveBridgeCommand', 'BridgeNotFound,NetNs.Commands.RemoveBridgeCommand'
        (ip -json link | ConvertFrom-Json).ifname | Sort-Object | Should -Be lo, veth0, veth1
    }

    It 'does not remove a new bridge of the same number' {
        $old = New-Bridge br0
        ip link del br0
        ip link add other index $old.InterfaceIndex type bridge
        (Get-ErrorOf { $old | Remove-Bridge }).FullyQualifiedErrorId | Should -BeLike 'BridgeNotFound,*'
        Get-Bridge other | Should -Not -BeNullOrEmpty
    }
}
