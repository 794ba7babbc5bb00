<#
.SYNOPSIS
    The quick start of the README, as it is typed and what it shows: ./build.sh demo
.DESCRIPTION
    Two namespaces on a bridge that ping each other, one of them published to the host, and everything taken down again.
    Runs in a network stack of its own that tests/private-stack.sh makes, so the machine's own is not touched.
#>
param(
    # The module to show.
    [string] $Module = 'NetNs'
)

$ErrorActionPreference = 'Stop'
if (-not $env:NETNS_PRIVATE_STACK) { throw 'Run it by ./build.sh demo: it needs a network stack of its own.' }
if ([Console]::IsOutputRedirected) { $PSStyle.OutputRendering = 'PlainText' }
Import-Module $Module

function Show-Line {
    param([string] $Text, [string] $Colour = $PSStyle.Foreground.BrightBlack)
    $PSStyle.OutputRendering -eq 'PlainText' ? $Text : "$Colour$Text$($PSStyle.Reset)" | Out-Host
}

$steps = @(
    '# A bridge with an address: the gateway of what is connected to it.'
    'New-Bridge br0 -IPAddress 172.18.0.1/16'
    '# Two namespaces, connected to it. Each gets the next free address.'
    '$lab = ''netns0'', ''netns1'' | New-NetNamespace | Connect-Bridge br0'
    '$lab'
    '# Does netns0 reach netns1?'
    '$lab[0] | Test-NetConnection $lab[1].IPAddress[0]'
    '# Port 8080 of the host leads to port 80 of netns0.'
    '$lab[0] | Publish-ContainerPort 8080:80 -EnableForwarding'
    '# The cables between: which end is whose?'
    'Get-NetLink -Kind Veth'
    '# Take it down: the cables go with the namespaces, the published port with its target.'
    'Get-NetNamespace netns* | Remove-NetNamespace -Wait'
    'Remove-Bridge br0'
    'Get-NetLink'
)

Show-Line "`nNetNs $((Get-Module NetNs).Version) on Linux $((uname -r) -replace '^(\d+\.\d+).*', '$1'), in a network stack of its own`n" $PSStyle.Formatting.TableHeader
$clock = [Diagnostics.Stopwatch]::new()
foreach ($step in $steps) {
    if ($step.StartsWith('#')) { Show-Line $step; continue }
    Show-Line "PS> $step" $PSStyle.Foreground.BrightYellow
    $clock.Start()
    . ([scriptblock]::Create($step)) | Out-Host
    $clock.Stop()
}

$left = @(Get-NetNamespace) + @(Get-NetLink | Where-Object Name -NE lo)
if ($left) { throw "The demo left behind: $left" }
Show-Line "Nothing is left. All of it took $([int]$clock.Elapsed.TotalMilliseconds) ms." $PSStyle.Foreground.BrightGreen
