# The command lines that -Verbose tells, run by a shell in place of the cmdlet, make the same network: each case is played twice
# from the same beginning, and what ip and bridge then see of every namespace is compared.

BeforeDiscovery {
    $pair = 'ip link add v0 type veth peer name v1; ip link set v1 netns web; ip link set v0 up; ip -n web link set v1 up'
    $addressed = "$pair; ip addr add 10.0.0.1/24 dev v0; ip -n web addr add 10.0.0.2/24 dev v1; ip -n web addr add 10.0.0.3/24 dev v1; ip -n web addr add fd00::2/64 dev v1 nodad"
    $bridge = 'ip link add br0 address 02:00:00:00:00:11 type bridge; ip link set br0 up; ip addr add 10.0.0.1/24 dev br0; ip addr add fd00::1/64 dev br0 nodad'
    $ports = "$bridge; ip link add p0 type veth peer name q0; ip link add p1 type veth peer name q1; ip link set p0 master br0; ip link set p1 master br0"
    $cases = @(
        @{ Line = { New-NetNamespace a } }
        @{ Line = { New-NetNamespace a, b -LoopbackDown } }
        @{ Line = { Mount-NetNamespace other -Path /run/netns/web } }
        @{ Line = { Remove-NetNamespace web, db } }
        @{ Line = { New-VethPair v0 v1 } }
        @{ Line = { New-VethPair v0 v1 -PeerNamespace web -MacAddress 02:00:00:00:00:01 -PeerMacAddress 02:00:00:00:00:02 -Mtu 1400 -IPAddress 10.0.0.1/24, fd00::1/64 -PeerIPAddress 10.0.0.2/24 -Up } }
        @{ Line = { New-VethPair v0 v1 -Namespace web -PeerNamespace db -PeerIPAddress fd00::2/64 -Up } }
        @{ Line = { New-VethPair v0 v1 -Namespace web -IPAddress 10.0.0.1/24 } }
        @{ Line = { New-VethPair v0 v1 -Bridge br0 -PeerNamespace web -Up }; Before = $bridge }
        @{ Line = { New-VethPair 'v;0' 'v$1' -PeerNamespace web -IPAddress 10.0.0.1/24 -PeerIPAddress 10.0.0.2/24 -Up } }
        @{ Line = { New-NetLink i0 Ifb -Mtu 1400 -MacAddress 02:00:00:00:00:01 -Up } }
        @{ Line = { New-NetLink i0 Ifb -Namespace web } }
        @{ Line = { New-NetLink m0 Macvlan -Parent v0 -Mode Private -MacAddress 02:00:00:00:00:03 -Up }; Before = $pair }
        @{ Line = { New-NetLink m0 Macvlan -Parent (Get-NetLink v0) -Namespace db -Up }; Before = $pair }
        @{ Line = { New-NetLink m0 Macvtap -Parent v1 -Namespace web -Mode Vepa }; Before = $pair }
        @{ Line = { New-NetLink x0 Vxlan -Vni 5 -Remote 192.0.2.7 -Local 192.0.2.1 -Port 8472 -Up } }
        @{ Line = { New-NetLink x0 Vxlan -Vni 6 -Remote 239.1.1.1 -Parent v1 -Namespace web }; Before = $pair }
        @{ Line = { Set-NetLink v0 -Mtu 1400 -MacAddress 02:00:00:00:00:01 -Alias "it's `$HOME" -Promiscuous -TxQueueLength 5 -Down }; Before = $pair }
        @{ Line = { Set-NetLink v1 -Namespace web -Mtu 1300 -Promiscuous:$false -Alias '' }; Before = "$pair; ip -n web link set v1 alias x" }
        @{ Line = { Get-NetLink v0 | Disable-NetLink }; Before = $pair }
        @{ Line = { Enable-NetLink v1 -Namespace web }; Before = "$pair; ip -n web link set v1 down" }
        @{ Line = { Rename-NetLink v1 'eth 0'.Replace(' ', '!') -Namespace web }; Before = "$pair; ip -n web link set v1 down" }
        @{ Line = { Move-NetLink v0 -Destination db }; Before = $pair }
        @{ Line = { Move-NetLink v1 -Namespace web -Destination db -NewName eth0 }; Before = $pair }
        @{ Line = { Remove-NetLink v0 }; Before = $pair }
        @{ Line = { Get-NetLink p? | Remove-NetLink }; Before = $ports }
        @{ Line = { New-Bridge br0 -IPAddress 10.0.0.1/24, fd00::1/64 -MacAddress 02:00:00:00:00:11 -Mtu 1400 -Stp } }
        @{ Line = { New-Bridge 'br;0', br1 -Namespace web -Down } }
        @{ Line = { Set-Bridge br0 -Stp -ForwardDelay 2 -AgeingTime 60 -McastSnooping:$false }; Before = $bridge }
        @{ Line = { Remove-Bridge br0 }; Before = $ports }
        @{ Line = { 'v0' | Add-BridgePort br0 -Hairpin -Isolated }; Before = "$bridge; $pair" }
        @{ Line = { Set-BridgePort p0 -Hairpin -Isolated -Learning:$false -Flood:$false -Guard -Cost 7 -Priority 9 }; Before = $ports }
        @{ Line = { Remove-BridgePort br0 }; Before = $ports }
        @{ Line = { Connect-Bridge br0 web, db }; Before = $bridge }
        @{ Line = { Connect-Bridge br0 web -IPAddress 10.0.0.9/24 -InterfaceAlias 'eth$0' -HostInterfaceAlias 'to;web' -NoDefaultRoute -Mtu 1400 -Hairpin:$false }; Before = $bridge }
        @{ Line = { Connect-Bridge br0 web -NoAddress -IPv6LinkLocal }; Before = $bridge }
        @{ Line = { Disconnect-Bridge br0 web }; Before = "$bridge; ip link add vw master br0 type veth peer name eth0 netns web" }
        @{ Line = { New-NetIPAddress 10.0.0.9/24, fd00::9/64 -InterfaceAlias v0 -NoDad }; Before = $pair }
        @{ Line = { New-NetIPAddress 10.0.0.9/24 -InterfaceAlias v1 -Namespace web -Broadcast + -DefaultGateway 10.0.0.1 }; Before = $pair }
        @{ Line = { New-NetIPAddress 10.0.0.9 -PeerAddress 10.0.0.1/30 -InterfaceAlias v1 -Namespace web }; Before = $pair }
        @{ Line = { New-NetIPAddress fd00::9/64 -InterfaceAlias v1 -Namespace web -NoDad -ValidLifetime 7200 -PreferredLifetime 3600 }; Before = $pair }
        @{ Line = { New-NetIPAddress fd00::9/64 -InterfaceAlias v1 -Namespace web -NoDad -SkipAsSource }; Before = $pair }
        @{ Line = { Remove-NetIPAddress 10.0.0.2 -Namespace web }; Before = $addressed }
        @{ Line = { Remove-NetIPAddress 10.0.0.3/24 -Namespace web; Remove-NetIPAddress fd00::2 -Namespace web }; Before = $addressed }
        @{ Line = { New-NetRoute default -NextHop 10.0.0.1 -Namespace web }; Before = $addressed }
        @{ Line = { New-NetRoute default -NextHop fd00::1 -RouteMetric 5 -Namespace web }; Before = $addressed }
        @{ Line = { New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1 -InterfaceAlias v1 -RouteMetric 7 -Mtu 1300 -Source 10.0.0.3 -Table 100 -Namespace web }; Before = $addressed }
        @{ Line = { New-NetRoute 10.9.0.0/16 -NextHop 10.0.0.1, 10.0.0.7 -Namespace web }; Before = $addressed }
        @{ Line = { New-NetRoute 10.9.0.0/16 -NextHop fd00::1 -Namespace web }; Before = $addressed }
        @{ Line = { New-NetRoute 10.9.0.0/16 -NextHop 192.0.2.1 -InterfaceAlias v1 -OnLink -Namespace web }; Before = $addressed }
        @{ Line = { New-NetRoute 10.9.0.0/16 -InterfaceAlias v1 -Namespace web; New-NetRoute fd09::/16 -InterfaceAlias v1 -Namespace web }; Before = $addressed }
        @{ Line = { New-NetRoute 10.7.0.0/16, fd07::/32 -Type Unreachable -Namespace web }; Before = $addressed }
        @{ Line = { Get-NetRoute 10.* -Namespace web | Remove-NetRoute }; Before = "$addressed; ip -n web route add 10.9.0.0/16 nexthop via 10.0.0.1 nexthop via 10.0.0.7; ip -n web route add blackhole 10.8.0.0/16 metric 3" }
        @{ Line = { Remove-NetRoute fd09::/32 -Table 100 -Namespace web }; Before = "$addressed; ip -n web -6 route add fd09::/32 via fd00::1 table 100 metric 5" }
        @{ Line = { New-NetRule 50 -From 10.0.0.0/24 -FwMark 0x10/0xff -InterfaceAlias v1 -Table 100 -Namespace web; New-NetRule -To fd00::/64 -Action Prohibit -Namespace web }; Before = $pair }
        @{ Line = { New-NetRule 60 -Protocol Tcp -DestinationPort 80-90 -Invert -Goto 70 -Namespace web; New-NetRule 70 -Table Main -SuppressPrefixLength 0 -AddressFamily IPv6 -Namespace web } }
        @{ Line = { Remove-NetRule 50 -Namespace web }; Before = 'ip -n web rule add from 10.0.0.0/24 priority 50 table 100' }
        @{ Line = { Connect-NetNamespace web db 10.6.0.0/30, fd06::/64 -InterfaceAlias a -PeerInterfaceAlias b -DefaultRoute A } }
        @{ Line = { Set-NetLink v0 -AltName a-name-of-more-than-15-bytes, short -Group 7; Set-NetLink v1 -Namespace web -Group 8 }; Before = $pair }
        @{ Line = { New-NetNeighbor 10.0.0.8 02:00:00:00:00:08 -InterfaceAlias v1 -Namespace web }; Before = $addressed }
        @{ Line = { New-NetNeighbor fd00::8 02:00:00:00:00:08 -State NoArp -InterfaceAlias v1 -Namespace web }; Before = $addressed }
        @{ Line = { Remove-NetNeighbor 10.0.0.8 -Namespace web }; Before = "$addressed; ip -n web neigh add 10.0.0.8 lladdr 02:00:00:00:00:08 dev v1" }
        @{ Line = { Set-NetSysctl net.ipv4.conf.lo.rp_filter 2 -Namespace web } }
        @{ Line = { Enable-NetForwarding -Namespace web } }
    )
    foreach ($case in $cases) { $case.Text = "$($case.Line)".Trim() }
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/NetworkPicture.ps1
    # Of each case: its command lines, and what its cmdlets made.
    $told = @{}
    function Initialize-World {
        param([string] $Before)
        Reset-World
        sh -e -c "ip netns add web; ip -n web link set lo up; ip netns add db; ip -n db link set lo up; $Before"
        if ($LASTEXITCODE) { throw "The beginning cannot be made: $Before" }
    }
}

Describe 'What -Verbose tells, a shell does as well' {
    AfterAll {
        Reset-World
        Assert-NothingLeft
    }

    It '<Text>' -ForEach $cases {
        Initialize-World $Before
        $PSDefaultParameterValues = @{ '*-Net*:Verbose' = $true; '*-*Bridge*:Verbose' = $true; 'New-VethPair:Verbose' = $true }
        $all = @(& $Line *>&1)
        $PSDefaultParameterValues = @{}
        $all | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Should -BeNullOrEmpty
        $expected = Get-NetworkPicture
        $said = @($all | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object { "$_" })
        $commands = @($said -match ': (ip|sysctl|touch) ' -replace '^.*?: (?=(ip|sysctl|touch) )')
        $commands | Should -Not -BeNullOrEmpty -Because "it tells something: $said"
        $told[$Text] = @{ Commands = $commands; Picture = $expected }

        Initialize-World $Before
        $trouble = sh -e -c "{ $($commands -join "`n")`n} 2>&1 >/dev/null"
        $trouble | Should -BeNullOrEmpty -Because "a shell takes it: $($commands -join '; ')"
        $difference = Compare-Object $expected @(Get-NetworkPicture) | ForEach-Object { "$($_.SideIndicator -eq '<=' ? 'cmdlet:' : 'shell: ') $($_.InputObject)" }
        $difference | Should -BeNullOrEmpty -Because ($commands -join '; ')
    }
}

Describe 'What -Verbose tells, ConvertFrom-NetCommand turns back into cmdlets' {
    AfterAll {
        Reset-World
        Assert-NothingLeft
    }

    It '<Text>' -ForEach $cases {
        Initialize-World $Before
        $script = $told[$Text].Commands -join "`n"
        $confidence = @(ConvertFrom-NetCommand $script | ForEach-Object { "$($_.Confidence)" } | Sort-Object -Unique)
        $confidence | Should -Not -Contain Unsupported -Because $script
        $converted = ConvertFrom-NetCommand $script -AsScript
        $trouble = @(& ([scriptblock]::Create($converted)) 2>&1 3>$null | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
        $trouble | Should -BeNullOrEmpty -Because "$script`n$converted"
        # Who made a route does not count: the default route of Connect-Bridge is of the protocol boot.
        $difference = Compare-Object ($told[$Text].Picture -replace '"protocol":"static",?') @(Get-NetworkPicture -AnyProtocol) | ForEach-Object { "$($_.SideIndicator -eq '<=' ? 'cmdlet:   ' : 'converted:') $($_.InputObject)" }
        $difference | Should -BeNullOrEmpty -Because "$script`n$converted"
    }
}
