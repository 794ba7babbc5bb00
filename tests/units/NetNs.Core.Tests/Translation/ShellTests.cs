using NetNs.Translation;

namespace NetNs.Tests.Translation;

/// <summary>What is read of the shell's own language.</summary>
public sealed class ShellTests
{
    [Theory]
    [InlineData("sudo -E ip netns add 'a b'", "New-NetNamespace 'a b' -LoopbackDown")]
    [InlineData("$ ip netns add web   # a comment", "New-NetNamespace web -LoopbackDown")]
    [InlineData("ip link set v0 \\\n   up", "Enable-NetLink v0")]
    [InlineData("ip netns add a && ip netns add b", "New-NetNamespace a -LoopbackDown && New-NetNamespace b -LoopbackDown")]
    [InlineData("ip netns del a 2>/dev/null || true", "Remove-NetNamespace a 2> $null")]
    [InlineData("ip netns del a || true", "Remove-NetNamespace a -ErrorAction Ignore")]
    [InlineData("ip netns list | grep web", "Get-NetNamespace '*web*'")]
    [InlineData("ip a | grep -v 'a.c'", "Get-NetIPAddress | Out-String -Stream | Select-String -NotMatch a.c")]
    [InlineData("ip link | wc -l", "Get-NetLink | Measure-Object")]
    [InlineData("bash -c 'ip link set a up; ip link set b up'", "Enable-NetLink a; Enable-NetLink b")]
    [InlineData("ip netns exec web sh -c 'ip link set lo up'", "Enable-NetLink lo -Namespace web")]
    [InlineData("nsenter --net=/run/netns/web bash <<EOF\nip link set lo up\nip route add default via 10.0.0.1\nEOF", "Enable-NetLink lo -Namespace web; New-NetRoute default -NextHop 10.0.0.1 -Namespace web")]
    [InlineData("for i in 1 2; do ip netns add ns$i; done", "foreach ($i in 1, 2) { New-NetNamespace \"ns${i}\" -LoopbackDown }")]
    [InlineData("for i in {1..3}; do ip netns add ns$i; done", "foreach ($i in 1..3) { New-NetNamespace \"ns${i}\" -LoopbackDown }")]
    [InlineData("for i in $(seq 2 9); do ip netns add $i; done", "foreach ($i in 2..9) { New-NetNamespace $i -LoopbackDown }")]
    // What differs from value to value is written out.
    [InlineData("for v in up down; do ip link set v0 $v; done", "Enable-NetLink v0; Disable-NetLink v0")]
    [InlineData("export NS=web", "$NS = 'web'")]
    [InlineData("export $NS=web; ip link", "Get-NetLink")]
    [InlineData("ip addr add 10.0.0.$((i + 1))/24 dev v0", null)]
    [InlineData("echo \"it's $(date)\"", "Write-Output \"it's $(date)\"")]
    public void A_line_of_the_shell_is_read(string line, string? command)
    {
        if (command is not null)
            Assert.Equal(command, NetCommands.Translate(line).First(t => t.Command is not null).Command);
        else
            Assert.Contains("[int]$i + 1", NetCommands.Translate(line)[0].Command, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_keep_their_names_unless_PowerShell_has_them()
    {
        string[] commands = [.. NetCommands.Translate("NS=web\npid=12\nip netns add $NS\nip netns attach x $pid\nDEV=\"v-${NS}\"\nip -n $NS link set $DEV up\nns=other\nip netns add $ns").Select(t => t.Command!)];

        Assert.Equal(["$NS = 'web'", "$processId = 12", "New-NetNamespace $NS -LoopbackDown", "Mount-NetNamespace x -ProcessId $processId", "$DEV = \"v-${NS}\"", "Enable-NetLink $DEV -Namespace $NS",
            "$ns2 = 'other'", "New-NetNamespace $ns2 -LoopbackDown"], commands);
    }

    [Fact]
    public void A_variable_without_a_value_makes_a_translation_partial()
    {
        NetCommandTranslation only = NetCommands.Translate("ip link set $DEV up")[0];

        Assert.Equal(("Enable-NetLink $DEV", NetCommandConfidence.Partial), (only.Command, only.Confidence));
        Assert.Contains("$DEV", only.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_holds_a_part_of_the_command_is_put_in()
        => Assert.Equal("Get-NetLink -Namespace web", NetCommands.Translate("OPTS='-n web'\nip $OPTS link")[1].Command);

    [Fact]
    public void What_is_typed_inside_gets_the_namespace()
    {
        string?[] commands = [.. NetCommands.Translate("nsenter --net=/run/netns/a\nip link set lo up\nexit\nip link set v0 up").Select(t => t.Command)];

        Assert.Equal(new string?[] { null, "Enable-NetLink lo -Namespace a", null, "Enable-NetLink v0" }, commands);
    }

    [Fact]
    public void A_mistake_concerns_its_own_line()
    {
        IReadOnlyList<NetCommandTranslation> all = NetCommands.Translate("don't do this\nip netns add web");

        Assert.Equal([NetCommandConfidence.Unsupported, NetCommandConfidence.Exact], all.Select(t => t.Confidence));
        Assert.Equal([1, 2], all.Select(t => t.Line));
    }

    [Fact]
    public void Links_of_a_group_are_removed_together()
    {
        string?[] commands = [.. NetCommands.Translate("ip link set p0 group 7\nip link set p1 group 7\nip link delete group 7\nip link delete group 8").Select(t => t.Command)];

        Assert.Equal(new string?[] { "Set-NetLink p0 -Group 7", "Set-NetLink p1 -Group 7", "Remove-NetLink p0, p1", null }, commands);
    }

    [Fact]
    public void A_link_in_a_VRF_is_no_port_of_a_bridge()
    {
        string script = """
            ip -n r1 link add blue type vrf table 10
            ip -n r1 link set e0 master blue
            ip -n r1 -4 route show vrf blue
            ip -n r1 link set dev e0 nomaster
            ip link set e0 master blue
            """;

        string?[] commands = [.. NetCommands.Translate(script).Select(t => t.Command)];

        Assert.Equal(
            new string?[]
            {
                "New-NetLink blue Vrf -Table 10 -Namespace r1", "Set-NetLink e0 -Master blue -Namespace r1", "Get-NetRoute -AddressFamily IPv4 -Table 10 -Namespace r1",
                "Set-NetLink e0 -NoMaster -Namespace r1", "Add-BridgePort blue e0",
            }, commands);
    }

    [Fact]
    public void A_port_is_published_once()
    {
        string rest = "-p tcp --dport 5000 -j DNAT --to-destination 10.0.0.2:5000";
        IReadOnlyList<NetCommandTranslation> all = NetCommands.Translate($"iptables -t nat -A PREROUTING {rest}\niptables -t nat -A OUTPUT {rest}");

        Assert.Equal(new string?[] { "Publish-ContainerPort 5000:5000 -Target 10.0.0.2", null }, all.Select(t => t.Command));
        Assert.Equal(NetCommandConfidence.Equivalent, all[1].Confidence);
    }
}
