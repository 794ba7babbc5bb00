# The kit for Pester: worlds that cannot leak, assertions that say why.

BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
AfterAll {
    Reset-World
    Assert-NothingLeft
}

Describe 'New-NetNsTestWorld' {
    AfterEach { Reset-World }

    It 'makes a host and the namespaces that are asked for, in which only lo is, and up' {
        $world = New-NetNsTestWorld web, db
        ip netns | ForEach-Object { ($_ -split ' ')[0] } | Sort-Object | Should -Be ("db.$world", "host.$world", "web.$world")
        foreach ($name in 'host', 'web', 'db') {
            $links = ip -n $world[$name] -json link | ConvertFrom-Json
            $links.ifname | Should -Be lo
            $links.flags | Should -Contain UP
        }
        "$($world.Namespaces)" | Should -Be "web.$world db.$world"
        $world.ProcessId | Should -Be $PID
    }

    It 'makes worlds that do not meet' {
        $one = New-NetNsTestWorld web
        $two = New-NetNsTestWorld web
        $one['web'].Inode | Should -Not -Be $two['web'].Inode
        $one | Remove-NetNsTestWorld
        (Get-NetNsTestWorld).Name | Should -Be $two.Name
    }

    It 'makes different ones in processes side by side' {
        $command = "Import-Module '$((Get-Module NetNs).Path)'; (New-NetNsTestWorld web).Name; `$null = [Console]::In.ReadLine()"
        $shells = 1..3 | ForEach-Object {
            $start = [Diagnostics.ProcessStartInfo]::new('pwsh', @('-NoProfile', '-NonInteractive', '-Command', $command))
            $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
            [Diagnostics.Process]::Start($start)
        }
        $names = $shells.ForEach{ $_.StandardOutput.ReadLine() }
        $names | Sort-Object -Unique | Should -HaveCount 3
        (Get-NetNsTestWorld).Name | Sort-Object | Should -Be ($names | Sort-Object)
        (Get-NetNsTestWorld).IsAbandoned | Should -Not -Contain $true
        $shells.ForEach{ $_.StandardInput.Close(); $_.WaitForExit() }
    }

    It 'takes names from the pipe into one world' {
        ('web', 'db' | New-NetNsTestWorld).Namespaces | Should -HaveCount 2
    }

    It 'stands for its host where a namespace is wanted' {
        $world = New-NetNsTestWorld
        (New-Bridge br0 -Namespace $world).Namespace.Name | Should -Be "host.$world"
        (ip -n $world.Host -json link show br0 | ConvertFrom-Json).ifname | Should -Be br0
        Get-NetLink br0 -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'gives for a name that it does not have a namespace that is not there, never the machine''s own' {
        $world = New-NetNsTestWorld web
        $failure = Get-ErrorOf { New-Bridge br0 -Namespace $world['wbe'] }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
        "$failure" | Should -BeLike "*wbe.$world*"
        (ip -json link | ConvertFrom-Json).ifname | Should -Be lo
    }

    It 'makes nothing under -WhatIf' {
        (New-NetNsTestWorld web -WhatIf) | Should -BeNullOrEmpty
        ip netns | Should -BeNullOrEmpty
    }

    It 'refuses <Names>: <Id>, and leaves nothing' -ForEach @(
        @{ Names = @('web', 'web'); Id = 'NamespaceAlreadyExists' }
        @{ Names = @('host'); Id = 'NamespaceAlreadyExists' }
        @{ Names = @('web', 'a/b'); Id = 'NamespaceNameInvalid' }
        @{ Names = @(''); Id = 'NamespaceNameInvalid' }
        @{ Names = @('x' * 250); Id = 'NamespaceNameInvalid' }
    ) {
        (Get-ErrorOf { New-NetNsTestWorld $Names }).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        ip netns | Should -BeNullOrEmpty
    }

    It 'tells what may not be: NotPermitted' {
        Invoke-WithoutPrivilege 'New-NetNsTestWorld web' | Should -BeLike 'NotPermitted,*'
    }

    It 'removes what a killed process left, programs inside included' {
        $left = pwsh -NoProfile -NonInteractive -Command "Import-Module '$((Get-Module NetNs).Path)'; `$world = New-NetNsTestWorld web; (Start-NetNamespaceProcess `$world['web'] sleep -ArgumentList 1000 -RedirectStandardOutput /dev/null -RedirectStandardError /dev/null).Id; kill -9 `$PID"
        (Get-NetNsTestWorld).IsAbandoned | Should -BeTrue
        (Get-NetNsTestWorld | Out-String) | Should -Match 'Abandoned'
        $world = New-NetNsTestWorld
        (Get-NetNsTestWorld).Name | Should -Be $world.Name
        # Ended; whether its new parent has taken note of that is not ours.
        (Get-Content "/proc/$left/stat" -ErrorAction Ignore) -replace '.*\) (.).*', '$1' | Should -BeIn 'Z', 'X', $null, ''
    }

    It 'leaves alone what another process namespace made, and names that only look alike' {
        ip netns add web.nt999999-1-1-1abc
        ip netns add web.nt12
        $null = New-NetNsTestWorld
        ip netns | Where-Object { $_ -match '^web\.' } | Should -HaveCount 2
    }
}

Describe 'Remove-NetNsTestWorld' {
    AfterEach { Reset-World }

    It 'does nothing for $null, as in an AfterAll after a world that failed' {
        $null = New-NetNsTestWorld web
        { $null | Remove-NetNsTestWorld -ErrorAction Stop } | Should -Not -Throw
        { Remove-NetNsTestWorld $null -ErrorAction Stop } | Should -Not -Throw
        Get-NetNsTestWorld | Should -HaveCount 1
    }

    It 'takes everything away, programs too, and may be called twice' {
        $world = New-NetNsTestWorld web, db
        $null = New-Bridge br0 -IPAddress 10.0.0.1/24 -Namespace $world
        $null = $world.Namespaces | Connect-Bridge br0 -BridgeNamespace $world
        $program = Start-NetNamespaceProcess $world['web'] sleep -ArgumentList 1000
        $world | Remove-NetNsTestWorld
        ip netns | Should -BeNullOrEmpty
        $program.WaitForExit(10000) | Should -BeTrue
        { $world | Remove-NetNsTestWorld -ErrorAction Stop } | Should -Not -Throw
    }

    It 'takes a name, and what another process saw' {
        Remove-NetNsTestWorld (New-NetNsTestWorld web).Name
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((New-NetNsTestWorld web))) | Remove-NetNsTestWorld
        ip netns | Should -BeNullOrEmpty
    }

    It 'completes names' {
        $world = New-NetNsTestWorld web
        foreach ($line in 'Remove-NetNsTestWorld ', 'Get-NetNsTestWorld nt') {
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain $world.Name
        }
    }

    It 'says that there is none of a name: NamespaceNotFound' {
        (Get-ErrorOf { Remove-NetNsTestWorld nt1-1-1 }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
        (Get-ErrorOf { Get-NetNsTestWorld nt1-1-1 }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
        Get-NetNsTestWorld 'nt1*' | Should -BeNullOrEmpty
    }

    It 'removes nothing under -WhatIf' {
        $world = New-NetNsTestWorld web
        $world | Remove-NetNsTestWorld -WhatIf
        ip netns | Should -HaveCount 2
    }
}

Describe 'Use-NetNsTestWorld' {
    It 'runs the block in the host of a world, gives it the world, and emits what it emits' {
        $inode = Use-NetNsTestWorld web { param($world) (ip -json link | ConvertFrom-Json).ifname; $world.Namespaces.Name; (Get-Item /proc/thread-self/ns/net).Target }
        $inode[0] | Should -Be lo
        $inode[1] | Should -Match '^web\.nt'
        $inode[2] | Should -Not -Be (Get-Item /proc/self/ns/net).Target
        ip netns | Should -BeNullOrEmpty
    }

    It 'sees the caller''s variables, and takes names from the pipe' {
        $one = 1
        'a', 'b' | Use-NetNsTestWorld { $one + $args[0].Namespaces.Count } | Should -Be 3
    }

    It 'removes the world when <End>' -ForEach @(
        @{ End = 'the block throws'; Block = { throw 'stop' } }
        @{ End = 'an assertion fails'; Block = { 1 | Should -Be 2 } }
        @{ End = 'the rest of the pipeline has enough'; Block = { 1..1000 } }
        @{ End = 'a program still runs inside'; Block = { param($world) $null = Start-NetNamespaceProcess $world.Host sleep -ArgumentList 1000 } }
        @{ End = 'a link inside was made'; Block = { param($world) $null = New-VethPair a b -PeerNamespace $world['web'] -Up } }
    ) {
        try { Use-NetNsTestWorld web $Block -ErrorAction Stop | Select-Object -First 1 | Out-Null } catch { "$_" | Should -Match 'stop|Expected 2' }
        ip netns | Should -BeNullOrEmpty
    }

    It 'removes the world at Ctrl+C' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$((Get-Module NetNs).Path)'; Use-NetNsTestWorld web { `$script:inside = `$true; while (`$true) { [Threading.Thread]::Sleep(5) } }")
        $running = $shell.BeginInvoke()
        Wait-Until { (ip netns).Count -eq 2 } 10000 | Should -BeTrue
        $shell.Stop()
        Wait-Until { -not (ip netns) } 10000 | Should -BeTrue
        $running.AsyncWaitHandle.WaitOne(10000) | Should -BeTrue
        $shell.Dispose()
    }

    It 'is an error of its own where no world can be made' {
        (Get-ErrorOf { Use-NetNsTestWorld 'a/b' { throw 'never' } }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNameInvalid,*'
    }
}

Describe 'The assertions' {
    BeforeAll {
        Import-NetNsAssertion
        $world = New-NetNsTestWorld web, db
        $null = New-Bridge br0 -IPAddress 10.0.0.1/24 -Namespace $world
        $web, $db = $world.Namespaces | Connect-Bridge br0 -BridgeNamespace $world

        function Get-Failure {
            # What a claim that does not hold says, with the world's name left out.
            param([scriptblock] $Claim)
            try { & $Claim; 'It holds.' } catch { "$_".Replace(".$world", '') }
        }
    }
    AfterAll { $world | Remove-NetNsTestWorld }

    It 'hold for a network that works' {
        $world['web'] | Should -ReachNet 10.0.0.3
        $world['web'].Name | Should -ReachNet 10.0.0.3
        $web | Should -ReachNet 10.0.0.1 -Because 'it is the gateway'
        $world | Should -ReachNet 10.0.0.2
        $db | Should -HaveNetRoute default -NextHop 10.0.0.1 -InterfaceAlias eth0
        $db | Should -HaveNetRoute 10.0.0.0/24
        $web, $db | Should -BeNetLinkUp
        'br0' | Should -BeNetLinkUp -Namespace $world
        'lo' | Should -BeNetLinkUp -Namespace $world['db']
    }

    It 'hold the other way round' {
        $web | Should -Not -ReachNet 10.9.9.9
        $web | Should -Not -ReachNet 10.0.0.3 -Port 80
        $web | Should -Not -HaveNetRoute 192.0.2.0/24
        $web | Should -Not -HaveNetRoute default -NextHop 10.0.0.99
    }

    It 'wait for what comes about' {
        $null = New-NetLink late0 -Kind Dummy -Namespace $world -ErrorAction Ignore
        Disable-NetLink eth0 -Namespace $db.Namespace
        $job = Start-ThreadJob { param($module, $place) Import-Module $module; Enable-NetLink eth0 -Namespace $place } -ArgumentList (Get-Module NetNs).Path, "$($db.Namespace)"
        'eth0' | Should -BeNetLinkUp -Namespace $db.Namespace
        $web | Should -ReachNet 10.0.0.3
        $job | Receive-Job -Wait -AutoRemoveJob
    }

    It 'connect to a port' {
        $listener = Start-NetNamespaceProcess $world['db'] python3 -ArgumentList '-c', 'import socket; s = socket.create_server(("10.0.0.3", 80)); [s.accept() for _ in iter(int, 1)]'
        $web | Should -ReachNet 10.0.0.3 -Port 80
        $listener.Kill()
    }

    It 'say <Says>' -ForEach @(
        @{ Claim = { $web | Should -ReachNet 10.0.0.77 -Within 0 }; Says = 'Expected namespace web to reach 10.0.0.77, but host does not answer: nobody on eth0 has 10.0.0.77 (ARP).' }
        @{ Claim = { $web | Should -ReachNet 10.0.0.3 -Port 81 -Within 0 -Because 'it is the database' }; Says = 'Expected namespace web to reach port 81 of 10.0.0.3, because it is the database, but refused: *' }
        @{ Claim = { $web | Should -Not -ReachNet 10.0.0.3 -Within 0 }; Says = 'Expected namespace web not to reach 10.0.0.3, but it answered in * ms, by eth0.' }
        @{ Claim = { $web | Should -HaveNetRoute 192.0.2.0/24 -NextHop 10.0.0.1 -Within 0 }; Says = 'Expected namespace web to have a route to 192.0.2.0/24 by 10.0.0.1, but it has 0.0.0.0/0 by 10.0.0.1 on eth0; 10.0.0.0/24 on eth0.' }
        @{ Claim = { $web | Should -Not -HaveNetRoute default -Within 0 }; Says = 'Expected namespace web not to have a route to default, but it has 0.0.0.0/0 by 10.0.0.1 on eth0.' }
        @{ Claim = { $web | Should -Not -BeNetLinkUp -Within 0 }; Says = 'Expected link veth0 in namespace host and eth0 in namespace web not to be up, but it is.' }
        @{ Claim = { $null | Should -ReachNet 10.0.0.1 }; Says = 'Should -ReachNet: nothing was piped in.*' }
        @{ Claim = { $null | Should -BeNetLinkUp }; Says = 'Should -BeNetLinkUp: nothing was piped in.*' }
        @{ Claim = { 'nobody' | Should -HaveNetRoute default }; Says = "There is no network namespace 'nobody'.*" }
        @{ Claim = { 'eth7' | Should -BeNetLinkUp -Namespace $world }; Says = "There is no link 'eth7' in namespace host*" }
    ) {
        Get-Failure $Claim | Should -BeLike $Says
    }

    It 'say which end is off' {
        $null = New-VethPair a0 b0 -Namespace $world -Up
        Disable-NetLink b0 -Namespace $world
        Get-Failure { 'a0' | Should -BeNetLinkUp -Namespace $world -Within 0 } | Should -BeLike 'Expected link a0 in namespace host to be up, but it is *: its other end, b0 in namespace host, is switched off.'
        Get-Failure { 'b0' | Should -BeNetLinkUp -Namespace $world -Within 0 } | Should -BeLike 'Expected link b0 in namespace host to be up, but it is Down: it is switched off.'
    }

    It 'may be imported twice' {
        { Import-NetNsAssertion -ErrorAction Stop } | Should -Not -Throw
    }

    It 'need a Pester: PesterNotFound' {
        $command = "`$env:PSModulePath = ''; Import-Module '$((Get-Module NetNs).Path)'; try { Import-NetNsAssertion -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }"
        pwsh -NoProfile -NonInteractive -Command $command | Should -BeLike 'PesterNotFound,*'
    }
}
