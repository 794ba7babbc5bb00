# Tab: a name among 1,000.
param([int] $N)

@{
    Name        = 'a namespace among 1,000'
    Prepare     = { 1..1000 | ForEach-Object { "ns$_" } | New-NetNamespace }
    Contestants = [ordered]@{ 'NetNs' = { Measure-Pipeline { TabExpansion2 'Remove-NetNamespace ns77' } } }
}
@{
    Name        = 'a link among 1,000'
    Prepare     = { bash -c 'for i in $(seq 1 500); do echo link add va$i type veth peer name vb$i; done | ip -batch -' }
    Contestants = [ordered]@{ 'NetNs' = { Measure-Pipeline { TabExpansion2 'Get-NetLink va77' } } }
}
