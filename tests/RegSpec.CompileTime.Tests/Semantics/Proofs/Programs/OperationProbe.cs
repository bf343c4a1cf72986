using System.Globalization;
using System.Text;

namespace RegSpec.CompileTime.Tests;

/// <summary>A model made to show what one operation does.</summary>
/// <param name="Form">The operation and how it is written.</param>
/// <param name="Name">Of the class.</param>
/// <param name="Source">The class.</param>
/// <param name="Input">An expression for its input.</param>
internal sealed record OperationProbe(OperationForm Form, string Name, string Source, string Input)
{
    /// <summary>The shape an operation is tried on: three axes where it can.</summary>
    public static int[] ShapeFor(OperationForm form) => (form.Sample.Ranks.Contains(3) ? 3 : form.Sample.Ranks[0]) switch
    {
        2 => [4, 6],
        3 => [4, 4, 6],
        4 => [2, 4, 6, 6],
        _ => [2, 4, 4, 4, 4],
    };

    /// <summary>A model whose <c>forward</c> runs one piece of code a weight and returns all that they give.</summary>
    /// <param name="form">The operation.</param>
    /// <param name="name">Of the class.</param>
    /// <param name="shape">Of the input.</param>
    /// <param name="pieces">Each, given how to declare a field and a suffix for its variables: its statements and its result, a vector.</param>
    public static OperationProbe Of(OperationForm form, string name, int[] shape, IEnumerable<Func<Func<string, string, string>, string, (string Statements, string Result)>> pieces)
    {
        var fields = new StringBuilder();
        var body = new StringBuilder();
        var results = new List<string>();
        foreach (var piece in pieces)
        {
            string suffix = results.Count.ToString(CultureInfo.InvariantCulture);
            int count = 0;
            (string statements, string result) = piece(
                (type, value) =>
                {
                    string field = FormattableString.Invariant($"f{suffix}x{count++}");
                    fields.AppendLine($"    private readonly {type} {field} = {value};");
                    return field;
                },
                suffix);
            body.AppendLine("        " + statements);
            results.Add(result);
        }

        return new OperationProbe(
            form,
            name,
            $$"""

            /// {{form}}
            public sealed class {{name}} : Module<Tensor, Tensor>
            {
            {{fields}}
                public {{name}}() : base("{{name}}") => RegisterComponents();

                public override Tensor forward(Tensor x)
                {
            {{body}}        return cat(new[] { {{string.Join(", ", results)}} }, 0);
                }
            }

            """,
            $"randn(new long[] {{ {string.Join(", ", shape)} }}, dtype: float64)");
    }

    /// <summary>A file with a class <c>Sample</c> as <see cref="Specimen"/> reads it.</summary>
    public static string File(IReadOnlyList<OperationProbe> probes)
    {
        var text = new StringBuilder(TestCompilation.ModelUsings).AppendLine("\npublic static class Sample\n{");
        foreach (OperationProbe probe in probes)
        {
            text.AppendLine($"    public static Module M{probe.Name}() => new {probe.Name}();");
            text.AppendLine($"    public static IReadOnlyList<Tensor> M{probe.Name}Outputs(Module model) => new[] {{ ((Module<Tensor, Tensor>)model).call({probe.Input}) }};");
        }

        return text.AppendLine("}").Append(string.Concat(probes.Select(p => p.Source))).ToString();
    }
}
