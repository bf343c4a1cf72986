namespace RegSpec.Benchmarks.Accuracy;

/// <summary>Correct digits of other libraries on the same data against the same solutions, as measured once; 'err' where one refuses the data.</summary>
internal static class PublishedDigits
{
    public static readonly string[] LeastSquaresPeers = ["R lm", "lstsq", "statsmodels pinv", "LinearRegression", "Ridge(0)", "MASS", "glmnet", "MathNet QR"];

    public static readonly IReadOnlyDictionary<string, string> LeastSquares = new Dictionary<string, string>
    {
        ["Norris"] = "11.9 12.3 13.0 12.1 13.3 err err 12.5",
        ["Pontius"] = "12.0 6.3 6.3 12.6 12.4 13.2 6.0 11.8",
        ["Longley"] = "13.0 10.9 10.9 13.6 11.8 13.1 6.3 11.2",
        ["prostate_train"] = "13.9 12.9 12.9 14.0 13.5 13.8 8.5 -",
        ["Wampler1"] = "9.2 9.6 9.5 9.2 6.6 9.2 0 9.4",
        ["Wampler2"] = "13.2 10.4 10.4 11.5 9.8 13.0 0 13.3",
        ["Wampler3"] = "9.4 9.5 9.4 9.5 6.6 9.5 0 9.9",
        ["Wampler4"] = "7.6 7.7 7.7 8.9 6.6 9.2 0 7.6",
        ["Filip"] = "0 0 0 5.4 0 7.8 0 7.4",
    };

    public static readonly string[] SmallPenaltyPeers = ["scikit-learn scaler + cholesky", "MASS", "glmnet thresh 1e-20"];

    public static readonly IReadOnlyDictionary<string, string> SmallPenalty = new Dictionary<string, string>
    {
        ["Longley"] = "11.4 13.1 6.3",
        ["Wampler1"] = "7.4 10.4 0",
        ["Filip"] = "6.7 11.5 0",
    };
}
