using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>What runs when an object is made: initialisers from the derived class to its bases, then the constructors from the bases down.</summary>
internal sealed class Construction
{
    private readonly Machine machine;

    public Construction(Machine machine) => this.machine = machine;

    private Heap Heap => machine.Heap;

    public Value Create(IObjectCreationOperation creation, Frame frame)
    {
        Evaluator evaluator = machine.Evaluator;
        int count = creation.Constructor?.Parameters.Length ?? 0;
        var arguments = new Value[count];
        var places = new Place?[count];
        var order = new List<int>();
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            int ordinal = argument.Parameter?.Ordinal ?? 0;
            order.Add(ordinal);
            evaluator.Hold(machine.Calls.Argument(argument, ordinal, places, frame));
        }

        for (int i = order.Count - 1; i >= 0; i--)
        {
            arguments[order[i]] = evaluator.TakeBack();
        }

        if (!Heap.IsReachable || creation.Constructor is not { } constructor || creation.Type is not INamedTypeSymbol type)
        {
            return Value.Unknown;
        }

        for (int i = 0; i < count; i++)
        {
            arguments[i] ??= machine.UnknownOf(constructor.Parameters[i].Type);
        }

        var use = new CallUse(constructor, null, arguments, places, creation, type, frame);
        Value made = Create(type, use, creation);
        if (creation.Initializer is not null)
        {
            // The graph has taken it apart already; outside of one it is not followed.
            machine.Havoc.Operation(creation.Initializer, frame);
            machine.Havoc.Release(made, "it is initialised in a way that is not followed");
        }

        return made;
    }

    private Value Create(INamedTypeSymbol type, CallUse use, IObjectCreationOperation creation)
    {
        bool isHere = machine.Bodies.IsHere(type);
        if (!isHere || machine.Objects.IsFull || type.IsValueType)
        {
            return (machine.Objects.IsFull || isHere ? null : machine.Callees.Create(type, use)) ?? CreateUnknown(type, use);
        }

        bool isModule = machine.IsModule(type);
        ObjectKind kind = isModule ? ObjectKind.UserModule : ObjectKind.Plain;
        HeapObject made = machine.Objects.New(kind, creation, use.Frame, (id, loops) => NewObject(id, kind, type, loops, creation.Syntax), out bool isAgain);
        if (made.IsOneOfMany)
        {
            // Its sizes may differ from round to round.
            use = use with { Arguments = use.Arguments.Select((a, i) => a is NumberValue { IsSetting: false } && !IsConstant(creation, i) ? NumberValue.Unknown : a).ToList() };
        }

        Run(use.Method, made, use, isAgain);
        return new ObjectValue(made);
    }

    private static bool IsConstant(IObjectCreationOperation creation, int ordinal) =>
        creation.Arguments.Any(a => a.Parameter?.Ordinal == ordinal && a.Value.ConstantValue.HasValue);

    /// <summary>An object of a class that is not followed.</summary>
    private Value CreateUnknown(INamedTypeSymbol type, CallUse use)
    {
        foreach (Value argument in use.Arguments)
        {
            machine.Havoc.Release(argument, "it is given to a new " + type.Name);
        }

        return machine.From(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated), "a new " + type.Name);
    }

    public HeapObject NewObject(int id, ObjectKind kind, ITypeSymbol type, int loops, SyntaxNode? creation)
    {
        bool isModule = kind is not (ObjectKind.Plain or ObjectKind.List or ObjectKind.Enumerator);
        return new HeapObject(id, kind, type)
        {
            LoopDepth = loops,
            Creation = creation,
            Mode = isModule ? Heap.NewCell(Numbers.Of(true)) : 0,
            Settings = isModule ? Heap.NewCell(Numbers.Of(true)) : 0,
            Registry = kind == ObjectKind.UserModule ? Heap.NewCell(RegistryValue.Empty) : 0,
        };
    }

    /// <summary>Builds an instance as a constructor would, from arguments of which nothing is known.</summary>
    public HeapObject CreateRoot(INamedTypeSymbol type, IMethodSymbol constructor, Frame frame)
    {
        HeapObject root = machine.Objects.New(ObjectKind.UserModule, null!, frame, (id, loops) => NewObject(id, ObjectKind.UserModule, type, loops, null), out _);
        List<Value> arguments = constructor.Parameters.Select(UnknownArgument).ToList();
        Run(constructor, root, new CallUse(constructor, null, arguments, CallUse.NoPlaces(arguments.Count), null!, null, frame), isAgain: false);
        return root;
    }

    private Value UnknownArgument(IParameterSymbol parameter)
    {
        Value value = machine.UnknownOf(parameter.Type);
        bool mayBeNull = parameter.HasExplicitDefaultValue && parameter.ExplicitDefaultValue is null;
        ITypeSymbol type = mayBeNull ? parameter.Type.WithNullableAnnotation(NullableAnnotation.Annotated) : parameter.Type;
        return value is NumberValue ? new NumberValue(null, "#" + parameter.Name) { IsSetting = true }
            : value is TensorValue ? Given(parameter)
            : value is OpaqueValue ? new OpaqueValue(type, "the parameter " + parameter.Name, machine.NewOrigin())
            : value;
    }

    private Value Given(IParameterSymbol parameter)
    {
        bool isRaw = parameter.Type is INamedTypeSymbol { Name: "Parameter" } type && TypeNames.MetadataName(type) == TorchSharpNames.Parameter;

        // What is handed in may be shared with anything; a raw parameter is told apart from others by a memory of its own beside.
        Value given = machine.Domain.Given(parameter, isRaw, isRaw ? machine.Storages.Join(machine.Storages.New(), Storages.Outside) : Storages.Outside);
        foreach (TensorValue raw in isRaw ? Lattice.Alternatives(given).OfType<TensorValue>() : Enumerable.Empty<TensorValue>())
        {
            machine.Created.AddParameter(raw, null);
        }

        bool mayBeNull = parameter.NullableAnnotation != NullableAnnotation.NotAnnotated || (parameter.HasExplicitDefaultValue && parameter.ExplicitDefaultValue is null);
        return new ChoiceValue(ImmutableArray.Create(mayBeNull ? Value.Null : NullValue.AgainstAnnotation, given));
    }

    /// <summary>A constructor that calls another one: of its own class, or of its base.</summary>
    public Value CallOther(CallUse use)
    {
        if (use.Frame.Self is not ObjectValue { Object: var self })
        {
            return machine.Havoc.Call(use);
        }

        INamedTypeSymbol type = use.Method.ContainingType;
        if (machine.Bodies.IsHere(type))
        {
            Run(use.Method, self, use, isAgain: false);
        }
        else
        {
            RunOutside(type, self, use.Arguments);
        }

        return Value.Unknown;
    }

    /// <summary>What <c>with</c> makes of a record before it sets members: an object that holds the same; null where somebody wrote how it is copied.</summary>
    public Value? Copy(HeapObject original, CallUse use)
    {
        for (INamedTypeSymbol? t = original.Class; t is { SpecialType: not SpecialType.System_Object }; t = t.BaseType)
        {
            if (!t.IsRecord || !machine.Bodies.IsHere(t) || t.InstanceConstructors.Any(made => !made.IsImplicitlyDeclared && made.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(made.Parameters[0].Type, t)))
            {
                return null;
            }
        }

        if (original.IsEscaped || original.Content > 0)
        {
            return null;
        }

        HeapObject made = machine.Objects.New(ObjectKind.Plain, use.At, use.Frame, (id, loops) => new HeapObject(id, ObjectKind.Plain, original.Class) { LoopDepth = loops }, out _);
        foreach (KeyValuePair<ISymbol, int> field in original.Fields.ToList())
        {
            if (machine.Heap.Read(field.Value) is { } value)
            {
                machine.Heap.Write(machine.Objects.Field(made, field.Key), value);
            }
        }

        return new ObjectValue(made);
    }

    private void RunOutside(INamedTypeSymbol type, HeapObject self, IReadOnlyList<Value> arguments)
    {
        foreach (Value argument in arguments)
        {
            machine.Havoc.Release(argument, "it is given to " + type.Name);
        }

        if (type.SpecialType != SpecialType.System_Object && type.ContainingAssembly?.Name != TorchSharpNames.Assembly)
        {
            self.IsEscaped = true;
            machine.Registry.Doubt(self);
            if (self.IsModule)
            {
                machine.Domain.SeeEverything("a base class is not in this compilation: " + type.Name);
            }
        }
    }

    private void Run(IMethodSymbol constructor, HeapObject self, CallUse use, bool isAgain)
    {
        INamedTypeSymbol type = constructor.ContainingType;
        CallContext outer = use.Frame.Context;
        var context = outer with { Self = new ObjectValue(self), Method = null, Site = use.At is null ? outer.Site : Machine.Site(use.At, use.Frame), Depth = outer.Depth + 1, Loops = use.Frame.Loops };
        if (outer.Depth > Budget.CallDepth || machine.Budget.IsSpent)
        {
            machine.Budget.GiveUp("calls are nested too deeply");
            machine.Havoc.Release(context.Self, "calls are nested too deeply");
            return;
        }

        SyntaxNode? syntax = constructor.IsImplicitlyDeclared ? null : Declarations.First(constructor, machine.Cancellation);
        switch (syntax)
        {
            case null when constructor.Parameters.Length > 0:
                // The copy constructor of a record.
                foreach (Value original in use.Arguments.Prepend(context.Self!))
                {
                    machine.Havoc.Release(original, "a copy is not followed");
                }

                return;
            case null:
                RunInitializers(type, context, isAgain);
                RunBase(type.BaseType, context, use);
                return;
            case TypeDeclarationSyntax primary:
                RunPrimary(constructor, self, primary, context, use, isAgain);
                return;
            case ConstructorDeclarationSyntax written:
                bool callsOwn = written.Initializer?.IsKind(SyntaxKind.ThisConstructorInitializer) == true;
                if (!callsOwn)
                {
                    RunInitializers(type, context, isAgain);
                }

                // Asked for even where nothing is bound: what is read depends on the body.
                _ = machine.Sources.Get(written.SyntaxTree);
                if (PlainConstructor.Is(constructor, written))
                {
                    machine.Registry.RegisterAll(self);
                    return;
                }

                if (written.Initializer is null)
                {
                    RunBase(type.BaseType, context, use);
                }

                if (machine.Bodies.Of(constructor) is { } graph)
                {
                    machine.Calls.Run(use, constructor, graph, context.Self, null);
                    return;
                }

                break;
        }

        machine.Budget.GiveUp("a constructor cannot be read: " + type.Name);
    }

    /// <summary>A primary constructor: its parameters are captured by the class, or are properties of a record.</summary>
    private void RunPrimary(IMethodSymbol constructor, HeapObject self, TypeDeclarationSyntax syntax, CallContext context, CallUse use, bool isAgain)
    {
        IMethodSymbol definition = constructor.OriginalDefinition;
        for (int i = 0; i < definition.Parameters.Length; i++)
        {
            IParameterSymbol parameter = definition.Parameters[i];
            Heap.Write(machine.Objects.Field(self, parameter), use.Arguments[i]);
            if (definition.ContainingType.IsRecord
                && definition.ContainingType.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault(p => Declarations.Of<ParameterSyntax>(p, machine.Cancellation).Any()) is { } property)
            {
                Heap.Write(machine.Objects.Field(self, property), use.Arguments[i]);
            }
        }

        RunInitializers(constructor.ContainingType, context, isAgain);
        var frame = new Frame(context, null, null);
        if (syntax.BaseList?.Types is { Count: > 0 } bases && bases[0] is PrimaryConstructorBaseTypeSyntax primary && machine.Bodies.Operation(primary) is IInvocationOperation chained)
        {
            machine.Calls.Invoke(chained, frame);
        }
        else
        {
            RunBase(constructor.ContainingType.BaseType, context, use);
        }
    }

    /// <summary>The constructor without arguments that is called where none is named.</summary>
    private void RunBase(INamedTypeSymbol? type, CallContext context, CallUse use)
    {
        if (type is null || context.Self is not ObjectValue { Object: var self })
        {
            return;
        }

        if (!machine.Bodies.IsHere(type))
        {
            RunOutside(type, self, System.Array.Empty<Value>());
            return;
        }

        if (type.InstanceConstructors.FirstOrDefault(static c => c.Parameters.All(static p => p.IsOptional || p.IsParams)) is { Parameters.Length: 0 } constructor)
        {
            Run(constructor, self, new CallUse(constructor, context.Self, System.Array.Empty<Value>(), CallUse.NoPlaces(0), use.At, null, new Frame(context, null, null)), isAgain: false);
        }
        else
        {
            machine.Budget.GiveUp("a constructor of " + type.Name + " is called in a way that is not followed");
        }
    }

    private void RunInitializers(INamedTypeSymbol type, CallContext context, bool isAgain)
    {
        HeapObject self = ((ObjectValue)context.Self!).Object;
        foreach ((ISymbol member, IOperation? value, MethodGraph? initializer) in machine.Bodies.Members(type))
        {
            if (value is not null)
            {
                var frame = new Frame(context, null, null);
                Value initial = machine.Evaluator.Evaluate(value, frame);
                if (Heap.IsReachable)
                {
                    machine.Places.WriteMember(self, member, initial, value, frame);
                }
            }
            else if (initializer is not null)
            {
                var frame = new Frame(context, null, initializer);
                new ControlFlow(machine, frame, initializer).Run();
            }
            else if (!isAgain && IsStored(member))
            {
                int cell = machine.Objects.Field(self, member);
                if (Heap.Read(cell) is null)
                {
                    Heap.Write(cell, machine.DefaultOf((member as IFieldSymbol)?.Type ?? ((IPropertySymbol)member).Type));
                }
            }
        }
    }

    private static bool IsStored(ISymbol member) => member switch
    {
        IFieldSymbol field => field is { IsConst: false, AssociatedSymbol: null, IsImplicitlyDeclared: false },
        IPropertySymbol property => property is { IsIndexer: false, IsAbstract: false } && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property)),
        _ => false,
    };

    /// <summary>A private table of sizes that its class only reads; null for any other static field.</summary>
    public Value? StaticTable(IFieldSymbol field, Frame frame)
    {
        if (field is not { IsReadOnly: true, DeclaringSyntaxReferences.Length: 1 }
            || !machine.Bodies.IsHere(field.ContainingType)
            || machine.IsTensor(field.Type)
            || machine.IsModule(field.Type)
            || Declarations.First(field, machine.Cancellation) is not VariableDeclaratorSyntax { Initializer: { Value: { } value } initializer }
            || !IsOnlyRead(field))
        {
            return null;
        }

        bool isTable = value is ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or InitializerExpressionSyntax or CollectionExpressionSyntax;
        if (value is not (LiteralExpressionSyntax or PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax }) && !(isTable && field.DeclaredAccessibility == Accessibility.Private))
        {
            return null;
        }

        return machine.Bodies.Operation(initializer) is ISymbolInitializerOperation operation ? machine.Evaluator.Evaluate(operation.Value, frame) : null;
    }

    /// <summary>No static constructor, and no code of the class that could write an element.</summary>
    private bool IsOnlyRead(IFieldSymbol field)
    {
        foreach (SyntaxNode part in Declarations.Of(field.ContainingType, machine.Cancellation))
        {
            foreach (SyntaxNode node in part.DescendantNodes())
            {
                if (node is ConstructorDeclarationSyntax constructor && constructor.Modifiers.Any(SyntaxKind.StaticKeyword) && constructor.Parent == part)
                {
                    return false;
                }

                if (node is IdentifierNameSyntax name && name.Identifier.ValueText == field.Name && !IsRead(name, field.Type, field.ContainingType, depth: 0))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Every method of this name in the class only reads the parameter.</summary>
    private bool IsReadBy(string method, int parameter, ITypeSymbol type, INamedTypeSymbol owner, int depth)
    {
        List<IMethodSymbol> methods = owner.GetMembers(method).OfType<IMethodSymbol>().ToList();
        return methods.Count > 0 && methods.TrueForAll(one => one.DeclaringSyntaxReferences.Length == 1 && parameter < one.Parameters.Length && one.Parameters[parameter] is { IsParams: false } given
            && Declarations.First(one, machine.Cancellation)!.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == given.Name).All(n => IsRead(n, type, owner, depth)));
    }

    private bool IsRead(IdentifierNameSyntax name, ITypeSymbol type, INamedTypeSymbol owner, int depth)
    {
        if (type is not (IArrayTypeSymbol or INamedTypeSymbol { Arity: 1 }))
        {
            return name.Parent is not AssignmentExpressionSyntax assignment || assignment.Left != name;
        }

        ExpressionSyntax whole = name.Parent is MemberAccessExpressionSyntax qualified && qualified.Name == name ? qualified : name;
        while (whole.Parent is ElementAccessExpressionSyntax { Parent: ElementAccessExpressionSyntax outer } inner && inner.Expression == whole && outer.Expression == inner)
        {
            whole = inner;
        }

        return whole.Parent switch
        {
            ElementAccessExpressionSyntax element => element.Parent is not (AssignmentExpressionSyntax or RefExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax)
                || (element.Parent is AssignmentExpressionSyntax assignment && assignment.Left != element),
            ForEachStatementSyntax or SpreadElementSyntax => type is not IArrayTypeSymbol { ElementType: IArrayTypeSymbol },
            ArgumentSyntax { RefKindKeyword.RawKind: 0, NameColon: null, Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax called } } arguments } argument when depth < 3 =>
                IsReadBy(called.Identifier.ValueText, arguments.Arguments.IndexOf(argument), type, owner, depth + 1),
            MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText is "Length" or "Count" or "Select" or "Zip" or "Sum" or "Max" or "Min" or "First" or "Last" or "Skip" or "Take",
            _ => false,
        };
    }
}
