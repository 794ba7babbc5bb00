# Definitions of networks that exist: of labs, and of what ip made.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    # Hosts files go to /etc/netns, which belongs to the machine: a directory of the test's own over it.
    $null = New-Item /etc/netns -ItemType Directory -Force
    mount -t tmpfs none /etc/netns
}
AfterAll {
    umount /etc/netns
    Assert-NothingLeft
}

Describe 'Export-NetLab of a lab' {
    AfterEach {
        Get-NetLab | Remove-NetLab
        Reset-World
    }

    It 'changes nothing: <_>' -ForEach @(Get-ChildItem "$PSScriptRoot/../../docs/samples/labs" | ForEach-Object Name) {
        $path = "$PSScriptRoot/../../docs/samples/labs/$_"
        $null = Set-NetLab $path
        $lab = (Get-NetLab).Name
        foreach ($form in 'psd1', 'json') {
            Export-NetLab $lab -Path "$TestDrive/out.$form" -WarningVariable said -WarningAction SilentlyContinue
            $said | Should -BeNullOrEmpty
            Compare-NetLab "$TestDrive/out.$form" | Should -BeNullOrEmpty
            Set-NetLab "$TestDrive/out.$form" | Should -BeNullOrEmpty
        }

        Export-NetLab $lab -WarningAction SilentlyContinue | Compare-NetLab | Should -BeNullOrEmpty
    }

    It 'changes nothing: <Case>' -ForEach @(
        @{ Case = 'everything at once'; Definition = @{
                Name    = 'all'; Prefix = 'x-'; Hosts = $true
                Bridges = @{ lan = @{ IPAddress = '10.1.0.1/24', 'fd00:1::1/64'; Masquerade = $true; Stp = $true }; dmz = @{ IPAddress = '10.2.0.1/24'; Mtu = 1400 }; bare = @{} }
                Nodes   = @{
                    web = @{ Bridge = @{ lan = @{ IPAddress = '10.1.0.9'; InterfaceAlias = 'lan0'; Mtu = 1300 }; dmz = '10.2.0.9' }; Publish = '8080:80', '127.0.0.1:8081:81', '53:53/udp' }
                    r1  = @{ Forwarding = $true; Sysctl = @{ 'net.ipv4.conf.all.rp_filter' = 2 }; Routes = '10.9.0.0/24 via 10.3.0.1', 'blackhole 10.8.0.0/16', 'default via 10.3.0.1 metric 5', '10.7.0.0/24 dev eth1' }
                    b   = @{ Bridge = 'bare' }
                    low = @{ Bridge = 'lan'; DefaultRoute = $false; Process = 'sleep 600' }
                    own = @{ Bridge = 'lan'; Routes = 'default via 10.1.0.9' }
                }
                Links   = @(@{ Ends = 'web:eth9', 'r1:eth1'; Subnet = '10.3.0.0/30', 'fd00:3::/64'; Mtu = 1350 }, @{ Ends = 'own:z', 'low:a' })
            }
        }
        @{ Case = 'in the current namespace'; Definition = @{ Name = 'open'; Sealed = $false; Bridges = @{ br9 = @{ IPAddress = '10.7.0.1/24' } }; Nodes = @{ a = @{ Bridge = 'br9'; Publish = '80:80' } } } }
        @{ Case = 'with an uplink'; Definition = @{ Name = 'up'; Uplink = $true; Bridges = @{ lan = @{ IPAddress = '10.1.0.1/24' } }; Nodes = @{ a = @{ Bridge = 'lan' } } } }
        @{ Case = 'without names before names'; Definition = @{ Name = 'p'; Prefix = ''; Nodes = @{ a = @{}; b = @{} }; Links = @(@{ Ends = 'b:x', 'a:x'; Subnet = '10.3.0.0/30'; DefaultRoute = 'a' }) } }
    ) {
        $null = Set-NetLab $Definition -WarningAction Ignore -ErrorAction Stop
        Export-NetLab $Definition.Name -ErrorAction Stop -WarningVariable said -WarningAction SilentlyContinue | Compare-NetLab | ForEach-Object ToString | Should -BeNullOrEmpty
        $said | Should -BeNullOrEmpty
    }

    It 'names a lab that is not there' {
        (Get-ErrorOf { Export-NetLab nix }).FullyQualifiedErrorId | Should -BeLike 'LabNotFound,*'
    }

    It 'writes no file under -WhatIf, and says where none can be written' {
        $null = Set-NetLab @{ Name = 'shop'; Nodes = @{ a = @{} } }
        Export-NetLab shop -Path "$TestDrive/no.psd1" -WhatIf
        "$TestDrive/no.psd1" | Should -Not -Exist
        (Get-ErrorOf { Export-NetLab shop -Path "$TestDrive/no/no.psd1" }).FullyQualifiedErrorId | Should -BeLike 'LabInvalid,*'
    }
}

Describe 'Export-NetLab of namespaces' {
    AfterEach {
        Get-NetLab | Remove-NetLab
        Reset-World
    }

    It 'makes the same network that ip made: <Case>' -ForEach @(
        @{ Case = 'a router between two'; Script = @'
            for n in left mid right; do ip netns add $n; ip -n $n link set lo up; done
            ip -n mid link add to-l type veth peer name eth0 netns left
            ip -n mid link add to-r mtu 1400 type veth peer name eth0 mtu 1400 netns right
            ip -n left addr add 10.0.1.2/24 dev eth0; ip -n mid addr add 10.0.1.1/24 dev to-l
            ip -n left addr add fd00:1::2/64 dev eth0 nodad; ip -n mid addr add fd00:1::1/64 dev to-l nodad
            ip -n right addr add 10.0.2.2/24 dev eth0; ip -n mid addr add 10.0.2.1/24 dev to-r
            for e in 'left eth0' 'mid to-l' 'mid to-r' 'right eth0'; do set -- $e; ip -n $1 link set $2 up; done
            ip -n left route add default via 10.0.1.1; ip -n left route add 10.9.0.0/16 via 10.0.1.1 metric 7; ip -n right route add 10.0.1.0/24 via 10.0.2.1
            ip netns exec mid sysctl -qw net.ipv4.ip_forward=1
'@
        }
        @{ Case = 'a bridge in the current namespace'; Script = @'
            ip link add br0 address 02:00:00:00:00:01 type bridge; ip addr add 10.88.0.1/24 dev br0; ip link set br0 up
            for n in a b; do ip netns add $n; ip -n $n link set lo up; ip link add v$n type veth peer name eth0 netns $n; ip link set v$n master br0 up; ip -n $n link set eth0 up; done
            ip -n a addr add 10.88.0.2/24 dev eth0; ip -n b addr add 10.88.0.77/24 dev eth0
            ip -n a route add default via 10.88.0.1
'@
        }
        @{ Case = 'a bridge in a namespace, without addresses of its own'; Script = @'
            for n in lab-host a b; do ip netns add $n; ip -n $n link set lo up; done
            ip -n lab-host link add sw address 02:00:00:00:00:01 type bridge; ip -n lab-host link set sw up
            for n in a b; do ip -n lab-host link add v$n type veth peer name net0 netns $n; ip -n lab-host link set v$n master sw up; ip -n $n link set net0 up; done
            ip -n a addr add 192.168.7.1/24 dev net0; ip -n b addr add 192.168.7.2/24 dev net0
'@
        }
    ) {
        sh -ec $Script
        $LASTEXITCODE | Should -Be 0
        $before = Get-NetTopology
        $spaces = @(Get-NetNamespace -Current) + @(Get-NetNamespace | Where-Object Source -NE Current)
        $spaces | Export-NetLab -Name lab -Path "$TestDrive/made.psd1" -WarningVariable said -WarningAction SilentlyContinue
        $said | Where-Object { $_ -notlike 'The current namespace is not a part*' } | Should -BeNullOrEmpty
        ip netns | ForEach-Object { ip netns del ($_ -split ' ')[0] }
        ip link del br0 2>$null
        Wait-Until { -not (ip -o link | Select-String veth) } | Should -BeTrue
        $null = Set-NetLab "$TestDrive/made.psd1" -ErrorAction Stop
        Compare-NetLab "$TestDrive/made.psd1" | Should -BeNullOrEmpty
        Export-NetLab lab -WarningAction Ignore | Compare-NetLab | Should -BeNullOrEmpty
        # The ends at a bridge get the lab's names, and the nodes its label; everything else is as it was.
        $plain = { param($topology) $topology.Addresses | ForEach-Object ToString; $topology.Routes | ForEach-Object { "$_ $($_.NextHop) $($_.InterfaceAlias)" }; $topology.Bridges | ForEach-Object ToString
            $topology.Links | ForEach-Object { "$($_.Bridge ? "on $($_.Bridge)" : "$($_.Node):$($_.InterfaceAlias)") - $($_.PeerNode):$($_.PeerInterfaceAlias) $($_.Mtu) $($_.PeerMtu)" }; $topology.Nodes | ForEach-Object { "$_ $($_.Role) $($_.IPv4Forwarding)" } }
        & $plain (Get-NetTopology) | Sort-Object | Should -Be (& $plain $before | Sort-Object)
    }

    It 'names what it cannot say: <Case>' -ForEach @(
        @{ Case = 'a link of another kind'; Script = 'ip -n a link add ifb7 type ifb'; Like = '*a:ifb7 (Ifb) is left out*' }
        @{ Case = 'an address of lo'; Script = 'ip -n a addr add 10.255.0.1/32 dev lo'; Like = '*a:lo*10.255.0.1/32*' }
        @{ Case = 'a cable to somebody else'; Script = 'ip netns add other; ip -n a link add e type veth peer name e netns other'; Like = '*a:e*other end*' }
        @{ Case = 'an address at one end alone'; Script = 'ip -n a link add e type veth peer name e netns b; ip -n a addr add 10.0.0.1/24 dev e; ip -n a link set e up; ip -n b link set e up'; Like = '*10.0.0.1/24*left out*' }
        @{ Case = 'a cable that is switched off'; Script = 'ip -n a link add e type veth peer name e netns b'; Like = '*a:e - b:e is switched off*' }
        @{ Case = 'a name that is no word'; Script = 'ip netns add a.b'; Like = '*a.b is left out*' }
    ) {
        sh -ec "ip netns add a; ip netns add b; $Script"
        $LASTEXITCODE | Should -Be 0
        $definition = Get-NetNamespace | Where-Object Name -NE other | Export-NetLab -WarningVariable said -WarningAction SilentlyContinue
        @($said -like $Like).Count | Should -Be 1
        $definition.Nodes.Keys | Should -Be a, b
    }

    It 'names a program that runs there' {
        ip netns add a
        $process = Start-Process ip -ArgumentList 'netns exec a sleep 600' -PassThru
        try {
            Wait-Until { ip netns pids a } | Should -BeTrue
            $null = Export-NetLab -Namespace a -WarningVariable said -WarningAction SilentlyContinue
            $said | Should -BeLike "*Process $($process.Id) runs in a*"
        }
        finally { $process | Stop-Process; $process.WaitForExit() }
    }
}
