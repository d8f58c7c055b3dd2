"""How publisher reaches others: the workflow of a release, the container, the development container."""

import json
import re

import yaml

from tests.books import ROOT

RELEASE = (ROOT / ".github/workflows/release.yml").read_text("utf-8")
DOCKERFILE = (ROOT / "examples/docker/Dockerfile").read_text("utf-8")


def test_actions_of_a_release_are_pinned() -> None:
    """GitHub's own actions and PyPI's, each by the digest of a commit, with its version beside it."""
    used = re.findall(r"uses: (\S+)(.*)", RELEASE)
    assert len(used) == 6
    for name, comment in used:
        assert re.fullmatch(r"(actions|pypa)/[a-z-]+@[0-9a-f]{40}", name), name
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), name


def test_a_release_has_few_rights() -> None:
    """No job may write to the repository; who publishes runs nothing of ours."""
    flow = yaml.safe_load(RELEASE)
    assert {} == flow["permissions"]
    assert {"contents": "read", "id-token": "write", "attestations": "write"} == flow["jobs"]["build"][
        "permissions"
    ]
    assert {"id-token": "write"} == flow["jobs"]["publish"]["permissions"]
    assert not any("run" in step for step in flow["jobs"]["publish"]["steps"])
    assert "${{" not in "".join(step.get("run", "") for step in flow["jobs"]["build"]["steps"])


def test_the_container_has_what_make_book_installs() -> None:
    """Libraries and fonts are those of the Makefile; what it copies is there; it does not run as root."""
    needs = re.findall(
        r"\$\(call unless_(?:library|command|font),[^,]+,([^)]+)\)",
        (ROOT / "Makefile").read_text("utf-8").split("test_needs =")[0],
    )
    assert set(needs) == set(
        re.findall(r"(?<!\S)(?:lib|font)\S+", DOCKERFILE.split("-recommends")[1].split("&&")[0])
    )
    for line in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.M):
        assert all((ROOT / path).exists() for path in line.split())
    assert "USER 65534:65534" in DOCKERFILE


def test_the_development_container_makes_the_book() -> None:
    """It is JSON, and begins with what works."""
    assert (
        "make book" == json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())["postCreateCommand"]
    )
