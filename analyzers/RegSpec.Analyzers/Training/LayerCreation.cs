using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Analyzers;

/// <summary>A layer of TorchSharp being made by its factory: <c>torch.nn.X(…)</c>.</summary>
/// <param name="Call">The call.</param>
/// <param name="Layer">The class of the layer.</param>
internal sealed record LayerCreation(IInvocationOperation Call, INamedTypeSymbol Layer)
{
    /// <summary>The variable, field or property that holds it as it is made; null if none does.</summary>
    public ISymbol? Holder => AssignedTo.Target(Call);

    /// <summary>Reads a call; null when it makes no layer of TorchSharp.</summary>
    public static LayerCreation? Read(IInvocationOperation call, RegSpecTypes types) =>
        call is { TargetMethod: { IsStatic: true, ContainingType.Name: "nn" } method, Type: INamedTypeSymbol layer } && types.IsTorch(method) && types.IsModule(layer)
            ? new LayerCreation(call, layer)
            : null;
}
