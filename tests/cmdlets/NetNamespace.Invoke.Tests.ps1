[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingCmdletAliases', '', Justification = 'aliases are what is tested')]
param()

Describe 'Invoke-NetNamespace' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        function Get-Here { [IO.File]::ResolveLinkTarget('/proc/thread-self/ns/net', $false).Name }
        function Get-Inside([string] $Name) { 'net:[' + (stat -Lc %i "/run/netns/$Name") + ']' }
        $athome = Get-Here
    }
    BeforeEach { $null = New-NetNamespace red, blue; $inRed = Get-Inside red; $inBlue = Get-Inside blue }
    AfterEach {
        Get-Here | Should -Be $athome -Because 'whatever happens in the block, this thread is at home afterwards'
        Reset-World
    }
    AfterAll { Assert-NothingLeft }

    Context 'What is inside' {
        It 'runs programs and code inside' {
            Invoke-NetNamespace red { Get-Here } | Should -Be $inRed
            Invoke-NetNamespace red { readlink /proc/self/ns/net } | Should -Be $inRed
            (inns red { ip -json link | ConvertFrom-Json }).ifname | Should -Be lo
        }

        It 'makes cmdlets of this module act inside' {
            inns red {
                (Get-NetNamespace -Current).Name | Should -Be red
                $null = New-VethPair a b -IPAddress 10.0.0.1/24 -Up
                (Get-NetLink).Name | Sort-Object | Should -Be a, b, lo
            }
            (ip -n red -json link | ConvertFrom-Json).ifname | Sort-Object | Should -Be a, b, lo
            (ip -json link | ConvertFrom-Json).ifname | Should -Be lo
        }

        It 'takes a name, a path, a process id, a process and an object' {
            $sleeper = Start-NetNamespaceProcess red sleep 100
            try {
                inns red { Get-Here } | Should -Be $inRed
                inns /run/netns/red { Get-Here } | Should -Be $inRed
                inns $sleeper.Id { Get-Here } | Should -Be $inRed
                inns $sleeper { Get-Here } | Should -Be $inRed
                inns (Get-NetNamespace red) { Get-Here } | Should -Be $inRed
                inns -NetNs red -ScriptBlock { Get-Here } | Should -Be $inRed
            }
            finally { $sleeper.Kill(); $sleeper.WaitForExit() }
        }

        It 'opens sockets inside' {
            inns red {
                $script:listener = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 7000); $listener.Start()
            }
            try {
                ip netns exec red ss -Htln | Should -Match '127.0.0.1:7000'
                ss -Htln | Should -BeNullOrEmpty
            }
            finally { $listener.Stop() }
        }
    }

    Context 'What goes in and comes out' {
        It 'sees the caller''s variables, also those of functions' {
            $output = 'mine'; $block = 'my block'; $arguments = 1
            inns red { "$output $block $arguments" } | Should -Be 'mine my block 1'
            function Test-Local { $local = 'of the function'; inns red { $local } }
            Test-Local | Should -Be 'of the function'
        }

        It 'passes arguments' {
            inns red { param($a, $b) "$b-$a-$args" } -ArgumentList 1, @(2, 3), 4 | Should -Be '2 3-1-4'
            inns red { "$args" } -Args one | Should -Be one
            inns red { $args.Count } | Should -Be 0
        }

        It 'keeps types, nulls and collections' {
            $out = @(inns red { $null; , @(1, 2); [ipaddress]'10.0.0.1'; Get-NetLink lo; 'text' })
            $out.Count | Should -Be 5
            $out[0] | Should -BeNullOrEmpty
            $out[1] | Should -Be 1, 2
            $out[2] | Should -BeOfType ipaddress
            $out[3] | Should -BeOfType NetNs.NetLink
            $out[4].GetType() | Should -Be ([string])
        }

        It 'emits at once, not at the end' {
            $seen = [Collections.Generic.List[string]]::new()
            inns red { 1..3 | ForEach-Object { $seen.Add("in $_"); $_ } } | ForEach-Object { $seen.Add("out $_") }
            $seen | Should -Be 'in 1', 'out 1', 'in 2', 'out 2', 'in 3', 'out 3'
        }

        It 'runs the rest of the pipeline at home' {
            inns red { Get-Here; Get-Here } | ForEach-Object { "$_ $(Get-Here) $(readlink /proc/self/ns/net)" } | Should -Be (@("$inRed $athome $athome") * 2)
            inns red { Get-Here } | sh -c 'cat; readlink /proc/self/ns/net' | Should -Be $inRed, $athome
            foreach ($there in inns red { Get-Here }) { "$there $(Get-Here)" | Should -Be "$inRed $athome" }
        }

        It 'runs it at home for streams that are merged into the output, too' {
            $seen = inns red {
                'output'; Write-Error 'error'; Write-Warning 'warning'; Write-Verbose 'verbose' -Verbose; Write-Debug 'debug' -Debug; Write-Information 'information'; Write-Host 'host'
                sh -c 'echo stderr >&2'
            } *>&1 | ForEach-Object { "$($_.GetType().Name) $_ $(Get-Here)" }
            $seen | Should -Be @(
                "String output $athome", "ErrorRecord error $athome", "WarningRecord warning $athome", "VerboseRecord verbose $athome"
                "DebugRecord debug $athome", "InformationRecord information $athome", "InformationRecord host $athome", "ErrorRecord stderr $athome"
            )
        }

        It 'goes through namespaces one after the other and says where output comes from' {
            $out = 'red', 'blue' | Invoke-NetNamespace { [pscustomobject] @{ There = Get-Here } }
            $out.There | Should -Be $inRed, $inBlue
            $out.PSNetNamespace | Should -Be red, blue
            (inns red, blue { 'a text', 7 }).PSNetNamespace | Should -Be red, red, blue, blue
            (Get-NetNamespace | inns { 1 }).PSNetNamespace | Should -Be blue, red
        }

        It 'leaves output of one namespace as it is' {
            (inns red { [pscustomobject] @{ A = 1 } }).PSObject.Properties.Name | Should -Be A
        }

        It 'takes what carries a namespace from the pipe' {
            Get-NetLink lo -Namespace red | Select-Object Namespace | inns { Get-Here } | Should -Be $inRed
            $saved = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-NetNamespace blue)))
            $saved | inns { Get-Here } | Should -Be $inBlue
        }
    }

    Context 'Streams' {
        It 'lets <Stream> through by redirection' -ForEach @(
            @{ Stream = 'errors'; Block = { Write-Error x }; Run = { inns red $block 2>&1 }; Type = 'ErrorRecord' }
            @{ Stream = 'warnings'; Block = { Write-Warning x }; Run = { inns red $block 3>&1 }; Type = 'WarningRecord' }
            @{ Stream = 'verbose messages'; Block = { Write-Verbose x -Verbose }; Run = { inns red $block 4>&1 }; Type = 'VerboseRecord' }
            @{ Stream = 'debug messages'; Block = { Write-Debug x -Debug }; Run = { inns red $block 5>&1 }; Type = 'DebugRecord' }
            @{ Stream = 'information'; Block = { Write-Information x }; Run = { inns red { Write-Information x } 6>&1 }; Type = 'InformationRecord' }
        ) {
            $out = & $Run
            $out.GetType().Name | Should -Be $Type
            "$out" | Should -Be x
        }

        It 'writes streams to files' {
            inns red { Write-Warning w; Write-Error e; 'o' } > TestDrive:/out 2> TestDrive:/errors 3> TestDrive:/warnings
            Get-Content TestDrive:/out | Should -Be o
            Get-Content TestDrive:/warnings | Should -Be w
            Get-Content TestDrive:/errors -Raw | Should -Match '\be\b'
        }

        It 'keeps records apart that the block itself emits' {
            inns red { Write-Warning x 3>&1; try { throw 'y' } catch { $_ } } | ForEach-Object { $_.GetType().Name } | Should -Be WarningRecord, ErrorRecord
        }

        It 'gives -Verbose, -WarningAction and -ErrorAction to the block' {
            inns red { Write-Verbose x } 4>&1 | Should -BeNullOrEmpty
            inns red { Write-Verbose x } -Verbose 4>&1 | ForEach-Object Message | Should -Contain x
            inns red { Write-Warning x } -WarningAction SilentlyContinue 3>&1 | Should -BeNullOrEmpty
            inns red { Get-NetLink nope } -ErrorAction SilentlyContinue 2>&1 | Should -BeNullOrEmpty
            { inns red { Get-NetLink nope; 'not reached' } -ErrorAction Stop } | Should -Throw '*no link*'
        }

        It 'collects what the block writes in variables' {
            inns red { Write-Error e; Get-NetLink nope } -ErrorAction SilentlyContinue -ErrorVariable errors
            $errors.Count | Should -Be 2
            inns red { Write-Warning w } -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -Be w
            inns red { Write-Information i } -InformationVariable information
            "$information" | Should -Be i
            inns red { 1..3 } -OutVariable out | Should -Be 1, 2, 3
            $out | Should -Be 1, 2, 3
        }

        It 'passes exit codes of programs' {
            inns red { sh -c 'exit 7' }
            $LASTEXITCODE | Should -Be 7
        }
    }

    Context 'Every way out' {
        It 'returns after throw, and the exception is the block''s' {
            $null = try { inns red { 'before'; throw 'boom' } } catch { $caught = $_ }
            "$caught" | Should -Be boom
        }

        It 'throws what the block throws as it is, also an error of this module' {
            { inns red { Get-NetLink nope -ErrorAction Stop } } | Should -Throw -ErrorId 'LinkNotFound,NetNs.Commands.GetNetLinkCommand'
        }

        It 'returns after break and continue' {
            $turns = foreach ($turn in 1..3) { $turn; inns red { break } }
            $turns | Should -Be 1
            Get-Here | Should -Be $athome
            foreach ($turn in 1..2) { inns red { continue }; 'not reached' }
        }

        It 'returns when the rest of the pipeline has enough' {
            inns red { 1..1000 } | Select-Object -First 2 | Should -Be 1, 2
            inns red { while ($true) { 1 } } | Select-Object -First 1 | Should -Be 1
        }

        It 'returns when the rest of the pipeline throws' {
            { inns red { 1..3 } | ForEach-Object { throw "at $(Get-Here)" } } | Should -Throw "at $([WildcardPattern]::Escape($athome))"
        }

        It 'returns after return and after an error of the parser' {
            inns red { 1; return 2; 3 } | Should -Be 1, 2
            { inns red { [scriptblock]::Create('if (') } } | Should -Throw
        }

        It 'returns at Ctrl+C' {
            $shared = [hashtable]::Synchronized(@{})
            $shell = [powershell]::Create([runspacefactory]::CreateRunspace())
            try {
                $shell.Runspace.ThreadOptions = 'ReuseThread'; $shell.Runspace.Open()
                $null = $shell.AddScript("Import-Module '$((Get-Module NetNs).Path)'; function Get-Here { $((Get-Command Get-Here).Definition) }; `$global:home1 = Get-Here").Invoke()
                $shell.Commands.Clear()
                $null = $shell.AddScript('param($shared) inns red { $shared.Inside = Get-Here; while ($true) { [Threading.Thread]::Sleep(1) } }').AddArgument($shared)
                $running = $shell.BeginInvoke()
                Wait-Until { $shared.Inside -eq $inRed } | Should -BeTrue
                $shell.Stop()
                $null = try { $shell.EndInvoke($running) } catch { $_ }
                $shell.Commands.Clear()
                $shell.AddScript('(Get-Here) -eq $global:home1').Invoke() | Should -BeTrue
            }
            finally { $shell.Runspace.Dispose(); $shell.Dispose() }
        }

        It 'nests, and each returns to where it came from' {
            inns red { Get-Here; inns blue { Get-Here; inns red { Get-Here } }; Get-Here } | Should -Be $inRed, $inBlue, $inRed, $inRed
            inns red { try { inns blue { throw 'inner' } } catch { Get-Here } } | Should -Be $inRed
            inns red { inns blue { 1..9 } | Select-Object -First 1; Get-Here } | Should -Be 1, $inRed
        }

        It 'runs clean blocks inside' {
            inns red { end { 1 } clean { $script:cleanedAt = Get-Here } } | Select-Object -First 1
            $cleanedAt | Should -Be $inRed
        }

        It 'goes on with the next namespace after one that is not there' {
            $errors = $null
            $out = 'nope', 'red' | inns { Get-Here } -ErrorVariable errors -ErrorAction SilentlyContinue
            $out | Should -Be $inRed
            $errors[0].FullyQualifiedErrorId | Should -Be 'NamespaceNotFound,NetNs.Commands.InvokeNetNamespaceCommand'
            $errors[0].CategoryInfo.Category | Should -Be ObjectNotFound
        }

        It 'refuses a stale name' {
            $null = New-Item /run/netns/stale -ItemType File
            (Get-ErrorOf { inns stale { 1 } }).FullyQualifiedErrorId | Should -BeLike 'NamespaceStale,*'
        }

        It 'says what is missing without privilege' {
            Invoke-WithoutPrivilege 'inns red { 1 }' | Should -BeLike 'NotPermitted,NetNs.Commands.InvokeNetNamespaceCommand: Not permitted to enter a network namespace and come back: CAP_SYS_ADMIN is missing.'
        }
    }

    Context 'Nothing is left behind' {
        It 'has no thread inside and no more descriptors after a thousand times' {
            $count = { (Get-ChildItem /proc/self/fd).Count }
            $signal = [Threading.ManualResetEventSlim]::new()
            1..20 | ForEach-Object { inns red { Get-Here } | Out-Null }
            [GC]::Collect(); [GC]::WaitForPendingFinalizers()
            $before = & $count
            $wrong = 0
            for ($i = 0; $i -lt 1000; $i++) {
                $there = inns red { Get-Here; [Threading.Tasks.Task]::Run([Action]$signal.Set).Wait() }
                if ($there -ne $inRed) { $wrong++ }
            }
            $wrong | Should -Be 0
            [GC]::Collect(); [GC]::WaitForPendingFinalizers()
            & $count | Should -BeLessOrEqual ($before + 5)
            (Get-WorldState).Threads | Should -BeNullOrEmpty
        }

        It 'lets go of a namespace that is removed right after' {
            $signal = [Threading.ManualResetEventSlim]::new()
            # A veth end goes when the namespace of the other one does.
            $null = New-VethPair outside inside -PeerNamespace blue
            inns blue { 1..100 | ForEach-Object { [Threading.Tasks.Task]::Run([Action]$signal.Set) } | ForEach-Object Wait }
            ip netns delete blue
            Wait-Until { -not (Test-Path /sys/class/net/outside) -and -not (ip -json link | ConvertFrom-Json | Where-Object ifname -EQ outside) } 15000 | Should -BeTrue
        }

        It 'tells with -Verbose which threads are still inside' {
            $said = inns red { 1 } -Verbose 4>&1 | ForEach-Object Message
            $said | Should -Contain 'Run a script block in namespace red: ip netns exec red ...'
            # A task with a thread of its own, which the block makes.
            $release = [Threading.ManualResetEventSlim]::new()
            $said = inns red { $script:task = [Threading.Tasks.Task]::Factory.StartNew([Action]$release.Wait, [Threading.Tasks.TaskCreationOptions]::LongRunning) } -Verbose 4>&1 | ForEach-Object Message
            $said | Where-Object { $_ -like 'A thread of this process is still in namespace red: .NET Long Runni* (*)' } | Should -Not -BeNullOrEmpty
            $release.Set()
            $task.Wait()
        }

        It 'works in many runspaces at once' {
            $module = (Get-Module NetNs).Path
            $expected = $inRed
            1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module $using:module
                $there = 1..50 | ForEach-Object { inns red { [IO.File]::ResolveLinkTarget('/proc/thread-self/ns/net', $false).Name } }
                "$(@($there | Where-Object { $_ -eq $using:expected }).Count) $([IO.File]::ResolveLinkTarget('/proc/thread-self/ns/net', $false).Name)"
            } | Should -Be (@("50 $athome") * 4)
        }
    }

    Context 'Commands that would act outside' {
        It 'warns of <Name>' -ForEach @(
            @{ Name = 'Invoke-WebRequest'; Block = { if ($false) { Invoke-WebRequest http://x } } }
            @{ Name = 'iwr'; Block = { if ($false) { iwr http://x } }; Says = 'Invoke-WebRequest' }
            @{ Name = 'irm'; Block = { if ($false) { irm http://x } }; Says = 'Invoke-RestMethod' }
            @{ Name = 'a name with its module'; Block = { if ($false) { Microsoft.PowerShell.Utility\Invoke-RestMethod x } }; Says = 'Invoke-RestMethod' }
            @{ Name = 'ForEach-Object -Parallel'; Block = { 1 | ForEach-Object -Parallel { } } }
            @{ Name = '% -Par'; Block = { 1 | % -Par { } }; Says = 'ForEach-Object -Parallel' }
            @{ Name = 'Start-ThreadJob'; Block = { if ($false) { Start-ThreadJob { } } } }
            @{ Name = 'Test-Connection of a name'; Block = { if ($false) { Test-Connection web } }; Says = 'Test-Connection' }
            @{ Name = 'Resolve-DnsName'; Block = { if ($false) { Resolve-DnsName web } } }
            @{ Name = 'HttpClient'; Block = { if ($false) { [Net.Http.HttpClient]::new() } }; Says = '[Net.Http.HttpClient]' }
            @{ Name = 'a block in the block'; Block = { & { if ($false) { & { iwr x } } } }; Says = 'Invoke-WebRequest' }
        ) {
            inns red $Block -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings.Count | Should -Be 1
            "$warnings" | Should -Match "^$([regex]::Escape($Says ?? $Name)) (works|looks up names) "
            "$warnings" | Should -BeLike '*New-NetNamespaceSession*'
        }

        It 'warns of a web request that only happens: <Name>' -ForEach @(
            @{ Name = 'WebClient'; Block = { try { (New-Object Net.WebClient).DownloadString('http://127.0.0.1:1/') } catch { $null = $_ } } }
            @{ Name = 'HttpClient'; Block = { try { (New-Object Net.Http.HttpClient).GetStringAsync('http://127.0.0.1:1/').Result } catch { $null = $_ } } }
            @{ Name = 'WebRequest'; Block = { try { [Net.WebRequest]::Create('http://127.0.0.1:1/').GetResponse() } catch { $null = $_ } } }
            @{ Name = 'a command in a variable'; Block = { $command = 'Invoke-RestMethod'; try { & $command http://127.0.0.1:1/ } catch { $null = $_ } } }
            @{ Name = 'Invoke-Expression'; Block = { try { Invoke-Expression 'Invoke-WebRequest http://127.0.0.1:1/' } catch { $null = $_ } } }
            @{ Name = 'a function'; Block = { Get-Page } }
        ) {
            function Get-Page { try { Invoke-WebRequest http://127.0.0.1:1/ } catch { $null = $_ } }
            inns red $Block -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings.Count | Should -Be 1
            "$warnings" | Should -BeLike 'Web requests to 127.0.0.1 were made outside of namespace red: *New-NetNamespaceSession*'
        }

        It 'does not warn of requests of the rest of the pipeline' {
            inns red { 1, 2 } -WarningVariable warnings -WarningAction SilentlyContinue | ForEach-Object { try { $null = Invoke-WebRequest http://127.0.0.1:1/ } catch { $null = $_ } }
            $warnings | Should -BeNullOrEmpty
        }

        It 'warns once of several' {
            inns red { if ($false) { iwr x; irm x; iwr y } } -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings.Count | Should -Be 1
            "$warnings" | Should -BeLike 'Invoke-WebRequest, Invoke-RestMethod work *'
        }

        It 'finds them behind aliases of one''s own' {
            Set-Alias fetch irm; Set-Alias get-it fetch; Set-Alias fetch2 fetch
            inns red { if ($false) { fetch2 x } } -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -BeLike 'Invoke-RestMethod works *'
        }

        It 'does not warn of <Name>' -ForEach @(
            @{ Name = 'ForEach-Object'; Block = { 1 | ForEach-Object { } } }
            @{ Name = 'Resolve-Path'; Block = { Resolve-Path / | Out-Null } }
            @{ Name = 'Test-Connection of an address'; Block = { if ($false) { Test-Connection 10.0.0.1; Test-Connection -TargetName fd00::1 } } }
            @{ Name = 'a session in the block'; Block = { if ($false) { Invoke-Command -Session $s { Invoke-WebRequest x } } } }
            @{ Name = 'a text'; Block = { $null = 'Invoke-WebRequest' } }
        ) {
            inns red $Block -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings | Should -BeNullOrEmpty
        }
    }

    It 'completes names of namespaces' {
        (TabExpansion2 'Invoke-NetNamespace re' -cursorColumn 22).CompletionMatches.CompletionText | Should -Be red
        (TabExpansion2 'inns -Namespace b' -cursorColumn 17).CompletionMatches.CompletionText | Should -Be blue
    }
}
