# A real containerd without Docker, with a container that its own client ctr starts.
# Runs on a machine of its own.

BeforeAll {
    . $PSScriptRoot/../../tools/Common.ps1
    . $PSScriptRoot/../../tools/Engines.ps1
    $null = New-ContainerImage
    $null = sh -c 'containerd >/run/containerd.log 2>&1 &'
    if (-not (Wait-Until { ctr version *> $null; $LASTEXITCODE -eq 0 } -TimeoutMilliseconds 20000)) { throw "containerd did not start: $(Get-Content /run/containerd.log -Tail 5)" }
    $said = ctr run -d --rootfs "$TestDrive/image" box /bin/sleep 1000 2>&1
    if ($LASTEXITCODE) { throw "ctr did not start the container: $said" }
}

AfterAll {
    $null = ctr task kill -s KILL box 2>&1
}

Describe 'Get-NetContainer with containerd' {
    It 'lists what it runs, by the files of the tasks' {
        $box = Get-NetContainer
        $box | Should -HaveCount 1
        $processId = [int]((ctr task ls | Select-String 'box\s+(\d+)').Matches[0].Groups[1].Value)
        $box.Name, "$($box.Engine)", "$($box.State)", $box.ProcessId | Should -Be 'box', 'Containerd', 'Running', $processId
        $box.Namespace.Inode | Should -Be ((Get-Item /proc/$processId/ns/net).Target -replace '\D')
    }

    It 'is a namespace by its name' {
        (Get-NetLink -Namespace containerd:box).Name | Should -Be lo
        Get-NetLink -Namespace containerd:box | Out-String | Should -Match 'Namespace: containerd:box'
    }
}
