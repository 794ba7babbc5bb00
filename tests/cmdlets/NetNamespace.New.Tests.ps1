Describe 'New-NetNamespace' {
    BeforeAll { . $PSScriptRoot/../tools/Common.ps1 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'makes a namespace that ip netns lists' {
        $made = New-NetNamespace netns0
        $made.Name | Should -Be netns0
        ip netns list | Should -Match '^netns0'
        (Get-Item /run/netns/netns0).UnixMode | Should -Not -BeNullOrEmpty
    }

    It 'has lo only, and switched on' {
        $null = New-NetNamespace netns0
        $links = ip -n netns0 -json link | ConvertFrom-Json
        @($links).Count | Should -Be 1
        $links.flags | Should -Contain UP
    }

    It 'leaves lo switched off with -LoopbackDown' {
        $null = New-NetNamespace netns0 -LoopbackDown
        (ip -n netns0 -json link | ConvertFrom-Json).flags | Should -Not -Contain UP
    }

    It 'takes names from the pipe and emits each as it is made' {
        ('red', 'blue' | New-NetNamespace).Name | Should -Be red, blue
    }

    It 'changes nothing with -WhatIf' {
        (New-NetNamespace netns0 -WhatIf) | Should -BeNullOrEmpty
        '/run/netns/netns0' | Should -Not -Exist
    }

    It 'refuses a name that is taken, and goes on with the rest of the pipe' {
        $null = New-NetNamespace red
        $errors = $null
        $made = 'red', 'blue' | New-NetNamespace -ErrorVariable errors -ErrorAction SilentlyContinue
        $made.Name | Should -Be blue
        $errors.FullyQualifiedErrorId | Should -Be 'NamespaceAlreadyExists,NetNs.Commands.NewNetNamespaceCommand'
        $errors.CategoryInfo.Category | Should -Be ResourceExists
        $errors.TargetObject | Should -Be red
    }

    It 'returns the present one with -IfExists Reuse' {
        $first = New-NetNamespace red
        (New-NetNamespace red -IfExists Reuse) | Should -Be $first
    }

    It 'refuses <Case> as a name' -ForEach @(
        @{ Case = 'an empty text'; Name = '' }
        @{ Case = '.'; Name = '.' }
        @{ Case = '..'; Name = '..' }
        @{ Case = 'a slash'; Name = 'a/b' }
        @{ Case = 'a way out of the directory'; Name = '../escape' }
        @{ Case = 'NUL'; Name = "a`0b" }
        @{ Case = '256 bytes'; Name = 'x' * 256 }
    ) {
        (Get-ErrorOf { New-NetNamespace $Name }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNameInvalid,*'
        Get-ChildItem /run/netns | Should -BeNullOrEmpty
    }

    It 'accepts <Case> as a name' -ForEach @(
        @{ Case = '255 bytes'; Name = 'x' * 255 }
        @{ Case = 'blanks and other letters'; Name = 'mein Netz äöü' }
        @{ Case = 'wildcard characters'; Name = 'a[1]*' }
        @{ Case = 'a leading dash'; Name = '-v' }
    ) {
        (New-NetNamespace -Name $Name).Name | Should -Be $Name
    }

    It 'takes names by property name, from a CSV file for example' {
        ('Name,Role', 'web,server', 'db,store' | ConvertFrom-Csv | New-NetNamespace).Name | Should -Be web, db
    }

    It 'says with -Verbose what it does and how ip would' {
        $said = New-NetNamespace red -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message
        $said | Should -Contain 'Create network namespace red: ip netns add red'
        $said | Should -Contain 'Switch on lo in namespace red: ip -n red link set lo up'
    }

    It 'says how the present one differs with -IfExists Reuse' {
        $null = New-NetNamespace red -LoopbackDown
        $failure = Get-ErrorOf { New-NetNamespace red -IfExists Reuse }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Enable-NetLink lo -Namespace red*'
    }

    It 'makes the namespace with -IfExists Reuse where a reboot or a killed process left its name only' {
        Set-Content /run/netns/red ''
        (New-NetNamespace red -IfExists Reuse).State | Should -Be Active
        ip -n red -o link show lo up | Should -Not -BeNullOrEmpty
    }

    It 'does not reuse a symbolic link that leads to no namespace' {
        New-Item -ItemType SymbolicLink -Path /run/netns/red -Target "$TestDrive/elsewhere" | Out-Null
        (Get-ErrorOf { New-NetNamespace red -IfExists Reuse }).FullyQualifiedErrorId | Should -BeLike 'NamespaceStale,*'
    }

    It 'does not follow a symbolic link that has the name' {
        New-Item -ItemType SymbolicLink -Path /run/netns/red -Target "$TestDrive/elsewhere" | Out-Null
        (Get-ErrorOf { New-NetNamespace red }).FullyQualifiedErrorId | Should -BeLike 'NamespaceAlreadyExists,*'
        "$TestDrive/elsewhere" | Should -Not -Exist
    }

    It 'takes names that differ in case only for different ones' {
        ('red', 'Red' | New-NetNamespace).Name | Should -BeExactly red, Red
        (Get-NetNamespace red).Inode | Should -Not -Be (Get-NetNamespace Red).Inode
    }

    It 'leaves nothing where the kernel refuses' {
        # Without the right to mount, in a user namespace of another user's mounts.
        $failure = unshare -rn pwsh -NoProfile -c ". '$PSScriptRoot/../tools/Common.ps1'; (Get-ErrorOf { New-NetNamespace red }).FullyQualifiedErrorId"
        $failure | Should -BeLike 'NotPermitted,*'
        Get-ChildItem /run/netns | Should -BeNullOrEmpty
    }

    It 'makes as many in one pipe as the kernel permits, and says what stops it' {
        $said = unshare -rnm bash -c 'mount -t tmpfs none /run; mkdir /run/netns; echo 4 > /proc/sys/user/max_net_namespaces; exec "$@"' - pwsh -NoProfile -c ". '$PSScriptRoot/../tools/Common.ps1'
            `$made = 1..5 | ForEach-Object { `"red`$_`" } | New-NetNamespace -ErrorVariable refused -ErrorAction SilentlyContinue
            `"`$made`"; `$refused.Count; `"`$(`$refused[0])`""
        # One of the four is home.
        $said[0] | Should -Be 'red1 red2 red3'
        $said[1] | Should -Be 2
        $said[2] | Should -BeLike '*user.max_net_namespaces*'
    }
}
