"""No word of the book stands outside its page, whatever a post holds."""

from pathlib import Path

import pytest

from tests.books import SHARED, post, run, small_blog
from tests.pages import outside

_LONG = "끝이 나지 않을 듯이 길고 긴 제목이 면주에서도 차례에서도 그 자리를 넘지 않고 줄을 바꾸어 이어진다"
_FILLER = "바다는 오늘도 같은 자리에 있었고 나는 그 앞에서 오래 서 있었다.\n\n" * 40
_HEAD = "|".join(f"이름{n}" for n in range(14))
_ROW = "|".join(f"여러값{n}" for n in range(14))
_TABLE = f"|{_HEAD}|\n{'|---' * 14}|\n|{_ROW}|\n|{_ROW}|\n"
_REAL = ("hexo-hangack", "jekyll-gigong", "hugo-kkumtree", "jekyll-johngrib-sample")


def test_what_is_too_wide(tmp_path: Path) -> None:
    """Titles, tags, tables, addresses and code that are wider than a small page stay on it; the table is
    named, by a warm build too."""
    tags = f"tags: [{'꼬리표' * 30}, 둘]\ncategories:"
    text = f"{_TABLE}\n<https://a.kr/{'x' * 150}>\n\n    {'y' * 300}\n\n{_FILLER}"
    wide = post(_LONG, text, category=_LONG).replace("categories:", tags)
    blog = small_blog(tmp_path / "blog", {"a.md": wide, "b.md": post("짧은 글", "[앞 글](/2024/01/02/a/)")})
    (blog / "book.toml").write_text('[pdf]\ntrim = "A6"\nopening = "run-on"\n', "utf-8")
    env = {"PUBLISHER_CACHE": str(tmp_path / "cache")}
    cold, warm = (run("export", blog, "--format", "pdf", "--json", env=env) for _ in range(2))
    assert 0 == cold.code, cold.err
    (file,) = (blog / "book").iterdir()
    assert [] == outside(file)
    told = [(d["code"], d["path"]) for d in cold.json["diagnostics"]]
    assert [("table-stacked", "source/_posts/a.md")] == told
    assert cold.json["diagnostics"] == warm.json["diagnostics"]


@pytest.mark.wide
@pytest.mark.parametrize("trim", ["A5", "B6"])
@pytest.mark.parametrize("name", _REAL)
def test_real_blogs(name: str, trim: str, tmp_path: Path) -> None:
    """No word of a real blog's book stands outside its page."""
    if not (SHARED / "blogs" / name).is_dir():
        pytest.skip(f"the blog {name} is not on this machine")
    settings = tmp_path / "book.toml"
    settings.write_text(f'[pdf]\ntrim = "{trim}"\n', "utf-8")
    more = ("--config", settings, "-o", tmp_path / "out", "--format", "pdf", "-q")
    assert 0 == run("export", SHARED / "blogs" / name, *more).code
    (file,) = (tmp_path / "out").iterdir()
    assert [] == outside(file)
