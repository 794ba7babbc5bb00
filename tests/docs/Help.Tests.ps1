# Every cmdlet has a page in docs/en-US, every page is true to its cmdlet, and the help in the module is made from the pages.

BeforeDiscovery {
    $root = Split-Path (Split-Path $PSScriptRoot)
    $hasPlatyPS = [bool](Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable)
    $exported = (Import-PowerShellDataFile "$root/NetNs.psd1").CmdletsToExport
    $pages = Get-ChildItem "$root/docs/en-US/*-*.md" | ForEach-Object { @{ Name = $_.BaseName; Path = $_.FullName } }
    $examples = foreach ($page in $pages) {
        $text = Get-Content $page.Path -Raw
        [regex]::Matches($text, '(?s)### (Example[^\n]*)\n(.*?)(?=\n### |\n## )') | ForEach-Object {
            @{ Name = $page.Name; Title = $_.Groups[1].Value; Text = $_.Groups[2].Value }
        }
    }
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    $root = Split-Path (Split-Path $PSScriptRoot)
    $present = (Get-Command -Module NetNs -CommandType Cmdlet).Name
    $exported = (Import-PowerShellDataFile "$root/NetNs.psd1").CmdletsToExport
    # Strict as soon as the last cmdlet of the manifest is there; until then a page may come after its cmdlet.
    $isComplete = -not ($exported | Where-Object { $_ -notin $present })

    function Get-ParameterText {
        # What a page tells of each parameter besides its description, one line each.
        param($Help)
        $Help.Parameters | Where-Object Name -NotIn 'WhatIf', 'Confirm' | Sort-Object Name | ForEach-Object {
            $sets = $_.ParameterSets | Sort-Object Name | ForEach-Object {
                '{0}(position {1}, {2}{3}{4})' -f $_.Name, $_.Position, ($_.IsRequired ? 'required' : 'optional'), ($_.ValueFromPipeline ? ', pipe' : ''), ($_.ValueFromPipelineByPropertyName ? ', pipe by name' : '')
            }
            "-$($_.Name) $($_.Type) aliases [$(($_.Aliases | Sort-Object) -join ' ')] $($sets -join ' ')"
        }
    }

    function Get-DefaultText {
        # What a parameter is where nobody says it, in the words of PowerShell's own help.
        param([Management.Automation.CommandInfo] $Command, [string] $Name)
        $property = $Command.ImplementingType.GetProperty($Name)
        # -WhatIf and -Confirm belong to no class.
        if (-not $property) { return 'False' }
        $value = $property.GetValue([Activator]::CreateInstance($Command.ImplementingType))
        $isMandatory = -not ($Command.Parameters[$Name].ParameterSets.Values | Where-Object { -not $_.IsMandatory })
        if ($value -isnot [switch] -and ($isMandatory -or "$value" -eq '' -or $value.Count -eq 0)) { 'None' } else { $value -join ', ' }
    }

    function Get-SyntaxText {
        param($Help)
        $Help.Syntax | ForEach-Object { "$_" -replace '\s*\[<CommonParameters>\]' } | Sort-Object
    }
}

Describe 'Help of <_>' -ForEach $exported {
    It 'is there' {
        if ($_ -notin $present) { Set-ItResult -Skipped -Because 'its cmdlet is not there yet' }
        elseif (-not $isComplete -and -not (Test-Path "$root/docs/en-US/$_.md")) { Set-ItResult -Skipped -Because 'its page is still to be written' }
        "$root/docs/en-US/$_.md" | Should -Exist
    }
}

Describe 'Page <Name>' -ForEach $pages -Skip:(-not $hasPlatyPS) {
    BeforeAll {
        Import-Module Microsoft.PowerShell.PlatyPS
        $page = Import-MarkdownCommandHelp $Path
        $real = Get-Command $Name -ErrorAction Ignore
        if ($real) { $real = New-CommandHelp $real }
    }

    It 'belongs to a cmdlet of the manifest' {
        $Name | Should -BeIn $exported
        $page.Title | Should -BeExactly $Name
    }

    It 'has each parameter as the cmdlet has it' {
        if (-not $real) { Set-ItResult -Skipped -Because 'its cmdlet is not there yet' }
        Get-ParameterText $page | Should -BeExactly (Get-ParameterText $real)
    }

    It 'tells the default of each parameter' {
        $command = Get-Command $Name
        $page.Parameters | ForEach-Object { "-$($_.Name): $($_.DefaultValue)" } | Should -BeExactly ($page.Parameters | ForEach-Object { "-$($_.Name): $(Get-DefaultText $command $_.Name)" })
    }

    It 'shows the syntax that the cmdlet has' {
        if (-not $real) { Set-ItResult -Skipped -Because 'its cmdlet is not there yet' }
        Get-SyntaxText $page | Should -BeExactly (Get-SyntaxText $real)
    }

    It 'names the type that comes out' {
        if (-not $real) { Set-ItResult -Skipped -Because 'its cmdlet is not there yet' }
        ($page.Outputs.Typename | Sort-Object) | Should -BeExactly ($real.Outputs.Typename | Sort-Object)
    }

    It 'says something about the cmdlet, each parameter, each input and each output' {
        $page.Synopsis | Should -Not -BeNullOrEmpty
        $page.Description | Should -Not -BeNullOrEmpty
        $page.Parameters | Where-Object { -not "$($_.Description)".Trim() } | ForEach-Object Name | Should -BeNullOrEmpty
        @($page.Inputs) + @($page.Outputs) | Where-Object { $_.Typename -ne 'None' -and -not "$($_.Description)".Trim() } | ForEach-Object Typename | Should -BeNullOrEmpty
    }

    It 'has nothing left to fill in' {
        Get-Content $Path -Raw | Should -Not -Match '\{\{'
    }

    It 'has two examples or more' {
        $page.Examples.Count | Should -BeGreaterOrEqual 2
    }

    It 'links to pages that are there' {
        # A page whose cmdlet comes later comes later too.
        $links = [regex]::Matches((Get-Content $Path -Raw), '\]\(([^)#:]+\.md)') | ForEach-Object { $_.Groups[1].Value }
        $links | Where-Object { -not (Test-Path "$root/docs/en-US/$_") -and ($isComplete -or [IO.Path]::GetFileNameWithoutExtension($_) -notin $exported) } | Should -BeNullOrEmpty
    }
}

Describe '<Title> of <Name>' -ForEach $examples {
    It 'is PowerShell' {
        $blocks = [regex]::Matches($Text, '(?s)```powershell\n(.*?)\n```')
        $blocks.Count | Should -BeGreaterThan 0
        foreach ($block in $blocks) {
            $errors = $null
            $null = [Management.Automation.Language.Parser]::ParseInput($block.Groups[1].Value, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty
        }
    }
}

Describe 'The help in the module' {
    It 'is made from the pages as they are' -Skip:(-not $hasPlatyPS) {
        if (-not $isComplete) { Set-ItResult -Skipped -Because 'the last cmdlets are still to come' }
        & "$root/tools/Export-Help.ps1" -Destination TestDrive:/en-US
        Get-ChildItem TestDrive:/en-US | ForEach-Object Name | Should -Be (Get-ChildItem "$root/module/en-US" | ForEach-Object Name)
        foreach ($file in Get-ChildItem TestDrive:/en-US) {
            (Get-Content $file -Raw) -eq (Get-Content "$root/module/en-US/$($file.Name)" -Raw) | Should -BeTrue -Because "./build.sh docs makes $($file.Name) anew"
        }
    }

    It 'answers Get-Help -Examples' {
        if (-not $isComplete -and -not (Test-Path "$root/docs/en-US/New-NetNamespace.md")) { Set-ItResult -Skipped -Because 'its page is still to be written' }
        $examples = (Get-Help New-NetNamespace -Examples).Examples.Example
        $examples.Count | Should -BeGreaterOrEqual 2
        $examples[0].Code | Should -Match 'New-NetNamespace'
        Get-Help New-NetNamespace -Examples | Out-String | Should -Not -Match '```'
    }

    It 'tells defaults' {
        (Get-Help Connect-Bridge -Parameter InterfaceAlias).defaultValue | Should -Be eth0
        Get-Help Test-NetConnection -Parameter Timeout | Out-String | Should -Match 'Default value +00:00:02'
    }

    It 'answers Get-Help about_NetNs' {
        if (-not $isComplete) { Set-ItResult -Skipped -Because 'the last cmdlets are still to come' }
        (Get-Help about_NetNs | Out-String) | Should -Match 'SHORT DESCRIPTION'
    }
}
