"""A blog -> the upload folder of a store: build, put together, check; then all files take their places."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from publisher import build
from publisher.assets.fonts import find_fonts
from publisher.assets.theme_files import ThemeFolder
from publisher.assets.themes import load_theme
from publisher.book.paper import paper_of
from publisher.book.settled import settled
from publisher.build import Built, Progress, Volume
from publisher.config.load import RIGHTS, Config, load_rights
from publisher.config.schema import BookToml
from publisher.errors import Report, RightsError, Where, WriteError
from publisher.model import Book, BookMeta
from publisher.phrase import _, system_says
from publisher.privacy import rights
from publisher.runtime.executor import Executor
from publisher.storage import cache_folder
from publisher.storage.cache import placed_together, swept
from publisher.upload import checks, texts
from publisher.upload.made import CHECKLIST, Folder, Packaged
from publisher.upload.pieces import PIECES, Bench
from publisher.upload.stores import Store
from publisher.upload.words import words_in
from publisher.writers.pdf import covers
from publisher.writers.pdf.cover.pictures import pictures_of


def package(
    config: Config, store: Store, report: Report, progress: Progress, *, rights_open: bool = False
) -> Packaged:
    """Return the folder of a book, or one for each volume below `config.out`. Raises PublisherError.

    `rights_open`: go on where the book shows what rights.toml has no permission for.
    """
    settings = _for(store, config.settings)
    allowed = load_rights(config.source / RIGHTS, RIGHTS, config.source)
    with _working(config.out) as work:
        within = replace(config, settings=settings, formats=store.formats, out=work / "built")
        built = build.build(within, report, progress)
        if not rights_open:
            _check_rights([volume.book for volume in built.volumes], allowed)
        progress.step(_("putting the folder together"))
        with build.keeping(config.cache and not cache_folder.trouble()) as keep_in:
            benches = [
                _bench(volume, store, within, keep_in, work, report)
                for volume, _ in _folders(built, config.out)
            ]
            folders = [
                _filled(bench, target, report)
                for bench, (_, target) in zip(benches, _folders(built, config.out), strict=True)
            ]
        _place(benches, folders)
    return Packaged(store, tuple(folders))


def _check_rights(books: Sequence[Book], allowed: Mapping[str, str]) -> None:
    """Raises RightsError, which names each host that nobody has answered for."""
    rows = [row for row in rights.by_host(rights.shown(books, allowed)) if row.open]
    if rows:
        hosts = ", ".join(f"{row.host} ({row.places[0]})" for row in rows)
        hint = _(
            "`publisher check --privacy` lists all; answer in {rights}, or go on with --rights-open",
            rights=RIGHTS,
        )
        raise RightsError(_("no permission for what is shown of {hosts}", hosts=hosts), hint)


def _for(store: Store, settings: BookToml) -> BookToml:
    order = settings.order.model_copy(update={"box_set": "none"})  # a store sells volumes
    settings = settings.model_copy(update={"order": order})
    if store.body_with_cover is None:
        return settings
    pdf = settings.pdf.model_copy(update={"cover": store.body_with_cover})
    return settings.model_copy(update={"pdf": pdf})


def _folders(built: Built, out: Path) -> Iterator[tuple[Volume, Path]]:
    """A folder of its own for each of several volumes: "1", "2"."""
    for volume in built.volumes:
        meta = volume.book.meta
        yield volume, out / str(meta.position) if meta.collection else out


def _bench(volume: Volume, store: Store, config: Config, keep_in: Path, work: Path, report: Report) -> Bench:
    meta, theme = volume.book.meta, load_theme(config.settings.theme.name, config.source)
    settings = settled(config.settings, theme)
    paper = paper_of(settings.pdf.trim, theme.paper)
    characters = volume.book.characters + _said(meta, settings)
    fonts = find_fonts(theme.fonts, config.source, characters, keep_in)
    _wrap_of_theme(theme.folders, store, report)
    with Executor(1) as executor:
        maker = covers(theme, config.source, paper, settings.cover, keep_in, executor)
        begun = maker.begin((meta,), store.formats[:1], Report())  # the build has reported on it
        (cover,) = (made() for made in begun.values())
    pictures = pictures_of(meta.cover, settings.cover, config.source, Report())
    folder = work / f"folder-{meta.position}"
    folder.mkdir()
    return Bench(store, volume, settings, paper, theme, fonts, cover, folder, keep_in, pictures)


def _said(meta: BookMeta, settings: BookToml) -> str:
    own = (settings.print.back, settings.cover.quote, settings.cover.about)
    return "".join((meta.title, meta.subtitle, *meta.authors, meta.publisher, meta.description, *own))


def _wrap_of_theme(folders: tuple[ThemeFolder, ...], store: Store, report: Report) -> None:
    """A theme with a cover of its own should have the printed one too: they would not look alike."""
    if "wrap" not in store.pieces:
        return
    order = {name: next(i for i, f in enumerate(folders) if f"templates/{name}" in f.files)
             for name in ("cover.j2", "wrap.j2")}  # fmt: skip
    if order["cover.j2"] < order["wrap.j2"]:
        where = Where(f"styles/{folders[order['cover.j2']].name}/templates")
        hint = _("write wrap.j2 beside cover.j2: see styles/base/templates/wrap.j2")
        report.warning("package-wrap", _("the theme has a cover of its own, and no printed one"), where, hint)


def _filled(bench: Bench, target: Path, report: Report) -> Folder:
    """All files of the folder made and looked at; faults are told of, and all stands in the list."""
    for name in bench.store.pieces:
        PIECES[name](bench)
    items = checks.checked(bench)
    for item in items:
        if item.mark == checks.FAULT:
            report.warning(
                "package-check",
                _("{what}", what=item.text(words_in("en"))),
                Where(bench.store.name),
                _("see {checklist}", checklist=CHECKLIST),
            )
    words = bench.words
    head = words["head"].format(**checks.figures(bench))
    lines = [(item.mark, item.text(words)) for item in items]
    person = checks.person(bench, words)
    text = texts.checklist(head, lines, person, bench.shown(), words)
    bench.path(CHECKLIST).write_text(text, "utf-8")
    return Folder(
        title=bench.volume.book.meta.title,
        path=target,
        files=tuple(target / name for name in bench.names()),
        checked=len(items),
        faults=sum(item.mark == checks.FAULT for item in items),
        left=len(person),
    )


def _place(benches: Sequence[Bench], folders: Sequence[Folder]) -> None:
    """All files take their places together."""
    moves = [
        (bench.folder / target.relative_to(folder.path), target)
        for bench, folder in zip(benches, folders, strict=True)
        for target in folder.files
    ]
    with ExitStack() as stack:
        for folder in sorted({target.parent for _, target in moves}):
            stack.enter_context(swept(folder))
        files = stack.enter_context(placed_together([target for _, target in moves]))
        for (source, _), file in zip(moves, files, strict=True):
            shutil.copyfile(source, file)


@contextmanager
def _working(out: Path) -> Iterator[Path]:
    """A folder to work in, gone afterwards. Raises WriteError where there is no room, or no permission."""
    try:
        with tempfile.TemporaryDirectory(prefix="publisher-") as work, swept(out):
            yield Path(work)
    except OSError as error:
        raise WriteError(
            _("cannot write {out}: {strerror}", out=out, strerror=system_says(error)),
            _("choose another folder with -o"),
        ) from error
