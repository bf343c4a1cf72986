using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Shapes;

namespace RegSpec.Analyzers;

/// <summary>An optimizer that steps: <c>optimizer.step()</c>, or through a scaler <c>scaler.step(optimizer)</c>.</summary>
/// <param name="Call">The call.</param>
/// <param name="Optimizer">The variable or field that steps.</param>
internal sealed record StepCall(IInvocationOperation Call, ISymbol Optimizer)
{
    /// <summary>Reads a call; null when no optimizer that can be named steps.</summary>
    public static StepCall? Read(IInvocationOperation call, RegSpecTypes types)
    {
        if (call.TargetMethod.Name != "step")
        {
            return null;
        }

        IOperation? stepped = types.IsOptimizer(call.Instance?.Unwrapped().Type) ? call.Instance
            : call.Arguments.Select(static argument => argument.Value).FirstOrDefault(value => types.IsOptimizer(value.Unwrapped().Type));
        return stepped?.Variable() is { } symbol ? new StepCall(call, symbol) : null;
    }
}
