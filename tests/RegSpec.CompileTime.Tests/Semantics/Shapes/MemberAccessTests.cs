using RegSpec.Semantics;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>How generated code at namespace level reaches a member.</summary>
public class MemberAccessTests
{
    private const string Ending = "public Net() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => x;";

    [Theory]
    [InlineData("public Linear a = Linear(1, 2);", "Direct a: global::TorchSharp.Modules.Linear of global::A.Net")]
    [InlineData("internal readonly Linear a = Linear(1, 2);", "Direct a: global::TorchSharp.Modules.Linear of global::A.Net")]
    [InlineData("protected internal Linear? a = Linear(1, 2);", "Direct a: global::TorchSharp.Modules.Linear? of global::A.Net")]
    [InlineData("private Linear a = Linear(1, 2);", "Accessor a: global::TorchSharp.Modules.Linear of global::A.Net")]
    [InlineData("protected Linear a = Linear(1, 2);", "Accessor a: global::TorchSharp.Modules.Linear of global::A.Net")]
    [InlineData("private protected Linear a = Linear(1, 2);", "Accessor a: global::TorchSharp.Modules.Linear of global::A.Net")]
    [InlineData("public Linear A { get; } = Linear(1, 2);", "Direct A: global::TorchSharp.Modules.Linear of global::A.Net")]
    [InlineData("private Linear A { get; } = Linear(1, 2);", "Accessor <A>k__BackingField: global::TorchSharp.Modules.Linear of global::A.Net")]
    [InlineData("public Linear A { private get; set; } = Linear(1, 2);", "Accessor <A>k__BackingField: global::TorchSharp.Modules.Linear of global::A.Net")]
    [InlineData("private static Linear a = Linear(1, 2);", "Accessor a: global::TorchSharp.Modules.Linear of global::A.Net")]
    [InlineData("private sealed class Inner : Module<Tensor, Tensor> { public Inner() : base(\"\") { } public override Tensor forward(Tensor x) => x; } private Inner a = new();", "ByName a: global::A.Net.Inner of global::A.Net")]
    [InlineData("private class Inner : Module<Tensor, Tensor> { public Inner() : base(\"\") { } public override Tensor forward(Tensor x) => x; } private ModuleList<Inner> a = new();", "ByName a: global::TorchSharp.Modules.ModuleList<global::A.Net.Inner> of global::A.Net")]
    [InlineData("private Module<Tensor, Tensor>? a = Linear(1, 2);", "Accessor a: global::TorchSharp.torch.nn.Module<global::TorchSharp.torch.Tensor, global::TorchSharp.torch.Tensor>? of global::A.Net")]
    [InlineData("private Linear @class = Linear(1, 2);", "Accessor class: global::TorchSharp.Modules.Linear of global::A.Net")]
    public void Members_are_reached(string member, string expected) =>
        Assert.Equal([expected], Accesses($$"""namespace A; public class Net : Module<Tensor, Tensor> { {{member}} {{Ending}} }""", "A.Net"));

    [Fact]
    public void Inherited_members_name_the_class_that_declares_them() => Assert.Equal(
        [
            "Accessor a: global::TorchSharp.Modules.Linear of global::Base",
            "Accessor b: global::TorchSharp.Modules.Linear of global::Base",
            "Direct b: global::TorchSharp.Modules.Linear of global::Net",
        ],
        Accesses(
            $$"""
            public abstract class Base : Module<Tensor, Tensor> { private readonly Linear a = Linear(1, 2); public readonly Linear b = Linear(1, 2); protected Base() : base("") { } }
            public class Net : Base { public new readonly Linear b = Linear(1, 2); public Net() => RegisterComponents(); public override Tensor forward(Tensor x) => x; }
            """));

    [Fact]
    public void Generic_classes_are_reached_by_name_but_visible_members_of_closed_bases_directly()
    {
        const string Source = """
            public class Base<T> : Module<Tensor, Tensor> { public readonly Linear a = Linear(1, 2); private readonly Linear b = Linear(1, 2); public Base() : base("") { } public override Tensor forward(Tensor x) => x; }
            public class Net : Base<int> { public Net() => RegisterComponents(); }
            """;
        Assert.Equal(["ByName a: global::TorchSharp.Modules.Linear of global::Base<T>", "ByName b: global::TorchSharp.Modules.Linear of global::Base<T>"], Accesses(Source, "Base`1"));
        Assert.Equal(["Direct a: global::TorchSharp.Modules.Linear of global::Base<int>", "ByName b: global::TorchSharp.Modules.Linear of global::Base<int>"], Accesses(Source));
    }

    [Theory]
    [InlineData("file class Net", "Net")]
    [InlineData("public class Outer { private class Net", "Outer+Net")]
    [InlineData("public class Outer { protected class Net", "Outer+Net")]
    public void Types_that_cannot_be_named_are_reached_by_name(string start, string name)
    {
        string source = $$"""{{start}} : Module<Tensor, Tensor> { public Linear a = Linear(1, 2); {{Ending}} } {{(start.Contains('{') ? "}" : "")}}""";
        var compilation = TestCompilation.Create(TestCompilation.ModelUsings + "\n" + source);
        var type = compilation.GetSymbolsWithName("Net", Microsoft.CodeAnalysis.SymbolFilter.Type).Cast<Microsoft.CodeAnalysis.INamedTypeSymbol>().Single();
        ModuleShape shape = CompilationStudy.Of(compilation, StudyOptions.ForGeneration)!.ShapeOf(type, default);
        Assert.Equal(AccessKind.ByName, Assert.Single(shape.Members).Access.Kind);
        Assert.EndsWith(name, shape.Type.MetadataName);
    }

    [Fact]
    public void A_captured_parameter_is_reached_through_its_field() => Assert.Equal(
        ["Accessor <fc>P: global::TorchSharp.Modules.Linear of global::Net"],
        Accesses("public class Net(Linear fc) : Module<Tensor, Tensor>(\"\") { public override Tensor forward(Tensor x) => fc.call(x); }"));

    [Fact]
    public void Types_have_every_form_of_their_name()
    {
        const string Source = $$"""namespace A.B; public class Outer<T> { public class Net<U, V> : Module<Tensor, Tensor> { {{Ending}} } }""";
        Assert.Equal(
            new TypeName("A.B", "global::A.B.Outer<T>.Net<U, V>", "global::A.B.Outer<>.Net<,>", "Outer<T>.Net<U, V>", "A.B.Outer`1+Net`2", 3),
            ShapeText.Read(Source, "A.B.Outer`1+Net`2").Type);
        Assert.Equal(new TypeName("", "global::Net", "global::Net", "Net", "Net", 0), ShapeText.Read($$"""class Net : Module<Tensor, Tensor> { {{Ending}} }""").Type);
    }

    private static IEnumerable<string> Accesses(string source, string type = "Net") => ShapeText.Read(source, type).Members
        .Select(member => member.Access)
        .Select(access => $"{access.Kind} {access.FieldName}: {access.FieldType} of {access.DeclaringType}");
}
