Describe 'Get-NetNamespace' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        $script:started = [Collections.Generic.List[object]]::new()

        function Start-Elsewhere {
            # A process in a network namespace of its own that has no name, as a container's.
            $process = Start-Process unshare -ArgumentList '--net', 'sleep', '600' -PassThru
            $script:started.Add($process)
            $here = (Get-Item /proc/self/ns/net).Target
            Wait-Until { ($there = (Get-Item "/proc/$($process.Id)/ns/net" -ErrorAction Ignore).Target) -and $there -ne $here } | Should -BeTrue
            $process
        }

        function Copy-ThroughSerialisation {
            param([Parameter(ValueFromPipeline)] $Object)
            process { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Object)) }
        }
    }
    AfterEach {
        $script:started | ForEach-Object { $_.Kill(); $_.WaitForExit() }
        $script:started.Clear()
        Reset-World
    }
    AfterAll { Assert-NothingLeft }

    Context 'by name' {
        It 'lists what ip netns made, in alphabetical order' {
            'web', 'db', 'cache' | ForEach-Object { ip netns add $_ }
            (Get-NetNamespace).Name | Should -Be cache, db, web
            $web = Get-NetNamespace web
            $web.Path | Should -Be /run/netns/web
            $web.Inode | Should -Be (stat -L -c %i /run/netns/web)
            $web.Source | Should -Be Named
            $web.State | Should -Be Active
        }

        It 'lists nothing where there is nothing, and where there is no directory' {
            Get-NetNamespace | Should -BeNullOrEmpty
            unshare -m pwsh -NoProfile -c ". '$PSScriptRoot/../tools/Common.ps1'; umount /run/netns; @(Get-NetNamespace).Count" | Should -Be 0
        }

        It 'takes wildcards, and names from the pipe' {
            'red', 'rose', 'blue' | New-NetNamespace | Out-Null
            (Get-NetNamespace r*).Name | Should -Be red, rose
            (Get-NetNamespace '[bc]lue', r?d).Name | Should -Be blue, red
            ('blue', 'ro*' | Get-NetNamespace).Name | Should -Be blue, rose
        }

        It 'finds a name with wildcard characters in it by itself' {
            'a[1]', 'a1' | New-NetNamespace | Out-Null
            (Get-NetNamespace 'a[1]').Name | Should -Be a1, 'a[1]'
        }

        It 'does not take nothing for everything' {
            $null = New-NetNamespace red
            $null | Get-NetNamespace -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        }

        It 'tells upper case from lower case, as file names do' {
            $null = New-NetNamespace Red
            (Get-ErrorOf { Get-NetNamespace red }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
            Get-NetNamespace r* | Should -BeNullOrEmpty
        }

        It 'says which name is not there, and goes on with the rest of the pipe' {
            $null = New-NetNamespace red
            $errors = $null
            ('none', 'red' | Get-NetNamespace -ErrorVariable errors -ErrorAction SilentlyContinue).Name | Should -Be red
            $errors.FullyQualifiedErrorId | Should -Be 'NamespaceNotFound,NetNs.Commands.GetNetNamespaceCommand'
            $errors.CategoryInfo.Category | Should -Be ObjectNotFound
            $errors.TargetObject | Should -Be none
        }

        It 'lists what a reboot left as stale' {
            Set-Content /run/netns/old ''
            $old = Get-NetNamespace old
            $old.State | Should -Be Stale
            $old.Inode | Should -Be 0
            (Get-ErrorOf { Get-NetLink -Namespace old }).FullyQualifiedErrorId | Should -BeLike 'NamespaceStale,*'
        }

        It 'lists a symbolic link to <Case> as <State>' -ForEach @(
            @{ Case = 'the namespace of a process'; State = 'Active' }
            @{ Case = 'a process that ended'; State = 'Stale'; Target = '/proc/4194999/ns/net' }
            @{ Case = 'an ordinary file'; State = 'Stale'; Target = '/etc/passwd' }
        ) {
            $Target ??= "/proc/$((Start-Elsewhere).Id)/ns/net"
            ln -s $Target /run/netns/link
            (Get-NetNamespace link).State | Should -Be $State
        }

        It 'knows the id under which ip netns knows it' {
            'red', 'blue' | New-NetNamespace | Out-Null
            ip link add v0 type veth peer name v1 netns red
            $id = [int](ip netns list-id | Select-String 'nsid (\d+) .*name: red').Matches.Groups[1].Value
            (Get-NetNamespace red).Id | Should -Be $id
            (Get-NetNamespace).Id | Should -Be $null, $id
        }

        It 'completes names, quoted where they must be' {
            'web', 'my net' | New-NetNamespace | Out-Null
            (TabExpansion2 'Get-NetNamespace ').CompletionMatches.CompletionText | Should -Be "'my net'", web
            (TabExpansion2 'Remove-NetNamespace w').CompletionMatches.CompletionText | Should -Be web
        }
    }

    Context '-Current' {
        It 'is the namespace of this thread' {
            $current = Get-NetNamespace -Current
            $current.Inode | Should -Be (stat -L -c %i /proc/self/ns/net)
            $current.Source | Should -Be Current
            $current.Name | Should -BeNullOrEmpty
        }

        It 'has a name where it has one' {
            ip netns add red
            ip netns exec red pwsh -NoProfile -c ". '$PSScriptRoot/../tools/Common.ps1'; (Get-NetNamespace -Current).Name" | Should -Be red
        }
    }

    Context '-ProcessId' {
        It 'is the namespace that the process is in' {
            $process = Start-Elsewhere
            $found = Get-NetNamespace -ProcessId $process.Id
            $found.Inode | Should -Be (stat -L -c %i "/proc/$($process.Id)/ns/net")
            $found.Path | Should -Be "/proc/$($process.Id)/ns/net"
            $found.Source | Should -Be Process
        }

        It 'is the named one where it has a name' {
            ip netns add red
            $script:started.Add((Start-Process ip -ArgumentList netns, exec, red, sleep, 600 -PassThru))
            Wait-Until { ip netns pids red } | Should -BeTrue
            (Get-NetNamespace -ProcessId $script:started[0].Id).Name | Should -Be red
            ($script:started[0] | Get-NetNamespace).Name | Should -Be red
        }

        It 'takes processes from the pipe: <Case>' -ForEach @(
            @{ Case = 'as objects'; Get = { Get-Process -Id $args[0] } }
            @{ Case = 'as objects of another session'; Get = { Get-Process -Id $args[0] | Copy-ThroughSerialisation } }
            @{ Case = 'as a property ProcessId'; Get = { [pscustomobject]@{ Name = 'x'; ProcessId = $args[0] } } }
        ) {
            (& $Get $PID | Get-NetNamespace).Inode | Should -Be (Get-NetNamespace -Current).Inode
        }

        It 'says to root of a user namespace that it is nobody outside' {
            unshare --map-root-user true 2>$null
            if ($LASTEXITCODE) { Set-ItResult -Skipped -Because 'user namespaces are not allowed here' }
            $said = unshare --map-root-user --net pwsh -NoProfile -c "Import-Module $((Get-Module NetNs).Path); try { Get-NetNamespace -ProcessId $PID -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId; `$_.ErrorDetails.RecommendedAction }"
            $said[0] | Should -BeLike 'NotPermitted,*'
            $said[1] | Should -BeLike '*user namespace*'
        }

        It 'says that there is no such process' {
            $failure = Get-ErrorOf { Get-NetNamespace -ProcessId 4194999 }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ProcessNotFound,*'
            $failure.TargetObject | Should -Be 4194999
        }
    }

    Context '-All' {
        It 'lists the namespace of a process that has no name, with its processes' {
            $process = Start-Elsewhere
            $found = Get-NetNamespace -All | Where-Object Processes -Contains $process.Id
            $found.Name | Should -BeNullOrEmpty
            $found.Source | Should -Be Process
            $found.Path | Should -Be "/proc/$($process.Id)/ns/net"
            $found.Processes | Should -Be $process.Id
            $found.Inode | Should -Be (stat -L -c %i $found.Path)
        }

        It 'lists each one once: by its name rather than by its process' {
            $process = Start-Elsewhere
            ip netns attach web $process.Id
            $found = @(Get-NetNamespace -All | Where-Object Processes -Contains $process.Id)
            $found.Count | Should -Be 1
            $found.Name | Should -Be web
            (Get-NetNamespace -All w*).Processes | Should -Be $process.Id
        }

        It 'lists one that is mounted elsewhere, without any process' {
            ip netns add red
            $file = "$TestDrive/mounted"
            Set-Content $file ''
            mount --bind /run/netns/red $file
            $inode = (Get-NetNamespace red).Inode
            ip netns del red
            try {
                $found = Get-NetNamespace -All | Where-Object Inode -EQ $inode
                $found.Path | Should -Be $file
                $found.Source | Should -Be Process
                $found.Processes | Should -BeNullOrEmpty
            }
            finally { umount $file }
        }

        It 'tells where <Path> comes from' -ForEach @(
            @{ Path = '/run/docker/netns/8f2c01d9a4b7'; Source = 'Docker' }
            @{ Path = '/run/user/1000/netns/netns-6a0b4c39-9d3a-2f6f-0f7e-9b515f1d3f0e'; Source = 'Podman' }
            @{ Path = '/run/netns/cni-6a0b4c39-9d3a-2f6f-0f7e-9b515f1d3f0e'; Source = 'Cni' }
        ) {
            # A /run of its own, so that the engine's directory can be made.
            $found = unshare --mount pwsh -NoProfile -c @"
                mount -t tmpfs none /run; mkdir -p '$(Split-Path $Path)' /run/netns; touch '$Path'; unshare --net='$Path' true
                . '$PSScriptRoot/../tools/Common.ps1'
                Get-NetNamespace -All | Where-Object Path -EQ '$Path' | ForEach-Object Source
"@
            $found | Should -Be $Source
        }

        It 'comes with the current namespace, and with this process in it' {
            $current = Get-NetNamespace -All | Where-Object Source -EQ Current
            $current.Processes | Should -Contain $PID
        }
    }

    Context 'the objects' {
        It 'are read anew when they come back through the pipe' {
            $seen = New-NetNamespace red
            ($seen | Get-NetNamespace) | Should -Be $seen
            ip netns del red
            (Get-ErrorOf { $seen | Get-NetNamespace }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
        }

        It 'bind again after serialisation' {
            $copy = New-NetNamespace red | Copy-ThroughSerialisation
            $copy.Name | Should -Be red
            (Get-NetLink -Namespace $copy).Name | Should -Be lo
            ($copy | Get-NetNamespace).Name | Should -Be red
        }

        It 'count links and processes when they are asked, and not before' {
            $red = New-NetNamespace red
            $red.LinkCount | Should -Be 1
            $red.ProcessCount | Should -Be 0
            ip -n red link add br0 type bridge
            $red.LinkCount | Should -Be 2
            ($red | Select-Object LinkCount).LinkCount | Should -Be 2
            $script:started.Add((Start-Process ip -ArgumentList netns, exec, red, sleep, 600 -PassThru))
            Wait-Until { $red.ProcessCount -eq 1 } | Should -BeTrue
            $red | ConvertTo-Json | Should -Not -Match Count
            [Management.Automation.PSSerializer]::Serialize($red) | Should -Not -Match Count
            Remove-NetNamespace red -WarningAction Ignore
            $red.LinkCount | Should -BeNullOrEmpty
        }

        It 'fit a narrow terminal' {
            'red', 'a-name-of-twenty-four-x' | New-NetNamespace | Out-Null
            (Get-NetNamespace | Out-String -Width 80) -split "`n" | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
            Get-NetNamespace | Out-String -Width 100 | Should -Match '/run/netns/a-name-of-twenty-four-x'
        }
    }
}
