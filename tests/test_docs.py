"""What README and the manual say is what the program does: every command, option, key and exit code is there.

Codes of messages: see test_messages.py.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import publisher
from publisher import errors
from publisher.cli.main import main
from publisher.config import schema
from publisher.config.load import load
from publisher.errors import PublisherError
from tests.books import ROOT, run, small_blog

LANGUAGES = {"en": "README.md", "ko": "README.ko.md"}
MANUAL = ROOT / "docs/manual"


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def readme(language: str) -> str:
    """README and all pages of the manual, in one language."""
    return "\n".join(page.read_text("utf-8") for page in _of(language))


def _of(language: str) -> tuple[Path, ...]:
    return ROOT / LANGUAGES[language], *sorted((MANUAL / language).glob("*.md"))


def _commands() -> Iterator[tuple[str, click.Command]]:
    assert isinstance(main, click.Group)
    yield from main.commands.items()


def test_every_command(readme: str) -> None:
    """Each command stands in the manual as it is typed, in both languages."""
    for name, _ in _commands():
        assert f"publisher {name}" in readme


def test_every_option(readme: str) -> None:
    """Each option of each command is named."""
    for name, command in _commands():
        for option in (option for option in command.params if isinstance(option, click.Option)):
            long = max(option.opts, key=len)
            assert re.search(rf"`[^`]*{long}\b[^`]*`|^.*{long}\b", readme, re.M), f"{name} {long}"


def test_every_option_is_explained() -> None:
    """Each command and option has a help text that ends in a full stop."""
    for name, command in _commands():
        assert command.help, name
        for option in (option for option in command.params if isinstance(option, click.Option)):
            assert (option.help or "").endswith("."), f"{name} {option.name}"


def test_every_key_of_book_toml(readme: str) -> None:
    """Each table and key of book.toml is named, and has a meaning."""
    for table, key, meaning in schema.keys():  # noqa: SIM118 - a function, no dict
        assert f"[{table}]" in readme, table
        assert re.search(rf"^\W*`?{key}`?\b|`{key}`|`{table}\.{key}`", readme, re.M), f"{table}.{key}"
        assert meaning, f"{table}.{key}"


def test_every_exit_code(readme: str) -> None:
    """0, 1, 2, those of the exceptions, and 130 for Ctrl-C."""
    codes = {0, 1, 2, 130} | {kind.exit_code for kind in PublisherError.__subclasses__()}
    assert {*range(11), 130} == codes
    for code in codes:
        assert re.search(rf"^\W*`?{code}`?\s*\|", readme, re.M), code


def test_exit_codes_in_the_code() -> None:
    """The tree of exceptions in errors.py shows each one's code."""
    for kind in PublisherError.__subclasses__():
        assert f"{kind.__name__} ({kind.exit_code})" in (errors.__doc__ or "")


def test_readmes_lead_to_each_other() -> None:
    """English and Korean readers find theirs."""
    assert "README.ko.md" in (ROOT / "README.md").read_text("utf-8")
    assert "README.md" in (ROOT / "README.ko.md").read_text("utf-8")


def test_links_of_readme_and_manual_land(language: str) -> None:
    """Files, pictures and headings that they point at are there, as GitHub makes addresses of headings."""
    for page in _of(language):
        for address in re.findall(r"\]\((?!https?:)([^)\s]+)[^)]*\)", page.read_text("utf-8")):
            path, _, heading = address.partition("#")
            target = page.parent / path if path else page
            assert target.exists(), f"{page}: {address}"
            assert not heading or heading in _headings(target), f"{page}: {address}"


def _headings(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_readme_is_short(language: str) -> None:
    """README is read in a few minutes: at most 10 KB; the manual holds the rest."""
    assert (ROOT / LANGUAGES[language]).stat().st_size <= 10_240


def test_manual_has_the_same_pages_in_both_languages() -> None:
    """Each page is there in English and Korean, in the contents, and in the book of the manual."""
    pages = [{page.name for page in (MANUAL / language).glob("*.md")} for language in LANGUAGES]
    assert pages[0] == pages[1]
    for language in LANGUAGES:
        listed = re.findall(r"\]\(([\w-]+\.md)\)", (MANUAL / language / "README.md").read_text("utf-8"))
        bound = tomllib.loads((MANUAL / f"{language}.toml").read_text("utf-8"))["order"]["posts"]
        assert pages[0] - {"README.md"} == set(listed)
        assert [f"{language}/{page}" for page in listed] == bound


@pytest.mark.wide
def test_manual_is_a_book_of_ours(language: str, tmp_path: Path) -> None:
    """publisher makes an EPUB and a PDF of it, with nothing to mend."""
    settings = str(MANUAL / f"{language}.toml")
    made = run("export", str(MANUAL), "--config", settings, "-o", str(tmp_path), "--strict")
    assert 0 == made.code, made.err
    assert 2 == len(list(tmp_path.iterdir()))


def _pages() -> Iterator[Path]:
    """What is written for those who change publisher, and for those who look a message up."""
    yield from (ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md")
    yield from (path for path in sorted((ROOT / "docs").rglob("*.md")) if "_build" not in path.parts)


def test_links_of_docs_land() -> None:
    """Files that pages of docs/ and CONTRIBUTING.md point at are there."""
    for page in _pages():
        for address in re.findall(r"\]\((?!https?:|#)([^)\s#]+)[^)]*\)", page.read_text("utf-8")):
            assert (page.parent / address).exists(), f"{page.name}: {address}"


_PATH = re.compile(r"`(?:[^`]* )?((?:publisher|styles|tests|docs|examples|requirements)/[^`\s]*)`")


@pytest.mark.parametrize("name", ["docs/architecture.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_files_that_the_map_names_are_there(name: str) -> None:
    """Each file and folder of the code that a newcomer is sent to exists; NAME stands for any."""
    named = set(_PATH.findall((ROOT / name).read_text("utf-8")))
    assert len(named) > 20
    examples = {"docs/messages/picture-odd.md"}
    missing = [path for path in named - examples if "NAME" not in path and not any(ROOT.glob(path))]
    assert [] == missing


def test_rules_of_korean_text_are_proved() -> None:
    """Each rule that docs/klreq.md says is kept names tests that are there; those that are not say what is
    instead."""
    kept, _, others = (ROOT / "docs/klreq.md").read_text("utf-8").partition("## Not kept")
    rows = [line for line in kept.splitlines() if line.startswith("| ") and "Read back by" not in line]
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row.rsplit(" | ", 1)[1])
        assert named, row
        for path, name in named:
            assert f"\ndef {name}(" in (ROOT / path).read_text("utf-8"), name
    assert len(rows) > 20
    assert [] == [row for row in others.splitlines() if row.startswith("| [") and row.count(" | ") != 1]


def test_the_map_shows_every_folder() -> None:
    """docs/architecture.md says of each folder and module at the top of publisher/ what it is for."""
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    folders = {f"{path.parent.name}/" for path in (ROOT / "publisher").glob("*/__init__.py")}
    modules = {path.name for path in (ROOT / "publisher").glob("[a-z]*.py")}
    told = {
        word for row in re.findall(r"^\|[ \d]*\|(.*?)\|", text, re.M) for word in re.findall(r"`(.*?)`", row)
    }
    assert folders | modules <= told | {word.partition("/")[0] + "/" for word in told}


def test_python_of_docs_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program of docs/api.md makes a book as it stands there."""
    small_blog(tmp_path / "my-blog")
    monkeypatch.chdir(tmp_path)
    program = (ROOT / "docs/api.md").read_text("utf-8").split("```python\n")[1].split("```")[0]
    exec(program, {})
    (made,) = (tmp_path / "my-blog/book").iterdir()
    assert f"{made} {made.stat().st_size}" == capsys.readouterr().out.strip()


def test_book_toml_of_the_manual(language: str, tmp_path: Path) -> None:
    """The file that the manual shows has every key but those of volumes, and can be used as it is."""
    text = (MANUAL / language / "settings.md").read_text("utf-8")
    (tmp_path / "book.toml").write_text(text.split("```toml\n")[1].split("```")[0], "utf-8")
    shown = load(tmp_path / "book.toml", "book.toml", {})
    for name, table in schema.tables().items():
        if name != "volume":
            held = getattr(shown, name)
            held = held["여행"] if name == "parts" else held
            assert set(table.model_fields) == held.model_fields_set, name


def test_changelog_is_open() -> None:
    """What is new stands under Unreleased."""
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_make_targets_of_readme(readme: str) -> None:
    """Every `make` target that README names is in the Makefile."""
    known = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    for target in re.findall(r"\bmake ([a-z]+)`", readme):
        assert target in known


_INSTALL = re.compile(r"""pip3? install(?: -\S+)* +["'`]?([^\s"'`,;)]+)""")


def test_pip_installs_no_strangers_package() -> None:
    """What our texts tell a reader to install is the clone, or a package that pyproject.toml names.

    The distribution is not called publisher: on PyPI that is somebody else's, and gave our users it.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    known = {re.split(r"[\[<>=]", need)[0] for needs in extras for need in needs}
    told = {name for text in _our_texts() for name in _INSTALL.findall(text)}
    assert "publisher" != project["name"]
    assert {".[fonts]", ".[dask]", "distributed"} <= told
    assert set() == {name for name in told - known if not name.startswith((".", "$")) and "/" not in name}


def _our_texts() -> Iterator[str]:
    """Every file that a user may read."""
    for name in (
        "*.md",
        "docs/*.md",
        "docs/manual/*/*.md",
        "docs/messages/*.md",
        "Makefile",
        "pyproject.toml",
        "examples/*",
        "examples/*/*",
        "publisher/**/*.py",
    ):
        for path in ROOT.glob(name):
            if path.is_file() and path.suffix != ".png":
                yield path.read_text("utf-8")


def test_no_text_names_the_strangers_package() -> None:
    """publisher[…] with an extra is a name of PyPI, and not ours."""
    assert [] == [text[:80] for text in _our_texts() if re.search(r"publisher\[[a-z]", text)]


def test_the_version_stands_in_one_place() -> None:
    """`publisher --version` needs no installed distribution: pyproject.toml takes it from the package."""
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert ["version"] == tables["project"]["dynamic"] and "version" not in tables["project"]
    source = (ROOT / tables["tool"]["hatch"]["version"]["path"]).read_text("utf-8")
    assert source.count(f'__version__ = "{publisher.__version__}"') == 1


def test_licences_are_those_of_the_lock() -> None:
    """The page of licences has a row for each package of the lock, in its release, and says a licence."""
    page = (ROOT / "docs/licences.md").read_text("utf-8")
    rows = re.findall(r"^\| ([\w.-]+) \| (\S+) \| ([^|]+) \| https?://\S+ \|$", page, re.M)
    lock = (ROOT / "requirements/book.txt").read_text("utf-8")
    assert re.findall(r"^([\w.-]+)==(\S+)", lock, re.M) == [row[:2] for row in rows]
    assert {"brotlicffi"} >= {name for name, _, licence in rows if licence == "see its page"}
