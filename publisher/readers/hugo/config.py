"""A Hugo site's settings: one file or many, TOML, YAML or JSON, as texts, lists and tables of them.

Keys are in lower case: Hugo does not tell `baseURL` from `baseurl`. What is in `config/_default` adds to
the file at the root. See https://gohugo.io/configuration/introduction/.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from publisher import toml
from publisher.assets.xhtml import legal
from publisher.errors import ConfigError, Diagnostic, Severity, Where
from publisher.phrase import _, system_says
from publisher.readers.files import clean, whole
from publisher.readers.front_matter import flat, load_yaml
from publisher.readers.site_file import LARGEST

Config = dict[str, Any]

_ENDINGS = (".toml", ".yaml", ".yml", ".json")
_ROOTS = tuple(name + ending for name in ("hugo", "config") for ending in _ENDINGS)
_FOLDERS = ("config/_default", "config/production")  # `hugo` builds for production
_TRUE = ("true", "yes", "on", "1")
_FALSE = ("false", "no", "off", "0")


def config_files(folder: Path) -> list[Path]:
    """Return the site's settings files, the weakest first."""
    root = next((folder / name for name in _ROOTS if (folder / name).is_file()), None)
    parts = [
        path for name in _FOLDERS for path in sorted((folder / name).glob("*")) if path.suffix in _ENDINGS
    ]
    return [*([root] if root else []), *parts]


def load(folder: Path) -> Config:
    """Return all settings as one table. Raises ConfigError where a file cannot be read."""
    config: Config = {}
    for path in config_files(folder):
        loaded = _read(path, folder, path.relative_to(folder).as_posix())
        stem, _, language = path.stem.lower().partition(".")
        if stem not in ("hugo", "config") and (stem, bool(language)) != ("languages", True):
            loaded = {stem: loaded}
        _merge(config, {"languages": {language: loaded}} if language else loaded)
    return config


def table(config: Mapping[str, Any], *keys: str) -> Config:
    """Return the table at this path; empty where there is none."""
    value: Any = config
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def text(config: Mapping[str, Any], *keys: str) -> str:
    """Return the text at this path; "" where there is none."""
    return next(flat(table(config, *keys[:-1]).get(keys[-1])), "")


def switched(config: Mapping[str, Any], *keys: str, default: bool) -> bool:
    """Return a switch: true or false, or a table with `enable` or `disable`."""
    value = table(config, *keys[:-1]).get(keys[-1])
    if isinstance(value, dict):
        return not switched(value, "disable", default=False) and switched(value, "enable", default=default)
    said = value.lower() if isinstance(value, str) else ""
    return said in _TRUE if said in (*_TRUE, *_FALSE) else default


def in_language(config: Config, language: str) -> Config:
    """Return the settings as the pages in this language have them."""
    merged: Config = {}
    _merge(merged, config)
    _merge(merged, table(config, "languages", language))
    return merged


def as_texts(value: Any) -> Any:
    """Return a value of TOML or JSON in the shape that YAML's have here: texts, lists, tables."""
    if isinstance(value, dict):
        return {str(key).lower(): as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_texts(item) for item in value]
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return value.isoformat() if hasattr(value, "isoformat") else legal(str(value))


def _read(path: Path, blog: Path, shown: str) -> Config:
    try:
        loaded = parse(clean(whole(path, blog, LARGEST).decode("utf-8-sig")), path.suffix)
    except OSError as error:
        raise ConfigError(
            _("cannot read {shown}: {strerror}", shown=shown, strerror=system_says(error))
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(_("{shown} is not UTF-8", shown=shown), hint=_("save it as UTF-8")) from error
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        words = " ".join(str(error).split())[:200]
        what = _("{error}", error=words) if words else _("nested too deeply")
        fault = Diagnostic(
            Severity.ERROR, "blog-config", what, Where(shown, _line(error)), _("mend the file")
        )
        raise ConfigError(_("{shown} cannot be read", shown=shown), [fault]) from error
    return loaded if isinstance(loaded, dict) else {}


def parse(source: str, ending: str) -> Any:
    """Return a settings text as texts, lists and tables. Raises ValueError, yaml.YAMLError,
    RecursionError."""
    if ending == ".toml":
        return as_texts(toml.loads(source, parse_float=str))
    if ending == ".json":
        return as_texts(json.loads(source, parse_float=str, parse_int=str))
    return as_texts(load_yaml(source))


def _line(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else getattr(error, "lineno", 0)


def _merge(base: Config, more: Config) -> None:
    for key, value in more.items():
        if isinstance(value, dict):
            own = base.get(key)
            base[key] = {**own} if isinstance(own, dict) else {}
            _merge(base[key], value)
        else:
            base[key] = value
