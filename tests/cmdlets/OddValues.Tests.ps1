# Values that nobody means, on each parameter of each cmdlet: an error with an id of ours (or of PowerShell's own binder) and no change, or an ordinary
# result; never an exception of .NET, never a wait.
# -Namespace 1 is the namespace of process 1, which must be in the private stack: tests/private-stack.sh makes it so.

BeforeDiscovery {
    Import-Module ($env:NETNS_MODULE ? $env:NETNS_MODULE : "$PSScriptRoot/../../output/NetNs/$((Import-PowerShellDataFile "$PSScriptRoot/../../NetNs.psd1").ModuleVersion)/NetNs.psd1")
    # They take over the terminal or the test run, or try out the machine.
    $others = 'Enter-NetNamespace', 'Import-NetNsAssertion', 'New-NetNsTestWorld', 'Use-NetNsTestWorld', 'Remove-NetNsTestWorld', 'Test-NetNsSupport', 'New-NetNamespaceSession'
    $cmdlets = (Get-Command -Module NetNs -CommandType Cmdlet | Where-Object Name -NotIn $others).Name
}

Describe 'An odd value' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        if ((Get-Item /proc/1/ns/net).Target -ne (Get-Item /proc/self/ns/net).Target) { throw 'Process 1 is outside of the private stack: -Namespace 1 would change the network of the machine. Run this file with tests/run-pester.ps1.' }
        # Some of the values are names of files that are written.
        Push-Location $TestDrive
        $WarningPreference = 'Ignore'
        $known = [Enum]::GetNames([NetNs.NetNsError])
        $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
        # What the other mandatory parameters get. One that is not here stays away, and the binder says so.
        $usual = @{
            Name = 'x0'; PeerName = 'x1'; NewName = 'n0'; Namespace = 'web'; Destination = 'web'; Link = 'eth0'; InterfaceAlias = 'eth0'; Bridge = 'br0'; Kind = 'Ifb'
            IPAddress = '10.9.0.1'; LinkLayerAddress = '02:00:00:00:00:01'; DestinationPrefix = '10.8.0.0/24'; RemoteIPAddress = '10.1.0.2'; Subnet = '10.1.0.0/24'
            Port = '8080:80'; Target = '10.1.0.2'; HostPort = 8080; ContainerPort = 80; Path = '/no/such/file'; ProcessId = $PID; FilePath = 'true'; ScriptBlock = { 1 }
            Value = '1'; ComputerName = '10.1.0.1'; State = 'Up'
        }
        $values = [ordered]@{
            null = $null; nulls = @($null); nullnull = @($null, $null); empty = ''; empties = @(''); emptylist = @(); blank = ' '; bracket = '['; brackets = @('[', 'a'); range = '[a-'
            star = '*'; question = '?'; backtick = '`'; nul = "a`0b"; newline = "a`nb"; long = 'x' * 300; huge = 'x' * 70000; emoji = "`u{1F600}"; surrogate = [string][char]0xD800
            zero = 0; minus = -1; one = 1; max = [int]::MaxValue; min = [int]::MinValue; max64 = [long]::MaxValue; half = 1.5; nan = [double]::NaN; infinity = [double]::PositiveInfinity
            true = $true; hashtable = @{}; named = @{ Name = 'lo' }; block = { 1 }; date = [datetime]::MaxValue; object = [object]::new(); custom = [pscustomobject]@{}
            customnamed = [pscustomobject]@{ Name = 'lo' }; type = [int]; slash = '/'; dot = '.'; dots = '..'; file = '/etc/passwd'; device = '/dev/null'; missing = '/no/such'
            scoped6 = 'fe80::1%lo'; scoped4 = '10.0.0.2%eth0'; mapped = '::ffff:10.0.0.1'; any = '0.0.0.0'; any6 = '::'; octet = '10.0.0.300/24'; prefix = '10.0.0.0/99'; minusprefix = '10.0.0.0/-1'
            colon = ':'; ports = '1-0:1-0'; port = '99999:1'; address = [ipaddress]'10.0.0.2'; mac = [Net.NetworkInformation.PhysicalAddress]::None; guid = [guid]::Empty
            minspan = [timespan]::MinValue; bytes = [byte[]](1, 2); nested = @(@(1), @(2)); dash = '-x'; semicolon = 'a;b'; quotes = "a'b`"c"; exception = [Exception]::new('x'); word = 'Nonsense'
        }

        function Get-QuickState {
            # What is in the current namespace, and the names: without starting a program.
            [IO.Directory]::GetFileSystemEntries('/run/netns') | Sort-Object
            'dev', 'route', 'arp' | ForEach-Object { [IO.File]::ReadAllText("/proc/net/$_") -replace '(?m):.*' }
        }

        function Initialize-Stack {
            Reset-World
            $null = New-NetNamespace web
            $null = New-VethPair eth0 eth1
            $null = New-Bridge br0 -IPAddress 10.1.0.1/24
            Add-BridgePort br0 eth0 | Out-Null
            (Get-QuickState) -join "`n"
        }

        function Restore-Stack {
            # Takes away what was made; where that is not all, everything is made anew.
            param([string] $Before)
            Get-NetLink -InterfaceIndex 1 | Where-Object Name -ne lo | Rename-NetLink -NewName lo
            Get-NetNamespace | Where-Object Name -ne web | Remove-NetNamespace -Force -ErrorAction Ignore
            Get-NetLink | Where-Object Name -notin lo, eth0, eth1, br0 | Remove-NetLink -ErrorAction Ignore
            $now = (Get-QuickState) -join "`n"
            $now -ceq $Before ? $now : (Initialize-Stack)
        }

        $stack = @{ Before = Initialize-Stack }

        function Invoke-Odd {
            # Runs a cmdlet and returns what was wrong about it, as text.
            param($Command, [hashtable] $Arguments, [string] $Label)
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $errors = @()
            $out = $null
            try { $out = & $Command @Arguments -ErrorVariable errors -ErrorAction SilentlyContinue }
            catch { $errors = @($_) }
            if ($clock.Elapsed.TotalSeconds -gt 5) { "${Label}: took $($clock.Elapsed.TotalSeconds) s" }
            foreach ($e in $errors) {
                $record = $e -is [Management.Automation.ErrorRecord] ? $e : $e.ErrorRecord
                $id = ($record.FullyQualifiedErrorId -split ',')[0]
                if ($id -notin $known -and $record.Exception -isnot [Management.Automation.ParameterBindingException]) { "${Label}: $id $($record.Exception.GetType().Name) $($record.Exception.Message)" }
            }
            $stack.Failed = $errors.Count -gt 0 -and -not $out
        }
    }
    AfterAll {
        Pop-Location
        Reset-World
        Assert-NothingLeft
    }

    It 'on each parameter of <_> is an ordinary error or has an ordinary result' -ForEach $cmdlets {
        $command = Get-Command $_ -Module NetNs
        $tried = 0
        $wrong = foreach ($parameter in $command.Parameters.Values | Where-Object { $_.Name -notin $common -and -not $_.SwitchParameter }) {
            $set = $command.ParameterSets | Where-Object { $_.Parameters.Name -contains $parameter.Name } | Select-Object -First 1
            foreach ($key in $values.Keys) {
                # The others are times to wait; nothing given is for ever.
                if ($parameter.Name -eq 'Timeout' -and $key -notin 'bracket', 'huge', 'zero', 'minus', 'min', 'nan', 'infinity', 'hashtable', 'minspan', 'word') { continue }
                $arguments = @{}
                foreach ($other in $set.Parameters | Where-Object { $_.IsMandatory -and $usual.ContainsKey($_.Name) }) { $arguments[$other.Name] = $usual[$other.Name] }
                if ($set.Parameters.Name -contains 'Timeout') { $arguments.Timeout = 0.02 }
                if ($set.Parameters.Name -contains 'Count') { $arguments.Count = 1 }
                $arguments[$parameter.Name] = $values[$key]
                $tried++
                $label = "$command -$($parameter.Name) $key"
                Invoke-Odd $command $arguments $label
                if (((Get-QuickState) -join "`n") -cne $stack.Before) {
                    $stack.Before = Restore-Stack $stack.Before
                    # Once more: what was put right before may have settled only now.
                    if ($stack.Failed) {
                        $null = Invoke-Odd $command $arguments $label
                        if (((Get-QuickState) -join "`n") -cne $stack.Before) {
                            "${label}: changed something, and failed"
                            $stack.Before = Restore-Stack $stack.Before
                        }
                    }
                }
            }
        }
        $wrong | Should -BeNullOrEmpty
    }
}
