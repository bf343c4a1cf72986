using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Calls: tensor operations, modules, methods of the compilation, everything else.</summary>
internal sealed partial class Interpreter
{
    private CallSite? callChain;

    /// <summary>A place of the source in the calls that led to it.</summary>
    private CallSite Site(IOperation site) => new(callChain, site.Syntax.SyntaxTree, site.Syntax.Span);

    private Value Invoke(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        INamedTypeSymbol? owner = method.ContainingType;
        string ownerName = owner is null ? "" : TypeNames.MetadataName(owner.OriginalDefinition);
        Value? receiver = call.Instance is { } instance ? Evaluate(instance) : null;
        List<Value> arguments = call.Arguments.Select(a => a.Parameter?.RefKind == RefKind.Out ? Value.Unknown : Evaluate(a.Value)).ToList();
        if (!reachable)
        {
            return UnknownOf(call.Type);
        }

        if (Operations.Find(ownerName, method.Name) is { } entry)
        {
            return ApplyOperation(entry, call, receiver, arguments);
        }

        if (ownerName == "TorchSharp.torch" && ContextCatalog.Find(method.Name) is not null)
        {
            return Value.Unknown;
        }

        if (ownerName == TorchSharpNames.Factories && method.IsStatic)
        {
            return CreateLayer(call, arguments);
        }

        if (method.MethodKind == MethodKind.DelegateInvoke && receiver is not null)
        {
            return InvokeDelegate(receiver, arguments, call);
        }

        if (ownerName == TorchSharpNames.TensorExtensions && method.Name == TorchSharpNames.AsParameter && arguments.Count == 1)
        {
            return CreateParameter(call, arguments[0]);
        }

        if (ownerName == TorchSharpNames.ModuleExtensions && arguments.Count > 0)
        {
            return arguments[0];
        }

        if (ownerName is "TorchSharp.DisposeScope" && ContextCatalog.PassesThrough(method.Name))
        {
            return arguments.Count == 1 ? arguments[0] is ListValue list && Content(list).Items is { Length: 1 } one ? one[0] : arguments[0] : Value.Unknown;
        }

        if (receiver is not null)
        {
            return Distribute(receiver, one => InvokeOn(one, call, method, arguments));
        }

        if (method.MethodKind == MethodKind.LocalFunction || HasBody(method))
        {
            return Inline(method, null, call.Arguments, call, arguments: arguments);
        }

        // Enumerable.Select(list, f): the first argument is what an instance method would be called on.
        if (method.IsExtensionMethod && arguments.Count > 0 && CallList(call, arguments[0], arguments.Skip(1).ToList()) is { } result)
        {
            return result;
        }

        if (owner is { Name: "Enumerable" } && method.Name == "Range" && arguments.Count == 2)
        {
            return arguments[0] is NumberValue { Constant: long start } && arguments[1] is NumberValue { Constant: long count } && count is >= 0 and <= UnrollLimit
                ? NewList(call, new ListContent(Enumerable.Range(0, (int)count).Select(i => (Value)Numbers.Of(start + i)).ToImmutableArray(), null))
                : NewList(call, new ListContent(null, NumberValue.Unknown));
        }

        return UnknownCall(call, null, arguments);
    }

    private Value InvokeOn(Value receiver, IInvocationOperation call, IMethodSymbol method, List<Value> arguments)
    {
        if (receiver is DelegateValue && method.Name is "Invoke")
        {
            return InvokeDelegate(receiver, arguments, call);
        }

        if (CallList(call, receiver, arguments) is { } listed)
        {
            return listed;
        }

        if (receiver is ModuleValue { Module: var module })
        {
            bool isTorch = method.ContainingType.ContainingAssembly?.Name == TorchSharpNames.Assembly;
            if (method.Name is TorchSharpNames.Call or TorchSharpNames.Forward && (isTorch || method.IsOverride))
            {
                return CallModule(module, arguments, call);
            }

            if (module.IsUserModule && Resolve(method, module.Type) is var actual && HasBody(actual))
            {
                return Inline(actual, receiver, call.Arguments, call, arguments: arguments);
            }

            if (isTorch && ContextCatalog.IsHarmless(method.Name))
            {
                Register(module, method.Name, arguments);
                return receiver;
            }

            if (isTorch && ContextCatalog.ChangesMode(method.Name))
            {
                MarkMode(module, new HashSet<int>());
                return Value.Unknown;
            }
        }
        else if (HasBody(method) && !method.IsVirtual && !method.IsAbstract && !method.IsOverride)
        {
            return Inline(method, receiver, call.Arguments, call, arguments: arguments);
        }

        return UnknownCall(call, receiver, arguments);
    }

    private void Register(ModuleObject module, string method, List<Value> arguments)
    {
        if (method is TorchSharpNames.RegisterModule or TorchSharpNames.RegisterParameter or "add_module" && arguments.Count >= 2 && arguments[0] is NumberValue { Constant: string name })
        {
            RegisterByHand(module, name, arguments[1]);
        }
    }

    private void MarkMode(ModuleObject module, HashSet<int> seen)
    {
        if (!seen.Add(module.Id))
        {
            return;
        }

        Alterations += module.BlurMode() ? 1 : 0;
        foreach (ModuleObject child in ChildrenOf(module).SelectMany(ModulesIn).ToList())
        {
            MarkMode(child, seen);
        }
    }

    /// <summary>The method an object of exactly this type runs.</summary>
    private static IMethodSymbol Resolve(IMethodSymbol method, INamedTypeSymbol exact)
    {
        if (!method.IsVirtual && !method.IsAbstract && !method.IsOverride)
        {
            return method;
        }

        for (INamedTypeSymbol? t = exact; t is not null; t = t.BaseType)
        {
            foreach (IMethodSymbol member in t.GetMembers(method.Name).OfType<IMethodSymbol>())
            {
                for (IMethodSymbol? m = member; m is not null; m = m.OverriddenMethod)
                {
                    if (SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, method.OriginalDefinition))
                    {
                        return member;
                    }
                }
            }
        }

        return method;
    }

    /// <summary>Whatever the call could see of a candidate is given up.</summary>
    private Value UnknownCall(IInvocationOperation call, Value? receiver, List<Value> arguments)
    {
        string why = "it is passed to " + call.TargetMethod.Name + ", which is not followed";
        if (!isConstructing && arguments.Prepend(receiver).SelectMany(ModulesIn).Any(ShowsStatistics))
        {
            GiveUpAll("stored statistics may be read: " + Text(call));
        }

        if (MayWrite(call.TargetMethod))
        {
            Forget(arguments.Prepend(receiver).SelectMany(TensorsIn));
        }

        GiveUp(receiver, why);
        foreach (Value argument in arguments)
        {
            GiveUp(argument, why);
            if (argument is ListValue list)
            {
                SetList(list.Id, new ListContent(null, UnknownOf(null)));
            }
        }

        if (receiver is ListValue changed)
        {
            SetList(changed.Id, new ListContent(null, Value.Unknown));
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Out or RefKind.Ref })
            {
                Assign(argument.Value, UnknownOf(argument.Value.Type), call);
            }
        }

        return UnknownOf(call.Type);
    }

    /// <summary>Methods of TorchSharp that write into a tensor end in an underscore; others may do anything.</summary>
    private static bool MayWrite(IMethodSymbol method) =>
        method.ContainingAssembly?.Name != TorchSharpNames.Assembly || method.Name.EndsWith("_", System.StringComparison.Ordinal) || method.Parameters.Any(p => p.Name == "out");

    /// <summary>Whoever sees this module sees statistics that follow the scale of what was normalised.</summary>
    private bool ShowsStatistics(ModuleObject module)
    {
        var seen = new HashSet<int>();
        return Search(module);

        bool Search(ModuleObject current) =>
            seen.Add(current.Id) && (current.HasStoredStatistics || ChildrenOf(current).SelectMany(ModulesIn).Any(Search));
    }

    private Value InvokeDelegate(Value function, List<Value> arguments, IOperation call)
    {
        return Distribute(function, one =>
        {
            if (one is not DelegateValue target)
            {
                foreach (Value argument in arguments)
                {
                    GiveUp(argument, "it is passed to a delegate that is not known: " + Text(call));
                }

                return UnknownOf(call.Type);
            }

            IMethodSymbol method = target.Target;
            if (target.Body is IAnonymousFunctionOperation lambda)
            {
                return Run(method, target.Receiver, target.Frame, lambda.Body, method.Parameters, arguments, call);
            }

            string owner = TypeNames.MetadataName(method.ContainingType.OriginalDefinition);
            if (Operations.Find(owner, method.Name) is { } entry && arguments.Select(AsTensor).ToList() is var operands && operands.All(o => o is not null))
            {
                algebra.Place = Where(call);
                var options = new Dictionary<string, Value>();
                foreach (IParameterSymbol parameter in method.Parameters.Skip(arguments.Count))
                {
                    options[parameter.Name] = parameter.HasExplicitDefaultValue ? Numbers.Of(parameter.ExplicitDefaultValue) : NumberValue.Unknown;
                }

                return Wrap(algebra.Apply(new OperationCall(entry, operands!, options)), method.ReturnType, call, entry);
            }

            if (target.Receiver is ModuleValue { Module: var module } && method.Name is TorchSharpNames.Call or TorchSharpNames.Forward)
            {
                return CallModule(module, arguments, call);
            }

            if (target.Receiver is ModuleValue { Module: { IsUserModule: true } user })
            {
                method = Resolve(method, user.Type);
            }

            return HasBody(method) || method.MethodKind == MethodKind.LocalFunction
                ? InlineValues(method, target.Receiver, arguments, call, target.Frame)
                : Escape(new TupleValue(arguments.ToEquatableArray()), call);
        });
    }
}
