# The tutorial pages run as they are printed, from top to bottom in a network stack of their own, and show what they show.

BeforeDiscovery {
    . $PSScriptRoot/../tools/HelpExamples.ps1
    $pages = @(Get-Tutorial)
    $blocks = foreach ($page in $pages) {
        for ($i = 0; $i -lt $page.Pairs.Count; $i++) { @{ Page = $page.Name; Block = $i; Pair = $page.Pairs[$i]; Line = ($page.Pairs[$i].Code -split "`n")[0] } }
    }
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/HelpExamples.ps1
    # A page after the other: each has a stack to itself.
    $shown = @{}
    $notRun = @{}
    foreach ($page in Get-Tutorial) {
        if ($page.WithoutRoot) {
            unshare --map-root-user --net --mount true 2>$null
            if ($LASTEXITCODE) { $notRun[$page.Name] = 'user namespaces are not allowed here'; continue }
        }
        $shown[$page.Name] = Invoke-HelpExample $page -Folder $TestDrive -WithoutRoot:$page.WithoutRoot
    }
}

AfterAll {
    Reset-World
    Assert-NothingLeft
}

Describe '<Page>' -ForEach $blocks {
    It 'shows what it shows: <Line>' {
        if ($notRun[$Page]) { Set-ItResult -Skipped -Because $notRun[$Page] }
        $real = $shown[$Page]["0/$Block"]
        $null -ne $real | Should -BeTrue -Because 'the block has to run to its end'
        $said = "`nthe page shows:`n$($Pair.Shown)`nit showed:`n$($real -join "`n")"
        if ($null -ne $Pair.Shown) { ConvertTo-Form $real | Should -Be (ConvertTo-Form $Pair.Shown) -Because $said }
        else { ConvertTo-Form $real | Should -BeNullOrEmpty -Because "the page shows nothing: $said" }
    }
}

Describe 'The stories' {
    It 'have a page each, and README and the list of pages lead to it' {
        $pages = (Get-Tutorial).Name
        $pages | Should -HaveCount 6
        $list = Get-Content "$PSScriptRoot/../../docs/tutorials/README.md" -Raw
        foreach ($name in $pages) { $list | Should -BeLike "*($name.md)*" }
        Get-Content "$PSScriptRoot/../../README.md" -Raw | Should -BeLike '*(docs/tutorials/README.md)*'
    }
}
