"""The file stores: names on disk and in buckets, whole files or none, clear errors."""

import base64
import errno
import os
import time
import uuid
from pathlib import Path

import pytest

from zou.storage import FileMissing, StoreConfig, StoreFull, StoreUnavailable, StoreUnsupported, make_store, names
from zou.storage.base import exists, size
from zou.storage.copies import LocalCopies
from zou.storage.local import remove_stale_partials

ID = "0b3810ff-1111-4222-8333-444455556666"


@pytest.fixture(scope="session")
def s3_endpoint():
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def s3_config(endpoint, **changes):
    return StoreConfig(
        **{
            "backend": "s3",
            "s3_endpoint": endpoint,
            "s3_region": "us-east-1",
            "s3_access_key": "key",
            "s3_secret_key": "secret",
            "s3_create_bucket": True,
            "bucket_prefix": f"studio-{uuid.uuid4().hex[:8]}-",
            "connect_timeout": 1,
            "read_timeout": 5,
        }
        | changes
    )


@pytest.fixture(params=["local", "s3"])
def store(request, tmp_path):
    if request.param == "local":
        return make_store(StoreConfig(folder=tmp_path / "previews"))
    return make_store(s3_config(request.getfixturevalue("s3_endpoint")))


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(bytes(range(256)) * 10)
    return path


@pytest.mark.parametrize(
    ("kind", "bucket", "path"),
    [
        (names.PICTURE_ORIGINAL, "pictures", f"original/0b3/810/{ID}"),
        (names.PICTURE_SQUARE, "pictures", f"thumbnails/squ/are/square-{ID}"),
        (names.PICTURE_BACKGROUND, "pictures", f"preview/bac/kgr/backgrounds-{ID}"),
        (names.MOVIE_LOW, "movies", f"lowdef/0b3/810/{ID}"),
        (names.ATTACHMENT, "files", f"attachments/0b3/810/{ID}"),
    ],
)
def test_files_stand_where_installed_servers_have_them(tmp_path, source, kind, bucket, path):
    store = make_store(StoreConfig(folder=tmp_path / "previews", bucket_prefix="mine-"))
    store.put(kind.of(ID), source)
    assert (tmp_path / "previews" / f"mine-{bucket}" / path).read_bytes() == source.read_bytes()
    assert list(store.files(bucket)) == [kind.of(ID)]


def test_database_dumps_stand_flat():
    assert str(names.DATABASE_DUMP.of("zou-db-backup-2026-01-31T12:00:00.sql.gz").place) == "dbbackup/zou-db-backup-2026-01-31T12:00:00.sql.gz"


@pytest.mark.parametrize("bad", ["", "../../etc/passwd", "a/b", ".hidden", "a\x00b", "x" * 201])
def test_no_id_leads_out_of_the_store(bad):
    with pytest.raises(ValueError, match="Not the id"):
        names.DOCUMENT.of(bad)


def test_what_is_put_is_read_back(store, source, tmp_path):
    file = names.MOVIE_HIGH.of(ID)
    assert store.info(file) is None
    assert store.put(file, source) == 2560
    assert size(store, file) == 2560
    assert b"".join(store.read(file)) == source.read_bytes()
    assert b"".join(store.read(file, 250, 10)) == bytes([250, 251, 252, 253, 254, 255, 0, 1, 2, 3])
    assert b"".join(store.read(file, 2550, 100)) == bytes(range(246, 256))
    assert b"".join(store.read(file, 5000)) == b""
    assert store.fetch(file, tmp_path / "copy") == 2560
    assert (tmp_path / "copy").read_bytes() == source.read_bytes()


def test_a_second_put_replaces_the_file_and_its_tag(store, source):
    file = names.PICTURE_THUMBNAIL.of(ID)
    store.put(file, source)
    before = store.info(file)
    source.write_bytes(b"other")
    store.put(file, source, move=True)
    assert not source.exists()
    assert b"".join(store.read(file)) == b"other"
    assert store.info(file).etag != before.etag


def test_copies_deletions_and_lists(store, source):
    one, two = names.DOCUMENT.of(ID), names.DOCUMENT.of(uuid.uuid4())
    store.put(one, source)
    store.copy(one, two)
    assert set(store.files("files")) == {one, two}
    assert store.delete(one)
    assert not store.delete(one)
    assert not exists(store, one)
    assert b"".join(store.read(two)) == source.read_bytes()


def test_reading_a_missing_file_says_so(store, source, tmp_path):
    file = names.DOCUMENT.of(ID)
    store.put(names.DOCUMENT.of(uuid.uuid4()), source)
    with pytest.raises(FileMissing):
        list(store.read(file))
    with pytest.raises(FileMissing):
        store.fetch(file, tmp_path / "target")
    with pytest.raises(FileMissing):
        store.copy(file, names.DOCUMENT.of(uuid.uuid4()))
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["upload"]


def test_a_full_disk_leaves_the_old_file_whole(tmp_path, source, monkeypatch):
    store = make_store(StoreConfig(folder=tmp_path / "previews"))
    file = names.DOCUMENT.of(ID)
    store.put(file, source)

    def half_then_full(origin, target):
        Path(target).write_bytes(Path(origin).read_bytes()[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", half_then_full)
    with pytest.raises(StoreFull):
        store.put(file, source)
    assert b"".join(store.read(file)) == source.read_bytes()
    assert [path.name for path in store.local_path(file).parent.iterdir()] == [ID]


def test_what_a_dead_writer_left_is_no_file_and_is_swept(tmp_path, source):
    store = make_store(StoreConfig(folder=tmp_path / "previews"))
    store.put(names.DOCUMENT.of(ID), source)
    left = store.local_path(names.DOCUMENT.of(ID)).parent / ".half.abc.part"
    left.write_bytes(b"half")
    os.utime(left, (1, 1))
    assert list(store.files("files")) == [names.DOCUMENT.of(ID)]
    assert remove_stale_partials(store, time.time() - 3600) == 1
    assert exists(store, names.DOCUMENT.of(ID))


def test_an_object_storage_that_is_away_says_so(source):
    store = make_store(s3_config("http://127.0.0.1:9", s3_create_bucket=False))
    with pytest.raises(StoreUnavailable, match=ID):
        store.put(names.DOCUMENT.of(ID), source)
    with pytest.raises(StoreUnavailable):
        store.info(names.DOCUMENT.of(ID))


def test_large_objects_go_in_parts(s3_endpoint, tmp_path):
    store = make_store(s3_config(s3_endpoint))
    source = tmp_path / "movie"
    source.write_bytes(os.urandom(1 << 20) * 20)
    file = names.MOVIE_SOURCE.of(ID)
    store.put(file, source)
    assert b"".join(store.read(file)) == source.read_bytes()


def test_objects_are_named_by_their_keys(s3_endpoint, source):
    import boto3

    config = s3_config(s3_endpoint)
    make_store(config).put(names.PICTURE_SQUARE.of(ID), source)
    client = boto3.client("s3", endpoint_url=s3_endpoint, region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret")
    listed = client.list_objects_v2(Bucket=f"{config.bucket_prefix}pictures")["Contents"]
    assert [entry["Key"] for entry in listed] == [f"thumbnails-square-{ID}"]


def test_wrong_configurations_are_refused(tmp_path):
    with pytest.raises(StoreUnsupported, match="swift"):
        make_store(StoreConfig(backend="swift"))
    with pytest.raises(StoreUnsupported, match="ftp"):
        make_store(StoreConfig(backend="ftp"))
    with pytest.raises(StoreUnsupported, match="32 bytes"):
        make_store(s3_config("http://127.0.0.1:9", s3_aes256_encrypted=True, s3_aes256_key=base64.urlsafe_b64encode(b"short").decode()))


def test_encrypted_objects_are_read_with_the_key(s3_endpoint, source, tmp_path):
    key = base64.urlsafe_b64encode(os.urandom(32)).decode()
    store = make_store(s3_config(s3_endpoint, s3_aes256_encrypted=True, s3_aes256_key=key))
    file = names.DOCUMENT.of(ID)
    store.put(file, source)
    assert not store.passes_ranges
    assert b"".join(store.read(file, 1, 4)) == bytes([1, 2, 3, 4])
    store.copy(file, names.DOCUMENT.of("copy"))
    store.fetch(names.DOCUMENT.of("copy"), tmp_path / "plain")
    assert (tmp_path / "plain").read_bytes() == source.read_bytes()


def test_a_copy_of_another_size_is_fetched_again(s3_endpoint, source, tmp_path):
    store = make_store(s3_config(s3_endpoint))
    file = names.MOVIE_LOW.of(ID)
    store.put(file, source)
    copies = LocalCopies(store, tmp_path / "tmp")
    assert copies.find(file, "mp4") is None
    path = copies.get(file, "mp4", 2560)
    assert path == tmp_path / "tmp" / f"cache-lowdef-{ID}.mp4"
    path.write_bytes(b"half")
    assert copies.find(file, "mp4", 2560) is None
    assert copies.get(file, "mp4", 2560).stat().st_size == 2560
