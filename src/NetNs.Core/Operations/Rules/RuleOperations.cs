using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Policy rules. Each method acts in the namespace of the context it is given.</summary>
internal static class RuleOperations
{
    /// <summary>Policy rules in the order in which packets meet them, IPv4 first.</summary>
    /// <param name="context">Where.</param>
    /// <param name="family">Null for both.</param>
    internal static IEnumerable<NetRule> List(NamespaceContext context, IPFamily? family = null)
    {
        IEnumerable<int> families = family is { } one ? [(int)one] : [LibC.AF_INET, LibC.AF_INET6];
        // A kernel without IPv6 answers with IPv4's rules.
        return families.SelectMany(f => Read(context, f).Where(m => m.Family == f)).Select(m => RuleFactory.Create(m, context.Namespace));
    }

    /// <summary>Makes a policy rule.</summary>
    /// <param name="context">Where.</param>
    /// <param name="options">The rule.</param>
    /// <param name="reuse">Whether one that is there is as good.</param>
    /// <exception cref="NetNsException">RuleAlreadyExists, ExistingDiffers, RuleInvalid.</exception>
    internal static NetRule Create(NamespaceContext context, RuleOptions options, bool reuse = false)
    {
        PolicyRuleMessage request = options.ToMessage();
        if (reuse && Present(context, options, request, reuse) is { } present)
            return present;
        context.Step($"Make a policy rule {options.Name}", Command("add", request, context.Namespace));
        try
        {
            return RuleFactory.Create(context.Route.CreateRule(request), context.Namespace);
        }
        catch (NetlinkException e) when (e.Errno == Errno.EEXIST)
        {
            throw AlreadyExists(Same(context, request) ?? RuleFactory.Create(request, context.Namespace), e);
        }
        catch (NetlinkException e) when (e.Errno == Errno.EINVAL)
        {
            throw new NetNsException(NetNsError.RuleInvalid, $"Cannot make a policy rule {options.Name}{context.Namespace.Suffix}: {e.KernelMessage?.TrimEnd('.') ?? "the kernel does not take it"}.", options.Priority, null, e);
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, options.Priority);
        }
    }

    /// <summary>The rule that is in the way of a new one, or as good as it; null where there is none.</summary>
    /// <param name="context">Where.</param>
    /// <param name="options">The new rule.</param>
    /// <param name="request">Its message.</param>
    /// <param name="reuse">Whether one that is there is as good.</param>
    /// <exception cref="NetNsException">RuleAlreadyExists without <paramref name="reuse"/>; ExistingDiffers with it, where the packets of a rule with this priority do something else.</exception>
    internal static NetRule? Present(NamespaceContext context, RuleOptions options, PolicyRuleMessage request, bool reuse)
    {
        NetRule? same = Same(context, request);
        if (same is not null)
            return reuse ? same : throw AlreadyExists(same, null);
        NetRule wanted = RuleFactory.Create(request, context.Namespace);
        NetRule? other = !reuse || options.Priority is null ? null : List(context, wanted.AddressFamily).FirstOrDefault(r => r.Priority == wanted.Priority && r.Match == wanted.Match);
        return other is null ? null : throw new NetNsException(NetNsError.ExistingDiffers,
            $"There is a policy rule {options.Name}{context.Namespace.Suffix}, but it is {other.Does}, not {wanted.Does}.", options.Priority, $"Remove it with: {RemoveCommand(other)}");
    }

    /// <summary>Removes a policy rule seen earlier, and only that one.</summary>
    /// <exception cref="NetNsException">RuleNotFound.</exception>
    internal static void Remove(NamespaceContext context, NetRule rule)
    {
        PolicyRuleMessage wanted = rule.Message!;
        context.Step($"Remove the policy rule {rule.Priority}", Command("del", wanted, context.Namespace));
        // The kernel takes away the first rule that has all that we say. One that has more, and the same priority, may stand before ours: it is put back.
        var others = new List<PolicyRuleMessage>();
        try
        {
            while (context.Route.DeleteRule(wanted) is { } gone && !RuleFactory.Create(gone, context.Namespace).Equals(rule))
                others.Add(gone with { Flags = gone.Flags & PolicyRuleFlags.Invert });
        }
        catch (NetlinkException e) when (e.Errno is Errno.ENOENT or Errno.ESRCH)
        {
            throw NotFound(rule.ToString(), context.Namespace, e);
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, rule);
        }
        finally
        {
            foreach (PolicyRuleMessage other in others)
                context.Route.CreateRule(other);
        }
    }

    internal static NetNsException NotFound(string rule, NetNamespace where, Exception? inner = null)
        => new(NetNsError.RuleNotFound, $"There is no policy rule {rule}{where.Suffix}.", rule, $"List those there are with {where.Cmdlet($"Get-NetRule")}.", inner);

    private static NetNsException AlreadyExists(NetRule present, Exception? inner)
        => new(NetNsError.RuleAlreadyExists, $"There is this policy rule already{present.Namespace.Suffix}: {present}.", present.Priority, $"Say -IfExists Reuse, or remove it with: {RemoveCommand(present)}", inner);

    private static string RemoveCommand(NetRule rule)
        => rule.Namespace.Cmdlet($"Remove-NetRule {rule.Priority} -AddressFamily {rule.AddressFamily}");

    // Without a priority, the kernel takes any rule that is otherwise alike for the same.
    private static NetRule? Same(NamespaceContext context, PolicyRuleMessage request)
    {
        NetRule wanted = RuleFactory.Create(request, context.Namespace);
        return List(context, wanted.AddressFamily).FirstOrDefault(r => (request.Priority is null || r.Priority == wanted.Priority) && r.Match == wanted.Match && r.Does == wanted.Does);
    }

    private static string Command(string verb, PolicyRuleMessage message, NetNamespace where)
        => $"{(message.Family == LibC.AF_INET6 ? "-6 " : "")}rule {verb} {RuleFactory.ToCommand(message, where)}";

    private static List<PolicyRuleMessage> Read(NamespaceContext context, int family)
    {
        try
        {
            return context.Route.DumpRules(family);
        }
        catch (NetlinkException e) when (e.Errno is Errno.EAFNOSUPPORT or Errno.EOPNOTSUPP)
        {
            return [];
        }
    }
}
