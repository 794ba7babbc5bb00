Describe 'New-NetNamespace' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }
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
        New-NetNamespace netns0 -WhatIf | Should -BeNullOrEmpty
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
}
