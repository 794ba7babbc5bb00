# Translation both ways, as cmdlets: pipe, files, scripts, errors. What each command means is tested in tests/units.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
}

AfterAll {
    Reset-World
    Assert-NothingLeft
}

Describe 'ConvertFrom-NetCommand' {
    It 'takes lines from the pipe as one script' {
        $all = 'NS=web', 'ip netns add $NS', '', '# a comment', 'for i in 1 2; do', '  ip -n $NS link set v$i up', 'done' | ConvertFrom-NetCommand
        $all.Command | Should -Be '$NS = ''web''', 'New-NetNamespace $NS -LoopbackDown', 'foreach ($i in 1, 2) { Enable-NetLink "v${i}" -Namespace $NS }'
        $all.Line | Should -Be 1, 2, 5
        $all[0] | Should -BeOfType NetNs.NetCommandTranslation
    }

    It 'takes files, by name and from Get-Item' {
        Set-Content "$TestDrive/a.sh" 'ip link', 'ip route'
        (ConvertFrom-NetCommand -Path "$TestDrive/a.sh").Command | Should -Be Get-NetLink, Get-NetRoute
        (Get-Item "$TestDrive/a.sh" | ConvertFrom-NetCommand).Command | Should -Be Get-NetLink, Get-NetRoute
        (Get-Content "$TestDrive/a.sh" | ConvertFrom-NetCommand).Command | Should -Be Get-NetLink, Get-NetRoute
    }

    It 'says which file cannot be read' {
        $problem = Get-ErrorOf { ConvertFrom-NetCommand -Path "$TestDrive/none.sh" }
        $problem.FullyQualifiedErrorId | Should -BeLike 'ArgumentsInvalid,*'
        "$problem" | Should -BeLike '*none.sh*'
    }

    It 'executes nothing, whatever stands in the text' {
        $file = "$TestDrive/made"
        $null = "echo x > $file", "`$(touch $file)", "``touch $file``", "ip link add `"`$(touch $file)`" type bridge", "touch $file" | ConvertFrom-NetCommand
        $null = "touch $file; `$(touch $file)" | ConvertFrom-NetCommand -AsScript -Merge
        $file | Should -Not -Exist
    }

    It 'gives a script whose statements are those of the text and no others' {
        # Each of these would be something else without its quotes.
        $names = 'a;b', 'a b', '$(id)', "a'b", 'a"b', 'a`b', '@(1)', '{1}', "a$([char]0x2019)b", '-x', 'a#b', '|a', '&a', '>a'
        foreach ($name in $names) {
            $line = "ip netns add '$($name.Replace("'", "'\''"))'"
            $script = ConvertFrom-NetCommand $line -AsScript
            $tokens = $problems = $null
            $tree = [Management.Automation.Language.Parser]::ParseInput($script, [ref]$tokens, [ref]$problems)
            $problems | Should -BeNullOrEmpty -Because $script
            $commands = @($tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true))
            $commands.Count | Should -Be 1 -Because $script
            $commands[0].CommandElements[1].Value | Should -BeExactly $name
        }
    }

    It 'writes scripts that PowerShell parses' {
        foreach ($file in 'commands.txt', 'further.txt') {
            foreach ($merge in $false, $true) {
                $script = ConvertFrom-NetCommand -Path "$PSScriptRoot/../fixtures/tutorials/$file" -AsScript -Merge:$merge
                $tokens = $problems = $null
                $tree = [Management.Automation.Language.Parser]::ParseInput($script, [ref]$tokens, [ref]$problems)
                $problems | Should -BeNullOrEmpty
                # Every cmdlet is there, and has the parameters that it is given.
                foreach ($command in $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
                    $found = Get-Command $command.GetCommandName() -Module NetNs -CommandType Cmdlet -ErrorAction Ignore
                    if (-not $found) { continue }
                    foreach ($parameter in $command.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] }) { $found.Parameters.Keys | Should -Contain $parameter.ParameterName -Because "$command" }
                }
            }
        }
    }

    It 'shows a note where there is no command' {
        ('tc qdisc show' | ConvertFrom-NetCommand | Format-Table | Out-String) | Should -BeLike '*Traffic shaping*'
    }
}

Describe 'ConvertTo-NetCommand' {
    It 'tells <Command>' -ForEach @(
        @{ Command = 'New-NetNamespace web'; Lines = 'ip netns add web', 'ip -n web link set lo up' }
        @{ Command = '''web'', ''db'' | New-NetNamespace -LoopbackDown'; Lines = 'ip netns add web', 'ip netns add db' }
        @{ Command = 'New-NetNamespace web -LoopbackDown | Connect-Bridge br0 -IPAddress 10.0.0.2/24 -NoDefaultRoute'
            Lines = 'ip netns add web', 'ip link add veth-web up master br0 type veth peer name eth0 netns web', 'ip link set veth-web type bridge_slave hairpin on', 'ip -n web link set eth0 addrgenmode none', 'ip -n web link set eth0 up', 'ip -n web addr add 10.0.0.2/24 dev eth0' }
        @{ Command = '$pair = New-VethPair a b; $pair | Add-BridgePort br0'; Lines = 'ip link add dev a type veth peer name b', 'ip link set dev a master br0' }
        @{ Command = 'foreach ($i in 1..2) { Enable-NetLink "v$i" -Namespace web }'; Lines = 'ip -n web link set v1 up', 'ip -n web link set v2 up' }
        @{ Command = 'Invoke-NetNamespace web { Enable-NetLink lo; ping -c 1 10.0.0.1 }'; Lines = 'ip -n web link set lo up', 'ip netns exec web ping -c 1 10.0.0.1' }
        @{ Command = 'tnc 10.0.0.1 -Count 2 -Namespace web'; Lines = , 'ip netns exec web ping -c 2 10.0.0.1' }
        @{ Command = 'Add-Masquerade 10.0.0.0/24 -OutInterface eth0'; Lines = 'nft ''add table inet NetNs''', 'nft ''add element inet NetNs masquerade4_out { 10.0.0.0/24 . "eth0" }''' }
        @{ Command = 'Publish-ContainerPort 8080:80 -Target 10.0.0.2'; Lines = 'nft ''add table inet NetNs''', 'nft ''add element inet NetNs publish4 { tcp . 8080 : 10.0.0.2 . 80 }''' }
        @{ Command = 'New-NetNamespace web -LoopbackDown | Connect-Bridge br0 -BridgeNamespace hub -NoAddress -Hairpin:$false -IPv6LinkLocal | Publish-ContainerPort 8080:80'
            Lines = 'ip netns add web', 'ip -n hub link add veth-web up master br0 type veth peer name eth0 netns web', 'ip -n web link set eth0 up', 'ip netns exec hub nft ''add table inet NetNs''', 'ip netns exec hub nft ''add element inet NetNs publish4 { tcp . 8080 : CONTAINER_ADDRESS . 80 }''' }
        @{ Command = 'New-NetNamespace web -LoopbackDown | Publish-ContainerPort 8080:80'; Lines = 'ip netns add web', 'nft ''add table inet NetNs''', 'nft ''add element inet NetNs publish4 { tcp . 8080 : CONTAINER_ADDRESS . 80 }''' }
        @{ Command = 'Set-NetLink v0 -Promisc:$false -Up:$false'; Lines = , 'ip link set v0 promisc off down' }
        @{ Command = 'Get-NetLink -Namespace 1234'; Lines = , 'nsenter --net=/proc/1234/ns/net ip link show' }
        @{ Command = 'Get-NetLink v0 | Set-NetLink -Mtu 1400 -Down'; Lines = 'ip link show dev v0', 'ip link set v0 mtu 1400 down' }
    ) {
        ConvertTo-NetCommand $Command | Should -Be $Lines
    }

    # But for what the cmdlets tell the neighbors, which depends on who is there.
    It 'tells what -Verbose tells' {
        $lines = @(
            { New-NetNamespace vt1 -Verbose }
            { New-VethPair va vb -PeerNamespace vt1 -IPAddress 10.8.0.1/24 -PeerIPAddress 10.8.0.2/24 -Up -Verbose }
            { Set-NetLink va -Mtu 1400 -Alias 'a b' -Promiscuous -Verbose }
            { New-NetIPAddress 10.8.1.1/24 -InterfaceAlias va -Broadcast + -DefaultGateway 10.8.0.2 -Verbose }
            { New-NetRoute 10.9.0.0/16 -NextHop 10.8.0.2 -RouteMetric 7 -Table 100 -Verbose }
            { New-NetRoute 10.7.0.0/16 -Type Unreachable -Namespace vt1 -Verbose }
            { New-NetNeighbor 10.8.0.9 02:00:00:00:00:09 -InterfaceAlias va -Verbose }
            { Set-NetSysctl net.ipv4.conf.lo.rp_filter 2 -Namespace vt1 -Verbose }
            { Enable-NetForwarding -Namespace vt1 -Verbose }
            { New-Bridge vbr -MacAddress 02:00:00:00:00:11 -IPAddress 10.8.2.1/24 -Stp -Verbose }
            { Add-BridgePort vbr va -Hairpin -Verbose }
            { Set-BridgePort va -Cost 7 -Guard -Verbose }
            { Rename-NetLink vb eth7 -Namespace vt1 -Verbose }
            { Move-NetLink va -Destination vt1 -NewName eth8 -Verbose }
            { Remove-NetLink eth8 -Namespace vt1 -Verbose }
        )
        foreach ($line in $lines) {
            $said = @(& $line 4>&1 3>$null | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object { "$_" }) -match ': (ip|sysctl|bridge) ' -replace '^.*?: (?=(ip|sysctl|bridge) )' -notmatch '_notify='
            ConvertTo-NetCommand $line | Should -Be $said -Because "$line"
        }

        Reset-World
    }

    It 'takes a script block, and values of variables' {
        $place = 'web'
        ConvertTo-NetCommand { Remove-NetNamespace $place } | Should -Be 'ip netns delete web'
    }

    It 'runs nothing' {
        $before = ip -json link
        $null = ConvertTo-NetCommand { New-Bridge br77; New-NetNamespace n77; $x = (New-NetNamespace n78) }
        ip -json link | Should -Be $before
        Get-NetNamespace | Where-Object Name -Match 'n77|n78' | Should -BeNullOrEmpty
    }

    It 'warns of what stands for no command' {
        $null = ConvertTo-NetCommand { Test-NetNsSupport } -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -BeLike '*Test-NetNsSupport*'
    }

    It 'refuses what is no PowerShell' {
        (Get-ErrorOf { ConvertTo-NetCommand 'if (' }).FullyQualifiedErrorId | Should -BeLike 'ArgumentsInvalid,*'
    }

    It 'knows every cmdlet that changes the network' {
        # What tests, waits or does more than a command line can say.
        $without = 'Compare-NetLab', 'Set-NetLab', 'Test-NetLab', 'Get-NetLab', 'Remove-NetLab', 'Repair-NetNs', 'Wait-NetLink', 'Test-NetNsSupport', 'New-NetNamespaceSession', 'Import-NetNsAssertion',
            'ConvertFrom-NetCommand', 'ConvertTo-NetCommand', 'Enable-NetNsFeedback', 'Disable-NetNsFeedback', 'New-NetNsTestWorld', 'Get-NetNsTestWorld', 'Use-NetNsTestWorld', 'Remove-NetNsTestWorld'
        foreach ($cmdlet in 'Enable-NetLink', 'New-NetRoute', 'New-NetLink', 'Set-NetSysctl', 'Publish-ContainerPort') { $without | Should -Not -Contain $cmdlet }
        foreach ($command in Get-Command -Module NetNs -CommandType Cmdlet | Where-Object { $_.Name -notin $without -and $_.Verb -in 'New', 'Set', 'Add', 'Remove', 'Move', 'Rename', 'Enable', 'Disable', 'Connect', 'Mount', 'Publish' }) {
            $null = ConvertTo-NetCommand "$($command.Name) x" -WarningVariable said -WarningAction SilentlyContinue
            "$said" | Should -Not -BeLike "*stands for: $($command.Name)*"
        }
    }
}

Describe 'Feedback' {
    AfterEach { Disable-NetNsFeedback }

    BeforeAll {
        function Get-Feedback {
            # What PowerShell shows after a command: its own way from the history to the providers.
            param([string] $Line, [string] $Status = 'Completed')
            $now = Get-Date
            Add-History -InputObject ([pscustomobject]@{ CommandLine = $Line; ExecutionStatus = $Status; StartExecutionTime = $now; EndExecutionTime = $now })
            [Management.Automation.Subsystem.Feedback.FeedbackHub]::GetFeedback([runspace]::DefaultRunspace, 5000) | Where-Object Name -EQ NetNs | ForEach-Object { $_.Item.Header }
        }
    }

    It 'is off until it is enabled' {
        [Management.Automation.Subsystem.SubsystemManager]::GetSubsystemInfo([Management.Automation.Subsystem.SubsystemKind]::FeedbackProvider).Implementations.Name | Should -Not -Contain NetNs
        Enable-NetNsFeedback
        Enable-NetNsFeedback
        [Management.Automation.Subsystem.SubsystemManager]::GetSubsystemInfo([Management.Automation.Subsystem.SubsystemKind]::FeedbackProvider).Implementations.Name | Should -Contain NetNs
        Disable-NetNsFeedback
        [Management.Automation.Subsystem.SubsystemManager]::GetSubsystemInfo([Management.Automation.Subsystem.SubsystemKind]::FeedbackProvider).Implementations.Name | Should -Not -Contain NetNs
    }

    It 'is not enabled by -WhatIf' {
        Enable-NetNsFeedback -WhatIf
        [Management.Automation.Subsystem.SubsystemManager]::GetSubsystemInfo([Management.Automation.Subsystem.SubsystemKind]::FeedbackProvider).Implementations.Name | Should -Not -Contain NetNs
    }

    It 'tells the cmdlet once for each form' {
        Enable-NetNsFeedback
        Get-Feedback 'sudo ip netns add red' | Should -Be 'With NetNs: New-NetNamespace red -LoopbackDown'
        Get-Feedback 'ip netns add blue' | Should -BeNullOrEmpty
        Get-Feedback 'ip netns exec red ip link set lo up' | Should -Be 'With NetNs: Enable-NetLink lo -Namespace red'
        Get-Feedback 'Get-ChildItem' | Should -BeNullOrEmpty
        Get-Feedback 'ip frobnicate' | Should -BeNullOrEmpty
        Get-Feedback 'sysctl net.ipv4.ip_forward' | Should -BeNullOrEmpty
        Get-Feedback 'sysctl -w net.ipv4.ip_forward=1' | Should -Be 'With NetNs: Enable-NetForwarding -AddressFamily IPv4'
    }

    It 'goes with the module' {
        $said = pwsh -NoProfile -NonInteractive -Command "Import-Module '$((Get-Module NetNs).Path)'; Enable-NetNsFeedback; Remove-Module NetNs
            [Management.Automation.Subsystem.SubsystemManager]::GetSubsystemInfo([Management.Automation.Subsystem.SubsystemKind]::FeedbackProvider).Implementations.Name -join ','"
        $said | Should -Not -BeLike '*NetNs*'
    }
}
