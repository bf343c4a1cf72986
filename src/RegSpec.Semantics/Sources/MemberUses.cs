using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics.Vocabulary;
using RegSpec.Semantics.Catalog;

namespace RegSpec.Semantics.Sources;

/// <summary>Where members of model classes are used in a compilation.</summary>
internal sealed class MemberUses
{
    private readonly Compilation compilation;
    private readonly SourceReader models;
    private readonly Action<string>? asked;
    private readonly CancellationToken cancellation;

    /// <param name="compilation">The compilation to look through.</param>
    /// <param name="models">How to bind names.</param>
    /// <param name="asked">Is told every name looked for in all files: the answers change when one comes to have it.</param>
    /// <param name="cancellation">Stops the search.</param>
    public MemberUses(Compilation compilation, SourceReader models, Action<string>? asked = null, CancellationToken cancellation = default)
    {
        this.compilation = compilation;
        this.models = models;
        this.asked = asked;
        this.cancellation = cancellation;
    }

    /// <summary>Whether code other than the instance methods of the given classes names the member.</summary>
    public bool IsUsedOutside(ISymbol member, ISet<INamedTypeSymbol> inside)
    {
        if (member.DeclaredAccessibility != Accessibility.Private)
        {
            asked?.Invoke(member.Name);
        }
        else if (IsClosed(member.ContainingType))
        {
            return false;
        }

        return TreesThatSee(member).Any(tree => IsUsedOutside(tree, member, inside));
    }

    /// <summary>
    /// Whether anything may call a method or accessor of a model class that is no <c>forward</c>: other assemblies, where the class can be seen outside a
    /// library, or code of this compilation, which has to name it; a framework, a base class and an interface call what overrides and implements.
    /// </summary>
    public bool MayBeCalled(IMethodSymbol method, INamedTypeSymbol root)
    {
        if (!IsCalledByNameAlone(method) || Implements(method, root))
        {
            return true;
        }

        string name = (method.AssociatedSymbol ?? method).Name;
        asked?.Invoke(name);
        return compilation.SyntaxTrees.Any(tree => IsNamed(tree, name));
    }

    /// <summary>By its name and not by its symbol: through <c>dynamic</c> it is called too. Methods of one name that call each other are called by none of them first.</summary>
    private bool IsNamed(SyntaxTree tree, string name)
    {
        SemanticModel? model = null;
        foreach (SyntaxToken token in TreeNames.FindByUser(tree, name, cancellation))
        {
            model ??= models.Get(tree);
            SyntaxNode? around = token.Parent!.FirstAncestorOrSelf<MemberDeclarationSyntax>();
            if (around is not (MethodDeclarationSyntax or PropertyDeclarationSyntax)
                || model.GetDeclaredSymbol(around, cancellation) is not { } declared
                || declared.Name != name
                || !Accessors(declared).All(IsCalledByNameAlone))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<IMethodSymbol> Accessors(ISymbol member) =>
        member is IMethodSymbol method ? new[] { method } : new[] { ((IPropertySymbol)member).GetMethod, ((IPropertySymbol)member).SetMethod }.OfType<IMethodSymbol>();

    private bool IsCalledByNameAlone(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.PropertySet, IsStatic: false, IsVirtual: false, IsAbstract: false, IsOverride: false, Name: not TorchSharpNames.Forward }
        && method.AssociatedSymbol is not IPropertySymbol { IsIndexer: true }
        && (method.AssociatedSymbol ?? method).GetAttributes().IsEmpty
        && !IsSeenOutside(method)
        && !UnnamedCalls.Has((method.AssociatedSymbol ?? method).Name)
        && !Implements(method, method.ContainingType);

    private bool IsSeenOutside(IMethodSymbol method)
    {
        if (compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication)
        {
            return false;
        }

        for (ISymbol? symbol = method; symbol is not (null or INamespaceSymbol); symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility == Accessibility.Private
                || (symbol.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedAndInternal && !HasFriends()))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Other assemblies see what is internal in this one.</summary>
    private bool HasFriends() => compilation.Assembly.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "InternalsVisibleToAttribute");

    private static bool Implements(IMethodSymbol method, INamedTypeSymbol type) =>
        type.AllInterfaces.SelectMany(one => one.GetMembers(method.Name)).Any(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member)?.OriginalDefinition, method.OriginalDefinition));

    private IEnumerable<SyntaxTree> TreesThatSee(ISymbol member) => member.DeclaredAccessibility == Accessibility.Private
        ? member.ContainingType.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree).Distinct()
        : compilation.SyntaxTrees;

    private bool IsUsedOutside(SyntaxTree tree, ISymbol member, ISet<INamedTypeSymbol> inside)
    {
        SemanticModel? model = null;
        foreach (SyntaxToken token in TreeNames.FindByUser(tree, member.Name, cancellation))
        {
            // Asked for even where nothing has to be bound: the answer depends on the bodies of this file.
            model ??= models.Get(tree);
            if (token.Parent is SimpleNameSyntax name
                && !IsOwn(name, member.ContainingType)
                && !IsListed(name)
                && !IsInitialized(model, name)
                && !IsInside(model, name, inside)
                && IsMember(model.GetSymbolInfo(name, cancellation), member))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>All code that sees the private members of the class is its own and runs on an instance: no body has to be looked through.</summary>
    private static bool IsClosed(INamedTypeSymbol type)
    {
        foreach (SyntaxNode part in Declarations.Of(type, CancellationToken.None))
        {
            if (part is not TypeDeclarationSyntax declaration)
            {
                return false;
            }

            foreach (MemberDeclarationSyntax member in declaration.Members)
            {
                if (member is BaseTypeDeclarationSyntax || member.Modifiers.Any(SyntaxKind.StaticKeyword))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Most uses stand in the class that declares the member, which needs no binding.</summary>
    private static bool IsOwn(SimpleNameSyntax name, INamedTypeSymbol owner) =>
        !IsInStatic(name)
        && name.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
        && owner.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == type.SyntaxTree && reference.Span == type.Span);

    private static bool IsInside(SemanticModel model, SyntaxNode node, ISet<INamedTypeSymbol> inside) =>
        !IsInStatic(node)
        && node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
        && model.GetDeclaredSymbol(type) is { } symbol
        && inside.Any(t => SymbolEqualityComparer.Default.Equals(t, symbol.OriginalDefinition));

    /// <summary>What is static is nobody's forward pass: it can do anything with an instance. So can a class nested in the model.</summary>
    private static bool IsInStatic(SyntaxNode node) =>
        node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && member.Modifiers.Any(SyntaxKind.StaticKeyword);

    /// <summary>"net.body.parameters()": optimizers and files take parameters as they are; what a loss does with them is not followed in any case.</summary>
    private static bool IsListed(SimpleNameSyntax name)
    {
        ExpressionSyntax member = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        if (member.Parent is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure)
        {
            member = sure;
        }

        if (member.Parent is MemberAccessExpressionSyntax { Parent: not (InvocationExpressionSyntax or AssignmentExpressionSyntax or MemberAccessExpressionSyntax) } read
            && read.Expression == member
            && ContextCatalog.IsSize(read.Name.Identifier.ValueText))
        {
            return true;
        }

        return member.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } called
            && called.Expression == member
            && ContextCatalog.ListsParameters(called.Name.Identifier.ValueText);
    }

    /// <summary>"init.kaiming_normal_(net.body.weight);" as a statement: it gives a parameter another value, and no value of a parameter is claimed.</summary>
    private static bool IsInitialized(SemanticModel model, SimpleNameSyntax name)
    {
        ExpressionSyntax member = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return member.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "weight" or "bias", Parent: ArgumentSyntax { RefKindKeyword.RawKind: 0, Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } call } } } parameter
            && parameter.Expression == member
            && model.GetSymbolInfo(call).Symbol is IMethodSymbol { ContainingType: { Name: "init", ContainingType.Name: "nn", ContainingAssembly.Name: TorchSharpNames.Assembly } } method
            && method.Name.EndsWith("_", StringComparison.Ordinal);
    }

    private static bool IsMember(SymbolInfo info, ISymbol member) =>
        (info.Symbol is { } symbol && SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, member.OriginalDefinition))
        || info.CandidateSymbols.Any(c => SymbolEqualityComparer.Default.Equals(c.OriginalDefinition, member.OriginalDefinition));
}
