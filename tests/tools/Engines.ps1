# Container engines as they really are, for tests that run on a machine of their own (own-machine.sh): dot-sourced after Common.ps1. What is
# started here ends with the machine, at the latest.

function New-ContainerImage {
    # The root of an image without a registry: busybox, which answers "I am NAME" at port 80. Returns the path of the tar.
    $root = New-Item "$TestDrive/image" -ItemType Directory
    'bin', 'www', 'tmp', 'etc' | ForEach-Object { $null = New-Item "$root/$_" -ItemType Directory }
    $busybox = (Get-Command busybox -CommandType Application)[0].Source
    Copy-Item $busybox "$root/bin/busybox"
    # One that is not static brings its libraries.
    ldd $busybox 2>$null | Select-String '(/\S+) \(0x' | ForEach-Object { $_.Matches[0].Groups[1].Value } | ForEach-Object {
        $null = New-Item (Split-Path "$root$_") -ItemType Directory -Force
        Copy-Item $_ "$root$_"
    }
    foreach ($name in 'sh', 'httpd', 'hostname', 'sleep', 'wget') { $null = New-Item "$root/bin/$name" -ItemType SymbolicLink -Value busybox }
    tar -C $root -cf "$TestDrive/image.tar" .
    "$TestDrive/image.tar"
}

$script:imageCommand = 'CMD ["sh","-c","echo I am $(hostname) > /www/index.html; exec httpd -f -p 80 -h /www"]'

function Start-Docker {
    # dockerd at its default places, which are this machine's own; image bb is there afterwards.
    $null = dockerd --version
    $script:dockerd = sh -c 'dockerd --shutdown-timeout 1 --storage-driver vfs --exec-opt native.cgroupdriver=cgroupfs "$@" >>/run/dockerd.log 2>&1 & echo $!' sh @args
    if (-not (Wait-Until { docker version *> $null; $LASTEXITCODE -eq 0 } -TimeoutMilliseconds 30000)) { throw "dockerd did not start: $(Get-Content /run/dockerd.log -Tail 5)" }
    if (-not (docker image ls -q bb)) { $null = docker import --change $script:imageCommand (New-ContainerImage) bb }
}

function Stop-Docker {
    # As a restart of the daemon has it: containers end with it.
    kill $script:dockerd
    if (-not (Wait-Until { -not (Test-Path "/proc/$script:dockerd") } -TimeoutMilliseconds 20000)) { throw 'dockerd did not end.' }
}

function Start-Container {
    # docker (or podman) run -d with the test image; returns nothing.
    param([string] $Engine, [string] $Name, [string[]] $Argument)
    $said = & $Engine run -d --name $Name --hostname $Name @Argument ($Engine -eq 'podman' ? 'localhost/bb' : 'bb') 2>&1
    if ($LASTEXITCODE) { throw "$Engine did not start ${Name}: $said" }
}

function Initialize-Podman {
    # Podman with the backend netavark or cni; image bb is there afterwards.
    param([string] $Backend = 'netavark')
    $null = New-Item /etc/containers -ItemType Directory -Force
    Set-Content /etc/containers/containers.conf "[containers]`nlog_driver = `"k8s-file`"`n[engine]`ncgroup_manager = `"cgroupfs`"`nevents_logger = `"file`"`nruntime = `"runc`"`n[network]`nnetwork_backend = `"$Backend`""
    Set-Content /etc/containers/storage.conf "[storage]`ndriver = `"vfs`"`nrunroot = `"/run/containers/storage`"`ngraphroot = `"/var/lib/containers/storage`""
    $said = podman import --change $script:imageCommand (New-ContainerImage) bb 2>&1
    if ($LASTEXITCODE) { throw "podman did not import the image: $said" }
}

function Get-Page {
    # What a web server answers within a moment, or nothing.
    param([string] $Address, [int] $Port, [string] $From)
    $ask = 'curl', '--silent', '--max-time', '2', "http://$($Address):$Port/"
    if ($From) { ip netns exec $From @ask } else { curl @($ask[1..4]) }
}

function Start-PretendEngine {
    # An engine that tells of so many containers, of which every other one runs. Returns its process id.
    param([string] $Socket, [int] $Count)
    $engine = sh -c 'python3 "$@" >/dev/null 2>&1 & echo $!' sh "$PSScriptRoot/pretend-engine.py" $Socket $Count
    if (-not (Wait-Until { Test-Path $Socket })) { throw 'The pretended engine did not start.' }
    $engine
}

function New-Surrounding {
    # Another machine behind the link uplink (192.0.2.1), and a stranger's network behind br1. It forwards.
    $null = New-NetNamespace machine, stranger
    $null = New-VethPair uplink eth0 -PeerNamespace machine -IPAddress 192.0.2.1/24 -PeerIPAddress 192.0.2.2/24 -Up
    $null = New-Bridge br1 -IPAddress 10.99.0.1/24
    $null = 'stranger' | Connect-Bridge br1 -WarningAction Ignore
    Enable-NetForwarding
}

function Get-AnsweredPath {
    # By which of the five paths a published port answers, in the words of its property Paths. All are asked at once: one that is dropped takes two seconds.
    param([int] $Port, [int] $ProcessId)
    $ask = {
        param([string] $Path, [string] $Url, [string[]] $Enter)
        $command = @($Enter) + 'curl', '--silent', '--max-time', '2', $Url | Where-Object { $_ }
        if (& $command[0] $command[1..9]) { $Path }
    }
    $ways = @(
        , @('External', "http://192.0.2.1:$Port/", @('ip', 'netns', 'exec', 'machine'))
        , @('Host', "http://192.0.2.1:$Port/", @())
        , @('Loopback', "http://127.0.0.1:$Port/", @())
        , @('Hairpin', "http://192.0.2.1:$Port/", @('nsenter', "--net=/proc/$ProcessId/ns/net"))
        , @('CrossNetwork', "http://192.0.2.1:$Port/", @('ip', 'netns', 'exec', 'stranger'))
    )
    $text = "$ask"
    $answered = $ways | ForEach-Object -ThrottleLimit 5 -Parallel { & ([scriptblock]::Create($using:text)) @_ }
    'External', 'Host', 'Loopback', 'Hairpin', 'CrossNetwork' | Where-Object { $_ -in $answered }
}

function Start-Firewalld {
    # firewalld with a system bus of its own, with one of its back ends.
    param([string] $Backend)
    if (-not (Test-Path /run/dbus/system_bus_socket)) {
        if (-not (getent passwd messagebus)) { useradd -r -U -d /nonexistent -s /usr/sbin/nologin messagebus }
        $null = dbus-daemon --version
        sh -c 'dbus-daemon --system --nofork --nopidfile >/run/dbus.log 2>&1 &'
        if (-not (Wait-Until { Test-Path /run/dbus/system_bus_socket })) { throw "dbus-daemon did not start: $(Get-Content /run/dbus.log)" }
    }
    sed -i "s/^FirewallBackend=.*/FirewallBackend=$Backend/" /etc/firewalld/firewalld.conf
    $script:firewalld = sh -c 'firewalld --nofork --nopid >/run/firewalld.log 2>&1 & echo $!'
    if (-not (Wait-Until { firewall-cmd --state *> $null; $LASTEXITCODE -eq 0 } -TimeoutMilliseconds 30000)) { throw "firewalld did not start: $(Get-Content /run/firewalld.log -Tail 5)" }
}

function Stop-Firewalld {
    kill $script:firewalld
    if (-not (Wait-Until { -not (Test-Path "/proc/$script:firewalld") } -TimeoutMilliseconds 20000)) { throw 'firewalld did not end.' }
}
