using System.Globalization;
using RegSpec.Generators;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>Records in, text out: files written from shapes made by hand.</summary>
public class GroupsWriterTests
{
    private static readonly TypeName Net = new("Acme.Models", "global::Acme.Models.Net", "global::Acme.Models.Net", "Net", "Acme.Models.Net", 0);

    [Fact]
    public void A_model_reads_like_hand_written_code() => Snapshot.Matches(
        Write(Shape(
            Net,
            [new DecayDeclaration(0.05)],
            Member("fc1", "Linear", Linear),
            Member("bn1", "BatchNorm1d", new MemberContent.Layer("TorchSharp.Modules.BatchNorm1d", EquatableArray.Create(
                new LayerParameter("weight", Role.NormScale, 1, Presence.Always),
                new LayerParameter("bias", Role.NormShift, 1, Presence.Always)))),
            Member("head", "Linear", Linear) with
            {
                Declarations = EquatableArray.Create(new DecayDeclaration(0.001, Because: "output layer, tuned")),
            },
            Member("gamma", "Parameter", new MemberContent.RawParameter(Role.Gain, 1, true)))),
        nameof(A_model_reads_like_hand_written_code));

    [Fact]
    public void Every_kind_of_member_has_its_line() => Snapshot.Matches(
        Write(Shape(
            Net,
            [new DecayDeclaration(0.1, Policy.Weights), new DecayDeclaration(0, Parameters: "stem.*;head.bias", Because: "a \"quoted\" reason")],
            Member("stem", "Sequential", new MemberContent.Container(ContainerKind.Sequential, default, IsComplete: false)),
            Member("tokens", "ParameterList", new MemberContent.RawParameters(Role.Token)),
            Member("encoder", "global::Acme.Models.Encoder", new MemberContent.UserModule(Net with { QualifiedName = "global::Acme.Models.Encoder" }, IsExact: true, Shape: null)),
            Member("any", "object", new MemberContent.Undetermined("Linear or Conv2d")) with { Assignment = Assignment.Maybe },
            Member("loose", "global::System.Collections.Generic.List<global::TorchSharp.Modules.Linear>", new MemberContent.Container(ContainerKind.Unregistered, default, IsComplete: false)),
            Member("shared", "Linear", Linear) with { IsStatic = true },
            Member("scale", "global::TorchSharp.torch.Tensor?", new MemberContent.RawParameter(Role.Unknown, null, null)) with { Assignment = Assignment.Maybe },
            Member("cell", "Linear", Linear) with { Access = new MemberAccess(AccessKind.ByName, "cell", "", "") },
            Member("Open", "Linear", Linear) with
            {
                Access = new MemberAccess(AccessKind.Direct, "Open", "global::TorchSharp.Modules.Linear", Net.QualifiedName),
                LearningRateScale = 0.1,
            })),
        nameof(Every_kind_of_member_has_its_line));

    [Fact]
    public void A_proof_stands_in_the_line_of_its_weight()
    {
        ModuleShape shape = Shape(
            Net,
            [new DecayDeclaration(0.05)],
            Member("fc1", "Linear", Linear),
            Member("body", "Sequential", new MemberContent.Container(ContainerKind.Sequential, EquatableArray.Create(new ContainerItem("0", Linear)), IsComplete: true)));
        var facts = new ScaleInvarianceFacts(
            EquatableArray.Create(
                new ScaleInvarianceFact("fc1.weight", InvarianceKind.Joint, "fc1 → bn1", UpToEps: false),
                new ScaleInvarianceFact("body.0.weight", InvarianceKind.Exact, "body.0 → norm", UpToEps: true),
                new ScaleInvarianceFact("body.*.fc.weight", InvarianceKind.Joint, "body.*.fc → body.*.norm", UpToEps: false)),
            default);
        string text = GroupsWriter.Write(Model(Planner.Plan(shape, facts)));
        Assert.Contains(""".Weight("weight", scaleInvariant: "fc1 → bn1", withBias: true)""", text, StringComparison.Ordinal);
        Assert.Contains("""plan.ScaleInvariant("body.0.weight", "body.0 → norm, up to eps");""", text, StringComparison.Ordinal);
        Assert.Contains("""plan.ScaleInvariant("body.*.fc.weight", "body.*.fc → body.*.norm", withBias: true);""", text, StringComparison.Ordinal);
        Assert.Contains("scale-invariant: fc1 → bn1, with its bias", text, StringComparison.Ordinal);
        Assert.Contains("scale-invariant: body.0 → norm, up to eps", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_clash_with_the_generated_class_get_others()
    {
        string text = Write(Shape(
            Net,
            [new DecayDeclaration(0.05)],
            Member("plan", "Linear", Linear),
            Member("Describe", "Linear", Linear),
            Member("ToString", "Linear", Linear),
            Member("event", "Linear", Linear)));
        Assert.Contains("plan2(model)", text, StringComparison.Ordinal);
        Assert.Contains("Describe2(model)", text, StringComparison.Ordinal);
        Assert.Contains("ToString2(model)", text, StringComparison.Ordinal);
        Assert.Contains("@event(model)", text, StringComparison.Ordinal);

        // The name of the field is said where the method has another one.
        Assert.Contains("""Name = "plan")]""", text, StringComparison.Ordinal);
        Assert.DoesNotContain("""Name = "event")]""", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fi-FI")]
    [InlineData("fa-IR")]
    public void Numbers_do_not_depend_on_the_culture(string culture)
    {
        ModuleShape shape = Shape(Net, [new DecayDeclaration(1e-5), new DecayDeclaration(-0.5, Parameters: "*")], Member("fc1", "Linear", Linear));
        string expected = Write(shape);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var made = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            made.NumberFormat.NumberDecimalSeparator = ",";
            made.NumberFormat.NegativeSign = culture == "fi-FI" ? "\u2212" : "~";
            CultureInfo.CurrentCulture = made;
            Assert.Equal(expected, Write(shape));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Contains("(1E-05)", expected, StringComparison.Ordinal);
        Assert.Contains("(-0.5)", expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1.0 / 3)]
    [InlineData(5e-324)]
    [InlineData(double.MaxValue)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Doubles_round_trip(double value)
    {
        string literal = CSharpText.Literal(value);
        double parsed = literal switch
        {
            "double.NaN" => double.NaN,
            "double.NegativeInfinity" => double.NegativeInfinity,
            _ => double.Parse(literal, CultureInfo.InvariantCulture),
        };
        Assert.Equal(value, parsed);
    }

    [Fact]
    public void Different_types_have_different_names()
    {
        (string Metadata, string Namespace)[] types =
        [
            ("Net", ""), ("A.Net", "A"), ("B.Net", "B"), ("A.NET", "A"), ("A.Net`1", "A"), ("A.Net`2", "A"), ("A.Net_1", "A"),
            ("A.Outer+Net", "A"), ("A.Outer__Net", "A"), ("A.Outer`1+Net", "A"), ("A.Outer_1+Net", "A"), ("A.B.Net", "A.B"), ("A.B+Net", "A"),
        ];
        string[] hints = [.. types.Select(t => GeneratedNames.HintName(t.Metadata, t.Namespace))];
        string[] classes = [.. types.Select(t => t.Namespace + "." + GeneratedNames.ClassName(t.Metadata, t.Namespace))];
        // Roslyn compares the names of generated files without case.
        Assert.Equal(types.Length, hints.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(types.Length, classes.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("Outer__Net_1_ParameterGroups", GeneratedNames.ClassName("A.Outer+Net`1", "A"));
    }

    [Fact]
    public void A_long_table_is_cut_and_counted()
    {
        MemberShape[] members = [.. Enumerable.Range(0, 300).Select(i => Member("fc" + i, "Linear", Linear))];
        IReadOnlyList<string> lines = PlanTable.Lines(Planner.Plan(Shape(Net, [new DecayDeclaration(0.1)], members)).Rows);
        Assert.Equal(PlanTable.MaxRows + 2, lines.Count);
        Assert.Equal("… and 400 more", lines[^1]);
        Assert.DoesNotContain(lines, line => line.EndsWith(' '));
    }

    private static MemberContent Linear => new MemberContent.Layer("TorchSharp.Modules.Linear", EquatableArray.Create(
        new LayerParameter("weight", Role.Weight, 2, Presence.Always),
        new LayerParameter("bias", Role.Bias, 1, Presence.Always)));

    private static MemberShape Member(string name, string type, MemberContent content) => new(
        name,
        name,
        Net.DisplayName,
        IsInherited: false,
        new MemberAccess(AccessKind.Accessor, name, type.Contains(':') || type == "object" ? type : "global::TorchSharp.Modules." + type, Net.QualifiedName),
        content,
        Assignment.Always,
        IsStatic: false,
        AssignedAfterRegistration: false,
        Declarations: default,
        LearningRateScale: null);

    private static ModuleShape Shape(TypeName type, DecayDeclaration[] declarations, params MemberShape[] members) => new(
        type,
        IsAbstract: false,
        Registration.Own,
        new EquatableArray<MemberShape>(members),
        HasUnreadableBase: false,
        new EquatableArray<DecayDeclaration>(declarations),
        type.DisplayName,
        LearningRateScale: null,
        IsNormalization: false);

    private static GroupsModel Model(RootPlan plan)
    {
        TypeName type = plan.Shape.Type;
        return new GroupsModel(
            GeneratedNames.HintName(type.MetadataName, type.Namespace),
            GeneratedNames.ClassName(type.MetadataName, type.Namespace),
            "public",
            TypeParameters: "",
            Constraints: default,
            HasExtension: true,
            IsForeign: false,
            plan);
    }

    private static string Write(ModuleShape shape) => GroupsWriter.Write(Model(Planner.Plan(shape)));
}
