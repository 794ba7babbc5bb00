#requires -Version 7.6
<#
.SYNOPSIS
    Measures how many connections a second go through a published port, with 10 ports published and with 10,000.
.DESCRIPTION
    Two pretend hosts stand side by side, each with another machine before it and a server behind it; one has few ports, the other many. Short
    rounds alternate between them, and which is first alternates, too, so that the machine's moods fall on both alike. A round connects to ports
    all over what is published, one connection after the other. The output is the median and the quartiles of each, and of the ratio within a pair of rounds.
.EXAMPLE
    tests/private-stack.sh pwsh -NoProfile -File tests/bench/connection-rate.ps1
#>
[CmdletBinding()]
param(
    [int] $Few = 10,
    [int] $Many = 10000,
    # To how many of the published ports a round connects at most, spread over all of them.
    [int] $Spread = [int]::MaxValue,
    # Pairs of rounds.
    [int] $Rounds = 60,
    # Connections in a round.
    [int] $Count = 2000
)

$ErrorActionPreference = 'Stop'
$version = (Import-PowerShellDataFile "$PSScriptRoot/../../NetNs.psd1").ModuleVersion
Import-Module ($env:NETNS_MODULE ?? "$PSScriptRoot/../../output/NetNs/$version/NetNs.psd1")

$server = @'
import socket
s = socket.socket(); s.bind(("", 80)); s.listen(1024); print("ready", flush=True)
while True: s.accept()[0].close()
'@
# Closed with a reset: nothing is kept of a connection, and no port of the client's runs short.
$client = @'
import socket, struct, sys, time
ports, count, spread = (int(a) for a in sys.argv[1:4])
linger = struct.pack("ii", 1, 0)
def connect(i):
    s = socket.create_connection(("192.0.2.1", 10000 + i % spread * 7919 % ports), 5)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger); s.close()
for line in sys.stdin:
    for i in range(100): connect(i)
    start = time.perf_counter()
    for i in range(count): connect(i)
    print(count / (time.perf_counter() - start), flush=True)
'@

function Start-Inside([string] $Namespace, [string[]] $Arguments) {
    $start = [Diagnostics.ProcessStartInfo]::new('ip')
    foreach ($argument in @('netns', 'exec', $Namespace, 'python3', '-c') + $Arguments) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    [Diagnostics.Process]::Start($start)
}

function New-Host([string] $Name, [int] $Ports) {
    $null = New-NetNamespace $Name, "$Name-web", "$Name-machine"
    $null = New-Bridge br0 -Namespace $Name -IPAddress 10.88.0.1/24
    $null = Connect-Bridge br0 "$Name-web" -BridgeNamespace $Name -IPAddress 10.88.0.2/24
    $null = New-VethPair up0 eth0 -Namespace $Name -PeerNamespace "$Name-machine" -IPAddress 192.0.2.1/24 -PeerIPAddress 192.0.2.2/24 -Up
    $null = New-NetRoute default -NextHop 192.0.2.1 -Namespace "$Name-machine"
    $null = Publish-ContainerPort (10000..(9999 + $Ports) | ForEach-Object { "${_}:80" }) -Target "$Name-web" -Namespace $Name -EnableForwarding
    $listening = Start-Inside "$Name-web" $server
    $null = $listening.StandardOutput.ReadLine()
    @{ Name = $Name; Server = $listening; Client = Start-Inside "$Name-machine" $client, $Ports, $Count, $Spread; Rates = [Collections.Generic.List[double]]::new() }
}

function Measure-Round($Side) {
    $Side.Client.StandardInput.WriteLine()
    [double]::Parse($Side.Client.StandardOutput.ReadLine(), [cultureinfo]::InvariantCulture)
}

function Get-Quartiles([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    foreach ($part in 0.25, 0.5, 0.75) { $sorted[[int][math]::Floor($part * ($sorted.Count - 1))] }
}

$sides = @()
try {
    $sides = @((New-Host few $Few), (New-Host many $Many))
    foreach ($round in 0..$Rounds) {
        foreach ($side in ($round % 2 ? $sides : $sides[1, 0])) {
            $rate = Measure-Round $side
            # The first pair warms up.
            if ($round) { $side.Rates.Add($rate) }
        }
    }
    $ratios = foreach ($i in 0..($Rounds - 1)) { $sides[1].Rates[$i] / $sides[0].Rates[$i] }
    foreach ($row in @{ n = "$Few published, connections/s"; v = $sides[0].Rates }, @{ n = "$Many published, connections/s"; v = $sides[1].Rates }, @{ n = "ratio of a pair"; v = $ratios }) {
        $low, $median, $high = Get-Quartiles $row.v
        [pscustomobject]@{ What = $row.n; Median = [math]::Round($median, 3); LowerQuartile = [math]::Round($low, 3); UpperQuartile = [math]::Round($high, 3); Rounds = $Rounds }
    }
}
finally {
    foreach ($side in $sides) { $side.Client.Kill(); $side.Server.Kill() }
    Get-NetNamespace few*, many* | Remove-NetNamespace
}
