"""Jekyll blogs, made in a folder: what each setting means for the posts."""

import json
import time
from pathlib import Path
from unicodedata import normalize

import pytest

from publisher.config.schema import MarkdownTable
from publisher.errors import Report
from publisher.markdown import grammar
from publisher.model import Blog, Post
from publisher.readers import read_blog
from publisher.readers.jekyll import reader, values
from publisher.render.bodies import write_bodies
from publisher.render.chapters import body
from tests.blogs import write

CONFIG = "title: 기록\ntimezone: Asia/Seoul\nbaseurl: /blog\nurl: https://e.org\n"


def blog(folder: Path, files: dict[str, str], config: str = CONFIG) -> tuple[Blog, Report]:
    for path, text in {"_config.yml": config, **files}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    report = Report()
    return read_blog(folder, MarkdownTable(), 2.0, report), report


def one(folder: Path, front: str = "", path: str = "_posts/2021-03-14-봄비.md", config: str = CONFIG) -> Post:
    found, _ = blog(folder, {path: f"---\ntitle: 봄비\n{front}---\n글\n"}, config)
    (post,) = found.posts
    return post


def test_a_post_of_jekyll(tmp_path: Path) -> None:
    """The date comes from the file's name without a word, in the blog's time zone."""
    found, report = blog(tmp_path, {"_posts/2021-03-14-봄비.md": "---\ntitle: 봄비\n---\n글\n"})
    (post,) = found.posts
    assert (
        found.site.engine,
        found.site.renderer,
        found.site.url,
    ) == ("jekyll", "kramdown (GFM)", "https://e.org/blog/")
    assert (
        post.name,
        post.date.isoformat(),
        post.dated,
    ) == ("2021-03-14-봄비", "2021-03-14T00:00:00+09:00", True)
    assert post.urls == ("2021/03/14/봄비", "_posts/2021-03-14-봄비.md", "post:2021-03-14-봄비")
    assert report.diagnostics == []


def test_front_matter_wins_over_the_name(tmp_path: Path) -> None:
    """Its date is the post's, also in the address."""
    assert one(tmp_path, "date: 2020-01-02 03:04:05 +0900\n").urls[0] == "2020/01/02/봄비"


@pytest.mark.parametrize(
    ("permalink", "address"),
    [
        ("date", "개발/c#/2021/03/14/봄비"),
        ("pretty", "개발/c#/2021/03/14/봄비"),
        ("ordinal", "개발/c#/2021/073/봄비"),
        ("weekdate", "개발/c#/2021/W10/Sun/봄비"),
        ("none", "개발/c#/봄비"),
        ("/:short_year/:i_month/:i_day/:title/", "21/3/14/봄비"),
        ("/p/:slugified_categories/:slug.html", "p/개발/c/봄비"),
    ],
)
def test_permalink_styles(tmp_path: Path, permalink: str, address: str) -> None:
    """Every style and variable of Jekyll's documentation."""
    post = one(tmp_path, "categories: [개발, 'C#']\n", config=f"{CONFIG}permalink: {permalink}\n")
    assert post.urls[0] == address


@pytest.mark.parametrize(
    ("front", "path", "sections"),
    [
        ("categories: 개발 파이썬\n", "_posts/2021-01-01-a.md", (("개발", "파이썬"),)),
        ("category: 개발 일기\n", "_posts/2021-01-01-a.md", (("개발 일기",),)),
        ("category: 나\ncategories: [가, 나]\n", "_posts/2021-01-01-a.md", (("가", "나"),)),
        ("category: 나\ncategories: 가 다\n", "_posts/2021-01-01-a.md", (("가", "다", "나"),)),
        ("categories: [나, 다]\n", "가/_posts/2021-01-01-a.md", (("가", "나", "다"),)),
        ("", "가/나/_posts/2021-01-01-a.md", (("가", "나"),)),
        ("", "_posts/가/2021-01-01-a.md", ()),
        ("categories:\n", "_posts/2021-01-01-a.md", ()),
    ],
)
def test_categories(tmp_path: Path, front: str, path: str, sections: tuple[tuple[str, ...], ...]) -> None:
    """Folders above _posts come first, words of `categories` are names, `category` is one name."""
    assert one(tmp_path, front, path).sections == sections


def test_tags_are_words_or_a_list(tmp_path: Path) -> None:
    """A string of tags is split at its spaces."""
    assert one(tmp_path, "tags: 봄 비\n").tags == ("봄", "비")


def test_defaults_stand_under_the_front_matter(tmp_path: Path) -> None:
    """The scope with the longer path weighs more."""
    config = (
        CONFIG + "defaults:\n- scope: {path: _posts/a}\n  values: {author: 나}\n"
        "- scope: {path: '', type: posts}\n  values: {author: 너, category: 글}\n"
    )
    post = one(tmp_path, "", "_posts/a/2021-01-01-x.md", config)
    assert (post.authors, post.sections) == (("나",), (("글",),))


def test_collections_and_drafts(tmp_path: Path) -> None:
    """Collections with pages are read, with their folders; drafts are drafts; the rest is not."""
    config = (
        CONFIG
        + "collections:\n  wiki: {output: true, permalink: '/:collection/:path/'}\n  자료: {output: false}\n"
    )
    page = "---\ntitle: 쪽\ndate: 2021-01-01\n---\n글\n"
    files = {
        "_wiki/vim/창.md": page,
        "_wiki/빈.md": "---\ntitle: 빈\ndate: 2021-01-01\n---\n",
        "_wiki/그림.md": "앞 글 없음",
        "_자료/x.md": page,
        "_drafts/생각.md": page,
        "_posts/2021-01-01-a.md": page,
        "_posts/이름.md": page,
        "_posts/_숨은.md": page,
        "vendor/bundle/gem/_posts/2021-01-01-b.md": page,
    }
    found, _ = blog(tmp_path, files, config)
    assert {"_drafts/생각", "2021-01-01-a", "이름", "_wiki/vim/창", "_wiki/빈"} == {
        post.name for post in found.posts
    }
    by_name = {post.name: post for post in found.posts}
    assert by_name["_wiki/vim/창"].sections == (("wiki", "vim"),)
    assert by_name["_wiki/vim/창"].urls[0] == "wiki/vim/창"
    assert by_name["_drafts/생각"].draft
    assert by_name["이름"].hidden_by == "no date in the file's name"
    assert by_name["_wiki/빈"].hidden_by == "no text of its own"


def test_tabs_of_chirpy_are_pages(tmp_path: Path) -> None:
    """What lies in _tabs is a page of the site, which a plan may name, and no post."""
    files = {
        "_tabs/about.md": "---\norder: 1\n---\n나\n",
        "_posts/2021-01-01-a.md": "---\ntitle: 글\n---\n글\n",
    }
    found, _ = blog(tmp_path, files, CONFIG + "collections:\n  tabs: {output: true, sort_by: order}\n")
    hidden = {post.name: post.hidden_by for post in found.posts}
    assert {"_tabs/about": "a page of the site, not a post", "2021-01-01-a": ""} == hidden


def test_kramdown_settings(tmp_path: Path) -> None:
    """hard_wrap and smart_quotes reach the grammar, in its own order of quotes."""
    config = "kramdown:\n  hard_wrap: true\n  smart_quotes: lsquo,rsquo,apos,quot\n"
    dialect = one(tmp_path, config=CONFIG + config).dialect
    assert (
        dialect.grammar,
        dialect.breaks,
        dialect.quotes,
        dialect.tags,
    ) == ("kramdown", True, "'\"‘’", "liquid")


@pytest.mark.parametrize(
    ("option", "text", "html"),
    [
        ("input: kramdown", "글\n- 하나", "<p>글\n- 하나</p>"),
        ("parse_block_html: true", "<div>\n*가*\n</div>", "<div><p><em>가</em></p>\n</div>"),
        ("header_offset: 1", "# 가", '<h2 id="가">가</h2>'),
        ("footnote_nr: 3", "가[^1]\n\n[^1]: 나", ">3</a></sup>"),
        ("smart_quotes: [apos, apos, quot, quot]", '"가" --', '<p>"가" –</p>'),
    ],
)
def test_kramdown_settings_decide_what_is_shown(tmp_path: Path, option: str, text: str, html: str) -> None:
    """See https://kramdown.gettalong.org/options.html"""
    dialect = one(tmp_path, config=f"{CONFIG}kramdown:\n  {option}\n").dialect
    assert html in grammar(dialect)(text)


@pytest.mark.parametrize(
    ("file", "text", "renderer"),
    [
        (
            "Gemfile.lock",
            "GEM\n  specs:\n    kramdown (2.3.1)\n      rexml\n",
            "kramdown 2.3.1 (GFM, Gemfile.lock)",
        ),
        ("Gemfile", 'source "x"\ngem "kramdown", "~> 2.4.0"\n', "kramdown 2.4.0 (GFM, Gemfile)"),
        ("Gemfile", 'gem "github-pages", group: :jekyll_plugins\n', "kramdown (GFM)"),
    ],
)
def test_the_version_that_is_pinned_is_named(tmp_path: Path, file: str, text: str, renderer: str) -> None:
    """By the lock file, else by the Gemfile; where neither does, there is none to name."""
    found, report = blog(tmp_path, {file: text, "_posts/2021-01-01-a.md": "---\ntitle: 가\n---\n글"})
    assert (renderer, []) == (found.site.renderer, report.diagnostics)


def test_an_old_kramdown_is_named(tmp_path: Path) -> None:
    """Its posts are read by the rules of the newer one, and that is said."""
    lock = "GEM\n  specs:\n    github-pages (104)\n      kramdown (= 1.11.1)\n    kramdown (1.11.1)\n"
    found, report = blog(
        tmp_path, {"Gemfile.lock": lock, "_posts/2021-01-01-a.md": "---\ntitle: 가\n---\n글"}
    )
    assert found.site.renderer == "kramdown 1.11.1 (GFM, Gemfile.lock)"
    assert [fault.code for fault in report.diagnostics] == ["renderer-other"]


def test_commonmark_site(tmp_path: Path) -> None:
    """`markdown: CommonMarkGhPages` is CommonMark, its own switches on."""
    found, _ = blog(tmp_path, {"_posts/2021-01-01-a.md": "글"}, "markdown: CommonMarkGhPages\nurl: ''\n")
    assert (found.posts[0].dialect.grammar, found.site.renderer) == ("commonmark", "CommonMarkGhPages")


@pytest.mark.parametrize(
    ("settings", "text", "html"),
    [
        ("", "|가|나|\n|-|-|", "<p>|가|나|\n|-|-|</p>"),
        (
            "extensions: [table]",
            "|가|\n|-|",
            "<table>\n<thead>\n<tr>\n<th>가</th>\n</tr>\n</thead>\n</table>",
        ),
        ("", "~~가~~ https://e.org", "<p>~~가~~ https://e.org</p>"),
        ("extensions: [autolink]", "https://e.org", '<p><a href="https://e.org">https://e.org</a></p>'),
        ("", "- [ ] 일", "<ul>\n<li>[ ] 일</li>\n</ul>"),
        ("", "가\n: 나", "<p>가\n: 나</p>"),
        ("", "<b>가</b>", "<p><!-- raw HTML omitted -->가<!-- raw HTML omitted --></p>"),
        ("", "<div>가</div>", "<!-- raw HTML omitted -->"),
        ("options: [UNSAFE, HARDBREAKS]", "<b>가</b>\n나", "<p><b>가</b><br />\n나</p>"),
    ],
)
def test_commonmark_has_what_the_site_turns_on(tmp_path: Path, settings: str, text: str, html: str) -> None:
    """As jekyll-commonmark 1.4 shows it: no extension and no raw HTML without being told."""
    config = f"markdown: CommonMark\ncommonmark: {{{settings}}}\nurl: ''\n"
    found, _ = blog(tmp_path, {"_posts/2021-01-01-a.md": "---\ntitle: 가\n---\n글"}, config)
    assert html == grammar(found.posts[0].dialect)(text).strip()


def test_a_post_carries_what_its_liquid_names(tmp_path: Path) -> None:
    """Includes with theirs, addresses, values and data; nothing else, and nothing from outside."""
    files = {
        "_posts/2021-01-01-a.md": "---\ntitle: 가\n---\n{% include x.html %}{% post_url 2021-01-02-b %}\n"
        "{{ site.data.사람.이름 }}{{ site.title }}{{ page.title }}{% include ../../etc/passwd %}",
        "_posts/2021-01-02-b.md": "---\ntitle: 나\n---\n{% raw %}",
        "_includes/x.html": "{% include y.html %}",
        "_includes/y.html": "와이",
        "_includes/z.html": "쓰이지 않음",
        "_data/사람.yml": "이름: 나",
    }
    found, _ = blog(tmp_path, files)
    extra = dict(found.posts[0].extra)
    assert (extra["include:y.html"], extra["url:2021-01-02-b"]) == ("와이", "/2021/01/02/b.html")
    assert '"이름": "나"' in extra["site"]
    assert '"기록"' in extra["site"]
    assert json.loads(extra["page"]) == {"title": "가"}
    assert not any("passwd" in key or "z.html" in key for key in extra)


@pytest.mark.parametrize(
    "tag", ["{%link", "{% link ", "{% post_url a", "{% include ", "{% include_relative "]
)
@pytest.mark.parametrize("pump", [" ", "\t", "a", "{%link ", "' ", "{{"])
@pytest.mark.parametrize("end", ["", " %}"])
def test_a_tag_made_to_slow_its_reader_down(tmp_path: Path, tag: str, pump: str, end: str) -> None:
    """Time grows with the length of the text, and no file's name is too long to be looked for."""
    text = f"{tag}{pump * (60_000 // len(pump))}{end}"
    start = time.process_time()
    found, _ = blog(tmp_path, {"_posts/2021-01-01-a.md": f"---\ntitle: 가\n---\n{text}"})
    assert time.process_time() - start < 2
    assert len(found.posts) == 1


def test_source_folder_and_hexo(tmp_path: Path) -> None:
    """`source:` moves the posts; a site with Hexo's keys is Hexo's."""
    files = {"src/_posts/2021-01-01-a.md": "---\ntitle: 가\n---\n글"}
    assert blog(tmp_path / "j", files, CONFIG + "source: src\n")[0].posts[0].name == "2021-01-01-a"
    found, _ = blog(tmp_path / "h", {"source/_posts/a.md": "---\ntitle: 가\n---\n글"}, "title: 가\n")
    assert found.site.engine == "hexo"


@pytest.mark.parametrize(
    ("path", "permalink", "address"),
    [
        ("_pages/소개.md", "date", "/about/"),
        ("글/나.md", "date", "/글/나.html"),
        ("글/나.md", "pretty", "/글/나/"),
        ("글/나.md", "/:title/", "/글/나/"),
        ("글/나.md", "/:categories/:title.html", "/글/나"),
        ("글/index.html", "pretty", "/글/"),
        ("글/자료.md", "pretty", "/글/자료.md"),
    ],
)
def test_link_knows_the_address_of_a_page(tmp_path: Path, path: str, permalink: str, address: str) -> None:
    """Its own permalink, else what the site's makes of it; what has no front matter is a file."""
    files = {
        "_pages/소개.md": "---\npermalink: /about/\n---\n글",
        "글/나.md": "---\ntitle: 나\n---\n글",
        "글/index.html": "---\ntitle: 나\n---\n글",
        "글/자료.md": "글",
        "_posts/2021-01-01-a.md": f"---\ntitle: 가\n---\n[글]({{% link {path} %}})",
    }
    found, _ = blog(tmp_path, files, f"{CONFIG}permalink: {permalink}\n")
    assert dict(found.posts[0].extra)[f"url:{path}"] == address


@pytest.mark.parametrize(
    ("front", "thumbnail"),
    [
        ("image: /a.png\n", "/a.png"),
        ("image:\n  path: /a.png\n  alt: 가\n", "/a.png"),
        ("header:\n  teaser: /t.png\n  overlay_image: /o.png\n", "/o.png"),
        ("header: 글\n", ""),
    ],
)
def test_the_picture_of_a_post(tmp_path: Path, front: str, thumbnail: str) -> None:
    """As a text, or in a table as Chirpy and minimal-mistakes have it."""
    assert one(tmp_path, front).thumbnail == thumbnail


def test_a_gallery_in_the_front_matter_comes_with_the_post(tmp_path: Path) -> None:
    """The include that shows it lies in the theme: its lists of pictures are all that is known of it."""
    front = "title: 가\ngallery:\n- image_path: /a.png\nother: [1]\n"
    found, _ = blog(tmp_path, {"_posts/2021-01-01-a.md": f"---\n{front}---\n{{% include gallery %}}"})
    assert json.loads(dict(found.posts[0].extra)["page"]) == {"gallery": [{"image_path": "/a.png"}]}


def test_values_of_the_page_and_of_its_neighbours(tmp_path: Path) -> None:
    """What front matter says stands as it is; `next` is the newer post; names come as the oldest posts do."""
    text = "{{ page.description }}{{ page.next.title }}{{ page.previous }}{{ site.categories }}"
    files = {
        "_posts/2021-01-01-a.md": f"---\ntitle: 가\ndescription: |\n  말\ncategories: [하]\n---\n{text}",
        "_posts/2021-01-02-b.md": "---\ntitle: 나\ncategories: [가, 하]\n---\n글",
    }
    found, _ = blog(tmp_path, files)
    extra = next(dict(post.extra) for post in found.posts if post.extra)
    page, site = json.loads(extra["page"]), json.loads(extra["site"])
    assert (page["description"], page["next"]["title"], page["previous"]) == ("말\n", "나", None)
    assert ["하", "가"] == list(site["categories"])
    assert ["나", "가"] == [post["title"] for post in site["categories"]["하"]]


def test_detect_needs_no_configuration(tmp_path: Path) -> None:
    """A _posts folder is enough; a folder of notes is not."""
    assert not reader.detect(tmp_path)
    (tmp_path / "_posts").mkdir()
    assert reader.detect(tmp_path)


def test_a_time_without_a_zone_is_utc_in_the_address(tmp_path: Path) -> None:
    """YAML reads it so, and Jekyll's address has the next day; the writer's own day is known, too."""
    post = one(tmp_path, "date: 2021-03-14 20:00:00\n")
    assert {"2021/03/14/봄비", "2021/03/15/봄비"} <= set(post.urls)
    post = one(tmp_path, "date: 2021-03-14 20:00:00 +0900\n")
    assert "2021/03/15/봄비" not in post.urls


@pytest.mark.parametrize(
    ("kramdown", "text", "html"),
    [
        ("math_engine: null", "$$a_i$$ 글", "<p><span>$a_i$</span> 글</p>"),
        ("gfm_quirks: [no_auto_typographic]", 'a -- b ... "c"', "<p>a -- b ... “c”</p>"),
        ("gfm_quirks: []", "글\n- 하나\n# 제목", "<p>글\n- 하나\n# 제목</p>"),
        ("gfm_quirks: []", "---\n# 가", "<hr />\n<p># 가</p>"),
        ("gfm_quirks: 'paragraph_end, x'", "글\n# 제목", '<p>글</p>\n<h1 id="제목">제목</h1>'),
        ("typographic_symbols: {hellip: '...', mdash: '&ndash;'}", "a --- b ... --", "<p>a – b ... –</p>"),
    ],
)
def test_kramdown_s_options_are_followed(kramdown: str, text: str, html: str, tmp_path: Path) -> None:
    """What `kramdown:` in _config.yml says of formulas and signs decides what the page holds."""
    (tmp_path / "_config.yml").write_text(f"title: 글\nkramdown:\n  {kramdown}\n", "utf-8")
    (tmp_path / "a.md").write_text(text, "utf-8")
    write_bodies(tmp_path, "jekyll", tmp_path / "out", Report())
    assert html == (tmp_path / "out/a.html").read_text("utf-8").strip()


@pytest.mark.parametrize(
    ("settings", "repository"),
    [
        ("repository: haneul/notes\nurl: https://e.org", "haneul/notes"),
        ("url: https://Haneul.github.io", "haneul/haneul.github.io"),
        ("url: https://haneul.github.io/\nbaseurl: /notes", "haneul/notes"),
        ("url: https://e.org\ngithub_username: haneul", ""),
        ("github: [x]\nrepository: [1, {2: 3}]", "1"),
    ],
)
def test_the_repository_of_a_site(tmp_path: Path, settings: str, repository: str) -> None:
    """As the settings name it, or as GitHub Pages has it; a user's name alone tells nothing."""
    found, _ = blog(tmp_path, {"_posts/2021-03-14-가.md": "---\ntitle: 가\n---\n"}, settings)
    assert repository == found.site.repository


@pytest.mark.parametrize("key", ["math", "use_math", "mathjax", "katex"])
def test_posts_that_ask_for_formulas(key: str, tmp_path: Path) -> None:
    """Themes load MathJax with $…$ for a post that says so."""
    assert one(tmp_path / "ask", f"{key}: true\n").dialect.kramdown.dollars
    assert not one(tmp_path / "not", f"{key}: false\n").dialect.kramdown.dollars


def test_a_list_of_posts_is_made_once_for_all_that_ask_for_it(tmp_path: Path) -> None:
    """An include of a series lists the site's posts on each page: its time grew with their square."""
    series = "{% for post in site.posts %}{{ post.title }} {{ post.이름 }}{% endfor %}"
    text = "---\ntitle: 글 DAY\n이름: 하나\n---\n{% include series.html %}\n"
    files = {f"_posts/2021-03-1{day}-글.md": text.replace("DAY", str(day)) for day in range(3)}
    other = "---\ntitle: 다른 글\n---\n{{ site.posts.first.title }}\n"
    found, _ = blog(tmp_path, {"_includes/series.html": series, "_posts/2021-03-20-글.md": other, **files})
    first, second, third, last = (dict(post.extra)["site"] for post in found.posts)
    assert first is second is third
    assert ["글 2", "글 1", "글 0"] == [one["title"] for one in json.loads(first)["posts"][1:]]
    assert ["다른 글", None, "하나"] == [
        json.loads(last)["posts"][0]["title"],
        json.loads(last)["posts"][1].get("이름"),
        json.loads(first)["posts"][1]["이름"],
    ]


def test_posts_beside_one(tmp_path: Path) -> None:
    """page.previous is the older post of its collection, page.next the newer one."""
    text = "---\ntitle: 글 DAY\n---\n{{ page.previous.title }} {{ page.next.title }}\n"
    files = {f"_posts/2021-03-1{day}-글.md": text.replace("DAY", str(day)) for day in range(3)}
    found, _ = blog(tmp_path, files)
    beside = [json.loads(dict(post.extra)["page"]) for post in found.posts]
    titles = [[one[name] and one[name]["title"] for name in ("previous", "next")] for one in beside]
    assert [[None, "글 1"], ["글 0", "글 2"], ["글 1", None]] == titles


def test_names_as_macos_writes_them(tmp_path: Path) -> None:
    """A folder whose name is NFD is passed over as the settings say, and is the category of that name."""
    text = "---\ntitle: 글\n---\n글\n"
    for folder in ("여행/_posts", "비밀/_posts", "_posts/남김"):
        place = tmp_path / normalize("NFD", folder)
        place.mkdir(parents=True)
        (place / normalize("NFD", "2021-03-14-봄비.md")).write_text(text, "utf-8")
    settings = f"{CONFIG}permalink: /:title/\nexclude: [비밀, _posts/남김/2021-03-14-봄비.md]\n"
    other = text.replace("글\n---", "글\ncategory: 여행\n---")
    found, _ = blog(tmp_path, {"_posts/2021-03-15-글.md": other}, settings)
    first, second = found.posts
    assert ((("여행",),), (("여행",),)) == (first.sections, second.sections)
    assert ("여행/_posts/2021-03-14-봄비", "봄비/") == (second.name, second.address)


def test_a_version_that_begins_like_a_number(tmp_path: Path) -> None:
    """What stands behind the digits tells nothing of the generation."""
    found, _ = blog(
        tmp_path,
        {"_posts/2021-03-14-가.md": "---\ntitle: 가\n---\n글\n", "Gemfile.lock": "GEM\n    jekyll (3a.1)\n"},
    )
    assert ["가"] == [post.title for post in found.posts]


def test_faults_of_includes_stand_in_their_files(tmp_path: Path) -> None:
    """A message names the file as it lies in the blog, wherever its settings put includes."""
    text = "---\ntitle: 글\n---\n{% include 가.html %}{% include_relative 끼움/나.md %}\n"
    files = {
        "docs/_config.yml": "title: 글\nincludes_dir: parts\n",
        "docs/parts/가.html": "\n{% 모름 %}\n",
        "docs/_posts/끼움/나.md": "\n\n{% 모름 %}\n",
        "docs/_posts/2021-03-14-글.md": text,
    }
    report = Report()
    found = read_blog(write(tmp_path, files), MarkdownTable(), 2.0, report)
    (post,) = (one for one in found.posts if one.title == "글")
    wheres = [str(fault.where) for fault in body(post)[1]]
    assert ["docs/parts/가.html:2", "docs/_posts/끼움/나.md:3"] == wheres


def test_lists_that_are_too_long_cost_no_other_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a site has more posts than a text may list, its title and the like stay."""
    monkeypatch.setattr(values, "_LARGEST_VALUES", 500)
    text = "---\ntitle: 글\n---\n{{ site.title }}{{ site.posts.size }}{{ site.tags }}\n"
    found, _ = blog(tmp_path, {f"_posts/2021-03-1{day}-글.md": text for day in range(9)})
    assert {"title": "기록"} == json.loads(dict(found.posts[0].extra)["site"])
