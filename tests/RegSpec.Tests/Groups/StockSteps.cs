namespace RegSpec.Tests;

/// <summary>
/// Tests that take thousands of steps with TorchSharp's own optimizers: nothing may collect garbage beside them. TorchSharp 0.107 keeps no hold on the <c>Scalar</c> it hands to
/// libtorch; where another thread starts a collection during the call, the finaliser frees it under the call, which then throws "Exception raised from toFloat".
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StockSteps
{
    public const string Name = "steps of TorchSharp's optimizers";
}
