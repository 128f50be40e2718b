from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themegraph.extraction.text import Reading


def sentences(text):
    reading = Reading(text)
    return [text[slice(*reading.span(s.start, s.end))] for s in reading.split()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One thing. Another thing.", ["One thing.", "Another thing."]),
        ("Mr. Kim of Acme Inc. said so. He left.", ["Mr. Kim of Acme Inc. said so.", "He left."]),
        ("U.S. stocks rose 3.5% on Monday. Oil fell.", ["U.S. stocks rose 3.5% on Monday.", "Oil fell."]),
        ("매출은 3.5조원이다. 주가는 내렸다.", ["매출은 3.5조원이다.", "주가는 내렸다."]),
        ("진단한다.핵심 메시지는 명확하다.", ["진단한다.", "핵심 메시지는 명확하다."]),
        ('그는 "이것이 끝이다."라고 말했다. 끝.', ['그는 "이것이 끝이다."라고 말했다.', "끝."]),
        ('"It is over." She left.', ['"It is over."', "She left."]),
        ('"Is it over?" she asked. Nobody knew.', ['"Is it over?" she asked.', "Nobody knew."]),
        ("Headline\n\nBody text here. More.", ["Headline", "Body text here.", "More."]),
        ("First line is long enough to have been wrapped by an editor at\nseventy columns. Next.",
         ["First line is long enough to have been wrapped by an editor at\nseventy columns.", "Next."]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_ends_them(text, expected):
    assert sentences(text) == expected


@given(st.text(max_size=300))
def test_sentences_lie_in_order_and_leave_out_nothing_but_white_space(text):
    reading = Reading(text)
    end = 0
    for s in reading.split():
        assert reading.folded[end : s.start].strip() == ""
        assert s.start >= end and s.end > s.start
        end = s.end
    assert reading.folded[end:].strip() == ""


@given(
    st.text(alphabet=st.sampled_from("가각힣aİßÀ 한글é“”\u3000."), max_size=40),
    st.sampled_from(["NFC", "NFD"]),
)
def test_folding_never_moves_a_place(text, form):
    text = unicodedata.normalize(form, text)
    reading = Reading(text)
    for i in range(len(reading.folded)):
        start, end = reading.span(i, i + 1)
        assert (
            unicodedata.normalize("NFC", text[start:end])
            .translate(str.maketrans("“”\u3000", '"" '))
            .lower()[:1]
            == reading.folded[i]
            or text[start:end][0] in "İ"
        )
    assert reading.span(0, len(reading.folded)) == (0, len(text))


def test_a_contrast_is_seen_between_two_sides():
    text = "엔비디아는 웃었지만 인텔은 울었다."
    reading = Reading(text)
    sentence = reading.split()[0]
    assert reading.between(sentence, text.index("엔비디아"), text.index("인텔")) == (1, True)
    text = "Nvidia gained while Intel lost ground."
    reading = Reading(text)
    count, contrast = reading.between(reading.split()[0], text.index("Nvidia"), text.index("Intel"))
    assert contrast and count >= 1
