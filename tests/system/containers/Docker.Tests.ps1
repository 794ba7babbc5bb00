# A real dockerd with containers. Its containers have names here, and are namespaces like others.
# Runs on a machine of its own.

BeforeAll {
    . $PSScriptRoot/../../tools/Common.ps1
    . $PSScriptRoot/../../tools/Engines.ps1
    . $PSScriptRoot/../../tools/HelpExamples.ps1
    Start-Docker
    Start-Container docker web '-p', '8085:80', '-p', '127.0.0.1:8086:80/udp'
    Start-Container docker lonely '--network', 'none'
    Start-Container docker shared '--network', 'host'
    $null = docker create --name never bb
    Start-Container docker frozen
    $null = docker pause frozen
    Start-Container docker gone
    $null = docker kill gone
    $processId = [int](docker inspect -f '{{.State.Pid}}' web)
}

AfterAll {
    $null = docker rm -f (docker ps -aq)
    Stop-Docker
}

Describe 'Get-NetContainer' {
    It 'lists what docker ps -a lists, with the states' {
        $listed = docker ps -a --format '{{.Names}} {{.State}} {{.ID}}' | Sort-Object
        Get-NetContainer | ForEach-Object { "$($_.Name) $("$($_.State)".ToLowerInvariant()) $($_.Id.Substring(0, 12))" } | Sort-Object | Should -Be $listed
        $listed | Should -HaveCount 6
    }

    It 'tells engine, process, addresses and published ports' {
        $web = Get-NetContainer web
        "$($web.Engine)", $web.ProcessId | Should -Be 'Docker', $processId
        $web.IPAddress | Should -Be ([ipaddress](docker inspect -f '{{.NetworkSettings.IPAddress}}' web))
        $web.PublishedPort | Sort-Object | Should -Be @('0.0.0.0:8085:80/tcp', '127.0.0.1:8086:80/udp', '[::]:8085:80/tcp' | Sort-Object)
        "$($web.Namespace)" | Should -BeExactly docker:web
        $web.Namespace.Inode | Should -Be ((Get-Item /proc/$processId/ns/net).Target -replace '\D')
    }

    It 'shows the addresses that others than Docker gave, too' {
        $null = New-VethPair out0 in0 -PeerNamespace docker:lonely -PeerIPAddress 10.70.0.2/24
        (Get-NetContainer lonely).IPAddress | Should -Be ([ipaddress] '10.70.0.2')
        Remove-NetLink out0
    }

    It 'shows one that shares the network of the machine where it is, and one that does not run nowhere' {
        (Get-NetContainer shared).Namespace | Should -Be (Get-NetNamespace -Current)
        (Get-NetContainer shared).IPAddress | Should -BeNullOrEmpty
        $never = Get-NetContainer never
        $never.Namespace, $never.ProcessId | Should -Be $null, $null
    }

    It 'finds by wildcards, by id and by engine' {
        (Get-NetContainer '*on*', docker:w* -Engine Docker).Name | Should -Be 'gone', 'lonely', 'web'
    }

    It 'finds <Text>' -ForEach @(@{ Text = 'docker:web' }, @{ Text = 'w?b' }) {
        (Get-NetContainer $Text).Name | Should -Be web
    }

    It 'finds by the beginning of an id' {
        (Get-NetContainer (docker inspect -f '{{.Id}}' web).Substring(0, 10)).Name | Should -Be web
    }

    It 'finds none with an engine that is not here, without delay or error' {
        Get-NetContainer -Engine Podman, Containerd -ErrorVariable errors -WarningVariable warnings | Should -BeNullOrEmpty
        $errors | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }

    It 'takes names from the pipe, and is a namespace further down' {
        ('web' | Get-NetContainer | Get-NetLink eth0).Kind | Should -Be Veth
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-NetContainer web)))
        ($copy | Get-NetLink eth0).Namespace | Should -Be (Get-NetNamespace docker:web)
        (Get-NetContainer web | ConvertTo-Json -Depth 3 | ConvertFrom-Json).IPAddressText | Should -Be (Get-NetContainer web).IPAddress[0].ToString()
    }

    It 'shows what its page shows' {
        $pairs = (Get-HelpExample | Where-Object Name -EQ Get-NetContainer).Pairs
        $null = docker rm -f shared frozen lonely
        $null = docker start gone
        $PSStyle.OutputRendering = 'PlainText'
        foreach ($pair in $pairs) {
            $shown = & ([scriptblock]::Create($pair.Code)) 2>&1 3>$null | Out-String -Width 100
            $form, $expected = $shown, $pair.Shown | ForEach-Object { (ConvertTo-Form $_) -replace '172\.17\.0\.\d+', '<address>' -join "`n" }
            $form | Should -Be $expected -Because $shown
        }
        Start-Container docker lonely '--network', 'none'
    }
}

Describe 'docker:NAME' {
    It 'is a namespace wherever one is taken' {
        $inode = (Get-NetNamespace -ProcessId $processId).Inode
        (Get-NetNamespace docker:web).Inode | Should -Be $inode
        (Get-NetIPAddress -Namespace docker:web -InterfaceAlias lo -AddressFamily IPv4).IPAddress | Should -Be ([ipaddress]::Loopback)
        Invoke-NetNamespace docker:web { (Get-Item /proc/thread-self/ns/net).Target } | Should -Be "net:[$inode]"
        Start-NetNamespaceProcess docker:web readlink -ArgumentList /proc/self/ns/net -RedirectStandardOutput "$TestDrive/inside" -Wait
        Get-Content "$TestDrive/inside" | Should -Be "net:[$inode]"
        $session = New-NetNamespaceSession docker:web
        Invoke-Command $session { (Get-Item /proc/self/ns/net).Target } | Should -Be "net:[$inode]"
        Remove-PSSession $session
    }

    It 'takes an id and its beginning' {
        $id = docker inspect -f '{{.Id}}' web
        foreach ($text in $id, $id.Substring(0, 12)) { (Get-NetNamespace "docker:$text").Container | Should -Be docker:web }
    }

    It 'is the name in tables, and that of a namespace that was found otherwise' {
        Get-NetLink -Namespace docker:web | Out-String | Should -Match 'Namespace: docker:web'
        (Get-NetNamespace -All | Where-Object { $_.Processes -contains $processId }).Container | Should -Be docker:web
        Get-NetNamespace -All | Out-String -Width 160 | Should -Match 'docker:web'
    }

    It 'gives way to a namespace that has that very name' {
        ip netns add docker:web
        (Get-NetNamespace docker:web).Path | Should -Be /run/netns/docker:web
        ip netns delete docker:web
    }

    It 'says what is wrong with <Text>' -ForEach @(
        @{ Text = 'docker:wbe'; Id = 'ContainerNotFound'; Message = "There is no container 'docker:wbe'. Did you mean 'docker:web'?"; Advice = 'Those there are: .*never.*web' }
        @{ Text = 'docker:'; Id = 'ContainerNotFound'; Message = "There is no container 'docker:'."; Advice = 'Those there are' }
        @{ Text = 'podman:db'; Id = 'ContainerNotFound'; Message = "There is no container 'podman:db'."; Advice = 'Podman does not run here' }
        @{ Text = 'docker:never'; Id = 'ContainerNotRunning'; Message = "Container 'docker:never' does not run (created): only a running one has a network namespace."; Advice = 'docker start never' }
        @{ Text = 'docker:web/../x'; Id = 'ContainerNotFound'; Message = "There is no container 'docker:web/../x'*"; Advice = 'Those there are' }
    ) {
        foreach ($command in { Get-NetLink -Namespace $Text }, { Get-NetNamespace $Text }, { $Text | Get-NetIPAddress }) {
            $problem = Get-ErrorOf $command
            $problem.FullyQualifiedErrorId | Should -BeLike "$Id,*"
            "$problem" | Should -BeLike $Message
            $problem.ErrorDetails.RecommendedAction | Should -Match $Advice
        }
    }

    It 'is not removed: that is for Docker' {
        (Get-ErrorOf { Remove-NetNamespace docker:web -StopProcess }).FullyQualifiedErrorId | Should -BeLike 'ArgumentsInvalid,*'
        Test-Path /proc/$processId | Should -BeTrue
    }

    It 'completes among 50 containers in less than 50 ms, only with what runs' {
        # An engine that tells of many, since making them takes long.
        $many = Start-PretendEngine /run/many.sock 50
        $env:DOCKER_HOST = 'unix:///run/many.sock'
        try {
            $null = TabExpansion2 'Get-NetLink -Namespace docker:' 30 # the first one compiles
            $times = 1..9 | ForEach-Object {
                $clock = [Diagnostics.Stopwatch]::StartNew()
                $found = (TabExpansion2 'Get-NetLink -Namespace do' 25).CompletionMatches.CompletionText
                $clock.ElapsedMilliseconds
            }
            $found | Should -HaveCount 25
            $found | Should -Contain docker:c2
            $found | Should -Not -Contain docker:c1 -Because 'it does not run'
            ($times | Sort-Object)[4] | Should -BeLessThan 50
            (TabExpansion2 'Get-NetContainer c4' 19).CompletionMatches | Should -HaveCount 11
            (TabExpansion2 'Get-NetLink -Namespace x' 24).CompletionMatches.CompletionText | Should -Not -Contain docker:c2
        }
        finally {
            $env:DOCKER_HOST = $null
            kill $many
        }
    }

    It 'completes with what the real one runs' {
        # A machine that has much else to do may not get Docker's answer in time: then there is nothing, and no error.
        Wait-Until { 'docker:web' -in (TabExpansion2 'Get-NetLink -Namespace docker:' 30).CompletionMatches.CompletionText } | Should -BeTrue
    }
}

Describe 'A Docker that does not answer' {
    BeforeAll { kill -STOP $dockerd }
    AfterAll { kill -CONT $dockerd }

    It 'keeps nobody waiting, and is told' {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Get-NetContainer -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -Match 'Docker did not answer in time at .*/docker.sock'
        (Get-ErrorOf { Get-NetContainer -Engine Docker }).FullyQualifiedErrorId | Should -BeLike 'TimedOut,*'
        (Get-ErrorOf { Get-NetLink -Namespace docker:web }).FullyQualifiedErrorId | Should -BeLike 'TimedOut,*'
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 15
    }

    It 'keeps no press of Tab waiting' {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $null = TabExpansion2 'Get-NetLink -Namespace docker:' 30
        $clock.ElapsedMilliseconds | Should -BeLessThan 100
    }
}

Describe 'DOCKER_HOST' {
    AfterEach { $env:DOCKER_HOST = $null }

    It 'says where the socket is' {
        $env:DOCKER_HOST = 'unix:///run/elsewhere.sock'
        Get-NetContainer | Should -BeNullOrEmpty
        $null = New-Item /run/elsewhere.sock -ItemType SymbolicLink -Value /var/run/docker.sock
        (Get-NetContainer web).Name | Should -Be web
    }

    It 'is passed over where it leads to another machine' {
        $env:DOCKER_HOST = 'tcp://192.0.2.1:2375'
        (Get-NetContainer web).Name | Should -Be web
    }
}
