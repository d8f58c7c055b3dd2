"""`publisher plan`: the book before it is made."""

from pathlib import Path
from typing import Any

import click

from publisher import build
from publisher.book.aging import report_aging
from publisher.cli.console import Console
from publisher.cli.helping import Helped
from publisher.cli.ignoring import put_aside
from publisher.cli.options import choices, run_with
from publisher.cli.planning import write_plan
from publisher.cli.sizes import PlanShown, sizes
from publisher.config.load import Config
from publisher.errors import Report
from publisher.phrase import _
from publisher.storage import cache_folder
from publisher.storage.cache import Cache


@click.command(cls=Helped)
@choices
@click.option("--write", is_flag=True, help=_("Write book.plan.toml, to be edited; or what is new into it."))
@click.option("--pages", is_flag=True, help=_("About how many pages each part and chapter has."))
@click.option(
    "--words", is_flag=True, help=_("Words that age in a book, with their lines: 오늘, 이 블로그, 댓글.")
)
def plan(blog: Path, write: bool, pages: bool, words: bool, **options: Any) -> None:
    """Show the book before it is made: parts, chapters, and the posts that are left out and why."""

    def work(config: Config, report: Report, console: Console) -> None:
        with cache_folder.opened(cut=False) as folder:
            posts, lengths = (Cache(folder / kind) for kind in (build.POSTS, "lengths"))
            blog_read, outlines = build.plan(config, report, posts)
            large = () if write else sizes(config, blog_read, outlines, lengths)
        if words:
            report_aging((entry.post for outline in outlines for entry in outline.entries), report)
        put_aside(report, config.settings.check.ignore, blog_read.posts)
        if write:
            console.plan_written(write_plan(config, blog_read), report)
        else:
            console.plan(PlanShown(blog_read, outlines, config.settings.order, large, pages), report)

    run_with(blog, options | {"verbose": options["verbose"] or words}, work)
