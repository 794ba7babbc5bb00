<#
.SYNOPSIS
    Runs code blocks as a user would type them at a prompt, each example in an empty pretend host.
.DESCRIPTION
    Reads a JSON list of examples, each a list of code blocks. Every statement is its own pipeline to the console, as at a
    prompt, so that -WhatIf, warnings, errors and tables come out in the order and form that a user sees. A line
    "<<example N block M>>" goes before what a block shows.
#>
param([Parameter(Mandatory)] [string] $Path)

. $PSScriptRoot/Common.ps1
$PSStyle.OutputRendering = 'PlainText'
$ProgressPreference = 'SilentlyContinue'
$examples = Get-Content -LiteralPath $Path -Raw | ConvertFrom-Json -NoEnumerate

for ($example = 0; $example -lt $examples.Count; $example++) {
    Reset-World
    # The scope of one example: its variables end with it.
    & {
        for ($block = 0; $block -lt $examples[$example].Count; $block++) {
            [Console]::WriteLine("<<example $example block $block>>")
            foreach ($statement in [Management.Automation.Language.Parser]::ParseInput($examples[$example][$block], [ref] $null, [ref] $null).EndBlock.Statements) {
                try { . ([scriptblock]::Create($statement.Extent.Text)) 2>&1 | Out-Default } catch { $_ | Out-Default }
            }
        }
    }
}
[Console]::WriteLine('<<end>>')
Reset-World
