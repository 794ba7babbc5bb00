# What an object remembers of where it came from, and what it is good for later.

Describe 'A namespace that an object remembers' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        function Get-ErrorId { param([scriptblock] $Block) try { & $Block -ErrorAction Stop; 'none' } catch { $_.FullyQualifiedErrorId -replace ',.*' } }
        function Copy-FromElsewhere {
            # As Invoke-Command over SSH brings it from a machine called elsewhere.
            param($Value)
            $text = [Management.Automation.PSSerializer]::Serialize($Value) -replace '(<G N="BootId">)[^<]*', '${1}11111111-1111-1111-1111-111111111111' -replace '(<S N="MachineName">)[^<]*', '${1}elsewhere'
            [Management.Automation.PSSerializer]::Deserialize($text)
        }
    }
    BeforeEach { $null = New-NetNamespace web }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'is refused where another namespace has its name and its inode number by now' {
        $reused = 0
        for ($round = 0; $round -lt 20 -and $reused -lt 5; $round++) {
            $old = 1..20 | ForEach-Object { "old$_" } | New-NetNamespace
            $links = $old | ForEach-Object { Get-NetLink lo -Namespace $_ }
            $old | Remove-NetNamespace -Wait
            $new = 1..20 | ForEach-Object { "old$_" } | New-NetNamespace
            for ($i = 0; $i -lt 20; $i++) {
                if ($old[$i].Inode -eq $new[$i].Inode) { $reused++ }
                $old[$i].Equals($new[$i]) | Should -BeFalse
            }
            $old | Get-NetLink -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $links | Disable-NetLink -PassThru -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $old | Remove-NetNamespace -ErrorAction SilentlyContinue
            (Get-NetNamespace old*).Count | Should -Be 20
            $new | Remove-NetNamespace -Wait
        }
    }

    It 'has the number that a socket inside tells' {
        $cookie = python3 -c 'import socket,struct; print(struct.unpack("Q", socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).getsockopt(socket.SOL_SOCKET, 71, 8))[0])'
        (Get-NetNamespace -Current).Cookie | Should -Be $cookie
        (Get-NetLink lo).Namespace.Cookie | Should -Be $cookie
    }

    It 'is refused where it is on another machine: <_>' -ForEach @(
        'Copy-FromElsewhere (Get-NetNamespace web) | Remove-NetNamespace'
        'Copy-FromElsewhere (Get-NetLink lo -Namespace web) | Disable-NetLink'
        'Copy-FromElsewhere (Get-NetLink lo) | Disable-NetLink'
        'Copy-FromElsewhere (Get-NetRoute -Table All -Namespace web) | Remove-NetRoute'
        'Copy-FromElsewhere (Get-NetIPAddress -Namespace web) | Remove-NetIPAddress'
        'Enable-NetForwarding -Namespace (Copy-FromElsewhere (Get-NetNamespace web))'
    ) {
        ip -n web addr add 10.0.0.1/24 dev lo
        $before = sh $PSScriptRoot/../tools/world-state.sh
        $errors = @()
        try { Invoke-Expression $_ -ErrorVariable +errors -ErrorAction SilentlyContinue } catch { $errors = @($_) }
        $errors.Count | Should -BeGreaterThan 0
        $errors | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'ForeignObject,*'; $_.Exception.Message | Should -BeLike '*elsewhere*' }
        sh $PSScriptRoot/../tools/world-state.sh | Should -Be $before
    }

    It 'binds from our own sessions' {
        $session = New-NetNamespaceSession web
        try { Invoke-Command $session { Get-NetLink lo } | Disable-NetLink }
        finally { Remove-PSSession $session }
        (Get-NetLink lo -Namespace web).AdminState | Should -Be Down
    }

    It 'binds from a session in a namespace without a name' {
        $process = Start-Process unshare '--net', sleep, 60 -PassThru
        try {
            while ((Get-NetNamespace -ProcessId $process.Id).Inode -eq (Get-NetNamespace -Current).Inode) { Start-Sleep -Milliseconds 20 }
            $session = New-NetNamespaceSession $process
            try { $link = Invoke-Command $session { Get-NetLink lo } | Enable-NetLink -PassThru }
            finally { Remove-PSSession $session }
            $link.Namespace.Inode | Should -Be (stat -L -c %i "/proc/$($process.Id)/ns/net")
        }
        finally { Stop-Process $process }
    }

    It 'is written as the current one where it is that and has no name: <_>' -ForEach @(
        'ConvertTo-Csv | ConvertFrom-Csv', 'ConvertTo-Json | ConvertFrom-Json', 'Select-Object InterfaceAlias, Namespace', 'Select-Object *'
    ) {
        $text = Invoke-Expression "Get-NetLink lo | $($_ -replace ' \|.*') | Out-String -Width 4000"
        $text | Should -Not -Match "/proc/$PID/|/proc/self"
        Invoke-Expression "Get-NetLink lo | $_ | Disable-NetLink"
        (Get-NetLink lo).AdminState | Should -Be Down
        (Get-NetLink lo -Namespace web).AdminState | Should -Be Up
        ip link set lo up
    }

    It 'is found with the text of its name' {
        (Get-NetLink -AllNamespaces | Where-Object Namespace -eq web).Name | Should -Be lo
        @(Get-NetLink -AllNamespaces | Where-Object Namespace -ne web).Count | Should -Be 1
    }

    It 'of a process is refused once the process has ended' {
        $process = Start-Process sleep 60 -PassThru
        Stop-Process $process
        $process.WaitForExit()
        Get-ErrorId { Get-NetLink -Namespace $process @args } | Should -Be ProcessNotFound
    }
}
