#requires -Version 7.6
<#
.SYNOPSIS
    Many processes and threads at once, many rounds, and large numbers; each with a count and what was seen.
.DESCRIPTION
    The output is one object for each trial. One that fails has its reason in Problem, and the exit code is 1.
    Runs in a private stack: tests/private-stack.sh pwsh -File …
.EXAMPLE
    tests/private-stack.sh pwsh -NoProfile -File tests/system/stress/run-stress.ps1
.EXAMPLE
    tests/private-stack.sh pwsh -NoProfile -File tests/system/stress/run-stress.ps1 -Name FirstNamespace -Small
#>
[CmdletBinding()]
param(
    [ValidateSet('*', 'FirstNamespace', 'OneBridge', 'PublishRace', 'Parallel', 'RemoveWhileListed', 'Leaks', 'BridgeFull', 'Namespaces', 'Ports', 'Routes')]
    [string[]] $Name = '*',
    # Numbers that take seconds, for every test run.
    [switch] $Small
)

if (-not $env:NETNS_PRIVATE_STACK) { throw 'This changes the network of the stack it runs in. Run it by tests/private-stack.sh.' }
$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path (Split-Path $PSScriptRoot))
& "$root/tools/Pwsh.ps1"
if (-not $env:NETNS_MODULE) { $env:NETNS_MODULE = "$root/output/NetNs/$((Import-PowerShellDataFile "$root/NetNs.psd1").ModuleVersion)/NetNs.psd1" }
Import-Module $env:NETNS_MODULE
$temporary = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "netns-stress-$(New-Guid)")

function Reset-World { & "$PSScriptRoot/../../tools/reset-world.sh" }

function Invoke-AtOnce {
    # Runs each command in a process of its own, all from the same moment; the output of each, as text.
    param([string[]] $Command)
    $run = New-Item -ItemType Directory -Path "$temporary/$([guid]::NewGuid().ToString('n'))"
    $processes = for ($i = 0; $i -lt $Command.Count; $i++) {
        Start-Process pwsh -PassThru -RedirectStandardOutput "$run/out-$i" -RedirectStandardError "$run/err-$i" -ArgumentList @(
            '-NoProfile', '-NonInteractive', '-File', "$PSScriptRoot/race-child.ps1", "$run/go", "$run/ready-$i", "`"$($Command[$i] -replace '"', '\"')`"")
    }
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (@(Get-ChildItem $run -Filter 'ready-*').Count -lt $Command.Count) {
        if ($clock.Elapsed.TotalSeconds -gt 120 -or ($processes | Where-Object { $_.HasExited -and $_.ExitCode })) { throw "A process did not get ready: $(Get-Content "$run/err-*" -Raw)" }
        [Threading.Thread]::Sleep(10)
    }
    Set-Content "$run/go" ''
    $processes | Wait-Process -Timeout 300
    for ($i = 0; $i -lt $Command.Count; $i++) {
        if ($said = Get-Content "$run/err-$i" -Raw) { throw "Process $i failed: $said" }
        (Get-Content "$run/out-$i" -Raw)
    }
}

function Assert-Equal {
    param($Wanted, $Seen, [string] $What)
    if ("$Wanted" -ne "$Seen") { throw "${What}: $Seen instead of $Wanted." }
}

function Wait-Equal {
    # For what the kernel does later.
    param($Wanted, [scriptblock] $Read, [string] $What)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ("$(($seen = & $Read))" -ne "$Wanted" -and $clock.Elapsed.TotalSeconds -lt 20) { [Threading.Thread]::Sleep(20) }
    Assert-Equal $Wanted $seen $What
}

function Get-Footing {
    # What a process could leak, and what the kernel could keep.
    for ($i = 0; $i -lt 3; $i++) { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }
    $atHome = (Get-Item /proc/self/ns/net).Target
    $self = [Diagnostics.Process]::GetCurrentProcess()
    [pscustomobject]@{
        Descriptors = @(Get-ChildItem "/proc/$PID/fd").Count
        Strays      = @([IO.Directory]::GetDirectories("/proc/$PID/task") | Where-Object { ($where = (Get-Item "$_/ns/net" -ErrorAction Ignore).Target) -and $where -ne $atHome }).Count
        Threads     = $self.Threads.Count
        Mounts      = @(Get-Content /proc/self/mountinfo).Count
        Links       = @(ip -o link).Count
        Megabytes   = [int]($self.WorkingSet64 / 1MB)
        HeapKB      = [int]([GC]::GetTotalMemory($true) / 1KB)
    }
}

$trials = [ordered]@{
    FirstNamespace    = {
        # The directory must not be there yet: who comes first makes it and mounts it.
        $count = $Small ? 6 : 32
        do { umount /run/netns 2>$null } while (-not $LASTEXITCODE)
        mount -t tmpfs none /run
        $null = Invoke-AtOnce @(1..$count | ForEach-Object { "`$null = New-NetNamespace first$_" })
        Assert-Equal 1 @(Get-Content /proc/self/mountinfo | Where-Object { ($_ -split ' ')[4] -eq '/run/netns' }).Count 'Mounts of /run/netns'
        Assert-Equal $count @(Get-NetNamespace).Count 'Namespaces'
        Assert-Equal $count @(Get-NetNamespace first* | Where-Object State -EQ Active).Count 'Active namespaces'
        "$count processes made the first namespace at once: one mount, $count namespaces"
    }
    OneBridge         = {
        $processes, $each = $Small ? (3, 4) : (8, 25)
        $null = New-Bridge br0 -IPAddress 10.88.0.1/16, fd88::1/64
        $names = 1..($processes * $each) | ForEach-Object { "ns$_" }
        $null = New-NetNamespace $names
        $null = Invoke-AtOnce @(0..($processes - 1) | ForEach-Object { $p = $_; "`$null = $(@($names[($p * $each)..($p * $each + $each - 1)] | ForEach-Object { "'$_'" }) -join ',') | Connect-Bridge br0" })
        $addresses = foreach ($ns in $names) { ip -n $ns -o address show dev eth0 scope global | ForEach-Object { ($_ -split '\s+')[3] } }
        Assert-Equal (2 * $names.Count) $addresses.Count 'Addresses'
        Assert-Equal (2 * $names.Count) @($addresses | Sort-Object -Unique).Count 'Different addresses'
        "$processes processes connected $($names.Count) namespaces to one bridge: $($addresses.Count) addresses, none twice"
    }
    PublishRace       = {
        $rounds = $Small ? 15 : 200
        $null = New-Bridge br0 -IPAddress 10.88.0.1/24
        $null = 'a', 'b' | New-NetNamespace | Connect-Bridge br0
        # Both want the same ports: who comes second is told so, and nothing else goes wrong.
        $command = "`$won = 0; foreach (`$i in 1..$rounds) { `$port = 9000 + `$i % 5; try { `$null = Publish-ContainerPort `"`${port}:80`" -Target NAME -ErrorAction Stop; `$won++; Unpublish-ContainerPort `$port -ErrorAction Stop } " +
            "catch { if (`$_.FullyQualifiedErrorId -notlike 'PortAlreadyPublished,*') { throw } } }; `$won"
        $won = Invoke-AtOnce ($command -replace 'NAME', 'a'), ($command -replace 'NAME', 'b')
        Assert-Equal '' ((nft list ruleset) -join '') 'The ruleset that is left'
        Assert-Equal 0 (Get-Content /proc/sys/net/ipv4/conf/br0/route_localnet) 'route_localnet'
        "2 processes published and unpublished the same 5 ports $rounds times each: $(($won | ForEach-Object { [int]$_ } | Measure-Object -Sum).Sum) won, the others were told whose it is, nothing is left"
    }
    Parallel          = {
        $count = $Small ? 20 : 200
        $null = New-Bridge br0 -IPAddress 10.88.0.1/16
        $module = $env:NETNS_MODULE
        $seen = 1..$count | ForEach-Object -ThrottleLimit 8 -Parallel {
            $ErrorActionPreference = 'Stop'
            Import-Module $using:module
            $connection = New-NetNamespace "p$_" | Connect-Bridge br0
            $alias = $connection | Get-NetIPAddress -AddressFamily IPv4 | ForEach-Object { "$($_.IPAddress)" }
            Remove-NetNamespace "p$_"
            "$alias"
        }
        Assert-Equal $count @($seen | Where-Object { $_ -like '10.88.*' }).Count 'Namespaces that had their address'
        Assert-Equal 0 @(Get-NetNamespace).Count 'Namespaces that are left'
        Assert-Equal 0 (Get-Footing).Strays 'Threads in other namespaces'
        "ForEach-Object -Parallel made, connected, read and removed $count namespaces, 8 at a time"
    }
    RemoveWhileListed = {
        $count = $Small ? 30 : 300
        $null = New-Bridge br0 -IPAddress 10.88.0.1/16
        $null = 1..$count | ForEach-Object { "r$_" } | New-NetNamespace | Connect-Bridge br0
        $list = "`$lists = 0; do { `$n = @(Get-NetNamespace).Count; `$null = Get-NetLink -AllNamespaces; `$null = Get-BridgePort br0; `$lists++ } while (`$n); `$lists"
        $said = Invoke-AtOnce $list, $list, "1..$count | ForEach-Object { Remove-NetNamespace `"r`$_`" }"
        Assert-Equal 0 @(Get-NetNamespace).Count 'Namespaces that are left'
        "$count namespaces were removed one by one while 2 processes listed everything $(($said[0..1] | ForEach-Object { [int]$_ } | Measure-Object -Sum).Sum) times, without an error"
    }
    Leaks             = {
        $rounds, $warm, $sessions = $Small ? (20, 10, 1) : (1000, 50, 20)
        $null = New-Bridge br0 -IPAddress 10.88.0.1/24
        $round = {
            param($WithSession)
            $connection = New-NetNamespace leak | Connect-Bridge br0
            $null = $connection | Publish-ContainerPort 8080:80 3>$null
            Assert-Equal '2' (Invoke-NetNamespace leak { (Get-NetLink).Count }) 'Links inside'
            if ($WithSession) {
                $session = New-NetNamespaceSession leak
                try { Assert-Equal 2 (Invoke-Command $session { @(Get-ChildItem /sys/class/net).Count }) 'Links in the session' } finally { Remove-PSSession $session }
                # Its process ends a moment later.
                Wait-Equal 0 { @(Get-NetNamespaceProcess leak).Count } 'Processes of the session'
            }
            Remove-NetNamespace leak -Wait
        }
        foreach ($i in 1..$warm) { & $round ($i -eq 1) }
        $before = Get-Footing
        foreach ($i in 1..$rounds) { & $round ($i % [int]($rounds / $sessions) -eq 0) }
        Wait-Equal $before.Descriptors { (Get-Footing).Descriptors -le $before.Descriptors ? $before.Descriptors : (Get-Footing).Descriptors } 'Descriptors'
        Wait-Equal 0 { (Get-Footing).Strays } 'Threads in other namespaces'
        Wait-Equal $before.Mounts { (Get-Footing).Mounts } 'Mounts'
        Wait-Equal $before.Links { (Get-Footing).Links } 'Links'
        Assert-Equal '' ((nft list ruleset) -join '') 'The ruleset that is left'
        $after = Get-Footing
        # The managed heap is what our code could grow; a tenth of a kilobyte for each round would show.
        if ($after.HeapKB - $before.HeapKB -gt 2048 + $rounds / 2) { throw "The heap grew from $($before.HeapKB) KB to $($after.HeapKB) KB." }
        "$rounds rounds ($sessions with a session): descriptors $($before.Descriptors) before, $($after.Descriptors) after; threads $($before.Threads), $($after.Threads), none outside of home; mounts $($before.Mounts), $($after.Mounts); heap $($before.HeapKB) KB, $($after.HeapKB) KB; working set $($before.Megabytes) MB, $($after.Megabytes) MB"
    }
    BridgeFull        = {
        # 1,023 is the kernel's number: there is no smaller trial of it.
        $null = New-Bridge br0 -IPAddress 10.88.0.1/16
        $null = New-NetNamespace last
        0..510 | ForEach-Object { "link add a$_ master br0 type veth peer name b$_"; "link set b$_ master br0" } | ip -batch -
        "link add a511 master br0 type veth peer name b511" | ip -batch -
        Assert-Equal 1023 @(Get-BridgePort br0).Count 'Ports'
        $failure = try { Connect-Bridge br0 last } catch { $_ }
        Assert-Equal 'BridgeFull,NetNs.Commands.ConnectBridgeCommand' $failure.FullyQualifiedErrorId 'Connect-Bridge'
        $failure = try { Add-BridgePort br0 b511 } catch { $_ }
        Assert-Equal 'BridgeFull,NetNs.Commands.AddBridgePortCommand' $failure.FullyQualifiedErrorId 'Add-BridgePort'
        Assert-Equal 1 @(Get-NetLink -Namespace last).Count 'Links in the namespace that did not fit'
        'bridge with 1,023 ports: the next is refused as BridgeFull, and nothing of it is left'
    }
    Namespaces        = {
        $count = $Small ? 100 : 2000
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $null = 1..$count | ForEach-Object { "many$_" } | New-NetNamespace
        $made = $clock.Elapsed.TotalSeconds
        $clock.Restart()
        Assert-Equal $count @(Get-NetNamespace).Count 'Namespaces'
        $listed = $clock.Elapsed.TotalSeconds
        $clock.Restart()
        Get-NetNamespace | Remove-NetNamespace
        Assert-Equal 0 @(Get-ChildItem /run/netns).Count 'Namespaces that are left'
        '{0} namespaces: made in {1:n1} s, listed in {2:n2} s, removed in {3:n1} s' -f $count, $made, $listed, $clock.Elapsed.TotalSeconds
    }
    Ports             = {
        $count = $Small ? 500 : 10000
        $null = New-Bridge br0 -IPAddress 10.88.0.1/24
        $connection = New-NetNamespace web | Connect-Bridge br0
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $null = $connection | Publish-ContainerPort "10000-$(9999 + $count):10000-$(9999 + $count)" 3>$null
        $made = $clock.Elapsed.TotalSeconds
        $clock.Restart()
        Assert-Equal $count @(Get-ContainerPort).Count 'Published ports'
        $listed = $clock.Elapsed.TotalSeconds
        Assert-Equal $count @((nft -j list map inet NetNs publish4 | ConvertFrom-Json).nftables.map.elem).Where{ $_ }.Count 'Elements that nft sees'
        $clock.Restart()
        Get-ContainerPort | Unpublish-ContainerPort
        Assert-Equal 0 @(Get-ContainerPort).Count 'Ports that are left'
        '{0} ports: published in {1:n2} s, listed in {2:n2} s, taken back in {3:n2} s' -f $count, $made, $listed, $clock.Elapsed.TotalSeconds
    }
    Routes            = {
        $count = $Small ? 5000 : 100000
        $null = New-NetNamespace routes
        & { for ($i = 0; $i -lt $count; $i++) { "route add blackhole 10.$($i -shr 16).$(($i -shr 8) -band 255).$($i -band 255)/32" } } | ip -n routes -batch -
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Assert-Equal $count @(Get-NetRoute -Namespace routes -AddressFamily IPv4).Count 'Routes'
        '{0} routes: listed in {1:n2} s' -f $count, $clock.Elapsed.TotalSeconds
    }
}

$failed = $false
try {
    foreach ($trial in $trials.Keys | Where-Object { $Name -eq '*' -or $_ -in $Name }) {
        Reset-World
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $seen = $problem = $null
        try { $seen = & $trials[$trial] } catch { $problem = "$_ ($($_.InvocationInfo.ScriptName -replace '.*/'):$($_.InvocationInfo.ScriptLineNumber))"; $failed = $true }
        [pscustomobject]@{ Trial = $trial; Seconds = [Math]::Round($clock.Elapsed.TotalSeconds, 1); Seen = $seen; Problem = $problem }
    }
}
finally {
    Reset-World
    Remove-Item $temporary -Recurse -Force
}

if ($failed) { exit 1 }
