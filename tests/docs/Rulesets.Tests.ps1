# What nft lists of our table in each situation of the help: the files in docs/rulesets are what the kernel has after the
# commands at their head, they are rulesets that nft itself reads, and the help shows them as they are.

BeforeDiscovery {
    $files = Get-ChildItem "$PSScriptRoot/../../docs/rulesets/*.nft" | ForEach-Object { @{ Name = $_.BaseName; Path = $_.FullName } }
    $page = Get-Content "$PSScriptRoot/../../docs/en-US/about_NetNs_Publishing.md" -Raw
    $shown = [regex]::Matches($page, '(?s)From docs/rulesets/([\w-]+)\.nft:\n\n```nft\n(.*?)\n```') | ForEach-Object { @{ Name = $_.Groups[1].Value; Text = $_.Groups[2].Value } }
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    $rulesets = "$PSScriptRoot/../../docs/rulesets"
    & $PSScriptRoot/../../tools/Export-Ruleset.ps1 -Destination TestDrive:/
}
AfterAll {
    Reset-World
    Assert-NothingLeft
}

Describe 'The ruleset <Name>' -ForEach $files {
    It 'is what the kernel has' {
        $again = "tests/private-stack.sh pwsh -NoProfile -c 'Import-Module ./output/NetNs/$((Get-Module NetNs).Version)/NetNs.psd1; tools/Export-Ruleset.ps1 -Destination docs/rulesets'"
        Get-Content "TestDrive:/$Name.nft" | Should -Be (Get-Content $Path) -Because "otherwise the help is wrong; after a change on purpose, make the files anew with: $again"
    }

    It 'is read by nft as nft wrote it' {
        # Links in sets are kept by number: nft finds it by the name.
        ip link add br0 type bridge
        nft -f $Path 2>&1 | Should -BeNullOrEmpty
        try { nft list table inet NetNs | Should -Be (Get-Content $Path | Where-Object { -not $_.StartsWith('#') }) } finally { nft delete table inet NetNs; ip link del br0 }
    }

    It 'names every type, and the namespace that a port leads to' {
        $text = Get-Content $Path -Raw
        $text | Should -Not -Match 'unknown|integer|0x[0-9a-f]{2}'
        $published = $text -split "`n" -match ' : [\da-f.:]+ \. \d+,?( \})?$'
        $published -notmatch 'comment "netns:web/INODE"' | Should -BeNullOrEmpty
        [bool]$published | Should -Be ($text -match 'Publish-ContainerPort')
    }

    It 'is shown in the help' {
        $shown = Get-Content "$PSScriptRoot/../../docs/en-US/about_NetNs_Publishing.md" -Raw
        $shown | Should -Match "docs/rulesets/$Name\.nft:"
    }
}

Describe 'What the help shows of the ruleset <Name>' -ForEach $shown {
    It 'is in it, in this order' {
        $lines = Get-Content "$rulesets/$Name.nft" | ForEach-Object Trim
        $at = 0
        foreach ($line in $Text -split "`n" | ForEach-Object Trim) {
            while ($at -lt $lines.Count -and $lines[$at] -cne $line) { $at++ }
            $at | Should -BeLessThan $lines.Count -Because "'$line' belongs there"
            $at++
        }
    }
}
