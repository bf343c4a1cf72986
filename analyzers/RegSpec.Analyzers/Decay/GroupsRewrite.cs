using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Analyzers;

/// <summary>What the fix needs to write <c>model.ParameterGroups(weightDecay: e).X(…)</c> in place of an optimizer call.</summary>
internal static class GroupsRewrite
{
    /// <summary>Property: the model as it can be written at the call.</summary>
    public const string Model = "Model";

    /// <summary>Property: λ to declare on the class; the usual one when the call has no constant.</summary>
    public const string Lambda = "Lambda";

    /// <summary>Property: λ on the class is not the one of the call.</summary>
    public const string IsUsual = "IsUsual";

    private const double UsualLambda = 0.01;

    public static ImmutableDictionary<string, string?> PropertiesFor(OptimizerCreation optimizer, TrainedModel model)
    {
        if (!CanBeRewritten(optimizer) || Text(optimizer, model) is not { } text)
        {
            return ImmutableDictionary<string, string?>.Empty;
        }

        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty.Add(Model, text);
        return optimizer.WeightDecay?.Number() is { } lambda
            ? properties.Add(Lambda, NumberText.Of(lambda))
            : properties.Add(Lambda, NumberText.Of(UsualLambda)).Add(IsUsual, "");
    }

    /// <summary>Constructors have other defaults than the factories of the groups: only where the learning rate is written do both mean the same.</summary>
    private static bool CanBeRewritten(OptimizerCreation optimizer) =>
        optimizer.Operation is IInvocationOperation || optimizer.Arguments.Explicit(OptimizerNames.LearningRate) is not null;

    private static string? Text(OptimizerCreation optimizer, TrainedModel model)
    {
        if (model.Module is IInstanceReferenceOperation)
        {
            return "this";
        }

        // Seen through a helper or a field, the name may mean something else at the call.
        bool isInScope = model.Module.Root() == optimizer.Operation.Root()
            || (ParameterPath.Of(model.Module) is [IFieldSymbol or IPropertySymbol, ..] path && SymbolEqualityComparer.Default.Equals(path[0].ContainingType, EnclosingType(optimizer.Operation)));
        return isInScope && (model.Module is IInvocationOperation or IObjectCreationOperation ? null : ParameterPath.Of(model.Module)) is not null
            ? model.Module.Syntax.ToString()
            : null;
    }

    private static ISymbol? EnclosingType(IOperation operation) => operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart)?.ContainingType;
}
