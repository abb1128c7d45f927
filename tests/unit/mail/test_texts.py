"""Every language's e-mails can be written: no value is missing, no text is half there."""

import tomllib

import pytest

from zou.mail.text import FOLDER, write

LANGUAGES = sorted(path.stem for path in (FOLDER / "texts").glob("*.toml"))
VALUES = {
    "first_name": "Zoé",
    "email": "z@s.test",
    "organisation": "Ours & <theirs>",
    "ip": "10.0.0.1",
    "admin": "Ada",
    "link": "https://x.test/?a=1&b=2",
    "code": "123456",
}
ACCOUNTS = ("reset_password", "invitation", "password_changed", "password_changed_by_admin", "one_time_code", "second_factor_disabled", "account_exists")


@pytest.mark.parametrize("language", LANGUAGES)
def test_account_mails_exist_in_the_language(language):
    texts = tomllib.loads((FOLDER / "texts" / f"{language}.toml").read_text("utf-8"))
    for kind in ACCOUNTS:
        assert kind in texts
        mail = write(kind, locale=f"{language}_XX", timezone="Asia/Tokyo", context=VALUES)
        assert mail.language == language
        assert "Ours & <theirs>" in mail.subject
        assert "Ours & <theirs>" in mail.text
        assert "Ours &amp; &lt;theirs&gt;" in mail.html
        assert "Zoé" in mail.text.splitlines()[0]


def test_a_language_that_nobody_wrote_is_english():
    assert write("invitation", locale="fi_FI", timezone="nonsense", context=VALUES).language == "en"
    with pytest.raises(LookupError):
        write("nonsense", locale="en_US", timezone=None, context=VALUES)
