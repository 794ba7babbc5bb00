Describe 'Remove-NetLink' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        function Get-Name { param([string] $From) ($From ? (ip -n $From -json link) : (ip -json link) | ConvertFrom-Json).ifname | Sort-Object }
        function New-TestPair { param([int] $Count) sh -c "for i in `$(seq 1 $Count); do echo link add va`$i type veth peer name vb`$i; done | ip -batch -" }
    }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'removes a link, and says nothing' {
        ip link add ifb7 type ifb
        Remove-NetLink ifb7 | Should -BeNullOrEmpty
        Get-Name | Should -Be lo
    }

    It 'removes both ends of a pair with either' {
        $null = New-NetNamespace web
        ip link add veth0 type veth peer name eth0 netns web
        Remove-NetLink eth0 -Namespace web
        Get-Name | Should -Be lo
        Get-Name web | Should -Be lo
    }

    It 'removes links of many kinds together' {
        ip link add br0 type bridge
        ip link add veth0 type veth peer name veth1
        ip link set veth0 master br0
        ip link add mv0 link veth1 type macvlan
        ip link add vx type vxlan id 5 dstport 4789
        Get-NetLink | Where-Object Kind -NE Loopback | Remove-NetLink -ErrorAction Stop
        Get-Name | Should -Be lo
    }

    It 'removes a pair given as one object, wherever its ends are' {
        $null = 'red', 'blue' | New-NetNamespace
        $pairs = @(New-VethPair a1 a2; New-VethPair b1 b2 -PeerNamespace red; New-VethPair c1 c2 -Namespace red -PeerNamespace blue)
        $pairs | Remove-NetLink -ErrorAction Stop
        Get-Name | Should -Be lo
        Get-Name red | Should -Be lo
        Get-Name blue | Should -Be lo
    }

    It 'does not mind a link that is named twice, or that goes with another' {
        ip link add veth0 type veth peer name veth1
        ip link add mv0 link veth1 type macvlan
        'veth0', 'veth1', 'veth0', 'mv0' | Remove-NetLink -ErrorAction Stop
        Get-Name | Should -Be lo
    }

    It 'removes a thousand links in a time that one by one would take for fifty' {
        New-TestPair 500
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Get-NetLink v* | Remove-NetLink
        # One by one the kernel waits 16 ms for each pair: 8 s.
        $clock.ElapsedMilliseconds | Should -BeLessThan 1600
        Get-Name | Should -Be lo
    }

    It 'removes more links than go into one request' {
        New-TestPair 1100
        Get-NetLink va* | Remove-NetLink -ErrorAction Stop
        Get-Name | Should -Be lo
    }

    It 'leaves the links of other groups alone' {
        ip link add ifb7 group 42 type ifb
        New-TestPair 3
        'va1', 'va2' | Remove-NetLink
        Get-Name | Should -Be ifb7, lo, va3, vb3
        (ip -json link show dev ifb7 | ConvertFrom-Json).group | Should -Be 42
        (ip -json link show dev va3 | ConvertFrom-Json).group | Should -Be default
    }

    It 'reports each link that is not there, and removes the others' {
        New-TestPair 2
        $errors = $null
        'va1', 'nope', 'va2', 'nada' | Remove-NetLink -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors.FullyQualifiedErrorId | Should -Be 'LinkNotFound,NetNs.Commands.RemoveNetLinkCommand', 'LinkNotFound,NetNs.Commands.RemoveNetLinkCommand'
        $errors.TargetObject | Should -Be nope, nada
        Get-Name | Should -Be lo
    }

    It 'goes on after null' {
        New-TestPair 1
        'va1', $null | Remove-NetLink -ErrorAction SilentlyContinue
        Get-Name | Should -Be lo
    }

    It 'refuses lo, and removes the others' {
        New-TestPair 2
        $errors = $null
        Get-NetLink | Remove-NetLink -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors.FullyQualifiedErrorId | Should -Be 'KernelRefused,NetNs.Commands.RemoveNetLinkCommand'
        "$($errors.TargetObject)" | Should -Be lo
        Get-Name | Should -Be lo
    }

    It 'changes nothing with -WhatIf, and asks about each with -Confirm' {
        New-TestPair 2
        $said = Remove-NetLink va1, va2 -WhatIf 6>&1
        'va1', 'va2' | Remove-NetLink -WhatIf
        Get-Name | Should -Be lo, va1, va2, vb1, vb2
    }

    It 'removes nothing where the pipe breaks before its end' {
        New-TestPair 2
        try { 'va1', 'va2', 'stop' | ForEach-Object { if ($_ -eq 'stop') { throw 'broken' }; $_ } | Remove-NetLink } catch { $_.Exception.Message | Should -Be broken }
        Get-Name | Should -Be lo, va1, va2, vb1, vb2
        (ip -json link | ConvertFrom-Json).group | Select-Object -Unique | Should -Be default
    }

    It 'takes names literally: <Name>' -ForEach @(@{ Name = 'v*' }, @{ Name = 'v?' }, @{ Name = '[v]1' }) {
        ip link add dev $Name type ifb
        ip link add dev v1 type ifb
        Remove-NetLink $Name -ErrorAction Stop
        Get-Name | Should -Be lo, v1
        (Get-ErrorOf { Remove-NetLink $Name }).FullyQualifiedErrorId | Should -BeLike 'LinkNotFound,*'
        Get-Name | Should -Be lo, v1
    }

    It 'does not take a namespace for a link of its name' {
        $space = New-NetNamespace web
        ip link add dev web type ifb
        (Get-ErrorOf { $space | Remove-NetLink }).FullyQualifiedErrorId | Should -BeLike 'InputObjectNotBound,*'
        Get-Name | Should -Be lo, web
    }

    It 'does not remove another link that got the number of one that went' {
        ip link add dev old index 77 address 02:00:00:00:00:01 type ifb
        $link = Get-NetLink old
        ip link del dev old
        ip link add dev new index 77 type ifb
        (Get-ErrorOf { $link | Remove-NetLink }).FullyQualifiedErrorId | Should -BeLike 'LinkNotFound,*'
        Get-Name | Should -Be lo, new
    }

    It 'takes links of another process' {
        # The namespace without a name that both processes are in, and one with a name.
        $null = New-NetNamespace web
        ip link add dev here type ifb
        ip -n web link add dev there type ifb
        $job = Start-Job { Import-Module $args[0]; Get-NetLink here; Get-NetLink there -Namespace web } -ArgumentList ((Get-Module NetNs).Path -replace 'dll$', 'psd1')
        try { $job | Wait-Job | Receive-Job | Remove-NetLink -ErrorAction Stop } finally { $job | Remove-Job -Force }
        Get-Name | Should -Be lo
        Get-Name web | Should -Be lo
    }

    It 'says with -Verbose the ip commands that do the same' {
        New-TestPair 3
        (Remove-NetLink va3 -Verbose 4>&1) -match ': ip ' -replace '^.*: (?=ip )' | Should -Be 'ip link delete va3'
        $commands = (Remove-NetLink va1, va2 -Verbose 4>&1) -match ': ip ' -replace '^.*: (?=ip )'
        $commands | Should -HaveCount 3
        New-TestPair 2
        $commands | ForEach-Object { sh -c $_ }
        Get-Name | Should -Be lo
    }
}
