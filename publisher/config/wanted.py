"""What a key of book.toml wants, in words that a person uses, with an example."""

from pydantic_core import ErrorDetails

from publisher.config.isbn import what_is_wrong
from publisher.phrase import Phrase, _

_TEXT, _NUMBER = _('a text in quotes, such as "가을"'), _("a number, such as 3")
_TABLE = _("a table: its name in brackets, [book], and its keys below")
_DAY = _("a day without quotes, such as 2024-05-01")
# By pydantic's type of the error. See https://docs.pydantic.dev/latest/errors/validation_errors/
_WORDS = {
    "bool_type": _("true or false, without quotes"),
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "string_type": _TEXT,
    "tuple_type": _('a list of texts such as ["가", "나"]'),
    "int_type": _NUMBER,
    "int_from_float": _NUMBER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "model_type": _TABLE,
    "dict_type": _TABLE,
    "volumes": _("a table each: [[volume]], and its keys below"),
    "split": _("none, year, category or pages:300"),
    "printing": _("an edition and its day: 초판 1쇄 2024-12-20"),
    "language": _("a language, such as ko or en"),
    "letters": _("a text without control characters"),
    "trim": _("a 판형, such as A5, 신국판, B5, A4, or millimetres: 140x210"),
}


_BOUNDS = {  # with the bound that a key has
    "less_than_equal": _("at most {le:g}"),
    "greater_than_equal": _("at least {ge:g}"),
    "greater_than": _("more than {gt:g}"),
    "string_too_long": _("at most {max_length} letters"),
    "too_long": _("at most {max_length} of them"),
}


def wanted(error: ErrorDetails) -> Phrase:
    """Say it of one error; what has no words here, in pydantic's."""
    if error["type"] == "isbn":
        return what_is_wrong(str(error["input"]))
    kind, about = error["type"], error.get("ctx", {})
    if kind == "tuple_type" and error["loc"] == ("volume",):
        kind = "volumes"
    if bound := _BOUNDS.get(kind):
        return Phrase(bound, **about)
    said = str(about.get("expected", "")).replace(" or ", ", ")
    return _WORDS.get(kind) or _("{said}", said=said or error["msg"].removeprefix("Input should be "))
