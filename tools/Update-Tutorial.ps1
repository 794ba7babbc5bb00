#requires -Version 7.6
<#
.SYNOPSIS
    Runs the tutorial pages and writes what they show into them.
.DESCRIPTION
    Each page is typed from top to bottom into a prompt in a network stack of its own. Where a code block is followed by an
    output block, that one becomes what was shown. Read what changed before you commit it.
.EXAMPLE
    tools/Update-Tutorial.ps1 -Name 2-*
#>
param([string] $Name = '*')

$ErrorActionPreference = 'Stop'
& $PSScriptRoot/Pwsh.ps1
if (-not $env:NETNS_PRIVATE_STACK) {
    sh "$PSScriptRoot/../tests/private-stack.sh" pwsh -NoProfile -File $PSCommandPath "-Name:$Name"
    return
}
. $PSScriptRoot/../tests/tools/HelpExamples.ps1
$temporary = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "netns-tutorial-$(New-Guid)")
try {
    foreach ($page in Get-Tutorial | Where-Object { $_.Name -like $Name }) {
        $shown = Invoke-HelpExample $page -Folder $temporary -WithoutRoot:$page.WithoutRoot
        $block = 0
        $text = [regex]::Replace((Get-Content $page.Path -Raw), '(?s)(```powershell\n.*?\n```)(\s*```output\n)?(?:.*?\n?)??(?(2)(?<end>```))', {
                param($match)
                $lines = @($shown["0/$(($script:block++))"] | ForEach-Object TrimEnd)
                while ($lines -and -not $lines[0]) { $lines = @($lines | Select-Object -Skip 1) }
                while ($lines -and -not $lines[-1]) { $lines = @($lines | Select-Object -SkipLast 1) }
                $match.Groups[2].Success ? "$($match.Groups[1].Value)$($match.Groups[2].Value)$($lines -join "`n")`n``````" : $match.Value
            })
        Set-Content $page.Path $text -NoNewline
        Write-Host "Ran $($page.Name): $block blocks"
    }
}
finally {
    Remove-Item $temporary -Recurse -Force
}
