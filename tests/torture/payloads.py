"""What a post, a picture, a theme or a setting may be that means harm, or is broken: each kind in one table."""

import base64

SCRIPT, BAD = "<script>alert(1)</script>", "javascript:alert(1)"
LINKS = (
    BAD, "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "&#106;avascript:alert(1)", "vbscript:x", "\x01javascript:a",
    "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=", "data:image/svg+xml,<svg onload=a>",
    "file:///etc/passwd", "//evil.example/x", "http://[::1", "http://a:99999999/", "https://가나.한국/%zz", "\\\\evil\\x",
    "../../../../../../etc/passwd", "/etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "http://evil.example\\@good.example/",
    "a" * 3000, "#" * 500, "post:x", "asset:x", "field:x", "blob:x", "view-source:x", "feed:javascript:a", "?", "%", "%00",
    "http://evil.example/?utm_source=a&fbclid=b", "mailto:a@b.c?body=" + "x" * 500, "https://user:pass@evil.example/",
)  # fmt: skip
HTML = (
    SCRIPT, "<SCRIPT SRC=http://evil.example/x.js>", "<scr<script>ipt>alert(1)</scr</script>ipt>", "<script",
    f"<a href='{BAD}'>a</a>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<body onload=alert(1)>",
    "<iframe src=http://evil.example></iframe>", "<iframe srcdoc='<script>a</script>'>", "<object data=x></object>",
    "<embed src=x>", "<base href=http://evil.example/>", "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<link rel=stylesheet href=http://evil.example/a.css>", "<style>@import 'http://evil.example/a.css';</style>",
    "<style>*{background:url(http://evil.example/)}</style>", "<p style='background:url(http://evil.example/)'>",
    "<p style='position:fixed;top:0;width:9999px'>", "<p style='behavior:url(x)'>", "<form action=http://evil.example>",
    "<input autofocus onfocus=a>", "<math><mi xlink:href='javascript:a'>x</mi></math>", "<details open ontoggle=a>",
    "<math><mtext><table><mglyph><style><img src=x onerror=a>", "<svg><style><img src=x onerror=a></style></svg>",
    "<svg><foreignObject><iframe src=x></foreignObject></svg>", "<noscript><p title='</noscript><img src=x onerror=a>'>",
    "<template><script>a</script></template>", "<xmp><script>a</script></xmp>", "<plaintext>", "<textarea><script>",
    "<video src=http://evil.example/a.mp4 autoplay>", "<audio src=//evil.example/a>", "<picture><source srcset=//evil.example/a>",
    "<img srcset='http://evil.example/a 2x'>", "<img src='http://evil.example/t.gif' width=1 height=1>", "<marquee>a</marquee>",
    "<a xlink:href=javascript:a>", "<p xmlns='http://evil'>", "<x:y xmlns:x='a'>", "<?xml version='1.0'?>", "<?php a ?>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<!ENTITY a SYSTEM 'file:///etc/passwd'>&a;", "<![CDATA[<script>a</script>]]>", "<!--", "-->",
    "<!-->", "<!--->", "]]>", "</p></div></body></html>", "</section></article>", "<p id=a id=b class=c class=d>", "<p \"'=>",
    "<a href=" + "x" * 4000 + ">", "<" + "a" * 4000 + ">", "<p " + "a=b " * 500 + ">", "&lt;script&gt;", "&#0;&#xD800;&#x110000;",
    "&" + "a" * 2000 + ";", "\ufffe\uffff", "\u202e거꾸로\u202c", "\u2028\u2029", "\x00\x08\x1b[31m", "<ruby>漢<rt>한", "<table><td><tr>",
    "<table><tr><td colspan=1000000 rowspan=1000000>", "<ol start=-99999999999999999999><li>", "<li value=x>", "<p hidden>",
    "<h1><h2><h3>", "<a><a><a>", "<button type=submit formaction=javascript:a>", "<isindex action=x>", "<frameset><frame src=x>",
    "<img src=data:image/svg+xml;base64," + base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'><script>a</script></svg>").decode() + ">",
)  # fmt: skip
TEX = (
    r"\text{<script>a</script>}", r"\style{background:url(http://evil.example/)}{x}", r"\href{javascript:a}{x}", r"\url{x}",
    r"\includegraphics{/etc/passwd}", r"\input{/etc/passwd}", r"\def\a{\a\a}\a", r"\newcommand{\a}{\a}\a", r"\class{a}{x}",
    r"\unicode{x3C}script", r"\cssId{a}{x}", r"\require{action}", r"\color{red;background:url(x)}x", r"\htmlData{a=b}{x}", "{" * 300, "}" * 300,
    r"\frac" * 200, r"\sqrt{" * 200, "x^" * 300, "x_{" * 200, r"\left(" * 200, r"\begin{matrix}" + "a&" * 500 + r"\end{matrix}",
    r"\begin{a}" * 100, "\\", r"\\" * 300, r"\hspace{99999999em}", r"\rule{1e9pt}{1e9pt}", r"\raise1e9pt x", "&<>\"'", "가나다", "\x00", "$" * 5,
    r"\mathbb{" + "A" * 500 + "}", r"\mbox{$x$}", r"\ce{H2O}", r"\undefined", "%", "#1", r"\char'177", r"\verb|<script>|", "x+" * 2000,
)  # fmt: skip
# Each is repeated to a text of some thousand letters.
PUMPS = (
    "[", "![", "[a](", "[a][", "[^a]", "[^a]: b\n", "^[", "*a ", "**a *b ", "***", "_a_b", "`", "``a`", "~~a ", "~", "=", "==a", "$a ", "$$a ",
    "> ", ">", "- ", "- a\n", "1. ", "1) a\n", "#", "# a\n", "|", "|a", "|a|b|\n|-|-|\n", "    a\n", "\t", "  \n", "\\", "<", "<a ", "<a b='",
    "<b>", "</b>", "<div>", "<div\n", "<!--", "<!-- a\n", "<?", "<![CDATA[", "&", "&amp", "&#", "http://a", "www.", "a@b.", "a@", ":a", ":a:", "::: a\n",
    "{:", "{: a=b", "{: .a}\n", "{:/}", "{::a}", "{#", "{{", "{{ a", "{{ a }}", "{{ aor", "{%", "{% a", "{% raw %}", "{% link", "{% if a %}", "{% for a in (1..9) %}",
    "{% include a", "{%- ", "{{<", "{{< a", "{{< a >}}", "{{% a", "{{</*", "\"", "'", "\"a '", "--", "...", "a\n: b\n", "*[a]: b\n", "a\n===\n", "---\n", "```", "```a\n", "~~~\n",
    "[ ] ", "- [ ] a\n", "\u200b", "\u0301", "가", "가 ", "a", "a ", "\n", "\r", "\x0b", "\\(", "\\[a", "\\begin{a}", "\\text{", "(", "(a", "<http://", "<iframe>", "<details>\n",
    "<td>", "<p a=\"", "style=\"", "<svg>", "<math>", "[[", "[[a]]", "%%", "+++\n", "--- ---\n", "+--+\n", "@a", "(@)", ">>", "<<", "-|", "|-", ":-", "| |", "= ", "{ ", "} ",
)  # fmt: skip
NESTED = (
    "> ",
    "- ",
    "1. ",
    "<div>\n",
    "<b>",
    "*a ",
    "[",
    "<table><tr><td>",
    "<ul><li>",
    "{% note %}\n",
    "{% if a %}",
    "{{% a %}}",
    "<details>",
    "<blockquote>",
    "<svg><g>",
    "\\frac{",
)
# One letter to an engine, or one word, however many there are.
LETTERS = (
    "\u1100",
    "\u1161",
    "\u11a8",
    "\u115f\u1160",
    "\u3164",
    "\u200d\U0001f469",
    "\U0001f3fd",
    "\U000e0067",
    "\U0001f1f0",
    "\u0301",
    "\u20dd",
    "\u093e",
    "\u0600",
    "\u0e33",
    "\ufe0f",
    "\U000e0100",
    "\u00ad",
    "\u2060",
    "\ufeff",
    "\u202e",
    "\u2067",
    "\u2029",
    "\u2028",
    "–<b>–</b>",
    "a<b>b</b>",
    "x<i></i>",
    "漢<ruby>字<rt>자</rt></ruby>",
    "가&#8203;",
    "&NotEqualTilde;",
    "&#x10ffff;",
)
# Elements that a post may hold in one another, in any order.
ELEMENTS = (
    "a abbr address article aside b bdo blockquote button caption center cite code col colgroup data dd del details dfn div dl dt em "
    "fieldset figcaption figure font footer form h1 h2 h6 header hgroup hr img input ins kbd label legend li main mark math menu nav ol "
    "option p picture pre q rb rp rt rtc ruby s section select small span strong sub summary sup svg table tbody td textarea tfoot th "
    "thead time tr tt ul var video wbr"
).split()
SIGNS = "\x00\x01\x08\x0b\x0c\x1b\x7f\x85\u2028\u2029\ufeff\ufffe\uffff\u202e\u200b\ue000\ufdd3\U0001f600"
FRONT = (
    "title: [", "title: {", "title: !!python/object/apply:os.system ['id']", "title: !!binary x", "a: &a [*a]", "title: *nobody",
    "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]",
    "[" * 3000, "{" * 3000, "- " * 3000, "a:\n " * 500, "? " * 500, "a: " * 500, "date: 9999-99-99", "date: 0000-00-00", "date: -1", "date: [1]",
    "date: {a: b}", "date: 99999999999999999999", "date: 2021-03-14T99:99:99+99:99", "date: " + "1" * 5000, "title: " + "가" * 5000, "title: 1", "title: null",
    "title: [a, b]", "title: {a: b}", "title: |\n  여러\n  줄", "tags: 1", "tags: {a: {b: c}}", "tags: [[[[a]]]]", "tags: [" + "a," * 5000 + "]",
    "categories: [" + "[a]," * 500 + "]", "categories: " + "a/" * 500, "categories: ../../..", "lang: <script>", "lang: " + "x" * 500, "series: <b>", "title: <script>alert(1)</script>",
    "title: \"\\x00\\x08\"", "title: '" + "\u202e" * 50 + "'", "thumbnail: ../../../../etc/passwd", "cover: http://evil.example/a.png", "permalink: ../../../etc/passwd",
    "permalink: /" + "a/" * 1000, "layout: ../../etc/passwd", "draft: maybe", "published: {}", "weight: 1e999", "aliases: [/../../x]", "slug: ../x", "url: javascript:a",
    "math: [", "markup: nobody", "<<: *x", "<<: [1, 2]", "\tkey: tab", "key : : :", "%YAML 9.9", "--- a", "a: 'unclosed", 'a: "unclosed', "a: \"\\u12\"", "!" * 500, "#" * 5000, "a: 0x" + "f" * 3000, "a: " + "9" * 6000, "a: .inf", "a: 1:2:3:4:5", "a: !!timestamp x",
)  # fmt: skip
TOML = (
    "title = ", "title = [", "a" + ".a" * 200 + " = 1", "a = " + "[" * 500, "a = {" * 200, "a = 1e999999", "a = " + "9" * 6000, "[" + "a." * 200 + "b]", "[[a]]\n" * 500,
    "a = '''", "a = \"\\u0000\"", "date = 9999-99-99", "date = 2021-03-14T25:00:00Z", "title = 1979-05-27", "a = nan", "= 1", "a = 1 a = 2", "a = 1\na = 2", "\x00", "title = \"<script>alert(1)</script>\"",
)  # fmt: skip
JSON = ('{"title": ', '{"title": NaN}', '{"a": ' * 500, '{"a": ' + "[" * 3000, '{"date": {}}', '{"title": 1e999}', '{"tags": "' + "a" * 5000 + '"}', '{"a": 1, "a": 2}', '{"title": "\\ud800"}', "{,}")  # fmt: skip
TAGS = {  # each with a payload as {}
    "hexo": ("{{% note {} %}}\n{}\n{{% endnote %}}", "{{% img {} %}}", "{{% link {} {} %}}", "{{% codeblock {} %}}\n{}\n{{% endcodeblock %}}", "{{% blockquote {}, {} %}}\n{}\n{{% endblockquote %}}", "{{% youtube {} %}}", "{{% iframe {} %}}", "{{% asset_img {} {} %}}", "{{% btn {}, {} %}}", "{{% tabs {} %}}<!-- tab {} -->{}<!-- endtab -->{{% endtabs %}}", "{{% mermaid %}}\n{}\n{{% endmermaid %}}", "{{% label {} %}}", "{{{{ '{}' }}}}", "{{% pullquote {} %}}{}{{% endpullquote %}}", "{{% raw %}}{}{{% endraw %}}", "{{% post_link {} '{}' %}}", "{{% unknown {} %}}{}{{% endunknown %}}"),
    "jekyll": ("{{% include figure.html src='{}' alt='{}' %}}", "{{% highlight {} %}}\n{}\n{{% endhighlight %}}", "{{{{ '{}' | markdownify }}}}", "{{{{ '{}' | append: '{}' }}}}", "{{% link {} %}}", "{{% assign a = '{}' %}}{{{{ a }}}}", "{{% post_url {} %}}", "{{% capture a %}}{}{{% endcapture %}}{{{{ a }}}}", "{{{{ '{}' | relative_url }}}}", "<p markdown=1>{}</p>", "{{:.a}}\n{}", "text{{: style='{}' onclick='a'}}", "{{% raw %}}{}{{% endraw %}}", "{{% unknown {} %}}", "{{::nomarkdown}}{}{{:/}}", "*[a]: {}\n\na", "{{% youtube {} %}}"),
    "hugo": ('{{{{< figure src="{}" caption="{}" >}}}}', "{{{{< highlight {} >}}}}\n{}\n{{{{< /highlight >}}}}", '{{{{< ref "{}" >}}}}', "{{{{< youtube {} >}}}}", '{{{{% notice "{}" %}}}}\n{}\n{{{{% /notice %}}}}', "{{{{< tweet {} >}}}}", "{{{{< gist {} {} >}}}}", '{{{{< unknown a="{}" >}}}}{}{{{{< /unknown >}}}}', "{{{{< mermaid >}}}}\n{}\n{{{{< /mermaid >}}}}", '{{{{< param "{}" >}}}}', "> [!NOTE] {}\n> {}", "# a {{#{} .{} onclick={}}}", "{{{{< details {} >}}}}{}{{{{< /details >}}}}", "{{{{</* {} */>}}}}", "```goat\n{}\n```", '![{}]({} "{}")', "{{{{< own `{}` >}}}}"),
}  # fmt: skip
