using System;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Arithmetic on the constants that shape a model: sizes, counts, switches.</summary>
internal static class Numbers
{
    private const int LongestKey = 120;

    /// <summary>A constant, with every integer type written as long so that equal sizes are equal.</summary>
    public static NumberValue Of(object? constant) => new(Integer(constant) is { } integer ? integer : constant);

    public static bool? AsBool(Value value) => (value as NumberValue)?.Constant as bool?;

    public static Value Binary(BinaryOperatorKind kind, Value left, Value right)
    {
        if (left is NumberValue { Constant: { } a } && right is NumberValue { Constant: { } b })
        {
            return Of(Compute(kind, a, b));
        }

        string? first = Key(left), second = Key(right);
        return first is not null && second is not null && first.Length + second.Length < LongestKey
            ? new NumberValue(null, "(" + first + kind + second + ")")
            : NumberValue.Unknown;
    }

    public static Value Unary(UnaryOperatorKind kind, Value operand) => operand is not NumberValue { Constant: { } value } ? NumberValue.Unknown : kind switch
    {
        UnaryOperatorKind.Not when value is bool b => new NumberValue(!b),
        UnaryOperatorKind.Minus when Integer(value) is { } i => new NumberValue(-i),
        UnaryOperatorKind.Minus when value is double or float => new NumberValue(-System.Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        UnaryOperatorKind.Plus => operand,
        _ => NumberValue.Unknown,
    };

    /// <summary>A numeric conversion of a constant.</summary>
    public static Value Convert(Value value, SpecialType target)
    {
        if (value is not NumberValue { Constant: { } constant } || constant is bool or string or char)
        {
            return value;
        }

        switch (target)
        {
            case SpecialType.System_Single or SpecialType.System_Double:
                return new NumberValue(System.Convert.ToDouble(constant, CultureInfo.InvariantCulture));
            case >= SpecialType.System_SByte and <= SpecialType.System_UInt64 when constant is double or float or decimal:
                double number = System.Convert.ToDouble(constant, CultureInfo.InvariantCulture);
                return Math.Abs(number) < 1e15 ? new NumberValue((long)number) : NumberValue.Unknown;
            default:
                return value;
        }
    }

    public static long? Integer(object? value) => value switch
    {
        int i => i,
        sbyte i => i,
        uint i => i,
        long l => l,
        short s => s,
        byte b => b,
        _ => null,
    };

    /// <summary>A number as text that is equal only for equal numbers.</summary>
    public static string? Key(Value value) => value is not NumberValue number ? null
        : number.Constant is { } constant ? System.Convert.ToString(constant, CultureInfo.InvariantCulture)
        : number.Key;

    private static object? Compute(BinaryOperatorKind kind, object a, object b)
    {
        if (a is bool p && b is bool q)
        {
            return kind switch
            {
                BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd => p && q,
                BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr => p || q,
                BinaryOperatorKind.Equals => p == q,
                BinaryOperatorKind.NotEquals or BinaryOperatorKind.ExclusiveOr => p != q,
                _ => null,
            };
        }

        if (Integer(a) is { } x && Integer(b) is { } y)
        {
            return Integers(kind, x, y);
        }

        if (a is string || b is string || a is bool || b is bool || a is char || b is char)
        {
            return kind switch
            {
                BinaryOperatorKind.Equals => Equals(a, b),
                BinaryOperatorKind.NotEquals => !Equals(a, b),
                BinaryOperatorKind.Add => System.Convert.ToString(a, CultureInfo.InvariantCulture) + System.Convert.ToString(b, CultureInfo.InvariantCulture),
                _ => null,
            };
        }

        double u = System.Convert.ToDouble(a, CultureInfo.InvariantCulture), v = System.Convert.ToDouble(b, CultureInfo.InvariantCulture);
        return kind switch
        {
            BinaryOperatorKind.Add => u + v,
            BinaryOperatorKind.Subtract => u - v,
            BinaryOperatorKind.Multiply => u * v,
            BinaryOperatorKind.Divide => u / v,
            BinaryOperatorKind.LessThan => u < v,
            BinaryOperatorKind.LessThanOrEqual => u <= v,
            BinaryOperatorKind.GreaterThan => u > v,
            BinaryOperatorKind.GreaterThanOrEqual => u >= v,
            BinaryOperatorKind.Equals => u == v,
            BinaryOperatorKind.NotEquals => u != v,
            _ => null,
        };
    }

    private static object? Integers(BinaryOperatorKind kind, long x, long y)
    {
        // Beyond these bounds the C# arithmetic could wrap, and the model is not built of such sizes.
        const long bound = 1L << 31;
        if (Math.Abs(x) > bound || Math.Abs(y) > bound)
        {
            return null;
        }

        return kind switch
        {
            BinaryOperatorKind.Add => x + y,
            BinaryOperatorKind.Subtract => x - y,
            BinaryOperatorKind.Multiply => x * y,
            BinaryOperatorKind.Divide when y != 0 => x / y,
            BinaryOperatorKind.Remainder when y != 0 => x % y,
            BinaryOperatorKind.LeftShift when y is >= 0 and < 31 => x << (int)y,
            BinaryOperatorKind.RightShift when y is >= 0 and < 63 => x >> (int)y,
            BinaryOperatorKind.LessThan => x < y,
            BinaryOperatorKind.LessThanOrEqual => x <= y,
            BinaryOperatorKind.GreaterThan => x > y,
            BinaryOperatorKind.GreaterThanOrEqual => x >= y,
            BinaryOperatorKind.Equals => x == y,
            BinaryOperatorKind.NotEquals => x != y,
            _ => null,
        };
    }
}
