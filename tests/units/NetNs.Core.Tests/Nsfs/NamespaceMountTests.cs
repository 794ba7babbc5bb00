using NetNs.Nsfs;

namespace NetNs.Tests.Nsfs;

public sealed class NamespaceMountTests
{
    [Theory]
    [InlineData("512 28 0:4 net:[4026532247] /run/netns/web rw shared:204 - nsfs nsfs rw", "/run/netns/web")]
    [InlineData("631 24 0:4 net:[4026532247] /run/docker/netns/8f2c01d9a4b7 rw shared:310 - nsfs nsfs rw", "/run/docker/netns/8f2c01d9a4b7")]
    [InlineData("631 24 0:4 net:[4026532247] /run/netns/mein\\040Netz\\134x rw - nsfs nsfs rw", "/run/netns/mein Netz\\x")]
    public void A_mounted_network_namespace_is_read(string line, string path)
        => Assert.Equal(new NamespaceMount(path, 4026532247), NamespaceMount.Parse(line));

    [Theory]
    [InlineData("28 1 0:26 / /run rw,nosuid,nodev shared:5 - tmpfs tmpfs rw")]
    [InlineData("512 28 0:4 mnt:[4026532840] /run/snapd/ns/lxd.mnt rw - nsfs nsfs rw")]
    [InlineData("512 28 0:4 net:[x] /run/netns/web rw - nsfs nsfs rw")]
    [InlineData("512 28")]
    [InlineData("")]
    public void Anything_else_is_passed_over(string line) => Assert.Null(NamespaceMount.Parse(line));
}
