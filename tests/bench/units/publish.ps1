# N ports published, by a call for each, one by one in a pipe, and in one call; listed; one more at N; taken back. All into tables that are there.
param([int] $N)

$target = [ipaddress]'172.18.0.2'
$ports = 1..$N | ForEach-Object { "$(10000 + $_):80" }
$objects = $ports | ForEach-Object { [pscustomobject]@{ Port = $_; Target = $target } }
$many = { Publish-ContainerPort $ports -Target $target -WarningAction Ignore }.GetNewClosure()
# A process for each takes long: of many ports it is a sample, and told as if it were all.
$sample = [math]::Min($N, 500)
$newTable = {
    param([string] $Name)
    switch -Wildcard ($Name) {
        'NetNs' { $null = Add-Masquerade 172.18.0.0/16 -WarningAction Ignore }
        'floor' { $null = Measure-Floor publish, init }
        'nft*' {
            @'
add table ip bench
add map ip bench pub { type inet_service : ipv4_addr . inet_service; }
add chain ip bench pre { type nat hook prerouting priority -100; }
add rule ip bench pre dnat to tcp dport map @pub
'@ | nft -f -
        }
    }
}
$fill = {
    param([string] $Name)
    & $newTable $Name
    if ($Name -eq 'floor') { $null = Measure-Floor publish, batch, $N } else { $null = & $many }
}.GetNewClosure()
$byNft = { Measure-Process "for i in `$(seq 1 $sample); do nft add element ip bench pub { `$((10000+i)) : 172.18.0.2 . 80 }; done" }.GetNewClosure()
$byIptables = { Measure-Process "for i in `$(seq 1 $sample); do iptables -t nat -A PREROUTING -p tcp --dport `$((10000+i)) -j DNAT --to-destination 172.18.0.2:80; done" }.GetNewClosure()
$inFull = { param([scriptblock] $Work) (& $Work) * $N / $sample }.GetNewClosure()
@{
    Name        = "publish by a call for each, $N"
    Prepare     = $newTable
    Contestants = [ordered]@{ 'NetNs' = { Measure-Pipeline { foreach ($port in $ports) { Publish-ContainerPort $port -Target $target -WarningAction Ignore } } }.GetNewClosure() }
}
@{
    Name        = "publish one by one in a pipe, $N"
    Prepare     = $newTable
    Note        = $sample -lt $N ? "processes: $sample" : $null
    Contestants = [ordered]@{
        'NetNs'                    = { Measure-Pipeline { $objects | Publish-ContainerPort -WarningAction Ignore } }.GetNewClosure()
        'floor'                    = { Measure-Floor publish, one, $N, 1 }.GetNewClosure()
        'nft, a process each'      = { & $inFull $byNft }.GetNewClosure()
        'iptables, a process each' = { & $inFull $byIptables }.GetNewClosure()
    }
}
@{
    Name        = "publish in one call, $N"
    Prepare     = $newTable
    Contestants = [ordered]@{
        'NetNs'  = { Measure-Pipeline $many }.GetNewClosure()
        'floor'  = { Measure-Floor publish, batch, $N }.GetNewClosure()
        'nft -f' = { Measure-Process "(for i in `$(seq 1 $N); do echo add element ip bench pub { `$((10000+i)) : 172.18.0.2 . 80 }; done) | nft -f -" }.GetNewClosure()
    }
}
@{
    Name        = "list $N ports"
    Prepare     = $fill
    Contestants = [ordered]@{ 'NetNs' = { Measure-Pipeline { Get-ContainerPort } }; 'floor' = { Measure-Floor publish, list } }
}
@{ Name = "one more at $N"; Prepare = $fill; Contestants = [ordered]@{ 'NetNs' = { Measure-Pipeline { Publish-ContainerPort 9999:80 -Target $target -WarningAction Ignore } }.GetNewClosure() } }
@{ Name = "unpublish $N, down the pipe"; Prepare = $fill; Contestants = [ordered]@{ 'NetNs' = { Measure-Pipeline { Get-ContainerPort | Unpublish-ContainerPort } } } }
@{ Name = "unpublish $N, in one call"; Prepare = $fill; Contestants = [ordered]@{ 'NetNs' = { Measure-Pipeline { Unpublish-ContainerPort -Target $target } }.GetNewClosure() } }
