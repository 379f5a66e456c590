using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>
/// Rewrites a pickle, instruction by instruction, into one that says the same with fewer means, before anything interprets it: only instructions on the list, only names of
/// <see cref="PickleGlobals"/> (replaced by names of our own), no objects' states. So what the reader would do with anything else does not matter. Bounds how much a file can make.
/// </summary>
internal ref struct PickleSanitizer
{
    /// <summary>The longest pickle that is read. The tensors' bytes lie outside of it.</summary>
    public const int MaxBytes = 64 << 20;

    // A dictionary takes some 300 bytes of memory for one in the file.
    private const int MaxContainers = 1 << 20;

    private readonly string _path;
    private readonly ReadOnlySpan<byte> _data;
    private readonly ArrayBufferWriter<byte> _output;
    private readonly Dictionary<string, int> _firstSeen = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string?> _memo = [];
    private int _position;
    private int _containers;

    // The two values on top of the stack where they are known to be texts; anything else in between forgets them.
    private string? _top, _below;

    private PickleSanitizer(string path, ReadOnlySpan<byte> data, int start)
    {
        _path = path;
        _data = data;
        _position = start;
        _output = new ArrayBufferWriter<byte>(Math.Max(256, Math.Min(data.Length - start, 1 << 20)));
    }

    /// <summary>Rewrites the pickle that starts at <paramref name="start"/>.</summary>
    public static SanitizedPickle Run(string path, ReadOnlySpan<byte> data, int start)
    {
        var sanitizer = new PickleSanitizer(path, data, start);
        while (!sanitizer.Step())
        {
        }
        return new SanitizedPickle(sanitizer._output.WrittenSpan.ToArray(), sanitizer._position, sanitizer._firstSeen);
    }

    // Returns true at the end.
    private bool Step()
    {
        var at = _position;
        var opcode = (PickleOpcode)Take(1)[0];
        string? text = null;
        switch (opcode)
        {
            case PickleOpcode.Proto:
                var protocol = Take(1)[0];
                if (protocol is < 2 or > 5) throw Corrupt("the pickle's protocol", $"{protocol}", "2 to 5");
                return false;
            case PickleOpcode.Frame:
                Take(8);
                return false;
            case PickleOpcode.Stop:
                Keep(at);
                return true;
            case PickleOpcode.BinInt1 or PickleOpcode.BinGet or PickleOpcode.BinPut: Take(1); break;
            case PickleOpcode.BinInt2: Take(2); break;
            case PickleOpcode.BinInt or PickleOpcode.LongBinGet or PickleOpcode.LongBinPut: Take(4); break;
            case PickleOpcode.BinFloat: Take(8); break;
            case PickleOpcode.Long1 or PickleOpcode.ShortBinBytes: Take(Take(1)[0]); break;
            case PickleOpcode.BinBytes: Take(Length(4)); break;
            case PickleOpcode.BinBytes8: Take(Length(8)); break;
            case PickleOpcode.ShortBinUnicode: text = Utf8Text(Take(Take(1)[0])); break;
            case PickleOpcode.BinUnicode: text = Utf8Text(Take(Length(4))); break;
            case PickleOpcode.BinUnicode8: text = Utf8Text(Take(Length(8))); break;
            // texts of Python 2: bytes, read as the reader reads them
            case PickleOpcode.ShortBinString: text = Encoding.Latin1.GetString(Take(Take(1)[0])); break;
            case PickleOpcode.BinString: text = Encoding.Latin1.GetString(Take(Length(4))); break;
            case PickleOpcode.Memoize: break;
            case PickleOpcode.EmptyDict:
                Count();
                EmitGlobal(new PickleGlobal(PickleGlobalKind.OrderedDict));
                Emit(PickleOpcode.EmptyTuple);
                Emit(PickleOpcode.Reduce);
                Forget();
                return false;
            case PickleOpcode.EmptyList or PickleOpcode.Reduce:
                Count();
                break;
            case PickleOpcode.Build:
                // An object's state (a state dict's _metadata): dropped.
                Emit(PickleOpcode.Pop);
                Forget();
                return false;
            case PickleOpcode.Global:
                var module = Line();
                EmitAllowed(module, Line());
                return false;
            case PickleOpcode.StackGlobal:
                if (_below is null || _top is null) throw Corrupt("a name of the pickle", "computed", "names that are written out");
                Emit(PickleOpcode.Pop);
                Emit(PickleOpcode.Pop);
                EmitAllowed(_below, _top);
                return false;
            case PickleOpcode.Mark or PickleOpcode.None or PickleOpcode.True or PickleOpcode.False:
            case PickleOpcode.Append or PickleOpcode.Appends or PickleOpcode.SetItem or PickleOpcode.SetItems:
            case PickleOpcode.EmptyTuple or PickleOpcode.Tuple or PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3 or PickleOpcode.BinPersId:
                break;
            default:
                throw Corrupt("an instruction of the pickle", $"0x{(byte)opcode:x2} at byte {at}", "those of tensors and plain values, protocols 2 to 5");
        }
        Follow(opcode, text, _data[at.._position]);
        return false;
    }

    // Writes an instruction on, and keeps account of the texts on top of the stack.
    private void Follow(PickleOpcode opcode, string? text, ReadOnlySpan<byte> whole)
    {
        switch (opcode)
        {
            case PickleOpcode.BinPut or PickleOpcode.LongBinPut or PickleOpcode.Memoize:
                var index = opcode switch
                {
                    PickleOpcode.BinPut => whole[1],
                    PickleOpcode.LongBinPut => BinaryPrimitives.ReadInt32LittleEndian(whole[1..]),
                    _ => _memo.Count,
                };
                // Picklers count from 0 or 1. What they number otherwise could be chosen to make the reader's table slow.
                if (index < 0 || index > _memo.Count + 1) throw Corrupt("a reference of the pickle", $"{index}", $"numbers in sequence, here at most {_memo.Count + 1}");
                _memo[index] = _top;
                Emit(PickleOpcode.LongBinPut);
                BinaryPrimitives.WriteInt32LittleEndian(_output.GetSpan(4), index);
                _output.Advance(4);
                return;
            case PickleOpcode.BinGet or PickleOpcode.LongBinGet:
                var wanted = opcode == PickleOpcode.BinGet ? whole[1] : BinaryPrimitives.ReadInt32LittleEndian(whole[1..]);
                if (!_memo.TryGetValue(wanted, out text)) throw Corrupt("a reference of the pickle", $"{wanted}", "one that was set before");
                break;
            default:
                if (text is not null) _firstSeen.TryAdd(text, _firstSeen.Count);
                break;
        }
        _output.Write(whole);
        (_below, _top) = text is null ? (null, null) : (_top, text);
    }

    private void EmitAllowed(string module, string name)
    {
        var global = PickleGlobals.Find(module, name)
            ?? throw Corrupt("a Python name in the pickle", $"\"{CheckpointErrors.Shorten($"{module}.{name}")}\"", PickleGlobals.Allowed);
        EmitGlobal(global);
        Forget();
    }

    private readonly void EmitGlobal(PickleGlobal global)
    {
        Emit(PickleOpcode.Global);
        _output.Write(Encoding.ASCII.GetBytes($"{PickleGlobal.Module}\n{global.Name}\n"));
    }

    private readonly void Emit(PickleOpcode opcode) => _output.Write([(byte)opcode]);

    private readonly void Keep(int at) => _output.Write(_data[at.._position]);

    private void Forget() => (_below, _top) = (null, null);

    private void Count()
    {
        if (++_containers > MaxContainers) throw Corrupt("the number of the pickle's objects", $"above {MaxContainers}", $"at most {MaxContainers}");
    }

    private int Length(int bytes)
    {
        var taken = Take(bytes);
        var length = bytes == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(taken) : BinaryPrimitives.ReadUInt64LittleEndian(taken);
        return length <= (ulong)(_data.Length - _position) ? (int)length : throw CutOff();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _data.Length - _position) throw CutOff();
        var taken = _data.Slice(_position, count);
        _position += count;
        return taken;
    }

    private string Line()
    {
        var rest = _data[_position..];
        var end = rest[..Math.Min(rest.Length, 1024)].IndexOf((byte)'\n');
        if (end < 0) throw Corrupt("a Python name in the pickle", "without an end", "at most 1,023 bytes and a newline");
        _position += end + 1;
        return Utf8Text(rest[..end]);
    }

    private readonly string Utf8Text(ReadOnlySpan<byte> bytes) =>
        Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw Corrupt("a text of the pickle", "not UTF-8", "UTF-8");

    private readonly BridgeException CutOff() => Corrupt("the pickle", $"cut off at byte {_data.Length}", "a whole pickle");

    private readonly BridgeException Corrupt(string what, string found, string allowed) => CheckpointErrors.Corrupt(_path, what, found, allowed);
}
