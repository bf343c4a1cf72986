using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RegSpec.CompileTime.Tests;

/// <summary>Walks everything a value refers to.</summary>
internal static class ObjectGraph
{
    /// <summary>Fails the test when the value keeps a symbol, a syntax node, a compilation or a location alive.</summary>
    public static void RequireNoCompilerObjects(object? root)
    {
        if (FindCompilerObject(root) is { } found)
        {
            Assert.Fail("a pipeline value holds " + found);
        }
    }

    /// <summary>The path to the first such object, or null.</summary>
    public static string? FindCompilerObject(object? root)
    {
        var visited = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<(object? Node, string Path)>();
        pending.Push((root, "value"));
        while (pending.TryPop(out (object? Node, string Path) next))
        {
            (object? node, string path) = next;
            if (node is null || !visited.Add(node))
            {
                continue;
            }

            if (node is ISymbol or Compilation or SyntaxNode or SyntaxTree or Location or SemanticModel or AttributeData)
            {
                return path + ": " + node.GetType();
            }

            Type type = node.GetType();
            if (type.IsPrimitive || type.IsEnum || node is string or Pointer)
            {
                continue;
            }

            if (node is IEnumerable items && type.IsArray)
            {
                foreach (object? item in items)
                {
                    pending.Push((item, path + "[]"));
                }
            }

            for (Type? t = type; t is not null; t = t.BaseType)
            {
                foreach (FieldInfo field in t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    pending.Push((field.GetValue(node), path + "." + field.Name));
                }
            }
        }

        return null;
    }
}
