using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Layers, containers and raw parameters as their factories make them.</summary>
internal sealed partial class Interpreter
{
    private Value CreateLayer(IInvocationOperation call, List<Value> arguments)
    {
        if (call.TargetMethod.Name == TorchSharpNames.ParameterFactory)
        {
            return CreateParameter(call, arguments.Count > 0 ? arguments[0] : Value.Unknown);
        }

        if (call.Type is not INamedTypeSymbol type || !IsModule(type))
        {
            return UnknownCall(call, null, arguments);
        }

        string name = TypeNames.MetadataName(type.OriginalDefinition);
        if (ContainerCatalog.Find(name) is { } kind)
        {
            return CreateContainer(call, type, kind, arguments);
        }

        if (Operations.FindLayer(name) is not { } operation || modules.Count >= ModuleLimit)
        {
            foreach (Value argument in arguments)
            {
                GiveUp(argument, "it is given to " + type.Name + ", which is not followed");
            }

            return modules.Count >= ModuleLimit ? Value.Unknown : new ModuleValue(NewModule(new ModuleObject(modules.Count + 1, type)));
        }

        var byName = new Dictionary<string, Value>();
        for (int i = 0; i < call.Arguments.Length; i++)
        {
            if (call.Arguments[i].Parameter is { } parameter)
            {
                byName[parameter.Name] = arguments[i] is ListValue list && Content(list).Items is { } items ? new ArrayOption(items.ToEquatableArray()) : arguments[i];
            }
        }

        CallSite key = Site(call);
        if (insideUnknownLoop > 0 && moduleOfSite.TryGetValue(key, out ModuleObject? again))
        {
            return new ModuleValue(again);
        }

        bool isMany = insideUnknownLoop > 0;
        var module = NewModule(new ModuleObject(modules.Count + 1, type)
        {
            Operation = operation,
            Arguments = isMany ? byName.ToDictionary(a => a.Key, a => a.Value is NumberValue { Constant: null, Key: not null } ? NumberValue.Unknown : a.Value) : byName,
            LoopDepth = insideUnknownLoop,
            Creation = call.Syntax,
        });
        if (isMany)
        {
            moduleOfSite.Add(key, module);
        }

        AddParameters(module, operation, name, byName);
        return new ModuleValue(module);
    }

    private void AddParameters(ModuleObject module, LayerOperation operation, string typeName, Dictionary<string, Value> arguments)
    {
        if (LayerCatalog.Find(typeName) is not { } layer)
        {
            return;
        }

        var switches = new Dictionary<string, object?>();
        foreach (KeyValuePair<string, Value> argument in arguments)
        {
            switches[argument.Key] = argument.Value switch
            {
                NullValue => null,
                NumberValue { Constant: { } constant } => constant,
                _ => LayerSwitches.Given,
            };
        }

        int joint = -1;
        bool hasBias = false;
        IReadOnlyList<LayerParameter> declared = layer.Parameters(new LayerSwitches(switches));
        foreach (LayerParameter parameter in declared)
        {
            hasBias |= parameter.Name == operation.Bias;
        }

        foreach (LayerParameter parameter in declared)
        {
            bool isGiven = arguments.TryGetValue(parameter.Name, out Value? given) && given is TensorValue;
            if (isGiven && parameterByStorage.TryGetValue(((TensorValue)given!).Storage, out ParameterObject? shared))
            {
                module.Parameters[parameter.Name] = shared;
                continue;
            }

            bool isWeight = parameter.Role is Role.Weight or Role.Embedding or Role.RecurrentWeight;
            bool isOperand = parameter.Name == operation.Weight || parameter.Name == operation.Bias;
            if (!isWeight && !isOperand)
            {
                continue;
            }

            if (hasBias && joint < 0 && isOperand && operation.Weight is not null)
            {
                joint = Candidates.Add();
            }

            bool isBias = parameter.Name == operation.Bias;
            AxisSets varies = isBias ? AxisSets.None.With(1, 1) : AxisSets.All;
            module.Parameters[parameter.Name] = NewParameter(
                isBias ? joint : Candidates.Add(),
                isOperand ? joint : -1,
                isBias ? RankSet.Of(1) : RankSet.Any,
                varies,
                isWeight);
        }
    }

    private ParameterObject NewParameter(int exact, int joint, RankSet ranks, AxisSets varies, bool isWeight)
    {
        var components = new List<(int, Component)>();
        var scales = new Component(Rational.One);
        if (exact >= 0)
        {
            components.Add((exact, scales));
        }

        if (joint >= 0 && joint != exact)
        {
            components.Insert(joint < exact ? 0 : components.Count, (joint, scales));
        }

        TensorValue value = algebra.Fresh(ComponentMap.Of(components), ranks, varies);
        var parameter = new ParameterObject { Exact = exact, Joint = joint, Value = value, IsWeight = isWeight };
        parameters.Add(parameter);
        parameterByStorage.Add(value.Storage, parameter);
        return parameter;
    }

    private Value CreateParameter(IOperation creation, Value data)
    {
        TensorValue? tensor = AsTensor(data);
        if (tensor is null || !tensor.Components.IsEmpty || !tensor.Broken.IsEmpty)
        {
            GiveUp(data, "a parameter is made of it");
            return TensorValue.Constant;
        }

        CallSite key = Site(creation);
        if (insideUnknownLoop > 0 && parameterOfSite.TryGetValue(key, out TensorValue? again))
        {
            return again;
        }

        ParameterObject parameter = NewParameter(Candidates.Add(), -1, tensor.Ranks, tensor.Varies, isWeight: true);
        if (insideUnknownLoop > 0)
        {
            // One value would stand for several tensors of which only one scales.
            parameterOfSite.Add(key, parameter.Value);
            if (!modules.Any(m => m.IsOneOfMany && ReferenceEquals((frame.Self as ModuleValue)?.Module, m)))
            {
                GiveUp(parameter, "it is made in a loop of unknown length");
            }
        }

        return parameter.Value;
    }

    private Value CreateContainer(IOperation creation, INamedTypeSymbol type, ContainerKind kind, List<Value> arguments)
    {
        CallSite key = Site(creation);
        if (insideUnknownLoop > 0 && moduleOfSite.TryGetValue(key, out ModuleObject? again))
        {
            SetList(again.Children, Join(Content(again.Children), ItemsOf(arguments)));
            return new ModuleValue(again);
        }

        var module = NewModule(new ModuleObject(modules.Count + 1, type) { Container = kind, Children = NewList(ListContent.Empty).Id, LoopDepth = insideUnknownLoop });
        if (insideUnknownLoop > 0)
        {
            moduleOfSite.Add(key, module);
            manyLists.Add(module.Children);
        }

        SetList(module.Children, ItemsOf(arguments));
        return new ModuleValue(module);
    }

    /// <summary>What a container is made with: modules, named modules, or a list of them.</summary>
    private ListContent ItemsOf(List<Value> arguments) => arguments
        .Where(argument => argument is not NumberValue)
        .Aggregate(ListContent.Empty, (items, argument) => Concat(items, argument is ListValue list ? Content(list) : One(argument)));
}
