using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Calls of modules.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Candidates of the instance under study, with the number of loops around its creation.</summary>
    private readonly Dictionary<int, int> studied = new();

    private Value CallModule(ModuleObject module, List<Value> arguments, IOperation call)
    {
        if (!module.IsOneOfMany)
        {
            return CallExactly(module, arguments, call);
        }

        // Inside the instance under study its own layers are under study too; so are those of another instance not.
        List<int> own = CandidatesOf(module).Where(c => !(studied.TryGetValue(c, out int depth) && depth >= module.LoopDepth) && !suppressed.Contains(c)).ToList();
        if (own.Count == 0)
        {
            return CallExactly(module, arguments, call);
        }

        // One instance of many is under study: this call is its, or another's whose weights do not scale.
        return Fork(
            () =>
            {
                List<KeyValuePair<int, int>> outer = own.Where(studied.ContainsKey).Select(c => new KeyValuePair<int, int>(c, studied[c])).ToList();
                own.ForEach(c => studied[c] = module.LoopDepth);
                Value value = CallExactly(module, arguments, call);
                own.ForEach(c => studied.Remove(c));
                outer.ForEach(c => studied[c.Key] = c.Value);
                return value;
            },
            () =>
            {
                suppressed.UnionWith(own);
                Value other = CallExactly(module, arguments, call);
                suppressed.ExceptWith(own);
                return other;
            });
    }

    /// <summary>The candidates of all parameters below a module.</summary>
    private IEnumerable<int> CandidatesOf(ModuleObject module)
    {
        var result = new List<int>();
        Collect(module, new HashSet<int>());
        return result;

        void Collect(ModuleObject current, HashSet<int> seen)
        {
            if (!seen.Add(current.Id))
            {
                return;
            }

            foreach (ParameterObject parameter in current.Parameters.Values)
            {
                result.Add(parameter.Exact);
            }

            foreach (Value child in ChildrenOf(current))
            {
                result.AddRange(child is TensorValue tensor ? ParametersIn(tensor).Select(static own => own.Exact) : Enumerable.Empty<int>());

                foreach (ModuleObject inner in ModulesIn(child))
                {
                    Collect(inner, seen);
                }
            }
        }
    }

    private static readonly OperationEntry VouchedNormalization = new("a class marked as normalization", OperationRule.LayerNorm, Rational.One, false);

    private Value CallExactly(ModuleObject module, List<Value> arguments, IOperation call)
    {
        if (module is { Operation: { } operation, IsAltered: false })
        {
            return CallLayer(module, operation, arguments, call);
        }

        if (IsNormalization?.Invoke(module.Type) == true && arguments.Count == 1 && AsTensor(arguments[0]) is { } normalized)
        {
            // The user vouches for what cannot be proved; whether it subtracts a mean is not said, so an offset is not removed.
            algebra.Place = module.Path is { Length: > 0 } place ? new OperationPlace(place) : Where(call);
            return Finish(VouchedNormalization, new OperationCall(VouchedNormalization, new[] { normalized }, NoOptions), call.Type, call);
        }

        if (module.Container is ContainerKind.Sequential)
        {
            return CallSequential(module, arguments, call);
        }

        if (module.IsUserModule && ForwardOf(module.Type, arguments.Count) is { } forward)
        {
            return InlineValues(forward, new ModuleValue(module), arguments, call);
        }

        if (module is { Summary: { } summary, IsAltered: false })
        {
            return CallSummarized(module, summary, arguments, call);
        }

        string why = "it is passed to " + module.Type.Name + ", which is not followed";
        GiveUp(module, why, new HashSet<int>());
        foreach (Value argument in arguments)
        {
            GiveUp(argument, why);
        }

        return UnknownOf(call.Type);
    }

    /// <summary>The most derived <c>forward</c> whose source is here.</summary>
    public IMethodSymbol? ForwardOf(INamedTypeSymbol type, int arguments)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            foreach (IMethodSymbol method in t.GetMembers(TorchSharpNames.Forward).OfType<IMethodSymbol>())
            {
                if (method.Parameters.Length == arguments && !method.IsStatic && (method.IsOverride || t.BaseType is not null))
                {
                    return HasBody(method) ? method : null;
                }
            }
        }

        return null;
    }

    private Value CallSequential(ModuleObject module, List<Value> arguments, IOperation call)
    {
        ListContent children = Content(module.Children);
        if (children.Items is { } items)
        {
            foreach (Value item in items)
            {
                arguments = new List<Value> { CallValue(ChildOf(item), arguments, call) };
            }

            return arguments.Count == 1 ? arguments[0] : UnknownOf(call.Type);
        }

        if (children.Summary is not { } summary || arguments.Count != 1)
        {
            GiveUp(new TupleValue(arguments.ToEquatableArray()), "it goes through a Sequential whose items are not known");
            return UnknownOf(call.Type);
        }

        // Any number of any of them, in any order.
        Value current = arguments[0];
        for (int round = 0; round < FixpointLimit; round++)
        {
            Value next = Join(current, CallValue(ChildOf(summary), new List<Value> { current }, call));
            if (next.Equals(current))
            {
                return current;
            }

            current = next;
        }

        GiveUpAll("a Sequential filled in a loop does not settle");
        return UnknownOf(call.Type);
    }

    private Value CallValue(Value callee, List<Value> arguments, IOperation call)
    {
        switch (callee)
        {
            case ModuleValue { Module: var module }:
                return CallModule(module, arguments, call);
            case ChoiceValue choice:
                Value? result = null;
                Store before = store, joined = store;
                foreach (Value alternative in choice.Alternatives)
                {
                    if (alternative is NullValue)
                    {
                        continue;
                    }

                    store = before;
                    Value value = CallValue(alternative, arguments, call);
                    joined = result is null ? store : Join(joined, store);
                    result = result is null ? value : Join(result, value);
                }

                store = joined;
                return result ?? UnknownOf(call.Type);
            default:
                foreach (Value argument in arguments)
                {
                    GiveUp(argument, "it is passed to a module that is not known");
                }

                return UnknownOf(call.Type);
        }
    }

    private Value CallLayer(ModuleObject module, LayerOperation operation, List<Value> arguments, IOperation call)
    {
        var operands = new List<TensorValue>();
        bool hasBias = operation.Bias is { } bias && module.Parameters.ContainsKey(bias);
        foreach (Value argument in arguments)
        {
            if (argument is NullValue or NumberValue)
            {
                continue;
            }

            if (AsTensor(argument) is not { } tensor)
            {
                GiveUp(argument, "it is passed to " + operation.Entry.Name + " in a form that is not followed");
                continue;
            }

            operands.Add(tensor);
        }

        if (operation.Weight is { } weight)
        {
            if (Observer is not null)
            {
                operands = operands.ConvertAll(operand => Observer.Entering(module, operand));
            }

            if (!module.Parameters.TryGetValue(weight, out ParameterObject? own) || operands.Count != (operation.Entry.Rule == OperationRule.Bilinear ? 2 : 1))
            {
                GiveUp(module, operation.Entry.Name + " in a form that is not followed", new HashSet<int>());
                GiveUp(new TupleValue(arguments.ToEquatableArray()), operation.Entry.Name + " in a form that is not followed");
                return UnknownOf(call.Type);
            }

            operands.Add((TensorValue)Visible(own.Value));
        }

        if (hasBias)
        {
            operands.Add((TensorValue)Visible(module.Parameters[operation.Bias!].Value));
        }

        foreach (ParameterObject parameter in module.Parameters.Values)
        {
            if (operation.Weight is null)
            {
                GiveUp(parameter, operation.Entry.Name + " is not homogeneous in its weights");
            }
        }

        algebra.Place = module.Path is { Length: > 0 } path ? new OperationPlace(path) : Where(call);
        IReadOnlyDictionary<string, Value> options = module.Arguments;
        if (module.ModeIsUnclear && operation.Entry.Rule is OperationRule.BatchNorm or OperationRule.InstanceNorm)
        {
            options = new Dictionary<string, Value>(module.Arguments.ToDictionary(a => a.Key, a => a.Value)) { [OptionNames.Training[0]] = NumberValue.Unknown };
        }

        return Finish(
            operation.Entry,
            new OperationCall(operation.Entry, operands, options)
            {
                FeatureSize = operation.OutputSize is { } output && module.Arguments.TryGetValue(output, out Value? size) ? Algebra.KeyOf(size) : null,
                ChannelSize = operation.InputSize is { } input && module.Arguments.TryGetValue(input, out Value? channels) ? Algebra.KeyOf(channels) : null,
            },
            call.Type,
            call);
    }
}
