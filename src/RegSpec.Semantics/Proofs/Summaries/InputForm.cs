using System.Collections.Generic;
using System.Linq;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>
/// A form in which an input may depend on an outer candidate, for which a summary says what comes out. A pure degree d is the form of degree 1
/// with cᵈ in place of c, and so is a degree that is not known: one form serves all of them.
/// </summary>
/// <param name="Name">Its name in a summary.</param>
/// <param name="Component">The dependence.</param>
internal sealed record InputForm(string Name, Component Component)
{
    /// <summary>Homogeneous as it stands.</summary>
    public static readonly InputForm Scaled = new("scaled", new Component(Rational.One));

    /// <summary>All forms, narrower ones before those that contain them.</summary>
    public static readonly IReadOnlyList<InputForm> All = Build();

    public static InputForm? Find(string name) => All.FirstOrDefault(form => form.Name == name);

    /// <summary>Whether a tensor that depends on a candidate so, at these ranks, is of this form.</summary>
    public bool Covers(Component actual, RankSet ranks)
    {
        if (actual.EpsPending || actual.IsCat != Component.IsCat || (actual.HasOffset && !Component.HasOffset))
        {
            return false;
        }

        return actual.IsCat
            ? !actual.CatAxis.Within(ranks).IsEmpty && (actual.CatAxis.Within(ranks) - Component.CatAxis).IsEmpty
            : (actual.Offset.Within(ranks) - Component.Offset).IsEmpty;
    }

    private static IReadOnlyList<InputForm> Build()
    {
        var forms = new List<InputForm> { Scaled };
        foreach (int axis in new[] { 1, -1, -2, -3, -4 })
        {
            forms.Add(new InputForm("offset" + axis, Scaled.Component.WithOffset(AxisSets.Axis(axis))));
        }

        forms.Add(new InputForm("offset", Scaled.Component.WithOffset(AxisSets.All)));
        foreach (int axis in new[] { 1, -1 })
        {
            forms.Add(new InputForm("cat" + axis, new Component(Rational.Zero, IsKnown: false, CatAxis: AxisSets.Axis(axis))));
        }

        return forms;
    }
}
