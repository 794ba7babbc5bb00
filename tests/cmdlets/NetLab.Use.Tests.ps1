# A lab for a block, a lab for a test file, and assertions on it.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    $definition = @{ Name = 'shop'; Bridges = @{ lan = @{ IPAddress = '10.1.0.1/24' } }; Nodes = @{ web = @{ Bridge = 'lan' }; db = @{ Bridge = 'lan' } } }
}
AfterAll { Assert-NothingLeft }

Describe 'Use-NetLab' {
    AfterEach {
        Get-NetLab | Remove-NetLab
        Reset-World
    }

    It 'makes the lab for the block, gives it to the block, and removes it' {
        $seen = Use-NetLab $definition { param($lab) "$lab $($lab.Nodes) $((Get-NetLink lan -Namespace $lab.Namespace).Kind) $(@(ip netns).Count)" }
        $seen | Should -Be 'shop db web Bridge 3'
        ip netns | Should -BeNullOrEmpty
    }

    It 'runs the block where the caller is' {
        Use-NetLab $definition { (Get-NetNamespace -Current).Inode } | Should -Be (Get-NetNamespace -Current).Inode
    }

    It 'removes it when the block throws, and passes the error on' {
        { Use-NetLab $definition { throw 'broken' } } | Should -Throw 'broken'
        ip netns | Should -BeNullOrEmpty
    }

    It 'takes a file from the pipe' {
        $definition | ConvertTo-Json -Depth 5 | Set-Content "$TestDrive/shop.json"
        Get-Item "$TestDrive/shop.json" | Use-NetLab -ScriptBlock { param($lab) $lab.Name } | Should -Be shop
    }

    It 'leaves a lab alone that is there already' {
        $null = Set-NetLab $definition
        (Get-ErrorOf { Use-NetLab $definition { 'ran' } }).FullyQualifiedErrorId | Should -BeLike 'ExistingDiffers,*'
        (Get-NetLab).Name | Should -Be shop
    }

    It 'leaves nothing of a lab that cannot be made, and runs no block' {
        $ran = @{}
        (Get-ErrorOf { Use-NetLab @{ Name = 'bad'; Nodes = @{ a = @{ Process = 'no-such-program' } } } { $ran.It = $true } }).FullyQualifiedErrorId | Should -BeLike 'ProcessStartFailed,*'
        $ran.It | Should -BeNullOrEmpty
        ip netns | Should -BeNullOrEmpty
    }
}

Describe 'Should -BeNetLab, in a lab of the whole block' {
    BeforeAll {
        Import-NetNsAssertion
        $null = Set-NetLab $definition
    }
    AfterAll { Remove-NetLab shop }

    It 'passes where the lab is as its definition says' {
        $definition | Should -BeNetLab
        'shop-db' | Should -ReachNet 10.1.0.3
    }

    It 'names what differs' {
        ip -n shop-web addr add 10.1.0.99/24 dev eth0
        { $definition | Should -BeNetLab -Within 0 } | Should -Throw '*shop*Remove Address web:eth0 10.1.0.99/24*'
        $definition | Should -Not -BeNetLab
        ip -n shop-web addr del 10.1.0.99/24 dev eth0
        { $definition | Should -Not -BeNetLab -Within 0 -Because 'it was changed' } | Should -Throw '*because it was changed*'
    }
}
