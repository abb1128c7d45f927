"""Files: local disk, S3 or Swift behind one small interface."""

from zou.storage.base import FileInfo, FileMissing, FileStore, StoreConfig, StoreError, StoreFull, StoreUnavailable, StoreUnsupported
from zou.storage.factory import make_store
from zou.storage.names import FileKey, Kind

__all__ = [
    "FileInfo",
    "FileKey",
    "FileMissing",
    "FileStore",
    "Kind",
    "StoreConfig",
    "StoreError",
    "StoreFull",
    "StoreUnavailable",
    "StoreUnsupported",
    "make_store",
]
