using System.Net;

namespace NetNs;

/// <summary>A container of an engine on this machine. An immutable snapshot.</summary>
public sealed class NetContainer : IEquatable<NetContainer>
{
    /// <summary>Its name; its id where the engine gives it none.</summary>
    public required string Name { get; init; }

    /// <summary>As its engine calls it: mostly 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Who runs it.</summary>
    public ContainerEngine Engine { get; init; }

    /// <summary>What it does.</summary>
    public NetContainerState State { get; init; }

    /// <summary>Its first process; null where it does not run.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The network namespace that it is in: that of the machine for one that shares it; null where it does not run.</summary>
    public NetNamespace? Namespace { get; init; }

    /// <summary>The addresses that its links have, whoever gave them; none of loopback, none that are link-local.</summary>
    public IPAddress[] IPAddress { get; init; } = [];

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string[] IPAddressText => Array.ConvertAll(IPAddress, a => a.ToString());

    /// <summary>The ports that its engine publishes for it, as Publish-ContainerPort takes them: "0.0.0.0:8080:80/tcp".</summary>
    public string[] PublishedPort { get; init; } = [];

    /// <summary>The text that stands for its namespace wherever one is taken: "docker:web".</summary>
    public override string ToString() => Reference(Engine, Name);

    /// <summary>The same container of the same engine, whatever it is called.</summary>
    public bool Equals(NetContainer? other) => other is not null && Engine == other.Engine && Id == other.Id;

    /// <summary>As <see cref="Equals(NetContainer)"/>; also equal to its name.</summary>
    public override bool Equals(object? obj) => obj is string text ? text == Name || text == ToString() : Equals(obj as NetContainer);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Engine, Id);

    /// <summary>"docker:web".</summary>
    internal static string Reference(ContainerEngine engine, string name) => $"{PrefixOf(engine)}{name}";

    /// <summary>"docker:".</summary>
    internal static string PrefixOf(ContainerEngine engine) => engine switch
    {
        ContainerEngine.Docker => "docker:",
        ContainerEngine.Podman => "podman:",
        _ => "containerd:",
    };
}
