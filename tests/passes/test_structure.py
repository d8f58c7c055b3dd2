"""passes/structure.py: rules that cases/html.md cannot show, since a parser repairs them first."""

from pathlib import Path

import pytest

from publisher.assets.xhtml import inner
from publisher.passes import structure
from tests.chapters import Blog


@pytest.mark.parametrize(
    ("expected", "xhtml"),
    [
        ("<p><a><span>나</span></a></p>", "<a><span><a>나</a></span></a>"),
        ("<p><span>가</span></p>", "<p><div>가</div></p>"),
        ("<p>가</p>", "<p><tr><td>가</td></tr></p>"),
        ("<pre><span>가</span><span>\n나</span>\n다</pre>", "<pre><div>가</div><div>나</div>다</pre>"),
        ("<pre><span>가\n</span><span>나</span>\n<span>다</span></pre>",
         "<pre><p>가\n</p><p>나</p>\n<p>다</p></pre>"),
        ("<h2><span>가</span><span><b>\n나</b></span></h2>", "<h2><div>가</div><div><b>나</b></div></h2>"),
        ("<h2>가\n나\n다</h2>", "<h2>가<tr><td>나</td><td>다</td></tr></h2>"),
        ("<div><div>가</div></div>", "<em><div>가</div></em>"),
        ("<div>가</div>", "<main>가</main>"),
        ("<dl><div><dt>말</dt><dd>뜻</dd></div></dl>", "<dl><div><dt>말</dt><dd>뜻</dd></div></dl>"),
        ("<div><div>뜻</div></div>", "<div><dd>뜻</dd></div>"),
        ("<ul><li><ul><li>가</li></ul></li></ul>", "<ul><ul><li>가</li></ul></ul>"),
        ("<del><p>가</p></del>", "<del><p>가</p></del>"),
        ("<div><header>가<div>나</div></header></div>", "<div><header>가<footer>나</footer></header></div>"),
        ("<div><h2>가</h2></div>", "<address><h2>가</h2></address>"),
        ("<p><dfn>가<span>나</span></dfn></p>", "<dfn>가<dfn>나</dfn></dfn>"),
        ("<p><span>가</span><span>나</span></p>", "<bdo>가</bdo><data>나</data>"),
        ("<p><span><b>어제</b></span><time>오늘</time></p>", "<time><b>어제</b></time><time>오늘</time>"),
        ("<p><span>漢</span><span>한</span></p>", "<ruby>漢</ruby><rt>한</rt>"),
        ("<p><ruby>漢<rp>(</rp><rt/><rp>)</rp></ruby></p>", "<ruby>漢<rp>(</rp><rt/><rp>)</rp></ruby>"),
        ("<p><ruby>漢<rt>한</rt></ruby></p>", "<ruby>漢<rp>(</rp><rt>한</rt></ruby>"),
        ("<p><ruby>漢<rt>한</rt></ruby><b>字</b>를</p>", "<p><ruby>漢<rt>한</rt><b>字</b></ruby>를</p>"),
        ("<p><ruby>漢<rt>한</rt></ruby>字를</p>", "<ruby>漢<rt>한</rt>字</ruby>를"),
        ("<p><ruby><span>漢</span><rt>한</rt></ruby></p>", "<ruby><p>漢</p><rt>한</rt></ruby>"),
        ("<ul><li>가</li><li>나</li></ul>", "<ul><li>가</li><li> </li><li>나</li><li><p/></li></ul>"),
        ("<ol><li>가</li><li/><li>나</li></ol>", "<ol><li>가</li><li></li><li>나</li><li></li></ol>"),
        ("<p>가</p>", "<p>가</p><ul><li></li></ul>"),
        ('<ul><li><img src="a"/></li></ul>', '<ul><li><img src="a"/></li></ul>'),
        ('<ul><li><a id="a"/></li></ul>', '<ul><li><a id="a"/></li></ul>'),
        ('<td scope="row">가</td>', '<td scope="row">가</td>'),
        ("<td>가</td>", '<td scope="x">가</td>'),
        ("<p>가</p>", '<p style=" ">가</p>'),
        ("<p><span>가</span></p>", '<font color="a: b@c">가</font>'),
        ("<ol><li>가</li></ol>", '<ol start="٣"><li value="९">가</li></ol>'),
        ("<details><summary>요</summary><p>가</p><div>약</div></details>",
         "<details><p>가</p><summary>요</summary><summary>약</summary></details>"),
        ("<dl><dt>말</dt><dd><div/></dd></dl>", "<dl><dt>말</dt><div/></dl>"),
        ("<dl><dt/><dd><div>가</div></dd><dd>나</dd></dl>", "<dl><div>가</div><dd>나</dd></dl>"),
        ('<dl><dt id="a">말</dt><dd>뜻</dd><dt>둘</dt><dd/></dl>',
         '<dl><div id="a"><dt>말</dt><dd>뜻</dd></div><dt>둘</dt></dl>'),
        ("<dl><dt>말</dt><dd>뜻</dd><dt>둘</dt><dd>셋</dd></dl>",
         "<dl><div><dt>말</dt><dd>뜻</dd><dt>둘</dt>셋</div></dl>"),
        ("<dl><div><dt>말</dt><dd><p>뜻</p></dd></div></dl>", "<dl><div><dt>말</dt><p>뜻</p></div></dl>"),
        ("<p>가</p><hr/><p>나</p>", "<hr/><p>가</p><hr/><hr/><hr/><p>나</p><hr/><hr/>"),
        ('<aside class="note"><p>가</p></aside>', '<blockquote class="note"><p>가</p></blockquote>'),
        ('<aside class="note"><p>가</p></aside>', '<p class="note">가</p>'),
        ('<aside class="note"><p><strong>말</strong></p><p>가</p></aside>',
         '<p class="note" title="말">가</p>'),
        ('<aside class="note"><p><strong>말</strong></p>가<p>나</p></aside>',
         '<div class="note" title="말">가<p>나</p></div>'),
        ('<aside class="note">가</aside>', "<aside>가</aside>"),
        ("<p>가</p>", '<p>가</p><aside/><div class="note"><p class="note"> </p></div>'),
    ],
)  # fmt: skip
def test_repair(expected: str, xhtml: str, tmp_path: Path) -> None:
    """The tree obeys HTML's content model afterwards."""
    build = Blog(tmp_path).build(xhtml)
    structure.apply(build)
    assert expected == inner(build.root)
