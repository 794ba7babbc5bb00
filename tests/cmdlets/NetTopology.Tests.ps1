# Networks as a whole: read, written to files, compared. ip makes the networks and is the witness.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1

    function New-HandMadeNetwork {
        # A router between two namespaces, made by ip alone; the far ends have the same number and name in each.
        foreach ($name in 'left', 'mid', 'right') { ip netns add $name }
        ip -n mid link add to-left type veth peer name eth0 netns left
        ip -n mid link add to-right type veth peer name eth0 netns right
        ip -n left addr add 10.0.1.2/24 dev eth0
        ip -n mid addr add 10.0.1.1/24 dev to-left
        ip -n left addr add fd00:1::2/64 dev eth0 nodad
        ip -n right addr add 10.0.2.2/24 dev eth0
        ip -n mid addr add 10.0.2.1/24 dev to-right
        foreach ($end in @('left', 'eth0'), @('right', 'eth0'), @('mid', 'to-left'), @('mid', 'to-right')) { ip -n $end[0] link set $end[1] up }
        ip -n left route add default via 10.0.1.1
        ip netns exec mid sysctl -qw net.ipv4.ip_forward=1
    }
}
AfterAll { Assert-NothingLeft }

Describe 'Get-NetTopology' {
    AfterEach {
        Get-NetLab | Remove-NetLab
        Reset-World
    }

    It 'finds both ends of links that look alike' {
        New-HandMadeNetwork
        $topology = Get-NetTopology
        $topology.Links | ForEach-Object ToString | Should -Be 'left:eth0 - mid:to-left', 'mid:to-right - right:eth0'
        $topology.Nodes | ForEach-Object { "$($_.Name) $($_.Role)" } | Should -Be '(current) Endpoint', 'left Endpoint', 'mid Router', 'right Endpoint'
        $topology.Addresses | Where-Object Node -eq left | ForEach-Object IPAddress | Should -Be '10.0.1.2/24', 'fd00:1::2/64'
        $topology.Routes | ForEach-Object { "$($_.Node) $($_.DestinationPrefix) $($_.NextHop) $($_.InterfaceAlias)" } | Should -Be 'left 0.0.0.0/0 10.0.1.1 eth0'
    }

    It 'tells bridges, their ports, and ends in the same namespace' {
        ip link add br0 type bridge stp_state 1
        ip link add v0 type veth peer name v1
        ip link set v0 master br0
        ip addr add 10.9.0.1/24 dev br0
        $topology = Get-NetTopology
        $topology.Bridges | ForEach-Object { "$($_.Node) $($_.Name) $($_.Stp)" } | Should -Be '(current) br0 True'
        $topology.Links | ForEach-Object { "$_ $($_.Bridge)" } | Should -Be '(current):v0 - (current):v1 br0'
        $topology.Nodes.Role | Should -Be Host
        ($topology.Bridges | Get-NetLink -InterfaceAlias br0).Name | Should -Be br0
    }

    It 'tells the parent of a link in another namespace, whichever is read first' {
        ip netns add a-child
        ip netns add z-child
        ip link add dummy0 type ifb
        foreach ($child in 'a-child', 'z-child') { ip link add link dummy0 name mv0 netns $child type macvlan mode bridge }
        ip netns add lower
        ip -n lower link add dummy1 type ifb
        ip -n lower link add link dummy1 name mv1 netns a-child type macvlan
        $links = (Get-NetTopology).Links
        $links | Where-Object Kind -eq Macvlan | ForEach-Object ToString | Should -Be 'a-child:mv0 - (current):dummy0', 'a-child:mv1 - lower:dummy1', 'z-child:mv0 - (current):dummy0'
        ($links | Where-Object Kind -eq Macvlan)[0].Detail | Should -Be 'mode bridge'
    }

    It 'shows a lab, with the nodes that its ports lead to' {
        $null = Set-NetLab @{ Name = 'shop'; Bridges = @{ lan = @{ IPAddress = '10.1.0.1/24'; Masquerade = $true } }; Nodes = @{ web = @{ Bridge = 'lan'; Publish = '8080:80' }; db = @{ Bridge = 'lan' } } }
        ip netns add other
        $topology = Get-NetTopology shop
        $topology.Lab | Should -Be shop
        $topology.Nodes.Name | Should -Be 'shop-db', 'shop-host', 'shop-web'
        $topology.Nodes | Where-Object LabNode | ForEach-Object LabNode | Should -Be 'db', 'web'
        $topology.Bridges[0].Masquerade | Should -BeTrue
        $topology.Ports | ForEach-Object { "$_ $($_.TargetNode) $($_.TargetAddress):$($_.TargetPort)" } | Should -Be 'shop-host 0.0.0.0:8080/tcp shop-web 10.1.0.3:80'
    }

    It 'shows the lab that is in the current namespace' {
        $null = Set-NetLab @{ Name = 'open'; Sealed = $false; Bridges = @{ br9 = @{ IPAddress = '10.7.0.1/24' } }; Nodes = @{ a = @{ Bridge = 'br9' } } }
        (Get-NetTopology open).Nodes.Name | Should -Be '(current)', 'open-a'
    }

    It 'takes namespaces from the pipe and leaves out the other ends' {
        New-HandMadeNetwork
        $topology = Get-NetNamespace left, right | Get-NetTopology
        $topology | Should -HaveCount 1
        $topology.Nodes.Name | Should -Be left, right
        $topology.Links | ForEach-Object ToString | Should -Be 'left:eth0', 'right:eth0'
        (Get-ErrorOf { 'nix' | Get-NetTopology }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
        (Get-ErrorOf { Get-NetTopology nix }).FullyQualifiedErrorId | Should -BeLike 'LabNotFound,*'
    }

    It 'is the same after <Form>, down to every property' -ForEach @(
        @{ Form = 'Clixml'; Pass = { param($in) $in | Export-Clixml "$TestDrive/t.xml"; Import-Clixml "$TestDrive/t.xml" } }
        @{ Form = 'JSON'; Pass = { param($in) $in | ConvertTo-Json | ConvertFrom-Json } }
        @{ Form = 'JSON with names'; Pass = { param($in) $in | ConvertTo-Json -Depth 3 -EnumsAsStrings | ConvertFrom-Json } }
        @{ Form = 'CSV'; Pass = { param($in) $in | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ Form = 'Select-Object'; Pass = { param($in) $in | Select-Object * } }
        @{ Form = 'another process'; Pass = { param($in) [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($in, 1)) } }
    ) {
        New-HandMadeNetwork
        ip netns add "it's odd"
        $null = Set-NetLab @{ Name = 'shop'; Bridges = @{ lan = @{ IPAddress = '10.1.0.1/24' } }; Nodes = @{ web = @{ Bridge = 'lan'; Publish = '8080:80' } } }
        $topology = Get-NetTopology
        $copy = & $Pass $topology
        Compare-NetTopology $copy $topology | Should -BeNullOrEmpty
        Compare-NetTopology $topology $copy | Should -BeNullOrEmpty
        # The comparison itself sees each list.
        foreach ($list in 'Nodes', 'Bridges', 'Links', 'Addresses', 'Routes', 'Ports') { $topology.$list.Count | Should -BeGreaterThan 0 -Because "there are $list" }
        @(Compare-NetTopology $copy ([NetNs.NetTopology]::new())).Count | Should -Be @($topology.Nodes + $topology.Bridges + $topology.Links + $topology.Addresses + $topology.Routes + $topology.Ports).Count
    }

    It 'finds the namespace of a container process only when asked' {
        $id = 'ab' * 32
        $group = "/sys/fs/cgroup/docker-$id.scope"
        $null = New-Item $group -ItemType Directory -ErrorAction Ignore
        if (-not (Test-Path "$group/cgroup.procs")) { Set-ItResult -Skipped -Because 'control groups cannot be made here' }
        $process = Start-Process unshare -ArgumentList '--net', 'sleep', '600' -PassThru
        try {
            $moved = $false
            try { Set-Content "$group/cgroup.procs" $process.Id -ErrorAction Stop; $moved = $true } catch { Set-ItResult -Skipped -Because "a process cannot be moved to another control group here: $_" }
            if ($moved) {
                Wait-Until { (Get-NetTopology -IncludeContainers).Nodes.Name -contains 'docker:abababababab' } | Should -BeTrue
                (Get-NetTopology).Nodes.Name | Should -Not -Contain 'docker:abababababab'
            }
        }
        finally {
            $process | Stop-Process
            $process.WaitForExit()
            Wait-Until { -not (Get-Content "$group/cgroup.procs" -ErrorAction Ignore) } | Out-Null
            rmdir $group
        }
    }

    It 'completes labs and namespaces' {
        $null = Set-NetLab @{ Name = 'shop'; Nodes = @{ a = @{} } }
        (TabExpansion2 'Get-NetTopology s').CompletionMatches.CompletionText | Should -Be shop
        (TabExpansion2 'Get-NetTopology -Namespace sh').CompletionMatches.CompletionText | Should -Be shop-a
    }
}

Describe 'Compare-NetTopology' {
    AfterEach {
        Get-NetLab | Remove-NetLab
        Reset-World
    }

    It 'tells what was added, changed and removed' {
        New-HandMadeNetwork
        $before = Get-NetTopology
        ip -n left addr add 10.0.1.9/24 dev eth0
        ip -n right link set eth0 mtu 1400
        ip -n left route del default
        ip netns add new
        ip -n mid link add br0 type bridge
        Compare-NetTopology $before | ForEach-Object { "$_ $($_.Before) > $($_.After)" } | Should -Be @(
            'Changed Node mid Role=Router > Role=Host'
            'Added Node new  > Name=new Role=Endpoint IPv4Forwarding=False IPv6Forwarding=False'
            'Added Bridge mid:br0  > Node=mid Name=br0 State=Down Mtu=1500 Stp=False VlanFiltering=False Masquerade=False'
            'Changed Link mid:to-right - right:eth0 PeerMtu=1500 > PeerMtu=1400'
            'Added Address left:eth0 10.0.1.9/24  > Node=left InterfaceAlias=eth0 IPAddress=10.0.1.9/24'
            'Removed Route left 0.0.0.0/0 Node=left DestinationPrefix=0.0.0.0/0 NextHop=10.0.1.1 InterfaceAlias=eth0 RouteMetric=0 Type=Unicast > '
        )
    }

    It 'finds no difference in a lab that was made again' {
        $definition = @{ Name = 'shop'; Bridges = @{ lan = @{ IPAddress = '10.1.0.1/24' } }; Nodes = @{ web = @{ Bridge = 'lan'; Publish = '8080:80' } } }
        $null = Set-NetLab $definition
        $before = Get-NetTopology shop
        Remove-NetLab shop
        (Compare-NetTopology $before).Action | Select-Object -Unique | Should -Be Removed
        $null = Set-NetLab $definition
        Wait-Until { -not (Compare-NetTopology $before) } | Should -BeTrue
    }

    It 'reads only the namespaces of the first where that has not the current one' {
        New-HandMadeNetwork
        $before = Get-NetTopology -Namespace left
        ip netns del right
        Compare-NetTopology $before | Should -BeNullOrEmpty
    }

    It 'takes the second from the pipe' {
        $before = Get-NetTopology
        ip netns add new
        (Get-NetTopology | Compare-NetTopology $before).Target | Should -Be new
    }

    It 'refuses what is no topology: <Case>' -ForEach @(
        @{ Case = 'another object'; Value = [pscustomobject]@{ a = 1 } }
        @{ Case = 'a cut copy'; Value = [pscustomobject]@{ Nodes = @('web', 'db'); Links = @() } }
        @{ Case = 'a mistyped word'; Value = [pscustomobject]@{ Nodes = 'Name=a Role=Nix'; Links = '' } }
        @{ Case = 'half of a thing'; Value = [pscustomobject]@{ Nodes = 'Name=a'; Links = 'Node=a' } }
        @{ Case = 'an open quote'; Value = [pscustomobject]@{ Nodes = "Name='a"; Links = '' } }
    ) {
        (Get-ErrorOf { Compare-NetTopology $Value }).FullyQualifiedErrorId | Should -BeLike 'TopologyInvalid,*'
    }
}

Describe 'ConvertTo-NetDiagram' {
    BeforeAll {
        function Get-Made {
            # A topology of a definition that says only how things hang together: pairs of links.
            param([string[]] $Pairs, [string[]] $Bridge = @())
            $nodes = $Pairs -split '-' | Select-Object -Unique
            [NetNs.NetTopology]@{
                Nodes = [NetNs.NetTopologyNode[]]@($nodes | ForEach-Object { [NetNs.NetTopologyNode]@{ Name = $_ } })
                Links = [NetNs.NetTopologyLink[]]@($Pairs | ForEach-Object { $a, $b = $_ -split '-'; [NetNs.NetTopologyLink]@{ Node = $a; InterfaceAlias = "to-$b"; Kind = 'Veth'; PeerNode = $b; PeerInterfaceAlias = "to-$a" } })
            }
        }

        function Get-Picture {
            # Boxes and line pieces of an SVG.
            param($Topology)
            $svg = [xml](ConvertTo-NetDiagram $Topology -Format Svg)
            $boxes = foreach ($rect in $svg.svg.rect | Where-Object class -Like 'box*') { @{ L = [double]$rect.x; T = [double]$rect.y; R = [double]$rect.x + [double]$rect.width; B = [double]$rect.y + [double]$rect.height } }
            $pieces = foreach ($line in $svg.svg.polyline) {
                $points = @($line.points -split ' ' | ForEach-Object { , [double[]]($_ -split ',') })
                for ($i = 1; $i -lt $points.Count; $i++) { , @($points[$i - 1] + $points[$i]) }
            }
            @{ Boxes = @($boxes); Pieces = @($pieces); Texts = @($svg.svg.text); Width = [double]$svg.svg.width }
        }

        # How often pieces of lines cross inside, and how often boxes overlap; compiled, as there are many pairs.
        Add-Type -TypeDefinition @"
            public static class DiagramCheck
            {
                static int Side(double[] p, double x, double y) => System.Math.Sign((p[2] - p[0]) * (y - p[1]) - (p[3] - p[1]) * (x - p[0]));
                static bool Cross(double[] p, double[] q) => Side(p, q[0], q[1]) * Side(p, q[2], q[3]) < 0 && Side(q, p[0], p[1]) * Side(q, p[2], p[3]) < 0;
                static bool Overlap(double[] a, double[] b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
                public static int Count(double[][] pieces, double[][] boxes)
                {
                    int count = 0;
                    for (int i = 0; i < pieces.Length; i++) for (int j = 0; j < i; j++) if (Cross(pieces[i], pieces[j])) count++;
                    for (int i = 0; i < boxes.Length; i++) for (int j = 0; j < i; j++) if (Overlap(boxes[i], boxes[j])) count++;
                    return count;
                }
            }
"@
        function Get-Crossing {
            param($Picture)
            [DiagramCheck]::Count([double[][]]$Picture.Pieces, [double[][]]@($Picture.Boxes | ForEach-Object { , [double[]]($_.L, $_.T, $_.R, $_.B) }))
        }
    }
    AfterEach {
        Get-NetLab | Remove-NetLab
        Reset-World
    }

    It 'crosses no lines and puts no box over another: <Case>' -ForEach @(
        @{ Case = 'a chain of 20'; Pairs = 1..19 | ForEach-Object { "n$_-n$($_ + 1)" } }
        @{ Case = 'a ring of 5'; Pairs = 1..5 | ForEach-Object { "n$_-n$($_ % 5 + 1)" } }
        @{ Case = 'a ring of 12'; Pairs = 1..12 | ForEach-Object { "n$_-n$($_ % 12 + 1)" } }
        @{ Case = 'a ring with a host each'; Pairs = 1..5 | ForEach-Object { "r$_-r$($_ % 5 + 1)"; "r$_-h$_" } }
        @{ Case = 'a star of 50'; Pairs = 1..50 | ForEach-Object { "hub-n$_" } }
        @{ Case = 'a tree of 40'; Pairs = 2..40 | ForEach-Object { "n$([math]::Floor($_ / 3))-n$_" } }
        @{ Case = 'every one of 4 with every other'; Pairs = 'a-b', 'a-c', 'a-d', 'b-c', 'b-d', 'c-d' }
        @{ Case = 'two rings with a common side'; Pairs = 'a-b', 'b-c', 'c-d', 'd-a', 'b-e', 'e-f', 'f-c' }
        @{ Case = 'a ring of 5 routers, each with 9 nodes behind a switch, and a hub'; Pairs = 1..5 | ForEach-Object { $r = $_; "r$r-r$($r % 5 + 1)"; "lan$r-r$r"; "hub-lan$r"; 1..9 | ForEach-Object { "h$r$_-lan$r" } } }
        @{ Case = 'pieces that do not hang together'; Pairs = 'a-b', 'c-d', 'e-f', 'f-g', 'g-e' }
    ) {
        $picture = Get-Picture (Get-Made $Pairs)
        $picture.Boxes.Count | Should -Be ($Pairs -split '-' | Select-Object -Unique).Count
        Get-Crossing $picture | Should -Be 0
    }

    It 'puts no box over another where lines have to cross: spine and leaf' {
        $pairs = 1..10 | ForEach-Object { $leaf = "leaf$_"; 1..4 | ForEach-Object { "$leaf-spine$_" }; 1..4 | ForEach-Object { "$leaf-${leaf}h$_" } }
        $picture = Get-Picture (Get-Made $pairs)
        $picture.Boxes.Count | Should -Be 54
        Get-Crossing @{ Pieces = @(); Boxes = $picture.Boxes } | Should -Be 0
    }

    It 'keeps text inside its box, at 7 pixels a letter' {
        $null = Set-NetLab "$PSScriptRoot/../../docs/samples/labs/three-routers.psd1"
        $picture = Get-Picture (Get-NetTopology three)
        Get-Crossing $picture | Should -Be 0
        $picture.Texts.Count | Should -BeGreaterThan 20
        foreach ($text in $picture.Texts) {
            $left = [double]$text.x; $top = [double]$text.y
            @($picture.Boxes | Where-Object { $left -gt $_.L -and $left + 7 * $text.InnerText.Length -le $_.R -and $top -gt $_.T -and $top -lt $_.B }).Count | Should -Be 1
        }
    }

    It 'is the same each time, and after a file: <_>' -ForEach 'Text', 'Mermaid', 'Dot', 'Svg' {
        $topology = Get-Made (1..12 | ForEach-Object { "r$_-r$($_ % 12 + 1)"; "r$_-r$(($_ + 4) % 12 + 1)" })
        $first = $topology | ConvertTo-NetDiagram -Format $_
        $topology | ConvertTo-NetDiagram -Format $_ | Should -BeExactly $first
        $topology | ConvertTo-Json | ConvertFrom-Json | ConvertTo-NetDiagram -Format $_ | Should -BeExactly $first
    }

    It 'fits 80 columns as text' {
        $long = 'x' * 100
        foreach ($pairs in @(1..60 | ForEach-Object { "n$_-n$($_ + 1)" }), @(2..60 | ForEach-Object { "n$([math]::Floor($_ / 2))-n$_" }), @("$long-a", "$long-b")) {
            $text = Get-Made $pairs | ConvertTo-NetDiagram
            ($text -split "`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
            foreach ($name in ($pairs -split '-' -notlike 'x*' | Select-Object -Unique)) { $text | Should -Match "\b$name\b" }
        }
    }

    It 'shows bridges, addresses and published ports of a lab' {
        $null = Set-NetLab @{ Name = 'shop'; Bridges = @{ lan = @{ IPAddress = '10.1.0.1/24'; Masquerade = $true } }; Nodes = @{ web = @{ Bridge = 'lan'; Publish = '8080:80' }; db = @{ Bridge = 'lan' } } }
        Get-NetTopology shop | ConvertTo-NetDiagram | Should -BeExactly @'
shop-host (host)  8080/tcp → web:80
│
lan (bridge)  10.1.0.1/24  masquerade
├─ db  eth0 10.1.0.2/24
└─ web  eth0 10.1.0.3/24

'@.Replace("`r", '')
    }

    It 'leaves nothing of a name that could be read as markup or reach a terminal' {
        $name = "<b>&`"#`e[31m``\"
        $topology = Get-Made "$name-other"
        $topology | ConvertTo-NetDiagram | Should -Not -Match "`e"
        ([xml]($topology | ConvertTo-NetDiagram -Format Svg)).svg.text.InnerText -join '' | Should -BeLike '*<b>&*'
        $topology | ConvertTo-NetDiagram -Format Mermaid | Should -BeLike '*"#60;b#62;#38;#34;#35;*'
        $topology | ConvertTo-NetDiagram -Format Dot | Should -BeLike '*<b>&\"#*'
    }

    It 'draws an empty topology' {
        foreach ($format in 'Mermaid', 'Dot', 'Svg') { [NetNs.NetTopology]::new() | ConvertTo-NetDiagram -Format $format | Should -Not -BeNullOrEmpty }
        (Get-ErrorOf { ConvertTo-NetDiagram ([pscustomobject]@{ a = 1 }) }).FullyQualifiedErrorId | Should -BeLike 'TopologyInvalid,*'
    }

    It 'follows the theme of its reader' {
        $svg = Get-Made 'a-b' | ConvertTo-NetDiagram -Format Svg
        $svg | Should -BeLike '*@media (prefers-color-scheme: dark)*'
    }
}
