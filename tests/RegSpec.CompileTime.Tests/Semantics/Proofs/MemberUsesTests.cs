using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics.Sources;

namespace RegSpec.CompileTime.Tests;

/// <summary>Who else can use a member of a model class.</summary>
public class MemberUsesTests
{
    [Theory]
    [InlineData("private", "int M() => f;", "", false)]
    [InlineData("private", "static int M(A a) => a.f;", "", true)]
    [InlineData("private", "class B { int M(A a) => a.f; }", "", true)]
    [InlineData("private", "static int M(A a) => 1;", "", false)]
    [InlineData("private", "int M() => 1;", "partial class A { static int N(A a) => a.f; }", true)]
    [InlineData("internal", "int M() => f;", "class C { int M(A a) => a.f; }", true)]
    [InlineData("internal", "int M() => f;", "class C { int M(A a) => 1; }", false)]
    public void Uses(string access, string members, string others, bool isUsed)
    {
        CSharpCompilation compilation = TestCompilation.Create($"partial class A {{ {access} int f = 1; {members} }} {others}");
        Assert.Equal(isUsed, IsUsed(compilation, new CachedModels(compilation)));
    }

    [Fact]
    public void Private_members_of_a_class_without_static_code_need_no_look_at_any_body() =>
        Assert.False(IsUsed(TestCompilation.Create("class A { int f = 1; int M() => f; }"), new Unbound()));

    private static bool IsUsed(CSharpCompilation compilation, SourceReader models)
    {
        INamedTypeSymbol type = compilation.Type("A");
        return new MemberUses(compilation, models).IsUsedOutside(type.GetMembers("f")[0], new HashSet<INamedTypeSymbol>([type], SymbolEqualityComparer.Default));
    }

    private sealed class Unbound : SourceReader
    {
        public override SemanticModel Get(SyntaxTree tree) => throw new InvalidOperationException("No body should be bound.");
    }
}
