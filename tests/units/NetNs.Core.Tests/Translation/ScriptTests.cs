using NetNs.Translation;

namespace NetNs.Tests.Translation;

public sealed class ScriptTests
{
    private static string Script(string text, bool merges = false) => string.Join('\n', NetCommands.ToScript(text, merges));

    [Fact]
    public void Comments_loops_and_programs_of_others_stay()
    {
        string script = Script("#!/bin/bash\nset -e\n# rooms\nfor ns in red blue; do   # each\n  ip netns add $ns\ndone\n\ndocker ps -a --format '{{.ID}}'\niptables -A FORWARD -j ACCEPT\n");

        Assert.Equal(
            """
            #!/usr/bin/env pwsh
            $ErrorActionPreference = 'Stop'
            # rooms
            foreach ($ns in 'red', 'blue') {
                # each
                New-NetNamespace $ns -LoopbackDown
            }

            # docker runs containers: Get-NetContainer lists them, and their namespaces.
            docker ps -a --format '{{.ID}}'
            # Not translated: iptables -A FORWARD -j ACCEPT
            #   Rules that filter are not changed. Where one drops what is forwarded, Add-Masquerade and Publish-ContainerPort say so, and Get-NetFirewallHook shows whose it is.
            """, script);
    }

    [Fact]
    public void A_comment_cannot_become_a_statement()
    {
        string script = Script("# a\rRemove-Item x\n#requires -Version 9\nip link # b\u0007\n");

        Assert.Equal("# a\\x0dRemove-Item x\n# requires -Version 9\nGet-NetLink # b\\x07", script);
    }

    [Theory]
    [InlineData("ip netns add a\nip -n a link set lo up", "New-NetNamespace a")]
    [InlineData("ip link add br0 type bridge\nip addr add 10.0.0.1/24 dev br0\nip link set br0 up", "New-Bridge br0 -IPAddress 10.0.0.1/24")]
    [InlineData("ip link add d0 type dummy\nip link set d0 netns a\nip -n a link set d0 up", "New-NetLink d0 Dummy -Up -Namespace a")]
    // The namespace is made in between: the pair comes after it.
    [InlineData("ip link add a type veth peer name b\nip netns add x\nip link set b netns x", "New-NetNamespace x -LoopbackDown\nNew-VethPair a b -PeerNamespace x")]
    // Only one end is up: that is not -Up.
    [InlineData("ip link add a type veth peer name b\nip link set b netns x\nip link set a up", "New-VethPair a b -PeerNamespace x\nEnable-NetLink a")]
    // Both ends go away.
    [InlineData("ip link add a type veth peer name b\nip link set a netns x\nip link set b netns y", "New-VethPair a b -PeerNamespace y -Namespace x")]
    // The first end goes, the second is a port: the port comes first.
    [InlineData("ip link add a type veth peer name b\nip link set a netns x\nip link set b master br0\nip link set b up\nip -n x link set a up", "New-VethPair b a -PeerNamespace x -Bridge br0 -Up")]
    // What is removed meanwhile ends it.
    [InlineData("ip link add a type veth peer name b\nip link del a\nip addr add 10.0.0.1/24 dev a", "New-VethPair a b\nRemove-NetLink a\nNew-NetIPAddress 10.0.0.1/24 -InterfaceAlias a")]
    // What is renamed has another name.
    [InlineData("ip link add a type veth peer name b\nip link set a name c\nip link set b netns x", "New-VethPair a b\nRename-NetLink a c\nMove-NetLink b -Destination x")]
    [InlineData("for i in 1 2; do\nip netns add n$i\nip -n n$i link set lo up\ndone", "foreach ($i in 1, 2) {\n    New-NetNamespace \"n${i}\"\n}")]
    public void What_one_cmdlet_does_becomes_one(string text, string script) => Assert.Equal(script, Script(text, merges: true));
}
