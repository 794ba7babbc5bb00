# No code is compiled on a thread that works inside a namespace: the compiler may start a thread there, which would keep the namespace alive. A process of its own counts,
# from its first cmdlet on. Holds for the module as it is released: a Debug build is compiled at run time.

BeforeDiscovery {
    $isReady = (Get-Content "$PSScriptRoot/../../output/built.txt" -ErrorAction Ignore) -eq 'Release'
    # One line for each kind of work inside, in the order in which they run.
    $lines = @(
        'New-NetNamespace a, b', 'New-Bridge br0 -IPAddress 10.0.0.1/24', '"a", "b" | Connect-Bridge br0', 'Publish-ContainerPort 8080:80 a -EnableForwarding -WarningAction Ignore', 'Get-NetNamespace -All',
        'Get-NetIPAddress -Namespace a', 'Get-NetRoute -AllNamespaces', 'New-NetLink m0 Macvlan -Parent eth0 -Namespace a', 'New-VethPair x y -Namespace a -PeerNamespace b -IPAddress 10.3.0.1/24 -Up',
        'Test-NetConnection 10.0.0.3 -Namespace a -Count 1', 'Test-NetConnection 10.0.0.3 -Namespace a -Port 80 -WarningAction Ignore', 'Get-NetTCPConnection -Namespace a', 'Get-NetSysctl net.ipv4.ip_forward -Namespace a',
        'Enable-NetForwarding -Namespace a', 'Add-Masquerade 10.9.0.0/24 -Namespace a -WarningAction Ignore', 'Get-NetTopology', 'Trace-NetPath a b', 'Test-NetReachability -Timeout 0.3', 'Move-NetLink x -Namespace a -Destination b -NewName z',
        'Set-NetLab @{ Name = "l"; Nodes = @{ n = @{} } }', 'Remove-NetLab l', 'Remove-NetNamespace b -Wait'
    )
    $cases = foreach ($line in $lines) { @{ Line = $line } }
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    $script = "Import-Module '$((Get-Module NetNs).Path)'`n" + @'
$property = [NetNs.NetLink].Assembly.GetType('NetNs.Nsfs.RuntimeThreads').GetProperty('CompiledInside', [Reflection.BindingFlags]'Static, NonPublic')
foreach ($line in $args[0] -split "`n") {
    $before = $property.GetValue($null)
    $null = Invoke-Expression $line
    "$($property.GetValue($null) - $before) $line"
}
'@
    Set-Content "$TestDrive/count.ps1" $script
    function Get-Count([string[]] $Line) { pwsh -NoProfile -NonInteractive -File "$TestDrive/count.ps1" ($Line -join "`n") }
}

AfterAll {
    Reset-World
    Assert-NothingLeft
}

Describe 'Nothing is compiled inside a namespace' -Skip:(-not $isReady) -ForEach @{ All = $lines; Cases = $cases } {
    BeforeAll { $seen = Get-Count $All }
    AfterAll { Reset-World }

    It 'by <Line>' -ForEach $Cases { $seen | Should -Contain "0 $Line" }
}

Describe 'A program that starts inside' -Skip:(-not $isReady) {
    It 'has one method of .NET compiled there, at the first time in a process' {
        $seen = Get-Count 'New-NetNamespace a', '(Start-NetNamespaceProcess a true -Wait)', '(Start-NetNamespaceProcess a true -Wait)'
        $seen[0] | Should -BeLike '0 *'
        # Process.Start asks a switch of .NET that is not compiled ahead of time.
        [int]($seen[1] -split ' ')[0] | Should -BeLessOrEqual 1
        $seen[2] | Should -BeLike '0 *'
    }
}
