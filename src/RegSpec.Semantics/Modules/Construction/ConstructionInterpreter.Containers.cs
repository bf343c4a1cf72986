using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics;

/// <content>Containers of TorchSharp and collections of the base library: how they are filled.</content>
internal sealed partial class ConstructionInterpreter
{
    private ModuleValue.Reference NewReference(ContainerValue container)
    {
        var reference = new ModuleValue.Reference(containers++);
        state.SetContainer(reference.Id, container);
        return reference;
    }

    private ContainerKind KindOf(ITypeSymbol? type) => symbols.KindOf(type) switch
    {
        TypeKindInModel.Sequential => ContainerKind.Sequential,
        TypeKindInModel.ModuleList => ContainerKind.ModuleList,
        TypeKindInModel.ModuleDict => ContainerKind.ModuleDict,
        _ => ContainerKind.Unregistered,
    };

    /// <summary>A container made with arguments: its items, or one sequence of them; a capacity says nothing.</summary>
    private ModuleValue NewContainer(INamedTypeSymbol type, List<(IArgumentOperation Argument, ModuleValue Value)> arguments)
    {
        if (IsTuple(type))
        {
            return new ModuleValue.Pair(arguments.Select(static a => a.Value).ToImmutableArray());
        }

        ContainerValue container = ContainerValue.Empty(KindOf(type), type);
        bool registers = container.Kind != ContainerKind.Unregistered;
        foreach ((IArgumentOperation argument, ModuleValue value) in arguments)
        {
            if (value is ModuleValue.Function)
            {
                Forget(value);
                container = container.Unfollowed();
                continue;
            }

            if (argument.Parameter is null || argument.ArgumentKind == ArgumentKind.DefaultValue || symbols.KindOf(argument.Parameter.Type) == TypeKindInModel.Other)
            {
                continue;
            }

            if (argument.Parameter.Type is IArrayTypeSymbol || symbols.KindOf(argument.Parameter.Type) == TypeKindInModel.Collection)
            {
                container = AddAll(container, value);
            }
            else
            {
                container = AddItem(container, value);
            }

            if (registers)
            {
                MarkRegistered(value);
            }
        }

        return NewReference(container);
    }

    /// <summary>Tuple, ValueTuple and KeyValuePair of the base library, however they are made.</summary>
    private static bool IsTuple(INamedTypeSymbol type) =>
        type.IsTupleType || (type.Name is "Tuple" or "KeyValuePair" && type.ContainingNamespace.ToDisplayString() is "System" or "System.Collections.Generic");

    private ContainerValue AddAll(ContainerValue container, ModuleValue sequence)
    {
        if (state.Container(sequence) is not { } source)
        {
            return container.Unfollowed().See(sequence);
        }

        foreach (ContainerEntry entry in source.Items)
        {
            container = entry.Name is null ? AddItem(container, entry.Value) : container.Add(entry.Name, entry.Value);
        }

        foreach (ModuleValue seen in source.Seen)
        {
            container = container.See(seen);
        }

        return source.IsComplete ? container : container.Unfollowed();
    }

    /// <summary>Adds a module, or a pair of name and module.</summary>
    private ContainerValue AddItem(ContainerValue container, ModuleValue item)
    {
        if (item is not ModuleValue.Pair { Items: { Length: 2 } pair } || container.Kind is ContainerKind.ModuleList or ContainerKind.Unregistered)
        {
            return container.Add(name: null, item, isNameKnown: item is not ModuleValue.Typed { Source: >= 0 } || container.Kind == ContainerKind.Unregistered);
        }

        string? name = (pair[0] as ModuleValue.Constant)?.Value as string;
        return container.Add(name, pair[1], isNameKnown: name is not null);
    }

    private ModuleValue CreateArray(IArrayCreationOperation array)
    {
        foreach (IOperation size in array.DimensionSizes)
        {
            Evaluate(size);
        }

        ContainerValue container = ContainerValue.Empty(ContainerKind.Unregistered, array.Type!);
        foreach (IOperation element in array.Initializer?.ElementValues ?? ImmutableArray<IOperation>.Empty)
        {
            container = container.Add(name: null, Evaluate(element));
        }

        bool isEmpty = array.DimensionSizes.Length == 1 && array.DimensionSizes[0].ConstantValue is { HasValue: true, Value: 0 };
        return NewReference(array.Initializer is null && !isEmpty ? container.Unfollowed() : container);
    }

    /// <summary>A collection expression; read from the syntax, since Roslyn 4.8 has no operation for it.</summary>
    private ModuleValue CreateCollection(CollectionExpressionSyntax collection, IOperation operation)
    {
        SemanticModel model = models.Get(collection.SyntaxTree);
        ITypeSymbol? type = model.GetTypeInfo(collection, cancellation).ConvertedType ?? operation.Type;
        ContainerValue container = ContainerValue.Empty(KindOf(type), type ?? symbols.Module);
        foreach (CollectionElementSyntax element in collection.Elements)
        {
            container = element switch
            {
                ExpressionElementSyntax item => AddItem(container, Evaluate(model.GetOperation(item.Expression, cancellation))),
                SpreadElementSyntax spread => AddAll(container, Evaluate(model.GetOperation(spread.Expression, cancellation))),
                _ => container.Unfollowed(),
            };
        }

        return NewReference(container);
    }

    /// <summary>A call on a known collection, or one that makes a collection of another; null when it is neither.</summary>
    private ModuleValue? ContainerCall(IInvocationOperation invocation, ModuleValue? receiver, List<(IArgumentOperation Argument, ModuleValue Value)> arguments)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (receiver is null && method.Name == "Create" && method.ReturnType is INamedTypeSymbol created && IsTuple(created))
        {
            return new ModuleValue.Pair(arguments.Select(static a => a.Value).ToImmutableArray());
        }

        if (receiver is ModuleValue.Reference && method.Name == "ForEach")
        {
            RunFunctions(arguments, ElementOf(receiver, type: null));
            return Unknown(invocation.Type);
        }

        if (receiver is ModuleValue.Reference reference && state.Container(reference) is { } container)
        {
            return Change(reference, container, method, arguments) ?? (method.Name is "ToArray" or "AsReadOnly" ? NewReference(Snapshot(reference, invocation.Type)) : null);
        }

        if (receiver is null && method.IsExtensionMethod && arguments.Count > 0 && arguments[0].Value is ModuleValue.Reference sequence && !symbols.IsSource(method))
        {
            return Transform(invocation, sequence, arguments);
        }

        // Modules made from numbers: Enumerable.Range(0, n).Select(_ => Linear(…)).
        if (receiver is null && method.IsExtensionMethod && !symbols.IsSource(method)
            && symbols.KindOf(invocation.Type) == TypeKindInModel.Collection
            && arguments.Exists(static a => a.Value is ModuleValue.Function))
        {
            return Transform(invocation, NewReference(ContainerValue.Empty(ContainerKind.Unregistered, invocation.Type!).Unfollowed()), arguments);
        }

        return null;
    }

    private ModuleValue? Change(ModuleValue.Reference reference, ContainerValue container, IMethodSymbol method, List<(IArgumentOperation Argument, ModuleValue Value)> arguments)
    {
        ContainerValue? changed = method.Name switch
        {
            "Insert" when arguments.Count == 2 => container.Scrambled().See(arguments[1].Value),
            "Add" or "append" when arguments.Count == 2 => AddItem(container, arguments),
            "append" or "AddRange" or "extend" when arguments.Count == 1 && symbols.KindOf(method.Parameters[0].Type) == TypeKindInModel.Collection => AddAll(container, arguments[0].Value),
            "Add" or "append" or "Enqueue" or "Push" when arguments.Count == 1 => AddItem(container, arguments[0].Value),
            "RemoveAll" or "RemoveRange" or "Reverse" or "Sort" => container.Scrambled(),
            _ when ContainerCatalog.Empties(ContainerKind.ModuleList, method.Name) || ContainerCatalog.Empties(ContainerKind.ModuleDict, method.Name) => container.Scrambled(),
            _ => null,
        };
        if (changed is null)
        {
            return null;
        }

        Replace(reference, changed, arguments.Select(static a => a.Value));
        return reference;
    }

    /// <summary>Puts a changed container in place and notes what it registers.</summary>
    private void Replace(ModuleValue.Reference reference, ContainerValue changed, IEnumerable<ModuleValue> added)
    {
        if (changed.Kind != ContainerKind.Unregistered)
        {
            foreach (ModuleValue value in added)
            {
                MarkRegistered(value);
            }

            // A ModuleList registers what it holds when it is registered itself; later additions are missed. Sequential looks anew each time.
            changed = changed with { ChangedAfterRegistration = changed.ChangedAfterRegistration || (state.Registered == Certainty.Yes && changed.Kind != ContainerKind.Sequential) };
        }

        state.SetContainer(reference.Id, changed);
    }

    /// <summary>A name or key, and an item.</summary>
    private static ContainerValue AddItem(ContainerValue container, List<(IArgumentOperation Argument, ModuleValue Value)> arguments)
    {
        string? name = (arguments[0].Value as ModuleValue.Constant)?.Value as string;
        return container.Add(name, arguments[1].Value, isNameKnown: name is not null);
    }

    /// <summary>A copy of a sequence: elements that cannot be told apart are still those of the original.</summary>
    private ContainerValue Snapshot(ModuleValue.Reference reference, ITypeSymbol? type)
    {
        ContainerValue original = state.Container(reference)!;
        ContainerValue copy = original with { Kind = ContainerKind.Unregistered, Type = type ?? original.Type, IsRegisteredElsewhere = false, ChangedAfterRegistration = false };
        return copy.IsComplete ? copy : copy.See(new ModuleValue.Typed(type: null, "an element of a collection", reference.Id));
    }

    /// <summary>A sequence operator of the base library: copies are followed, the rest is open but remembers what went in.</summary>
    private ModuleValue Transform(IInvocationOperation invocation, ModuleValue.Reference original, List<(IArgumentOperation Argument, ModuleValue Value)> arguments)
    {
        ModuleValue element = ElementOf(original, type: null);
        if (symbols.KindOf(invocation.Type) != TypeKindInModel.Collection && !(invocation.Type is INamedTypeSymbol { IsGenericType: true } or IArrayTypeSymbol))
        {
            RunFunctions(arguments, element);
            return element is ModuleValue.Typed typed ? new ModuleValue.Typed(invocation.Type, typed.Why, typed.Source) : element;
        }

        switch (invocation.TargetMethod.Name)
        {
            case "ToArray" or "ToList" or "AsEnumerable" or "Cast" or "ToImmutableArray" or "ToImmutableList" or "AsReadOnly":
                return NewReference(Snapshot(original, invocation.Type));
            case "Concat" when arguments.Count == 2:
                return NewReference(AddAll(Snapshot(original, invocation.Type), arguments[1].Value));
            case "Append" when arguments.Count == 2:
                return NewReference(AddItem(Snapshot(original, invocation.Type), arguments[1].Value));
            default:
                ContainerValue open = ContainerValue.Empty(ContainerKind.Unregistered, invocation.Type!).Unfollowed();
                foreach (ModuleValue seen in RunFunctions(arguments, element) ?? state.Container(original)!.Seen)
                {
                    open = open.See(seen);
                }

                return NewReference(open);
        }
    }

    /// <summary>Runs the delegates of a sequence operator on an element, any number of times; gives what they return, null without delegates.</summary>
    private ImmutableArray<ModuleValue>? RunFunctions(List<(IArgumentOperation Argument, ModuleValue Value)> arguments, ModuleValue element)
    {
        ImmutableArray<ModuleValue>? results = null;
        foreach ((IArgumentOperation _, ModuleValue value) in arguments)
        {
            if (value is ModuleValue.Function function)
            {
                ModuleValue? result = null;
                ExecuteLoop(condition: null, () => result = RunFunction(function, ImmutableArray.Create(element)), static () => { }, atLeastOnce: false);
                results = (results ?? ImmutableArray<ModuleValue>.Empty).Add(result ?? element);
            }
        }

        return results;
    }

    /// <summary>Some element of a sequence.</summary>
    private ModuleValue ElementOf(ModuleValue sequence, ITypeSymbol? type)
    {
        if (state.Container(sequence) is not { } container)
        {
            return new ModuleValue.Typed(type, "an element of a collection", (sequence as ModuleValue.Typed)?.Source ?? -1);
        }

        bool areModules = container.IsComplete && container.Items.Length is > 0 and <= ModuleValue.Choice.Limit && container.Items.All(static entry => entry.Value is not ModuleValue.Pair);
        return areModules
            ? container.Items.Select(static entry => entry.Value).Aggregate(ModuleValue.Join)
            : new ModuleValue.Typed(type, "an element of a collection", ((ModuleValue.Reference)sequence).Id);
    }

    private ModuleValue ReadElement(IArrayElementReferenceOperation element)
    {
        ModuleValue array = Evaluate(element.ArrayReference);
        return ReadItem(array, element.Indices.Length == 1 ? Evaluate(element.Indices[0]) : Unknown(null), element.Type);
    }

    private ModuleValue ReadItem(ModuleValue sequence, ModuleValue index, ITypeSymbol? type)
    {
        if (state.Container(sequence) is { } container && index is ModuleValue.Constant { Value: int position } && position >= 0 && position < container.Items.Length)
        {
            return container.Items[position].Value;
        }

        return new ModuleValue.Typed(type, "an element of a collection", (sequence as ModuleValue.Reference)?.Id ?? (sequence as ModuleValue.Typed)?.Source ?? -1);
    }

    private void SetItem(ModuleValue sequence, ModuleValue index, ModuleValue value)
    {
        if (sequence is not ModuleValue.Reference reference || state.Container(reference) is not { } container)
        {
            return;
        }

        bool isNew = index is ModuleValue.Constant { Value: string key } && container.Items.All(entry => entry.Name != key);
        ContainerValue changed = isNew ? container.Add((string)((ModuleValue.Constant)index).Value, value)
            : index is ModuleValue.Constant { Value: int position } && position >= 0 && position < container.Items.Length
                ? container with { Items = container.Items.SetItem(position, container.Items[position] with { Value = value }), Seen = container.See(value).Seen }
                : container.Scrambled().See(value);
        Replace(reference, changed, new[] { value });
    }
}
