using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Editing;

namespace RegSpec.CodeFixes;

/// <summary>The declarations that the fixes sharing one editor give to classes: a class trained with two numbers keeps the second at its call.</summary>
internal sealed class ClassDefaults
{
    private static readonly ConditionalWeakTable<SolutionEditor, ClassDefaults> All = new();

    private readonly Dictionary<string, string> declared = new();

    private ClassDefaults()
    {
    }

    /// <summary>What the fixes of an editor have declared so far.</summary>
    public static ClassDefaults Of(SolutionEditor editor) => All.GetValue(editor, static _ => new ClassDefaults());

    /// <summary>Whether all classes can carry the declaration; if so they do.</summary>
    public bool Agree(IEnumerable<string> classes, string declaration)
    {
        string[] names = classes.ToArray();
        if (names.Any(name => declared.TryGetValue(name, out string? other) && other != declaration))
        {
            return false;
        }

        foreach (string name in names)
        {
            declared[name] = declaration;
        }

        return true;
    }
}
