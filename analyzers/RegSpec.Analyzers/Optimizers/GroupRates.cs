using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;

namespace RegSpec.Analyzers;

/// <summary>The learning rates of TorchSharp's parameter groups where the code writes them.</summary>
internal static class GroupRates
{
    /// <summary>The rates of an optimizer's groups as written, if two of them certainly differ; null otherwise.</summary>
    public static string? Different(OptimizerCreation optimizer, RegSpecTypes types)
    {
        Rate[] rates = Groups(optimizer).DescendantsAndSelf()
            .Select(operation => GroupCreation.Read(operation, types))
            .OfType<GroupCreation>()
            .Select(group => RateOf(group, optimizer, types))
            .OfType<Rate>()
            .ToArray();
        for (int i = 1; i < rates.Length; i++)
        {
            if (rates[0].Differs(rates[i]))
            {
                return "(" + rates[0].Text + ", " + rates[i].Text + ")";
            }
        }

        return null;
    }

    /// <summary>How many groups an optimizer certainly has: the elements of an array that are groups; 0 where it is made in another way.</summary>
    public static int Count(OptimizerCreation optimizer, RegSpecTypes types) =>
        Groups(optimizer) is IArrayCreationOperation { Initializer.ElementValues: var elements } && elements.All(element => GroupCreation.Read(element.Unwrapped(), types) is not null) ? elements.Length : 0;

    private static IOperation Groups(OptimizerCreation optimizer)
    {
        IOperation source = optimizer.Source.Unwrapped();
        return (source is ILocalReferenceOperation local ? local.OnlyValue() ?? source : source).Unwrapped();
    }

    private static Rate? RateOf(GroupCreation group, OptimizerCreation optimizer, RegSpecTypes types)
    {
        if (group.IsConvenience)
        {
            return group.Operation.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == OptimizerNames.LearningRate) is { } given ? Rate.Of(given.Value) : null;
        }

        OptionsCreation? options = group.Operation.Descendants().Select(operation => OptionsCreation.Read(operation, types)).FirstOrDefault(static read => read is not null);
        if (options?.Setting(OptimizerNames.OptionsLearningRate) is { } own)
        {
            return Rate.Of(own);
        }

        // A group that says nothing has the optimizer's; one whose options come from elsewhere may say anything.
        bool isSilent = group.Operation.Arguments.Length < 2 || options is not null;
        IArgumentOperation? whole = optimizer.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name is OptimizerNames.LearningRate or OptimizerNames.SgdLearningRate);
        return isSilent && whole is not null ? Rate.Of(whole.Value) : null;
    }

    /// <summary>A number, or a variable times a number.</summary>
    private sealed record Rate(ISymbol? Variable, double Factor, string Text)
    {
        public static Rate? Of(IOperation value)
        {
            IOperation plain = value.Unwrapped();
            if (value.Number() is { } number)
            {
                return new Rate(null, number, plain.Syntax is { } syntax && plain is ILiteralOperation ? syntax.ToString() : number.ToString("R", CultureInfo.InvariantCulture));
            }

            switch (plain)
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product:
                    return (product.RightOperand.Number() is { } right ? Scaled(product.LeftOperand, right) : product.LeftOperand.Number() is { } left ? Scaled(product.RightOperand, left) : null) is { } scaled
                        ? scaled with { Text = plain.Syntax.ToString() }
                        : null;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide } quotient when quotient.RightOperand.Number() is { } divisor && divisor != 0:
                    return Scaled(quotient.LeftOperand, 1 / divisor) is { } divided ? divided with { Text = plain.Syntax.ToString() } : null;
                default:
                    return ParameterPath.Of(plain) is { IsEmpty: false } path ? new Rate(path[path.Length - 1], 1, plain.Syntax.ToString()) : null;
            }
        }

        public bool Differs(Rate other) => SymbolEqualityComparer.Default.Equals(Variable, other.Variable) && Factor != other.Factor;

        private static Rate? Scaled(IOperation value, double factor) => Of(value) is { } rate ? rate with { Factor = rate.Factor * factor } : null;
    }
}
