using NetNs.Translation;

namespace NetNs.Tests.Translation;

/// <summary>What each subcommand means: a new entry of the grammar is a line here.</summary>
public sealed class GrammarTests
{
    [Theory]
    // ip link
    [InlineData("ip link add v0 type veth peer name v1", "New-VethPair v0 v1")]
    [InlineData("ip link add v0 mtu 1400 type veth peer name v1 mtu 1400 netns web", "New-VethPair v0 v1 -Mtu 1400 -PeerNamespace web")]
    [InlineData("ip link add v0 address 02:00:00:00:00:01 up master br0 type veth peer name v1 up", "New-VethPair v0 v1 -MacAddress 02:00:00:00:00:01 -Bridge br0 -Up")]
    [InlineData("ip link add h0 mtu 1500 up master br0 type veth peer name eth0 mtu 1500 netns web", "New-VethPair h0 eth0 -Mtu 1500 -Bridge br0 -PeerNamespace web; Enable-NetLink h0")]
    [InlineData("ip -n web link add v0 type veth peer name v1", "New-VethPair v0 v1 -PeerNamespace web -Namespace web")]
    [InlineData("ip link add dev d0 type dummy", "New-NetLink d0 Dummy")]
    [InlineData("ip link add link eth0 name eth0.10 type vlan id 10", "New-NetLink eth0.10 Vlan -VlanId 10 -Parent eth0")]
    [InlineData("ip link add m0 link eth0 type macvlan", "New-NetLink m0 Macvlan -Parent eth0 -Mode Vepa")]
    [InlineData("ip link add link eth0 name m0 up netns db type macvlan mode bridge", "New-NetLink m0 Macvlan -Parent (Get-NetLink eth0) -Mode Bridge -Up -Namespace db")]
    [InlineData("ip link add i0 link eth0 type ipvlan", "New-NetLink i0 Ipvlan -Parent eth0 -Mode L3")]
    [InlineData("ip link add x0 type vxlan id 5 remote 192.0.2.7 local 192.0.2.1 dstport 4789", "New-NetLink x0 Vxlan -Vni 5 -Remote 192.0.2.7 -Local 192.0.2.1 -Port 4789")]
    [InlineData("ip link add x0 type vxlan id 6 group 239.1.1.1 dev eth0", "New-NetLink x0 Vxlan -Vni 6 -Remote 239.1.1.1 -Parent eth0 -Port 8472")]
    [InlineData("ip link add r type vrf table 10", "New-NetLink r Vrf -Table 10")]
    [InlineData("ip link set v0 up", "Enable-NetLink v0")]
    [InlineData("ip link set dev v0 down", "Disable-NetLink v0")]
    [InlineData("ip link set v0 mtu 1400 up", "Set-NetLink v0 -Mtu 1400 -Up")]
    [InlineData("ip link set v0 promisc off alias 'a b'", "Set-NetLink v0 -Promiscuous:$false -Alias 'a b'")]
    [InlineData("ip link set v0 name eth9", "Rename-NetLink v0 eth9")]
    [InlineData("ip link set v0 netns web name eth0", "Move-NetLink v0 -Destination web -NewName eth0")]
    [InlineData("ip link set v0 netns 1", "Move-NetLink v0 -Destination 1")]
    [InlineData("ip link set v0 master br0", "Add-BridgePort br0 v0")]
    [InlineData("ip link set v0 nomaster", "Remove-BridgePort v0")]
    [InlineData("ip link set v0 type bridge_slave hairpin on cost 7", "Set-BridgePort -Link v0 -Hairpin -Cost 7")]
    [InlineData("ip link set br0 type bridge stp_state 1 forward_delay 200", "Set-Bridge br0 -Stp -ForwardDelay 00:00:02")]
    [InlineData("ip link set v0 addrgenmode none", "Set-NetSysctl net/ipv6/conf/v0/addr_gen_mode 1")]
    [InlineData("ip link delete v0", "Remove-NetLink v0")]
    [InlineData("ip link show type bridge", "Get-NetLink -Kind Bridge")]
    [InlineData("ip -s link show dev v0", "Get-NetLinkStatistics v0")]
    [InlineData("ip tuntap add dev tap0 mode tap user 1000", "New-NetLink tap0 Tap -UserId 1000")]
    [InlineData("ip tuntap del tap0 mode tap", "Remove-NetLink tap0")]
    [InlineData("ip tuntap", "Get-NetLink -Kind Tun, Tap")]
    [InlineData("ip vrf", "Get-NetLink -Kind Vrf")]
    // ip address
    [InlineData("ip addr add 10.0.0.1/24 dev v0", "New-NetIPAddress 10.0.0.1/24 -InterfaceAlias v0")]
    [InlineData("ip addr add 10.0.0.1/24 brd + dev v0 scope global", "New-NetIPAddress 10.0.0.1/24 -InterfaceAlias v0 -Broadcast '+'")]
    [InlineData("ip addr add 10.0.0.9 peer 10.0.0.1/30 dev v0", "New-NetIPAddress 10.0.0.9 -InterfaceAlias v0 -PeerAddress 10.0.0.1/30")]
    [InlineData("ip addr add fd00::9/64 nodad valid_lft 7200 preferred_lft 3600 dev v0", "New-NetIPAddress fd00::9/64 -InterfaceAlias v0 -ValidLifetime 02:00:00 -PreferredLifetime 01:00:00 -NoDad")]
    [InlineData("ip addr add fd00::9/64 nodad valid_lft forever preferred_lft 0 dev v0", "New-NetIPAddress fd00::9/64 -InterfaceAlias v0 -NoDad -SkipAsSource")]
    [InlineData("ip addr del 10.0.0.1/24 dev v0", "Remove-NetIPAddress 10.0.0.1/24 -InterfaceAlias v0")]
    [InlineData("ip -6 addr show dev v0", "Get-NetIPAddress -AddressFamily IPv6 -InterfaceAlias v0")]
    [InlineData("ip addr flush dev v0", "Get-NetIPAddress -InterfaceAlias v0 | Remove-NetIPAddress")]
    [InlineData("ip addr replace 10.0.0.1/24 dev v0", "New-NetIPAddress 10.0.0.1/24 -InterfaceAlias v0 -IfExists Reuse")]
    // ip route
    [InlineData("ip route add default via 10.0.0.1", "New-NetRoute default -NextHop 10.0.0.1")]
    [InlineData("ip route add 10.9/16 via 10.0.0.1 dev v1 metric 7 mtu 1300 src 10.0.0.3 table 100 onlink", "New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1 -InterfaceAlias v1 -RouteMetric 7 -Table 100 -Source 10.0.0.3 -Mtu 1300 -OnLink")]
    [InlineData("ip route add 10.9.0.0/16 nexthop via 10.0.0.1 weight 1 nexthop via 10.0.0.7", "New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1, 10.0.0.7")]
    [InlineData("ip route add 10.9.0.0/16 via inet6 fd00::1", "New-NetRoute 10.9.0.0/16 -NextHop fd00::1")]
    [InlineData("ip route add unreachable 10.7.0.0/16", "New-NetRoute 10.7.0.0/16 -Type Unreachable")]
    [InlineData("ip -6 route add default dev v0", "New-NetRoute default -InterfaceAlias v0 -AddressFamily IPv6")]
    [InlineData("ip route replace 10.9.0.0/16 via 10.0.0.1", "New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1 -IfExists Reuse")]
    [InlineData("ip route del 10.9.0.0/16 via 10.0.0.1", "Remove-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1")]
    [InlineData("ip -4 route show table all", "Get-NetRoute -AddressFamily IPv4 -Table all")]
    [InlineData("ip route get 8.8.8.8 from 10.0.0.2", "Find-NetRoute 8.8.8.8 -LocalIPAddress 10.0.0.2")]
    [InlineData("ip route flush dev v0", "Get-NetRoute -AddressFamily IPv4 -InterfaceAlias v0 | Remove-NetRoute")]
    // ip neighbor
    [InlineData("ip neigh add 10.0.0.8 lladdr 02:00:00:00:00:08 dev v1 nud permanent", "New-NetNeighbor 10.0.0.8 02:00:00:00:00:08 -InterfaceAlias v1")]
    [InlineData("ip neigh add fd00::8 lladdr 02:00:00:00:00:08 dev v1 nud noarp", "New-NetNeighbor fd00::8 02:00:00:00:00:08 -InterfaceAlias v1 -State NoArp")]
    [InlineData("ip neigh replace 10.0.0.8 lladdr 02:00:00:00:00:08 dev v1", "New-NetNeighbor 10.0.0.8 02:00:00:00:00:08 -InterfaceAlias v1 -IfExists Reuse")]
    [InlineData("ip neigh del 10.0.0.8 dev v1", "Remove-NetNeighbor 10.0.0.8 -InterfaceAlias v1")]
    [InlineData("ip neigh show dev v1", "Get-NetNeighbor -InterfaceAlias v1")]
    [InlineData("ip neigh get 10.0.0.8 dev v1", "Get-NetNeighbor 10.0.0.8 -InterfaceAlias v1")]
    [InlineData("ip neigh flush dev v1", "Get-NetNeighbor -InterfaceAlias v1 | Remove-NetNeighbor")]
    // ip netns
    [InlineData("ip netns", "Get-NetNamespace")]
    [InlineData("ip netns list-id", "Get-NetNamespace")]
    [InlineData("ip netns add web", "New-NetNamespace web -LoopbackDown")]
    [InlineData("ip netns delete web", "Remove-NetNamespace web")]
    [InlineData("ip -all netns delete", "Get-NetNamespace | Remove-NetNamespace")]
    [InlineData("ip netns exec web ip link", "Get-NetLink -Namespace web")]
    [InlineData("ip netns exec a ip netns exec b ip route add default via 10.0.0.1", "New-NetRoute default -NextHop 10.0.0.1 -Namespace b")]
    [InlineData("ip netns exec web bash", "Enter-NetNamespace web -Shell bash")]
    [InlineData("ip netns exec web curl http://10.0.0.1", "Invoke-NetNamespace web { curl http://10.0.0.1 }")]
    [InlineData("ip netns exec web python3 -m http.server 80 &", "Start-NetNamespaceProcess web python3 -ArgumentList '-m', http.server, 80")]
    [InlineData("ip -all netns exec ip link", "Get-NetNamespace | ForEach-Object { Get-NetLink -Namespace $_ }")]
    [InlineData("ip netns attach web 1234", "Mount-NetNamespace web -ProcessId 1234")]
    [InlineData("ip netns identify 1234", "Get-NetNamespace -ProcessId 1234")]
    [InlineData("ip netns pids web", "Get-NetNamespaceProcess web")]
    [InlineData("ip netns monitor", "Watch-NetNamespace")]
    [InlineData("ip monitor link", "Watch-NetNamespace")]
    public void A_subcommand_of_ip_has_its_cmdlet(string line, string command) => Assert.Equal(command, NetCommands.Translate(line)[0].Command);

    [Theory]
    [InlineData("ip a", "Get-NetIPAddress")]
    [InlineData("ip a a 10.0.0.1/24 dev v0", "New-NetIPAddress 10.0.0.1/24 -InterfaceAlias v0")]
    [InlineData("ip a s v0", "Get-NetIPAddress -InterfaceAlias v0")]
    [InlineData("ip l", "Get-NetLink")]
    // In iproute2 "s" is "set" here: that comes first.
    [InlineData("ip l s v0 up", "Enable-NetLink v0")]
    [InlineData("ip l sh v0", "Get-NetLink v0")]
    [InlineData("ip r", "Get-NetRoute")]
    [InlineData("ip r a default via 10.0.0.1", "New-NetRoute default -NextHop 10.0.0.1")]
    [InlineData("ip r g 8.8.8.8", "Find-NetRoute 8.8.8.8")]
    [InlineData("ip n", "Get-NetNeighbor")]
    [InlineData("ip net a web", "New-NetNamespace web -LoopbackDown")]
    [InlineData("ip --netns web -br l", "Get-NetLink -Namespace web")]
    [InlineData("/sbin/ip link", "Get-NetLink")]
    public void An_abbreviation_means_what_ip_takes_it_for(string line, string command) => Assert.Equal(command, NetCommands.Translate(line)[0].Command);

    [Theory]
    [InlineData("nsenter --net=/var/run/netns/web ip link", "Get-NetLink -Namespace web")]
    [InlineData("nsenter -t 1234 -n ip addr", "Get-NetIPAddress -Namespace 1234")]
    [InlineData("nsenter -t 1234 --net=/run/docker/netns/default ip addr", "Get-NetIPAddress -Namespace /run/docker/netns/default")]
    [InlineData("nsenter --net=/proc/99/ns/net ip link", "Get-NetLink -Namespace 99")]
    [InlineData("iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE", "Add-Masquerade 172.18.0.0/16")]
    [InlineData("iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -o eth0 -j MASQUERADE", "Add-Masquerade 10.0.0.0/24 -OutInterface eth0")]
    [InlineData("iptables -t nat -D POSTROUTING -s 10.0.0.0/24 -j MASQUERADE", "Remove-Masquerade 10.0.0.0/24")]
    [InlineData("iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -j SNAT --to-source 192.0.2.1", "Add-Masquerade 10.0.0.0/24 -SourceAddress 192.0.2.1")]
    [InlineData("iptables -t nat -A PREROUTING -d 192.0.2.1 -p tcp --dport 80 -j DNAT --to-destination 10.0.0.2:8080", "Publish-ContainerPort 192.0.2.1:80:8080 -Target 10.0.0.2")]
    [InlineData("iptables -t nat -A PREROUTING -p udp --dport 53 -j DNAT --to 10.0.0.2", "Publish-ContainerPort 53:53/udp -Target 10.0.0.2")]
    [InlineData("iptables -t nat -A PREROUTING -p udp --dport 53 -j DNAT --to-destination 10.0.0.2", "Publish-ContainerPort 53:53/udp -Target 10.0.0.2")]
    [InlineData("ip6tables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination [fd00::2]:80", "Publish-ContainerPort 80:80 -Target fd00::2")]
    [InlineData("iptables -t nat -A PREROUTING -p tcp -m multiport --dports 80,443 -j DNAT --to-destination 10.0.0.2", "Publish-ContainerPort 80:80, 443:443 -Target 10.0.0.2")]
    [InlineData("iptables -t nat -D PREROUTING -p tcp --dport 80 -j DNAT --to-destination 10.0.0.2:80", "Unpublish-ContainerPort 80")]
    [InlineData("iptables -t nat -nvL", "Get-Masquerade; Get-ContainerPort")]
    [InlineData("iptables-save", "Get-NetFirewallHook")]
    [InlineData("nft add rule ip nat postrouting ip saddr 10.0.0.0/24 oifname \"eth0\" masquerade", "Add-Masquerade 10.0.0.0/24 -OutInterface eth0")]
    [InlineData("nft 'add rule ip nat prerouting tcp dport 8080 dnat to 10.0.0.2:80'", "Publish-ContainerPort 8080:80 -Target 10.0.0.2")]
    [InlineData("nft add rule inet nat prerouting udp dport { 53, 67 } counter dnat ip to 10.0.0.2", "Publish-ContainerPort 53:53/udp, 67:67/udp -Target 10.0.0.2")]
    [InlineData("nft add element inet NetNs masquerade4 { 10.0.0.0/24 }", "Add-Masquerade 10.0.0.0/24")]
    [InlineData("nft 'add element inet NetNs publish4 { tcp . 8080 comment \"netns:web/4026532345\" : 10.88.0.2 . 80 }'", "Publish-ContainerPort 8080:80 -Target 10.88.0.2")]
    [InlineData("nft list ruleset", "Get-NetFirewallHook")]
    [InlineData("brctl addbr br0", "New-Bridge br0 -Down")]
    [InlineData("brctl addif br0 v0 v1", "Add-BridgePort br0 v0, v1")]
    [InlineData("brctl delif br0 v0", "Remove-BridgePort v0")]
    [InlineData("brctl stp br0 off", "Set-Bridge br0 -Stp:$false")]
    [InlineData("brctl showmacs br0", "Get-BridgeForwarding br0 -IncludeLocal")]
    [InlineData("bridge link", "Get-BridgePort")]
    [InlineData("bridge -n web link set dev v0 hairpin on", "Set-BridgePort -Link v0 -Hairpin -Namespace web")]
    [InlineData("bridge fdb show br br0", "Get-BridgeForwarding br0")]
    [InlineData("sysctl -w net.ipv4.ip_forward=1", "Enable-NetForwarding -AddressFamily IPv4")]
    [InlineData("sysctl -qw net.ipv4.conf.all.rp_filter=2", "Set-NetSysctl net.ipv4.conf.all.rp_filter 2")]
    [InlineData("ip netns exec web sysctl net.ipv6.conf.all.forwarding=1", "Enable-NetForwarding -AddressFamily IPv6 -Namespace web")]
    [InlineData("sysctl net.ipv4.ip_forward", "Get-NetSysctl net.ipv4.ip_forward")]
    [InlineData("echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter", "Set-NetSysctl net.ipv4.conf.all.rp_filter 0")]
    [InlineData("echo 1 | sudo tee /proc/sys/net/ipv4/ip_forward", "Enable-NetForwarding -AddressFamily IPv4")]
    [InlineData("cat /proc/sys/net/ipv4/ip_forward", "Get-NetSysctl net.ipv4.ip_forward")]
    [InlineData("ifconfig", "Get-NetIPConfiguration")]
    [InlineData("ifconfig eth0 192.168.1.5 netmask 255.255.255.0 up", "New-NetIPAddress 192.168.1.5/24 -InterfaceAlias eth0; Enable-NetLink eth0")]
    [InlineData("ifconfig eth0 mtu 1400", "Set-NetLink eth0 -Mtu 1400")]
    [InlineData("route -n", "Get-NetRoute")]
    [InlineData("route add default gw 10.0.0.1 eth0", "New-NetRoute default -NextHop 10.0.0.1 -InterfaceAlias eth0")]
    [InlineData("route add -net 10.9.0.0 netmask 255.255.0.0 gw 10.0.0.1", "New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1")]
    [InlineData("arp -n", "Get-NetNeighbor")]
    [InlineData("arp -s 10.0.0.8 02:00:00:00:00:08 -i eth0", "New-NetNeighbor 10.0.0.8 02:00:00:00:00:08 -InterfaceAlias eth0")]
    [InlineData("ping -c3 -W 1 10.0.0.1", "Test-NetConnection 10.0.0.1 -Count 3 -Timeout 00:00:01")]
    [InlineData("ss -tln", "Get-NetTCPConnection -State Listen")]
    [InlineData("nc -zv 10.0.0.1 80", "Test-NetConnection 10.0.0.1 -Port 80")]
    [InlineData("ln -s /proc/1234/ns/net /var/run/netns/web", "Mount-NetNamespace web -ProcessId 1234")]
    [InlineData("mount --bind /run/netns/web /run/netns/other", "Mount-NetNamespace other -Path /run/netns/web")]
    [InlineData("rm /var/run/netns/web", "Remove-NetNamespace web")]
    [InlineData("ls /var/run/netns", "Get-NetNamespace")]
    [InlineData("ip link property add dev eth0 altname uplink altname wan", "Set-NetLink eth0 -AltName uplink, wan")]
    [InlineData("ip rule", "Get-NetRule")]
    [InlineData("ip -n red rule list table 7", "Get-NetRule -Table 7 -Namespace red")]
    [InlineData("ip rule add from 10.72/16 lookup 100 pref 50", "New-NetRule 50 -From 10.72.0.0/16 -Table 100")]
    [InlineData("ip rule add not fwmark 0x10/0xff iif eth0 table 7", "New-NetRule -FwMark '0x10/0xff' -InterfaceAlias eth0 -Invert -Table 7")]
    [InlineData("ip -6 rule add to fd00::/64 prohibit", "New-NetRule -To fd00::/64 -Action Prohibit")]
    [InlineData("ip -6 rule add table 100", "New-NetRule -Table 100 -AddressFamily IPv6")]
    [InlineData("ip rule add ipproto tcp dport 80 goto 200", "New-NetRule -Protocol tcp -DestinationPort 80 -Goto 200")]
    [InlineData("ip rule del pref 50", "Remove-NetRule 50 -AddressFamily IPv4")]
    [InlineData("ip rule del from 10.0.0.0/24 table 100 priority 50", "Remove-NetRule 50 -From 10.0.0.0/24 -Table 100")]
    public void Another_program_has_its_cmdlet(string line, string? command) => Assert.Equal(command, NetCommands.Translate(line)[0].Command);

    [Theory]
    [InlineData("iptables -A FORWARD -i br0 -j ACCEPT", "Rules that filter")]
    [InlineData("iptables -N DOCKER", "Chains of your own")]
    [InlineData("iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE", "Add-Masquerade wants the subnet")]
    [InlineData("ip rule del from 10.0.0.0/24", "Get-NetRule shows it")]
    [InlineData("ip xfrm state", "no equivalent")]
    [InlineData("ip frobnicate", "no object 'frobnicate'")]
    [InlineData("ip link frobnicate", "no command 'frobnicate'")]
    [InlineData("ip link add b0 type bond", "kind bond")]
    [InlineData("ip netns add <name>", "stands for something of yours")]
    [InlineData("ip addr add 123.456.0.0/16 dev v0", "not an address")]
    [InlineData("tc qdisc show", "Traffic shaping")]
    [InlineData("docker ps", "docker runs containers")]
    [InlineData("if true; then ip link; fi", "depends on what happens")]
    [InlineData("ip link set 'v0", "single quote")]
    [InlineData("sysctl -w kernel.hostname=x", "net.*")]
    [InlineData("ip -batch file", "-Path")]
    public void What_has_no_cmdlet_says_why(string line, string why)
    {
        NetCommandTranslation only = NetCommands.Translate(line)[0];

        Assert.Equal(NetCommandConfidence.Unsupported, only.Confidence);
        Assert.Null(only.Command);
        Assert.Contains(why, only.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_entry_of_the_table_has_a_test()
    {
        string[] lines = [.. typeof(GrammarTests).GetMethods().SelectMany(m => m.GetCustomAttributesData()).Where(a => a.AttributeType == typeof(InlineDataAttribute))
            .Select(a => (string)((System.Collections.ObjectModel.ReadOnlyCollection<System.Reflection.CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)[0].Value!)];
        string[] sameAs = ["address change", "route append", "route change", "neighbor change"];

        foreach (string subcommand in IpGrammar.Subcommands.Except(sameAs))
        {
            string[] words = subcommand.Split(' ');
            Assert.Contains(lines, l => l.Split(' ').Any(w => w.Length > 0 && words[0].StartsWith(w, StringComparison.Ordinal)) && (Mentions(l, words[1]) || words[1] is "show" or "list" or "all"));
        }

        string[] untested = ["iptables-legacy", "iptables-nft", "ping6", "netstat", "ifup", "ifdown", "tee", "touch", "mkdir", "sh", "bash", "printf", "sleep", "set", "exit", "true", ":", "export", "local", "readonly", "nsenter"];
        foreach (string program in CommandGrammar.Programs.Except(untested))
            Assert.Contains(lines, l => l.StartsWith(program, StringComparison.Ordinal) || l.Contains(" " + program, StringComparison.Ordinal));
    }

    private static bool Mentions(string line, string verb) => line.Split(' ').Any(w => w.Length > 2 && verb.StartsWith(w, StringComparison.Ordinal));
}
