"""What is said, in Korean and in English."""

import gettext
import os
import re
import string
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.book.outline import kept_from_readers
from publisher.cli.speech import spoken
from publisher.config.schema import ContentTable
from publisher.errors import Diagnostic, Severity, Where
from publisher.phrase import Phrase
from publisher.privacy.personal import personal
from publisher.shortcodes.obsidian.notes import _unread
from publisher.storage.records import decoded, encoded
from tests import catalogue
from tests.blogs import POST
from tests.books import command, post, run, small_blog

_KOREAN = {"PUBLISHER_LANG": "ko"}
_PARTICLE = re.compile(r"[^%]\}(은|는|이|가|을|를|과|와|으로|로|이라|라|이라는|라는|아|야)(?![가-힣])")
# Command, its exit code, and what it says in Korean: first words and hints.
_SAID = {
    "no such folder": (
        ("export", "nowhere"), 4,
        "오류: {here}/nowhere가 없습니다\n  해결: 블로그의 _config.yml이",
    ),
    "no post": (
        ("export", "empty"), 4,
        "오류: {here}/empty는 블로그가 아닙니다. 글이 한 편도 없습니다\n  해결: Hexo에는",
    ),
    "no such command": (("exprot",), 2, "오류: 없는 명령: 'exprot'. 혹시 이것인가요: 'export'"),
    "no such option": (("export", "--treme", "a"), 2, "없는 선택 사항: '--treme'. 혹시 이것인가요"),
    "no such format": (("export", "--format", "mobi"), 2, "'mobi': 쓸 수 있는 값은 'epub', 'pdf'."),
    "no such theme": (
        ("export", "blog", "--theme", "bse"), 3,
        "오류: bse라는 테마가 없습니다\n  해결: 혹시 base를 뜻하셨나요?",
    ),
    "no such trim": (("export", "blog", "--trim", "A55"), 3, "오류: pdf.trim: 'A55'는 쓸 수 없습니다"),
    "no post in the choice": (
        ("plan", "blog", "--tag", "없는"), 4,
        "글 1편 가운데 책에 들어갈 글이 없습니다: 다른 태그 1편",
    ),
    "all is well": (("check", "blog"), 0, "글 1편을 살펴보았습니다; 고칠 것 없음"),
}  # fmt: skip


def test_every_sentence_is_in_the_catalogue() -> None:
    """Each sentence of the code has its Korean twin, and no other is there: see `make catalogue`."""
    assert catalogue.as_po(catalogue.catalogue()).decode() == catalogue.PO.read_text("utf-8")
    assert [] == [message.id for message in catalogue.stored() if message.id and not _strings(message.string)]
    assert catalogue.MO.read_bytes() == catalogue.as_mo(catalogue.stored())


def test_fields_are_the_same() -> None:
    """A translation has the fields of its sentence; none has a particle but by its last sound."""
    wrong, ours = [], {sentence for sentence, file in catalogue.sentences() if isinstance(sentence, str)}
    for message in catalogue.stored():
        for said in _strings(message.string) if message.id else []:
            own = {name for sentence in _strings(message.id) for name in _fields(sentence)}
            if (
                not _fields(said) <= own
                or (message.id in ours and own != _fields(said))
                or _PARTICLE.search(said)
            ):
                wrong.append(said)
    assert [] == wrong


def _strings(string: str | tuple[str, ...]) -> list[str]:
    return [one for one in (string if isinstance(string, tuple) else (string,)) if one]


def _fields(template: str) -> set[str]:
    try:
        return {name.partition("!")[0] for _, name, _, _ in string.Formatter().parse(template) if name}
    except ValueError:  # braces that are shown: a sentence without fields
        return set()


@pytest.mark.parametrize("case", list(_SAID))
def test_korean(case: str, home: Path) -> None:
    """It is said in Korean what is wrong, and what to do, with the same exit code."""
    words, code, said = _SAID[case]
    (home / "empty").mkdir()
    small_blog(home / "blog", {"a.md": post("가", "글")})
    made = run(*words, env=_KOREAN)
    assert (code, run(*words).code) == (made.code, code)
    assert said.format(here=home) in made.out + made.err


def test_which_language(home: Path) -> None:
    """--lang comes before PUBLISHER_LANG, that before the system's; what is no language is refused."""
    system = {"PUBLISHER_LANG": "", "LANG": "ko_KR.UTF-8", "LC_ALL": "", "LANGUAGE": ""}
    assert "사용법:" in run("plan", "-h", env=system).out
    assert "Usage:" in run("plan", "-h", env=system | {"PUBLISHER_LANG": "en"}).out
    assert "사용법:" in run("plan", "--lang", "ko", "-h").out
    assert "사용법:" in run("--lang=ko", "-h").out
    assert 2 == run("plan", "--lang", "fr").code


def test_an_encoding_without_hangul(home: Path) -> None:
    """What a terminal's encoding cannot say is shown as its number, and nothing dies of it."""
    small_blog(home / "blog", {"a.md": post("가 — 힣 \N{GRINNING FACE}", "글")})
    for encoding, shown in (("cp949", "\\U0001f600"), ("latin-1", "\\uac00")):
        made = subprocess.run(
            command("plan", "blog"),
            capture_output=True,
            check=True,
            env=os.environ | _KOREAN | {"PYTHONIOENCODING": encoding},
        )
        assert shown in made.stdout.decode(encoding)


@given(st.text(), st.integers(), st.text())
def test_a_phrase_is_kept(name: str, number: int, hint: str) -> None:
    """A phrase has its template and values after it was kept, with whatever stands in a value."""
    said = Phrase("{name} has {number:,} pages", name=Phrase("of {name}", name=name), number=number)
    fault = Diagnostic(Severity.NOTE, "a-code", said, Where("a.md", 1), Phrase(hint))
    assert said == Phrase(said, **said.values)  # a phrase as template: one of several that were told apart
    again = decoded(encoded(fault), Diagnostic)
    if again is None:  # half a letter, a number over 64 bits: no record holds them
        assert encoded(fault) is None
        return
    assert (said, said.template, hint) == (again.message, again.message.template, again.hint)
    assert f"of {name}" == again.message.values["name"]


def test_what_the_cache_says(home: Path) -> None:
    """What was found by a build in English is said in Korean by the next one, from the cache."""
    small_blog(home / "blog", {"a.md": post("가", "![](no.png)")})
    english, korean = (run("check", "blog", env={"PUBLISHER_LANG": language}) for language in ("en", "ko"))
    assert "warning[image-missing]: no picture no.png" in english.err
    assert "경고[image-missing]: 그림 no.png가 없습니다" in korean.err


def test_the_parts_of_a_sentence_are_korean_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is put into a sentence is said in its language: what speaks for a finding."""
    monkeypatch.setenv("LANGUAGE", "ko")
    gettext.bindtextdomain("messages", catalogue.PO.parents[2])
    (number,) = personal("국민 123456-78-901234")
    assert "계좌번호: 1234-****** (국민 가까이)" == spoken(
        Phrase(
            "{kind}: {shown} ({about})",
            kind=Phrase("an account number"),
            shown=number.shown,
            about=number.about,
        )
    )


def _hidden(by: str) -> Phrase:
    return kept_from_readers(replace(POST, hidden_by=by), ContentTable())[1][1]


@pytest.mark.parametrize(
    ("said", "korean"),
    [
        (_hidden("no text of its own"), "숨김(자기 글이 없음)"),
        (_hidden("layout: search"), "숨김(layout: search)"),
        (_unread("nowhere", ""), "그런 곳이 없습니다"),
        (_unread("private", "publish: false"), "독자에게 감춘 글입니다(publish: false)"),
        (_unread("hidden", "a template"), "템플릿"),
        (_unread("many", "2 3000 4000"), "글 하나는 3,000자까지의 글 2개, 모두 4,000자까지 넣습니다"),
        (_unread("full", "5000"), "보관함의 노트는 다른 노트를 모두 5,000자까지 넣습니다"),
    ],
)
def test_reasons_are_korean_too(said: Phrase, korean: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Why a post is left out, or a note is not embedded, as its reader has noted it."""
    monkeypatch.setenv("LANGUAGE", "ko")
    gettext.bindtextdomain("messages", catalogue.PO.parents[2])
    assert korean == spoken(said)
