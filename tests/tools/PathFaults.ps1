# A small network, and faults to plant into it, for the tests of Trace-NetPath: cli and oth are on the bridge br0 of rtr, srv is behind its eth1.
# Everything is made by ip, sysctl, nft and iptables: what is planted is not what the module believes.

# What differs between IPv4 and IPv6.
function Get-PathWords {
    param([int] $Version)
    $four = $Version -eq 4
    @{
        Version = $Version
        Family  = $four ? 'ip' : 'ip6'
        Tables  = $four ? 'iptables' : 'ip6tables'
        Icmp    = $four ? 'icmp' : 'ipv6-icmp'
        Cli     = $four ? '10.1.0.2' : 'fd00:1::2'
        Oth     = $four ? '10.1.0.3' : 'fd00:1::3'
        Srv     = $four ? '10.2.0.2' : 'fd00:2::2'
        Gw1     = $four ? '10.1.0.1' : 'fd00:1::1'
        Gw2     = $four ? '10.2.0.1' : 'fd00:2::1'
        Nobody  = $four ? '10.1.0.77' : 'fd00:1::77'
        Net1    = $four ? '10.1.0.0/24' : 'fd00:1::/64'
        Strange = $four ? '10.2.0.99' : 'fd00:2::99'
        Length  = $four ? 24 : 64
        Nd      = $four ? '' : 'icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept;'
    }
}

function New-PathLab {
    $lines = @(
        # Without duplicate address detection: a router with a tentative link-local address cannot ask for neighbors yet.
        foreach ($name in 'cli', 'oth', 'rtr', 'srv') { "ip netns add $name"; "ip netns exec $name sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.dad_transmits=0"; "ip -n $name link set lo up" }
        'ip -n rtr link add br0 type bridge'
        foreach ($name in 'cli', 'oth') {
            "ip -n rtr link add p-$name type veth peer name eth0 netns $name"
            "ip -n rtr link set p-$name master br0 up"
            "ip -n $name link set eth0 up"
        }
        'ip -n rtr link add eth1 type veth peer name eth0 netns srv'
        'ip -n rtr link set br0 up', 'ip -n rtr link set eth1 up', 'ip -n srv link set eth0 up'
        foreach ($version in 4, 6) {
            $w = Get-PathWords $version
            $nodad = $version -eq 6 ? 'nodad' : ''
            foreach ($at in "cli $($w.Cli) eth0", "oth $($w.Oth) eth0", "srv $($w.Srv) eth0", "rtr $($w.Gw1) br0", "rtr $($w.Gw2) eth1") {
                $name, $address, $link = $at -split ' '
                "ip -n $name addr add $address/$($w.Length) dev $link $nodad"
            }
            "ip -n cli -$version route add default via $($w.Gw1)", "ip -n oth -$version route add default via $($w.Gw1)", "ip -n srv -$version route add default via $($w.Gw2)"
        }
        'ip netns exec rtr sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1'
        foreach ($name in 'cli', 'oth', 'rtr', 'srv') { "ip netns exec $name sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0" }
        'for f in rtr/br0 rtr/eth1 srv/eth0 cli/eth0; do ip netns exec ${f%/*} sysctl -qw net.ipv4.conf.${f#*/}.rp_filter=0; done'
        'ip netns exec srv socat TCP6-LISTEN:80,fork,reuseaddr,ipv6only=0 SYSTEM:true >/dev/null 2>&1 & echo $!'
        'ip netns exec cli socat TCP6-LISTEN:80,fork,reuseaddr,ipv6only=0 SYSTEM:true >/dev/null 2>&1 & echo $!'
        'ip netns exec srv socat TCP-LISTEN:82,bind=127.0.0.1,fork,reuseaddr SYSTEM:true >/dev/null 2>&1 & echo $!'
        'ip netns exec srv socat TCP6-LISTEN:83,bind=[::1],fork,reuseaddr SYSTEM:true >/dev/null 2>&1 & echo $!'
        'ip netns exec srv socat UDP6-LISTEN:53,fork,reuseaddr,ipv6only=0 EXEC:cat >/dev/null 2>&1 & echo $!'
        'for port in 80 82 83; do for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do ip netns exec srv ss -Hltn "sport = :$port" | grep -q . && break; sleep 0.1; done; done'
        'for i in 1 2 3 4 5 6 7 8 9 10; do ip netns exec cli ss -Hltn "sport = :80" | grep -q . && break; sleep 0.1; done'
    )
    # The servers write to nobody: a pipe that they hold would never end.
    $script:pathServers = @(sh -ec ($lines -join "`n") | ForEach-Object { [int] $_ })
}

function Test-PathServer {
    # Whether a server runs still. One that has ended may stay a zombie for a while: that holds no namespace.
    param([int] $Id)
    try { [IO.File]::ReadAllText("/proc/$Id/status") -notmatch '(?m)^State:\s+Z' } catch [IO.IOException] { $false }
}

function Remove-PathLab {
    foreach ($id in $script:pathServers) { Stop-Process -Id $id -ErrorAction Ignore }
    foreach ($id in $script:pathServers) { for ($i = 0; $i -lt 50 -and (Test-PathServer $id); $i++) { Start-Sleep -Milliseconds 10 } }
    'cli', 'oth', 'rtr', 'srv' | ForEach-Object { ip netns del $_ 2>&1 | Out-Null }
}

# Whether it gets through in fact.
function Test-PathWitness {
    param([string] $From, [string] $To, $Port)
    if ($Port) {
        ip netns exec $From timeout 2 socat -u /dev/null "TCP:$($To.Contains(':') ? "[$To]" : $To):$Port,connect-timeout=1.2" 2>&1 | Out-Null
    }
    else {
        ip netns exec $From ping -n -c 1 -W 1 $To 2>&1 | Out-Null
    }
    $LASTEXITCODE -eq 0
}

# Name; Plant: shell lines with {Words}; Stage and In: where the packet must end. From, To and Port are cli, srv and a ping where nothing is said.
# Only: 4 or 6. Remedy: that what the blocked step says to type helps. Passes: nothing is wrong, and nothing may be called so.
$pathFaults = @(
    @{ Name = 'nothing'; Plant = ''; Passes = $true }
    @{ Name = 'nothing, by TCP'; Plant = ''; Port = 80; Passes = $true }
    @{ Name = 'no default route'; Plant = 'ip -n cli -{Version} route del default'; Stage = 'Route'; In = 'cli'; Remedy = $true }
    @{ Name = 'a gateway that nobody is'; Plant = 'ip -n cli -{Version} route replace default via {Nobody}'; Stage = 'Neighbor'; In = 'cli' }
    @{ Name = 'the link down'; Plant = 'ip -n cli link set eth0 down'; Stage = 'Link'; In = 'cli' }
    @{ Name = "the router's link down"; Plant = 'ip -n rtr link set eth1 down'; Stage = 'Link'; In = 'rtr'; Only = 4 }
    @{ Name = "the other end's link down"; Plant = 'ip -n srv link set eth0 down'; Stage = 'Peer'; In = 'rtr' }
    @{ Name = "the bridge's port down"; Plant = 'ip -n rtr link set p-cli down'; Stage = 'Peer'; In = 'cli'; Remedy = $true }
    @{ Name = 'the bridge down'; Plant = 'ip -n rtr link set br0 down'; Stage = 'Bridge'; In = 'rtr'; Only = 4; Remedy = $true }
    @{ Name = "the target's port down"; Plant = 'ip -n rtr link set p-oth down'; To = 'Oth'; Stage = 'Bridge'; In = 'rtr'; Remedy = $true }
    @{ Name = 'a missing address'; Plant = 'ip -n srv addr del {Srv}/{Length} dev eth0'; Stage = 'Neighbor'; In = 'rtr' }
    @{ Name = 'forwarding off'; Plant = 'ip netns exec rtr sysctl -qw net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0'; Stage = 'Forwarding'; In = 'rtr'; Remedy = $true }
    @{ Name = 'forwarding off where it comes in'; Plant = 'ip netns exec rtr sysctl -qw net.ipv4.conf.br0.forwarding=0'; Only = 4; Stage = 'Forwarding'; In = 'rtr'; Remedy = $true }
    @{ Name = 'forwarding off where the answer comes in'; Plant = 'ip netns exec rtr sysctl -qw net.ipv4.conf.eth1.forwarding=0'; Only = 4; Stage = 'Forwarding'; In = 'rtr'; Reply = $true; Remedy = $true }
    @{ Name = 'rp_filter strict'; Plant = 'ip -n srv link add d0 type veth peer name d1; ip -n srv link set d0 up; ip -n srv link set d1 up; ip -n srv route add {Net1} dev d0; ip netns exec srv sysctl -qw net.ipv4.conf.eth0.rp_filter=1'; Only = 4; Stage = 'ReversePathFilter'; In = 'srv' }
    @{ Name = 'a forward policy of drop'; Plant = "nft 'add table inet f; add chain inet f c { type filter hook forward priority 0; policy drop; }'"; Nft = 'rtr'; Stage = 'Forward'; In = 'rtr' }
    @{ Name = 'a forward rule'; Plant = "nft 'add table inet f; add chain inet f c { type filter hook forward priority 0; }; add rule inet f c tcp dport 80 drop'"; Nft = 'rtr'; Port = 80; Stage = 'Forward'; In = 'rtr'; Remedy = $true }
    @{ Name = 'a forward rule for another port'; Plant = "nft 'add table inet f; add chain inet f c { type filter hook forward priority 0; }; add rule inet f c tcp dport 81-90 drop'"; Nft = 'rtr'; Port = 80; Passes = $true }
    @{ Name = 'a rule that rejects'; Plant = "nft 'add table inet f; add chain inet f c { type filter hook forward priority 0; }; add rule inet f c tcp dport 80 reject'"; Nft = 'rtr'; Port = 80; Stage = 'Forward'; In = 'rtr'; Remedy = $true }
    @{ Name = 'an input rule'; Plant = "nft 'add table inet f; add chain inet f c { type filter hook input priority 0; policy drop; }; add rule inet f c ct state established accept; add rule inet f c icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept'"; Nft = 'srv'; Port = 80; Stage = 'Input'; In = 'srv'; Remedy = $true }
    @{ Name = 'an input policy that stops neighbour discovery'; Plant = "nft 'add table inet f; add chain inet f c { type filter hook input priority 0; policy drop; }; add rule inet f c tcp dport 80 accept'"; Nft = 'srv'; Port = 80; Only = 6; Stage = 'Neighbor'; In = 'srv'; Remedy = $true }
    @{ Name = 'an output rule'; Plant = "nft 'add table inet f; add chain inet f c { type filter hook output priority 0; }; add rule inet f c tcp dport 80 drop'"; Nft = 'cli'; Port = 80; Stage = 'Output'; In = 'cli'; Remedy = $true }
    @{ Name = 'a prerouting rule'; Plant = "nft 'add table {Family} f; add chain {Family} f c { type filter hook prerouting priority -300; }; add rule {Family} f c {Family} saddr {Cli} tcp dport 80 drop'"; Nft = 'rtr'; Port = 80; Stage = 'Prerouting'; In = 'rtr'; Remedy = $true }
    @{ Name = 'an ingress rule'; Plant = "nft 'add table netdev f; add chain netdev f c { type filter hook ingress device eth0 priority 0; }; add rule netdev f c {Family} daddr {Srv} tcp dport 80 drop'"; Nft = 'srv'; Port = 80; Stage = 'Ingress'; In = 'srv'; Remedy = $true }
    @{ Name = 'a postrouting rule'; Plant = "nft 'add table inet f; add chain inet f c { type filter hook postrouting priority 0; }; add rule inet f c oifname eth1 tcp dport 80 drop'"; Nft = 'rtr'; Port = 80; Stage = 'Postrouting'; In = 'rtr'; Remedy = $true }
    @{ Name = 'an input policy that forgets answers'; Plant = "nft 'add table inet f; add chain inet f c { type filter hook input priority 0; policy drop; }; add rule inet f c icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept'"; Nft = 'cli'; Port = 80; Stage = 'Input'; In = 'cli'; Reply = $true; Remedy = $true }
    @{ Name = 'a rule that drops answers'; Plant = "nft 'add table inet f; add chain inet f c { type filter hook forward priority 0; }; add rule inet f c ct state established drop'"; Nft = 'rtr'; Stage = 'Forward'; In = 'rtr'; Reply = $true }
    @{ Name = 'a policy of drop with what is wanted let through'; Plant = "nft 'add table inet f; add chain inet f c { type filter hook forward priority 0; policy drop; }; add rule inet f c ct state established,related accept; add rule inet f c {Family} saddr {Net1} tcp dport { 80, 443 } ct state new accept'"; Nft = 'rtr'; Port = 80; Passes = $true }
    @{ Name = 'no way back'; Plant = 'ip -n srv -{Version} route del default'; Stage = 'Route'; In = 'srv'; Reply = $true; Remedy = $true }
    @{ Name = 'no way back, but a masquerade'; Plant = "ip -n srv -{Version} route del default; ip netns exec rtr nft 'add table {Family} n; add chain {Family} n c { type nat hook postrouting priority 100; }; add rule {Family} n c oifname eth1 masquerade'"; Passes = $true }
    @{ Name = 'no listener'; Plant = ''; Port = 81; Stage = 'Listener'; In = 'srv' }
    @{ Name = 'a listener on 127.0.0.1'; Plant = ''; Port = 82; Stage = 'Listener'; In = 'srv' }
    @{ Name = 'a listener on ::1'; Plant = ''; Port = 83; Stage = 'Listener'; In = 'srv' }
    @{ Name = 'isolated ports'; Plant = 'ip -n rtr link set p-cli type bridge_slave isolated on; ip -n rtr link set p-oth type bridge_slave isolated on'; To = 'Oth'; Stage = 'Bridge'; In = 'rtr'; Remedy = $true }
    @{ Name = 'one isolated port'; Plant = 'ip -n rtr link set p-cli type bridge_slave isolated on'; To = 'Oth'; Passes = $true }
    @{ Name = 'a blackhole'; Plant = 'ip -n rtr -{Version} route add blackhole {Srv}'; Stage = 'Route'; In = 'rtr'; Remedy = $true }
    @{ Name = 'an unreachable route'; Plant = 'ip -n rtr -{Version} route add unreachable {Srv}'; Stage = 'Route'; In = 'rtr'; Remedy = $true }
    @{ Name = 'a prohibit route'; Plant = 'ip -n rtr -{Version} route add prohibit {Srv}'; Stage = 'Route'; In = 'rtr'; Remedy = $true }
    @{ Name = 'a blackhole for answers'; Plant = 'ip -n rtr -{Version} route add blackhole {Cli}'; Stage = 'Route'; In = 'rtr'; Reply = $true; Remedy = $true }
    @{ Name = 'a policy rule that prohibits'; Plant = 'ip -n rtr -{Version} rule add to {Srv} pref 100 prohibit'; Stage = 'Rule'; In = 'rtr' }
    @{ Name = 'a table with a blackhole'; Plant = 'ip -n rtr -{Version} route add blackhole default table 100; ip -n rtr -{Version} rule add to {Srv} pref 100 table 100'; Stage = 'Route'; In = 'rtr'; Remedy = $true }
    @{ Name = 'a policy rule for a port'; Plant = 'ip -n rtr -{Version} rule add ipproto tcp dport 80 pref 100 prohibit'; Port = 80; Stage = 'Rule'; In = 'rtr'; Only = 4 }
    @{ Name = 'a fixed neighbour that is wrong'; Plant = 'ip -n rtr neigh replace {Srv} lladdr 02:00:00:00:00:99 dev eth1 nud permanent'; Stage = 'Neighbor'; In = 'rtr'; Remedy = $true }
    @{ Name = 'IPv6 switched off at the end'; Plant = 'ip netns exec srv sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1'; Only = 6; Stage = 'Neighbor'; In = 'rtr' }
    @{ Name = 'IPv6 switched off at the source'; Plant = 'ip netns exec cli sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1'; Only = 6; Stage = 'Route'; In = 'cli' }
    @{ Name = 'br_netfilter and a forward policy'; Plant = "{Tables} -P FORWARD DROP"; Nft = 'rtr'; To = 'Oth'; Stage = 'Forward'; In = 'rtr'; Only = 4 }
    @{ Name = 'a rule of a bridge table'; Plant = "nft 'add table bridge f; add chain bridge f c { type filter hook forward priority 0; }; add rule bridge f c {Family} daddr {Oth} meta l4proto {Icmp} drop'"; Nft = 'rtr'; To = 'Oth'; Stage = 'Bridge'; In = 'rtr'; Only = 4 }
    @{ Name = 'a published port with a dead target'; Plant = "nft 'add table {Family} n; add chain {Family} n c { type nat hook prerouting priority -100; }; add rule {Family} n c tcp dport 8080 dnat to {Dead}'"; Nft = 'rtr'; From = 'srv'; To = 'Gw2'; Port = 8080; Stage = 'Neighbor'; In = 'rtr' }
    @{ Name = 'a published port'; Plant = "nft 'add table {Family} n; add chain {Family} n c { type nat hook prerouting priority -100; }; add rule {Family} n c tcp dport 8080 dnat to {Alive}'"; Nft = 'rtr'; From = 'srv'; To = 'Gw2'; Port = 8080; Passes = $true }
    @{ Name = 'a published port of a neighbour'; Plant = "nft 'add table {Family} n; add chain {Family} n c { type nat hook prerouting priority -100; }; add rule {Family} n c tcp dport 8080 dnat to {Alive}'"; Nft = 'rtr'; From = 'oth'; To = 'Gw1'; Port = 8080; Passes = $true; MayBlock = $true }
    @{ Name = "somebody's translation first"; Plant = "nft 'add table {Family} n; add chain {Family} n c { type nat hook prerouting priority -150; }; add rule {Family} n c tcp dport 80 dnat to {Dead}'"; Nft = 'rtr'; Port = 80; Stage = 'Neighbor'; In = 'rtr' }
    @{ Name = 'a verdict map'; Plant = "nft 'add table inet f; add chain inet f c { type filter hook forward priority 0; }; add rule inet f c tcp dport vmap { 80 : drop, 443 : accept }'"; Nft = 'rtr'; Port = 80; Stage = 'Forward'; In = 'rtr'; Remedy = $true }
    @{ Name = 'a set with intervals'; Plant = "nft 'add table {Family} f; add set {Family} f bad { type {Type}; flags interval; elements = { {Net1} }; }; add chain {Family} f c { type filter hook forward priority 0; }; add rule {Family} f c {Family} saddr @bad drop'"; Nft = 'rtr'; Stage = 'Forward'; In = 'rtr' }
    @{ Name = 'a concatenation'; Plant = "nft 'add table {Family} f; add chain {Family} f c { type filter hook forward priority 0; }; add rule {Family} f c {Family} saddr . tcp dport { {Cli} . 80 } drop'"; Nft = 'rtr'; Port = 80; Stage = 'Forward'; In = 'rtr'; Remedy = $true }
    @{ Name = 'a mark and a policy rule'; Plant = "nft 'add table inet f; add chain inet f c { type filter hook prerouting priority -150; }; add rule inet f c tcp dport 80 meta mark set 7'; ip -{Version} rule add fwmark 7 pref 100 prohibit"; Nft = 'rtr'; Port = 80; Stage = 'Rule'; In = 'rtr' }
    @{ Name = 'a mark and a rule'; Plant = "nft 'add table inet f; add chain inet f c { type filter hook prerouting priority -150; }; add rule inet f c {Family} saddr {Cli} meta mark set 5; add chain inet f d { type filter hook forward priority 0; }; add rule inet f d meta mark 5 drop'"; Nft = 'rtr'; Stage = 'Forward'; In = 'rtr' }
    @{ Name = 'a jump'; Plant = "nft 'add table inet f; add chain inet f d; add rule inet f d tcp dport 1-1023 drop; add chain inet f c { type filter hook forward priority 0; }; add rule inet f c iifname br0 jump d'"; Nft = 'rtr'; Port = 80; Stage = 'Forward'; In = 'rtr'; Remedy = $true }
    @{ Name = 'a rule of iptables'; Plant = '{Tables} -A FORWARD -p tcp -m multiport --dports 80,443 -m conntrack --ctstate NEW -j DROP'; Nft = 'rtr'; Port = 80; Stage = 'Forward'; In = 'rtr'; Remedy = $true }
    @{ Name = 'a policy of iptables'; Plant = '{Tables} -P FORWARD DROP; {Tables} -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'; Nft = 'rtr'; Port = 80; Stage = 'Forward'; In = 'rtr'; Remedy = $true }
    @{ Name = 'iptables that lets it through'; Plant = '{Tables} -P FORWARD DROP; {Tables} -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT; {Tables} -A FORWARD -s {Net1} -p tcp --dport 80 -j ACCEPT'; Nft = 'rtr'; Port = 80; Passes = $true }
    @{ Name = 'a source that nobody has'; Plant = "nft 'add table {Family} n; add chain {Family} n c { type nat hook postrouting priority 100; }; add rule {Family} n c oifname eth1 snat to {Strange}'"; Nft = 'rtr'; Stage = 'Neighbor'; In = 'srv'; Reply = $true }
    @{ Name = 'pings that are ignored'; Plant = 'ip netns exec srv sysctl -qw net.ipv4.icmp_echo_ignore_all=1 net.ipv6.icmp.echo_ignore_all=1'; Stage = 'Listener'; In = 'srv'; Remedy = $true }
    @{ Name = 'a translation to 127.0.0.1'; Plant = "nft 'add table ip n; add chain ip n c { type nat hook prerouting priority -100; }; add rule ip n c tcp dport 80 dnat to 127.0.0.1'"; Nft = 'srv'; Port = 80; Only = 4; Stage = 'ReversePathFilter'; In = 'srv'; Remedy = $true }
    @{ Name = 'a rule with a limit'; Plant = "nft 'add table inet f; add chain inet f c { type filter hook forward priority 0; }; add rule inet f c limit rate over 1000/second drop'"; Nft = 'rtr'; Unknown = $true }
)

function Get-PathFault {
    param([int] $Version)
    $w = Get-PathWords $Version
    $w.Dead = $Version -eq 4 ? "$($w.Nobody):80" : "[$($w.Nobody)]:80"
    $w.Alive = $Version -eq 4 ? "$($w.Cli):80" : "[$($w.Cli)]:80"
    $w.Type = $Version -eq 4 ? 'ipv4_addr' : 'ipv6_addr'
    foreach ($fault in $pathFaults | Where-Object { -not $_.Only -or $_.Only -eq $Version }) {
        $case = @{ Passes = $false; MayBlock = $false; Unknown = $false; Reply = $false; Remedy = $false; Port = $null; From = 'cli'; Stage = $null; In = $null } + @{}
        foreach ($key in $fault.Keys) { $case[$key] = $fault[$key] }
        $plant = $fault.Plant
        foreach ($key in $w.Keys) { $plant = $plant.Replace("{$key}", "$($w[$key])") }
        $case.Plant = $fault.Nft -and $plant ? "ip netns exec $($fault.Nft) sh -ec ""$($plant.Replace('"', '\"'))""" : $plant
        $case.Address = $w[$fault.To ?? 'Srv']
        $case
    }
}
