# A lab: a bridge, N namespaces on it, each with an address and a default route; and taking it down until no link is left.
param([int] $N)

$up = { New-Bridge br0 -IPAddress 172.18.0.1/16; 1..$N | ForEach-Object { "ns$_" } | New-NetNamespace | Connect-Bridge br0 }.GetNewClosure()
$one = @'
ip link add br0 type bridge; ip addr add 172.18.0.1/16 dev br0; ip link set br0 up
for i in $(seq 1 {0}); do
  ip netns add ns$i; ip link add veth$i type veth peer name eth0 netns ns$i; ip link set veth$i master br0; ip link set veth$i up
  ip -n ns$i link set lo up; ip -n ns$i link set eth0 up
  ip -n ns$i addr add 172.18.$(( (i+1) / 256 )).$(( (i+1) % 256 ))/16 dev eth0; ip -n ns$i route add default via 172.18.0.1
done
'@.Replace('{0}', $N)
$batch = @'
(echo link add br0 type bridge; echo addr add 172.18.0.1/16 dev br0; echo link set br0 up
 for i in $(seq 1 {0}); do echo netns add ns$i; echo link add veth$i master br0 up type veth peer name eth0 netns ns$i; done) | ip -batch -
for i in $(seq 1 {0}); do
  printf 'link set lo up\nlink set eth0 up\naddr add 172.18.%d.%d/16 dev eth0\nroute add default via 172.18.0.1\n' $(( (i+1) / 256 )) $(( (i+1) % 256 )) | ip -n ns$i -batch -
done
'@.Replace('{0}', $N)
$python = @'
import pyroute2
from pyroute2 import IPRoute, NetNS, netns
ip = IPRoute(); ip.link("add", ifname="br0", kind="bridge"); br = ip.link_lookup(ifname="br0")[0]
ip.addr("add", index=br, address="172.18.0.1", prefixlen=16); ip.link("set", index=br, state="up")
for i in range(1, {0} + 1):
    n = "ns%d" % i; netns.create(n)
    ip.link("add", ifname="veth%d" % i, kind="veth", peer={"ifname": "eth0", "net_ns_fd": n})
    h = ip.link_lookup(ifname="veth%d" % i)[0]; ip.link("set", index=h, master=br, state="up")
    with NetNS(n) as ns:
        ns.link("set", index=1, state="up"); e = ns.link_lookup(ifname="eth0")[0]; ns.link("set", index=e, state="up")
        ns.addr("add", index=e, address="172.18.%d.%d" % ((i + 1) // 256, (i + 1) % 256), prefixlen=16); ns.route("add", dst="default", gateway="172.18.0.1")
'@.Replace('{0}', $N)

$makers = [ordered]@{
    'NetNs'          = { Measure-Pipeline $up }.GetNewClosure()
    'floor'          = { Measure-Floor lab, up, $N }.GetNewClosure()
    'ip one by one'  = { Measure-Process $one }.GetNewClosure()
    'ip -batch'      = { Measure-Process $batch }.GetNewClosure()
}
if ((Test-Program python3) -and (/usr/bin/python3 -c 'import pyroute2' 2>&1 | Out-String) -eq '') {
    $makers['pyroute2'] = { Measure-Process "/usr/bin/python3 - <<'END'`n$python`nEND" }.GetNewClosure()
}

# Until no link is left, by the same clock for all.
$removers = [ordered]@{
    'NetNs'         = { Measure-Gone { Measure-Pipeline { Get-NetNamespace ns* | Remove-NetNamespace -Confirm:$false; Remove-Bridge br0 -Confirm:$false } } }
    'floor'         = { Measure-Gone { Measure-Floor lab, down, $N } }.GetNewClosure()
    'ip one by one' = { Measure-Gone { Measure-Process 'for n in $(ip netns list | cut -d" " -f1); do ip netns del $n; done; ip link del br0' } }
    'ip -batch'     = { Measure-Gone { Measure-Process '(ip netns list | sed "s/ .*//; s/^/netns del /"; echo link del br0) | ip -batch -' } }
}

@{ Name = "lab up, $N"; Contestants = $makers }
@{ Name = "lab gone, $N"; Prepare = $up; Contestants = $removers }
$alone = [ordered]@{ 'NetNs' = { Measure-Pipeline { New-NetNamespace one | Connect-Bridge br0 } } }
@{ Name = 'one namespace, connected to an empty bridge'; Prepare = { New-Bridge br0 -IPAddress 172.18.0.1/16 }; Contestants = $alone }
@{ Name = "one more, connected to a bridge with $N others"; Prepare = $up; Contestants = $alone }
