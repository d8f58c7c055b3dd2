"""Korean particles by the last sound of the words before them: 바다를, 산을; 산으로, 바다로, 길로.

What is read decides, not what is written: 3은 (삼), 10%를 (퍼센트), CPU가 (시피유), Python을, 日本이.
Brackets and quotes are not read, and what stands in round brackets behind a word is skipped: 서울(Seoul)은.
Where no one can say how words are read, both particles stand there, as Korean writes it: Ωμ을(를).
See https://korean.go.kr/kornorms, 한글 맞춤법, and for words of other languages 외래어 표기법.
"""

import re
import unicodedata
from bisect import bisect_right
from string import Formatter
from typing import Literal

Sound = Literal["vowel", "ㄹ", "closed", ""]  # ㄹ is a closed one that takes 로; "": not known

_LONGEST = 200  # letters of a name that are looked at, from its end
_PAIRS = {("을", "를"), ("은", "는"), ("이", "가"), ("과", "와"), ("아", "야")}
_SIGNS: dict[str, Sound] = {
    **dict.fromkeys("%°$€£+&@", "vowel"), **dict.fromkeys("¥₩#", "closed"), "‰": "ㄹ",
}  # fmt: skip
_ASIDES = {")": "(", "]": "[", "〕": "〔"}  # what closes one, and what begins it
_OPENING = " ([〔「『‹〈《“‘\"'"
_NUMBER = re.compile(r"([$€£¥₩]\s?)?(\d[\d,]{0,40})(\.\d{1,40})?\Z")
_UNIT = re.compile(r"\d\s?((?:[a-zA-Zμ]{1,4}/)?[a-zA-Zμ]{1,4}[23]?)\Z")
_HALF = re.compile(r"⁄\d{1,9}\Z|(?<=°)[CF]\Z")  # ½ is 이분의 일, 20℃ 20도
_LATIN = re.compile(r"[a-z]{1,40}\Z", re.I)
_WORD = re.compile(r"[A-Z]?[a-z]{1,40}\Z|[A-Z]{1,40}\Z")  # the last piece of "GitHub", "macOS"
_DIGITS: tuple[Sound, ...] = (
    "closed", "ㄹ", "vowel", "closed", "vowel", "vowel", "closed", "ㄹ", "ㄹ", "vowel",
)  # fmt: skip
_MYRIADS = "cccvcvv"  # how these end: 천, 만, 억, 조, 경, 해, 자; see _LAST
_UNITS: dict[str, Sound] = {
    **dict.fromkeys("m m2 m3 cm cm2 cm3 mm mm2 km km2 nm μm L l ml mL dl cal kcal km/h m/s".split(), "vowel"),
    **dict.fromkeys("g kg mg t min h N".split(), "closed"),
    **dict.fromkeys("px Pa hPa kPa MPa J kJ dB mol".split(), "ㄹ"),
}  # fmt: skip
# Words of English as Korean says them: 파이썬, 북, 앱, 커밋, 웹; but 디스크, 바이트, 루프, 클라우드.
_CLOSED = re.compile(
    r"(?:[mn]e?|ng|m[bn]|ck|[aeiou]c|ook|(?<![aeiou])[aeiou]k|(?:(?<![aeiou])[aeiou]|ee)pp?"
    r"|(?<![aeiou])[aeiou]tt?|out|[aeiou]b|type)\Z"
)
_OTHERWISE: dict[str, Sound] = {
    **dict.fromkeys("theme anime resume set bit hit kit fit mat hub scout mp3".split(), "vowel"),
    **dict.fromkeys("group hadoop good tweet foot epub zip jpeg tex latex".split(), "closed"),
}
_CAPITALS = 4  # letters of a word in capitals that is read letter by letter: CPU, HTML, but NAVER
# The Hanja of KS X 1001 stand in the order of their readings: 가, 각, 간 … Those with which the last sound
# changes, and to which.
_HANJA = (
    "伽刻乫勘介喀倨乾乞儉偈擊抉兼係哭汨供寡廓刮侊卦宏交國堀宮厥机勻橘克企緊佶金儺諾捏南乃年努濃惱嫩訥杻能尼匿多丹撻啖代宅倒毒乭仝兜屯喇洛剌嵐來冷侶力"
    "冽廉例碌儡龍壘六律隆俚吝摩寞唜亡埋脈滅冥袂木歿夢卯墨勿味岷密剝勃倣倍伯伐凡別丙保伏乶俸不付北佛崩丕嚬乍削乷三塞嗇墅夕卨剡世俗率宋刷叔戌崇瑟濕侍埴"
    "失審氏堊斡唵厓厄也弱圄億孼俺予亦悅厭乂屋兀壅渦婉曰往倭慾于勖蔚熊月位堉聿戎乙吟依瀷一任仔作再爭佇勣切占制族卒倧佐竹茁中櫛楫之直侄斟且捉刹僭債冊凄"
    "倜凸僉剃促撮催丑出充悴側侈則七侵快倬奪探兌擇攄慟堆慝坡判八佩彭吠幅俵品彼匹泌珌乏下壑割函亥劾噓憲歇險孑嫌兮惑忽哄化擴活凰匯劃哮勛卉恤兇吃欠僖詰"
)
_AFTER_HANJA = (
    "vclcvcvclcvclcvclcvclcvcvclclvclcvclcvclcvcvcvclvcvcvclcvcvclcvcvclcvcvclcvcvcvclcvcvclcvclcvclc"
    "vclvclclcvclclcvclclvclcvcvclcvcvclcvclcvclclcvclcvclcvcvcvclcvclcvclcvclcvcvclclvclclcvclcvcvcv"
    "clcvclcvclclcvclcvclcvcvclcvclvclcvcvclcvclcvcvcvcvclvcvcvcvlvlcvclcvcvclclcvclcvclcvcvcvlclcvl"
)
_BY_CODE = [letter.encode("euc_kr") for letter in _HANJA]
_LAST: dict[str, Sound] = {"v": "vowel", "l": "ㄹ", "c": "closed"}


def with_particle(name: str, pair: str) -> str:
    """Return a name with the one of two particles that follows it: ("바다", "을/를") -> "바다를"."""
    return name + particle(name, pair)


def particle(name: str, pair: str) -> str:
    """Return the one of two particles that follows a name: ("산", "으로/로") -> "산" takes "으로".

    `pair`: 을/를, 은/는, 이/가, 과/와, 아/야, or one with a longer form: 으로/로, 이라/라, 이에요/예요.
    The order does not matter. Raises ValueError for what is no pair.
    """
    one, slash, other = pair.partition("/")
    if not (one and slash and other):
        raise ValueError(f"{pair!r} is no pair of particles, such as 을/를")
    closed, open_ = (other, one) if (other, one) in _PAIRS or len(other) > len(one) else (one, other)
    sound = last_sound(name)
    if not sound:
        more = closed.removesuffix(open_)
        return f"({more}){open_}" if more and more != closed else f"{closed}({open_})"
    return open_ if sound == "vowel" or (sound == "ㄹ" and closed == f"으{open_}") else closed


def filled(template: str, /, *places: object, **values: object) -> str:
    """Return a text of ours with its values in it, as str.format has it; "{name:을/를} 찾는다" and
    "{name!r:은/는}" say a name with its particle."""
    return _Text().vformat(template, places, values)


class _Text(Formatter):
    def format_field(self, value: object, format_spec: str) -> str:
        if "/" in format_spec:
            return with_particle(str(value), format_spec)
        return str(super().format_field(value, format_spec))


def last_sound(name: str) -> Sound:
    """Return how a name ends when it is read aloud; "" where that is not known."""
    text = _read(name)
    if not text:
        return ""
    last = text[-1]
    if last in _SIGNS:
        return _SIGNS[last]
    if last.isdigit():
        return _of_unit(text) or _of_number(text)
    if last.isascii():
        return _of_unit(text) or _of_word(text)
    return _of_letter(last)


def _read(name: str) -> str:
    """What is read of a name, in plain letters and digits, without what stands behind it unread."""
    text = "".join(map(_plain, unicodedata.normalize("NFC", name[-_LONGEST:])))
    while text and not (text[-1].isalnum() or text[-1] in _SIGNS):
        aside = text.rfind(_ASIDES.get(text[-1], text[-1]))
        text = text[:aside] if text[:aside].strip(_OPENING) else text[:-1]
    return _HALF.sub("", text)


def _plain(letter: str) -> str:
    """A letter in plain ones: "Ⅲ" is 3, "㎏" kg, "é" e; a ㄱ that stands alone stays."""
    if _is_hangul(letter):
        return letter
    if unicodedata.category(letter) == "Nl" and letter.isnumeric():
        return str(int(unicodedata.numeric(letter)))
    bare = unicodedata.normalize("NFD", letter)[0]
    return bare if bare.isascii() else unicodedata.normalize("NFKC", letter)


def _is_hangul(letter: str) -> bool:
    return "ㄱ" <= letter <= "ㆎ" or "가" <= letter <= "힣"


def _of_unit(text: str) -> Sound:
    found = _UNIT.search(text)
    return _UNITS.get(found[1], "") if found else ""


def _of_number(text: str) -> Sound:
    """Of 3, 1,000, 2.50, $100, 02-123-4567."""
    found = _NUMBER.search(text)
    if not found or text[-3:].lower() in _OTHERWISE:
        return _OTHERWISE.get(text[-3:].lower(), "")
    if found[1]:
        return _SIGNS[found[1][0]]
    number = found[2].replace(",", "")
    zeros = len(number) - len(number.rstrip("0"))
    if found[3] or not zeros or number.startswith("0"):
        return _DIGITS[unicodedata.digit(text[-1])]
    return _LAST[_MYRIADS[zeros // 4]] if zeros // 4 < len(_MYRIADS) else "closed"


def _of_word(text: str) -> Sound:
    """Of a word in Latin letters, the last one."""
    whole, piece = _LATIN.search(text), _WORD.search(text)
    word = piece[0] if piece else ""
    for known in (whole[0] if whole else "", word):
        if known.lower() in _OTHERWISE:
            return _OTHERWISE[known.lower()]
    letters = (word.isupper() and len(word) <= _CAPITALS) or not re.search("[aeiouy]", word, re.I)
    word = word.lower()
    if letters:
        return "closed" if word[-1:] in ("m", "n") else "ㄹ" if word[-1:] in ("l", "r") else "vowel"
    return "ㄹ" if re.search(r"le?\Z", word) else "closed" if _CLOSED.search(word) else "vowel"


def _of_letter(last: str) -> Sound:
    """Of a letter of Hangul, of Hanja or of Kana."""
    if "가" <= last <= "힣":
        at = (ord(last) - ord("가")) % 28
        return "vowel" if at == 0 else "ㄹ" if at == 8 else "closed"
    if last in "ㄹ\u11af":
        return "ㄹ"
    if "ㅏ" <= last <= "ㅣ" or "\u1160" <= last <= "\u11a7":
        return "vowel"
    if "ㄱ" <= last <= "ㅎ" or "\u11a8" <= last <= "\u11ff":
        return "closed"
    if "ぁ" <= last <= "ヿ":
        return "closed" if last in "んンっッ" else "vowel"
    return _of_hanja(last)


def _of_hanja(last: str) -> Sound:
    code = last.encode("euc_kr", "ignore")
    at = bisect_right(_BY_CODE, code)
    return _LAST[_AFTER_HANJA[at - 1]] if len(code) == 2 and at else ""
