"""Korean word forms: conjugation of verbs and adjectives, and what may follow a noun.

Conjugation follows the regular and irregular classes of the standard grammar (National Institute of
Korean Language, Korean orthography, articles 15-40); it yields the beginnings of all written forms,
so that a scan for them finds every ending.
"""

from __future__ import annotations

import re
from functools import lru_cache

_FIRST, _LAST = 0xAC00, 0xD7A3
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]

# Stems whose final consonant changes or falls away before a vowel; all others of their shape are regular.
_B_REGULAR = frozenset(
    ["입", "잡", "뽑", "씹", "접", "좁", "집", "업", "굽", "꼽", "붙잡", "사로잡", "손꼽", "바로잡", "움켜잡"]
)
_D_IRREGULAR = frozenset(["걷", "듣", "묻", "깨닫", "싣", "일컫", "붇", "긷"])
_S_IRREGULAR = frozenset(["짓", "잇", "낫", "붓", "긋", "젓", "결정짓", "이어짓", "퍼붓", "쏟아붓", "들이붓"])
_LEU_REGULAR = frozenset(["따르", "치르", "들르", "우러르", "다다르", "잇따르", "뒤따르"])
_H_IRREGULAR = frozenset(["그렇", "이렇", "저렇", "어떻", "빨갛", "노랗", "파랗", "까맣", "하얗", "커다랗"])

# One-syllable stems are too short to be found by their beginning alone: these endings complete them.
_CONSONANT_ENDINGS = (
    "고",
    "게",
    "기",
    "는",
    "던",
    "다",
    "자",
    "지",
    "네",
    "도록",
    "거나",
    "더니",
    "습니",
    "겠",
    "느냐",
    "는데",
    "지만",
    "다가",
    "자마",
    "더라",
)
_VOWEL_ENDINGS = ("면", "며", "니", "므로", "려", "러", "시")

PARTICLES: tuple[str, ...] = tuple(
    sorted(
        [
            "이",
            "가",
            "은",
            "는",
            "을",
            "를",
            "의",
            "에",
            "도",
            "와",
            "과",
            "로",
            "으로",
            "만",
            "나",
            "이나",
            "란",
            "이란",
            "라",
            "이라",
            "라는",
            "이라는",
            "라고",
            "이라고",
            "든",
            "이든",
            "에서",
            "에게",
            "한테",
            "께",
            "께서",
            "까지",
            "부터",
            "보다",
            "처럼",
            "같이",
            "마다",
            "조차",
            "마저",
            "밖에",
            "뿐",
            "대로",
            "만큼",
            "하고",
            "랑",
            "이랑",
            "며",
            "이며",
            "에서는",
            "에서도",
            "에서의",
            "에는",
            "에도",
            "에만",
            "에게는",
            "에게도",
            "로는",
            "로도",
            "로의",
            "로서",
            "로써",
            "으로는",
            "으로도",
            "으로서",
            "으로써",
            "으로부터",
            "로부터",
            "와의",
            "과의",
            "와는",
            "과는",
            "와도",
            "과도",
            "까지도",
            "까지는",
            "부터는",
            "보다는",
            "보다도",
            "만이",
            "만을",
            "만은",
            "만의",
            "만도",
            "뿐만",
            "뿐이",
            "뿐인",
            "들이",
            "들은",
            "들을",
            "들의",
            "들도",
            "들과",
            "들에",
            "들에게",
            "들까지",
            "라면",
            "이라면",
            "였다",
            "이었다",
            "이다",
            "다",
            "인",
            "일",
            "임",
            "이자",
            "이고",
            "이지만",
            "이라며",
            "라며",
            "인데",
            "이어서",
            "여서",
            "이니",
            "이면",
            "면",
            "이면서",
            "면서",
            "에선",
            "에겐",
            "로선",
            "으로선",
            "라도",
            "이라도",
            "야말로",
            "이야말로",
            "측",
            "측은",
            "측이",
            "측의",
            "측도",
            "측에",
            "씨",
            "발",
            "발로",
            "표",
            "향",
            "용",
            "형",
            "식",
            "系",
            "계",
            "등",
            "등이",
            "등은",
            "등의",
            "등을",
            "등도",
            "등과",
            "등에",
            "등이다",
            "들",
        ],
        key=len,
        reverse=True,
    )
)


def is_hangul(character: str) -> bool:
    """Whether this is a composed Hangul syllable."""
    return "가" <= character <= "힣"


_HANGUL = re.compile("[가-힣]")


def is_korean(text: str) -> bool:
    """Whether more than a quarter of a text is Hangul."""
    return len(_HANGUL.findall(text)) * 4 > len(text)


def _split(syllable: str) -> tuple[int, int, int]:
    code = ord(syllable) - _FIRST
    return code // 588, code // 28 % 21, code % 28


def _join(initial: int, vowel: int, final: int = 0) -> str:
    return chr(_FIRST + (initial * 21 + vowel) * 28 + final)


def _with_final(stem: str, final: str) -> str:
    initial, vowel, _ = _split(stem[-1])
    return stem[:-1] + _join(initial, vowel, _FINALS.index(final))


def _open_forms(stem: str) -> set[str]:
    """The forms of a stem that ends in a vowel, or in ㄹ: with ㄴ, ㄹ, ㅂ, ㅁ for a final."""
    return {_with_final(stem, final) for final in "ㄴㄹㅂㅁ"}


def _infinitives(stem: str) -> set[str]:
    """The stem joined with -아/-어, and with the past -았-/-었-, contracted as it is written."""
    initial, vowel, final = _split(stem[-1])
    letter = _VOWELS[vowel]
    if final:
        ending = "아" if letter in "ㅏㅗㅑ" else "어"
        return {stem + ending, stem + _with_final(ending, "ㅆ")}
    head = stem[:-1]
    if letter == "ㅡ":  # 크다 -> 커, 담그다 -> 담가
        dark = not (head and is_hangul(head[-1]) and _VOWELS[_split(head[-1])[1]] in "ㅏㅗ")
        joined = head + _join(initial, _VOWELS.index("ㅓ" if dark else "ㅏ"))
        return {joined, _with_final(joined, "ㅆ")}
    contraction = {"ㅗ": "ㅘ", "ㅜ": "ㅝ", "ㅣ": "ㅕ", "ㅚ": "ㅙ"}.get(letter)
    forms: set[str] = set()
    if contraction:
        joined = head + _join(initial, _VOWELS.index(contraction))
        forms |= {joined, _with_final(joined, "ㅆ")}
        forms |= {stem + "어", stem + "었"} if letter != "ㅗ" else {stem + "아", stem + "았"}
    elif letter in "ㅏㅓㅐㅔㅕ":
        forms |= {_with_final(stem, "ㅆ"), stem}
        if letter in "ㅐㅔ":
            forms |= {stem + "어", stem + "었"}
    else:
        forms |= {stem + "어", stem + "었"}
    return forms


@lru_cache(maxsize=65536)
def conjugate(word: str) -> frozenset[str]:
    """The beginnings of all forms of a verb or adjective in the dictionary form (모자라다: 모자라, 모자란, 모자랐, ...).

    ValueError where the word does not end in 다 after a Hangul syllable.
    """
    stem = word.removesuffix("다")
    if stem == word or not stem or not is_hangul(stem[-1]):
        raise ValueError(f"{word} is no verb or adjective in the dictionary form")
    initial, vowel, final = _split(stem[-1])
    letter, consonant = _VOWELS[vowel], _FINALS[final]
    tail = stem.split(" ")[-1]
    head = stem[:-1]
    before_consonant = {stem}
    forms: set[str] = set()

    def irregular(stems: frozenset[str]) -> bool:
        return any(tail == s or (len(s) > 1 and tail.endswith(s)) for s in stems)

    if stem.endswith("하"):
        forms |= _open_forms(stem) | {head + "해", head + "했", head + "하여", head + "하였"}
    elif stem.endswith("르") and tail not in _LEU_REGULAR and head:
        before, v, _ = _split(head[-1])
        doubled = head[:-1] + _join(before, v, _FINALS.index("ㄹ"))
        ending = "라" if _VOWELS[v] in "ㅏㅗ" else "러"
        if tail in {"이르", "푸르"}:
            doubled, ending = stem, "러"
        forms |= _open_forms(stem) | {doubled + ending, doubled + _with_final(ending, "ㅆ")}
    elif consonant == "ㅂ" and not irregular(_B_REGULAR):
        bare = head + _join(initial, vowel)
        glide = "와" if tail in {"돕", "곱"} else "워"
        forms |= {
            bare + "우",
            bare + glide,
            bare + _with_final(glide, "ㅆ"),
            bare + "운",
            bare + "울",
            bare + "움",
        }
    elif consonant == "ㄷ" and tail[-1:] in {"걷", "듣", "닫", "싣", "컫"} and irregular(_D_IRREGULAR):
        soft = _with_final(stem, "ㄹ")
        forms |= _infinitives(soft) | {soft + "으", soft + "은", soft + "을", soft + "음"}
    elif consonant == "ㅅ" and irregular(_S_IRREGULAR):
        bare = head + _join(initial, vowel)
        ending = "아" if letter in "ㅏㅗ" else "어"
        forms |= {
            bare + ending,
            bare + _with_final(ending, "ㅆ"),
            bare + "으",
            bare + "은",
            bare + "을",
            bare + "음",
        }
    elif consonant == "ㄹ":  # 늘다 -> 는, 늡니다, 느니
        bare = head + _join(initial, vowel)
        forms |= _infinitives(stem) | {
            _with_final(bare, "ㄴ"),
            _with_final(bare, "ㅂ"),
            bare + "는",
            stem + "면",
            stem + "며",
        }
        forms |= {bare + "니", bare + "시", head + _join(initial, vowel, _FINALS.index("ㄻ"))}
    elif consonant == "ㅎ" and irregular(_H_IRREGULAR):
        bare = head + _join(initial, vowel)
        forms |= {
            _with_final(bare, "ㄴ"),
            _with_final(bare, "ㄹ"),
            head + _join(initial, _VOWELS.index("ㅐ")),
        }
    elif not final:
        forms |= _open_forms(stem) | _infinitives(stem)
    else:
        forms |= _infinitives(stem) | {stem + "으", stem + "은", stem + "을", stem + "음"}

    if len(stem.replace(" ", "")) == 1:
        forms.discard(stem)
        forms |= {s + ending for s in before_consonant for ending in _CONSONANT_ENDINGS}
        if not final:
            forms |= {stem + ending for ending in _VOWEL_ENDINGS}
    else:
        forms |= before_consonant
    # A lone syllable that is also a particle would be found after every noun.
    forms -= {"는", "은", "을", "와", "이", "가", "온", "인", "도"}
    # A form whose beginning is found already adds nothing.
    return frozenset(f for f in forms if not any(f != g and f.startswith(g) for g in forms))


# A noun of action makes a verb with one of these: 급증하다, 급증됐다, 급증시키다.
_VERBALIZERS = frozenset("하한할함합해했되된될됨됩돼됐")


_ROMAN_INITIAL = "g kk n d tt r m b pp s ss - j jj ch k t p h".replace("-", "").split(" ")
_ROMAN_VOWEL = [
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
]
_ROMAN_FINAL = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".replace("-", "").split(" ")


def romanise(text: str) -> str:
    """Hangul in Latin letters, syllable by syllable (Revised Romanization 2000, without sound changes)."""
    out = []
    for character in text:
        if is_hangul(character):
            initial, vowel, final = _split(character)
            out.append(_ROMAN_INITIAL[initial] + _ROMAN_VOWEL[vowel] + _ROMAN_FINAL[final])
        else:
            out.append(character)
    return "".join(out)


def latin_id(name: str) -> str:
    """An id in kebab-case from a name or phrase of either language: Hangul romanised, apostrophes dropped."""
    return re.sub(r"[^a-z0-9]+", "-", romanise(name).lower().replace("'", "")).strip("-")


_FOLLOWS_NOUN = re.compile(
    rf"(?![가-힣])|[{''.join(sorted(_VERBALIZERS))}]|시키|시켰|(?:{'|'.join(PARTICLES)})(?![가-힣])"
)


def follows_noun(rest: str) -> bool:
    """Whether this, the text after a noun, begins with a border, a particle that ends in one, or makes it a verb."""
    return bool(_FOLLOWS_NOUN.match(rest))
