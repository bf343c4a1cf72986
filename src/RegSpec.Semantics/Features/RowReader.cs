using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Features;

/// <summary>Reads a type annotated with <c>[RidgeRegression]</c>: which columns it has, or why generated code cannot serve it.</summary>
internal sealed class RowReader
{
    private readonly INamedTypeSymbol type;
    private readonly Compilation compilation;
    private readonly IReadOnlyList<AnnotatedMember> members;
    private readonly List<RowProblem> problems = new();
    private readonly List<FeatureMember> features = new();
    private readonly List<TargetMember> targets = new();
    private readonly List<InteractionMember> interactions = new();
    private RowMember? weight;
    private RowMember? group;

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

        reader.ReadInteractions();
        reader.CheckNames();
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
        interactions.ToEquatableArray(),
        targets.ToEquatableArray(),
        weight,
        group);

    private void ReadMember(int index)
    {
        AnnotatedMember member = members[index];
        if (WhyUnreadable(member) is { } why)
        {
            problems.Add(new RowProblem(index, why));
            return;
        }

        if (member.Roles.HasFlag(ColumnRoles.Group))
        {
            if (group is not null)
            {
                problems.Add(new RowProblem(index, "is the group a second time, after '" + group.Name + "'; keep one"));
            }

            group = new RowMember(member.Symbol.Name, IsNullable: false, member.Source, RowMember.Value);
        }

        switch (member.Roles & ~ColumnRoles.Group)
        {
            case ColumnRoles.None:
                break;
            case ColumnRoles.Feature:
                ReadFeature(index, member);
                break;
            case ColumnRoles.Target:
                RowMember? target = null;
                ReadNumber(index, member, "the target", ref target);
                if (target is not null)
                {
                    double lambda = RowAttributes.Number(member.Target!, "Lambda", double.NaN);
                    targets.Add(new TargetMember(target, double.IsNaN(lambda) ? null : lambda));
                }

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
        (ITypeSymbol inner, _) = FeatureTypes.Unwrap(member.Type);
        if (place is not null)
        {
            problems.Add(new RowProblem(index, "is " + role + " a second time, after '" + place.Name + "'; keep one"));
        }
        else if (!FeatureTypes.IsNumber(inner))
        {
            problems.Add(new RowProblem(index, "is " + role + " but of type " + TypeNames.Display(member.Type) + "; it must be a number"));
        }
        else
        {
            place = FeatureTypes.NumberOf(member);
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

    /// <summary>The products that the type and its base types declare.</summary>
    private void ReadInteractions()
    {
        var seen = new HashSet<string>();
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (AttributeData attribute in current.GetAttributes().Where(static attribute => RowAttributes.Is(attribute, "InteractionAttribute")))
            {
                if (RowAttributes.Given(attribute, 0) is not string first || RowAttributes.Given(attribute, 1) is not string second)
                {
                    continue;   // half-typed
                }

                string shown = "[Interaction] of '" + first + "' and '" + second + "'";
                string? unknown = new[] { first, second }.FirstOrDefault(name => !members.Any(member => member.Feature is not null && member.Symbol.Name == name));
                string? problem = unknown is not null ? "has an " + shown + ", but '" + unknown + "' is no [Feature]; name two features"
                    : first == second ? "has an " + shown + ", which are one feature; use [Polynomial] for its square"
                    : !seen.Add(first + "*" + second) || seen.Contains(second + "*" + first) ? "has an " + shown + " twice; keep one"
                    : null;
                if (problem is not null)
                {
                    problems.Add(new RowProblem(-1, problem));
                }
                else
                {
                    interactions.Add(new InteractionMember(first, second, RowAttributes.Number(attribute, "PenaltyFactor", 1)));
                }
            }
        }
    }

    /// <summary>Names of columns that the user gives, beside those of features.</summary>
    private void CheckNames()
    {
        var names = new HashSet<string>(features.Where(static feature => feature.Names.Count == 0).Select(static feature => feature.Member.Name));
        foreach (FeatureMember feature in features)
        {
            foreach (string name in feature.Names)
            {
                if (name.Length == 0 || !names.Add(name))
                {
                    int index = members.TakeWhile(member => member.Symbol.Name != feature.Member.Name).Count();
                    problems.Add(new RowProblem(index, name.Length == 0 ? "has an empty name among its Names; name each value" : "names a column '" + name + "', which another has; name clash: rename one"));
                }
            }
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
            problems.Add(new RowProblem(-1, "has no target; put [Target] on at least one property or field"));
        }

        bool isTaken = type.ContainingNamespace.GetTypeMembers(generatedClass, 0)
            .Any(other => !other.GetAttributes().Any(attribute => attribute is { AttributeClass.Name: "GeneratedCodeAttribute", ConstructorArguments: [{ Value: "RegSpec" }, _] }));
        if (isTaken)
        {
            problems.Add(new RowProblem(-1, "would get the generated class '" + generatedClass + "', but a type of that name is there already; rename one"));
        }
    }
}
