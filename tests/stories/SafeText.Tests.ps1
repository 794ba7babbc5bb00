# Names and values that people did not choose (links and aliases inside a namespace, files, comments) reach command lines that users
# paste and terminals that obey. Nothing of them may run, and nothing of them may steer a terminal.

BeforeDiscovery {
    $cases = @(
        { New-NetNamespace $ns }
        { $null = New-NetNamespace $ns; Mount-NetNamespace "$ns-2" -Path "/run/netns/$ns" }
        { $null = New-NetNamespace $ns; Remove-NetNamespace $ns }
        { New-VethPair $a $b -PeerNamespace web -IPAddress 10.0.0.1/24 -PeerIPAddress 10.0.0.2/24 -Up }
        { $null = New-NetNamespace $ns; New-VethPair $a $b -PeerNamespace $ns -Bridge $bridge }
        { New-NetLink $a Ifb }
        { New-NetLink $a Macvlan -Parent $bridge }
        { New-NetLink $a Vxlan -Vni 5 -Remote 192.0.2.7 -Parent $bridge }
        { New-NetLink $a Tap }
        { $null = New-NetLink $a Ifb; Set-NetLink $a -Alias $alias -Mtu 1400 }
        { $null = New-NetLink $a Ifb; Enable-NetLink $a; Disable-NetLink $a }
        { $null = New-NetLink $a Ifb; Rename-NetLink $a $b }
        { $null = New-NetNamespace $ns; $null = New-NetLink $a Ifb; Move-NetLink $a -Destination $ns -NewName $b }
        { $null = New-NetLink $a Ifb; Remove-NetLink $a }
        { New-Bridge $b -IPAddress 10.7.0.1/24; Set-Bridge $b -Stp; Remove-Bridge $b }
        { $null = New-NetLink $a Ifb; Add-BridgePort $bridge $a; Set-BridgePort $a -Isolated; Remove-BridgePort $a }
        { $null = New-NetNamespace $ns; Connect-Bridge $bridge $ns -InterfaceAlias $a -HostInterfaceAlias $b; Disconnect-Bridge $bridge $ns }
        { $null = New-NetNamespace $ns; Connect-Bridge $bridge $ns -InterfaceAlias $a | Publish-ContainerPort 8080:80 -EnableForwarding; Unpublish-ContainerPort 8080 }
        { $null = New-NetLink $a Ifb; New-NetIPAddress 10.8.0.1/24 -InterfaceAlias $a; Remove-NetIPAddress 10.8.0.1 }
        { $null = New-NetLink $a Ifb -Up; New-NetRoute 10.9.0.0/24 -InterfaceAlias $a; Remove-NetRoute 10.9.0.0/24 }
        { New-NetNeighbor 10.1.0.9 02:00:00:00:00:01 -InterfaceAlias $bridge; Remove-NetNeighbor 10.1.0.9 -InterfaceAlias $bridge }
        { $null = New-NetLink $a Ifb; Set-NetLink $a -AltName "x;$b"; Set-NetLink $a -AltName "y;$b" }
        { $null = New-NetLink $a Ifb -Up; $null = New-NetRoute 10.9.0.0/24 -InterfaceAlias $a; Restart-NetLink $a }
        { New-NetRule -Priority 77 -InInterface $bridge -Table 7; Remove-NetRule 77 }
        { $null = New-NetNamespace $ns; Connect-NetNamespace $ns web 10.6.0.0/24 -InterfaceAlias $a -PeerInterfaceAlias $b }
        { Add-Masquerade 10.1.0.0/24 -OutInterface $bridge -EnableForwarding; Remove-Masquerade 10.1.0.0/24 }
        { Set-NetSysctl net.ipv4.ping_group_range '0 0$(touch marker)"; touch marker #' -ErrorAction Ignore }
        { $null = New-NetNamespace $ns; Set-NetSysctl net.ipv4.ip_forward 1 -Namespace $ns; Enable-NetForwarding -Namespace $ns }
        { $null = New-NetNamespace $ns; Invoke-NetNamespace $ns { 1 } }
        { $null = New-NetNamespace $ns; (Start-NetNamespaceProcess $ns true $a).WaitForExit() }
    )
    $cases = foreach ($case in $cases) { @{ Line = $case; Text = "$case".Trim() } }
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    # Each would create a file called marker where it is run; ESC [ 31 m colours what follows.
    $ns = "n'`";touch marker;`$(touch marker)``touch marker``&`e[31m"
    $a = "a';>marker;'`e[m"
    $b = "b`$(>marker)`e"
    $bridge = "r`";>marker;`"`e"
    $alias = "it's `$(touch marker)`e]0;owned`a`nsecond"
    $unsafe = '[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]'

    # Stand-ins for the tools: they only note that they were called, with which words.
    $tools = New-Item -ItemType Directory "$TestDrive/tools"
    foreach ($tool in 'ip', 'bridge', 'nft', 'sysctl', 'conntrack', 'nsenter', 'kill', 'touch', 'mount') {
        Set-Content "$tools/$tool" "#!/bin/bash`nprintf '%s\0' '$tool' `"`$@`" >> called"
        chmod +x "$tools/$tool"
    }
    function Invoke-Pasted([string] $CommandLine) {
        # Runs it as if it had been pasted into bash; the words that the first tool got.
        Remove-Item "$TestDrive/called" -ErrorAction Ignore
        $script = 'cd "$1"; PATH="$2:/usr/bin:/bin"; enable -n kill; eval "$3"'
        bash -c $script bash "$TestDrive" "$tools" $CommandLine 2>&1 | Out-String | Should -BeNullOrEmpty -Because "bash takes $CommandLine"
        "$TestDrive/marker" | Should -Not -Exist -Because "nothing of it runs: $CommandLine"
        ([IO.File]::ReadAllText("$TestDrive/called") -split "`0")[0..255]
    }
    $seen = [Collections.Generic.List[string]]::new()
}

AfterAll { Assert-NothingLeft }

Describe 'What -Verbose says' {
    BeforeEach {
        $null = New-NetNamespace web
        $null = New-Bridge $bridge -IPAddress 10.1.0.1/24
    }

    AfterEach { Reset-World }

    It 'can be pasted: <Text>' -ForEach $cases {
        $VerbosePreference = 'Continue'
        $lines = @(& $Line 4>&1 3>$null | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message)
        $VerbosePreference = 'SilentlyContinue'
        $lines | Should -Not -BeNullOrEmpty
        foreach ($said in $lines) {
            $said | Should -Not -Match $unsafe
            $seen.Add($said)
            if ($said -match ': (?<command>(ip|bridge|nft|sysctl|conntrack|nsenter|kill|touch|mount) .*)$') { $null = Invoke-Pasted ($Matches.command -replace ' \.\.\.$') }
        }
    }

    It 'hands the tools the very names' {
        $line = New-NetNamespace $ns -Verbose 4>&1 | Where-Object { $_ -like 'Create*ip netns add*' }
        "$line" -match ': (?<command>ip netns add .*)$' | Should -BeTrue
        (Invoke-Pasted $Matches.command)[0..3] | Should -BeExactly 'ip', 'netns', 'add', $ns
    }

    It 'leaves no step of the source without a case' {
        # The beginning of each step's sentence, up to the first value.
        $sources = Get-ChildItem "$PSScriptRoot/../../src/NetNs.Core" -Recurse -Filter *.cs | Where-Object FullName -NotMatch '/(obj|bin|NfTables|Translation)/'
        $heads = foreach ($source in $sources) {
            [regex]::Matches([IO.File]::ReadAllText($source), '(?:\.Step|Tell)\(\$?"(?<head>[^"{]+)') | ForEach-Object { $_.Groups['head'].Value }
        }
        # These need what the cases above do not have: marked links by the hundred, abandoned worlds, physical cards, processes inside,
        # connections to forget, foreign ends, foreign firewalls. Their values go through the same functions.
        $elsewhere = 'Mark ', 'Remove the ', 'Remove test world ', 'Send ', 'End ', 'Forget ', 'A thread of this process is still in ', 'Take over ', 'Keep the address ', 'Keep true senders towards', 'Do not keep true senders towards', 'Announce the addresses of ', 'Mark namespace ', 'Wait until another run that changes lab ''', 'Take back the rule that let '
        $heads.Count | Should -BeGreaterThan 25
        $missing = $heads | Sort-Object -Unique | Where-Object { $_ -notin $elsewhere } | Where-Object { $head = $_; -not ($seen | Where-Object { $_.StartsWith($head) }) }
        $missing | Should -BeNullOrEmpty
    }

    It 'quotes every value of a command line of the source' {
        # The second argument of a step: what stands in braces is quoted, a number, an address, or a text that quotes by itself.
        # Routes as evidence of a path and as words of a definition are no command lines.
        $sources = Get-ChildItem "$PSScriptRoot/../../src/NetNs.Core/Operations" -Recurse -Filter *.cs | Where-Object Name -NotIn 'PathWalk.Routes.cs', 'LabNodeExport.cs'
        $bare = foreach ($source in $sources) {
            Select-String -LiteralPath $source -Pattern '(link (set|add|delete)|netns (add|delete|attach|exec)|dev) \{(?!ShellText|name\}|group|\(request)' | ForEach-Object { "$($_.Filename):$($_.LineNumber)" }
        }
        $bare | Should -BeNullOrEmpty
    }
}

Describe 'What tables and lists show' {
    BeforeEach {
        $null = New-NetNamespace web
        $null = New-Bridge $bridge -IPAddress 10.1.0.1/24
    }

    AfterEach { Reset-World }

    It 'has no control characters, while objects keep the value' {
        $null = New-NetNamespace $ns
        $pair = New-VethPair $a $b -PeerNamespace $ns -Up
        Set-NetLink $a -Alias $alias
        Add-BridgePort $bridge $a
        $null = New-NetIPAddress 10.2.0.1/24 -InterfaceAlias $a
        $null = New-NetRoute 10.3.0.0/24 -InterfaceAlias $a
        $null = New-NetNeighbor 10.2.0.9 02:00:00:00:00:01 -InterfaceAlias $a
        ip link property add dev $a altname "alt`e[5m"
        $pair.A.Name | Should -BeExactly $a
        (Get-NetLink -InterfaceIndex $pair.A.InterfaceIndex).Alias | Should -BeExactly $alias
        (Get-NetNamespace).Name | Should -Contain $ns
        foreach ($get in { Get-NetNamespace }, { Get-NetLink -AllNamespaces }, { $pair }, { Get-Bridge }, { Get-BridgePort }, { Get-NetIPAddress }, { Get-NetRoute }, { Get-NetNeighbor }, { Get-NetIPConfiguration }, { Get-NetLinkStatistics }) {
            $objects = & $get
            foreach ($shown in ($objects | Out-String -Width 300), ($objects | Format-List | Out-String -Width 300), ($objects | Format-Table | Out-String -Width 60)) {
                ($shown -replace "`r?`n" -replace '\e\[[\d;]*m(?=Up|Down|\w+\e\[0m)' -replace '\e\[0m') | Should -Not -Match $unsafe -Because "$get"
            }
        }
    }

    It 'is escaped by the build for every value that is not one of our words' {
        $views = [xml](Get-Content "$((Get-Module NetNs).ModuleBase)/NetNs.Format.ps1xml" -Raw)
        $views.SelectNodes('//TableColumnItem/PropertyName | //ListItem/PropertyName') | Should -HaveCount 0
        $blocks = $views.SelectNodes('//TableColumnItem/ScriptBlock | //ListItem/ScriptBlock | //GroupBy/ScriptBlock').InnerText
        $blocks.Count | Should -BeGreaterThan 200
        $ours = 'State', 'AddressState', 'Policy', 'Action', 'Ok', 'Required', 'IsAbandoned', 'TcpTestSucceeded', 'PingSucceeded', 'A', 'B', 'Verdict', 'Enabled', 'OutputRendering', 'Foreground', 'Reset', 'Active', 'AdminState', 'Paths', 'Confidence', 'ToString', 'Green', 'Red', 'Yellow', 'Bold'
        foreach ($block in $blocks | Where-Object { $_ -notmatch '^,?\[NetNs\.Binding\.ViewText\]::Show' }) {
            $block | Should -Match '\$PSStyle'
            [regex]::Matches($block, '\$_\.(\w+)').ForEach{ $_.Groups[1].Value } | Should -BeIn $ours -Because "a block that colours shows only our words: $block"
        }
    }
}

Describe 'What errors and warnings say' {
    BeforeEach {
        $null = New-NetNamespace web
        $null = New-Bridge $bridge -IPAddress 10.1.0.1/24
    }

    AfterEach { Reset-World }

    It 'has no control characters: <_>' -ForEach @(
        '{ Get-NetLink "x`e31m" }', '{ Remove-NetLink $a }', '{ Remove-NetNamespace $ns }', '{ New-NetIPAddress 10.0.0.1/24 -InterfaceAlias $a }', '{ Invoke-NetNamespace $ns { 1 } }'
        '{ New-Bridge $bridge }', '{ New-NetLink "x`e[31m/y" Dummy }', '{ Get-NetLink -Namespace $ns }', '{ Connect-Bridge $a web }', '{ Set-NetSysctl "net.`e.x" 1 }', '{ Start-NetNamespaceProcess web $a }'
        '{ Publish-ContainerPort "8080:80`e" -Target web }', '{ New-NetRoute "10.`e" }', '{ Add-Masquerade "10.`e" }', '{ Test-NetConnection 10.0.0.1 -Namespace $ns }'
    ) {
        $caught = Get-ErrorOf (& ([scriptblock]::Create($_)))
        $caught | Should -Not -BeNullOrEmpty
        "$caught" | Should -Not -Match $unsafe
        "$($caught.ErrorDetails.RecommendedAction)" | Should -Not -Match $unsafe
    }

    It 'has PowerShell words that can be pasted' {
        $null = New-Item "/run/netns/$ns" -ItemType File
        $caught = Get-ErrorOf { Invoke-NetNamespace $ns { 1 } }
        $caught.ErrorDetails.RecommendedAction -match '(?<command>Remove-NetNamespace .*)$' | Should -BeTrue
        $errors = $null
        $ast = [Management.Automation.Language.Parser]::ParseInput($Matches.command, [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        $ast.EndBlock.Statements[0].PipelineElements[0].CommandElements[1].Value | Should -BeExactly $ns
        Invoke-Expression $Matches.command
        Test-Path -LiteralPath "/run/netns/$ns" | Should -BeFalse
    }
}
