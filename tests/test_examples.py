"""What bloggers copy from examples/ works: the Makefile fragment and the steps of the action are run."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from publisher import build
from publisher.book.plan.file import read_plan
from publisher.cli.main import main
from publisher.config.load import Config, load
from publisher.config.plan import LineTable, PlanPartTable
from publisher.errors import Report
from tests.books import ROOT, SAMPLE, post, small_blog

ACTION = ROOT / "examples/action"
FRAGMENT = ROOT / "examples/publisher.mk"
YAML = (ACTION / "action.yml", ACTION / "workflow.yml")


def _load(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def _steps() -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = _load(ACTION / "action.yml")["runs"]["steps"]
    return steps


def _commands() -> Iterator[tuple[str, list[str]]]:
    """Each command of publisher's in the examples, and its words."""
    texts = [re.sub(r"^ *#.*", "", step["run"], flags=re.M) for step in _steps() if "run" in step]
    for text in (*texts, re.sub(r"^#.*", "", FRAGMENT.read_text("utf-8"), flags=re.M)):
        for name, rest in re.findall(r"(?:^|[\s;])(?:publisher|\$\(PUBLISHER\)) ([a-z]+)\b(.*)$", text, re.M):
            yield name, re.findall(r"(?<!\S)(-{1,2}[a-z][a-z-]*)", rest)


@pytest.fixture
def tools(tmp_path: Path) -> dict[str, str]:
    """An environment in which `publisher` is this one."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "publisher").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m publisher "$@"\n')
    (folder / "publisher").chmod(0o755)
    path = os.pathsep.join((str(folder), os.environ["PATH"]))
    return os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "GITHUB_ACTIONS": "true"}


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    return small_blog(tmp_path / "my blog", {"a.md": post("가"), "b.md": post("나")})


def test_every_command_and_option_exists() -> None:
    """Walked through click: no example asks for what the program does not have."""
    assert isinstance(main, click.Group)
    seen = set()
    for name, words in _commands():
        command = main.commands[name]
        known = {word for option in command.params for word in option.opts}
        assert set(words) <= known, f"{name} {words}"
        seen.add(name)
    assert {"export", "check", "plan", "shelf", "package", "send"} == seen


@pytest.mark.parametrize("path", YAML, ids=lambda path: path.name)
def test_actions_are_pinned(path: Path) -> None:
    """Only GitHub's own actions, each by the digest of a commit, with its version beside it."""
    used = re.findall(r"uses: (\S+)(.*)", path.read_text("utf-8"))
    assert used
    for name, comment in used:
        if name.startswith("./"):
            continue
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name), name
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), name


def test_no_expression_in_a_shell() -> None:
    """What a workflow says reaches shells by the environment: a title with quotes is no command."""
    for step in _steps():
        assert "${{" not in step.get("run", "")
        assert step.get("shell", "bash") == "bash"


def test_inputs_and_outputs_are_said() -> None:
    """Each input is used and explained, each expression names one that is there."""
    action, text = _load(ACTION / "action.yml"), (ACTION / "action.yml").read_text("utf-8")
    assert set(re.findall(r"inputs\.([a-z]+)", text)) == set(action["inputs"])
    assert all(
        item["description"].endswith(".") or "(" in item["description"] for item in action["inputs"].values()
    )
    ids = {step["id"] for step in _steps() if "id" in step}
    assert set(re.findall(r"steps\.([a-z]+)\.", text)) <= ids
    given = [step.get("with", {}) for step in _load(ACTION / "workflow.yml")["jobs"]["book"]["steps"]]
    assert set(given[-1]) <= set(action["inputs"])


def test_the_workflow_has_few_rights() -> None:
    """Reading is all that the build may do; only the deployment writes pages."""
    flow = _load(ACTION / "workflow.yml")
    assert {"contents": "read"} == flow["permissions"]
    assert "permissions" not in flow["jobs"]["book"]
    assert {"pages": "write", "id-token": "write"} == flow["jobs"]["deploy"]["permissions"]


def test_problems_are_found_in_messages() -> None:
    """GitHub's matcher reads our messages: file, line, severity, code, words."""
    (matcher,) = json.loads((ACTION / "problems.json").read_text())["problemMatcher"]
    (pattern,) = matcher["pattern"]
    found = re.match(pattern["regexp"], "source/_posts/가을.md:7: warning[image-missing]: no picture sea.jpg")
    assert found is not None
    fields = [found[pattern[key]] for key in ("file", "line", "severity", "code", "message")]
    assert ["source/_posts/가을.md", "7", "warning", "image-missing", "no picture sea.jpg"] == fields


@pytest.mark.wide
def test_steps_of_the_action_run(blog: Path, tmp_path: Path, tools: dict[str, str]) -> None:
    """Check, build and shelf as a runner would run them: books, a page, feeds, outputs and a summary."""
    if not shutil.which("bash"):
        pytest.skip("no bash")
    files = {name: tmp_path / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
    inputs = {name: str(item["default"]) for name, item in _load(ACTION / "action.yml")["inputs"].items()}
    inputs |= {"blog": str(blog), "site": str(tmp_path / "_site"), "url": "https://example.org/books/"}
    outputs: dict[str, str] = {}
    for name in ("check", "build", "shelf"):
        (step,) = (step for step in _steps() if step.get("id") == name)
        filled = {key: _filled(value, inputs, outputs) for key, value in step.get("env", {}).items()}
        env = (
            tools | filled | {key: str(path) for key, path in files.items()} | {"RUNNER_TEMP": str(tmp_path)}
        )
        files["GITHUB_OUTPUT"].write_text("")
        order = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(order, env=env, capture_output=True, check=False, cwd=tmp_path)
        assert 0 == done.returncode, done.stderr.decode()
        said = files["GITHUB_OUTPUT"].read_text().splitlines()
        outputs |= {f"steps.{name}.outputs.{line.partition('=')[0]}": line.partition("=")[2] for line in said}
    assert {"steps.build.outputs.books", "steps.shelf.outputs.site"} == set(outputs)
    assert (tmp_path / "_site/index.html").is_file()
    assert sorted((tmp_path / "_site").rglob("*.epub"))
    assert re.search(
        r"\| 작은-블로그\.epub \| [\d.]+[KM]B \|", files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
    )


def _filled(text: str, inputs: dict[str, str], outputs: dict[str, str]) -> str:
    """An expression's value, as a runner would put it in."""
    found = re.fullmatch(r"\$\{\{ (.*) \}\}", text)
    assert found is not None, text
    return inputs[found[1].removeprefix("inputs.")] if found[1].startswith("inputs.") else outputs[found[1]]


def _make(*args: str, env: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    if not shutil.which("make"):
        pytest.skip("no make")
    return subprocess.run(
        ["make", "--no-print-directory", *args], env=env, cwd=cwd, capture_output=True, text=True, check=False
    )


def test_makefile_fragment(blog: Path, tools: dict[str, str]) -> None:
    """Included by a blog's Makefile, every target does what it says, in a folder with a space in its name."""
    (blog / "Makefile").write_text(f"deploy:\n\t@echo deployed\n\ninclude {FRAGMENT}\n")
    tools |= {"PUBLISHER_SMTP_HOST": "localhost", "PUBLISHER_SMTP_SENDER": "haru@example.org"}
    assert "deployed\n" == _make(env=tools, cwd=blog).stdout
    targets = ("book-plan", "book-check", "book-shelf", "book-package", "book-send")
    settings = ("STORE=upaper", "TO=haru@kindle.com", "SEND_FLAGS=--dry-run")
    done = _make(*targets, *settings, env=tools, cwd=blog)
    assert 0 == done.returncode, done.stderr
    for made in (
        "book/작은-블로그.epub",
        "book/작은-블로그.pdf",
        "public/books/index.html",
        "upload/upaper/book.epub",
    ):
        assert (blog / made).is_file(), made
    assert "Subject: 작은-블로그" in done.stdout and "nothing was sent" in done.stderr
    assert 0 == _make("book-clean", *settings, env=tools, cwd=blog).returncode
    assert not (blog / "book").exists() and not (blog / "upload/upaper").exists()


@pytest.mark.wide
def test_makefile_fragment_on_the_sample(tmp_path: Path, tools: dict[str, str]) -> None:
    """`make -f publisher.mk book` makes the sample book."""
    blog = shutil.copytree(SAMPLE, tmp_path / "blog")
    done = _make(
        "-f", str(FRAGMENT), "book", f"BLOG={blog}", f"BOOKS={tmp_path}/out", env=tools, cwd=tmp_path
    )
    assert 0 == done.returncode, done.stderr
    assert ["모래-묻은-키보드.epub", "모래-묻은-키보드.pdf"] == sorted(
        p.name for p in (tmp_path / "out").iterdir()
    )


def test_makefile_fragment_says_what_it_can(tmp_path: Path, tools: dict[str, str]) -> None:
    """`make book-help` lists every target; a mail without an address is refused."""
    done = _make("-f", str(FRAGMENT), "book-help", env=tools, cwd=tmp_path)
    for target in re.findall(r"^(book[a-z-]*):", FRAGMENT.read_text("utf-8"), re.M):
        assert f"make {target} " in done.stdout
    blog = small_blog(tmp_path / "blog")
    refused = _make("-f", str(FRAGMENT), "book-send", f"BLOG={blog}", env=tools, cwd=tmp_path)
    assert 0 != refused.returncode and "TO=name@kindle.com" in refused.stderr


def test_a_plan_with_edits_of_every_kind() -> None:
    """The example's second book: parts and chapters with words of their own, files that are no posts, all in
    the order of its plan."""
    plan, report = "shore.plan.toml", Report()
    book = load(SAMPLE / "shore.toml", "shore.toml", {})
    settings = Config(SAMPLE, SAMPLE / "book", (), book, jobs=1, cache=False, epoch=None, plan=plan)
    _blog, (outline,) = build.plan(settings, report)
    text = (SAMPLE / plan).read_text("utf-8")
    keys = {*LineTable.model_fields, *PlanPartTable.model_fields}
    assert [] == [key for key in keys if f"{key} = " not in text]
    assert [] == report.diagnostics
    assert read_plan(text, plan, report).names == [entry.post.path for entry in outline.entries]
