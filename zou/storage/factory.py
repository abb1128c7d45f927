"""From a configuration to the store it describes."""

from zou.storage.base import FileStore, StoreConfig, StoreUnsupported
from zou.storage.local import LocalStore


def make_store(config: StoreConfig) -> FileStore:
    """The store that `config` describes. Contacts nobody. Raises StoreUnsupported for a backend this server has not."""
    if config.backend == "local":
        return LocalStore(config.folder, config.bucket_prefix)
    if config.backend == "s3":
        from zou.storage.s3 import S3Store  # its libraries are heavy, and most servers have no need of them

        return S3Store(config)
    if config.backend == "swift":
        raise StoreUnsupported(
            "FS_BACKEND=swift is not served directly. Swift clusters also speak S3: set FS_BACKEND=s3 with FS_S3_ENDPOINT, "
            "FS_S3_ACCESS_KEY and FS_S3_SECRET_KEY of the account (EC2 credentials); containers and names stay as they are."
        )
    raise StoreUnsupported(f"FS_BACKEND must be local, s3 or swift, not {config.backend!r}.")
