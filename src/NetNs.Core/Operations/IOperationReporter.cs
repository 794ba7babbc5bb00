namespace NetNs.Operations;

/// <summary>Who is told what an operation does. Called on the thread that runs the operation only.</summary>
internal interface IOperationReporter
{
    /// <summary>Whether anybody listens to steps; where not, their words need not be made.</summary>
    bool WantsSteps { get; }

    /// <summary>Whether <see cref="Message"/> is called.</summary>
    bool WantsMessages { get; }

    /// <summary>Set when the user wants to stop: the operation then undoes what it did.</summary>
    CancellationToken Stopping { get; }

    /// <summary>A step that is about to be taken.</summary>
    /// <param name="intent">In the user's words: "Create veth0 and its peer ceth0 in namespace web".</param>
    /// <param name="equivalent">The command line that does the same: "ip link add veth0 type veth peer name ceth0 netns web".</param>
    void Step(string intent, string equivalent);

    /// <summary>A netlink message that was sent or received, as text of several lines.</summary>
    void Message(string text);

    /// <summary>Something the user should know though the operation goes on.</summary>
    void Warn(string message);
}
