using System.Globalization;

namespace RegSpec;

/// <summary>
/// Which way costs less: pushed down, each statement reads the columns it multiplies and checks them all, and sums (p + t)(p + t + 1)/2 products in all; streamed, every
/// value crosses to here once, where a product is cheap. Both are linear in the rows, so that the rule does not depend on their number.
/// </summary>
internal static class CostRule
{
    public static (TableWay Way, string Reason) Choose(EngineRates rates, int width, int cells, int statements)
    {
        double products = width * (width + 1) / 2.0;
        double pushed = statements * width * rates.Column + products * rates.Product;
        double streamed = width * rates.Column + cells * rates.Cell + products * EngineRates.LocalProduct;
        TableWay way = pushed <= streamed ? TableWay.PushDown : TableWay.Streaming;
        return (way, string.Create(CultureInfo.InvariantCulture, $"about {pushed:F0} ns a row in the engine, {streamed:F0} ns handed over"));
    }
}
