"""`publisher check`: which messages are wanted, which are put aside, and how other programs get them."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from publisher.cli.formats import annotation, sarif
from publisher.cli.ignoring import put_aside
from publisher.cli.main import main
from publisher.errors import Diagnostic, Ignored, Report, Severity, Where
from publisher.phrase import Phrase
from tests.blogs import hexo, post
from tests.books import ROOT

_POST = "---\ntitle: 글\ndate: 2024-01-02\n---\n\n{}![](https://example.com/a.png)\n\n![](b.png)\n"
_HERE = "<!-- publisher: ignore image-remote: 로고입니다 -->\n\n"
# From npm: @microsoft/jest-sarif (MIT), lib/schemas; the specification of OASIS has the same.
_SCHEMA = json.loads((ROOT / "tests/cli/sarif-2.1.0-rtm.5.json").read_text("utf-8"))


def _check(blog: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", str(blog), "--strict", *options])


def _found(blog: Path, *options: str) -> tuple[int, list[str], list[dict[str, Any]]]:
    made = _check(blog, "--json", *options)
    said = json.loads(made.stdout)
    codes = [one["code"] for one in said["diagnostics"] if one["code"].startswith(("image", "ignore"))]
    return made.exit_code, codes, said.get("ignored", [])


def _blog(folder: Path, before: str = "", settings: str = "") -> Path:
    blog = hexo(folder / "blog", {"a.md": _POST.format(before)})
    (blog / "book.toml").write_text(settings, "utf-8")
    return blog


def test_chosen_by_code(tmp_path: Path) -> None:
    """--select leaves these, --ignore takes these away; the exit code follows."""
    blog = _blog(tmp_path)
    assert (1, ["image-remote", "image-missing"], []) == _found(blog)
    assert (1, ["image-missing"], []) == _found(blog, "--select", "image-*", "--ignore", "image-remote")
    assert (0, [], []) == _found(blog, "--ignore", "image-remote", "--ignore", "image-missing")


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_no_such_code(option: str, tmp_path: Path) -> None:
    """It is a wrong command line, and the nearest code is named."""
    made = _check(tmp_path, option, "image-mising")
    assert (2, True) == (made.exit_code, "did you mean image-missing?" in made.stderr)


@pytest.mark.parametrize(
    ("before", "settings"), [(_HERE, ""), ("", '[check]\nignore = {"image-remote" = "로고입니다"}\n')]
)
def test_ignored_with_a_reason(before: str, settings: str, tmp_path: Path) -> None:
    """In the post or in book.toml: it is put aside, said with its reason, and counted."""
    blog = _blog(tmp_path, before, settings)
    code, found, ignored = _found(blog, "--select", "image-*")
    assert (1, ["image-missing"]) == (code, found)
    assert [("image-remote", "로고입니다")] == [(one["code"], one["reason"]) for one in ignored]
    assert "1 ignored" in _check(blog).stdout.splitlines()[-1]
    log = json.loads(_check(blog, "--format", "sarif").stdout)
    jsonschema.validate(log, _SCHEMA)
    (aside,) = (one for one in log["runs"][0]["results"] if "suppressions" in one)
    kind = "inSource" if before else "external"
    assert ("image-remote", [{"kind": kind, "justification": "로고입니다"}]) == (
        aside["ruleId"],
        aside["suppressions"],
    )


@pytest.mark.parametrize(
    ("line", "said", "hint"),
    [
        (
            "<!-- publisher: ignore image-remot: why -->",
            "there is no message image-remot to ignore",
            "image-remote?",
        ),
        (
            "<!-- publisher: ignore image-remote -->",
            "image-remote is ignored without a reason",
            "image-remote: why",
        ),
        (
            "<!-- publisher: ignore image-remote:  -->",
            "image-remote is ignored without a reason",
            "image-remote: why",
        ),
    ],
)
def test_what_cannot_be_ignored(line: str, said: str, hint: str) -> None:
    """A code that is none, or no reason: the message stays, and that is said."""
    report = Report()
    report.warning("image-remote", Phrase("it is"), Where("source/_posts/a.md", 3))
    put_aside(report, {}, [post("a", markdown=f"{line}\n")])
    assert (["ignore-unusable", "image-remote"], []) == (
        sorted(one.code for one in report.diagnostics), report.ignored,
    )  # fmt: skip
    (told,) = (one for one in report.diagnostics if one.code == "ignore-unusable")
    assert (said, True) == (told.message, hint in told.hint)


def test_a_post_speaks_for_itself() -> None:
    """What one post ignores, another shows; a thousand beginnings without an end take no time."""
    report = Report()
    for name in ("a", "b"):
        report.warning("image-remote", Phrase("it is"), Where(f"source/_posts/{name}.md"))
    long = "<!-- publisher: ignore " * 20_000 + "\n<!-- publisher: ignore nothing: why -->" * 20_000
    posts = [post("a", markdown=f"{_HERE}{long}"), post("b", markdown=f"    {_HERE}{long}\n`{_HERE}`")]
    put_aside(report, {}, posts)
    told = [one.where.path for one in report.diagnostics if one.code == "image-remote"]
    assert (["source/_posts/b.md"], 199) == (told, len(report.diagnostics) - 1)
    assert [("source/_posts/a.md", "로고입니다", True)] == [
        (one.item.where.path, one.reason, one.in_post) for one in report.ignored
    ]


_EVIL = "100% a,b:c\r\n::error::x\n::set-output name=a::\u2028\x1b[31m\ud800"


def _diagnostic(severity: Severity = Severity.NOTE, line: int = 0, path: str = _EVIL) -> Diagnostic:
    return Diagnostic(severity, "image-missing", Phrase(_EVIL), Where(path, line), Phrase(_EVIL))


def test_a_line_of_github() -> None:
    """Each message is one line; %, line ends, commas and colons end no value and begin no other command."""
    line = annotation(_diagnostic(Severity.WARNING, 7))
    head, _, data = line.removeprefix("::").partition("::")
    assert "warning file=100%25 a%2Cb%3Ac�%0A%3A%3Aerror%3A%3Ax%0A" in head
    assert head.endswith(",line=7,title=image-missing")
    assert data.startswith("100%25 a,b:c�%0A::error::x%0A")
    assert not {"\r", "\n", "\x1b"} & {*line}
    assert annotation(_diagnostic(path="가.md")).startswith("::notice file=가.md,title=image-missing::")


@pytest.mark.parametrize("path", ["source/_posts/가 나%.md", "/home/a/cache", _EVIL, "a\udcff.md", ""])
def test_sarif_of_any_message(path: str) -> None:
    """It passes the schema of SARIF 2.1.0, with each severity, place and text."""
    items = [_diagnostic(severity, line, path) for severity in Severity for line in (0, 3)]
    log = sarif(items, [Ignored(items[0], _EVIL, False)], {"executionSuccessful": True})
    validator = jsonschema.validators.validator_for(_SCHEMA)
    validator(_SCHEMA, format_checker=validator.FORMAT_CHECKER).validate(log)
    assert len(items) + 1 == len(log["runs"][0]["results"])
    assert json.loads(json.dumps(log)) == log


def test_the_schema_refuses() -> None:
    """What is no SARIF does not pass: the schema looks."""
    log = sarif([_diagnostic()], [], {"executionSuccessful": True})
    log["runs"][0]["results"][0]["level"] = "bad"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, _SCHEMA)


@pytest.mark.parametrize("form", ["sarif", "github"])
def test_settings_that_cannot_be_used(form: str, tmp_path: Path) -> None:
    """What is wrong with book.toml is said in the same form; exit code 3."""
    made = _check(_blog(tmp_path, settings="[book]\ntitel = 'a'\n"), "--format", form)
    assert (3, True) == (made.exit_code, "config-key" in made.stdout)
    if form == "sarif":
        log = json.loads(made.stdout)
        jsonschema.validate(log, _SCHEMA)
        assert [False, 3] == [
            log["runs"][0]["invocations"][0][k] for k in ("executionSuccessful", "exitCode")
        ]
    else:
        assert made.stdout.startswith("::error file=book.toml,line=2,title=config-key::")
