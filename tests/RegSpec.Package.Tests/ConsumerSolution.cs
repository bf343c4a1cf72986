namespace RegSpec.Package.Tests;

/// <summary>A solution of a user in the workspace: models in two projects, one without RegSpec, and a program that trains them.</summary>
internal sealed class ConsumerSolution
{
    private readonly string folder;

    private ConsumerSolution(string folder) => this.folder = folder;

    /// <summary>Makes the solution from the folders of Consumers/Solution.</summary>
    /// <param name="workspace">The folder whose nuget.config it inherits.</param>
    /// <param name="regSpecVersion">The version of RegSpec it references.</param>
    public static ConsumerSolution Create(string workspace, string regSpecVersion)
    {
        var solution = new ConsumerSolution(Directory.CreateDirectory(Path.Combine(workspace, "Solution")).FullName);
        solution.Add("Models", Consumer.ProjectText("", regSpecVersion, native: null));
        solution.Add("Plain", Consumer.ProjectText("", regSpecVersion: null, native: null));
        solution.Add("Training", Consumer.ProjectText("", regSpecVersion, Consumer.LibraryOfRepository, "Models", "Plain"));
        File.WriteAllText(Path.Combine(solution.folder, "Consumer.slnx"), """
            <Solution>
              <Project Path="Models/Models.csproj" />
              <Project Path="Plain/Plain.csproj" />
              <Project Path="Training/Training.csproj" />
            </Solution>
            """);
        return solution;
    }

    /// <summary>Runs <c>dotnet</c> in the solution's folder; fails the test if it fails.</summary>
    public Task<string> Dotnet(params string[] arguments) => Package.Tests.Dotnet.Run(folder, arguments);

    /// <summary>The text of one of its sources.</summary>
    public string Source(string project, string name) => File.ReadAllText(Path.Combine(folder, project, name));

    private void Add(string project, string text)
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, project)).FullName;
        File.WriteAllText(Path.Combine(home, project + ".csproj"), text);
        foreach (var source in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Consumers", "Solution", project)))
        {
            File.Copy(source, Path.Combine(home, Path.GetFileName(source)));
        }
    }
}
