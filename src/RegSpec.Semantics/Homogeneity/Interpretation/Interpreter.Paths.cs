using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Names of parameters below the root, as TorchSharp registers them.</summary>
internal sealed partial class Interpreter
{
    private void RegisterByHand(ModuleObject owner, string name, Value value)
    {
        foreach (ModuleObject child in ModulesIn(value))
        {
            owner.RegisteredNames[child.Id] = name;
        }

        if (value is TensorValue tensor && parameterByStorage.ContainsKey(tensor.Storage))
        {
            owner.RegisteredNames[-tensor.Storage] = name;
        }
    }

    /// <summary>Gives every parameter below the root its names.</summary>
    public void AssignPaths(ModuleObject root) => AssignPaths(root, "", new HashSet<int>());

    private void AssignPaths(ModuleObject module, string path, HashSet<int> open)
    {
        if (!open.Add(module.Id))
        {
            return;
        }

        module.Path ??= path;
        foreach (KeyValuePair<string, ParameterObject> parameter in module.Parameters)
        {
            parameter.Value.Paths.Add(Below(path, parameter.Key));
        }

        if (module.Container is { } kind)
        {
            AssignChildren(module, kind, path, open);
        }
        else if (module.IsUserModule)
        {
            AssignMembers(module, path, open);
        }

        open.Remove(module.Id);
    }

    private void AssignChildren(ModuleObject module, ContainerKind kind, string path, HashSet<int> open)
    {
        ListContent content = Content(module.Children);
        if (content.Items is { } items)
        {
            for (int i = 0; i < items.Length; i++)
            {
                string name = items[i] is TupleValue { Items: { Count: 2 } pair } && pair[0] is NumberValue named
                    ? named.Constant as string ?? "*"
                    : i.ToString(CultureInfo.InvariantCulture);
                AssignValue(ChildOf(items[i]), module, Below(path, name), open);
            }

            return;
        }

        foreach (Value item in ItemsOf(content))
        {
            AssignValue(ChildOf(item), module, Below(path, "*"), open);
        }
    }

    private void AssignMembers(ModuleObject module, string path, HashSet<int> open)
    {
        foreach (KeyValuePair<Slot, Value> slot in store.Slots.Where(s => s.Key.Owner == -module.Id).OrderBy(s => s.Key.Symbol.Name, System.StringComparer.Ordinal).ToList())
        {
            if (slot.Key.Symbol.IsStatic)
            {
                continue;
            }

            AssignValue(slot.Value, module, Below(path, RegisteredName(slot.Key.Symbol)), open);
        }
    }

    private void AssignValue(Value value, ModuleObject owner, string path, HashSet<int> open)
    {
        switch (value)
        {
            case TensorValue tensor when parameterByStorage.TryGetValue(tensor.Storage, out ParameterObject? parameter):
                parameter.Paths.Add(path);
                if (owner.RegisteredNames.TryGetValue(-tensor.Storage, out string? name))
                {
                    parameter.Paths.Add(Below(owner.Path ?? "", name));
                }

                break;
            case ModuleValue { Module: var module }:
                if (owner.RegisteredNames.TryGetValue(module.Id, out string? byHand))
                {
                    AssignPaths(module, Below(owner.Path ?? "", byHand), open);
                }

                AssignPaths(module, path, open);
                break;
            case ChoiceValue choice:
                foreach (Value alternative in choice.Alternatives)
                {
                    AssignValue(alternative, owner, path, open);
                }

                break;
        }
    }

    /// <summary>The name of a member, or the one its <c>[ComponentName]</c> gives.</summary>
    private static string RegisteredName(ISymbol member)
    {
        foreach (AttributeData attribute in member.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && TypeNames.MetadataName(type) == TorchSharpNames.ComponentNameAttribute)
            {
                foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
                {
                    if (argument.Value.Value is string name)
                    {
                        return name;
                    }
                }
            }
        }

        return member.Name;
    }

    private static string Below(string path, string name) => path.Length == 0 ? name : path + "." + name;
}
