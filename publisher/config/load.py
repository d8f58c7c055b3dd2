"""Settings: the command line over book.toml over what the blog says of itself over our defaults.

`load()` gives a frozen `BookToml` or one `ConfigError` with every fault: file, line, key, "did you mean".
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from reprlib import Repr
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from publisher import toml
from publisher.config.schema import BookToml, Format, MailTable, MailToml, tables
from publisher.config.syntax import syntax_words
from publisher.config.table import Origin, Table, line_of
from publisher.config.wanted import wanted
from publisher.errors import ConfigError, Diagnostic, Severity, Where
from publisher.phrase import NOTHING, Phrase, _, listed, system_says
from publisher.storage.opening import read

FILE_NAME, RIGHTS, PLAN = "book.toml", "rights.toml", "book.plan.toml"
_ALLOWED = _('write "images.example.org" = "who allowed it, and when"')
_LARGEST = 5_000_000  # bytes
_VALUES = Repr()  # a value in a message: cut where it is long or deep
_VALUES.maxstring = _VALUES.maxother = 80


@dataclass(frozen=True, slots=True)
class Config:
    """All that one build needs to know, besides the blog itself."""

    source: Path  # the blog's folder, absolute
    out: Path  # the folder of the finished books, absolute
    formats: tuple[Format, ...]
    settings: BookToml
    jobs: int  # worker processes; 1 = none beside this one
    cache: bool
    epoch: int | None  # SOURCE_DATE_EPOCH: no time in the books is later
    trusted: bool = False  # whether other processes may touch more than they need
    only: str = ""  # path of the one post that is the book; empty: all posts are
    plan: str = PLAN  # the file that orders the book, if it is there: in the blog, or anywhere; "": none
    workers: str = ""  # address of a Dask scheduler; empty: all work is done here


def _nothing(_settings: BookToml) -> Iterable[tuple[Where, ConfigError]]:
    return ()


def load(
    path: Path,
    shown: str,
    overrides: Mapping[str, Mapping[str, Any]],
    blog: Path | None = None,
    options: Mapping[tuple[str, str], str] = MappingProxyType({}),
    misfits: Callable[[BookToml], Iterable[tuple[Where, ConfigError]]] = _nothing,
) -> BookToml:
    """book.toml (or nothing, where there is no such file) with the command line's values on top.

    `shown` names the file in messages; `overrides` has the file's shape: {"book": {"title": "…"}}, and
    `options` says how each of these keys is called on the command line. `blog`: where the file must lie; None
    where the user has named it. `misfits` finds what this blog does not have. Raises ConfigError with all
    faults.
    """
    text = text_of(path, shown, blog)
    values = _parsed(text, shown)
    if "split" in overrides.get("order", {}):
        values.pop("volume", None)  # the command line goes before the file
    _lay_over(values, overrides)
    settings, errors = _valid(values)
    _tell_where(settings, shown, text, options)
    others = [*misfits(settings)]
    if errors or others:
        raise _all_of([_numbered(one, values) for one in errors], others, text, shown, overrides)
    return settings


def _valid(values: Mapping[str, Any]) -> tuple[BookToml, list[ErrorDetails]]:
    """The settings, and what is wrong; a key that is wrong is then as it is by itself."""
    try:
        return BookToml.model_validate(values), []
    except ValidationError as error:
        errors = error.errors()
    good = {name: {**table} if isinstance(table, dict) else table for name, table in values.items()}
    for table, *rest in (error["loc"] for error in errors):
        if rest and isinstance(good.get(str(table)), dict):
            good[str(table)].pop(rest[0], None)
        else:
            good.pop(str(table), None)
    try:
        return BookToml.model_validate(good), errors
    except ValidationError:
        return BookToml(), errors


def _numbered(error: ErrorDetails, values: Mapping[str, Any]) -> ErrorDetails:
    """An error in a part with the place of its table for its name, as one in a [[volume]] has it."""
    match error["loc"]:
        case ("parts", str(name), _, *_):
            return {**error, "loc": ("parts", [*values["parts"]].index(name), *error["loc"][2:])}
    return error


def _tell_where(settings: BookToml, shown: str, text: str, options: Mapping[tuple[str, str], str]) -> None:
    """Let each table know its place."""
    for name in BookToml.model_fields:
        value = getattr(settings, name)
        several = isinstance(value, tuple | dict)
        tables = tuple(value.values() if isinstance(value, dict) else value) if several else (value,)
        for number, table in enumerate(tables):
            table.come_from(Origin(name, number, shown, text, options))


def _all_of(
    errors: list[ErrorDetails],
    others: Iterable[tuple[Where, ConfigError]],
    text: str,
    shown: str,
    overrides: Mapping[str, Mapping[str, Any]],
) -> ConfigError:
    """What is wrong in the file with its lines, all at once; of the command line, the first as what it is."""
    given = [
        error for error in errors if _key(error)[1:] and _key(error)[1] in overrides.get(_key(error)[0], {})
    ]
    faults = _faults([error for error in errors if error not in given], text, shown, tables())
    in_file = [_misfit(*one) for one in others if one[0].path == shown]
    faults = sorted(faults + in_file, key=lambda fault: fault.where)
    if given:
        first = _faults(given, text, shown, tables())[0]
        return ConfigError(first.message, faults, first.hint)
    for where, error in others:
        if where.path != shown:
            return ConfigError(error.message, faults, error.hint)
    return ConfigError(_("{shown} cannot be used", shown=shown), faults)


def _misfit(where: Where, error: ConfigError) -> Diagnostic:
    return Diagnostic(Severity.ERROR, "config-value", error.message, where, error.hint)


def load_mail(path: Path, shown: str, overrides: dict[str, Any], variables: Mapping[str, str]) -> MailTable:
    """Return the `[mail]` table of mail.toml (or nothing, where there is no such file) with `overrides` on
    top. `variables`: how each key of these is called in the environment, which says them.

    No message shows the value of a password. Raises ConfigError with all faults.
    """
    text = text_of(path, shown, None)
    values = _parsed(text, shown)
    _lay_over(values, {"mail": overrides})
    try:
        return MailToml.model_validate(values).mail
    except ValidationError as error:
        named = {key: variables[key] for key in overrides}
        faults = [*_of_mail(error.errors(), text, shown, named)]
    places = ", ".join(dict.fromkeys(fault.where.path for fault in faults))
    raise ConfigError(
        _("{shown} cannot be used", shown=places), faults
    )  # not "from error": it holds the values


def _of_mail(
    errors: list[ErrorDetails], text: str, shown: str, named: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """What is wrong in the file with its lines, then in variables with their names."""
    known = {"mail": MailTable}
    yield from _faults([one for one in errors if _key(one)[-1] not in named], text, shown, known)
    for key, variable in named.items():
        yield from _faults([one for one in errors if _key(one)[-1] == key], "", variable, known)


def load_rights(path: Path, shown: str, blog: Path | None) -> dict[str, str]:
    """Return what rights.toml (or nothing, where there is no such file) says: a host or an address, and who
    allowed to print what is there. Raises ConfigError with all faults."""
    text = text_of(path, shown, blog)
    values = _parsed(text, shown)
    faults = [
        Diagnostic(
            Severity.ERROR,
            "config-value",
            _("{name}: a permission is a text", name=name),
            Where(shown),
            _ALLOWED,
        )
        for name, value in values.items()
        if not isinstance(value, str) or not value.strip()
    ]
    if faults:
        raise ConfigError(_("{shown} cannot be used", shown=shown), faults)
    return {name.strip().removeprefix("www."): " ".join(value.split()) for name, value in values.items()}


def _parsed(text: str, shown: str) -> dict[str, Any]:
    try:
        return toml.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            _("{shown} is not TOML", shown=shown), [_syntax_fault(error, text, shown)]
        ) from error
    except RecursionError as error:
        fault = _syntax_fault(error, text, shown)
        raise ConfigError(_("{shown} cannot be read", shown=shown), [fault]) from error


def _lay_over(values: dict[str, Any], overrides: Mapping[str, Mapping[str, Any]]) -> None:
    for table, given in overrides.items():
        if isinstance(values.setdefault(table, {}), dict):
            values[table].update(given)


def text_of(path: Path, shown: str, blog: Path | None) -> str:
    """Return what a file of settings says; "" where there is none. Raises ConfigError."""
    try:
        text = read(path, blog, _LARGEST).data.decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except (OSError, UnicodeDecodeError) as error:
        why = system_says(error)
        raise ConfigError(
            _("cannot read {shown}: {why}", shown=shown, why=why), hint=_("it must be a UTF-8 text file")
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _syntax_fault(error: Exception, text: str, shown: str) -> Diagnostic:
    found = re.search(r"at line (\d+)", str(error))
    line = int(found[1]) if found else text.count("\n") + 1
    what, hint = syntax_words(str(error))
    return Diagnostic(Severity.ERROR, "config-syntax", what, Where(shown, line), hint)


def _faults(
    errors: list[ErrorDetails], text: str, shown: str, known: Mapping[str, type[Table]]
) -> list[Diagnostic]:
    """One fault a key: a union of types reports each of its members, the reader wants the key."""
    by_key: dict[tuple[str, ...], list[ErrorDetails]] = {}
    for error in errors:
        by_key.setdefault(_key(error), []).append(error)
    faults = [_fault(key, found, text, shown, known) for key, found in by_key.items()]
    return sorted(faults, key=lambda fault: fault.where)


def _key(error: ErrorDetails) -> tuple[str, ...]:
    """("order", "by"): pydantic's location without the names of union members behind it.

    ("volume", "title", "2") for the third [[volume]]; the same for [parts."여행"].
    """
    table, *rest = error["loc"]
    if rest and isinstance(rest[0], int):
        return (str(table), *map(str, rest[1:2]), str(rest[0]))
    return tuple(str(step) for step in (table, *rest[:1]))


def _fault(
    key: tuple[str, ...],
    errors: list[ErrorDetails],
    text: str,
    shown: str,
    known: Mapping[str, type[Table]],
) -> Diagnostic:
    where = Where(shown, line_of(key, text))
    name = ".".join(key[:2])
    if errors[0]["type"] == "extra_forbidden":
        return Diagnostic(
            Severity.ERROR, "config-key", _("{name}: unknown key", name=name), where, _meant(key, known)
        )
    several = listed(dict.fromkeys(map(wanted, errors)), " / ")
    value = _("this value") if "password" in name else _VALUES.repr(errors[0]["input"])
    message = _("{name}: {value} cannot be used; wanted: {wanted}", name=name, value=value, wanted=several)
    return Diagnostic(Severity.ERROR, "config-value", message, where, _closest(errors))


def _meant(key: tuple[str, ...], of: Mapping[str, type[Table]]) -> Phrase:
    """The nearest key to a wrong one, or all keys of its table."""
    keys = {name: list(table.model_fields) for name, table in of.items()}
    known, given = (keys.get(key[0], []), key[1]) if len(key) > 1 else (list(keys), key[0])
    near = get_close_matches(given, known, 1)
    if near:
        return _("did you mean {near}?", near=near[0])
    elsewhere = [f"{table}.{given}" for table, names in keys.items() if given in names]
    if elsewhere:
        return _("it belongs elsewhere: {key}", key=elsewhere[0])
    return _("known here: {keys}", keys=", ".join(known))


def _closest(errors: list[ErrorDetails]) -> Phrase:
    words = [word for error in errors for word in re.findall(r"'([^']+)'", str(error.get("ctx", {})))]
    near = get_close_matches(_VALUES.repr(errors[0]["input"]).strip("'"), words, 1)
    return _("did you mean {near}?", near=near[0]) if near else NOTHING
