namespace RegSpec;

/// <summary>In what a date or duration is counted.</summary>
public enum TimeUnit
{
    /// <summary>None declared: for numbers.</summary>
    None,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Minutes.</summary>
    Minutes,

    /// <summary>Hours.</summary>
    Hours,

    /// <summary>Days of 24 hours.</summary>
    Days,

    /// <summary>Weeks of 7 days.</summary>
    Weeks,

    /// <summary>Years of 365.2425 days, the mean of the Gregorian calendar.</summary>
    Years,
}
