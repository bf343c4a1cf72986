using System;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Sources;

/// <summary>
/// Semantic models that skip the analysis of nullable references, where the compiler offers them: nothing here asks for annotations, and the
/// analysis costs as much again as binding. The option came after the Roslyn this is built for, so it is looked up; without it, models are plain.
/// </summary>
internal static class UnannotatedModels
{
    private const string Option = "DisableNullableAnalysis";

    private static readonly Func<Compilation, SyntaxTree, SemanticModel> Create = Find() ?? (static (compilation, tree) => compilation.GetSemanticModel(tree));

    /// <summary>A model for reading bodies.</summary>
    public static SemanticModel Of(Compilation compilation, SyntaxTree tree) => Create(compilation, tree);

    private static Func<Compilation, SyntaxTree, SemanticModel>? Find()
    {
        Type? options = typeof(Compilation).Assembly.GetType("Microsoft.CodeAnalysis.SemanticModelOptions");
        MethodInfo? method = options is { IsEnum: true } && Enum.GetNames(options).Contains(Option)
            ? typeof(Compilation).GetMethod(nameof(Compilation.GetSemanticModel), new[] { typeof(SyntaxTree), options })
            : null;
        return method is null
            ? null
            : (Func<Compilation, SyntaxTree, SemanticModel>)typeof(UnannotatedModels)
                .GetMethod(nameof(Bind), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(options!)
                .Invoke(null, new object[] { method })!;
    }

    private static Func<Compilation, SyntaxTree, SemanticModel> Bind<TOptions>(MethodInfo method)
        where TOptions : struct
    {
        var create = (Func<Compilation, SyntaxTree, TOptions, SemanticModel>)method.CreateDelegate(typeof(Func<Compilation, SyntaxTree, TOptions, SemanticModel>));
        var options = (TOptions)Enum.Parse(typeof(TOptions), Option);
        return (compilation, tree) => create(compilation, tree, options);
    }
}
