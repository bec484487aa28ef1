"""An S3-compatible service as the place of the store: one object for each digest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, cast

from qingce.shared.files.errors import StoreAway
from qingce.shared.files.places import Piece

_MISSING = {"404", "NoSuchKey", "NotFound"}
_PREFIX = "files/"
_SECONDS = 20


@dataclass
class Bucket:
    """A bucket.

    Args: endpoint: empty: Amazon's. key: `ID:SECRET`; empty: what boto3 finds around it.
    """

    name: str
    endpoint: str = ""
    region: str = ""
    key: str = field(default="", repr=False)

    @cached_property
    def _client(self) -> Any:
        import boto3
        from botocore.config import Config

        key_id, _, secret = self.key.partition(":")
        return boto3.session.Session().client(
            "s3",
            endpoint_url=self.endpoint or None,
            region_name=self.region or None,
            aws_access_key_id=key_id or None,
            aws_secret_access_key=secret or None,
            config=Config(
                connect_timeout=_SECONDS,
                read_timeout=_SECONDS,
                retries={"max_attempts": 3, "mode": "standard"},
                s3={"addressing_style": "path" if self.endpoint else "auto"},
                # Services other than Amazon's know no newer checksums; what is kept is checked by its digest.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def put(self, path: Path, sha256: str) -> None:
        """As `Place.put`: the service shows an object whole or not at all."""
        with _told():
            self._client.upload_file(str(path), self.name, _PREFIX + sha256)
        path.unlink()

    def pieces(self) -> Iterator[Piece]:
        """As `Place.pieces`; a thousand at a time."""
        with _told():
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=_PREFIX):
                for each in page.get("Contents", ()):
                    yield Piece(each["Key"].removeprefix(_PREFIX), each["Size"], each["LastModified"])

    def piece(self, sha256: str) -> Piece:
        """As `Place.piece`."""
        with _told():
            told = self._client.head_object(Bucket=self.name, Key=_PREFIX + sha256)
        return Piece(sha256, told["ContentLength"], told["LastModified"])

    def opened(self, sha256: str) -> BinaryIO:
        """As `Place.opened`."""
        with _told():
            return cast("BinaryIO", self._client.get_object(Bucket=self.name, Key=_PREFIX + sha256)["Body"])

    def local(self, sha256: str, folder: Path) -> Path:
        """A copy in the folder."""
        target = folder / sha256
        with _told():
            self._client.download_file(self.name, _PREFIX + sha256, str(target))
        return target

    def drop(self, sha256: str) -> None:
        """As `Place.drop`."""
        with _told():
            self._client.delete_object(Bucket=self.name, Key=_PREFIX + sha256)


@contextmanager
def _told() -> Iterator[None]:
    """What the service says is not there is a missing file; what else it says, or does not, is told as one fault."""
    from boto3.exceptions import S3UploadFailedError
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in _MISSING:
            raise FileNotFoundError from error
        raise _away() from error
    except (BotoCoreError, S3UploadFailedError) as error:
        raise _away() from error


def _away() -> StoreAway:
    return StoreAway("The service that keeps the files does not answer as it should. Try again in a few minutes.")
