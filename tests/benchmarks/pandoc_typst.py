"""Pandoc -> Typst -> PDF: `python pandoc_typst.py BLOG PDF`. For pdf.py."""

import re
import subprocess
import sys
from pathlib import Path

import pypandoc
import typst

if __name__ == "__main__":
    blog, pdf = Path(sys.argv[1]), Path(sys.argv[2])
    posts = sorted((blog / "source/_posts").iterdir())
    # What Pandoc does not know: front matter of each post, Hexo's tags; pictures from where they lie.
    texts = (re.sub(r"\A---\n.*?\n---\n", "", path.read_text(), flags=re.S) for path in posts)
    text = re.sub(r"\{%.*?%\}", "", "\n\n".join(texts)).replace("](/images/", "](images/")
    options = [
        "-f",
        "gfm",
        "-t",
        "typst",
        "-s",
        "-V",
        "papersize=a5",
        "-V",
        "mainfont=Noto Serif CJK KR",
        "--toc",
    ]
    made = subprocess.run(
        [pypandoc.get_pandoc_path(), *options], input=text.encode(), capture_output=True, check=True
    )
    source = blog / "source/book.typ"
    source.write_bytes(made.stdout)
    typst.compile(str(source), output=str(pdf))
