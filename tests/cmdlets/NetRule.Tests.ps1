BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    function Get-IpText { (ip @args) -join "`n" }
    function Copy-Deserialized { process { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) } }
}

Describe 'Policy rules' {
    BeforeEach {
        $null = New-NetNamespace web
        $pair = New-VethPair veth0 eth0 -PeerNamespace web -IPAddress 10.0.0.1/24 -PeerIPAddress 10.0.0.2/24 -Up
    }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    Context 'New-NetRule' {
        It 'makes what ip shows: <Expected>' -ForEach @(
            @{ Script = { New-NetRule 100 -From 10.1.0.0/16 -Table 1000 }; Expected = '100: from 10.1.0.0/16 lookup 1000' }
            @{ Script = { New-NetRule 100 -To 10.2.0.9 -Table Main }; Expected = '100: from all to 10.2.0.9 lookup main' }
            @{ Script = { New-NetRule 100 -FwMark 16 -Table 7 }; Expected = '100: from all fwmark 0x10 lookup 7' }
            @{ Script = { New-NetRule 100 -FwMark 0x10/0xff -Table 7 }; Expected = '100: from all fwmark 0x10/0xff lookup 7' }
            @{ Script = { New-NetRule 100 -InterfaceAlias veth0 -Table 7 }; Expected = '100: from all iif veth0 lookup 7' }
            @{ Script = { New-NetRule 100 -OutInterface veth0 -Table 7 }; Expected = '100: from all oif veth0 lookup 7' }
            @{ Script = { New-NetRule 100 -Protocol Tcp -SourcePort 1000-2000 -DestinationPort 80 -Table 7 }; Expected = '100: from all ipproto tcp sport 1000-2000 dport 80 lookup 7' }
            @{ Script = { New-NetRule 100 -From 10.1.0.0/16 -Action Prohibit }; Expected = '100: from 10.1.0.0/16 prohibit' }
            @{ Script = { New-NetRule 100 -From 10.1.0.0/16 -Action Blackhole }; Expected = '100: from 10.1.0.0/16 blackhole' }
            @{ Script = { New-NetRule 100 -From 10.1.0.0/16 -Action Unreachable }; Expected = '100: from 10.1.0.0/16 unreachable' }
            @{ Script = { New-NetRule 100 -From 10.1.0.0/16 -Goto 32766 }; Expected = '100: from 10.1.0.0/16 goto 32766' }
            @{ Script = { New-NetRule 100 -From 10.1.0.0/16 -Invert -Table 7 }; Expected = '100: not from 10.1.0.0/16 lookup 7' }
            @{ Script = { New-NetRule 100 -Table Main -SuppressPrefixLength 0 }; Expected = '100: from all lookup main suppress_prefixlength 0' }
        ) {
            $made = & $Script
            $made.Priority | Should -Be 100
            (Get-IpText rule show priority 100) -replace '\s+', ' ' | Should -Be "$Expected"
            Get-NetRule 100 | Should -Be $made
        }

        It 'makes one for IPv6 by its networks, or by -AddressFamily' {
            (New-NetRule 100 -From fd00::/64 -Table 7).AddressFamily | Should -Be IPv6
            (New-NetRule 101 -FwMark 1 -Table 7 -AddressFamily IPv6).AddressFamily | Should -Be IPv6
            Get-IpText -6 rule | Should -Match '100:\s+from fd00::/64 lookup 7\s+101:\s+from all fwmark 0x1 lookup 7'
        }

        It 'lets the kernel choose the priority' {
            (New-NetRule -From 10.1.0.0/16 -Table 7).Priority | Should -Be 32765
            (New-NetRule -From 10.2.0.0/16 -Table 7).Priority | Should -Be 32764
        }

        It 'sends packets another way' {
            $null = New-NetRoute 10.9.0.0/24 10.0.0.2 -Table 7
            ip route get 10.9.0.1 2>&1 | Should -Match 'Network is unreachable'
            $null = New-NetRule 100 -To 10.9.0.0/24 -Table 7
            "$(ip route get 10.9.0.1)" | Should -Match 'via 10.0.0.2 dev veth0'
        }

        It 'takes the name of a link by an alternative one' {
            ip link property add dev veth0 altname a-very-long-alternative-name
            (New-NetRule 100 -InterfaceAlias a-very-long-alternative-name -Table 7).InterfaceAlias | Should -Be veth0
        }

        It 'changes nothing with -WhatIf, and says what is there' {
            New-NetRule 100 -From 10.1.0.0/16 -Table 7 -WhatIf | Should -BeNullOrEmpty
            Get-IpText rule | Should -Not -Match '100:'
            $null = New-NetRule 100 -From 10.1.0.0/16 -Table 7
            (Get-ErrorOf { New-NetRule 100 -From 10.1.0.0/16 -Table 7 -WhatIf }).FullyQualifiedErrorId | Should -BeLike 'RuleAlreadyExists,*'
            New-NetRule 100 -From 10.1.0.0/16 -Table 7 -WhatIf -IfExists Reuse | Should -BeNullOrEmpty
        }

        It 'tells the step with the equivalent command' {
            $said = New-NetRule 100 -From 10.1.0.0/16 -FwMark 7 -Protocol Udp -DestinationPort 53 -Table 1000 -Namespace web -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
            $said.Message | Should -Contain 'Make a policy rule with the priority 100 in namespace web: ip -n web rule add from 10.1.0.0/16 fwmark 0x7 ipproto udp dport 53 priority 100 table 1000'
        }

        It 'refuses one that is there, and returns it with -IfExists Reuse' {
            $first = New-NetRule 100 -From 10.1.0.0/16 -Table 7
            $record = Get-ErrorOf { New-NetRule 100 -From 10.1.0.0/16 -Table 7 }
            $record.FullyQualifiedErrorId | Should -BeLike 'RuleAlreadyExists,*'
            $record.CategoryInfo.Category | Should -Be ResourceExists
            New-NetRule 100 -From 10.1.0.0/16 -Table 7 -IfExists Reuse | Should -Be $first
            New-NetRule -From 10.1.0.0/16 -Table 7 -IfExists Reuse | Should -Be $first
            $record = Get-ErrorOf { New-NetRule 100 -From 10.1.0.0/16 -Table 8 -IfExists Reuse }
            $record.FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
            "$record" | Should -BeLike '*it is table 7, not table 8.'
        }

        It 'says <Id> of <Case>' -ForEach @(
            @{ Case = 'nothing'; Script = { New-NetRule 100 }; Id = 'RuleInvalid' }
            @{ Case = 'a network with host bits'; Script = { New-NetRule 100 -From 10.1.0.1/16 -Table 7 }; Id = 'SubnetInvalid' }
            @{ Case = 'two families'; Script = { New-NetRule 100 -From 10.1.0.0/16 -To fd00::/64 -Table 7 }; Id = 'RuleInvalid' }
            @{ Case = 'a table and another action'; Script = { New-NetRule 100 -From 10.1.0.0/16 -Table 7 -Action Prohibit }; Id = 'RuleInvalid' }
            @{ Case = 'a way back'; Script = { New-NetRule 100 -Goto 50 }; Id = 'RuleInvalid' }
            @{ Case = 'ports without a protocol'; Script = { New-NetRule 100 -DestinationPort 80 -Table 7 }; Id = 'RuleInvalid' }
            @{ Case = 'no port'; Script = { New-NetRule 100 -Protocol Tcp -DestinationPort 90-80 -Table 7 }; Id = 'PortInvalid' }
            @{ Case = 'no mark'; Script = { New-NetRule 100 -FwMark x -Table 7 }; Id = 'RuleInvalid' }
            @{ Case = 'no table'; Script = { New-NetRule 100 -From 10.1.0.0/16 -Table x }; Id = 'RouteInvalid' }
            @{ Case = 'no link'; Script = { New-NetRule 100 -InterfaceAlias 'a/b' -Table 7 }; Id = 'LinkNameInvalid' }
        ) {
            $record = Get-ErrorOf $Script
            $record.FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.NewNetRuleCommand"
            $record.CategoryInfo.Category | Should -Be InvalidArgument
            Get-IpText rule | Should -Not -Match '100:'
        }
    }

    Context 'Get-NetRule' {
        It "lists the kernel's own, as ip does" {
            (Get-NetRule -Namespace web | ForEach-Object { "$($_.Priority) $($_.Table)" }) | Should -Be '0 Local', '32766 Main', '32767 Default', '0 Local', '32766 Main'
        }

        It 'finds <Case>' -ForEach @(
            @{ Case = 'those with a priority'; Script = { Get-NetRule 100 }; Expected = 100, 100 }
            @{ Case = 'those of a family'; Script = { Get-NetRule 100 -AddressFamily IPv6 }; Expected = 100 }
            @{ Case = 'those that look in a table'; Script = { Get-NetRule -Table 7 }; Expected = 100, 100 }
            @{ Case = 'those that discard'; Script = { Get-NetRule -Action Prohibit, Blackhole }; Expected = 200 }
            @{ Case = 'those of a namespace from the pipe'; Script = { Get-NetNamespace web | Get-NetRule -Table 8 }; Expected = 300 }
            @{ Case = 'those of all namespaces'; Script = { Get-NetRule -AllNamespaces -Table 8 }; Expected = 300 }
        ) {
            $null = New-NetRule 100 -From 10.1.0.0/16 -Table 7
            $null = New-NetRule 100 -From fd00::/64 -Table 7
            $null = New-NetRule 200 -From 10.1.0.0/16 -Action Prohibit
            $null = New-NetRule 300 -From 10.1.0.0/16 -Table 8 -Namespace web
            (& $Script).Priority | Should -Be $Expected
        }

        It 'says RuleNotFound of a priority that no rule has' {
            (Get-ErrorOf { Get-NetRule 4711 }).FullyQualifiedErrorId | Should -Be 'RuleNotFound,NetNs.Commands.GetNetRuleCommand'
        }
    }

    Context 'Remove-NetRule' {
        BeforeEach {
            $null = New-NetRule 100 -From 10.1.0.0/16 -Table 7
            $null = New-NetRule 100 -From 10.1.0.0/16 -FwMark 1 -Table 7
            $null = New-NetRule 100 -From fd00::/64 -Table 7
        }

        It 'removes <Case>' -ForEach @(
            @{ Case = 'all with a priority'; Script = { Remove-NetRule 100 }; Left = @() }
            @{ Case = 'those of a family'; Script = { Remove-NetRule 100 -AddressFamily IPv4 }; Left = 'from fd00::/64' }
            @{ Case = 'those for a mark'; Script = { Remove-NetRule 100 -FwMark 1 }; Left = 'from 10.1.0.0/16', 'from fd00::/64' }
            @{ Case = 'the one of the pipe'; Script = { (Get-NetRule 100)[0] | Remove-NetRule }; Left = 'from 10.1.0.0/16 fwmark 0x1', 'from fd00::/64' }
            @{ Case = 'one from another process'; Script = { (Get-NetRule 100)[1] | Copy-Deserialized | Remove-NetRule }; Left = 'from 10.1.0.0/16', 'from fd00::/64' }
        ) {
            & $Script | Should -BeNullOrEmpty
            @(Get-NetRule | Where-Object Priority -EQ 100 | ForEach-Object Match) | Should -Be $Left
        }

        It 'removes the one of the pipe where one that has more stands before it' {
            Remove-NetRule 100
            $null = New-NetRule 100 -From 10.1.0.0/16 -FwMark 1 -Table 7
            New-NetRule 100 -From 10.1.0.0/16 -Table 7 | Remove-NetRule
            (Get-NetRule 100).Match | Should -Be 'from 10.1.0.0/16 fwmark 0x1'
        }

        It 'says what it would do with -WhatIf, and changes nothing' {
            Remove-NetRule 100 -WhatIf
            @(Get-NetRule 100).Count | Should -Be 3
        }

        It 'says RuleNotFound of <Case>' -ForEach @(
            @{ Case = 'a priority that none has'; Script = { Remove-NetRule 4711 } }
            @{ Case = 'another table'; Script = { Remove-NetRule 100 -Table 8 } }
            @{ Case = 'an object that has gone'; Script = { $rule = Get-NetRule 100 -AddressFamily IPv6; ip -6 rule del priority 100; $rule | Remove-NetRule } }
        ) {
            $record = Get-ErrorOf $Script
            $record.FullyQualifiedErrorId | Should -Be 'RuleNotFound,NetNs.Commands.RemoveNetRuleCommand'
            $record.CategoryInfo.Category | Should -Be ObjectNotFound
        }
    }

    Context 'Find-NetRoute' {
        BeforeEach { $null = New-NetRoute default 10.0.0.2 -Table 7 }

        It 'names the rule that led to the route: <Expected>' -ForEach @(
            @{ Script = { Find-NetRoute 10.0.0.1 }; Expected = '0: all table Local' }
            @{ Script = { Find-NetRoute 10.0.0.2 }; Expected = '32766: all table Main' }
            @{ Script = { $null = New-NetRule 100 -To 10.9.0.0/16 -Table 7; Find-NetRoute 10.9.0.1 }; Expected = '100: to 10.9.0.0/16 table 7' }
            @{ Script = { $null = New-NetRule 100 -FwMark 5 -Table 7; Find-NetRoute 10.9.0.1 -Mark 5 }; Expected = '100: fwmark 0x5 table 7' }
            @{ Script = { $null = New-NetRule 100 -From 10.0.0.1 -Table 7; Find-NetRoute 10.9.0.1 -LocalIPAddress 10.0.0.1 }; Expected = '100: from 10.0.0.1/32 table 7' }
            @{ Script = { $null = New-NetRule 100 -Goto 200; $null = New-NetRule 150 -To 10.9.0.0/16 -Table 7; $null = New-NetRule 200 -Table 7 -InterfaceAlias lo; Find-NetRoute 10.9.0.1 }; Expected = '200: iif lo table 7' }
        ) {
            "$((& $Script).Rule)" | Should -Be $Expected
        }

        It 'passes over a rule that suppresses the route' {
            $null = New-NetRoute default 10.0.0.2
            $null = New-NetRule 100 -Table Main -SuppressPrefixLength 0
            "$((Find-NetRoute 10.9.0.1).Rule)" | Should -Be '32766: all table Main'
            "$((Find-NetRoute 10.0.0.2).Rule)" | Should -Be '100: all table Main suppress_prefixlength 0'
        }

        It 'names the rule that discards' {
            $null = New-NetRule 100 -To 10.9.0.0/16 -Action Prohibit
            $record = Get-ErrorOf { Find-NetRoute 10.9.0.1 }
            $record.FullyQualifiedErrorId | Should -BeLike 'DestinationUnreachable,*'
            "$record" | Should -BeLike '*the policy rule 100: to 10.9.0.0/16 prohibit discards it.'
        }
    }
}
