"""Datasets of the server."""

from __future__ import annotations

from typing import Any, AsyncIterator, Mapping, Sequence

from adapterbridge import _requests as build
from adapterbridge._aio.core import AsyncConnection
from adapterbridge._proto.bridge.v1 import datasets_pb2
from adapterbridge._transport.base import method_of
from adapterbridge.enums import LabelKind
from adapterbridge.resources import Dataset


class AsyncDatasets:
    """Labelled texts or images to train on and to evaluate with."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def create(
        self,
        dataset_id: str,
        *,
        path: build.PathLike | None = None,
        rows: build.Rows | None = None,
        text_field: str = "text",
        pair_field: str | None = None,
        image_field: str | None = None,
        label_field: str | None = "label",
        label_kind: LabelKind | str | None = None,
        labels: Sequence[str] | Mapping[str, int] | None = None,
    ) -> Dataset:
        """Makes a dataset of a JSON lines file of the server, or of a few rows. For more than 1 MiB, or a local file, use `upload`.

        With an `image_field` rows hold images: `adapterbridge.images.Image`, or in a file of the server paths below its folder.
        """
        schema = build.dataset_schema(text_field, pair_field, label_field, label_kind, labels, image_field)
        request = datasets_pb2.CreateDatasetRequest(dataset_id=dataset_id, schema=schema, request_id=build.request_id())
        if (path is None) == (rows is None):
            raise ValueError("give a path or rows, one of them")
        if path is not None:
            request.path = str(path)
        elif rows is not None:
            request.rows = b"".join(build.json_lines(rows, image_field))
        return Dataset.from_proto(await self._connection.call("DatasetService/CreateDataset", request, 120.0))

    async def upload(
        self,
        dataset_id: str,
        source: build.PathLike | build.Rows,
        *,
        text_field: str = "text",
        pair_field: str | None = None,
        image_field: str | None = None,
        label_field: str | None = "label",
        label_kind: LabelKind | str | None = None,
        labels: Sequence[str] | Mapping[str, int] | None = None,
    ) -> Dataset:
        """Sends a local JSON lines file, or rows. `labels` fixes the ids: names in their order, or ids by name.

        With an `image_field` rows hold images: paths, which in a file start in its folder, bytes or arrays. They are sent.
        """
        schema = build.dataset_schema(text_field, pair_field, label_field, label_kind, labels, image_field)
        messages = build.upload_dataset(dataset_id, source, schema)
        method = method_of("DatasetService/UploadDataset")
        return Dataset.from_proto(await self._connection.transport.client_stream(method, messages, None))

    async def get(self, dataset: Any) -> Dataset:
        """One dataset."""
        request = datasets_pb2.GetDatasetRequest(name=build.name_of("datasets", dataset))
        return Dataset.from_proto(await self._connection.call("DatasetService/GetDataset", request))

    async def list(self) -> AsyncIterator[Dataset]:
        """All datasets, oldest first."""
        async for item in self._connection.pages("DatasetService/ListDatasets", datasets_pb2.ListDatasetsRequest(), "datasets"):
            yield Dataset.from_proto(item)

    async def delete(self, dataset: Any, *, allow_missing: bool = False) -> None:
        """Forgets a dataset."""
        request = datasets_pb2.DeleteDatasetRequest(
            name=build.name_of("datasets", dataset), allow_missing=allow_missing, request_id=build.request_id()
        )
        await self._connection.call("DatasetService/DeleteDataset", request)
