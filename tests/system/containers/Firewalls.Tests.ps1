# Published ports beside a real firewalld, with both of its back ends, and a real ufw.
# Runs on a machine of its own.

BeforeAll {
    . $PSScriptRoot/../../tools/Common.ps1
    . $PSScriptRoot/../../tools/Hosts.ps1
    . $PSScriptRoot/../../tools/Engines.ps1
    New-PretendHost
    Start-Server web tcp:80 -In web
    function Get-Ruleset { (nft --stateless list ruleset 2>$null) -join "`n" -replace 'packets \d+ bytes \d+', 'packets 0 bytes 0' }
    function Test-Answer { (Read-Answer 192.0.2.1 8080 machine -Patience 2) -like 'web *' }
}

AfterAll { Stop-Server }

Describe 'firewalld with <Backend>' -ForEach @(@{ Backend = 'nftables' }, @{ Backend = 'iptables' }) {
    BeforeAll { Start-Firewalld $Backend }
    AfterAll { Stop-Firewalld }

    It 'lets published ports through by itself, also after a reload' {
        $null = Publish-ContainerPort 0.0.0.0:8080:80 -Target web -AllowThrough -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        Test-Answer | Should -BeTrue
        Get-Ruleset | Should -Not -Match 'netns:through' -Because 'no rule is needed'
        # firewalld puts its own rules in another order then.
        $null = firewall-cmd --reload
        Test-Answer | Should -BeTrue
        Unpublish-ContainerPort 8080
        Get-Ruleset | Should -Not -Match 'netns'
    }

    It 'has its forward ports listed with -IncludeForeign' {
        $null = firewall-cmd --add-forward-port=port=8088:proto=tcp:toport=80:toaddr=10.88.0.2
        $port = Get-ContainerPort 8088 -IncludeForeign
        $port.Owner, "$($port.ContainerAddress)", $port.ContainerPort | Should -Be ($Backend -eq 'nftables' ? 'firewalld' : $port.Owner), '10.88.0.2', 80
        $null = firewall-cmd --remove-forward-port=port=8088:proto=tcp:toport=80:toaddr=10.88.0.2
        Get-ContainerPort -IncludeForeign | Should -BeNullOrEmpty
    }
}

Describe 'ufw' {
    BeforeAll {
        $said = ufw --force enable 2>&1
        if ($LASTEXITCODE) { throw "ufw did not start: $said" }
    }
    AfterAll { $null = ufw --force disable 2>&1 }

    It 'drops what is published, and -AllowThrough lets it through, also after a reload' {
        $before = Get-Ruleset
        $null = Publish-ContainerPort 0.0.0.0:8080:80 -Target web -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'ufw route allow proto tcp to 10.88.0.2 port 80'
        Test-Answer | Should -BeFalse
        Unpublish-ContainerPort 8080
        $null = Publish-ContainerPort 0.0.0.0:8080:80 -Target web -AllowThrough -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        Test-Answer | Should -BeTrue
        Unpublish-ContainerPort 8080
        Get-Ruleset | Should -Be $before
        # A reload adds rules of its own for good.
        $null = Publish-ContainerPort 0.0.0.0:8080:80 -Target web -AllowThrough
        $null = ufw reload
        Test-Answer | Should -BeTrue
        Unpublish-ContainerPort 8080
        Get-Ruleset | Should -Not -Match 'netns'
    }
}
