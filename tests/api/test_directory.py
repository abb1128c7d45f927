"""The studio's directory: signing in by it, and bringing people to what it says. The directory is ldap3's own stand-in for a server."""

import ldap3
import pytest

from tests.api.test_sign_in import sign_in
from zou.domains.auth import directory
from zou.domains.persons.directory_sync import synchronize

BASE = "ou=people,dc=studio,dc=test"


@pytest.fixture
def ldap(app, monkeypatch):
    """A directory: a function that adds somebody to it."""
    people = {}

    def connect(user, password):
        connection = ldap3.Connection(ldap3.Server("directory"), user=user, password=password, client_strategy=ldap3.MOCK_SYNC)
        for name, attributes in people.items():
            connection.strategy.add_entry(f"uid={name},{BASE}", attributes)
        return connection if connection.bind() else None

    monkeypatch.setattr(directory, "connect", connect)
    monkeypatch.setattr("zou.domains.persons.directory_sync.connect", connect)
    for name, value in (("ldap_base_dn", BASE), ("ldap_user", "reader"), ("ldap_password", "secret"), ("ldap_excluded_accounts", ["reader"])):
        monkeypatch.setattr(app.config["SETTINGS"], name, value)

    def add(login, password="secret", **attributes):
        given = {"objectClass": "person", "uid": login, "cn": login, "sn": "Doe", "userPassword": password, "organizationalStatus": "active"}
        people[login] = {**given, **attributes}

    add("reader")
    add.people = people
    return add


def run(app):
    lines = []
    synchronize(lines.append)
    return lines


def test_people_follow_the_directory(api, studio, app, ldap):
    known = studio.artist(email="old@studio.test", desktop_login="ada")
    other = studio.artist()
    ldap("zoe", givenName="Zoé", mail=["z@elsewhere.test", "Zoe@studio.local"], uniqueIdentifier="7")
    ldap("ada", givenName="Ada", mail="ada@studio.local")
    ldap("off", organizationalStatus="gone")
    paths = {"ada": f"/data/persons/{known.id}", "other": f"/data/persons/{other.id}"}
    admin = api.as_(studio.admin())
    assert set(run(app)) == {"zoe: created.", "ada: updated.", "off: inactive and unknown, skipped."}
    zoe = admin.get("/data/persons", desktop_login="zoe").ok()[0]
    assert (zoe["full_name"], zoe["email"], zoe["is_generated_from_ldap"], zoe["ldap_uid"]) == ("Zoé Doe", "zoe@studio.local", True, "7")
    assert admin.get(paths["ada"]).ok()["email"] == "ada@studio.local"
    assert {"zoe: unchanged.", "ada: unchanged."} < set(run(app))
    del ldap.people["ada"]
    assert "ada: no longer in the directory, deactivated." in run(app)
    assert admin.get(paths["ada"]).ok()["active"] is False
    assert admin.get(paths["other"]).ok()["active"] is True


def test_one_who_cannot_be_made_stops_nobody(api, studio, app, ldap):
    studio.artist(desktop_login="somebody", email="taken@studio.local")
    ldap("bad", mail="nonsense")
    ldap("zoe", mail="zoe@studio.local")
    created, refused = sorted(run(app), reverse=True)
    assert created == "zoe: created."
    assert refused.startswith("bad: email is no valid")


def test_the_directory_knows_the_passwords_of_its_people(api, studio, app, ldap, monkeypatch):
    monkeypatch.setattr(app.config["SETTINGS"], "auth_strategy", "auth_remote_ldap")
    ldap("zoe", "from the directory")
    studio.artist(email="zoe@studio.test", desktop_login="zoe", is_generated_from_ldap=True)
    studio.artist(email="local@studio.test")
    sign_in(api, "zoe@studio.test", "from the directory").ok()
    assert sign_in(api, "zoe@studio.test").status == 400
    assert sign_in(api, "zoe@studio.test", " ").status == 400
    assert sign_in(api, "local@studio.test").has(400)["login"] is False
    monkeypatch.setattr(app.config["SETTINGS"], "ldap_fallback", True)
    sign_in(api, "local@studio.test").ok()


def test_names_cannot_reach_into_other_branches_of_the_directory(app, ldap):
    with app.app_context():
        assert directory.bind_name("zoe,ou=bosses") == f"uid=zoe\\,ou\\=bosses,{BASE}"


def test_a_directory_that_is_away_is_told(api, studio, app, monkeypatch):
    monkeypatch.setattr(app.config["SETTINGS"], "auth_strategy", "auth_remote_ldap")
    monkeypatch.setattr(app.config["SETTINGS"], "ldap_port", 1)
    studio.artist(email="zoe@studio.test", desktop_login="zoe", is_generated_from_ldap=True)
    assert sign_in(api, "zoe@studio.test").has(500)["login"] is False
