namespace RegSpec.Package.Tests;

/// <summary>A test of what only Linux has; elsewhere it is reported as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    /// <summary>Says why the test does not run on another system.</summary>
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "libstdc++ is looked for on Linux alone";
        }
    }
}
