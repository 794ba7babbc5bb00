using Microsoft.Win32.SafeHandles;
using NetNs.Netlink;

namespace NetNs.Route;

/// <content>Namespace ids.</content>
internal sealed partial class RouteClient
{
    /// <summary>The id under which this namespace knows another, or null where none was assigned yet.</summary>
    internal int? FindNamespaceId(SafeFileHandle target)
    {
        bool added = false;
        try
        {
            target.DangerousAddRef(ref added);
            NetlinkWriter writer = Fresh();
            using (writer.Message(RouteMessageType.GetNsId, MessageFlags.None))
                new NamespaceIdMessage { Descriptor = (int)target.DangerousGetHandle() }.Write(writer);
            int? id = Connection.Get<NamespaceIdMessage>(writer, "read a namespace id").Id;
            return id == NamespaceIdMessage.NotAssigned ? null : id;
        }
        finally
        {
            if (added)
                target.DangerousRelease();
        }
    }
}
