"""Fusions and token embeddings of a model, and setups as a whole."""

from __future__ import annotations

import json
from typing import Any, AsyncIterator, Mapping, Sequence

from adapterbridge import _requests as build
from adapterbridge._aio.core import AsyncConnection
from adapterbridge._proto.bridge.v1 import embeddings_pb2, fusions_pb2, setups_pb2
from adapterbridge.parts import Embedding, Fusion, LoadedSetup, SetupDescription, SetupDifference
from adapterbridge.resources import FileInfo
from adapterbridge.setups import SetupLike, setup_to_proto

_FILE_SECONDS = 300.0


class AsyncFusions:
    """The fusions of a model's adapters."""

    def __init__(self, connection: AsyncConnection, model: str) -> None:
        self._connection = connection
        self._model = model

    def _name(self, fusion: Any) -> str:
        return build.name_of(f"{self._model}/fusions", fusion)

    async def create(self, adapters: Sequence[Any], config: str | Mapping[str, Any] = "dynamic", *, fusion_id: str | None = None, seed: int | None = None) -> Fusion:
        """Creates a fusion of adapters with fresh weights; without an id it goes by theirs, joined by commas. The configuration is text or a dictionary of a file."""
        request = fusions_pb2.CreateFusionRequest(
            parent=self._model, fusion_id=fusion_id or "", adapters=[build.id_of(a) for a in adapters], seed=seed, request_id=build.request_id(),
            config_string=config if isinstance(config, str) else json.dumps(config),
        )  # fmt: skip
        return Fusion.from_proto(await self._connection.call("FusionService/CreateFusion", request))

    async def get(self, fusion: Any) -> Fusion:
        """One fusion."""
        request = fusions_pb2.GetFusionRequest(name=self._name(fusion))
        return Fusion.from_proto(await self._connection.call("FusionService/GetFusion", request))

    async def list(self) -> AsyncIterator[Fusion]:
        """All fusions of the model, oldest first."""
        request = fusions_pb2.ListFusionsRequest(parent=self._model)
        async for item in self._connection.pages("FusionService/ListFusions", request, "fusions"):
            yield Fusion.from_proto(item)

    async def delete(self, fusion: Any, *, allow_missing: bool = False, etag: str = "") -> None:
        """Removes a fusion; its adapters stay."""
        request = fusions_pb2.DeleteFusionRequest(name=self._name(fusion), allow_missing=allow_missing, etag=etag, request_id=build.request_id())
        await self._connection.call("FusionService/DeleteFusion", request)

    async def load(self, path: build.PathLike, *, fusion_id: str | None = None) -> Fusion:
        """Loads an AdapterHub folder of the server; the adapters that it joins must be there."""
        request = fusions_pb2.LoadFusionRequest(parent=self._model, path=str(path), fusion_id=fusion_id or "", request_id=build.request_id())
        return Fusion.from_proto(await self._connection.call("FusionService/LoadFusion", request, _FILE_SECONDS))

    async def save(self, fusion: Any, path: build.PathLike) -> tuple[FileInfo, ...]:
        """Saves a fusion as an AdapterHub folder of the server."""
        request = fusions_pb2.SaveFusionRequest(name=self._name(fusion), path=str(path), request_id=build.request_id())
        answer = await self._connection.call("FusionService/SaveFusion", request, _FILE_SECONDS)
        return tuple(FileInfo.from_proto(f) for f in answer.files)


class AsyncEmbeddings:
    """Token embeddings of a model beside its own. Calls name those that act: `Setup("a", embedding="de")`."""

    def __init__(self, connection: AsyncConnection, model: str) -> None:
        self._connection = connection
        self._model = model

    def _name(self, embedding: Any) -> str:
        return build.name_of(f"{self._model}/embeddings", embedding)

    async def create(
        self, embedding_id: str, *, tokenizer: build.PathLike | None = None, vocabulary_size: int | None = None, reference: Any = None, seed: int | None = None
    ) -> Embedding:
        """Creates token embeddings: for the tokenizer of a folder of the server, of a size, or, with neither, a copy of the model's own or of `reference`.

        With a tokenizer, tokens that `reference` knows too take its rows; "default" are the model's own.
        """
        request = embeddings_pb2.CreateEmbeddingRequest(
            parent=self._model, embedding_id=embedding_id, tokenizer_path="" if tokenizer is None else str(tokenizer), vocabulary_size=vocabulary_size or 0,
            reference="" if reference is None else build.id_of(reference), seed=seed, request_id=build.request_id(),
        )  # fmt: skip
        return Embedding.from_proto(await self._connection.call("EmbeddingService/CreateEmbedding", request))

    async def get(self, embedding: Any) -> Embedding:
        """Token embeddings."""
        request = embeddings_pb2.GetEmbeddingRequest(name=self._name(embedding))
        return Embedding.from_proto(await self._connection.call("EmbeddingService/GetEmbedding", request))

    async def list(self) -> AsyncIterator[Embedding]:
        """All of the model but its own, oldest first."""
        request = embeddings_pb2.ListEmbeddingsRequest(parent=self._model)
        async for item in self._connection.pages("EmbeddingService/ListEmbeddings", request, "embeddings"):
            yield Embedding.from_proto(item)

    async def delete(self, embedding: Any, *, allow_missing: bool = False, etag: str = "") -> None:
        """Removes token embeddings; the model's own stay."""
        request = embeddings_pb2.DeleteEmbeddingRequest(name=self._name(embedding), allow_missing=allow_missing, etag=etag, request_id=build.request_id())
        await self._connection.call("EmbeddingService/DeleteEmbedding", request)

    async def load(self, path: build.PathLike, embedding_id: str) -> Embedding:
        """Loads a folder of the server with embedding.pt, and the tokenizer beside it."""
        request = embeddings_pb2.LoadEmbeddingRequest(parent=self._model, path=str(path), embedding_id=embedding_id, request_id=build.request_id())
        return Embedding.from_proto(await self._connection.call("EmbeddingService/LoadEmbedding", request, _FILE_SECONDS))

    async def save(self, embedding: Any, path: build.PathLike) -> tuple[FileInfo, ...]:
        """Saves token embeddings, the own ones ("default") too, with their tokenizer, as a folder of the server."""
        request = embeddings_pb2.SaveEmbeddingRequest(name=self._name(embedding), path=str(path), request_id=build.request_id())
        answer = await self._connection.call("EmbeddingService/SaveEmbedding", request, _FILE_SECONDS)
        return tuple(FileInfo.from_proto(f) for f in answer.files)


class AsyncSetups:
    """Setups of a model as a whole: a folder of the server with adapters, fusions, heads, token embeddings and how they act."""

    def __init__(self, connection: AsyncConnection, model: str) -> None:
        self._connection = connection
        self._model = model

    async def save(self, setup: SetupLike, path: build.PathLike) -> SetupDescription:
        """Saves all parts of a setup, as the reference library does, whole or not at all."""
        request = setups_pb2.SaveSetupRequest(parent=self._model, setup=setup_to_proto(setup), path=str(path), request_id=build.request_id())
        return SetupDescription.from_proto((await self._connection.call("SetupService/SaveSetup", request, _FILE_SECONDS)).description)

    async def load(self, path: build.PathLike, *, replace: bool = False) -> LoadedSetup:
        """Loads all parts of a setup, or nothing: a missing one is an error. With `replace` they take the place of those of their names."""
        request = setups_pb2.LoadSetupRequest(parent=self._model, path=str(path), replace=replace, request_id=build.request_id())
        return LoadedSetup.from_proto(await self._connection.call("SetupService/LoadSetup", request, _FILE_SECONDS))

    async def describe(self, path: build.PathLike) -> SetupDescription:
        """What a folder of the server holds, and what is missing."""
        request = setups_pb2.DescribeSetupRequest(path=str(path))
        return SetupDescription.from_proto((await self._connection.call("SetupService/DescribeSetup", request, _FILE_SECONDS)).description)

    async def diff(self, left: build.PathLike, right: build.PathLike) -> tuple[SetupDifference, ...]:
        """In what two folders of the server differ; nothing where they mean the same."""
        request = setups_pb2.DiffSetupsRequest(left_path=str(left), right_path=str(right))
        answer = await self._connection.call("SetupService/DiffSetups", request, _FILE_SECONDS)
        return tuple(SetupDifference(d.what, d.left, d.right) for d in answer.differences)
