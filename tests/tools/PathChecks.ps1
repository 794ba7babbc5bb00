# Plants a fault, looks at the path, and lets a real packet judge.
function Invoke-PathFault {
    param([hashtable] $Fault)
    if ($Fault.Plant) { sh -ec $Fault.Plant 2>&1 | Write-Debug }
    $arguments = @{ Source = $Fault.From; Destination = $Fault.Address }
    if ($Fault.Port) { $arguments.Port = $Fault.Port }
    $hops = @(Trace-NetPath @arguments -ErrorAction Stop)
    $answered = Test-PathWitness $Fault.From $Fault.Address $Fault.Port
    $blocked = $hops.Where({ $_.Verdict -eq 'Blocked' }, 'First')[0]
    @{
        Hops     = $hops
        Blocked  = $blocked
        Verdict  = $blocked ? 'Blocked' : $hops.Where({ $_.Verdict -eq 'Unknown' }) ? 'Unknown' : 'Passes'
        Answered = $answered
    }
}

# Types what a step says to type.
function Invoke-PathRemedy {
    param([string] $Line)
    if ($Line -match '^[A-Z][a-z]+-[A-Z]') { $null = Invoke-Expression $Line } else { sh -ec $Line 2>&1 | Write-Debug }
}

# A path that was looked at must agree with the packet, and name the fault.
function Assert-PathFault {
    param([hashtable] $Fault, [hashtable] $Found)
    $blocked = $Found.Blocked
    $path = ($Found.Hops | ForEach-Object { "$($_.Direction) $($_.Namespace) $($_.Stage) $($_.Verdict): $($_.Reason) $($_.Evidence)" }) -join "`n"
    if ($Found.Verdict -eq 'Blocked') { $Found.Answered | Should -BeFalse -Because "it is called blocked:`n$path" }
    if ($Found.Verdict -eq 'Passes') { $Found.Answered | Should -BeTrue -Because "it is called open:`n$path" }
    if ($Fault.Unknown) { $Found.Verdict | Should -Be 'Unknown' -Because $path }
    if ($Fault.Passes -and -not $Fault.MayBlock) { $Found.Verdict | Should -Be 'Passes' -Because $path }
    if ($Fault.Stage) {
        "$($blocked.Stage) in $($blocked.Namespace), $($blocked.Direction)" | Should -Be "$($Fault.Stage) in $($Fault.In), $($Fault.Reply ? 'Reply' : 'Request')" -Because $path
        $blocked.Reason | Should -Not -BeNullOrEmpty
    }
    if ($Fault.Remedy) {
        $blocked.Remedy | Should -Not -BeNullOrEmpty -Because $path
        Invoke-PathRemedy $blocked.Remedy
        # A link that comes up needs its time.
        for ($i = 0; $i -lt 5 -and -not ($helped = Test-PathWitness $Fault.From $Fault.Address $Fault.Port); $i++) { Start-Sleep -Milliseconds 200 }
        $helped | Should -BeTrue -Because "this was typed: $($blocked.Remedy)"
    }
}
