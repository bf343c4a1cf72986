using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics;

/// <content>Calls: TorchSharp's by what they mean, the source's by their bodies, others by what they might do.</content>
internal sealed partial class ConstructionInterpreter
{
    private readonly HashSet<SyntaxNode> followed = new();
    private int callDepth;

    /// <summary>Declarations of the helpers whose bodies were run.</summary>
    public ISet<SyntaxNode> Followed => followed;

    private ModuleValue Invoke(IInvocationOperation invocation)
    {
        ModuleValue? receiver = invocation.Instance is null ? null : Evaluate(invocation.Instance);
        List<(IArgumentOperation Argument, ModuleValue Value)> arguments = Evaluate(invocation.Arguments);
        IMethodSymbol method = invocation.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke && receiver is ModuleValue.Function function)
        {
            return RunFunction(function, arguments.Select(static a => a.Value).ToImmutableArray()) ?? Unknown(invocation.Type);
        }

        if (receiver is not null && ReferenceEquals(receiver, ModuleValue.This) && Register(invocation, arguments))
        {
            return Unknown(invocation.Type);
        }

        if (symbols.IsTorch(method))
        {
            return InvokeTorch(invocation, receiver, arguments);
        }

        if (symbols.IsSource(method) && CanMatter(receiver, arguments, method)
            && (receiver is null || ReferenceEquals(receiver, ModuleValue.This) || method.MethodKind == MethodKind.LocalFunction)
            && Follow(method.OriginalDefinition, arguments, invocation.IsVirtual) is { } result)
        {
            return result is ModuleValue.Typed { Type: ITypeParameterSymbol } open ? new ModuleValue.Typed(invocation.Type, open.Why, open.Source) : result;
        }

        if (ContainerCall(invocation, receiver, arguments) is { } content)
        {
            return content;
        }

        Forget(arguments);
        if (receiver is ModuleValue.Reference)
        {
            Forget(receiver);
        }
        else if (receiver is not null && ReferenceEquals(receiver, ModuleValue.This) && !symbols.IsSource(method))
        {
            Forget(receiver);
        }

        return Opaque(invocation.Type, "what " + method.Name + " returns");
    }

    /// <summary>Whether a helper's body can change what is known, or gives something worth knowing.</summary>
    private bool CanMatter(ModuleValue? receiver, List<(IArgumentOperation Argument, ModuleValue Value)> arguments, IMethodSymbol method) =>
        receiver is not null
        || method.MethodKind == MethodKind.LocalFunction
        || symbols.KindOf(method.ReturnType) != TypeKindInModel.Other
        || arguments.Exists(static a => a.Value is ModuleValue.Reference or ModuleValue.Function || ReferenceEquals(a.Value, ModuleValue.This) || a.Argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out);

    /// <summary>RegisterComponents and the registrations by hand, on the module under construction.</summary>
    private bool Register(IInvocationOperation invocation, List<(IArgumentOperation Argument, ModuleValue Value)> arguments)
    {
        IMethodSymbol declared = invocation.TargetMethod;
        while (declared.OverriddenMethod is { } overridden)
        {
            declared = overridden;
        }

        if (!SymbolEqualityComparer.Default.Equals(declared.ContainingType, symbols.Module))
        {
            return false;
        }

        switch (declared.Name)
        {
            case TorchSharpNames.RegisterComponents when symbols.IsSource(invocation.TargetMethod):
                return false;
            case TorchSharpNames.RegisterComponents:
                state.Registered = Certainty.Yes;
                return true;
            case TorchSharpNames.RegisterModule or "add_module" or TorchSharpNames.RegisterParameter or TorchSharpNames.ConditionallyRegisterParameter when arguments.Count == 2:
                RegisterByHand((arguments[0].Value as ModuleValue.Constant)?.Value as string, invocation.Arguments[1].Value, arguments[1].Value);
                return true;
            default:
                return false;
        }
    }

    private void RegisterByHand(string? name, IOperation argument, ModuleValue value)
    {
        MarkRegistered(value);
        foreach (ModuleValue alternative in value.Alternatives)
        {
            state.RegisterByHand(MemberOf(argument), alternative, name);
        }
    }

    /// <summary>The member an expression reads, also through the by-reference parameter of a helper.</summary>
    private ISymbol? MemberOf(IOperation argument)
    {
        IOperation operand = argument;
        while (operand is IConversionOperation conversion)
        {
            operand = conversion.Operand;
        }

        return operand switch
        {
            IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => field.Field.OriginalDefinition,
            IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } property => property.Property.OriginalDefinition,
            IParameterReferenceOperation parameter when aliases.TryGetValue(parameter.Parameter.OriginalDefinition, out IOperation? place) => MemberOf(place),
            _ => null,
        };
    }

    private ModuleValue Create(IObjectCreationOperation creation)
    {
        List<(IArgumentOperation Argument, ModuleValue Value)> arguments = Evaluate(creation.Arguments);
        ModuleValue value = CreateValue(creation, arguments);
        if (creation.Initializer is { } initializer)
        {
            implicitReceivers.Push(value);
            foreach (IOperation part in initializer.Initializers)
            {
                Evaluate(part);
            }

            implicitReceivers.Pop();
        }

        return value;
    }

    private ModuleValue CreateValue(IObjectCreationOperation creation, List<(IArgumentOperation Argument, ModuleValue Value)> arguments)
    {
        if (creation.Type is not INamedTypeSymbol type)
        {
            return Unknown(creation.Type);
        }

        switch (symbols.KindOf(type))
        {
            case TypeKindInModel.Sequential or TypeKindInModel.ModuleList or TypeKindInModel.ModuleDict or TypeKindInModel.Collection:
                return NewContainer(type, arguments);
            case TypeKindInModel.Parameter:
                return NewParameter(arguments);
            case TypeKindInModel.UserModule or TypeKindInModel.ParameterCollection or TypeKindInModel.Silent:
                // What a module is given it may register itself.
                foreach ((IArgumentOperation _, ModuleValue argument) in arguments)
                {
                    MarkRegistered(argument);
                    Forget(argument);
                }

                return new ModuleValue.Created(type, LayerSwitches.Unknown);
            default:
                Forget(arguments);
                return Unknown(type);
        }
    }

    /// <summary>Runs the body of a helper; null when it cannot be read or the budget of depth is spent.</summary>
    private ModuleValue? Follow(IMethodSymbol method, List<(IArgumentOperation Argument, ModuleValue Value)> arguments, bool isVirtualCall)
    {
        IMethodSymbol target = isVirtualCall ? MostDerived(method) : method;
        if (callDepth >= CallDepthLimit || target.IsAbstract || target.IsAsync || !running.Add(target))
        {
            return null;
        }

        callDepth++;
        ModuleValue? value = null;
        bool isRead = false;
        if (Body(target) is { } body)
        {
            isRead = true;
            Bind(arguments);
            Rebind(method, target);
            value = RunBody(() => ExecuteBody(body));
        }

        callDepth--;
        running.Remove(target);
        return isRead ? value ?? Unknown(null) : null;
    }

    private void ExecuteBody(IOperation body)
    {
        if (body is IMethodBodyOperation method)
        {
            Execute((IOperation?)method.BlockBody ?? method.ExpressionBody);
        }
        else
        {
            Execute(body);
        }
    }

    /// <summary>Arguments are bound to the parameters of the method called; an override has its own.</summary>
    private void Rebind(IMethodSymbol called, IMethodSymbol target)
    {
        for (int i = 0; !ReferenceEquals(called, target) && i < called.Parameters.Length && i < target.Parameters.Length; i++)
        {
            state.Set(target.Parameters[i], state.Get(called.Parameters[i]) ?? FromOutside(target.Parameters[i]));
            if (aliases.TryGetValue(called.Parameters[i], out IOperation? place))
            {
                aliases[target.Parameters[i]] = place;
            }
        }
    }

    private ModuleValue? RunFunction(ModuleValue.Function function, ImmutableArray<ModuleValue> arguments)
    {
        if (function.Body is null)
        {
            return symbols.IsSource(function.Method) && (function.Method.IsStatic || TorchSymbols.DerivesFrom(root, function.Method.ContainingType.OriginalDefinition))
                ? Follow(BindAll(function.Method.OriginalDefinition, arguments), new List<(IArgumentOperation, ModuleValue)>(), isVirtualCall: true)
                : null;
        }

        if (callDepth >= CallDepthLimit || !running.Add(function.Method))
        {
            return null;
        }

        callDepth++;
        BindAll(function.Method, arguments);
        ModuleValue? value = RunBody(() => Execute(function.Body));
        callDepth--;
        running.Remove(function.Method);
        return value;
    }

    private IMethodSymbol BindAll(IMethodSymbol method, ImmutableArray<ModuleValue> arguments)
    {
        for (int i = 0; i < method.Parameters.Length; i++)
        {
            state.Set(method.Parameters[i], i < arguments.Length ? arguments[i] : FromOutside(method.Parameters[i]));
        }

        return method;
    }

    /// <summary>The override that runs when the module under construction is exactly the class being read.</summary>
    private IMethodSymbol MostDerived(IMethodSymbol method)
    {
        if (!(method.IsVirtual || method.IsAbstract || method.IsOverride))
        {
            return method;
        }

        for (INamedTypeSymbol? type = root; type is not null && !SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, method.ContainingType); type = type.BaseType)
        {
            foreach (ISymbol member in type.OriginalDefinition.GetMembers(method.Name))
            {
                for (IMethodSymbol? candidate = member as IMethodSymbol; candidate is not null; candidate = candidate.OverriddenMethod)
                {
                    if (SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, method))
                    {
                        return (IMethodSymbol)member;
                    }
                }
            }
        }

        return method;
    }

    private IOperation? Body(IMethodSymbol method)
    {
        if (!symbols.IsSource(method))
        {
            return null;
        }

        foreach (SyntaxReference reference in (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences)
        {
            SyntaxNode syntax = reference.GetSyntax(cancellation);
            SyntaxNode? body = syntax switch
            {
                BaseMethodDeclarationSyntax { Body: null, ExpressionBody: null } => null,
                LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody,
                AccessorDeclarationSyntax { Body: null, ExpressionBody: null } => null,
                PropertyDeclarationSyntax property => property.ExpressionBody,
                _ => syntax,
            };
            if (body is not null)
            {
                followed.Add(syntax);
            }

            if (body is not null && models.Get(body.SyntaxTree).GetOperation(body, cancellation) is { } operation)
            {
                return operation;
            }
        }

        return null;
    }
}
