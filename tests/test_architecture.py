"""Who may import whom, which library has which owner, and how long a file may grow: read from the code."""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from tests.books import ROOT

PACKAGE = ROOT / "publisher"
FILES = sorted(PACKAGE.rglob("*.py"))

# From the ground up: a room imports from rooms of lower layers only, and a package from itself.
LAYERS = (
    {"dialect", "particles", "phrase"},
    {"errors"},
    {"model", "collation", "toml"},
    {"storage"},
    {"assets", "config", "markdown", "runtime"},
    {"fetch"},
    {"book", "passes", "readers", "shortcodes"},
    {"lint", "privacy", "render"},
    {"library", "mail", "writers"},
    {"build"},
    {"preview", "upload"},
    {"cli"},
    {"__main__"},
)
LAYER = {room: depth for depth, rooms in enumerate(LAYERS) for room in rooms}
# The same in the writer of the PDF: each step is given what the one before it has made.
PDF_LAYERS = (
    {"compose"},
    {"layout"},
    {"assemble", "cover"},
    {"numbering", "verify", "prepress", "told"},
    {"binding"},
    {"making"},
    {"book"},
)
PDF_LAYER = {room: depth for depth, rooms in enumerate(PDF_LAYERS) for room in rooms}

OWNERS = {
    "liquid": ("shortcodes/liquid/",),
    "emoji": ("markdown/emoji_names",),
    "click": ("cli/",),
    "ebooklib": ("writers/epub/",),
    "weasyprint": ("writers/pdf/",),
    "pypdfium2": ("writers/pdf/", "library/first_page", "preview/window"),
    "barcode": ("writers/pdf/cover/",),
    "ziamath": ("writers/formulas",),
    "pikepdf": ("writers/pdf/", "library/pdf"),
    "yaml": ("readers/",),
    "markdown_it": ("markdown/", "shortcodes/"),
    "mdit_py_plugins": ("markdown/", "shortcodes/"),
    "markdown": ("markdown/", "shortcodes/"),
    "jinja2": ("assets/themes", "assets/sandbox", "assets/theme_markup"),
    "tinycss2": ("assets/css", "assets/css_variables"),
    "uvicorn": ("library/server/", "preview/run"),
    "starlette": ("library/server/", "preview/"),
    "watchfiles": ("preview/watching",),
    "tomlkit": ("config/",),
    "segno": ("library/page", "library/terminal", "writers/pdf/compose/qr"),
    "nh3": ("passes/",),
    "pygments": ("passes/",),
    "latex2mathml": ("passes/",),
    "pydantic": ("config/",),
    "pydantic_core": ("config/",),
    "tomllib": ("toml", "config/", "upload/words"),
    "platformdirs": ("storage/cache_folder", "mail/account"),
    "httpx": ("fetch/",),
    "httpcore": ("fetch/",),
    "smtplib": ("mail/delivery",),
    "ssl": ("mail/delivery", "fetch/"),
    "socket": ("library/server/", "mail/delivery", "fetch/internet", "preview/run"),
    "email": ("mail/", "library/server/conditions"),  # dates of HTTP are those of mail
    "fcntl": ("storage/",),
    "uharfbuzz": (
        "assets/font_facts",
        "assets/font_files",
        "assets/font_weights",
        "assets/fonts",
        "assets/glyphs",
        "assets/half_width",
    ),
    "fontTools": ("assets/half_width",),
    "multiprocessing": ("runtime/executor", "runtime/pool", "runtime/worker"),
    "concurrent": ("runtime/", "fetch/pictures", "writers/pdf/assemble/file"),
    "distributed": ("runtime/dask",),
    "msgspec": ("storage/records",),
    "pickle": ("runtime/pool", "runtime/worker", "readers/parse_cache"),  # of a file, nothing is ever read
    "subprocess": ("assets/font_files", "assets/diagrams", "preview/editor"),
}
# What no library promises, and the one file that relies on it, whose docstring says on what: private names,
MARKDOWN_IT, LIQUID = "markdown/parser_parts", "shortcodes/liquid/library"
PRIVATE = {
    "atexit._run_exitfuncs": "runtime/leaving",
    "os._exit": "runtime/leaving",
    "re._constants": "passes/first_letters",
    "re._parser": "passes/first_letters",
    "pygments.token._TokenType": "passes/lexing",
    "_tokens": "passes/lexing",  # of the class of a lexer of Pygments
    "lxml.etree._Element": "assets/xhtml",
    "page._page_box": "writers/pdf/layout/boxes",  # of a page of WeasyPrint
}
# what of a library's own is exchanged,
EXCHANGED = {
    "ctypes.util.find_library": "writers/pdf/layout/libraries",
    "ImageFile.LOAD_TRUNCATED_IMAGES": "passes/pictures",
    "tempfile.tempdir": "runtime/isolation",
    "config.svg2": "writers/formulas",  # ziamath's
    **dict.fromkeys(
        (
            "block.block_level_layout",
            *(f"{module}.resolve_percentages" for module in ("block", "inline", "page", "table")),
            "inline.handle_leader",
            "inline.split_first_line",
            "preferred.split_first_line",
            "document.layout_document",
            "StyleFor.set_computed_styles",
            "inline.get_next_linebox",
            "inline.split_inline_box",
            "inline.can_break_text",
            "inline.text_align",
            "inline.justify_line",
            "layout.make_all_pages",
            "page.remake_page",
            "page.page_height",
            "page.set_page_type_computed_styles",
            "pydyf.PDF.page_references",
            "ComputedStyle.__missing__",
            "Font.subset",
        ),
        "writers/pdf/layout/engine",  # WeasyPrint's
    ),
    "text.RasterImage": "writers/pdf/layout/engine",
}
# attributes without an underscore,
UNDOCUMENTED = {
    **dict.fromkeys(("start_dir", "filelist", "NameToInfo", "FileHeader"), "writers/epub/raw_zip"),
    "StructTreeRoot": "writers/pdf/layout/structure",
}
# and modules.
INNER = {
    "weasyprint.formatting_structure": "writers/pdf/layout/boxes",
    "weasyprint.css.properties": "writers/pdf/layout/boxes",
    "weasyprint.layout.leader": "writers/pdf/layout/boxes",
    "weasyprint.css.computed_values": "writers/pdf/layout/boxes",
    "weasyprint": "writers/pdf/layout/engine",
    "ebooklib": "writers/epub/package",
    "ziamath": "writers/formulas",
    "nh3": "passes/sanitize",
    "barcode": "writers/pdf/cover/barcode",
    "multiprocessing.forkserver": "runtime/executor",
    "multiprocessing.resource_tracker": "runtime/pool",
    **dict.fromkeys(
        (
            "markdown_it.common",
            "markdown_it.parser_block",
            "markdown_it.parser_inline",
            "markdown_it.ruler",
            "markdown_it.rules_inline.state_inline",
            "mdit_py_plugins.footnote.index",
        ),
        MARKDOWN_IT,
    ),
    **dict.fromkeys(
        (f"liquid.{name}" for name in "ast builtin output parser stream tag template token".split()), LIQUID
    ),
}
_OF_TUPLES = {"_replace", "_asdict", "_fields", "_make"}  # what Python documents of named tuples
# Libraries whose names differ from those of their contracts; what comes with others has no bound of ours.
DISTRIBUTIONS = {
    "weasyprint_layout": "weasyprint",
    "markdown_it": "markdown-it-py",
    "liquid": "python-liquid",
    "harfbuzz": "uharfbuzz",
    "barcode": "python-barcode",
}
NO_BOUND = {"python", "cffi"}
# What belongs to the network, and the rooms that may: what answers there and asks nobody, what hands a mail
# to the server, and what fetches the pictures that are asked for.
NETWORK_OWNERS = {
    "socket": ("library/server/", "mail/delivery", "fetch/internet", "preview/run"),
    "http": ("library/server/", "preview/"),
    "httpx": ("fetch/",),
    "httpcore": ("fetch/",),
    "ssl": ("mail/delivery", "fetch/"),
    "smtplib": ("mail/delivery",),
}
# Who opens files by their paths, and what these are: storage/opening.py alone opens those of a blog.
OPENS = {
    "storage/": "that one way, and the cache",
    "assets/diagrams": "what a program has drawn, in a folder of ours",
    "assets/font_files": "this machine's fonts, and copies of the blog's",
    "passes/picture_sizes": "pictures in the cache",
    "config/credentials": "a password, in a file that the user names",
    "runtime/": "copies in the cache, on their way to other machines; what Linux says of this one",
    "render/remote": "those copies, on the other machine",
    "cli/explain": "pages of ours",
    "writers/": "pictures and fonts in the cache, and the files that are being made",
    "upload/": "the folder that is being put together, and words of ours",
    "mail/": "finished books",
    "library/books": "finished books",
    "library/pdf": "finished books",
    "library/epub": "what is in a zip",
    "library/server/": "finished books",
    "library/reading": "scripts of ours",
    "preview/app": "the page in the browser",
    "preview/screen": "the book of a chapter that it has made",
    "library/static": "the site that is being made",
}
_OPENING = {"open", "fdopen", "read_text", "read_bytes", "from_file_path", "copyfile", "FileSystemLoader"}
NETWORK = {"socket", "http", "requests", "httpx", "httpcore", "aiohttp", "ftplib", "ssl", "smtplib"}


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def _nodes(path: Path) -> list[ast.AST]:
    return [*ast.walk(_tree(path))]


def _name(path: Path) -> str:
    """ "writers/pdf/cover" for the file of that module; a package is its folder with a "/"."""
    relative = path.relative_to(PACKAGE).with_suffix("")
    return f"{relative.parent}/" if relative.name == "__init__" else relative.as_posix()


def each_file(holds: Callable[[Path], None]) -> Callable[[], None]:
    """Return a test that tries all files, and names those for which it does not hold: a test for each of
    them would take four times as long."""

    def test() -> None:
        wrong = dict[str, str]()
        for path in FILES:
            try:
                holds(path)
            except AssertionError as error:
                wrong[_name(path)] = str(error)
        assert {} == wrong

    test.__doc__ = holds.__doc__
    return test


def _room(name: str) -> str:
    return name.split("/")[0]


def _imports(path: Path) -> Iterator[str]:
    """Dotted names of all modules that a file imports, wherever in it."""
    for node in _nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _ours(path: Path) -> set[str]:
    """The rooms of ours that a file imports from."""
    names = (name.split(".") for name in _imports(path))
    return {parts[1] for parts in names if parts[0] == "publisher" and len(parts) > 1 and parts[1] in LAYER}


@each_file
def test_imports_lead_downwards(path: Path) -> None:
    """A file imports from lower layers, or from its own package."""
    room = _room(_name(path))
    if room == ".":
        assert set() == _ours(path), "the package itself imports nothing: it is the map"
        return
    assert room in LAYER, f"{room} has no layer: give it one"
    for other in _ours(path) - {room}:
        assert LAYER[other] < LAYER[room], f"{room} imports {other}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "writers/pdf").rglob("*.py")), ids=_name)
def test_steps_of_the_pdf_lead_on(path: Path) -> None:
    """What composes knows nothing of layout, and what lays out nothing of the whole file."""
    room = path.relative_to(PACKAGE / "writers/pdf").with_suffix("").parts[0]
    if room == "__init__":
        return
    names = (name.split(".") for name in _imports(path))
    others = {parts[3] for parts in names if parts[:3] == ["publisher", "writers", "pdf"] and len(parts) > 3}
    for other in others - {room}:
        assert PDF_LAYER.get(other, -1) < PDF_LAYER[room], f"{room} imports {other}"


def test_a_newcomer_sees_few_rooms() -> None:
    """At most ten modules stand at the top, and at most eight layers of packages."""
    assert len([*PACKAGE.glob("*.py")]) <= 10
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert len([rooms for rooms in LAYERS if rooms & folders]) <= 8


def test_functions_are_short() -> None:
    """No function is longer than 45 lines, its docstring too; nine of ten have 16 at most."""
    lengths = sorted(
        ((node.end_lineno or 0) - node.lineno + 1, _name(path), node.name)
        for path in FILES
        for node in _nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert lengths[-1][0] <= 45, lengths[-1]
    assert lengths[len(lengths) * 9 // 10][0] <= 16


@each_file
def test_libraries_have_one_owner(path: Path) -> None:
    """Each third-party library is imported in its own room only."""
    name = _name(path)
    for library in {imported.split(".")[0] for imported in _imports(path)} & set(OWNERS):
        owners = OWNERS[library]
        assert any(name == owner or (owner.endswith("/") and name.startswith(owner)) for owner in owners), (
            library
        )


@each_file
def test_nothing_executable_is_read(path: Path) -> None:
    """No file, whoever has put it there, is read as a pickle, as code, or by a module that does so."""
    assert set() == {one.split(".")[0] for one in _imports(path)} & {"marshal", "shelve", "dill", "runpy"}
    calls = {_dotted(node.func) for node in _nodes(path) if isinstance(node, ast.Call)}
    assert set() == {
        one
        for one in calls
        if one in ("eval", "exec") or re.match(r"pickle\.(?!dumps$|UnpicklingError$)", one)
    }
    assert "pickle.loads" not in {_dotted(node) for node in _nodes(path)}


def _dotted(node: ast.AST) -> str:
    """ "a.b.c" for such an expression; "" for any other."""
    if isinstance(node, ast.Attribute):
        return f"{before}.{node.attr}" if (before := _dotted(node.value)) else ""
    return node.id if isinstance(node, ast.Name) else ""


def _own(path: Path) -> set[str]:
    """Names that a file's classes and functions have, or give to themselves."""
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    names = {node.name for node in _nodes(path) if isinstance(node, defined)}
    for node in _nodes(path):
        if isinstance(node, ast.Attribute) and _dotted(node.value) in ("self", "cls"):
            names.add(node.attr)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names


def _is_private(name: str) -> bool:
    return any(part.startswith("_") and not part.startswith("__") for part in name.split("."))


def _private(path: Path) -> Iterator[str]:
    """Private names of others that a file uses: as an attribute, by an import, by getattr."""
    own = _own(path) | _OF_TUPLES
    for node in _nodes(path):
        if isinstance(node, ast.Attribute) and _is_private(node.attr) and node.attr not in own:
            yield _dotted(node) or node.attr
        elif isinstance(node, ast.Call) and _dotted(node.func) in ("getattr", "setattr", "delattr"):
            name = node.args[1].value if isinstance(node.args[1], ast.Constant) else ""
            if isinstance(name, str) and _is_private(name) and name not in own:
                yield name
    imported = [name for name in _imports(path) if not name.startswith("publisher")]
    yield from (name for name in imported if _is_private(name.rpartition(".")[2]))


def _exchanged(path: Path) -> Iterator[str]:
    """Attributes of what a file has imported from others, to which it gives another value."""
    theirs = set[str]()
    for node in _nodes(path):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            theirs |= {
                (one.asname or one.name).split(".")[0] for one in node.names if "publisher" not in module
            }
    targets = (node for node in _nodes(path) if isinstance(node, ast.Attribute))
    for target in targets:
        name = _dotted(target)
        if isinstance(target.ctx, ast.Store | ast.Del) and name.split(".")[0] in theirs:
            yield name


@each_file
def test_what_is_private_stands_in_one_file(path: Path) -> None:
    """A private name of a library is used by its one file, and so is what of a library is exchanged."""
    name = _name(path)
    assert [] == [one for one in _private(path) if PRIVATE.get(one) != name], "give it a file, and a contract"
    assert [] == [one for one in _exchanged(path) if EXCHANGED.get(one) != name]


@each_file
def test_what_is_not_documented_stands_in_one_file(path: Path) -> None:
    """The same for attributes that a library does not document, for its inner modules, and for its rules."""
    name = _name(path)
    attributes = {node.attr for node in _nodes(path) if isinstance(node, ast.Attribute)}
    assert set() == {one for one in attributes & set(UNDOCUMENTED) if UNDOCUMENTED[one] != name}
    for imported in _imports(path):
        inner = next((one for one in INNER if f"{imported}.".startswith(f"{one}.")), "")
        assert INNER.get(inner, name) == name, imported
        rule = re.fullmatch(r"markdown_it\.rules_\w+\.(?!State)\w+", imported)
        assert not rule or name == MARKDOWN_IT, imported


def test_what_is_allowed_is_used() -> None:
    """No row of these tables is left over."""
    used = {one for path in FILES for one in _private(path)}
    assert set(PRIVATE) == used
    assert set(EXCHANGED) == {one for path in FILES for one in _exchanged(path)}


@pytest.mark.parametrize(
    "name", sorted({*PRIVATE.values(), *EXCHANGED.values(), *UNDOCUMENTED.values(), *INNER.values()})
)
def test_each_says_what_it_assumes(name: str) -> None:
    """A file that relies on what is not promised names the version seen, and the test of its contract."""
    said = ast.get_docstring(ast.parse((PACKAGE / f"{name}.py").read_text("utf-8"))) or ""
    contracts = re.findall(r"tests/contracts/test_\w+\.py", said)
    assert "Seen with" in said or "engine_pdf.py" in said
    assert contracts or "engine_pdf.py" in said
    assert all((ROOT / one).is_file() for one in contracts)


def test_libraries_that_we_lean_on_have_an_upper_bound() -> None:
    """What a contract is about is not taken in a version that nobody has looked at."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    bounded = {re.split(r"[\[<>=]", one)[0] for one in wanted if "<" in one}
    stems = {path.stem.removeprefix("test_") for path in (ROOT / "tests/contracts").glob("test_*.py")}
    assert {DISTRIBUTIONS.get(stem, stem) for stem in stems - NO_BOUND} <= bounded


@each_file
def test_no_network(path: Path) -> None:
    """Nothing here talks to the network, but for the server, which calls nobody, what hands a mail on,
    and what fetches the pictures that are asked for."""
    names, place = set(_imports(path)), _name(path)
    used = {name.split(".")[0] for name in names} & NETWORK
    assert set() == {one for one in used if not place.startswith(NETWORK_OWNERS.get(one, ("-",)))}
    assert not any(name.startswith(("http.client", "http.server")) for name in names)
    assert not any(name.startswith("urllib.request") for name in names)


@each_file
def test_only_the_console_prints(path: Path) -> None:
    """print and click.echo stand in cli/console.py."""
    calls = [node for node in _nodes(path) if isinstance(node, ast.Call)]
    said = [ast.unparse(call.func) for call in calls]
    assert "print" not in said or _name(path) == "cli/console"
    assert not {"click.echo", "click.secho"} & set(said) or _name(path) == "cli/console", said


def _opens(path: Path) -> Iterator[str]:
    """Calls that open a file by its path: not those of what is in memory, nor functions of ours so called."""
    for node in _nodes(path):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else _dotted(node.func)
            ours = isinstance(node.func, ast.Name) and name.startswith("read_")
            in_memory = any(
                isinstance(one, ast.Call) and _dotted(one.func) == "io.BytesIO" for one in node.args
            )
            if name in _OPENING and not ours and not in_memory:
                yield ast.unparse(node)


def _opener(path: Path) -> str:
    """The row of OPENS for a file; "" for none."""
    name = _name(path)
    return next((one for one in OPENS if name == one or (one.endswith("/") and name.startswith(one))), "")


@each_file
def test_files_of_a_blog_are_opened_in_one_way(path: Path) -> None:
    """Who opens a file by its path has a row that says which: storage/opening.py opens those of a blog."""
    assert _opener(path) or [] == [*_opens(path)], "see publisher/storage/opening.py"


def test_each_who_opens_files_does() -> None:
    """No row is left over."""
    assert set(OPENS) == {_opener(path) for path in FILES if [*_opens(path)]} - {""}


@pytest.mark.parametrize("call", ["p.read_text()", "p.open()", "open(p)", "os.open(p, 0)", "Image.open(p)"])
def test_an_opening_is_seen(call: str, tmp_path: Path) -> None:
    """The test above would fail."""
    (tmp_path / "x.py").write_text(call)
    assert [call] == [*_opens(tmp_path / "x.py")]


@each_file
def test_files_are_one_idea(path: Path) -> None:
    """No file is longer than 400 lines, and each says at its top what it is for."""
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 400
    assert ast.get_docstring(ast.parse(text))


@each_file
def test_heavy_libraries_are_imported_late(path: Path) -> None:
    """Outside their own modules, what needs the layout engine is imported inside functions."""
    name = _name(path)
    if name == "writers/formulas" or (name.startswith("writers/pdf/") and name != "writers/pdf/"):
        return
    if name.startswith("preview/"):  # which is itself imported late
        return
    top = [node for node in _tree(path).body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in top for alias in node.names} | {
        node.module for node in top if isinstance(node, ast.ImportFrom) and node.module
    }
    heavy = {
        "publisher.writers.pdf.layout.engine",
        "publisher.writers.pdf.compose.html",
        "publisher.writers.pdf.cover.front",
    }
    heavy.add("publisher.writers.formulas")
    assert not names & ({"weasyprint", "pypdfium2", "ziamath"} | heavy)


def test_pages_that_are_kept_are_found_without_the_engine() -> None:
    """The process that binds a book does not load WeasyPrint: that takes as long as to bind a small one."""
    look = (
        "import publisher.writers.pdf.layout.scheduler, publisher.writers.pdf.book, sys\nprint(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", look], capture_output=True, check=True, cwd=ROOT).stdout
    assert not {b"weasyprint", b"pypdfium2"} & {*loaded.split()}


def test_a_command_loads_no_other() -> None:
    """`export` loads no other command, no engine's reader and no writer before it knows what it needs: nearly
    half of a build that finds nothing changed is the start of the program."""
    look = "import publisher.cli.main, sys\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", look], capture_output=True, check=True, cwd=ROOT).stdout
    modules = {*loaded.decode().split()}
    commands = {"init", "plan", "check", "preview", "library", "delivery", "doctor", "themes", "edition"}
    unasked = {f"publisher.cli.{name}" for name in commands}
    unasked |= {f"publisher.readers.{engine}.reader" for engine in ("hexo", "jekyll", "hugo", "obsidian")}
    unasked |= {f"publisher.writers.{form}.making" for form in ("epub", "pdf")}
    assert not modules & unasked
    assert all(importlib.util.find_spec(name) for name in unasked)


@each_file
def test_patterns_mean_the_same_in_every_python(path: Path) -> None:
    """No pattern repeats a group possessively: Python 3.11.2, which Debian 12 has, reads that wrong."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    patterns = [value for value in vars(import_module(name)).values() if isinstance(value, re.Pattern)]
    for pattern in patterns:
        for kind, of in _steps(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)):
            if kind is _constants.POSSESSIVE_REPEAT:
                (_, _, repeated) = of
                assert [] == [step for step, _ in repeated if step not in _LETTERS], pattern.pattern
                assert 1 == len(repeated), pattern.pattern


_LETTERS = (_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY)


def _steps(pattern: Any) -> Iterator[tuple[Any, Any]]:
    """The steps of a pattern, those in groups too."""
    for part in pattern:
        if isinstance(part, tuple) and len(part) == 2 and part[0] in _constants.OPCODES:
            yield part
        if isinstance(part, tuple | list | _parser.SubPattern):
            yield from _steps(part)


def test_themes_hold_no_code_and_no_fonts() -> None:
    """styles/ is templates, style sheets and theme.toml."""
    endings = {path.suffix for path in (ROOT / "styles").rglob("*") if path.is_file()}
    assert {".toml", ".j2", ".css"} >= endings


def test_no_font_file_in_the_repository() -> None:
    """Fonts come from the machine or from PyPI."""
    fonts = (".otf", ".ttf", ".ttc", ".otc", ".woff", ".woff2")
    ours = ("publisher", "styles", "tests", "examples")
    found = (path for name in ours for path in (ROOT / name).rglob("*") if path.suffix.lower() in fonts)
    assert [] == [path for path in found if "node_modules" not in path.parts]
