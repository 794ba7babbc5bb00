# A pretend host with containers, neighbours, other networks and another machine: dot-sourced, after Common.ps1, by the
# tests of publishing and masquerading.

function Start-Server {
    # Answers in a namespace (or on the pretend host) at ports like tcp:80; gone with Stop-Server.
    param([string] $Name, [string[]] $Port, [string] $In)
    $program = [Diagnostics.ProcessStartInfo]::new($In ? 'ip' : 'python3')
    if ($In) { 'netns', 'exec', $In, 'python3' | ForEach-Object { $program.ArgumentList.Add($_) } }
    @("$PSScriptRoot/answer.py", 'serve', $Name) + $Port | ForEach-Object { $program.ArgumentList.Add($_) }
    $program.RedirectStandardInput = $program.RedirectStandardOutput = $true
    $server = [Diagnostics.Process]::Start($program)
    if ($server.StandardOutput.ReadLine() -ne 'ready') { throw "The server $Name did not start." }
    $script:servers = @($script:servers) + $server
}

function Stop-Server {
    foreach ($server in $script:servers | Where-Object { $_ }) {
        $server.StandardInput.Close()
        if (-not $server.WaitForExit(10000)) { $server.Kill() }
        $server.Dispose()
    }
    $script:servers = @()
}

function Read-Answer {
    # Who answers at a port, and whom it takes the client for: "web 192.0.2.2". Patient, since an answer ends the wait.
    param([string] $Address, [int] $Port, [string] $From, [string] $Protocol = 'tcp', [int] $Patience = 10)
    $ask = @("$PSScriptRoot/answer.py", 'ask', $Protocol, $Address, $Port, $Patience)
    if ($From) { ip netns exec $From python3 @ask } else { python3 @ask }
}

function New-PretendHost {
    # br0 with web and api on it, br1 with stranger, and machine behind the link uplink. IPv4 and IPv6; it forwards.
    $null = New-Bridge br0 -IPAddress 10.88.0.1/16, fd00:88::1/64
    $null = New-Bridge br1 -IPAddress 10.99.0.1/24, fd00:99::1/64
    $script:web = New-NetNamespace web | Connect-Bridge br0 -IPAddress 10.88.0.2/16, fd00:88::2/64
    $script:api = New-NetNamespace api | Connect-Bridge br0 -IPAddress 10.88.0.3/16, fd00:88::3/64
    $null = New-NetNamespace stranger | Connect-Bridge br1 -IPAddress 10.99.0.2/24, fd00:99::2/64
    $null = New-NetNamespace machine
    $null = New-VethPair uplink eth0 -PeerNamespace machine -IPAddress 192.0.2.1/24, 2001:db8::1/64 -PeerIPAddress 192.0.2.2/24, 2001:db8::2/64 -Up
    Enable-NetForwarding
    # A packet that leaves before the kernel has tried the uplink's address is masqueraded as another, and all that follow it likewise.
    if (-not (Wait-Until { -not ("$(ip -6 address show tentative)" + "$(ip -n machine -6 address show tentative)") } -TimeoutMilliseconds 20000)) { throw 'The addresses of the pretend host did not settle.' }
}
