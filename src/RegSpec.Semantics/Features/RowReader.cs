using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics;

/// <summary>Reads a type annotated with <c>[RidgeRegression]</c>: which columns it has, or why generated code cannot serve it.</summary>
internal sealed class RowReader
{
    private readonly INamedTypeSymbol type;
    private readonly Compilation compilation;
    private readonly IReadOnlyList<AnnotatedMember> members;
    private readonly List<RowProblem> problems = new();
    private readonly List<FeatureMember> features = new();
    private RowMember? target;
    private RowMember? weight;

    private RowReader(INamedTypeSymbol type, Compilation compilation)
    {
        this.type = type;
        this.compilation = compilation;
        members = AnnotatedMember.Of(type);
    }

    /// <summary>The layout of a type that carries the attribute.</summary>
    /// <param name="type">The type.</param>
    /// <param name="ridge">Its <c>[RidgeRegression]</c>.</param>
    /// <param name="generatedClass">Name of the class that is generated in its namespace.</param>
    /// <param name="compilation">What the generated class will be part of.</param>
    public static RowReading Read(INamedTypeSymbol type, AttributeData ridge, string generatedClass, Compilation compilation)
    {
        var reader = new RowReader(type, compilation);
        for (int i = 0; i < reader.members.Count; i++)
        {
            reader.ReadMember(i);
        }

        reader.CheckType(generatedClass);
        return reader.problems.Count > 0
            ? new RowReading(null, reader.problems.ToEquatableArray())
            : new RowReading(reader.Layout(ridge), EquatableArray<RowProblem>.Empty);
    }

    private RowLayout Layout(AttributeData ridge) => new(
        TypeNames.Of(type),
        type.IsReferenceType,
        RowAttributes.Number(ridge, "Lambda", 1),
        RowAttributes.Argument(ridge, "FitIntercept") is not false,
        features.ToEquatableArray(),
        target!,
        weight);

    private void ReadMember(int index)
    {
        AnnotatedMember member = members[index];
        if (WhyUnreadable(member) is { } why)
        {
            problems.Add(new RowProblem(index, why));
            return;
        }

        switch (member.Roles)
        {
            case ColumnRoles.Feature:
                ReadFeature(index, member);
                break;
            case ColumnRoles.Target:
                ReadNumber(index, member, "the target", ref target);
                break;
            case ColumnRoles.SampleWeight:
                ReadNumber(index, member, "the sample weight", ref weight);
                break;
            default:
                problems.Add(new RowProblem(index, "can be only one of [Feature], [Target] and [SampleWeight]"));
                break;
        }
    }

    private void ReadNumber(int index, AnnotatedMember member, string role, ref RowMember? place)
    {
        (ITypeSymbol inner, bool isNullable) = FeatureTypes.Unwrap(member.Type);
        if (place is not null)
        {
            problems.Add(new RowProblem(index, "is " + role + " a second time, after '" + place.Name + "'; keep one"));
        }
        else if (!FeatureTypes.IsNumber(inner))
        {
            problems.Add(new RowProblem(index, "is " + role + " but of type " + TypeNames.Display(member.Type) + "; it must be float, double or an integer"));
        }
        else
        {
            place = new RowMember(member.Symbol.Name, isNullable, member.Source);
        }
    }

    private void ReadFeature(int index, AnnotatedMember member)
    {
        int first = features.Count == 0 ? 0 : features[features.Count - 1].FirstColumn + features[features.Count - 1].Length;
        (FeatureMember? feature, string? problem) = FeatureTypes.Read(member, first);
        if (feature is not null)
        {
            features.Add(feature);
        }
        else
        {
            problems.Add(new RowProblem(index, problem!));
        }
    }

    private string? WhyUnreadable(AnnotatedMember member)
    {
        if (member.Symbol.IsStatic)
        {
            return "is static; a column is read from each row";
        }

        if (member.IsHidden)
        {
            return "is hidden by a member of the same name in a derived type; name clash: rename one";
        }

        if (member.Symbol is IPropertySymbol { IsIndexer: true } or IPropertySymbol { GetMethod: null })
        {
            return "cannot be read; give it a getter without parameters";
        }

        ISymbol read = member.Symbol is IPropertySymbol { GetMethod: { } getter } ? getter : member.Symbol;
        if (!compilation.IsSymbolAccessibleWithin(member.Symbol.ContainingType, compilation.Assembly))
        {
            return null;   // the type is at fault, which REG0005 says
        }

        return compilation.IsSymbolAccessibleWithin(read, compilation.Assembly) ? null : "cannot be read by generated code; make it internal or public";
    }

    private void CheckType(string generatedClass)
    {
        if (!members.Any(member => member.Roles.HasFlag(ColumnRoles.Feature)))
        {
            problems.Add(new RowProblem(-1, "has no feature; put [Feature] on at least one property or field"));
        }

        if (!members.Any(member => member.Roles.HasFlag(ColumnRoles.Target)))
        {
            problems.Add(new RowProblem(-1, "has no target; put [Target] on one property or field"));
        }

        bool isTaken = type.ContainingNamespace.GetTypeMembers(generatedClass, 0)
            .Any(other => !other.GetAttributes().Any(attribute => attribute is { AttributeClass.Name: "GeneratedCodeAttribute", ConstructorArguments: [{ Value: "RegSpec" }, _] }));
        if (isTaken)
        {
            problems.Add(new RowProblem(-1, "would get the generated class '" + generatedClass + "', but a type of that name is there already; rename one"));
        }
    }
}
