using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>One RegSpec attribute as written on a class or member.</summary>
/// <param name="Kind">Which attribute.</param>
/// <param name="Data">The attribute.</param>
/// <param name="Owner">The class, field or property it stands on (the property for a backing field).</param>
/// <param name="Index">Its index among the decay declarations of its place; −1 for other attributes, and for one that does not compile.</param>
internal sealed record Declared(DeclarationKind Kind, AttributeData Data, ISymbol Owner, int Index)
{
    /// <summary>Name of the member, or null for a declaration on the class.</summary>
    public string? Member => Owner is INamedTypeSymbol ? null : Owner.Name;

    /// <summary><c>[WeightDecay]</c> or <c>[NoWeightDecay]</c>.</summary>
    public bool IsDecay => Kind is DeclarationKind.WeightDecay or DeclarationKind.NoWeightDecay;

    /// <summary>The glob as written, or null.</summary>
    public string? Parameters => Named("Parameters")?.Value as string;

    /// <summary>The user's reason, or null.</summary>
    public string? Because => Named("Because")?.Value as string;

    /// <summary>Whether it pulls towards the parameters as they were when bound, <c>Towards = Reference.Initial</c>.</summary>
    public bool IsTowardsInitial => Named("Towards")?.Value is 1;

    /// <summary>The coefficient λ of a decay declaration; null while the attribute does not compile.</summary>
    public double? Lambda => Kind == DeclarationKind.NoWeightDecay ? 0 : Number(0);

    /// <summary>The policy of a <c>[WeightDecay]</c> if given.</summary>
    public Policy? Policy => Named("Policy")?.Value is int policy ? (Policy)policy : null;

    /// <summary>The attribute as people write it: <c>[WeightDecay(0.05)]</c>.</summary>
    public string Text => Kind == DeclarationKind.WeightDecay && Lambda is { } lambda
        ? "[WeightDecay(" + NumberText.Of(lambda) + ")]"
        : "[" + Kind + "]";

    /// <summary>A constructor argument as a number; null if it is missing or not one.</summary>
    public double? Number(int argument) => argument < Data.ConstructorArguments.Length ? AsNumber(Data.ConstructorArguments[argument]) : null;

    /// <summary>A named argument as a number; null if it is missing or not one.</summary>
    public double? Number(string name) => Named(name) is { } constant ? AsNumber(constant) : null;

    /// <summary>Where the attribute stands.</summary>
    public Location LocationIn(CancellationToken cancellation) =>
        Data.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation() ?? Location.None;

    /// <summary>Every RegSpec attribute written on a type and its fields and properties, the type's own first.</summary>
    public static ImmutableArray<Declared> In(INamedTypeSymbol type, RegSpecTypes types)
    {
        ImmutableArray<Declared>.Builder? found = null;
        Add(type, type);
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IPropertySymbol or IFieldSymbol { AssociatedSymbol: null })
            {
                Add(member, member);
            }
        }

        // [field: …] on an auto-property lands on its backing field; people mean the property, and it counts after the property's own.
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IFieldSymbol { AssociatedSymbol: IPropertySymbol property })
            {
                Add(member, property);
            }
        }

        return found?.ToImmutable() ?? ImmutableArray<Declared>.Empty;

        void Add(ISymbol carrier, ISymbol owner)
        {
            foreach (AttributeData data in carrier.GetAttributes())
            {
                if (types.KindOf(data.AttributeClass) is { } kind)
                {
                    found ??= ImmutableArray.CreateBuilder<Declared>();
                    var read = new Declared(kind, data, owner, Index: -1);
                    found.Add(read.IsDecay && read.Lambda is not null ? read with { Index = DecaysOf(found, owner) } : read);
                }
            }
        }
    }

    private static int DecaysOf(IEnumerable<Declared> found, ISymbol owner)
    {
        int count = 0;
        foreach (Declared declared in found)
        {
            if (declared.Index >= 0 && SymbolEqualityComparer.Default.Equals(declared.Owner, owner))
            {
                count++;
            }
        }

        return count;
    }

    private TypedConstant? Named(string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in Data.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value;
            }
        }

        return null;
    }

    private static double? AsNumber(TypedConstant constant) =>
        constant.Kind == TypedConstantKind.Primitive && constant.Value is double number ? number : null;
}
