"""Adapters and heads of a model."""

from __future__ import annotations

from typing import Any, AsyncIterator, Mapping, Sequence

from adapterbridge import _requests as build
from adapterbridge._aio.compat import sleep
from adapterbridge._aio.core import AsyncConnection
from adapterbridge._proto.bridge.v1 import adapters_pb2, heads_pb2, sharing_pb2
from adapterbridge._transport.base import Backoff, method_of
from adapterbridge.configs import AdapterConfig
from adapterbridge.enums import AverageStrategy
from adapterbridge.errors import NotFoundError, UnavailableError
from adapterbridge.resources import Adapter, AdapterPlan, FileInfo, Head, LoadedAdapter, ParameterGroup, SavedAdapter

_FILE_SECONDS = 300.0
_ATTEMPTS = 5

ConfigLike = AdapterConfig | str | Mapping[str, Any]


class AsyncAdapters:
    """The adapters of a model."""

    def __init__(self, connection: AsyncConnection, model: str) -> None:
        self._connection = connection
        self._model = model

    def _name(self, adapter: Any) -> str:
        return build.name_of(f"{self._model}/adapters", adapter)

    async def create(self, adapter_id: str, config: ConfigLike, *, seed: int | None = None) -> Adapter:
        """Creates an adapter with fresh weights. The configuration is text ("lora[r=8]"), an object, or a dictionary of a file."""
        request = build.create_adapter(self._model, adapter_id, config, seed)
        return Adapter.from_proto(await self._connection.call("AdapterService/CreateAdapter", request))

    async def plan(self, adapter_id: str, config: ConfigLike) -> AdapterPlan:
        """What `create` would add; creates nothing."""
        request = build.create_adapter(self._model, adapter_id, config, None, validate_only=True)
        plan = Adapter.from_proto(await self._connection.call("AdapterService/CreateAdapter", request)).plan
        return plan if plan is not None else AdapterPlan((), (), 0)

    async def get(self, adapter: Any) -> Adapter:
        """One adapter."""
        request = adapters_pb2.GetAdapterRequest(name=self._name(adapter))
        return Adapter.from_proto(await self._connection.call("AdapterService/GetAdapter", request))

    async def list(self) -> AsyncIterator[Adapter]:
        """All adapters of the model, oldest first."""
        request = adapters_pb2.ListAdaptersRequest(parent=self._model)
        async for item in self._connection.pages("AdapterService/ListAdapters", request, "adapters"):
            yield Adapter.from_proto(item)

    async def delete(self, adapter: Any, *, allow_missing: bool = False, etag: str = "") -> None:
        """Removes an adapter."""
        request = adapters_pb2.DeleteAdapterRequest(
            name=self._name(adapter), allow_missing=allow_missing, etag=etag, request_id=build.request_id()
        )
        await self._connection.call("AdapterService/DeleteAdapter", request)

    async def average(
        self, adapter_id: str, adapters: Sequence[Any], *, weights: Sequence[float] | None = None, normalize: bool = True,
        strategy: AverageStrategy | str = "linear", rank: int | None = None,
    ) -> Adapter:  # fmt: skip
        """Adds an adapter whose tensors are an average of others' of one configuration; `rank` is for the strategy "delta_svd" alone."""
        request = build.average_adapters(self._model, adapter_id, [self._name(a) for a in adapters], weights, normalize, strategy, rank)
        return Adapter.from_proto(await self._connection.call("AdapterService/AverageAdapters", request))

    async def merge(self, adapter: Any) -> Adapter:
        """Puts an adapter's change into the base's weights; no other adapter of its kind acts there until `reset_merged`."""
        request = adapters_pb2.MergeAdapterRequest(name=self._name(adapter), request_id=build.request_id())
        return Adapter.from_proto(await self._connection.call("AdapterService/MergeAdapter", request))

    async def reset_merged(self) -> None:
        """Takes merged adapters out of the weights, which are then those of the base bit for bit."""
        request = adapters_pb2.ResetMergedAdaptersRequest(parent=self._model, request_id=build.request_id())
        await self._connection.call("AdapterService/ResetMergedAdapters", request)

    async def share(self, adapters: Sequence[Any], *, group: str | None = None, reference: Any = None) -> ParameterGroup:
        """Lets adapters (of mtl_lora) share the factors of one of them, by default the first: what one learns, all have learned."""
        request = sharing_pb2.ShareParametersRequest(
            parent=self._model, adapters=[build.id_of(a) for a in adapters], group=group or "", request_id=build.request_id(),
            reference="" if reference is None else build.id_of(reference),
        )  # fmt: skip
        return ParameterGroup.from_proto(await self._connection.call("SharingService/ShareParameters", request))

    async def unshare(self, group: str | ParameterGroup) -> None:
        """Gives each adapter of a group a copy of its own."""
        name = group if isinstance(group, str) else group.group
        request = sharing_pb2.UnshareParametersRequest(parent=self._model, group=name, request_id=build.request_id())
        await self._connection.call("SharingService/UnshareParameters", request)

    async def groups(self) -> tuple[ParameterGroup, ...]:
        """The groups of adapters that share parameters."""
        answer = await self._connection.call("SharingService/ListParameterGroups", sharing_pb2.ListParameterGroupsRequest(parent=self._model))
        return tuple(ParameterGroup.from_proto(g) for g in answer.groups)

    async def load(
        self, path: build.PathLike, *, adapter_id: str | None = None, with_head: bool = True, head_id: str | None = None
    ) -> LoadedAdapter:
        """Loads an AdapterHub folder of the server, with the head in it where there is one."""
        request = build.load_adapter(self._model, path, adapter_id, with_head, head_id)
        return LoadedAdapter.from_proto(await self._connection.call("AdapterService/LoadAdapter", request, _FILE_SECONDS))

    async def save(self, adapter: Any, path: build.PathLike, *, head: Any = None) -> SavedAdapter:
        """Saves an adapter, and a head beside it, as an AdapterHub folder of the server."""
        request = adapters_pb2.SaveAdapterRequest(
            name=self._name(adapter), path=str(path), request_id=build.request_id(),
            head="" if head is None else build.name_of(f"{self._model}/heads", head),
        )  # fmt: skip
        answer = await self._connection.call("AdapterService/SaveAdapter", request, _FILE_SECONDS)
        return SavedAdapter(answer.path, tuple(FileInfo.from_proto(f) for f in answer.files))

    async def upload(
        self, folder: build.PathLike, *, adapter_id: str | None = None, with_head: bool = True, head_id: str | None = None
    ) -> LoadedAdapter:
        """Sends a local AdapterHub folder and loads it; continues where a broken connection stopped it."""
        method, upload_id, backoff = method_of("AdapterService/UploadAdapter"), build.request_id(), Backoff()
        done: dict[str, int] = {}
        for attempt in range(_ATTEMPTS):
            messages = build.upload_adapter(self._model, folder, adapter_id, with_head, head_id, upload_id, done)
            try:
                return LoadedAdapter.from_proto(await self._connection.transport.client_stream(method, messages, None))
            except UnavailableError as error:
                if attempt == _ATTEMPTS - 1:
                    raise
                await sleep(backoff.delay(error))
            done = await self._uploaded(upload_id)
        raise AssertionError("unreachable")

    async def _uploaded(self, upload_id: str) -> dict[str, int]:
        request = adapters_pb2.GetUploadStatusRequest(parent=self._model, upload_id=upload_id)
        try:
            status = await self._connection.call("AdapterService/GetUploadStatus", request)
        except NotFoundError:
            return {}
        return {info.file: info.byte_size for info in status.files}

    async def download(self, adapter: Any, folder: build.PathLike, *, head: Any = None) -> tuple[FileInfo, ...]:
        """Writes an adapter, and a head beside it, as a local AdapterHub folder; continues where a broken connection stopped it."""
        method, receiver, backoff = method_of("AdapterService/DownloadAdapter"), build.FileReceiver(folder), Backoff()
        head_name = "" if head is None else build.name_of(f"{self._model}/heads", head)
        try:
            for attempt in range(_ATTEMPTS):
                file, offset = receiver.position()
                request = adapters_pb2.DownloadAdapterRequest(
                    name=self._name(adapter), head=head_name, file=file, offset=offset, etag=receiver.etag
                )
                try:
                    async for message in self._connection.transport.server_stream(method, request, None):
                        receiver.add(message)
                    break
                except UnavailableError as error:
                    if attempt == _ATTEMPTS - 1:
                        raise
                    await sleep(backoff.delay(error))
            receiver.finish()
        finally:
            receiver.abandon()
        return tuple(FileInfo.from_proto(f) for f in receiver.files)


class AsyncHeads:
    """The prediction heads of a model."""

    def __init__(self, connection: AsyncConnection, model: str) -> None:
        self._connection = connection
        self._model = model

    def _name(self, head: Any) -> str:
        return build.name_of(f"{self._model}/heads", head)

    async def create(
        self,
        head_id: str,
        *,
        labels: Sequence[str] | None = None,
        num_labels: int | None = None,
        layers: int | None = None,
        activation_function: str | None = None,
        multilabel: bool | None = None,
        use_pooler: bool | None = None,
        bias: bool | None = None,
        dropout_prob: float | None = None,
        seed: int | None = None,
        config: Mapping[str, Any] | None = None,
    ) -> Head:
        """Creates a head with fresh weights: a classification head, whose `labels` are names in the order of their ids, or any kind of head.

        `config` is what head_config.json has under that key, and then says everything: {"head_type": "tagging", "num_labels": 5}.
        """
        request = build.create_head(
            self._model, head_id, labels, num_labels, layers, activation_function, multilabel, use_pooler, bias, dropout_prob, seed, config
        )
        return Head.from_proto(await self._connection.call("HeadService/CreateHead", request))

    async def get(self, head: Any) -> Head:
        """One head."""
        return Head.from_proto(await self._connection.call("HeadService/GetHead", heads_pb2.GetHeadRequest(name=self._name(head))))

    async def list(self) -> AsyncIterator[Head]:
        """All heads of the model, oldest first."""
        async for item in self._connection.pages("HeadService/ListHeads", heads_pb2.ListHeadsRequest(parent=self._model), "heads"):
            yield Head.from_proto(item)

    async def delete(self, head: Any, *, allow_missing: bool = False, etag: str = "") -> None:
        """Removes a head."""
        request = heads_pb2.DeleteHeadRequest(
            name=self._name(head), allow_missing=allow_missing, etag=etag, request_id=build.request_id()
        )
        await self._connection.call("HeadService/DeleteHead", request)
