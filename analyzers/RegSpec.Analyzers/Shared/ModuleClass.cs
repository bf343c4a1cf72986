using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>A module class as the rules see it: the attributes as written beside the shape and the plan made from them.</summary>
internal sealed class ModuleClass
{
    private readonly RegSpecCompilation compilation;
    private RootPlan? plan;

    public ModuleClass(RegSpecCompilation compilation, INamedTypeSymbol symbol)
    {
        this.compilation = compilation;
        Symbol = symbol;
        Declared = compilation.DeclaredIn(symbol);
        AnnotatedBy = FindAnnotated();
    }

    public INamedTypeSymbol Symbol { get; }

    /// <summary>Every RegSpec attribute written in this class.</summary>
    public ImmutableArray<Declared> Declared { get; }

    /// <summary>The nearest class, this one or a base, that carries a class-level decay declaration; null if none does.</summary>
    public INamedTypeSymbol? AnnotatedBy { get; }

    /// <summary>Whether any rule can have something to say: a declaration here, or an annotated base.</summary>
    public bool IsTouched => !Declared.IsEmpty || AnnotatedBy is not null;

    /// <summary>The plan of the class taken as root; computed when first asked for.</summary>
    public RootPlan Plan(CancellationToken cancellation) => plan ??= compilation.Plan(Symbol, cancellation);

    public ModuleShape Shape(CancellationToken cancellation) => Plan(cancellation).Shape;

    /// <summary>The attribute a plan row was decided by, if it is written in this class.</summary>
    public Declared? FindDeciding(PlanRow row, CancellationToken cancellation)
    {
        ModuleShape shape = Shape(cancellation);
        if (row.DecidedBy is not { } place || place.DeclaringType != shape.Type.DisplayName)
        {
            return null;
        }

        foreach (Declared declared in Declared)
        {
            if (declared.Index == place.Index && declared.Member == place.Member && Covers(declared, row, shape))
            {
                return declared;
            }
        }

        return null;
    }

    /// <summary>The class-level declaration of an annotated base that decided about a parameter this class adds; null for any other row.</summary>
    public Declared? FindInherited(PlanRow row, CancellationToken cancellation)
    {
        ModuleShape shape = Shape(cancellation);
        return AnnotatedBy is { } annotated
            && !SymbolEqualityComparer.Default.Equals(annotated, Symbol)
            && row.DecidedBy is { Member: null } place
            && place.DeclaringType == shape.DeclaringClass
            && row.MemberIndex < shape.Members.Count
            && !shape.Members[row.MemberIndex].IsInherited
                ? compilation.DeclaredIn(annotated).FirstOrDefault(declared => declared.Member is null && declared.Index == place.Index)
                : null;
    }

    /// <summary>Places are known by short names; a class of the same name in another namespace, nested in this one, must not be taken for it.</summary>
    private static bool Covers(Declared declared, PlanRow row, ModuleShape shape)
    {
        string place = "";
        if (declared.Member is not null)
        {
            if (row.MemberIndex >= shape.Members.Count || shape.Members[row.MemberIndex] is not { IsInherited: false } member || member.Name != declared.Member)
            {
                return false;
            }

            place = member.RegisteredName;
        }

        return declared.Parameters is not { } pattern || Glob.Matches(pattern, new PlacedRow(row, place).RelativeName);
    }

    /// <summary>The shape of a member declared in this class and its index, or null when it holds nothing of interest.</summary>
    public (MemberShape Member, int Index)? Member(string name, CancellationToken cancellation)
    {
        EquatableArray<MemberShape> members = Shape(cancellation).Members;
        for (int i = 0; i < members.Count; i++)
        {
            if (!members[i].IsInherited && members[i].Name == name)
            {
                return (members[i], i);
            }
        }

        return null;
    }

    /// <summary>The rows a declaration of this class is about, with their names relative to its place; empty for a member that is not in the shape.</summary>
    public IEnumerable<PlacedRow> RowsAround(string? member, CancellationToken cancellation)
    {
        string place = "";
        int index = -1;
        if (member is not null)
        {
            if (Member(member, cancellation) is not { } found)
            {
                yield break;
            }

            (place, index) = (found.Member.RegisteredName, found.Index);
        }

        foreach (PlanRow row in Plan(cancellation).Rows)
        {
            if (index < 0 || row.MemberIndex == index)
            {
                yield return new PlacedRow(row, place);
            }
        }
    }

    private INamedTypeSymbol? FindAnnotated()
    {
        for (INamedTypeSymbol? type = Symbol; type is not null && compilation.Types.IsModule(type); type = type.BaseType)
        {
            if (compilation.IsAnnotatedByAssembly(type))
            {
                return type;
            }

            foreach (Declared declared in compilation.DeclaredIn(type))
            {
                if (declared.IsDecay && declared.Member is null)
                {
                    return type;
                }
            }
        }

        return null;
    }
}
