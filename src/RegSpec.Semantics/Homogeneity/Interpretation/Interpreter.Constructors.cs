using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>What runs when an object is made: initializers, then constructors.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Field initializers from the derived class to its bases, then the constructors from the bases down.</summary>
    private void RunConstructor(IMethodSymbol constructor, ModuleObject module, IReadOnlyList<Value> arguments, IOperation? call)
    {
        if (constructor.DeclaringSyntaxReferences.Length == 0 || constructor.IsImplicitlyDeclared)
        {
            RunInitializers(constructor.ContainingType, module);
            RunBase(constructor.ContainingType.BaseType, module, null);
            return;
        }

        SyntaxNode syntax = constructor.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        if (syntax is TypeDeclarationSyntax)
        {
            RunPrimary(constructor, module, arguments, syntax);
            return;
        }

        SemanticModel model = models.Get(syntax.SyntaxTree);
        if (call is null && syntax is ConstructorDeclarationSyntax written && PlainConstructor.Is(constructor, written))
        {
            RunInitializers(constructor.ContainingType, module);
            return;
        }

        IOperation? body = model.GetOperation(syntax, cancellation);
        if (body is not IConstructorBodyOperation root)
        {
            GiveUpAll("a constructor cannot be read: " + constructor.ContainingType.Name);
            return;
        }

        Run(constructor, new ModuleValue(module), -1, root, constructor.OriginalDefinition.Parameters, arguments, call ?? root);
    }

    /// <summary>A constructor with a body, inside its own activation.</summary>
    private void RunConstructor(IConstructorBodyOperation constructor, ModuleObject module)
    {
        IInvocationOperation? chained = (constructor.Initializer as IExpressionStatementOperation)?.Operation as IInvocationOperation
            ?? constructor.Initializer as IInvocationOperation;
        INamedTypeSymbol type = frame.Method?.ContainingType ?? module.Type;
        bool callsOwn = chained is not null && SymbolEqualityComparer.Default.Equals(chained.TargetMethod.ContainingType.OriginalDefinition, type.OriginalDefinition);
        if (!callsOwn)
        {
            RunInitializers(type, module);
        }

        RunBase(chained?.TargetMethod.ContainingType ?? type.BaseType, module, chained);
        if ((constructor.BlockBody ?? constructor.ExpressionBody) is { } body)
        {
            Execute(body);
        }
    }

    /// <summary>A primary constructor: its parameters are captured by the class.</summary>
    private void RunPrimary(IMethodSymbol constructor, ModuleObject module, IReadOnlyList<Value> arguments, SyntaxNode syntax)
    {
        for (int i = 0; i < constructor.Parameters.Length; i++)
        {
            Value value = i < arguments.Count ? arguments[i] : UnknownOf(constructor.Parameters[i].Type);
            store = store with { Slots = store.Slots.SetItem(new Slot(-module.Id, constructor.Parameters[i]), value) };
        }

        Frame outer = frame;
        frame = new Frame(++lastFrame, -1, new ModuleValue(module), constructor);
        frames.Add(frame);
        RunInitializers(constructor.ContainingType, module);
        IInvocationOperation? chained = null;
        if (syntax is TypeDeclarationSyntax { BaseList.Types: { Count: > 0 } bases } && bases[0] is PrimaryConstructorBaseTypeSyntax primary)
        {
            chained = models.Get(primary.SyntaxTree).GetOperation(primary, cancellation) as IInvocationOperation;
        }

        RunBase(constructor.ContainingType.BaseType, module, chained);
        frames.Remove(frame);
        frame = outer;
    }

    private void RunBase(INamedTypeSymbol? type, ModuleObject module, IInvocationOperation? chained)
    {
        List<Value> arguments = chained?.Arguments.Select(a => Evaluate(a.Value)).ToList() ?? new List<Value>();
        if (type is null || type.ContainingAssembly?.Name == TorchSharpNames.Assembly)
        {
            return;
        }

        IMethodSymbol? constructor = chained?.TargetMethod ?? type.InstanceConstructors.FirstOrDefault(c => c.Parameters.Length == 0);
        if (constructor is null || !IsHere(type))
        {
            GiveUpAll("a base class is not in this compilation: " + type.Name);
            return;
        }

        List<Value> byParameter = constructor.Parameters.Select(p =>
        {
            int index = chained is null ? -1 : chained.Arguments.ToList().FindIndex(a => a.Parameter?.Ordinal == p.Ordinal);
            return index >= 0 ? arguments[index] : UnknownOf(p.Type);
        }).ToList();
        RunConstructor(constructor, module, byParameter, chained);
    }

    private void RunInitializers(INamedTypeSymbol type, ModuleObject module)
    {
        Frame outer = frame;
        bool ownFrame = !(frame.Self is ModuleValue self && ReferenceEquals(self.Module, module));
        if (ownFrame)
        {
            frame = new Frame(++lastFrame, -1, new ModuleValue(module), null);
            frames.Add(frame);
        }

        foreach (ISymbol member in type.OriginalDefinition.GetMembers())
        {
            ExpressionSyntax? value = member is { IsStatic: false, DeclaringSyntaxReferences: { Length: > 0 } references }
                ? references[0].GetSyntax(cancellation) switch
                {
                    VariableDeclaratorSyntax { Initializer.Value: { } field } => field,
                    PropertyDeclarationSyntax { Initializer.Value: { } property } => property,
                    _ => null,
                }
                : null;
            if (value is not null && models.Get(value.SyntaxTree).GetOperation(value.Parent!, cancellation) is ISymbolInitializerOperation initializer)
            {
                Value initial = Evaluate(initializer.Value);
                store = store with { Slots = store.Slots.SetItem(new Slot(-module.Id, member), initial) };
            }
            else if (member is IFieldSymbol { IsStatic: false, AssociatedSymbol: null, IsImplicitlyDeclared: false } field && !store.Slots.ContainsKey(new Slot(-module.Id, field)))
            {
                store = store with { Slots = store.Slots.SetItem(new Slot(-module.Id, field), DefaultOf(field.Type)) };
            }
        }

        if (ownFrame)
        {
            frames.Remove(frame);
            frame = outer;
        }
    }
}
