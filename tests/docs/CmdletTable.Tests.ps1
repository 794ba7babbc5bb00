# One table of all cmdlets, docs/cmdlets.md: what each has, with what shows it. This test fills it from what it tries, and fails
# where a cell stays empty or the page says something else.

BeforeDiscovery {
    # A command line for each cmdlet that takes its input from the pipe (under -WhatIf where it changes something), and one that
    # fails, with its ErrorId. They run in a lab: a bridge br0 (10.0.0.1/24) with web (10.0.0.2, published as 8080), a free namespace
    # lone, a free link free0, a route, a neighbour, a masquerade. "-: reason" where there can be none.
    $table = @'
Add-BridgePort            ; Get-NetLink free0 | Add-BridgePort br0 ; Add-BridgePort br0 nix ; LinkNotFound
Add-Masquerade            ; '10.7.0.0/24' | Add-Masquerade ; Add-Masquerade 10.0.0.0/33 ; SubnetInvalid
Compare-NetLab            ; @{ Nodes = @{ a = @{} }; Name = 'tl' } | Compare-NetLab ; Compare-NetLab @{} ; LabInvalid
Compare-NetTopology       ; Get-NetTopology | Compare-NetTopology (Get-NetTopology) ; Compare-NetTopology ([pscustomobject]@{ a = 1 }) ; TopologyInvalid
Connect-Bridge            ; 'lone' | Connect-Bridge br0 ; 'nix' | Connect-Bridge br0 ; NamespaceNotFound
Connect-NetNamespace      ; 'web' | Connect-NetNamespace -PeerNamespace lone ; Connect-NetNamespace web web ; ArgumentsInvalid
ConvertFrom-NetCommand    ; 'ip link' | ConvertFrom-NetCommand ; ConvertFrom-NetCommand -Path /nix ; ArgumentsInvalid
ConvertTo-NetCommand      ; 'Enable-NetLink lo' | ConvertTo-NetCommand ; ConvertTo-NetCommand '{' ; ArgumentsInvalid
ConvertTo-NetDiagram      ; Get-NetTopology | ConvertTo-NetDiagram ; ConvertTo-NetDiagram ([pscustomobject]@{ a = 1 }) ; TopologyInvalid
Disable-NetForwarding     ; 'web' | Disable-NetForwarding ; 'nix' | Disable-NetForwarding ; NamespaceNotFound
Disable-NetLink           ; Get-NetLink free0 | Disable-NetLink ; Disable-NetLink nix ; LinkNotFound
Disable-NetNsFeedback     ; -: it takes no input ; -: there is nothing to go wrong ; none
Disconnect-Bridge         ; $web | Disconnect-Bridge ; 'nix' | Disconnect-Bridge ; NamespaceNotFound
Enable-NetForwarding      ; 'web' | Enable-NetForwarding ; 'nix' | Enable-NetForwarding ; NamespaceNotFound
Enable-NetLink            ; Get-NetLink free0 | Enable-NetLink ; Enable-NetLink nix ; LinkNotFound
Enable-NetNsFeedback      ; -: it takes no input ; -: there is nothing to go wrong ; none
Enter-NetNamespace        ; -: one terminal is in one namespace; Enter-NetNamespace nix ; NamespaceNotFound
Export-NetLab             ; 'web' | Export-NetLab -Path $TestDrive/web.psd1 ; Export-NetLab none ; LabNotFound
Find-NetRoute             ; 'web' | Find-NetRoute 10.0.0.1 ; Find-NetRoute 8.8.8.8 -Namespace lone ; DestinationUnreachable
Get-Bridge                ; Get-NetNamespace web | Get-Bridge ; Get-Bridge nix ; BridgeNotFound
Get-BridgeForwarding      ; Get-Bridge br0 | Get-BridgeForwarding ; Get-BridgeForwarding nix ; BridgeNotFound
Get-BridgePort            ; $web.HostLink | Get-BridgePort ; Get-BridgePort nix ; LinkNotFound
Get-ContainerPort         ; $web | Get-ContainerPort ; Get-ContainerPort 1 ; PortNotPublished
Get-Masquerade            ; Get-NetLink free0 | Get-Masquerade ; Get-Masquerade 10.9.0.0/24 ; MasqueradeNotFound
Get-NetContainer          ; 'x*' | Get-NetContainer ; Get-NetContainer nix ; ContainerNotFound
Get-NetFirewallHook       ; 'web' | Get-NetFirewallHook ; 'nix' | Get-NetFirewallHook ; NamespaceNotFound
Get-NetForwarding         ; 'web' | Get-NetForwarding ; 'nix' | Get-NetForwarding ; NamespaceNotFound
Get-NetIPAddress          ; Get-NetLink br0 | Get-NetIPAddress ; Get-NetIPAddress 10.0.0.77 ; AddressNotFound
Get-NetIPConfiguration    ; Get-NetLink br0 | Get-NetIPConfiguration ; Get-NetIPConfiguration nix ; LinkNotFound
Get-NetLab                ; 'x*' | Get-NetLab ; Get-NetLab none ; LabNotFound
Get-NetLink               ; 'web' | Get-NetLink ; Get-NetLink nix ; LinkNotFound
Get-NetLinkStatistics     ; Get-NetLink br0 | Get-NetLinkStatistics ; Get-NetLinkStatistics nix ; LinkNotFound
Get-NetNamespace          ; 'web' | Get-NetNamespace ; Get-NetNamespace nix ; NamespaceNotFound
Get-NetNamespaceProcess   ; 'web' | Get-NetNamespaceProcess ; 'nix' | Get-NetNamespaceProcess ; NamespaceNotFound
Get-NetNeighbor           ; Get-NetLink br0 | Get-NetNeighbor ; Get-NetNeighbor 10.0.0.55 ; NeighborNotFound
Get-NetNsTestWorld        ; 'nt*' | Get-NetNsTestWorld ; Get-NetNsTestWorld nt1-1-1 ; NamespaceNotFound
Get-NetRoute              ; Get-NetLink br0 | Get-NetRoute ; Get-NetRoute 10.99.0.0/24 ; RouteNotFound
Get-NetRule               ; 'web' | Get-NetRule ; Get-NetRule 4711 ; RuleNotFound
Get-NetSysctl             ; 'web' | Get-NetSysctl net.ipv4.ip_forward ; Get-NetSysctl net.no.such ; SysctlNotFound
Get-NetTCPConnection      ; 'web' | Get-NetTCPConnection ; 'nix' | Get-NetTCPConnection ; NamespaceNotFound
Get-NetTopology           ; 'web' | Get-NetTopology ; Get-NetTopology none ; LabNotFound
Get-NetUDPEndpoint        ; 'web' | Get-NetUDPEndpoint ; 'nix' | Get-NetUDPEndpoint ; NamespaceNotFound
Import-NetNsAssertion     ; -: it takes no input ; -: NetNsTestWorld.Tests.ps1 tries it without a Pester ; PesterNotFound
Invoke-NetNamespace       ; 'web' | Invoke-NetNamespace { 1 } ; 'nix' | Invoke-NetNamespace { 1 } ; NamespaceNotFound
Mount-NetNamespace        ; Get-Process -Id $PID | Mount-NetNamespace here ; Mount-NetNamespace web -ProcessId $PID ; NamespaceAlreadyExists
Move-NetLink              ; Get-NetLink free0 | Move-NetLink -Destination lone ; Move-NetLink nix -Destination lone ; LinkNotFound
New-Bridge                ; 'br9' | New-Bridge ; New-Bridge br0 ; LinkAlreadyExists
New-NetIPAddress          ; Get-NetLink free0 | New-NetIPAddress 10.3.0.1/24 ; New-NetIPAddress 1.2.3.400/24 -InterfaceAlias br0 ; AddressInvalid
New-NetLink               ; [pscustomobject]@{ Name = 'x0'; Kind = 'Ifb' } | New-NetLink ; New-NetLink br0 -Kind Ifb ; LinkAlreadyExists
New-NetNamespace          ; 'new' | New-NetNamespace ; New-NetNamespace web ; NamespaceAlreadyExists
New-NetNamespaceSession   ; 'web' | New-NetNamespaceSession ; 'nix' | New-NetNamespaceSession ; NamespaceNotFound
New-NetNeighbor           ; Get-NetLink br0 | New-NetNeighbor 10.0.0.98 02:00:00:00:00:98 ; New-NetNeighbor 10.0.0.99 02:00:00:00:00:99 -InterfaceAlias br0 ; NeighborAlreadyExists
New-NetNsTestWorld        ; 'a', 'b' | New-NetNsTestWorld ; New-NetNsTestWorld a, a ; NamespaceAlreadyExists
New-NetRoute              ; Get-NetLink br0 | New-NetRoute 10.4.0.0/24 ; New-NetRoute 10.4.0.0/24 -NextHop 172.31.0.1 ; GatewayUnreachable
New-NetRule               ; Get-NetRule 4712 | New-NetRule -Namespace web ; New-NetRule 4712 -From 10.3.0.0/16 -Table 9 ; RuleAlreadyExists
New-VethPair              ; Get-NetNamespace lone | New-VethPair a0 b0 ; New-VethPair br0 b0 ; LinkAlreadyExists
Publish-ContainerPort     ; $web | Publish-ContainerPort 8081:81 ; $web | Publish-ContainerPort 8080:80 ; PortAlreadyPublished
Remove-Bridge             ; Get-Bridge br0 | Remove-Bridge ; Remove-Bridge nix ; BridgeNotFound
Remove-BridgePort         ; Get-BridgePort br0 | Remove-BridgePort ; Remove-BridgePort -Link free0 ; NotABridgePort
Remove-Masquerade         ; Get-Masquerade | Remove-Masquerade ; Remove-Masquerade 10.9.0.0/24 ; MasqueradeNotFound
Remove-NetIPAddress       ; Get-NetIPAddress 10.0.0.1 | Remove-NetIPAddress ; Remove-NetIPAddress 10.0.0.77 ; AddressNotFound
Remove-NetLab             ; Get-NetLab kept | Remove-NetLab ; Remove-NetLab none ; LabNotFound
Remove-NetLink            ; Get-NetLink free0 | Remove-NetLink ; Remove-NetLink nix ; LinkNotFound
Remove-NetNamespace       ; Get-NetNamespace lone | Remove-NetNamespace ; Remove-NetNamespace nix ; NamespaceNotFound
Remove-NetNeighbor        ; Get-NetNeighbor 10.0.0.99 | Remove-NetNeighbor ; Remove-NetNeighbor 10.0.0.55 ; NeighborNotFound
Remove-NetNsTestWorld     ; Get-NetNsTestWorld | Remove-NetNsTestWorld ; Remove-NetNsTestWorld nt1-1-1 ; NamespaceNotFound
Remove-NetRoute           ; Get-NetRoute 192.0.2.0/24 | Remove-NetRoute ; Remove-NetRoute 10.99.0.0/24 ; RouteNotFound
Remove-NetRule            ; Get-NetRule 4712 | Remove-NetRule ; Remove-NetRule 4711 ; RuleNotFound
Rename-NetLink            ; Get-NetLink free0 | Rename-NetLink -NewName free1 ; Rename-NetLink free0 br0 ; LinkAlreadyExists
Repair-NetNs              ; 'web' | Repair-NetNs ; 'nix' | Repair-NetNs ; NamespaceNotFound
Restart-NetLink           ; Get-NetLink free0 | Restart-NetLink ; Restart-NetLink nix ; LinkNotFound
Set-Bridge                ; Get-Bridge br0 | Set-Bridge -Stp ; Set-Bridge nix -Stp ; BridgeNotFound
Set-BridgePort            ; Get-BridgePort br0 | Set-BridgePort -Cost 9 ; Set-BridgePort -Link free0 -Cost 9 ; NotABridgePort
Set-NetLab                ; @{ Nodes = @{ a = @{} }; Name = 'tl' } | Set-NetLab ; Set-NetLab @{} ; LabInvalid
Set-NetLink               ; Get-NetLink free0 | Set-NetLink -Mtu 1400 ; Set-NetLink nix -Mtu 1400 ; LinkNotFound
Set-NetSysctl             ; Get-NetSysctl net.ipv4.ip_forward -Namespace web | Set-NetSysctl -Value 1 ; Set-NetSysctl net.no.such 1 ; SysctlNotFound
Start-NetNamespaceProcess ; 'web' | Start-NetNamespaceProcess true ; Start-NetNamespaceProcess web no-such-program ; ProcessStartFailed
Test-NetConnection        ; $web | Test-NetConnection 10.0.0.1 -Count 1 ; 'nix' | Test-NetConnection 10.0.0.1 ; NamespaceNotFound
Test-NetLab               ; @{ Nodes = @{ a = @{} }; Name = 'tl' } | Test-NetLab ; Test-NetLab @{} ; LabInvalid
Test-NetNsSupport         ; -: it takes no input ; -: what is missing is what it tells ; none
Test-NetPath              ; $web | Test-NetPath -Destination 10.0.0.1 ; 'nix' | Test-NetPath -Destination 10.0.0.1 ; NamespaceNotFound
Test-NetReachability      ; 'web' | Test-NetReachability ; Test-NetReachability nix ; NamespaceNotFound
Trace-NetPath             ; $web | Trace-NetPath -Destination 10.0.0.1 ; 'nix' | Trace-NetPath -Destination 10.0.0.1 ; NamespaceNotFound
Unpublish-ContainerPort   ; Get-ContainerPort | Unpublish-ContainerPort ; Unpublish-ContainerPort 1 ; PortNotPublished
Use-NetLab                ; @{ Nodes = @{ a = @{} }; Name = 'tl' } | Use-NetLab -ScriptBlock { 1 } ; Use-NetLab @{} { 1 } ; LabInvalid
Use-NetNsTestWorld        ; 'a' | Use-NetNsTestWorld { 1 } ; Use-NetNsTestWorld 'a/b' { 1 } ; NamespaceNameInvalid
Wait-NetLink              ; $web.HostLink | Wait-NetLink ; Wait-NetLink nix -Timeout 0 ; LinkNotFound
Watch-NetNamespace        ; 'web' | Watch-NetNamespace -IncludeInitialState -MaxEvents 1 ; Watch-NetNamespace nix -MaxEvents 1 ; NamespaceNotFound
'@
    $rows = foreach ($line in $table -split "`n" | Where-Object { $_.Trim() }) {
        $cells = ($line -split ' *; *(?![^{]*\})').Trim()
        @{ Name = $cells[0]; Pipe = $cells[1]; Wrong = $cells[2]; ErrorId = $cells[3]; Changes = $cells[0] -notmatch '^(Get|Trace|Find|Test|Wait|Watch|Invoke|Enter|Use|Import|Compare|ConvertFrom|ConvertTo)-' }
    }
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/HelpExamples.ps1
    $root = Split-Path (Split-Path $PSScriptRoot)
    $exported = (Import-PowerShellDataFile "$root/NetNs.psd1").CmdletsToExport
    $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
    $examples = @(Get-HelpExample) | Group-Object { $_.Name } -AsHashTable
    $found = @{}

    $null = 'web', 'lone' | New-NetNamespace
    $null = New-Bridge br0 -IPAddress 10.0.0.1/24
    $web = 'web' | Connect-Bridge br0
    $null = $web | Publish-ContainerPort 8080:80 -EnableForwarding
    $null = Add-Masquerade 10.0.0.0/24 -WarningAction Ignore
    $null = New-NetLink free0 -Kind Ifb
    $null = New-NetRoute 192.0.2.0/24 -NextHop 10.0.0.2
    $null = New-NetNeighbor 10.0.0.99 -LinkLayerAddress 02:00:00:00:00:99 -InterfaceAlias br0
    $null = New-NetRule 4712 -From 10.3.0.0/16 -Table 9
    $null = New-NetNsTestWorld kept
    $null = Set-NetLab @{ Name = 'kept'; Nodes = @{ a = @{} } }
    $null = Wait-NetLink $web.HostLink -Timeout 10

    function Get-LabText {
        # Everything that a cmdlet could have changed. IPv6 is left out: the kernel itself adds to it for a while.
        sh -c 'ip netns | sort; for at in "" "-n web" "-n lone"; do ip $at -o link; ip $at -4 -o address; ip $at -4 route show table all; ip $at -4 neigh show nud permanent; ip $at rule; done
            nft --stateless list ruleset; sysctl net.ipv4.ip_forward; ip netns exec web sysctl net.ipv4.ip_forward; bridge -o link'
    }

    $lab = (Get-LabText) -join "`n"

    function Get-ReasonOrEmpty { param([string] $Cell) if ($Cell -match '^-: *(.*)') { "n/a: $($Matches[1])" } }
}

AfterAll {
    Get-NetNsTestWorld | Remove-NetNsTestWorld
    Get-NetLab | Remove-NetLab
    Reset-World
    Assert-NothingLeft
}

Describe 'The table' {
    It 'has a row for each cmdlet' -ForEach @(@{ Names = $rows.Name }) {
        $Names | Should -Be ($exported | Sort-Object)
    }
}

Describe '<Name>' -ForEach $rows {
    BeforeAll { $found[$Name] ??= @{} }

    It 'takes from the pipe: <Pipe>' {
        if ($reason = Get-ReasonOrEmpty $Pipe) { $found[$Name].Pipe = $reason; return }
        $line = $Changes ? "$Pipe -WhatIf" : $Pipe
        $said = @(Invoke-Expression "$line -ErrorAction Stop" 3>$null)
        if ($Changes) {
            $said | Should -BeNullOrEmpty
            (Get-LabText) -join "`n" | Should -Be $lab
        }
        $found[$Name].Pipe = '`' + $Pipe.Replace('|', '\|') + '`'
        $found[$Name].WhatIf = $Changes ? 'tried' : 'n/a: it changes nothing'
    }

    It 'fails: <Wrong> (<ErrorId>)' {
        if ($reason = Get-ReasonOrEmpty $Wrong) { $found[$Name].Error = $ErrorId -eq 'none' ? $reason : "``$ErrorId``"; return }
        $record = Get-ErrorOf { Invoke-Expression $Wrong }
        $record.FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
        "$record" | Should -Not -BeNullOrEmpty
        $found[$Name].Error = "``$ErrorId``"
    }

    It 'has help, examples, completion, views' {
        "$root/docs/en-US/$Name.md" | Should -Exist
        $command = Get-Command $Name
        $count = @($examples[$Name]).Count
        $count | Should -BeGreaterThan 1
        $completed = @($command.Parameters.Values | Where-Object { $_.Name -notin $common -and -not $_.Attributes.Where{ $_ -is [Management.Automation.ParameterAttribute] }[0].DontShow -and ($_.ParameterType.IsEnum -or ($_.Attributes | Where-Object { $_ -is [Management.Automation.ArgumentCompleterAttribute] -or $_ -is [Management.Automation.ValidateSetAttribute] })) } | ForEach-Object Name | Sort-Object)
        # PowerShell itself shows text and tables of words.
        $plain = @($command.OutputType.Name -match '^System\.(String|Collections\..*)$')
        $types = @($command.OutputType.Name | Where-Object { $_ -and $_ -ne 'System.Boolean' -and $_ -notin $plain })
        foreach ($type in $types) { Get-FormatData $type -PowerShellVersion $PSVersionTable.PSVersion | Should -Not -BeNullOrEmpty -Because "$type needs a view" }
        $found[$Name].Help = "[page](en-US/$Name.md)"
        $found[$Name].Examples = $Name -eq 'Enter-NetNamespace' ? 'n/a: waits for somebody to type; NetNamespace.Enter.Tests.ps1 types at a terminal' : 'run and compared'
        $found[$Name].Completion = $completed ? ($completed.ForEach{ "``-$_``" } -join ' ') : 'n/a: nothing to choose from'
        $found[$Name].View = $types ? ($types.ForEach{ "``$($_ -replace '^NetNs\.|^System\.(Diagnostics|Management\.Automation\.Runspaces)\.')``" } -join ' ') : ($Name -match '^(Invoke|Use)-' ? 'n/a: what the block emits' : $plain ? 'n/a: PowerShell shows it' : 'n/a: emits nothing')
    }
}

Describe 'docs/cmdlets.md' {
    It 'is the table, with no empty cell' {
        $lines = @('# Every cmdlet, and what it has', ''
            'This page is made by a test (`tests/docs/CmdletTable.Tests.ps1`), which runs the command lines in it; `tests/docs/Examples.Tests.ps1` runs the examples,'
            '`tests/cmdlets/Completion.Tests.ps1` presses Tab for each parameter, and `tests/cmdlets/Views.Tests.ps1` looks at the views.', ''
            '| Cmdlet | Help | Examples | Completes | Views | `-WhatIf` | From the pipe | An error |', '|---|---|---|---|---|---|---|---|')
        foreach ($name in $exported | Sort-Object) {
            $row = $found[$name]
            $cells = @("``$name``", $row.Help, $row.Examples, $row.Completion, $row.View, ($row.WhatIf ?? 'n/a: it changes nothing'), $row.Pipe, $row.Error)
            $cells | Where-Object { -not $_ } | Should -BeNullOrEmpty -Because "$name has no empty cell"
            $lines += "| $($cells -join ' | ') |"
        }
        $made = "$root/output/cmdlets.md"
        Set-Content $made $lines
        $difference = Compare-Object (Get-Content "$root/docs/cmdlets.md" -ErrorAction Ignore) $lines | Out-String
        $difference.Trim() | Should -BeNullOrEmpty -Because 'the page is what was found; if that is meant: cp output/cmdlets.md docs/cmdlets.md'
    }
}
