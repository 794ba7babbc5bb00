# A short walk of tests/system/soak.ps1; docs/reliability.md tells of the long ones.

BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }

Describe 'Random operations' {
    AfterAll {
        Reset-World
        Assert-NothingLeft
    }

    It 'do what a model expects, and the module sees what ip and nft see' {
        $result = & $PSScriptRoot/soak.ps1 -Seconds 10 -Seed 5
        $result.Operations | Should -BeGreaterThan 5
        $result.Comparisons | Should -Be $result.Operations
    }

    It 'come to an end with seed and steps where the view of one side differs' {
        # A link that nobody of the model made.
        ip link add stranger type ifb
        { & $PSScriptRoot/soak.ps1 -Steps 60 -Seed 1 -Patience 0.5 } | Should -Throw '*Seed 1, step*differs*'
    }
}
