using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetNs.Inside;

/// <summary>Streams of a script block that its cmdlet may want to see record by record.</summary>
[Flags]
internal enum BlockStreams
{
    /// <summary>None: they go where the block's preferences send them.</summary>
    None = 0,

    /// <summary>Errors, standard error of programs among them.</summary>
    Errors = 1,

    /// <summary>Information records, whatever the preferences say.</summary>
    Information = 2,
}

/// <summary>
/// Runs a user's script block as part of a cmdlet's own pipeline, so that its streams and errors go where the cmdlet's go, with a
/// relay after it for everything that would run the rest of the pipeline.
/// </summary>
internal sealed class BlockPipeline : IDisposable
{
    // Each expression here is compiled anew for each block: few of them.
    private const string Step = "param($run, $given, $relay, $rest) & $run @given | & $relay @rest";

    private static readonly CmdletInfo Relay = new("Write-NamespaceOutput", typeof(RelayCommand));

    private readonly SteppablePipeline _pipeline;

    /// <summary>Prepares it; nothing of the block runs yet.</summary>
    /// <param name="owner">The cmdlet.</param>
    /// <param name="block">What the user wants to run.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="collect">Streams that the cmdlet wants to see beside warnings, verbose and debug messages.</param>
    /// <param name="common">Common parameters of the cmdlet that hold for the block as well.</param>
    internal BlockPipeline(IBlockOwner owner, ScriptBlock block, object?[] arguments, BlockStreams collect, Hashtable common)
    {
        if (IsInformationMerged(block))
            collect |= BlockStreams.Information;
        var given = new Hashtable(common)
        {
            ["NetNs_block"] = block,
            ["NetNs_arguments"] = arguments,
            ["NetNs_relay"] = Relay,
            ["NetNs_owner"] = owner,
        };
        var rest = new Hashtable { ["Owner"] = owner, ["Stream"] = RelayedStream.Errors };
        _pipeline = ScriptBlock.Create(Step).GetSteppablePipeline(CommandOrigin.Internal, [ScriptBlock.Create(Run(collect)), given, Relay, rest]);
        _pipeline.Begin((Cmdlet)owner);
    }

    /// <summary>Runs the block, to its end.</summary>
    internal void Complete() => _pipeline.End();

    public void Dispose() => _pipeline.Dispose();

    // Variables of the block's callers are visible in it, these among them: hence their names. Merging the messages into a
    // pipeline of their own keeps them apart from what the block emits, be that a warning record that it caught. On one line: an
    // error that points here instead of into the block is then shown without a position.
    private static string Run(BlockStreams collect)
        => "[CmdletBinding()] param($NetNs_block, $NetNs_arguments, $NetNs_relay, $NetNs_owner) "
            + "& { & $NetNs_block @NetNs_arguments | & $NetNs_relay -Owner $NetNs_owner -Stream Output } 3>&1 4>&1 5>&1"
            + (collect.HasFlag(BlockStreams.Information) ? " 6>&1" : "")
            + (collect.HasFlag(BlockStreams.Errors) ? " 2>&1" : "")
            + " | & $NetNs_relay -Owner $NetNs_owner -Stream Messages -Verbose -Debug";

    // A merged information record is handed on whatever the preferences say; one that is not merged would be lost in a merge of
    // ours. The block itself knows whether the command that it is an argument of merges.
    private static bool IsInformationMerged(ScriptBlock block)
        => block.Ast.Parent?.Parent is CommandAst command
            && command.Redirections.Any(r => r is MergingRedirectionAst { FromStream: RedirectionStream.All or RedirectionStream.Information });
}
