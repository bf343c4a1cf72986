using System.Collections.Generic;
using System.Linq;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Shapes;

/// <summary>Tensors as far as the shape of a model needs them: which are parameters, of how many dimensions, with a gradient or not. Nothing is under study.</summary>
internal sealed class CreationDomain : ITensorDomain
{
    private static readonly object Anything = new();

    private readonly Storages storages;
    private readonly HashSet<int> parameters = new();

    public CreationDomain(Storages storages) => this.storages = storages;

    public TensorValue Unknown(int storage) => new CreatedTensor(null, IsParameter: false, null) { Storage = storage };

    public TensorValue Scalar(NumberValue number, int storage) => new CreatedTensor(0, IsParameter: false, false) { Storage = storage };

    public Value Given(IParameterSymbol parameter, int storage)
    {
        bool isParameter = parameter.Type is INamedTypeSymbol { Name: "Parameter" } type && TypeNames.MetadataName(type) == TorchSharpNames.Parameter;
        TensorValue tensor = isParameter ? new CreatedTensor(null, IsParameter: true, null) { Storage = storages.New() } : Unknown(storage);
        bool mayBeNull = parameter.NullableAnnotation != NullableAnnotation.NotAnnotated || (parameter.HasExplicitDefaultValue && parameter.ExplicitDefaultValue is null);
        return mayBeNull ? new ChoiceValue(ImmutableArray.Create<Value>(Value.Null, tensor)) : tensor;
    }

    public TensorValue? Parameter(TensorValue data, bool isOneOfMany, bool? isTrained)
    {
        int storage = storages.New();
        parameters.Add(storage);
        return new CreatedTensor(((CreatedTensor)data).Dimensions, IsParameter: true, isTrained) { Storage = storage };
    }

    public IEnumerable<KeyValuePair<string, TensorValue>> Parameters(HeapObject layer, string typeName, IReadOnlyDictionary<string, Value> arguments) =>
        Enumerable.Empty<KeyValuePair<string, TensorValue>>();

    /// <summary>That it was made here is worth knowing of any module.</summary>
    public object? FindExternal(INamedTypeSymbol type) => Anything;

    public IEnumerable<KeyValuePair<string, TensorValue>> ExternalParameters(HeapObject module) => Enumerable.Empty<KeyValuePair<string, TensorValue>>();

    public TensorValue? CallExternal(ExternalUse use) => null;

    public bool IsFollowed(HeapObject module, int arguments) => false;

    public bool HasStoredStatistics(HeapObject module) => false;

    public OperationOutcome Apply(OperationUse use)
    {
        List<CreatedTensor> operands = use.Operands.Cast<CreatedTensor>().ToList();
        if (use.Entry.InPlace && operands.Count > 0)
        {
            return new OperationOutcome(operands[0]);
        }

        bool? isTrained = use.Options.TryGetValue("requires_grad", out Value? given) ? Numbers.AsBool(given)
            : operands.Count == 0 ? false
            : operands.Count == 1 && KeepsShape(use.Entry) ? operands[0].IsTrained
            : null;
        return new OperationOutcome(new CreatedTensor(Dimensions(use, operands), IsParameter: false, isTrained) { Storage = storages.New() });
    }

    private static int? Dimensions(OperationUse use, IReadOnlyList<CreatedTensor> operands)
    {
        if (operands.Count == 0)
        {
            return Dimensions(use.Options);
        }

        if (operands.Count == 1)
        {
            return KeepsShape(use.Entry) ? operands[0].Dimensions : null;
        }

        bool isElementwise = use.Entry.Rule is OperationRule.Sum or OperationRule.Difference or OperationRule.Product or OperationRule.Quotient;
        return isElementwise && operands.All(static operand => operand.Dimensions is not null) ? operands.Max(static operand => operand.Dimensions) : null;
    }

    /// <summary>The rank of a tensor made with sizes: one argument a dimension, or an array of them.</summary>
    private static int? Dimensions(IReadOnlyDictionary<string, Value> options)
    {
        if (options.TryGetValue("size", out Value? size) || options.TryGetValue("dimensions", out size))
        {
            return size switch
            {
                NumberValue => 1,
                ArrayOption sizes => sizes.Items.Count,
                TupleValue sizes => sizes.Items.Count,
                _ => null,
            };
        }

        int count = OptionNames.SizeByAxis.Count(options.ContainsKey);
        return count > 0 ? count : options.ContainsKey("scalar") ? 0 : null;
    }

    private static bool KeepsShape(OperationEntry entry) => entry.Name.TrimEnd('_') is
        "mul" or "div" or "add" or "sub" or "neg" or "clone" or "detach" or "to" or "cuda" or "cpu" or "contiguous" or "requires_grad" or "op_UnaryNegation"
        or "fill" or "zero" or "normal" or "uniform" or "exp" or "log" or "sqrt" or "alias" or "ones_like" or "zeros_like" or "rand_like" or "randn_like" or "full_like" or "empty_like";

    public TensorValue Join(TensorValue a, TensorValue b)
    {
        var (x, y) = ((CreatedTensor)a, (CreatedTensor)b);
        bool? isTrained = x.IsParameter == y.IsParameter ? x.IsTrained == y.IsTrained ? x.IsTrained : null : x.IsParameter ? x.IsTrained : y.IsTrained;
        return new CreatedTensor(x.Dimensions == y.Dimensions ? x.Dimensions : null, x.IsParameter || y.IsParameter, isTrained) { Storage = storages.Join(x.Storage, y.Storage) };
    }

    public TensorValue Named(TensorValue tensor) => tensor;

    public TensorValue Part(TensorValue tensor) => (CreatedTensor)tensor with { Dimensions = null, IsParameter = false };

    public TensorValue Overwritten(TensorValue old, TensorValue part, OperationPlace place) => old;

    public TensorValue Forgotten(TensorValue tensor) => tensor;

    public WriteEffect Write(TensorValue target, TensorValue result, string why) => new(target, static holder => holder, ChangesDependence: false, IsNone: true);

    public TensorValue Hidden(TensorValue parameter) => parameter;

    public bool Depends(TensorValue tensor) => false;

    public bool IsWholeParameter(TensorValue tensor) => ((CreatedTensor)tensor).IsParameter;

    public bool IsParameter(int memory) => parameters.Contains(memory);

    public void See(TensorValue tensor, string why)
    {
        // Nothing is claimed that somebody could see.
    }

    public void SeeParameters(int storage, string why)
    {
        // As above.
    }

    public void SeeEverything(string why)
    {
        // As above.
    }

    public void Tie(TensorValue old, TensorValue shared, IEnumerable<TensorValue> others)
    {
        // A shared parameter is the same object in both layers.
    }
}
