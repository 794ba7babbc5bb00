# N veth pairs in one place, made and removed.
param([int] $N)

$up = { 1..$N | ForEach-Object { [pscustomobject]@{ Name = "va$_"; PeerName = "vb$_" } } | New-VethPair }.GetNewClosure()
$byCall = { foreach ($i in 1..$N) { New-VethPair "va$i" "vb$i" } }.GetNewClosure()
@{
    Name        = "links up, $N pairs"
    Contestants = [ordered]@{
        'NetNs'         = { Measure-Pipeline $up }.GetNewClosure()
        'a call each'   = { Measure-Pipeline $byCall }.GetNewClosure()
        'floor'         = { Measure-Floor links, up, $N }.GetNewClosure()
        'ip one by one' = { Measure-Process "for i in `$(seq 1 $N); do ip link add va`$i type veth peer name vb`$i; done" }.GetNewClosure()
        'ip -batch'     = { Measure-Process "for i in `$(seq 1 $N); do echo link add va`$i type veth peer name vb`$i; done | ip -batch -" }.GetNewClosure()
    }
}
@{
    Name        = "links removed, $N pairs"
    Prepare     = $up
    Contestants = [ordered]@{
        'NetNs'              = { Measure-Pipeline { Get-NetLink va* | Remove-NetLink -Confirm:$false } }
        'floor'              = { Measure-Floor links, down, $N }.GetNewClosure()
        'ip one by one'      = { Measure-Process "for i in `$(seq 1 $N); do ip link del va`$i; done" }.GetNewClosure()
        'ip -batch by group' = { Measure-Process "(for i in `$(seq 1 $N); do echo link set va`$i group 77; done; echo link del group 77) | ip -batch -" }.GetNewClosure()
    }
}
