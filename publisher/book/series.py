"""Posts that are numbered in their titles stand by their numbers, where dates say otherwise. Pure.

A series is some posts of one part that are called alike but for a number: "파도계 만들기 (2)", "… 2편: 납땜",
"… 下", "Part 2". What stands behind the number is each post's own. Posts that name one `series` are one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from publisher.errors import Report, Where
from publisher.model import Placed, Section
from publisher.phrase import _

_HANJA = {sign: value for value, sign in enumerate("一二三四五六七八九十", 1)}
_WORDS = {word: at for at, word in enumerate("첫 두 세 네 다섯 여섯 일곱 여덟 아홉 열".split(), 1)}
_WORDS |= {"둘": 2, "셋": 3, "넷": 4}
_SPELLED = f"[{''.join(_HANJA)}]{{1,3}}|{'|'.join(_WORDS)}"
_ROMAN = {sign: at for at, sign in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), 1)}
_OF_THREE = {"상": 1, "上": 1, "중": 2, "中": 2, "하": 3, "下": 3}
_LAST = 10_000  # 완결: behind all that have a number
_OPEN, _CLOSE = r"(?:^|(?<=[\s(\[（【<〈-]))", r"(?=[\s)\]）】>〉:,.-]|$)"
_DIGITS = r"\d{1,3}"
_COUNTERS = "편|부|화|회차|회|탄|장|강|권|차시|일차|주차|막|호|단계|차|번째|째|篇|部|回|話|章|卷"
_ENGLISH = "part|pt|chapter|chap|ch|vol|volume|episode|ep|no|day|week|lesson|step|파트|챕터|시즌|데이"
_MARKED = re.compile(
    rf"(?:[제第] ?)?(?P<counted>{_DIGITS}|{_SPELLED}) ?(?:{_COUNTERS})(?![가-힣])"
    rf"|(?<![a-z])(?:{_ENGLISH})[ .#-]{{0,3}}(?P<english>{_DIGITS}|[ivx]{{1,4}})(?![a-z\d])"
    rf"|[#№](?P<sign>{_DIGITS})(?!\w)"
    rf"|[(\[（【<〈](?P<bracket>\d{{1,2}}|[{''.join(_HANJA)}]{{1,3}})(?:/\d{{1,2}})?[)\]）】>〉]"
    rf"|(?<=\s)(?P<inside>\d{{1,2}})[)\]】>〉]"
    rf"|(?<=\s)(?P<of>\d{{1,2}})/\d{{1,2}}$"
    rf"|(?P<round>[①-⑳Ⅰ-Ⅻⅰ-ⅻ])"
    rf"|{_OPEN}(?P<three>[{''.join(_OF_THREE)}])(?:편|권)?{_CLOSE}"
    rf"|{_OPEN}(?P<last>완결|完|완|마지막(?: ?편| ?회)?|최종(?:편|회)?){_CLOSE}",
    re.I,
)
_BARE = re.compile(rf"^(?P<first>{_DIGITS})(?:[.)_-]|\s-)\s*|[\s_-](?P<behind>{_DIGITS}|[IVX]{{1,4}})$")


@dataclass(frozen=True, slots=True)
class Number:
    """What a title says of a post's place in a series."""

    stem: str  # what posts of the series have in common
    steps: tuple[int, ...]  # (2,); of "2부 3편", (2, 3)
    is_marked: bool  # False: "Vim 사용법 3", which may be a version too
    is_counted: bool  # False: 上, 下, 완결, of which none need be between


def number_of(title: str) -> Number | None:
    """Return the number in a title; None where it has none."""
    if found := [*_MARKED.finditer(title)]:
        steps = tuple(_value(one[one.lastgroup or 0]) for one in found)
        counted = not {"three", "last"} & {one.lastgroup for one in found}
        return Number(_stem(title[: found[0].start()]), steps, is_marked=True, is_counted=counted)
    bare = _BARE.search(title)
    if not bare:
        return None
    return Number(_stem(title[: bare.start()]), (_value(bare[bare.lastgroup or 0]),), False, is_counted=True)


def _value(said: str) -> int:
    """ "3", "三", "二十三", "셋", "III", "③", "하" -> 3, 3, 23, 3, 3, 3, 3."""
    plain = unicodedata.normalize("NFKC", said)
    if plain.isdecimal():
        return int(plain)
    if said[0] in _HANJA:
        tens, ten, ones = said.rpartition("十")
        return (10 * _digits(tens or "一") if ten else 0) + (_digits(ones) if ones else 0)
    return {**_WORDS, **_OF_THREE, **_ROMAN}.get(plain.upper(), _LAST)


def _digits(hanja: str) -> int:
    return int("".join(str(_HANJA[sign]) for sign in hanja))


def _stem(text: str) -> str:
    """Its letters alone: "파도계 만들기 - " and "파도계 만들기:" are one."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def in_series(placed: Sequence[Placed]) -> list[Placed]:
    """Return posts with those of each series by their numbers, in the places that they had together."""
    made = [*placed]
    for group in _groups(placed):
        places = sorted(at for at, _number in group)
        for place, (at, _number) in zip(places, sorted(group, key=lambda one: one[1].steps), strict=True):
            made[place] = placed[at]
    return made


_Group = list[tuple[int, Number]]  # places of posts, and their numbers


def _groups(placed: Sequence[Placed]) -> Iterator[_Group]:
    """Posts of one part that are called alike, each with a number of its own."""
    alike: dict[tuple[Section, str], _Group] = {}
    for at, (section, post) in enumerate(placed):
        if number := number_of(post.title):
            name = f"series {post.series}" if post.series else number.stem
            alike.setdefault((section, name), []).append((at, number))
    for (_section, name), group in alike.items():
        if not name and group[-1][0] - group[0][0] >= len(group):
            continue  # "2장" and "10장" alone are a series where they stand together
        numbers = [number for _at, number in group]
        begins = min(number.steps for number in numbers) <= (1,)
        are_sure = all(number.is_marked for number in numbers) or begins
        if len({number.steps for number in numbers}) == len(group) > 1 and are_sure:
            yield group


def check_series(placed: Sequence[Placed], report: Report) -> None:
    """Name the numbers that a series leaves out, at the post behind them."""
    for group in _groups(placed):
        by_number = sorted((number.steps[0], at) for at, number in group if number.is_counted)
        if not by_number or any(len(number.steps) > 1 for _at, number in group):
            continue
        missing = [*_missing([number for number, _at in by_number])]
        if missing and len(missing) <= len(group):
            behind = next(at for number, at in by_number if number > missing[0])
            post = placed[behind][1]
            what = _("{title}: numbers before it are not in the book: {numbers}",
                     title=post.title, numbers=", ".join(map(str, missing)))  # fmt: skip
            hint = _("write them, take them in, or number the others anew")
            report.note("series-gap", what, Where(post.path, 1), hint)


def _missing(numbers: Iterable[int]) -> Iterator[int]:
    there = {*numbers}
    first = min(1, *there)
    yield from (number for number in range(first, max(there)) if number not in there)
