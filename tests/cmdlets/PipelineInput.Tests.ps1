# What a pipeline object says is bound, or is an error for that object: nothing is dropped.

Describe 'An object from the pipeline' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        function Invoke-Line {
            # Runs a line and returns its error records, whether they end the pipeline or not.
            param([string] $Line)
            $errors = @()
            try { $null = Invoke-Expression $Line -ErrorVariable +errors -ErrorAction SilentlyContinue }
            catch { $errors = @($_) }
            @($errors | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
        }
    }
    BeforeEach {
        $null = New-NetNamespace web
        $null = New-VethPair eth0 eth1
        $null = New-VethPair eth0 eth1 -Namespace web
        $before = sh $PSScriptRoot/../tools/world-state.sh
    }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'is an error where the property <Property> is no value for the parameter: <Line>' -ForEach @(
        @{ Property = 'Namespace'; Line = "[pscustomobject]@{ InterfaceAlias = 'eth0'; Namespace = @('web', 'db') } | Enable-NetLink" }
        @{ Property = 'Namespace'; Line = "[pscustomobject]@{ InterfaceAlias = 'eth0'; Namespace = @{ a = 1 } } | Remove-NetLink" }
        @{ Property = 'Namespace'; Line = "[pscustomobject]@{ InterfaceAlias = 'eth0'; Namespace = `$null } | Remove-NetLink" }
        @{ Property = 'HostAddress'; Line = "[pscustomobject]@{ Port = '8080:80'; Target = '10.0.0.2'; HostAddress = @('127.0.0.1', '127.0.0.2') } | Publish-ContainerPort" }
        @{ Property = 'SourcePrefix'; Line = "[pscustomobject]@{ Port = '8080:80'; Target = '10.0.0.2'; SourcePrefix = @{ a = 1 } } | Publish-ContainerPort" }
        @{ Property = 'Protocol'; Line = "[pscustomobject]@{ Port = '8080:80'; Target = '10.0.0.2'; Protocol = 'upd' } | Publish-ContainerPort" }
        @{ Property = 'Mtu'; Line = "[pscustomobject]@{ Name = 'd0'; Kind = 'Dummy'; Mtu = '15oo' } | New-NetLink" }
        @{ Property = 'Name'; Line = "[pscustomobject]@{ Name = @{ a = 1 } } | New-NetNamespace" }
        @{ Property = 'PeerNamespace'; Line = "[pscustomobject]@{ Name = 'v0'; PeerName = 'v1'; PeerNamespace = @{ a = 1 } } | New-VethPair" }
        @{ Property = 'AddressFamily'; Line = "[pscustomobject]@{ AddressFamily = 'ipv5'; Namespace = 'web' } | Enable-NetForwarding" }
        @{ Property = 'OutInterface'; Line = "[pscustomobject]@{ Subnet = '10.0.0.0/24'; OutInterface = @{ a = 1 } } | Add-Masquerade" }
        @{ Property = 'PrefixLength'; Line = "[pscustomobject]@{ IPAddress = '10.0.0.1'; PrefixLength = 'x' } | New-NetIPAddress -InterfaceAlias eth0" }
    ) {
        $errors = Invoke-Line $Line
        $errors.Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'InputNotBound,*'
        "$($errors[0].TargetObject)" | Should -Be "$(Invoke-Expression ($Line -replace '\|[^|]*$'))"
        $errors[0].Exception.Message | Should -BeLike "*property $Property *"
        sh $PSScriptRoot/../tools/world-state.sh | Should -Be $before
    }

    It 'that is $null is an error: <_>' -ForEach 'Enable-NetForwarding', 'Remove-NetLink', 'Get-NetLink', 'New-NetIPAddress 10.0.0.1/24', 'Get-NetRoute' {
        $errors = Invoke-Line "`$null | $_"
        $errors.Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -Match '^(InputNotBound|ParameterArgumentValidationError|InputObjectNotBound)'
        sh $PSScriptRoot/../tools/world-state.sh | Should -Be $before
    }

    It 'does not keep the others from being worked on' {
        $errors = Invoke-Line "[pscustomobject]@{ Link = 'eth0'; Namespace = 'web' }, [pscustomobject]@{ Link = 'eth1'; Namespace = @{} }, [pscustomobject]@{ Link = 'eth1'; Namespace = 'web' } | Enable-NetLink"
        $errors.Count | Should -Be 1
        (Get-NetLink eth0, eth1 -Namespace web).AdminState | Should -Be Up, Up
        (Get-NetLink eth0, eth1).AdminState | Should -Be Down, Down
    }

    It 'with an empty text leaves the parameter out, and never inherits the value of the object before it' {
        $made = [pscustomobject]@{ Name = 'd0'; PeerName = 'd1'; Mtu = '1400'; MacAddress = ''; Namespace = 'web' }, [pscustomobject]@{ Name = 'd2'; PeerName = 'd3'; Mtu = ''; Namespace = '' } | New-VethPair
        $made.A.Mtu | Should -Be 1400, 1500
        $made.A.Namespace.Name | Should -Be web, $null
    }

    It 'has no effect where the command line gives the value' {
        [pscustomobject]@{ Link = 'eth0'; Namespace = @{} } | Enable-NetLink -Namespace web
        (Get-NetLink eth0 -Namespace web).AdminState | Should -Be Up
    }
}

Describe 'The parameters of every cmdlet' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        $null = New-NetNamespace web
        $null = New-VethPair eth0 eth1 -PeerNamespace web -Up -IPAddress 10.0.0.1/24 -PeerIPAddress 10.0.0.2/24
    }
    AfterAll {
        Reset-World
        Assert-NothingLeft
    }

    It '<Name> has -AllNamespaces' -ForEach @(
        # As the engine sees it at discovery: the module is there already.
        Import-Module ($env:NETNS_MODULE ? $env:NETNS_MODULE : "$PSScriptRoot/../../output/NetNs/$((Import-PowerShellDataFile "$PSScriptRoot/../../NetNs.psd1").ModuleVersion)/NetNs.psd1")
        # Get-NetTopology takes all of them where none is given.
        Get-Command -Module NetNs -Verb Get | Where-Object { $_.Name -ne 'Get-NetTopology' -and $_.Parameters.ContainsKey('Namespace') } | ForEach-Object { @{ Name = $_.Name } }
    ) {
        (Get-Command $Name).Parameters.Keys | Should -Contain AllNamespaces
        $everywhere = @(& $Name -AllNamespaces | ForEach-Object { "$($_.Namespace)" } | Sort-Object -Unique)
        $each = @(& $Name; & $Name -Namespace web) | ForEach-Object { "$($_.Namespace)" } | Sort-Object -Unique
        $everywhere | Should -Be $each
    }

    It 'take all namespaces: what is in one of them is no error, what is in none of them is one' {
        (Get-NetIPAddress -InterfaceAlias eth1 -AddressFamily IPv4 -AllNamespaces -ErrorAction Stop).Namespace.Name | Should -Be web
        $errors = @()
        Get-NetIPAddress -InterfaceAlias nowhere -AllNamespaces -ErrorAction SilentlyContinue -ErrorVariable errors
        $errors.Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'LinkNotFound,*'
    }

    It 'are where fingers expect them: <_>' -ForEach 'New-NetIPAddress 10.5.0.1/24 eth0', 'New-NetRoute 10.9.0.0/24 10.0.0.2', 'New-NetRoute 10.8.0.0/24 10.0.0.2 eth0',
        'New-NetNeighbor 10.0.0.9 02:00:00:00:00:09 eth0', 'Publish-ContainerPort 8080:80 web -WarningAction Ignore' {
        Invoke-Expression "$_ -ErrorAction Stop" | Should -Not -BeNullOrEmpty
    }
}
