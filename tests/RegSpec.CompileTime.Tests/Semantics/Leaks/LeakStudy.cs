using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>What the algebra claims about programs of the matrix.</summary>
internal static class LeakStudy
{
    /// <summary>Programs compiled together.</summary>
    private const int PerCompilation = 40;

    /// <summary>Each program with whether its weight is claimed.</summary>
    public static IEnumerable<(LeakProgram Program, bool IsClaimed)> Claims(IEnumerable<LeakProgram> programs)
    {
        foreach (LeakProgram[] batch in programs.Chunk(PerCompilation))
        {
            var analyzed = new AnalyzedSource(Compile(batch));
            foreach (LeakProgram program in batch)
            {
                yield return (program, IsClaimed(analyzed, program.Root, program.Weight));
            }
        }
    }

    /// <summary>The same with the class that leaks in another assembly, known by its summary alone; the weight lies in it or before it by turns.</summary>
    public static IEnumerable<(LeakProgram Program, bool IsClaimed)> ClaimsAcrossAssemblies(IEnumerable<LeakProgram> programs)
    {
        foreach (LeakProgram[] batch in programs.Chunk(PerCompilation))
        {
            CSharpCompilation library = SummaryRun.Build(ConsumerCompilation.Create(batch.Select(program => LiesOutside(program) ? program.Part : program.Source), "Parts"));
            CSharpCompilation application = TestCompilation.RequireNoErrors(ConsumerCompilation.Create(
                batch.Select(program => LiesOutside(program) ? program.Whole : program.Holder), references: [SummaryRun.Image(library)]));
            var analyzed = new AnalyzedSource(application);
            foreach (LeakProgram program in batch)
            {
                yield return (program, IsClaimed(analyzed, program.Space + ".Whole", LiesOutside(program) ? "fc.weight" : "part.fc.weight"));
            }
        }
    }

    /// <summary>The programs as one library; fails the test if one does not compile.</summary>
    public static CSharpCompilation Compile(IEnumerable<LeakProgram> programs) => TestCompilation.Create([.. programs.Select(program => program.Source)]);

    private static bool LiesOutside(LeakProgram program) => program.HasPart && program.Number % 2 == 0;

    private static bool IsClaimed(AnalyzedSource analyzed, string root, string weight) =>
        analyzed.Analyze(analyzed.Compilation.Type(root)).Proved.Any(fact => Glob.MatchesAlternative(fact.Path, weight));
}
