# What -WhatIf announces is what then happens, and where nothing would happen it says nothing.

BeforeDiscovery {
    # Each changing cmdlet: a line that changes something, and one (or "-: reason") that would change nothing, in the world of New-World.
    $table = @'
Add-BridgePort         ; Add-BridgePort br0 free0 ; Add-BridgePort br0 veth-web -IfExists Reuse
Add-Masquerade         ; Add-Masquerade 10.7.0.0/24 ; Add-Masquerade 10.6.0.0/24 -IfExists Reuse
Connect-Bridge         ; Connect-Bridge br0 lone ; Connect-Bridge br0 web -IfExists Reuse
Connect-NetNamespace   ; Connect-NetNamespace web lone 10.20.0.0/30 ; Connect-NetNamespace web far 10.30.0.0/30 -IfExists Reuse
Disable-NetForwarding  ; Disable-NetForwarding -AddressFamily IPv4 ; Disable-NetForwarding -AddressFamily IPv4 -Namespace web
Disable-NetLink        ; Disable-NetLink br0 ; Disable-NetLink free0
Disconnect-Bridge      ; Disconnect-Bridge br0 web ; -: what is not connected is an error
Enable-NetForwarding   ; Enable-NetForwarding -AddressFamily IPv4 -Namespace web ; Enable-NetForwarding -AddressFamily IPv4
Enable-NetLink         ; Enable-NetLink free0 ; Enable-NetLink br0
Mount-NetNamespace     ; Mount-NetNamespace self -ProcessId $PID ; Mount-NetNamespace here -ProcessId $PID -IfExists Reuse
Move-NetLink           ; Move-NetLink free0 lone ; Move-NetLink free1 here
New-Bridge             ; New-Bridge br1 -IPAddress 10.8.0.1/24 ; New-Bridge br0 -IPAddress 10.0.0.1/24 -IfExists Reuse
New-NetIPAddress       ; New-NetIPAddress 10.5.0.1/24 free0 ; New-NetIPAddress 10.0.0.1/24 br0 -IfExists Reuse
New-NetLink            ; New-NetLink v5 Ifb ; New-NetLink free0 Ifb -IfExists Reuse
New-NetNamespace       ; New-NetNamespace red ; New-NetNamespace web -IfExists Reuse
New-NetNeighbor        ; New-NetNeighbor 10.0.0.98 02:00:00:00:00:98 br0 ; New-NetNeighbor 10.0.0.99 02:00:00:00:00:99 br0 -IfExists Reuse
New-NetNsTestWorld     ; New-NetNsTestWorld a ; -: each world is a new one
New-NetNamespaceSession ; New-NetNamespaceSession web ; -: each session is a new one
New-NetRoute           ; New-NetRoute 10.4.0.0/24 10.0.0.2 ; New-NetRoute 192.0.2.0/24 10.0.0.2 -IfExists Reuse
New-NetRule            ; New-NetRule 101 -From 10.6.0.0/24 -Table 9 ; New-NetRule 100 -From 10.6.0.0/24 -Table 9 -IfExists Reuse
New-VethPair           ; New-VethPair a0 b0 -PeerNamespace lone -PeerIPAddress 10.3.0.1/24 -Up ; New-VethPair free1 free2 -IfExists Reuse
Publish-ContainerPort  ; Publish-ContainerPort 8081:81 web ; Publish-ContainerPort 8080:80 web -IfExists Reuse
Remove-Bridge          ; Remove-Bridge br0 ; -: what is not there is an error
Remove-BridgePort      ; Remove-BridgePort veth-web ; -: what is no port is an error
Remove-Masquerade      ; Remove-Masquerade 10.6.0.0/24 ; -: what is not there is an error
Remove-NetIPAddress    ; Remove-NetIPAddress 10.0.0.1 ; -: what is not there is an error
Remove-NetLab          ; Remove-NetLab kept ; -: what is not there is an error
Remove-NetLink         ; Remove-NetLink free0 ; -: what is not there is an error
Remove-NetNamespace    ; Remove-NetNamespace lone ; -: what is not there is an error
Remove-NetNeighbor     ; Remove-NetNeighbor 10.0.0.99 ; -: what is not there is an error
Remove-NetNsTestWorld  ; Get-NetNsTestWorld | Remove-NetNsTestWorld ; $null | Remove-NetNsTestWorld
Remove-NetRoute        ; Remove-NetRoute 192.0.2.0/24 ; -: what is not there is an error
Remove-NetRule         ; Remove-NetRule 100 ; -: what is not there is an error
Rename-NetLink         ; Rename-NetLink free0 other0 ; Rename-NetLink free0 free0
Repair-NetNs           ; nft flush chain inet NetNs prerouting; Repair-NetNs ; Repair-NetNs
Restart-NetLink        ; Restart-NetLink free0 ; -: each restart is a new one
Set-Bridge             ; Set-Bridge br0 -Stp -ForwardDelay 4 ; Set-Bridge br0 -Stp:$false -VlanFiltering:$false
Set-BridgePort         ; Set-BridgePort veth-web -Isolated ; Set-BridgePort veth-web -Hairpin -Isolated:$false
Set-NetLab             ; Set-NetLab @{ Name = 'tl'; Nodes = @{ a = @{} } } ; Set-NetLab @{ Name = 'kept'; Nodes = @{ a = @{} } }
Set-NetLink            ; Set-NetLink free0 -Mtu 1400 -Alias text ; Set-NetLink free0 -Mtu 1500 -Down
Set-NetSysctl          ; Set-NetSysctl net.ipv4.conf.br0.rp_filter 2 ; Set-NetSysctl net.ipv4.ip_forward 1
Start-NetNamespaceProcess ; Start-NetNamespaceProcess lone sleep 100 ; -: each process is a new one
Unpublish-ContainerPort ; Unpublish-ContainerPort 8080 ; -: what is not published is an error
'@
    $cases = $table.Trim() -split '\n' | ForEach-Object {
        $cells = $_ -split '\s+; ', 3
        @{ Name = $cells[0].Trim(); Line = $cells[1].Trim(); Idle = $cells[2].Trim() }
    }
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1

    function New-World {
        # br0 (10.0.0.1/24) with web, published as 8080; a free namespace lone; free links; a route, a neighbour, a masquerade; a lab; the name "here" for this namespace.
        $null = New-Bridge br0 -IPAddress 10.0.0.1/24
        $null = New-NetNamespace web, lone
        $null = Connect-Bridge br0 web | Publish-ContainerPort 8080:80 -EnableForwarding
        $null = New-NetLink free0 Ifb
        $null = New-NetNamespace far; $null = Connect-NetNamespace web far 10.30.0.0/30
        $null = New-NetRule 100 -From 10.6.0.0/24 -Table 9
        $null = New-VethPair free1 free2
        $null = New-NetRoute 192.0.2.0/24 -NextHop 10.0.0.2
        $null = New-NetNeighbor 10.0.0.99 02:00:00:00:00:99 br0
        $null = Add-Masquerade 10.6.0.0/24
        $null = Mount-NetNamespace here -ProcessId $PID
        if ($Name -like '*NetLab') { Set-NetLab @{ Name = 'kept'; Nodes = @{ a = @{} } } }
    }

    function Get-Snapshot {
        # What there is, as other tools tell it, without counters, timers and what the kernel is still busy with.
        $text = @(sh -c 'show() { echo "[$1]"; ip $2 -d -o link; ip $2 -4 -o addr; ip $2 -4 route show table all; ip $2 neigh show nud permanent; ip $2 rule; }
            show; for name in $(ls /run/netns); do [ $name = here ] || { show $name "-n $name"; ip netns exec $name sysctl net.ipv4.ip_forward; }; done
            nft -s list ruleset; sysctl net.ipv4.ip_forward net.ipv4.conf.br0.rp_filter 2>&1') -replace '\s\w+_timer\s+\S+' -replace '\sstate \S+' -replace '<[^>]*>', { $_.Value -match '\bUP\b' ? 'UP' : 'DOWN' }
        $text += @(Get-NetNamespaceProcess lone -ErrorAction Ignore | ForEach-Object Id)
        $text += @(Get-NetNsTestWorld | ForEach-Object Name)
        $text -join "`n"
    }

    function Get-Announced {
        # The lines of -WhatIf, which go to the terminal only: a transcript has them.
        param([scriptblock] $Script)
        $file = [IO.Path]::GetTempFileName()
        $null = Start-Transcript $file -UseMinimalHeader -Force
        try { $null = & $Script } finally { $null = Stop-Transcript }
        @(Get-Content $file | Where-Object { $_ -like 'What if: *' } | ForEach-Object { $_ -replace '^What if: ' })
        Remove-Item $file
    }
}

Describe 'What <Name> -WhatIf announces' -ForEach $cases {
    BeforeEach { New-World }
    AfterEach {
        Get-NetNsTestWorld | Remove-NetNsTestWorld
        Get-PSSession | Remove-PSSession
        Get-NetNamespaceProcess lone -ErrorAction Ignore | Stop-Process
        Reset-World
    }

    It 'is what then happens: <Line>' {
        if ($Name -eq 'Remove-NetNsTestWorld') { $null = New-NetNsTestWorld }
        $first, $last = if ($Line -match '^(nft [^;]*); (.*)') { $Matches[1], $Matches[2] } else { $null, $Line }
        if ($first) { Invoke-Expression $first }
        $before = Get-Snapshot
        $announced = Get-Announced { Invoke-Expression "$last -WhatIf -ErrorAction Stop" }
        Get-Snapshot | Should -Be $before
        $announced | Should -Not -BeNullOrEmpty
        $done = @(Invoke-Expression "$last -Confirm:`$false -ErrorAction Stop -Verbose" 4>&1 3>$null | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and "$_" -like 'Performing the operation *' } | ForEach-Object { "$_" })
        if ($Name -eq 'Set-NetLab') {
            $announced.Count | Should -BeGreaterThan 0 # its plan, line by line: NetLab.Tests.ps1 compares it
        } else {
            $announced | Should -Be $done
        }
        if ($Name -ne 'New-NetNamespaceSession') { Get-Snapshot | Should -Not -Be $before }
    }

}

Describe 'What <Name> -WhatIf announces' -ForEach $cases.Where{ -not $_.Idle.StartsWith('-') } {
    BeforeEach { New-World }
    AfterEach {
        Get-NetNsTestWorld | Remove-NetNsTestWorld
        Reset-World
    }

    It 'is nothing where nothing would happen: <Idle>' {
        $before = Get-Snapshot
        Get-Announced { Invoke-Expression "$Idle -WhatIf -ErrorAction Stop" } | Should -BeNullOrEmpty
        $null = Invoke-Expression "$Idle -ErrorAction Stop"
        Get-Snapshot | Should -Be $before
    }
}

Describe 'Every changing cmdlet' {
    It 'is in the table above' -ForEach @{ Known = @($cases.Name) } {
        # These change the session, or write a file.
        $apart = 'Enable-NetNsFeedback', 'Disable-NetNsFeedback', 'Export-NetLab'
        $changing = Get-Command -Module NetNs -CommandType Cmdlet | Where-Object { $_.Name -notin $apart -and $_.Parameters.ContainsKey('WhatIf') } | ForEach-Object Name
        Compare-Object $changing $Known | ForEach-Object InputObject | Should -BeNullOrEmpty
    }
}
