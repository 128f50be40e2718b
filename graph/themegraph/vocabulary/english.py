"""English word forms: regular inflection by rule, irregular forms from ontology/words/irregular.txt."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice, product

_MOST_FORMS = 400

# Words that carry grammar, not meaning, and keep their form.
_FIXED = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "without",
        "into",
        "onto",
        "over",
        "under",
        "up",
        "down",
        "out",
        "off",
        "as",
        "than",
        "that",
        "this",
        "these",
        "those",
        "and",
        "or",
        "but",
        "nor",
        "not",
        "no",
        "its",
        "it",
        "their",
        "his",
        "her",
        "our",
        "your",
        "my",
        "more",
        "most",
        "less",
        "least",
        "very",
        "too",
        "all",
        "any",
        "some",
        "each",
        "every",
        "both",
        "other",
        "own",
        "such",
        "so",
        "if",
        "when",
        "while",
        "until",
        "before",
        "after",
        "since",
        "between",
        "among",
        "against",
        "across",
        "per",
        "via",
        "about",
        "around",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "having",
        "do",
        "does",
        "did",
        "can",
        "cannot",
        "could",
        "will",
        "would",
        "shall",
        "should",
        "may",
        "might",
        "must",
        "there",
        "here",
        "who",
        "whom",
        "whose",
        "which",
        "what",
        "how",
        "why",
        "where",
        "never",
        "ever",
        "only",
        "even",
        "just",
        "still",
        "yet",
        "again",
        "away",
        "back",
    ]
)


def inflect(word: str, irregular: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The forms of one word in its plain form: plural, third person, past, participle."""
    if word in irregular:
        return (word, *irregular[word])
    if word in _FIXED or len(word) < 3 or not word.isascii() or not word[-1].isalpha():
        return (word,)
    if "-" in word:
        head, _, tail = word.rpartition("-")
        return tuple(f"{head}-{form}" for form in inflect(tail, irregular))
    if word != word.lower():  # a name or an abbreviation
        return (word, word + "s") if word[-1] not in "sS" else (word,)
    if word.endswith(("ing", "ed", "ly", "est", "ss")) and len(word) > 4 and not word.endswith("ss"):
        return (word,)
    vowel_before = word[-2] in "aeiou"
    if word.endswith("y") and not vowel_before:
        return (word, word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    if word.endswith("e"):
        return (word, word + "s", word + "d", word[:-1] + "ing")
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return (word, word + "es", word + "ed", word + "ing")
    return (word, word + "s", word + "ed", word + "ing")


def inflect_phrase(phrase: str, irregular: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """All combinations of the forms of its words, at most some hundreds, the plain one first."""
    forms = [inflect(word, irregular) for word in phrase.split()]
    return tuple(dict.fromkeys(" ".join(words) for words in islice(product(*forms), _MOST_FORMS)))
