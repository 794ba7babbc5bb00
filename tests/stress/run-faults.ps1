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
    tests/private-stack.sh pwsh -NoProfile -File tests/stress/run-faults.ps1 -Name Connect-Bridge -Kind Kill
#>
[CmdletBinding()]
param(
    [string[]] $Name = '*',
    [ValidateSet('RefuseMessage', 'NotSent', 'AnswerLost', 'Timeout', 'RefuseCall', 'Kill', 'CtrlC')]
    [string[]] $Kind = @('RefuseMessage', 'NotSent', 'AnswerLost', 'Timeout', 'RefuseCall', 'CtrlC', 'Kill'),
    # Every how manieth fault is tried: 1 is all.
    [int] $Every = 1
)

if (-not $env:NETNS_PRIVATE_STACK) { throw 'This changes the network of the stack it runs in. Run it by tests/private-stack.sh.' }
$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path $PSScriptRoot)
if (-not $env:NETNS_MODULE) { $env:NETNS_MODULE = "$root/output/NetNs/$((Import-PowerShellDataFile "$root/NetNs.psd1").ModuleVersion)/NetNs.psd1" }
. "$PSScriptRoot/FaultInjection.ps1"
Import-Module $env:NETNS_MODULE
$temporary = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "netns-faults-$PID")
$library = Build-FaultLibrary $temporary
Initialize-FaultInjection $library

# Before: the world that the command begins in. Again: what must succeed after the fault, and end as the command does.
$bridge = 'New-Bridge br0 -IPAddress 10.88.0.1/24, fd88::1/64'
$connected = "$bridge; New-NetNamespace web; Connect-Bridge br0 web -IPAddress 10.88.0.2/24, fd88::2/64"
$scenarios = @(
    @{ Name = 'New-NetNamespace'; Before = ''; Act = 'New-NetNamespace web' }
    @{ Name = 'New-VethPair'; Before = 'New-NetNamespace web'; Act = 'New-VethPair v0 v1 -PeerNamespace web -IPAddress 10.1.0.1/24 -PeerIPAddress 10.1.0.2/24 -Up' }
    @{ Name = 'New-Bridge'; Before = ''; Act = 'New-Bridge br0 -IPAddress 10.88.0.1/24, fd88::1/64 -Mtu 1400' }
    @{ Name = 'New-NetLink'; Before = ''; Act = 'New-NetLink x0 -Kind Vxlan -Vni 7 -Remote 127.0.0.2 -Port 4789 -Up' }
    @{ Name = 'Add-BridgePort'; Before = "$bridge; New-VethPair v0 v1"; Act = 'Add-BridgePort br0 v0 -Hairpin -Isolated' }
    @{ Name = 'Connect-Bridge'; Before = "$bridge; New-NetNamespace web"; Act = 'Connect-Bridge br0 web' }
    @{ Name = 'Disconnect-Bridge'; Before = $connected; Act = 'Disconnect-Bridge -Namespace web -Bridge br0'; Again = 'Disconnect-Bridge -Namespace web -Bridge br0'; Gone = 'LinkNotFound' }
    @{ Name = 'Publish-ContainerPort'; Before = $connected; Act = 'Publish-ContainerPort 8080:80, 5353:53/udp -Target web -EnableForwarding' }
    @{ Name = 'Unpublish-ContainerPort'; Before = "$connected; Publish-ContainerPort 8080:80 -Target web -EnableForwarding"; Act = 'Unpublish-ContainerPort 8080'; Again = 'Unpublish-ContainerPort 8080'; Gone = 'PortNotPublished' }
    @{ Name = 'Add-Masquerade'; Before = $bridge; Act = 'Add-Masquerade 10.88.0.0/24 -EnableForwarding' }
    @{ Name = 'Remove-Masquerade'; Before = "$bridge; Add-Masquerade 10.88.0.0/24 -EnableForwarding"; Act = 'Remove-Masquerade 10.88.0.0/24'; Again = 'Remove-Masquerade 10.88.0.0/24'; Gone = 'MasqueradeNotFound' }
    @{ Name = 'Remove-NetNamespace'; Before = "$connected; Publish-ContainerPort 8080:80 -Target web -EnableForwarding"; Act = 'Remove-NetNamespace web -Wait'; Again = 'Get-ContainerPort | Unpublish-ContainerPort; Remove-NetNamespace web -Wait'; Gone = 'NamespaceNotFound' }
    @{ Name = 'Remove-Bridge'; Before = "$bridge; Add-Masquerade 10.88.0.0/24 -EnableForwarding"; Act = 'Remove-Bridge br0'; Again = 'Get-Masquerade | Remove-Masquerade; Remove-Bridge br0'; Gone = 'BridgeNotFound' }
    @{ Name = 'Move-NetLink'; Before = 'New-NetNamespace web; New-VethPair v0 v1'; Act = 'Move-NetLink v1 -Destination web -NewName eth0'; Again = 'if (-not (Get-NetLink eth0 -Namespace web -ErrorAction Ignore)) { Move-NetLink v1 -Destination web -NewName eth0 }' }
    @{ Name = 'Mount-NetNamespace'; Before = 'New-NetNamespace web'; Act = 'Mount-NetNamespace alias -Path /run/netns/web'; Again = 'Mount-NetNamespace alias -Path /run/netns/web'; Gone = 'NamespaceAlreadyExists' }
    @{ Name = 'Enable-NetForwarding'; Before = ''; Act = 'Enable-NetForwarding' ; Again = 'Enable-NetForwarding' }
    @{ Name = 'New-NetIPAddress'; Before = 'New-VethPair v0 v1 -Up'; Act = 'New-NetIPAddress 10.1.0.1/24 -InterfaceAlias v0' }
    @{ Name = 'New-NetRoute'; Before = 'New-VethPair v0 v1 -IPAddress 10.1.0.1/24 -Up'; Act = 'New-NetRoute 10.9.0.0/16 -NextHop 10.1.0.2' }
    @{ Name = 'Publish-ContainerPort -Verbose'; Before = $connected; Act = 'Publish-ContainerPort 8080:80 -Target web -EnableForwarding -Verbose'; Again = 'Publish-ContainerPort 8080:80 -Target web -EnableForwarding -IfExists Reuse' }
    @{ Name = 'Set-Bridge'; Before = 'New-Bridge br0'; Act = 'Set-Bridge br0 -Stp -AgeingTime 60'; Again = 'Set-Bridge br0 -Stp -AgeingTime 60' }
)

function Get-World { (& "$PSScriptRoot/world-state.sh") -join "`n" }
function Reset-World { & "$PSScriptRoot/reset-world.sh" }
function Invoke-Quietly { param([string] $Command) $null = & ([scriptblock]::Create($Command)) 3>$null 4>$null }

function Wait-World {
    # The state, once it is one of those given; else as it stays. The kernel clears up removed namespaces later.
    param([string[]] $Expected)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (($now = Get-World) -notin $Expected -and $clock.Elapsed.TotalSeconds -lt 3) { [Threading.Thread]::Sleep(20) }
    $now
}

function Compare-World {
    # The lines in which two states differ, for the report.
    param([string] $Before, [string] $After)
    @(Compare-Object ($Before -split "`n") ($After -split "`n") | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" }) -join ' | '
}

function Invoke-WithFault {
    # Runs the command with one fault; tells whether it was reached, and the error of the command.
    param([string] $Command, [string] $Kind, [int] $At)
    $message = $null
    if ($Kind -eq 'Kill') {
        & ([Environment]::ProcessPath) -NoProfile -NonInteractive -File "$PSScriptRoot/fault-child.ps1" $library $At $Command *> "$temporary/child.txt"
        if ($LASTEXITCODE -notin 0, 137) { throw "The child ended with $LASTEXITCODE`: $(Get-Content "$temporary/child.txt" -Raw)" }
        return [pscustomobject]@{ Injected = $LASTEXITCODE -eq 137; Where = "call $At"; Message = 'killed' }
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
        foreach ($each in $Kind) {
            $counts = [pscustomobject]@{ Name = $scenario.Name; Kind = $each; Injected = 0; Nothing = 0; Whole = 0; Half = 0; Failures = [Collections.Generic.List[string]]::new() }
            for ($at = 1; ; $at += $Every) {
                Reset-World
                Invoke-Quietly $scenario.Before
                $fault = Invoke-WithFault $scenario.Act $each $at
                if (-not $fault.Injected) { break }
                $counts.Injected++
                $sum.Injected++
                $after = Wait-World $before, $whole
                if ($after -eq $before) { $counts.Nothing++ }
                elseif ($after -eq $whole) { $counts.Whole++ }
                else {
                    $counts.Half++
                    # Nobody can clean up after kill -9: there the second run does.
                    if ($each -ne 'Kill') { $counts.Failures.Add("$each $at ($($fault.Where)): half: $($fault.Message): $(Compare-World $before $after)") }
                }
                try { Invoke-Quietly $again }
                catch {
                    $id = "$($_.FullyQualifiedErrorId)" -replace ',.*'
                    if (-not $scenario.Gone -or $id -ne $scenario.Gone) { $counts.Failures.Add("$each $at ($($fault.Where)): again: $id`: $_") }
                }
                $final = Wait-World $whole
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
