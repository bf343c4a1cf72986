using System.Globalization;
using System.Text.RegularExpressions;
using RegSpec.CompileTime.Tests.Semantics.Catalog;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.CompileTime.Tests;

/// <summary>The rows of the generated source, before any model exists, against live modules built with every switch.</summary>
public partial class GroupsCatalogTests
{
    public static TheoryData<string> Factories => [.. LayerCase.All.Values.Select(one => one.Factory).Distinct()];

    [Theory]
    [MemberData(nameof(Factories))]
    public void The_lines_of_a_field_are_the_parameters_of_its_layer(string factory)
    {
        LayerCase[] cases = [.. LayerCase.All.Values.Where(one => one.Factory == factory)];
        string text = GeneratorRun.Of(Source(cases)).Text;
        ILookup<string, string> lines = Lines().Matches(text)
            .SelectMany(match => match.Groups["parameter"].Captures.Zip(match.Groups["role"].Captures, (parameter, role) => (Field: match.Groups["field"].Value, Line: parameter.Value + " " + role.Value)))
            .ToLookup(one => one.Field, one => one.Line);
        string[] table = [.. TableRow().Matches(text).Select(match => match.Groups["path"].Value)];
        string[] expectedTable = [.. cases.SelectMany((one, index) => one.Create().named_parameters().Select(p => $"f{index}.{p.name}"))];
        for (int i = 0; i < cases.Length; i++)
        {
            nn.Module layer = cases[i].Create();
            CatalogLayer catalog = LayerCatalog.Find(layer.GetType().FullName!)!;
            string[] expected = [.. layer.named_parameters().Select(p => p.name + " " + catalog.RoleOf(p.name))];
            Assert.True(expected.SequenceEqual(lines[$"f{i}"]), $"{cases[i]}:\n{string.Join("\n", expected)}\nbut generated\n{string.Join("\n", lines[$"f{i}"])}");
        }

        // Only a parameter given from outside may be null.
        Assert.Equal(cases.Count(one => one.Arguments.GetValueOrDefault("bias") is Parameter), text.Split("required: false").Length - 1);
        Assert.Equal(expectedTable.Take(RegSpec.Generators.PlanTable.MaxRows), table.Take(RegSpec.Generators.PlanTable.MaxRows));
    }

    [Theory]
    [MemberData(nameof(Factories))]
    public void They_bind_and_pass_the_guard(string factory)
    {
        LayerCase[] cases = [.. LayerCase.All.Values.Where(one => one.Factory == factory)];
        GeneratorRun run = GeneratorRun.Of(Source(cases), """
            public static class Program
            {
                public static string Run() => string.Join("\n", new Net().ParameterGroups().Select(p => p.Name + " " + p.Role));
            }
            """);
        string[] expected =
        [
            .. cases.SelectMany((one, index) =>
            {
                nn.Module layer = one.Create();
                return layer.named_parameters().Select(p => $"f{index}.{p.name} {LayerCatalog.Find(layer.GetType().FullName!)!.RoleOf(p.name)}");
            }),
        ];
        Assert.Equal(string.Join("\n", expected), LoadedConsumer.Run(run.Output));
    }

    /// <summary>A model with one field a case, initialised by its factory call.</summary>
    private static string Source(LayerCase[] cases)
    {
        IEnumerable<string> fields = cases.Select((one, index) =>
            $"    private readonly {one.Create().GetType().Name} f{index} = {one.Factory}({string.Join(", ", one.Arguments.Select(a => a.Key + ": " + Text(a.Value)))});");
        return TestCompilation.ModelUsings + $$"""

            [WeightDecay(0.1)]
            public sealed class Net : Module<Tensor, Tensor>
            {
            {{string.Join("\n", fields)}}
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => x;
            }
            """;
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        long[] numbers => $"new long[] {{ {string.Join(", ", numbers)} }}",
        (long a, long b) => $"({a}, {b})",
        (long a, long b, long c) => $"({a}, {b}, {c})",
        TorchSharp.Padding padding => "TorchSharp.Padding." + padding,
        Parameter parameter => $"Parameter(ones({string.Join(", ", parameter.shape)}))",
        Tensor tensor => $"ones({string.Join(", ", tensor.shape)})",
        TransformerEncoderLayer => "TransformerEncoderLayer(4, 2, 8)",
        TransformerDecoderLayer => "TransformerDecoderLayer(4, 2, 8)",
        _ => throw new ArgumentException("no source text for " + value.GetType(), nameof(value)),
    };

    [GeneratedRegex("""plan\.Layer\("(?<field>f\d+)", f\d+\(model\)\)(\s*\.(?<role>\w+)\("(?<parameter>[^"]+)"(, required: false)?\))+;""")]
    private static partial Regex Lines();

    [GeneratedRegex("""^\s*/// (?<path>f\d+\.\S+) """, RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
