# Get-ContainerPort -IncludeForeign: what others publish by rules that translate destinations.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/Hosts.ps1
    New-PretendHost
    function Get-Foreign { @(Get-ContainerPort -IncludeForeign | Where-Object Owner -NE NetNs | ForEach-Object { "$_ $($_.ContainerAddress):$($_.ContainerPort) $($_.Owner)" }) }
}

AfterAll {
    Reset-World
    Assert-NothingLeft
}

Describe 'Get-ContainerPort -IncludeForeign' {
    AfterEach {
        Get-ContainerPort -ErrorAction Ignore | Unpublish-ContainerPort
        nft flush ruleset
    }

    It 'reads <Name>' -ForEach @(
        @{ Name = 'Docker''s rules'; Load = { iptables -t nat -N DOCKER; iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER; iptables -t nat -A DOCKER ! -i docker0 -p tcp -m tcp --dport 8085 -j DNAT --to-destination 172.17.0.2:80 }; Expected = '0.0.0.0:8085/tcp 172.17.0.2:80 Docker' }
        @{ Name = 'netavark''s'; Load = { iptables -t nat -N NETAVARK-DN-1D8721804F16F; iptables -t nat -A PREROUTING -j NETAVARK-DN-1D8721804F16F; iptables -t nat -A NETAVARK-DN-1D8721804F16F -d 127.0.0.5 -p udp -m udp --dport 53 -j DNAT --to-destination 10.88.0.9:5353 }; Expected = '127.0.0.5:53/udp 10.88.0.9:5353 Podman' }
        @{ Name = 'those of the CNI portmap plugin'; Load = { iptables -t nat -N CNI-DN-c9d1; iptables -t nat -A PREROUTING -j CNI-DN-c9d1; iptables -t nat -A CNI-DN-c9d1 -s 10.0.0.0/8 -p tcp -m tcp --dport 8090 -j DNAT --to-destination 10.22.0.5:80 }; Expected = '0.0.0.0:8090/tcp 10.22.0.5:80 CNI' }
        @{ Name = 'those of plain iptables'; Load = { iptables -t nat -A PREROUTING -p tcp --dport 2222 -j DNAT --to-destination 10.88.0.2:22 }; Expected = '0.0.0.0:2222/tcp 10.88.0.2:22 iptables' }
        @{ Name = 'those of ip6tables'; Load = { ip6tables -t nat -A PREROUTING -p tcp --dport 2222 -j DNAT --to-destination '[fd00:88::2]:22' }; Expected = '[::]:2222/tcp fd00:88::2:22 iptables' }
        @{ Name = 'those of iptables for a range'; Load = { iptables -t nat -A PREROUTING -p tcp --dport 7000:7001 -j DNAT --to-destination 10.88.0.2 }; Expected = '0.0.0.0:7000/tcp 10.88.0.2:7000 iptables', '0.0.0.0:7001/tcp 10.88.0.2:7001 iptables' }
        @{ Name = 'those of firewalld'; Load = { nft 'add table inet firewalld; add chain inet firewalld nat_PREROUTING { type nat hook prerouting priority -90; }; add rule inet firewalld nat_PREROUTING meta nfproto ipv4 tcp dport 8088 dnat ip to 10.88.0.2:80' }; Expected = '0.0.0.0:8088/tcp 10.88.0.2:80 firewalld' }
        @{ Name = 'those of nft for a range and one address'; Load = { nft 'add table ip mine; add chain ip mine p { type nat hook prerouting priority -100; }; add rule ip mine p ip daddr 192.0.2.1 udp dport 5000-5001 dnat to 10.88.0.3:5000-5001' }; Expected = '192.0.2.1:5000/udp 10.88.0.3:5000 mine', '192.0.2.1:5001/udp 10.88.0.3:5001 mine' }
    ) {
        & $Load
        Get-Foreign | Should -Be $Expected
        Get-ContainerPort | Should -BeNullOrEmpty
    }

    It 'leaves out what is no published port' {
        nft 'add table ip nat; add chain ip nat p { type nat hook prerouting priority -100; }; add chain ip nat o { type nat hook postrouting priority 100; }'
        nft 'add rule ip nat p ip daddr 192.0.2.9 dnat to 10.88.0.2; add rule ip nat p tcp dport 80 redirect to :8080; add rule ip nat p tcp dport 81 accept; add rule ip nat o masquerade'
        Get-Foreign | Should -BeNullOrEmpty
    }

    It 'tells the paths that the rules take' {
        iptables -t nat -A PREROUTING -p tcp --dport 2222 -j DNAT --to-destination 10.88.0.2:22
        "$((Get-ContainerPort 2222 -IncludeForeign).Paths)" | Should -Be 'External, Hairpin, CrossNetwork'
        iptables -t nat -A OUTPUT ! -d 127.0.0.0/8 -p tcp --dport 2222 -j DNAT --to-destination 10.88.0.2:22
        "$((Get-ContainerPort 2222 -IncludeForeign).Paths)" | Should -Be 'External, Host, Hairpin, CrossNetwork'
    }

    It 'tells that ours is met first, and takes back nothing that is not ours' {
        iptables -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 10.88.0.3:80
        $null = Publish-ContainerPort 0.0.0.0:8080:80 -Target web
        $both = Get-ContainerPort 8080 -IncludeForeign
        $both.Owner | Should -Be 'NetNs', 'iptables'
        "$($both.State)" | Should -Be 'Active Shadowed'
        (Get-ErrorOf { $both[1] | Unpublish-ContainerPort }).FullyQualifiedErrorId | Should -BeLike 'PortNotPublished,*'
        iptables -t nat -S PREROUTING | Should -Contain '-A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.88.0.3:80'
        $both[1] | Out-String -Width 100 | Should -Match '\(iptables\)'
    }

    It 'filters by port, protocol and address like ours' {
        iptables -t nat -A PREROUTING -p tcp --dport 2222 -j DNAT --to-destination 10.88.0.2:22
        (Get-ContainerPort 2222 -Protocol Tcp -IncludeForeign).ContainerPort | Should -Be 22
        Get-ContainerPort -Protocol Udp -IncludeForeign | Should -BeNullOrEmpty
        (Get-ErrorOf { Get-ContainerPort 2223 -IncludeForeign }).FullyQualifiedErrorId | Should -BeLike 'PortNotPublished,*'
        (Get-ContainerPort -Target 10.88.0.2 -IncludeForeign).HostPort | Should -Be 2222
    }
}
