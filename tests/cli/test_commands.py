"""Commands on the database of the test: what they do, say, and answer to the shell."""

import datetime as dt
import subprocess
import sys

from tests.api.test_sign_in import bearer, sign_in
from tests.kit.studio import PASSWORD
from zou.cli import context, main
from zou.models import ApiEvent, Department, EntityType, Notification, Person, TaskStatus, TaskType

NEW = "another good password"


def count(transaction, model):
    return len(transaction.execute(model.__table__.select()).all())


def test_help_lists_every_command_by_family_without_loading_any(zou):
    status, out, _ = zou("--help")
    assert status == 0
    assert [line for line in out.splitlines() if line in ("Database:", "Care:", "People:")] == ["Database:", "Care:", "People:"]
    assert zou()[0] == zou("nonsense")[0] == zou("init-data", "-d", "4d")[0] == 2
    for name in main.list_commands(None):
        assert zou(name, "--help")[0] == 0, name
    loaded = "import sys; from zou.cli import main; print(any(name in sys.modules for name in ('flask', 'sqlalchemy', 'redis')))"
    assert subprocess.check_output([sys.executable, "-c", loaded], text=True).strip() == "False"


def test_a_studio_starts_with_its_data_once(zou, transaction):
    assert zou("is-db-ready")[0] == 1
    assert zou("init-data", "--domain", "3D")[1].splitlines()[1] == "Asset types initialized (domain: 3d)."
    first = [count(transaction, model) for model in (Department, EntityType, TaskType, TaskStatus)]
    assert first == [6, 11, 13, 9]
    zou("init-data")
    assert [count(transaction, model) for model in (Department, EntityType, TaskType, TaskStatus)] == first
    zou("init-data", "-d", "games")
    assert count(transaction, Department) == 12
    assert zou("is-db-ready")[0] == 0


def test_administrators_are_made_or_promoted(zou, api, studio):
    studio.artist(email="zoe@studio.test")
    assert zou("create-admin", "admin@example.com", "--password", NEW) == (0, "✅ Admin admin@example.com created.", "")
    assert zou("create-admin", "admin@example.com") == (0, "Admin admin@example.com already exists.", "")
    assert zou("create-admin", "zoe@studio.test") == (0, "✅ User zoe@studio.test upgraded to admin.", "")
    assert zou("create-admin", "new@studio.test")[0] == 2
    assert zou("create-admin", "new@studio.test", "--password", "-", input=f"{NEW}\n")[0] == 0
    assert zou("create-admin", "short@studio.test", "--password", "short")[0] == 1
    assert zou("create-admin", "nonsense", "--password", NEW)[2].startswith("❌")
    assert sign_in(api, "admin@example.com", NEW).ok()["user"]["role"] == "admin"
    assert sign_in(api, "zoe@studio.test").ok()["user"]["role"] == "admin"


def test_people_are_changed_and_unknown_ones_are_told(zou, api, studio, transaction):
    studio.artist(email="zoe@studio.test")
    assert zou("change-password", "zoe@studio.test", "--password", "short") == (1, "", "The password is too short.")
    assert zou("change-password", "zoe@studio.test", "--password", NEW) == (0, "Password changed for zoe@studio.test", "")
    sign_in(api, "zoe@studio.test", NEW).ok()
    assert zou("set-person-as-active", "zoe@studio.test", "--unactive")[1] == "Person zoe@studio.test is set as an unactive user."
    assert sign_in(api, "zoe@studio.test", NEW).status == 401
    assert zou("set-person-as-active", "zoe@studio.test")[0] == 0
    assert zou("disable-two-factor-authentication", "zoe@studio.test")[0] == 1
    transaction.execute(Person.__table__.update().values(totp_enabled=True))
    assert zou("disable-two-factor-authentication", "zoe@studio.test")[0] == 0
    sign_in(api, "zoe@studio.test", NEW).ok()
    for command in (("change-password", "no@studio.test", "--password", NEW), ("set-person-as-active", "no@studio.test")):
        assert zou(*command) == (1, "", "Email (no@studio.test) not listed in database.")


def test_a_bot_s_token_is_all_that_is_printed(zou, api, transaction):
    status, token, _ = zou("create-bot", "--email", "bot@studio.test", "--name", "Robot", "--role", "manager")
    assert status == 0
    assert api.call("GET", "/auth/authenticated", headers=bearer(token)).ok()["user"]["role"] == "manager"
    for bad in (("--role", "emperor"), ("--expiration-date", "never"), ("--expiration-date", "2001-01-01"), ("--email", "nonsense")):
        status, out, sentence = zou("create-bot", "--email", "bot@studio.test", "--name", "Robot", *bad)
        assert (status, out, bool(sentence)) == (1, "", True)
    assert count(transaction, Person) == 1


def test_old_data_goes_but_not_what_nobody_has_read(zou, studio, transaction):
    artist, old = studio.artist(), dt.datetime(2020, 1, 1)
    studio.add(ApiEvent(name="old", created_at=old))
    studio.add(ApiEvent(name="new"))
    for read in (True, False):
        studio.add(Notification(person_id=artist.id, author_id=artist.id, type="comment", read=read, created_at=old))
    assert "events: 1 to delete." in zou("remove-old-data", "--dry-run")[1]
    assert zou("remove-old-data", "--days", "30")[0] == 0
    assert [row.name for row in transaction.execute(ApiEvent.__table__.select())] == ["new"]
    assert [row.read for row in transaction.execute(Notification.__table__.select())] == [False]


def test_sessions_end_all_at_once_and_signed_out_tokens_stay_dead(zou, api, studio):
    studio.artist(email="zoe@studio.test")
    mine, gone = (bearer(sign_in(api, "zoe@studio.test").ok()["access_token"]) for _ in range(2))
    api.call("GET", "/auth/logout", headers=gone).ok()
    assert zou("clean-auth-tokens")[0] == 0
    assert api.call("GET", "/auth/authenticated", headers=gone).status == 401
    assert api.call("GET", "/auth/authenticated", headers=mine).status == 200
    assert zou("clear-all-auth-tokens")[0] == 0
    assert api.call("GET", "/auth/authenticated", headers=mine).status == 401
    assert sign_in(api, "zoe@studio.test", PASSWORD).status == 200


def test_running_servers_follow_the_shared_settings(zou, api, studio, monkeypatch):
    admin = api.as_(studio.admin())
    monkeypatch.setenv("USER_LIMIT", "1")
    assert "user_limit = 1" in zou("reload-config")[1]
    assert admin.post("/data/persons", {"first_name": "A", "last_name": "B"}).has(400)["data"] == {"limit": 1}
    assert zou("get-current-config")[0] == 1


def test_what_is_away_is_told_in_a_sentence(zou, monkeypatch):
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    status, _, sentence = zou("clear-memory-cache")
    assert status == 1
    assert sentence.startswith("Valkey does not answer")
    context.settings.cache_clear()
    monkeypatch.setenv("USER_LIMIT", "many")
    context.app.cache_clear()
    assert zou("init-data")[2].startswith("The setting USER_LIMIT makes no sense")
