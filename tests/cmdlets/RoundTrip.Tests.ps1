# What a list gives, written to a file and read again, makes the same thing again: for each noun, in each form.

BeforeDiscovery {
    $forms = 'Csv', 'Clixml', 'Json', 'JsonWithNames', 'Select'
    # Make, list and remove; how a copy is made anew, and what ip or a list says of it.
    $nouns = @(
        @{ Noun = 'NetNamespace'; Make = { New-NetNamespace n1 }; List = { Get-NetNamespace n1 }; Remove = { Remove-NetNamespace n1 -Wait }; Again = { $input | New-NetNamespace }; Show = { ip netns } }
        @{ Noun = 'VethPair'; Make = { New-VethPair v8 v9 -Mtu 1400 -PeerNamespace web }; List = { Get-NetLink v8 }; Remove = { Remove-NetLink v8 }; Again = { $input | New-VethPair }; Show = { (Get-NetLink v8, v9 -AllNamespaces -ErrorAction Ignore | ForEach-Object { "$($_.Name) $($_.Namespace.Name) $($_.Mtu)" }) } }
        @{ Noun = 'Bridge'; Make = { New-Bridge br7 -Mtu 1400 -MacAddress 02:00:00:00:00:77 }; List = { Get-Bridge br7 }; Remove = { Remove-Bridge br7 }; Again = { $input | New-Bridge }; Show = { Get-Bridge br7 -ErrorAction Ignore | ForEach-Object { "$($_.Name) $($_.Mtu) $($_.LinkLayerAddress)" } } }
        @{ Noun = 'NetLink'; Make = { New-NetLink x9 -Kind Vxlan -Vni 42 -Remote fd00::1 -Local fd00::2 -Port 4789 }; List = { Get-NetLink x9 }; Remove = { Remove-NetLink x9 }; Again = { $input | New-NetLink }; Show = { Get-NetLink x9 -ErrorAction Ignore | ForEach-Object { "$($_.Name) $($_.Kind) $($_.Vni) $($_.Remote) $($_.Local) $($_.Port) $($_.LinkLayerAddress)" } } }
        @{ Noun = 'NetIPAddress, IPv4'; Make = { New-NetIPAddress 10.3.0.1/24 -InterfaceAlias eth0 }; List = { Get-NetIPAddress 10.3.0.1 }; Remove = { Remove-NetIPAddress 10.3.0.1 }; Again = { $input | New-NetIPAddress }; Show = { ip -o -4 addr show dev eth0 } }
        @{ Noun = 'NetIPAddress, IPv6'; Make = { New-NetIPAddress fd03::1/64 -InterfaceAlias eth0 }; List = { Get-NetIPAddress fd03::1 }; Remove = { Remove-NetIPAddress fd03::1 }; Again = { $input | New-NetIPAddress }; Show = { Get-NetIPAddress -InterfaceAlias eth0 -AddressFamily IPv6 | ForEach-Object Cidr } }
        @{ Noun = 'NetIPAddress of another namespace'; Make = { New-NetIPAddress 10.3.0.1/24 -InterfaceAlias lo -Namespace web }; List = { Get-NetIPAddress 10.3.0.1 -Namespace web }; Remove = { Remove-NetIPAddress 10.3.0.1 -Namespace web }; Again = { $input | New-NetIPAddress }; Show = { ip -n web -o -4 addr show dev lo } }
        @{ Noun = 'NetRoute, IPv4'; Make = { New-NetRoute 10.30.0.0/24 10.2.0.2 -RouteMetric 7 }; List = { Get-NetRoute 10.30.0.0/24 }; Remove = { Remove-NetRoute 10.30.0.0/24 }; Again = { $input | New-NetRoute }; Show = { ip route show 10.30.0.0/24 } }
        @{ Noun = 'NetRoute, IPv6'; Make = { New-NetRoute fd30::/64 fd02::2 -RouteMetric 7 }; List = { Get-NetRoute fd30::/64 }; Remove = { Remove-NetRoute fd30::/64 }; Again = { $input | New-NetRoute }; Show = { ip -6 route show fd30::/64 } }
        @{ Noun = 'NetRule, IPv4'; Make = { New-NetRule 100 -From 10.3.0.0/16 -FwMark 0x10/0xff -InterfaceAlias eth0 -Protocol Tcp -DestinationPort 80-90 -Table 1000 -Invert }; List = { Get-NetRule 100 }; Remove = { Remove-NetRule 100 }; Again = { $input | New-NetRule }; Show = { ip rule show priority 100 } }
        @{ Noun = 'NetRule, IPv6'; Make = { New-NetRule 100 -To fd30::/64 -OutInterface eth0 -SuppressPrefixLength 0 }; List = { Get-NetRule 100 }; Remove = { Remove-NetRule 100 }; Again = { $input | New-NetRule }; Show = { ip -6 rule show priority 100 } }
        @{ Noun = 'NetRule that goes on'; Make = { New-NetRule 100 -Goto 200 }; List = { Get-NetRule 100 }; Remove = { Remove-NetRule 100 }; Again = { $input | New-NetRule }; Show = { ip rule show priority 100 } }
        @{ Noun = 'NetNeighbor, IPv4'; Make = { New-NetNeighbor 10.2.0.9 02:00:00:00:00:09 eth0 }; List = { Get-NetNeighbor 10.2.0.9 }; Remove = { Remove-NetNeighbor 10.2.0.9 -InterfaceAlias eth0 }; Again = { $input | New-NetNeighbor }; Show = { ip neigh show 10.2.0.9 } }
        @{ Noun = 'NetNeighbor, IPv6'; Make = { New-NetNeighbor fd02::9 02:00:00:00:00:09 eth0 }; List = { Get-NetNeighbor fd02::9 }; Remove = { Remove-NetNeighbor fd02::9 -InterfaceAlias eth0 }; Again = { $input | New-NetNeighbor }; Show = { ip neigh show fd02::9 } }
        @{ Noun = 'Masquerade by a link'; Make = { Add-Masquerade 10.40.0.0/24 -OutInterface eth0 }; List = { Get-Masquerade 10.40.0.0/24 }; Remove = { Remove-Masquerade 10.40.0.0/24 }; Again = { $input | Add-Masquerade }; Show = { Get-Masquerade | ForEach-Object { "$($_.Subnet) $($_.OutInterface) $($_.SourceAddress)" } } }
        @{ Noun = 'Masquerade by an address'; Make = { Add-Masquerade fd40::/64 -SourceAddress fd02::1 }; List = { Get-Masquerade fd40::/64 }; Remove = { Remove-Masquerade fd40::/64 }; Again = { $input | Add-Masquerade }; Show = { Get-Masquerade | ForEach-Object { "$($_.Subnet) $($_.OutInterface) $($_.SourceAddress)" } } }
        @{ Noun = 'ContainerPort for some clients'; Make = { Publish-ContainerPort 8080:80/udp -Target 10.2.0.2 -SourcePrefix 10.0.0.0/8 }; List = { Get-ContainerPort 8080 }; Remove = { Unpublish-ContainerPort 8080 }; Again = { $input | Publish-ContainerPort }; Show = { Get-ContainerPort | ForEach-Object { "$_ $($_.ContainerAddress) $($_.ContainerPort) $($_.SourcePrefix)" } } }
        @{ Noun = 'ContainerPort, IPv6'; Make = { Publish-ContainerPort '[::]:8081:80' -Target fd02::2 }; List = { Get-ContainerPort 8081 }; Remove = { Unpublish-ContainerPort 8081 }; Again = { $input | Publish-ContainerPort }; Show = { Get-ContainerPort | ForEach-Object { "$_ $($_.ContainerAddress) $($_.ContainerPort) $($_.SourcePrefix)" } } }
        @{ Noun = 'BridgePort'; Make = { Add-BridgePort br0 w0 -Isolated }; List = { Get-BridgePort w0 }; Remove = { Remove-BridgePort w0 }; Again = { $input | Add-BridgePort br0 }; Show = { Get-BridgePort | ForEach-Object { "$($_.Link) $($_.Bridge) $($_.Isolated) $($_.Hairpin)" } } }
    )
    $cases = foreach ($noun in $nouns) { foreach ($form in $forms) { $noun + @{ Form = $form } } }
}

Describe 'A round trip' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        $WarningPreference = 'Ignore'
        $null = New-NetNamespace web
        $null = New-VethPair eth0 eth1 -Up -IPAddress 10.2.0.1/24, fd02::1/64
        $null = New-VethPair w0 w1 -Up
        $null = New-Bridge br0
        function Copy-As {
            param($Value, [string] $Form)
            switch ($Form) {
                Csv { $Value | ConvertTo-Csv | ConvertFrom-Csv }
                Clixml { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Value)) }
                Json { $Value | ConvertTo-Json -Depth 3 | ConvertFrom-Json }
                JsonWithNames { $Value | ConvertTo-Json -Depth 3 -EnumsAsStrings | ConvertFrom-Json }
                Select { $Value | Select-Object * }
            }
        }
    }
    AfterAll {
        Reset-World
        Assert-NothingLeft
    }

    It 'of <Noun> by <Form> makes the same again' -ForEach $cases {
        $null = & $Make
        try {
            $before = & $Show
            $copy = Copy-As (& $List) $Form
            & $Remove
            & $Show | Should -Not -Be $before
            $null = $copy | & $Again -ErrorVariable errors
            $errors | Should -BeNullOrEmpty
            & $Show | Should -Be $before
        }
        finally { & $Remove 2>$null }
    }

    It 'of <_> changes nothing where it stays' -ForEach 'Get-NetRoute', 'Get-NetIPAddress' {
        $noun = $_ -replace '^Get-'
        $before = sh $PSScriptRoot/../tools/world-state.sh
        & $_ -InterfaceAlias eth0 -AddressFamily IPv4 | ConvertTo-Csv | ConvertFrom-Csv | & "New-$noun" -IfExists Reuse -ErrorAction Stop
        sh $PSScriptRoot/../tools/world-state.sh | Should -Be $before
    }

    It 'through a session makes the same again' {
        $null = New-NetIPAddress 10.3.0.1/24 -InterfaceAlias lo -Namespace web
        $session = New-NetNamespaceSession web
        try { $copy = Invoke-Command $session { Get-NetIPAddress 10.3.0.1 } }
        finally { Remove-PSSession $session }
        Remove-NetIPAddress 10.3.0.1 -Namespace web
        ($copy | New-NetIPAddress).Namespace.Name | Should -Be web
        Remove-NetIPAddress 10.3.0.1 -Namespace web
    }
}
