"""Commands about plugins: starting one, packing it, its tables, installing and removing it."""

import json
import subprocess
import sys
import tomllib
import zipfile

import pytest
import sqlalchemy as sa

from zou.db.session import db
from zou.models import Plugin

HOOKS = """
from pathlib import Path
TOLD = Path({told!r})
def _tell(name):
    def hook(manifest):
        TOLD.write_text((TOLD.read_text() if TOLD.exists() else "") + f"{{name}} {{manifest.version}}\\n")
        if name == {fails!r}:
            raise RuntimeError("no")
    return hook
pre_install, post_install, pre_uninstall, post_uninstall = map(_tell, ("pre_install", "post_install", "pre_uninstall", "post_uninstall"))
"""


@pytest.fixture
def place(tmp_path, zou, monkeypatch):
    """Where plugins are made, and installed."""
    monkeypatch.setenv("PLUGIN_FOLDER", str(tmp_path / "installed"))
    before = list(sys.path)
    yield tmp_path
    sys.path[:] = before


def started(zou, place, ident="gauge_tool", **options):
    more = [part for name, value in {"name": "Gauge", "license": "mit", **options}.items() for part in (f"--{name}", value)]
    assert zou("create-plugin-skeleton", "--path", str(place), "--id", ident, *more)[0] == 0
    return place / ident


def tables():
    return {name for name in sa.inspect(db.session.connection()).get_table_names() if name.startswith("plugin_gauge_tool")}


def test_a_skeleton_is_whole_or_not_there(zou, place):
    folder = started(zou, place, description='Says "hi"')
    assert {path.name for path in folder.iterdir()} >= {"manifest.toml", "__init__.py", "resources.py", "models.py", "logo.png"}
    said = tomllib.loads((folder / "manifest.toml").read_text())
    assert (said["id"], said["version"], said["license"], said["description"]) == ("gauge_tool", "0.1.0", "MIT", 'Says "hi"')
    command = ("create-plugin-skeleton", "--path", str(place), "--id")
    assert zou(*command, "gauge_tool")[::2] == (1, f"{folder} is there already. Use --force to replace it.")
    assert zou(*command, "gauge_tool", "--force", "--name", "New")[0] == 0
    for odd in (("bad id",), ("x", "--version", "1"), ("x", "--license", "my own"), ("../x",)):
        status, out, err = zou(*command, *odd)
        assert (status, out, err.count("\n")) == (1, "", 0)
        assert err
    assert [path.name for path in place.iterdir() if path.is_dir()] == ["gauge_tool"]


def test_a_plugin_is_packed_installed_updated_and_removed(zou, place, api, transaction):
    folder = started(zou, place)
    assert zou("migrate-plugin-db", "--path", str(folder), "--message", "first")[1].startswith("Wrote ")
    assert len(list((folder / "migrations" / "versions").glob("*.py"))) == 1
    assert (zou("migrate-plugin-db", "--path", str(folder))[1], tables()) == ("Nothing differs.", set())
    packed = place / "gauge_tool-0.1.0.zip"
    assert zou("create-plugin-package", "--path", str(folder), "--output-path", str(place)) == (0, f"Plugin packed in {packed}.", "")
    assert zou("create-plugin-package", "--path", str(folder), "--output-path", str(packed))[0] == 1
    assert "manifest.toml" in zipfile.ZipFile(packed).namelist()

    with api.events() as events:
        assert zou("install-plugin", "--path", str(packed)) == (0, "Plugin gauge_tool 0.1.0 installed. Restart the server for this to take effect.", "")
    assert [name for name, _ in events] == ["plugin:new"]
    assert tables() == {"plugin_gauge_tool_note", "plugin_gauge_tool_alembic_version"}
    row = transaction.execute(sa.select(Plugin.__table__)).mappings().one()
    assert (row["maintainer_name"], row["maintainer_email"], len(row["revision"])) == ("Author", "author@author.com", 12)
    assert (place / "installed" / "gauge_tool" / "manifest.toml").is_file()

    manifest = folder / "manifest.toml"
    assert zou("install-plugin", "--path", str(folder))[0] == 1
    manifest.write_text(manifest.read_text().replace("0.1.0", "0.0.9"))
    assert "0.0.9 is not newer" in zou("install-plugin", "--path", str(folder))[2]
    manifest.write_text(manifest.read_text().replace("0.0.9", "0.10.0"))
    assert "0.10.0 updated" in zou("install-plugin", "--path", str(folder))[1]
    assert zou("install-plugin", "--path", str(packed), "--force")[0] == 0

    listed = json.loads(zou("list-plugins", "--format", "json", "--verbose")[1])
    assert [(plugin["Plugin ID"], plugin["Version"], plugin["Maintainer"]) for plugin in listed] == [("gauge_tool", "0.1.0", "Author <author@author.com>")]
    assert zou("list-plugins", "--filter-field", "name", "--filter-value", "zzz") == (0, "No plugins found matching the criteria.", "")
    assert "gauge_tool" in zou("list-plugins", "--filter-field", "license", "--filter-value", "mit")[1]
    assert zou("list-plugins", "--filter-field", "name")[0] == 2

    assert zou("uninstall-plugin", "--id", "gauge_tool")[0] == 0
    assert (tables(), (place / "installed" / "gauge_tool").exists(), transaction.execute(sa.select(Plugin.__table__)).all()) == (set(), False, [])
    assert zou("uninstall-plugin", "--id", "gauge_tool") == (1, "", "No plugin gauge_tool is installed.")


def test_a_plugin_does_its_own_part_and_where_it_fails_nothing_stays(zou, place, transaction):
    folder, told = started(zou, place), place / "told"

    def hooks(fails, version):
        (folder / "__init__.py").write_text(HOOKS.format(told=str(told), fails=fails))
        (folder / "manifest.toml").write_text(f'id = "gauge_tool"\nname = "Gauge"\nversion = "{version}"\nlicense = "MIT"\n')

    hooks("post_install", "1.0.0")
    assert zou("install-plugin", "--path", str(folder)) == (1, "", "post_install of gauge_tool fails: RuntimeError: no")
    assert (list((place / "installed").glob("gauge*")), transaction.execute(sa.select(Plugin.__table__)).all()) == ([], [])
    hooks("", "1.0.0")
    assert zou("install-plugin", "--path", str(folder))[0] == 0
    hooks("post_install", "2.0.0")
    assert zou("install-plugin", "--path", str(folder))[0] == 1
    assert "1.0.0" in (place / "installed" / "gauge_tool" / "manifest.toml").read_text()
    assert transaction.execute(sa.select(Plugin.__table__.c.version)).scalar() == "1.0.0"
    assert zou("uninstall-plugin", "--id", "gauge_tool")[0] == 0
    assert told.read_text().split("\n")[-3:] == ["pre_uninstall 1.0.0", "post_uninstall 1.0.0", ""]


def test_what_is_no_plugin_is_refused_before_its_code_runs(zou, place):
    empty = place / "empty"
    empty.mkdir()
    broken = place / "broken.zip"
    broken.write_bytes(b"PK\x05\x06")
    for source in (str(empty), str(broken), str(place / "nothing"), "http://127.0.0.1:9/x.zip", "git://127.0.0.1:9/x"):
        status, out, err = zou("install-plugin", "--path", source)
        assert (status, out, bool(err), "Traceback" in err) == (1, "", True, False), source
    taken = started(zou, place, "json")
    (taken / "__init__.py").write_text("raise SystemError('ran')")
    assert "cannot be called json" in zou("install-plugin", "--path", str(taken))[2]


def test_a_repository_is_cloned(zou, place):
    folder = started(zou, place)
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@b.test", "-C", str(folder))
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "first")):
        subprocess.run([*git, *command], check=True)
    from zou.domains.plugins import fetching

    fetching._clone(f"file://{folder}", place / "clone")
    assert (place / "clone" / "manifest.toml").is_file()
    assert not (place / "clone" / ".git").exists()
