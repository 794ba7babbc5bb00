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
    . $PSScriptRoot/../tools/HelpPage.ps1
    $root = Split-Path (Split-Path $PSScriptRoot)
    $present = (Get-Command -Module NetNs -CommandType Cmdlet).Name
    $exported = (Import-PowerShellDataFile "$root/NetNs.psd1").CmdletsToExport
    # Strict as soon as the last cmdlet of the manifest is there; until then a page may come after its cmdlet.
    $isComplete = -not ($exported | Where-Object { $_ -notin $present })
}

Describe 'Help of <_>' -ForEach $exported {
    It 'is there' {
        if ($_ -notin $present) { Set-ItResult -Skipped -Because 'its cmdlet is not there yet' }
        elseif (-not $isComplete -and -not (Test-Path "$root/docs/en-US/$_.md")) { Set-ItResult -Skipped -Because 'its page is still to be written' }
        "$root/docs/en-US/$_.md" | Should -Exist
    }
}

Describe 'Page <Name>' -ForEach $pages {
    BeforeAll {
        $page = Read-HelpPage $Path
        $real = Get-Command $Name -ErrorAction Ignore
        if ($real) { $real = Get-CmdletShape $real }
    }

    It 'belongs to a cmdlet of the manifest' {
        $Name | Should -BeIn $exported
        $page.Title | Should -BeExactly $Name
    }

    It 'has each parameter as the cmdlet has it' {
        if (-not $real) { Set-ItResult -Skipped -Because 'its cmdlet is not there yet' }
        # -WhatIf and -Confirm are PowerShell's own.
        $said, $there = $page, $real | ForEach-Object { , @($_.Parameters | Where-Object Name -NotIn 'WhatIf', 'Confirm' | Sort-Object Name | ForEach-Object Text) }
        $said | Should -BeExactly $there
    }

    It 'tells the default of each parameter' {
        if (-not $real) { Set-ItResult -Skipped -Because 'its cmdlet is not there yet' }
        $said, $there = $page, $real | ForEach-Object { , @($_.Parameters | Sort-Object Name | ForEach-Object { "-$($_.Name): $($_.Default)" }) }
        $said | Should -BeExactly $there
    }

    It 'shows the syntax that the cmdlet has' {
        if (-not $real) { Set-ItResult -Skipped -Because 'its cmdlet is not there yet' }
        $page.Syntax | Should -BeExactly $real.Syntax
    }

    It 'names the type that comes out' {
        if (-not $real) { Set-ItResult -Skipped -Because 'its cmdlet is not there yet' }
        ($page.Outputs.Keys | Sort-Object) | Should -BeExactly ($real.Outputs | Sort-Object)
    }

    It 'says something about the cmdlet, each parameter, each input and each output' {
        $page.Synopsis | Should -Not -BeNullOrEmpty
        $page.Description | Should -Not -BeNullOrEmpty
        $page.Parameters | Where-Object { -not $_.Description } | ForEach-Object Name | Should -BeNullOrEmpty
        @($page.Inputs.GetEnumerator()) + @($page.Outputs.GetEnumerator()) | Where-Object { $_.Key -ne 'None' -and -not $_.Value } | ForEach-Object Key | Should -BeNullOrEmpty
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
    It 'was made from the pages as they are now' {
        # The export records the pages that it read: no PlatyPS is needed to see whether it has to run again.
        $recorded = Get-Content "$root/module/help.digest" -ErrorAction Ignore
        & "$root/tools/Get-HelpDigest.ps1" | Should -BeExactly $recorded -Because 'the pages changed since ./build.sh docs made the help from them'
    }

    It 'is made from the pages in the same way' -Skip:(-not $hasPlatyPS) {
        & "$root/tools/Export-Help.ps1" -Destination TestDrive:/en-US
        Get-ChildItem TestDrive:/en-US | ForEach-Object Name | Should -Be (Get-ChildItem "$root/module/en-US" | ForEach-Object Name)
        foreach ($file in Get-ChildItem TestDrive:/en-US) {
            (Get-Content $file -Raw) -eq (Get-Content "$root/module/en-US/$($file.Name)" -Raw) | Should -BeTrue -Because "./build.sh docs makes $($file.Name) anew"
        }
    }

    It 'has each page, with all its parameters and examples' {
        foreach ($page in Get-ChildItem "$root/docs/en-US/*-*.md" | ForEach-Object { Read-HelpPage $_.FullName }) {
            $help = Get-Help $page.Title -Full
            "$($help.Synopsis)".Trim() | Should -Not -BeNullOrEmpty -Because $page.Title
            @($help.parameters.parameter.name | Where-Object { $_ } | Sort-Object) | Should -Be @($page.Parameters.Name | Sort-Object) -Because $page.Title
            @($help.examples.example).Count | Should -Be $page.Examples.Count -Because $page.Title
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
