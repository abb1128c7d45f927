"""`zou up`: one folder, one port, whatever happens to it."""

import json
import os
import re
import signal
import stat
from pathlib import Path

import psutil
import pytest
import redis

from tests.e2e.running import Running, free_port, refused

pytestmark = pytest.mark.xdist_group("up")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that the tests of this file use one after the other."""
    return tmp_path_factory.mktemp("up") / "data"


@pytest.fixture(scope="module")
def frontend(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built single page application."""
    build = tmp_path_factory.mktemp("frontend")
    (build / "assets").mkdir()
    (build / "index.html").write_text("<title>the page</title>")
    (build / "assets" / "index-3f9a.js").write_text("let studio")
    (build / "favicon.ico").write_bytes(b"icon")
    return build


def of_folder(folder: Path) -> list[psutil.Process]:
    """Processes that work on `folder`."""
    found = []
    for process in psutil.process_iter():
        try:
            if str(folder) in " ".join(process.cmdline()) or process.cwd().startswith(str(folder)):
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


def valkey_of(folder: Path) -> redis.Redis:
    """A client of the embedded Valkey, found as the command line finds it."""
    url = re.search(r"REDIS_URL='(.*)'", (folder / "environment").read_text())
    assert url
    return redis.Redis.from_url(url[1])


def test_a_first_start_makes_an_administrator_and_a_second_start_finds_everything_again(folder: Path) -> None:
    with Running(folder) as up:
        assert "admin@example.com" in up.wait_for("shown this once")
        assert up.get("/").json() == up.get("/api/").json() == up.get("/api").json()
        key = (folder / "secret-key").read_text()
        assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
        valkey_of(folder).set("kept", "yes")
        assert up.stop(signal.SIGINT) == 0
    assert of_folder(folder) == []

    with Running(folder) as up:
        assert up.line("shown this once") is None
        assert (folder / "secret-key").read_text() == key
        assert valkey_of(folder).get("kept") == b"yes"
        assert f"process {up.process.pid}" in refused("--data-dir", folder, "--port", free_port())
        assert f"Port {up.port} " in refused("--data-dir", folder.with_name("other"), "--port", up.port)
        assert up.get("/").status_code == 200
    assert of_folder(folder.with_name("other")) == []


def test_what_dies_is_started_again_and_a_killed_parent_leaves_a_folder_that_starts(folder: Path) -> None:
    with Running(folder) as up:
        valkey_of(folder).set("survivor", "yes")
        assert valkey_of(folder).waitaof(1, 0, 10_000)[0] == 1
        for name in ("zou.serving.server", "zou.standalone.worker", "valkey-server"):
            died = up.child(name)
            os.kill(died, signal.SIGKILL)
        for said in ("server-1 ended", "worker-1 ended", "Valkey ended"):
            assert "starting it again" in up.wait_for(said)
        up.kill()
    with Running(folder) as up:
        assert up.get("/").status_code == 200
        assert valkey_of(folder).get("survivor") == b"yes"
    assert of_folder(folder) == []


def test_a_frontend_is_served_around_the_api(folder: Path, frontend: Path) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    with Running(folder, "--frontend", frontend, "--workers", 2) as up:
        for path in ("/", "/productions/1/assets", "/login"):
            page = up.get(path, headers=browser)
            assert (page.status_code, page.text, page.headers["Cache-Control"]) == (200, "<title>the page</title>", "no-store")
        assert up.get("/my-tasks").text == "<title>the page</title>"
        script = up.get("/assets/index-3f9a.js")
        assert (script.text, script.headers["Content-Type"].split(";")[0]) == ("let studio", "text/javascript")
        assert "immutable" in script.headers["Cache-Control"]
        assert up.get("/assets/gone.js", headers=browser).status_code == 404
        assert up.get("/%2e%2e/%2e%2e/etc/passwd").text == "<title>the page</title>"
        assert up.get("/favicon.ico").content == b"icon"
        assert up.get("/api/", headers=browser).json()["api"] == "Zou"
        assert up.get("/api/nothing-here", headers=browser).headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("content", ["999\n", "something else"])
def test_a_folder_of_a_newer_version_is_left_alone(tmp_path: Path, content: str) -> None:
    (tmp_path / "FORMAT").write_text(content)
    assert "newer version" in refused("--data-dir", tmp_path, "--port", free_port())
    assert not (tmp_path / "postgres").exists()


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot be written" in refused("--data-dir", tmp_path / "file" / "data", "--port", free_port())


def test_a_setting_that_makes_no_sense_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_POOL_SIZE", "many")
    assert "DB_POOL_SIZE" in refused("--data-dir", tmp_path / "data", "--port", free_port())
    assert not (tmp_path / "data").exists()


def test_the_server_that_the_environment_names_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.e2e.running.SERVERS", ())
    monkeypatch.setenv("DATABASE_URL", f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{free_port()}")
    assert "database cannot be prepared" in refused("--data-dir", tmp_path / "data", "--port", free_port())
    assert not (tmp_path / "data" / "postgres").exists()
    assert json.loads((tmp_path / "data" / "FORMAT").read_text()) == 1
