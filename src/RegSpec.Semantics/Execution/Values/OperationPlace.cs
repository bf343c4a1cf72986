using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegSpec.Semantics.Execution;

/// <summary>Where in a model an operation stands: the path of the module whose code it is, or the expression. Its text is made only where a proof or a refusal names it.</summary>
internal readonly struct OperationPlace
{
    private const int LongestText = 60;

    private readonly string? path;
    private readonly IOperation? operation;

    /// <summary>In the module of this path.</summary>
    public OperationPlace(string path)
        : this() => this.path = path;

    /// <summary>The expression itself.</summary>
    public OperationPlace(IOperation operation)
        : this() => this.operation = operation;

    public bool IsNone => path is null && operation is null;

    public override string ToString() => path ?? (operation is null ? "" : Text(operation));

    /// <summary>The first line of an operation's source, shortened.</summary>
    public static string Text(IOperation operation)
    {
        string text = operation.Syntax is ExpressionSyntax or StatementSyntax ? operation.Syntax.ToString() : operation.Kind.ToString();
        int line = text.IndexOf('\n');
        text = line >= 0 ? text.Substring(0, line).TrimEnd() + " …" : text;
        return text.Length > LongestText ? text.Substring(0, LongestText - 3) + "…" : text;
    }
}
