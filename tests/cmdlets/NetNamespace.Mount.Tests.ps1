Describe 'Mount-NetNamespace' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    BeforeEach {
        $process = Start-Process unshare -ArgumentList '--net', 'sleep', '600' -PassThru
        $here = (Get-Item /proc/self/ns/net).Target
        Wait-Until { ($there = (Get-Item "/proc/$($process.Id)/ns/net" -ErrorAction Ignore).Target) -and $there -ne $here } | Should -BeTrue
        $inode = [uint64](stat -L -c %i "/proc/$($process.Id)/ns/net")
    }
    AfterEach {
        $process.Kill(); $process.WaitForExit()
        Reset-World
    }
    AfterAll { Assert-NothingLeft }

    It 'gives the namespace of a process a name that ip netns knows' {
        $made = Mount-NetNamespace nstest -ProcessId $process.Id
        $made.Name | Should -Be nstest
        $made.Inode | Should -Be $inode
        ip netns identify $process.Id | Should -Be nstest
        ip netns pids nstest | Should -Be $process.Id
    }

    It 'takes a process, or a namespace that was found, from the pipe' {
        ($process | Mount-NetNamespace one).Inode | Should -Be $inode
        (Get-NetNamespace -ProcessId $process.Id | Mount-NetNamespace two).Inode | Should -Be $inode
        ([pscustomobject]@{ ProcessId = $process.Id } | Mount-NetNamespace three).Inode | Should -Be $inode
    }

    It 'takes a path, a symbolic link among them' {
        (Mount-NetNamespace one -Path "/proc/$($process.Id)/ns/net").Inode | Should -Be $inode
        ln -s "/proc/$($process.Id)/ns/net" /run/netns/nstest
        (Mount-NetNamespace two -Path /run/netns/nstest).Inode | Should -Be $inode
    }

    It 'gives a second name to one that has a name; either can go' {
        Mount-NetNamespace one -ProcessId $process.Id
        Mount-NetNamespace two -Path /run/netns/one
        ip netns del one
        (Get-NetNamespace two).Inode | Should -Be $inode
        (Get-NetLink -Namespace two).Name | Should -Be lo
    }

    It 'keeps the namespace after its processes' {
        $null = Mount-NetNamespace nstest -ProcessId $process.Id
        $process.Kill(); $process.WaitForExit()
        (ip -n nstest -json link | ConvertFrom-Json).ifname | Should -Be lo
    }

    It 'refuses <Case> as <Id>, and leaves no name' -ForEach @(
        @{ Case = 'an ordinary file'; Id = 'NamespaceNotFound'; Path = '/etc/passwd' }
        @{ Case = 'a namespace of another kind'; Id = 'NamespaceNotFound'; Path = '/proc/self/ns/mnt' }
        @{ Case = 'a file that is not there'; Id = 'NamespaceNotFound'; Path = '/run/docker/netns/none' }
        @{ Case = 'a device'; Id = 'NamespaceNotFound'; Path = '/dev/null' }
    ) {
        $failure = Get-ErrorOf { Mount-NetNamespace nstest -Path $Path }
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.TargetObject | Should -Be $Path
        Get-ChildItem /run/netns | Should -BeNullOrEmpty
    }

    It 'says that there is no such process' {
        (Get-ErrorOf { Mount-NetNamespace nstest -ProcessId 4194999 }).FullyQualifiedErrorId | Should -BeLike 'ProcessNotFound,*'
        Get-ChildItem /run/netns | Should -BeNullOrEmpty
    }

    It 'refuses a name that is taken or cannot be one' {
        $null = New-NetNamespace red
        (Get-ErrorOf { Mount-NetNamespace red -ProcessId $process.Id }).FullyQualifiedErrorId | Should -BeLike 'NamespaceAlreadyExists,*'
        (Get-NetNamespace red).Inode | Should -Not -Be $inode
        (Get-ErrorOf { Mount-NetNamespace a/b -ProcessId $process.Id }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNameInvalid,*'
    }

    It 'returns it with -IfExists Reuse where it has the name, and refuses where another has it' {
        $null = Mount-NetNamespace nstest -ProcessId $process.Id
        (Mount-NetNamespace nstest -ProcessId $process.Id -IfExists Reuse).Inode | Should -Be $inode
        (mount | Select-String ' /run/netns/nstest ').Count | Should -Be 1
        (Get-ErrorOf { Mount-NetNamespace nstest -ProcessId $process.Id }).ErrorDetails.RecommendedAction | Should -Match 'IfExists Reuse'
        $null = New-NetNamespace red
        $failure = Get-ErrorOf { Mount-NetNamespace red -ProcessId $process.Id -IfExists Reuse }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
        (Get-NetNamespace red).Inode | Should -Not -Be $inode
    }

    It 'gives the name with -IfExists Reuse where a reboot or a killed process left it without a namespace' {
        $null = New-Item /run/netns/nstest
        (Get-ErrorOf { Mount-NetNamespace nstest -ProcessId $process.Id }).FullyQualifiedErrorId | Should -BeLike 'NamespaceAlreadyExists,*'
        (Mount-NetNamespace nstest -ProcessId $process.Id -IfExists Reuse).Inode | Should -Be $inode
        ip netns identify $process.Id | Should -Be nstest
        ln -s /nowhere /run/netns/dangling
        (Get-ErrorOf { Mount-NetNamespace dangling -ProcessId $process.Id -IfExists Reuse }).FullyQualifiedErrorId | Should -BeLike 'NamespaceStale,*'
    }

    It 'says with -Verbose how ip would do it' {
        Mount-NetNamespace nstest -ProcessId $process.Id -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] } |
            ForEach-Object Message | Should -Contain "Give the network namespace /proc/$($process.Id)/ns/net the name nstest: ip netns attach nstest $($process.Id)"
    }

    It 'changes nothing with -WhatIf' {
        (Mount-NetNamespace nstest -ProcessId $process.Id -WhatIf) | Should -BeNullOrEmpty
        Get-ChildItem /run/netns | Should -BeNullOrEmpty
    }
}
