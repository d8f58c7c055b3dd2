"""How Hanja are read, for the order of an index: 李箱 is 이상.

The Hanja of KS X 1001 stand in the order of their readings: the first of each reading tells those of all.
Others are not read. See https://www.unicode.org/charts/collation and 한글 맞춤법 제10–12항.
"""

import re
import unicodedata
from bisect import bisect_right

_FIRST = (
    "伽刻侃乫勘匣剛介喀坑醵倨乾乞儉劫偈擊堅抉兼京係古哭困汨供寡槨冠刮侊卦乖宏交丘國君堀宮倦厥机晷叫勻橘克"
    "僅今伋亘企緊佶喫儺暖捏南納囊乃女年念寗努濃惱尿嫩訥杻能尼匿多丹撻啖沓唐代德倒毒墩乭仝兜屯得嶝喇洛亂剌"
    "嵐拉廊來冷掠亮侶力憐冽廉獵令例勞碌論壟儡了龍壘劉六侖律隆勒凜凌俚吝林砬摩寞万唜亡埋脈孟冪免滅冥袂侮木"
    "歿夢卯務墨們勿味岷密剝伴勃倣倍伯幡伐凡法僻卞別丙保伏本乶俸付北分佛崩丕嚬憑乍削傘乷三揷上塞穡牲墅夕仙"
    "卨剡攝城世召俗孫率宋刷衰修叔巡戌崇瑟濕丞侍埴伸失審什雙氏亞堊安斡唵壓仰厓厄櫻也弱佯圄億偃孼俺嶪円予亦"
    "嚥悅厭曄塋乂五屋溫兀壅渦婉曰往倭外僥慾俑于勖云蔚熊元月位乳堉允聿戎垠乙吟揖凝依二瀷人一任入仍仔作孱岑"
    "雜丈再爭佇勣佃切占接丁制俎族存卒倧佐罪主竹俊茁中卽櫛楫增之直唇侄斟執徵且捉撰刹僭倉債冊凄倜仟凸僉堞廳"
    "剃初促寸叢撮催墜丑春出充悴取側層侈則親七侵蟄秤快他倬呑奪探塔宕兌擇撑攄兎慟堆偸慝闖坡判八佩彭愎便貶坪"
    "吠佈幅俵品楓彼匹乏下壑寒割函合亢亥劾倖享噓憲歇險奕俔孑嫌俠亨兮乎惑婚忽哄化擴丸活凰匯劃宖哮侯勛薨喧卉"
    "彙休恤兇黑昕吃欠吸興僖詰"
)
_READ = (
    "가각간갈감갑강개객갱갹거건걸검겁게격견결겸경계고곡곤골공과곽관괄광괘괴굉교구국군굴궁권궐궤귀규균귤극"
    "근금급긍기긴길끽나난날남납낭내녀년념녕노농뇌뇨눈눌뉴능니닉다단달담답당대덕도독돈돌동두둔득등라락란랄"
    "람랍랑래랭략량려력련렬렴렵령례로록론롱뢰료룡루류륙륜률륭륵름릉리린림립마막만말망매맥맹멱면멸명몌모목"
    "몰몽묘무묵문물미민밀박반발방배백번벌범법벽변별병보복본볼봉부북분불붕비빈빙사삭산살삼삽상새색생서석선"
    "설섬섭성세소속손솔송쇄쇠수숙순술숭슬습승시식신실심십쌍씨아악안알암압앙애액앵야약양어억언얼엄업엔여역"
    "연열염엽영예오옥온올옹와완왈왕왜외요욕용우욱운울웅원월위유육윤율융은을음읍응의이익인일임입잉자작잔잠"
    "잡장재쟁저적전절점접정제조족존졸종좌죄주죽준줄중즉즐즙증지직진질짐집징차착찬찰참창채책처척천철첨첩청"
    "체초촉촌총촬최추축춘출충췌취측층치칙친칠침칩칭쾌타탁탄탈탐탑탕태택탱터토통퇴투특틈파판팔패팽퍅편폄평"
    "폐포폭표품풍피필핍하학한할함합항해핵행향허헌헐험혁현혈혐협형혜호혹혼홀홍화확환활황회획횡효후훈훙훤훼"
    "휘휴휼흉흑흔흘흠흡흥희힐"
)
_CODES = [letter.encode("euc_kr") for letter in _FIRST]
# What is read otherwise than its neighbours, and of two readings the commoner.
_ODD = dict(zip("串廓金拏諾寧怒坍宅不嗇樂泌", "관곽금나낙녕노단택불색락비", strict=True))
_HANJA = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
# 두음법칙: initial and vowel of a word's first syllable -> the initial that is said. 녀 is 여, 라 is 나.
_NIEUN, _RIEUL, _IEUNG = 2, 5, 11
_SOFT = frozenset((2, 6, 7, 12, 17, 20))  # ㅑ ㅕ ㅖ ㅛ ㅠ ㅣ


def reading(text: str) -> str:
    """Return a text with its Hanja as they are read; those that are not known stay."""
    return _HANJA.sub(
        lambda found: _first_said("".join(map(_read, found[0]))), unicodedata.normalize("NFC", text)
    )


def _read(letter: str) -> str:
    code = letter.encode("euc_kr", "ignore")
    at = bisect_right(_CODES, code)
    return _ODD.get(letter) or (_READ[at - 1] if len(code) == 2 and at else letter)


def _first_said(word: str) -> str:
    """A word as its first sound is said: 녀자 is 여자, 로인 노인."""
    place = ord(word[0]) - ord("가")
    initial, rest = divmod(place, 588)
    if not "가" <= word[0] <= "힣" or initial not in (_NIEUN, _RIEUL):
        return word
    soft = rest // 28 in _SOFT
    said = _IEUNG if soft else _NIEUN
    return chr(ord("가") + said * 588 + rest) + word[1:]
