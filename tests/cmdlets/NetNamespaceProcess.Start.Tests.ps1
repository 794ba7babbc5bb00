Describe 'Start-NetNamespaceProcess' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        $started = [Collections.Generic.List[Diagnostics.Process]]::new()
        function Get-Output([string[]] $Command, [string] $From = 'red') {
            # What a program inside writes.
            $null = Start-NetNamespaceProcess $From $Command[0] $Command[1..9] -Wait -RedirectStandardOutput TestDrive:/output
            Get-Content TestDrive:/output
        }
    }
    BeforeEach { $null = New-NetNamespace red, blue }
    AfterEach {
        $started | Where-Object { -not $_.HasExited } | ForEach-Object { $_.Kill(); $_.WaitForExit() }
        $started.Clear()
        Reset-World
    }
    AfterAll { Assert-NothingLeft }

    It 'starts a program inside and returns its process at once' {
        $process = Start-NetNamespaceProcess red sleep 100
        $started.Add($process)
        $process | Should -BeOfType Diagnostics.Process
        $process.HasExited | Should -BeFalse
        (Get-Item "/proc/$($process.Id)/ns/net").Target | Should -Be "net:[$((Get-NetNamespace red).Inode)]"
        ip netns pids red | Should -Be $process.Id
        $process.Namespace | Should -Be (Get-NetNamespace red)
    }

    It 'waits with -Wait and knows the exit code' {
        (Start-NetNamespaceProcess red sh '-c', 'exit 7' -Wait).ExitCode | Should -Be 7
        (Start-NetNamespaceProcess red true -Wait).ExitCode | Should -Be 0
        $process = Start-NetNamespaceProcess red sh '-c', 'exit 9'
        $process.WaitForExit()
        $process.ExitCode | Should -Be 9
    }

    It 'takes namespaces from the pipe, and any form of them' {
        $out = 'red', 'blue' | Start-NetNamespaceProcess -FilePath true -Wait
        $out.Namespace.Name | Should -Be red, blue
        $out.ExitCode | Should -Be 0, 0
        $sleeper = Start-NetNamespaceProcess red sleep 100; $started.Add($sleeper)
        $inode = (Get-NetNamespace red).Inode
        Get-Output readlink, /proc/self/ns/net -From "/proc/$($sleeper.Id)/ns/net" | Should -Be "net:[$inode]"
        Get-NetLink lo -Namespace blue | Select-Object Namespace | Start-NetNamespaceProcess -FilePath true -Wait | ForEach-Object { $_.Namespace.Name } | Should -Be blue
    }

    It 'passes each argument as it is' {
        Get-Output printf, '%s|', 'a  b', '', '$HOME', '"quoted"', "it's", '*' | Should -Be 'a  b||$HOME|"quoted"|it''s|*|'
    }

    It 'takes arguments as a shell does, behind --' {
        $process = Start-NetNamespaceProcess red -Wait -RedirectStandardOutput "$TestDrive/typed" printf -- '%s|' -n -Wait --x 'a  b'
        $process.ExitCode | Should -Be 0
        Get-Content "$TestDrive/typed" -Raw | Should -Be '-n|-Wait|--x|a  b|'
        # All others are still positions and parameters.
        (Start-NetNamespaceProcess red sh '-c', 'exit 3' -Wait).ExitCode | Should -Be 3
        (Start-NetNamespaceProcess red sh '-c' 'exit 4' -Wait).ExitCode | Should -Be 4
        (Start-NetNamespaceProcess red true -Wait).ExitCode | Should -Be 0
    }

    It 'shows the namespace''s own links in /sys' {
        $null = New-VethPair outside inside -PeerNamespace red
        Get-Output ls, /sys/class/net | Should -Be inside, lo
        (Get-ChildItem /sys/class/net).Name | Should -Not -Contain inside
    }

    It 'keeps what is mounted below /sys' -Skip:(-not (Test-Path /sys/fs/cgroup/*)) {
        Get-Output ls, /sys/fs/cgroup | Should -Be @(ls /sys/fs/cgroup)
    }

    It 'leaves the mounts of everybody else alone' {
        $before = Get-Content /proc/self/mountinfo
        $process = Start-NetNamespaceProcess red sleep 100; $started.Add($process)
        (Get-Item "/proc/$($process.Id)/ns/mnt").Target | Should -Not -Be (Get-Item /proc/self/ns/mnt).Target
        Get-Content /proc/self/mountinfo | Should -Be $before
    }

    It 'lets a namespace go that is removed while the program of another one runs' {
        $process = Start-NetNamespaceProcess red sleep 100; $started.Add($process)
        $null = New-VethPair outside inside -PeerNamespace blue
        Remove-NetNamespace blue -Wait
        (ip -json link | ConvertFrom-Json).ifname | Should -Not -Contain outside
    }

    Context 'The files of /etc/netns' {
        BeforeAll {
            # Files of the machine are out of reach: an /etc of this pretend host's own.
            $etc = (New-Item "$TestDrive/etc" -ItemType Directory).FullName
            cp -a /etc/passwd /etc/group /etc/nsswitch.conf $etc
            mount --bind $etc /etc
            'host' | Set-Content /etc/hosts
            'host' | Set-Content "$TestDrive/real-resolv.conf"
            ln -s "$TestDrive/real-resolv.conf" /etc/resolv.conf
            $null = New-Item /etc/netns/red -ItemType Directory -Force
        }
        AfterAll { umount -l /etc }

        It 'take the place of those of /etc, behind symbolic links too' {
            'red hosts' | Set-Content /etc/netns/red/hosts
            'red resolver' | Set-Content /etc/netns/red/resolv.conf
            Get-Output cat, /etc/hosts, /etc/resolv.conf | Should -Be 'red hosts', 'red resolver'
            Get-Output cat, /etc/hosts, /etc/resolv.conf -From blue | Should -Be host, host
            Get-Content /etc/hosts, /etc/resolv.conf | Should -Be host, host
        }

        It 'are a warning where there is nothing to take the place of' {
            'x' | Set-Content /etc/netns/red/nothing.conf
            $process = Start-NetNamespaceProcess red true -Wait -WarningVariable warnings -WarningAction SilentlyContinue
            $process.ExitCode | Should -Be 0
            "$warnings" | Should -Be 'For true in namespace red, /etc/netns/red/nothing.conf does not take the place of /etc/nothing.conf: No such file or directory.'
            Remove-Item /etc/netns/red/nothing.conf
        }
    }

    Context 'Where it starts and what it reads and writes' {
        It 'starts in the current location, or where it is told to' {
            Push-Location $TestDrive
            try {
                $null = New-Item below -ItemType Directory -Force
                Get-Output pwd | Should -Be "$TestDrive"
                $null = Start-NetNamespaceProcess red pwd -WorkingDirectory below -Wait -RedirectStandardOutput out
                Get-Content out | Should -Be "$TestDrive/below"
            }
            finally { Pop-Location }
        }

        It 'finds programs by relative path' {
            Push-Location $TestDrive
            try {
                "#!/bin/sh`nexit 5" | Set-Content script; chmod +x script
                (Start-NetNamespaceProcess red ./script -Wait).ExitCode | Should -Be 5
            }
            finally { Pop-Location }
        }

        It 'redirects each stream to a file, or two to one' {
            'given' | Set-Content TestDrive:/in
            $null = Start-NetNamespaceProcess red sh '-c', 'cat; echo wrong >&2' -Wait -RedirectStandardInput TestDrive:/in -RedirectStandardOutput TestDrive:/out -RedirectStandardError TestDrive:/errors
            Get-Content TestDrive:/out | Should -Be given
            Get-Content TestDrive:/errors | Should -Be wrong
            $null = Start-NetNamespaceProcess red sh '-c', 'echo 1; echo 2 >&2; echo 3' -Wait -RSO TestDrive:/both -RSE TestDrive:/both
            Get-Content TestDrive:/both | Should -Be 1, 2, 3
        }

        It 'lets the program write after this session has ended' {
            'while [ -d /proc/$1 ]; do sleep 0.02; done; echo done' | Set-Content TestDrive:/late.sh
            $script = "Import-Module '$((Get-Module NetNs).Path)'; (Start-NetNamespaceProcess red sh '$TestDrive/late.sh', `$PID -RedirectStandardOutput '$TestDrive/late').Id"
            $id = pwsh -NoProfile -NonInteractive -Command $script
            Wait-Until { -not (Test-Path "/proc/$id") } | Should -BeTrue
            Get-Content TestDrive:/late | Should -Be done
        }

        It 'leaves the environment as it is, but for what is added or taken away' {
            $env:NETNS_TEST = 'kept'
            try {
                Get-Output printenv, NETNS_TEST | Should -Be kept
                $null = Start-NetNamespaceProcess red sh '-c', 'echo $ADDED-${NETNS_TEST-none}' -Environment @{ ADDED = 1; NETNS_TEST = $null } -Wait -RSO TestDrive:/out
                Get-Content TestDrive:/out | Should -Be 1-none
            }
            finally { $env:NETNS_TEST = $null }
        }
    }

    It 'starts nothing with -WhatIf' {
        (Start-NetNamespaceProcess red sleep 100 -WhatIf) | Should -BeNullOrEmpty
        ip netns pids red | Should -BeNullOrEmpty
    }

    It 'tells the command line that does the same' {
        $said = Start-NetNamespaceProcess red sh '-c', 'exit 0' -Wait -Verbose 4>&1
        $said.Message | Should -Contain "Start sh in namespace red: ip netns exec red $((Get-Command sh).Source) -c 'exit 0'"
    }

    It '<Case> is ProcessStartFailed' -ForEach @(
        @{ Case = 'a program that is not there'; Run = { Start-NetNamespaceProcess red no-such-program }; Says = '*no such program on the PATH*' }
        @{ Case = 'a path that is not there'; Run = { Start-NetNamespaceProcess red /no/such }; Says = '*there is no file /no/such*' }
        @{ Case = 'a file that is no program'; Run = { Start-NetNamespaceProcess red /etc/passwd }; Says = '*Permission denied*' }
        @{ Case = 'a directory that is not there'; Run = { Start-NetNamespaceProcess red true -WorkingDirectory /no/such }; Says = '*no directory /no/such*' }
        @{ Case = 'a file that cannot be written'; Run = { Start-NetNamespaceProcess red true -RedirectStandardOutput /no/such/file }; Says = '*/no/such*' }
        @{ Case = 'a file that cannot be read'; Run = { Start-NetNamespaceProcess red true -RedirectStandardInput /no/such }; Says = '*/no/such*' }
    ) {
        $caught = Get-ErrorOf $Run
        $caught.FullyQualifiedErrorId | Should -Be 'ProcessStartFailed,NetNs.Commands.StartNetNamespaceProcessCommand'
        $caught.CategoryInfo.Category | Should -Be ResourceUnavailable
        "$caught" | Should -BeLike $Says
    }

    It 'refuses what is not there, and goes on with the rest of the pipe' {
        $errors = $null
        $out = 'nope', 'red' | Start-NetNamespaceProcess -FilePath true -Wait -ErrorVariable errors -ErrorAction SilentlyContinue
        $out.Namespace.Name | Should -Be red
        $errors.FullyQualifiedErrorId | Should -Be 'NamespaceNotFound,NetNs.Commands.StartNetNamespaceProcessCommand'
        $null = New-Item /run/netns/stale -ItemType File
        (Get-ErrorOf { Start-NetNamespaceProcess stale true }).FullyQualifiedErrorId | Should -BeLike 'NamespaceStale,*'
    }

    It 'says what is missing without privilege' {
        Invoke-WithoutPrivilege 'Start-NetNamespaceProcess red true' | Should -BeLike 'NotPermitted,NetNs.Commands.StartNetNamespaceProcessCommand: Not permitted to *CAP_SYS_ADMIN is missing.'
    }

    It 'leaves no thread inside and no descriptor open after a hundred times' {
        $run = { $null = Start-NetNamespaceProcess red true -Wait -RedirectStandardOutput /dev/null }
        1..10 | ForEach-Object { & $run }
        [GC]::Collect(); [GC]::WaitForPendingFinalizers()
        $before = (Get-ChildItem /proc/self/fd).Count
        1..100 | ForEach-Object { & $run }
        [GC]::Collect(); [GC]::WaitForPendingFinalizers()
        (Get-ChildItem /proc/self/fd).Count | Should -BeLessOrEqual ($before + 5)
        $null = Wait-Until { -not (Get-WorldState).Threads }
        (Get-WorldState).Threads | Should -BeNullOrEmpty
    }

    It 'takes the program first where namespaces come by the pipe: <_>' -ForEach @(
        "'red', 'blue' | Start-NetNamespaceProcess sh '-c', 'exit 4' -Wait"
        "'red', 'blue' | Start-NetNamespaceProcess sh '-c' 'exit 4' -Wait"
        "'red', 'blue' | Start-NetNamespaceProcess sh -ArgumentList '-c', 'exit 4' -Wait"
        "'red', 'blue' | Start-NetNamespaceProcess -Wait sh -- -c 'exit 4'"
        "Get-NetNamespace blue, red | Sort-Object Name -Descending | Start-NetNamespaceProcess sh '-c', 'exit 4' -Wait"
        "Get-NetLink lo -Namespace red, blue | Select-Object Namespace | Start-NetNamespaceProcess sh '-c', 'exit 4' -Wait"
    ) {
        $out = & ([scriptblock]::Create($_))
        $out.Namespace.Name | Should -Be red, blue
        $out.ExitCode | Should -Be 4, 4
    }

    It 'keeps the order of options and words: <_>' -ForEach @(
        "Start-NetNamespaceProcess red printf '%s|' -m server 5000 -x -Wait -RSO TestDrive:/out"
        "Start-NetNamespaceProcess `$red printf '%s|' -m server 5000 -x -Wait -RSO TestDrive:/out"
        "Start-NetNamespaceProcess -Namespace red printf '%s|' -m server 5000 -x -Wait -RSO TestDrive:/out"
        "'red' | Start-NetNamespaceProcess printf '%s|' -m server 5000 -x -Wait -RSO TestDrive:/out"
    ) {
        $red = Get-NetNamespace red
        $null = & ([scriptblock]::Create($_))
        Get-Content TestDrive:/out -Raw | Should -Be '-m|server|5000|-x|'
    }

    It 'takes no mistyped parameter for a word of the program: <Line>' -ForEach @(
        @{ Line = 'Start-NetNamespaceProcess -Waitt red true'; Meant = '*-Wait[?]*' }
        @{ Line = 'Start-NetNamespaceProcess red true -Wiat'; Meant = '*-Wait[?]*' }
        @{ Line = 'Start-NetNamespaceProcess red -FilePath true 5 -Waitt'; Meant = '*-Wait[?]*' }
        @{ Line = "'red' | Start-NetNamespaceProcess true -RedirectStandardOutptu TestDrive:/out"; Meant = '*-RedirectStandardOutput[?]*' }
        @{ Line = 'Start-NetNamespaceProcess red -nothing true 5'; Meant = '*behind --*' }
    ) {
        $caught = Get-ErrorOf ([scriptblock]::Create($Line))
        $caught.FullyQualifiedErrorId | Should -Be 'NamedParameterNotFound,NetNs.Commands.StartNetNamespaceProcessCommand'
        $caught.ErrorDetails.RecommendedAction | Should -BeLike $Meant
        ip netns pids red | Should -BeNullOrEmpty
    }

    It 'leaves what is quoted, stands behind --, or in a variable to the program' {
        Get-Output printf, '%s|', '-Waitt' | Should -Be '-Waitt|'
        $null = Start-NetNamespaceProcess red -Wait -RSO TestDrive:/out printf -- '%s|' -Waitt
        Get-Content TestDrive:/out -Raw | Should -Be '-Waitt|'
        $splat = @{ Namespace = 'red'; FilePath = 'printf'; ArgumentList = '%s|', '-Waitt'; Wait = $true; RedirectStandardOutput = 'TestDrive:/splat' }
        $null = Start-NetNamespaceProcess @splat
        Get-Content TestDrive:/splat -Raw | Should -Be '-Waitt|'
    }

    It 'says what is missing' {
        foreach ($line in { Start-NetNamespaceProcess }, { Start-NetNamespaceProcess red }, { 'red' | Start-NetNamespaceProcess }) {
            (Get-ErrorOf $line).FullyQualifiedErrorId | Should -Be 'MissingMandatoryParameter,NetNs.Commands.StartNetNamespaceProcessCommand'
        }
    }

    It 'completes names of namespaces, then programs, then files' {
        (TabExpansion2 'Start-NetNamespaceProcess red mkfif' -cursorColumn 35).CompletionMatches.CompletionText | Should -Be mkfifo
        (TabExpansion2 "'red' | Start-NetNamespaceProcess mkfif" -cursorColumn 39).CompletionMatches.CompletionText | Should -Be mkfifo
        (TabExpansion2 'Start-NetNamespaceProcess red cat /etc/hostnam' -cursorColumn 46).CompletionMatches.CompletionText | Should -Be /etc/hostname
        (TabExpansion2 'Start-NetNamespaceProcess bl' -cursorColumn 28).CompletionMatches.CompletionText | Should -Be blue
    }
}
