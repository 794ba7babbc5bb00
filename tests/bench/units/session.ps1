# A session with a process inside, from asking to answering; ten of them, side by side.
param()

@{
    Name        = 'a session, opened and closed'
    Prepare     = { New-NetNamespace ns1 }
    Contestants = [ordered]@{
        'NetNs'                 = { Measure-Pipeline { New-NetNamespaceSession ns1 | Remove-PSSession } }
        'pwsh, that does nothing' = { Measure-Process 'pwsh -NoProfile -NonInteractive -Command 1' }
    }
}
@{
    Name        = 'ten sessions'
    Prepare     = { 1..10 | ForEach-Object { "ns$_" } | New-NetNamespace }
    Contestants = [ordered]@{
        'NetNs'                 = { Measure-Pipeline { Get-NetNamespace ns* | New-NetNamespaceSession | Remove-PSSession } }
        'pwsh, that does nothing' = { Measure-Process 'for i in $(seq 10); do pwsh -NoProfile -NonInteractive -Command 1 & done; wait' }
    }
}
