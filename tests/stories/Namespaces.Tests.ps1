# The namespaces of the stories: "Container networking is simple", steps 1 and 4, and "Docker behind the scenes", step 1.

Describe 'Container networking is simple: a namespace' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        # What the host has and a container must not see.
        ip link add dummyhost type bridge
        ip addr add 10.99.0.1/24 dev dummyhost
        ip link set dummyhost up
        nft add table ip hostrules
    }
    AfterAll {
        Reset-World
        Assert-NothingLeft
    }

    It 'is made, and ip netns lists it' {
        (New-NetNamespace netns0).Name | Should -Be netns0
        ip netns list | Should -Contain netns0
    }

    It 'has nothing but lo inside' {
        (ip -n netns0 -json link | ConvertFrom-Json).ifname | Should -Be lo
        (Get-NetLink -Namespace netns0).Name | Should -Be lo
    }

    It 'does not see routes and firewall rules of the host' {
        ip route show 10.99.0.0/24 | Should -Not -BeNullOrEmpty
        ip -n netns0 route | Should -BeNullOrEmpty
        nft list tables | Should -Match hostrules
        ip netns exec netns0 nft list tables | Should -BeNullOrEmpty
        ip netns exec netns0 iptables -S | Where-Object { $_ -notlike '-P*' } | Should -BeNullOrEmpty
    }

    It 'goes together with its veth ends, and leaves nothing' {
        $null = New-NetNamespace netns1
        $null = New-VethPair veth0 ceth0 -PeerNamespace netns0 -IPAddress 172.18.0.11/16 -PeerIPAddress 172.18.0.10/16 -Up
        $null = New-VethPair veth1 ceth1 -PeerNamespace netns1 -IPAddress 172.18.0.21/16 -PeerIPAddress 172.18.0.20/16 -Up
        Get-NetNamespace netns* | Remove-NetNamespace -Wait
        ip netns list | Should -BeNullOrEmpty
        (ip -json link | ConvertFrom-Json).ifname | Sort-Object | Should -Be dummyhost, lo
        Get-ChildItem /run/netns | Should -BeNullOrEmpty
        (Get-Content /proc/self/mountinfo) -match ' nsfs ' | Should -BeNullOrEmpty
    }
}

Describe 'Docker behind the scenes: the namespace of a container' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        # As a container runtime does it: a namespace without a name, held by the process alone.
        $container = Start-Process unshare -ArgumentList '--net', 'sleep', '600' -PassThru
        $here = (Get-Item /proc/self/ns/net).Target
        $null = Wait-Until { ($there = (Get-Item "/proc/$($container.Id)/ns/net" -ErrorAction Ignore).Target) -and $there -ne $here }
    }
    AfterAll {
        $container.Kill(); $container.WaitForExit()
        Reset-World
        Assert-NothingLeft
    }

    It 'is not listed by ip netns, but found with its process' {
        ip netns list | Should -BeNullOrEmpty
        $found = Get-NetNamespace -All | Where-Object Processes -Contains $container.Id
        $found.Processes | Should -Be $container.Id
        "net:[$($found.Inode)]" | Should -Be (Get-Item "/proc/$($container.Id)/ns/net").Target
    }

    It 'gets a name that ip netns lists and enters' {
        $null = Mount-NetNamespace nstest -ProcessId $container.Id
        ip netns list | Should -Contain nstest
        (ip netns exec nstest readlink /proc/self/ns/net) | Should -Be (Get-Item "/proc/$($container.Id)/ns/net").Target
        Remove-NetNamespace nstest -WarningAction Ignore
    }

    It 'works by the symbolic link of the tutorial, too' {
        ln -sf "/proc/$($container.Id)/ns/net" /run/netns/nstest
        $found = Get-NetNamespace nstest
        $found.State | Should -Be Active
        (Get-NetLink -Namespace nstest).Name | Should -Be lo
        $null = Mount-NetNamespace kept -Path /run/netns/nstest
        Remove-NetNamespace nstest
        (Get-NetNamespace).Name | Should -Be kept
        $container.HasExited | Should -BeFalse
    }
}
