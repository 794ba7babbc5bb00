# What Import-NetNsAssertion teaches Pester's Should. Each waits until what is expected has come about, 10 seconds unless told
# otherwise: a network settles, and a test that looks once is a test that fails once.

Set-StrictMode -Version 3.0

function Wait-Expectation {
    # Looks again and again until the block returns $true or the time is up. Returns what it returned last.
    param([scriptblock] $Condition, [double] $Seconds)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -ge $Seconds) { return $false }
        [Threading.Thread]::Sleep(20)
    }
    $true
}

function Get-Verdict {
    # What Pester expects back.
    param([bool] $Succeeded, [scriptblock] $Message)
    [pscustomobject]@{ Succeeded = $Succeeded; FailureMessage = $Succeeded ? '' : (& $Message) }
}

function Format-Reason {
    param([string] $Because)
    $Because ? ", because $($Because -replace '^because\s+')," : ','
}

function Get-Place {
    # The namespace that a test speaks of, and its words in a sentence.
    param($Value, [string] $Assertion)
    if ($null -eq $Value) { throw "Should -${Assertion}: nothing was piped in. Pipe in a namespace: its name, an object, a test world or a connection to a bridge." }
    $place = $Value -is [NetNs.NetNsTestWorld] ? $Value.Host : $Value -is [NetNs.BridgeConnection] ? $Value.Namespace : $Value
    # Not there is an error of the test, and says so; it is not the same as not reached.
    if ($place -isnot [NetNs.NetNamespace]) { $place = "$place" -match '/|^\d+$' ? $place : (Get-NetNamespace -Name $place -ErrorAction Stop) }
    @{ Namespace = $place; Words = "namespace $place" }
}

function Test-ReachNet {
    <#
    .SYNOPSIS
        Whether an address, or a TCP port of it, answers from a namespace.
    .EXAMPLE
        'web' | Should -ReachNet 10.0.0.2 -Port 80
    #>
    param($ActualValue, $Destination, $Port, $Within = 10, [switch] $Negate, [string] $Because, $CallerSessionState)
    $null = $CallerSessionState
    $place = Get-Place $ActualValue ReachNet
    $isWanted = -not $Negate
    $reason = Format-Reason $Because
    $probe = @{ ComputerName = $Destination; Namespace = $place.Namespace; Count = 1; Timeout = 1; ErrorAction = 'Stop' }
    if ($Port) { $probe.Port = $Port }
    $seen = @{}
    $met = Wait-Expectation { $seen.Result = Test-NetConnection @probe; $seen.Result.Succeeded -eq $isWanted } $Within
    $what = $Port ? "port $Port of $Destination" : "$Destination"
    Get-Verdict $met {
        if (-not $isWanted) {
            $way = "it answered in $([math]::Round($seen.Result.RoundTrip.TotalMilliseconds, 2)) ms, by $($seen.Result.InterfaceAlias)$($seen.Result.NextHop ? " and $($seen.Result.NextHop)" : '')"
            "Expected $($place.Words) not to reach $what$reason but $way."
        }
        else { "Expected $($place.Words) to reach $what$reason but $($seen.Result.FailureReason)" -replace '(?<!\.)$', '.' }
    }
}

function Test-HaveNetRoute {
    <#
    .SYNOPSIS
        Whether a namespace has a route, perhaps by a certain next hop or link.
    .EXAMPLE
        'web' | Should -HaveNetRoute default -NextHop 10.0.0.1
    #>
    param($ActualValue, $Destination, $NextHop, $InterfaceAlias, $Within = 10, [switch] $Negate, [string] $Because, $CallerSessionState)
    $null = $CallerSessionState
    $place = Get-Place $ActualValue HaveNetRoute
    $isWanted = -not $Negate
    $reason = Format-Reason $Because
    $wanted = @{ DestinationPrefix = $Destination; Namespace = $place.Namespace }
    if ($NextHop) { $wanted.NextHop = $NextHop }
    if ($InterfaceAlias) { $wanted.InterfaceAlias = $InterfaceAlias }
    $seen = @{}
    $met = Wait-Expectation {
        $problems = @()
        $seen.Found = @(Get-NetRoute @wanted -ErrorAction SilentlyContinue -ErrorVariable problems)
        # That there is none is the answer. Anything else is an error of the test.
        foreach ($problem in $problems) { if ($problem.FullyQualifiedErrorId -notmatch '^(RouteNotFound|LinkNotFound),') { throw $problem } }
        [bool] $seen.Found -eq $isWanted
    } $Within
    $what = "a route to $Destination$($NextHop ? " by $NextHop" : '')$($InterfaceAlias ? " on $InterfaceAlias" : '')"
    Get-Verdict $met {
        $shown = if (-not $isWanted) { $seen.Found } else { Get-NetRoute -Namespace $place.Namespace -ErrorAction Ignore }
        $words = foreach ($route in $shown) { "$($route.DestinationPrefix)$($route.Gateway ? " by $($route.Gateway)" : '')$($route.InterfaceAlias ? " on $($route.InterfaceAlias)" : " ($($route.Type))")" }
        "Expected $($place.Words) $($isWanted ? '' : 'not ')to have $what$reason but it has $($words ? $words -join '; ' : 'no route at all')."
    }
}

function Get-LinkNow {
    # The links that a value stands for, as they are at this moment.
    param($Value, $Namespace)
    if ($null -eq $Value) { throw 'Should -BeNetLinkUp: nothing was piped in. Pipe in a link: an object, a pair, a connection to a bridge, or a name with -Namespace.' }
    if ($Value -is [NetNs.VethPair]) { $Value = $Value.A, $Value.B }
    elseif ($Value -is [NetNs.BridgeConnection]) { $Value = $Value.HostLink, $Value.Link }
    foreach ($one in $Value) {
        if ($one -is [NetNs.NetLink]) { Get-NetLink -InterfaceIndex $one.InterfaceIndex -Namespace $one.Namespace -ErrorAction Stop }
        elseif ($null -eq $Namespace) { Get-NetLink "$one" -ErrorAction Stop }
        else { Get-NetLink "$one" -Namespace $Namespace -ErrorAction Stop }
    }
}

function Format-LinkState {
    # What a link's state is, and why.
    param($Link)
    $why = ''
    if ($Link.AdminState -ne 'Up') { $why = ': it is switched off' }
    elseif ($Link.PeerName) {
        $peer = Get-NetLink $Link.PeerName -Namespace ($Link.PeerNamespace ?? $Link.Namespace) -ErrorAction Ignore
        if ($peer -and $peer.AdminState -ne 'Up') { $why = ": its other end, $(Format-Link $peer), is switched off" }
    }
    "$($Link.State)$why"
}

function Format-Link {
    param($Link)
    "$Link$($Link.Namespace.Name ? " in namespace $($Link.Namespace.Name)" : '')"
}

function Test-BeNetLinkUp {
    <#
    .SYNOPSIS
        Whether a link (both ends of a pair) is up: switched on, and ready to carry packets.
    .EXAMPLE
        Get-NetLink eth0 -Namespace web | Should -BeNetLinkUp
    #>
    param($ActualValue, $Namespace, $Within = 10, [switch] $Negate, [string] $Because, $CallerSessionState)
    $null = $CallerSessionState
    $isWanted = -not $Negate
    $reason = Format-Reason $Because
    $given = @{ Value = $ActualValue; Namespace = $Namespace }
    $seen = @{}
    $met = Wait-Expectation {
        $seen.Links = @(Get-LinkNow @given)
        # Links of a kind that has no carrier (lo, dummy) stay Unknown while they are up.
        $seen.Up = @($seen.Links | Where-Object { $_.AdminState -eq 'Up' -and $_.State -in 'Up', 'Unknown' })
        $isWanted ? $seen.Up.Count -eq $seen.Links.Count : $seen.Up.Count -eq 0
    } $Within
    Get-Verdict $met {
        if (-not $isWanted) { "Expected link $(($seen.Up | ForEach-Object { Format-Link $_ }) -join ' and ') not to be up$reason but it is." }
        else {
            $wrong = @($seen.Links | Where-Object { $_ -notin $seen.Up })
            "Expected link $(Format-Link $wrong[0]) to be up$reason but it is $(Format-LinkState $wrong[0])."
        }
    }
}

function Test-BeNetLab {
    <#
    .SYNOPSIS
        Whether a lab is what its definition describes.
    .EXAMPLE
        './shop.psd1' | Should -BeNetLab
    #>
    param($ActualValue, $Within = 10, [switch] $Negate, [string] $Because, $CallerSessionState)
    $null = $CallerSessionState
    if ($null -eq $ActualValue) { throw 'Should -BeNetLab: nothing was piped in. Pipe in a definition: a hashtable, or the path of a file.' }
    $definition = $ActualValue
    $isWanted = -not $Negate
    $reason = Format-Reason $Because
    $seen = @{}
    $met = Wait-Expectation { $seen.Changes = @(Compare-NetLab -Definition $definition -ErrorAction Stop); ($seen.Changes.Count -eq 0) -eq $isWanted } $Within
    $name = $definition -is [Collections.IDictionary] ? $definition.Name : "$definition"
    Get-Verdict $met {
        if (-not $isWanted) { "Expected lab $name not to be as its definition says$reason but it is." }
        else { "Expected lab $name to be as its definition says$reason but Set-NetLab would do: $($seen.Changes -join '; ')." }
    }
}

function Register-NetNsAssertion {
    <#
    .SYNOPSIS
        Registers the assertions with the Pester that is loaded.
    #>
    # Pester forgets them when it is loaded anew, and takes the same ones twice without a word.
    Add-ShouldOperator -Name ReachNet -InternalName Test-ReachNet -Test ${function:Test-ReachNet}
    Add-ShouldOperator -Name HaveNetRoute -InternalName Test-HaveNetRoute -Test ${function:Test-HaveNetRoute}
    Add-ShouldOperator -Name BeNetLab -InternalName Test-BeNetLab -Test ${function:Test-BeNetLab}
    Add-ShouldOperator -Name BeNetLinkUp -InternalName Test-BeNetLinkUp -Test ${function:Test-BeNetLinkUp}
}

Export-ModuleMember -Function Register-NetNsAssertion
