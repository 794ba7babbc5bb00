Describe 'Get-NetNamespaceProcess' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    BeforeEach {
        'red', 'blue' | New-NetNamespace | Out-Null
        $processes = 'red', 'red', 'blue' | ForEach-Object { Start-Process ip -ArgumentList netns, exec, $_, sleep, 600 -PassThru }
        Wait-Until { @(ip netns pids red).Count -eq 2 -and @(ip netns pids blue).Count -eq 1 } | Should -BeTrue
    }
    AfterEach {
        $processes | Where-Object { -not $_.HasExited } | ForEach-Object { $_.Kill(); $_.WaitForExit() }
        Reset-World
    }
    AfterAll { Assert-NothingLeft }

    It 'lists what ip netns pids lists, as processes that know their namespace' {
        $found = Get-NetNamespaceProcess red
        $found | Should -BeOfType Diagnostics.Process
        $found.Id | Should -Be (ip netns pids red | ForEach-Object { [int]$_ } | Sort-Object)
        $found[0].Namespace | Should -Be (Get-NetNamespace red)
    }

    It 'takes namespaces from the pipe' {
        $found = Get-NetNamespace | Get-NetNamespaceProcess
        $found.Namespace.Name | Should -Be blue, red, red
        ($processes[2] | Get-NetNamespaceProcess).Id | Should -Be $processes[2].Id
        (Get-NetLink lo -Namespace blue | Get-NetNamespaceProcess).Id | Should -Be $processes[2].Id
    }

    It 'lists those of the current namespace where none is said' {
        (Get-NetNamespaceProcess).Id | Should -Contain $PID
        (Get-NetNamespaceProcess).Id | Should -Not -Contain $processes[0].Id
    }

    It 'gives processes that other cmdlets take' {
        Get-NetNamespaceProcess red | Stop-Process
        Wait-Until { -not (Get-NetNamespaceProcess red) } | Should -BeTrue
        $processes[2].HasExited | Should -BeFalse
    }

    It 'says that there is no such namespace, and goes on' {
        $errors = $null
        ('none', 'blue' | Get-NetNamespaceProcess -ErrorVariable errors -ErrorAction SilentlyContinue).Id | Should -Be $processes[2].Id
        $errors.FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
    }

    It 'has a table of its own' {
        Get-NetNamespaceProcess blue | Out-String -Width 100 | Should -Match '(?s)Namespace.*ProcessName.*blue.*sleep'
    }
}
