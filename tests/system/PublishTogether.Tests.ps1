# Two processes at once, with few ports and rounds; tests/system/publish-together.ps1 by itself does 500 ports, 10 times.

BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
AfterAll {
    Reset-World
    Assert-NothingLeft
}

Describe 'Two processes that publish and take back ports at once' {
    It 'lose none, leave none, and report what is there' {
        $rounds = & $PSScriptRoot/publish-together.ps1 -Count 60 -Rounds 2
        $rounds | Should -HaveCount 2
        foreach ($round in $rounds) {
            "$($round.Reported) reported, $($round.Present) there, $($round.Different) different, $($round.Errors) errors, $($round.Left) tables left" |
                Should -Be '120 reported, 120 there, 0 different, 0 errors, 0 tables left'
        }
    }
}
