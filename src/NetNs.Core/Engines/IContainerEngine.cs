namespace NetNs.Engines;

/// <summary>One engine on this machine, asked without its client program.</summary>
internal interface IContainerEngine
{
    /// <summary>Which one.</summary>
    ContainerEngine Kind { get; }

    /// <summary>All its containers, those that do not run included.</summary>
    /// <param name="withProcesses">Whether the first process of each is wanted: another request for each with Docker.</param>
    /// <param name="limit">By when it has to have answered.</param>
    /// <exception cref="NetNsException">TimedOut, NotPermitted, ContainerEngineFailed.</exception>
    IReadOnlyList<EngineContainer> List(bool withProcesses, TimeLimit limit);

    /// <summary>The container of a name, an id or the beginning of one, with its process; null where there is none.</summary>
    /// <exception cref="NetNsException">TimedOut, NotPermitted, ContainerEngineFailed.</exception>
    EngineContainer? Find(string name, TimeLimit limit);
}
