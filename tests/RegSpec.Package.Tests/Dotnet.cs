using System.Diagnostics;

namespace RegSpec.Package.Tests;

/// <summary>Runs the dotnet command as a user would in a shell.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs <c>dotnet</c> in <paramref name="folder"/> and returns what it printed; fails the test if it does not exit with 0.</summary>
    public static async Task<string> Run(string folder, params string[] arguments)
    {
        var (exitCode, output) = await Try(folder, arguments);
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)} exited with {exitCode}:\n{output}");
        return output;
    }

    /// <summary>Runs <c>dotnet</c> in <paramref name="folder"/>.</summary>
    public static Task<(int ExitCode, string Output)> Try(string folder, params string[] arguments) => Start("dotnet", folder, arguments);

    /// <summary>Runs a program and returns what it printed; fails the test if it does not exit with 0.</summary>
    public static async Task<string> RunProgram(string program)
    {
        var (exitCode, output) = await Start(program, Path.GetDirectoryName(program)!);
        Assert.True(exitCode == 0, $"{program} exited with {exitCode}:\n{output}");
        return output;
    }

    private static async Task<(int ExitCode, string Output)> Start(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The test host runs inside a build; what that build set for itself must not reach another one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        // A build node that stays alive keeps the output pipe open, and reading it would not end.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} took more than {Limit}.");
        }
    }
}
