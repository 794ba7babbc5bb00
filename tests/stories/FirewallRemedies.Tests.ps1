# Every remedy that a warning about a firewall prints is typed as it stands, in the situation that printed it: it lets the published port through,
# the warning does not come again, and nothing else is opened. What lets packets through gives no warning.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/Hosts.ps1

    function Test-Tcp {
        # Whether a connection comes about within a moment.
        param([string] $From, [string] $Address, [int] $Port)
        $run = @('timeout', '2', 'bash', '-c', "exec 3<>/dev/tcp/$Address/$Port")
        if ($From) { ip netns exec $From @run 2>$null } else { & $run[0] $run[1..4] 2>$null }
        $LASTEXITCODE -eq 0
    }

    function Get-Remedy {
        # The command lines in a warning.
        param($Warning)
        "$Warning" -match 'with: (.+)$' | Should -BeTrue -Because "'$Warning' has a remedy"
        $Matches[1]
    }
}

Describe 'A firewall in the way of a published port' {
    BeforeAll {
        New-PretendHost
        Start-Server web tcp:80, tcp:81 -In web
        Start-Server api tcp:80 -In api
    }
    BeforeEach { $warnings = $null }
    AfterEach {
        Get-ContainerPort -ErrorAction Ignore | Unpublish-ContainerPort
        nft flush ruleset
    }
    AfterAll {
        Stop-Server
        Reset-World
        Assert-NothingLeft
    }

    It 'at <Name> is warned of, and the remedy lets this port through and no other' -ForEach @(
        @{ Name = 'forward, by iptables'; Load = { iptables -P FORWARD DROP }; Chain = 'FORWARD of table ip filter'; From = 'machine' }
        @{ Name = 'forward, behind Docker''s chains'; Load = { iptables-restore "$PSScriptRoot/../fixtures/firewalls/docker-iptables.rules" }; Chain = 'FORWARD of table ip filter'; From = 'machine' }
        @{ Name = 'forward, after iptables -F under Docker'; Load = { iptables-restore "$PSScriptRoot/../fixtures/firewalls/docker-iptables.rules"; iptables -F }; Chain = 'FORWARD of table ip filter'; From = 'machine' }
        @{ Name = 'forward, by nft'; Load = { nft 'add table inet fw; add chain inet fw f { type filter hook forward priority 0; policy drop; }' }; Chain = 'f of table inet fw'; From = 'machine' }
        @{ Name = 'prerouting, before the destination is translated'; Load = { nft 'add table ip fw; add chain ip fw p { type filter hook prerouting priority -300; }; add rule ip fw p iifname uplink drop' }; Chain = 'p of table ip fw'; From = 'machine' }
        @{ Name = 'prerouting, behind that'; Load = { nft 'add table ip fw; add chain ip fw p { type filter hook prerouting priority -50; }; add rule ip fw p ip daddr 10.88.0.0/16 iifname uplink drop' }; Chain = 'p of table ip fw'; From = 'machine' }
        @{ Name = 'raw PREROUTING, by iptables'; Load = { iptables -t raw -A PREROUTING -i uplink -p tcp -j DROP }; Chain = 'PREROUTING of table ip raw'; From = 'machine' }
        @{ Name = 'ingress'; Load = { nft 'add table netdev fw; add chain netdev fw i { type filter hook ingress device uplink priority 0; }; add rule netdev fw i ip protocol tcp drop' }; Chain = 'i of table netdev fw'; From = 'machine' }
        @{ Name = 'postrouting'; Load = { nft 'add table inet fw; add chain inet fw p { type filter hook postrouting priority 0; }; add rule inet fw p oifname br0 drop' }; Chain = 'p of table inet fw'; From = 'machine' }
        @{ Name = 'output'; Load = { nft 'add table inet fw; add chain inet fw o { type filter hook output priority 0; }; add rule inet fw o ip daddr 10.88.0.0/16 tcp dport 80 drop' }; Chain = 'o of table inet fw'; From = '' }
        @{ Name = 'a bridge table'; Load = { nft 'add table bridge fw; add chain bridge fw o { type filter hook output priority 0; policy drop; }; add rule bridge fw o ether type arp accept' }; Chain = 'o of table bridge fw'; From = 'machine' }
    ) {
        & $Load
        $null = Publish-ContainerPort 192.0.2.1:8080:80 -Target web -WarningVariable warnings -WarningAction SilentlyContinue
        @($warnings -match [regex]::Escape($Chain)) | Should -Not -BeNullOrEmpty -Because "the warnings are: $warnings"
        Test-Tcp $From 192.0.2.1 8080 | Should -BeFalse
        foreach ($warning in $warnings) {
            bash -c (Get-Remedy $warning)
            $LASTEXITCODE | Should -Be 0 -Because (Get-Remedy $warning)
        }
        Test-Tcp $From 192.0.2.1 8080 | Should -BeTrue
        Unpublish-ContainerPort 8080
        $null = Publish-ContainerPort 192.0.2.1:8080:80 -Target web -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        # Neither another port of the container, nor another container, nor what the container itself opens.
        if ($Name -like 'forward*') {
            $null = Publish-ContainerPort 192.0.2.1:8081:81 -Target web -WarningAction SilentlyContinue
            $null = Publish-ContainerPort 192.0.2.1:8082:80 -Target api -WarningAction SilentlyContinue
            Test-Tcp machine 192.0.2.1 8081 | Should -BeFalse
            Test-Tcp machine 192.0.2.1 8082 | Should -BeFalse
        }
    }

    It 'has one remedy for many ports of several protocols' {
        iptables -P FORWARD DROP
        $null = Publish-ContainerPort 8000-8009:8000-8009, 8080:80, 53:53/udp -Target web -HostAddress 192.0.2.1 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        (Get-Remedy $warnings) -split '; ' | Should -Be @(
            'iptables -I FORWARD -d 10.88.0.2 -p tcp -m multiport --dports 80,8000:8009 -j ACCEPT'
            'iptables -I FORWARD -s 10.88.0.2 -p tcp -m multiport --sports 80,8000:8009 -m conntrack --ctstate ESTABLISHED -j ACCEPT'
            'iptables -I FORWARD -d 10.88.0.2 -p udp --dport 53 -j ACCEPT'
            'iptables -I FORWARD -s 10.88.0.2 -p udp --sport 53 -m conntrack --ctstate ESTABLISHED -j ACCEPT')
        bash -c (Get-Remedy $warnings)
        $LASTEXITCODE | Should -Be 0
        Test-Tcp machine 192.0.2.1 8080 | Should -BeTrue
    }

    It 'has one remedy for the ports of a whole pipeline' {
        nft 'add table inet fw; add chain inet fw f { type filter hook forward priority 0; policy drop; }'
        $null = '8000:80', '8001:81', '8443:443' | Publish-ContainerPort -Target web -HostAddress 192.0.2.1 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        bash -c (Get-Remedy $warnings)
        $LASTEXITCODE | Should -Be 0
        Test-Tcp machine 192.0.2.1 8001 | Should -BeTrue
    }

    It 'that lets it through gives no warning (<Name>)' -ForEach @(
        @{ Name = 'accepts by link before a drop'; Load = { nft 'add table inet fw; add chain inet fw f { type filter hook forward priority 0; policy drop; }; add rule inet fw f iifname uplink accept; add rule inet fw f ct state established accept' } }
        @{ Name = 'accepts what was translated, by iptables'; Load = { iptables -P FORWARD DROP; iptables -A FORWARD -m conntrack --ctstate DNAT -j ACCEPT } }
        @{ Name = 'accepts by a mark of nft'; Load = { nft 'add table inet fw; add chain inet fw p { type filter hook prerouting priority -150; }; add rule inet fw p iifname { uplink, br0 } meta mark set 7; add chain inet fw f { type filter hook forward priority 0; policy drop; }; add rule inet fw f meta mark 7 accept' } }
        @{ Name = 'accepts by a mark of iptables'; Load = { iptables -t mangle -A PREROUTING -j MARK --set-mark 0x10; iptables -P FORWARD DROP; iptables -A FORWARD -m mark --mark 0x10 -j ACCEPT } }
        @{ Name = 'accepts by a mark of the connection'; Load = { iptables -t mangle -A PREROUTING -i uplink -j CONNMARK --set-mark 3; iptables -P FORWARD DROP; iptables -A FORWARD -m connmark --mark 3 -j ACCEPT } }
    ) {
        & $Load
        $null = Publish-ContainerPort 192.0.2.1:8080:80 -Target web -WarningVariable warnings -WarningAction SilentlyContinue
        Test-Tcp machine 192.0.2.1 8080 | Should -BeTrue
        $warnings | Should -BeNullOrEmpty
    }
}

Describe 'A rule of somebody else for the same port' {
    BeforeAll {
        New-PretendHost
        Start-Server web tcp:80 -In web
        Start-Server api tcp:80 -In api
    }
    AfterEach {
        Get-ContainerPort -ErrorAction Ignore | Unpublish-ContainerPort
        nft flush ruleset
    }
    AfterAll {
        Stop-Server
        Reset-World
        Assert-NothingLeft
    }

    It 'that is met first makes the port Shadowed, with a warning (<Name>)' -ForEach @(
        @{ Name = 'DNAT of nft'; Answer = 'api *'; Load = { nft 'add table ip x; add chain ip x p { type nat hook prerouting priority -110; }; add rule ip x p tcp dport 8080 dnat to 10.88.0.3:80; add chain ip x o { type nat hook output priority -110; }; add rule ip x o fib daddr type local tcp dport 8080 dnat to 10.88.0.3:80' } }
        @{ Name = 'notrack of nft'; Answer = 'none*'; Load = { nft 'add table ip x; add chain ip x p { type filter hook prerouting priority -300; }; add rule ip x p tcp dport 8080 notrack; add chain ip x o { type filter hook output priority -300; }; add rule ip x o tcp dport 8080 notrack' } }
        @{ Name = 'notrack of iptables'; Answer = 'none*'; Load = { iptables -t raw -A PREROUTING -p tcp --dport 8080 -j NOTRACK } }
    ) {
        & $Load
        $port = Publish-ContainerPort 192.0.2.1:8080:80, 192.0.2.1:8081:80 -Target web -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        "$warnings" | Should -Match '192\.0\.2\.1:8080/tcp will not get to 10\.88\.0\.2:80: chain '
        "$($port.State)" | Should -Be 'Shadowed Active'
        $listed = Get-ContainerPort 8080
        "$($listed.State) $($listed.Paths)" | Should -Be 'Shadowed None'
        Read-Answer 192.0.2.1 8080 -From machine -Patience 1 | Should -BeLike $Answer
        Read-Answer 192.0.2.1 8081 -From machine | Should -BeLike 'web *'
    }

    It 'that comes after ours changes nothing, whoever was there first (<Name>)' -ForEach @(
        @{ Name = 'Docker and Podman'; Load = { iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -p tcp --dport 8080 -j DNAT --to-destination 10.88.0.3:80 } }
        @{ Name = 'a forward port of firewalld'; Load = { nft 'add table inet firewalld; add chain inet firewalld nat_PREROUTING { type nat hook prerouting priority -90; }; add rule inet firewalld nat_PREROUTING tcp dport 8080 dnat ip to 10.88.0.3:80' } }
    ) {
        foreach ($order in 'before', 'after') {
            if ($order -eq 'before') { & $Load }
            $null = Publish-ContainerPort 192.0.2.1:8080:80 -Target web -WarningVariable warnings
            if ($order -eq 'after') { & $Load }
            $warnings | Should -BeNullOrEmpty
            (Get-ContainerPort 8080).State | Should -Be Active
            Read-Answer 192.0.2.1 8080 -From machine | Should -BeLike 'web *'
            Unpublish-ContainerPort 8080
            nft flush ruleset
        }
    }
}
