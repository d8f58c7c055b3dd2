"""Words that age in a book are found where people read them."""

import time

import pytest

from publisher.book.aging import aging, report_aging
from publisher.book.prose import prose
from publisher.errors import Report
from tests.blogs import faults, post


def words(text):
    return [one.word for one in aging(text)]


AGING = (
    "오늘은|어제|그저께|작년에|올해|내년|지난달|이번 주|다음 주|최근|요즘|방금",
    "이 블로그에서|이 포스팅|본 포스트|지난 글에서|다음 포스팅에|아래 링크를|위 링크|여기를 클릭|클릭",
    "댓글|공감 버튼|구독|이웃 추가|서로이웃|좋아요|조회수|방명록|스크롤|새 창",
    "Today|last year|this blog|click here|Subscribe",
)


@pytest.mark.parametrize("text", "|".join(AGING).split("|"))
def test_words_that_age(text):
    """Times, places, links, and what readers of a blog do."""
    assert 1 == len(words(f"그래서 {text} 그랬다"))


@pytest.mark.parametrize(
    "text",
    "오늘날|그오늘|공감한다|공감을 얻다|이 책|아래 그림|다음 글자|grandtoday|어른|제목".split("|"),
)
def test_other_words(text):
    """Longer words, and ordinary ones."""
    assert [] == words(f"그래서 {text} 그랬다")


@pytest.mark.parametrize(
    "text",
    [
        "`오늘`", "``오늘 ` 댓글``", "```\n오늘\n```", "~~~ 오늘\n오늘\n~~~", "글\n\n    오늘\n\n    댓글\n",
        "\t오늘", "{% highlight js %}\n오늘\n{% endhighlight %}",
        "{% codeblock 오늘 %}\n오늘\n{% endcodeblock %}",
        "<pre>오늘</pre>", "<code>오늘</code>", "<!-- 오늘 -->", "<a title='오늘'>", "[글](/오늘/)",
        "https://a.kr/오늘", "```\n오늘", "<!-- 오늘", "{% raw %}오늘",
    ],
)  # fmt: skip
def test_never_in_code(text):
    """Nor in comments, attributes and addresses; also where an end is missing."""
    assert [] == words(text)
    assert len(text) == len(prose(text))
    assert text.count("\n") == prose(text).count("\n")


def test_each_is_named_with_its_line():
    """Below the front matter, and below code."""
    report = Report()
    report_aging(
        [post("글", markdown="가\n\n```\n오늘\n```\n오늘 댓글\n\n이 블로그\n", first_line=7)], report
    )
    assert [("word-ages", 12), ("word-ages", 12), ("word-ages", 14)] == faults(report)


def test_many_words_take_a_time_that_grows_with_the_post():
    """Each has its line, counted from the one before."""
    report = Report()
    start = time.process_time()
    report_aging([post("글", markdown="오늘 비가 왔다.\n" * 40_000)], report)
    assert (40_000, 40_004) == (len(report.diagnostics), report.diagnostics[-1].where.line)
    assert time.process_time() - start < 10
