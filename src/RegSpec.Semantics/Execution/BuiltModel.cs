using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Sources;

namespace RegSpec.Semantics.Execution;

/// <summary>The heap that one constructor of a class leaves, and the object it made. Shapes are read off it; proofs go on with it.</summary>
internal sealed class BuiltModel
{
    private HashSet<Identity>? registered;

    private BuiltModel(Machine machine) => Machine = machine;

    public Machine Machine { get; }

    /// <summary>The object; null where none was made.</summary>
    public HeapObject? Root { get; private set; }

    /// <summary>The budget ran out, or something could not be followed to its end: what was seen is not all there is.</summary>
    public bool IsUncertain { get; private set; }

    /// <summary>The stack did not suffice.</summary>
    public bool IsTooDeep { get; private set; }

    /// <summary>The constructor never ends: it always throws.</summary>
    public bool IsEndless { get; private set; }

    /// <summary>Callers cannot name the constructor, and another one of the class chains to it: it is run as part of that one.</summary>
    public bool IsPartOfOther { get; private set; }

    /// <summary>What each constructor leaves.</summary>
    /// <param name="type">A class, as it is declared.</param>
    /// <param name="machine">Makes the machine for one constructor.</param>
    public static IReadOnlyList<BuiltModel> ByConstructor(INamedTypeSymbol type, Func<Machine> machine)
    {
        bool isChained = type.InstanceConstructors.Any(constructor => Declarations.Of<ConstructorDeclarationSyntax>(constructor, CancellationToken.None)
            .Any(static written => written.Initializer.IsKind(SyntaxKind.ThisConstructorInitializer)));
        return type.InstanceConstructors
            .Select(constructor => Build(type, constructor, machine(), isChained && constructor.DeclaredAccessibility == Accessibility.Private && type.InstanceConstructors.Length > 1))
            .ToList();
    }

    /// <summary>A heap without an object, for what is static.</summary>
    public static BuiltModel Nothing(Machine machine) => new(machine);

    private static BuiltModel Build(INamedTypeSymbol type, IMethodSymbol constructor, Machine machine, bool isPartOfOther)
    {
        var model = new BuiltModel(machine) { IsPartOfOther = isPartOfOther };
        try
        {
            model.Root = machine.Construction.CreateRoot(type, constructor, Frame);
            model.IsUncertain = machine.Budget.HasGivenUp;
        }
        catch (InsufficientExecutionStackException)
        {
            model.IsUncertain = model.IsTooDeep = true;
            machine.Heap.State = new State();
        }

        model.IsEndless = !machine.Heap.IsReachable;
        return model;
    }

    private static Frame Frame => new(CallContext.Outermost with { IsConstructing = true }, null, null);

    /// <summary>What a member of an object holds; null if nothing was ever put there.</summary>
    public Value? Read(HeapObject owner, ISymbol member) => owner.Fields.TryGetValue(member, out int cell) ? Machine.Heap.Read(cell) : null;

    /// <summary>What the initialiser of a static member gives; null where that is not followed.</summary>
    public Value? ReadStatic(ISymbol member) => Machine.Bodies.StaticInitializer(member) is { } value ? Machine.Evaluator.Evaluate(value, Frame) : null;

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
            foreach (HeapObject sequential in Machine.Objects.All.Where(one => one.Container == Catalog.ContainerKind.Sequential && registered.Contains(new Identity(one, 0, 0))))
            {
                Machine.Registry.Collect(Machine.Heap.Read(sequential.Content), registered);
            }
        }

        return registered.Contains(thing);
    }

    /// <summary>Whether code that is not followed has it: it may have registered it.</summary>
    public bool IsHandedOn(Identity thing) => thing.Object is { } held ? held.IsEscaped : thing.Memory > 0 && Machine.Storages.IsEscaped(thing.Memory);
}
