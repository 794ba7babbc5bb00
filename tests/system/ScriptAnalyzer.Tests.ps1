# Our own PowerShell is held to the rules that a reader's editor holds theirs to.

BeforeDiscovery {
    $hasAnalyzer = [bool](Get-Module PSScriptAnalyzer -ListAvailable)
    $root = Split-Path (Split-Path $PSScriptRoot)
    # The manifest is looked at where its files are: in the module that was built.
    $scripts = git -C $root ls-files '*.ps1' 'tests/*.psd1' | Where-Object { $_ -notlike 'module/*' } | ForEach-Object { @{ File = $_; Path = "$root/$_" } }
    $version = (Import-PowerShellDataFile "$root/NetNs.psd1").ModuleVersion
    $shipped = Get-ChildItem "$root/output/NetNs/$version" -Recurse -Include '*.psd1', '*.psm1', '*.ps1' | ForEach-Object { @{ File = $_.Name; Path = $_.FullName } }
}

Describe 'PSScriptAnalyzer' -Skip:(-not $hasAnalyzer) {
    BeforeAll {
        function Get-Finding { Invoke-ScriptAnalyzer @args -ErrorAction Stop | ForEach-Object { "$($_.RuleName) at line $($_.Line): $($_.Message)" } }
    }

    It 'finds nothing in <File>' -ForEach $scripts {
        Get-Finding -Path $Path -Settings "$PSScriptRoot/../tools/ScriptAnalyzerSettings.psd1" | Should -BeNullOrEmpty
    }

    It 'finds nothing at all in <File>, which is shipped' -ForEach $shipped {
        Get-Finding -Path $Path | Should -BeNullOrEmpty
    }
}
