# N ports published, by a call for each, one by one in a pipe, and in one call; listed; one more at N; taken back.
param([int] $N)

$target = [ipaddress]'172.18.0.2'
$ports = 1..$N | ForEach-Object { "$(10000 + $_):80" }
$objects = $ports | ForEach-Object { [pscustomobject]@{ Port = $_; Target = $target } }
$many = { Publish-ContainerPort $ports -Target $target -WarningAction Ignore }.GetNewClosure()
$table = @'
add table ip bench
add map ip bench pub { type inet_service : ipv4_addr . inet_service; }
add chain ip bench pre { type nat hook prerouting priority -100; }
add rule ip bench pre dnat to tcp dport map @pub
'@
$newTable = { $table | nft -f - }.GetNewClosure()
@{
    Name        = "publish by a call for each, $N"
    Prepare     = $newTable
    Contestants = [ordered]@{
        'NetNs'              = { Measure-Pipeline { $ports | ForEach-Object { Publish-ContainerPort $_ -Target $target -WarningAction Ignore } } }.GetNewClosure()
        'nft, a process each' = { Measure-Process "for i in `$(seq 1 $N); do nft add element ip bench pub { `$((10000+i)) : 172.18.0.2 . 80 }; done" }.GetNewClosure()
    }
}
@{
    Name        = "publish one by one in a pipe, $N"
    Prepare     = $newTable
    Contestants = [ordered]@{
        'NetNs'              = { Measure-Pipeline { $objects | Publish-ContainerPort -WarningAction Ignore } }.GetNewClosure()
        'nft, a process each' = { Measure-Process "for i in `$(seq 1 $N); do nft add element ip bench pub { `$((10000+i)) : 172.18.0.2 . 80 }; done" }.GetNewClosure()
    }
}
@{
    Name        = "publish in one call, $N"
    Prepare     = $newTable
    Contestants = [ordered]@{
        'NetNs'  = { Measure-Pipeline $many }.GetNewClosure()
        'nft -f' = { Measure-Process "(for i in `$(seq 1 $N); do echo add element ip bench pub { `$((10000+i)) : 172.18.0.2 . 80 }; done) | nft -f -" }.GetNewClosure()
    }
}
@{ Name = "list $N ports"; Prepare = $many; Contestants = [ordered]@{ 'NetNs' = { Measure-Pipeline { Get-ContainerPort } } } }
@{ Name = "one more at $N"; Prepare = $many; Contestants = [ordered]@{ 'NetNs' = { Measure-Pipeline { Publish-ContainerPort 9999:80 -Target $target -WarningAction Ignore } }.GetNewClosure() } }
@{ Name = "unpublish $N"; Prepare = $many; Contestants = [ordered]@{ 'NetNs' = { Measure-Pipeline { Get-ContainerPort | Unpublish-ContainerPort -Confirm:$false } } } }
