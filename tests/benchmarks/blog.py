"""A Korean Hexo blog of any size, the same every time, in the proportions of real ones."""

import random
from datetime import datetime, timedelta
from pathlib import Path

_WORDS = (
    "바다 파도 아침 저녁 골목 책방 커피 원두 자전거 언덕 등대 편지 친구 저자 독자 문장 단어 "
    "쪽수 여백 활자 인쇄 제본 표지 본문 차례 함수 변수 목록 사전 반복문 예외 파일 서버 배포 "
    "시험 커밋 가지 병합 충돌 기록 시간 날짜 시간대 데이터베이스 질의 색인 캐시 메모리 걷다 "
    "보면 생각이 정리된다 그래서 나는 오늘도 조금 쓴다 어제보다 나은 코드를 남기고 싶었다 하지만 "
    "쉽지 않았다 결국 다시 처음으로 돌아왔다 이유는 단순했다 그날의 날씨처럼 분명하지 않은 것이 "
    "많았다 천천히 하나씩 확인했다 API 응답 JSON Python 3.11 HTTP 요청"
).split()
_CATEGORIES = ("개발", "개발, 파이썬", "개발, 자바스크립트", "일상", "일상, 걷기", "책", "커피")
_CODE = '''def moving_average(values: list[float], width: int = 5) -> list[float]:
    """이동 평균을 구한다."""
    total, averages = 0.0, []
    for index, value in enumerate(values):
        total += value - (values[index - width] if index >= width else 0)  # 창문을 한 칸 민다
        averages.append(total / min(index + 1, width))
    return averages
'''


def write_blog(folder: Path, posts: int) -> None:
    """`posts` posts below `folder`/source/_posts, some 6,500 characters each."""
    source = folder / "source" / "_posts"
    source.mkdir(parents=True)
    (folder / "_config.yml").write_text(
        "title: 큰 블로그\nauthor: 홍길동\nlanguage: ko\nurl: https://example.org\n"
    )
    for number in range(posts):
        (source / f"post-{number:05}.md").write_text(_post(number))


def _post(number: int) -> str:
    draw = random.Random(number)
    date = datetime(2015, 1, 1) + timedelta(hours=37 * number)
    category = draw.choice(_CATEGORIES)
    head = f"---\ntitle: {_sentence(draw, 4)}\ndate: {date}\ncategories: [{category}]\n"
    head += f"tags: [{draw.choice(_WORDS)}]\n---\n"
    pieces = [_piece(draw, number) for _ in range(draw.randint(10, 40))]
    return head + "\n\n".join(pieces) + "\n"


def _piece(draw: random.Random, number: int) -> str:
    """A heading, some code, a table, a list, a quotation or, mostly, a paragraph."""
    kind = draw.random()
    if kind < 0.12:
        return f"## {_sentence(draw, 3)}"
    if kind < 0.24:
        return f"```python\n{_CODE * draw.randint(1, 3)}```"
    if kind < 0.28:
        rows = "\n".join(
            f"| {_sentence(draw, 2)} | {draw.randint(1, 999)} | {_sentence(draw, 1)} |" for _ in range(5)
        )
        return f"| 이름 | 수 | 뜻 |\n|---|--:|:-:|\n{rows}"
    if kind < 0.40:
        return "\n".join(f"- {_sentence(draw, 8)}" for _ in range(draw.randint(3, 7)))
    if kind < 0.44:
        return f"> {_sentence(draw, 20)}"
    paragraph = " ".join(_sentence(draw, draw.randint(6, 14)) + "." for _ in range(draw.randint(3, 7)))
    marks = (
        f"**{_sentence(draw, 2)}** ",
        f"`{draw.choice(_WORDS)}` ",
        f"[{_sentence(draw, 2)}](https://example.org/{number}) ",
    )
    return paragraph + " " + draw.choice(marks) + _sentence(draw, 5) + "."


def _sentence(draw: random.Random, words: int) -> str:
    return " ".join(draw.choice(_WORDS) for _ in range(words))
