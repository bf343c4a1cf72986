using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Shapes;

namespace RegSpec.Analyzers;

/// <summary>An optimizer made by RegSpec's groups: <c>groups.AdamW(…)</c>, flat or not.</summary>
/// <param name="Call">The call.</param>
/// <param name="Groups">The groups.</param>
internal sealed record PlannedOptimizer(IInvocationOperation Call, IOperation Groups)
{
    private const string GroupsType = "ParameterGroups";
    private const string FlatType = "FlatParameterGroups";

    /// <summary>Name of the factory: "AdamW".</summary>
    public string Name => Call.TargetMethod.Name;

    /// <summary>Whether it decays: LBFGS and Rprop of the groups ask for the penalty in the loss.</summary>
    public bool Decays => Name is not (OptimizerNames.LBFGS or OptimizerNames.Rprop);

    /// <summary>Reads a call; null when it makes no optimizer of groups.</summary>
    public static PlannedOptimizer? Read(IInvocationOperation call, RegSpecTypes types) =>
        call.Instance is { } groups && types.IsOptimizer(call.Type) && IsGroups(groups.Type) ? new PlannedOptimizer(call, groups) : null;

    /// <summary>Whether a type is that of RegSpec's groups, flat or not.</summary>
    public static bool IsGroups(ITypeSymbol? type) =>
        type is { Name: GroupsType or FlatType, ContainingNamespace: { Name: "RegSpec", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>The module of <c>model.ParameterGroups(…)</c> or <c>ParameterGroups.Of(model, …)</c>, flattened or not, through variables; null for other values.</summary>
    public static IOperation? ModuleOf(IOperation groups, ModelSource source)
    {
        switch (source.Origin(groups))
        {
            case IInvocationOperation { TargetMethod.Name: "Flatten", Instance: { } flattened } when IsGroups(flattened.Type):
                return ModuleOf(flattened, source);
            case IInvocationOperation { TargetMethod.Name: GroupsType or "Of" } call when IsGroups(call.Type):
                return call.Instance ?? call.Arguments.FirstOrDefault()?.Value;
            default:
                return null;
        }
    }
}
