using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

internal sealed partial class Interpreter
{
    private void ExecuteAll(IEnumerable<IOperation> operations)
    {
        foreach (IOperation operation in operations)
        {
            Execute(operation);
        }
    }

    private void Execute(IOperation operation)
    {
        Step();
        if (!reachable && operation is not ILabeledOperation)
        {
            return;
        }

        if (IsOverBudget)
        {
            return;
        }

        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++nesting > NestingDepth)
        {
            GiveUpAll("statements are nested too deeply");
            nesting--;
            return;
        }

        ExecuteCore(operation);
        nesting--;
    }

    private void ExecuteCore(IOperation operation)
    {
        switch (operation)
        {
            case IBlockOperation block:
                int gradients = gradientsOff;
                ExecuteAll(block.Operations);
                gradientsOff = gradients;
                break;
            case IVariableDeclarationGroupOperation group:
                ExecuteAll(group.Declarations);
                break;
            case IVariableDeclarationOperation declaration:
                foreach (IVariableDeclaratorOperation declarator in declaration.Declarators)
                {
                    IVariableInitializerOperation? initializer = declarator.Initializer ?? declaration.Initializer;
                    Declare(declarator.Symbol, initializer is null ? DefaultOf(declarator.Symbol.Type) : Evaluate(initializer.Value));
                }

                break;
            case IExpressionStatementOperation statement:
                Evaluate(statement.Operation);
                break;
            case IReturnOperation { Kind: OperationKind.Return } result:
                Return(result.ReturnedValue is { } returned ? Evaluate(returned) : null);
                break;
            case IReturnOperation other:
                GiveUp(other.ReturnedValue is { } item ? Evaluate(item) : null, "an iterator is not followed");
                GiveUpAll("an iterator is not followed");
                break;
            case IConditionalOperation conditional:
                Conditional(conditional);
                break;
            case ISwitchOperation choice:
                Switch(choice);
                break;
            case ILoopOperation loop:
                Loop(loop);
                break;
            case IUsingOperation use:
                int before = gradientsOff;
                Enter(use.Resources);
                Execute(use.Body);
                gradientsOff = before;
                break;
            case IUsingDeclarationOperation use:
                Enter(use.DeclarationGroup);
                break;
            case ITryOperation attempt:
                Try(attempt);
                break;
            case ILockOperation exclusive:
                Evaluate(exclusive.LockedValue);
                Execute(exclusive.Body);
                break;
            case IBranchOperation branch:
                Branch(branch);
                break;
            case ILabeledOperation labeled:
                Resume(labeled.Label);
                if (labeled.Operation is { } inner)
                {
                    Execute(inner);
                }

                break;
            case ILocalFunctionOperation or IEmptyOperation:
                break;
            default:
                Evaluate(operation);
                break;
        }
    }

    /// <summary>The resources of a <c>using</c>: variables, and what a scope does to gradients.</summary>
    private void Enter(IOperation resources)
    {
        Execute(resources);
        foreach (IInvocationOperation call in resources.DescendantsAndSelf().OfType<IInvocationOperation>())
        {
            if (TypeNames.MetadataName(call.TargetMethod.ContainingType) == "TorchSharp.torch" && ContextCatalog.Find(call.TargetMethod.Name) is { } context)
            {
                gradientsOff = context switch { GradientContext.Off => 1, GradientContext.On => 0, _ => gradientsOff };
            }
        }
    }

    private void Return(Value? value)
    {
        if (value is not null)
        {
            frame.Result = frame.Result is null ? value : Join(frame.Result, value);
        }

        frame.Exit = frame.Exit is null ? store : Join(frame.Exit, store);
        reachable = false;
    }

    private void Conditional(IConditionalOperation conditional)
    {
        bool? known = Condition(conditional.Condition);
        if (known is { } outcome)
        {
            if (outcome)
            {
                Execute(conditional.WhenTrue);
            }
            else if (conditional.WhenFalse is { } whenFalse)
            {
                Execute(whenFalse);
            }

            return;
        }

        Store before = store;
        Narrow(conditional.Condition, true);
        Execute(conditional.WhenTrue);
        (Store afterTrue, bool trueReaches) = (store, reachable);
        (store, reachable) = (before, true);
        Narrow(conditional.Condition, false);
        if (conditional.WhenFalse is { } otherwise)
        {
            Execute(otherwise);
        }

        Meet(afterTrue, trueReaches);
    }

    /// <summary>Continues from here or from another store, whichever is reachable.</summary>
    private void Meet(Store other, bool otherReaches)
    {
        if (!otherReaches)
        {
            return;
        }

        store = reachable ? Join(store, other) : other;
        reachable = true;
    }

    private void Switch(ISwitchOperation choice)
    {
        Value subject = Evaluate(choice.Value);
        Observe(subject, "it decides a switch");
        object? constant = (subject as NumberValue)?.Constant;
        Store before = store;
        (Store Store, bool Reaches)? joined = null;
        bool mayFallOut = true;
        foreach (ISwitchCaseOperation section in choice.Cases)
        {
            bool isDefault = section.Clauses.Any(c => c.CaseKind == CaseKind.Default);
            if (constant is not null && section.Clauses.All(c => c is ISingleValueCaseClauseOperation { Value.ConstantValue: { HasValue: true } label } && !Equals(Numbers.Of(label.Value).Constant, constant)))
            {
                continue;
            }

            bool isCertain = constant is not null && section.Clauses.Any(c => c is ISingleValueCaseClauseOperation { Value.ConstantValue: { HasValue: true } label } && Equals(Numbers.Of(label.Value).Constant, constant));
            (store, reachable) = (before, true);
            foreach (ICaseClauseOperation clause in section.Clauses)
            {
                if (clause is IPatternCaseClauseOperation pattern)
                {
                    Bind(pattern.Pattern, subject);
                }
            }

            ExecuteAll(section.Body);
            if (reachable)
            {
                joined = joined is { } j ? (Join(j.Store, store), true) : (store, true);
            }

            if (isDefault || isCertain)
            {
                mayFallOut = false;
            }

            if (isCertain)
            {
                break;
            }
        }

        (store, reachable) = (before, mayFallOut);
        if (joined is { } result)
        {
            Meet(result.Store, true);
        }

        Resume(choice.ExitLabel);
    }

    private void Branch(IBranchOperation branch)
    {
        if (branch.BranchKind == BranchKind.GoTo)
        {
            GiveUpAll("goto is not followed");
        }

        frame.Jumps[branch.Target] = frame.Jumps.TryGetValue(branch.Target, out Store? others) ? Join(others, store) : store;
        reachable = false;
    }

    /// <summary>Joins what jumped to a label.</summary>
    private void Resume(ILabelSymbol label)
    {
        if (frame.Jumps.TryGetValue(label, out Store? jumped))
        {
            frame.Jumps.Remove(label);
            Meet(jumped, true);
        }
    }

    private void Try(ITryOperation attempt)
    {
        Store before = store;
        bool hasHandler = attempt.Catches.Length > 0;
        insideTry += hasHandler ? 1 : 0;
        Execute(attempt.Body);
        insideTry -= hasHandler ? 1 : 0;
        (Store after, bool reaches) = (store, reachable);
        foreach (ICatchClauseOperation handler in attempt.Catches)
        {
            (store, reachable) = (reaches ? Join(before, after) : before, true);
            if (handler.ExceptionDeclarationOrExpression is IVariableDeclaratorOperation declarator)
            {
                Declare(declarator.Symbol, Value.Unknown);
            }

            Execute(handler.Handler);
            Meet(after, reaches);
            (after, reaches) = (store, reachable);
        }

        (store, reachable) = (after, reaches);
        if (attempt.Finally is { } last)
        {
            // It runs on the way out of every path; an unreachable end does not skip it.
            bool reached = reachable;
            reachable = true;
            Execute(last);
            reachable &= reached;
        }
    }
}
