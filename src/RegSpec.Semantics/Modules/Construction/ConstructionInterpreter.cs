using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics;

/// <summary>
/// Runs the initialisers and constructors of one class on abstract values: a structured walk over operations, branches joined,
/// loops run twice, helpers of the same compilation followed to a bounded depth. What it cannot follow it forgets.
/// </summary>
internal sealed partial class ConstructionInterpreter
{
    private const int CallDepthLimit = 3;
    private const int OperationLimit = 50_000;

    private readonly TorchSymbols symbols;
    private readonly ISemanticModelProvider models;
    private readonly INamedTypeSymbol root;
    private readonly CancellationToken cancellation;
    private readonly HashSet<ISymbol> running = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ModuleValue> registered = new();
    private ConstructionState state = new();
    private int operations;
    private int containers;

    public ConstructionInterpreter(TorchSymbols symbols, ISemanticModelProvider models, INamedTypeSymbol root, CancellationToken cancellation)
    {
        this.symbols = symbols;
        this.models = models;
        this.root = root;
        this.cancellation = cancellation;
    }

    /// <summary>The budget ran out, or a jump could not be followed: what was seen is not all there is.</summary>
    public bool IsUncertain { get; private set; }

    /// <summary>What holds when construction ends, by whichever constructor.</summary>
    public ConstructionState Run()
    {
        ConstructionState? joined = null;
        if (!symbols.IsSource(root))
        {
            return state;
        }

        foreach (IMethodSymbol constructor in EntryConstructors())
        {
            state = new ConstructionState();
            BindUnknown(constructor);
            RunConstructor(constructor);
            if (joined is null)
            {
                joined = state;
            }
            else
            {
                joined.Join(state);
            }
        }

        state = joined ?? new ConstructionState();
        if (operations > OperationLimit && state.Registered == Certainty.No)
        {
            state.Registered = Certainty.Maybe;
        }

        return state;
    }

    /// <summary>The value of a static field's initialiser.</summary>
    public ModuleValue? RunStaticInitializer(ISymbol member) =>
        Initializer(member) is { } syntax ? EvaluateInitializer(syntax) : null;

    /// <summary>Whether the object is (also) reachable by registering something else than this value's own place.</summary>
    public bool IsRegistered(ModuleValue value) => value switch
    {
        ModuleValue.Choice choice => choice.Values.All(IsRegistered),
        ModuleValue.Pair pair => pair.Items.Any(IsRegistered),
        ModuleValue.Reference => state.Container(value) is { } container && (container.IsRegisteredElsewhere || (container is { Kind: ContainerKind.Unregistered, Seen.Length: > 0 } && container.Seen.All(IsRegistered))),
        ModuleValue.Typed { Source: >= 0 } element => IsRegistered(new ModuleValue.Reference(element.Source)),
        _ => registered.Contains(value),
    };

    /// <summary>Notes that a module reached a place that registers it.</summary>
    public void MarkRegistered(ModuleValue value)
    {
        switch (value)
        {
            case ModuleValue.Choice choice:
                foreach (ModuleValue alternative in choice.Values)
                {
                    MarkRegistered(alternative);
                }

                break;
            case ModuleValue.Pair pair:
                foreach (ModuleValue item in pair.Items)
                {
                    MarkRegistered(item);
                }

                break;
            case ModuleValue.Typed { Source: >= 0 } element:
                MarkRegistered(new ModuleValue.Reference(element.Source));
                break;
            case ModuleValue.Reference reference when state.Container(reference) is { IsRegisteredElsewhere: false } container:
                state.SetContainer(reference.Id, container with { IsRegisteredElsewhere = true });
                foreach (ModuleValue seen in container.Seen)
                {
                    MarkRegistered(seen);
                }

                break;
            default:
                registered.Add(value);
                break;
        }
    }

    /// <summary>Constructors that callers can name; a private one that another chains to is run as part of that one.</summary>
    private IEnumerable<IMethodSymbol> EntryConstructors()
    {
        foreach (IMethodSymbol constructor in root.OriginalDefinition.InstanceConstructors)
        {
            bool isHidden = constructor.DeclaredAccessibility == Accessibility.Private && root.InstanceConstructors.Length > 1;
            if (!isHidden || !IsChainedTo())
            {
                yield return constructor;
            }
        }
    }

    private bool IsChainedTo() => root.OriginalDefinition.InstanceConstructors.Any(static constructor =>
        constructor.DeclaringSyntaxReferences.Any(static reference =>
            reference.GetSyntax() is ConstructorDeclarationSyntax { Initializer.RawKind: (int)SyntaxKind.ThisConstructorInitializer }));

    private void RunConstructor(IMethodSymbol constructor)
    {
        if (!running.Add(constructor))
        {
            return;
        }

        switch (constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation))
        {
            case ConstructorDeclarationSyntax syntax:
                RunWrittenConstructor(constructor, syntax);
                break;
            case TypeDeclarationSyntax { ParameterList: not null } syntax:
                RunInitializers(constructor.ContainingType);
                RunPrimaryBase(constructor.ContainingType, syntax);
                break;
            default:
                RunInitializers(constructor.ContainingType);
                RunImplicitBase(constructor.ContainingType);
                break;
        }

        running.Remove(constructor);
    }

    private void RunWrittenConstructor(IMethodSymbol constructor, ConstructorDeclarationSyntax syntax)
    {
        // Asked for even where nothing is bound: the answer depends on the body.
        SemanticModel model = models.Get(syntax.SyntaxTree);
        if (PlainConstructor.Is(constructor, syntax))
        {
            RunInitializers(constructor.ContainingType);
            state.Registered = state.IsReachable && Spend() ? Certainty.Yes : state.Registered;
            return;
        }

        var body = model.GetOperation(syntax, cancellation) as IConstructorBodyOperation;
        IInvocationOperation? initializer = body?.Initializer is { } written ? FindInvocation(written) : null;
        bool isThis = syntax.Initializer?.IsKind(SyntaxKind.ThisConstructorInitializer) == true;
        if (!isThis)
        {
            RunInitializers(constructor.ContainingType);
        }

        if (initializer is not null)
        {
            RunChained(initializer.TargetMethod, initializer.Arguments);
        }
        else if (!isThis && syntax.Initializer is null)
        {
            RunImplicitBase(constructor.ContainingType);
        }

        RunBody(() => Execute((IOperation?)body?.BlockBody ?? body?.ExpressionBody));
    }

    private void RunPrimaryBase(INamedTypeSymbol type, TypeDeclarationSyntax syntax)
    {
        PrimaryConstructorBaseTypeSyntax? written = syntax.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault();
        if (written is null)
        {
            RunImplicitBase(type);
            return;
        }

        SemanticModel model = models.Get(written.SyntaxTree);
        if (model.GetOperation(written, cancellation) is { } operation && FindInvocation(operation) is { } invocation)
        {
            RunChained(invocation.TargetMethod, invocation.Arguments);
        }
        else if (model.GetSymbolInfo(written, cancellation).Symbol is IMethodSymbol target)
        {
            RunChained(target, ImmutableArray<IArgumentOperation>.Empty);
        }
    }

    private void RunImplicitBase(INamedTypeSymbol type)
    {
        if (type.BaseType is not { } baseType)
        {
            return;
        }

        IMethodSymbol? target = baseType.InstanceConstructors.FirstOrDefault(static c => c.Parameters.All(static p => p.IsOptional || p.IsParams));
        if (target is not null)
        {
            RunChained(target, ImmutableArray<IArgumentOperation>.Empty);
        }
    }

    private void RunChained(IMethodSymbol target, ImmutableArray<IArgumentOperation> arguments)
    {
        IMethodSymbol definition = target.OriginalDefinition;
        if (symbols.IsSource(definition))
        {
            BindUnknown(definition);
            Bind(Evaluate(arguments));
            RunConstructor(definition);
            return;
        }

        Forget(Evaluate(arguments));
        if (!symbols.IsEmptyBase(definition.ContainingType.OriginalDefinition) && definition.ContainingType.SpecialType != SpecialType.System_Object && state.Registered == Certainty.No)
        {
            state.Registered = Certainty.Maybe;
        }
    }

    /// <summary>Field and property initialisers of one class in declaration order, those that can matter.</summary>
    private void RunInitializers(INamedTypeSymbol type)
    {
        foreach (ISymbol member in type.OriginalDefinition.GetMembers())
        {
            if (!member.IsStatic && Initializer(member) is { } syntax)
            {
                ModuleValue value = EvaluateInitializer(syntax);
                state.SetMember(member.OriginalDefinition, value);
            }
        }
    }

    private EqualsValueClauseSyntax? Initializer(ISymbol member)
    {
        ITypeSymbol? type = member switch
        {
            IFieldSymbol { IsConst: false, IsImplicitlyDeclared: false } field => field.Type,
            IPropertySymbol property => property.Type,
            _ => null,
        };
        // A class of another project has source too, in another compilation.
        return symbols.KindOf(type) == TypeKindInModel.Other || !symbols.IsSource(member)
            ? null
            : member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) switch
            {
                VariableDeclaratorSyntax variable => variable.Initializer,
                PropertyDeclarationSyntax property => property.Initializer,
                _ => null,
            };
    }

    private ModuleValue EvaluateInitializer(EqualsValueClauseSyntax syntax) =>
        models.Get(syntax.SyntaxTree).GetOperation(syntax, cancellation) is ISymbolInitializerOperation initializer ? Evaluate(initializer.Value)
        : Evaluate(models.Get(syntax.SyntaxTree).GetOperation(syntax.Value, cancellation));

    private static IInvocationOperation? FindInvocation(IOperation operation) =>
        operation as IInvocationOperation ?? operation.Descendants().OfType<IInvocationOperation>().FirstOrDefault(static i => i.TargetMethod.MethodKind == MethodKind.Constructor);

    /// <summary>Counts work; false when there has been too much.</summary>
    private bool Spend()
    {
        cancellation.ThrowIfCancellationRequested();
        if (++operations <= OperationLimit)
        {
            return true;
        }

        IsUncertain = true;
        return false;
    }
}
