# Ports of containers of a real Docker, by all five paths: what Paths says is what answers, through what others do to the ruleset and to the container.
# Runs on a machine of its own.

BeforeAll {
    . $PSScriptRoot/../../tools/Common.ps1
    . $PSScriptRoot/../../tools/Engines.ps1
    # Docker makes FORWARD drop only where forwarding was off when it started.
    Start-Docker
    Start-Container docker lonely '--network', 'none'
    Start-Container docker web
    $null = docker network create --internal inner
    Start-Container docker inside '--network', 'inner'
    New-Surrounding
    $null = New-Bridge br0 -IPAddress 10.88.0.1/16
    $null = 'docker:lonely' | Connect-Bridge br0 -WarningAction Ignore
    function Get-Ruleset { (nft --stateless list ruleset 2>$null) -join "`n" -replace 'packets \d+ bytes \d+', 'packets 0 bytes 0' }
    function Get-Answer { param([string] $Name) (Get-AnsweredPath 9000 (Get-NetContainer $Name).ProcessId) -join ', ' }
    function Get-SaidPath { "$((Get-ContainerPort 9000).Paths)" }
}

AfterAll {
    $null = docker rm -f (docker ps -aq)
    Stop-Docker
}

Describe 'A port of a container of Docker' {
    AfterEach { Get-ContainerPort -ErrorAction Ignore | Unpublish-ContainerPort }

    It 'of <Name> answers by the paths that it says, with -AllowThrough, and leaves nothing' -ForEach @(
        @{ Name = 'lonely'; Blocked = $true; Paths = 'External, Host, Loopback, Hairpin, CrossNetwork' }
        @{ Name = 'web'; Blocked = $true; Paths = 'External, Host, Loopback, CrossNetwork' }
        @{ Name = 'inside'; Blocked = $true; Paths = 'External, Host, Loopback, CrossNetwork' }
    ) {
        $before = Get-Ruleset
        $null = Publish-ContainerPort 9000:80 -Target "docker:$Name" -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'Docker' -Because 'other machines do not get through'
        Get-Answer $Name | Should -Be 'Host, Loopback'
        # The remedy of the warning, as it stands.
        $remedy = "$warnings" -replace '^.*with: '
        bash -c $remedy
        Get-Answer $Name | Should -Be $Paths
        bash -c ($remedy -replace '-I ', '-D ')
        Unpublish-ContainerPort 9000
        $null = Publish-ContainerPort 9000:80 -Target "docker:$Name" -AllowThrough -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        Get-SaidPath | Should -Be $Paths
        Get-Answer $Name | Should -Be $Paths
        Unpublish-ContainerPort 9000
        Get-Ruleset | Should -Be $before
    }

    It 'survives iptables -F by Reuse, and a flush of everything by publishing it again' {
        $null = 'docker:lonely' | Publish-ContainerPort 9000:80 -AllowThrough
        iptables -F
        iptables -P FORWARD DROP
        (Get-Answer lonely) | Should -Not -Match 'External'
        $null = 'docker:lonely' | Publish-ContainerPort 9000:80 -AllowThrough -IfExists Reuse -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        Get-Answer lonely | Should -Be (Get-SaidPath)
        nft flush ruleset
        Get-ContainerPort | Should -BeNullOrEmpty
        (Repair-NetNs).Kind | Should -Be Sysctl
        $null = 'docker:lonely' | Publish-ContainerPort 9000:80 -AllowThrough
        Get-Answer lonely | Should -Be (Get-SaidPath)
    }

    It 'of a container that was restarted is Stale, and one line brings it back' {
        $null = 'docker:lonely' | Publish-ContainerPort 9000:80 -AllowThrough
        $null = docker restart -t 0 lonely
        (Get-ContainerPort 9000).State | Should -Be Stale
        Get-Answer lonely | Should -BeNullOrEmpty
        $null = 'docker:lonely' | Connect-Bridge br0 -IfExists Reuse -WarningAction Ignore | Publish-ContainerPort 9000:80 -AllowThrough -IfExists Reuse
        (Get-ContainerPort 9000).State | Should -Be Active
        Get-Answer lonely | Should -Be 'External, Host, Loopback, Hairpin, CrossNetwork'
        # Once more, and nothing changes.
        $before = Get-Ruleset
        $null = 'docker:lonely' | Connect-Bridge br0 -IfExists Reuse -WarningAction Ignore | Publish-ContainerPort 9000:80 -AllowThrough -IfExists Reuse
        Get-Ruleset | Should -Be $before
    }

    It 'works on after a restart of dockerd, once its container runs again' {
        $null = 'docker:lonely' | Publish-ContainerPort 9000:80 -AllowThrough
        Stop-Docker
        Start-Docker
        $null = docker start lonely
        (Get-ContainerPort 9000).State | Should -Be Stale
        $null = 'docker:lonely' | Connect-Bridge br0 -IfExists Reuse -WarningAction Ignore | Publish-ContainerPort 9000:80 -AllowThrough -IfExists Reuse
        Get-Answer lonely | Should -Be (Get-SaidPath)
    }

    It 'that Docker publishes is listed with -IncludeForeign, and Docker answers by the paths that it says' {
        Start-Container docker own '-p', '9000:80'
        $port = Get-ContainerPort 9000 -IncludeForeign | Where-Object HostAddress -EQ ([ipaddress]::Any)
        $port.Owner, $port.ContainerPort | Should -Be 'Docker', 80
        $port.ContainerAddress | Should -Be (Get-NetContainer own).IPAddress[0]
        Get-Answer own | Should -Be "$($port.Paths)"
        $null = docker rm -f own
        Get-ContainerPort -IncludeForeign | Should -BeNullOrEmpty
    }
}
