"""Diagrams drawn by programs of this machine: Graphviz, PlantUML, Mermaid. The only home of those programs.

A post is untrusted, and so is what it has drawn: no shell, a folder of its own that is gone afterwards, a
time limit, no file and no address but what is in the text. What comes out is cleaned by
passes/pictures.py as any SVG of the blog. See https://graphviz.org/doc/info/command.html,
https://plantuml.com/security, https://github.com/mermaid-js/mermaid-cli
"""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from publisher.phrase import _, system_says

TIME_LIMIT = 30  # seconds for one diagram
LARGEST = 50_000  # characters of one diagram
_FONT = "sans-serif"
# What leads out of a diagram's own text, in any of the three languages.
_OUTWARD = re.compile(
    r"^\s*!(?:include|import|theme\b.*\bfrom)|%(?:load_json|getenv|get_|file|dirpath|invoke)|<img"
    r"|\b(?:image|imagepath|shapefile|fontpath|stylesheet|iconfile)\s*=|file://|\bimg\s*:",
    re.I | re.M,
)

# Nothing answers at that port: what would load from the web gets nothing.
_JAVA = {"PLANTUML_SECURITY_PROFILE": "SANDBOX", "java.awt.headless": "true"} | {
    f"{scheme}.proxy{part}": value
    for scheme in ("http", "https", "ftp")
    for part, value in (("Host", "127.0.0.1"), ("Port", "9"))
}


class DiagramError(Exception):
    """A diagram that cannot be drawn, and why."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that draws, as it is on this machine."""

    kind: str  # "mermaid": what diagrams of it are called in a post
    path: str  # absolute
    stamp: str  # another one where the program is: size and time of its file


@dataclass(frozen=True, slots=True)
class _Way:
    """How one program is asked: the text goes to its input, the picture comes from its output or a file."""

    program: str
    arguments: Callable[[Path], Sequence[str]]  # from the folder that the program works in
    install: str  # how to get it
    output: str = ""  # the file it writes, in that folder; else its standard output


def _dot(folder: Path) -> Sequence[str]:
    return ["-Tsvg", *(f"-{what}fontname={_FONT}" for what in "GNE")]


def _plantuml(folder: Path) -> Sequence[str]:
    return ["-tsvg", "-pipe", "-charset", "UTF-8", f"-Sdefaultfontname={_FONT}"]


def _mermaid(folder: Path) -> Sequence[str]:
    """Labels as SVG's own text: HTML in a drawing is not for books."""
    look = {"securityLevel": "strict", "htmlLabels": False, "fontFamily": _FONT}
    (folder / "look.json").write_text(json.dumps(look | {"flowchart": {"htmlLabels": False}}))
    # The browser's own sandbox does not start for root, as in a container.
    is_root = sys.platform != "win32" and os.getuid() == 0
    flags = ["--host-resolver-rules=MAP * ~NOTFOUND", *(["--no-sandbox"] if is_root else [])]
    (folder / "browser.json").write_text(json.dumps({"args": flags}))
    return ["--input", "-", "--output", "drawn.svg", "--quiet", "-c", "look.json", "-p", "browser.json"]


WAYS: Mapping[str, _Way] = {
    "dot": _Way("dot", _dot, "apt install graphviz"),
    "plantuml": _Way("plantuml", _plantuml, "apt install plantuml"),
    "mermaid": _Way("mmdc", _mermaid, "npm install -g @mermaid-js/mermaid-cli", "drawn.svg"),
}
KINDS = {"dot": "dot", "graphviz": "dot", "plantuml": "plantuml", "puml": "plantuml", "mermaid": "mermaid"}


def tools() -> tuple[Tool, ...]:
    """Return the programs found on this machine's PATH."""
    found = ((kind, shutil.which(way.program)) for kind, way in WAYS.items())
    return tuple(Tool(kind, path, _stamp(path)) for kind, path in found if path)


def _stamp(path: str) -> str:
    status = Path(os.path.realpath(path)).stat()
    return f"{status.st_size}:{status.st_mtime_ns}"


def draw_with(known: Sequence[Tool], tool: Tool, text: str) -> bytes:
    """Return draw(tool, text) for a process that may start none: it may name none of its own either."""
    if tool not in known:
        raise DiagramError(_("{path} is no program that draws", path=tool.path))
    return draw(tool, text)


def draw(tool: Tool, text: str) -> bytes:
    """Return the diagram as SVG, uncleaned. Raises DiagramError."""
    if len(text) > LARGEST:
        raise DiagramError(_("more than {largest:,} characters", largest=LARGEST))
    if outward := _OUTWARD.search(text):
        raise DiagramError(_("it asks for a file or an address: {outward}", outward=outward[0].strip()))
    way = WAYS[tool.kind]
    with tempfile.TemporaryDirectory(prefix="publisher-diagram-") as name:
        folder = Path(name)
        said = _run([tool.path, *way.arguments(folder)], _wrapped(tool.kind, text), folder)
        drawn = folder / way.output
        svg = said if not way.output else drawn.read_bytes() if drawn.is_file() else b""
    if b"<svg" not in svg[:4096]:
        raise DiagramError(_("the program drew nothing"))
    return svg


def _wrapped(kind: str, text: str) -> bytes:
    if kind == "plantuml" and not text.lstrip().startswith("@start"):
        text = f"@startuml\n{text}\n@enduml\n"
    return text.encode()


def _run(command: Sequence[str], text: bytes, folder: Path) -> bytes:
    """The program's output; it and all that it started are ended when its time is over."""
    try:
        process = _started(command, folder)
    except OSError as error:
        raise DiagramError(
            _("{command} does not start: {strerror}", command=command[0], strerror=system_says(error))
        ) from error
    try:
        out, said = process.communicate(text, timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise DiagramError(_("it takes more than {time_limit} seconds", time_limit=TIME_LIMIT)) from error
    finally:
        if process.stdout and not process.stdout.closed:  # what it has started may go on without it
            _end(process)
            process.communicate()
    if process.returncode:
        raise DiagramError(
            _complaint(said.decode("utf-8", "replace")) or _("{command} failed", command=command[0])
        )
    return out


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End it and all that it started; Windows has no such groups."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _started(command: Sequence[str], folder: Path) -> "subprocess.Popen[bytes]":
    pipe = subprocess.PIPE
    environment = _environment(folder)
    return subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=folder, env=environment, start_new_session=True
    )


def _complaint(said: str) -> str:
    """What is wrong, in the program's own words."""
    lines = (line.strip() for line in said.split("\n") if not line.startswith("Picked up JAVA"))
    return " ".join([line for line in lines if line][:3])[:200]


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of this user's but where programs are; what the three know of safety is on."""
    kept = ("PATH", "JAVA_HOME", "PUPPETEER_EXECUTABLE_PATH", "LANG", "LC_ALL")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "SERVER_NAME": "publisher",  # Graphviz: no picture of any folder
        "PLANTUML_SECURITY_PROFILE": "SANDBOX",
        "JAVA_TOOL_OPTIONS": " ".join(f"-D{name}={value}" for name, value in _JAVA.items()),
    }
