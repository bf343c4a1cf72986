using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>A shape as text: one line a member, for table tests.</summary>
internal static class ShapeText
{
    /// <summary>The shape of a class in model source, one line a member and one for what is unusual about the class.</summary>
    /// <param name="source">Source without usings; may have errors.</param>
    /// <param name="type">Metadata name of the class to read.</param>
    public static string Of(string source, string type = "Net") => Render(Read(source, type));

    /// <summary>The shape of a class in model source that must compile.</summary>
    public static ModuleShape Read(string source, string type = "Net", params string[] normalizationTypes)
    {
        Compilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + "\n" + source);
        var study = CompilationStudy.Of(compilation, StudyOptions.ForReports(normalizationTypes ?? []));
        Assert.NotNull(study);
        return study.ShapeOf(compilation.Type(type), CancellationToken.None);
    }

    public static string Render(ModuleShape shape)
    {
        var lines = new List<string>();
        string[] traits =
        [
            shape.Registration == Registration.Own ? "" : "registered " + shape.Registration,
            shape.HasUnreadableBase ? "unreadable base" : "",
            shape.IsAbstract ? "abstract" : "",
            shape.IsNormalization ? "normalization" : "",
            .. shape.Declarations.Select(Render),
            shape.DeclaringClass is { } declaring && declaring != shape.Type.DisplayName ? "declared by " + declaring : "",
            Scale(shape.LearningRateScale),
        ];
        string line = string.Join(", ", traits.Where(trait => trait.Length > 0));
        if (line.Length > 0)
        {
            lines.Add("class: " + line);
        }

        lines.AddRange(shape.Members.Select(Render));
        return string.Join("\n", lines);
    }

    private static string Render(MemberShape member)
    {
        var text = new StringBuilder(member.Name);
        text.Append(member.RegisteredName == member.Name ? "" : " as " + member.RegisteredName);
        text.Append(": ").Append(Render(member.Content));
        string[] traits =
        [
            member.Assignment == Assignment.Always ? "" : member.Assignment.ToString(),
            member.IsInherited ? "from " + member.DeclaringType : "",
            member.IsStatic ? "static" : "",
            member.AssignedAfterRegistration ? "late" : "",
            member.IsHidden ? "hidden" : "",
            member.IsRegisteredElsewhere ? "registered elsewhere" : "",
            .. member.Declarations.Select(Render),
            Scale(member.LearningRateScale),
        ];
        foreach (string trait in traits.Where(trait => trait.Length > 0))
        {
            text.Append(", ").Append(trait);
        }

        return text.ToString();
    }

    private static string Render(MemberContent content) => content switch
    {
        MemberContent.Layer layer => Short(layer.TypeName) + "(" + string.Join(" ", layer.Parameters.Select(p => p.Name + (p.Presence == Presence.Optional ? "?" : ""))) + ")",
        MemberContent.RawParameter raw => "Parameter(" + string.Join(" ", new[] { raw.Role.ToString(), raw.Dimensions is { } d ? d + "d" : "", raw.RequiresGrad switch { true => "", false => "frozen", null => "trainable?" } }.Where(t => t.Length > 0)) + ")",
        MemberContent.RawParameters raw => "Parameters(" + raw.Role + ")",
        MemberContent.TrainableTensor tensor => "TrainableTensor(" + (tensor.Dimensions is { } d ? d + "d" : "") + ")",
        MemberContent.UserModule module => (module.IsExact ? "" : "~") + module.Type.DisplayName + (module.Shape is { } shape ? "{" + string.Join("; ", shape.Members.Select(Render)) + "}" : " unread"),
        MemberContent.Container container => container.Kind + "[" + string.Join(", ", container.Items.Select(i => i.Name + "=" + Render(i.Content)).Concat(container.IsComplete ? [] : container.Filling.Count > 0 ? container.Filling.Select(content => "*=" + Render(content)) : ["…"])) + "]",
        MemberContent.Undetermined undetermined => "? " + undetermined.Why,
        MemberContent.Nothing nothing => "nothing " + Short(nothing.TypeName),
        _ => throw new InvalidOperationException(content.GetType().Name),
    };

    private static string Render(DecayDeclaration declaration)
    {
        string lambda = declaration.WeightDecay.ToString(CultureInfo.InvariantCulture);
        return "λ=" + lambda
            + (declaration.Policy is { } policy ? " " + policy : "")
            + (declaration.Parameters is { } glob ? " on '" + glob + "'" : "")
            + (declaration.Because is { } because ? " because '" + because + "'" : "");
    }

    private static string Scale(double? factor) => factor is { } value ? "lr×" + value.ToString(CultureInfo.InvariantCulture) : "";

    private static string Short(string typeName) => typeName[(typeName.LastIndexOf('.') + 1)..];
}
