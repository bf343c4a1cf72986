using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics.Sources;

namespace RegSpec.CompileTime.Tests;

/// <summary>How long what was bound is kept.</summary>
public class SourceFilesTests
{
    private readonly CSharpCompilation compilation = ConsumerCompilation.Create([.. Enumerable.Range(0, 32).Select(i => $"public class C{i} {{ }}")]);

    [Fact]
    public void A_file_asked_for_again_soon_has_the_same_model()
    {
        SemanticModel first = Get(0);
        Get(1);
        Assert.Same(first, Get(0));
        Assert.Same(compilation.SyntaxTrees[0], first.SyntaxTree);
    }

    [Fact]
    public void The_model_of_a_file_that_is_read_once_goes()
    {
        WeakReference model = GetOnce();
        for (int i = 1; i < 32; i++)
        {
            Get(i);
        }

        GC.Collect();
        Assert.False(model.IsAlive);
        GC.KeepAlive(compilation);
    }

    [Fact]
    public void The_model_of_a_file_that_comes_back_stays()
    {
        Get(0);
        Ask(1, 32);
        SemanticModel again = Get(0);
        Ask(1, 32);
        Assert.Same(again, Get(0));
    }

    private void Ask(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            Get(i);
        }
    }

    private SemanticModel Get(int file) => SourceFiles.Of(compilation).Get(compilation.SyntaxTrees[file]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference GetOnce() => new(Get(0));
}
