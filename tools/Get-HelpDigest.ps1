<#
.SYNOPSIS
    One line that stands for the help pages and for the help that was made from them.
.DESCRIPTION
    "./build.sh docs" records it in module/help.digest; a test compares. It changes when a page, a generated file or the export changes.
#>

$root = Split-Path $PSScriptRoot
# Git may not have the files of a page in the form that another machine has: line ends do not count.
$files = @(Get-ChildItem "$root/docs/en-US/*.md", "$root/module/en-US/*") + @(Get-Item "$PSScriptRoot/Export-Help.ps1") | Sort-Object FullName -Culture ''
$text = foreach ($file in $files) { "$($file.Name) $((Get-Content -LiteralPath $file.FullName -Raw).Replace("`r", ''))" }
$bytes = [Text.Encoding]::UTF8.GetBytes($text -join "`n")
[Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($bytes)).ToLowerInvariant()
