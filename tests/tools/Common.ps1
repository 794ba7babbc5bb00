# Dot-sourced by every *.Tests.ps1 in BeforeAll. The whole run happens in a private network and mount
# namespace (a "pretend host") that tests/private-stack.sh makes; outside of one the tests refuse to start.

if (-not $env:NETNS_PRIVATE_STACK) {
    throw 'These tests change the network of the stack they run in. Run them by: ./build.sh test'
}

& $PSScriptRoot/../../tools/Pwsh.ps1

$module = $env:NETNS_MODULE
if (-not $module) {
    $version = (Import-PowerShellDataFile "$PSScriptRoot/../../NetNs.psd1").ModuleVersion
    $module = "$PSScriptRoot/../../output/NetNs/$version/NetNs.psd1"
}
Import-Module $module -ErrorAction Stop

function Reset-World {
    # Back to an empty pretend host: no namespaces, no links but lo, no policy rules, no ruleset, no routes, forwarding off.
    foreach ($file in Get-ChildItem /run/netns -ErrorAction Ignore) {
        umount -l $file.FullName 2>$null
        Remove-Item -LiteralPath $file.FullName -Force -ErrorAction Ignore
    }
    foreach ($link in (ip -json link | ConvertFrom-Json | Where-Object { $_.link_type -ne 'loopback' })) { ip link del dev $link.ifname 2>$null }
    foreach ($family in '-4', '-6') {
        foreach ($rule in (ip $family -json rule | ConvertFrom-Json).Where{ $_.priority -notin 0, 32766, 32767 }) { ip $family rule del priority $rule.priority }
    }
    nft flush ruleset 2>$null
    sysctl -q -w net.ipv4.ip_forward=0 2>$null # Set-Content writes in two parts, and the kernel takes neither
}

function Get-StrayThread {
    # The threads of this process that are not at home, by name, number and namespace.
    $atHome = (Get-Item /proc/self/ns/net).Target
    foreach ($task in [IO.Directory]::GetDirectories('/proc/self/task')) {
        $where = (Get-Item "$task/ns/net" -ErrorAction Ignore).Target
        # One that has just ended has no namespace.
        if ($where -and $where -ne $atHome) { "$(Get-Content "$task/comm" -ErrorAction Ignore) $(Split-Path $task -Leaf) in $where" }
    }
}

function Get-WorldState {
    # What a run could leave behind, in comparable form.
    [pscustomobject]@{
        Namespaces = @(Get-ChildItem /run/netns -ErrorAction Ignore | ForEach-Object Name | Sort-Object) -join ' '
        Links      = @(ip -json link | ConvertFrom-Json | ForEach-Object ifname | Sort-Object) -join ' '
        Mounts     = @(Get-Content /proc/self/mountinfo | Where-Object { $_ -match ' - nsfs ' }).Count
        Ruleset    = (nft list ruleset 2>$null) -join "`n"
        Forwarding = (Get-Content /proc/sys/net/ipv4/ip_forward)
        Threads    = @(Get-StrayThread) -join ', '
        Sockets    = @(Get-ChildItem /proc/self/fd | Where-Object { $_.Target -match '^net:\[' }).Count
    }
}

function Wait-Until {
    # Waits for a condition, never for a time.
    param([scriptblock] $Condition, [int] $TimeoutMilliseconds = 5000)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.ElapsedMilliseconds -gt $TimeoutMilliseconds) { return $false }
        [Threading.Thread]::Sleep(5)
    }
    $true
}

function Get-ErrorOf {
    # The error record that a script block ends in or writes.
    param([scriptblock] $Script)
    try { $null = & $Script 2>&1 3>$null | Tee-Object -Variable out; @($out | Where-Object { $_ -is [Management.Automation.ErrorRecord] })[0] } catch { $_ }
}

function Invoke-WithoutPrivilege {
    # What a command line ends in, in a pwsh that may not change the network: "ErrorId: message", or its output.
    param([string] $Command)
    $script = "`$ProgressPreference = 'SilentlyContinue'; Import-Module '$((Get-Module NetNs).Path)'; try { $Command -ErrorAction Stop } catch { `"`$(`$_.FullyQualifiedErrorId): `$_`" }"
    (setpriv --bounding-set=-net_admin,-sys_admin --inh-caps=-net_admin,-sys_admin pwsh -NoProfile -NonInteractive -Command $script) -join "`n"
}

function Test-Ping {
    # Whether an address answers one ping of the ping program, from a namespace (or from the pretend host).
    param([string] $Address, [string] $From)
    if ($From) { ip netns exec $From ping -c 1 -W 1 $Address *> $null } else { ping -c 1 -W 1 $Address *> $null }
    $LASTEXITCODE -eq 0
}

$script:HomeState = Get-WorldState

function Assert-NothingLeft {
    # To be called in AfterAll, after Reset-World was not needed: compares with the state when the file began.
    $now = Get-WorldState
    foreach ($property in $script:HomeState.PSObject.Properties.Name) {
        if (-not (Wait-Until { (Get-WorldState).$property -eq $script:HomeState.$property })) {
            throw "Left behind: $property was '$($script:HomeState.$property)' and is '$($now.$property)'."
        }
    }
}
