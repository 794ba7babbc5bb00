# Tab, for every parameter of every cmdlet: what is there to choose from is offered, and nothing ever fails or keeps one waiting.

BeforeDiscovery {
    . $PSScriptRoot/../tools/Common.ps1
    $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
    # What only the user can know: a new name, a number, a time, a text, a block. Files are offered by PowerShell itself.
    $free = @{
        '*'                         = 'InterfaceIndex', 'InputObject', 'Mtu', 'MacAddress', 'PeerMacAddress', 'LinkLayerAddress', 'PrefixLength', 'Timeout', 'RouteMetric', 'ProcessId', 'Count', 'MaxEvents', 'Mark', 'ComputerName', 'RemoteIPAddress', 'RemoteAddress', 'RemotePort', 'LocalPort', 'OwningProcess', 'HostInterfaceAlias', 'NewName', 'PeerName', 'PeerAddress', 'PeerIPAddress', 'Broadcast', 'DefaultGateway', 'ValidLifetime', 'PreferredLifetime', 'VlanId', 'Vni', 'Remote', 'Local', 'ScriptBlock', 'ArgumentList', 'Environment', 'Value', 'Cost', 'ForwardDelay', 'AgeingTime', 'TxQueueLength', 'Alias', 'AltName', 'Group', 'ContainerPort', 'Definition'
        'Mount-NetNamespace'        = 'Name', 'Path'
        'ConvertFrom-NetCommand'    = 'Line', 'Path'
        'ConvertTo-NetCommand'      = , 'Command'
        'Compare-NetTopology'       = 'ReferenceTopology', 'DifferenceTopology'
        'ConvertTo-NetDiagram'      = , 'Topology'
        'Export-NetLab'             = , 'Path'
        'New-Bridge'                = 'Name', 'IPAddress'
        'New-NetLink'               = 'Name', 'Table', 'UserId', 'Port'
        'Test-NetConnection'        = , 'Port'
        'Test-NetReachability'      = , 'Port'
        'Test-NetPath'              = , 'Port'
        'Trace-NetPath'             = , 'Port'
        'New-NetNamespace'          = , 'Name'
        'Set-BridgePort'            = , 'Priority'
        'Connect-NetNamespace'      = 'Subnet', 'InterfaceAlias', 'PeerInterfaceAlias'
        'New-NetNsTestWorld'        = , 'Name'
        'Use-NetNsTestWorld'        = , 'Name'
        'New-VethPair'              = 'Name', 'IPAddress'
        'New-NetIPAddress'          = , 'IPAddress'
        'New-NetNeighbor'           = , 'IPAddress'
        'New-NetRule'               = 'FwMark', 'SourcePort', 'DestinationPort', 'SuppressPrefixLength'
        'Remove-NetRule'            = 'FwMark', 'SourcePort', 'DestinationPort'
        'Connect-Bridge'            = 'IPAddress', 'InterfaceAlias'
        'Publish-ContainerPort'     = , 'HostPort'
        'Start-NetNamespaceProcess' = 'WorkingDirectory', 'RedirectStandardInput', 'RedirectStandardOutput', 'RedirectStandardError'
    }
    # What has to be typed before there is anything to choose from.
    $before = @{ 'New-NetLink:Mode' = 'New-NetLink x -Kind Macvlan' }
    $cases = foreach ($command in Get-Command -Module NetNs -CommandType Cmdlet) {
        foreach ($parameter in $command.Parameters.Values | Where-Object { $_.Name -notin $common -and -not $_.Attributes.Where{ $_ -is [Management.Automation.ParameterAttribute] }[0].DontShow }) {
            if ($parameter.SwitchParameter) { continue }
            $isFree = $parameter.Name -in $free['*'] -or $parameter.Name -in $free[$command.Name]
            @{ Command = $command.Name; Parameter = $parameter.Name; IsFree = $isFree; HasNamespace = $command.Parameters.ContainsKey('Namespace') -and $parameter.Name -ne 'Namespace'; Before = $before["$($command.Name):$($parameter.Name)"] ?? $command.Name }
        }
    }
    $commands = Get-Command -Module NetNs -CommandType Cmdlet | ForEach-Object { @{ Command = $_.Name } }
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/Engines.ps1
    $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
    $engine = Start-PretendEngine "$TestDrive/docker.sock" 3
    $env:DOCKER_HOST = "unix://$TestDrive/docker.sock"
    # Patience, no measurement: the benchmark measures.
    $patience = [timespan]::FromSeconds(10)
    $null = New-NetNsTestWorld lab
    $null = Set-NetLab @{ Name = 'shop'; Nodes = @{ a = @{} } }
    $null = New-NetNamespace web
    $null = New-Bridge br0 -IPAddress 10.0.0.1/24
    $null = 'web' | Connect-Bridge br0 | Publish-ContainerPort 8080:80 -WarningAction Ignore
    $null = Add-Masquerade 10.0.0.0/24 -WarningAction Ignore
    $null = New-NetNeighbor 10.0.0.99 -LinkLayerAddress 02:00:00:00:00:99 -InterfaceAlias br0
    $null = New-NetRoute default -NextHop 10.0.0.2
    $null = New-NetLink dummy0 -Kind Ifb

    function Get-Completion {
        param([string] $Line)
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $found = (TabExpansion2 $Line $Line.Length).CompletionMatches
        $clock.Elapsed | Should -BeLessThan $patience
        $found
    }
}

AfterAll {
    $env:DOCKER_HOST = $null
    Stop-Process -Id $engine
    Reset-World
    Assert-NothingLeft
}

Describe '<Command> -<Parameter>' -ForEach $cases {
    It 'offers what there is to choose from' {
        $error.Clear()
        $script:found = @(Get-Completion "$Before -$Parameter " | Where-Object ResultType -EQ 'ParameterValue')
        # An engine that does not answer within the time limit is left out: asked again.
        if ($Command -eq 'Get-NetContainer') { $null = Wait-Until { ($script:found = @(Get-Completion "$Before -$Parameter ")) } }
        # A value that only the user knows has none; it is an error here if somebody made a completer and forgot to take it off the list.
        if ($IsFree) { (Get-Command $Command).Parameters[$Parameter].Attributes | Where-Object { $_ -is [Management.Automation.ArgumentCompleterAttribute] } | Should -BeNullOrEmpty }
        else {
            $found | Should -Not -BeNullOrEmpty
            foreach ($one in $found) { $one.ToolTip | Should -Not -BeNullOrEmpty }
        }
        $error | Should -BeNullOrEmpty
    }
}

Describe '<Command> -<Parameter>' -ForEach $cases.Where{ -not $_.IsFree -and $_.HasNamespace } {
    It 'offers nothing, without an error, where the namespace is not there' {
        $error.Clear()
        $null = Get-Completion "$Before -Namespace nobody -$Parameter "
        $error | Should -BeNullOrEmpty
    }
}

Describe '<Command> -' -ForEach $commands {
    It 'offers its parameters' {
        $names = (Get-Completion "$Command -").ListItemText
        foreach ($parameter in (Get-Command $Command).Parameters.Values | Where-Object { $_.Name -notin $common -and -not $_.Attributes.Where{ $_ -is [Management.Automation.ParameterAttribute] }[0].DontShow }) { $names | Should -Contain $parameter.Name }
    }
}

Describe 'Names that need quotes' {
    It 'get them' {
        ip netns add 'my lab'
        (Get-Completion 'Get-NetNamespace my').CompletionText | Should -Be "'my lab'"
        (Get-Completion "Get-NetNamespace 'my").CompletionText | Should -Be "'my lab'"
        ip netns del 'my lab'
    }
}

Describe 'The namespace that was typed' {
    It 'is where names come from: <_>' -ForEach 'Get-NetLink -Namespace web -InterfaceAlias e', 'Get-NetIPAddress -Namespace web -InterfaceAlias e' {
        (Get-Completion $_).CompletionText | Should -Be eth0
    }
    It 'is where addresses come from' {
        (Get-Completion 'Remove-NetIPAddress -Namespace web -IPAddress 10').CompletionText | Should -Be 10.0.0.2
        (Get-Completion 'Get-NetRoute -NextHop 10').CompletionText | Should -Contain 10.0.0.2
        (Get-Completion 'Remove-NetNeighbor 10').CompletionText | Should -Contain 10.0.0.99
        (Get-Completion 'Find-NetRoute 10.0.0.2 -LocalIPAddress 10').CompletionText | Should -Be 10.0.0.1
    }
}
