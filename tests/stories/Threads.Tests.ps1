# about_NetNs_Threads says what is inside and what is not. Each row of its tables is tried here, and what is tried here has a row there.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'an event action shares no other scope with the test')]
param()

BeforeDiscovery {
    $page = Get-Content "$PSScriptRoot/../../docs/en-US/about_NetNs_Threads.md" -Raw
    function Get-Row([string] $Heading) {
        $section = [regex]::Match($page, "(?s)### $([regex]::Escape($Heading))\n(.*?)\n### ").Groups[1].Value
        [regex]::Matches($section, '(?m)^\| (?!What|---)(.+?) \| (.+?) \|$') | ForEach-Object { @{ What = $_.Groups[1].Value; Says = $_.Groups[2].Value } }
    }
    $inBlock = @(Get-Row 'In the block of Invoke-NetNamespace')
    $inProcess = @(Get-Row 'In a process inside')
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    # An /etc of this pretend host's own: names are asked of a server that is in namespace red only.
    $etc = (New-Item "$TestDrive/etc" -ItemType Directory).FullName
    cp -a /etc/passwd /etc/group $etc
    mount --bind $etc /etc
    'hosts: files dns' | Set-Content /etc/nsswitch.conf
    "nameserver 10.9.9.9`noptions timeout:1 attempts:1" | Set-Content /etc/resolv.conf

    $null = New-NetNamespace red, blue
    ip -n red addr add 10.9.9.9/32 dev lo
    $null = New-VethPair outside inside -PeerNamespace red
    $serverPath = "$TestDrive/servers.py"
    @'
import http.server, socket, sys, threading
asked = open(sys.argv[1], 'w')
dns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
dns.bind(('10.9.9.9', 53))
def answer():
    while True:
        query, client = dns.recvfrom(512)
        asked.write('asked\n'); asked.flush()
        dns.sendto(query[:2] + b'\x81\x83' + query[4:], client)  # there is no such name
threading.Thread(target=answer, daemon=True).start()
class Web(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.send_header('Content-Length', '4'); self.end_headers(); self.wfile.write(b'here')
    def log_message(self, *arguments): pass
http.server.HTTPServer(('127.0.0.1', 7000), Web).serve_forever()
'@ | Set-Content $serverPath
    $server = Start-NetNamespaceProcess red python3 $serverPath, "$TestDrive/asked" -RedirectStandardError "$TestDrive/server.err"
    if (-not (Wait-Until { ip netns exec red curl -sf http://127.0.0.1:7000/ } 20000)) { throw "The server did not start: $(Get-Content "$TestDrive/server.err" -Raw)" }
    $script:turn = 0

    function Get-Here { [IO.File]::ResolveLinkTarget('/proc/thread-self/ns/net', $false).Name }
    $inside = "net:[$((Get-NetNamespace red).Inode)]"
    $athome = Get-Here
    # What a namespace's links are: red has one called inside, home one called outside.
    function Get-LinkSide([string[]] $Name) { 'inside' -in $Name ? 'inside' : 'outside' -in $Name ? 'outside' : "neither: $Name" }
    function Get-NamespaceSide([string[]] $Name) {
        $different = $Name | Sort-Object -Unique
        "$different" -eq $inside ? 'inside' : "$different" -eq $athome ? 'outside' : "neither: $different"
    }
    function Get-AnswerSide([scriptblock] $Ask) { try { (& $Ask) -eq 'here' ? 'inside' : 'neither' } catch { 'outside' } }
    function Get-AskedSide([scriptblock] $Ask) {
        # Whether the name server inside heard a question. A new name each time: nothing is remembered.
        $before = @(Get-Content "$TestDrive/asked").Count
        try { $null = & $Ask "name$(++$script:turn).test" } catch { $null = $_ }
        @(Get-Content "$TestDrive/asked").Count -gt $before ? 'inside' : 'outside'
    }
    $here = "[IO.File]::ResolveLinkTarget('/proc/thread-self/ns/net', `$false).Name"
    $uri = 'http://127.0.0.1:7000/'

    $block = @{
        'A program that the block runs' = { Get-NamespaceSide (inns red { readlink /proc/self/ns/net }) }
        'A cmdlet of this module without `-Namespace`' = { Get-LinkSide (inns red { (Get-NetLink).Name }) }
        'A socket that the block opens, with `[Net.Sockets.TcpClient]` or the like' = {
            inns red {
                Get-AnswerSide {
                    $client = [Net.Sockets.TcpClient]::new('127.0.0.1', 7000)
                    $stream = $client.GetStream()
                    $stream.Write([Text.Encoding]::ASCII.GetBytes("GET / HTTP/1.0`r`n`r`n"))
                    ([IO.StreamReader]::new($stream).ReadToEnd() -split "`r`n`r`n")[-1]
                    $client.Dispose()
                }
            }
        }
        'Reading a file below `/proc/sys/net`' = {
            Set-NetSysctl net.ipv4.ip_forward 1 -Namespace red
            inns red { Get-Content /proc/sys/net/ipv4/ip_forward } | ForEach-Object { $_ -eq '1' ? 'inside' : 'outside' }
        }
        'Reading a file below `/proc/thread-self`' = { Get-LinkSide (inns red { Get-Content /proc/thread-self/net/dev | ForEach-Object { $_.Trim() -split ':' } }) }
        'Reading `/proc/net/dev`' = { Get-LinkSide (inns red { Get-Content /proc/net/dev | ForEach-Object { $_.Trim() -split ':' } }) }
        'Looking at `/sys/class/net`' = {
            # The pretend host's /sys is the machine's: neither has these links, and inside it stays the same.
            (Compare-Object (Get-ChildItem /sys/class/net).Name (inns red { (Get-ChildItem /sys/class/net).Name })) ? 'inside' : 'outside'
        }
        '`Invoke-RestMethod`, `Invoke-WebRequest`' = { inns red { Get-AnswerSide { Invoke-RestMethod $uri }; Get-AnswerSide { [Text.Encoding]::ASCII.GetString((Invoke-WebRequest $uri).Content) } } }
        '`[Net.Http.HttpClient]`' = { inns red { Get-AnswerSide { [Net.Http.HttpClient]::new().GetStringAsync($uri).GetAwaiter().GetResult() } } }
        '`ForEach-Object -Parallel`' = { Get-NamespaceSide (inns red { 1..4 | ForEach-Object -Parallel { Invoke-Expression $using:here } }) }
        '`Start-ThreadJob`' = { Get-NamespaceSide (inns red { Start-ThreadJob ([scriptblock]::Create($here)) | Receive-Job -Wait -AutoRemoveJob }) }
        '`Test-Connection` of an address' = { (inns red { Test-Connection 10.9.9.9 -Count 1 -TimeoutSeconds 1 -Quiet }) ? 'inside' : 'outside' }
        '`Test-Connection` of a name' = { (Get-AskedSide { param($name) inns red { Test-Connection $args[0] -Count 1 -TimeoutSeconds 1 -Quiet } -Args $name }) -replace '^outside$', 'the name is looked up outside' }
        '`[Net.Dns]::GetHostAddresses`, which waits' = { Get-AskedSide { param($name) inns red { [Net.Dns]::GetHostAddresses($args[0]) } -Args $name } }
        '`[Net.Dns]::GetHostAddressesAsync`' = { Get-AskedSide { param($name) inns red { [Net.Dns]::GetHostAddressesAsync($args[0]).GetAwaiter().GetResult() } -Args $name } }
        '`Start-Process`, `Start-Job`' = {
            Get-NamespaceSide (inns red { Start-Process readlink /proc/self/ns/net -Wait -RedirectStandardOutput "$TestDrive/where"; Get-Content "$TestDrive/where" })
            Get-NamespaceSide (inns red { Start-Job ([scriptblock]::Create($here)) | Receive-Job -Wait -AutoRemoveJob })
        }
        '`[powershell]::Create()`, and a runspace that the block makes' = { Get-NamespaceSide (inns red { $shell = [powershell]::Create().AddScript($here); $shell.Invoke(); $shell.Runspace.Dispose() }) }
        'An event''s `-Action` that runs while the block does' = {
            inns red {
                $null = Register-EngineEvent netns-test -Action { $global:seen = [IO.File]::ResolveLinkTarget('/proc/thread-self/ns/net', $false).Name }
                $null = New-Event netns-test
                $null = Wait-Until { $global:seen }
                Unregister-Event netns-test
            }
            Get-NamespaceSide $global:seen
        }
        'A block in the block' = { Get-NamespaceSide (inns red { & { & { Get-Here } } }) }
        'Invoke-NetNamespace in the block' = { (inns red { Get-Here; inns blue { Get-Here }; Get-Here }) -join ' ' | ForEach-Object { $_ -eq "$inside net:[$((Get-NetNamespace blue).Inode)] $inside" ? 'inside the other namespace, and back in this one afterwards' : $_ } }
        'Commands after the block in the pipeline' = { Get-NamespaceSide (inns red { 1 } | ForEach-Object { Get-Here }) }
        'Commands after the block that get its errors and messages by `*>&1`' = { Get-NamespaceSide (inns red { Write-Error 1; Write-Warning 2; Write-Host 3; Write-Verbose 4 -Verbose } *>&1 | ForEach-Object { Get-Here }) }
    }
    $warnedOf = @{
        '`Invoke-RestMethod`, `Invoke-WebRequest`' = { Invoke-RestMethod x }, { Invoke-WebRequest x }
        '`[Net.Http.HttpClient]`' = { [Net.Http.HttpClient]::new() }
        '`ForEach-Object -Parallel`' = { 1 | ForEach-Object -Parallel { } }
        '`Start-ThreadJob`' = { Start-ThreadJob { } }
        '`Test-Connection` of a name' = { Test-Connection name }
    }

    $inProcessProbes = @{
        'Programs, cmdlets of this module, sockets' = {
            Get-NamespaceSide (Invoke-Command $session { readlink /proc/self/ns/net })
            Get-LinkSide (Invoke-Command $session { (Get-NetLink).Name })
            Get-AnswerSide { Invoke-Command $session { try { [Net.Sockets.TcpClient]::new('127.0.0.1', 7000).Dispose(); 'here' } catch { 'not here' } } }
        }
        'Looking at `/sys/class/net`, reading `/proc/net/dev`' = {
            Get-LinkSide (Invoke-Command $session { (Get-ChildItem /sys/class/net).Name })
            Get-LinkSide (Invoke-Command $session { Get-Content /proc/net/dev | ForEach-Object { $_.Trim() -split ':' } })
        }
        '`Invoke-RestMethod`, `Invoke-WebRequest`, `[Net.Http.HttpClient]`' = {
            Get-AnswerSide { Invoke-Command $session { Invoke-RestMethod $using:uri } -ErrorAction Stop }
            Get-AnswerSide { Invoke-Command $session { [Text.Encoding]::ASCII.GetString((Invoke-WebRequest $using:uri).Content) } -ErrorAction Stop }
            Get-AnswerSide { Invoke-Command $session { [Net.Http.HttpClient]::new().GetStringAsync($using:uri).GetAwaiter().GetResult() } -ErrorAction Stop }
        }
        '`ForEach-Object -Parallel`, `Start-ThreadJob`' = {
            Get-NamespaceSide (Invoke-Command $session { $here = $using:here; 1..4 | ForEach-Object -Parallel { Invoke-Expression $using:here } })
            Get-NamespaceSide (Invoke-Command $session { Start-ThreadJob { [IO.File]::ResolveLinkTarget('/proc/thread-self/ns/net', $false).Name } | Receive-Job -Wait -AutoRemoveJob })
        }
        'Looking up names' = {
            Get-AskedSide { param($name) Invoke-Command $session { [Net.Dns]::GetHostAddressesAsync($args[0]).GetAwaiter().GetResult() } -ArgumentList $name }
            # By the files of /etc/netns/NAME: a session that is opened when they are there.
            $null = New-Item /etc/netns/red -ItemType Directory -Force
            '127.0.0.7 only-in-red' | Set-Content /etc/netns/red/hosts
            'nameserver 127.0.0.1' | Set-Content /etc/netns/red/resolv.conf
            '' | Set-Content /etc/hosts
            $withFiles = New-NetNamespaceSession red
            (Invoke-Command $withFiles { [Net.Dns]::GetHostAddressesAsync('only-in-red').GetAwaiter().GetResult().IPAddressToString; Get-Content /etc/resolv.conf }) -join ' ' |
                ForEach-Object { $_ -eq '127.0.0.7 nameserver 127.0.0.1' ? 'inside' : $_ }
            $withFiles | Remove-PSSession
            Remove-Item /etc/netns -Recurse
        }
        'Files, processes, users, time' = {
            'seen' | Set-Content "$TestDrive/file"
            (Invoke-Command $session { "$(Get-Content "$using:TestDrive/file") $((Get-Process -Id $using:PID).Id) $(whoami)" }) -eq "seen $PID $(whoami)" ? 'outside' : 'inside'
        }
    }
    $session = New-NetNamespaceSession red
}

AfterAll {
    $session | Remove-PSSession
    $server.Kill(); $server.WaitForExit()
    umount -l /etc
    Reset-World
    Assert-NothingLeft
}

Describe 'In the block of Invoke-NetNamespace' {
    It '<What>: <Says>' -ForEach $inBlock {
        $block.ContainsKey($What) | Should -BeTrue -Because 'each row of the page is tried'
        $seen = @(& $block[$What] 3>$null)
        $seen | Should -Not -BeNullOrEmpty
        foreach ($one in $seen) { $one | Should -Be ($Says -replace '[,:] (?!and back).*$') }
        ($Says -like '*warned of*') | Should -Be $warnedOf.ContainsKey($What)
        foreach ($written in $warnedOf[$What]) {
            inns red ([scriptblock]::Create("if (`$false) { $written }")) -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings.Count | Should -Be 1
        }
        (Get-Here) | Should -Be $athome
    }

    It 'has a row for all that is tried' -ForEach @{ Rows = $inBlock.What } {
        $block.Keys | Where-Object { $_ -notin $Rows } | Should -BeNullOrEmpty
    }

    It 'Set-Content changes no file below /proc/sys, neither inside nor outside, and Set-NetSysctl does' {
        Set-NetSysctl net.ipv4.ip_forward 0 -Namespace red
        inns red { Set-Content /proc/sys/net/ipv4/ip_forward 1 }
        Set-Content /proc/sys/net/ipv4/ip_forward 1
        ip netns exec red cat /proc/sys/net/ipv4/ip_forward | Should -Be 0
        cat /proc/sys/net/ipv4/ip_forward | Should -Be 0
        inns red { Set-NetSysctl net.ipv4.ip_forward 1 }
        ip netns exec red cat /proc/sys/net/ipv4/ip_forward | Should -Be 1
        cat /proc/sys/net/ipv4/ip_forward | Should -Be 0
    }
}

Describe 'In a process inside' {
    It '<What>: <Says>' -ForEach $inProcess {
        $inProcessProbes.ContainsKey($What) | Should -BeTrue -Because 'each row of the page is tried'
        $seen = @(& $inProcessProbes[$What])
        $seen | Should -Not -BeNullOrEmpty
        foreach ($one in $seen) { $one | Should -Be ($Says -replace '[,:] .*$') }
    }

    It 'has a row for all that is tried' -ForEach @{ Rows = $inProcess.What } {
        $inProcessProbes.Keys | Where-Object { $_ -notin $Rows } | Should -BeNullOrEmpty
    }

    It 'sees what is mounted outside later, and keeps what is mounted inside' {
        $directory = (New-Item "$TestDrive/mounts/in", "$TestDrive/mounts/out" -ItemType Directory -Force)[0].Parent.FullName
        # Mounts travel between namespaces where the mount above them is shared, as it is on most machines.
        mount --bind $directory $directory; mount --make-shared $directory
        try {
            $late = New-NetNamespaceSession red
            mount -t tmpfs none "$directory/out"
            'outside' | Set-Content "$directory/out/file"
            Invoke-Command $late { Get-Content "$using:directory/out/file"; mount -t tmpfs none "$using:directory/in"; 'inside' | Set-Content "$using:directory/in/file" } | Should -Be outside
            "$directory/in/file" | Should -Not -Exist
            $late | Remove-PSSession
        }
        finally { umount -l "$directory/out"; umount -l $directory }
    }
}

Describe 'What stays behind' {
    It 'a thread that the block makes keeps a removed namespace alive, and -Verbose names it' {
        $null = New-NetNamespace kept
        $null = New-VethPair kept0 kept1 -PeerNamespace kept
        $release = [Threading.ManualResetEventSlim]::new()
        $said = inns kept { $script:task = [Threading.Tasks.Task]::Factory.StartNew([Action]$release.Wait, [Threading.Tasks.TaskCreationOptions]::LongRunning) } -Verbose 4>&1
        $said.Message -like 'A thread of this process is still in namespace kept: *' | Should -Not -BeNullOrEmpty
        ip netns delete kept
        (ip -json link | ConvertFrom-Json).ifname | Should -Contain kept0
        $release.Set(); $task.Wait()
        Wait-Until { (ip -json link | ConvertFrom-Json).ifname -notcontains 'kept0' } 15000 | Should -BeTrue
    }

    It 'no thread of .NET is made inside, whatever the block makes it need' {
        # In a new pwsh, where none that would serve is at home already.
        $script = New-Item "$TestDrive/quiet.ps1" -Value @'
Import-Module $args[0]
$null = New-NetNamespace quiet
$athome = (Get-Item /proc/thread-self/ns/net).Target
function Get-Task { foreach ($task in [IO.Directory]::GetDirectories('/proc/self/task')) { try { [IO.File]::ReadAllText("$task/comm").Trim() + ' ' + [IO.File]::ResolveLinkTarget("$task/ns/net", $false).Name } catch [IO.IOException] { } } }
inns quiet {
    [Threading.Thread]::Sleep(5000) # longer than the thread that compiles stays with nothing to do
    $document = [xml]::new(); $document.LoadXml('<a/>'); $null = $document.CreateNavigator().Evaluate('count(/a)')
    $kept = foreach ($i in 1..50) { , [byte[]]::new(1MB) }
    [GC]::Collect(2, [GCCollectionMode]::Forced, $false)
    [Threading.Tasks.Task]::Delay(1).Wait()
}
(Get-Task) -notmatch "$([regex]::Escape($athome))$" -join ', '
'@
        pwsh -NoProfile -NonInteractive -File $script (Get-Module NetNs).Path | Should -BeNullOrEmpty
        ip netns delete quiet
    }
}
