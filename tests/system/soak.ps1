#requires -Version 7.6
<#
.SYNOPSIS
    Random operations, and after each of them the comparison of what the module says with what the kernel's own tools say.
.DESCRIPTION
    A model knows what ought to be there: namespaces, links and where their ends are, bridges and their ports, addresses, routes,
    published ports and masquerades. Each step chooses an operation at random, some of them wrong on purpose; the cmdlet must do what the
    model expects, or fail with the ErrorId that the model expects and change nothing. Then
      - what the model expects is compared with "ip -json" and "nft -json",
      - what Get-NetNamespace, Get-NetLink, Get-NetIPAddress, Get-NetRoute, Get-BridgePort, Get-ContainerPort and Get-Masquerade give out
        is compared with the same: for the namespaces that the step touched, and for all of them every fiftieth step.
    The first difference ends the run with an error that names the seed and the steps that led there. Run it in a network stack of its own.
.EXAMPLE
    tests/private-stack.sh pwsh -NoProfile -File tests/system/soak.ps1 -Seconds 3600
.EXAMPLE
    tests/private-stack.sh pwsh -NoProfile -File tests/system/soak.ps1 -Seed 7 -Steps 200
#>
[CmdletBinding()]
param(
    [int] $Seconds = 3600,
    [int] $Steps = [int]::MaxValue,
    [int] $Seed = (Get-Random -Maximum 1000000),
    # Some things the kernel does a moment later by itself: how many seconds a difference may last.
    [double] $Patience = 10
)

$ErrorActionPreference = 'Stop'
$WarningPreference = 'SilentlyContinue' # of forwarding that is off, and of ports that are not reached
if ($env:NETNS_PRIVATE_STACK -ne '1') { throw 'This changes the network at random. Run it by: tests/private-stack.sh pwsh -NoProfile -File tests/system/soak.ps1' }
if (-not (Get-Module NetNs)) {
    $version = (Import-PowerShellDataFile "$PSScriptRoot/../../NetNs.psd1").ModuleVersion
    Import-Module "$PSScriptRoot/../../output/NetNs/$version/NetNs.psd1"
}

$random = [Random]::new($Seed)
$log = [Collections.Generic.List[string]]::new()
$counts = @{}

# ---- The model. The stack outside is the namespace '' (of no name); a link is known by "NAMESPACE/NAME".
$namespaces = [ordered]@{}                         # name → $true
$links = [ordered]@{}                              # key → @{ Namespace; Name; Kind; Mtu; Up; Peer = key; Bridge = name; Addresses = @(); Made = random addresses }
$routes = [ordered]@{}                             # "NAMESPACE prefix" → $true, blackholes of ours
$published = [ordered]@{}                          # port → target address
$masqueraded = [ordered]@{}                        # subnet → $true
$limit = @{ Namespaces = 8; Links = 40; Routes = 20; Ports = 12 }

function Get-OneOf { param([object[]] $Items) if ($Items.Count) { $Items[$random.Next($Items.Count)] } }
function Get-Where { param([string] $Name) if ($Name) { @{ Namespace = $Name } } else { @{} } }
function Get-AnyNamespace { Get-OneOf (@('') + @($namespaces.Keys)) }
function Get-AnyLink { param([scriptblock] $Where = { $true }) Get-OneOf @($links.Values | Where-Object $Where) }
function Get-Key { param($Link) "$($Link.Namespace)/$($Link.Name)" }
function New-Name { param([string] $Start) "$Start$($random.Next(30))" }
function Remove-Modelled {
    # A link, and what goes with it: the other end, and its ports are nobody's ports any more.
    param($Link)
    foreach ($end in @($Link, $links[[string]$Link.Peer])) {
        if (-not $end) { continue }
        $links.Remove((Get-Key $end))
        foreach ($port in $links.Values | Where-Object { $_.Namespace -eq $end.Namespace -and $_.Bridge -eq $end.Name }) { $port.Bridge = $null }
    }
}
function Add-Modelled {
    param([string] $Namespace, [string] $Name, [string] $Kind, [int] $Mtu = 1500, [bool] $Up, [string] $Peer, [string] $Bridge)
    $links["$Namespace/$Name"] = @{ Namespace = $Namespace; Name = $Name; Kind = $Kind; Mtu = $Mtu; Up = $Up; Peer = $Peer; Bridge = $Bridge; Addresses = @() }
}

# ---- The operations, run in this very scope, so that what one chooses is known to its blocks. Each gives back what it touched and either a script or nothing, where it does not fit the present state.
$operations = @{
    NewNamespace       = {
        $name = New-Name ns
        if ($namespaces.Contains($name)) { return @{ Touches = $name; Fails = 'NamespaceAlreadyExists'; Run = { New-NetNamespace $name } } }
        if ($namespaces.Count -ge $limit.Namespaces) { return }
        @{ Touches = $name; Run = { New-NetNamespace $name }; Then = { $namespaces[$name] = $true } }
    }
    RemoveNamespace    = {
        $name = Get-OneOf (@($namespaces.Keys) + 'missing')
        if (-not $name) { return }
        if ($name -eq 'missing') { return @{ Fails = 'NamespaceNotFound'; Run = { Remove-NetNamespace missing } } }
        if ($random.Next(3)) { return }
        @{  Run  = { Remove-NetNamespace $name -Wait }
            Then = {
                $addresses = @($links.Values | Where-Object Namespace -EQ $name | ForEach-Object { $_.Addresses } | ForEach-Object { $_.Split('/')[0] })
                foreach ($link in @($links.Values | Where-Object Namespace -EQ $name)) { Remove-Modelled $link }
                foreach ($key in @($routes.Keys -like "$name *")) { $routes.Remove($key) }
                $namespaces.Remove($name)
                # What leads only into it goes with it.
                foreach ($port in @($published.Keys | Where-Object { $published[$_].Namespace -eq $name })) { $published.Remove($port) }
                # Of those that were published while nobody had the address the kernel is asked: they go if it was reached by a cable.
                $left = @(Get-NatToolView)
                foreach ($port in @($published.Keys | Where-Object { -not $published[$_].Namespace -and $published[$_].Target -in $addresses })) {
                    if ("port $port $($published[$port].Target)" -notin $left) { $published.Remove($port) }
                }
            }
        }
    }
    NewVeth            = {
        if ($links.Count -ge $limit.Links) { return }
        $a, $b, $at, $bt, $mtu, $up = (New-Name va), (New-Name vb), (Get-AnyNamespace), (Get-AnyNamespace), (1280 + $random.Next(220)), [bool]$random.Next(2)
        $there = $links.Contains("$at/$a") -or $links.Contains("$bt/$b")
        $arguments = @{ Name = $a; PeerName = $b; Mtu = $mtu; Up = $up } + (Get-Where $at)
        if ($bt) { $arguments.PeerNamespace = $bt } elseif ($at) { $arguments.PeerNamespace = $PID }
        @{  Touches = $at, $bt; Fails = $there ? 'LinkAlreadyExists' : $null; Run = { New-VethPair @arguments }
            Then = { Add-Modelled $at $a veth $mtu $up "$bt/$b"; Add-Modelled $bt $b veth $mtu $up "$at/$a" }
        }
    }
    NewIfb             = {
        if ($links.Count -ge $limit.Links) { return }
        $name, $at = (New-Name ifb), (Get-AnyNamespace)
        $where = Get-Where $at
        @{  Touches = $at; Fails = $links.Contains("$at/$name") ? 'LinkAlreadyExists' : $null; Run = { New-NetLink $name -Kind Ifb @where }
            Then = { Add-Modelled $at $name ifb }
        }
    }
    NewBridge          = {
        if ($links.Count -ge $limit.Links) { return }
        $name, $at = (New-Name br), (Get-AnyNamespace)
        $where = Get-Where $at
        $address = "10.$($random.Next(1, 200)).$($random.Next(200)).1/24"
        $there = $links.Contains("$at/$name")
        if (-not $there -and ($links.Values | Where-Object Namespace -EQ $at | Where-Object Addresses -Contains $address)) { return }
        @{  Touches = $at; Fails = $there ? 'LinkAlreadyExists' : $null; Run = { New-Bridge $name -IPAddress $address @where }
            Then = { Add-Modelled $at $name bridge 1500 $true; $links["$at/$name"].Addresses = @($address) }
        }
    }
    RemoveLink         = {
        $link = Get-AnyLink
        if (-not $link) { return @{ Fails = 'LinkNotFound'; Run = { Remove-NetLink missing } } }
        $where = Get-Where $link.Namespace
        $peer = $links[[string]$link.Peer]
        @{ Touches = @($link.Namespace; $peer.Namespace); Run = { Remove-NetLink $link.Name @where }; Then = { Remove-Modelled $link } }
    }
    SetMtu             = {
        $link = Get-AnyLink { $_.Kind -eq 'veth' }
        if (-not $link) { return }
        $where, $mtu = (Get-Where $link.Namespace), (1280 + $random.Next(220))
        @{ Touches = $link.Namespace; Run = { Set-NetLink $link.Name -Mtu $mtu @where }; Then = { $link.Mtu = $mtu } }
    }
    Switch             = {
        $link = Get-AnyLink
        if (-not $link) { return }
        $where = Get-Where $link.Namespace
        if ($link.Up) { return @{ Touches = $link.Namespace; Run = { Disable-NetLink $link.Name @where }; Then = { $link.Up = $false } } }
        @{ Touches = $link.Namespace; Run = { Enable-NetLink $link.Name @where }; Then = { $link.Up = $true } }
    }
    Rename             = {
        $link = Get-AnyLink { $_.Kind -ne 'bridge' -and -not $_.Up }
        if (-not $link) { return }
        $where, $new = (Get-Where $link.Namespace), (New-Name re)
        if ($new -eq $link.Name) { return }
        @{  Touches = $link.Namespace; Fails = $links.Contains("$($link.Namespace)/$new") ? 'LinkAlreadyExists' : $null; Run = { Rename-NetLink $link.Name $new @where }
            Then = {
                $links.Remove((Get-Key $link))
                $link.Name = $new
                $links[(Get-Key $link)] = $link
                if ($links[[string]$link.Peer]) { $links[[string]$link.Peer].Peer = Get-Key $link }
            }
        }
    }
    Move               = {
        $link, $to = (Get-AnyLink { $_.Kind -eq 'veth' -and -not $_.Bridge }), (Get-AnyNamespace)
        if (-not $link -or $link.Namespace -eq $to) { return }
        $from, $where = $link.Namespace, (Get-Where $link.Namespace)
        @{  Touches = $from, $to; Fails = $links.Contains("$to/$($link.Name)") ? 'LinkAlreadyExists' : $null
            Run  = { Move-NetLink $link.Name -Destination ($to ? $to : $PID) @where }
            Then = {
                $links.Remove((Get-Key $link))
                $link.Namespace, $link.Up, $link.Addresses = $to, $false, @()
                $links[(Get-Key $link)] = $link
                if ($links[[string]$link.Peer]) { $links[[string]$link.Peer].Peer = Get-Key $link }
            }
        }
    }
    AddPort            = {
        $bridge = Get-AnyLink { $_.Kind -eq 'bridge' }
        if (-not $bridge) { return @{ Fails = 'BridgeNotFound'; Run = { Add-BridgePort missing lo } } }
        $link = Get-AnyLink { $_.Namespace -eq $bridge.Namespace -and $_.Kind -eq 'veth' -and -not $_.Addresses }
        # Both ends of one cable in one bridge would be a loop.
        if (-not $link -or $links[[string]$link.Peer].Namespace -eq $bridge.Namespace) { return }
        $where = Get-Where $bridge.Namespace
        @{  Touches = $bridge.Namespace; Fails = $link.Bridge ? 'AlreadyABridgePort' : $null; Run = { Add-BridgePort $bridge.Name $link.Name @where }
            Then = { $link.Bridge = $bridge.Name }
        }
    }
    RemovePort         = {
        $link = Get-AnyLink { $_.Bridge }
        if (-not $link) { $link = Get-AnyLink { $_.Kind -eq 'ifb' } }
        if (-not $link) { return }
        $where = Get-Where $link.Namespace
        @{  Touches = $link.Namespace; Fails = $link.Bridge ? $null : 'NotABridgePort'; Run = { Remove-BridgePort $link.Name @where }
            Then = { $link.Bridge = $null }
        }
    }
    NewAddress         = {
        $link = Get-AnyLink { -not $_.Bridge }
        if (-not $link) { return }
        $where, $address = (Get-Where $link.Namespace), "10.$($random.Next(200, 250)).$($random.Next(250)).$($random.Next(2, 250))/$($random.Next(20, 31))"
        $there = $link.Addresses -contains $address
        @{  Touches = $link.Namespace; Fails = $there ? 'AddressAlreadyExists' : $null; Run = { New-NetIPAddress $address -InterfaceAlias $link.Name @where }
            Then = { $link.Addresses += $address }; Unless = 'AddressInvalid' # the first or last of its network
        }
    }
    RemoveAddress      = {
        $link = Get-AnyLink { $_.Addresses }
        if (-not $link) { return }
        # The last first: with the first of a network the kernel removes those behind it.
        $where, $address = (Get-Where $link.Namespace), $link.Addresses[-1]
        @{  Touches = $link.Namespace; Run = { Remove-NetIPAddress $address.Split('/')[0] -InterfaceAlias $link.Name @where }
            Then = { $link.Addresses = @($link.Addresses | Select-Object -SkipLast 1) }
        }
    }
    NewRoute           = {
        if ($routes.Count -ge $limit.Routes) { return }
        $at, $prefix = (Get-AnyNamespace), "192.0.$($random.Next(40)).0/24"
        $where = Get-Where $at
        @{  Touches = $at; Fails = $routes.Contains("$at $prefix") ? 'RouteAlreadyExists' : $null; Run = { New-NetRoute $prefix -Type Blackhole @where }
            Then = { $routes["$at $prefix"] = $true }
        }
    }
    RemoveRoute        = {
        $key = Get-OneOf @($routes.Keys)
        if (-not $key) { return @{ Fails = 'RouteNotFound'; Run = { Remove-NetRoute 192.0.255.0/24 } } }
        $at, $prefix = $key.Split(' ')
        $where = Get-Where $at
        @{ Touches = $at; Run = { Remove-NetRoute $prefix @where }; Then = { $routes.Remove($key) } }
    }
    Connect            = {
        $bridge, $name = (Get-AnyLink { $_.Kind -eq 'bridge' -and -not $_.Namespace -and $_.Up }), (Get-OneOf @($namespaces.Keys))
        if (-not $bridge -or -not $name -or $links.Count -ge $limit.Links) { return }
        $inner = New-Name eth
        $connected = @{}
        @{  Touches = '', $name; Fails = $links.Contains("$name/$inner") ? 'LinkAlreadyExists' : $null; Unless = 'NoFreeAddress' # none, or small networks
            Run  = { $connected.It = Connect-Bridge $bridge.Name $name -InterfaceAlias $inner -NoDefaultRoute }
            Then = {
                $host_ = "$($connected.It.HostLink)"
                Add-Modelled '' $host_ veth $connected.It.HostLink.Mtu $true "$name/$inner" $bridge.Name
                Add-Modelled $name $inner veth $connected.It.Link.Mtu $true "/$host_"
                $links["$name/$inner"].Addresses = @(0..($connected.It.IPAddress.Count - 1) | ForEach-Object { "$($connected.It.IPAddress[$_])/$($connected.It.PrefixLength[$_])" })
            }
        }
    }
    Publish            = {
        $port = 8000 + $random.Next(20)
        $link = Get-AnyLink { $_.Namespace -and $_.Addresses -and $links[[string]$_.Peer].Bridge }
        $target = $link ? $link.Addresses[0].Split('/')[0] : '10.0.0.9'
        if ($published.Count -ge $limit.Ports) { return }
        $there = $published.Contains("$port")
        if ($there -and $published["$port"].Target -eq $target) { return }
        @{  Fails = $there ? 'PortAlreadyPublished' : $null; Run = { Publish-ContainerPort "$($port):80" -Target $target }
            Then = { $published["$port"] = @{ Target = $target; Namespace = (Get-ContainerPort $port).ContainerNamespace.Name } }
        }
    }
    Unpublish          = {
        $port = Get-OneOf @($published.Keys)
        if (-not $port) { return @{ Fails = 'PortNotPublished'; Run = { Unpublish-ContainerPort 9999 } } }
        @{ Run = { Unpublish-ContainerPort $port }; Then = { $published.Remove($port) } }
    }
    Masquerade         = {
        $subnet = "10.$($random.Next(100, 120)).0.0/16"
        @{ Fails = $masqueraded.Contains($subnet) ? 'MasqueradeAlreadyExists' : $null; Run = { Add-Masquerade $subnet }; Then = { $masqueraded[$subnet] = $true } }
    }
    RemoveMasquerade   = {
        $subnet = Get-OneOf @($masqueraded.Keys)
        if (-not $subnet) { return @{ Fails = 'MasqueradeNotFound'; Run = { Remove-Masquerade 10.254.0.0/16 } } }
        @{ Run = { Remove-Masquerade $subnet }; Then = { $masqueraded.Remove($subnet) } }
    }
}

# ---- The comparison: the same lines from the tools and from the module.
function Read-Tool {
    param([string] $Tool, [string[]] $Arguments)
    $text = & $Tool @Arguments
    if ($text) { $text | ConvertFrom-Json }
}
function Get-ToolView {
    param([string] $Namespace)
    $in = $Namespace ? @('-n', $Namespace) : @()
    $all = @(Read-Tool ip ($in + '-json', '-details', 'address'))
    foreach ($link in $all) {
        "link $($link.ifname) $($link.ifindex) $($link.linkinfo.info_kind ?? $link.link_type) $($link.mtu) $($link.address) $($link.flags -contains 'UP' ? 'Up' : 'Down') $($link.master)"
        foreach ($address in $link.addr_info) { "address $($link.ifname) $($address.local)/$($address.prefixlen)" }
        if ($link.linkinfo.info_slave_kind -eq 'bridge') { "port $($link.ifname) $($link.master) $($link.linkinfo.info_slave_data.hairpin)" }
    }
    foreach ($version in '-4', '-6') {
        foreach ($route in Read-Tool ip ($in + $version, '-json', 'route', 'show', 'table', 'main')) {
            $any, $length = ($version -eq '-4') ? ('0.0.0.0', 32) : ('::', 128)
            $prefix = $route.dst -eq 'default' ? "$any/0" : $route.dst -match '/' ? $route.dst : "$($route.dst)/$length"
            "route $prefix $($route.type ?? 'unicast') $($route.gateway) $($route.type ? '' : $route.dev) $([int]$route.metric)"
        }
    }
}
function Get-ModuleView {
    param([string] $Namespace)
    $where = Get-Where $Namespace
    $names = @{ Loopback = 'loopback' }
    foreach ($link in Get-NetLink @where) {
        "link $($link.Name) $($link.InterfaceIndex) $($names["$($link.Kind)"] ?? "$($link.Kind)".ToLowerInvariant()) $($link.Mtu) $($link.LinkLayerAddress) $($link.AdminState) $($link.Bridge)"
    }
    Get-NetIPAddress @where | ForEach-Object { "address $($_.InterfaceAlias) $($_.Cidr)" }
    Get-BridgePort @where | ForEach-Object { "port $($_.Link) $($_.Bridge) $($_.Hairpin)" }
    foreach ($route in Get-NetRoute @where) {
        $type = "$($route.Type)".ToLowerInvariant()
        "route $($route.DestinationPrefix) $type $($route.Gateway) $($type -eq 'unicast' ? $route.InterfaceAlias : '') $($route.RouteMetric)"
    }
}
function Get-ModelView {
    # What the model knows of all that the tools tell: the rest is the kernel's own (link-local addresses, connected routes).
    param([string] $Namespace)
    foreach ($link in $links.Values | Where-Object Namespace -EQ $Namespace) {
        "link $($link.Name) $($link.Kind) $($link.Mtu) $($link.Up ? 'Up' : 'Down') $($link.Bridge)".TrimEnd()
        $link.Addresses | ForEach-Object { "address $($link.Name) $_" }
    }
    $routes.Keys -like "$Namespace *" | ForEach-Object { "route $($_.Split(' ')[1])" }
}
function Select-Modelled {
    param([string[]] $View)
    foreach ($line in $View) {
        $part = $line.Split(' ')
        switch ($part[0]) {
            link { if ($part[1] -ne 'lo') { "link $($part[1]) $($part[3]) $($part[3] -eq 'bridge' ? '1500' : $part[4]) $($part[6]) $($part[7])".TrimEnd() } }
            address { if ($part[2] -like '10.*') { "address $($part[1]) $($part[2])" } }
            route { if ($part[2] -eq 'blackhole') { "route $($part[1])" } }
        }
    }
}
function Get-NatToolView {
    $table = @((nft -j list ruleset | ConvertFrom-Json).nftables)
    foreach ($element in ($table | Where-Object { $_.map.name -eq 'publish4' }).map.elem) { "port $($element[0].elem.val.concat[1]) $($element[1].concat[0])" }
    foreach ($element in ($table | Where-Object { $_.set.name -eq 'masquerade4' }).set.elem) {
        $value = $element.elem.val ?? $element
        "masquerade $($value.prefix.addr)/$($value.prefix.len)"
    }
}
function Get-NatModuleView {
    Get-ContainerPort | ForEach-Object { "port $($_.HostPort) $($_.ContainerAddress)" }
    Get-Masquerade | ForEach-Object { "masquerade $($_.Subnet)" }
}
function Get-NatModelView {
    $published.Keys | ForEach-Object { "port $_ $($published[$_].Target)" }
    $masqueraded.Keys | ForEach-Object { "masquerade $_" }
}
function Compare-View {
    param([string] $What, [scriptblock] $Left, [scriptblock] $Right)
    # Link-local addresses and their routes come and go with the carrier.
    $waited = [Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        $leftView = @(& $Left | Sort-Object -CaseSensitive)
        $rightView = @(& $Right | Sort-Object -CaseSensitive)
        if (($leftView -join "`n") -ceq ($rightView -join "`n")) { return }
        if ($waited.Elapsed.TotalSeconds -gt $Patience) { break }
        [Threading.Thread]::Sleep(10)
    }
    $difference = Compare-Object $leftView $rightView -CaseSensitive | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" }
    throw "$What differs (=> module or tool, <= the other):`n$($difference -join "`n")"
}
function Assert-Same {
    param([string[]] $Touched)
    Compare-View 'The list of namespaces' { $namespaces.Keys } { Get-NetNamespace | ForEach-Object Name }
    Compare-View 'The list of ip netns' { $namespaces.Keys } { Read-Tool ip '-json', 'netns', 'list' | ForEach-Object name }
    foreach ($place in $Touched | Where-Object { -not $_ -or $namespaces.Contains($_) } | Select-Object -Unique) {
        Compare-View "Namespace '$place' in the model and by ip" { Get-ModelView $place } { Select-Modelled @(Get-ToolView $place) }
        Compare-View "Namespace '$place' by ip and by the module" { Get-ToolView $place } { Get-ModuleView $place }
    }
    Compare-View 'NAT in the model and by nft' { Get-NatModelView } { Get-NatToolView }
    Compare-View 'NAT by nft and by the module' { Get-NatToolView } { Get-NatModuleView }
}

# ---- The run.
$clock = [Diagnostics.Stopwatch]::StartNew()
$kinds = @($operations.Keys | Sort-Object)
$done = $refused = $compared = 0
$descriptors = 0
try {
    while ($clock.Elapsed.TotalSeconds -lt $Seconds -and $done -lt $Steps) {
        $operation = Get-OneOf $kinds
        $step = . $operations[$operation]
        if (-not $step) { continue }
        $log.Add("$done $operation$($step.Fails ? " (expected: $($step.Fails))" : '')")
        $failure = $null
        try { $null = . $step.Run } catch { $failure = $_ }
        $id = $failure ? $failure.FullyQualifiedErrorId.Split(',')[0] : $null
        if ($id -and $id -eq $step.Unless) { $step.Fails = $id }
        if ($id -ne $step.Fails) { throw "$operation ended in '$id', expected was '$($step.Fails)'. $failure" }
        if ($step.Fails) { $refused++ } else { . $step.Then }
        $done++
        $counts[$operation]++
        $all = $done % 50 -eq 0
        Assert-Same ($all ? @('') + @($namespaces.Keys) : @($step.Touches ?? ''))
        $compared++
        # Not at the beginning: what PowerShell opens at first need is no leak.
        if ($done -eq 100) { $descriptors = @(Get-ChildItem /proc/self/fd).Count }
    }
}
catch {
    throw "Seed $Seed, step ${done}: $_`nThe last steps:`n$(($log | Select-Object -Last 30) -join "`n")"
}

[pscustomobject]@{
    Seed = $Seed; Seconds = [int]$clock.Elapsed.TotalSeconds; Operations = $done; RefusedAsExpected = $refused; Comparisons = $compared
    Namespaces = $namespaces.Count; Links = $links.Count; ByOperation = ($kinds | ForEach-Object { "$_ $([int]$counts[$_])" }) -join ', '
    WorkingSetMB = [int]((Get-Process -Id $PID).WorkingSet64 / 1MB); DescriptorsAtStep100 = $descriptors; Descriptors = @(Get-ChildItem /proc/self/fd).Count
}
