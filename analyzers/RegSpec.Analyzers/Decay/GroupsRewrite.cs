using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;

namespace RegSpec.Analyzers;

/// <summary>How an optimizer call becomes one of the model's groups, for the message and for the fix.</summary>
internal sealed class GroupsRewrite
{
    /// <summary>Property: the model as it can be written where the optimizer is made.</summary>
    public const string Model = "Model";

    /// <summary>Property: the number to declare on the model's classes in place of the call's; absent where λ stays at the call.</summary>
    public const string Lambda = "Lambda";

    /// <summary>Property: the optimizer is made at the first additional location, behind the call that is reported.</summary>
    public const string IsBehindCall = "IsBehindCall";

    /// <summary>Property: the roles, separated by ';', of the raw parameters at the last additional locations, to be written down where λ stays at the call.</summary>
    public const string Roles = "Roles";

    private GroupsRewrite(ImmutableDictionary<string, string?> properties, string remedy)
    {
        Properties = properties;
        Remedy = remedy;
    }

    /// <summary>What the fix needs; empty where none is possible.</summary>
    public ImmutableDictionary<string, string?> Properties { get; }

    /// <summary>What to write, as the end of a message.</summary>
    public string Remedy { get; }

    /// <summary>The rewriting of an optimizer that is made where its model is known.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="model">Its model.</param>
    /// <param name="compilation">The compilation that is analysed.</param>
    /// <param name="declares">λ as a literal moves to the class, which has no declaration yet; otherwise the class has one.</param>
    public static GroupsRewrite Here(OptimizerCreation optimizer, TrainedModel model, Compilation compilation, bool declares)
    {
        string? text = TextOf(optimizer, model);
        bool isOnClass = declares
            && optimizer.WeightDecay is { } decay && IsLiteral(decay)
            && !model.Classes.IsEmpty && model.Classes.All(type => type.LocationsIn(compilation).Any());
        string lambda = optimizer.WeightDecay?.Syntax.ToString() ?? "";
        bool isDropped = isOnClass || (!declares && optimizer.WeightDecay?.Number() is not null) || lambda.Length == 0;
        string call = (text ?? "model") + ".ParameterGroups(" + (isDropped ? "" : "weightDecay: " + lambda) + ")." + optimizer.Name;
        string classes = isOnClass ? "[WeightDecay(" + NumberText.Of(optimizer.WeightDecay!.Number()!.Value) + ")] on '" + string.Join("', '", model.Classes.Select(static type => type.Name)) + "' and " : "";
        if (text is null)
        {
            return new GroupsRewrite(ImmutableDictionary<string, string?>.Empty, "put the model into a variable and write " + classes + call);
        }

        if (!HasSameDefaults(optimizer))
        {
            return new GroupsRewrite(
                ImmutableDictionary<string, string?>.Empty,
                "write " + classes + call + " with a learning rate, as the default of this constructor is not that of the groups");
        }

        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty.Add(Model, text);
        return new GroupsRewrite(
            declares && optimizer.WeightDecay is { } written && IsLiteral(written) ? properties.Add(Lambda, NumberText.Of(written.Number()!.Value)) : properties,
            "write " + classes + call);
    }

    /// <summary>The rewriting of an optimizer that is made behind a call: λ stays where it is, as other models may come there too.</summary>
    public static GroupsRewrite Behind(PassedModel passed)
    {
        OptimizerCreation optimizer = passed.Optimizer;
        string decay = optimizer.WeightDecay is { } written ? "weightDecay: " + written.Syntax : "";
        if (passed.Fed.Module is not { } module)
        {
            return new GroupsRewrite(
                ImmutableDictionary<string, string?>.Empty,
                "give '" + passed.Fed.Maker + "' the model in place of its parameters and write model.ParameterGroups(" + decay + ")." + optimizer.Name + " there");
        }

        string? text = TextOf(optimizer, module);
        string call = (text ?? "model") + ".ParameterGroups(" + decay + ")." + optimizer.Name + " in '" + passed.Fed.Maker + "'";
        return text is null || !HasSameDefaults(optimizer)
            ? new GroupsRewrite(ImmutableDictionary<string, string?>.Empty, "write " + call + (text is null ? "" : " with a learning rate, as the default of this constructor is not that of the groups"))
            : new GroupsRewrite(ImmutableDictionary<string, string?>.Empty.Add(Model, text).Add(IsBehindCall, ""), "write " + call);
    }

    /// <summary>Constructors have other defaults than the factories of the groups: only where the learning rate is written do both mean the same.</summary>
    private static bool HasSameDefaults(OptimizerCreation optimizer) =>
        optimizer.Operation is IInvocationOperation || optimizer.Arguments.Explicit(OptimizerNames.LearningRate) is not null;

    /// <summary>A number written at the call; a constant, option or variable is a place of its own.</summary>
    private static bool IsLiteral(IOperation decay) => decay.Number() is not null && decay.Unwrapped() is ILiteralOperation;

    private static string? TextOf(OptimizerCreation optimizer, TrainedModel model) => TextOf(optimizer, model.Module);

    private static string? TextOf(OptimizerCreation optimizer, IOperation module)
    {
        if (module is IInstanceReferenceOperation)
        {
            return "this";
        }

        // Seen through a helper or a field, the name may mean something else at the call.
        bool isInScope = module.Root() == optimizer.Operation.Root()
            || (ParameterPath.Of(module) is [IFieldSymbol or IPropertySymbol, ..] path && SymbolEqualityComparer.Default.Equals(path[0].ContainingType, EnclosingType(optimizer.Operation)));
        return isInScope && (module is IInvocationOperation or IObjectCreationOperation ? null : ParameterPath.Of(module)) is not null
            ? module.Syntax.ToString()
            : null;
    }

    private static ISymbol? EnclosingType(IOperation operation) => operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart)?.ContainingType;
}
