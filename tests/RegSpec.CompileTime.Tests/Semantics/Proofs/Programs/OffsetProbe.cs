using System.Globalization;

namespace RegSpec.CompileTime.Tests;

/// <summary>
/// Models that tell where one operation moves what is added to a weight, or joined to it: the offset varies along one axis, or the constant is
/// joined along one axis; what comes out of the operation is centred, or divided by its norm, along one axis. The weight is invariant exactly
/// where that axis is none along which the offset varies, and not the axis of the pieces.
/// </summary>
internal static class OffsetProbe
{
    /// <summary>The shape of what each form gives, found by running it.</summary>
    private static readonly Lazy<Dictionary<OperationForm, int[]>> LazyShapes = new(() =>
    {
        OperationForm[] forms = [.. OperationForm.All.Where(IsProbed)];
        OperationProbe[] probes = [.. forms.Select((form, i) => OperationProbe.Of(
            form,
            "Shape" + i.ToString(CultureInfo.InvariantCulture),
            OperationProbe.ShapeFor(form),
            [Piece(form, OperationProbe.ShapeFor(form), weight => $"{weight(OperationProbe.ShapeFor(form))} * 1.0", "torch.tensor({0}.shape.Prepend(0).Select(n => (double)n).ToArray())", [])]))];
        Dictionary<string, double[]> shapes = Specimen.Run(OperationProbe.File(probes));
        return probes.ToDictionary(probe => probe.Form, probe => shapes["M" + probe.Name].Skip(1).Select(size => (int)size).ToArray());
    });

    /// <summary>One probe for each form and axis, and one with an offset that is one number.</summary>
    public static IReadOnlyList<OperationProbe> All { get; } =
        [.. OperationForm.All.Where(IsProbed).SelectMany((form, i) => Of(form, "Offset" + i.ToString(CultureInfo.InvariantCulture)))];

    /// <summary>A cast to a narrow type rounds what is added, however small it becomes beside the rest.</summary>
    private static bool IsProbed(OperationForm form) => form.Operation is not ("half" or "bfloat16") && RuleMutant.Of(form.Operation).Any();

    private static Dictionary<OperationForm, int[]> Shapes => LazyShapes.Value;

    private static IEnumerable<OperationProbe> Of(OperationForm form, string name)
    {
        int[] shape = OperationProbe.ShapeFor(form);
        int[] result = Shapes[form];
        int rank = result.Length;
        string[] centred = [.. Enumerable.Range(0, rank).Select(j => FormattableString.Invariant($"functional.normalize({{0}}.var({j}, false, true).flatten(), dim: 0)"))];
        string[] norms = rank is >= 3 and <= 5 && result[0] * result[2] > 1 ? [$"{{1}}.call({{0}}).flatten()"] : [];
        for (int i = -1; i < shape.Length && rank > 0; i++)
        {
            int axis = i;
            string offset = axis < 0 ? "1.7" : $"linspace(1, 3, {shape[axis]}, dtype: float64).view({string.Join(", ", shape.Select((n, k) => k == axis ? n : 1))})";
            yield return OperationProbe.Of(form, $"{name}a{axis + 1}", shape, centred.Concat(norms).Select(observe => Piece(form, shape, weight => $"{weight(shape)} * 1.0 + {offset}", observe, result)));
            if (axis >= 0)
            {
                // Pieces of unlike size: no pooling window ends where they meet.
                int[] part = [.. shape.Select((n, k) => k == axis ? Math.Max(1, (n / 2) - 1) : n)];
                yield return OperationProbe.Of(form, $"{name}c{axis}", shape, Enumerable.Range(0, rank).Select(j => Piece(
                    form,
                    shape,
                    weight => $"cat(new[] {{ {weight(part)} * 1.0, x.narrow({axis}, 0, {shape[axis] - part[axis]}) }}, {axis})",
                    FormattableString.Invariant($"functional.normalize({{0}}, dim: {j}).flatten()"),
                    result)));
            }
        }

        yield return OperationProbe.Of(form, name + "e", shape, [Eps(form, shape, "", "min"), Eps(form, shape, "-", "min"), Eps(form, shape, "", "max"), Eps(form, shape, "-", "min", ".abs()"), Eps(form, shape, "-", "max", ".abs()")]);
        if (form.Entry.InPlace)
        {
            yield return OperationProbe.Of(form, name + "i", shape, [InPlace(form, shape)]);
        }
    }

    private static Func<Func<string, string, string>, string, (string, string)> Piece(OperationForm form, int[] shape, Func<Func<int[], string>, string> input, string observe, int[] result) => (field, s) =>
    {
        string h = "h" + s, d = (result.Length - 2).ToString(CultureInfo.InvariantCulture);
        string made = input(sizes => field("Parameter", $"Parameter(randn(new long[] {{ {string.Join(", ", sizes)} }}) + 0.3)"));
        string norm = observe.Contains("{1}", StringComparison.Ordinal) ? field($"BatchNorm{d}d", $"BatchNorm{d}d({result[1]}, eps: 1e-30)") : "";
        return ($"var {h} = {made}; var e{s} = {form.Text(new SampleOperands(h, "x", shape, field))};", string.Format(CultureInfo.InvariantCulture, observe, "e" + s, norm));
    };

    /// <summary>A denominator that passes through 0 as the weight grows, if the result of the operation has a sign.</summary>
    private static Func<Func<string, string, string>, string, (string, string)> Eps(OperationForm form, int[] shape, string sign, string end, string after = "") => (field, s) =>
    {
        string sizes = string.Join(", ", shape);
        string weight = field("Parameter", $"Parameter({sign}(rand(new long[] {{ {sizes} }}) + 0.5))");
        string few = $"cat(new[] {{ {weight}.flatten()[..1] * {(sign.Length == 0 ? "-" : "")}0.004, {weight}.flatten()[1..] }}, 0).view({sizes})";
        return ($"var h{s} = {few}; var e{s} = {form.Text(new SampleOperands("h" + s + after, "x.abs()", shape, field))};", $"functional.normalize(h{s}.flatten() / (e{s}.{end}() + 1e-2), dim: 0)");
    };

    /// <summary>The operand itself after it was overwritten.</summary>
    private static Func<Func<string, string, string>, string, (string, string)> InPlace(OperationForm form, int[] shape) => (field, s) =>
    {
        string weight = field("Parameter", $"Parameter(randn(new long[] {{ {string.Join(", ", shape)} }}) + 0.3)");
        string text = form.Text(new SampleOperands("h" + s, "x", shape, field)).Replace($"h{s}.clone()", "h" + s);
        return ($"var h{s} = {weight} * 1.0; var n{s} = {weight}.norm(); {text};", $"(h{s} / n{s}).flatten()");
    };
}
