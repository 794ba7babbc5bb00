# /bin/true, N times, inside a namespace, one after the other; and an empty block.
param([int] $N)

$one = { New-NetNamespace ns1 }
@{
    Name        = "true, $N times"
    Prepare     = $one
    Contestants = [ordered]@{
        'NetNs'                          = { Measure-Pipeline { foreach ($i in 1..$N) { Invoke-NetNamespace ns1 { /bin/true } } } }.GetNewClosure()
        'NetNs, all in one block'        = { Measure-Pipeline { Invoke-NetNamespace ns1 { foreach ($i in 1..$N) { /bin/true } } } }.GetNewClosure()
        'NetNs, Start-NetNamespaceProcess' = { Measure-Pipeline { foreach ($i in 1..$N) { Start-NetNamespaceProcess ns1 /bin/true -Wait } } }.GetNewClosure()
        'ip netns exec'                  = { Measure-Process "for i in `$(seq 1 $N); do ip netns exec ns1 true; done" }.GetNewClosure()
        'nsenter'                        = { Measure-Process "for i in `$(seq 1 $N); do nsenter --net=/run/netns/ns1 true; done" }.GetNewClosure()
    }
}
@{
    Name        = 'an empty block'
    Prepare     = $one
    Note        = 'mean of 1,000 calls'
    Contestants = [ordered]@{ 'NetNs' = { (Measure-Pipeline { foreach ($i in 1..1000) { Invoke-NetNamespace ns1 { } } }) / 1000 } }
}
