using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Generators;

/// <summary>Gathers what the generated file of a class is written from: symbols in, records out.</summary>
internal static class GroupsGatherer
{
    private static readonly ReadingCache<GroupsModel?> Named = new();

    /// <summary>The model of the class an attribute stands in; null when another attribute of the class yields it, or nothing can be generated.</summary>
    public static GroupsModel? Gather(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (Triggers.ClassYieldedBy(context) is not { } type || Reach.Of(type) is not { } accessibility)
        {
            return null;
        }

        Compilation compilation = context.SemanticModel.Compilation;
        return CompilationStudy.Of(compilation, StudyOptions.ForGeneration) is { } study && study.IsModule(type) ? Own(type, accessibility, study, compilation, cancellation) : null;
    }

    /// <summary>The model under an option that names normalizations; without a name the model itself.</summary>
    public static GroupsModel? With(GroupsModel? model, NamedNormalizations named, CancellationToken cancellation) =>
        model is { IsForeign: false }
        && named.Compilation is { } compilation
        && compilation.Assembly.GetTypeByMetadataName(model.Type.MetadataName) is { DeclaringSyntaxReferences: { Length: > 0 } references } type
            ? Named.Get(references[0].SyntaxTree, references[0].Span.Start, named.Options.Key, compilation, () => Read(type, model.Accessibility, named.Options, compilation, cancellation), cancellation)
            : model;

    private static GroupsModel? Read(INamedTypeSymbol type, string accessibility, StudyOptions options, Compilation compilation, CancellationToken cancellation) =>
        CompilationStudy.Of(compilation, options) is { } study ? Own(type, accessibility, study, compilation, cancellation) : null;

    /// <summary>The models of the classes that one file's <c>[assembly: WeightDecayFor]</c> annotate.</summary>
    public static EquatableArray<GroupsModel> GatherForeign(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        Compilation compilation = context.SemanticModel.Compilation;
        if (CompilationStudy.Of(compilation, StudyOptions.ForGeneration) is not { } study)
        {
            return EquatableArray<GroupsModel>.Empty;
        }

        var models = new List<GroupsModel>();
        foreach (AttributeData attribute in context.Attributes)
        {
            if (TargetOf(attribute) is { } type
                && IsFirstFor(type, attribute, compilation.Assembly)
                && compilation.IsSymbolAccessibleWithin(type, compilation.Assembly)
                && study.IsModule(type)
                && Annotate(type, compilation, study, cancellation) is { } model)
            {
                models.Add(model);
            }
        }

        return models.ToEquatableArray();
    }

    private static GroupsModel? Annotate(INamedTypeSymbol type, Compilation compilation, CompilationStudy study, CancellationToken cancellation)
    {
        if (!SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly))
        {
            return Foreign(type, study.ShapeOf(type, cancellation));
        }

        // A class of this assembly that carries attributes itself has its file from them; the reader gives it this declaration too.
        return Triggers.HasAny(type) || Reach.Of(type) is not { } accessibility ? null : Own(type, accessibility, study, compilation, cancellation);
    }

    private static GroupsModel Own(INamedTypeSymbol type, string accessibility, CompilationStudy study, Compilation compilation, CancellationToken cancellation)
    {
        study.StudyAll(cancellation);
        RootPlan plan = study.PlanOf(type, cancellation);
        bool isAnnotated = plan.Shape.Declarations.Count > 0 && plan.Shape.DeclaringClass == plan.Shape.Type.DisplayName;
        return Create(type, accessibility, isAnnotated, isForeign: false, plan) with
        {
            // A class with a file of its own says there what its parameters are.
            PartRoles = study.FindingsOf(type, cancellation).PartRoles
                .Where(role => compilation.Assembly.GetTypeByMetadataName(role.TypeName) is not { } part || !Triggers.HasAny(part))
                .ToEquatableArray(),
        };
    }

    /// <summary>
    /// A class of another assembly: its private members cannot be seen from here, so all of it is opened at run time.
    /// The extension is internal, as the declaration is this assembly's own; a class that has one already keeps it.
    /// </summary>
    private static GroupsModel Foreign(INamedTypeSymbol type, ModuleShape shape)
    {
        shape = shape with { Members = EquatableArray<MemberShape>.Empty };
        var opened = new PlanRow("*", -1, default, Presence.Optional, null, null, shape.LearningRateScale ?? 1, "declared in another assembly");
        return Create(type, "internal", !Triggers.IsAnnotated(type), isForeign: true, new RootPlan(shape, EquatableArray.Create(opened)));
    }

    private static GroupsModel Create(INamedTypeSymbol type, string accessibility, bool isAnnotated, bool isForeign, RootPlan plan)
    {
        IReadOnlyList<ITypeParameterSymbol> parameters = TypeParameterText.InForce(type);
        TypeName name = plan.Shape.Type;
        // An inner T that hides an outer one cannot be repeated on one method; the extension for any Module serves there.
        bool canRepeat = parameters.Select(p => p.Name).Distinct().Count() == parameters.Count;
        return new GroupsModel(
            GeneratedNames.HintName(name.MetadataName, name.Namespace),
            GeneratedNames.ClassName(name.MetadataName, name.Namespace),
            accessibility,
            TypeParameterText.List(parameters),
            TypeParameterText.Constraints(parameters).ToEquatableArray(),
            isAnnotated && canRepeat,
            isForeign,
            plan);
    }

    /// <summary>Two attributes for one class make one file.</summary>
    private static bool IsFirstFor(INamedTypeSymbol type, AttributeData attribute, IAssemblySymbol assembly) =>
        attribute.Equals(assembly.GetAttributes().First(a => SymbolEqualityComparer.Default.Equals(TargetOf(a), type)));

    private static INamedTypeSymbol? TargetOf(AttributeData attribute) =>
        attribute.AttributeClass is { Name: "WeightDecayForAttribute", ContainingNamespace: { Name: "RegSpec", ContainingNamespace.IsGlobalNamespace: true } }
        && attribute.ConstructorArguments.Length == 2
            ? (attribute.ConstructorArguments[0].Value as INamedTypeSymbol)?.OriginalDefinition
            : null;
}
