"""The writer's editor, opened at a line: by its own command, or by an address that the browser hands on."""

import re
import shlex
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

_FIELD = re.compile(r"\{(?:file|line)\}")
# Programs with windows of their own, and how they are told a line. Those of a terminal cannot be opened from
# here: it is the preview's.
_ARGUMENTS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("code", "codium", "cursor", "windsurf"), ("-g", "{file}:{line}")),
    **dict.fromkeys(("subl", "zed", "mate"), ("{file}:{line}",)),
    **dict.fromkeys(("gvim", "mvim", "gedit", "emacs"), ("+{line}", "{file}")),
    "emacsclient": ("-n", "+{line}", "{file}"),
    "kate": ("-l", "{line}", "{file}"),
    "idea": ("--line", "{line}", "{file}"),
}


def command_of(asked: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the command that opens {file} at {line}: what was asked for, else $VISUAL or $EDITOR where it
    has a window; () where the browser shall do it."""
    for text in filter(_split, (asked, environ.get("VISUAL", ""), environ.get("EDITOR", ""))):
        program, *others = _split(text)
        arguments = _ARGUMENTS.get(Path(program).stem.lower())
        if "{file}" in text:
            return program, *others
        if arguments or text == asked:
            return program, *others, *(arguments or ("{file}",))
    return ()


def _split(text: str) -> list[str]:
    """A command in its words; none where a quotation mark is left open."""
    try:
        return shlex.split(text)
    except ValueError:
        return []


def link(file: Path, line: int) -> str:
    """Return the address by which a browser opens Visual Studio Code, and others that take its addresses.

    See https://code.visualstudio.com/docs/configure/command-line#_opening-vs-code-with-urls
    """
    return f"vscode://file{'' if str(file).startswith('/') else '/'}{quote(file.as_posix())}:{line}"


def opened(command: Sequence[str], file: Path, line: int) -> bool:
    """Start the editor; False where it does not start. The file is one argument, whatever it is called."""
    values = {"{file}": str(file), "{line}": str(line)}
    filled = [_FIELD.sub(lambda found: values[found[0]], part) for part in command]
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(filled, stdin=quiet, stdout=quiet, stderr=quiet)
    except OSError:
        return False
    threading.Thread(target=process.wait, daemon=True).start()  # else it stays behind when it has ended
    return True
