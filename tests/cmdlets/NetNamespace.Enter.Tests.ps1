Describe 'Enter-NetNamespace' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    BeforeEach { $null = New-NetNamespace web }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    Context 'At a terminal' {
        BeforeAll {
            $hasTmux = [bool](Get-Command tmux -CommandType Application -ErrorAction Ignore)
            # Not in the directory of the machine's root: that is somebody else's for a root by user namespace.
            $env:TMUX_TMPDIR = "$TestDrive"
            function Send-Key {
                # Types at the terminal: text as it is, or the names of keys.
                param([string] $Text, [string[]] $Key)
                if ($Text) { tmux @tmux send-keys -t terminal -l $Text }
                if ($Key) { tmux @tmux send-keys -t terminal $Key }
            }
            function Get-Screen { @(tmux @tmux capture-pane -p -t terminal 2>$null | ForEach-Object TrimEnd) | Where-Object { $_ } }
            function Wait-Screen {
                # Waits until the last line, or any line with -Anywhere, matches.
                param([string] $Pattern, [switch] $Anywhere)
                $seen = Wait-Until -TimeoutMilliseconds 30000 { $lines = @(Get-Screen); ($Anywhere ? $lines : $lines[-1]) -match $Pattern }
                if (-not $seen) { throw "Not seen: $Pattern. The screen shows:`n$((Get-Screen) -join "`n")" }
            }
        }

        BeforeEach {
            if ($hasTmux) {
                # A server that was ended takes its socket's name along a moment later, also where that is the next one's by then.
                $tmux = '-L', "netns-$PID-$(Get-Random)", '-f', '/dev/null'
                "Import-Module '$((Get-Module NetNs).Path)'; Set-Location /tmp; function prompt { 'home> ' }" | Set-Content TestDrive:/begin.ps1
                tmux @tmux new-session -d -s terminal -x 100 -y 50 env NO_COLOR=1 pwsh -NoProfile -NoLogo -NoExit -File "$TestDrive/begin.ps1"
                Wait-Screen '^home>$'
            }
            else { Set-ItResult -Skipped -Because 'there is no tmux here' }
        }
        AfterEach { if ($hasTmux) { tmux @tmux kill-server } }

        AfterAll { Remove-Item Env:TMUX_TMPDIR }

        It 'runs pwsh inside, with a marked prompt, Tab, Ctrl+C, and the exit code' {
            Send-Key 'enns we' -Key Tab
            Wait-Screen 'enns web$'
            Send-Key ' -NoProfile' -Key Enter
            Wait-Screen '^\[web\] PS /tmp>$'

            Send-Key 'readlink /proc/self/ns/net; (Get-ChildItem /sys/class/net).Name; (Get-NetLink).Name -eq "lo"' -Key Enter
            Wait-Screen "^net:\[$((Get-NetNamespace web).Inode)\]$" -Anywhere
            Wait-Screen '^\[web\] PS /tmp>$'
            Get-Screen | Should -Not -Contain False

            # The module is there: its cmdlets complete, and so do their arguments.
            Send-Key 'Get-NetNamespace -Na' -Key Tab
            Wait-Screen '> Get-NetNamespace -Name$'
            Send-Key ' w' -Key Tab
            Wait-Screen '> Get-NetNamespace -Name web$'
            Send-Key -Key C-c
            Wait-Screen '^\[web\] PS /tmp>$'

            # Ctrl+C ends what runs in there, and nothing else.
            Send-Key 'tail -f /dev/null' -Key Enter
            Wait-Until { pgrep -f 'tail -f /dev/null' } | Should -BeTrue
            Send-Key -Key C-c
            Wait-Screen '^\[web\] PS /tmp>$'
            pgrep -f 'tail -f /dev/null' | Should -BeNullOrEmpty

            Send-Key 'exit 7' -Key Enter
            Wait-Screen '^home>$'
            Send-Key '"code $LASTEXITCODE at $(readlink /proc/self/ns/net)"' -Key Enter
            Wait-Screen "^code 7 at $([regex]::Escape((Get-Item /proc/self/ns/net).Target))$" -Anywhere
            ip netns pids web | Should -BeNullOrEmpty
        }

        It 'runs bash inside, with a marked prompt, Tab, Ctrl+C, and the exit code' -Skip:(-not (Get-Command bash -ErrorAction Ignore)) {
            Send-Key 'enns web -Shell ba' -Key Tab
            Wait-Screen 'enns web -Shell bash$'
            Send-Key '; "bash ended with $LASTEXITCODE"' -Key Enter
            Wait-Screen '^\[web\] .*[#$]$'

            Send-Key 'readlink /proc/self/ns/net; ls /sys/class/ne' -Key Tab
            Wait-Screen 'ls /sys/class/net/$'
            Send-Key -Key Enter
            Wait-Screen "^net:\[$((Get-NetNamespace web).Inode)\]$" -Anywhere
            Wait-Screen '^lo$' -Anywhere

            Send-Key 'tail -f /dev/null' -Key Enter
            Wait-Until { pgrep -f 'tail -f /dev/null' } | Should -BeTrue
            Send-Key -Key C-c
            Wait-Screen '^\[web\] .*[#$]$'
            Send-Key 'exit 9' -Key Enter
            Wait-Screen 'bash ended with 9' -Anywhere
            Wait-Screen '^home>$'
        }

        It 'marks the prompt of other shells' {
            Send-Key 'enns web sh; "sh ended with $LASTEXITCODE"' -Key Enter
            Wait-Screen '^\[web\] [$#]$'
            Send-Key 'exit 4' -Key Enter
            Wait-Screen 'sh ended with 4' -Anywhere
        }

        It 'shows the name as it is, whatever a shell would make of it' {
            $null = New-NetNamespace 'a $(touch netns-touched) `n''b'
            foreach ($shell in 'pwsh', 'bash', 'sh') {
                Send-Key "Get-NetNamespace 'a*' | enns -Shell $shell -NoProfile" -Key Enter
                Wait-Screen '^\[a \$\(touch netns-touched\) `n''b\] .*[$#>]$'
                Send-Key exit -Key Enter
                Wait-Screen '^home>$'
            }
            '/tmp/netns-touched' | Should -Not -Exist
        }

        It 'can be nested' {
            $null = New-NetNamespace db
            Send-Key 'enns web -NoProfile' -Key Enter
            Wait-Screen '^\[web\] PS /tmp>$'
            Send-Key 'enns db -NoProfile' -Key Enter
            Wait-Screen '^\[db\] PS /tmp>$'
            Send-Key exit -Key Enter
            Wait-Screen '^\[web\] PS /tmp>$'
            Send-Key exit -Key Enter
            Wait-Screen '^home>$'
        }

        It 'is at home again after Ctrl+C in Invoke-NetNamespace, twice' {
            foreach ($turn in 1, 2) {
                Send-Key 'inns web { tail -f /dev/null }' -Key Enter
                Wait-Until { pgrep -f 'tail -f /dev/null' } | Should -BeTrue
                Send-Key -Key C-c
                Wait-Screen '^home>$'
            }
            Send-Key 'readlink /proc/self/ns/net' -Key Enter
            Wait-Screen '^net:' -Anywhere
            Get-Screen | Should -Contain (Get-Item /proc/self/ns/net).Target
        }
    }

    It 'runs what comes from standard input, where that is no terminal' {
        $out = "readlink /proc/self/ns/net`nexit 5`n" | sh -c "pwsh -NoProfile -NonInteractive -Command 'Import-Module ''$((Get-Module NetNs).Path)''; Enter-NetNamespace web -Shell sh; `$LASTEXITCODE'"
        $out | Should -Be "net:[$((Get-NetNamespace web).Inode)]", 5
    }

    It 'says <Id> of <Case>' -ForEach @(
        @{ Case = 'a namespace that is not there'; Run = { Enter-NetNamespace nope }; Id = 'NamespaceNotFound' }
        @{ Case = 'a shell that is not there'; Run = { Enter-NetNamespace web -Shell no-such-shell }; Id = 'ProcessStartFailed' }
        @{ Case = 'a stale name'; Run = { $null = New-Item /run/netns/stale -ItemType File; Enter-NetNamespace stale }; Id = 'NamespaceStale' }
    ) {
        (Get-ErrorOf $Run).FullyQualifiedErrorId | Should -Be "$Id,NetNs.Commands.EnterNetNamespaceCommand"
    }

    It 'refuses where there is no terminal, but a remote session' {
        $session = New-NetNamespaceSession web
        try { $said = Invoke-Command -Session $session { Import-Module $using:module; try { Enter-NetNamespace web -ErrorAction Stop } catch { $_.FullyQualifiedErrorId } } }
        finally { $session | Remove-PSSession }
        $said | Should -Be 'ArgumentsInvalid,NetNs.Commands.EnterNetNamespaceCommand'
    }

    It 'refuses where there is no terminal, but a job' {
        # PowerShell starts jobs by this program alone.
        if (-not (Test-Path "$PSHOME/pwsh")) { Set-ItResult -Skipped -Because 'Start-Job needs a program pwsh beside its files, which PowerShell as a .NET tool does not have'; return }
        $job = Start-Job { Import-Module $using:module; try { Enter-NetNamespace web -ErrorAction Stop } catch { $_.FullyQualifiedErrorId } }
        $job | Receive-Job -Wait -AutoRemoveJob | Should -Be 'ArgumentsInvalid,NetNs.Commands.EnterNetNamespaceCommand'
    }

    It 'says what is missing without privilege' {
        Invoke-WithoutPrivilege 'Enter-NetNamespace web' | Should -BeLike 'NotPermitted,NetNs.Commands.EnterNetNamespaceCommand: Not permitted to *CAP_SYS_ADMIN is missing.'
    }

    It 'completes namespaces and shells' {
        (TabExpansion2 'Enter-NetNamespace w' -cursorColumn 20).CompletionMatches.CompletionText | Should -Be web
        (TabExpansion2 'enns web -Shell pws' -cursorColumn 19).CompletionMatches.CompletionText | Should -Be pwsh
    }
}
