#requires -Version 7.6
<#
.SYNOPSIS
    Writes the views of the module so that no value can reach the terminal with control characters in it.
.DESCRIPTION
    Each value of a table, a list or a group header becomes [NetNs.Binding.ViewText]::Show(value). The exception is a script block
    that colours: it has control characters of its own, and may show nothing but words of this module. A test checks both.
.PARAMETER Path
    The format file in the source.
.PARAMETER Destination
    The format file of the built module.
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $Destination
)

$views = [xml]::new()
$views.PreserveWhitespace = $true
$views.Load($Path)
foreach ($value in $views.SelectNodes('//TableColumnItem/PropertyName | //ListItem/PropertyName | //GroupBy/PropertyName')) {
    $item = $value.ParentNode
    # A property that becomes a script block no longer gives a line of a list its name.
    if ($item.LocalName -eq 'ListItem' -and -not $item.SelectSingleNode('Label')) {
        $label = $views.CreateElement('Label')
        $label.InnerText = $value.InnerText
        $null = $item.InsertBefore($label, $value)
    }
    $block = $views.CreateElement('ScriptBlock')
    $block.InnerText = ",[NetNs.Binding.ViewText]::Show(`$_.$($value.InnerText))"
    $null = $item.ReplaceChild($block, $value)
}
foreach ($block in $views.SelectNodes('//TableColumnItem/ScriptBlock | //ListItem/ScriptBlock | //GroupBy/ScriptBlock')) {
    $text = $block.InnerText
    if ($text -notmatch '\$PSStyle\.' -and $text -notmatch '^,\[NetNs\.Binding\.ViewText\]::Show\(') {
        # One that breaks lines shows text.
        $method = $text.Contains('`n') ? 'ShowLines' : 'Show'
        $block.InnerText = "[NetNs.Binding.ViewText]::$method(`$(`n$text`n))"
    }
}
$views.Save($Destination)
