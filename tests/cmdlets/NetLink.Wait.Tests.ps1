Describe 'Wait-NetLink' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        function Start-Shell {
            param([string] $Command)
            $start = [Diagnostics.ProcessStartInfo]::new('sh')
            '-c', $Command | ForEach-Object { $start.ArgumentList.Add($_) }
            [Diagnostics.Process]::Start($start)
        }
    }
    BeforeEach { ip link add veth0 up type veth peer name veth1 }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'returns at once where the state is there' {
        (Wait-NetLink lo).State | Should -Be Up
        (Wait-NetLink veth0 -State LowerLayerDown -Timeout 0).State | Should -Be LowerLayerDown
    }

    It 'returns when the state comes' {
        $shell = Start-Shell 'sleep 0.3; ip link set veth1 up'
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $link = Wait-NetLink veth0 -Timeout 10
        $clock.ElapsedMilliseconds | Should -BeLessThan 5000
        $link.State | Should -Be Up
        $link | Should -Be (Get-NetLink veth0)
        $shell.WaitForExit()
    }

    It 'waits inside another namespace' {
        $null = New-NetNamespace web
        ip -n web link add eth0 type ifb
        $shell = Start-Shell 'sleep 0.2; ip -n web link set eth0 up'
        (Wait-NetLink eth0 -Namespace web -Timeout 10).Namespace.Name | Should -Be web
        $shell.WaitForExit()
    }

    It 'waits for both ends of a pair' {
        $null = New-NetNamespace web
        $pair = New-VethPair here there -PeerNamespace web
        $shell = Start-Shell 'ip link set here up; sleep 0.2; ip -n web link set there up'
        ($pair | Wait-NetLink -Timeout 10).Name | Should -Be here, there
        $shell.WaitForExit()
    }

    It 'is over when the time is: <Timeout>' -ForEach @(@{ Timeout = 0.2 }, @{ Timeout = [TimeSpan]::FromMilliseconds(200) }, @{ Timeout = '0.2' }, @{ Timeout = 0 }) {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $found = Get-ErrorOf { Wait-NetLink veth0 -Timeout $Timeout }
        $clock.ElapsedMilliseconds | Should -BeLessThan 5000
        $found.FullyQualifiedErrorId | Should -Be 'TimedOut,NetNs.Commands.WaitNetLinkCommand'
        $found.CategoryInfo.Category | Should -Be OperationTimeout
        $found.Exception.Message | Should -Match 'veth0 is LowerLayerDown, and did not become Up'
    }

    It 'is over when the link goes' {
        $shell = Start-Shell 'sleep 0.2; ip link del dev veth0'
        (Get-ErrorOf { Wait-NetLink veth0 -Timeout 10 }).FullyQualifiedErrorId | Should -BeLike 'LinkNotFound,*'
        $shell.WaitForExit()
    }

    It 'sees through a storm of other changes' {
        $shell = Start-Shell 'for i in $(seq 1 300); do echo link set lo alias n$i; done | ip -batch -; ip link set veth1 up'
        (Wait-NetLink veth0 -Timeout 20).State | Should -Be Up
        $shell.WaitForExit()
    }

    It 'ends at once at Ctrl+C' {
        $shell = [powershell]::Create().AddScript({ param($Module) Import-Module $Module; Wait-NetLink veth0 }).AddArgument(((Get-Module NetNs).Path -replace 'dll$', 'psd1'))
        try {
            $running = $shell.BeginInvoke()
            # Waiting has begun when its listener, a second netlink socket of the group, is there.
            $null = Wait-Until { @(Get-Content /proc/net/netlink | Where-Object { ($_ -split '\s+')[1] -eq 0 -and ($_ -split '\s+')[3] -match '1$' }).Count -gt 0 }
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $clock.ElapsedMilliseconds | Should -BeLessThan 1000
            $running.IsCompleted | Should -BeTrue
        }
        finally { $shell.Dispose() }
    }

    It 'refuses <Case> with <ErrorId>' -ForEach @(
        @{ Case = 'a link that is not there'; ErrorId = 'LinkNotFound'; Script = { Wait-NetLink nope } }
        @{ Case = 'a negative time'; ErrorId = 'ParameterArgumentTransformationError'; Script = { Wait-NetLink veth0 -Timeout -1 } }
        @{ Case = 'what is no state'; ErrorId = 'CannotConvertArgumentNoMessage'; Script = { Wait-NetLink veth0 -State Happy } }
    ) {
        (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
    }

    It 'completes links and states' {
        (TabExpansion2 'Wait-NetLink l').CompletionMatches.CompletionText | Should -Be lo
        (TabExpansion2 'Wait-NetLink lo -State D').CompletionMatches.CompletionText | Should -Be Dormant, Down
    }
}
