// Declarations, without code, of the public remoting API of PowerShell 7.3 and later: sessions over a transport of one's own.
// PowerShellStandard.Library, which everything else is compiled against, stops at 5.1 and lacks them.
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Management.Automation.Remoting;
using System.Management.Automation.Remoting.Client;
using System.Management.Automation.Runspaces;

namespace System.Management.Automation
{
    public abstract class PSCmdlet;

    public sealed class PSCredential;

    public sealed class PSPrimitiveDictionary;
}

namespace System.Management.Automation.Host
{
    public abstract class PSHost;
}

namespace System.Management.Automation.Internal
{
    public abstract class PSRemotingCryptoHelper;
}

namespace System.Management.Automation.Runspaces
{
    public enum AuthenticationMechanism
    {
        Default = 0,
    }

    public abstract class Runspace;

    public sealed class TypeTable
    {
        public static TypeTable LoadDefaultTypeFiles() => throw null!;
    }

    public abstract class RunspaceConnectionInfo
    {
        public abstract string ComputerName { get; set; }

        public abstract PSCredential? Credential { get; set; }

        public abstract AuthenticationMechanism AuthenticationMechanism { get; set; }

        public abstract string CertificateThumbprint { get; set; }

        public virtual RunspaceConnectionInfo Clone() => throw null!;

        public virtual BaseClientSessionTransportManager CreateClientSessionTransportManager(Guid instanceId, string sessionName, PSRemotingCryptoHelper cryptoHelper) => throw null!;
    }

    public static class RunspaceFactory
    {
        public static Runspace CreateRunspace(RunspaceConnectionInfo connectionInfo, PSHost host, TypeTable typeTable, PSPrimitiveDictionary? applicationArguments, string name) => throw null!;
    }

    public sealed class PSSession
    {
        public static PSSession Create(Runspace runspace, string transportName, PSCmdlet psCmdlet) => throw null!;
    }
}

namespace System.Management.Automation.Remoting
{
    public class PSRemotingTransportException(string message) : Exception(message);

    public enum TransportMethodEnum
    {
        ReceiveShellOutputEx = 3,
        CloseShellOperationEx = 4,
    }

    public sealed class TransportErrorOccuredEventArgs : EventArgs
    {
        public TransportErrorOccuredEventArgs(PSRemotingTransportException e, TransportMethodEnum m) => throw null!;
    }

    public abstract class BaseTransportManager : IDisposable
    {
        public void Dispose() => throw null!;

        public virtual void RaiseErrorHandler(TransportErrorOccuredEventArgs eventArgs) => throw null!;

        protected virtual void Dispose(bool isDisposing) => throw null!;
    }
}

namespace System.Management.Automation.Remoting.Client
{
    public abstract class BaseClientTransportManager : BaseTransportManager
    {
        public abstract void CreateAsync();

        public virtual void CloseAsync() => throw null!;
    }

    public abstract class BaseClientSessionTransportManager : BaseClientTransportManager;

    public abstract class ClientSessionTransportManagerBase : BaseClientSessionTransportManager
    {
        protected ClientSessionTransportManagerBase(Guid runspaceId, PSRemotingCryptoHelper cryptoHelper) => throw null!;

        public override void CloseAsync() => throw null!;

        protected abstract void CleanupConnection();

        protected void DisposeMessageQueue() => throw null!;

        protected void HandleOutputDataReceived(string data) => throw null!;

        protected void SendOneItem() => throw null!;

        protected void SetMessageWriter(IO.TextWriter textWriter) => throw null!;
    }
}
