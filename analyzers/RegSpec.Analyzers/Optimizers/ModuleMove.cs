using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Analyzers;

/// <summary>Calls like <c>model.to(CUDA)</c> and what they change.</summary>
internal static class ModuleMove
{
    private const string Initial = "cpu float32";

    private static readonly HashSet<string> Casts = ["half", "bfloat16", "double", "byte", "char", "short", "int", "long", "cfloat", "cdouble"];

    /// <summary>
    /// The first call after a place that moves a module made in this body to another device, or casts it; null if there is none, or none that certainly changes it.
    /// </summary>
    public static IInvocationOperation? FirstChange(IOperation body, ILocalSymbol model, SyntaxNode after, RegSpecTypes types)
    {
        // Where the module comes from elsewhere, it may be there already.
        if (body.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => Is(declarator.Symbol))?.GetVariableInitializer()?.Value is not { } value
            || !IsMadeHere(value, types))
        {
            return null;
        }

        string[] before = body.Descendants()
            .OfType<IInvocationOperation>()
            .Where(call => IsMove(call, types) && call.Syntax.SpanStart < after.SpanStart && (Receiver(call) is ILocalReferenceOperation local ? Is(local.Local) : value.Syntax.Span.Contains(call.Syntax.Span)))
            .Select(Destination)
            .ToArray();
        if (before.Any(place => place.Length == 0))
        {
            return null;
        }

        return body.Descendants()
            .OfType<IInvocationOperation>()
            .FirstOrDefault(call => call.Syntax.SpanStart > after.Span.End
                && IsMove(call, types)
                && Receiver(call) is ILocalReferenceOperation local && Is(local.Local)
                && Destination(call) is { Length: > 0 } place
                && (before.Length == 0 ? !Initial.Contains(place) : !before.Contains(place))
                && !ExcludeEachOther(after, call.Syntax));

        bool Is(ILocalSymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol, model);
    }

    /// <summary>Whether two places lie in different branches of one statement or expression, or in different functions.</summary>
    public static bool ExcludeEachOther(SyntaxNode first, SyntaxNode second)
    {
        SyntaxNode common = first.AncestorsAndSelf().First(node => node.Span.Contains(second.Span));
        return common is IfStatementSyntax or ElseClauseSyntax or SwitchStatementSyntax or ConditionalExpressionSyntax or SwitchExpressionSyntax
            || Function(first) != Function(second);

        static SyntaxNode? Function(SyntaxNode node) => node.Ancestors().FirstOrDefault(parent => parent is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);
    }

    private static bool IsMove(IInvocationOperation call, RegSpecTypes types) =>
        call.TargetMethod.ContainingType.Name == "ModuleExtensionMethods" && types.IsTorch(call.TargetMethod);

    private static IOperation Receiver(IInvocationOperation call) => call.Arguments[0].Value.Unwrapped();

    /// <summary>Made with <c>new</c> or a factory, without a device or element type of its own.</summary>
    private static bool IsMadeHere(IOperation value, RegSpecTypes types) => value.Unwrapped() switch
    {
        IObjectCreationOperation creation => creation.Arguments.All(IsPlain),
        IInvocationOperation call when IsMove(call, types) => IsMadeHere(call.Arguments[0].Value, types),
        IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType.Name: "nn" } method } call => types.IsTorch(method) && call.Arguments.All(IsPlain),
        _ => false,
    };

    private static bool IsPlain(IArgumentOperation argument) =>
        argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Parameter?.Type.Name is not ("Device" or "DeviceType" or "ScalarType" or "Nullable");

    /// <summary>A name for the device or element type a call asks for; empty when it is not certain.</summary>
    private static string Destination(IInvocationOperation call)
    {
        string name = call.TargetMethod.Name;
        if (name is "cpu" or "cuda" || Casts.Contains(name))
        {
            return name;
        }

        return name == "float" ? "float32" : call.Arguments.Length > 1 ? Place(call.Arguments[1].Value.Unwrapped()) : "";
    }

    private static string Place(IOperation value) => value switch
    {
        IFieldReferenceOperation { Field: var field } => Normalized(field.Name),
        IPropertyReferenceOperation { Property: { IsStatic: true } property } => Normalized(property.Name),
        ILocalReferenceOperation local when local.OnlyValue() is { } known && known.Unwrapped() is not ILocalReferenceOperation => Place(known.Unwrapped()),
        IInvocationOperation { TargetMethod.Name: "device", Arguments: [var first, ..] } => Place(first.Value.Unwrapped()),
        ILiteralOperation { ConstantValue.Value: string text } => Normalized(text.Split(':')[0]),

        // cuda.is_available() ? CUDA : CPU changes the device wherever there is a GPU.
        IConditionalOperation { WhenTrue: var yes, WhenFalse: { } no } => Place(yes.Unwrapped()) is { Length: > 0 } place && place != "cpu" ? place : Place(no.Unwrapped()),
        _ => "",
    };

    private static string Normalized(string name) => name.ToUpperInvariant() switch
    {
        "CPU" => "cpu",
        "CUDA" => "cuda",
        "MPS" => "mps",
        "FLOAT16" or "HALF" => "half",
        "BFLOAT16" => "bfloat16",
        "FLOAT32" => "float32",
        "FLOAT64" or "DOUBLE" => "double",
        _ => "",
    };
}
