extern alias current;

using System.Diagnostics;
using current::System.Management.Automation;
using current::System.Management.Automation.Internal;
using current::System.Management.Automation.Remoting.Client;
using current::System.Management.Automation.Runspaces;

namespace NetNs.Sessions;

/// <summary>How PowerShell reaches a child pwsh inside a namespace: over the standard streams of a process that runs already.</summary>
/// <param name="name">What results shall say they come from.</param>
/// <param name="child">The child, in server mode, its streams redirected.</param>
internal sealed class NamespaceConnection(string name, Process child) : RunspaceConnectionInfo
{
    /// <summary>The namespace: what results of Invoke-Command carry as PSComputerName, and what the prompt of Enter-PSSession shows.</summary>
    public override string ComputerName
    {
        get => name;
        set => throw new NotSupportedException();
    }

    public override PSCredential? Credential
    {
        get => null;
        set => throw new NotSupportedException();
    }

    public override AuthenticationMechanism AuthenticationMechanism
    {
        get => AuthenticationMechanism.Default;
        set => throw new NotSupportedException();
    }

    public override string CertificateThumbprint
    {
        get => "";
        set => throw new NotSupportedException();
    }

    public override RunspaceConnectionInfo Clone() => new NamespaceConnection(name, child);

    public override BaseClientSessionTransportManager CreateClientSessionTransportManager(Guid instanceId, string sessionName, PSRemotingCryptoHelper cryptoHelper)
        => new NamespaceTransport(instanceId, cryptoHelper, name, child);
}
