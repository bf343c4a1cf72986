using System.Data;
using System.Data.Common;
using System.Diagnostics;

namespace RegSpec.Data.Tests;

/// <summary>Npgsql sends one request to cancel for each statement, and PostgreSQL forgets one that comes before it has begun the statement.</summary>
public class LostRequestTests
{
    /// <summary>Seconds a statement would take, and milliseconds after which it has to be cancelled on a busy machine.</summary>
    private const int Sleeps = 60, Limit = 5000;

    [ServerFact("PostgreSQL", Engines.PostgreSqlVariable)]
    public void Where_no_request_of_the_provider_arrives()
    {
        using DbConnection connection = Engines.Of("PostgreSQL").Connect();
        connection.Open();
        using CancellationTokenSource source = new(300);
        using (TableSession session = new(connection, SqlDialect.PostgreSql, new TableOptions(), source.Token))
        {
            session.Begin();
            long started = Stopwatch.GetTimestamp();
            // The provider takes no request for a command that it does not run.
            Assert.ThrowsAny<OperationCanceledException>(() => session.Run(_ => $"SELECT pg_sleep({Sleeps})", command =>
            {
                using DbCommand other = connection.CreateCommand();
                other.CommandText = command.CommandText;
                other.Transaction = command.Transaction;
                other.CommandTimeout = 0;
                return other.ExecuteScalar();
            }));
            Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 300, Limit);
        }

        Assert.Equal(ConnectionState.Open, connection.State);
        using DbCommand next = connection.CreateCommand();
        next.CommandText = "SELECT 7";
        Assert.Equal(7, next.ExecuteScalar());
    }
}
