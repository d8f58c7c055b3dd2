"""`publisher body` of a whole blog: addresses stand as on its pages, not as the book leaves them open."""

from pathlib import Path

from publisher.errors import Report
from publisher.render.bodies import write_bodies


def _hexo(folder: Path, **posts: str) -> Path:
    (folder / "source/_posts").mkdir(parents=True)
    (folder / "_config.yml").write_text(
        "title: 뜰\nurl: https://example.org/blog\nroot: /blog/\npermalink: :year/:title/\n"
    )
    for name, text in posts.items():
        front = f"---\ntitle: {name} & 글\ndate: 2021-05-05 12:00:00\n---\n"
        (folder / f"source/_posts/{name}.md").write_text(front + text, "utf-8")
    return folder


def _bodies(folder: Path) -> dict[str, str]:
    write_bodies(folder, None, folder / "out", Report())
    return {path.stem: path.read_text("utf-8") for path in (folder / "out").glob("*.html")}


def test_post_link_leads_to_the_other_post(tmp_path: Path) -> None:
    """{% post_link %} has the other post's address below the root, and its title where it has no words."""
    blog = _hexo(tmp_path, 가을="앞 {% post_link 겨울 %} 뒤 {% post_link 겨울 '다른 글' %}", 겨울="글")
    body = _bodies(blog)["가을"]
    assert '앞 <a href="/blog/2021/겨울/">겨울 &amp; 글</a> 뒤' in body
    assert '<a href="/blog/2021/겨울/">다른 글</a>' in body


def test_post_link_to_no_post_says_so(tmp_path: Path) -> None:
    """Hexo's own words stand where there is no such post."""
    body = _bodies(_hexo(tmp_path, 가을="{% post_link 없음 %}"))["가을"]
    assert '<a href="#">Post not found: 없음</a>' in body


def test_asset_img_lies_beside_the_page(tmp_path: Path) -> None:
    """{% asset_img %} names a file in the post's own folder; <img> that the author wrote stays as it is."""
    body = _bodies(_hexo(tmp_path, 가을='{% asset_img 하늘.png %}\n\n<img src="b.png">'))["가을"]
    assert 'src="/blog/2021/가을/하늘.png"' in body
    assert '<img src="b.png">' in body
