"""A site's own YAML configuration, every value a text."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from publisher.errors import ConfigError, Diagnostic, Severity, Where
from publisher.phrase import _, system_says, theirs
from publisher.readers.files import clean, whole
from publisher.readers.front_matter import flat, load_yaml

LARGEST = 5  # MB of a file of settings
_INDENT = re.compile(r"^[ \t]+", re.M)
_KEY = re.compile(r"^([\w-]+)[ \t]*:", re.M)


def load(path: Path, blog: Path, *, tab: str = "\t") -> dict[str, Any]:
    """Return the blog's settings. Raises ConfigError where it is not YAML.

    `tab`: what the engine makes of a tab that indents a line; YAML itself refuses one.
    """
    try:
        source = clean(whole(path, blog, LARGEST).decode("utf-8-sig"))
        loaded = load_yaml(_INDENT.sub(lambda indent: indent[0].replace("\t", tab), source))
    except UnicodeDecodeError as error:
        raise ConfigError(_("{name} is not UTF-8", name=path.name), hint=_("save it as UTF-8")) from error
    except OSError as error:
        raise ConfigError(
            _("cannot read {name}: {strerror}", name=path.name, strerror=system_says(error))
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = Where(path.name, mark.line + 1 if mark else 0)
        what = theirs(getattr(error, "problem", None) or "nested too deeply")
        hint = _("values that hold a colon stand in quotes")
        if tab == "\t":
            hint = _(
                "YAML is indented with spaces, never with tabs; values that hold a colon stand in quotes"
            )
        fault = Diagnostic(Severity.ERROR, "blog-config", _("not YAML: {what}", what=what), where, hint)
        raise ConfigError(_("{name} cannot be read", name=path.name), [fault]) from error
    return loaded if isinstance(loaded, dict) else {}


def text(config: Mapping[str, Any], key: str, default: str = "") -> str:
    """Return the value of a key, the first where it is a list; `default` where there is none."""
    return next(flat(config.get(key)), "") or default


def keys(path: Path, blog: Path) -> set[str]:
    """Return the names at the left edge of a file that need not be good YAML; none where it cannot be
    read."""
    try:
        return set(_KEY.findall(whole(path, blog, LARGEST).decode("utf-8-sig", "replace")))
    except OSError:
        return set()
