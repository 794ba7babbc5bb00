# Small versions of the long runs under tests/stress, and the table in docs/reliability.md held to the tests that exist.

BeforeDiscovery {
    $faults = @(
        @{ Command = 'New-NetNamespace'; Kind = 'RefuseCall'; Every = 2 }
        @{ Command = 'Connect-Bridge'; Kind = 'AnswerLost'; Every = 4 }
        @{ Command = 'Publish-ContainerPort'; Kind = 'RefuseCall'; Every = 12 }
        @{ Command = 'Add-Masquerade'; Kind = 'CtrlC'; Every = 8 }
        @{ Command = 'Connect-Bridge'; Kind = 'Kill'; Every = 20 }
    )
    $trials = 'FirstNamespace', 'OneBridge', 'PublishRace', 'Parallel', 'RemoveWhileListed', 'Leaks', 'Namespaces', 'Ports', 'Routes' | ForEach-Object { @{ Trial = $_ } }
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $stress = "$PSScriptRoot/stress"

    function Invoke-Apart {
        # The objects of a script, run in a pwsh and a stack of its own.
        param([string] $Command)
        $output = sh "$PSScriptRoot/private-stack.sh" ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command "`$ProgressPreference = 'SilentlyContinue'; $Command | ConvertTo-Json -Depth 3 -Compress" 2>&1
        $json = $output | Where-Object { "$_" -match '^[\[{]' } | Select-Object -Last 1
        if (-not $json) { throw "$Command said: $($output -join "`n")" }
        $json | ConvertFrom-Json
    }
}

AfterAll { Assert-NothingLeft }

Describe 'Faults' {
    It 'survives <Kind> at every step of <Command>' -ForEach $faults {
        if (-not (Get-Command cc -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'there is no C compiler here; install gcc and libc6-dev' }
        $seen = Invoke-Apart "& '$stress/run-faults.ps1' -Name '$Command' -Kind $Kind -Every $Every"
        $seen.Failures | Should -BeNullOrEmpty
        $seen.Injected | Should -BeGreaterThan 0
    }
}

Describe 'Stress' {
    BeforeAll {
        $seen = Invoke-Apart "& '$stress/run-stress.ps1' -Small -Name FirstNamespace,OneBridge,PublishRace,Parallel,RemoveWhileListed,Leaks,Namespaces,Ports,Routes"
    }

    It 'finds nothing wrong in <Trial>' -ForEach $trials {
        $own = $seen | Where-Object Trial -EQ $Trial
        $own.Problem | Should -BeNullOrEmpty
        $own.Seen | Should -Not -BeNullOrEmpty
    }
}

Describe 'docs/reliability.md' {
    It 'names tests that exist' {
        $text = Get-Content "$PSScriptRoot/../docs/reliability.md" -Raw
        $named = [regex]::Matches($text, '`([A-Za-z]+): ([^`]+)`') | ForEach-Object { [pscustomobject]@{ File = $_.Groups[1].Value; Test = $_.Groups[2].Value } }
        $named.Count | Should -BeGreaterThan 60
        $missing = foreach ($test in $named) {
            $files = $test.File -eq 'stress' ? "$PSScriptRoot/stress/run-stress.ps1" :
                @("$PSScriptRoot/$($test.File).Tests.ps1") + @(Get-ChildItem "$PSScriptRoot/units" -Recurse -Filter "$($test.File).cs" | ForEach-Object FullName) | Where-Object { Test-Path $_ }
            $source = $files ? (Get-Content $files -Raw) -join '' : ''
            if (-not ($source.Contains("'$($test.Test)'") -or $source.Contains(" $($test.Test)(") -or $source.Contains("    $($test.Test) "))) { "$($test.File): $($test.Test)" }
        }
        $missing | Should -BeNullOrEmpty
    }
}
