"""How pages are set, beside others: `python -m tests.benchmarks.pages VIVLIOSTYLE [THEME…] [--keep FOLDER]`.

Posts of the sample book, each beginning a page, on the paper of a theme, with its margins, fonts, size and
leading; by publisher, by Typst and by Vivliostyle, which get the same Markdown by Pandoc. Prints the rows of
`tests.page_counts`. VIVLIOSTYLE is the program of npm's @vivliostyle/cli; the rest is the extra `bench`.
"""

import argparse
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from publisher.assets.themes import Theme, load_theme
from publisher.book.paper import Paper, paper_of
from tests.books import SAMPLE, run
from tests.library.node import CHROMIUM
from tests.page_counts import __main__ as counts

# Posts of which each program can show all: programs, formulas, tables, notes, drawings, prose.
POSTS = (
    "asyncio-waves", "wave-meter-1", "wave-meter-2", "wave-meter-3", "first-drip", "roasting-notes",
    "reading-slowly", "헌책방의-밑줄", "south-along-the-shore", "three-years", "leaving", "room-by-the-sea",
    "naming-things", "js-nine-oclock",
)  # fmt: skip
THEMES = ("literature", "essay", "technical", "large")  # photo has a column for pictures besides
_FORM = "gfm+footnotes+tex_math_dollars"
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.S)
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)[^)]*\)")


def main() -> None:
    options = _options()
    for name in options.themes or THEMES:
        with tempfile.TemporaryDirectory(prefix="bench-pages-") as folder:
            here = Path(folder)
            files = [_ours(name, here), *_peers(name, here, options.vivliostyle)]
            print(f"\n{name}")
            counts.main([str(path) for path in files])
            if options.keep:
                _kept(files, options.keep / name)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pages", description=__doc__)
    parser.add_argument("vivliostyle", metavar="VIVLIOSTYLE")
    parser.add_argument("themes", nargs="*", metavar="THEME", help=", ".join(THEMES))
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the PDFs are left")
    return parser.parse_args()


def _kept(files: list[Path], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in files:
        shutil.copy(path, folder)


def _ours(theme: str, here: Path) -> Path:
    """The book of these posts alone, with nothing else asked for."""
    blog = here / "blog"
    shutil.copytree(SAMPLE / "source/images", blog / "source/images")
    for stem in POSTS:
        for source in (SAMPLE / "source/_posts").glob(f"{stem}*"):
            copy = shutil.copytree if source.is_dir() else shutil.copy
            (blog / "source/_posts").mkdir(exist_ok=True)
            copy(source, blog / "source/_posts" / source.name)
    shutil.copy(SAMPLE / "_config.yml", blog)
    done = run("export", blog, "-o", here, "--format", "pdf", "--theme", theme, "-q")
    assert done.code == 0, done.err
    (made,) = here.glob("*.pdf")
    return made.rename(here / "publisher.pdf")


def _peers(name: str, here: Path, vivliostyle: str) -> Iterator[Path]:
    import typst

    theme = load_theme(name, here)
    paper = paper_of("", theme.paper)
    shutil.copytree(SAMPLE / "source/images", here / "images")
    text = "\n\n".join(_plain(stem, here) for stem in POSTS)
    (here / "book.typ").write_text(_typst_look(theme, paper) + _by_pandoc(text, "typst"))
    typst.compile(str(here / "book.typ"), output=str(here / "typst.pdf"))
    yield here / "typst.pdf"
    (here / "book.html").write_text(_page(_by_pandoc(text, "html", "--mathml"), _css(theme, paper)))
    order = [
        vivliostyle,
        "build",
        "book.html",
        "-o",
        "vivliostyle.pdf",
        "--executable-browser",
        str(CHROMIUM),
    ]
    subprocess.run(order, cwd=here, check=True, capture_output=True)
    yield here / "vivliostyle.pdf"


def _plain(stem: str, here: Path) -> str:
    """A post without what only Hexo knows, its headings below its title; pictures that are nowhere left out.

    Pictures of its own folder are found there: the folder is copied.
    """
    text = (SAMPLE / "source/_posts" / f"{stem}.md").read_text("utf-8")
    own = SAMPLE / "source/_posts" / stem
    if own.is_dir():
        shutil.copytree(own, here / stem)
    front = _FRONT.match(text)
    title = re.search(r"^title: *(.+)$", front[1], re.M) if front else None
    assert front and title
    body = re.sub(r"\{%.*?%\}|<!-- more -->", "", text[front.end() :]).replace("](/images/", "](images/")
    body = _PICTURE.sub(lambda found: _picture(found[1], found[2], stem, here), body)
    return f"# {title[1].strip(chr(39) + chr(34))}\n\n" + re.sub(r"^(#+ )", r"#\1", body, flags=re.M)


def _picture(words: str, address: str, stem: str, here: Path) -> str:
    found = [place for place in (address, f"{stem}/{address}") if (here / place).is_file()]
    return f"![{words}]({found[0]})" if found else words


def _by_pandoc(text: str, form: str, *options: str) -> str:
    import pypandoc

    return str(pypandoc.convert_text(text, form, format=_FORM, extra_args=[*options]))


def _typst_look(theme: Theme, paper: Paper) -> str:
    """A line of `leading` points is as high as here: an em of its letters, and the rest between lines."""
    families = ", ".join(f'"{family}"' for family in theme.fonts["body"])
    between = paper.leading - paper.size
    return f"""
#set page(width: {paper.width}mm, height: {paper.height}mm, numbering: "1", margin: (
  top: {paper.top}mm, bottom: {paper.bottom}mm, inside: {paper.inner}mm, outside: {paper.outer}mm))
#set text(font: ({families},), size: {paper.size}pt, lang: "ko", top-edge: 0.8em, bottom-edge: -0.2em)
#set par(justify: {str(theme.align == "justify").lower()}, leading: {between}pt,
  spacing: {between + _gap(theme, paper)}pt,
  first-line-indent: (amount: {_indent(theme)}em, all: true))
#show heading.where(level: 1): it => {{ pagebreak(weak: true); it }}
#let horizontalrule = line(length: 30%)
"""


def _css(theme: Theme, paper: Paper) -> str:
    families = ", ".join(f'"{family}"' for family in theme.fonts["body"])
    top, bottom, inner, outer = (f"{side}mm" for side in (paper.top, paper.bottom, paper.inner, paper.outer))
    return f"""
@page {{ size: {paper.width}mm {paper.height}mm; margin: {top} {outer} {bottom} {inner};
  @bottom-center {{ content: counter(page) }} }}
@page :left {{ margin: {top} {inner} {bottom} {outer} }}
html {{ font: {paper.size}pt/{paper.leading}pt {families} }}
p {{ margin: 0 0 {_gap(theme, paper)}pt; text-indent: {_indent(theme)}em; orphans: 2; widows: 2;
  text-align: {theme.align} }}
h1 {{ break-before: page }} h1, h2, h3 {{ break-after: avoid }}
img {{ max-width: 100% }} pre {{ white-space: pre-wrap; font-size: 85% }}
"""


def _indent(theme: Theme) -> int:
    return 0 if theme.indent == "none" else 1


def _gap(theme: Theme, paper: Paper) -> float:
    """What parts paragraphs that do not begin with an indent: an empty line."""
    return paper.leading if theme.indent == "none" else 0


def _page(body: str, css: str) -> str:
    head = f'<meta charset="utf-8"><title>book</title><style>{css}</style>'
    return f'<!DOCTYPE html><html lang="ko"><head>{head}</head><body>{body}</body></html>'


if __name__ == "__main__":
    main()
