using System.Globalization;

namespace RegSpec.CompileTime.Tests;

/// <summary>
/// Models that tell the degree of one operation: each of their weights goes through the operation, and what comes out is divided by another
/// power of the weight's norm. The weight whose power is the degree of the operation is invariant, the others are not.
/// </summary>
internal static class DegreeProbe
{
    private static readonly string[] Powers = ["", "/ {0}", "/ {0}.square()", "/ {0}.sqrt()"];

    /// <summary>One probe a form; two where the operation takes a second operand: another use of the weight, or a constant.</summary>
    public static IReadOnlyList<OperationProbe> All { get; } = [.. OperationForm.All.SelectMany((form, i) => Of(form, "Probe" + i.ToString(CultureInfo.InvariantCulture)))];

    private static IEnumerable<OperationProbe> Of(OperationForm form, string name)
    {
        int[] shape = OperationProbe.ShapeFor(form);
        OperationProbe tied = Of(form, name, shape, "(h.flip(0) * 1.5)");
        yield return tied;
        OperationProbe constant = Of(form, name + "c", shape, "x");
        if (constant.Source.Replace(name + "c", name) != tied.Source)
        {
            yield return constant;
        }
    }

    private static OperationProbe Of(OperationForm form, string name, int[] shape, string second) =>
        OperationProbe.Of(form, name, shape, Enumerable.Range(0, Powers.Length + 1).Select(i =>
            (Func<Func<string, string, string>, string, (string, string)>)((field, s) => Piece(form, shape, second, i, field, s))));

    private static (string, string) Piece(OperationForm form, int[] shape, string second, int power, Func<string, string, string> field, string s)
    {
        string h = "h" + s, sizes = string.Join(", ", shape);
        string weight = field("Parameter", $"Parameter((rand(new long[] {{ {sizes} }}) + 0.5) * (randint(0, 2, new long[] {{ {sizes} }}) * 2 - 1))");
        string result = form.Text(new SampleOperands(h, second.Replace("h", h), shape, field));
        return ($"var {h} = {weight} * 1.0; var n{s} = {h}.norm(); var e{s} = {result};", power == Powers.Length
            ? $"functional.normalize(e{s}.flatten(), dim: 0)"
            : $"(e{s} * ({h} / n{s}).sum() {string.Format(CultureInfo.InvariantCulture, Powers[power], "n" + s)}).flatten()");
    }
}
