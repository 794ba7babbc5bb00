Describe 'A foreign firewall' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        $firewalls = "$PSScriptRoot/../fixtures/firewalls"

        function New-Host {
            # br0 with the namespace cns, another machine behind the uplink, masquerading and a published port; listeners on both sides.
            $null = New-Bridge br0 -IPAddress 10.88.0.1/16
            $script:connection = New-NetNamespace cns | Connect-Bridge br0 -IPAddress 10.88.0.2/16
            $null = New-NetNamespace machine
            $null = New-VethPair uplink eth0 -PeerNamespace machine -IPAddress 192.0.2.1/24 -PeerIPAddress 192.0.2.2/24 -Up
            Enable-NetForwarding
            Start-Listener cns 80
            Start-Listener machine 9000
        }

        function Start-Listener {
            param([string] $Namespace, [int] $Port, [string] $Protocol = 'TCP')
            $script:listeners += Start-Process ip -ArgumentList "netns exec $Namespace socat ${Protocol}-LISTEN:$Port,fork,reuseaddr EXEC:echo" -PassThru
            $null = Wait-Until { ip netns exec $Namespace ss -Hlnt "sport = :$Port" }
        }

        function Test-Tcp {
            # Whether a connection comes about within a moment.
            param([string] $From, [string] $Address, [int] $Port)
            ip netns exec $From timeout 1 bash -c "exec 3<>/dev/tcp/$Address/$Port" 2>$null
            $LASTEXITCODE -eq 0
        }

        function Import-Firewall {
            # Loads a ruleset as its owner does: .nft by nft, .rules by iptables.
            param([string] $Name)
            if ($Name -like '*.nft') { nft -f "$firewalls/$Name" } else { iptables-restore "$firewalls/$Name" }
            if ($LASTEXITCODE) { throw "$Name was not loaded." }
        }
    }
    BeforeEach {
        $script:listeners = @()
        New-Host
    }
    AfterEach {
        $listeners | Where-Object { -not $_.HasExited } | Stop-Process -Force
        Reset-World
    }
    AfterAll { Assert-NothingLeft }

    # S4 step 5
    It 'with the policy drop at forward stops traffic; the warning of Add-Masquerade and Get-NetFirewallHook name the chain (<Name>)' -ForEach @(
        @{ Name = 'docker-iptables.rules'; Hook = 'ip filter FORWARD'; Owner = 'Docker'; Remedy = 'iptables -I DOCKER-USER -i br0 -j ACCEPT; iptables -I DOCKER-USER -o br0 -j ACCEPT' }
        @{ Name = 'docker-isolation.rules'; Hook = 'ip filter FORWARD'; Owner = 'Docker'; Remedy = 'iptables -I DOCKER-USER -i br0 -j ACCEPT; iptables -I DOCKER-USER -o br0 -j ACCEPT' }
        @{ Name = 'ufw.rules'; Hook = 'ip filter FORWARD'; Owner = 'ufw'; Remedy = 'ufw route allow in on br0' }
        @{ Name = 'policy-drop.nft'; Hook = 'inet filter forward'; Owner = $null; Remedy = 'nft insert rule inet filter forward iifname br0 accept; nft insert rule inet filter forward oifname br0 accept' }
    ) {
        $null = Add-Masquerade 10.88.0.0/16
        Test-Tcp cns 192.0.2.2 9000 | Should -BeTrue
        Remove-Masquerade 10.88.0.0/16

        Import-Firewall $Name
        $null = Add-Masquerade 10.88.0.0/16 -WarningVariable warnings -WarningAction SilentlyContinue

        Test-Tcp cns 192.0.2.2 9000 | Should -BeFalse
        $blocker = Get-NetFirewallHook Forward | Where-Object Policy -EQ Drop
        "$blocker" | Should -Be $Hook
        $blocker.Owner | Should -Be $Owner
        $family, $table, $chain = $Hook -split ' '
        $warnings | Should -HaveCount 1
        "$warnings" | Should -Match ([regex]::Escape("chain $chain of table $family $table"))
        if ($Owner) { "$warnings" | Should -Match $Owner }
        "$warnings" | Should -Match "$([regex]::Escape($Remedy))$"
    }

    It 'lets packets through once the remedy was typed, and is not warned of any more (<Name>)' -ForEach @(
        @{ Name = 'docker-iptables.rules' }
        @{ Name = 'policy-drop.nft' }
    ) {
        Import-Firewall $Name
        $null = Add-Masquerade 10.88.0.0/16 -WarningVariable warnings -WarningAction SilentlyContinue
        bash -c ("$warnings" -replace '^.*with: ')
        $LASTEXITCODE | Should -Be 0

        Test-Tcp cns 192.0.2.2 9000 | Should -BeTrue
        Remove-Masquerade 10.88.0.0/16
        $null = Add-Masquerade 10.88.0.0/16 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $null = $connection | Publish-ContainerPort 8080:80 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        Test-Tcp machine 192.0.2.1 8080 | Should -BeTrue
    }

    It 'in the way of a published port is warned of, once for many ports' {
        Import-Firewall docker-iptables.rules
        $null = $connection | Publish-ContainerPort 8000-8099:8000-8099, 8080:80/udp -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        "$warnings" | Should -Match 'published ports.*10\.88\.0\.2.*chain FORWARD of table ip filter.*Docker.*iptables -I DOCKER-USER'
    }

    It 'that minds only its own links and ports gives no alarm (<_>)' -ForEach 'docker-nftables.nft', 'libvirt.nft', 'libvirt.rules', 'podman.nft' {
        Import-Firewall $_
        $null = Add-Masquerade 10.88.0.0/16 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        Test-Tcp cns 192.0.2.2 9000 | Should -BeTrue
        $null = $connection | Publish-ContainerPort 8080:80 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        Test-Tcp machine 192.0.2.1 8080 | Should -BeTrue
    }

    It 'that lets published ports through but nothing else is told apart (firewalld)' {
        Import-Firewall firewalld.nft
        $null = $connection | Publish-ContainerPort 8080:80 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        Test-Tcp machine 192.0.2.1 8080 | Should -BeTrue
        $null = Add-Masquerade 10.88.0.0/16 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'chain filter_FORWARD of table inet firewalld .*firewalld.* rejects them in chain filter_FWD_public.*firewall-cmd --zone=trusted --add-interface=br0$'
        Test-Tcp cns 192.0.2.2 9000 | Should -BeFalse
    }
}

Describe 'A published port' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    BeforeEach {
        $null = New-Bridge br0 -IPAddress 10.88.0.1/16
        $connection = New-NetNamespace cns | Connect-Bridge br0 -IPAddress 10.88.0.2/16
        Enable-NetForwarding
    }
    AfterEach {
        $program | Where-Object { -not $_.HasExited } | Stop-Process -Force
        Reset-World
    }
    AfterAll { Assert-NothingLeft }

    It 'that a local program listens on is published with a warning that names the program' {
        $program = Start-Process python3 -ArgumentList '-m', 'http.server', '8080' -PassThru -RedirectStandardOutput $TestDrive/out -RedirectStandardError $TestDrive/error
        $null = Wait-Until { ss -Hlnt 'sport = :8080' }
        $published = $connection | Publish-ContainerPort 8080:80 -WarningVariable warnings -WarningAction SilentlyContinue
        $published.HostPort | Should -Be 8080
        $warnings | Should -HaveCount 1
        "$warnings" | Should -Match "^python3? \($($program.Id)\) listens at 0\.0\.0\.0:8080/tcp"
        $null = $connection | Publish-ContainerPort 8081:80, 8080:80/udp, 10.88.0.1:8082:80 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }

    It 'takes UDP clients along that have been sending already, and gives them back' {
        $program = @(
            Start-Process ip -ArgumentList 'netns exec cns socat -u UDP-RECVFROM:5353,fork OPEN:/tmp/cns.out,creat,append' -PassThru
            Start-Process socat -ArgumentList '-u UDP-RECVFROM:53,fork OPEN:/tmp/host.out,creat,append' -PassThru
        )
        $null = New-NetNamespace machine
        $null = New-VethPair uplink eth0 -PeerNamespace machine -IPAddress 192.0.2.1/24 -PeerIPAddress 192.0.2.2/24 -Up
        $null = Wait-Until { (ss -Hlnu 'sport = :53') -and (ip netns exec cns ss -Hlnu 'sport = :5353') }
        Remove-Item /tmp/cns.out, /tmp/host.out -ErrorAction Ignore
        # Connections are tracked where somebody asks about them only.
        nft 'add table ip track; add chain ip track pre { type filter hook prerouting priority 0; }; add rule ip track pre ct state new counter'
        $send = { ip netns exec machine bash -c 'echo hello | socat -u - UDP-SENDTO:192.0.2.1:53,sourceport=40000,reuseaddr' }
        & $send
        Wait-Until { (Get-Content /tmp/host.out -ErrorAction Ignore) -eq 'hello' } | Should -BeTrue

        $null = $connection | Publish-ContainerPort 53:5353/udp -WarningAction SilentlyContinue
        & $send
        Wait-Until { (Get-Content /tmp/cns.out -ErrorAction Ignore) -eq 'hello' } | Should -BeTrue
        @(Get-Content /tmp/host.out) | Should -HaveCount 1

        Get-ContainerPort | Unpublish-ContainerPort
        & $send
        Wait-Until { @(Get-Content /tmp/host.out).Count -eq 2 } | Should -BeTrue
        @(Get-Content /tmp/cns.out) | Should -HaveCount 1
        Remove-Item /tmp/cns.out, /tmp/host.out
    }
}

Describe 'A bridge whose packets IP''s firewall is shown' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    BeforeEach {
        $switch = Get-NetSysctl net.bridge.bridge-nf-call-iptables -ErrorAction Ignore
        if (-not $switch) { Set-ItResult -Skipped -Because 'this kernel has no br_netfilter' }
        Set-NetSysctl net.bridge.bridge-nf-call-iptables 1
        $null = New-Bridge br0
        iptables-restore "$PSScriptRoot/../fixtures/firewalls/docker-iptables.rules"
    }
    AfterEach {
        if ($switch) { Set-NetSysctl net.bridge.bridge-nf-call-iptables $switch.Value }
        Reset-World
    }
    AfterAll { Assert-NothingLeft }

    It 'passes nothing from port to port; Connect-Bridge warns once and names the switch and the remedy, and each of them helps' {
        $null = 'cns', 'db' | New-NetNamespace | Connect-Bridge br0 -NoAddress -WarningVariable warnings -WarningAction SilentlyContinue
        $null = New-NetIPAddress 10.88.0.2/24 -InterfaceAlias eth0 -Namespace cns
        $null = New-NetIPAddress 10.88.0.3/24 -InterfaceAlias eth0 -Namespace db
        $warnings | Should -HaveCount 1
        "$warnings" | Should -Match '^Packets from port to port of br0 will not get through: chain FORWARD of table ip filter \(probably of Docker\)'
        Test-Ping 10.88.0.3 -From cns | Should -BeFalse

        "$warnings" -match 'with: (Set-NetSysctl net\.bridge\.bridge-nf-call-iptables 0); or let them through with: (iptables -I DOCKER-USER -i br0 -o br0 -j ACCEPT)$' | Should -BeTrue
        $first, $second = $Matches[1, 2]
        Invoke-Command ([scriptblock]::Create($first))
        Test-Ping 10.88.0.3 -From cns | Should -BeTrue

        Set-NetSysctl net.bridge.bridge-nf-call-iptables 1
        bash -c $second
        Test-Ping 10.88.0.3 -From cns | Should -BeTrue
    }

    It 'is warned of by Add-BridgePort too' {
        New-VethPair veth0 veth1 -Up | Add-BridgePort br0 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'port to port of br0'
        Set-NetSysctl net.bridge.bridge-nf-call-iptables 0
        New-VethPair veth2 veth3 -Up | Add-BridgePort br0 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }
}
