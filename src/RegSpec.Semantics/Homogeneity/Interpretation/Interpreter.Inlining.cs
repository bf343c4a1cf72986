using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Runs the body of a method of the compilation in place of the call.</summary>
internal sealed partial class Interpreter
{
    private readonly Dictionary<ISymbol, IOperation?> bodies = new(SymbolEqualityComparer.Default);

    private bool HasBody(IMethodSymbol method) => BodyOf(method) is not null;

    private IOperation? BodyOf(IMethodSymbol method)
    {
        IMethodSymbol definition = method.OriginalDefinition;
        if (bodies.TryGetValue(definition, out IOperation? known))
        {
            return known;
        }

        IOperation? body = null;
        if (definition is { IsAbstract: false, IsExtern: false } && definition.DeclaringSyntaxReferences.Length > 0 && IsHere(definition.ContainingType))
        {
            SyntaxReference reference = (definition.PartialImplementationPart ?? definition).DeclaringSyntaxReferences[0];
            SyntaxNode syntax = reference.GetSyntax(cancellation);
            body = models.Get(syntax.SyntaxTree).GetOperation(syntax, cancellation) switch
            {
                IMethodBodyOperation whole => (IOperation?)whole.BlockBody ?? whole.ExpressionBody,
                IConstructorBodyOperation constructor => constructor,
                ILocalFunctionOperation local => local.Body,
                IBlockOperation block => block,
                _ => null,
            };
        }

        bodies.Add(definition, body);
        return body;
    }

    private Value Inline(
        IMethodSymbol method,
        Value? receiver,
        ImmutableArray<IArgumentOperation> syntax,
        IOperation call,
        Value? assigned = null,
        List<Value>? arguments = null)
    {
        if (assigned is not null)
        {
            return InlineValues(method, receiver, new[] { assigned }, call);
        }

        // Arguments come in evaluation order; parameters are matched by symbol.
        var byParameter = new List<Value>();
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            int index = -1;
            for (int i = 0; i < syntax.Length; i++)
            {
                index = syntax[i].Parameter?.Ordinal == parameter.Ordinal ? i : index;
            }

            byParameter.Add(index >= 0 && arguments is not null ? arguments[index] : UnknownOf(parameter.Type));
        }

        Value result = InlineValues(method, receiver, byParameter, call, out IReadOnlyList<Value> final);
        foreach (IArgumentOperation argument in syntax)
        {
            if (argument.Parameter is { RefKind: RefKind.Out or RefKind.Ref } parameter && parameter.Ordinal < final.Count && reachable)
            {
                Assign(argument.Value, final[parameter.Ordinal], call);
            }
        }

        return result;
    }

    private Value InlineValues(IMethodSymbol method, Value? receiver, IReadOnlyList<Value> arguments, IOperation call, int parentFrame = -1) =>
        InlineValues(method, receiver, arguments, call, out _, parentFrame);

    private Value InlineValues(IMethodSymbol method, Value? receiver, IReadOnlyList<Value> arguments, IOperation call, out IReadOnlyList<Value> final, int parentFrame = -1)
    {
        final = System.Array.Empty<Value>();
        if (BodyOf(method) is not { } body || method.IsAsync)
        {
            foreach (Value argument in arguments)
            {
                GiveUp(argument, "it is passed to " + method.Name + ", which is not followed");
            }

            GiveUp(receiver, "it is passed to " + method.Name + ", which is not followed");
            return UnknownOf(method.ReturnType);
        }

        bool isLocal = method.MethodKind == MethodKind.LocalFunction;
        int parent = isLocal ? (parentFrame >= 0 ? parentFrame : frame.Id) : -1;
        Value? self = isLocal ? frame.Self : receiver;
        return Run(method, self, parent, body, method.OriginalDefinition.Parameters, arguments, call, out final);
    }

    private Value Run(IMethodSymbol method, Value? self, int parent, IOperation body, ImmutableArray<IParameterSymbol> parameters, IReadOnlyList<Value> arguments, IOperation call) =>
        Run(method, self, parent, body, parameters, arguments, call, out _);

    private Value Run(
        IMethodSymbol method,
        Value? self,
        int parent,
        IOperation body,
        ImmutableArray<IParameterSymbol> parameters,
        IReadOnlyList<Value> arguments,
        IOperation call,
        out IReadOnlyList<Value> final)
    {
        int open = frames.Count(f => f.Method is not null && SymbolEqualityComparer.Default.Equals(f.Method, method) && Equals(f.Self, self));
        if (frames.Count >= CallDepth || open >= 1)
        {
            string why = open >= 1 ? method.Name + " calls itself" : "calls are nested too deeply";
            GiveUp(self, why);
            foreach (Value argument in arguments)
            {
                GiveUp(argument, why);
            }

            final = arguments.Select(_ => Value.Unknown).ToList();
            return UnknownOf(method.ReturnType);
        }

        Frame caller = frame;
        CallSite? outerChain = callChain;
        (int outerGradients, int outerExpression) = (gradientsOff, insideExpression);
        insideExpression += !ReferenceEquals(call, body) && IsPartOfExpression(call) ? 1 : 0;
        callChain = Site(call);
        frame = new Frame(++lastFrame, parent, self, method);
        frames.Add(frame);
        for (int i = 0; i < parameters.Length; i++)
        {
            Declare(parameters[i], i < arguments.Count ? arguments[i] : UnknownOf(parameters[i].Type));
        }

        Enter(body, self);
        if (reachable)
        {
            frame.Exit = frame.Exit is null ? store : Join(frame.Exit, store);
        }

        if (frame.Jumps.Count > 0)
        {
            GiveUpAll("a jump leaves the code that is followed");
        }

        Frame finished = frame;
        (reachable, store) = (finished.Exit is not null, finished.Exit ?? store);
        final = parameters.Select(p => store.Slots.TryGetValue(new Slot(finished.Id, p), out Value? value) ? value : Value.Unknown).ToList();
        frames.Remove(finished);
        frame = caller;
        if (method.MethodKind is not (MethodKind.LocalFunction or MethodKind.AnonymousFunction) || finished.Result is not DelegateValue)
        {
            store = store.Leave(finished.Id);
        }

        (callChain, gradientsOff, insideExpression) = (outerChain, outerGradients, outerExpression);
        return finished.Result ?? UnknownOf(method.ReturnType);
    }

    private void Enter(IOperation body, Value? self)
    {
        switch (body)
        {
            case IConstructorBodyOperation constructor:
                if (self is ModuleValue { Module: { } module })
                {
                    RunConstructor(constructor, module);
                }

                break;
            case IBlockOperation:
                Execute(body);
                break;
            default:
                Return(Evaluate(body));
                break;
        }
    }
}
