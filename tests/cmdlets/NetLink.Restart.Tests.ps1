# What a link keeps: when it is restarted, and when it moves with its configuration.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    function Get-Configuration {
        # What ip shows of a link's addresses, routes and neighbours, without what the kernel makes by itself.
        param([string] $Namespace, [string] $Link)
        ip -n $Namespace -o addr show dev $Link scope global | ForEach-Object { ($_ -replace '^\d+: \S+\s+' -replace '\\.*').Trim() }
        ip -n $Namespace route show dev $Link; ip -n $Namespace -6 route show dev $Link | Where-Object { $_ -notlike 'fe80*' -and $_ -notlike '*proto kernel*' }
        ip -n $Namespace neigh show dev $Link nud permanent
    }
}

Describe 'The configuration of a link' {
    BeforeEach {
        $null = New-NetNamespace web, db
        $null = New-VethPair veth0 eth0 -PeerNamespace web -PeerIPAddress 10.0.0.2/24, fd00::2/64 -Up
        $null = New-NetRoute 10.9.0.0/16 10.0.0.1 -Namespace web
        $null = New-NetRoute fd09::/64 fd00::1 -Namespace web -RouteMetric 7
        $null = New-NetNeighbor 10.0.0.9 02:00:00:00:00:09 eth0 -Namespace web
        $before = (Get-Configuration web eth0) -join "`n"
    }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    Context 'Restart-NetLink' {
        It 'is the same afterwards' {
            Restart-NetLink eth0 -Namespace web | Should -BeNullOrEmpty
            (Get-Configuration web eth0) -join "`n" | Should -Be $before
            (Get-NetLink eth0 -Namespace web).AdminState | Should -Be Up
        }

        It 'switches off and on' {
            $said = (Get-NetLink eth0 -Namespace web | Restart-NetLink -Verbose -PassThru 4>&1)
            $said.Where{ $_ -is [Management.Automation.VerboseRecord] }.Message | Should -Contain 'Change eth0 in namespace web: ip -n web link set eth0 down'
            $said.Where{ $_ -is [Management.Automation.VerboseRecord] }.Message | Should -Contain 'Make the route 10.9.0.0/16 via 10.0.0.1 dev eth0 again in namespace web: ip -n web route replace 10.9.0.0/16 via 10.0.0.1 dev eth0'
            $said.Where{ $_ -is [NetNs.NetLink] }.Name | Should -Be eth0
        }

        It 'changes nothing with -WhatIf' {
            $state = ip -n web -o link show eth0
            Restart-NetLink eth0 -Namespace web -WhatIf
            ip -n web -o link show eth0 | Should -Be $state
        }

        It 'says LinkNotFound of a link that is not there' {
            (Get-ErrorOf { Restart-NetLink nix }).FullyQualifiedErrorId | Should -Be 'LinkNotFound,NetNs.Commands.RestartNetLinkCommand'
        }
    }

    Context 'Move-NetLink -KeepConfiguration' {
        It 'goes along' {
            $moved = Move-NetLink eth0 -Namespace web -Destination db -KeepConfiguration
            $moved.Namespace.Name, $moved.AdminState | Should -Be db, Up
            (Get-Configuration db eth0) -join "`n" | Should -Be $before
        }

        It 'stays away without the switch' {
            $null = Move-NetLink eth0 -Namespace web -Destination db
            Get-Configuration db eth0 | Should -BeNullOrEmpty
        }

        It 'goes along under another name' {
            $null = Move-NetLink eth0 -Namespace web -Destination db -NewName lan0 -KeepConfiguration
            (Get-Configuration db lan0) -join "`n" | Should -Be $before.Replace('global eth0', 'global lan0')
        }
    }
}

Describe 'Set-NetLink' {
    BeforeEach {
        $null = New-Bridge br0
        $null = New-VethPair v0 v1
    }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'puts a link into a bridge and takes it out' {
        (Set-NetLink v0 -Master br0 -PassThru).Bridge | Should -Be br0
        "$(ip -o link show v0)" | Should -Match 'master br0'
        (Get-NetLink v0 | Set-NetLink -NoMaster -PassThru).Bridge | Should -BeNullOrEmpty
        "$(ip -o link show v0)" | Should -Not -Match 'master'
    }

    It 'takes it from one bridge to another' {
        $null = New-Bridge br1
        Set-NetLink v0 -Master br0
        Set-NetLink v0 -Master (Get-Bridge br1)
        "$(ip -o link show v0)" | Should -Match 'master br1'
    }

    It 'puts two tenants with the same network into a VRF each' {
        try { $null = New-NetLink red -Kind Vrf -Table 101 -Up -ErrorAction Stop }
        catch { Set-ItResult -Skipped -Because "this kernel has no VRF: $_" }
        $null = New-NetLink blue -Kind Vrf -Table 102 -Up
        $null = New-VethPair w0 w1 -Up
        Set-NetLink v0 -Master red -Up
        Set-NetLink w0 -Master blue
        $null = New-NetIPAddress 10.0.0.1/24 v0
        $null = New-NetIPAddress 10.0.0.1/24 w0 -WarningAction Ignore
        (Get-NetRoute 10.0.0.0/24 -Table 101).InterfaceAlias, (Get-NetRoute 10.0.0.0/24 -Table 102).InterfaceAlias | Should -Be v0, w0
    }

    It 'sets the group and the alternative names, and finds it by them' {
        $set = Set-NetLink v0 -Group 7 -AltName uplink, a-name-that-is-longer-than-fifteen-bytes -PassThru
        $set.Group, $set.AltNames | ForEach-Object { $_ } | Should -Be 7, uplink, a-name-that-is-longer-than-fifteen-bytes
        (Get-NetLink uplink).Name | Should -Be v0
        (Set-NetLink v0 -AltName lan -PassThru).AltNames | Should -Be lan
        (Set-NetLink v0 -AltName @() -PassThru).AltNames | Should -BeNullOrEmpty
    }

    It 'changes nothing where one of several settings is refused' {
        $null = Set-NetLink v1 -AltName taken
        $record = Get-ErrorOf { Set-NetLink v0 -Group 7 -AltName free, taken }
        $record.FullyQualifiedErrorId | Should -BeLike 'LinkAlreadyExists,*'
        $now = Get-NetLink v0
        $now.Group | Should -Be 0
        $now.AltNames | Should -BeNullOrEmpty
    }

    It 'tells the steps with the equivalent commands' {
        $said = Set-NetLink v0 -Master br0 -Group 7 -AltName lan -Verbose 4>&1
        $said.Message | Should -Contain 'Give v0 the name lan, too: ip link property add dev v0 altname lan'
        $said.Message | Should -Contain 'Change v0: ip link set v0 group 7 master br0'
    }

    It 'says <Id> of <Case>' -ForEach @(
        @{ Case = 'a master that takes no ports'; Script = { Set-NetLink v0 -Master v1 }; Id = 'LinkSettingInvalid' }
        @{ Case = 'a master that is not there'; Script = { Set-NetLink v0 -Master nix }; Id = 'LinkNotFound' }
        @{ Case = 'a master and none'; Script = { Set-NetLink v0 -Master br0 -NoMaster }; Id = 'ArgumentsInvalid' }
        @{ Case = 'no alternative name'; Script = { Set-NetLink v0 -AltName 'a b' }; Id = 'LinkNameInvalid' }
        @{ Case = 'a group that is a mark of ours'; Script = { Set-NetLink v0 -Group 2147483648 }; Id = 'LinkSettingInvalid' }
    ) {
        (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.SetNetLinkCommand"
    }
}
