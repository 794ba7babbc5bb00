Describe 'Test-NetNsSupport' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'says of each thing whether it works, or why not and what to do' {
        $rows = Test-NetNsSupport
        $rows.Count | Should -BeGreaterThan 20
        $rows.Feature | Select-Object -Unique | Should -Be $rows.Feature
        $rows | ForEach-Object { $_.NeededFor | Should -Not -BeNullOrEmpty }
        $rows | Where-Object Ok | ForEach-Object { $_.Reason | Should -BeNullOrEmpty }
        $rows | Where-Object Ok -EQ $false | ForEach-Object { $_.Reason | Should -Not -BeNullOrEmpty; $_.Fix | Should -Not -BeNullOrEmpty }
    }

    It 'finds what these tests need' {
        Test-NetNsSupport | Where-Object { $_.Required -and -not $_.Ok } | Should -BeNullOrEmpty
    }

    It 'agrees with ip about links of kind <_>' -ForEach 'Veth', 'Bridge', 'Dummy', 'Ifb', 'Vlan', 'Macvlan', 'Macvtap', 'Ipvlan', 'Vxlan', 'Vrf' {
        ip netns add red
        ip -n red link add parent type veth peer name other
        $options = @{ Vlan = 'link parent type vlan id 7'; Macvlan = 'link parent type macvlan'; Macvtap = 'link parent type macvtap'; Ipvlan = 'link parent type ipvlan'; Vxlan = 'type vxlan id 7 dstport 4789'; Vrf = 'type vrf table 7' }
        $arguments = ($options[$_] ?? "type $($_.ToLowerInvariant())") -split ' '
        $link, $rest = if ($arguments[0] -eq 'link') { @('link', $arguments[1]), $arguments[2..9] } else { @(), $arguments }
        ip -n red link add @link name probe @rest 2>$null
        $works = $LASTEXITCODE -eq 0
        (Test-NetNsSupport | Where-Object Feature -EQ "Links of kind $_").Ok | Should -Be $works
    }

    It 'agrees with ip about taps' {
        ip tuntap add dev probe mode tap 2>$null && ip tuntap del dev probe mode tap
        $works = $LASTEXITCODE -eq 0
        (Test-NetNsSupport | Where-Object Feature -EQ 'Links of kind Tap').Ok | Should -Be $works
    }

    It 'agrees with nft about NAT' {
        'add table inet t', 'add chain inet t c { type nat hook postrouting priority 100; }', 'add rule inet t c masquerade', 'add rule inet t c fib daddr type local accept' | Set-Content $TestDrive/rules
        nft -f $TestDrive/rules 2>$null
        $works = $LASTEXITCODE -eq 0
        (Test-NetNsSupport | Where-Object Feature -Like 'nf_tables*').Ok -notcontains $false | Should -Be $works
    }

    It 'changes nothing' {
        $before = Get-WorldState
        $null = Test-NetNsSupport
        Get-WorldState | ConvertTo-Json | Should -Be ($before | ConvertTo-Json)
    }

    It 'says without root that namespaces cannot be made, and how they can' {
        setpriv --reuid 65534 --regid 65534 --clear-groups true 2>$null
        if ($LASTEXITCODE) { Set-ItResult -Skipped -Because 'this user namespace knows no second user'; return }
        $rows = setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=$TestDrive pwsh -NoProfile -c "Import-Module '$((Get-Module NetNs).ModuleBase)/NetNs.psd1'; Test-NetNsSupport | ConvertTo-Json" | ConvertFrom-Json
        $rows[0].Feature | Should -Be 'Network namespaces'
        $rows[0].Ok | Should -BeFalse
        $rows[0].Fix | Should -BeLike '*unshare -rnm pwsh*'
        ($rows | Where-Object Feature -EQ 'Namespaces without root').Reason | Should -Not -BeLike 'not tried*'
    }

    It 'says in a namespace of a user that names need mounts of their own' {
        unshare -rn pwsh -NoProfile -c "Import-Module '$((Get-Module NetNs).ModuleBase)/NetNs.psd1'; (Test-NetNsSupport | Where-Object Feature -EQ 'Names under /run/netns').Ok" | Should -Be False
        unshare -rnm pwsh -NoProfile -c "Import-Module '$((Get-Module NetNs).ModuleBase)/NetNs.psd1'; (Test-NetNsSupport | Where-Object Feature -EQ 'Names under /run/netns').Ok" | Should -Be True
    }

    It 'says in a stack of a user how to get a place for names, and so does the cmdlet' {
        # Everybody's /run, as it is without root: of a user that the user namespace does not know.
        setpriv --reuid 65534 --regid 65534 --clear-groups true 2>$null
        if ($LASTEXITCODE) { Set-ItResult -Skipped -Because 'this user namespace knows no second user'; return }
        $said = setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=$TestDrive unshare -rnm pwsh -NoProfile -c "Import-Module '$((Get-Module NetNs).ModuleBase)/NetNs.psd1'
            (Test-NetNsSupport | Where-Object Feature -EQ 'Names under /run/netns').Fix
            try { New-NetNamespace web -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message; `$_.ErrorDetails.RecommendedAction }
            mount -t tmpfs none /run
            (New-NetNamespace web).Name"
        $said[0] | Should -BeLike '*mount -t tmpfs none /run*'
        $said[1] | Should -BeLike 'NotPermitted*'
        $said[2] | Should -BeLike '*belongs to a user that this user namespace does not know*'
        $said[3] | Should -BeLike '*mount -t tmpfs none /run*'
        $said[4] | Should -Be web
    }

    It 'fits a terminal' {
        (Test-NetNsSupport | Out-String -Width 80) -split "`n" | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
    }
}
