"""The file store in an S3 bucket, through s3fs. Import this module only where it is used: its libraries are heavy."""

import base64
import errno
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import s3fs
from botocore.exceptions import BotoCoreError, ClientError

from zou.kit.atomic import replacing
from zou.storage.base import CHUNK, FileInfo, FileMissing, StoreConfig, StoreError, StoreFull, StoreUnavailable, StoreUnsupported
from zou.storage.local import disk_errors
from zou.storage.names import FileKey, parse

Result = TypeVar("Result")

RETRY_AFTER = 0.5
_PART = 8 * CHUNK
_FULL_CODES = ("QuotaExceeded", "StorageFull", "XMinioStorageFull", "507")


class S3Store:
    """Files in the buckets `<prefix>pictures`, `<prefix>movies` and `<prefix>files`, one object a file, named by its key."""

    def __init__(self, config: StoreConfig) -> None:
        self.config = config
        self.passes_ranges = not config.s3_aes256_encrypted
        self._encryption = _customer_key(config)
        self._create_bucket = config.s3_create_bucket
        self._known_buckets: set[str] = set()
        self._lock = threading.Lock()

    def local_path(self, file: FileKey) -> None:
        return None

    def put(self, file: FileKey, source: Path, *, move: bool = False) -> int:
        size = source.stat().st_size
        if self._create_bucket:
            self._make_bucket(file.bucket)
        self._call(file, lambda fs: fs.put_file(str(source), self._object(file), chunksize=_PART))
        if move:
            source.unlink(missing_ok=True)
        return size

    def info(self, file: FileKey) -> FileInfo | None:
        try:
            found = self._call(file, lambda fs: fs.call_s3("head_object", Bucket=self._bucket(file.bucket), Key=file.key))
        except FileMissing:
            return None
        modified = found.get("LastModified") or datetime.now(UTC)
        return FileInfo(found["ContentLength"], found.get("ETag", "").strip('"'), modified.astimezone(UTC))

    def read(self, file: FileKey, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        info = self.info(file)
        if info is None:
            raise FileMissing(f"There is no file {file}.")
        end = info.size if length is None else min(info.size, start + length)
        return self._parts(file, start, end)

    def fetch(self, file: FileKey, target: Path) -> int:
        with disk_errors(file), replacing(target) as partial:
            self._call(file, lambda fs: fs.get_file(self._object(file), str(partial)))
            return partial.stat().st_size

    def copy(self, file: FileKey, to: FileKey) -> None:
        source_key = {f"CopySource{name}": value for name, value in self._encryption.items()}
        self._call(file, lambda fs: fs.copy(self._object(file), self._object(to), **source_key))

    def delete(self, file: FileKey) -> bool:
        if self.info(file) is None:
            return False
        self._call(file, lambda fs: fs.call_s3("delete_object", Bucket=self._bucket(file.bucket), Key=file.key))
        return True

    def files(self, bucket: str) -> Iterator[FileKey]:
        after = ""
        while True:
            page = self._page(bucket, after)
            keys = [entry["Key"] for entry in page.get("Contents", [])]
            yield from filter(None, (parse(bucket, key) for key in keys))
            if not page.get("IsTruncated") or not keys:
                return
            after = keys[-1]

    def _parts(self, file: FileKey, start: int, end: int) -> Iterator[bytes]:
        for first in range(start, end, _PART):
            yield self._part(file, first, min(first + _PART, end))

    def _part(self, file: FileKey, start: int, end: int) -> bytes:
        return self._call(file, lambda fs: fs.cat_file(self._object(file), start=start, end=end))

    def _page(self, bucket: str, after: str) -> Any:
        return self._call(bucket, lambda fs: fs.call_s3("list_objects_v2", Bucket=self._bucket(bucket), StartAfter=after))

    def _call(self, file: object, do: Callable[[Any], Result]) -> Result:
        """Ask the storage, once more after a moment where it fails for a reason that may pass, and name what went wrong."""
        try:
            return self._once(file, do)
        except StoreUnavailable:
            time.sleep(RETRY_AFTER)
            return self._once(file, do)

    def _once(self, file: object, do: Callable[[Any], Result]) -> Result:
        try:
            return do(self._filesystem())
        except (OSError, ClientError, BotoCoreError) as error:
            raise _clear_error(file, error) from error

    def _filesystem(self) -> s3fs.S3FileSystem:
        config = self.config
        filesystem = s3fs.S3FileSystem(
            key=config.s3_access_key,
            secret=config.s3_secret_key,
            endpoint_url=config.s3_endpoint or None,
            client_kwargs={"region_name": config.s3_region} if config.s3_region else {},
            config_kwargs={"connect_timeout": config.connect_timeout, "read_timeout": config.read_timeout, "retries": {"max_attempts": 1}},
            s3_additional_kwargs=self._encryption,
            use_listings_cache=False,
        )
        filesystem.retries = 1  # the one retry is ours: two layers of them make a dead store answer after minutes
        return filesystem

    def _bucket(self, bucket: str) -> str:
        return f"{self.config.bucket_prefix}{bucket}"

    def _object(self, file: FileKey) -> str:
        return f"{self._bucket(file.bucket)}/{file.key}"

    def _make_bucket(self, bucket: str) -> None:
        with self._lock:
            if bucket in self._known_buckets:
                return
            name = self._bucket(bucket)
            try:
                self._call(name, lambda fs: fs.call_s3("head_bucket", Bucket=name))
            except FileMissing:
                region = self.config.s3_region
                if region == "us-east-1":  # S3 refuses its first region by name
                    region = None
                where = {"CreateBucketConfiguration": {"LocationConstraint": region}} if region else {}
                self._call(name, lambda fs: fs.call_s3("create_bucket", Bucket=name, **where))
            self._known_buckets.add(bucket)


def _customer_key(config: StoreConfig) -> dict[str, Any]:
    """Arguments that make the storage encrypt objects with the studio's own key."""
    if not config.s3_aes256_encrypted:
        return {}
    try:
        key = base64.urlsafe_b64decode(config.s3_aes256_key or "")
    except ValueError as error:
        raise StoreUnsupported("FS_S3_AES256_KEY must be 32 bytes in URL-safe base64.") from error
    if len(key) != 32:
        raise StoreUnsupported("FS_S3_AES256_KEY must be 32 bytes in URL-safe base64.")
    return {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": key}


def _clear_error(file: object, error: Exception) -> StoreError:
    if isinstance(error, FileNotFoundError):
        return FileMissing(f"There is no file {file}.")
    cause = error.__cause__ if isinstance(error.__cause__, ClientError) else error
    code = str(cause.response.get("Error", {}).get("Code", "")) if isinstance(cause, ClientError) else ""
    if code in ("404", "NoSuchKey", "NoSuchBucket"):
        return FileMissing(f"There is no file {file}.")
    if code in _FULL_CODES or getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
        return StoreFull(f"No room left to store {file}.")
    return StoreUnavailable(f"The object storage failed for {file}: {code or error or type(error).__name__}.")
