using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Generators;
using RegSpec.Semantics.Sources;

namespace RegSpec.CompileTime.Tests;

/// <summary>Which classes a summary is looked for.</summary>
public class ClassDeclarationsTests
{
    [Fact]
    public void Classes_with_a_base_are_found_wherever_a_type_can_stand()
    {
        const string Source = """
            class A : X { class B : X { } class C { class D : X { } } void M() { } }
            struct S { class E : X { } }
            record R { class F : X { } }
            interface I : J { class G : X { } }
            namespace N { namespace M { partial class H<T> : X { } } enum K : byte { } }
            record Q : R;
            """;
        IEnumerable<string> names = ClassDeclarations.WithBase(CSharpSyntaxTree.ParseText(Source), default).Select(c => c.Identifier.ValueText);
        Assert.Equal("A B D E F G H", string.Join(" ", names));
        Assert.Equal("Z", Assert.Single(ClassDeclarations.WithBase(CSharpSyntaxTree.ParseText("namespace N; class Z : X;"), default)).Identifier.ValueText);
    }
}
