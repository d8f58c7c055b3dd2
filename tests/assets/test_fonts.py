"""fonts.py, with the fonts of this machine."""

import io
import subprocess
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable
from fontTools.ttLib.tables.TupleVariation import TupleVariation

from publisher.assets import font_files, font_weights, fonts
from publisher.assets.font_files import Face, single_file
from publisher.assets.fonts import FontSet, Role, check_coverage, find_fonts, subset
from publisher.errors import FontError, Report

HANJA = "化器情全公"  # which Korean and Japanese print differently in Noto Serif


def _named(family: str) -> Face:
    """The regular face of a family that is on this machine, else the test is skipped."""
    found = find_fonts({"x": (family,)}, Path("/없음"), "")
    if not found.roles:
        pytest.skip(f"{family} is not on this machine")
    return found.faces[0]


def _outline(font: TTFont, character: str) -> list[Any]:
    pen = RecordingPen()
    font.getGlyphSet()[font.getBestCmap()[ord(character)]].draw(pen)
    return pen.value


def test_korean_face(tmp_path: Path) -> None:
    """The face that is taken out of a collection has Korean shapes of Hanja, not Japanese ones."""
    korean, japanese = _named("Noto Serif CJK KR"), _named("Noto Serif CJK JP")
    own = TTFont(single_file(korean, tmp_path))
    kr, jp = (TTFont(face.path, fontNumber=face.index) for face in (korean, japanese))
    assert [_outline(kr, c) for c in HANJA] == [_outline(own, c) for c in HANJA]
    assert list(HANJA) == [c for c in HANJA if _outline(jp, c) != _outline(own, c)]


def test_face_of_a_collection_is_whole(tmp_path: Path) -> None:
    """Every table of the face is in the file, byte for byte, and the file says where."""
    face = _named("Noto Serif CJK KR")
    own, whole = TTFont(single_file(face, tmp_path)), TTFont(face.path, fontNumber=face.index)
    assert own.sfntVersion == whole.sfntVersion
    assert list(whole.reader.keys()) == list(own.reader.keys())
    assert all(whole.reader[name] == own.reader[name] for name in whole.reader.keys())  # noqa: SIM118


def test_korean_subset() -> None:
    """A subset of a collection's face has that face's shapes."""
    face = _named("Noto Serif CJK KR")
    cut = TTFont(io.BytesIO(subset(face, HANJA)))
    whole = TTFont(face.path, fontNumber=face.index)
    assert [_outline(whole, c) for c in HANJA] == [_outline(cut, c) for c in HANJA]


def test_single_file_is_kept(tmp_path: Path) -> None:
    """A face is taken out of its collection once."""
    face = _named("Noto Serif CJK KR")
    first = single_file(face, tmp_path)
    before = first.stat().st_mtime_ns
    assert before == single_file(face, tmp_path).stat().st_mtime_ns
    assert [first] == list(tmp_path.glob("*.otf"))


def test_single_file_of_a_single_face(tmp_path: Path) -> None:
    """A file with one face is used where it is."""
    face = _named("DejaVu Sans")
    assert Path(face.path) == single_file(face, tmp_path)


def test_subset() -> None:
    """A subset has the characters that were asked for, and no others."""
    cut = hb.Face(hb.Blob(subset(_named("DejaVu Sans"), "abc가")))
    assert set(map(ord, "abc")) == set(cut.unicodes)


def test_same_subset() -> None:
    """The same characters give the same bytes, in whatever order."""
    face = _named("DejaVu Sans")
    assert subset(face, "abc") == subset(face, "cab")


def _face(family: str, weight: int) -> Face:
    return Face(family, _named("DejaVu Sans").path, 0, weight, italic=False)


def test_bold_is_preferred(monkeypatch: pytest.MonkeyPatch) -> None:
    """A family with a bold face goes before one without, though the theme names it later."""
    faces = (_face("하나", 400), _face("둘", 400), _face("둘", 700))
    monkeypatch.setattr(font_files, "system_fonts", lambda: faces)
    (role,) = find_fonts({"body": ("하나", "둘")}, Path("/없음"), "abc").roles
    assert [("둘", 400), ("둘", 700)] == [(face.family, face.weight) for face in role.faces]


def test_order_where_none_is_bold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any bold face the theme's order counts."""
    faces = (_face("하나", 400), _face("둘", 400))
    monkeypatch.setattr(font_files, "system_fonts", lambda: faces)
    (role,) = find_fonts({"body": ("둘", "하나")}, Path("/없음"), "abc").roles
    assert "둘" == role.faces[0].family


def test_nearest_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many weights, those nearest to 400 and 700 serve."""
    faces = tuple(_face("하나", weight) for weight in (100, 300, 500, 600, 900))
    monkeypatch.setattr(font_files, "system_fonts", lambda: faces)
    (role,) = find_fonts({"body": ("하나",)}, Path("/없음"), "abc").roles
    assert 600 == role.faces[1].weight
    assert role.faces[0].weight in (300, 500)


def test_name_is_folded() -> None:
    """White space and letter case in a family's name do not matter."""
    assert _named("DejaVu Sans") == _named("dejavusans")


def test_other_hangul_font() -> None:
    """A theme whose families are not here gets any that has Korean letters."""
    _named("Noto Serif CJK KR")
    (role,) = find_fonts({"body": ("없는 글꼴",)}, Path("/없음"), "가").roles
    assert set("가힣") <= fonts.characters_of(role.faces[0])


def test_no_hangul_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Korean book without any Korean font is an error that names the cure."""
    monkeypatch.setattr(font_files, "system_fonts", lambda: (_named_dejavu,))
    monkeypatch.setattr(font_files.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(FontError, match="no font on this machine has Korean letters") as caught:
        find_fonts({"body": ("DejaVu Sans",)}, Path("/없음"), "가")
    assert "fonts-noto-cjk" in caught.value.hint
    assert 6 == caught.value.exit_code


def test_english_book_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A book without Korean letters needs no Korean font."""
    monkeypatch.setattr(font_files, "system_fonts", lambda: (_named_dejavu,))
    assert "body" == find_fonts({"body": ("DejaVu Sans",)}, Path("/없음"), "abc").roles[0].name


def test_no_fontconfig(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without fc-list, the machine has no fonts that we know of, and nothing fails."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert () == font_files.system_fonts.__wrapped__()


def test_own_fonts_first(tmp_path: Path) -> None:
    """A font in the blog's own fonts/ goes before the machine's of that name."""
    (tmp_path / "fonts").mkdir()
    copy = tmp_path / "fonts" / "a.ttf"
    copy.write_bytes(Path(_named("DejaVu Sans").path).read_bytes())
    (tmp_path / "fonts" / "b.ttf").write_bytes(b"no font")
    (role,) = find_fonts({"code": ("DejaVu Sans",)}, tmp_path, "", tmp_path / "kept").roles
    used = Path(role.faces[0].path)
    assert (tmp_path / "kept/fonts", copy.read_bytes()) == (used.parent, used.read_bytes())


def test_the_first_source_of_a_family(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of faces as heavy in one family, that of the first source serves, wherever its file lies."""
    own, other = _face("하나", 400), replace(_face("하나", 400), path="/a.ttf")
    bold = _face("하나", 700)
    monkeypatch.setattr(fonts, "_fs_type", lambda *_: 0)
    monkeypatch.setattr(font_files, "system_fonts", lambda: (own, other, bold))
    (role,) = find_fonts({"body": ("하나",)}, Path("/없음"), "abc").roles
    assert (own, bold) == role.faces


def test_a_family_of_slanted_faces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A family without an upright face is none that a book is set in."""
    faces = (replace(_face("하나", 700), italic=True), _face("둘", 400))
    monkeypatch.setattr(font_files, "system_fonts", lambda: faces)
    (role,) = find_fonts({"body": ("하나", "둘")}, Path("/없음"), "abc").roles
    assert ["둘"] == [face.family for face in role.faces]
    assert () == find_fonts({"body": ("하나",)}, Path("/없음"), "abc").roles


def _variable(axis: tuple[str, int, int, int, str], path: Path) -> TTFont:
    """A variable font: its A is by 500 units wider at the end of its axis."""
    font = TTFont(_named("DejaVu Sans").path)
    points = len(font["glyf"]["A"].coordinates)
    wider = TupleVariation({axis[0]: (0, 1, 1)}, [(0, 0)] * (points + 1) + [(500, 0)] + [(0, 0)] * 2)
    made = FontBuilder(font=font)
    made.setupFvar([axis], [])
    made.setupGvar({name: [wider] if name == "A" else [] for name in font.getGlyphOrder()})
    path.parent.mkdir(exist_ok=True)
    font.save(path)
    return font


def test_a_variable_font(tmp_path: Path) -> None:
    """A variable font of the blog, as Google Fonts gives it, is a regular and a bold: it cost the PDF."""
    whole = _variable(("wght", 100, 400, 900, "Weight"), tmp_path / "fonts/a.ttf")
    (role,) = find_fonts({"code": ("DejaVu Sans",)}, tmp_path, "", tmp_path / "kept").roles
    assert [400, 700] == [face.weight for face in role.faces]
    made = [TTFont(face.path) for face in role.faces]
    assert [0, 300] == [font["hmtx"]["A"][0] - whole["hmtx"]["A"][0] for font in made]
    assert [False, False] == ["fvar" in font for font in made]


def test_a_variable_font_of_one_weight(tmp_path: Path) -> None:
    """One that varies in width alone is one face, as wide as it is unless asked."""
    whole = _variable(("wdth", 50, 100, 200, "Width"), tmp_path / "a.ttf")
    (data,) = font_weights.of_one_weight((tmp_path / "a.ttf").read_bytes())
    assert whole["hmtx"].metrics == TTFont(io.BytesIO(data))["hmtx"].metrics


def test_a_variable_font_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that fontconfig lists with all its weights is a regular and a bold, each in a file of its own."""
    _variable(("wght", 100, 400, 900, "Weight"), tmp_path / "fonts/a.ttf")
    monkeypatch.setenv("FONTCONFIG_FILE", _fontconfig(tmp_path))
    monkeypatch.setattr(font_files, "system_fonts", font_files.system_fonts.__wrapped__)
    (role,) = find_fonts({"code": ("DejaVu Sans",)}, Path("/없음"), "", tmp_path / "kept").roles
    made = [TTFont(face.path) for face in role.faces]
    assert [(400, 0, 0), (700, 0, 300)] == [
        (face.weight, face.index, font["hmtx"]["A"][0] - made[0]["hmtx"]["A"][0])
        for face, font in zip(role.faces, made, strict=True)
    ]
    again = find_fonts({"code": ("DejaVu Sans",)}, Path("/없음"), "", tmp_path / "kept").roles
    assert (role,) == again


def test_a_variable_font_of_the_machine_whose_axes_are_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No role has a family of which no weight can be had: a writer asks each role for its first face."""
    font = tmp_path / "a.ttf"
    font.write_bytes(_broken_axes())
    face = replace(_face("하나", 400), path=str(font), variable=True)
    monkeypatch.setattr(font_files, "system_fonts", lambda: (face,))
    assert () == find_fonts({"code": ("하나",)}, Path("/없음"), "", tmp_path / "kept").roles


def _broken_axes() -> bytes:
    font, out = TTFont(_named("DejaVu Sans").path), io.BytesIO()
    font["fvar"] = DefaultTable("fvar")
    font["fvar"].data = bytes(16)
    font.save(out)
    return out.getvalue()


def _fontconfig(folder: Path) -> str:
    """Settings by which a machine has the fonts of one folder alone."""
    file = folder / "fonts.conf"
    file.write_text(
        f"<fontconfig><dir>{folder / 'fonts'}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>"
    )
    return str(file)


def test_a_variable_font_whose_axes_are_broken(tmp_path: Path) -> None:
    """A variable font of which no weight can be had is named, and the next font is taken."""
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts/a.ttf").write_bytes(_broken_axes())
    (role,) = find_fonts({"code": ("DejaVu Sans",)}, tmp_path, "", tmp_path / "kept").roles
    assert "" == role.faces[0].digest, "one of this machine"
    report = Report()
    fonts.check_own(tmp_path, tmp_path / "kept", report)
    (fault,) = report.diagnostics
    said = "fonts/a.ttf: warning[font-unreadable]: no weight of this variable font can be had"
    assert said == str(fault).split("\n")[0]


@pytest.mark.parametrize("program", [bytes(64), b"\xff" * 64])
def test_a_broken_program(program: bytes, tmp_path: Path) -> None:
    """A font of the blog that a book cannot hold is named and not used, whatever it calls itself."""
    (tmp_path / "fonts").mkdir()
    font = bytearray(single_file(_named("Noto Serif CJK KR"), tmp_path).read_bytes())
    at = font.index(b"CFF ") + 8
    start = int.from_bytes(font[at : at + 4])
    font[start : start + len(program)] = program
    (tmp_path / "fonts/a.otf").write_bytes(font)
    tables = b"name" + bytes(8) + (1 << 24).to_bytes(4)
    face = (16).to_bytes(4) + b"OTTO" + (9999).to_bytes(2) + bytes(6) + tables * 9999
    (tmp_path / "fonts/b.otf").write_bytes(b"ttcf" + bytes(8) + face + bytes(1 << 24))
    (role,) = find_fonts({"body": ("Noto Serif CJK KR",)}, tmp_path, "", tmp_path / "kept").roles
    assert "" == role.faces[0].digest, "one of this machine"
    report = Report()
    fonts.check_own(tmp_path, tmp_path / "kept", report)
    assert ["a.otf", "b.otf"] == [Path(one.where.path).name for one in report.diagnostics]
    assert {"the font cannot be opened: its program is broken"} == {one.message for one in report.diagnostics}


def test_forbidden_font(tmp_path: Path) -> None:
    """A font whose licence bits forbid to embed it is not used."""
    (tmp_path / "fonts").mkdir()
    font = TTFont(_named("DejaVu Sans").path)
    font["OS/2"].fsType = 2
    for record in font["name"].names:
        record.string = "Forbidden"
    font.save(tmp_path / "fonts" / "a.ttf")
    assert () == find_fonts({"code": ("Forbidden",)}, tmp_path, "", tmp_path / "kept").roles


def test_coverage() -> None:
    """Characters that no font has are named; those that show nothing are not."""
    face, report = _named("DejaVu Sans"), Report()
    check_coverage(FontSet((Role("body", (face,)),)), "ab\u2060\n 뷁", report)
    (fault,) = report.diagnostics
    assert "the book: warning[glyph-missing]: no font of the theme has 뷁 (U+BDC1)" == str(fault)


def test_full_coverage() -> None:
    """A book whose every character has a glyph has no such note."""
    report = Report()
    check_coverage(FontSet((Role("body", (_named("DejaVu Sans"),)),)), "abc", report)
    assert [] == report.diagnostics


def test_what_is_not_drawn() -> None:
    """No font needs what turns the order of letters, or chooses the form of one (葛 in Japanese names)."""
    report = Report()
    check_coverage(FontSet(()), "\u2066\u2069\u202e\u061c\U000e0100\U000e01ef\U000e0067\x85", report)
    assert [] == report.diagnostics


def test_listed() -> None:
    """fc-list's weights are CSS's: its 80 is regular, its 200 bold."""
    assert [400, 700, 900] == [font_files._css_weight(weight) for weight in ("80", "200", "210")]


def _dejavu() -> Face:
    listed = subprocess.run(["fc-match", "-f", "%{file}", "DejaVu Sans"], capture_output=True, check=True)
    return Face("DejaVu Sans", listed.stdout.decode(), 0, 400, italic=False)


_named_dejavu = _dejavu()


def test_key_of_a_face() -> None:
    """It is another where anything that is known of the face is another."""
    face = Face("가", "a.otf", 0, 400, italic=False, digest="1")
    others: dict[str, Any] = {
        "family": "나",
        "path": "b.otf",
        "index": 1,
        "weight": 700,
        "italic": True,
        "digest": "2",
        "variable": True,
    }
    keys = {replace(face, **{field.name: others[field.name]}).key() for field in fields(Face)}
    assert len(others) == len(keys - {face.key()})
