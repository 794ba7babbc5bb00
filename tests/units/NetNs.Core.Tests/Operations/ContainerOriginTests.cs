using NetNs.Operations;

namespace NetNs.Tests.Operations;

public sealed class ContainerOriginTests
{
    private const string Id = "8f2c01d9a4b75e6f0d3b8c2a1e4f7a9b0c5d6e7f8a1b2c3d4e5f60718293a4b5";

    [Theory]
    [InlineData("0::/system.slice/docker-" + Id + ".scope\n", NetNamespaceSource.Docker)]
    [InlineData("12:pids:/docker/" + Id + "\n11:cpu,cpuacct:/docker/" + Id + "\n0::/\n", NetNamespaceSource.Docker)]
    [InlineData("0::/machine.slice/libpod-" + Id + ".scope/container\n", NetNamespaceSource.Podman)]
    [InlineData("0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" + Id + ".scope\n", NetNamespaceSource.Podman)]
    [InlineData("0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice/cri-containerd-" + Id + ".scope\n", NetNamespaceSource.Cni)]
    [InlineData("0::/kubepods.slice/crio-" + Id + ".scope\n", NetNamespaceSource.Cni)]
    public void A_control_group_tells_engine_and_container(string text, NetNamespaceSource source)
        => Assert.Equal((source, Id), ContainerOrigin.OfControlGroup(text));

    [Theory]
    [InlineData("0::/\n")]
    [InlineData("0::/system.slice/docker.service\n")]
    [InlineData("0::/user.slice/user-1000.slice/session-2.scope\n")]
    public void A_control_group_of_no_container_tells_nothing(string text)
        => Assert.Equal((null, null), ContainerOrigin.OfControlGroup(text));

    [Theory]
    [InlineData("netns-6a0b4c39-9d3a-2f6f-0f7e-9b515f1d3f0e", NetNamespaceSource.Podman)]
    [InlineData("cni-6a0b4c39-9d3a-2f6f-0f7e-9b515f1d3f0e", NetNamespaceSource.Cni)]
    [InlineData("netns-1", null)]
    [InlineData("cni-web", null)]
    [InlineData("web", null)]
    public void A_name_tells_who_gives_such_names(string name, NetNamespaceSource? source)
        => Assert.Equal(source, ContainerOrigin.OfName(name));

    [Theory]
    [InlineData("/run/docker/netns/8f2c01d9a4b7", NetNamespaceSource.Docker)]
    [InlineData("/var/run/docker/netns/default", NetNamespaceSource.Docker)]
    [InlineData("/run/user/1000/netns/netns-6a0b4c39-9d3a-2f6f-0f7e-9b515f1d3f0e", NetNamespaceSource.Podman)]
    [InlineData("/var/lib/elsewhere/ns", null)]
    public void A_mount_point_tells_who_mounts_there(string path, NetNamespaceSource? source)
        => Assert.Equal(source, ContainerOrigin.OfPath(path));
}
