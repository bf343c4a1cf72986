using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>Names of parameters below the root, as TorchSharp registers them.</summary>
internal sealed class ParameterPaths
{
    private readonly Machine machine;
    private readonly DegreeDomain domain;
    private readonly HashSet<HeapObject> open = new();

    private ParameterPaths(Machine machine, DegreeDomain domain)
    {
        this.machine = machine;
        this.domain = domain;
    }

    /// <summary>Gives every parameter below the root its names, and every module its path.</summary>
    public static void Assign(Machine machine, DegreeDomain domain, HeapObject root) => new ParameterPaths(machine, domain).Assign(root, "");

    public static string Below(string path, string name) => path.Length == 0 ? name : path + "." + name;

    private void Assign(HeapObject module, string path)
    {
        if (!open.Add(module))
        {
            return;
        }

        module.Path ??= path;
        foreach (KeyValuePair<string, int> parameter in module.Parameters)
        {
            Assign(machine.Heap.Read(parameter.Value), Below(path, parameter.Key));
        }

        if (module.Container is not null)
        {
            AssignChildren(machine.Objects.Content(module), path);
        }

        if (module.Kind == ObjectKind.UserModule)
        {
            foreach (KeyValuePair<ISymbol, int> field in module.Fields.Where(static f => f.Key is IFieldSymbol or IPropertySymbol).OrderBy(static f => f.Key.Name, StringComparer.Ordinal))
            {
                Assign(machine.Heap.Read(field.Value), Below(path, RegisteredName(field.Key)));
            }
        }

        foreach (RegisteredEntry entry in machine.Registry.Of(module).Entries)
        {
            if (entry is { Member: null, Name: { } name })
            {
                Assign(entry.Value, Below(path, name));
            }
        }

        open.Remove(module);
    }

    private void AssignChildren(ListContent content, string path)
    {
        if (content.Items is not { } items)
        {
            foreach (Value item in content.All)
            {
                Assign(Lists.ChildOf(item), Below(path, "*"));
            }

            return;
        }

        for (int i = 0; i < items.Length; i++)
        {
            string name = items[i] is TupleValue { Items: { Count: 2 } pair } && pair[0] is NumberValue named
                ? named.Constant as string ?? "*"
                : i.ToString(CultureInfo.InvariantCulture);
            Assign(Lists.ChildOf(items[i]), Below(path, name));
        }
    }

    private void Assign(Value? value, string path)
    {
        foreach (Value one in value is null ? Array.Empty<Value>() : Lattice.Alternatives(value))
        {
            if (one is TensorValue tensor && domain.IsWholeParameter(tensor))
            {
                foreach (ParameterObject parameter in domain.ParametersIn(tensor))
                {
                    parameter.Paths.Add(path);
                }
            }
            else if (one is TensorValue joined && machine.Storages.Memories(joined.Storage).All(domain.IsParameter))
            {
                foreach (ParameterObject parameter in domain.ParametersIn(joined))
                {
                    parameter.Paths.Add(path);
                }
            }
            else if (one is ObjectValue { Object: { IsModule: true } module })
            {
                Assign(module, path);
            }
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
}
