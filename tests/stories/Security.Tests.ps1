# What about_NetNs_Security says, each sentence of it.

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    $outside = (New-Item "$TestDrive/outside" -ItemType Directory).FullName
    Set-Content $outside/precious 'precious'
}

AfterAll { Assert-NothingLeft }

Describe 'Names and paths' {
    AfterEach { Reset-World }

    It 'never leave the directory: <_>' -ForEach '../precious', 'a/b', '/tmp/x', '.', '..', "nul`0inside" {
        (Get-ErrorOf { New-NetNamespace $_ }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNameInvalid*'
        (Get-ErrorOf { Mount-NetNamespace $_ -ProcessId $PID }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNameInvalid*'
        @(Get-ChildItem /run/netns -ErrorAction Ignore).Count | Should -Be 0
    }

    It 'are looked for in the directory alone when they are removed' {
        foreach ($name in "../..$outside/precious", "$outside/precious", '..', '.') {
            (Get-ErrorOf { Remove-NetNamespace $name }).FullyQualifiedErrorId | Should -Match '^Namespace(NotFound|NameInvalid|Stale)'
        }
        Get-Content $outside/precious | Should -Be 'precious'
    }

    It 'that are symbolic links are not followed, neither when made nor when removed' {
        $null = New-NetNamespace other
        ln -s $outside/precious /run/netns/link
        ln -s $outside/new /run/netns/dangling
        foreach ($name in 'link', 'dangling') { (Get-ErrorOf { New-NetNamespace $name }).FullyQualifiedErrorId | Should -BeLike 'NamespaceAlreadyExists*' }
        Test-Path $outside/new | Should -BeFalse
        Remove-NetNamespace link, dangling
        @(Get-ChildItem /run/netns).Name | Should -Be other
        Get-Content $outside/precious | Should -Be 'precious'
    }

    It 'are those of what is mounted over the directory last, and the others are back when that goes' {
        $null = New-NetNamespace below
        mount -t tmpfs -o mode=755 none /run/netns
        try {
            Get-NetNamespace | Should -BeNullOrEmpty
            $null = New-NetNamespace above
            "$(Get-NetNamespace)", "$((ip netns list) -replace ' .*')" | Should -Be 'above', 'above'
            Remove-NetNamespace above
        }
        finally { umount -l /run/netns }
        "$(Get-NetNamespace)" | Should -Be 'below'
    }

    It 'that lead to no namespace are not opened: a FIFO would wait for ever' {
        mkfifo $outside/fifo
        $job = Start-ThreadJob { param($module, $path) Import-Module $module; Get-NetLink -Namespace $path -ErrorAction Stop } -ArgumentList (Get-Module NetNs).Path, "$outside/fifo"
        $null = $job | Wait-Job -Timeout 30
        $job.State | Should -Be Failed
        "$($job.Error)$($job.ChildJobs.Error)$($job.JobStateInfo.Reason)" | Should -BeLike '*is not a network namespace*'
        $job | Remove-Job -Force
    }

    It 'of sysctls stay below net: <_>' -ForEach 'kernel.hostname', 'net/../kernel/hostname', 'net/./../../etc/passwd', '/etc/passwd', 'net//ipv4' {
        (Get-ErrorOf { Get-NetSysctl $_ }).FullyQualifiedErrorId | Should -BeLike 'SysctlNotFound*'
        (Get-ErrorOf { Set-NetSysctl $_ 1 }).FullyQualifiedErrorId | Should -BeLike 'SysctlNotFound*'
    }

    It 'are data when they are completed, whatever they hold' {
        $names = '$(Remove-Item x)', "a'b; exit", '`whoami`', '-Wait', 'two words', "line`nbreak"
        $null = New-NetNamespace $names
        $found = (TabExpansion2 'Get-NetLink -Namespace ').CompletionMatches.CompletionText
        $values = foreach ($text in $found) {
            # Whatever is typed so must be one literal word to the parser.
            $command = [Management.Automation.Language.Parser]::ParseInput("x $text", [ref]$null, [ref]$null).EndBlock.Statements
            $command.Count | Should -Be 1
            $command[0].PipelineElements[0].CommandElements.Count | Should -Be 2
            $command[0].PipelineElements[0].CommandElements[1].SafeGetValue()
        }
        $values | Sort-Object | Should -Be ($names | Sort-Object)
    }
}

Describe 'A parameter that is said, but null' {
    BeforeAll { $none = $null }
    AfterEach { Reset-World }

    It 'is an error, and nothing is done in the current namespace: <_>' -ForEach @(
        'New-Bridge br0 -Namespace $none'
        'New-VethPair v0 v1 -PeerNamespace $none'
        'Get-NetLink -Namespace web, $none'
        'Connect-Bridge br0 web -BridgeNamespace $none'
        '$splatted = @{ Namespace = $none }; New-NetNeighbor 10.0.0.1 02:00:00:00:00:01 -InterfaceAlias lo @splatted'
    ) {
        $failure = Get-ErrorOf ([scriptblock]::Create($_))
        $failure.FullyQualifiedErrorId | Should -BeLike 'NamespaceNameInvalid,*'
        "$failure" | Should -Match '^-\w*Namespace was given nothing'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Set-StrictMode'
        @(Get-NetLink).Name | Should -Be 'lo'
    }

    It 'is not taken for all links either: <_>' -ForEach 'Remove-NetIPAddress 127.0.0.1 -InterfaceAlias $none', 'Disconnect-Bridge -Namespace web -Bridge $none' {
        $null = New-Bridge br0 -IPAddress 10.9.0.1/24
        $null = New-NetNamespace web | Connect-Bridge br0
        (Get-ErrorOf ([scriptblock]::Create($_))).FullyQualifiedErrorId | Should -BeLike 'LinkNameInvalid,*'
        Get-NetIPAddress 127.0.0.1 | Should -Not -BeNullOrEmpty
        @(Get-BridgePort br0).Count | Should -Be 1
    }

    It 'does not open to all what was meant for some: <Command>' -ForEach @(
        @{ Id = 'SubnetInvalid'; Command = 'Publish-ContainerPort 8081:80 -Target 10.9.0.2 -SourcePrefix $none' }
        @{ Id = 'SubnetInvalid'; Command = '"8081:80" | Publish-ContainerPort -Target 10.9.0.2 -SourcePrefix $none' }
        @{ Id = 'AddressInvalid'; Command = 'Publish-ContainerPort 8081:80 -Target 10.9.0.2 -HostAddress $none' }
        @{ Id = 'PortInvalid'; Command = 'Publish-ContainerPort 8081:80 -Target 10.9.0.2 -Protocol $none' }
        @{ Id = 'LinkNameInvalid'; Command = 'Add-Masquerade 10.8.0.0/16 -OutInterface $none' }
        @{ Id = 'AddressInvalid'; Command = 'Add-Masquerade 10.8.0.0/16 -SourceAddress $none' }
        @{ Id = 'AddressInvalid'; Command = 'Unpublish-ContainerPort 8080 -HostAddress $none' }
        @{ Id = 'LinkNameInvalid'; Command = 'Remove-Masquerade 10.9.0.0/16 -OutInterface $none' }
        @{ Id = 'PortInvalid'; Command = 'Get-ContainerPort $none | Unpublish-ContainerPort' }
        @{ Id = 'NamespaceNameInvalid'; Command = 'Get-ContainerPort -Target $none | Unpublish-ContainerPort' }
        @{ Id = 'SubnetInvalid'; Command = 'Get-Masquerade $none | Remove-Masquerade' }
        @{ Id = 'LinkNameInvalid'; Command = 'Get-Masquerade -OutInterface $none | Remove-Masquerade' }
        @{ Id = 'LinkNameInvalid'; Command = 'Enable-NetForwarding -InterfaceAlias $none' }
        @{ Id = 'ArgumentsInvalid'; Command = 'Enable-NetForwarding -AddressFamily $none' }
    ) {
        $null = Publish-ContainerPort 8080:80 -Target 10.9.0.2 -WarningAction Ignore
        $null = Add-Masquerade 10.9.0.0/16 -WarningAction Ignore
        $before = nft list ruleset
        $failure = Get-ErrorOf ([scriptblock]::Create($Command))
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$failure" | Should -Match 'was given nothing'
        nft list ruleset | Should -Be $before
        Get-Content /proc/sys/net/ipv4/ip_forward | Should -Be 0
    }

    It 'is for all where a property of an object from the pipe is null, as that of a port for everybody' {
        $made = [pscustomobject]@{ Port = '8080:80'; Target = '10.9.0.2'; SourcePrefix = $null; HostAddress = $null } | Publish-ContainerPort -WarningAction Ignore
        "$made $($made.SourcePrefix)" | Should -Be '0.0.0.0:8080/tcp '
        $made | Unpublish-ContainerPort -ErrorAction Stop
    }

    It 'is an error where the Namespace of an object from the pipe is null: the object would act in the current one' {
        (Get-ErrorOf { [pscustomobject]@{ InterfaceAlias = 'lo'; Namespace = $null } | Get-NetIPAddress -AddressFamily IPv4 }).FullyQualifiedErrorId | Should -BeLike 'InputNotBound,*'
    }
}

Describe 'The locks' {
    AfterEach { Reset-World }

    It 'of choosing an address and of publishing cannot be held by another user' {
        setpriv --reuid 65534 --regid 65534 --clear-groups true 2>$null
        if ($LASTEXITCODE) { Set-ItResult -Skipped -Because 'this user namespace has one user only' }
        # Every user can lock the namespace's own file, and keep it.
        $stranger = Start-Process setpriv -ArgumentList '--reuid', '65534', '--regid', '65534', '--clear-groups', 'flock', '--no-fork', '/proc/self/ns/net', 'sleep', '600' -PassThru
        try {
            Wait-Until { lslocks --noheadings --output PID | Where-Object { $_.Trim() -eq $stranger.Id } } -TimeoutMilliseconds 10000 | Should -BeTrue
            setpriv --reuid 65534 --regid 65534 --clear-groups flock --nonblock /proc/sys/net/ipv4/tcp_fastopen_key true 2>$null
            $LASTEXITCODE | Should -Not -Be 0
            $null = New-Bridge br0 -IPAddress 10.9.0.1/24
            # Both would wait for thirty seconds, and then fail.
            $web = New-NetNamespace web | Connect-Bridge br0 -ErrorAction Stop
            $web | Publish-ContainerPort 8080:80 -ErrorAction Stop -WarningAction Ignore | Should -Not -BeNullOrEmpty
        }
        finally { $stranger | Stop-Process }
    }
}

Describe 'What is made' {
    AfterEach { Reset-World }

    It 'nobody else may write to, also under a umask of 0' {
        $said = sh -c 'umask 0; unshare --mount --propagation private sh -c "mount -t tmpfs -o mode=755 none /run && exec pwsh -NoProfile -NonInteractive -Command \"\$1\"" sh "$1"' sh "Import-Module '$((Get-Module NetNs).Path)'; `$null = New-NetNamespace web; (Get-Item /run/netns).UnixMode; (Get-Item /run/netns/web).UnixMode; @(find /run /etc/netns -perm -o+w ! -type l 2>/dev/null).Count"
        $said[0] | Should -Be 'drwxr-xr-x'
        $said[1] | Should -Match '^-r-?-?r?-?-?r?-?-?$'
        $said[2] | Should -Be 0
    }
}

Describe 'The guard of 127.0.0.0/8' {
    AfterAll { Reset-World }

    It 'keeps neighbours from what listens on 127.0.0.1 only, and nothing else does' {
        $null = New-Bridge br0 -IPAddress 10.9.0.1/24
        $web = New-NetNamespace web | Connect-Bridge br0
        $null = $web | Publish-ContainerPort 8080:80 3>$null
        Get-Content /proc/sys/net/ipv4/conf/br0/route_localnet | Should -Be 1
        # A neighbour that sends to 127.0.0.1 by its cable.
        ip -n web addr del 127.0.0.1/8 dev lo
        ip netns exec web sysctl -q -w net.ipv4.conf.eth0.route_localnet=1
        ip -n web route add 127.0.0.1 via 10.9.0.1 src $web.IPAddress[0]
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 9000)
        $listener.Start()
        try {
            ip netns exec web timeout 2 bash -c 'exec 3<>/dev/tcp/127.0.0.1/9000' 2>$null
            $LASTEXITCODE | Should -Not -Be 0
            nft flush chain inet NetNs guard
            ip netns exec web timeout 10 bash -c 'exec 3<>/dev/tcp/127.0.0.1/9000' 2>$null
            $LASTEXITCODE | Should -Be 0
        }
        finally { $listener.Stop() }
    }
}

Describe 'A child process' {
    BeforeAll {
        $null = New-NetNamespace web
        $env:NETNS_TEST_SECRET = 'the shell has it'
    }
    AfterAll {
        Remove-Item Env:NETNS_TEST_SECRET
        Reset-World
    }

    It 'has the environment of the shell and nothing else' {
        Start-NetNamespaceProcess web env -RedirectStandardOutput $TestDrive/inside -Wait | Out-Null
        $outside_ = env
        # "_" is what each shell sets for each program.
        @(Compare-Object (Get-Content $TestDrive/inside) $outside_ | Where-Object InputObject -NotLike '_=*').InputObject | Should -BeNullOrEmpty
    }

    It 'has no open file but its three streams, and what whoever started this shell left open for all' {
        $list = '-c', 'ls /proc/$$/fd'
        Start-NetNamespaceProcess web sh -ArgumentList $list -RedirectStandardOutput $TestDrive/fds -Wait | Out-Null
        Start-Process sh -ArgumentList '-c', '"ls /proc/$$/fd"' -RedirectStandardOutput $TestDrive/others -Wait
        Get-Content $TestDrive/others | Should -Contain 2
        Get-Content $TestDrive/fds | Should -Be (Get-Content $TestDrive/others)
    }

    It 'of a session has them, too' {
        $session = New-NetNamespaceSession web
        try {
            $files = Invoke-Command -Session $session { [IO.Directory]::GetFiles('/proc/self/fd') | ForEach-Object { [IO.File]::ResolveLinkTarget($_, $false)?.FullName } }
            $files | Should -Not -Match 'netlink|net:\['
            $added = Invoke-Command -Session $session { Get-ChildItem Env: | ForEach-Object { "$($_.Name)=$($_.Value)" } }
            # What a plain child has: PowerShell itself changes the PATH.
            $here = pwsh -NoProfile -NonInteractive -Command 'Get-ChildItem Env: | ForEach-Object { "$($_.Name)=$($_.Value)" }'
            $added | Where-Object { $_ -notin $here -and $_ -notmatch '^(PSModulePath|_)=' } | Should -BeNullOrEmpty
        }
        finally { $session | Remove-PSSession }
    }

    It 'gets no files from outside of /etc/netns by an object with an invented name' {
        $true_ = Get-NetNamespace web
        $false_ = [NetNs.NetNamespace]@{ Name = "../..$outside"; Path = $true_.Path; Inode = $true_.Inode }
        Set-Content $outside/hostname 'mallory'
        Start-NetNamespaceProcess $false_ cat -ArgumentList '/etc/hostname' -RedirectStandardOutput $TestDrive/hostname -Wait | Out-Null
        Get-Content $TestDrive/hostname | Should -Not -Be 'mallory'
    }
}
