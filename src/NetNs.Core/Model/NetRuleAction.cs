namespace NetNs;

/// <summary>What a policy rule does with the packets that match it; the numbers are those of linux/fib_rules.h.</summary>
public enum NetRuleAction
{
    /// <summary>Looks for a route in a table; where there is none, the next rule follows.</summary>
    Table = 1, // FR_ACT_TO_TBL

    /// <summary>Goes on with a rule further down.</summary>
    Goto = 2, // FR_ACT_GOTO

    /// <summary>Does nothing: the next rule follows.</summary>
    Continue = 3, // FR_ACT_NOP

    /// <summary>Drops it silently.</summary>
    Blackhole = 6, // FR_ACT_BLACKHOLE

    /// <summary>Drops it and says "network unreachable".</summary>
    Unreachable = 7, // FR_ACT_UNREACHABLE

    /// <summary>Drops it and says "administratively prohibited".</summary>
    Prohibit = 8, // FR_ACT_PROHIBIT
}
