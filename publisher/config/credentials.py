"""Passwords from files, which nobody else may be able to read."""

import os
import stat
from pathlib import Path

from publisher.errors import ConfigError
from publisher.phrase import _, system_says

_LONGEST = 4096  # bytes of a password file that are looked at


def first_line(path: Path) -> str:
    """Return the password in a file's first line, UTF-8. Raises ConfigError where there is none, or others
    can read it."""
    try:
        only_mine(path)
        with path.open("rb") as file:
            line = file.read(_LONGEST).decode().partition("\n")[0].rstrip("\r")
    except OSError as error:
        raise ConfigError(
            _("cannot read the password file {path}: {strerror}", path=path, strerror=system_says(error))
        ) from error
    except UnicodeDecodeError:
        line = ""
    if not line:
        raise ConfigError(
            _("there is no password in {path}", path=path), hint=_("write it into the first line, as UTF-8")
        )
    return line


def only_mine(path: Path) -> None:
    """Raises ConfigError where others than the file's owner can read it, OSError where it cannot be seen."""
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ConfigError(
            _("others can read {path}, and a password is in it", path=path),
            hint=_("chmod 600 {path}", path=path),
        )
