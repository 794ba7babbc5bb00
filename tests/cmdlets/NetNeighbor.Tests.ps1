BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    function Get-IpText { (ip @args) -join "`n" }
    function Copy-Deserialized { process { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) } }
}

Describe 'Neighbours' {
    BeforeEach {
        $null = New-NetNamespace web
        $pair = New-VethPair veth0 eth0 -PeerNamespace web -IPAddress 10.0.0.1/24 -PeerIPAddress 10.0.0.2/24 -Up
    }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    Context 'New-NetNeighbor' {
        It 'makes a neighbour known for good' {
            $made = New-NetNeighbor 10.0.0.9 02:42:ac:11:00:09 -InterfaceAlias eth0 -Namespace web
            $made.IPAddress, $made.InterfaceAlias, $made.State, $made.AddressFamily | Should -Be 10.0.0.9, eth0, Permanent, IPv4
            $made.MacAddress | Should -Be ([Net.NetworkInformation.PhysicalAddress]::Parse('0242AC110009'))
            $made.LinkLayerAddress | Should -Be 02:42:ac:11:00:09
            "$made" | Should -Be 10.0.0.9
            Get-IpText -n web neigh show dev eth0 | Should -Match '10\.0\.0\.9 lladdr 02:42:ac:11:00:09 PERMANENT'
        }

        It 'takes a link-layer address written <Form>' -ForEach @(
            @{ Form = '02-42-AC-11-00-09' }, @{ Form = '0242.ac11.0009' }, @{ Form = '0242AC110009' }
        ) {
            (New-NetNeighbor 10.0.0.9 $Form -InterfaceAlias veth0).LinkLayerAddress | Should -Be '02:42:ac:11:00:09'
        }

        It 'makes it <State>' -ForEach @(@{ State = 'Reachable' }, @{ State = 'Stale' }, @{ State = 'NoArp' }) {
            (New-NetNeighbor fd00::9 -LinkLayerAddress 02:42:ac:11:00:09 -InterfaceAlias veth0 -State $State).State | Should -Be $State
        }

        It 'takes the link from the pipe, and not its own link-layer address' {
            ($pair.B | New-NetNeighbor 10.0.0.9 02:42:ac:11:00:09).Namespace.Name | Should -Be web
            (Get-ErrorOf { $pair.B | New-NetNeighbor 10.0.0.8 }).FullyQualifiedErrorId | Should -BeLike 'ArgumentsInvalid,*'
        }

        It 'takes rows of a table' {
            $made = "IPAddress,LinkLayerAddress,InterfaceAlias,Namespace`n10.0.0.9,02:42:ac:11:00:09,eth0,web`n10.0.0.8,02:42:ac:11:00:08,eth0,web" | ConvertFrom-Csv | New-NetNeighbor
            $made.LinkLayerAddress | Should -Be 02:42:ac:11:00:09, 02:42:ac:11:00:08
        }

        It 'changes nothing with -WhatIf' {
            (New-NetNeighbor 10.0.0.9 02:42:ac:11:00:09 -InterfaceAlias veth0 -WhatIf) | Should -BeNullOrEmpty
            Get-IpText neigh show dev veth0 | Should -Not -Match 10.0.0.9
        }

        It 'tells the step with the equivalent command' {
            $said = New-NetNeighbor 10.0.0.9 02:42:ac:11:00:09 -InterfaceAlias eth0 -Namespace web -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
            $said.Message | Should -Contain 'Make 10.0.0.9 known on eth0 as 02:42:ac:11:00:09 in namespace web: ip -n web neigh add 10.0.0.9 lladdr 02:42:ac:11:00:09 dev eth0 nud permanent'
        }

        It 'refuses one that is known, and returns it with -IfExists Reuse' {
            $first = New-NetNeighbor 10.0.0.9 02:42:ac:11:00:09 -InterfaceAlias veth0
            $record = Get-ErrorOf { New-NetNeighbor 10.0.0.9 02:42:ac:11:00:09 -InterfaceAlias veth0 }
            $record.FullyQualifiedErrorId | Should -BeLike 'NeighborAlreadyExists,*'
            $record.CategoryInfo.Category | Should -Be ResourceExists
            New-NetNeighbor 10.0.0.9 02:42:ac:11:00:09 -InterfaceAlias veth0 -IfExists Reuse | Should -Be $first
            (Get-ErrorOf { New-NetNeighbor 10.0.0.9 02:42:ac:11:00:08 -InterfaceAlias veth0 -IfExists Reuse }).FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
        }

        It 'says <Id> of <Case>' -ForEach @(
            @{ Case = 'a multicast link-layer address'; Script = { New-NetNeighbor 10.0.0.9 01:00:5e:00:00:01 -InterfaceAlias veth0 }; Id = 'LinkLayerAddressInvalid'; Category = 'InvalidArgument' }
            @{ Case = 'the broadcast link-layer address'; Script = { New-NetNeighbor 10.0.0.9 ff:ff:ff:ff:ff:ff -InterfaceAlias veth0 }; Id = 'LinkLayerAddressInvalid'; Category = 'InvalidArgument' }
            @{ Case = 'no link-layer address'; Script = { New-NetNeighbor 10.0.0.9 nosuch -InterfaceAlias veth0 }; Id = 'LinkLayerAddressInvalid'; Category = 'InvalidArgument' }
            @{ Case = 'a multicast IP address'; Script = { New-NetNeighbor 224.0.0.9 02:42:ac:11:00:09 -InterfaceAlias veth0 }; Id = 'AddressInvalid'; Category = 'InvalidArgument' }
            @{ Case = 'no IP address'; Script = { New-NetNeighbor nosuch 02:42:ac:11:00:09 -InterfaceAlias veth0 }; Id = 'AddressInvalid'; Category = 'InvalidArgument' }
            @{ Case = 'an IP address with a prefix'; Script = { New-NetNeighbor 10.0.0.9/24 02:42:ac:11:00:09 -InterfaceAlias veth0 }; Id = 'AddressInvalid'; Category = 'InvalidArgument' }
            @{ Case = 'a zone'; Script = { New-NetNeighbor fe80::9%veth0 02:42:ac:11:00:09 }; Id = 'AddressInvalid'; Category = 'InvalidArgument' }
            @{ Case = 'a state that only the kernel gives'; Script = { New-NetNeighbor 10.0.0.9 02:42:ac:11:00:09 -InterfaceAlias veth0 -State Failed }; Id = 'ArgumentsInvalid'; Category = 'InvalidArgument' }
            @{ Case = 'no link'; Script = { New-NetNeighbor 10.0.0.9 02:42:ac:11:00:09 }; Id = 'ArgumentsInvalid'; Category = 'InvalidArgument' }
            @{ Case = 'a link that is not there'; Script = { New-NetNeighbor 10.0.0.9 02:42:ac:11:00:09 -InterfaceAlias nosuch }; Id = 'LinkNotFound'; Category = 'ObjectNotFound' }
        ) {
            $record = Get-ErrorOf $Script
            $record.FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.NewNetNeighborCommand"
            $record.CategoryInfo.Category | Should -Be $Category
        }
    }

    Context 'Get-NetNeighbor' {
        BeforeEach {
            Test-Ping 10.0.0.2 | Should -BeTrue
            ip neigh add 10.0.0.9 lladdr 02:42:ac:11:00:09 dev veth0
            ip neigh add fd00::9 lladdr 02:42:ac:11:00:09 dev veth0
            ip neigh add 10.0.0.10 lladdr 02:42:ac:11:00:10 dev veth0 nud noarp
        }

        It 'lists what ip lists' {
            $seen = ip -json neigh | ConvertFrom-Json | Where-Object state -NE NOARP | ForEach-Object { "$($_.dst) $($_.dev) $($_.lladdr)" }
            $told = Get-NetNeighbor | ForEach-Object { "$($_.IPAddress) $($_.InterfaceAlias) $($_.LinkLayerAddress)" }
            $told | Sort-Object | Should -Be ($seen | Sort-Object)
        }

        It 'finds <Case>' -ForEach @(
            @{ Case = 'one by its address'; Script = { Get-NetNeighbor 10.0.0.9 }; Expected = '10.0.0.9' }
            @{ Case = 'those by wildcards'; Script = { Get-NetNeighbor 10.* }; Expected = '10.0.0.2', '10.0.0.9' }
            @{ Case = 'those by link-layer address'; Script = { Get-NetNeighbor -LinkLayerAddress 02-42-AC-11-00-09 }; Expected = '10.0.0.9', 'fd00::9' }
            @{ Case = 'those in a state'; Script = { Get-NetNeighbor -State NoArp -InterfaceAlias veth0 -AddressFamily IPv4 }; Expected = '10.0.0.10' }
            @{ Case = 'those of a family'; Script = { Get-NetNeighbor -AddressFamily IPv6 -State Permanent }; Expected = 'fd00::9' }
            @{ Case = 'those of a link'; Script = { Get-NetNeighbor 10.* -InterfaceAlias veth0 }; Expected = '10.0.0.2', '10.0.0.9' }
            @{ Case = 'those of a link from the pipe'; Script = { $pair.B | Get-NetNeighbor 10.* }; Expected = '10.0.0.1' }
            @{ Case = 'those of a namespace from the pipe'; Script = { Get-NetNamespace web | Get-NetNeighbor 10.* }; Expected = '10.0.0.1' }
        ) {
            "$(& $Script | ForEach-Object ToString | Sort-Object)" | Should -Be "$($Expected | Sort-Object)"
        }

        It 'knows the link-layer address of the other end' {
            (Get-NetNeighbor 10.0.0.2).LinkLayerAddress | Should -Be $pair.B.MacAddress
        }

        It 'shows nothing in a namespace that talked to nobody' {
            $null = New-NetNamespace db
            Get-NetNeighbor -Namespace db | Should -BeNullOrEmpty
        }

        It 'shows one that does not answer as failed' {
            Test-Ping 10.0.0.77 | Should -BeFalse
            Wait-Until { (Get-NetNeighbor 10.0.0.77).State -eq 'Failed' } | Should -BeTrue
            (Get-NetNeighbor 10.0.0.77).LinkLayerAddress | Should -BeNullOrEmpty
        }

        It 'says <Id> of <Case>' -ForEach @(
            @{ Case = 'one that nobody knows'; Script = { Get-NetNeighbor 10.0.0.99 }; Id = 'NeighborNotFound' }
            @{ Case = 'a text that is no address'; Script = { Get-NetNeighbor nosuch }; Id = 'AddressInvalid' }
            @{ Case = 'no link-layer address'; Script = { Get-NetNeighbor -LinkLayerAddress nosuch }; Id = 'LinkLayerAddressInvalid' }
            @{ Case = 'a link that is not there'; Script = { Get-NetNeighbor -InterfaceAlias nosuch }; Id = 'LinkNotFound' }
        ) {
            (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.GetNetNeighborCommand"
        }
    }

    Context 'Remove-NetNeighbor' {
        BeforeEach {
            $null = '10.0.0.8', '10.0.0.9', 'fd00::9' | ForEach-Object { New-NetNeighbor $_ 02:42:ac:11:00:09 -InterfaceAlias veth0 }
        }

        It 'removes <Case>' -ForEach @(
            @{ Case = 'one by its address'; Script = { Remove-NetNeighbor 10.0.0.9 } }
            @{ Case = 'one on a link'; Script = { Remove-NetNeighbor 10.0.0.9 -InterfaceAlias veth0 } }
            @{ Case = 'an object from the pipe'; Script = { Get-NetNeighbor 10.0.0.9 | Remove-NetNeighbor } }
            @{ Case = 'an object from another process'; Script = { Get-NetNeighbor 10.0.0.9 | Copy-Deserialized | Remove-NetNeighbor } }
            @{ Case = 'the one of a row'; Script = { [pscustomobject]@{ IPAddress = '10.0.0.9'; InterfaceAlias = 'veth0' } | Remove-NetNeighbor } }
            @{ Case = 'one in a state'; Script = { Remove-NetNeighbor 10.0.0.9 -State Permanent } }
            @{ Case = 'one with a link-layer address'; Script = { Remove-NetNeighbor 10.0.0.9 -LinkLayerAddress 02:42:ac:11:00:09 } }
        ) {
            & $Script | Should -BeNullOrEmpty
            (Get-NetNeighbor -State Permanent).IPAddress | Should -Be 10.0.0.8, fd00::9
        }

        It 'removes all that come from the pipe' {
            1..600 | ForEach-Object { "neigh add 10.1.$($_ -shr 8).$($_ -band 255) lladdr 02:00:00:00:00:01 dev veth0" } | ip -batch -
            Get-NetNeighbor -State Permanent | Remove-NetNeighbor
            Get-NetNeighbor -State Permanent | Should -BeNullOrEmpty
        }

        It 'says what it would do with -WhatIf, and changes nothing' {
            Remove-NetNeighbor 10.0.0.9 -WhatIf
            Get-NetNeighbor 10.0.0.9 | Should -Not -BeNullOrEmpty
        }

        It 'says <Id> of <Case>' -ForEach @(
            @{ Case = 'one that nobody knows'; Script = { Remove-NetNeighbor 10.0.0.99 }; Id = 'NeighborNotFound'; Category = 'ObjectNotFound' }
            @{ Case = 'one with another link-layer address'; Script = { Remove-NetNeighbor 10.0.0.9 -LinkLayerAddress 02:42:ac:11:00:0a }; Id = 'NeighborNotFound'; Category = 'ObjectNotFound' }
            @{ Case = 'no link-layer address'; Script = { Remove-NetNeighbor 10.0.0.9 -LinkLayerAddress nonsense }; Id = 'LinkLayerAddressInvalid'; Category = 'InvalidArgument' }
            @{ Case = 'one in another state'; Script = { Remove-NetNeighbor 10.0.0.9 -State Stale }; Id = 'NeighborNotFound'; Category = 'ObjectNotFound' }
            @{ Case = 'an object that has gone'; Script = { $n = Get-NetNeighbor 10.0.0.9; ip neigh del 10.0.0.9 dev veth0; $n | Remove-NetNeighbor }; Id = 'NeighborNotFound'; Category = 'ObjectNotFound' }
            @{ Case = 'wildcards'; Script = { Remove-NetNeighbor 10.* }; Id = 'AddressInvalid'; Category = 'InvalidArgument' }
        ) {
            $record = Get-ErrorOf $Script
            $record.FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.RemoveNetNeighborCommand"
            $record.CategoryInfo.Category | Should -Be $Category
        }
    }
}
