#requires -Version 7.6
<#
.SYNOPSIS
    Makes the help that Get-Help reads from the pages in docs/en-US.
.DESCRIPTION
    The pages of the cmdlets go through PlatyPS into NetNs.dll-Help.xml. PlatyPS leaves Markdown as it is, and an example
    in one piece; here Markdown becomes plain text, and an example's first code block becomes its code. The about pages
    become about_*.help.txt.
.EXAMPLE
    tools/Export-Help.ps1 -Destination module/en-US
#>
param(
    [Parameter(Mandatory)] [string] $Destination,
    [string] $Source = "$PSScriptRoot/../docs/en-US"
)

$ErrorActionPreference = 'Stop'
Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0

function ConvertTo-PlainText {
    # `code`, **bold**, [text](address) as a terminal shows them.
    param([string] $Markdown)
    $Markdown -replace '`([^`]+)`', '$1' -replace '\*\*([^*]+)\*\*', '$1' -replace '\[([^\]]+)\]\([^)]+\)', '$1' -replace '\\([<>*_\[\]|])', '$1'
}

function ConvertTo-Block {
    # The blocks of a Markdown text in plain text: paragraphs without their line breaks, items of lists, rows of tables, code as it is.
    param([string] $Markdown)
    $open = $null
    $fence = $null
    foreach ($line in ($Markdown -split "`r?`n") + '') {
        if ($fence) {
            if ($line -match '^```\s*$') { [pscustomobject]@{ Kind = $fence; Text = $code -join "`n" }; $fence = $null } else { $code += $line }
            continue
        }
        $starts = $line -match '^(```|\s*$|\s*- |\s*\d+\. |\|)'
        if ($starts -and $open) { [pscustomobject]@{ Kind = 'text'; Text = ConvertTo-PlainText $open }; $open = $null }
        switch -Regex ($line) {
            '^```(\w*)' { $fence = $Matches[1] -in '', 'text' ? 'code' : $Matches[1].ToLowerInvariant(); $code = @(); break }
            '^\s*$' { break }
            '^\|[\s\-:|]+\|\s*$' { break }
            '^\|(.*)\|\s*$' {
                $cells = $Matches[1] -split '(?<!\\)\|' | ForEach-Object { ConvertTo-PlainText $_.Trim() }
                [pscustomobject]@{ Kind = 'row'; Text = ($cells -join ': ') }
                break
            }
            default { $open = $open ? "$open $($line.Trim())" : $line.TrimEnd() }
        }
    }
    if ($fence) { throw "A code block does not end: $Markdown" }
}

function Set-Paragraph {
    # Replaces what is in a node by paragraphs.
    param([Xml.XmlElement] $Node, [object[]] $Block, [string] $Inside, [int] $BlankAfter)
    $uri = 'http://schemas.microsoft.com/maml/2004/10'
    while ($Node.HasChildNodes) { $null = $Node.RemoveChild($Node.FirstChild) }
    if ($Inside) { $Node = $Node.AppendChild($Node.OwnerDocument.CreateElement('maml', $Inside, $uri)) }
    # The first row of a table is its header: its words are the columns' and help has none.
    $header = $Block | Where-Object Kind -EQ row | Select-Object -First 1
    $previous = $null
    foreach ($one in $Block | Where-Object { $_ -ne $header }) {
        $isItem = $one.Kind -eq 'row' -or $one.Text -match '^\s*(-|\d+\.) '
        # Blank lines between paragraphs, none between items.
        if ($previous -and -not ($isItem -and $previous -eq 'item')) { $null = $Node.AppendChild($Node.OwnerDocument.CreateElement('maml', 'para', $uri)) }
        $paragraph = $Node.AppendChild($Node.OwnerDocument.CreateElement('maml', 'para', $uri))
        $paragraph.InnerText = $one.Kind -eq 'row' ? "- $($one.Text)" : $one.Text
        $previous = $isItem ? 'item' : 'text'
    }
    for ($i = 0; $i -lt $BlankAfter; $i++) { $null = $Node.AppendChild($Node.OwnerDocument.CreateElement('maml', 'para', $uri)) }
}

function Export-CmdletHelp {
    param([string] $Folder)
    $pages = Get-ChildItem "$Source/*-*.md" | Sort-Object Name | ForEach-Object { Import-MarkdownCommandHelp $_.FullName }
    $temporary = Join-Path ([IO.Path]::GetTempPath()) "netns-help-$PID"
    try {
        $file = $pages | Export-MamlCommandHelp -OutputFolder $temporary -Force
        $help = [xml]::new()
        $help.Load($file.FullName)
    }
    finally {
        Remove-Item $temporary -Recurse -Force -ErrorAction Ignore
    }

    $prefixes = [Xml.XmlNamespaceManager]::new($help.NameTable)
    $prefixes.AddNamespace('command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
    $prefixes.AddNamespace('maml', 'http://schemas.microsoft.com/maml/2004/10')
    $prefixes.AddNamespace('dev', 'http://schemas.microsoft.com/maml/dev/2004/10')
    foreach ($page in $pages) {
        $command = $help.SelectSingleNode("//command:command[command:details/command:name='$($page.Title)']", $prefixes)
        Set-Paragraph $command.SelectSingleNode('maml:description', $prefixes) (ConvertTo-Block $page.Description)
        Set-Paragraph $command.SelectSingleNode('command:details/maml:description', $prefixes) (ConvertTo-Block $page.Synopsis)
        foreach ($parameter in $page.Parameters) {
            foreach ($node in $command.SelectNodes(".//command:parameter[maml:name='$($parameter.Name)']", $prefixes)) {
                Set-Paragraph $node.SelectSingleNode('maml:description', $prefixes) (ConvertTo-Block $parameter.Description)
                # "System.String[]" where the syntax has string[].
                $value = $node.SelectSingleNode('command:parameterValue', $prefixes)
                $short = $command.SelectSingleNode("command:syntax//command:parameter[maml:name='$($parameter.Name)']/command:parameterValue", $prefixes)
                if ($value -and $short) { $value.InnerText = $short.InnerText }
                # PlatyPS leaves the default out.
                $null = $node.AppendChild($help.CreateElement('dev', 'defaultValue', 'http://schemas.microsoft.com/maml/dev/2004/10')).InnerText = $parameter.DefaultValue
            }
        }
        $notes = $command.SelectSingleNode('maml:alertSet', $prefixes)
        if ($notes) { Set-Paragraph $notes (ConvertTo-Block $page.Notes) -Inside alert }
        foreach ($list in @(@('input', $page.Inputs), @('output', $page.Outputs))) {
            $nodes = $command.SelectNodes($list[0] -eq 'input' ? './/command:inputType' : './/command:returnValue', $prefixes)
            for ($i = 0; $i -lt $nodes.Count; $i++) { Set-Paragraph $nodes[$i].SelectSingleNode('maml:description', $prefixes) (ConvertTo-Block $list[1][$i].Description) }
        }
        $examples = $command.SelectNodes('command:examples/command:example', $prefixes)
        for ($i = 0; $i -lt $examples.Count; $i++) {
            $blocks = @(ConvertTo-Block $page.Examples[$i].Remarks)
            $first = 0..$blocks.Count | Where-Object { $blocks[$_].Kind -eq 'powershell' } | Select-Object -First 1
            if ($null -eq $first) { throw "$($page.Title): $($page.Examples[$i].Title) has no code." }
            # Get-Help prints the code right behind an introduction, on the same line: so the words come after it.
            Set-Paragraph $examples[$i].SelectSingleNode('maml:introduction', $prefixes) @()
            $examples[$i].SelectSingleNode('dev:code', $prefixes).InnerText = $blocks[$first].Text
            Set-Paragraph $examples[$i].SelectSingleNode('dev:remarks', $prefixes) @($blocks | Where-Object { $_ -ne $blocks[$first] }) -BlankAfter 2
            $examples[$i].SelectSingleNode('maml:title', $prefixes).InnerText = "--- $($page.Examples[$i].Title) ---"
        }
        foreach ($link in $command.SelectNodes('command:relatedLinks/maml:navigationLink', $prefixes)) {
            $address = $link.SelectSingleNode('maml:uri', $prefixes)
            if (-not $address.InnerText -and $link.SelectSingleNode('maml:linkText', $prefixes).InnerText -eq 'Online Version') { $null = $link.ParentNode.RemoveChild($link) }
            # A page of ours is a topic of Get-Help.
            elseif ($address.InnerText -notmatch '^https?:') { $address.InnerText = '' }
        }
    }
    $settings = [Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; Encoding = [Text.UTF8Encoding]::new($false) }
    $writer = [Xml.XmlWriter]::Create("$Folder/NetNs.dll-Help.xml", $settings)
    try { $help.Save($writer) } finally { $writer.Dispose() }
    Add-Content "$Folder/NetNs.dll-Help.xml" ''
}

function Format-Indented {
    # A text at a width, behind blanks.
    param([string] $Text, [int] $Indent = 4, [int] $Width = 80)
    $hanging = $Text -match '^(\s*(?:-|\d+\.) )' ? ' ' * $Matches[1].Length : ''
    $line = ' ' * $Indent
    $isEmpty = $true
    foreach ($word in $Text.Trim() -split ' +') {
        if (-not $isEmpty -and $line.Length + 1 + $word.Length -gt $Width) {
            $line
            $line = ' ' * $Indent + $hanging
            $isEmpty = $true
        }
        $line += $isEmpty ? $word : " $word"
        $isEmpty = $false
    }
    $line
}

function Export-AboutTopic {
    # One about page as text in the form of the about topics of PowerShell, whose fifth line is the synopsis.
    param([IO.FileInfo] $Page, [string] $Folder)
    $sections = (Get-Content $Page.FullName -Raw) -replace '(?s)^---.*?\n---\s*' -split '(?m)^(?=#{1,3} )' | Where-Object { $_.Trim() }
    $lines = foreach ($section in $sections) {
        $heading, $body = $section -split "`n", 2
        $null = $heading -match '^(#+) (.*)'
        if ($Matches[1] -eq '#') { 'TOPIC'; "    $(ConvertTo-PlainText $Matches[2])" } else { (ConvertTo-PlainText $Matches[2]).ToUpperInvariant() }
        $indent = 4
        $previous = $null
        foreach ($block in ConvertTo-Block $body) {
            $isItem = $block.Kind -eq 'row' -or $block.Text -match '^\s*(-|\d+\.) '
            if ($previous -and -not ($isItem -and $previous -eq 'item')) { '' }
            if ($block.Kind -in 'text', 'row') { Format-Indented $block.Text $indent } else { $block.Text -split "`n" | ForEach-Object { "$(' ' * ($indent + 4))$_".TrimEnd() } }
            $previous = $isItem ? 'item' : 'text'
        }
        ''
    }
    Set-Content "$Folder/$($Page.BaseName).help.txt" ($lines -join "`n")
}

$folder = (New-Item $Destination -ItemType Directory -Force).FullName
Remove-Item "$folder/*.help.txt", "$folder/*-Help.xml" -ErrorAction Ignore
Export-CmdletHelp $folder
foreach ($page in Get-ChildItem "$Source/about_*.md") { Export-AboutTopic $page $folder }
