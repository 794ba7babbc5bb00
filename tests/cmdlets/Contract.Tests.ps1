# The surface of the module: names, parameters, positions, what binds from the pipe, what comes out. It is API: a script
# somebody wrote relies on it. Adding is free; what stands here may not be renamed or dropped.

BeforeDiscovery {
    # Still to come: not checked. Once the list is empty, a cmdlet that is missing is a failure.
    $pending = @()

    # cmdlet; parameters by position; from the pipe by value; further parameters; what comes out
    # A|B: either name. [] after a parameter: it takes several.
    $contract = @'
    New-NetNamespace            ; Name[]                ; Name              ; LoopbackDown IfExists                                  ; NetNs.NetNamespace
    Mount-NetNamespace          ; Name                  ; ProcessId|Process ; ProcessId Path IfExists                                ; NetNs.NetNamespace
    Get-NetNamespace            ; Name[]                ;                   ; ProcessId All Current                                  ; NetNs.NetNamespace
    Remove-NetNamespace         ; Namespace[]           ; Namespace         ; StopProcess Wait                                       ;
    Get-NetNamespaceProcess     ; Namespace[]           ; Namespace         ;                                                        ; System.Diagnostics.Process
    Invoke-NetNamespace         ; Namespace[] ScriptBlock ; Namespace       ; ArgumentList                                           ;
    Start-NetNamespaceProcess   ; Namespace FilePath    ; Namespace         ; ArgumentList WorkingDirectory RedirectStandardOutput RedirectStandardError Wait ; System.Diagnostics.Process
    New-NetNamespaceSession     ; Namespace[]           ; Namespace         ;                                                        ; System.Management.Automation.Runspaces.PSSession
    Enter-NetNamespace          ; Namespace             ;                   ; Shell                                                  ;
    Get-NetLink                 ; InterfaceAlias[]      ; Namespace         ; InterfaceIndex Kind Bridge AllNamespaces Namespace[]   ; NetNs.NetLink
    New-VethPair                ; Name PeerName         ; PeerNamespace     ; MacAddress PeerMacAddress Mtu IPAddress PeerIPAddress Bridge Up IfExists ; NetNs.VethPair
    New-NetLink                 ; Name                  ;                   ; Kind Parent VlanId Mode Vni Remote Local Port Table Mtu MacAddress Up IfExists ; NetNs.NetLink
    Set-NetLink                 ; Link                  ; Link              ; Mtu MacAddress Alias Promiscuous TxQueueLength Master NoMaster AltName Group Up Down PassThru ; NetNs.NetLink
    Enable-NetLink              ; Link[]                ; Link              ; PassThru                                               ; NetNs.NetLink
    Disable-NetLink             ; Link[]                ; Link              ; PassThru                                               ; NetNs.NetLink
    Rename-NetLink              ; Link NewName          ; Link              ;                                                        ; NetNs.NetLink
    Move-NetLink                ; Link                  ; Link              ; Destination NewName KeepConfiguration                  ; NetNs.NetLink
    Restart-NetLink             ; Link[]                ; Link              ; PassThru                                               ; NetNs.NetLink
    Connect-NetNamespace        ; Namespace[] PeerNamespace Subnet[] ; Namespace ; InterfaceAlias PeerInterfaceAlias Mtu DefaultRoute IfExists ; NetNs.VethPair
    Remove-NetLink              ; Link[]                ; Link              ;                                                        ;
    Wait-NetLink                ; Link                  ; Link              ; State Timeout                                          ; NetNs.NetLink
    Get-NetLinkStatistics       ; Link[]                ; Link              ;                                                        ; *
    New-Bridge                  ; Name                  ;                   ; IPAddress[] MacAddress Mtu Stp VlanFiltering Down IfExists ; NetNs.Bridge
    Get-Bridge                  ; Name|Bridge           ;                   ;                                                        ; NetNs.Bridge
    Set-Bridge                  ; Name|Bridge           ; Name|Bridge       ; Stp ForwardDelay AgeingTime VlanFiltering McastSnooping PassThru ; NetNs.Bridge
    Remove-Bridge               ; Name|Bridge           ; Name|Bridge       ;                                                        ;
    Add-BridgePort              ; Bridge Link[]         ; Link              ; Hairpin Isolated IfExists                              ; NetNs.BridgePort
    Get-BridgePort              ; Bridge                ; Bridge|Link       ; Link                                                   ; NetNs.BridgePort
    Set-BridgePort              ;                       ; Bridge|Link       ; Hairpin Isolated Learning Flood Guard Cost Priority PassThru ; NetNs.BridgePort
    Remove-BridgePort           ;                       ; Bridge|Link       ;                                                        ;
    Get-BridgeForwarding        ; Bridge                ; Bridge            ;                                                        ; *
    Connect-Bridge              ; Bridge                ; Namespace         ; Namespace[] BridgeNamespace IPAddress[] NoAddress InterfaceAlias HostInterfaceAlias NoDefaultRoute IPv6LinkLocal Mtu Hairpin IfExists ; NetNs.BridgeConnection
    Disconnect-Bridge           ;                       ; Namespace         ; Bridge                                                 ;
    Get-NetIPAddress            ; IPAddress             ; *                 ; PrefixLength InterfaceAlias AddressFamily              ; NetNs.NetIPAddress
    New-NetIPAddress            ; IPAddress             ; Link              ; PrefixLength InterfaceAlias PeerAddress NoDad SkipAsSource ValidLifetime IfExists ; NetNs.NetIPAddress
    Remove-NetIPAddress         ; IPAddress             ; *                 ; PrefixLength InterfaceAlias AddressFamily              ;
    Get-NetRoute                ; DestinationPrefix     ; *                 ; NextHop InterfaceAlias RouteMetric Type Table AddressFamily ; NetNs.NetRoute
    New-NetRoute                ; DestinationPrefix     ; Link              ; NextHop InterfaceAlias RouteMetric Type Table Source OnLink Mtu IfExists ; NetNs.NetRoute
    Remove-NetRoute             ; DestinationPrefix     ; *                 ; NextHop InterfaceAlias RouteMetric Type Table          ;
    Find-NetRoute               ; RemoteIPAddress       ;                   ; LocalIPAddress Mark                                    ; NetNs.NetRoute
    Get-NetRule                 ; Priority[]            ; Namespace         ; Table Action AddressFamily AllNamespaces Namespace[]   ; NetNs.NetRule
    New-NetRule                 ; Priority              ;                   ; From To FwMark InterfaceAlias OutInterface Protocol SourcePort DestinationPort Table Action Goto Invert SuppressPrefixLength AddressFamily IfExists ; NetNs.NetRule
    Remove-NetRule              ; Priority[]            ; *                 ; From To FwMark InterfaceAlias OutInterface Protocol SourcePort DestinationPort Table Action AddressFamily ;
    Get-NetNeighbor             ; IPAddress             ; *                 ; LinkLayerAddress InterfaceAlias State                  ; NetNs.NetNeighbor
    New-NetNeighbor             ; IPAddress             ;                   ; LinkLayerAddress InterfaceAlias State                  ; NetNs.NetNeighbor
    Remove-NetNeighbor          ; IPAddress             ; *                 ; LinkLayerAddress InterfaceAlias                        ;
    Get-NetIPConfiguration      ; InterfaceAlias        ; Namespace         ; Namespace[]                                            ; *
    Add-Masquerade              ; Subnet[]              ; Subnet            ; OutInterface SourceAddress EnableForwarding IfExists   ; NetNs.Masquerade
    Get-Masquerade              ; Subnet                ;                   ;                                                        ; NetNs.Masquerade
    Remove-Masquerade           ; Subnet                ; *                 ;                                                        ;
    Publish-ContainerPort       ; Port[]                ; Target            ; HostPort ContainerPort Protocol HostAddress SourcePrefix EnableForwarding AllowThrough IfExists ; NetNs.ContainerPort
    Get-ContainerPort           ; HostPort[]            ;                   ; Protocol IncludeForeign                                ; NetNs.ContainerPort
    Unpublish-ContainerPort     ; HostPort[]            ; *                 ; Protocol                                               ;
    Get-NetFirewallHook         ;                       ;                   ; Hook                                                   ; *
    Get-NetForwarding           ;                       ;                   ; AddressFamily InterfaceAlias                           ; NetNs.NetForwarding
    Enable-NetForwarding        ;                       ;                   ; AddressFamily InterfaceAlias PassThru                  ; NetNs.NetForwarding
    Disable-NetForwarding       ;                       ;                   ; AddressFamily InterfaceAlias PassThru                  ; NetNs.NetForwarding
    Get-NetSysctl               ; Name                  ;                   ;                                                        ; NetNs.NetSysctl
    Set-NetSysctl               ; Name Value            ;                   ;                                                        ; NetNs.NetSysctl
    Test-NetConnection          ; ComputerName          ; Namespace         ; Port Count Timeout Quiet Namespace[]                   ; NetNs.NetConnectionResult
    Trace-NetPath               ; Source[] Destination Port ; Source        ; Port Protocol SourceAddress OneWay AddressFamily Live  ; NetNs.NetPathHop
    Test-NetPath                ; Source[] Destination Port ; Source        ; Port Protocol SourceAddress OneWay AddressFamily Live  ; *
    Test-NetReachability        ; Namespace[]           ; Namespace         ; Port Timeout AddressFamily AsMatrix Quiet Namespace[]  ; NetNs.NetReachability
    Get-NetTCPConnection        ;                       ; Namespace         ; State LocalPort Namespace[]                            ; *
    Get-NetUDPEndpoint          ;                       ; Namespace         ; LocalPort Namespace[]                                  ; *
    Watch-NetNamespace          ; Namespace[]           ; Namespace         ; Kind IncludeInitialState Timeout MaxEvents             ; NetNs.NetEvent
    Get-NetContainer            ; Name[] Engine[]       ; Name              ;                                                        ; NetNs.NetContainer
    Repair-NetNs                ; Namespace[]           ; Namespace         ;                                                        ; NetNs.NetRepair
    Test-NetNsSupport           ;                       ;                   ;                                                        ; *
    New-NetNsTestWorld          ; Name[]                ; Name              ;                                                        ; NetNs.NetNsTestWorld
    Get-NetNsTestWorld          ; Name[]                ; Name              ;                                                        ; NetNs.NetNsTestWorld
    Use-NetNsTestWorld          ; Name[] ScriptBlock    ; Name              ;                                                        ;
    Remove-NetNsTestWorld       ; World[]               ; World             ;                                                        ;
    Import-NetNsAssertion       ;                       ;                   ;                                                        ;
    Set-NetLab                  ; Definition[]          ; Definition        ; PassThru                                               ; *
    Compare-NetLab              ; Definition[]          ; Definition        ;                                                        ; NetNs.NetLabChange
    Test-NetLab                 ; Definition[]          ; Definition        ;                                                        ; *
    Get-NetLab                  ; Name[]                ; Name              ;                                                        ; NetNs.NetLab
    Remove-NetLab               ; Name[]                ; Name              ;                                                        ;
    Use-NetLab                  ; Definition ScriptBlock ; Definition       ;                                                        ;
    Export-NetLab               ; Name Path             ; Namespace         ; Namespace[]                                            ; *
    Get-NetTopology             ; Lab[]                 ; Namespace         ; Namespace[] IncludeContainers                          ; NetNs.NetTopology
    ConvertTo-NetDiagram        ; Topology              ; Topology          ; Format                                                 ; *
    Compare-NetTopology         ; ReferenceTopology DifferenceTopology ; DifferenceTopology ;                                        ; NetNs.NetTopologyChange
    ConvertTo-NetCommand        ; Command[]             ; Command           ;                                                        ; System.String
    Enable-NetNsFeedback        ;                       ;                   ;                                                        ;
    Disable-NetNsFeedback       ;                       ;                   ;                                                        ;
    ConvertFrom-NetCommand      ; Line[]                ; Line              ; Path[] AsScript Merge                                  ; NetNs.NetCommandTranslation
'@ -split "`n" | Where-Object { $_.Trim() } | ForEach-Object {
        $cells = ($_ -split ';').Trim()
        @{
            Name = $cells[0]; Positional = @($cells[1] -split ' ' | Where-Object { $_ }); Pipe = $cells[2]; Further = @($cells[3] -split ' ' | Where-Object { $_ }); Out = $cells[4]
            IsPending = $cells[0] -in $pending
            Changes = $cells[0] -notmatch '^(Get|Trace|Find|Test|Wait|Watch|Invoke|Enter|Use|Import|Compare|ConvertFrom|ConvertTo)-'
            # What makes or lists namespaces and worlds of them, and the check of the machine, act on no namespace's network. A path has two ends: -Source, which -Namespace is an alias of, and -Destination.
            HasNamespace = $cells[0] -notin 'New-NetNamespace', 'Mount-NetNamespace', 'Get-NetNamespace', 'Test-NetNsSupport', 'Import-NetNsAssertion', 'Get-NetContainer' -and $cells[0] -notlike '*-NetNsTestWorld' -and $cells[0] -notlike '*-NetLab' -and $cells[0] -notlike '*-NetPath' -and $cells[0] -notlike '*-NetCommand' -and $cells[0] -notlike '*-NetNsFeedback' -and $cells[0] -notin 'Compare-NetTopology', 'ConvertTo-NetDiagram'
        }
    }
    $aliases = @{ enns = 'Enter-NetNamespace' }, @{ inns = 'Invoke-NetNamespace' }, @{ gip = 'Get-NetIPConfiguration' }, @{ tnc = 'Test-NetConnection' }, @{ 'Get-NetAdapter' = 'Get-NetLink' } |
        ForEach-Object { @{ Alias = @($_.Keys)[0]; Name = @($_.Values)[0]; IsPending = @($_.Values)[0] -in $pending } }
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    $manifest = Import-PowerShellDataFile "$PSScriptRoot/../../NetNs.psd1"

    function Get-ContractParameter {
        # A parameter by its name or an alias of it; "A|B" is either.
        param([Management.Automation.CommandInfo] $Command, [string] $Word)
        $names = $Word -replace '\[\]' -split '\|'
        $Command.Parameters.Values | Where-Object { $_.Name -in $names -or ($_.Aliases | Where-Object { $_ -in $names }) } | Select-Object -First 1
    }
}

Describe 'The manifest' {
    It 'exports the cmdlets of the contract' -ForEach @(@{ Contract = $contract.Name }) {
        $manifest.CmdletsToExport | Sort-Object | Should -Be ($Contract | Sort-Object)
    }

    It 'is the one source of the version: the assemblies take theirs from it' {
        foreach ($assembly in [NetNs.NetLink].Assembly, (Get-Command Get-NetLink).ImplementingType.Assembly) { $assembly.GetName().Version.ToString(3) | Should -Be $manifest.ModuleVersion }
        Get-Content "$PSScriptRoot/../../Directory.Build.props" -Raw | Should -Not -BeLike "*$($manifest.ModuleVersion)*"
    }
}

Describe '<Name>' -ForEach $contract.Where{ -not $_.IsPending } {
    BeforeAll {
        $command = Get-Command $Name -Module NetNs -CommandType Cmdlet -ErrorAction Ignore
        if (-not $command) { throw "There is no cmdlet $Name in the module." }
        $attribute = $command.ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $true)[0]
    }

    It 'has an approved verb and a class named after it' {
        $command.Verb | Should -BeIn (Get-Verb).Verb
        $command.ImplementingType.Name | Should -BeExactly "$($Name -replace '-')Command"
        $command.ImplementingType.IsSealed | Should -BeTrue
    }

    It 'has the positions of the contract' {
        for ($i = 0; $i -lt $Positional.Count; $i++) {
            $parameter = Get-ContractParameter $command $Positional[$i]
            $parameter | Should -Not -BeNullOrEmpty -Because "$Name has -$($Positional[$i])"
            $parameter.ParameterSets.Values.Position | Should -Contain $i -Because "$Name has -$($parameter.Name) at position $i"
            if ($Positional[$i] -like '*[[]]') { $parameter.ParameterType.IsArray | Should -BeTrue -Because "-$($parameter.Name) takes several" }
        }
    }

    It 'has the parameters of the contract' {
        $Further | Where-Object { -not (Get-ContractParameter $command $_) } | Should -BeNullOrEmpty
        foreach ($word in $Further -like '*[[]]') { (Get-ContractParameter $command $word).ParameterType.IsArray | Should -BeTrue -Because "-$word takes several" }
    }

    if ($Pipe) {
        It 'binds <Pipe> from the pipe' {
            $bound = $command.Parameters.Values | Where-Object { $_.ParameterSets.Values.ValueFromPipeline -contains $true }
            if ($Pipe -eq '*') { @($command.Parameters.Values | Where-Object { $_.ParameterSets.Values.ValueFromPipeline -contains $true -or $_.ParameterSets.Values.ValueFromPipelineByPropertyName -contains $true }) | Should -Not -BeNullOrEmpty }
            else { $bound | Where-Object { $_.Name -in ($Pipe -split '\|') -or ($_.Aliases | Where-Object { $_ -in ($Pipe -split '\|') }) } | Should -Not -BeNullOrEmpty }
        }
    }

    if ($HasNamespace) {
        It 'takes -Namespace, alias NetNs' {
            $parameter = $command.Parameters['Namespace']
            $parameter | Should -Not -BeNullOrEmpty
            $parameter.Aliases | Should -Contain NetNs
        }
    }

    It 'says what comes out' {
        $types = $command.OutputType.Name
        if ($Out -eq '*') { $types | Should -Not -BeNullOrEmpty } elseif ($Out) { $types | Should -Contain $Out } elseif ($Name -notlike 'Invoke-*') { $types | Should -BeNullOrEmpty }
    }

    if ($Changes) {
        It 'asks before it changes anything (-WhatIf, -Confirm)' {
            $attribute.SupportsShouldProcess | Should -BeTrue
        }
    }

    It 'completes what names live things' {
        $live = 'Namespace', 'PeerNamespace', 'BridgeNamespace', 'Destination', 'Target', 'Link', 'InterfaceAlias', 'Bridge', 'Parent', 'OutInterface'
        # A name for something that is not there yet has nothing to complete from.
        $new = @{ 'Connect-Bridge' = 'InterfaceAlias'; 'Connect-NetNamespace' = 'InterfaceAlias' }
        $without = $command.Parameters.Values | Where-Object { $_.Name -in $live -and $_.Name -ne $new[$Name] -and -not ($_.Attributes | Where-Object { $_ -is [Management.Automation.ArgumentCompleterAttribute] }) }
        $without.Name | Should -BeNullOrEmpty
    }

    It 'has views for what comes out: a table of at most six columns, and a list' {
        foreach ($type in @($command.OutputType.Name) -like 'NetNs.*') {
            $views = Get-FormatData $type -PowerShellVersion $PSVersionTable.PSVersion
            $table = $views.FormatViewDefinition.Control | Where-Object { $_ -is [Management.Automation.TableControl] } | Select-Object -First 1
            $table | Should -Not -BeNullOrEmpty -Because "$type needs a table view"
            $table.Headers.Count | Should -BeLessOrEqual 6 -Because "the table of $type shall fit"
            $list = $views.FormatViewDefinition.Control | Where-Object { $_ -is [Management.Automation.ListControl] }
            $properties = (Get-TypeData $type).DefaultDisplayPropertySet
            [bool]$list -or [bool]$properties | Should -BeTrue -Because "$type needs a list view, or a DefaultDisplayPropertySet"
        }
    }
}

# Pester 6 takes no empty list, and as a rule there is none.
if ($contract.IsPending -contains $true) {
    Describe '<Name>' -ForEach $contract.Where{ $_.IsPending } {
        It 'keeps the contract' { Set-ItResult -Skipped -Because 'its family of cmdlets is not finished yet' }
    }
}

Describe 'Alias <Alias>' -ForEach $aliases {
    It 'means <Name>' {
        $found = Get-Alias $Alias -ErrorAction Ignore
        if ($IsPending) { Set-ItResult -Skipped -Because 'its family of cmdlets is not finished yet' }
        $found.ResolvedCommandName | Should -Be $Name
    }
}

Describe 'The module' {
    It 'may be imported twice, removed, and imported again' {
        $path = Join-Path (Get-Module NetNs).ModuleBase NetNs.psd1
        $said = pwsh -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; Import-Module '$path'; Import-Module '$path'; Import-Module '$path' -Force; `$lo = Get-NetLink lo; @(Get-Module NetNs).Count
            Remove-Module NetNs; [bool](Get-Command -Module NetNs); Import-Module '$path'; `"`$(`$lo | Get-NetIPAddress -AddressFamily IPv4)`"; (Get-Alias inns).Definition"
        $said | Should -Be 1, 'False', '127.0.0.1', 'Invoke-NetNamespace'
    }
}
