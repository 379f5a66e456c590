namespace AdapterBridge.Client;

/// <summary>The training jobs of a model.</summary>
public sealed class TrainingJobs
{
    private readonly Connection _connection;
    private readonly string _model;

    internal TrainingJobs(Connection connection, string model) => (_connection, _model) = (connection, model);

    /// <summary>Starts a job and returns at once.</summary>
    public async Task<TrainingJob> CreateAsync(TrainingRequest request, CancellationToken cancellationToken = default) =>
        new(_connection, await _connection.Training.CreateTrainingJobAsync(request.ToMessage(_model), _connection.Call(cancellationToken, TimeSpan.FromMinutes(2))).ConfigureAwait(false));

    /// <summary>One job.</summary>
    public async Task<TrainingJob> GetAsync(ResourceReference job, CancellationToken cancellationToken = default) =>
        new(_connection, await _connection.Training.GetTrainingJobAsync(new Wire.GetTrainingJobRequest { Name = NameOf(job) }, _connection.Call(cancellationToken)).ConfigureAwait(false));

    /// <summary>All jobs of the model, oldest first.</summary>
    public IAsyncEnumerable<TrainingJob> ListAsync(CancellationToken cancellationToken = default) => Connection.PagesAsync<TrainingJob>(async token =>
    {
        var page = await _connection.Training.ListTrainingJobsAsync(new Wire.ListTrainingJobsRequest { Parent = _model, PageToken = token }, _connection.Call(cancellationToken)).ConfigureAwait(false);
        return ([.. page.TrainingJobs.Select(j => new TrainingJob(_connection, j))], page.NextPageToken);
    });

    /// <summary>Asks that a job end after the step at hand. JOB_NOT_RUNNING where it has ended otherwise.</summary>
    public async Task CancelAsync(ResourceReference job, CancellationToken cancellationToken = default)
    {
        var request = new Wire.CancelTrainingJobRequest { Name = NameOf(job), RequestId = ResourceNames.RequestId() };
        await _connection.Training.CancelTrainingJobAsync(request, _connection.Call(cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Forgets a job that has ended.</summary>
    public async Task DeleteAsync(ResourceReference job, bool allowMissing = false, CancellationToken cancellationToken = default)
    {
        var request = new Wire.DeleteTrainingJobRequest { Name = NameOf(job), AllowMissing = allowMissing, RequestId = ResourceNames.RequestId() };
        await _connection.Training.DeleteTrainingJobAsync(request, _connection.Call(cancellationToken)).ConfigureAwait(false);
    }

    private string NameOf(ResourceReference job) => job.In($"{_model}/trainingJobs");
}
