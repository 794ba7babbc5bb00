# Small versions of the long runs under tests/system/stress, and the table in docs/reliability.md held to the tests that exist.

BeforeDiscovery {
    $faults = @(
        @{ Command = 'New-NetNamespace'; Kind = 'RefuseCall'; Every = 2 }
        @{ Command = 'Connect-Bridge'; Kind = 'AnswerLost'; Every = 4 }
        @{ Command = 'Publish-ContainerPort'; Kind = 'RefuseCall'; Every = 12 }
        @{ Command = 'Add-Masquerade'; Kind = 'CtrlC'; Every = 8 }
        @{ Command = 'Connect-Bridge'; Kind = 'Kill'; Every = 20 }
        @{ Command = 'Disconnect-Bridge'; Kind = 'Kill'; Every = 6; ByFork = $true }
        @{ Command = 'Move-NetLink'; Kind = 'Timeout'; Every = 3 }
        @{ Command = 'Remove-Masquerade'; Kind = 'NotSent'; Every = 8 }
    )
    $trials = 'FirstNamespace', 'OneBridge', 'PublishRace', 'Parallel', 'RemoveWhileListed', 'Leaks', 'Namespaces', 'Ports', 'Routes' | ForEach-Object { @{ Trial = $_ } }
}

BeforeAll {
    . "$PSScriptRoot/../tools/Common.ps1"
    $stress = "$PSScriptRoot/stress/run-stress.ps1"
    $faultRun = "$PSScriptRoot/faults/run-faults.ps1"

    function Invoke-Apart {
        # The objects of a script, run in a pwsh and a stack of its own.
        param([string] $Command)
        $output = sh "$PSScriptRoot/../private-stack.sh" pwsh -NoProfile -NonInteractive -Command "`$ProgressPreference = 'SilentlyContinue'; $Command | ConvertTo-Json -Depth 3 -Compress" 2>&1
        $json = $output | Where-Object { "$_" -match '^[\[{]' } | Select-Object -Last 1
        if (-not $json) { throw "$Command said: $($output -join "`n")" }
        $json | ConvertFrom-Json
    }
}

AfterAll { Assert-NothingLeft }

Describe 'Faults' {
    AfterEach { $env:DOTNET_EnableWriteXorExecute = $null }

    It 'survives <Kind> at every step of <Command>' -ForEach $faults {
        if ($ByFork) { $env:DOTNET_EnableWriteXorExecute = '0' }
        if (-not (Get-Command cc -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'there is no C compiler here; install gcc and libc6-dev' }
        $seen = Invoke-Apart "& '$faultRun' -Name '$Command' -Kind $Kind -Every $Every"
        $seen.Failures | Should -BeNullOrEmpty
        $seen.Injected | Should -BeGreaterThan 0
    }
}

Describe 'Fault scenarios' {
    It 'are there for every cmdlet' {
        $acts = Get-Content $faultRun | Where-Object { $_ -match "Act = |^\`$(looking|waiting|testing|moved) = " } | ForEach-Object { $_ -replace '.* Act = ' -replace "'; Again = .*" }
        $acts.Count | Should -BeGreaterThan 60
        # These have nothing to do with the kernel.
        $apart = 'Import-NetNsAssertion', 'ConvertFrom-NetCommand', 'ConvertTo-NetCommand', 'Enable-NetNsFeedback', 'Disable-NetNsFeedback'
        (Get-Module NetNs).ExportedCmdlets.Keys | Where-Object { $_ -notin $apart -and -not ($acts -match "(?<![\w-])$_(?![\w-])") } | Should -BeNullOrEmpty
    }
}

Describe 'Stress' {
    BeforeAll {
        $seen = Invoke-Apart "& '$stress' -Small -Name FirstNamespace,OneBridge,PublishRace,Parallel,RemoveWhileListed,Leaks,Namespaces,Ports,Routes"
    }

    It 'finds nothing wrong in <Trial>' -ForEach $trials {
        $own = $seen | Where-Object Trial -EQ $Trial
        $own.Problem | Should -BeNullOrEmpty
        $own.Seen | Should -Not -BeNullOrEmpty
    }
}

Describe 'docs/reliability.md' {
    BeforeAll {
        $text = Get-Content "$PSScriptRoot/../../docs/reliability.md" -Raw
        $sources = @{}
        function Get-Source {
            param([string] $Name)
            $sources[$Name] ??= (Get-ChildItem "$PSScriptRoot/.." -Recurse -Include "$Name.Tests.ps1", "$Name.cs" | ForEach-Object { Get-Content -LiteralPath $_ -Raw }) -join "`n"
            $sources[$Name]
        }
        function Test-TestName {
            # Whether there is such a test: an It of a Pester file, a method of a class of xunit, a trial of the stress command.
            param([string] $File, [string] $Test)
            if ($File -eq 'stress') { return (Get-Content $stress -Raw) -match "(?m)^    $Test\s+= \{" }
            $named = [regex]::Escape($Test)
            (Get-Source $File) -cmatch "(?m)^ +It '$named'|^    \[\w*(Fact|Theory)[^\]]*\](\r?\n    \[.*)*\r?\n    public (async )?(void|Task) $named\("
        }
    }

    It 'names tests that exist' {
        $named = [regex]::Matches($text, '`([A-Za-z.]+): ([^`]+)`') | ForEach-Object { [pscustomobject]@{ File = $_.Groups[1].Value; Test = $_.Groups[2].Value } }
        $named.Count | Should -BeGreaterThan 60
        $named | Where-Object { -not (Test-TestName $_.File $_.Test) } | ForEach-Object { "$($_.File): $($_.Test)" } | Should -BeNullOrEmpty
    }

    It 'would notice a test that is gone' {
        Test-TestName VethPair 'accepts <Case> as a name' | Should -BeTrue
        Test-TestName VethPair 'accepts <Case> as a nam' | Should -BeFalse
        Test-TestName SubnetTests Set_bits_behind_the_prefix | Should -BeFalse
        Test-TestName stress Bridge | Should -BeFalse
    }

    It 'has a test, or the reason why there is none, for each fault and input' {
        $rows = @(($text -split '(?m)^\| Fault or input .*$')[1] -split "`n" | Select-Object -Skip 2 | Select-Object -First 200 | ForEach-Object { $_.Trim() })
        $rows = $rows[0..($rows.IndexOf('') - 1)]
        $rows.Count | Should -BeGreaterThan 70
        $rows | Where-Object { $_ -notmatch '`[A-Za-z.]+: [^`]+`|`run-faults`' -and $_ -notmatch '^\| [^|]+ \| No test: .{20,} \|$' } | Should -BeNullOrEmpty
    }
}
