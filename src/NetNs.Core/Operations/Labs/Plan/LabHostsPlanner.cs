using System.Text;
using NetNs.Nsfs;

namespace NetNs.Operations;

/// <summary>
/// Plans the hosts files of nodes: /etc/netns/NAME/hosts, which a program that is started in the namespace sees as /etc/hosts (ip-netns(8)). Every node
/// gets the addresses of every other node, and its own.
/// </summary>
internal sealed class LabHostsPlanner(LabPlan plan)
{
    private const string Mark = "# Written by NetNs for lab ";

    internal void Plan()
    {
        LabDefinition definition = plan.Definition;
        string text = definition.Hosts ? Text(definition) : "";
        foreach (LabNode node in definition.Nodes)
        {
            string path = PathOf(definition.NamespaceOf(node.Name));
            string? present = Read(path);
            if (!definition.Hosts)
            {
                if (IsOurs(present, definition.Name))
                    plan.Remove(LabPhase.RemoveNodes, "Hosts", node.Name, path, _ => Delete(path));
                continue;
            }

            if (present == text)
                continue;
            if (present is not null && !present.StartsWith(Mark, StringComparison.Ordinal))
            {
                throw new NetNsException(NetNsError.ExistingDiffers, $"{path} exists and was not written for a lab. Nothing was changed.", path, "Move it away, or leave Hosts out of the definition.");
            }

            void Run(LabScene scene)
            {
                Write(path, text);
                scene.Undo.Push($"restore {path}", () => Restore(path, present));
            }

            if (present is null)
                plan.Create(LabPhase.Hosts, "Hosts", node.Name, path, Run);
            else
                plan.Change(LabPhase.Hosts, "Hosts", node.Name, path, path, Run);
        }
    }

    /// <summary>Deletes the hosts file of a namespace, if a lab wrote it.</summary>
    internal static void DeleteOf(string namespaceName, string lab)
    {
        string path = PathOf(namespaceName);
        if (IsOurs(Read(path), lab))
            Delete(path);
    }

    /// <summary>Whether a lab wrote the hosts file of a namespace.</summary>
    internal static bool IsWrittenFor(string namespaceName, string lab) => IsOurs(Read(PathOf(namespaceName)), lab);

    private static string Text(LabDefinition definition)
    {
        var text = new StringBuilder().Append(Mark).Append(definition.Name).Append('\n').Append("127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n")
            // Without its own name a program asks a name server for it, which may not be there: python's http.server takes 5 s to start.
            .Append("127.0.1.1\t").Append(Environment.MachineName).Append('\n');
        foreach (LabNode node in definition.Nodes)
        {
            foreach (InterfaceAddress address in node.Connections.SelectMany(c => c.Addresses).Concat(definition.Cables.SelectMany(c => c.Ends).Where(e => e.Node == node.Name).SelectMany(e => e.Addresses)))
                text.Append(address.Address).Append('\t').Append(node.Name).Append('\n');
        }

        return text.ToString();
    }

    private static string PathOf(string name) => $"{PrivateMounts.FilesDirectory}/{name}/hosts";

    private static bool IsOurs(string? text, string lab) => text is not null && text.StartsWith($"{Mark}{lab}\n", StringComparison.Ordinal);

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, e);
        }
    }

    // In place: a program that is running has this very file mounted over its /etc/hosts.
    private static void Write(string path, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, e);
        }
    }

    private static void Restore(string path, string? text)
    {
        if (text is null)
            Delete(path);
        else
            Write(path, text);
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
            string directory = Path.GetDirectoryName(path)!;
            if (!Directory.EnumerateFileSystemEntries(directory).Any())
                Directory.Delete(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, e);
        }
    }

    private static NetNsException Failed(string path, Exception e)
        => new(NetNsError.NotPermitted, $"Cannot use {path}: {e.Message}", path, "Run as root, or leave Hosts out of the definition.", e);
}
