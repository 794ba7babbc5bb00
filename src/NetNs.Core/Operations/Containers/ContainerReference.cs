namespace NetNs.Operations;

/// <summary>The text that stands for a container where a namespace is taken: "docker:web".</summary>
/// <param name="Engine">Who runs it.</param>
/// <param name="Name">Its name, its id or the beginning of its id.</param>
internal sealed record ContainerReference(ContainerEngine Engine, string Name)
{
    /// <summary>Reads it; null where the text stands for no container.</summary>
    internal static ContainerReference? TryParse(string text)
    {
        foreach (ContainerEngine engine in Enum.GetValues<ContainerEngine>())
        {
            string prefix = NetContainer.PrefixOf(engine);
            if (text.StartsWith(prefix, StringComparison.Ordinal))
                return new ContainerReference(engine, text[prefix.Length..]);
        }

        return null;
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => NetContainer.Reference(Engine, Name);
}
