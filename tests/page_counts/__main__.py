"""`python -m tests.page_counts FILE.pdf ...`: how well the pages of books are set, one column a file.

`--show ROW` names page, baseline and words of each fault of a row; `--json` says everything.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pymupdf

from tests.page_counts.book import survey
from tests.page_counts.lines import read
from tests.page_counts.rows import Row, rows

Counts = dict[str, tuple[Row, ...]]  # by the file's name


def main(arguments: Sequence[str] | None = None) -> None:
    """Count and print; a file that is no PDF, or has no text, is named and ends the program with 2."""
    options = _options(arguments)
    stems = [path.stem for path in options.files]
    counts = {path.stem if stems.count(path.stem) == 1 else str(path): _count(path) for path in options.files}
    if options.json:
        print(json.dumps({name: [asdict(row) for row in found] for name, found in counts.items()}))
    elif options.show:
        _show(counts, options.show)
    else:
        _table(counts)


def _count(path: Path) -> tuple[Row, ...]:
    try:
        book = survey(read(path))
    except (pymupdf.FileDataError, pymupdf.FileNotFoundError, ValueError) as error:  # locked: ValueError
        sys.exit(f"{path}: {error}")
    return rows(book) if book else sys.exit(f"{path}: no text")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.page_counts", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.pdf")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", metavar="ROW", help="grid, white-15, widows …: the first column")
    return parser.parse_args(arguments)


def _table(counts: Counts) -> None:
    print("| row | what | unit |", " | ".join(counts), "|")
    print("|---" * (3 + len(counts)) + "|")
    for same in zip(*counts.values(), strict=True):
        print("|", " | ".join([same[0].key, same[0].name, same[0].unit, *map(_value, same)]), "|")


def _value(row: Row) -> str:
    """ "3.2 (7/219)": the figure, and the faults among how many."""
    if row.value is None:
        return "-"
    digits = 3 if row.unit == "em" else 2 if row.unit.startswith("/100") else 1
    return f"{row.value:.{digits}f}" + (f" ({len(row.faults)}/{row.of})" if row.of and row.is_share else "")


def _show(counts: Counts, key: str) -> None:
    keys = [row.key for row in next(iter(counts.values()))]
    if key not in keys:
        sys.exit(f"no row {key}: {', '.join(keys)}")
    for name, found in counts.items():
        row = found[keys.index(key)]
        print(f"{name}: {row.name}, {_value(row)}")
        for fault in row.faults:
            print(f"  page {fault.page}, {fault.line:.1f} pt: {fault.words}")


if __name__ == "__main__":
    main()
