namespace Bridge.Adapters.Composing;

/// <summary>Input and output of the projection, the change so far, and the adapter that made it.</summary>
internal readonly record struct LinearState(Tensor Input, Tensor Output, Tensor? Change, LinearModule? Last);
