#requires -Version 7.6
<#
.SYNOPSIS
    Makes every native call and every netlink message of every composite cmdlet fail, one at a time, and looks at what is left.
.DESCRIPTION
    After a fault the state of the pretend host must be the one before, or the one of success; the same command again (with
    -IfExists Reuse where it has it) must succeed and end in the state of success. Kinds of faults: a message that the kernel
    refuses, a message that is not sent, an answer that is lost, an answer that does not come in time, any other call that
    fails (mount, setns, open of a sysctl …), kill -9 before a call, Ctrl+C at a call. The state is read by ip and nft.

    The output is one object for each cmdlet and kind. Runs in a private stack: tests/private-stack.sh pwsh -File …
.EXAMPLE
    tests/private-stack.sh pwsh -NoProfile -File tests/system/faults/run-faults.ps1 -Name Connect-Bridge -Kind Kill
.EXAMPLE
    DOTNET_EnableWriteXorExecute=0 DOTNET_gcConcurrent=0 tests/private-stack.sh pwsh -NoProfile -File tests/system/faults/run-faults.ps1 -Kind Kill

    Ten times as fast: what is killed is a copy of the process by fork, not a fresh one.
#>
[CmdletBinding()]
param(
    [string[]] $Name = '*',
    [ValidateSet('RefuseMessage', 'NotSent', 'AnswerLost', 'Timeout', 'RefuseCall', 'Kill', 'CtrlC')]
    [string[]] $Kind = @('RefuseMessage', 'NotSent', 'AnswerLost', 'Timeout', 'RefuseCall', 'CtrlC', 'Kill'),
    # Every how manieth fault is tried: 1 is all.
    [int] $Every = 1,
    # The first of them.
    [int] $First = 1
)

if (-not $env:NETNS_PRIVATE_STACK) { throw 'This changes the network of the stack it runs in. Run it by tests/private-stack.sh.' }
$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path (Split-Path $PSScriptRoot))
& "$root/tools/Pwsh.ps1"
if (-not $env:NETNS_MODULE) { $env:NETNS_MODULE = "$root/output/NetNs/$((Import-PowerShellDataFile "$root/NetNs.psd1").ModuleVersion)/NetNs.psd1" }
. "$PSScriptRoot/FaultInjection.ps1"
Import-Module $env:NETNS_MODULE
$temporary = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "netns-faults-$(New-Guid)")
$library = Build-FaultLibrary $temporary
Initialize-FaultInjection $library

# Before: the world that the command begins in. Again: what must succeed after the fault, and end as the command does (without it: the
# command with -IfExists Reuse). Gone: the error that the second run may end in, where the first one did all. Between: what several items
# may leave, each of which is whole or not there. Steps: what is removed goes part by part, and the second run takes the rest. Apart: needs threads of the runtime's, so that a copy of the process by fork does not do.
$bridge = 'New-Bridge br0 -IPAddress 10.88.0.1/24, fd88::1/64'
$connected = "$bridge; New-NetNamespace web; Connect-Bridge br0 web -IPAddress 10.88.0.2/24, fd88::2/64"
$published = "$connected; Publish-ContainerPort 8080:80 -Target web -EnableForwarding"
$firewall = 'nft add table inet fw; nft add chain inet fw f "{ type filter hook forward priority 0; policy drop; }"'
$neighbour = 'New-NetNamespace api; Connect-Bridge br0 api -IPAddress 10.88.0.3/24; Publish-ContainerPort 8081:81/udp -Target api'
$pair = 'New-VethPair v0 v1'
$linked = 'New-VethPair v0 v1 -IPAddress 10.1.0.1/24 -Up'
$moved = 'Move-NetLink v1 -Destination web -NewName eth0'
# Those that change nothing must leave everything as it is.
$lab = "@{ Name = 'l'; Bridges = @{ lan = @{ IPAddress = '10.1.0.1/24'; Masquerade = `$true } }; Nodes = @{ a = @{ Bridge = 'lan'; Publish = '80:80' }; b = @{ Forwarding = `$true } }; Links = @{ Ends = 'a:x', 'b:x'; Subnet = '10.2.0.0/30' } }"
$changedLab = "@{ Name = 'l'; Bridges = @{ lan = @{ IPAddress = '10.1.0.1/24' } }; Nodes = @{ a = @{ Bridge = 'lan'; Publish = '81:80' }; c = @{ Bridge = 'lan' } } }"
$looking = 'Get-NetNamespace -All; Get-NetNamespaceProcess web; Get-NetLink -AllNamespaces; Get-NetLinkStatistics br0; Get-Bridge; Get-BridgePort; Get-BridgeForwarding br0; Get-NetIPAddress; Get-NetIPConfiguration -Namespace web; Get-NetRoute; Get-NetRule; Find-NetRoute 10.88.0.2; Get-NetNeighbor; Get-NetForwarding; Get-NetSysctl net.ipv4.ip_forward -Namespace web; Get-NetTCPConnection; Get-NetUDPEndpoint; Get-Masquerade; Get-ContainerPort; Get-NetFirewallHook; Get-NetNsTestWorld; Get-NetLab; Test-NetLab @{ Name = ''x'' }; Compare-NetLab @{ Name = ''x'' }; Get-NetTopology; Compare-NetTopology (Get-NetTopology); Get-NetTopology | ConvertTo-NetDiagram; Get-NetContainer; Trace-NetPath -Source web -Destination 10.88.0.1; Test-NetPath -Source web -Destination 10.88.0.1'
$waiting = 'Watch-NetNamespace web -IncludeInitialState -Timeout 0.01; Wait-NetLink v0 -State Up -Timeout 5'
$testing = 'Test-NetConnection 10.88.0.2; Test-NetConnection 10.88.0.1 -Namespace web; Test-NetReachability -Timeout 0.5; Trace-NetPath web 10.88.0.1 -Live'
$scenarios = @(
    @{ Name = 'New-NetNamespace'; Before = ''; Act = 'New-NetNamespace web' }
    @{ Name = 'New-NetNamespace, several'; Before = ''; Act = "'a', 'b', 'c' | New-NetNamespace"; Again = "'a', 'b', 'c' | New-NetNamespace -IfExists Reuse"; Between = 'New-NetNamespace a', 'New-NetNamespace b', 'New-NetNamespace c', 'New-NetNamespace a, b', 'New-NetNamespace a, c', 'New-NetNamespace b, c' }
    @{ Name = 'Mount-NetNamespace'; Before = 'New-NetNamespace web'; Act = 'Mount-NetNamespace alias -Path /run/netns/web' }
    @{ Name = 'Remove-NetNamespace'; Before = $published; Act = 'Remove-NetNamespace web -Wait'; Again = 'Remove-NetNamespace web -Wait'; Gone = 'NamespaceNotFound' }
    @{ Name = 'Remove-NetNamespace, one of two'; Before = "$published; Add-Masquerade 10.88.0.0/24; $neighbour"; Act = 'Remove-NetNamespace web -Wait'; Again = 'Remove-NetNamespace web -Wait'; Gone = 'NamespaceNotFound' }
    @{ Name = 'Remove-NetNamespace, both'; Before = "$published; Add-Masquerade 10.88.0.0/24; $neighbour"; Act = 'Remove-NetNamespace web, api -Wait'; Again = 'Get-NetNamespace | Remove-NetNamespace -Wait'; Between = 'Remove-NetNamespace web -Wait', 'Remove-NetNamespace api -Wait' }
    @{ Name = 'Remove-NetNamespace -StopProcess'; Before = 'New-NetNamespace web; Start-NetNamespaceProcess web sleep 60'; Act = 'Remove-NetNamespace web -StopProcess -Force'; Between = 'Get-NetNamespaceProcess web | ForEach-Object { $_.Kill(); $_.WaitForExit() }'; Again = 'Remove-NetNamespace web -StopProcess -Force'; Gone = 'NamespaceNotFound'; Apart = $true }
    @{ Name = 'Start-NetNamespaceProcess'; Before = 'New-NetNamespace web'; Act = 'Start-NetNamespaceProcess web true -Wait'; Again = 'Start-NetNamespaceProcess web true -Wait'; Apart = $true }
    @{ Name = 'Invoke-NetNamespace'; Before = 'New-NetNamespace web'; Act = 'Invoke-NetNamespace web { $null = Get-NetLink }'; Again = 'Invoke-NetNamespace web { $null = Get-NetLink }'; Apart = $true }
    @{ Name = 'New-NetNamespaceSession'; Before = 'New-NetNamespace web'; Act = 'New-NetNamespaceSession web | Remove-PSSession'; Again = 'New-NetNamespaceSession web | Remove-PSSession'; Apart = $true }
    @{ Name = 'New-NetNamespaceSession, several'; Before = 'New-NetNamespace web; New-NetNamespace api'; Act = "'web', 'api' | New-NetNamespaceSession | Remove-PSSession"; Again = "'web', 'api' | New-NetNamespaceSession | Remove-PSSession"; Apart = $true }
    @{ Name = 'Enter-NetNamespace'; Before = 'New-NetNamespace web'; Act = 'Enter-NetNamespace web true'; Again = 'Enter-NetNamespace web true'; Apart = $true }
    @{ Name = 'Use-NetNsTestWorld'; Before = ''; Act = 'Use-NetNsTestWorld a, b { $null = New-VethPair v0 v1 -PeerNamespace $args[0].Namespaces[0] }'; Again = 'Use-NetNsTestWorld a, b { $null = New-VethPair v0 v1 -PeerNamespace $args[0].Namespaces[0] }'; Apart = $true }
    @{ Name = 'New-NetNsTestWorld'; Before = ''; Act = 'New-NetNsTestWorld a, b'; Again = 'Get-NetNsTestWorld | Where-Object IsAbandoned -EQ $false | Remove-NetNsTestWorld; New-NetNsTestWorld a, b' }
    @{ Name = 'Remove-NetNsTestWorld'; Before = 'New-NetNsTestWorld a, b'; Act = 'Get-NetNsTestWorld | Remove-NetNsTestWorld'; Again = 'Get-NetNsTestWorld | Remove-NetNsTestWorld'; Steps = $true }
    @{ Name = 'Remove-NetNsTestWorld with ports'; Before = "$bridge; `$world = New-NetNsTestWorld a; `$world.Namespaces | Connect-Bridge br0 -IPAddress 10.88.0.2/24; Publish-ContainerPort 8080:80 -Target `$world.Namespaces[0] -EnableForwarding"; Act = 'Get-NetNsTestWorld | Remove-NetNsTestWorld'; Again = 'Get-NetNsTestWorld | Remove-NetNsTestWorld'; Steps = $true }
    @{ Name = 'Set-NetLab'; Before = ''; Act = "Set-NetLab $lab"; Again = "Set-NetLab $lab" }
    @{ Name = 'Set-NetLab, changed'; Before = "Set-NetLab $lab"; Act = "Set-NetLab $changedLab"; Again = "Set-NetLab $changedLab"; Steps = $true }
    @{ Name = 'Use-NetLab'; Before = ''; Act = "Use-NetLab $lab { Get-NetLab }"; Again = "Use-NetLab $lab { Get-NetLab }"; Apart = $true }
    @{ Name = 'Export-NetLab'; Before = "Set-NetLab $lab"; Act = 'Export-NetLab l -Path /tmp/netns-fault-export.psd1'; Again = 'Export-NetLab l -Path /tmp/netns-fault-export.psd1'; Steps = $true }
    @{ Name = 'Remove-NetLab'; Before = "Set-NetLab $lab"; Act = 'Get-NetLab | Remove-NetLab'; Again = 'Get-NetLab | Remove-NetLab'; Steps = $true }
    @{ Name = 'Repair-NetNs'; Before = "$published; nft flush table inet NetNs"; Act = 'Repair-NetNs'; Again = 'Repair-NetNs'; Steps = $true }
    @{ Name = 'Test-NetNsSupport'; Before = ''; Act = 'Test-NetNsSupport'; Again = 'Test-NetNsSupport' }

    @{ Name = 'Get- cmdlets'; Before = "$published; Add-Masquerade 10.88.0.0/24"; Act = $looking; Again = $looking }
    @{ Name = 'Watch-NetNamespace, Wait-NetLink'; Before = "New-NetNamespace web; $linked"; Act = $waiting; Again = $waiting }
    @{ Name = 'Test-NetConnection'; Before = $connected; Act = $testing; Again = $testing }

    @{ Name = 'New-VethPair'; Before = 'New-NetNamespace web'; Act = 'New-VethPair v0 v1 -PeerNamespace web -IPAddress 10.1.0.1/24 -PeerIPAddress 10.1.0.2/24 -Up' }
    @{ Name = 'New-VethPair -Bridge'; Before = "$bridge; New-NetNamespace web"; Act = 'New-VethPair v0 v1 -Bridge br0 -PeerNamespace web -PeerIPAddress 10.88.0.2/24, fd88::2/64 -MacAddress 02:00:00:00:00:01 -Mtu 1400 -Up' }
    @{ Name = 'New-NetLink Vxlan'; Before = ''; Act = 'New-NetLink x0 -Kind Vxlan -Vni 7 -Remote 127.0.0.2 -Port 4789 -Up' }
    @{ Name = 'New-NetLink Ifb'; Before = ''; Act = 'New-NetLink x0 -Kind Ifb -Mtu 1400 -Up' }
    @{ Name = 'New-NetLink Macvlan'; Before = $linked; Act = 'New-NetLink x0 -Kind Macvlan -Parent v0 -Mode Bridge -MacAddress 02:00:00:00:00:07 -Up' }
    @{ Name = 'New-NetLink Macvtap'; Before = $linked; Act = 'New-NetLink x0 -Kind Macvtap -Parent v0 -Up' }
    @{ Name = 'Set-NetLink'; Before = $pair; Act = 'Set-NetLink v0 -Mtu 1400 -MacAddress 02:00:00:00:00:09 -Alias lab -TxQueueLength 77 -Promiscuous -Up'; Again = 'Set-NetLink v0 -Mtu 1400 -MacAddress 02:00:00:00:00:09 -Alias lab -TxQueueLength 77 -Promiscuous -Up' }
    @{ Name = 'Set-NetLink -Master'; Before = "$bridge; $pair"; Act = 'Set-NetLink v0 -Master br0 -Group 7 -AltName uplink, lan'; Again = 'Set-NetLink v0 -Master br0 -Group 7 -AltName uplink, lan' }
    @{ Name = 'Set-NetLink -NoMaster'; Before = "$bridge; $pair; Add-BridgePort br0 v0"; Act = 'Set-NetLink v0 -NoMaster'; Again = 'Set-NetLink v0 -NoMaster' }
    @{ Name = 'Restart-NetLink'; Before = "$linked; New-NetRoute 10.9.0.0/16 -NextHop 10.1.0.2"; Act = 'Restart-NetLink v0'; Again = 'Restart-NetLink v0' }
    @{ Name = 'Enable-NetLink'; Before = $pair; Act = 'Enable-NetLink v0, v1'; Again = 'Enable-NetLink v0, v1'; Between = 'Enable-NetLink v0', 'Enable-NetLink v1' }
    @{ Name = 'Disable-NetLink'; Before = $linked; Act = 'Disable-NetLink v0, v1'; Again = 'Disable-NetLink v0, v1'; Between = 'Disable-NetLink v0', 'Disable-NetLink v1' }
    @{ Name = 'Rename-NetLink'; Before = $linked; Act = 'Rename-NetLink v0 w0'; Again = 'if (-not (Get-NetLink w0 -ErrorAction Ignore)) { Rename-NetLink v0 w0 }' }
    @{ Name = 'Move-NetLink'; Before = "New-NetNamespace web; $pair"; Act = $moved; Again = "if (-not (Get-NetLink eth0 -Namespace web -ErrorAction Ignore)) { $moved }" }
    @{ Name = 'Connect-NetNamespace'; Before = 'New-NetNamespace web; New-NetNamespace api'; Act = 'Connect-NetNamespace web api 10.2.0.0/30, fd02::/64 -DefaultRoute A' }
    @{ Name = 'Move-NetLink back'; Before = "New-NetNamespace web; New-NetNamespace api; $pair; $moved"; Act = 'Move-NetLink eth0 -Namespace web -Destination api -NewName v9'; Again = 'if (-not (Get-NetLink v9 -Namespace api -ErrorAction Ignore)) { Move-NetLink eth0 -Namespace web -Destination api -NewName v9 }' }
    @{ Name = 'Remove-NetLink'; Before = "New-NetNamespace web; $pair; $moved"; Act = 'Remove-NetLink v0'; Again = 'Remove-NetLink v0'; Gone = 'LinkNotFound' }

    @{ Name = 'New-Bridge'; Before = ''; Act = 'New-Bridge br0 -IPAddress 10.88.0.1/24, fd88::1/64 -Mtu 1400' }
    @{ Name = 'New-Bridge -VlanFiltering'; Before = 'New-NetNamespace web'; Act = 'New-Bridge br0 -Namespace web -Stp -MacAddress 02:00:00:00:00:08 -IPAddress 10.88.0.1/24' }
    @{ Name = 'Set-Bridge'; Before = 'New-Bridge br0'; Act = 'Set-Bridge br0 -Stp -AgeingTime 60'; Again = 'Set-Bridge br0 -Stp -AgeingTime 60' }
    @{ Name = 'Remove-Bridge'; Before = "$bridge; Add-Masquerade 10.88.0.0/24 -EnableForwarding"; Act = 'Remove-Bridge br0'; Again = 'Remove-Bridge br0'; Gone = 'BridgeNotFound' }
    @{ Name = 'Remove-Bridge with ports'; Before = "$published; Add-Masquerade 10.88.0.0/24"; Act = 'Remove-Bridge br0'; Again = 'Remove-Bridge br0'; Gone = 'BridgeNotFound' }
    @{ Name = 'Add-BridgePort'; Before = "$bridge; $pair"; Act = 'Add-BridgePort br0 v0 -Hairpin -Isolated' }
    @{ Name = 'Set-BridgePort'; Before = "$bridge; $pair; Add-BridgePort br0 v0"; Act = 'Set-BridgePort v0 -Hairpin -Isolated -Guard -Learning:$false -Flood:$false -Cost 7 -Priority 8'; Again = 'Set-BridgePort v0 -Hairpin -Isolated -Guard -Learning:$false -Flood:$false -Cost 7 -Priority 8' }
    @{ Name = 'Remove-BridgePort'; Before = "$bridge; $pair; Add-BridgePort br0 v0"; Act = 'Remove-BridgePort v0'; Again = 'Remove-BridgePort v0'; Gone = 'NotABridgePort' }
    @{ Name = 'Connect-Bridge'; Before = "$bridge; New-NetNamespace web"; Act = 'Connect-Bridge br0 web' }
    @{ Name = 'Connect-Bridge -IPAddress'; Before = "$bridge; New-NetNamespace web"; Act = 'Connect-Bridge br0 web -IPAddress 10.88.0.9/24, fd88::9/64 -InterfaceAlias lan0 -HostInterfaceAlias v-web -Mtu 1400' }
    @{ Name = 'Connect-Bridge -NoAddress'; Before = 'New-NetNamespace net; New-Bridge br0 -Namespace net; New-NetNamespace web'; Act = 'Connect-Bridge br0 web -BridgeNamespace net -NoAddress' }
    @{ Name = 'Disconnect-Bridge'; Before = $connected; Act = 'Disconnect-Bridge -Namespace web -Bridge br0'; Again = 'Disconnect-Bridge -Namespace web -Bridge br0'; Gone = 'LinkNotFound' }
    @{ Name = 'Disconnect-Bridge with ports'; Before = $published; Act = 'Disconnect-Bridge -Namespace web -Bridge br0'; Again = 'Disconnect-Bridge -Namespace web -Bridge br0'; Gone = 'LinkNotFound' }

    @{ Name = 'New-NetIPAddress'; Before = 'New-VethPair v0 v1 -Up'; Act = 'New-NetIPAddress 10.1.0.1/24 -InterfaceAlias v0' }
    @{ Name = 'New-NetIPAddress, several'; Before = 'New-VethPair v0 v1 -Up'; Act = 'New-NetIPAddress 10.1.0.1/24, fd01::1/64 -NoDad -InterfaceAlias v0'; Between = 'New-NetIPAddress 10.1.0.1/24 -InterfaceAlias v0', 'New-NetIPAddress fd01::1/64 -NoDad -InterfaceAlias v0' }
    @{ Name = 'New-NetIPAddress -DefaultGateway'; Before = 'New-VethPair v0 v1 -Up'; Act = 'New-NetIPAddress 10.1.0.1/24 -DefaultGateway 10.1.0.254 -InterfaceAlias v0' }
    @{ Name = 'Remove-NetIPAddress'; Before = "$linked; New-NetIPAddress fd01::1/64 -NoDad -InterfaceAlias v0"; Act = 'Remove-NetIPAddress 10.1.0.1, fd01::1'; Again = 'Remove-NetIPAddress 10.1.0.1, fd01::1 -ErrorAction SilentlyContinue'; Between = 'Remove-NetIPAddress 10.1.0.1', 'Remove-NetIPAddress fd01::1' }
    @{ Name = 'New-NetRoute'; Before = $linked; Act = 'New-NetRoute 10.9.0.0/16 -NextHop 10.1.0.2' }
    @{ Name = 'New-NetRoute, several'; Before = $linked; Act = 'New-NetRoute 10.8.0.0/16, 10.9.0.0/16 -NextHop 10.1.0.2, 10.1.0.3'; Between = 'New-NetRoute 10.8.0.0/16 -NextHop 10.1.0.2, 10.1.0.3', 'New-NetRoute 10.9.0.0/16 -NextHop 10.1.0.2, 10.1.0.3' }
    @{ Name = 'Remove-NetRoute'; Before = "$linked; New-NetRoute 10.8.0.0/16, 10.9.0.0/16 -NextHop 10.1.0.2"; Act = 'Remove-NetRoute 10.8.0.0/16, 10.9.0.0/16'; Again = 'Remove-NetRoute 10.8.0.0/16, 10.9.0.0/16 -ErrorAction SilentlyContinue'; Between = 'Remove-NetRoute 10.8.0.0/16', 'Remove-NetRoute 10.9.0.0/16' }
    @{ Name = 'New-NetRule'; Before = ''; Act = 'New-NetRule 100 -From 10.1.0.0/16 -Table 7' }
    @{ Name = 'Remove-NetRule'; Before = 'New-NetRule 100 -From 10.1.0.0/16 -Table 7'; Act = 'Remove-NetRule 100'; Again = 'Remove-NetRule 100'; Gone = 'RuleNotFound' }
    @{ Name = 'New-NetNeighbor'; Before = $linked; Act = 'New-NetNeighbor 10.1.0.2 02:00:00:00:00:02 -InterfaceAlias v0' }
    @{ Name = 'Remove-NetNeighbor'; Before = "$linked; New-NetNeighbor 10.1.0.2 02:00:00:00:00:02 -InterfaceAlias v0"; Act = 'Remove-NetNeighbor 10.1.0.2'; Again = 'Remove-NetNeighbor 10.1.0.2'; Gone = 'NeighborNotFound' }

    @{ Name = 'Enable-NetForwarding'; Before = ''; Act = 'Enable-NetForwarding' ; Again = 'Enable-NetForwarding' }
    @{ Name = 'Enable-NetForwarding of a link'; Before = $linked; Act = 'Enable-NetForwarding v0' ; Again = 'Enable-NetForwarding v0' }
    @{ Name = 'Disable-NetForwarding'; Before = 'Enable-NetForwarding'; Act = 'Disable-NetForwarding' ; Again = 'Disable-NetForwarding' }
    @{ Name = 'Set-NetSysctl'; Before = 'New-NetNamespace web'; Act = 'Set-NetSysctl net.ipv4.ip_forward 1 -Namespace web' ; Again = 'Set-NetSysctl net.ipv4.ip_forward 1 -Namespace web' }
    @{ Name = 'Add-Masquerade'; Before = $bridge; Act = 'Add-Masquerade 10.88.0.0/24 -EnableForwarding' }
    @{ Name = 'Add-Masquerade, several'; Before = $bridge; Act = 'Get-Bridge br0 | Add-Masquerade -EnableForwarding'; Between = 'Remove-NetIPAddress fd88::1; Get-Bridge br0 | Add-Masquerade -EnableForwarding; New-NetIPAddress fd88::1/64 -InterfaceAlias br0 -NoDad'; Again = 'Get-Bridge br0 | Add-Masquerade -EnableForwarding -IfExists Reuse' }
    @{ Name = 'Remove-Masquerade'; Before = "$bridge; Add-Masquerade 10.88.0.0/24 -EnableForwarding"; Act = 'Remove-Masquerade 10.88.0.0/24'; Again = 'Remove-Masquerade 10.88.0.0/24'; Gone = 'MasqueradeNotFound' }
    @{ Name = 'Publish-ContainerPort'; Before = $connected; Act = 'Publish-ContainerPort 8080:80, 5353:53/udp -Target web -EnableForwarding' }
    @{ Name = 'Publish-ContainerPort, one more'; Before = "$published; Add-Masquerade 10.88.0.0/24"; Act = 'Publish-ContainerPort 127.0.0.1:9000-9004:9000-9004, [fd88::1]:8443:443 -Target web' }
    @{ Name = 'Publish-ContainerPort -Verbose'; Before = $connected; Act = 'Publish-ContainerPort 8080:80 -Target web -EnableForwarding -Verbose'; Again = 'Publish-ContainerPort 8080:80 -Target web -EnableForwarding -IfExists Reuse' }
    @{ Name = 'Publish-ContainerPort -AllowThrough'; Before = "$connected; $firewall"; Act = 'Publish-ContainerPort 8080:80 -Target web -EnableForwarding -AllowThrough' }
    @{ Name = 'Unpublish-ContainerPort, let through'; Before = "$connected; $firewall; Publish-ContainerPort 8080:80 -Target web -EnableForwarding -AllowThrough"; Act = 'Unpublish-ContainerPort 8080'; Again = 'Unpublish-ContainerPort 8080'; Gone = 'PortNotPublished' }
    @{ Name = 'Unpublish-ContainerPort'; Before = $published; Act = 'Unpublish-ContainerPort 8080'; Again = 'Unpublish-ContainerPort 8080'; Gone = 'PortNotPublished' }
    @{ Name = 'Unpublish-ContainerPort, one of two'; Before = "$connected; Publish-ContainerPort 8080:80, 8081:81/udp -Target web"; Act = 'Unpublish-ContainerPort 8081'; Again = 'Unpublish-ContainerPort 8081'; Gone = 'PortNotPublished' }
)

function Get-World { (& "$PSScriptRoot/../../tools/world-state.sh") -join "`n" }
function Reset-World { & "$PSScriptRoot/../../tools/reset-world.sh" }
function Invoke-Quietly { param([string] $Command) $null = & ([scriptblock]::Create($Command)) 3>$null 4>$null }

function Wait-World {
    # The state, once it is one of those given; else as it stays. The kernel clears up removed namespaces later.
    param([string[]] $Expected, [double] $Patience = 10)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (($now = Get-World) -notin $Expected -and $clock.Elapsed.TotalSeconds -lt $Patience) { [Threading.Thread]::Sleep(20) }
    $now
}

function Compare-World {
    # The lines in which two states differ, for the report.
    param([string] $Before, [string] $After)
    @(Compare-Object ($Before -split "`n") ($After -split "`n") | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" }) -join ' | '
}

function Invoke-Killed {
    # Runs the command in a process that is killed at its n-th call: 9, or 0 where it had fewer calls.
    param([string] $Command, [int] $At, [bool] $Apart)
    if ($Apart -or -not $canFork) {
        pwsh -NoProfile -NonInteractive -File "$PSScriptRoot/fault-child.ps1" $library $At $Command *> "$temporary/child.txt"
        if ($LASTEXITCODE -notin 0, 137) { throw "The child ended with $LASTEXITCODE`: $(Get-Content "$temporary/child.txt" -Raw)" }
        return $LASTEXITCODE -eq 137 ? 9 : 0
    }
    $child = [NetNsFaults.Native]::fault_fork(5)
    if ($child -eq 0) {
        # Nothing of this is seen but how it ends.
        $code = 100
        try {
            $ownId.SetValue($null, 0)
            Set-Fault Kill $At
            Invoke-Quietly $Command
            $code = 0
        }
        finally { [NetNsFaults.Native]::fault_leave($code) }
    }
    $end = [NetNsFaults.Native]::fault_wait($child)
    # 6, 11: it ran into a thread of the runtime's that it has not got; 14: it waits for one.
    if ($end -notin 0, 6, 9, 11, 14) { throw "The child ended with $end." }
    $end
}

function Invoke-WithFault {
    # Runs the command with one fault; tells whether it was reached, and the error of the command.
    param([string] $Command, [string] $Kind, [int] $At, [bool] $Apart)
    $message = $null
    if ($Kind -eq 'Kill') {
        $end = Invoke-Killed $Command $At $Apart
        return [pscustomobject]@{ Injected = $end -eq 9; Hung = $end -in 6, 11, 14; Where = "call $At"; Message = 'killed' }
    }
    if ($Kind -eq 'CtrlC') {
        $shell.Commands.Clear()
        $null = $shell.AddScript($Command)
        Set-Fault Pause $At
        $running = $shell.BeginInvoke()
        while (-not (Test-FaultReached) -and -not $running.IsCompleted) { [Threading.Thread]::Sleep(1) }
        if (Test-FaultReached) {
            $stopping = $shell.BeginStop($null, $null)
            # The cmdlet is told before the call goes on, or a moment later: both must be survived.
            if ($At % 2) { [Threading.Thread]::Sleep(10) }
            Resume-Fault
            $shell.EndStop($stopping)
            $message = 'stopped'
        }
        try { $null = $shell.EndInvoke($running) } catch { $message = "$_" }
        $outcome = Clear-Fault
        return [pscustomobject]@{ Injected = $outcome.Injected; Where = $outcome.Where; Message = $message }
    }
    Set-Fault $Kind $At
    try { Invoke-Quietly $Command } catch { $message = "$($_.FullyQualifiedErrorId): $_" }
    $outcome = Clear-Fault
    [pscustomobject]@{ Injected = $outcome.Injected; Where = $outcome.Where; Message = $message }
}

# Kill -9 by the hundred: a copy of this process for each, by fork, takes a tenth of the time of a fresh one. The copy has one thread only and
# shares what memory the runtime writes its code to by two addresses, unless that is off (DOTNET_EnableWriteXorExecute=0); it lacks the thread
# of the collector that works beside others (DOTNET_gcConcurrent=0); and it must learn its own process id.
$canFork = $env:DOTNET_EnableWriteXorExecute -eq '0'
if ($canFork -and $Kind -contains 'Kill') {
    Add-Type -Namespace NetNsFaults -Name Native -MemberDefinition (('int fault_fork(int seconds)', 'int fault_wait(int child)', 'void fault_leave(int code)' |
            ForEach-Object { "[DllImport(`"$library`")] public static extern $_;" }) -join ' ')
    $ownId = [Environment].GetField('s_processId', 'NonPublic, Static')
}

$shell = [PowerShell]::Create([runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2()))
$shell.Runspace.Open()
$null = $shell.AddScript("Import-Module '$env:NETNS_MODULE'").Invoke()

$sum = @{ Injected = 0; Failures = 0 }
try {
    foreach ($scenario in $scenarios | Where-Object { $own = $_.Name; $Name | Where-Object { $own -like $_ } }) {
        $again = $scenario.Again ?? "$($scenario.Act) -IfExists Reuse"
        # Once without a fault: what it begins with, what it ends in; and the same again.
        Reset-World
        Invoke-Quietly $scenario.Before
        $before = Get-World
        Invoke-Quietly $scenario.Act
        $whole = Get-World
        $between = @(foreach ($part in $scenario.Between) {
                Reset-World
                Invoke-Quietly $scenario.Before
                Invoke-Quietly $part
                Get-World
            })
        foreach ($each in $Kind) {
            $counts = [pscustomobject]@{ Name = $scenario.Name; Kind = $each; Injected = 0; Nothing = 0; Whole = 0; Half = 0; Failures = [Collections.Generic.List[string]]::new() }
            for ($at = $First; ; $at += $Every) {
                # A copy may lack a thread that it waits for: then all of it once more.
                $tries = 0
                do {
                    Reset-World
                    Invoke-Quietly $scenario.Before
                    $fault = Invoke-WithFault $scenario.Act $each $at ([bool]$scenario.Apart)
                } while ($fault.Hung -and $tries++ -lt 5)
                if ($fault.Hung) { $counts.Failures.Add("$each $at`: the process did not end") }
                if (-not $fault.Injected) { break }
                $counts.Injected++
                $sum.Injected++
                # Nobody can clean up after kill -9: there the second run does.
                $after = Wait-World (@($before, $whole) + $between) ($each -eq 'Kill' ? 0 : 10)
                if ($after -eq $before) { $counts.Nothing++ }
                elseif ($after -eq $whole) { $counts.Whole++ }
                else {
                    $counts.Half++
                    if ($each -ne 'Kill' -and $after -notin $between -and -not $scenario.Steps) { $counts.Failures.Add("$each $at ($($fault.Where)): half: $($fault.Message): $(Compare-World $before $after)") }
                }
                try { Invoke-Quietly $again }
                catch {
                    $id = "$($_.FullyQualifiedErrorId)" -replace ',.*'
                    if (-not $scenario.Gone -or $id -ne $scenario.Gone) { $counts.Failures.Add("$each $at ($($fault.Where)): again: $id`: $_") }
                }
                $final = Wait-World $whole ($each -eq 'Kill' ? 3 : 10)
                if ($final -ne $whole) { $counts.Failures.Add("$each $at ($($fault.Where)): not whole after the second run: $(Compare-World $whole $final)") }
            }
            $sum.Failures += $counts.Failures.Count
            $counts
        }
    }
}
finally {
    Reset-World
    $shell.Dispose()
    Remove-Item $temporary -Recurse -Force
}

Write-Host "$($sum.Injected) faults injected, $($sum.Failures) not survived"
if ($sum.Failures) { exit 1 }
