using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RegSpec.CompileTime.Tests;

/// <summary>A DecayPlan.txt in memory.</summary>
internal sealed class PlanText(string text) : AdditionalText
{
    public override string Path => "/project/DecayPlan.txt";

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}
