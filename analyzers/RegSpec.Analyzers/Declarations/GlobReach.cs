namespace RegSpec.Analyzers;

/// <summary>Whether a pattern can match a name of which only the beginning is known.</summary>
internal static class GlobReach
{
    /// <summary>Whether some name that starts with <paramref name="prefix"/> matches the alternative.</summary>
    public static bool MatchesSomethingBelow(string alternative, string prefix)
    {
        for (int i = 0; i < prefix.Length; i++)
        {
            if (i == alternative.Length)
            {
                return false;
            }

            if (alternative[i] == '*')
            {
                // The star takes the rest of the prefix, and a suitable rest of the name meets the rest of the alternative.
                return true;
            }

            if (alternative[i] != prefix[i])
            {
                return false;
            }
        }

        return true;
    }
}
