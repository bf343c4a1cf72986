using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics;

/// <content>Statements: what they do to the state.</content>
internal sealed partial class ConstructionInterpreter
{
    private Stack<JumpTarget> jumps = new();
    private ConstructionState? returned;
    private ModuleValue? returnedValue;

    /// <summary>Runs a body of its own: jumps and returns inside stay inside; gives what it returns.</summary>
    private ModuleValue? RunBody(Action body)
    {
        (Stack<JumpTarget> outerJumps, ConstructionState? outerReturned, ModuleValue? outerValue) = (jumps, returned, returnedValue);
        (jumps, returned, returnedValue) = (new Stack<JumpTarget>(), null, null);
        body();
        if (returned is not null)
        {
            state.Join(returned);
        }

        ModuleValue? value = returnedValue;
        (jumps, returned, returnedValue) = (outerJumps, outerReturned, outerValue);
        return value;
    }

    private void Execute(IOperation? operation)
    {
        if (operation is null || !state.IsReachable || !Spend())
        {
            return;
        }

        switch (operation)
        {
            case IBlockOperation block:
                foreach (IOperation statement in block.Operations)
                {
                    Execute(statement);
                }

                break;
            case IExpressionStatementOperation statement:
                Evaluate(statement.Operation);
                break;
            case IVariableDeclarationGroupOperation group:
                foreach (IVariableDeclarationOperation declaration in group.Declarations)
                {
                    Declare(declaration);
                }

                break;
            case IUsingDeclarationOperation declaration:
                Execute(declaration.DeclarationGroup);
                break;
            case IConditionalOperation conditional:
                Branch(conditional.Condition, () => Execute(conditional.WhenTrue), () => Execute(conditional.WhenFalse));
                break;
            case ISwitchOperation choice:
                ExecuteSwitch(choice);
                break;
            case IForEachLoopOperation loop:
                ExecuteForEach(loop);
                break;
            case IForLoopOperation loop:
                foreach (IOperation statement in loop.Before)
                {
                    Execute(statement);
                }

                ExecuteLoop(loop.Condition, () => Execute(loop.Body), () => ExecuteAll(loop.AtLoopBottom), atLeastOnce: false);
                break;
            case IWhileLoopOperation loop:
                ExecuteLoop(loop.Condition, () => Execute(loop.Body), static () => { }, atLeastOnce: !loop.ConditionIsTop);
                break;
            case IReturnOperation { Kind: OperationKind.Return } result:
                Return(result.ReturnedValue);
                break;
            case IReturnOperation result:
                Forget(Evaluate(result.ReturnedValue));
                break;
            case IBranchOperation branch:
                Jump(branch);
                break;
            case ITryOperation attempt:
                ExecuteTry(attempt);
                break;
            case IUsingOperation scope:
                Execute(scope.Resources);
                Execute(scope.Body);
                break;
            case ILockOperation scope:
                Evaluate(scope.LockedValue);
                Execute(scope.Body);
                break;
            case ILabeledOperation label:
                Execute(label.Operation);
                break;
            case ILocalFunctionOperation or IEmptyOperation:
                break;
            default:
                Evaluate(operation);
                break;
        }
    }

    private void ExecuteAll(IEnumerable<IOperation> statements)
    {
        foreach (IOperation statement in statements)
        {
            Execute(statement);
        }
    }

    private void Declare(IVariableDeclarationOperation declaration)
    {
        foreach (IVariableDeclaratorOperation variable in declaration.Declarators)
        {
            IVariableInitializerOperation? initializer = variable.Initializer ?? declaration.Initializer;
            if (initializer is not null)
            {
                ModuleValue value = Evaluate(initializer.Value);
                state.Set(variable.Symbol, value);
            }
        }
    }

    /// <summary>Both ways from one state, joined; one way where the condition is a constant.</summary>
    private void Branch(IOperation condition, Action whenTrue, Action whenFalse)
    {
        if (Evaluate(condition) is ModuleValue.Constant { Value: bool decided })
        {
            (decided ? whenTrue : whenFalse)();
            return;
        }

        ConstructionState before = state.Copy();
        whenTrue();
        ConstructionState after = state;
        state = before;
        whenFalse();
        after.Join(state);
        state = after;
    }

    private void ExecuteSwitch(ISwitchOperation choice)
    {
        Evaluate(choice.Value);
        var target = new JumpTarget(isLoop: false);
        jumps.Push(target);
        ConstructionState before = state;
        ConstructionState? after = null;
        bool isTotal = false;
        foreach (ISwitchCaseOperation section in choice.Cases)
        {
            isTotal |= section.Clauses.Any(static clause => clause.CaseKind == CaseKind.Default);
            state = before.Copy();
            ExecuteAll(section.Body);
            after = Merge(after, state);
        }

        jumps.Pop();
        after = Merge(after, target.Broken);
        state = isTotal && after is not null ? after : Merge(after, before)!;
    }

    private void ExecuteForEach(IForEachLoopOperation loop)
    {
        ModuleValue collection = Evaluate(loop.Collection);
        ILocalSymbol? variable = loop.Locals.Length == 1 ? loop.Locals[0] : null;
        ModuleValue element = ElementOf(collection, variable?.Type);
        ExecuteLoop(
            condition: null,
            () =>
            {
                if (variable is not null)
                {
                    state.Set(variable, element);
                }
                else if (element is ModuleValue.Pair pair)
                {
                    Deconstruct(loop.LoopControlVariable, pair);
                }
                else
                {
                    // A deconstructed element: each part comes from the collection.
                    foreach (ILocalSymbol local in loop.Locals)
                    {
                        state.Set(local, new ModuleValue.Typed(local.Type, "an element of a collection", (element as ModuleValue.Typed)?.Source ?? -1));
                    }
                }

                Execute(loop.Body);
            },
            static () => { },
            atLeastOnce: false);
    }

    /// <summary>Runs a body twice: once from the state before, once from what the first run leads to, so that it sees its own effect.</summary>
    private void ExecuteLoop(IOperation? condition, Action body, Action atBottom, bool atLeastOnce)
    {
        var target = new JumpTarget(isLoop: true);
        jumps.Push(target);
        for (int pass = 0; pass < 2 && state.IsReachable; pass++)
        {
            if (condition is not null && (!atLeastOnce || pass > 0))
            {
                Evaluate(condition);
            }

            ConstructionState before = state.Copy();
            body();
            state = Merge(state, target.Continued)!;
            target.Continued = null;
            atBottom();
            if (!atLeastOnce || pass > 0)
            {
                state.Join(before);
            }
        }

        jumps.Pop();
        state = Merge(state, target.Broken)!;
    }

    private void Return(IOperation? result)
    {
        if (result is not null)
        {
            ModuleValue value = Evaluate(result);
            returnedValue = returnedValue is null ? value : ModuleValue.Join(returnedValue, value);
        }

        returned = Merge(returned, state);
        Leave();
    }

    private void Jump(IBranchOperation branch)
    {
        JumpTarget? target = branch.BranchKind switch
        {
            BranchKind.Break => jumps.Count > 0 ? jumps.Peek() : null,
            BranchKind.Continue => jumps.FirstOrDefault(static jump => jump.IsLoop),
            _ => null,
        };
        if (target is null)
        {
            // goto: the structured walk goes on as if it were not there.
            IsUncertain = true;
            return;
        }

        if (branch.BranchKind == BranchKind.Break)
        {
            target.Broken = Merge(target.Broken, state);
        }
        else
        {
            target.Continued = Merge(target.Continued, state);
        }

        Leave();
    }

    private void ExecuteTry(ITryOperation attempt)
    {
        ConstructionState before = state.Copy();
        Execute(attempt.Body);
        ConstructionState after = state;
        before.Join(after);
        foreach (ICatchClauseOperation clause in attempt.Catches)
        {
            state = before.Copy();
            Execute(clause.Handler);
            after.Join(state);
        }

        state = after;
        Execute(attempt.Finally);
    }

    /// <summary>Nothing follows on this path.</summary>
    private void Leave()
    {
        state = state.Copy();
        state.IsReachable = false;
    }

    private static ConstructionState? Merge(ConstructionState? first, ConstructionState? second)
    {
        if (first is null || second is null)
        {
            return first ?? second;
        }

        first.Join(second);
        return first;
    }

    private sealed class JumpTarget(bool isLoop)
    {
        public bool IsLoop { get; } = isLoop;

        public ConstructionState? Broken { get; set; }

        public ConstructionState? Continued { get; set; }
    }
}
