using System.Management.Automation;
using NetNs.Binding;

namespace NetNs.Commands;

/// <summary>A cmdlet that lists what is in a namespace, and with -AllNamespaces what is in each of them.</summary>
internal interface IListsEverywhere
{
    /// <summary>Looks in the current namespace and in every one that has a name.</summary>
    SwitchParameter AllNamespaces { get; }

    /// <summary>Sets -Namespace for the next list; null is the current one.</summary>
    NamespaceArgument? Place { set; }
}
