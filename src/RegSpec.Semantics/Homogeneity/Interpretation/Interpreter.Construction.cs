using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Building the model: constructors, layers, parameters.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Modules of one model before the rest is taken as unknown.</summary>
    private const int ModuleLimit = 4000;

    private readonly Dictionary<string, ModuleObject> moduleOfSite = new();
    private readonly Dictionary<string, TensorValue> parameterOfSite = new();

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
            string key = SiteKey(creation);
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
