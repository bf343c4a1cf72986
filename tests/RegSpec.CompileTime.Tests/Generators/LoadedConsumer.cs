using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace RegSpec.CompileTime.Tests;

/// <summary>Compiled test code in this process, against the real TorchSharp.</summary>
internal static class LoadedConsumer
{
    /// <summary>Calls <c>public static string Run()</c> of the class <c>Program</c> in the last compilation; the earlier ones are what it references.</summary>
    public static string Run(params CSharpCompilation[] compilations)
    {
        MethodInfo run = Load(compilations).GetType("Program", throwOnError: true)!.GetMethod("Run")!;
        try
        {
            return (string)run.Invoke(null, null)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw new InvalidOperationException(inner.ToString(), inner);
        }
    }

    /// <summary>The last compilation as an assembly of this process; TorchSharp and RegSpec are the process's own.</summary>
    public static Assembly Load(params CSharpCompilation[] compilations)
    {
        var context = new AssemblyLoadContext(null);
        var loaded = new Dictionary<string, Assembly>();
        context.Resolving += (_, name) => loaded.GetValueOrDefault(name.Name!);
        Assembly? last = null;
        foreach (CSharpCompilation compilation in compilations)
        {
            using MemoryStream image = Emit(compilation);
            last = context.LoadFromStream(image);
            loaded.Add(last.GetName().Name!, last);
        }

        return last!;
    }

    /// <summary>The compiled image; fails the test if it does not compile.</summary>
    public static MemoryStream Emit(CSharpCompilation compilation)
    {
        var image = new MemoryStream();
        EmitResult result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        image.Position = 0;
        return image;
    }
}
