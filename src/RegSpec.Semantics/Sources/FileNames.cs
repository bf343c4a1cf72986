using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegSpec.Semantics.Sources;

/// <summary>
/// What a file means to the others when all of it comes into a compilation or goes from it, as generated files do between a generator and an analyzer:
/// the names it declares and those it mentions. Code that mentions none of its types and namespaces gets hold of nothing in it but extension methods.
/// </summary>
internal sealed class FileNames
{
    /// <summary>How an attribute starts that marks a type as written by RegSpec.</summary>
    private const string OwnMark = "[global::System.CodeDom.Compiler.GeneratedCode(\"RegSpec\"";

    /// <summary>The one attribute of an assembly that only other assemblies are told something by.</summary>
    private const string Summary = "global::RegSpec.ForwardSummary";

    // Weak in the tree: an edited file takes its names with it.
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<FileNames?>> Known = new();

    private readonly SyntaxTree tree;
    private readonly HashSet<string> types = new(StringComparer.Ordinal);
    private readonly HashSet<string> extensions = new(StringComparer.Ordinal);
    private bool isOwn = true;

    private FileNames(SyntaxTree tree) => this.tree = tree;

    /// <summary>Types outside other types, by simple name.</summary>
    public IReadOnlyCollection<string> Types => types;

    /// <summary>Extension methods: code gets hold of them by their own name alone.</summary>
    public IReadOnlyCollection<string> Extensions => extensions;

    /// <summary>The names of a file; null where it may change what others mean without being named: global usings, attributes of the assembly, parts of types, types of <c>System</c>.</summary>
    public static FileNames? Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (!Known.TryGetValue(tree, out StrongBox<FileNames?>? names))
        {
            names = Known.GetValue(tree, t => new StrongBox<FileNames?>(Read(t, (CompilationUnitSyntax)t.GetRoot(cancellation))));
        }

        return names.Value;
    }

    /// <summary>Whether the file has an identifier of this text, outside code of RegSpec's own, which names members only to list their parameters.</summary>
    public bool Mentions(string name, CancellationToken cancellation) => !isOwn && TreeNames.Has(tree, name, cancellation);

    /// <summary>Whether RegSpec wrote all types of the file.</summary>
    public static bool IsOwn(SyntaxTree tree, CancellationToken cancellation) => Of(tree, cancellation)?.isOwn == true;

    /// <summary>Whether a node stands in a type that RegSpec wrote.</summary>
    public static bool IsOwn(SyntaxNode node) => node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && HasOwnMark(type);

    private static bool HasOwnMark(MemberDeclarationSyntax type) =>
        // The name first: users' attributes have short ones, and need not be written out for each use of a member.
        type.AttributeLists.Count > 0 && type.AttributeLists[0].Attributes.FirstOrDefault()?.Name is QualifiedNameSyntax && type.AttributeLists[0].ToString().StartsWith(OwnMark, StringComparison.Ordinal);

    private static FileNames? Read(SyntaxTree tree, CompilationUnitSyntax unit)
    {
        var names = new FileNames(tree);
        return unit.Externs.Count == 0
            && unit.Usings.All(static used => used.GlobalKeyword.IsKind(SyntaxKind.None))
            && unit.AttributeLists.All(static list => list.Attributes.All(static attribute => attribute.Name.ToString() == Summary))
            && names.Add(unit.Members)
                ? names
                : null;
    }

    private bool Add(SyntaxList<MemberDeclarationSyntax> members)
    {
        foreach (MemberDeclarationSyntax member in members)
        {
            bool isUnderstood = member switch
            {
                BaseNamespaceDeclarationSyntax inner => inner.Externs.Count == 0 && !IsOfSystem(inner) && Add(inner.Members),
                TypeDeclarationSyntax type => Add(type),
                EnumDeclarationSyntax list => Add(list, list.Identifier.ValueText),
                DelegateDeclarationSyntax method => Add(method, method.Identifier.ValueText),
                _ => false,
            };
            if (!isUnderstood)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Types there are used by the compiler for code that does not name them, as <c>System.Index</c> for <c>^1</c>.</summary>
    private static bool IsOfSystem(BaseNamespaceDeclarationSyntax space) => space.Name.GetFirstToken().ValueText == "System";

    private bool Add(TypeDeclarationSyntax type)
    {
        if (type.Modifiers.Any(SyntaxKind.PartialKeyword) || type is not (ClassDeclarationSyntax or StructDeclarationSyntax or InterfaceDeclarationSyntax or RecordDeclarationSyntax))
        {
            return false;
        }

        return (!type.Modifiers.Any(SyntaxKind.StaticKeyword) || type.Members.All(AddExtension)) && Add(type, type.Identifier.ValueText);
    }

    private bool Add(MemberDeclarationSyntax type, string name)
    {
        types.Add(name);
        isOwn &= HasOwnMark(type);
        return true;
    }

    /// <summary>False for a member that may extend other types in a way that this does not know.</summary>
    private bool AddExtension(MemberDeclarationSyntax member)
    {
        if (member is MethodDeclarationSyntax { ParameterList.Parameters: [{ } first, ..] } method && first.Modifiers.Any(SyntaxKind.ThisKeyword))
        {
            extensions.Add(method.Identifier.ValueText);
            return !UnnamedCalls.Has(method.Identifier.ValueText);
        }

        return member is MethodDeclarationSyntax or BaseFieldDeclarationSyntax or PropertyDeclarationSyntax or ConstructorDeclarationSyntax
            or ClassDeclarationSyntax or StructDeclarationSyntax or InterfaceDeclarationSyntax or RecordDeclarationSyntax or EnumDeclarationSyntax or DelegateDeclarationSyntax;
    }
}
