"""How soon others show an edit: `python -m tests.benchmarks.preview_peers POSTS EDITS [VIVLIOSTYLE]`.

The blog of preview.py, as far as they can hold it. Typst: a file a post (by Pandoc), included by one; its
compiler, kept in memory as its `watch` keeps it, makes the PDF again; no browser shows that. Needs the extra
`bench`. VIVLIOSTYLE: the program of npm's @vivliostyle/cli; its preview of the same Markdown, in Chromium.
An edit is one of the first paragraph: there it is seen soonest, since Vivliostyle sets pages from the first.
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.blog import write_blog
from tests.library.node import CHROMIUM, node

_PORT = 13_131
_PATIENCE = 600  # seconds
_REST = 2000  # ms between edits
_FIRST = "첫낱말"
_TYPST = '#set page("a5")\n#set text(font: "Noto Serif CJK KR", lang: "ko")\n'
_KNOWN = "#let horizontalrule = line(length: 100%)\n"  # what Pandoc's output names


def main(posts: int, edits: int, vivliostyle: str) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-peers-") as name:
        blog = Path(name) / "blog"
        write_blog(blog, posts)
        (blog / "images").symlink_to("source/images")
        texts = {path.stem: _plain(path) for path in sorted((blog / "source/_posts").iterdir())}
        print(f"Typst: {_said(*_typst(blog, texts, edits))}")
        if vivliostyle:
            print(f"Vivliostyle: {_said(*_vivliostyle(blog, texts, edits, vivliostyle))}")


def _plain(path: Path) -> str:
    """A post without what only Hexo knows, with a word to be found again."""
    text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(), flags=re.S)
    text = re.sub(r"\{%.*?%\}", "", text).replace("](/images/", "](images/")
    return f"# {path.stem}\n\n{_FIRST}\n\n{text}"


def _typst(blog: Path, texts: dict[str, str], edits: int) -> tuple[float, list[float]]:
    import typst

    for stem, text in texts.items():
        (blog / f"{stem}.typ").write_text(_KNOWN + _by_pandoc(text))
    book = blog / "book.typ"
    book.write_text(_TYPST + "".join(f'#include "{stem}.typ"\n' for stem in texts))
    compiler, edited = typst.Compiler(str(book)), blog / f"{next(iter(texts))}.typ"

    def made() -> float:
        begun = time.perf_counter()
        compiler.compile(output=str(blog / "book.pdf"))
        return time.perf_counter() - begun

    def after_edits() -> Iterator[float]:
        for word in _words(edits):
            edited.write_text(edited.read_text().replace(_FIRST, f"{word} {_FIRST}"))
            yield made()

    return made(), [*after_edits()]


def _by_pandoc(text: str) -> str:
    import pypandoc

    return str(pypandoc.convert_text(text, "typst", format="gfm"))


def _vivliostyle(blog: Path, texts: dict[str, str], edits: int, program: str) -> tuple[float, list[float]]:
    for stem, text in texts.items():
        (blog / f"{stem}.md").write_text(text)
    entries = [f"{stem}.md" for stem in texts]
    settings = {"title": "책", "author": "홍길동", "language": "ko", "size": "A5", "entry": entries}
    (blog / "vivliostyle.config.mjs").write_text(f"export default {json.dumps(settings)}\n")
    words = [program, "preview", "-c", "vivliostyle.config.mjs", "--no-open-viewer", "--port", str(_PORT)]
    words += ["--executable-browser", str(CHROMIUM)]
    process = subprocess.Popen(words, cwd=blog, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout
    try:
        lines = (re.search(r"Preview URL: (\S+?)\x1b?(?:\[|$)", line) for line in process.stdout)
        address = next(filter(None, lines))[1]
        asked = {"address": address, "patience": _PATIENCE * 1000, "rest": _REST, "first": _FIRST}
        asked |= {"file": str(blog / entries[0]), "words": _words(edits)}
        seen: Any = node("peers.mjs", json.dumps(asked), patience=_PATIENCE * 2)
        return seen["first"], seen["seconds"]
    finally:
        process.terminate()
        process.wait()


def _words(edits: int) -> list[str]:
    return [f"고침{turn}끝" for turn in range(edits)]


def _said(first: float, seconds: Sequence[float]) -> str:
    return (
        f"first {first:.2f} s, an edit: median {statistics.median(seconds):.2f} s, most {max(seconds):.2f} s"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), "".join(sys.argv[3:]))
