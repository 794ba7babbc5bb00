Describe 'Remove-NetNamespace' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        $script:started = [Collections.Generic.List[object]]::new()

        function Start-Inside {
            param([string] $Namespace, [string[]] $Command = ('sleep', '600'))
            $process = Start-Process ip -ArgumentList (@('netns', 'exec', $Namespace) + $Command) -PassThru
            $script:started.Add($process)
            Wait-Until { (ip netns pids $Namespace) -contains $process.Id } | Should -BeTrue
            $process
        }
    }
    AfterEach {
        $script:started | Where-Object { -not $_.HasExited } | ForEach-Object { $_.Kill(); $_.WaitForExit() }
        $script:started.Clear()
        Reset-World
    }
    AfterAll { Assert-NothingLeft }

    It 'says what a pattern is for' {
        $null = New-NetNamespace web
        (Get-ErrorOf { Remove-NetNamespace web* }).ErrorDetails.RecommendedAction | Should -BeLike "*Get-NetNamespace 'web[*]' | *"
        (Get-ErrorOf { Remove-NetLink veth* -Namespace web }).ErrorDetails.RecommendedAction | Should -BeLike "*Get-NetLink 'veth[*]' -Namespace web | *"
        (Get-ErrorOf { Get-NetLink web }).ErrorDetails.RecommendedAction | Should -BeLike '*-Namespace web *'
    }

    It 'removes one that it made, and one of ip netns' {
        $null = New-NetNamespace red
        ip netns add blue
        Remove-NetNamespace red, blue | Should -BeNullOrEmpty
        ip netns list | Should -BeNullOrEmpty
        Get-ChildItem /run/netns | Should -BeNullOrEmpty
        Get-Content /proc/self/mountinfo | Should -Not -Match nsfs
    }

    It 'takes objects from the pipe, and copies of them from another session' {
        'a', 'b' | New-NetNamespace | Remove-NetNamespace
        $copy = New-NetNamespace c | ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) }
        $copy | Remove-NetNamespace
        Get-ChildItem /run/netns | Should -BeNullOrEmpty
    }

    It 'takes names literally' {
        'a1', 'a[1]', '*' | New-NetNamespace | Out-Null
        Remove-NetNamespace 'a[1]'
        Remove-NetNamespace '*'
        (Get-NetNamespace).Name | Should -Be a1
    }

    It 'takes a number for a name, never for a process' {
        $null = New-NetNamespace 42
        Remove-NetNamespace 42
        Get-ChildItem /run/netns | Should -BeNullOrEmpty
        (Get-ErrorOf { Remove-NetNamespace $PID }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
    }

    It 'changes nothing with -WhatIf, whatever is inside' {
        $null = New-NetNamespace red
        $process = Start-Inside red
        Remove-NetNamespace red -StopProcess -WhatIf
        (Get-NetNamespace).Name | Should -Be red
        $process.HasExited | Should -BeFalse
    }

    It 'says which is not there, and goes on with the rest of the pipe' {
        $null = New-NetNamespace red
        $errors = $null
        'none', 'red' | Remove-NetNamespace -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors.FullyQualifiedErrorId | Should -Be 'NamespaceNotFound,NetNs.Commands.RemoveNetNamespaceCommand'
        $errors.TargetObject | Should -Be none
        Get-ChildItem /run/netns | Should -BeNullOrEmpty
    }

    It 'does not remove another one that has the name meanwhile' {
        $seen = New-NetNamespace red
        # Held, or the new one could get its inode.
        $held = [IO.File]::OpenHandle('/run/netns/red')
        ip netns del red
        ip netns add red
        try { (Get-ErrorOf { $seen | Remove-NetNamespace }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*' } finally { $held.Dispose() }
        '/run/netns/red' | Should -Exist
    }

    It 'removes what a reboot left' {
        Set-Content /run/netns/old ''
        Get-NetNamespace | Remove-NetNamespace -Wait
        '/run/netns/old' | Should -Not -Exist
    }

    It 'removes a symbolic link, and nothing of what it leads to' {
        ip netns add red
        ln -s /run/netns/red /run/netns/link
        ln -s /etc/passwd /run/netns/wrong
        Remove-NetNamespace link, wrong -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        (Get-NetNamespace).Name | Should -Be red
        ip -n red link | Should -Not -BeNullOrEmpty
        '/etc/passwd' | Should -Exist
    }

    It 'refuses <Case> and says what to do' -ForEach @(
        @{ Case = 'a namespace without a name'; Target = { Get-NetNamespace -Current }; Id = 'ArgumentsInvalid' }
        @{ Case = 'the path of a process'; Target = { "/proc/$PID/ns/net" }; Id = 'ArgumentsInvalid' }
        @{ Case = 'a way out of the directory'; Target = { '../../etc/passwd' }; Id = 'NamespaceNotFound' }
        @{ Case = '.'; Target = { '.' }; Id = 'NamespaceNameInvalid' }
        @{ Case = 'an empty text'; Target = { '' }; Id = 'NamespaceNameInvalid' }
    ) {
        $failure = Get-ErrorOf { Remove-NetNamespace (& $Target) }
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        '/etc/passwd' | Should -Exist
    }

    It 'refuses the namespace that this PowerShell runs in' {
        ip netns add red
        ip netns exec red pwsh -NoProfile -c ". '$PSScriptRoot/../tools/Common.ps1'; (Get-ErrorOf { Remove-NetNamespace red }).FullyQualifiedErrorId" | Should -BeLike 'NamespaceBusy,*'
        (Get-NetNamespace).Name | Should -Be red
    }

    Context 'with processes inside' {
        BeforeEach {
            $null = New-NetNamespace red
            $process = Start-Inside red
        }

        It 'takes the name only, and warns how to get it back' {
            Remove-NetNamespace red -WarningVariable warnings -WarningAction SilentlyContinue
            $process.HasExited | Should -BeFalse
            $warnings | Should -BeLike "*sleep ($($process.Id))*Mount-NetNamespace red -ProcessId $($process.Id)*"
            Mount-NetNamespace red -ProcessId $process.Id
            ip netns pids red | Should -Be $process.Id
        }

        It 'does not count those that were killed a moment ago' {
            # Whoever has much memory takes a while to end.
            $python = (Get-Command python3 -All | Where-Object Source -Like '/usr/*' | Select-Object -First 1).Source
            foreach ($round in 1..5) {
                $null = New-NetNamespace "green$round"
                $many = 1..4 | ForEach-Object { Start-NetNamespaceProcess "green$round" $python -ArgumentList '-c', 'import time; x = bytearray(50000000); print(flush=True); time.sleep(60)' -RedirectStandardOutput "$TestDrive/$round-$_" }
                Wait-Until { @(Get-ChildItem "$TestDrive/$round-*" | Where-Object Length -GT 0).Count -eq 4 }
                $many | Stop-Process
                Remove-NetNamespace "green$round" -Wait -WarningVariable warnings
                $warnings | Should -BeNullOrEmpty
            }
        }

        It 'ends them with -StopProcess, those that they start too' {
            $second = Start-Inside red sh, -c, '"sleep 601 & wait"'
            Remove-NetNamespace red -StopProcess -Force -Wait
            Wait-Until { $process.HasExited -and $second.HasExited } | Should -BeTrue # .NET hears of it a moment later
            Get-Process sleep -ErrorAction Ignore | Where-Object CommandLine -Like '*601' | Should -BeNullOrEmpty
        }

        It 'leaves processes elsewhere alone' {
            $null = New-NetNamespace blue
            $other = Start-Inside blue
            Remove-NetNamespace red -StopProcess -Confirm:$false
            $other.HasExited | Should -BeFalse
        }

        It 'does not end processes without a question where nobody can be asked' {
            $failure = Get-ErrorOf { Remove-NetNamespace red -StopProcess }
            $failure.FullyQualifiedErrorId | Should -BeLike 'NamespaceBusy,*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-Force*'
            $process.HasExited | Should -BeFalse
            '/run/netns/red' | Should -Exist
        }

        It 'does not ask where $ConfirmPreference says so' {
            $ConfirmPreference = 'None'
            Remove-NetNamespace red -StopProcess
            $process.WaitForExit(5000) | Should -BeTrue
        }
    }

    Context '-StopProcess, where removing the name does not remove the namespace' {
        BeforeEach {
            ip netns add red
            $process = Start-Inside red
        }

        It 'stops nothing through a symbolic link to <Case>' -ForEach @(
            @{ Case = 'the namespace of a process'; Make = { ln -s "/proc/$($process.Id)/ns/net" /run/netns/link } }
            @{ Case = 'another name'; Make = { ln -s /run/netns/red /run/netns/link } }
            @{ Case = 'the namespace of this session'; Make = { $script:started.Add((Start-Process sleep 600 -PassThru)); ln -s "/proc/$PID/ns/net" /run/netns/link } }
        ) {
            & $Make
            Remove-NetNamespace link -StopProcess -Force -WarningVariable warnings -WarningAction SilentlyContinue
            $script:started.HasExited | Should -Not -Contain $true
            $warnings | Should -BeLike "No process of network namespace 'link' is stopped*symbolic link*"
            (Get-NetNamespace).Name | Should -Be red
        }

        It 'stops nothing where the namespace has another name' {
            $null = Mount-NetNamespace crimson -Path /run/netns/red
            Remove-NetNamespace red -StopProcess -Force -WarningVariable warnings -WarningAction SilentlyContinue
            $process.HasExited | Should -BeFalse
            $warnings | Should -BeLike "No process*'red'*/run/netns/crimson*"
            ip netns pids crimson | Should -Be $process.Id
        }

        It 'stops nothing where the namespace is mounted elsewhere, as container engines do' {
            New-Item "$TestDrive/elsewhere" | Out-Null
            mount --bind /run/netns/red "$TestDrive/elsewhere"
            try {
                Remove-NetNamespace red -StopProcess -Force -WarningVariable warnings -WarningAction SilentlyContinue
                $process.HasExited | Should -BeFalse
                $warnings | Should -BeLike "*$TestDrive/elsewhere*"
            }
            finally { umount "$TestDrive/elsewhere" }
        }

        It 'does not announce under -WhatIf that it would stop something' {
            ln -s "/proc/$($process.Id)/ns/net" /run/netns/link
            Remove-NetNamespace link -StopProcess -WhatIf *>&1 | Should -Not -Match 'stop'
        }
    }

    Context 'the namespace of process 1' {
        # In a process namespace of its own: should this fail, only what is in there is stopped.
        BeforeAll {
            function Invoke-AsMachine {
                param([string] $Script)
                $common = "$PSScriptRoot/../tools/Common.ps1"
                Set-Content "$TestDrive/machine.ps1" ". '$common'`n`$victim = Start-Process sleep 600 -PassThru`n$Script`n'alive: ' + -not `$victim.HasExited"
                unshare --pid --fork --kill-child=KILL --mount-proc sh -c "pwsh -NoProfile -NonInteractive -File '$TestDrive/machine.ps1'; exit `$?" 2>&1
            }
        }

        It 'keeps its processes, named by a symbolic link' {
            $said = Invoke-AsMachine 'ln -s /proc/1/ns/net /run/netns/machine; Remove-NetNamespace machine -StopProcess -Force'
            $said | Should -Contain 'alive: True'
            '/run/netns/machine' | Should -Not -Exist
        }

        It 'keeps its processes, named by a mount, and loses the name' {
            $said = Invoke-AsMachine '$null = Mount-NetNamespace machine -ProcessId 1; Remove-NetNamespace machine -StopProcess -Force'
            $said | Should -Contain 'alive: True'
            "$said" | Should -BeLike '*process 1 runs in it*'
            '/run/netns/machine' | Should -Not -Exist
        }

        It 'keeps its processes, named by a link that is called like an abandoned test world' {
            $said = Invoke-AsMachine 'ln -s /proc/1/ns/net /run/netns/host.nt999999-1-1; (Get-NetNsTestWorld).Name; $null = New-NetNsTestWorld web; Get-NetNsTestWorld | Remove-NetNsTestWorld'
            $said | Should -Be 'alive: True'
            '/run/netns/host.nt999999-1-1' | Should -Exist
            # By rm: Remove-Item follows the link and finds a file that cannot be written.
            rm /run/netns/host.nt999999-1-1
        }

        It 'keeps its processes, named by a mount that is called like an abandoned test world' {
            $said = Invoke-AsMachine '$null = Mount-NetNamespace host.nt999999-1-1 -ProcessId 1; $null = New-NetNsTestWorld web; Get-NetNsTestWorld | Remove-NetNsTestWorld'
            $said | Should -Contain 'alive: True'
            '/run/netns/host.nt999999-1-1' | Should -Not -Exist
        }
    }

    Context '-Wait' {
        It 'comes back when the other ends of veths are gone, here and elsewhere' {
            'red', 'blue', 'hub' | New-NetNamespace | Out-Null
            ip link add v0 type veth peer name c0 netns red
            ip -n hub link add v1 type veth peer name c0 netns blue
            Get-NetNamespace red, blue | Remove-NetNamespace -Wait
            (ip -json link | ConvertFrom-Json).ifname | Should -Be lo
            (ip -n hub -json link | ConvertFrom-Json).ifname | Should -Be lo
        }

        It 'lets the name of a link be used again at once' {
            foreach ($round in 1..5) {
                $null = New-NetNamespace red
                ip link add v0 type veth peer name c0 netns red
                $LASTEXITCODE | Should -Be 0
                Remove-NetNamespace red -Wait
            }
        }

        It 'does not wait for itself: the cmdlets before it in the pipe let go' {
            'red', 'blue' | New-NetNamespace | Out-Null
            ip -n red link add v0 type veth peer name v1 netns blue
            (Measure-Command { Get-NetLink v? -Namespace red, blue | ForEach-Object Namespace | Remove-NetNamespace -Wait -Timeout 10 -ErrorAction Stop }).TotalSeconds | Should -BeLessThan 5
        }

        It 'says when something else holds the namespace' {
            $null = New-NetNamespace red
            ip link add v0 type veth peer name c0 netns red
            $held = [IO.File]::OpenHandle('/run/netns/red')
            try {
                $failure = Get-ErrorOf { Remove-NetNamespace red -Wait -Timeout 0.05 }
                $failure.FullyQualifiedErrorId | Should -BeLike 'NamespaceBusy,*'
                $failure.TargetObject.Name | Should -Be red
            }
            finally { $held.Dispose() }
        }

        It 'says at once when the namespace has another name' {
            $null = New-NetNamespace red
            ip link add v0 type veth peer name c0 netns red
            $null = Mount-NetNamespace crimson -Path /run/netns/red
            $failure = Get-ErrorOf { Remove-NetNamespace red -Wait }
            $failure.FullyQualifiedErrorId | Should -BeLike 'NamespaceBusy,*'
            $failure.Exception.Message | Should -BeLike '*/run/netns/crimson*'
        }

        It 'removes many at once' {
            1..40 | ForEach-Object { "n$_" } | New-NetNamespace | Out-Null
            (1..40 | ForEach-Object { "link add v$_ type veth peer name eth0 netns n$_" }) | ip -batch -
            # One by one, each would take a grace period of the kernel: 40 times 37 ms.
            (Measure-Command { Get-NetNamespace | Remove-NetNamespace -Wait }).TotalMilliseconds | Should -BeLessThan 1000
            (ip -json link | ConvertFrom-Json).ifname | Should -Be lo
        }
    }
}
