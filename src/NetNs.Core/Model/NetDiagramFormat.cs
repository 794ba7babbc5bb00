namespace NetNs;

/// <summary>What ConvertTo-NetDiagram writes.</summary>
public enum NetDiagramFormat
{
    /// <summary>Lines of at most 80 columns for a terminal.</summary>
    Text,

    /// <summary>For Markdown pages that draw Mermaid.</summary>
    Mermaid,

    /// <summary>For Graphviz.</summary>
    Dot,

    /// <summary>A picture that follows the light or dark theme of its reader.</summary>
    Svg,
}
