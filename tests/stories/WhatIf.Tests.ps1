# What -WhatIf announced is there for what comes later, and what would fail fails.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1

    function Get-Announced {
        # The lines of -WhatIf, which go to the terminal only: a transcript has them.
        param([scriptblock] $Script)
        $file = [IO.Path]::GetTempFileName()
        $null = Start-Transcript $file -UseMinimalHeader -Force
        try { $null = & $Script } finally { $null = Stop-Transcript }
        @(Get-Content $file | Where-Object { $_ -like 'What if: *' } | ForEach-Object { $_ -replace '^What if: ' })
        Remove-Item $file
    }
}

Describe 'What -WhatIf announced' {
    BeforeEach { $null = New-Bridge br0 -IPAddress 10.0.0.1/24 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'is there for the next command of the pipeline' {
        Get-Announced { New-NetNamespace web -WhatIf | Connect-Bridge br0 -WhatIf | Publish-ContainerPort 8080:80 -WhatIf -ErrorAction Stop } | Should -Be @(
            'Performing the operation "Create network namespace" on target "web".'
            'Performing the operation "Connect to br0" on target "namespace web".'
            'Performing the operation "Publish to web" on target "0.0.0.0:8080/tcp".')
        Get-NetNamespace | Should -BeNullOrEmpty
    }

    It 'is there for a script that is tried as a whole' {
        Get-Announced {
            & {
                $WhatIfPreference = $true
                $ErrorActionPreference = 'Stop'
                $bridge = New-Bridge lan -IPAddress 10.9.0.1/24
                $db = New-NetNamespace db | Connect-Bridge $bridge
                $db | Publish-ContainerPort 9000:80
                $null = New-NetNamespace app
                Connect-Bridge lan app
                Publish-ContainerPort 9001:80 app
                New-NetIPAddress 10.7.0.1/24 eth0 -Namespace db
                Set-NetLink eth0 -Namespace db -Mtu 1400
                New-NetRoute 10.8.0.0/16 10.9.0.9 -Namespace db
                Add-Masquerade lan
                Remove-NetNamespace db
            }
        } | Should -HaveCount 12
    }

    It 'may take the place of what it removes' {
        $null = New-NetNamespace web
        Get-Announced { & { $WhatIfPreference = $true; $ErrorActionPreference = 'Stop'; Remove-NetNamespace web; New-NetNamespace web } } | Should -Be @(
            'Performing the operation "Remove network namespace" on target "web".'
            'Performing the operation "Create network namespace" on target "web".')
    }

    It 'is forgotten when something is really changed' {
        $null = New-NetNamespace ghost -WhatIf
        $null = New-NetNamespace web
        (Get-ErrorOf { Connect-Bridge br0 ghost -WhatIf }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
    }

    It 'does not excuse what nobody announced' {
        (Get-ErrorOf { Connect-Bridge br0 nowhere -WhatIf }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
        (Get-ErrorOf { Set-NetLink nolink -Mtu 1400 -WhatIf }).FullyQualifiedErrorId | Should -BeLike 'LinkNotFound,*'
    }

    It 'fails as the change would: <Line>' -ForEach @(
        @{ Line = 'New-NetNamespace web'; Id = 'NamespaceAlreadyExists' }
        @{ Line = 'New-Bridge br0'; Id = 'LinkAlreadyExists' }
        @{ Line = 'New-Bridge br0 -IPAddress 10.1.1.1/24 -IfExists Reuse'; Id = 'ExistingDiffers' }
        @{ Line = 'New-NetLink br0 Dummy'; Id = 'LinkAlreadyExists' }
        @{ Line = 'New-VethPair x eth0 -PeerNamespace web'; Id = 'LinkAlreadyExists' }
        @{ Line = 'Connect-Bridge br0 web'; Id = 'LinkAlreadyExists' }
        @{ Line = 'Rename-NetLink veth-web br0'; Id = 'LinkAlreadyExists' }
        @{ Line = 'New-NetIPAddress 10.0.0.1/24 br0'; Id = 'AddressAlreadyExists' }
        @{ Line = 'New-NetRoute 10.0.0.0/24 -InterfaceAlias br0 -RouteMetric 0'; Id = 'RouteAlreadyExists' }
        @{ Line = 'New-NetNeighbor 10.0.0.9 02:00:00:00:00:09 br0'; Id = 'NeighborAlreadyExists' }
        @{ Line = 'Add-Masquerade 10.6.0.0/24'; Id = 'MasqueradeAlreadyExists' }
        @{ Line = 'Publish-ContainerPort 8080:80 web -EnableForwarding'; Id = 'PortAlreadyPublished' }
        @{ Line = 'Add-BridgePort br0 veth-web'; Id = 'AlreadyABridgePort' }
        @{ Line = 'Mount-NetNamespace web -ProcessId $PID'; Id = 'NamespaceAlreadyExists' }
    ) {
        $null = New-NetNamespace web | Connect-Bridge br0 | Publish-ContainerPort 8080:80 3>$null
        $null = New-NetNeighbor 10.0.0.9 02:00:00:00:00:09 br0
        $null = Add-Masquerade 10.6.0.0/24 3>$null
        (Get-ErrorOf { Invoke-Expression "$Line -WhatIf" }).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        (Get-ErrorOf { Invoke-Expression $Line }).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
