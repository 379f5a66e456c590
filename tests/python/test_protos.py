"""The rules of protos/README.md that a machine can check, on the compiled descriptors."""

from __future__ import annotations

import re
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Iterator

from support import ROOT
from google.protobuf import descriptor_pb2

PROTOS = ROOT / "protos"
KEYWORDS = {"class", "union", "lambda", "import", "operator", "namespace", "default", "delete", "new", "params", "event", "object", "string", "in", "is", "from"}
ALLOWED_KEYWORDS = {"event", "default"}  # `event` names a oneof, which is no identifier of its own in generated code


def descriptors() -> dict[str, descriptor_pb2.FileDescriptorProto]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "all.bin"
        files = sorted(p.relative_to(PROTOS).as_posix() for p in (PROTOS / "bridge" / "v1").glob("*.proto"))
        command = ["protoc", "-I", str(PROTOS), "-I", str(PROTOS / "third_party"), "--include_source_info", f"--descriptor_set_out={out}", *files]
        subprocess.run(command, check=True)
        return {f.name: f for f in descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes()).file}


def enum_numbers(path: str) -> dict[str, int]:
    """Members of a C# enum, in upper snake case."""
    text = (ROOT / path).read_text()
    return {re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper(): int(number) for name, number in re.findall(r"^    (\w+) = (\d+),", text, re.MULTILINE)}


class ProtoTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.files = descriptors()

    def test_every_element_has_a_comment(self) -> None:
        for name, file in self.files.items():
            commented = {tuple(place.path) for place in file.source_code_info.location if place.leading_comments.strip()}
            for path, what in self.elements(file):
                self.assertIn(path, commented, f"{name}: {what} has no comment")

    def test_enums_begin_with_unspecified_and_carry_their_name(self) -> None:
        for name, file in self.files.items():
            for enum in file.enum_type:
                prefix = re.sub(r"(?<!^)(?=[A-Z])", "_", enum.name).upper() + "_"
                self.assertEqual((enum.value[0].name, enum.value[0].number), (prefix + "UNSPECIFIED", 0), name)
                self.assertTrue(all(value.name.startswith(prefix) for value in enum.value), enum.name)

    def test_fields_are_no_keywords(self) -> None:
        for name, file in self.files.items():
            for message in file.message_type:
                for field in message.field:
                    self.assertNotIn(field.name, KEYWORDS - ALLOWED_KEYWORDS, f"{name}: {message.name}.{field.name}")

    def test_numbers_are_those_of_the_engine(self) -> None:
        data_types = {v.name.removeprefix("DATA_TYPE_"): v.number for v in self.files["bridge/v1/tensor.proto"].enum_type[0].value}
        core = {name.replace("_", ""): number for name, number in enum_numbers("src/Bridge.Core/DataType.cs").items()}
        self.assertEqual(data_types, core)
        reasons = {v.name.removeprefix("ERROR_REASON_"): v.number for v in self.files["bridge/v1/error_reason.proto"].enum_type[0].value}
        self.assertEqual(reasons, enum_numbers("src/Bridge.Core/ErrorReason.cs"))

    def test_every_reason_is_in_the_guide(self) -> None:
        guide = (PROTOS / "README.md").read_text()
        for value in self.files["bridge/v1/error_reason.proto"].enum_type[0].value[1:]:
            self.assertIn(value.name.removeprefix("ERROR_REASON_"), guide)

    def test_reads_may_be_repeated_and_changes_carry_a_request_id(self) -> None:
        messages = {f".bridge.v1.{m.name}": m for file in self.files.values() for m in file.message_type}
        for file in self.files.values():
            for service in file.service:
                for method in service.method:
                    request = messages[method.input_type]
                    safe = method.options.idempotency_level != descriptor_pb2.MethodOptions.IDEMPOTENCY_UNKNOWN
                    has_id = any(field.name == "request_id" for field in request.field)
                    self.assertTrue(safe or has_id or method.client_streaming, f"{method.name} can neither be repeated nor recognised")
                    if method.name.startswith(("Get", "List", "Watch", "Download", "RunForward", "Classify", "Evaluate")):
                        self.assertEqual(method.options.idempotency_level, descriptor_pb2.MethodOptions.NO_SIDE_EFFECTS, method.name)

    def test_resources_begin_with_their_name(self) -> None:
        for file in self.files.values():
            for message in file.message_type:
                if message.name in ("Model", "Adapter", "Head", "Fusion", "Embedding", "Dataset", "TrainingJob"):
                    self.assertEqual((message.field[0].name, message.field[0].number), ("name", 1))

    @staticmethod
    def elements(file: descriptor_pb2.FileDescriptorProto) -> Iterator[tuple[tuple[int, ...], str]]:
        for i, message in enumerate(file.message_type):
            yield (4, i), message.name
            for j, field in enumerate(message.field):
                yield (4, i, 2, j), f"{message.name}.{field.name}"
            synthetic = {field.oneof_index for field in message.field if field.proto3_optional}
            for j, oneof in enumerate(message.oneof_decl):
                if j not in synthetic:
                    yield (4, i, 8, j), f"{message.name}.{oneof.name}"
        for i, enum in enumerate(file.enum_type):
            yield (5, i), enum.name
            for j, value in enumerate(enum.value):
                yield (5, i, 2, j), value.name
        for i, service in enumerate(file.service):
            yield (6, i), service.name
            for j, method in enumerate(service.method):
                yield (6, i, 2, j), method.name
