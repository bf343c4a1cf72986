using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RegSpec.Semantics.Execution;

/// <summary>A place in the source as it is reached through calls; equal wherever it is the same.</summary>
/// <param name="Outer">The call whose body it is in; null in the code that runs first.</param>
/// <param name="Tree">Its file.</param>
/// <param name="Span">Where in the file.</param>
internal sealed record CallSite(CallSite? Outer, SyntaxTree Tree, TextSpan Span);
