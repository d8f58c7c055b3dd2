"""Words that are true of a blog on a post's day, and of a book no longer: "오늘", "이 블로그", "아래 링크".

They are listed, never changed: in a diary "오늘" is right, under a date. Pure.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publisher.book.prose import prose
from publisher.errors import Report, Where
from publisher.model import Post
from publisher.phrase import _

# Each begins with a letter of its own, by which the search skips all others: it is five times as fast so.
_TIME = (
    "오늘(?!날)|어제|그저께|엊그제|작년|올해|내년|재작년|지난 ?달|지난 ?주|이번 ?주|이번 ?달|다음 ?주"
    "|다음 ?달|최근|요즘|요새|방금|며칠 전|얼마 전|today|Today|yesterday|Yesterday"
    "|last (?:year|month|week)|Last (?:year|month|week)"
)
_PLACE = "|".join(
    f"{one} ?(?:블로그|포스팅|포스트|페이지|사이트|홈페이지)" for one in "이 제 본 저희 우리".split()
)
_PLACE += "|" + "|".join(f"{one} (?:글|포스팅|포스트)(?=[에은을의과서 ])" for one in "지난 이전 다음".split())
_PLACE += "|this (?:blog|post|website)|This (?:blog|post|website)"
_LINK = "|".join(
    f"{one} ?(?:의 )?(?:링크|주소|영상|동영상|첨부)" for one in "아래 위 이 다음 여기 첨부 관련".split()
)
_LINK += "|여기를? ?(?:클릭|눌러|누르)|클릭|click here|Click here"
_READER = (
    "댓글|덧글|답글|공감(?= ?(?:버튼|부탁|꾹|클릭|하트|과|,|·|을 ?(?:눌|꾹|부탁)))|구독|서로 ?이웃|이웃 ?추가"
    "|좋아요|조회수|방명록|스크롤|새 ?창|subscribe|Subscribe"
)
_WORDS = re.compile("|".join((_TIME, _PLACE, _LINK, _READER)))
_KINDS = {
    re.compile(_TIME): _("say when, or let the chapter show its date: `date` of [opening]"),
    re.compile(_PLACE): _("say what is meant: the book, a chapter, a title"),
    re.compile(_LINK): _("say what is there: there is nothing to press on paper"),
    re.compile(_READER): _("a book has none"),
}


@dataclass(frozen=True, slots=True)
class Aging:
    """A word that ages, and where it stands."""

    word: str
    start: int  # of the post's text


def aging(markdown: str) -> Iterator[Aging]:
    """Yield such words of a post, in their order; none of code, of addresses, of comments."""
    if _WORDS.search(markdown):
        text = prose(markdown)
        for found in _WORDS.finditer(text):
            if not _is_inside(text, found.start()):
                yield Aging(found[0], found.start())


def _is_inside(text: str, start: int) -> bool:
    """Whether it is the end of a longer word: "그오늘"."""
    before = text[start - 1 : start]
    return "가" <= before <= "힣" or (before.isalpha() and text[start].isascii())


def report_aging(posts: Iterable[Post], report: Report) -> None:
    """Name each of them, with its line."""
    for post in posts:
        line, at = post.first_line, 0
        for one in aging(post.markdown):
            line, at = line + post.markdown.count("\n", at, one.start), one.start
            hint = next(hint for kind, hint in _KINDS.items() if kind.match(post.markdown, one.start))
            report.note("word-ages", _("{word}: it ages", word=one.word), Where(post.path, line), hint)
