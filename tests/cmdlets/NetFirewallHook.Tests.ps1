Describe 'Get-NetFirewallHook' {
    BeforeAll {
        . $PSScriptRoot/../tools/Common.ps1
        $firewalls = "$PSScriptRoot/../fixtures/firewalls"

        function Import-Firewall {
            # Loads a ruleset as its owner does: .nft by nft, .rules by iptables.
            param([string] $Name, [string] $Namespace = 'web')
            $file = "$firewalls/$Name"
            if ($Name -like '*.nft') { ip netns exec $Namespace nft -f $file } else { ip netns exec $Namespace iptables-restore $file }
            if ($LASTEXITCODE) { throw "$Name was not loaded." }
        }

        function Get-NftHook {
            # The base chains as nft knows them: family, table, chain, hook, priority, policy, number of rules.
            param([string] $Namespace = 'web')
            $all = (ip netns exec $Namespace nft --json list ruleset 2>$null | ConvertFrom-Json).nftables
            foreach ($chain in $all.chain | Where-Object hook) {
                $rules = @($all.rule | Where-Object { $_ -and $_.family -eq $chain.family -and $_.table -eq $chain.table -and $_.chain -eq $chain.name }).Count
                "$($chain.family) $($chain.table) $($chain.name) $($chain.hook) $($chain.prio) $($chain.policy ?? 'accept') $rules"
            }
        }
    }
    BeforeEach { $null = New-NetNamespace web }
    AfterEach { Reset-World }
    AfterAll { Assert-NothingLeft }

    It 'is empty where nobody has rules' {
        Get-NetFirewallHook -Namespace web | Should -BeNullOrEmpty
        Get-NetFirewallHook | Should -BeNullOrEmpty
    }

    It 'lists what nft lists of <_>' -ForEach 'docker-iptables.rules', 'docker-isolation.rules', 'docker-nftables.nft', 'firewalld.nft', 'ufw.rules', 'libvirt.nft', 'libvirt.rules', 'podman.nft', 'policy-drop.nft' {
        Import-Firewall $_
        $listed = Get-NetFirewallHook -Namespace web |
            ForEach-Object { "$_ $("$($_.Hook)".ToLower()) $($_.Priority) $("$($_.Policy)".ToLower()) $($_.RuleCount)" }
        $listed | Sort-Object | Should -Be (Get-NftHook | Sort-Object)
    }

    It 'names <Owner> as the owner of the forward chain of <Name>' -ForEach @(
        @{ Name = 'docker-iptables.rules'; Owner = 'Docker' }
        @{ Name = 'docker-isolation.rules'; Owner = 'Docker' }
        @{ Name = 'docker-nftables.nft'; Owner = 'Docker' }
        @{ Name = 'firewalld.nft'; Owner = 'firewalld' }
        @{ Name = 'ufw.rules'; Owner = 'ufw' }
        @{ Name = 'libvirt.nft'; Owner = 'libvirt' }
        @{ Name = 'libvirt.rules'; Owner = 'libvirt' }
        @{ Name = 'podman.nft'; Owner = 'Podman' }
        @{ Name = 'policy-drop.nft'; Owner = $null }
    ) {
        Import-Firewall $Name
        (Get-NetFirewallHook Forward -Namespace web).Owner | Should -Be $Owner
    }

    It 'says iptables where the chains of iptables lead nowhere else, and names everyone who shares a chain' {
        ip netns exec web iptables -P FORWARD DROP
        (Get-NetFirewallHook Forward -Namespace web).Owner | Should -Be iptables
        ip netns exec web iptables -N DOCKER-USER
        ip netns exec web iptables -N ufw-before-forward
        ip netns exec web iptables -A FORWARD -j DOCKER-USER
        ip netns exec web iptables -A FORWARD -j ufw-before-forward
        (Get-NetFirewallHook Forward -Namespace web).Owner | Should -Be 'Docker, ufw'
    }

    It 'names Kubernetes where kube-proxy jumps to its chains' {
        ip netns exec web iptables -N KUBE-FORWARD
        ip netns exec web iptables -A FORWARD -m comment --comment 'kubernetes forwarding rules' -j KUBE-FORWARD
        ip netns exec web nft 'add table ip kube-proxy; add chain ip kube-proxy filter-forward { type filter hook forward priority -110; }'
        (Get-NetFirewallHook Forward -Namespace web).Owner | Select-Object -Unique | Should -Be Kubernetes
    }

    It 'has the priority as a number and as nft writes it' {
        Import-Firewall firewalld.nft
        ip netns exec web nft 'add table bridge b; add chain bridge b pre { type filter hook prerouting priority -300; }; add chain bridge b f { type filter hook forward priority 5000; }'
        $hooks = Get-NetFirewallHook -Namespace web
        $hooks | Where-Object Chain -EQ filter_FORWARD | ForEach-Object { "$($_.Priority) $($_.PriorityName)" } | Should -Be '10 filter + 10'
        $hooks | Where-Object Chain -EQ nat_PREROUTING | ForEach-Object { "$($_.Priority) $($_.PriorityName)" } | Should -Be '-90 dstnat + 10'
        $hooks | Where-Object Chain -EQ pre | ForEach-Object { "$($_.Priority) $($_.PriorityName)" } | Should -Be '-300 dstnat'
        ($hooks | Where-Object Chain -EQ f).PriorityName | Should -BeNullOrEmpty
    }

    It 'gives only the hooks that are asked for, in the order of a packet''s way' {
        Import-Firewall docker-iptables.rules
        Import-Firewall firewalld.nft
        Get-NetFirewallHook Forward, Prerouting -Namespace web | ForEach-Object { "$($_.Hook) $($_.Priority)" } |
            Should -Be 'Prerouting -300', 'Prerouting -140', 'Prerouting -100', 'Prerouting -90', 'Prerouting 10', 'Forward 0', 'Forward 10'
        Get-NetFirewallHook -Hook Egress -Namespace web | Should -BeNullOrEmpty
    }

    It 'reads families that number their hooks their own way, and the links that a chain is bound to' {
        ip netns exec web nft 'add table arp a; add chain arp a out { type filter hook output priority 0; }
            add table netdev d; add chain netdev d in { type filter hook ingress device "lo" priority 7; }; add chain netdev d eg { type filter hook egress device "lo" priority 0; }
            add table bridge b; add chain bridge b fw { type filter hook forward priority -200; policy drop; }
            add table inet i; add chain inet i ing { type filter hook ingress device "lo" priority 0; }'
        $LASTEXITCODE | Should -Be 0
        $hooks = Get-NetFirewallHook -Namespace web
        $hooks | ForEach-Object { "$_ $($_.Hook) $($_.PriorityName)" } | Should -Be 'inet i ing Ingress filter', 'netdev d in Ingress filter + 7', 'bridge b fw Forward filter', 'arp a out Output filter', 'netdev d eg Egress filter'
        $hooks | Where-Object InterfaceAlias | ForEach-Object InterfaceAlias | Should -Be lo, lo, lo
        ($hooks | Where-Object Family -EQ Bridge).Policy | Should -Be Drop
    }

    It 'says of the chains of a dormant table that they are not active' {
        ip netns exec web nft 'add table inet t { flags dormant; }; add chain inet t c { type filter hook forward priority 0; policy drop; }'
        $hook = Get-NetFirewallHook -Namespace web
        $hook.Active | Should -BeFalse
        ($hook | Out-String) | Should -Match 'inet t c \(dormant\)'
    }

    It 'lists chains whose rules hold expressions that the module does not know' {
        ip netns exec web nft 'add table ip t; add chain ip t c { type filter hook forward priority 0; }
            add rule ip t c numgen inc mod 2 vmap { 0 : accept, 1 : drop }; add rule ip t c jhash ip saddr mod 2 vmap { 0 : accept, 1 : drop }; add rule ip t c limit rate 3/minute log'
        $LASTEXITCODE | Should -Be 0
        (Get-NetFirewallHook -Namespace web -ErrorAction Stop).RuleCount | Should -Be 3
    }

    It 'lists the tables of iptables-legacy too, which nft does not know' {
        if (-not (Get-Command iptables-legacy -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'there is no iptables-legacy here' }
        ip netns exec web iptables-legacy -P FORWARD DROP 2>$null
        if ($LASTEXITCODE) { Set-ItResult -Skipped -Because 'this kernel has no legacy tables' }
        ip netns exec web iptables-legacy -N DOCKER-USER
        ip netns exec web iptables-legacy -A FORWARD -j DOCKER-USER
        ip netns exec web iptables -P FORWARD ACCEPT
        $legacy, $today = Get-NetFirewallHook Forward -Namespace web | Sort-Object Legacy -Descending
        "$legacy $($legacy.Policy) $($legacy.RuleCount) $($legacy.Owner) $($legacy.PriorityName)" | Should -Be 'ip filter FORWARD (legacy) Drop 1 Docker filter'
        "$today $($today.Policy) $($today.RuleCount) $($today.Owner)" | Should -Be 'ip filter FORWARD Accept 0 iptables'
        $legacy -eq $today | Should -BeFalse
        Get-NetFirewallHook -Namespace web | Where-Object Legacy | ForEach-Object Chain | Should -Be INPUT, FORWARD, OUTPUT
        Get-NetFirewallHook | Should -BeNullOrEmpty
        # To ask does not make tables.
        Get-Content /proc/net/ip_tables_names -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'takes namespaces from the pipe, by name and by property' {
        $null = New-NetNamespace db
        Import-Firewall policy-drop.nft db
        'web', 'db' | Get-NetFirewallHook Forward | ForEach-Object { "$($_.Namespace)" } | Should -Be db
        Get-NetNamespace db | Get-NetFirewallHook Forward | Should -HaveCount 1
        Get-NetNamespace db | Get-NetFirewallHook Forward | Get-NetFirewallHook Input | Should -HaveCount 1
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-NetNamespace db))) | Get-NetFirewallHook | Should -HaveCount 3
    }

    It 'survives serialisation and JSON' {
        Import-Firewall policy-drop.nft
        $hook = Get-NetFirewallHook Forward -Namespace web
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($hook))
        $copy.Table | Should -Be filter
        $copy.Policy.ToString() | Should -Be Drop
        ($hook | ConvertTo-Json -Depth 3 -EnumsAsStrings | ConvertFrom-Json).Hook | Should -Be Forward
        $hook -eq (Get-NetFirewallHook Forward -Namespace web) | Should -BeTrue
    }

    It 'completes hooks and namespaces' {
        (TabExpansion2 'Get-NetFirewallHook -Hook P').CompletionMatches.CompletionText | Sort-Object | Should -Be Postrouting, Prerouting
        (TabExpansion2 'Get-NetFirewallHook -Namespace w').CompletionMatches.CompletionText | Should -Be web
    }

    It 'shows tables and lists that fit a terminal' {
        Import-Firewall docker-iptables.rules
        $lines = Get-NetFirewallHook -Namespace web | Out-String -Width 100 -Stream | Where-Object { $_ }
        $lines -match '^Forward\s+filter\s+ip filter FORWARD\s+Drop\s+2\s+Docker' | Should -HaveCount 1
        Get-NetFirewallHook Forward -Namespace web | Format-List | Out-String | Should -Match 'Priority\s+: 0 \(filter\)'
    }

    It 'is an error where there is no such namespace' {
        (Get-ErrorOf { Get-NetFirewallHook -Namespace nowhere }).FullyQualifiedErrorId | Should -Be 'NamespaceNotFound,NetNs.Commands.GetNetFirewallHookCommand'
    }
}
