#!/usr/bin/env -S pwsh -NoProfile -NonInteractive -File
<#
.SYNOPSIS
    Does one unit of work of the benchmark through the module, and prints "ms X": how long it took in this session.
.DESCRIPTION
    Takes what any contestant takes: lab up|down N, links up|down N, dump links|addrs|routes. It warms itself up on
    one throw-away namespace first, for links on some throw-away pairs, as a session that is in use is warm; the time of the whole process includes that, the
    printed one does not. NETNS_MODULE names the module to measure; left out, it is the one that was built last.
.EXAMPLE
    tests/private-stack.sh tests/bench/contestant.ps1 lab up 100
#>
param(
    [Parameter(Mandatory, Position = 0)]
    [ValidateSet('lab', 'links', 'dump')]
    [string] $Unit,

    [Parameter(Mandatory, Position = 1)]
    [string] $What,

    [Parameter(Position = 2)]
    [int] $Count = 1
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

function Measure-Work([scriptblock] $Work) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $made = & $Work
    $clock.Stop()
    "ms $($clock.Elapsed.TotalMilliseconds.ToString('0.000', [cultureinfo]::InvariantCulture))"
    if ($made -is [int]) { "count $made" }
}

Start-Lab 1 warm-br warm-up 198.18.0.1/24
Stop-Lab warm-br warm-up -Wait
if ($Unit -eq 'links') {
    $null = 1..20 | ForEach-Object { [pscustomobject]@{ Name = "warm-a$_"; PeerName = "warm-b$_" } } | New-VethPair
    Get-NetLink warm-a* | Remove-NetLink
}

switch ("$Unit $What") {
    'lab up' { Measure-Work { Start-Lab $Count br0 ns 172.18.0.1/16 } }
    'lab down' { Measure-Work { Stop-Lab br0 ns } }
    'links up' { Measure-Work { $null = 1..$Count | ForEach-Object { [pscustomobject]@{ Name = "va$_"; PeerName = "vb$_" } } | New-VethPair } }
    'links down' { Measure-Work { Get-NetLink va* | Remove-NetLink } }
    'dump links' { Measure-Work { @(Get-NetLink).Count } }
    'dump addrs' { Measure-Work { @(Get-NetIPAddress -AddressFamily IPv4).Count } }
    'dump routes' { Measure-Work { @(Get-NetRoute -AddressFamily IPv4).Count } }
    default { throw "There is no such work: $Unit $What" }
}
