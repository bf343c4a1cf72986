using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Building the model: constructors, layers, parameters.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Modules of one model before the rest is taken as unknown.</summary>
    private const int ModuleLimit = 4000;

    private readonly Dictionary<CallSite, ModuleObject> moduleOfSite = new();
    private readonly Dictionary<CallSite, TensorValue> parameterOfSite = new();

    /// <summary>Builds an instance as a constructor would, from arguments of which nothing is known.</summary>
    public ModuleObject Construct(INamedTypeSymbol type, IMethodSymbol constructor)
    {
        home = type.ContainingAssembly;
        ModuleObject module = NewModule(new ModuleObject(modules.Count + 1, type) { IsUserModule = true });
        List<Value> arguments = constructor.Parameters.Select(p => UnknownArgument(p, "#")).ToList();
        RunConstructor(constructor, module, arguments, null);
        isConstructing = false;
        Root = module;
        return module;
    }

    private Value UnknownArgument(IParameterSymbol parameter, string scope)
    {
        Value value = UnknownOf(parameter.Type);
        return value is NumberValue ? new NumberValue(null, scope + parameter.Name) { IsSetting = true }
            : parameter.Type is { IsReferenceType: true } && value is TensorValue tensor ? new ChoiceValue(ImmutableArray.Create<Value>(Value.Null, tensor))
            : value;
    }

    private ModuleObject NewModule(ModuleObject module)
    {
        modules.Add(module);
        return module;
    }

    private Value Create(IObjectCreationOperation creation)
    {
        List<Value> arguments = creation.Arguments.Select(a => Evaluate(a.Value)).ToList();
        INamedTypeSymbol? type = creation.Type as INamedTypeSymbol;
        Value result = type is null || creation.Constructor is not { } constructor ? Value.Unknown : CreateObject(creation, type, constructor, arguments);
        if (creation.Initializer is { } initializer)
        {
            Initialize(initializer, result);
        }

        return result;
    }

    private Value CreateObject(IObjectCreationOperation creation, INamedTypeSymbol type, IMethodSymbol constructor, List<Value> arguments)
    {
        string name = TypeNames.MetadataName(type.OriginalDefinition);
        if (name == TorchSharpNames.Parameter)
        {
            return CreateParameter(creation, arguments.Count > 0 ? arguments[0] : Value.Unknown);
        }

        if (ContainerCatalog.Find(name) is { } kind)
        {
            return CreateContainer(creation, type, kind, arguments);
        }

        if (IsModule(type) && IsHere(type) && modules.Count < ModuleLimit)
        {
            CallSite key = Site(creation);
            if (insideUnknownLoop > 0 && moduleOfSite.TryGetValue(key, out ModuleObject? again))
            {
                return new ModuleValue(again);
            }

            var module = NewModule(new ModuleObject(modules.Count + 1, type) { IsUserModule = true, LoopDepth = insideUnknownLoop });
            if (insideUnknownLoop > 0)
            {
                // All instances made here are one object; its sizes may differ from round to round.
                moduleOfSite.Add(key, module);
                arguments = arguments.Select((a, i) => a is NumberValue { IsSetting: false } && !creation.Arguments[i].Value.ConstantValue.HasValue ? NumberValue.Unknown : a).ToList();
            }

            List<Value> byParameter = constructor.Parameters.Select(p =>
            {
                int index = creation.Arguments.ToList().FindIndex(a => a.Parameter?.Ordinal == p.Ordinal);
                return index >= 0 ? arguments[index] : UnknownOf(p.Type);
            }).ToList();
            RunConstructor(constructor, module, byParameter, creation);
            return new ModuleValue(module);
        }

        if (type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable) && type.ContainingNamespace?.ToDisplayString().StartsWith("System.Collections", System.StringComparison.Ordinal) == true)
        {
            return arguments.Count == 1 && arguments[0] is ListValue copied ? NewList(creation, Content(copied))
                : type.Arity == 1 ? NewList(creation, ListContent.Empty)
                : Value.Unknown;
        }

        foreach (Value argument in arguments)
        {
            GiveUp(argument, "it is given to a new " + type.Name);
        }

        if (IsModule(type) && IsNormalization?.Invoke(type) == true && insideUnknownLoop == 0 && modules.Count < ModuleLimit)
        {
            return new ModuleValue(NewModule(new ModuleObject(modules.Count + 1, type)));
        }

        if (CreateSummarized(creation, type) is { } summarized)
        {
            return summarized;
        }

        return UnknownOf(type) is TensorValue ? TensorValue.Constant : Value.Unknown;
    }

    private void Initialize(IObjectOrCollectionInitializerOperation initializer, Value target)
    {
        foreach (IOperation element in initializer.Initializers)
        {
            switch (element)
            {
                case IInvocationOperation add when target is ListValue or ModuleValue { Module.Container: not null }:
                    List<Value> items = add.Arguments.Select(a => Evaluate(a.Value)).ToList();
                    if (CallList(add, target, items) is null)
                    {
                        UnknownCall(add, target, items);
                    }

                    break;
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } assignment when target is ModuleValue { Module: { IsUserModule: true } module }:
                    store = store with { Slots = store.Slots.SetItem(new Slot(-module.Id, property.Property), Evaluate(assignment.Value)) };
                    break;
                case ISimpleAssignmentOperation { Target: IFieldReferenceOperation field } assignment when target is ModuleValue { Module: { IsUserModule: true } module }:
                    store = store with { Slots = store.Slots.SetItem(new Slot(-module.Id, field.Field), Evaluate(assignment.Value)) };
                    break;
                default:
                    foreach (IOperation part in element.ChildOperations)
                    {
                        if (part is not (IInstanceReferenceOperation or IPropertyReferenceOperation or IFieldReferenceOperation))
                        {
                            GiveUp(Evaluate(part), "it is stored in an object that is not followed");
                        }
                    }

                    break;
            }
        }
    }

    private static bool IsModule(ITypeSymbol? type)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (t is INamedTypeSymbol { Name: "Module" } named && TypeNames.MetadataName(named.OriginalDefinition) == TorchSharpNames.Module)
            {
                return true;
            }
        }

        return false;
    }
}
