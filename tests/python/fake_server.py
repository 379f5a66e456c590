"""A server with the interface of the real one and no model behind it: enough for the client to be tested against.

Logits of a text are its length and its number of words, so that tests can assert numbers. Failures are injected by method name.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
import time
from concurrent import futures
from pathlib import Path
from typing import Any, Iterator

import grpc
from adapterbridge import tensors
from adapterbridge._proto._bundled.google.longrunning import operations_pb2_grpc
from adapterbridge._proto.bridge.v1 import (
    adapters_pb2, adapters_pb2_grpc, config_pb2, datasets_pb2, datasets_pb2_grpc, heads_pb2, heads_pb2_grpc, inference_pb2,
    inference_pb2_grpc, models_pb2, models_pb2_grpc, server_pb2, server_pb2_grpc, tensor_pb2, training_pb2, training_pb2_grpc,
)  # fmt: skip
from adapterbridge._proto.google.longrunning import operations_pb2
from google.protobuf import empty_pb2

from fake_state import INLINE, Job, State, abort, page, rich_status



class Server(server_pb2_grpc.ServerServiceServicer):
    def __init__(self, state: State) -> None:
        self.state = state

    def GetServerInfo(self, request: Any, context: Any) -> Any:
        self.state.enter("GetServerInfo", request, context)
        info = server_pb2.ServerInfo(version="0.0.fake", api_versions=["v1"], torch_version="none", methods=["lora", "seq_bn"], architectures=["bert"], intra_op_threads=2)
        info.devices.add(name="cpu", description="a CPU", memory_bytes=1 << 30, data_types=[tensor_pb2.DATA_TYPE_FLOAT32, 99])
        info.limits.max_inline_tensor_bytes, info.limits.request_id_lifetime.seconds = INLINE, 600
        info.start_time.GetCurrentTime()
        return info

    def GetCapabilities(self, request: Any, context: Any) -> Any:
        self.state.enter("GetCapabilities", request, context)
        result = server_pb2.Capabilities(model=request.model, blocks=["Stack"], heads=["classification"])
        result.methods.add(method="lora", title="Low-rank update", supported=True, config_string="lora")
        return result


class Models(models_pb2_grpc.ModelServiceServicer):
    def __init__(self, state: State) -> None:
        self.state = state

    def LoadModel(self, request: Any, context: Any) -> Any:
        self.state.enter("LoadModel", request, context)
        name = f"models/{request.model_id or Path(request.path).name}"
        if name in self.state.models:
            abort(context, grpc.StatusCode.ALREADY_EXISTS, "MODEL_NAME_TAKEN", f'a model is already called "{name}"', model=name)
        operation = operations_pb2.Operation(name=f"operations/{len(self.state.operations) + 1}")
        operation.metadata.Pack(models_pb2.LoadModelMetadata(model=name, path=request.path))
        self.state.operations[operation.name] = operation
        threading.Thread(target=self._load, args=(name, request, operation), daemon=True).start()
        return operation

    def _load(self, name: str, request: Any, operation: Any) -> None:
        time.sleep(self.state.load_seconds)
        if not Path(request.path).exists():
            operation.error.CopyFrom(rich_status(grpc.StatusCode.NOT_FOUND, "FILE_NOT_FOUND", f"no folder {request.path}", path=request.path))
        else:
            model = models_pb2.Model(name=name, path=request.path, architecture="bert", hidden_size=8, layer_count=2, data_type=tensor_pb2.DATA_TYPE_FLOAT32, state=models_pb2.MODEL_STATE_ACTIVE, has_tokenizer=True, max_length=512, etag="1")
            model.create_time.GetCurrentTime()
            self.state.models[name] = model
            operation.response.Pack(model)
        operation.done = True

    def UnloadModel(self, request: Any, context: Any) -> Any:
        self.state.enter("UnloadModel", request, context)
        if not request.allow_missing:
            self.state.find(self.state.models, request.name, "MODEL_NOT_FOUND", context)
        self.state.models.pop(request.name, None)
        return models_pb2.UnloadModelResponse()

    def GetModel(self, request: Any, context: Any) -> Any:
        self.state.enter("GetModel", request, context)
        return self.state.find(self.state.models, request.name, "MODEL_NOT_FOUND", context)

    def ListModels(self, request: Any, context: Any) -> Any:
        self.state.enter("ListModels", request, context)
        items, token = page(self.state.models.values(), request)
        return models_pb2.ListModelsResponse(models=items, next_page_token=token)


class Operations(operations_pb2_grpc.OperationsServicer):
    def __init__(self, state: State) -> None:
        self.state = state

    def GetOperation(self, request: Any, context: Any) -> Any:
        self.state.enter("GetOperation", request, context)
        return self.state.find(self.state.operations, request.name, "OPERATION_NOT_FOUND", context)

    def WaitOperation(self, request: Any, context: Any) -> Any:
        self.state.enter("WaitOperation", request, context)
        operation = self.state.find(self.state.operations, request.name, "OPERATION_NOT_FOUND", context)
        until = time.monotonic() + request.timeout.ToNanoseconds() / 1e9
        while not operation.done and time.monotonic() < until:
            time.sleep(0.005)
        return operation


class Adapters(adapters_pb2_grpc.AdapterServiceServicer):
    def __init__(self, state: State) -> None:
        self.state = state

    def CreateAdapter(self, request: Any, context: Any) -> Any:
        self.state.enter("CreateAdapter", request, context)
        self.state.find(self.state.models, request.parent, "MODEL_NOT_FOUND", context)
        name = f"{request.parent}/adapters/{request.adapter_id}"
        if name in self.state.adapters:
            abort(context, grpc.StatusCode.ALREADY_EXISTS, "ADAPTER_NAME_TAKEN", f'model "m" has an adapter called "{request.adapter_id}"', adapter=request.adapter_id)
        if request.config_string.startswith("lora[r=0"):
            abort(context, grpc.StatusCode.INVALID_ARGUMENT, "CONFIG_VALUE_RANGE", "r: 0 is outside [1, 4096]", {"config.lora.r": "0 is outside [1, 4096]", "config.lora.alpha": "is nan"}, key="r", found="0", allowed="[1, 4096]")
        config = request.config if request.HasField("config") else config_pb2.AdapterConfig(lora=config_pb2.LoraConfig(r=8))
        adapter = adapters_pb2.Adapter(name=name, config=config, config_string=request.config_string, parameter_count=128, seed=request.seed if request.HasField("seed") else 7, etag="1", digest="d" * 64)
        if request.validate_only:
            adapter.plan.parameters.add(name="a.lora_A", shape=[8, 8], data_type=tensor_pb2.DATA_TYPE_FLOAT32)
            adapter.plan.parameter_count = 64
            return adapter
        self.state.adapters[name] = adapter
        self.state.files[name] = {"adapter_config.json": b'{"name": "a"}', "adapter.safetensors": os.urandom(200_000)}
        return adapter

    def GetAdapter(self, request: Any, context: Any) -> Any:
        self.state.enter("GetAdapter", request, context)
        return self.state.find(self.state.adapters, request.name, "ADAPTER_NOT_FOUND", context)

    def ListAdapters(self, request: Any, context: Any) -> Any:
        self.state.enter("ListAdapters", request, context)
        items, token = page([a for n, a in self.state.adapters.items() if n.startswith(request.parent)], request)
        return adapters_pb2.ListAdaptersResponse(adapters=items, next_page_token=token)

    def DeleteAdapter(self, request: Any, context: Any) -> Any:
        self.state.enter("DeleteAdapter", request, context)
        if not request.allow_missing:
            self.state.find(self.state.adapters, request.name, "ADAPTER_NOT_FOUND", context)
        self.state.adapters.pop(request.name, None)
        return empty_pb2.Empty()

    def SaveAdapter(self, request: Any, context: Any) -> Any:
        self.state.enter("SaveAdapter", request, context)
        self.state.find(self.state.adapters, request.name, "ADAPTER_NOT_FOUND", context)
        Path(request.path).mkdir(parents=True, exist_ok=True)
        answer = adapters_pb2.SaveAdapterResponse(path=request.path)
        for file, data in self.state.files[request.name].items():
            (Path(request.path) / file).write_bytes(data)
            answer.files.add(file=file, byte_size=len(data), sha256=hashlib.sha256(data).digest())
        return answer

    def LoadAdapter(self, request: Any, context: Any) -> Any:
        self.state.enter("LoadAdapter", request, context)
        files = {p.name: p.read_bytes() for p in Path(request.path).iterdir()}
        return self._loaded(request.parent, request.adapter_id or "a", files, adapters_pb2.LoadAdapterResponse)

    def _loaded(self, parent: str, adapter_id: str, files: dict[str, bytes], kind: Any) -> Any:
        adapter = adapters_pb2.Adapter(name=f"{parent}/adapters/{adapter_id}", config=config_pb2.AdapterConfig(lora=config_pb2.LoraConfig(r=8)), etag="1")
        self.state.adapters[adapter.name], self.state.files[adapter.name] = adapter, files
        return kind(adapter=adapter, report=adapters_pb2.LoadReport(used_count=len(files)))

    def UploadAdapter(self, requests: Iterator[Any], context: Any) -> Any:
        header = next(requests).header
        self.state.enter("UploadAdapter", header, context)
        files = self.state.uploads.setdefault(header.upload_id, {})
        for count, request in enumerate(requests):
            if self.state.break_uploads_after is not None and count >= self.state.break_uploads_after:
                self.state.break_uploads_after = None
                context.abort(grpc.StatusCode.UNAVAILABLE, "broken")
            if request.WhichOneof("part") == "chunk":
                have = files.setdefault(request.chunk.file, bytearray())
                if request.chunk.offset != len(have):
                    abort(context, grpc.StatusCode.OUT_OF_RANGE, "OFFSET_MISMATCH", f"offset {request.chunk.offset}, next is {len(have)}")
                have += request.chunk.data
            else:
                for info in request.finish.files:
                    if hashlib.sha256(files[info.file]).digest() != info.sha256:
                        abort(context, grpc.StatusCode.DATA_LOSS, "CHECKSUM_MISMATCH", info.file)
                return self._loaded(header.parent, header.adapter_id or "a", {n: bytes(d) for n, d in files.items()}, adapters_pb2.UploadAdapterResponse)
        abort(context, grpc.StatusCode.INVALID_ARGUMENT, "ARGUMENT_INVALID", "the upload has no finish")

    def GetUploadStatus(self, request: Any, context: Any) -> Any:
        self.state.enter("GetUploadStatus", request, context)
        files = self.state.find(self.state.uploads, request.upload_id, "FILE_NOT_FOUND", context)
        return adapters_pb2.UploadStatus(upload_id=request.upload_id, files=[adapters_pb2.FileInfo(file=n, byte_size=len(d)) for n, d in files.items()])

    def DownloadAdapter(self, request: Any, context: Any) -> Iterator[Any]:
        self.state.enter("DownloadAdapter", request, context)
        adapter = self.state.find(self.state.adapters, request.name, "ADAPTER_NOT_FOUND", context)
        files = self.state.files[request.name]
        header = adapters_pb2.DownloadHeader(adapter=adapter)
        for name, data in files.items():
            header.files.add(file=name, byte_size=len(data), sha256=hashlib.sha256(data).digest())
        yield adapters_pb2.DownloadAdapterResponse(header=header)
        started, sent = request.file == "", 0
        for name, data in files.items():
            start = 0
            if name == request.file:
                started, start = True, request.offset
            for offset in range(start, len(data), 65536) if started else ():
                if self.state.break_uploads_after is not None and sent >= self.state.break_uploads_after:
                    self.state.break_uploads_after = None
                    context.abort(grpc.StatusCode.UNAVAILABLE, "broken")
                sent += 1
                yield adapters_pb2.DownloadAdapterResponse(chunk=adapters_pb2.FileChunk(file=name, offset=offset, data=data[offset : offset + 65536]))


class Heads(heads_pb2_grpc.HeadServiceServicer):
    def __init__(self, state: State) -> None:
        self.state = state

    def CreateHead(self, request: Any, context: Any) -> Any:
        self.state.enter("CreateHead", request, context)
        head = heads_pb2.Head(name=f"{request.parent}/heads/{request.head_id}", config=request.config, head_type="classification", parameter_count=10, etag="1")
        self.state.heads[head.name] = head
        return head

    def GetHead(self, request: Any, context: Any) -> Any:
        self.state.enter("GetHead", request, context)
        return self.state.find(self.state.heads, request.name, "HEAD_NOT_FOUND", context)

    def ListHeads(self, request: Any, context: Any) -> Any:
        items, token = page(self.state.heads.values(), request)
        return heads_pb2.ListHeadsResponse(heads=items, next_page_token=token)

    def DeleteHead(self, request: Any, context: Any) -> Any:
        self.state.heads.pop(request.name, None)
        return empty_pb2.Empty()


class Datasets(datasets_pb2_grpc.DatasetServiceServicer):
    def __init__(self, state: State) -> None:
        self.state = state

    def _make(self, dataset_id: str, schema: Any, data: bytes) -> Any:
        rows = [json.loads(line) for line in data.splitlines() if line.strip()]
        dataset = datasets_pb2.Dataset(name=f"datasets/{dataset_id}", schema=schema, row_count=len(rows), byte_size=len(data), digest=hashlib.sha256(data).hexdigest())
        dataset.schema.label_kind = datasets_pb2.LABEL_KIND_SINGLE
        for row in rows:
            label = row.get(schema.label_field)
            if label is not None and label not in dataset.schema.label_ids:
                dataset.schema.label_ids[label] = len(dataset.schema.label_ids)
        self.state.datasets[dataset.name] = dataset
        return dataset

    def CreateDataset(self, request: Any, context: Any) -> Any:
        self.state.enter("CreateDataset", request, context)
        return self._make(request.dataset_id, request.schema, request.rows if request.WhichOneof("source") == "rows" else Path(request.path).read_bytes())

    def UploadDataset(self, requests: Iterator[Any], context: Any) -> Any:
        header, data = next(requests).header, bytearray()
        self.state.enter("UploadDataset", header, context)
        for request in requests:
            if request.WhichOneof("part") == "chunk":
                assert request.chunk.offset == len(data) and len(request.chunk.data) <= 65536
                data += request.chunk.data
            else:
                assert request.finish.byte_size == len(data) and request.finish.sha256 == hashlib.sha256(data).digest()
        return self._make(header.dataset_id, header.schema, bytes(data))

    def GetDataset(self, request: Any, context: Any) -> Any:
        return self.state.find(self.state.datasets, request.name, "DATASET_NOT_FOUND", context)

    def ListDatasets(self, request: Any, context: Any) -> Any:
        items, token = page(self.state.datasets.values(), request)
        return datasets_pb2.ListDatasetsResponse(datasets=items, next_page_token=token)

    def DeleteDataset(self, request: Any, context: Any) -> Any:
        self.state.datasets.pop(request.name, None)
        return empty_pb2.Empty()


class Training(training_pb2_grpc.TrainingServiceServicer):
    def __init__(self, state: State) -> None:
        self.state = state
        self.step_seconds = 0.002

    def CreateTrainingJob(self, request: Any, context: Any) -> Any:
        self.state.enter("CreateTrainingJob", request, context)
        name = f"{request.parent}/trainingJobs/{request.training_job_id or f'job-{len(self.state.jobs) + 1}'}"
        job = Job(name, request.spec, self.step_seconds)
        self.state.jobs[name] = job
        return job.message

    def GetTrainingJob(self, request: Any, context: Any) -> Any:
        return self.state.find(self.state.jobs, request.name, "JOB_NOT_FOUND", context).message

    def ListTrainingJobs(self, request: Any, context: Any) -> Any:
        items, token = page([j.message for j in self.state.jobs.values()], request)
        return training_pb2.ListTrainingJobsResponse(training_jobs=items, next_page_token=token)

    def CancelTrainingJob(self, request: Any, context: Any) -> Any:
        self.state.enter("CancelTrainingJob", request, context)
        job = self.state.find(self.state.jobs, request.name, "JOB_NOT_FOUND", context)
        if job.message.state == training_pb2.TRAINING_STATE_SUCCEEDED:
            abort(context, grpc.StatusCode.FAILED_PRECONDITION, "JOB_NOT_RUNNING", f"{request.name} has succeeded", state="SUCCEEDED")
        job.cancelled = True
        return job.message

    def DeleteTrainingJob(self, request: Any, context: Any) -> Any:
        self.state.jobs.pop(request.name, None)
        return empty_pb2.Empty()

    def WatchTrainingJob(self, request: Any, context: Any) -> Iterator[Any]:
        self.state.enter("WatchTrainingJob", request, context)
        job = self.state.find(self.state.jobs, request.name, "JOB_NOT_FOUND", context)
        position, sent = request.after_sequence, 0
        while context.is_active():
            with job.changed:
                job.changed.wait_for(lambda: len(job.events) > position, timeout=0.05)
                fresh = job.events[position:]
            for event in fresh:
                if self.state.break_watch_after is not None and sent >= self.state.break_watch_after:
                    context.abort(grpc.StatusCode.UNAVAILABLE, "broken")
                yield event
                position, sent = event.sequence, sent + 1
                if event.WhichOneof("event") == "state_changed" and event.state_changed.state >= training_pb2.TRAINING_STATE_SUCCEEDED:
                    return
            if job.events[-1].state_changed.state >= training_pb2.TRAINING_STATE_SUCCEEDED and position >= len(job.events):
                return


class Inference(inference_pb2_grpc.InferenceServiceServicer):
    """Logits are the sum of a row's ids and its length; with texts, the text's length and its words."""

    def __init__(self, state: State) -> None:
        self.state = state

    @staticmethod
    def _outputs(values: dict[str, Any], texts: list[str]) -> dict[str, Any]:
        if texts:
            rows = [[float(len(t)), float(len(t.split()))] for t in texts]
            return {"logits": tensors.as_tensor(rows)}
        if not values:
            return {}
        ids = values["input_ids"].tolist()
        outputs = {"logits": tensors.as_tensor([[float(sum(row)), float(len(row))] for row in ids])}
        return {**outputs, **{f"{name}_back": value for name, value in values.items()}}

    def RunForward(self, request: Any, context: Any) -> Any:
        self.state.enter("RunForward", request, context)
        self.state.last_requests["RunForward"] = request
        self.state.find(self.state.models, request.model, "MODEL_NOT_FOUND", context)
        outputs = self._outputs({n: tensors.from_proto(t) for n, t in request.inputs.items()}, list(request.texts.texts))
        for name, value in outputs.items():
            if value.nbytes > INLINE or "big" in request.outputs:
                abort(context, grpc.StatusCode.INVALID_ARGUMENT, "TENSOR_TOO_LARGE", f'output "{name}" has {value.nbytes} bytes; at most {INLINE} are allowed')
        return inference_pb2.RunForwardResponse(outputs={n: tensors.to_proto(t) for n, t in outputs.items()}, adapters=[inference_pb2.AdapterUse(adapter="a", digest="d", site_count=4)])

    def StreamForward(self, requests: Iterator[Any], context: Any) -> Iterator[Any]:
        assembler = tensors.TensorAssembler()
        for request in requests:
            part = request.WhichOneof("part")
            if part == "start":
                self.state.enter("StreamForward", request.start, context)
            elif part == "tensor":
                assert len(request.tensor.data) <= 65536
                assembler.add(request.tensor)
            else:
                values = {**assembler.tensors, **{n: tensors.from_proto(t) for n, t in request.run.inputs.items()}}
                assembler, inline = tensors.TensorAssembler(), {}
                for name, value in self._outputs(values, list(request.run.texts.texts)).items():
                    if value.nbytes <= INLINE:
                        inline[name] = tensors.to_proto(value)
                        continue
                    for chunk in tensors.to_chunks(name, value):
                        yield inference_pb2.StreamForwardResponse(tensor=chunk)
                yield inference_pb2.StreamForwardResponse(result=inference_pb2.StreamForwardResult(batch_id=request.run.batch_id, outputs=inline))

    def _classified(self, request: Any) -> Any:
        answer = inference_pb2.ClassifyResponse(batch_id=request.batch_id)
        for text in request.texts:
            good = 0.75 if "good" in text else 0.25
            item = answer.classifications.add(label="positive" if good > 0.5 else "negative")
            item.scores.add(label="negative", label_id=0, score=1 - good, logit=-1.0)
            item.scores.add(label="positive", label_id=1, score=good, logit=1.0)
        return answer

    def Classify(self, request: Any, context: Any) -> Any:
        self.state.enter("Classify", request, context)
        self.state.last_requests["Classify"] = request
        return self._classified(request)

    def StreamClassify(self, requests: Iterator[Any], context: Any) -> Iterator[Any]:
        for request in requests:
            yield self._classified(request)

    def Evaluate(self, request: Any, context: Any) -> Any:
        self.state.enter("Evaluate", request, context)
        return inference_pb2.EvaluateResponse(metrics={"accuracy": 0.5}, row_count=self.state.datasets[request.dataset].row_count)


class FakeServer:
    """The services on a unix socket. Use as a context manager."""

    def __init__(self, address: str | None = None) -> None:
        self.state = State()
        self._folder = tempfile.TemporaryDirectory()
        self.address = address or f"unix:{self._folder.name}/fake.sock"
        self.server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
        self.training = Training(self.state)
        server_pb2_grpc.add_ServerServiceServicer_to_server(Server(self.state), self.server)
        models_pb2_grpc.add_ModelServiceServicer_to_server(Models(self.state), self.server)
        adapters_pb2_grpc.add_AdapterServiceServicer_to_server(Adapters(self.state), self.server)
        heads_pb2_grpc.add_HeadServiceServicer_to_server(Heads(self.state), self.server)
        datasets_pb2_grpc.add_DatasetServiceServicer_to_server(Datasets(self.state), self.server)
        training_pb2_grpc.add_TrainingServiceServicer_to_server(self.training, self.server)
        inference_pb2_grpc.add_InferenceServiceServicer_to_server(Inference(self.state), self.server)
        operations_pb2_grpc.add_OperationsServicer_to_server(Operations(self.state), self.server)
        self.server.add_insecure_port(self.address)

    def __enter__(self) -> FakeServer:
        self.server.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.server.stop(0).wait()
        self._folder.cleanup()




if __name__ == "__main__":
    import signal
    import sys

    with FakeServer(sys.argv[sys.argv.index("--listen") + 1]):
        signal.sigwait([signal.SIGTERM, signal.SIGINT])
