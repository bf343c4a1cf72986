using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// What a model holds: the tensors and modules that its fields reach, and the values of those fields, which a pass may change
/// (a cached state, a counter) and which are put back.
/// </summary>
/// <remarks>
/// Fields are followed through modules, collections, tuples, closures, and the objects of classes that are defined beside a module class.
/// A tensor that is not found keeps its type and its values.
/// </remarks>
internal sealed class ModelState
{
    private readonly HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Assembly> assemblies = [];
    private readonly Stack<object> pending = new();
    private readonly List<Action> undo = [];

    public ModelState(nn.Module model, IEnumerable<Tensor> inputs)
    {
        // Before anything else: which classes are followed depends on where the modules come from.
        foreach (nn.Module module in model.modules().Prepend(model))
        {
            assemblies.Add(module.GetType().Assembly);
        }

        assemblies.Remove(typeof(nn.Module).Assembly);
        Find(model);
        foreach (nn.Module module in model.modules())
        {
            Find(module);
        }

        foreach ((_, TorchSharp.Modules.Parameter parameter) in model.named_parameters())
        {
            Find(parameter);
        }

        foreach ((_, Tensor buffer) in model.named_buffers())
        {
            Find(buffer);
        }

        foreach (Tensor input in inputs)
        {
            Find(input);
        }

        while (pending.TryPop(out object? next))
        {
            Open(next);
        }
    }

    /// <summary>Every tensor once, as the wrapper that is held.</summary>
    public List<Tensor> Tensors { get; } = [];

    public List<nn.Module> Modules { get; } = [];

    /// <summary>Gives every field and collection the value it had.</summary>
    public void Restore() => undo.ForEach(restore => restore());

    /// <summary>One object, or equal values of a value type. Tensors compare elementwise, so no equality of theirs is asked.</summary>
    private static bool Same(object? now, object? before) =>
        ReferenceEquals(now, before) || (now is not null && before is not null && now.GetType() == before.GetType() && now.GetType().IsPrimitive && now.Equals(before));

    private void Find(object? value)
    {
        if (value is null or string or Pointer || (!value.GetType().IsValueType && !seen.Add(value)))
        {
            return;
        }

        switch (value)
        {
            case Tensor tensor:
                Tensors.Add(tensor);
                break;
            case Delegate function:
                Array.ForEach(function.GetInvocationList(), single => Find(single.Target));
                break;
            case ITuple tuple:
                for (int i = 0; i < tuple.Length; i++)
                {
                    Find(tuple[i]);
                }

                break;
            case nn.Module module:
                Modules.Add(module);
                pending.Push(value);
                break;
            case ICollection:
                pending.Push(value);
                break;
            default:
                if (!value.GetType().IsValueType && (assemblies.Contains(value.GetType().Assembly) || value.GetType().Namespace == typeof(TorchSharp.Utils.OrderedDict<,>).Namespace))
                {
                    pending.Push(value);
                }

                break;
        }
    }

    private void Open(object value)
    {
        switch (value)
        {
            case Array { Rank: > 1 }:
                break;
            case Array array when array.GetType().GetElementType()!.IsPrimitive:
                var numbers = (Array)array.Clone();
                undo.Add(() => Array.Copy(numbers, array, numbers.Length));
                break;
            case IDictionary map:
                Open(map);
                break;
            case IList list:
                Open(list);
                break;
            default:
                foreach (FieldInfo field in Fields(value.GetType()))
                {
                    object? content = field.GetValue(value);
                    Find(content);
                    if (!field.IsInitOnly && field.DeclaringType!.Assembly != typeof(nn.Module).Assembly)
                    {
                        undo.Add(() =>
                        {
                            if (!Same(field.GetValue(value), content))
                            {
                                field.SetValue(value, content);
                            }
                        });
                    }
                }

                break;
        }
    }

    private void Open(IDictionary map)
    {
        DictionaryEntry[] entries = [.. Entries(map)];
        Array.ForEach(entries, entry => Find(entry.Value));
        if (map.IsReadOnly)
        {
            return;
        }

        undo.Add(() =>
        {
            if (map.Count != entries.Length || !Array.TrueForAll(entries, entry => map.Contains(entry.Key) && Same(map[entry.Key], entry.Value)))
            {
                map.Clear();
                Array.ForEach(entries, entry => map.Add(entry.Key, entry.Value));
            }
        });
    }

    private void Open(IList list)
    {
        object?[] items = [.. list.Cast<object?>()];
        Array.ForEach(items, Find);
        if (list is Array array)
        {
            undo.Add(() => Array.Copy(items, array, items.Length));
        }
        else if (!list.IsReadOnly)
        {
            undo.Add(() =>
            {
                if (list.Count != items.Length || !list.Cast<object?>().Zip(items).All(pair => Same(pair.First, pair.Second)))
                {
                    list.Clear();
                    Array.ForEach(items, item => list.Add(item));
                }
            });
        }
    }

    private static IEnumerable<DictionaryEntry> Entries(IDictionary map)
    {
        // Only this enumerator gives entries: as a sequence, a generic dictionary gives pairs of its own types.
        for (IDictionaryEnumerator each = map.GetEnumerator(); each.MoveNext();)
        {
            yield return each.Entry;
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "TorchSharp registers the components of a module by the same reflection; a field that was trimmed away holds nothing.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "TorchSharp registers the components of a module by the same reflection; a field that was trimmed away holds nothing.")]
    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (Type? level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            foreach (FieldInfo field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer)
                {
                    yield return field;
                }
            }
        }
    }
}
