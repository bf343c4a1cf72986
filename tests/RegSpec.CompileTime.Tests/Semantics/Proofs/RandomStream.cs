namespace RegSpec.CompileTime.Tests;

/// <summary>Tests that measure models fix TorchSharp's random state, which is one for the whole process: nothing may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RandomStream
{
    public const string Name = "the random stream of the process";
}
