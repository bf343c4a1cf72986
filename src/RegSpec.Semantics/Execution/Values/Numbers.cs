using System;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Execution;

/// <summary>C#'s arithmetic on constants, in the type it is done in; what overflows, or of which the type is not followed, is unknown.</summary>
internal static class Numbers
{
    private const int LongestKey = 120;

    /// <summary>A constant, with every integer type written as long so that equal sizes are equal.</summary>
    public static NumberValue Of(object? constant) => new(Integer(constant) is { } integer ? integer : constant is float single ? (double)single : constant);

    public static bool? AsBool(Value? value) => (value as NumberValue)?.Constant as bool?;

    public static long? AsInteger(Value? value) => (value as NumberValue)?.Constant as long?;

    /// <param name="kind">The operator.</param>
    /// <param name="left">Its first operand.</param>
    /// <param name="right">Its second operand.</param>
    /// <param name="type">The type of the result.</param>
    public static Value Binary(BinaryOperatorKind kind, Value left, Value right, ITypeSymbol? type)
    {
        if (left is NumberValue { Constant: { } a } && right is NumberValue { Constant: { } b })
        {
            return Compute(kind, a, b) is { } result ? Fit(result, type) : NumberValue.Unknown;
        }

        // Neither a shape nor a switch is made of anything else.
        bool isComparison = type?.SpecialType == SpecialType.System_Boolean;
        string? first = Key(left), second = Key(right);
        return !isComparison && first is not null && second is not null && first.Length + second.Length < LongestKey
            ? new NumberValue(null, "(" + first + kind + second + ")")
            : NumberValue.Unknown;
    }

    public static Value Unary(UnaryOperatorKind kind, Value operand, ITypeSymbol? type) => operand is not NumberValue { Constant: { } value } ? NumberValue.Unknown : kind switch
    {
        UnaryOperatorKind.Not when value is bool b => new NumberValue(!b),
        UnaryOperatorKind.Minus when value is long i && i != long.MinValue => Fit(-i, type),
        UnaryOperatorKind.Minus when value is double d => Fit(-d, type),
        UnaryOperatorKind.Plus => operand,
        _ => NumberValue.Unknown,
    };

    /// <summary>A conversion to another type.</summary>
    public static Value Convert(Value value, ITypeSymbol? target)
    {
        if (value is not NumberValue { Constant: { } constant } number)
        {
            // Of a number with a name, a narrower type may be another number.
            return value is NumberValue { Key: not null } named && !KeepsEveryInteger(target) ? new NumberValue(null) { IsSetting = named.IsSetting } : value;
        }

        SpecialType type = Underlying(target);
        if (constant is bool or string || type is SpecialType.System_Object or SpecialType.System_String or SpecialType.None or SpecialType.System_Boolean)
        {
            return number;
        }

        return Fit(constant, target);
    }

    /// <summary>A number as text that is equal only for equal numbers.</summary>
    public static string? Key(Value value) => value is not NumberValue number ? null
        : number.Constant is { } constant ? System.Convert.ToString(constant, CultureInfo.InvariantCulture)
        : number.Key;

    private static SpecialType Underlying(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            type = nullable.TypeArguments[0];
        }

        return type is INamedTypeSymbol { EnumUnderlyingType: { } underlying } ? underlying.SpecialType : type?.SpecialType ?? SpecialType.None;
    }

    private static bool KeepsEveryInteger(ITypeSymbol? type) => Underlying(type) is SpecialType.None or SpecialType.System_Object
        or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal;

    /// <summary>A result in its type; unknown where it does not fit.</summary>
    private static Value Fit(object result, ITypeSymbol? type)
    {
        switch (Underlying(type))
        {
            case SpecialType.System_Boolean or SpecialType.System_String or SpecialType.System_Object or SpecialType.None:
                return Of(result);
            case SpecialType.System_Double:
                return result is long or double ? new NumberValue(System.Convert.ToDouble(result, CultureInfo.InvariantCulture)) : NumberValue.Unknown;
            case SpecialType.System_Single:
                return result is long or double ? new NumberValue((double)System.Convert.ToSingle(result, CultureInfo.InvariantCulture)) : NumberValue.Unknown;
            case SpecialType.System_SByte:
                return Within(result, sbyte.MinValue, sbyte.MaxValue);
            case SpecialType.System_Byte:
                return Within(result, byte.MinValue, byte.MaxValue);
            case SpecialType.System_Int16:
                return Within(result, short.MinValue, short.MaxValue);
            case SpecialType.System_UInt16:
                return Within(result, ushort.MinValue, ushort.MaxValue);
            case SpecialType.System_Int32:
                return Within(result, int.MinValue, int.MaxValue);
            case SpecialType.System_UInt32:
                return Within(result, uint.MinValue, uint.MaxValue);
            case SpecialType.System_Int64:
                return Within(result, long.MinValue, long.MaxValue);
            case SpecialType.System_UInt64:
                return Within(result, 0, long.MaxValue);
            default:
                return NumberValue.Unknown;
        }
    }

    private static Value Within(object result, long low, long high)
    {
        long? whole = result switch
        {
            long integer => integer,
            double number when Math.Abs(number) < 1e15 => (long)number,
            _ => null,
        };
        return whole is { } value && value >= low && value <= high ? new NumberValue(value) : NumberValue.Unknown;
    }

    private static long? Integer(object? value) => value switch
    {
        int i => i,
        sbyte i => i,
        uint i => i,
        long l => l,
        short s => s,
        ushort s => s,
        byte b => b,
        _ => null,
    };

    private static object? Compute(BinaryOperatorKind kind, object a, object b) => (a, b) switch
    {
        (bool p, bool q) => Booleans(kind, p, q),
        (long x, long y) => Integers(kind, x, y),
        (string s, string t) => kind switch
        {
            BinaryOperatorKind.Equals => s == t,
            BinaryOperatorKind.NotEquals => s != t,
            BinaryOperatorKind.Add => s + t,
            _ => null,
        },
        (string s, long n) when kind == BinaryOperatorKind.Add && n >= 0 => s + n.ToString(CultureInfo.InvariantCulture),
        (long n, string s) when kind == BinaryOperatorKind.Add && n >= 0 => n.ToString(CultureInfo.InvariantCulture) + s,
        (double u, double v) => Floats(kind, u, v),
        (double u, long v) => Floats(kind, u, v),
        (long u, double v) => Floats(kind, u, v),
        _ => null,
    };

    private static object? Booleans(BinaryOperatorKind kind, bool p, bool q) => kind switch
    {
        BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd => p && q,
        BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr => p || q,
        BinaryOperatorKind.Equals => p == q,
        BinaryOperatorKind.NotEquals or BinaryOperatorKind.ExclusiveOr => p != q,
        _ => null,
    };

    private static object? Floats(BinaryOperatorKind kind, double u, double v) => kind switch
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

    private static object? Integers(BinaryOperatorKind kind, long x, long y)
    {
        // Far inside what a long holds: no result of these wraps in it, and each is then fitted into its own type.
        const long bound = 1L << 31;
        bool isComparison = kind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual
            or BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;
        if (!isComparison && (x < -bound || x > bound || y < -bound || y > bound))
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
            BinaryOperatorKind.RightShift when y is >= 0 and < 31 => x >> (int)y,
            BinaryOperatorKind.And when x >= 0 && y >= 0 => x & y,
            BinaryOperatorKind.Or when x >= 0 && y >= 0 => x | y,
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
