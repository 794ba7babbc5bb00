# Lists as objects: 1,000 links, 10,000 addresses, 100,000 routes.
param([int] $N)

$links = { bash -c 'for i in $(seq 1 500); do echo link add va$i type veth peer name vb$i; done | ip -batch -' }
$addresses = {
    bash -c '(echo link add va type veth peer name vb; echo link set va up; echo link set vb up
        for i in $(seq 0 9999); do echo addr add 10.$((i / 65536)).$((i / 256 % 256)).$((i % 256))/32 dev va; done) | ip -batch -'
}
$routes = {
    bash -c '(echo link add va type veth peer name vb; echo link set va up; echo link set vb up; echo addr add 192.0.2.1/24 dev va
        for i in $(seq 0 99999); do echo route add 20.$((i / 4096 % 256)).$((i / 16 % 256)).$((i % 16 * 16))/28 via 192.0.2.2; done) | ip -batch -'
}
function New-Step {
    param([string] $Name, [scriptblock] $Prepare, [int] $Count, [scriptblock] $Own, [string] $Word, [string[]] $Ip)
    @{
        Name        = $Name
        Prepare     = $Prepare
        ReadsOnly   = $true
        Contestants = [ordered]@{
            'NetNs'                          = { Measure-List $Own $Count }.GetNewClosure()
            'floor'                          = { Measure-Floor dump, $Word }.GetNewClosure()
            'ip -json with ConvertFrom-Json' = { Measure-List { ip @Ip | ConvertFrom-Json } 1 }.GetNewClosure()
            'ip -json with jq'               = { Measure-Process "ip $Ip | jq length" }.GetNewClosure()
        }
    }
}
New-Step '1,000 links' $links 1000 { Get-NetLink } links '-json', 'link'
New-Step '10,000 addresses' $addresses 10000 { Get-NetIPAddress -AddressFamily IPv4 } addrs '-4', '-json', 'addr'
New-Step '100,000 routes' $routes 100000 { Get-NetRoute -AddressFamily IPv4 } routes '-4', '-json', 'route'
@{
    Name        = 'first of 100,000 routes'
    Prepare     = $routes
    ReadsOnly   = $true
    Note        = 'streams: memory does not grow with the table'
    Contestants = [ordered]@{ 'NetNs' = { Measure-Pipeline { Get-NetRoute -AddressFamily IPv4 | Select-Object -First 1 } } }
}
