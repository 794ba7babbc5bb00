# Reads a help page of docs/en-US, and what PowerShell knows of its cmdlet, into objects of the same form: dot-sourced by the tests of
# the help. The pages are written in the form of PlatyPS, which is not needed to read them.

function Get-Section {
    # The text below a heading of some level, by the heading's text.
    param([string] $Text, [string] $Level)
    $sections = [ordered]@{}
    foreach ($part in [regex]::Matches("`n$Text", "(?s)\n$Level ([^\n]+)\n(.*?)(?=\n$Level |\z)")) { $sections[$part.Groups[1].Value.Trim()] = $part.Groups[2].Value.Trim() }
    $sections
}

function ConvertFrom-ParameterBlock {
    # The YAML block of a parameter: values, and lists of values or of parameter sets.
    param([string] $Yaml)
    $value = @{ Aliases = @(); ParameterSets = @() }
    $list = $null
    foreach ($line in $Yaml -split "`n") {
        switch -Regex ($line) {
            '^(\w+): (.+)$' { $value[$Matches[1]] = $Matches[2] -eq '[]' ? @() : $Matches[2] -replace "^'(.*)'$", '$1'; break }
            '^(\w+):$' { $list = $Matches[1]; break }
            '^- Name: (.+)$' { $value.ParameterSets += @{ Name = $Matches[1] }; break }
            '^- (.+)$' { $value[$list] += @($Matches[1]); break }
            '^  (\w+): (.+)$' { $value.ParameterSets[-1][$Matches[1]] = $Matches[2]; break }
        }
    }
    $value
}

function Read-HelpPage {
    param([string] $Path)
    # Headings inside of code blocks are no headings.
    $text = [regex]::Replace((Get-Content $Path -Raw).Replace("`r", '') -replace '(?s)^---\n.*?\n---\n', '(?s)\n```(\w*)\n(.*?)\n```', { "`n``````" + $args[0].Groups[1].Value + "`n" + ($args[0].Groups[2].Value -replace '(?m)^#', '\#') + "`n``````" })
    $sections = Get-Section $text '##'
    [pscustomobject]@{
        Title       = [regex]::Match($text, '(?m)^# (.+)$').Groups[1].Value
        Synopsis    = $sections.SYNOPSIS
        Description = $sections.DESCRIPTION
        Syntax      = @([regex]::Matches($sections.SYNTAX, '(?s)```\n(.*?)\n```') | ForEach-Object { ConvertTo-Line $_.Groups[1].Value } | Sort-Object)
        Examples    = @((Get-Section $sections.EXAMPLES '###').Keys)
        Inputs      = Get-Section $sections.INPUTS '###'
        Outputs     = Get-Section $sections.OUTPUTS '###'
        Parameters  = @((Get-Section $sections.PARAMETERS '###').GetEnumerator() | Where-Object Key -Like '-*' | ForEach-Object {
                $block = ConvertFrom-ParameterBlock ([regex]::Match($_.Value, '(?s)```yaml\n(.*?)\n```').Groups[1].Value)
                [pscustomobject]@{
                    Name = $_.Key.Substring(1); Description = ($_.Value -replace '(?s)```yaml.*').Trim(); Default = $block.DefaultValue
                    Text = Format-Parameter $_.Key.Substring(1) $block.Type $block.Aliases ($block.ParameterSets | ForEach-Object {
                            Format-ParameterSet $_.Name $_.Position ($_.IsRequired -eq 'true') ($_.ValueFromPipeline -eq 'true') ($_.ValueFromPipelineByPropertyName -eq 'true')
                        })
                }
            })
    }
}

function Get-CmdletShape {
    # The same of the cmdlet itself.
    param([Management.Automation.CmdletInfo] $Command)
    $common = [Management.Automation.PSCmdlet]::CommonParameters
    $hidden = $Command.Parameters.Values | Where-Object { $_.Attributes.DontShow -contains $true } | ForEach-Object Name
    $own = $Command.Parameters.Values | Where-Object { $_.Name -notin $common -and $_.Name -notin $hidden }
    [pscustomobject]@{
        Syntax     = @((Get-Command $Command.Name -Syntax) -split '\n\s*\n' | Where-Object { $_.Trim() } | ForEach-Object { ConvertTo-Line $_ $hidden } | Sort-Object)
        # PlatyPS writes System.Object where a cmdlet declares nothing.
        Outputs    = @($Command.OutputType.Count ? $Command.OutputType.Name : 'System.Object')
        Parameters = @($own | ForEach-Object {
                $metadata = $_
                [pscustomobject]@{
                    Name = $_.Name
                    Text = Format-Parameter $_.Name "$($_.ParameterType.ToString())" $_.Aliases ($_.ParameterSets.GetEnumerator() | ForEach-Object {
                            $set = $_.Value
                            Format-ParameterSet ($_.Key -replace '^__AllParameterSets$', '(All)') ($set.Position -eq [int]::MinValue ? 'Named' : $set.Position) $set.IsMandatory $set.ValueFromPipeline $set.ValueFromPipelineByPropertyName
                        })
                    Default = Get-DefaultText $Command $metadata.Name
                }
            })
    }
}

function Get-DefaultText {
    # The value of a parameter that is not given, in the words of PowerShell's own help.
    param([Management.Automation.CommandInfo] $Command, [string] $Name)
    $property = $Command.ImplementingType.GetProperty($Name)
    # -WhatIf and -Confirm belong to no class.
    if (-not $property) { return 'False' }
    $value = $property.GetValue([Activator]::CreateInstance($Command.ImplementingType))
    $isMandatory = -not ($Command.Parameters[$Name].ParameterSets.Values | Where-Object { -not $_.IsMandatory })
    if ($value -isnot [switch] -and ($isMandatory -or "$value" -eq '' -or $value.Count -eq 0)) { 'None' } else { $value -join ', ' }
}

function ConvertTo-Line {
    # A syntax in one line, its parameters in the order of the alphabet: their positions are compared by themselves.
    param([string] $Text, [string[]] $Hidden)
    $words = @(($Text -replace '\s+', ' ').Trim() -replace ' \[<CommonParameters>\]$' -split ' (?=\[*-)')
    (@($words[0]) + @($words | Select-Object -Skip 1 | Where-Object { ($_ -replace '^\[*-(\w+).*', '$1') -notin $Hidden } | Sort-Object { $_ -replace '^\[*' })) -join ' '
}

function Format-Parameter {
    param([string] $Name, [string] $Type, [string[]] $Alias, [string[]] $Set)
    "-$Name $Type aliases [$(($Alias | Sort-Object) -join ' ')] $(($Set | Sort-Object) -join ' ')"
}

function Format-ParameterSet {
    param([string] $Name, [string] $Position, [bool] $IsRequired, [bool] $IsFromPipe, [bool] $IsFromProperty)
    "$Name(position $Position, $($IsRequired ? 'required' : 'optional')$($IsFromPipe ? ', pipe' : '')$($IsFromProperty ? ', pipe by name' : ''))"
}
