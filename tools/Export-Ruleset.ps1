#requires -Version 7.6
<#
.SYNOPSIS
    Makes the rulesets in docs/rulesets anew: what nft lists after the commands that stand at the head of each.
.DESCRIPTION
    Each file begins with the commands, as lines "# PS> COMMAND". They run one after the other in the stack that this script
    runs in, which must be an empty one, with the module loaded; then comes what "nft list table inet NetNs" says. What differs from run
    to run, the inode of a namespace and the number of a link, is replaced by a word.
.EXAMPLE
    tests/private-stack.sh pwsh -NoProfile -c 'Import-Module ./output/NetNs/0.1.0/NetNs.psd1; tools/Export-Ruleset.ps1 -Destination docs/rulesets'
#>
param(
    [Parameter(Mandatory)] [string] $Destination,
    [string] $Name = '*',
    [string] $Source = "$PSScriptRoot/../docs/rulesets"
)

$ErrorActionPreference = 'Stop'
if (-not $env:NETNS_PRIVATE_STACK) { throw 'This changes the network of the stack it runs in. Run it by tests/private-stack.sh.' }

foreach ($file in Get-ChildItem "$Source/$Name.nft") {
    $head = @(Get-Content $file.FullName | Where-Object { $_.StartsWith('#') })
    $commands = $head -match '^# PS> ' -replace '^# PS> '
    $null = . ([scriptblock]::Create($commands -join "`n"))
    $ruleset = nft list table inet NetNs | ForEach-Object { $_ -replace '(netns:[^/"]+)/\d+"', '$1/INODE"' -replace '(bridge:[^/"]+)/\d+"', '$1/NUMBER"' }
    $head + $ruleset | Set-Content (Join-Path $Destination $file.Name)
    # Back to where it began: with the namespaces and the links go the elements, and with the last of them the table.
    Get-ContainerPort | Unpublish-ContainerPort
    Get-Masquerade | Remove-Masquerade
    Get-NetNamespace | Remove-NetNamespace -Wait
    Get-NetLink | Where-Object Kind -EQ Bridge | Remove-NetLink
}
