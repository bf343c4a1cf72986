using System.Collections.Generic;
using System.Linq;
using RegSpec.Semantics.Catalog;

namespace RegSpec.Semantics.Execution;

/// <summary>What construction makes of tensors, by the memory they lie in: which are raw parameters, and which have a gradient.</summary>
internal sealed class CreatedTensors
{
    private readonly Storages storages;

    /// <summary>Raw parameters, with whether they are trained where that is known.</summary>
    private readonly Dictionary<int, bool?> parameters = new();

    /// <summary>Plain tensors that are made with a gradient.</summary>
    private readonly HashSet<int> trained = new();

    public CreatedTensors(Storages storages) => this.storages = storages;

    /// <summary>A raw parameter was made, or handed in.</summary>
    public void AddParameter(TensorValue parameter, bool? isTrained)
    {
        foreach (int memory in storages.Memories(parameter.Storage).Where(static memory => memory != Storages.Outside))
        {
            parameters[memory] = parameters.TryGetValue(memory, out bool? known) && known != isTrained ? null : isTrained;
        }
    }

    /// <summary>An operation gave a tensor in memory of its own.</summary>
    public void AddResult(OperationUse use, TensorValue result)
    {
        bool isTrained = use.Options.TryGetValue("requires_grad", out Value? given) ? Numbers.AsBool(given) is true : use.Operands.Count == 1 && KeepsGradient(use.Entry) && IsTrained(use.Operands[0]) is true;
        if (isTrained && !use.Entry.InPlace && result.Storage > Storages.Outside)
        {
            trained.Add(result.Storage);
        }
    }

    /// <summary>It is a raw parameter, on some path at least.</summary>
    public bool IsParameter(TensorValue tensor) => storages.Memories(tensor.Storage).Any(parameters.ContainsKey);

    /// <summary>Whether it has a gradient; null where that is not known. Of a parameter on some path, that of the parameter.</summary>
    public bool? IsTrained(TensorValue tensor)
    {
        IReadOnlyList<int> memories = storages.Memories(tensor.Storage);
        List<bool?> all = (memories.Any(parameters.ContainsKey)
            ? memories.Where(parameters.ContainsKey).Select(memory => parameters[memory])
            : memories.Select(memory => trained.Contains(memory) ? true : (bool?)null)).Distinct().ToList();
        return all.Count == 1 ? all[0] : null;
    }

    private static bool KeepsGradient(OperationEntry entry) => entry.Name.TrimEnd('_') is
        "mul" or "div" or "add" or "sub" or "neg" or "clone" or "to" or "cuda" or "cpu" or "contiguous" or "requires_grad" or "op_UnaryNegation"
        or "fill" or "zero" or "normal" or "uniform" or "exp" or "log" or "sqrt" or "alias";
}
