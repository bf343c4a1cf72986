using Prostate;

// Where the pictures go: a folder given, or beside the program.
string folder = args.Length > 0 ? args[0] : AppContext.BaseDirectory;
IReadOnlyList<Patient> all = PatientFile.Load();

Console.WriteLine("The Elements of Statistical Learning, Table 3.3: prostate cancer, 67 rows to fit, 30 to test");
Console.WriteLine();
Console.WriteLine(BookTable.Print(BookTable.Columns(all)));
Console.WriteLine("""
    The ridge column of the book comes from columns that were scaled on all 97 rows, test rows included, and were not centred again on the 67 rows of the
    fit, while the target was. The mean of the training rows is then not zero in any column, the penalty acts against the shift, and the
    intercept (the mean of the target) is not the prediction at the means. To fit it here the author has to vouch for every column
    ([Standardized]) and to drop the intercept. Done right, the scale comes from the rows of the fit, as generated code computes it; both
    fits have 5 effective degrees of freedom, and the coefficients are given per standard deviation over the 97 rows in all columns.

    """);
Console.WriteLine(Criteria.Print(all));
(string png, string svg) = Profiles.Save(all, folder);
Console.WriteLine("Coefficients against effective degrees of freedom:");
Console.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, png));
Console.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, svg));
