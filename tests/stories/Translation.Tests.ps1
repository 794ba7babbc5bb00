# The five tutorials, played by bash in one stack and as converted scripts of PowerShell in another: ip sees the same network, and what is
# masqueraded and published is the same for nft.

BeforeDiscovery {
    # The commands of each tutorial in the order in which they work, without what it shows to fail, and with the typing inside as a heredoc.
    $pair = { param($n) "ip netns add netns$n`nip link add veth$n type veth peer name ceth$n`nip link set ceth$n netns netns$n`nip link set veth$n up" }
    $inside = { param($n, $address) "nsenter --net=/run/netns/netns$n bash <<'EOT'`nip link set lo up`nip link set ceth$n up`nip addr add $address/16 dev ceth$n`nEOT" }
    $tutorials = @(
        @{ Name = '1: container networking is simple'; Masquerade = '172.18.0.0/16'; Port = 'tcp . 5000'; Script = @"
#!/bin/bash
# Two containers on a bridge, and a way out.
set -e
$(& $pair 0)
$(& $inside 0 172.18.0.10)
$(& $pair 1)
$(& $inside 1 172.18.0.20)
sudo ip link add br0 type bridge
sudo ip link set br0 up
sudo ip link set veth0 master br0
sudo ip link set veth1 master br0
ip addr add 172.18.0.1/16 dev br0
for n in 0 1; do
  nsenter --net=/run/netns/netns`$n ip route add default via 172.18.0.1
done
bash -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE
iptables -t nat -A PREROUTING -d 172.18.0.1 -p tcp -m tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:5000
iptables -t nat -A OUTPUT -d 172.18.0.1 -p tcp -m tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:5000
"@ }
        @{ Name = '2: network namespaces'; Masquerade = '192.168.15.0/24'; Port = ''; Script = @'
ip netns add red && ip netns add blue
ip link add veth-red type veth peer name veth-blue
ip link set veth-red netns red
ip link set veth-blue netns blue
ip -n red addr add 192.168.15.1 dev veth-red
ip -n blue addr add 192.168.15.2 dev veth-blue
ip -n red link set veth-red up
ip -n blue link set veth-blue up
ip link add v-net-0 type bridge
ip link set dev v-net-0 up
ip -n red link del veth-red
for name in red blue; do
  ip link add veth-$name type veth peer name veth-$name-br
  ip link set veth-$name netns $name
  ip link set veth-$name-br master v-net-0
  ip link set veth-$name-br up
done
ip -n red addr add 192.168.15.1/24 dev veth-red
ip -n blue addr add 192.168.15.2/24 dev veth-blue
ip -n red link set veth-red up
ip -n blue link set veth-blue up
ip addr add 192.168.15.5/24 dev v-net-0
ip netns exec blue ip route add 192.168.1.0/24 via 192.168.15.5
ip netns exec blue ip route add default via 192.168.15.5
iptables -t nat -A POSTROUTING -s 192.168.15.0/24 -j MASQUERADE
'@ }
        @{ Name = '3: the namespace of a process'; Masquerade = ''; Port = ''; Script = @'
mkdir -p /var/run/netns/
ip netns add first
ip -n first link set lo up
mount --bind /run/netns/first /run/netns/$NAME
'@ -replace '\$NAME', 'nstest' -replace 'mount', "touch /run/netns/nstest`nmount" }
        @{ Name = '4: a link for a namespace'; Masquerade = ''; Port = ''; Script = @'
ip netns add my_netns
ip link add eth1 type ifb
ip link set eth1 netns my_netns
ip link add docker1 type bridge
ip link set docker1 up
ip link add veth_br type veth peer name veth_my_netns
ip link set veth_br master docker1
ip link set veth_my_netns netns my_netns
ip link set veth_br up
ip netns exec my_netns ip link set veth_my_netns up
ip netns exec my_netns ip address add 10.123.0.2/16 dev veth_my_netns
'@ }
        @{ Name = '5: container networking demo'; Masquerade = '172.18.0.0/16'; Port = 'tcp . 5000'; Script = @"
sudo ip netns add netns0
sudo ip link add veth0 type veth peer name ceth0
sudo ip link set ceth0 netns netns0
sudo ip link set veth0 up
sudo ip addr add 172.18.0.11/16 dev veth0
$(& $inside 0 172.18.0.10)
sudo ip netns delete netns0
# But if you still have some leftovers...
sudo ip link delete veth0 2>/dev/null || true
$(& $pair 0)
$(& $inside 0 172.18.0.10)
sudo ip link add br0 type bridge
sudo ip link set br0 up
sudo ip link set veth0 master br0
sudo ip addr add 172.18.0.1/16 dev br0
ip netns exec netns0 ip route add default via 172.18.0.1
sysctl -w net.ipv4.ip_forward=1
sudo iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE
sudo iptables -t nat -A PREROUTING -d 172.18.0.1 -p tcp -m tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:5000
"@ }
    )
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/NetworkPicture.ps1

    function Get-Picture {
        # The order in which links were made does not count.
        @(Get-NetworkPicture -AnyProtocol) -replace '^\[|\]$'
    }

    function Invoke-Bash {
        # A tutorial as it is; iptables is left out, since what it makes is not what the module makes.
        param([string] $Script)
        $Script = $Script -replace '(?m)^(sudo )?iptables .*$' -replace '(?m)^sudo '
        $Script | sh -c 'bash -e 2>&1 >/dev/null'
        if ($LASTEXITCODE) { throw "bash fails with $LASTEXITCODE" }
    }
}

AfterAll {
    Reset-World
    Assert-NothingLeft
}

Describe 'Tutorial <Name>' -ForEach $tutorials {
    AfterEach { Reset-World }

    It 'as converted<Words> makes the network that bash makes' -ForEach @(@{ Words = ''; Merge = $false }, @{ Words = ' with -Merge'; Merge = $true }) {
        Reset-World
        Invoke-Bash $Script | Should -BeNullOrEmpty
        $expected = Get-Picture
        Reset-World
        $converted = ConvertFrom-NetCommand $Script -AsScript -Merge:$Merge
        $problems = @(& ([scriptblock]::Create($converted)) 2>&1 3>$null | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
        $problems | Should -BeNullOrEmpty -Because $converted
        $said = nft -j list ruleset | ConvertFrom-Json
        $difference = Compare-Object $expected @(Get-Picture) | ForEach-Object { "$($_.SideIndicator -eq '<=' ? 'bash:' : 'PowerShell:') $($_.InputObject)" }
        $difference | Should -BeNullOrEmpty -Because $converted
        $sets = @($said.nftables | Where-Object { $_.PSObject.Properties.Name -in 'set', 'map' } | ForEach-Object { $_.PSObject.Properties.Value } | Where-Object { $_.table -eq 'NetNs' -and $_.PSObject.Properties['elem'] })
        $masqueraded = @($sets | Where-Object name -EQ masquerade4 | ForEach-Object { $_.elem } | ForEach-Object { $net = $_.PSObject.Properties['elem'] ? $_.elem.val : $_; "$($net.prefix.addr)/$($net.prefix.len)" })
        "$masqueraded" | Should -Be $Masquerade
        [bool](@($sets | Where-Object name -Like publish4*).Count) | Should -Be ([bool]$Port)
    }
}
