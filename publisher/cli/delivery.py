"""`publisher send` and `publisher package`: the finished book on its way out."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from publisher.cli.console import Console
from publisher.cli.helping import Helped
from publisher.cli.options import choices, making, run_with
from publisher.cli.runner import guarded
from publisher.cli.speech import say
from publisher.config.load import Config
from publisher.errors import Report
from publisher.phrase import _
from publisher.upload.stores import NAMES as STORES


def _address(_: click.Context, __: click.Parameter, value: str) -> str:
    from publisher.mail.letter import is_address  # here: no other command needs mail

    if not is_address(value):
        raise click.BadParameter(say("{value!r} is no mail address such as name@kindle.com.", value=value))
    return value


@click.command(cls=Helped)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", required=True, callback=_address, help=_("Address: name@kindle.com, or anyone's."))
@click.option("--subject", default="", help=_("Subject of the mail; else the file's name."))
@click.option(
    "--config", type=click.Path(path_type=Path), help=_("Mail settings; else mail.toml in your own folder.")
)
@click.option("--dry-run", "dry", is_flag=True, help=_("Look at the file and show the mail; send nothing."))
@click.option("--strict", is_flag=True, help=_("Warnings are errors: exit code 1."))
@click.option("--json", "as_json", is_flag=True, help=_("One JSON object on standard output."))
@click.option("-q", "--quiet", is_flag=True, help=_("Only errors."))
@click.option("-v", "--verbose", is_flag=True, help=_("Notes too."))
def send(file: Path, to: str, subject: str, config: Path | None, **options: Any) -> None:
    """Mail FILE (an EPUB or PDF) to a Kindle, or to anyone, when it is fit for that."""
    from publisher.mail.account import account
    from publisher.mail.send import send as post

    def work(report: Report, console: Console) -> None:
        who, dry = account(config, os.environ), options["dry"]
        console.sent(post(file, who, to, subject, datetime.now(UTC), report, dry=dry), report)

    guarded(
        work,
        verbosity=options["verbose"] - options["quiet"],
        as_json=options["as_json"],
        strict=options["strict"],
    )


@click.command(cls=Helped)
@choices
@click.option("--for", "store", type=click.Choice(STORES), required=True, help=_("Where it is uploaded to."))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help=_("The folder; else upload/STORE in the blog.")
)
@click.option("--rights-open", is_flag=True, help=_("Go on where rights.toml does not answer for all."))
@making
def package(blog: Path, store: str, rights_open: bool, **options: Any) -> None:
    """Make the upload folder of BLOG for a store: files, metadata, and a list of what is left to do."""
    from publisher.upload.package import package as put_together
    from publisher.upload.stores import store_of

    def work(config: Config, report: Report, console: Console) -> None:
        chosen, progress = store_of(store), console.progress()
        console.packaged(put_together(config, chosen, report, progress, rights_open=rights_open), report)

    run_with(blog, options | {"inside": f"upload/{store}"}, work)
