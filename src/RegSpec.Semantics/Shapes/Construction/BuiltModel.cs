using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Sources;

namespace RegSpec.Semantics.Shapes;

/// <summary>The heap that one constructor of a class leaves, and the object it made.</summary>
internal sealed class BuiltModel
{
    private readonly ISemanticModelProvider models;
    private readonly CancellationToken cancellation;
    private readonly Dictionary<INamedTypeSymbol, HashSet<string>> assignedLater = new(SymbolEqualityComparer.Default);
    private HashSet<SyntaxNode>? followed;
    private HashSet<Identity>? registered;

    private BuiltModel(INamedTypeSymbol type, ISemanticModelProvider models, Func<INamedTypeSymbol, bool> isNormalization, CancellationToken cancellation)
    {
        this.models = models;
        this.cancellation = cancellation;
        var storages = new Storages();
        Machine = new Machine(models, new CreationDomain(storages), storages, type.ContainingAssembly, cancellation) { IsNormalization = isNormalization };
    }

    public Machine Machine { get; }

    /// <summary>The object; null where none was made.</summary>
    public HeapObject? Root { get; private set; }

    /// <summary>The budget ran out, or something could not be followed to its end: what was seen is not all there is.</summary>
    public bool IsUncertain { get; private set; }

    /// <summary>What each constructor that callers can name leaves; a private one that another chains to is run as part of that one.</summary>
    public static IReadOnlyList<BuiltModel> ByConstructor(INamedTypeSymbol type, ISemanticModelProvider models, Func<INamedTypeSymbol, bool> isNormalization, CancellationToken cancellation)
    {
        INamedTypeSymbol definition = type.OriginalDefinition;
        bool isChained = definition.InstanceConstructors.Any(static constructor => constructor.DeclaringSyntaxReferences.Any(static reference =>
            reference.GetSyntax() is ConstructorDeclarationSyntax { Initializer.RawKind: (int)SyntaxKind.ThisConstructorInitializer }));
        return definition.InstanceConstructors
            .Where(constructor => !(isChained && constructor.DeclaredAccessibility == Accessibility.Private && definition.InstanceConstructors.Length > 1))
            .Select(constructor => Build(definition, constructor, models, isNormalization, cancellation))
            .OfType<BuiltModel>()
            .ToList();
    }

    /// <summary>A heap without an object, for what is static.</summary>
    public static BuiltModel Nothing(INamedTypeSymbol type, ISemanticModelProvider models, Func<INamedTypeSymbol, bool> isNormalization, CancellationToken cancellation) =>
        new(type, models, isNormalization, cancellation);

    private static BuiltModel? Build(INamedTypeSymbol type, IMethodSymbol constructor, ISemanticModelProvider models, Func<INamedTypeSymbol, bool> isNormalization, CancellationToken cancellation)
    {
        var model = new BuiltModel(type, models, isNormalization, cancellation);
        try
        {
            model.Root = model.Machine.Construction.CreateRoot(type, constructor, Frame);
            model.IsUncertain = model.Machine.Budget.HasGivenUp;
        }
        catch (InsufficientExecutionStackException)
        {
            model.IsUncertain = true;
            model.Machine.Heap.State = new State();
        }

        // A constructor that always throws makes nothing.
        return model.Machine.Heap.IsReachable || model.IsUncertain ? model : null;
    }

    private static Frame Frame => new(CallContext.Outermost with { IsConstructing = true }, null, null);

    /// <summary>What a member of an object holds; null if nothing was ever put there.</summary>
    public Value? Read(HeapObject owner, ISymbol member) => owner.Fields.TryGetValue(member, out int cell) ? Machine.Heap.Read(cell) : null;

    /// <summary>What the initialiser of a static member gives; null where that is not followed.</summary>
    public Value? ReadStatic(ISymbol member) => Machine.Bodies.StaticInitializer(member) is { } value ? Machine.Evaluator.Evaluate(value, Frame) : null;

    /// <summary>Names that methods of a class assign to, those that construction called not counted.</summary>
    public HashSet<string> AssignedLater(INamedTypeSymbol owner)
    {
        if (!assignedLater.TryGetValue(owner, out HashSet<string>? names))
        {
            followed ??= new HashSet<SyntaxNode>(Machine.Bodies.Ran.OfType<IMethodSymbol>()
                .SelectMany(static method => (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences)
                .Select(reference => reference.GetSyntax(cancellation)));
            assignedLater.Add(owner, names = LaterAssignments.In(owner, followed, models, cancellation));
        }

        return names;
    }

    /// <summary>Whether something is trained because some module of the model registered it.</summary>
    public bool IsRegistered(Identity thing)
    {
        if (registered is null)
        {
            registered = new HashSet<Identity>();
            foreach (HeapObject module in Machine.Objects.All.Where(static thing => thing.Registry > 0))
            {
                foreach (RegisteredEntry entry in Machine.Registry.Of(module).Entries)
                {
                    registered.UnionWith(entry.Inside);
                }
            }

            // A Sequential looks anew each time.
            foreach (HeapObject sequential in Machine.Objects.All.Where(one => one.Container == ContainerKind.Sequential && registered.Contains(new Identity(one, 0, 0))))
            {
                Machine.Registry.Collect(Machine.Heap.Read(sequential.Content), registered);
            }
        }

        return registered.Contains(thing);
    }

    /// <summary>Whether code that is not followed has it: it may have registered it.</summary>
    public bool IsHandedOn(Identity thing) => thing.Object is { } held ? held.IsEscaped : thing.Memory > 0 && Machine.Storages.IsEscaped(thing.Memory);
}
