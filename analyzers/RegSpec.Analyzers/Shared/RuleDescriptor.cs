using Microsoft.CodeAnalysis;

namespace RegSpec.Analyzers;

/// <summary>The one way to make a descriptor, so that help links and flags cannot drift.</summary>
internal static class RuleDescriptor
{
    private const string HelpFolder = "https://github.com/regspec/regspec/blob/main/analyzers/docs/";

    public static DiagnosticDescriptor Create(string id, string title, string messageFormat, string category, DiagnosticSeverity defaultSeverity) =>
        new(id, title, messageFormat, category, defaultSeverity, isEnabledByDefault: true, helpLinkUri: HelpFolder + id + ".md");
}
