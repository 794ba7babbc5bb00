[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseUsingScopeModifierInNewRunspaces', '', Justification = 'the variables are those of the session, made there before')]
param()

Describe 'New-NetNamespaceSession' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        function Get-Child {
            # The pwsh servers that are children of a process.
            param([int] $Of = $PID)
            @(pgrep -P $Of -f ' -s -NoLogo' | ForEach-Object { [int] $_ })
        }
        function Test-Gone([int[]] $Id) { Wait-Until { -not ($Id | Where-Object { Test-Path "/proc/$_" }) } 15000 }
    }
    BeforeEach { $null = New-NetNamespace web, db }
    AfterEach {
        Get-PSSession | Remove-PSSession
        Test-Gone (Get-Child) | Should -BeTrue
        Reset-World
    }
    AfterAll { Assert-NothingLeft }

    Context 'One session' {
        It 'is a PSSession that Get-PSSession lists under the namespace''s name' {
            $session = New-NetNamespaceSession web
            $session | Should -BeOfType Management.Automation.Runspaces.PSSession
            $session.State | Should -Be Opened
            $session.Name, $session.ComputerName, $session.Transport | Should -Be web, web, NetNs
            $session.Namespace | Should -Be (Get-NetNamespace web)
            (Get-PSSession -Name web).Id | Should -Be $session.Id
        }

        It 'has its whole process inside: /sys, jobs and parallel work too' {
            $null = New-VethPair outside inside -PeerNamespace web
            $inside = "net:[$((Get-NetNamespace web).Inode)]"
            $session = New-NetNamespaceSession web
            Invoke-Command -Session $session { (Get-Item /proc/self/ns/net).Target } | Should -Be $inside
            Invoke-Command -Session $session { (Get-ChildItem /sys/class/net).Name } | Should -Be inside, lo
            Invoke-Command -Session $session { 1..2 | ForEach-Object -Parallel { [IO.File]::ResolveLinkTarget('/proc/thread-self/ns/net', $false).Name } } | Should -Be $inside, $inside
            Invoke-Command -Session $session { Start-ThreadJob { [IO.File]::ResolveLinkTarget('/proc/thread-self/ns/net', $false).Name } | Receive-Job -Wait } | Should -Be $inside
        }

        It 'gives web requests of its own network' {
            'inside' | Set-Content TestDrive:/where
            $server = Start-NetNamespaceProcess web python3 '-m', 'http.server', 5000, '--bind', '127.0.0.1' -WorkingDirectory $TestDrive -RedirectStandardError /dev/null -RedirectStandardOutput /dev/null
            try {
                Wait-Until { ip netns exec web curl -sf http://127.0.0.1:5000/where } | Should -BeTrue
                $session = New-NetNamespaceSession web
                Invoke-Command -Session $session { (Invoke-RestMethod http://127.0.0.1:5000/where).Trim() } | Should -Be inside
                { Invoke-RestMethod http://127.0.0.1:5000/where } | Should -Throw
            }
            finally { $server.Kill(); $server.WaitForExit() }
        }

        It 'has this module, and starts in this location' {
            Push-Location $TestDrive
            try { $session = New-NetNamespaceSession web } finally { Pop-Location }
            Invoke-Command -Session $session { (Get-NetLink).Name } | Should -Be lo
            Invoke-Command -Session $session { (Get-Module NetNs).ModuleBase } | Should -Be (Get-Module NetNs).ModuleBase
            Invoke-Command -Session $session { $PWD.Path } | Should -Be "$TestDrive"
        }

        It 'keeps its state, takes arguments and gives types back' {
            $session = New-NetNamespaceSession web
            Invoke-Command -Session $session { param($x) $y = $x } -ArgumentList 5
            $factor = 2
            Invoke-Command -Session $session { $y * $using:factor } | Should -Be 10
            Invoke-Command -Session $session { [ipaddress]'10.0.0.1' } | Should -BeOfType ipaddress
            Invoke-Command -Session $session { Get-NetNamespace db } | Get-NetLink | ForEach-Object { $_.Namespace.Name } | Should -Be db
        }

        It 'brings errors, and what programs write to their standard error' {
            $session = New-NetNamespaceSession web
            $out = Invoke-Command -Session $session { Get-NetLink nope; sh -c 'echo e >&2' } 2>&1
            $out[0].FullyQualifiedErrorId | Should -BeLike 'LinkNotFound,*'
            $out[0].OriginInfo.PSComputerName | Should -Be web
            "$($out[1])" | Should -Be e
            $session.State | Should -Be Opened
        }

        It 'survives what is written straight to its standard error' {
            $session = New-NetNamespaceSession web
            Invoke-Command -Session $session { sh -c 'echo straight > /proc/$PPID/fd/2'; 'fine' } | Should -Be fine
            $session.State | Should -Be Opened
        }
    }

    Context 'Several sessions' {
        It 'fans out, and results say where they come from' {
            $null = New-VethPair w d -Namespace web -PeerNamespace db
            $sessions = 'web', 'db' | New-NetNamespaceSession
            $sessions.Count | Should -Be 2
            $out = Invoke-Command -Session $sessions { Get-NetLink -Kind Veth }
            $out | Sort-Object PSComputerName | ForEach-Object { "$($_.PSComputerName) $($_.Name)" } | Should -Be 'db d', 'web w'
        }

        It 'opens ten side by side' {
            $names = 1..10 | ForEach-Object { "n$_" }
            $null = New-NetNamespace $names
            $opened = $names | New-NetNamespaceSession | ForEach-Object { [pscustomobject] @{ Session = $_; Children = (Get-Child).Count } }
            $opened.Session.Name | Sort-Object | Should -Be ($names | Sort-Object)
            $opened[0].Children | Should -Be 10 -Because 'the last child runs before the first session is open'
            Invoke-Command -Session $opened.Session { (Get-Item /proc/self/ns/net).Target } | Sort-Object -Unique | Should -HaveCount 10
        }

        It 'goes on after a namespace that is not there' {
            $errors = $null
            $sessions = 'nope', 'db' | New-NetNamespaceSession -ErrorVariable errors -ErrorAction SilentlyContinue
            $sessions.Name | Should -Be db
            $errors.FullyQualifiedErrorId | Should -Be 'NamespaceNotFound,NetNs.Commands.NewNetNamespaceSessionCommand'
        }
    }

    Context 'The end' {
        It 'Remove-PSSession ends the child' {
            $session = New-NetNamespaceSession web
            $child = Get-Child
            $child.Count | Should -Be 1
            $session | Remove-PSSession
            Test-Gone $child | Should -BeTrue
            ip netns pids web | Should -BeNullOrEmpty
        }

        It 'a child that is killed breaks its session, and the error says so' {
            $session = New-NetNamespaceSession web
            kill -9 (Get-Child)
            Wait-Until { $session.State -eq 'Broken' } | Should -BeTrue
            $session.Runspace.RunspaceStateInfo.Reason.Message | Should -Be 'The pwsh process of the session in namespace web has ended.'
        }

        It 'a child that cannot start its engine is ProcessStartFailed with its last words' {
            # Not enough memory for the runtime: an ordinary reason of such an end.
            $env:DOTNET_GCHeapHardLimit = '0x10000'
            try { $caught = Get-ErrorOf { New-NetNamespaceSession web } } finally { $env:DOTNET_GCHeapHardLimit = $null }
            $caught.FullyQualifiedErrorId | Should -Be 'ProcessStartFailed,NetNs.Commands.NewNetNamespaceSessionCommand'
            "$caught" | Should -BeLike 'The session in namespace web did not open: The pwsh process of the session in namespace web has ended. It wrote to its standard error: *CoreCLR*'
        }

        It 'ends with its child, also when a program of the child holds its pipes' {
            $session = New-NetNamespaceSession web
            $child = Get-Child
            $heir = Invoke-Command -Session $session { [Diagnostics.Process]::Start('sleep', '1000').Id }
            try {
                kill -9 $child
                Wait-Until { $session.State -eq 'Broken' } 10000 | Should -BeTrue
                $clock = [Diagnostics.Stopwatch]::StartNew()
                $session | Remove-PSSession
                $clock.ElapsedMilliseconds | Should -BeLessThan 10000
                Test-Path "/proc/$heir" | Should -BeTrue -Because 'it was there all the time'
            }
            finally { kill -9 $heir }
        }

        It 'lets go of a sender whose data nobody reads any more' {
            $session = New-NetNamespaceSession web
            $child = Get-Child
            # It holds the input of the child, and does not read it.
            $heir = Invoke-Command -Session $session { [Diagnostics.Process]::Start('sleep', '1000').Id }
            try {
                kill -STOP $child
                # More than a pipe holds.
                $job = Invoke-Command -Session $session { param($text) $text.Length } -ArgumentList ('x' * 1MB) -AsJob
                Wait-Until { $job.State -eq 'Running' } | Should -BeTrue
                kill -9 $child
                Wait-Until { $job.State -ne 'Running' } 10000 | Should -BeTrue
                $session | Remove-PSSession
                $job | Remove-Job -Force
            }
            finally { kill -9 $heir }
        }

        It 'does not keep a script from ending' {
            $script = "Import-Module '$((Get-Module NetNs).Path)'; `$s = New-NetNamespaceSession web; `$heir = Invoke-Command -Session `$s { [Diagnostics.Process]::Start('sleep', '1000').Id }; `$heir; kill -9 `$(pgrep -P `$PID -f ' -s -NoLogo'); exit 7"
            $heir = @(timeout -k 1 60 pwsh -NoProfile -NonInteractive -Command $script 2>$null)[0]
            $code = $LASTEXITCODE
            try { $code | Should -Be 7 } finally { kill -9 $heir 2>$null }
        }

        It 'keeps no thread and no descriptor of sessions whose child died by itself' {
            $count = { [GC]::Collect(); [GC]::WaitForPendingFinalizers(); (Get-ChildItem /proc/self/fd).Count }
            $threads = { (Get-ChildItem /proc/self/task).Count }
            New-NetNamespaceSession web | Remove-PSSession
            $before = & $count
            $threadsBefore = & $threads
            foreach ($round in 1..10) {
                $session = New-NetNamespaceSession web
                kill -9 (Get-Child)
                Wait-Until { $session.State -eq 'Broken' } 10000 | Should -BeTrue
                $session | Remove-PSSession
            }
            Remove-Variable session
            # Each left two threads and a descriptor; the pool's own threads come and go.
            Wait-Until { (& $count) -le $before + 5 } 10000 | Should -BeTrue -Because "$(& $count) descriptors, $before before"
            Wait-Until { (& $threads) -le $threadsBefore + 8 } 30000 | Should -BeTrue -Because "$(& $threads) threads, $threadsBefore before"
        }

        It 'a child that ends at once is reported with all that it said' {
            $env:DOTNET_STARTUP_HOOKS = "$TestDrive/absent.dll"
            try { $caught = Get-ErrorOf { New-NetNamespaceSession web } } finally { $env:DOTNET_STARTUP_HOOKS = $null }
            "$caught" | Should -BeLike '*Startup hook assembly*absent.dll*' -Because 'the first line of the stack of a .NET process says why'
        }

        It 'closing the parent leaves no child: <_>' -ForEach 'exit', 'kill -9 $PID', 'kill -TERM $PID' {
            $ready = "$TestDrive/children"
            Remove-Item $ready -ErrorAction Ignore
            $script = "Import-Module '$((Get-Module NetNs).Path)'; `$s = 'web', 'db' | New-NetNamespaceSession; `$busy = Invoke-Command -Session `$s { Start-Sleep 1000 } -AsJob; (pgrep -P `$PID -f ' -s -NoLogo') -join ' ' | Set-Content '$ready'; $_"
            pwsh -NoProfile -NonInteractive -Command $script *> $null
            $children = (Get-Content $ready) -split ' '
            $children.Count | Should -Be 2
            Test-Gone $children | Should -BeTrue
        }
    }

    Context 'A child that writes without end' {
        It 'costs no memory on its standard error' {
            $session = New-NetNamespaceSession web
            $before = (Get-Process -Id $PID).WorkingSet64
            Invoke-Command -Session $session { sh -c 'head -c 400M /dev/zero > /proc/$PPID/fd/2'; 'fine' } | Should -Be fine
            ((Get-Process -Id $PID).WorkingSet64 - $before) / 1MB | Should -BeLessThan 150
            $session.State | Should -Be Opened
        }

        It 'breaks its session on its standard output, which carries the session' {
            $session = New-NetNamespaceSession web
            $null = Invoke-Command -Session $session { sh -c 'head -c 40M /dev/zero > /proc/$PPID/fd/1' } -AsJob
            Wait-Until { $session.State -eq 'Broken' } 15000 | Should -BeTrue
            $session.Runspace.RunspaceStateInfo.Reason.Message | Should -BeLike '*web was ended: it wrote more than 1048576 bytes without a newline to its standard output*'
            Get-Job | Remove-Job -Force
        }

        It 'shows its last words without control characters' {
            $session = New-NetNamespaceSession web
            Invoke-Command -Session $session { sh -c 'printf "a\033[31mb\n" > /proc/$PPID/fd/2' }
            kill -9 (Get-Child)
            Wait-Until { $session.State -eq 'Broken' } | Should -BeTrue
            $session.Runspace.RunspaceStateInfo.Reason.Message | Should -BeLike '*has ended. It wrote to its standard error: a\x1b`[31mb'
        }
    }

    It 'puts no thread of this process inside, wherever it is called from' {
        $session = inns web { New-NetNamespaceSession db }
        Invoke-Command -Session $session { 'works' } | Should -Be works
        $null = Wait-Until { -not (Get-WorldState).Threads }
        (Get-WorldState).Threads | Should -BeNullOrEmpty
        $other = New-NetNamespaceSession web
        $null = Wait-Until { -not (Get-WorldState).Threads }
        (Get-WorldState).Threads | Should -BeNullOrEmpty
        Invoke-Command -Session $other { 'works' } | Should -Be works
    }

    It 'leaves no descriptor and no thread behind' {
        New-NetNamespaceSession web | Remove-PSSession
        $count = { [GC]::Collect(); [GC]::WaitForPendingFinalizers(); (Get-ChildItem /proc/self/fd).Count }
        $before = & $count
        1..5 | ForEach-Object { New-NetNamespaceSession web | Remove-PSSession }
        Wait-Until { (& $count) -le $before + 5 } | Should -BeTrue
        Wait-Until { -not (Get-ChildItem /proc/self/task | Where-Object { (Get-Content "$($_.FullName)/comm" -ErrorAction Ignore) -like 'NetNs session*' }) } | Should -BeTrue
    }

    It 'opens nothing with -WhatIf' {
        (New-NetNamespaceSession web -WhatIf) | Should -BeNullOrEmpty
        Get-Child | Should -BeNullOrEmpty
    }

    It 'gives up what it began at Ctrl+C' {
        $shell = [powershell]::Create([runspacefactory]::CreateRunspace())
        try {
            $shell.Runspace.Open()
            $null = $shell.AddScript("Import-Module '$((Get-Module NetNs).Path)'; New-NetNamespaceSession web, db").BeginInvoke()
            Wait-Until { (Get-Child).Count -gt 0 } | Should -BeTrue
            $children = Get-Child
            $shell.Stop()
            Test-Gone $children | Should -BeTrue
        }
        finally { $shell.Runspace.Dispose(); $shell.Dispose() }
    }

    It 'says what is missing without privilege' {
        Invoke-WithoutPrivilege 'New-NetNamespaceSession web' | Should -BeLike 'NotPermitted,NetNs.Commands.NewNetNamespaceSessionCommand: Not permitted to *CAP_SYS_ADMIN is missing.'
    }
}

Describe 'The pwsh that a session and a shell start' {
    BeforeAll {
        $null = New-Item "$TestDrive/path/pwsh", "$TestDrive/files/pwsh.dll" -Force
        chmod 755 "$TestDrive/path/pwsh"
        $find = [NetNs.Commands.NewNetNamespaceSessionCommand].Assembly.GetType('NetNs.Sessions.PwshProgram').GetMethod('Find', [Reflection.BindingFlags]'NonPublic, Static', [type[]]([string], [string], [string]))
        function Find-Pwsh { $find.Invoke($null, @($args)) | ForEach-Object { @($_.File) + $_.Arguments -join ' ' } }
    }

    It 'is <Is> in the process <Process>' -ForEach @(
        @{ Process = '/opt/x/pwsh'; Path = '{0}/path'; Is = '/opt/x/pwsh' }
        @{ Process = '/opt/x/dotnet'; Path = '{0}/path'; Is = '/opt/x/dotnet {0}/files/pwsh.dll' }
        @{ Process = '/opt/x/editor'; Path = '/nowhere:{0}/files:{0}/path'; Is = '{0}/path/pwsh' }
    ) {
        Find-Pwsh $Process "$TestDrive/files" ($Path -f $TestDrive) | Should -BeExactly ($Is -f $TestDrive)
    }

    It 'is reported as missing, with the names that were looked for, where another host finds none' {
        $caught = try { Find-Pwsh /opt/x/editor "$TestDrive/files" "/nowhere:$TestDrive/files" } catch { $_.Exception.InnerException }
        $caught.Error | Should -Be ProcessStartFailed
        $caught.Message | Should -BeLike "*'/opt/x/editor', '$TestDrive/files/pwsh.dll'*PATH*pwsh*"
    }
}

Describe 'The module in a session' {
    It 'is this one, also where another NetNs comes earlier on PSModulePath' {
        $null = New-Item "$TestDrive/modules/NetNs" -ItemType Directory
        New-ModuleManifest "$TestDrive/modules/NetNs/NetNs.psd1" -ModuleVersion 99.0
        $null = New-NetNamespace pathy
        $before = $env:PSModulePath
        try {
            $env:PSModulePath = "$TestDrive/modules:$(Split-Path (Split-Path (Get-Module NetNs).ModuleBase)):$before"
            $session = New-NetNamespaceSession pathy
            Invoke-Command -Session $session { (Import-Module NetNs -PassThru).ModuleBase } | Should -Be (Get-Module NetNs).ModuleBase
        }
        finally {
            $env:PSModulePath = $before
            $session | Remove-PSSession
            Remove-NetNamespace pathy
        }
    }
}
