using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Runs what the outside can call on the root; everything that comes out is observed.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Runs one method with arguments of which nothing is known but that no candidate changes them.</summary>
    public void RunEntryPoint(ModuleObject root, IMethodSymbol method)
    {
        Store before = store;
        Begin(method);
        if (method.Parameters.Any(p => p.RefKind is RefKind.Ref or RefKind.Out))
        {
            GiveUpAll("an argument of " + method.Name + " is passed by reference");
        }

        if (BodyOf(method) is not { } body)
        {
            return;
        }

        List<Value> arguments = method.Parameters.Select(Argument).ToList();
        Value result = Run(method, new ModuleValue(root), -1, body, method.OriginalDefinition.Parameters, arguments, body);
        if (!Withhold(method, result))
        {
            GiveUp(result, "it comes out of " + method.Name);
        }

        foreach (Value argument in arguments.OfType<ListValue>())
        {
            Observe(argument, "it is stored in an argument");
        }

        store = before;
    }

    private void Begin(IMethodSymbol method)
    {
        mayOverwriteWeights = method.Name != TorchSharpNames.Forward;
        Age();
        (reachable, gradientsOff, nesting, insideTry, insideUnknownLoop) = (true, 0, 0, 0, 0);
    }

    /// <summary>Runs <c>forward</c> with given arguments; the state is as before.</summary>
    private Value RunForward(ModuleObject root, IMethodSymbol forward, System.Func<IParameterSymbol, Value> argument)
    {
        Store before = store;
        Begin(forward);
        IOperation body = BodyOf(forward)!;
        Value result = Run(forward, new ModuleValue(root), -1, body, forward.OriginalDefinition.Parameters, forward.Parameters.Select(argument).ToList(), body);
        store = before;
        return result;
    }

    private Value Argument(IParameterSymbol parameter)
    {
        Value value = UnknownOf(parameter.Type);
        if (value is not TensorValue tensor)
        {
            return value is NumberValue ? new NumberValue(null, "@" + parameter.Name) { IsSetting = true } : value;
        }

        TensorValue argument = tensor with { Storage = algebra.NewStorage(), Components = Observer?.Input(parameter.Name, Candidates) ?? tensor.Components };
        argumentStorage.Add(argument.Storage);
        bool mayBeNull = parameter.NullableAnnotation == NullableAnnotation.Annotated || (parameter.HasExplicitDefaultValue && parameter.ExplicitDefaultValue is null);
        return mayBeNull ? new ChoiceValue(ImmutableArray.Create<Value>(Value.Null, argument)) : argument;
    }

    /// <summary>Gives up what members used by other code hold.</summary>
    public void GiveUpExposed(System.Func<ISymbol, bool> isUsedOutside)
    {
        foreach (KeyValuePair<Slot, Value> slot in store.Slots)
        {
            bool isMember = slot.Key.Owner < 0 && slot.Key.Symbol is IFieldSymbol or IPropertySymbol;
            if (isMember && (ModulesIn(slot.Value).Any() || slot.Value is TensorValue t && ParametersIn(t).Any()) && isUsedOutside(slot.Key.Symbol))
            {
                string why = slot.Key.Symbol.Name + " is used outside its class";
                GiveUp(slot.Value, why);
                foreach (ParameterObject parameter in slot.Value is TensorValue tensor ? ParametersIn(tensor) : Enumerable.Empty<ParameterObject>())
                {
                    GiveUp(parameter, why);
                }
            }
        }

        GiveUpExposedMembers(isUsedOutside);
    }

    /// <summary>The classes of the model.</summary>
    public ISet<INamedTypeSymbol> Types()
    {
        var types = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (ModuleObject module in modules)
        {
            // The bases of a class that is there already are there too.
            for (INamedTypeSymbol? t = module.Type; t is not null && types.Add(t.OriginalDefinition); t = t.BaseType)
            {
            }
        }

        return types;
    }
}
