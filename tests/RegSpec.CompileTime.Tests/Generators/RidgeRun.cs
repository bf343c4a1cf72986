using RegSpec.Generators;

namespace RegSpec.CompileTime.Tests;

/// <summary>Runs of the ridge generator, with everything checked that holds for every run.</summary>
internal static class RidgeRun
{
    /// <summary>Usings of the sources.</summary>
    public const string Usings = "using RegSpec;\n";

    public static GeneratorRun Of(params string[] sources) =>
        GeneratorRun.Of(ConsumerCompilation.Create([.. sources.Select(source => Usings + source)]), new RidgeGenerator());
}
