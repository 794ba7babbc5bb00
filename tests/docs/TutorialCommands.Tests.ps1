# README's table "tutorial command, cmdlet" has a row for every command line of the five tutorials. tests/fixtures/tutorials holds
# those lines, as tests/tools/extract-tutorial-commands.py takes them out of the texts.

BeforeDiscovery {
    $tutorial = ''
    $lines = foreach ($line in Get-Content "$PSScriptRoot/../fixtures/tutorials/commands.txt") {
        if ($line -match '^# (.*)') { $tutorial = $Matches[1] } else { @{ Tutorial = $tutorial; Line = $line } }
    }
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1

    # What ip takes for a word of its own; all else is a name, an address or a number of the tutorial's choice.
    $words = 'ip netns link route neigh addr add del show set up type veth peer name bridge master dev via default lo' -split ' '

    function Get-CommandForm {
        # What a command line does, whatever it does it to: two lines of one form have one row.
        param([string] $Line)
        $line = $Line -replace '^\$?\s*sudo\s+' -replace '[^\x00-\x7f]', '' -replace '\s+', ' '
        # Inside a namespace: -Namespace on the cmdlet.
        $inside = '^(ip (netns|netsns) exec \S+|nsenter --net=\S+)\s+(?=\S)'
        if ($line -match $inside -and $line -notmatch 'bash$') { $line = $line -replace $inside }
        $line = $line -replace '^ip -n \S+ ', 'ip ' -replace '^ip netsns', 'ip netns'
        switch -Regex ($line) {
            '^iptables' {
                $chain = if ($line -match '(?i)-(A|N) (\S+)') { $Matches[1].ToUpperInvariant() + ' ' + $Matches[2] } elseif ($line -match '-S|-L|--list-rules') { 'list' }
                return "iptables $chain$($line -match '--to-destination' ? ' DNAT' : '')$($line -cmatch 'MASQUERADE' ? ' MASQUERADE' : '')$($line -match '! -o' ? ' not out' : '')$($line -match 'DNAT.*' -and $line -match ' -s ' ? ' source' : '')"
            }
            '^docker' {
                $null = $line -match '^docker (\S+( create)?)'
                return "docker $($Matches[1])$($line -match 'net(work)?[ =](host|none)' ? " $($Matches[2])" : '')$($line -match ' -p ' ? ' -p' : '')"
            }
            '^(curl|brctl|modprobe|python3|mkdir|ping|arp)\b' { return $Matches[1] }
            '^nsenter' { return 'nsenter' }
            'echo 1 > /proc/sys/net/ipv4/ip_forward' { return 'echo 1 > ip_forward' }
            '^cat /proc/sys/net/ipv4/ip_forward' { return 'cat ip_forward' }
            '^ln -s' { return 'ln -s' }
            '^ip\b' {
                $line = $line -replace '^ip a\b', 'ip addr' -replace '\baddress\b', 'addr' -replace '\bdelete\b', 'del' -replace '^(ip netns|ip link|ip addr) list', '$1' -replace 'link set dev', 'link set' -replace 'peer name \S+ br$', 'peer name _'
                $form = foreach ($token in $line -replace '\|.*' -split ' ' | Where-Object { $_ }) { $token -cin $words ? $token : '_' }
                return ($form -join ' ') -replace 'link set _$', 'link set netns'
            }
            default { return $line }
        }
    }

    $rows = Get-Content "$PSScriptRoot/../../README.md" | Where-Object { $_ -match '^\|.*\|.*\|$' }
    $forms = @{}
    foreach ($row in $rows) {
        $cells = $row.Trim('|') -split '(?<!\\)\|'
        foreach ($code in [regex]::Matches($cells[0], '`([^`]+)`')) { $forms[(Get-CommandForm ($code.Groups[1].Value -replace '\\\|', '|'))] = $cells[1].Trim() }
    }
}

Describe '<Tutorial>' -ForEach $lines {
    It 'README tells what becomes of: <Line>' {
        $form = Get-CommandForm $Line
        $forms.Keys | Should -Contain $form
        $forms[$form] | Should -Not -BeNullOrEmpty
    }
}

Describe 'The forms of command lines' {
    It 'are alike where only names differ: <One> and <Other>' -ForEach @(
        @{ One = 'ip link add veth0 type veth peer name ceth0'; Other = 'sudo ip link add veth-red type veth peer name veth-blue' }
        @{ One = 'ip -n red link del veth-red'; Other = 'sudo ip link delete veth0' }
        @{ One = 'ip netns exec blue ping 8.8.8.8'; Other = 'ping -c 2 172.18.0.10' }
    ) { Get-CommandForm $One | Should -Be (Get-CommandForm $Other) }

    It 'differ where they do different things: <One> and <Other>' -ForEach @(
        @{ One = 'ip link set veth0 up'; Other = 'ip link set veth0 master br0' }
        @{ One = 'ip netns add x'; Other = 'ip netns delete x' }
        @{ One = 'iptables -t nat -A PREROUTING -j DNAT --to-destination 1.2.3.4:5'; Other = 'iptables -t nat -A OUTPUT -j DNAT --to-destination 1.2.3.4:5' }
        @{ One = 'ip route'; Other = 'ip route add default via 10.0.0.1' }
    ) { Get-CommandForm $One | Should -Not -Be (Get-CommandForm $Other) }
}
