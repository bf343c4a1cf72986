using System.Data;
using System.Data.Common;

namespace RegSpec;

/// <summary>
/// The statements of one reading: one connection, one snapshot where the engine has them, one cancellation. Disposing it gives the connection back as it was,
/// whatever happened.
/// </summary>
internal sealed class TableSession : IDisposable
{
    private readonly DbConnection connection;
    private readonly SqlDialect dialect;
    private readonly TableOptions options;
    private readonly CancellationToken cancellation;
    private readonly bool wasClosed;
    private DbTransaction? own;

    public TableSession(DbConnection connection, SqlDialect dialect, TableOptions options, CancellationToken cancellation)
    {
        this.connection = connection;
        this.dialect = dialect;
        this.options = options;
        this.cancellation = cancellation;
        wasClosed = connection.State == ConnectionState.Closed;
    }

    /// <summary>Statements that were run.</summary>
    public int Statements { get; private set; }

    /// <summary>Opens the connection if it is closed, and the snapshot.</summary>
    public void Begin()
    {
        cancellation.ThrowIfCancellationRequested();
        if (wasClosed)
        {
            connection.Open();
        }

        if (options.Transaction is null && dialect.Snapshot is { } level)
        {
            own = connection.BeginTransaction(level);
        }
    }

    /// <summary>Runs one statement.</summary>
    /// <param name="write">Writes its text; parameters go into the command.</param>
    /// <param name="read">Reads what it gives.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public T Run<T>(Func<DbCommand, string> write, Func<DbCommand, T> read)
    {
        cancellation.ThrowIfCancellationRequested();
        using DbCommand command = connection.CreateCommand();
        command.Transaction = own ?? options.Transaction;
        command.CommandTimeout = options.CommandTimeout ?? 0;
        command.CommandText = write(command);
        Statements++;
        using StatementCancellation cancelling = new(command, dialect, cancellation);
        try
        {
            return read(command);
        }
        catch (Exception fault) when (cancellation.IsCancellationRequested && fault is not OperationCanceledException)
        {
            throw new OperationCanceledException("The statement was cancelled.", fault, cancellation);   // each provider has an exception of its own for it
        }
    }

    /// <summary>Runs one statement and reads its rows.</summary>
    public List<T> Rows<T>(Func<DbCommand, string> write, Func<DbDataReader, T> row) => Run(write, command =>
    {
        using DbDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    });

    public void Dispose()
    {
        try
        {
            own?.Dispose();   // nothing was written: there is nothing to commit
        }
        finally
        {
            if (wasClosed)
            {
                connection.Close();
            }
        }
    }
}
