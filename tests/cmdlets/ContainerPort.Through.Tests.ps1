# Publish-ContainerPort -AllowThrough: one narrow rule for each direction in each chain of others that would drop what is published, and nothing left of it.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/Hosts.ps1
    function Test-Tcp {
        # Whether a connection comes about within a moment.
        param([string] $From, [string] $Address, [int] $Port)
        ip netns exec $From timeout 2 bash -c "exec 3<>/dev/tcp/$Address/$Port" 2>$null
        $LASTEXITCODE -eq 0
    }
    function Get-Ruleset { (nft --stateless list ruleset) -join "`n" -replace 'packets \d+ bytes \d+', 'packets 0 bytes 0' }
    New-PretendHost
    Start-Server web tcp:80, tcp:81, udp:53 -In web
    Start-Server api tcp:80 -In api
}

AfterAll {
    Stop-Server
    Reset-World
    Assert-NothingLeft
}

Describe 'Publish-ContainerPort -AllowThrough' {
    AfterEach {
        Get-ContainerPort -ErrorAction Ignore | Unpublish-ContainerPort
        nft flush ruleset
    }

    It 'lets this port through <Name>, and no other' -ForEach @(
        @{ Name = 'iptables with policy drop'; Load = { iptables -P FORWARD DROP }; List = { iptables -S FORWARD }; Chain = 'FORWARD' }
        @{ Name = 'the chains of Docker'; Load = { iptables-restore "$PSScriptRoot/../fixtures/firewalls/docker-iptables.rules" }; List = { iptables -S DOCKER-USER }; Chain = 'DOCKER-USER' }
        @{ Name = 'the chains of ufw'; Load = { iptables-restore "$PSScriptRoot/../fixtures/firewalls/ufw.rules" }; List = { iptables -S FORWARD | Select-String -NotMatch ufw }; Chain = 'FORWARD' }
        @{ Name = 'a chain of nft'; Load = { nft 'add table inet fw; add chain inet fw f { type filter hook forward priority 0; policy drop; }' }; List = { nft list chain inet fw f }; Chain = 'f' }
        @{ Name = 'a chain of nft of one family'; Load = { nft 'add table ip fw; add chain ip fw f { type filter hook forward priority 0; policy drop; }' }; List = { nft list chain ip fw f }; Chain = 'f' }
    ) {
        & $Load
        $before = Get-Ruleset
        Test-Tcp machine 192.0.2.1 8080 | Should -BeFalse
        $null = Publish-ContainerPort 0.0.0.0:8080:80 -Target web -AllowThrough -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        Test-Tcp machine 192.0.2.1 8080 | Should -BeTrue
        $rules = @(& $List | Where-Object { $_ -match 'netns:through' })
        # One for each direction; ufw lets answers through by itself.
        $rules -match '10\.88\.0\.2.*dport 80\b' | Should -HaveCount 1
        $rules -match '10\.88\.0\.2.*sport 80\b.*(?i:established)' | Should -HaveCount ($Name -match 'ufw' ? 0 : 1)
        $rules | Should -HaveCount ($Name -match 'ufw' ? 1 : 2)
        # Neither another port of the container, nor another container.
        $null = Publish-ContainerPort 8081:81 -Target web -WarningAction Ignore
        $null = Publish-ContainerPort 8082:80 -Target api -WarningAction Ignore
        Test-Tcp machine 192.0.2.1 8081 | Should -BeFalse
        Test-Tcp machine 192.0.2.1 8082 | Should -BeFalse
        Unpublish-ContainerPort 8081, 8082
        Test-Tcp machine 192.0.2.1 8080 | Should -BeTrue
        Unpublish-ContainerPort 8080
        Get-Ruleset | Should -Be $before
    }

    It 'leaves iptables able to list, to save and to restore' {
        iptables -P FORWARD DROP
        $null = Publish-ContainerPort 0.0.0.0:8080:80, 0.0.0.0:53:53/udp -Target web -AllowThrough -SourcePrefix 192.0.2.0/24
        iptables -S FORWARD | Should -Be @(
            '-P FORWARD DROP'
            '-A FORWARD -s 10.88.0.2/32 -d 192.0.2.0/24 -p udp -m udp --sport 53 -m conntrack --ctstate ESTABLISHED -m comment --comment "netns:through 0.0.0.0:53/udp from 192.0.2.0/24 to 10.88.0.2:53" -j ACCEPT'
            '-A FORWARD -s 192.0.2.0/24 -d 10.88.0.2/32 -p udp -m udp --dport 53 -m comment --comment "netns:through 0.0.0.0:53/udp from 192.0.2.0/24 to 10.88.0.2:53" -j ACCEPT'
            '-A FORWARD -s 10.88.0.2/32 -d 192.0.2.0/24 -p tcp -m tcp --sport 80 -m conntrack --ctstate ESTABLISHED -m comment --comment "netns:through 0.0.0.0:8080/tcp from 192.0.2.0/24 to 10.88.0.2:80" -j ACCEPT'
            '-A FORWARD -s 192.0.2.0/24 -d 10.88.0.2/32 -p tcp -m tcp --dport 80 -m comment --comment "netns:through 0.0.0.0:8080/tcp from 192.0.2.0/24 to 10.88.0.2:80" -j ACCEPT'
        )
        $saved = iptables-save -t filter
        $saved | iptables-restore
        (iptables-save -t filter) -notmatch '^#' | Should -Be ($saved -notmatch '^#')
        Test-Tcp machine 192.0.2.1 8080 | Should -BeTrue
        Unpublish-ContainerPort 8080, 53
        iptables -S FORWARD | Should -Be '-P FORWARD DROP' -Because 'what iptables wrote anew is found by its comment as well'
    }

    It 'works with IPv6' {
        ip6tables -P FORWARD DROP
        $null = Publish-ContainerPort '[::]:8080:80' -Target web -AllowThrough -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        Read-Answer 2001:db8::1 8080 machine | Should -BeLike 'web *'
        Unpublish-ContainerPort 8080
        ip6tables -S FORWARD | Should -Be '-P FORWARD DROP'
    }

    It 'changes nothing where nothing is in the way, with -WhatIf, or without the switch' {
        nft 'add table inet fw; add chain inet fw f { type filter hook forward priority 0; policy accept; }'
        $null = Publish-ContainerPort 0.0.0.0:8080:80 -Target web -AllowThrough
        (nft list table inet fw) -match 'netns' | Should -BeNullOrEmpty
        nft 'chain inet fw f { policy drop; }'
        $null = Publish-ContainerPort 8081:81 -Target web -AllowThrough -WhatIf
        $null = Publish-ContainerPort 8082:81 -Target web -WarningVariable warnings -WarningAction SilentlyContinue
        (nft list table inet fw) -match 'netns' | Should -BeNullOrEmpty
        "$warnings" | Should -Match 'nft insert rule inet fw f'
    }

    It 'tells the rule with -Verbose, which has the same effect' {
        iptables -P FORWARD DROP
        $said = Publish-ContainerPort 0.0.0.0:8080:80 -Target web -AllowThrough -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        $lines = @($said.Message -match '^Let .* through chain' -replace '^.*?chain FORWARD: ')
        $rules = (iptables -S FORWARD) -match 'through'
        Unpublish-ContainerPort 8080
        $lines | Should -HaveCount 2
        $lines | ForEach-Object { bash -c $_ }
        (iptables -S FORWARD) -match 'through' | Should -Be $rules
        iptables -F FORWARD
    }

    It 'puts rules back that a flush took, with -IfExists Reuse' {
        iptables -P FORWARD DROP
        $null = Publish-ContainerPort 0.0.0.0:8080:80 -Target web -AllowThrough
        iptables -F FORWARD
        Test-Tcp machine 192.0.2.1 8080 | Should -BeFalse
        $null = Publish-ContainerPort 0.0.0.0:8080:80 -Target web -AllowThrough -IfExists Reuse
        Test-Tcp machine 192.0.2.1 8080 | Should -BeTrue
        # Once more: none twice. Also where it stands behind what drops.
        $null = Publish-ContainerPort 0.0.0.0:8080:80 -Target web -AllowThrough -IfExists Reuse
        iptables -I FORWARD -j DROP
        $null = Publish-ContainerPort 0.0.0.0:8080:80 -Target web -AllowThrough -IfExists Reuse
        (iptables -S FORWARD) -match 'through' | Should -HaveCount 2
        Test-Tcp machine 192.0.2.1 8080 | Should -BeTrue
    }

    It 'leaves no rule behind where publishing fails' {
        iptables -P FORWARD DROP
        $null = Publish-ContainerPort 0.0.0.0:8080:80 -Target web -WarningAction Ignore
        (Get-ErrorOf { Publish-ContainerPort 0.0.0.0:8080:81 -Target web -AllowThrough }).FullyQualifiedErrorId | Should -BeLike 'PortAlreadyPublished,*'
        iptables -S FORWARD | Should -Be '-P FORWARD DROP'
    }

    It 'goes with its container' {
        nft 'add table inet fw; add chain inet fw f { type filter hook forward priority 0; policy drop; }'
        $before = Get-Ruleset
        $null = New-NetNamespace short | Connect-Bridge br0 -WarningAction Ignore | Publish-ContainerPort 0.0.0.0:8080:80 -AllowThrough
        Get-Ruleset | Should -Match 'netns:through'
        Remove-NetNamespace short -Wait
        Get-Ruleset | Should -Be $before
    }

    It 'warns as ever where no narrow rule can be written' {
        iptables -t raw -A PREROUTING -i uplink -p tcp -j DROP
        $null = Publish-ContainerPort 0.0.0.0:8080:80 -Target web -AllowThrough -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'PREROUTING of table ip raw'
        iptables -t raw -S | Should -Not -Match 'through'
    }
}

Describe 'Repair-NetNs' {
    It 'takes away rules whose port is not published any more' {
        nft 'add table inet fw; add chain inet fw f { type filter hook forward priority 0; policy drop; }'
        iptables -P FORWARD DROP
        $before = Get-Ruleset
        $null = Publish-ContainerPort 0.0.0.0:8080:80 -Target web -AllowThrough
        Repair-NetNs | Should -BeNullOrEmpty
        nft delete table inet NetNs
        Repair-NetNs -WhatIf
        Get-Ruleset | Should -Match 'netns:through'
        $repaired = Repair-NetNs | Where-Object Kind -EQ FirewallRule
        $repaired.Target | Should -Be 'inet fw f, ip filter FORWARD'
        $repaired.Reason | Should -Be 'it let 0.0.0.0:8080/tcp through, which is not published any more'
        Get-Ruleset | Should -Be $before
    }
}
