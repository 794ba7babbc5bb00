# What an error or a warning tells the user to type is typed here, as it stands, in the situation that printed it, and it helps: what
# failed before works afterwards. Names that need quotes and another namespace are part of the situation.

BeforeDiscovery {
    # Do: what fails, and works after the remedy. Before: how it comes to that. Id: the error.
    $cases = @(
        @{ Id = 'LinkAlreadyExists'; Before = { New-NetLink $link Ifb -Namespace $ns }; Do = { New-NetLink $link Ifb -Namespace $ns -Mtu 1400 } }
        @{ Id = 'LinkAlreadyExists'; Before = { New-VethPair $link other -Namespace $ns }; Do = { New-VethPair $link other2 -Namespace $ns } }
        @{ Id = 'ExistingDiffers'; Before = { New-NetLink $link Ifb -Namespace $ns }; Do = { New-NetLink $link Ifb -Mtu 1400 -Namespace $ns -IfExists Reuse } }
        @{ Id = 'NamespaceStale'; Before = { New-Item -ItemType File '/run/netns/st;ale' }; Do = { Get-NetLink -Namespace 'st;ale' }; Works = { Test-Path '/run/netns/st;ale' | Should -BeFalse } }
        @{ Id = 'NamespaceAlreadyExists'; Before = { }; Do = { New-NetNamespace $ns } }
        @{ Id = 'ExistingDiffers'; Before = { Disable-NetLink lo -Namespace $ns }; Do = { New-NetNamespace $ns -IfExists Reuse } }
        @{ Id = 'ExistingDiffers'; Before = { }; Do = { New-NetNamespace $ns -LoopbackDown -IfExists Reuse } }
        @{ Id = 'ExistingDiffers'; Before = { New-NetNamespace other }; Do = { Mount-NetNamespace $ns -Path /run/netns/other -IfExists Reuse } }
        @{ Id = 'BridgeNotFound'; Before = { New-NetLink $link Ifb -Namespace $ns }; Do = { Add-BridgePort 'br;0' $link -Namespace $ns } }
        @{ Id = 'AlreadyABridgePort'; Before = { $null = New-Bridge one, two -Namespace $ns; New-NetLink $link Ifb -Namespace $ns | Add-BridgePort one }; Do = { Add-BridgePort two $link -Namespace $ns } }
        @{ Id = 'ArgumentsInvalid'; Before = { $script:br = New-Bridge one -Namespace $ns; $null = New-NetNamespace other; $script:far = New-NetLink $link Ifb -Namespace other }
            Do = { Add-BridgePort $br $far }; Works = { Get-NetLink -InterfaceIndex (Get-NetLink -Namespace $ns -Kind Ifb).InterfaceIndex -Namespace $ns | Should -Not -BeNullOrEmpty } }
        @{ Id = 'NoFreeAddress'; Before = { New-Bridge $link }; Do = { Connect-Bridge $link $ns } }
        @{ Id = 'AddressAlreadyExists'; Before = { New-NetLink $link Ifb -Up -Namespace $ns; New-NetIPAddress 10.0.0.1/24 -InterfaceAlias $link -Namespace $ns }; Do = { New-NetIPAddress 10.0.0.1/24 -InterfaceAlias $link -Namespace $ns } }
        @{ Id = 'ExistingDiffers'; Before = { New-NetLink $link Ifb -Up -Namespace $ns; New-NetIPAddress 10.0.0.1/24 -InterfaceAlias $link -Namespace $ns }; Do = { New-NetIPAddress 10.0.0.1/16 -InterfaceAlias $link -Namespace $ns -IfExists Reuse } }
        @{ Id = 'KernelFeatureMissing'; Before = { New-NetLink $link Ifb -Up -Namespace $ns; Set-NetSysctl "net/ipv6/conf/$link/disable_ipv6" 1 -Namespace $ns }; Do = { New-NetIPAddress fd00::1/64 -InterfaceAlias $link -Namespace $ns -NoDad } }
        @{ Id = 'LinkSettingInvalid'; Before = { New-NetLink $link Ifb -Up -Mtu 1000 -Namespace $ns }; Do = { New-NetIPAddress fd00::1/64 -InterfaceAlias $link -Namespace $ns -NoDad } }
        @{ Id = 'RouteAlreadyExists'; Before = { & $routed; New-NetRoute 10.9.0.0/24 -NextHop 10.0.0.2 -Namespace $ns }; Do = { New-NetRoute 10.9.0.0/24 -NextHop 10.0.0.3 -Namespace $ns } }
        @{ Id = 'RouteAlreadyExists'; Before = { & $routed; New-NetRoute 10.9.0.0/24 -NextHop 10.0.0.2 -RouteMetric 7 -Table 100 -Namespace $ns }; Do = { New-NetRoute 10.9.0.0/24 -NextHop 10.0.0.3 -RouteMetric 7 -Table 100 -Namespace $ns } }
        @{ Id = 'ExistingDiffers'; Before = { & $routed; New-NetRoute 10.9.0.0/24 -NextHop 10.0.0.2 -Namespace $ns }; Do = { New-NetRoute 10.9.0.0/24 -NextHop 10.0.0.3 -Namespace $ns -IfExists Reuse } }
        @{ Id = 'LinkBusy'; Before = { New-NetLink $link Ifb -Namespace $ns }; Do = { New-NetRoute 10.9.0.0/24 -InterfaceAlias $link -Namespace $ns } }
        @{ Id = 'GatewayUnreachable'; Before = { & $routed; Disable-NetLink $link -Namespace $ns }; Do = { New-NetRoute 10.9.0.0/24 -NextHop 10.0.0.2 -Namespace $ns } }
        @{ Id = 'DestinationUnreachable'; Before = { & $routed; Disable-NetLink $link -Namespace $ns }; Do = { Find-NetRoute 10.0.0.2 -Namespace $ns } }
        @{ Id = 'NeighborAlreadyExists'; Before = { & $routed; New-NetNeighbor 10.0.0.9 02:00:00:00:00:01 -InterfaceAlias $link -Namespace $ns }; Do = { New-NetNeighbor 10.0.0.9 02:00:00:00:00:02 -InterfaceAlias $link -Namespace $ns } }
        @{ Id = 'MasqueradeAlreadyExists'; Before = { Add-Masquerade 10.0.0.0/24 -Namespace $ns -EnableForwarding }; Do = { Add-Masquerade 10.0.0.0/24 -Namespace $ns } }
        @{ Id = 'PortAlreadyPublished'; Before = { Publish-ContainerPort 8080:80 -Target 10.0.0.2 -Namespace $ns -EnableForwarding }; Do = { Publish-ContainerPort 8080:81 -Target 10.0.0.2 -Namespace $ns } }
        @{ Id = 'SysctlValueInvalid'; Before = { }; Do = { Set-NetSysctl net.ipv4.ip_forward nonsense -Namespace $ns }; Works = { } }
        @{ Id = 'NamespaceNotFound'; Before = { }; Do = { Remove-NetNamespace 'r*' }; Works = { } }
        @{ Id = 'LinkNotFound'; Before = { }; Do = { Remove-NetLink 'l*' -Namespace $ns }; Works = { } }
        @{ Id = 'LinkNotFound'; Before = { }; Do = { Remove-NetLink none -Namespace $ns }; Works = { } }
        @{ Id = 'RouteNotFound'; Before = { }; Do = { Remove-NetRoute 10.77.0.0/24 -Namespace $ns }; Works = { } }
        @{ Id = 'AddressNotFound'; Before = { }; Do = { Remove-NetIPAddress 10.77.0.1 -Namespace $ns }; Works = { } }
        @{ Id = 'NeighborNotFound'; Before = { }; Do = { Remove-NetNeighbor 10.77.0.1 -Namespace $ns }; Works = { } }
    )
    foreach ($case in $cases) {
        $case.Text = "$($case.Do)".Trim()
        if (-not $case.ContainsKey('Works')) { $case.Works = $null }
    }
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    $ns = "r&d's"
    $link = 'l$0;'
    $routed = { New-NetLink $link Ifb -Up -Namespace $ns; New-NetIPAddress 10.0.0.1/24 -InterfaceAlias $link -Namespace $ns }
    $verbs = 'Add|Connect|Disable|Disconnect|Enable|Find|Get|Invoke|Mount|Move|New|Publish|Remove|Rename|Repair|Set|Start|Test|Unpublish'
    $cmdlet = "\b(?:$verbs)-(?:Net|Bridge|Veth|Masquerade|ContainerPort)[A-Za-z]*"

    function Get-Remedy([string] $Advice) {
        # The first command line of an advice. It ends where the sentence does: before ", or", at the end, or at a point before a blank.
        if ($Advice -match "(?<line>$cmdlet.*?)(?: \| …|, or (?:say|remove|take|make|with|name|find)|, give|; |\.?$|\. )") { $Matches.line }
    }
}

AfterAll { Assert-NothingLeft }

Describe 'The remedy' {
    BeforeEach { $null = New-NetNamespace $ns }
    AfterEach { Reset-World }

    It 'of <Id> helps: <Text>' -ForEach $cases {
        $null = . $Before 3>$null
        $caught = Get-ErrorOf $Do
        $caught.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $remedy = Get-Remedy $caught.ErrorDetails.RecommendedAction
        $remedy | Should -Not -BeNullOrEmpty -Because "there is a command in: $($caught.ErrorDetails.RecommendedAction)"
        { Invoke-Expression "$remedy -ErrorAction Stop" 3>$null } | Should -Not -Throw -Because "this runs: $remedy"
        if ($null -ne $Works) { & $Works } else { { & $Do -ErrorAction Stop 3>$null } | Should -Not -Throw -Because "it works after $remedy" }
    }
}

Describe 'The source' {
    It 'puts no value into the command line of a remedy without quoting it' {
        $sources = Get-ChildItem "$PSScriptRoot/../../src" -Recurse -Filter *.cs | Where-Object FullName -NotMatch '/(obj|bin)/'
        $bare = foreach ($source in $sources) {
            foreach ($line in Get-Content -LiteralPath $source) {
                if ($line -match '^\s*///') { continue }
                # A cmdlet, its words, and a value in braces, in a text that is neither for CmdletLine nor quoted by hand.
                foreach ($found in [regex]::Matches($line, "(?<before>.{0,40})(?<line>$cmdlet(?: [-\w./]+)*? \{(?<value>[^{}]*))")) {
                    if ($found.Groups['before'].Value -notmatch '((Cmdlet\(|\(CmdletLine\))\$"|ProgressRecord\(0, \$")$' -and $found.Groups['value'].Value -notmatch '^(PowerShellText|\(\(CmdletValue\)|context\.Namespace\.Cmdlet|entry\.(HostPort|Protocol)|port\.Entry|address|.*\.Cmdlet\()') {
                        "$($source.Name): $($found.Groups['line'].Value)"
                    }
                }
            }
        }
        $bare | Should -BeNullOrEmpty
    }
}
