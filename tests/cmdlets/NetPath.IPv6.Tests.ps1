# Trace-NetPath, IPv6: faults are planted by other programs, and real packets judge. What is called Blocked must not get through, what is called
# Passes must; and the first blocked step is the fault.

BeforeDiscovery { . $PSScriptRoot/../tools/PathFaults.ps1; $faults = @(Get-PathFault 6) }
BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/PathFaults.ps1
    . $PSScriptRoot/../tools/PathChecks.ps1
}
AfterAll { Assert-NothingLeft }

Describe 'A path with a fault, IPv6' {
    BeforeEach { New-PathLab }
    AfterEach { Remove-PathLab }

    It 'tells: <Name>' -ForEach $faults {
        $found = Invoke-PathFault $_
        Assert-PathFault $_ $found
    }
}
