# Real containers of Podman, whose service does not run.
# Runs on a machine of its own.

BeforeAll {
    . $PSScriptRoot/../../tools/Common.ps1
    . $PSScriptRoot/../../tools/Engines.ps1
    Initialize-Podman
    Start-Container podman db '-p', '8090:80'
    Start-Container podman lonely '--network', 'none'
    $null = podman create --name never localhost/bb
    Start-Container podman gone
    $null = podman kill gone
    $processId = [int](podman inspect -f '{{.State.Pid}}' db)
}

AfterAll {
    $null = podman rm -fa -t 0 2>&1
}

Describe 'Get-NetContainer with Podman' {
    It 'lists what podman ps -a lists, with the states' {
        $listed = podman ps -a --format '{{.Names}} {{.State}} {{.ID}}' | ForEach-Object { $_ -replace ' Up .* ago', ' running' -replace ' Exited .* ago', ' exited' -replace 'Created', 'created' } | Sort-Object
        Get-NetContainer | ForEach-Object { "$($_.Name) $("$($_.State)".ToLowerInvariant()) $($_.Id.Substring(0, 12))" } | Sort-Object | Should -Be $listed
        $listed | Should -HaveCount 4
    }

    It 'tells engine, process, addresses and namespace' {
        $db = Get-NetContainer db -Engine Podman
        "$($db.Engine)", $db.ProcessId | Should -Be 'Podman', $processId
        $db.IPAddress | Should -Be ([ipaddress](podman inspect -f '{{.NetworkSettings.IPAddress}}' db))
        "$($db.Namespace)" | Should -BeExactly podman:db
    }

    It 'is a namespace by its name, and completes' {
        (Get-NetLink eth0 -Namespace podman:db).Kind | Should -Be Veth
        (TabExpansion2 'Get-NetLink -Namespace pod' 26).CompletionMatches.CompletionText | Should -Be 'podman:db', 'podman:lonely'
        (Get-ErrorOf { Get-NetLink -Namespace podman:never }).FullyQualifiedErrorId | Should -BeLike 'ContainerNotRunning,*'
        (Get-ErrorOf { Get-NetLink -Namespace podman:bd }).ToString() | Should -BeLike "*Did you mean 'podman:db'?"
    }

    It 'tells the same by its service, where CONTAINER_HOST names one, and no container twice' {
        $files = Get-NetContainer db
        $service = sh -c 'podman system service --time=0 unix:///run/p.sock >/dev/null 2>&1 & echo $!'
        $env:CONTAINER_HOST = 'unix:///run/p.sock'
        try {
            Wait-Until { Test-Path /run/p.sock } | Should -BeTrue
            Get-NetContainer | Should -HaveCount 4
            # By Docker's socket, as the package podman-docker has it: still Podman.
            $env:DOCKER_HOST = $env:CONTAINER_HOST
            $asDocker = Get-NetContainer db
            $asDocker | Should -HaveCount 1
            $asDocker | Should -Be $files
            "$asDocker" | Should -Be podman:db
        }
        finally {
            $env:CONTAINER_HOST = $env:DOCKER_HOST = $null
            kill $service
        }
    }
}

Describe 'A port that Podman publishes' {
    It 'is listed with -IncludeForeign' {
        $port = Get-ContainerPort 8090 -IncludeForeign
        $port.Owner, $port.ContainerPort | Should -Be 'Podman', 80
        $port.ContainerAddress | Should -Be (Get-NetContainer db).IPAddress[0]
    }
}
