Describe 'Watch-NetNamespace' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1

        function Watch-While {
            # The events of namespaces while something is done to them: begun with the first word of the initial state, when
            # everything is set up, ended by an alias of lo.
            param([string[]] $Namespace, [string[]] $Command, [string[]] $Kind = ('Link', 'Address', 'Route', 'Neighbor'))
            $runner = $null
            $found = [Collections.Generic.List[object]]::new()
            $null = Watch-NetNamespace $Namespace -Kind $Kind -IncludeInitialState -Timeout 20 | ForEach-Object {
                $runner ??= Start-Process sh -ArgumentList '-c', "`"$(($Command + "ip -n $($Namespace[-1]) link set lo alias end") -join '; ')`"" -PassThru
                if ($_.Kind -eq 'Link' -and $_.Object.Alias -eq 'end') { 'end' } elseif ($_.Action -ne 'Present') { $found.Add($_) }
            } | Select-Object -First 1
            $runner.WaitForExit()
            $found
        }
    }
    BeforeEach { 'red', 'blue' | New-NetNamespace | Out-Null }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'tells of links, addresses, routes and neighbours as they come, change and go' {
        $events = Watch-While red 'ip -n red link add br0 type bridge', 'ip -n red addr add 10.0.0.1/24 dev br0', 'ip -n red link set br0 up',
        'ip -n red route add 10.1.0.0/16 via 10.0.0.9', 'ip -n red neigh add 10.0.0.7 lladdr 02:00:00:00:00:07 dev br0', 'ip -n red route del 10.1.0.0/16', 'ip -n red link del br0'
        $told = $events | Where-Object { $_.Name -notlike 'fe80*' -and $_.Name -notlike 'ff*' } | ForEach-Object { "$_" }
        $told | Should -Contain 'Link br0 Added'
        $told | Should -Contain 'Address 10.0.0.1/24 Added'
        $told | Should -Contain 'Link br0 Changed'
        $told | Should -Contain 'Route 10.1.0.0/16 Added'
        $told | Should -Contain 'Neighbor 10.0.0.7 Added'
        $told | Should -Contain 'Route 10.1.0.0/16 Removed'
        $told | Should -Contain 'Link br0 Removed'
        $told.IndexOf('Link br0 Added') | Should -BeLessThan $told.IndexOf('Link br0 Removed')
        $route = $events | Where-Object { "$_" -eq 'Route 10.1.0.0/16 Added' }
        $route.Object | Should -BeOfType NetNs.NetRoute
        "$($route.Object.NextHop)" | Should -Be 10.0.0.9
        $route.InterfaceAlias | Should -Be br0
        $route.Namespace.Name | Should -Be red
    }

    It 'tells of many namespaces in one stream' {
        $events = Watch-While red, blue 'ip -n red link add br1 type bridge', 'ip -n blue link add br2 type bridge' -Kind Link
        $events | ForEach-Object { "$($_.Namespace) $($_.Name) $($_.Action)" } | Should -Be 'red br1 Added', 'blue br2 Added'
    }

    It 'tells only what it is asked for' {
        $events = Watch-While red 'ip -n red link add br0 type bridge', 'ip -n red addr add 10.0.0.1/24 dev br0' -Kind Link, Address
        $events.Kind | Select-Object -Unique | Sort-Object | Should -Be Link, Address
        (Watch-NetNamespace red -Kind Address -IncludeInitialState -Timeout 0).Kind | Select-Object -Unique | Should -Be Address
    }

    It 'tells the new name of a link that was renamed with all that follows' {
        ip -n red link add br0 type bridge
        ip -n red link set br0 up
        $events = Watch-While red 'ip -n red link set br0 down', 'ip -n red link set br0 name br7', 'ip -n red link set br7 up', 'ip -n red addr add 10.0.0.1/24 dev br7'
        ($events | Where-Object { "$_" -eq 'Address 10.0.0.1/24 Added' }).InterfaceAlias | Should -Be br7
    }

    It 'begins with what is there, where it is asked to' {
        ip -n red addr add 10.0.0.1/24 dev lo
        ip -n red route add blackhole 10.9.0.0/16
        $events = Watch-NetNamespace red -IncludeInitialState -Timeout 0
        $events.Action | Select-Object -Unique | Should -Be Present
        $events | ForEach-Object { "$($_.Kind) $($_.Name)" } | Should -Contain 'Link lo'
        $events | ForEach-Object { "$($_.Kind) $($_.Name)" } | Should -Contain 'Address 10.0.0.1/24'
        ($events | Where-Object Kind -EQ Route).Name | Should -Contain 10.9.0.0/16
    }

    It 'watches the current namespace where none is said, and takes namespaces from the pipe' {
        (Watch-NetNamespace -IncludeInitialState -Timeout 0 -Kind Link).Namespace.Source | Select-Object -Unique | Should -Be Current
        (Get-NetNamespace | Watch-NetNamespace -IncludeInitialState -Timeout 0 -Kind Link).Namespace.Name | Should -Be blue, red
    }

    It 'ends after -Timeout' {
        foreach ($timeout in 0.2, '0.2', [timespan]::FromMilliseconds(200)) {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            Watch-NetNamespace red -Timeout $timeout
            $clock.ElapsedMilliseconds | Should -BeGreaterOrEqual 195
            $clock.ElapsedMilliseconds | Should -BeLessThan 5000
        }
    }

    It 'ends after -MaxEvents, and with Select-Object -First' {
        $runner = Start-Process sh -ArgumentList '-c', '"for i in $(seq 400); do ip -n red link set lo alias a$i; sleep 0.01; done"' -PassThru
        try {
            @(Watch-NetNamespace red -MaxEvents 3 -Timeout 20).Count | Should -Be 3
            @(Watch-NetNamespace red -IncludeInitialState -Kind Link -MaxEvents 1 -Timeout 20).Action | Should -Be Present, Changed
            @(Watch-NetNamespace red -Timeout 20 | Select-Object -First 2).Count | Should -Be 2
            $runner.HasExited | Should -BeFalse
        }
        finally { $runner.Kill(); $runner.WaitForExit() }
    }

    It 'ends at once when it is stopped, as by Ctrl+C' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$((Get-Module NetNs).Path)'; Watch-NetNamespace red -IncludeInitialState")
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $run = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
        Wait-Until { $output.Count -gt 0 } | Should -BeTrue
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $clock.ElapsedMilliseconds | Should -BeLessThan 1000
        $run.IsCompleted | Should -BeTrue
        $shell.Dispose()
    }

    It 'says when it could not keep up, and then what is there' {
        (1..20000 | ForEach-Object { "link set lo alias x$_" }) + 'link set lo alias last' + 'link add late type bridge' | Set-Content $TestDrive/storm
        $blocked = $false
        # While this script does the changes itself, nobody reads events: the kernel must drop some.
        $events = Watch-NetNamespace red -Kind Link -IncludeInitialState -Timeout 20 | ForEach-Object {
            if (-not $blocked) { $blocked = $true; ip -n red -batch $TestDrive/storm }
            $_
        } | Select-Object -First 4
        $events | ForEach-Object { "$($_.Kind) $($_.Name) $($_.Action) $($_.Object.Alias)".Trim() } | Should -Be 'Link lo Present', 'Namespace red Resync', 'Link lo Present last', 'Link late Present'
    }

    It 'tells every change of a storm in many namespaces' {
        # Its own size is 50,000 changes in 100 namespaces.
        $storm = & $PSScriptRoot/../system/watch-storm.ps1 -Namespaces 10 -Changes 3000
        $storm.Lost | Should -Be 0
        $storm.Finished | Should -Be 10
        if ($storm.Resyncs -eq 0) { $storm.Told | Should -Be 3000 }
    }

    It 'does not keep a namespace alive whose name is taken away' {
        ip link add v1 type veth peer name c1 netns blue
        $told = Watch-NetNamespace blue -IncludeInitialState -Timeout 20 | ForEach-Object { if ($_.Name -eq 'c1' -and $_.Action -eq 'Present') { ip netns del blue } $_ }
        $told[-1].Kind | Should -Be Namespace
        $told[-1].Action | Should -Be Removed
        Wait-Until { -not (ip -json link | ConvertFrom-Json | Where-Object ifname -EQ v1) } | Should -BeTrue
    }

    It 'does not keep the namespace of a process alive that ended' {
        $process = Start-Process unshare -ArgumentList '--net', 'sleep', '600' -PassThru
        Wait-Until { (Get-Item "/proc/$($process.Id)/ns/net").Target -ne (Get-Item /proc/self/ns/net).Target } | Should -BeTrue
        $told = $process | Watch-NetNamespace -Kind Link -IncludeInitialState -Timeout 20 | ForEach-Object { if ($_.Name -eq 'lo') { $process.Kill() } $_ }
        $told[-1].Kind | Should -Be Namespace
        $told[-1].Action | Should -Be Removed
    }

    It 'says which namespace is not there, and watches the others' {
        $errors = $null
        (Watch-NetNamespace none, red -IncludeInitialState -Timeout 0 -Kind Link -ErrorVariable errors -ErrorAction SilentlyContinue).Namespace.Name | Should -Be red
        $errors.FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
    }

    It 'gives events that fit a terminal and JSON' {
        $events = Watch-NetNamespace red -IncludeInitialState -Timeout 0
        ($events | Out-String -Width 100) -split "`n" | ForEach-Object { $_.Length | Should -BeLessOrEqual 100 }
        ($events | ConvertTo-Json -Depth 3).Length | Should -BeLessThan 20000
    }
}
