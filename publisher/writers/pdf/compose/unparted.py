"""What no line parts: a number and its unit, signs that come in pairs, a sign and the letter that it follows.

The engine breaks lines by UAX 14, which sees to brackets, stops, digits and ellipses; here is what Korean
needs beyond that. See https://www.w3.org/TR/klreq/#word-break-rest and #line-head-rest
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_WITHIN = re.compile(
    "(?<=[0-9])(?=[가-힣一-鿿])"  # 100원, 3일, 37쪽, 2021年
    r"|(?<=\b[제第])(?=[0-9])"  # 제3장
    r"|(?<=[^\s\u2060\u200b])(?=[·・~～〃…‥⋯]|(?<![—―])[—―])"  # these begin no line; —— is one glyph
)
_NUMBER = re.compile("[0-9][십백천만억조]*$")  # 3만 원
_COUNTED = (
    "원|달러|엔|위안|유로|년|주년|월|일|주|시|분|초|시간|개월|주일|개|명|인|권|쪽|장|편|번|회|차|차례|도|층|호|배|살|세|대"
    "|마리|그루|가지|평|퍼센트|미터|킬로|그램|리터|판|쇄|절|막|부|건|곳|잔|병|통|줄|벌|척|채"
)
_PARTICLE = "[은는이가을를의에로도만과와씩째간쯤당짜예였입까부마정동전후대][가-힣]{0,3}"  # how one begins
_MEASURES = "[kKMGTPcmnµμ]?(?:B|bps|b|g|m|l|L|W|Wh|V|A|Hz|Pa|J|cal|s)|px|pt|em|ha|t|°[CF]"
_UNIT = re.compile(
    f"(?:{_COUNTED})(?:{_PARTICLE})?(?![가-힣])|(?:{_MEASURES})(?![A-Za-z0-9])|[%‰℃℉\u3380-\u33df]"
)


def places(text: str, words: Sequence[re.Match[str]]) -> Iterator[int]:
    """Find where a text must not be parted; `words`: its words, in their order."""
    yield from (found.start() for found in _WITHIN.finditer(text))
    for before, word in pairwise(words):
        if _UNIT.match(word[0]) and _NUMBER.search(before[0]):
            yield word.start()
