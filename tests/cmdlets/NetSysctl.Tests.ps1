Describe 'NetSysctl' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    BeforeEach { $null = New-NetNamespace web }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'reads the value that the namespace has, not that of the caller' {
        ip netns exec web sysctl -qw net.ipv4.ip_forward=1
        (Get-NetSysctl net.ipv4.ip_forward -Namespace web).Value | Should -Be 1
        (Get-NetSysctl net.ipv4.ip_forward).Value | Should -Be 0
    }

    It 'takes slashes as well as dots' {
        (Get-NetSysctl net/ipv4/ip_forward).Name | Should -Be net.ipv4.ip_forward
    }

    It 'lists by wildcard, each link on its own' {
        $names = (Get-NetSysctl 'net.ipv4.conf.*.rp_filter' -Namespace web).Name
        $names | Should -Be 'net.ipv4.conf.all.rp_filter', 'net.ipv4.conf.default.rp_filter', 'net.ipv4.conf.lo.rp_filter'
    }

    It 'writes the dot of a link name as a slash, as sysctl does' {
        $null = New-VethPair eth0.5 peer0 -Namespace web
        (Get-NetSysctl 'net.ipv4.conf.*.forwarding' -Namespace web).Name | Should -Contain 'net.ipv4.conf.eth0/5.forwarding'
        Set-NetSysctl 'net.ipv4.conf.eth0/5.forwarding' 1 -Namespace web
        ip netns exec web cat /proc/sys/net/ipv4/conf/eth0.5/forwarding | Should -Be 1
    }

    It 'sets a value inside the namespace only' {
        (Set-NetSysctl net.ipv4.ip_forward 1 -Namespace web -PassThru).Value | Should -Be 1
        ip netns exec web sysctl -n net.ipv4.ip_forward | Should -Be 1
        sysctl -n net.ipv4.ip_forward | Should -Be 0
    }

    It 'takes a setting from the pipe and sets it where it came from' {
        Get-NetSysctl net.ipv4.ip_forward -Namespace web | Set-NetSysctl -Value 1
        ip netns exec web sysctl -n net.ipv4.ip_forward | Should -Be 1
    }

    It 'lists many settings of many namespaces' {
        $null = New-NetNamespace db
        'web', 'db' | ForEach-Object { Get-NetNamespace $_ } | Get-NetSysctl net.ipv4.ip_forward | ForEach-Object { "$($_.Namespace)" } | Should -Be web, db
    }

    It 'changes nothing with -WhatIf' {
        Set-NetSysctl net.ipv4.ip_forward 1 -Namespace web -WhatIf
        ip netns exec web sysctl -n net.ipv4.ip_forward | Should -Be 0
    }

    It 'says SysctlNotFound for <Name>' -ForEach @(
        @{ Name = 'net.ipv4.no_such_thing' }
        @{ Name = 'net.ipv4' }
        @{ Name = 'kernel.hostname' }
        @{ Name = 'net/../kernel/hostname' }
        @{ Name = 'net' }
    ) {
        (Get-ErrorOf { Get-NetSysctl $Name }).FullyQualifiedErrorId | Should -BeLike 'SysctlNotFound,*'
        (Get-ErrorOf { Set-NetSysctl $Name 1 }).FullyQualifiedErrorId | Should -BeLike 'SysctlNotFound,*'
    }

    It 'says SysctlValueInvalid where the kernel does not take the value' {
        (Get-ErrorOf { Set-NetSysctl net.ipv4.ip_forward banana -Namespace web }).FullyQualifiedErrorId | Should -BeLike 'SysctlValueInvalid,*'
        ip netns exec web sysctl -n net.ipv4.ip_forward | Should -Be 0
    }

    It 'completes names part by part' {
        (TabExpansion2 'Get-NetSysctl net.ipv4.ip_for').CompletionMatches.CompletionText | Should -Contain net.ipv4.ip_forward
    }
}
