# A test whose program is not installed is skipped by name; the list of packages names every program that tests start.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    function Get-Missing([string] $Text, [hashtable] $Missing) {
        Set-Content "$TestDrive/x.Tests.ps1" $Text
        & $PSScriptRoot/../tools/Get-MissingProgram.ps1 -Path "$TestDrive/x.Tests.ps1" -Missing $Missing | ForEach-Object { "$($_.Line) $($_.Program) $($_.Package)" }
    }
}

AfterAll { Assert-NothingLeft }

Describe 'A program that is not installed' {
    It 'is needed by the test that starts it: <Text>' -ForEach @(
        @{ Text = 'tmux new-session' }
        @{ Text = 'ip netns exec web tmux new-session' }
        @{ Text = "Start-NetNamespaceProcess web tmux -ArgumentList '-V'" }
    ) {
        Get-Missing "Describe 'x' {`n It 'a' { 1 }`n It 'b' { $Text }`n}" @{ tmux = 'tmux-package' } | Should -Be '3 tmux tmux-package'
    }

    It 'is needed by all tests where it is started outside of them' {
        Get-Missing "BeforeAll { socat - - }`nDescribe 'x' { It 'a' { 1 } }" @{ socat = 'socat' } | Should -Be '0 socat socat'
    }

    It 'is needed by all tests where a helper that they use starts it' {
        Get-Missing ". `$PSScriptRoot/../tools/Hosts.ps1`nDescribe 'x' { It 'a' { Read-Answer 10.0.0.1 80 } }" @{ python3 = 'python3' } | Should -Be '0 python3 python3'
        Get-Missing ". `$PSScriptRoot/../tools/Hosts.ps1`nDescribe 'x' { It 'a' { Wait-Until { 1 } } }" @{ python3 = 'python3' } | Should -BeNullOrEmpty
    }

    It 'is not needed by a test that has the word elsewhere' {
        Get-Missing "Describe 'x' { It 'says tmux' { 'tmux' | Should -Be 'tmux'; New-Bridge tmux } }" @{ tmux = 'tmux' } | Should -BeNullOrEmpty
    }

    It 'is skipped in a run, and named with its package' {
        Set-Content "$TestDrive/y.Tests.ps1" "Describe 'y' {`n It 'a' { 1 | Should -Be 1 }`n It 'b' { tmux -V }`n}"
        $programs = "$TestDrive/bin"
        $null = New-Item $programs -ItemType Directory
        # All programs of the list but one, and what the run itself starts.
        $listed = Get-Content $PSScriptRoot/../tools/packages.txt | Where-Object { $_ -match '^\w' } | ForEach-Object { ($_ -split ' ')[0] }
        foreach ($file in Get-Command (@($listed -ne 'tmux') + 'pwsh', 'dotnet', 'sh' | Sort-Object -Unique) -CommandType Application -ErrorAction Ignore) { $null = New-Item "$programs/$($file.Name)" -ItemType SymbolicLink -Value $file.Source -Force }
        $before = $env:PATH
        try { $env:PATH = $programs; $null = pwsh -NoProfile -NonInteractive -File $PSScriptRoot/../tools/run-pester-file.ps1 -Path "$TestDrive/y.Tests.ps1" -ResultPath "$TestDrive/y.json" }
        finally { $env:PATH = $before }
        $counts = Get-Content "$TestDrive/y.json" -Raw | ConvertFrom-Json
        $counts.Passed, $counts.Failed, $counts.Skipped | Should -Be 1, 0, 1
        $counts.Reasons | Should -Be 'there is no tmux here; install tmux'
    }
}
