using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests.Semantics.Catalog;

/// <summary>Names written down in the catalog exist in the TorchSharp that is referenced.</summary>
public class TorchSharpNamesTests
{
    private static readonly Compilation Compilation = TestCompilation.Create();

    public static TheoryData<string> Types =>
    [
        TorchSharpNames.Module,
        TorchSharpNames.Factories,
        TorchSharpNames.ModuleExtensions,
        TorchSharpNames.TensorExtensions,
        TorchSharpNames.Tensor,
        TorchSharpNames.Parameter,
        TorchSharpNames.ParameterList,
        TorchSharpNames.ParameterDict,
        TorchSharpNames.ComponentNameAttribute,
        TorchSharpNames.ParameterLess,
        .. TorchSharpNames.Losses,
        .. ContainerCatalog.TypeNames,
        .. LayerCatalog.All.Select(layer => layer.TypeName),
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void Types_exist(string metadataName) =>
        Assert.Equal(TorchSharpNames.Assembly, Compilation.Type(metadataName).ContainingAssembly.Name);

    [Theory]
    [InlineData(TorchSharpNames.Module, TorchSharpNames.RegisterComponents)]
    [InlineData(TorchSharpNames.Module, TorchSharpNames.RegisterModule)]
    [InlineData(TorchSharpNames.Module, TorchSharpNames.RegisterParameter)]
    [InlineData(TorchSharpNames.Module, TorchSharpNames.RegisterBuffer)]
    [InlineData(TorchSharpNames.Module, TorchSharpNames.ConditionallyRegisterParameter)]
    [InlineData(TorchSharpNames.Module, TorchSharpNames.ConditionallyRegisterBuffer)]
    [InlineData(TorchSharpNames.Module + "`2", TorchSharpNames.Forward)]
    [InlineData(TorchSharpNames.Module + "`2", TorchSharpNames.Call)]
    [InlineData(TorchSharpNames.Factories, TorchSharpNames.ParameterFactory)]
    [InlineData(TorchSharpNames.TensorExtensions, TorchSharpNames.AsParameter)]
    [InlineData(TorchSharpNames.ComponentNameAttribute, "Name")]
    public void Members_exist(string type, string member) => Assert.NotEmpty(Compilation.Type(type).GetMembers(member));

    [Fact]
    public void Module_extensions_return_the_module_they_are_called_on()
    {
        IMethodSymbol[] methods = [.. Compilation.Type(TorchSharpNames.ModuleExtensions).GetMembers().OfType<IMethodSymbol>().Where(method => method.IsStatic)];
        Assert.NotEmpty(methods);
        Assert.All(methods, method => Assert.Equal(method.Parameters[0].Type, method.ReturnType, SymbolEqualityComparer.Default));
    }

    [Fact]
    public void Methods_that_fill_or_empty_a_container_exist()
    {
        foreach (INamedTypeSymbol type in ContainerCatalog.TypeNames.Select(Compilation.Type))
        {
            ContainerKind kind = ContainerCatalog.Find(type.ContainingNamespace.ToDisplayString() + "." + type.MetadataName)!.Value;
            string[] methods = [.. type.GetMembers().OfType<IMethodSymbol>().Select(method => method.Name).Distinct()];
            Assert.Contains(methods, method => ContainerCatalog.Fills(kind, method));
            Assert.Equal(kind != ContainerKind.Sequential, methods.Any(method => ContainerCatalog.Empties(kind, method)));
        }
    }

    [Fact]
    public void Collections_of_the_base_library_are_no_containers_of_TorchSharp() =>
        Assert.Null(ContainerCatalog.Find("System.Collections.Generic.List`1"));
}
