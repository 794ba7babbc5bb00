#!/usr/bin/env -S pwsh -NoProfile -NonInteractive -File
<#
.SYNOPSIS
    Does one unit of work of the benchmark through the module, and prints "ms X": how long it took in this session.
.DESCRIPTION
    Takes what any contestant takes:

        lab up|down N    links up|down N    dump links|addrs|routes    exec N
        publish init|clear|list    publish one COUNT FIRST    publish batch COUNT

    It warms itself up on throw-away namespaces, pairs and ports first, as a session that is in use is warm: so many rounds of the same
    work (-WarmUp). The time of the whole process includes that, the printed one does not. NETNS_MODULE names the module to
    measure; left out, it is the one that was built last.
.EXAMPLE
    tests/private-stack.sh tests/bench/contestant.ps1 lab up 100
#>
param(
    [Parameter(Mandatory, Position = 0)]
    [ValidateSet('lab', 'links', 'dump', 'publish', 'exec')]
    [string] $Unit,

    [Parameter(Mandatory, Position = 1)]
    [string] $What,

    [Parameter(Position = 2)]
    [int] $Count = 1,

    # publish one: the number of the first port.
    [Parameter(Position = 3)]
    [int] $First = 1,

    # Rounds of warming up. The runtime compiles what is used often anew, in the background, in steps some 100 ms apart.
    [int] $WarmUp = 15
)

$ErrorActionPreference = 'Stop'
$module = $env:NETNS_MODULE
if (-not $module) {
    $version = (Import-PowerShellDataFile "$PSScriptRoot/../../NetNs.psd1").ModuleVersion
    $module = "$PSScriptRoot/../../output/NetNs/$version/NetNs.psd1"
}
Import-Module $module

function Start-Lab([int] $Count, [string] $Bridge, [string] $Prefix, [string] $Address) {
    $null = New-Bridge $Bridge -IPAddress $Address
    $null = 1..$Count | ForEach-Object { "$Prefix$_" } | New-NetNamespace | Connect-Bridge $Bridge
}

function Stop-Lab([string] $Bridge, [string] $Prefix, [switch] $Wait) {
    Get-NetNamespace "$Prefix*" | Remove-NetNamespace -Wait:$Wait
    Remove-Bridge $Bridge
}

function Add-Pair([int] $Count, [string] $First, [string] $Second) {
    $null = 1..$Count | ForEach-Object { [pscustomobject]@{ Name = "$First$_"; PeerName = "$Second$_" } } | New-VethPair
}

# Port 10000+i leads to port 80 of 172.18.0.1+i.
function Get-Target([int] $Index) { "172.18.$(($Index + 1) -shr 8).$(($Index + 1) -band 255)" }

function Add-Port([int] $Count, [int] $First) {
    $null = $First..($First + $Count - 1) | ForEach-Object { [pscustomobject]@{ Port = "$(10000 + $_):80"; Target = Get-Target $_ } } |
        Publish-ContainerPort -WarningAction Ignore
}

# The same in a namespace that nobody needs, and so into a table of its own.
function Start-PublishWarmUp {
    $null = New-NetNamespace warm-up -IfExists Reuse
    $null = Add-Masquerade 172.18.0.0/16 -Namespace warm-up -WarningAction Ignore
    $null = 1..300 | ForEach-Object { [pscustomobject]@{ Port = "$(10000 + $_):80"; Target = Get-Target $_ } } | Publish-ContainerPort -Namespace warm-up -WarningAction Ignore
    $null = Get-ContainerPort -Namespace warm-up
    Get-ContainerPort -Namespace warm-up | Unpublish-ContainerPort -Namespace warm-up
    Get-Masquerade -Namespace warm-up | Remove-Masquerade -Namespace warm-up
    Remove-NetNamespace warm-up -Wait
}

function Measure-Work([scriptblock] $Work) {
    [GC]::Collect()
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $made = & $Work
    $clock.Stop()
    "ms $($clock.Elapsed.TotalMilliseconds.ToString('0.000', [cultureinfo]::InvariantCulture))"
    if ($made -is [int]) { "count $made" }
}

$work = switch ("$Unit $What") {
    'lab up' { { Start-Lab $Count br0 ns 172.18.0.1/16 } }
    'lab down' { { Stop-Lab br0 ns } }
    'links up' { { Add-Pair $Count va vb } }
    'links down' { { Get-NetLink va* | Remove-NetLink } }
    'dump links' { { @(Get-NetLink).Count } }
    'dump addrs' { { @(Get-NetIPAddress -AddressFamily IPv4).Count } }
    'dump routes' { { @(Get-NetRoute -AddressFamily IPv4).Count } }
    'publish init' { { $null = Add-Masquerade 172.18.0.0/16 -WarningAction Ignore } }
    'publish one' { { Add-Port $Count $First } }
    'publish batch' { { Add-Port $Count $First } }
    'publish list' { { @(Get-ContainerPort).Count } }
    'publish clear' { { Get-ContainerPort | Unpublish-ContainerPort; Get-Masquerade | Remove-Masquerade } }
    default {
        if ($Unit -ne 'exec') { throw "There is no such work: $Unit $What" }
        $runs = [int]$What
        { foreach ($i in 1..$runs) { Start-NetNamespaceProcess ns1 true -Wait } }
    }
}
for ($round = 1; $round -le $WarmUp; $round++) {
    switch ($Unit) {
        'lab' {
            Start-Lab 30 warm-br warm-up 198.18.0.1/24
            Stop-Lab warm-br warm-up -Wait
        }
        'links' {
            Add-Pair 100 warm-a warm-b
            Get-NetLink warm-a* | Remove-NetLink
        }
        'dump' { $null = & $work }
        'publish' { Start-PublishWarmUp }
        'exec' { foreach ($i in 1..10) { Start-NetNamespaceProcess ns1 true -Wait } }
    }
    # The compiler waits until nothing new was called for 100 ms.
    if ($WarmUp -gt 1) { Start-Sleep -Milliseconds 150 }
}
# The kernel is still clearing up what the rounds above left, and holds the lock that all work on links needs.
if ($WarmUp) { Start-Sleep -Milliseconds 500 }
Measure-Work $work
