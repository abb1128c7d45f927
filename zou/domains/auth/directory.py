"""The studio's directory (LDAP, Active Directory): whether it knows somebody by a password."""

from typing import Any

from flask import current_app

from zou.domains.auth.refusals import LoginRefused

#: Seconds that the directory has for an answer.
PATIENCE = 10


def accepts(login: str, password: str) -> bool:
    """Whether the directory lets `login` in with `password`. Raises LoginRefused (500) where it does not answer."""
    from ldap3.core.exceptions import LDAPException

    if not login or not password:
        # A bind without a password is anonymous, and always succeeds.
        return False
    try:
        connection = connect(bind_name(login), password)
    except LDAPException as error:
        raise LoginRefused("The directory does not answer.", status=500, directory=type(error).__name__) from error
    if connection is None:
        return False
    connection.unbind()
    return True


def connect(user: str, password: str) -> Any:
    """A connection to the directory bound as `user`; None where it refuses. Raises LDAPException where it does not answer."""
    import ssl

    import ldap3

    settings = current_app.config["SETTINGS"]
    tls = ldap3.Tls(validate=ssl.CERT_NONE) if settings.ldap_ssl else None
    server = ldap3.Server(settings.ldap_host, port=settings.ldap_port, use_ssl=settings.ldap_ssl, tls=tls, get_info=ldap3.NONE, connect_timeout=PATIENCE)
    way = ldap3.NTLM if settings.ldap_is_ad else ldap3.SIMPLE
    connection = ldap3.Connection(server, user=user, password=password, authentication=way, receive_timeout=PATIENCE, raise_exceptions=False)
    return connection if connection.bind() else None


def bind_name(login: str) -> str:
    """The name by which `login` binds: a full one stays as it is."""
    from ldap3.utils.dn import escape_rdn

    settings = current_app.config["SETTINGS"]
    if settings.ldap_is_ad:
        return f"{settings.ldap_domain}\\{login}"
    attribute = "cn" if settings.ldap_is_ad_simple else "uid"
    return f"{attribute}={escape_rdn(login)},{settings.ldap_base_dn}"
