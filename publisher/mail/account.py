"""Who sends, and through which server: the environment over mail.toml.

mail.toml lies in the user's own configuration folder, never in the blog: a blog is in Git. A password
comes from PUBLISHER_SMTP_PASSWORD, from a file, or from mail.toml, and files that others can read are
refused.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from publisher.config.credentials import first_line, only_mine
from publisher.config.load import load_mail
from publisher.config.schema import MailTable
from publisher.errors import ConfigError
from publisher.mail.letter import is_address
from publisher.phrase import _

FILE_NAME = "mail.toml"
PASSWORD = "PUBLISHER_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
VARIABLES = {
    "PUBLISHER_SMTP_HOST": "host",
    "PUBLISHER_SMTP_PORT": "port",
    "PUBLISHER_SMTP_SECURITY": "security",
    "PUBLISHER_SMTP_USER": "user",
    "PUBLISHER_SMTP_PASSWORD_FILE": "password_file",
    "PUBLISHER_SMTP_SENDER": "sender",
    "PUBLISHER_SMTP_CA_FILE": "ca_file",
}
_PORTS = {"tls": 465, "starttls": 587, "none": 25}


@dataclass(frozen=True, slots=True)
class Account:
    """All that it takes to hand a message to a mail server."""

    host: str
    port: int
    security: str  # "starttls", "tls" or "none"
    user: str  # empty: no login
    password: str = field(repr=False)
    sender: str  # an address
    ca_file: str  # PEM; empty: what this machine trusts


def default_file() -> Path:
    """Find where mail.toml lies: PUBLISHER_MAIL, or the user's configuration folder."""
    return Path(os.environ.get("PUBLISHER_MAIL") or platformdirs.user_config_path("publisher") / FILE_NAME)


def account(given: Path | None, environment: Mapping[str, str]) -> Account:
    """Return the account of mail.toml and the environment. Raises ConfigError with the cure."""
    path = given or default_file()
    if given and not given.is_file():
        raise ConfigError(_("there is no settings file {given}", given=given))
    variables = {key: name for name, key in VARIABLES.items()}
    table = load_mail(path, str(path), _from(environment), variables)
    if not table.host:
        hint = _(
            'write [mail] host = "smtp.example.org" and user into {path}, or set PUBLISHER_SMTP_HOST',
            path=path,
        )
        raise ConfigError(_("no mail server is set"), hint=hint)
    sender = table.sender or table.user
    if not is_address(sender):
        what = (
            _("the sender's address is no mail address") if sender else _("the sender's address is not set")
        )
        raise ConfigError(what, hint=_("set mail.sender or PUBLISHER_SMTP_SENDER"))
    return Account(
        table.host, table.port or _PORTS[table.security], table.security, table.user,
        _password(table, path, environment) if table.user else "", sender, _home(table.ca_file),
    )  # fmt: skip


def _from(environment: Mapping[str, str]) -> dict[str, Any]:
    """The environment in the shape of the table; what is not set is not there."""
    found: dict[str, Any] = {
        key: environment[name] for name, key in VARIABLES.items() if environment.get(name)
    }
    if str(found.get("port", "")).isdecimal():
        found["port"] = int(found["port"])
    return found


def _password(table: MailTable, path: Path, environment: Mapping[str, str]) -> str:
    if environment.get(PASSWORD):
        return environment[PASSWORD]
    if table.password_file:
        return first_line(Path(_home(table.password_file)))
    if secret := table.password.get_secret_value():
        only_mine(path)
        return secret
    hint = _("set {password}, or mail.password_file to a file that only you can read", password=PASSWORD)
    raise ConfigError(_("there is no password for {user}", user=table.user), hint=hint)


def _home(path: str) -> str:
    return str(Path(path).expanduser()) if path else ""
