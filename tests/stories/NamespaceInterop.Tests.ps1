Describe 'Namespaces beside ip netns' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'are made here and used there: exec, identify, pids, delete' {
        $null = New-NetNamespace red
        ip netns exec red ip netns identify | Should -Be red
        $process = Start-Process ip -ArgumentList netns, exec, red, sleep, 600 -PassThru
        try {
            Wait-Until { (ip netns pids red) -contains $process.Id } | Should -BeTrue
            ip netns identify $process.Id | Should -Be red
        }
        finally { $process.Kill(); $process.WaitForExit() }
        ip netns delete red
        Get-NetNamespace | Should -BeNullOrEmpty
    }

    It 'are made there and used here' {
        ip netns add red
        ip -n red link add br0 type bridge
        (Get-NetLink -Namespace red).Name | Should -Be lo, br0
        Remove-NetNamespace red
        ip netns list | Should -BeNullOrEmpty
    }

    It 'have the same ids' {
        'red', 'blue' | ForEach-Object { ip netns add $_ }
        ip netns set blue 77
        (Get-NetNamespace blue).Id | Should -Be 77
        ip netns set red auto
        $listed = ip netns list-id | ForEach-Object { if ($_ -match 'nsid (\d+) \(iproute2 netns name: (\w+)\)') { "$($Matches[2]) $($Matches[1])" } }
        Get-NetNamespace | ForEach-Object { "$($_.Name) $($_.Id)" } | Sort-Object | Should -Be ($listed | Sort-Object)
    }

    It 'are made by both at once without getting in each other''s way' {
        $theirs = Start-Process sh -ArgumentList '-c', '"for i in $(seq 30); do ip netns add t$i; done"' -PassThru
        $ours = 1..30 | ForEach-Object { "o$_" } | New-NetNamespace
        $theirs.WaitForExit()
        $ours.Count | Should -Be 30
        (Get-NetNamespace).Count | Should -Be 60
        (Get-NetNamespace).State | Select-Object -Unique | Should -Be Active
        @(Get-Content /proc/self/mountinfo | Where-Object { $_ -match ' /run/netns ' }).Count | Should -Be 1
    }

    It 'are listed without error while they come and go' {
        $churn = Start-Process sh -ArgumentList '-c', '"for i in $(seq 40); do ip netns add c$i; ip netns del c$i; done"' -PassThru
        $errors = @()
        $lists = 0
        do { $null = Get-NetNamespace -All -ErrorVariable +errors -ErrorAction SilentlyContinue; $lists++ } until ($churn.HasExited)
        $errors | Should -BeNullOrEmpty
        $lists | Should -BeGreaterThan 1
    }

    It 'first made by many processes at once end in one mount' {
        # Each process is a whole pwsh, so a few here; the store's own test has 32 at once.
        $count = 4
        Set-Content $TestDrive/one.ps1 "Import-Module '$((Get-Module NetNs).ModuleBase)/NetNs.psd1'; `$null = New-NetNamespace `$args[0]"
        # What the new /run covers stays in the list.
        Set-Content $TestDrive/all.ps1 @"
            `$before = @(Get-Content /proc/self/mountinfo | Where-Object { `$_ -match ' /netns /run/netns ' }).Count
            1..$count | ForEach-Object { Start-Process pwsh -ArgumentList '-NoProfile', '-File', '$TestDrive/one.ps1', "p`$_" -PassThru } | Wait-Process
            @(Get-Content /proc/self/mountinfo | Where-Object { `$_ -match ' /netns /run/netns ' }).Count - `$before
            (ip netns list).Count
"@
        $result = unshare --mount --propagation private sh -c 'mount -t tmpfs none /run && exec pwsh -NoProfile -File "$1"' sh $TestDrive/all.ps1
        $result | Should -Be 1, $count
    }
}
