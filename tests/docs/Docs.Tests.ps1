# What the README and the other pages tell to type: commands that are there, with parameters that they have.

BeforeDiscovery {
    $root = Split-Path (Split-Path $PSScriptRoot)
    $snippets = foreach ($page in git -C $root ls-files '*.md') {
        $text = Get-Content "$root/$page" -Raw
        $code = @([regex]::Matches($text, '(?s)```powershell\n(.*?)\n```').ForEach{ $_.Groups[1].Value })
        # Inline code counts where it is more than a name. In a table a bar is escaped.
        $code += [regex]::Matches(($text -replace '(?s)```.*?```'), '`([A-Z][a-z]+-[A-Z]\w+ [^`]+)`').ForEach{ $_.Groups[1].Value -replace '\\\|', '|' }
        foreach ($one in $code) { @{ Page = $page; Code = $one; Line = ($one -split "`n")[0] } }
    }
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    $exported = (Import-PowerShellDataFile "$PSScriptRoot/../../NetNs.psd1").CmdletsToExport
    $present = (Get-Command -Module NetNs -CommandType Cmdlet).Name
}

Describe '<Page>' -ForEach $snippets {
    It 'can be typed: <Line>' {
        $errors = $null
        $parsed = [Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        $commands = $parsed.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -in $exported }, $true)
        if ($commands | Where-Object { $_.GetCommandName() -notin $present }) { Set-ItResult -Skipped -Because 'its cmdlet is not there yet' }
        foreach ($command in $commands) {
            # The binder does not know that all behind -- are arguments, as the shell does.
            if ($command.CommandElements.Extent.Text -contains '--') {
                $typed = "$command".Substring(0, ($command.CommandElements | Where-Object { $_.Extent.Text -eq '--' })[0].Extent.StartOffset - $command.Extent.StartOffset)
                $command = [Management.Automation.Language.Parser]::ParseInput($typed, [ref] $null, [ref] $null).EndBlock.Statements[0].PipelineElements[0]
            }
            $isPiped = $command.Parent -is [Management.Automation.Language.PipelineAst] -and $command.Parent.PipelineElements[0] -ne $command
            $bound = [Management.Automation.Language.StaticParameterBinder]::BindCommand($command, $true)
            # An ellipsis stands for what a reader fills in.
            $wrong = $bound.BindingExceptions.Values | Where-Object { -not $isPiped -and $_.CommandElement.Extent.Text -ne '…' }
            if ($wrong -and ($exported | Where-Object { $_ -notin $present })) { Set-ItResult -Skipped -Because 'its cmdlet is not finished yet' }
            $wrong.BindingException.Message | Should -BeNullOrEmpty -Because "$command"
            foreach ($name in $command.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] } | ForEach-Object ParameterName) {
                try { $null = (Get-Command $command.GetCommandName()).ResolveParameter($name) } catch { throw "$command`: there is no parameter -$name" }
            }
        }
    }
}

Describe 'docs/architecture.md' {
    BeforeAll {
        $root = Split-Path (Split-Path $PSScriptRoot)
        $architecture = Get-Content "$root/docs/architecture.md" -Raw
        # 'Commands', 'Operations', 'Operations/Nat/Ruleset'
        $folders = git -C $root ls-files 'src/NetNs/*/*' 'src/NetNs.Core/*/*' |
            ForEach-Object { (Split-Path $_) -replace '^src/NetNs(\.Core)?/' } | Sort-Object -Unique
    }

    It 'shows every layer and every folder in its picture' {
        $picture = [regex]::Match($architecture, '(?s)```\n NetNs .*?```').Value
        $words = [regex]::Matches($picture, '\w+').Value
        $floors = [regex]::Matches((Get-Content "$root/tests/units/NetNs.Core.Tests/Layering/LayerRules.cs" -Raw), '\["NetNs\.(\w+)"\]').ForEach{ $_.Groups[1].Value }
        $floors.Count | Should -BeGreaterThan 5
        $folders.Count | Should -BeGreaterThan 30
        foreach ($name in @($floors) + $folders.ForEach{ Split-Path $_ -Leaf }) { $words | Should -Contain $name }
        # And no folder that is gone.
        foreach ($name in $words | Where-Object { $_ -cnotin 'NetNs', 'Core', 'PowerShell', 'no' }) { $folders.ForEach{ Split-Path $_ -Leaf } | Should -Contain $name }
    }

    It 'says in one sentence what is in each folder' {
        $section = [regex]::Match($architecture, '(?s)### Each folder in one sentence\n.*?\n(?=##? )').Value
        $said = [regex]::Matches($section, '(?m)^\| `([\w/]+)` \| \S.*\. \|$').ForEach{ $_.Groups[1].Value }
        $said | Sort-Object | Should -Be ($folders | Sort-Object)
    }
}

Describe 'docs/translation.md' {
    It 'is what the converter gives' {
        $root = Split-Path (Split-Path $PSScriptRoot)
        & "$root/tools/Write-TranslationTable.ps1" -Destination "$root/output/translation.md"
        $difference = Compare-Object (Get-Content "$root/docs/translation.md" -ErrorAction Ignore) (Get-Content "$root/output/translation.md") | Out-String
        $difference.Trim() | Should -BeNullOrEmpty -Because 'the page is made; if that is meant: cp output/translation.md docs/translation.md'
    }
}

Describe 'about_NetNs' {
    It 'has a word on every ErrorId' {
        $text = Get-Content "$PSScriptRoot/../../docs/en-US/about_NetNs.md" -Raw
        [NetNs.NetNsError].GetEnumNames() | Where-Object { $text -notmatch "``$_``" } | Should -BeNullOrEmpty
    }
}
