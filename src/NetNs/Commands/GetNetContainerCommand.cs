using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Errors;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists the containers of Docker, Podman and containerd, with their network namespaces.</summary>
[Cmdlet(VerbsCommon.Get, "NetContainer")]
[OutputType(typeof(NetContainer))]
public sealed class GetNetContainerCommand : NetNsCommand
{
    /// <summary>Their names, as docker ps shows them, or like docker:web; wildcards are allowed. An id, or its beginning, is taken too.</summary>
    [NeverNull(NetNsError.ArgumentsInvalid)]
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only those of these engines.</summary>
    [NeverNull(NetNsError.ArgumentsInvalid)]
    [Parameter(Position = 1)]
    public ContainerEngine[]? Engine { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        if (Name is null)
        {
            Attempt(null, () => Write(_ => true));
            return;
        }

        foreach (string name in Name)
            Attempt(name, () => Find(new NamePattern(name)));
    }

    private void Find(NamePattern pattern)
    {
        if (Write(c => pattern.IsMatch(c.Name) || pattern.IsMatch(c.ToString())) > 0 || pattern.HasWildcards)
            return;
        // The ids of containers are random: a beginning of one is rarely a name, too.
        if (!pattern.Text.All(char.IsAsciiHexDigit) || Write(c => c.Id.StartsWith(pattern.Text, StringComparison.Ordinal)) == 0)
            throw ContainerOperations.NotFound(pattern.Text, Engine);
    }

    private int Write(Predicate<NetContainer> isWanted)
    {
        int count = 0;
        foreach (NetContainer found in new ContainerOperations(Session).List(Engine, isWanted, Tell))
        {
            WriteObject(found);
            count++;
        }

        return count;
    }

    // One engine that is stuck keeps nobody from the containers of the other; who asked for it by name gets an error.
    private void Tell(NetNsException problem)
    {
        if (Engine is null)
            Session.Reporter.Warn($"{problem.Message} {problem.RecommendedAction}");
        else
            WriteError(ErrorMap.ToRecord(problem, problem.Target)!);
    }
}
