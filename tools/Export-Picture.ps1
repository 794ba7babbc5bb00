#requires -Version 7.6
<#
.SYNOPSIS
    Runs a program at a terminal and draws what it showed, colours and all, as an SVG.
.EXAMPLE
    tools/Export-Picture.ps1 -Command './build.sh demo' -Destination docs/demo.svg
#>
param(
    [string] $Command = './build.sh demo',
    [string] $Destination = "$PSScriptRoot/../docs/demo.svg",
    [int] $Columns = 100
)

$ErrorActionPreference = 'Stop'
$palette = '#586e75', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#dcdfe4', '#7f848e', '#ff7b86', '#b5e890', '#ffd68a', '#82c4ff', '#e0a0ff', '#7fdbe6', '#ffffff'
$cell = @{ Width = 8.4; Height = 18 }
$margin = 16

function Get-Span {
    # One line as pieces of one colour each: its column, text, colour and weight. The colour goes on into the next line.
    param([string] $Line, [hashtable] $State)
    $column = 0
    foreach ($piece in [regex]::Matches($Line, '\e\[([\d;]*)m|([^\e]+)')) {
        if ($piece.Groups[2].Success) {
            $text = $piece.Groups[2].Value
            [pscustomobject]@{ Column = $column; Text = $text; Colour = $State.Colour; IsBold = $State.IsBold }
            $column += $text.Length
            continue
        }
        foreach ($code in [int[]]($piece.Groups[1].Value -split ';' -replace '^$', '0')) {
            if ($code -eq 0) { $State.Colour = 7; $State.IsBold = $false }
            elseif ($code -eq 1) { $State.IsBold = $true }
            elseif ($code -eq 22) { $State.IsBold = $false }
            elseif ($code -eq 39) { $State.Colour = 7 }
            elseif ($code -in 30..37) { $State.Colour = $code - 30 }
            elseif ($code -in 90..97) { $State.Colour = $code - 82 }
        }
    }
}

# 'script' gives the program a terminal; what it tells the terminal besides text and colours is left out.
$output = script --quiet --return --command "stty cols $Columns rows 50; TERM=xterm-256color $Command" /dev/null
if ($LASTEXITCODE) { throw "'$Command' ended with exit code $LASTEXITCODE.`n$($output -join "`n")" }
$lines = @($output | ForEach-Object { $_ -replace '\e\[[?\d;]*[A-LN-Za-ln-z]|\e[=>]|\r' -replace '\e\][^\a]*\a' } | Where-Object { ($_ -replace '\e\[[\d;]*m') -notmatch '^\s*(Building|Built) ' })
while ($lines -and -not ($lines[0] -replace '\e\[[\d;]*m').Trim()) { $lines = $lines[1..($lines.Count - 1)] }

function Get-Text {
    # The elements of one line.
    param([object[]] $Span, [double] $Y)
    foreach ($one in $Span | Where-Object { $_ -and $_.Text.Trim() }) {
        $text = $one.Text.Trim()
        $x = [math]::Round($margin + ($one.Column + $one.Text.Length - $one.Text.TrimStart().Length) * $cell.Width, 1)
        $length = [math]::Round($text.Length * $cell.Width, 1)
        $weight = $one.IsBold ? ' font-weight="bold"' : ''
        "  <text x=`"$x`" y=`"$Y`" fill=`"$($palette[$one.Colour])`"$weight textLength=`"$length`" xml:space=`"preserve`">$([Security.SecurityElement]::Escape($text))</text>"
    }
}

$y = $margin + $cell.Height
$texts = @(Get-Text ([pscustomobject]@{ Column = 0; Text = "$ $Command"; Colour = 10; IsBold = $true }) $y)
$state = @{ Colour = 7; IsBold = $false }
foreach ($line in $lines) {
    $y += $cell.Height
    $texts += Get-Text (Get-Span $line $state) $y
}
$width = [math]::Ceiling($margin * 2 + $Columns * $cell.Width)
Set-Content $Destination @(
    "<svg xmlns=`"http://www.w3.org/2000/svg`" width=`"$width`" height=`"$($y + $margin)`" font-family=`"Cascadia Mono, DejaVu Sans Mono, Menlo, Consolas, monospace`" font-size=`"14`">"
    '  <rect width="100%" height="100%" rx="10" fill="#1e222a"/>'
    $texts
    '</svg>'
)
Write-Host "Drew $Destination"
