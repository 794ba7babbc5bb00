#requires -Version 7.6
<#
.SYNOPSIS
    Measures how many connections a second go through a published port, with 10 ports published and with 10,000.
.DESCRIPTION
    Two pretend hosts stand side by side, each with another machine before it and a server behind it; one has few ports, the other many. Short
    rounds alternate between them, and which is first alternates, too, so that the machine's moods fall on both alike. A round connects to ports
    all over what is published, one connection after the other. The output is the median and the quartiles of each, of the client's processor time for a connection, and of the ratios within a pair of rounds.
    With -By other ways to the same server are measured, too or instead, to tell what the spread of the clients over ports costs by itself: a pair of
    hosts for each, all in the same rounds.
.EXAMPLE
    tests/private-stack.sh pwsh -NoProfile -File tests/bench/connection-rate.ps1
.EXAMPLE
    tests/private-stack.sh pwsh -NoProfile -File tests/bench/connection-rate.ps1 -By Publish, Map, Rule, Listen -Rounds 60
#>
[CmdletBinding()]
param(
    [int] $Few = 10,
    [int] $Many = 10000,
    # How clients get to the server. Publish: by published ports. Map: by a map of nft with an element for each port, and nothing else. Rule: by one
    # rule for all ports, so that nothing is looked up. Listen: without any translation, to a server that listens at each port.
    [ValidateSet('Publish', 'Map', 'Rule', 'Listen')] [string[]] $By = 'Publish',
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
import resource, select, socket, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (20000, 20000))
waiting = select.epoll(); sockets = {}
for port in range(int(sys.argv[1]), int(sys.argv[2]) + 1):
    s = socket.socket(); s.bind(("", port)); s.listen(1024); waiting.register(s, select.EPOLLIN); sockets[s.fileno()] = s
print("ready", flush=True)
while True:
    for number, _ in waiting.poll(): sockets[number].accept()[0].close()
'@
# Closed with a reset: nothing is kept of a connection, and no port of the client's runs short.
$client = @'
import socket, struct, sys, time
ports, count, spread = (int(a) for a in sys.argv[1:4]); address = sys.argv[4]
linger = struct.pack("ii", 1, 0)
def connect(i):
    s = socket.create_connection((address, 10000 + i % spread * 7919 % ports), 5)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger); s.close()
for line in sys.stdin:
    for i in range(100): connect(i)
    start, used = time.perf_counter(), time.process_time()
    for i in range(count): connect(i)
    print(count / (time.perf_counter() - start), (time.process_time() - used) / count * 1e6, flush=True)
'@

function Start-Inside([string] $Namespace, [string[]] $Arguments) {
    $start = [Diagnostics.ProcessStartInfo]::new('ip')
    foreach ($argument in @('netns', 'exec', $Namespace, 'python3', '-c') + $Arguments) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    [Diagnostics.Process]::Start($start)
}

function New-Host([string] $Name, [int] $Ports, [string] $Way) {
    $null = New-NetNamespace $Name, "$Name-web", "$Name-machine"
    $null = New-Bridge br0 -Namespace $Name -IPAddress 10.88.0.1/24
    $null = Connect-Bridge br0 "$Name-web" -BridgeNamespace $Name -IPAddress 10.88.0.2/24
    $null = New-VethPair up0 eth0 -Namespace $Name -PeerNamespace "$Name-machine" -IPAddress 192.0.2.1/24 -PeerIPAddress 192.0.2.2/24 -Up
    $null = New-NetRoute default -NextHop 192.0.2.1 -Namespace "$Name-machine"
    Enable-NetForwarding -Namespace $Name
    if ($Way -eq 'Publish') { $null = Publish-ContainerPort (10000..(9999 + $Ports) | ForEach-Object { "${_}:80" }) -Target "$Name-web" -Namespace $Name }
    elseif ($Way -ne 'Listen') {
        $elements = (10000..(9999 + $Ports) | ForEach-Object { "tcp . $_ : 10.88.0.2 . 80" }) -join ', '
        $rule = $Way -eq 'Map' ? 'dnat ip to meta l4proto . th dport map @m' : 'tcp dport 10000-19999 dnat ip to 10.88.0.2:80'
        "table inet t { map m { type inet_proto . inet_service : ipv4_addr . inet_service; elements = { $elements } }; chain c { type nat hook prerouting priority -100; fib daddr type local $rule; }; }" |
            ip netns exec $Name nft -f -
        if ($LASTEXITCODE) { throw 'nft did not take the ruleset.' }
    }
    $listening = Start-Inside "$Name-web" ($Way -eq 'Listen' ? ($server, 10000, (9999 + $Ports)) : ($server, 80, 80))
    $null = $listening.StandardOutput.ReadLine()
    $address = $Way -eq 'Listen' ? '10.88.0.2' : '192.0.2.1'
    @{ Name = $Name; Server = $listening; Client = Start-Inside "$Name-machine" $client, $Ports, $Count, $Spread, $address; Rates = [Collections.Generic.List[double]]::new(); Times = [Collections.Generic.List[double]]::new() }
}

function Measure-Round($Side) {
    $Side.Client.StandardInput.WriteLine()
    $Side.Client.StandardOutput.ReadLine() -split ' ' | ForEach-Object { [double]::Parse($_, [cultureinfo]::InvariantCulture) }
}

function Get-Quartiles([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    foreach ($part in 0.25, 0.5, 0.75) { $sorted[[int][math]::Floor($part * ($sorted.Count - 1))] }
}

$pairs = [ordered]@{}
try {
    foreach ($way in $By) { $pairs[$way] = @((New-Host "few$way" $Few $way), (New-Host "many$way" $Many $way)) }
    foreach ($round in 0..$Rounds) {
        foreach ($pair in $pairs.Values) {
            foreach ($side in ($round % 2 ? $pair : $pair[1, 0])) {
                $rate, $time = Measure-Round $side
                # The first pair warms up.
                if ($round) { $side.Rates.Add($rate); $side.Times.Add($time) }
            }
        }
    }
    foreach ($way in $By) {
        $little, $much = $pairs[$way]
        $rows = [ordered]@{
            "$Few ports, connections/s"      = $little.Rates
            "$Many ports, connections/s"     = $much.Rates
            'ratio within a pair'            = foreach ($i in 0..($Rounds - 1)) { $much.Rates[$i] / $little.Rates[$i] }
            # The client's, in which the kernel does most of the work of both ends, is less at the mercy of whatever else runs.
            "$Few ports, processor µs"       = $little.Times
            "$Many ports, processor µs"      = $much.Times
            'ratio within a pair, processor' = foreach ($i in 0..($Rounds - 1)) { $much.Times[$i] / $little.Times[$i] }
        }
        foreach ($what in $rows.Keys) {
            $low, $median, $high = Get-Quartiles $rows[$what]
            [pscustomobject]@{ By = $way; What = $what; Median = [math]::Round($median, 3); LowerQuartile = [math]::Round($low, 3); UpperQuartile = [math]::Round($high, 3) }
        }
    }
}
finally {
    foreach ($side in $pairs.Values | ForEach-Object { $_ }) {
        $side.Client.Kill()
        $side.Server.Kill()
    }
    Get-NetNamespace few*, many* | Remove-NetNamespace
}
