using Xunit.Sdk;
using Xunit.v3;

// Tensors are counted process-wide, and two cores are busy with one training run.
[assembly: Parallelization(Mode = ParallelMode.None)]
