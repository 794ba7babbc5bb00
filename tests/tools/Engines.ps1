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
    $script:dockerd = sh -c 'dockerd --storage-driver vfs --exec-opt native.cgroupdriver=cgroupfs "$@" >>/run/dockerd.log 2>&1 & echo $!' sh @args
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
