#requires -Version 7.6
<#
.SYNOPSIS
    Writes docs/translation.md: what you typed, what you type now. From the converter, by the built module.
.PARAMETER Destination
    Where to write it.
#>
param(
    [Parameter(Mandatory)] [string] $Destination
)

$root = Split-Path $PSScriptRoot
$lines = [Collections.Generic.List[string]]::new()
$lines.Add('# What you typed, what you type now')
$lines.Add('')
$lines.Add('Made by `tools/Write-TranslationTable.ps1` from `ConvertFrom-NetCommand`; a test holds it to what the converter gives. The first part has every command of the five')
$lines.Add('tutorials, the second the command forms of further ones. `Get-Help ConvertFrom-NetCommand` says what the words about confidence mean.')
function ConvertTo-Cell { param([string] $Text) $Text -replace '\|', '\|' -replace '<', '&lt;' }
foreach ($part in @{ Title = 'The five tutorials'; File = 'commands.txt' }, @{ Title = 'Further tutorials'; File = 'further.txt' }) {
    $lines.Add('')
    $lines.Add("## $($part.Title)")
    $lines.Add('')
    $lines.Add('| Typed | Now | Confidence |')
    $lines.Add('|---|---|---|')
    $seen = @{}
    foreach ($line in Get-Content "$root/tests/fixtures/tutorials/$($part.File)" | Where-Object { $_ -notlike '#*' }) {
        foreach ($translation in ConvertFrom-NetCommand $line) {
            if ($seen[$translation.Source]) { continue }
            $seen[$translation.Source] = $true
            $now = $translation.Command ? '`' + (ConvertTo-Cell $translation.Command).Replace('&lt;', '<') + '`' : (ConvertTo-Cell $translation.Note)
            if ($translation.Command -and $translation.Confidence -eq 'Partial') { $now += " $(ConvertTo-Cell $translation.Note)" }
            $lines.Add("| ``$((ConvertTo-Cell $translation.Source).Replace('&lt;', '<'))`` | $now | $($translation.Confidence) |")
        }
    }
}

Set-Content -Path $Destination -Value $lines
