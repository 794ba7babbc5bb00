# A new process: what the module adds to the start of pwsh.
param([int] $N)

$module = (Get-Module NetNs).Path -replace '[^/]+$', 'NetNs.psd1'
$lab = "Import-Module '$module'; New-Bridge br0 -IPAddress 172.18.0.1/16; 1..100 | % { `"ns`$_`" } | New-NetNamespace | Connect-Bridge br0"
@{
    Name        = 'import and first cmdlet'
    Note        = 'the difference of the two is the module'
    Contestants = [ordered]@{
        'NetNs'     = { Measure-Process "pwsh -NoProfile -NonInteractive -c `"Import-Module '$module'; Get-NetNamespace`"" }.GetNewClosure()
        'bare pwsh' = { Measure-Process 'pwsh -NoProfile -NonInteractive -c 1' }
    }
}
@{
    Name        = 'a script file that makes a lab of 100'
    Contestants = [ordered]@{
        'NetNs' = { $file = "/tmp/netns-bench-$PID.ps1"; Set-Content $file $lab; try { Measure-Process "pwsh -NoProfile -NonInteractive -File $file" } finally { Remove-Item $file } }.GetNewClosure()
    }
}
