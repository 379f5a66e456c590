using System.Runtime.InteropServices;
using Bridge.Core;

namespace Bridge.Native.Tests;

/// <summary>bridge.h says what the library has: names, types, numbers, and the layout of structs (the other side of that is asserted by the C tests).</summary>
public sealed class HeaderTests
{
    public static TheoryData<string> Names => [.. Header.Functions.Keys];

    [Fact]
    public void Header_Functions_AreTheExports() => Assert.Equal(Header.Functions.Keys.Order(), Exports.Functions.Keys.Order());

    [Fact]
    public void Header_Functions_AreThoseOfTheSymbolList() =>
        Assert.Equal(Header.Functions.Keys.Order(), File.ReadLines(RepositoryRoot.Combine("native-exports", "symbols.txt")).Where(l => !l.StartsWith('#')).Select(l => l.Split(' ')[0]).Order());

    /// <summary>DNNE asks for a method by its name alone.</summary>
    [Fact]
    public void Exports_Methods_HaveNamesOfTheirOwnInTheirClass() => Assert.Empty(Exports.AmbiguousMethods);

    [Theory, MemberData(nameof(Names))]
    public void Function_Types_AreThoseOfTheExport(string name)
    {
        Assert.Equal(Exports.Functions[name], Header.Functions[name].Select(Normal));

        // Opaque handles are tickets in C#, and text is bytes.
        static string Normal(string type) => type switch
        {
            "bridge_status" => "int32_t",
            "char*" or "uint8_t*" => "byte*",
            "char**" => "byte**",
            "bridge_buffer*" or "bridge_engine_options*" or "bridge_forward_options*" or "bridge_step*" => type,
            _ when type.StartsWith("bridge_dl_tensor", StringComparison.Ordinal) => type,
            _ when type.StartsWith("bridge_", StringComparison.Ordinal) => $"handle{type[(type.IndexOf('*', StringComparison.Ordinal) + 1)..]}",
            _ => type,
        };
    }

    [Theory, InlineData("OK", ErrorCode.Ok), InlineData("CANCELLED", ErrorCode.Cancelled), InlineData("INVALID_ARGUMENT", ErrorCode.InvalidArgument), InlineData("DEADLINE_EXCEEDED", ErrorCode.DeadlineExceeded),
     InlineData("NOT_FOUND", ErrorCode.NotFound), InlineData("ALREADY_EXISTS", ErrorCode.AlreadyExists), InlineData("RESOURCE_EXHAUSTED", ErrorCode.ResourceExhausted),
     InlineData("FAILED_PRECONDITION", ErrorCode.FailedPrecondition), InlineData("ABORTED", ErrorCode.Aborted), InlineData("OUT_OF_RANGE", ErrorCode.OutOfRange),
     InlineData("UNIMPLEMENTED", ErrorCode.Unimplemented), InlineData("INTERNAL", ErrorCode.Internal), InlineData("UNAVAILABLE", ErrorCode.Unavailable), InlineData("DATA_LOSS", ErrorCode.DataLoss)]
    public void Header_Status_IsTheErrorCode(string name, ErrorCode code) => Assert.Contains($"#define BRIDGE_{name} {(int)code}\n", Header.Text);

    [Fact]
    public void Header_DataTypes_AreThoseOfTheEngine()
    {
        foreach (var type in Enum.GetValues<DataType>().Where(t => t != DataType.Unspecified))
            Assert.Contains($"#define BRIDGE_{type.ToString().ToUpperInvariant()} {(int)type}\n", Header.Text);
    }

    [Fact]
    public void Structs_Sizes_AreThoseThatTheCTestAsserts()
    {
        var layout = File.ReadAllText(RepositoryRoot.Combine("tests", "native", "capi", "layout.c"));
        foreach (var (name, type) in new[] { ("bridge_buffer", "BridgeBuffer"), ("bridge_engine_options", "EngineOptionsStruct"), ("bridge_forward_options", "ForwardOptionsStruct"), ("bridge_step", "StepStruct") })
        {
            var own = System.Reflection.Assembly.Load("libadapterbridge").GetType($"Bridge.Native.Boundary.{type}", throwOnError: true)!;
            Assert.Contains($"SIZE({name}, {Marshal.SizeOf(own)});", layout);
            foreach (var field in own.GetFields())
                Assert.Contains($"AT({name}, {SnakeCase.Lower(field.Name)}, {Marshal.OffsetOf(own, field.Name)});", layout);
        }
    }
}
