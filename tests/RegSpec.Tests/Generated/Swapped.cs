namespace RegSpec.Tests.Generated;

/// <summary>Two features.</summary>
[RidgeRegression(Lambda = 0)]
public sealed record Forward([property: Feature] double A, [property: Feature] double B, [property: Target] double Y);

/// <summary>The same two the other way round.</summary>
[RidgeRegression(Lambda = 0)]
public sealed record Backward([property: Feature] double B, [property: Feature] double A, [property: Target] double Y);

/// <summary>A feature and a group.</summary>
[RidgeRegression]
public sealed record Grouped([property: Feature] double A, [property: Group] string Of, [property: Target] double Y);
