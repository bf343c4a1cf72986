using System.Globalization;
using System.Text;

namespace RegSpec.CompileTime.Tests;

/// <summary>
/// A model that tells the degree of one operation: each of its weights goes through the operation, and what comes out is divided by another
/// power of the weight's norm. The weight whose power is the degree of the operation is invariant, the others are not.
/// </summary>
internal sealed record DegreeProbe(OperationForm Form, string Name, string Source, string Input)
{
    private static readonly string[] Powers = ["", "/ {0}", "/ {0}.square()", "/ {0}.sqrt()"];

    /// <summary>One probe a form; two where the operation takes a second operand: another use of the weight, or a constant.</summary>
    public static IReadOnlyList<DegreeProbe> All { get; } = [.. OperationForm.All.SelectMany((form, i) => Of(form, "Probe" + i.ToString(CultureInfo.InvariantCulture)))];

    private static IEnumerable<DegreeProbe> Of(OperationForm form, string name)
    {
        int[] shape = (form.Sample.Ranks.Contains(3) ? 3 : form.Sample.Ranks[0]) switch
        {
            2 => [4, 6],
            3 => [3, 4, 6],
            4 => [2, 4, 6, 6],
            _ => [2, 4, 4, 4, 4],
        };
        DegreeProbe tied = Of(form, name, shape, "(h.flip(0) * 1.5)");
        yield return tied;
        DegreeProbe constant = Of(form, name + "c", shape, "x");
        if (constant.Source.Replace(name + "c", name) != tied.Source)
        {
            yield return constant;
        }
    }

    private static DegreeProbe Of(OperationForm form, string name, int[] shape, string second)
    {
        var fields = new StringBuilder();
        var body = new StringBuilder();
        string sizes = string.Join(", ", shape);
        for (int i = 0; i <= Powers.Length; i++)
        {
            int count = 0;
            string Field(string type, string value)
            {
                string field = FormattableString.Invariant($"f{i}x{count++}");
                fields.AppendLine($"    private readonly {type} {field} = {value};");
                return field;
            }

            string h = "h" + i;
            string result = form.Text(new SampleOperands(h, second.Replace("h", h), shape, Field));
            fields.AppendLine($"    private readonly Parameter w{i} = Parameter((rand(new long[] {{ {sizes} }}) + 0.5) * (randint(0, 2, new long[] {{ {sizes} }}) * 2 - 1));");
            body.AppendLine($"        var {h} = w{i} * 1.0; var n{i} = {h}.norm(); var e{i} = {result};");
            body.AppendLine(i == Powers.Length
                ? $"        var r{i} = functional.normalize(e{i}.flatten(), dim: 0);"
                : $"        var r{i} = (e{i} * ({h} / n{i}).sum() {string.Format(CultureInfo.InvariantCulture, Powers[i], "n" + i)}).flatten();");
        }

        string results = string.Join(", ", Enumerable.Range(0, Powers.Length + 1).Select(i => "r" + i));
        return new DegreeProbe(
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
            {{body}}        return cat(new[] { {{results}} }, 0);
                }
            }

            """,
            $"randn(new long[] {{ {sizes} }}, dtype: float64)");
    }

    /// <summary>A file with a class <c>Sample</c> as <see cref="Specimen"/> reads it.</summary>
    public static string File(IReadOnlyList<DegreeProbe> probes)
    {
        var text = new StringBuilder(TestCompilation.ModelUsings).AppendLine("\npublic static class Sample\n{");
        foreach (DegreeProbe probe in probes)
        {
            text.AppendLine($"    public static Module M{probe.Name}() => new {probe.Name}();");
            text.AppendLine($"    public static IReadOnlyList<Tensor> M{probe.Name}Outputs(Module model) => new[] {{ ((Module<Tensor, Tensor>)model).call({probe.Input}) }};");
        }

        return text.AppendLine("}").Append(string.Concat(probes.Select(p => p.Source))).ToString();
    }
}
