"""What a query's text says before it runs: where it is wrong, what it may not do, which variables it has.

The tokens are those of the SPARQL 1.1 grammar (https://www.w3.org/TR/sparql11-query/#sparqlGrammar), so that
a word in a string, an IRI or a comment is never taken for a keyword.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n\r]*)
      | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                  | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<variable>[?$]\w+)
      | (?P<name>(?:[^\W\d_](?:[\w.·-]*[\w·-])?)?:(?:[\w:%.·-]|\\.)* | _:[\w.·-]+)
      | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      | (?P<word>[^\W\d]\w*)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_PLACE = re.compile(r"error at (\d+):(\d+)")


class QueryError(ValueError):
    """A query that cannot be run; the message begins with line and column where they are known."""


class Refused(QueryError):
    """A query that asks for something outside the data, or wants to change it."""


_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")


def check(text: str, where: str = "") -> None:
    """QueryError where the text is no SPARQL 1.1 query, or asks for something outside the data."""
    prefix = f"{where}:" if where else ""
    words = list(_words(text))
    first = next((word for word, _ in words if word not in ("BASE", "PREFIX")), "")
    if first in _UPDATES:
        raise Refused(f"{prefix} {first} would change the data, which is read only".strip())
    try:
        ox.Store().query(text)
    except SyntaxError as error:
        raise QueryError(_explained(text, str(error), prefix)) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"{prefix} {str(error).splitlines()[0]}".strip()) from error
    # Only the parser knows for sure what is a keyword: without one, a query stays a query when the word changes.
    if not _parses(re.sub("service", "servicx", text, flags=re.IGNORECASE)):
        start = next((start for word, start in words if word == "SERVICE"), None)
        place = "" if start is None else ":".join(map(str, _place(text, start))) + ":"
        raise Refused(f"{prefix}{place} SERVICE would ask another server, and is refused".strip())


def _parses(text: str) -> bool:
    try:
        ox.Store().query(text)
    except SyntaxError:
        return False
    return True


def graphs(text: str) -> tuple[str, ...]:
    """The graphs that FROM and FROM NAMED name, as written."""
    found: list[str] = []
    tokens = [(kind, value) for kind, value, _ in _tokens(text)]
    for index, (kind, value) in enumerate(tokens):
        if kind == "word" and value.upper() == "FROM":
            after = tokens[index + 1 : index + 3]
            if after and after[0][1].upper() == "NAMED":
                after = after[1:]
            found.extend(value for _, value in after[:1])
    return tuple(found)


def names(text: str) -> tuple[str, ...]:
    """The variables of a query, without their marks, in the order in which they first stand."""
    return tuple(dict.fromkeys(value[1:] for kind, value, _ in _tokens(text) if kind == "variable"))


def bind(text: str, values: Mapping[str, ox.NamedNode | ox.Literal]) -> str:
    """The query with these variables bound, by a VALUES block at the head of its outermost group.

    The values are terms, written by the RDF library in its own escaped form: no value can end the block.
    QueryError where there is no group to bind in.
    """
    if not values:
        return text
    depth, before = 0, ""
    for kind, value, start in _tokens(text):
        if kind == "other" and value in "({[":
            if value == "{" and depth == 0 and before != "CONSTRUCT":
                head = " ".join(f"?{name}" for name in values)
                row = " ".join(str(term) for term in values.values())
                block = f" VALUES ({head}) {{ ({row}) }} "
                bound = text[: start + 1] + block + text[start + 1 :]
                if _parses(bound.replace(block, block.replace("VALUES", "VALUEX", 1), 1)):
                    break  # the brace stands in a string or a comment after all
                if not _parses(bound):
                    raise QueryError(f"{head}: the query gives this a value itself")
                return bound
            depth += 1
        elif kind == "other" and value in ")}]":
            depth -= 1
        before = value.upper()
    raise QueryError("this query has no WHERE group in which a parameter could be bound")


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "space":
            yield match.lastgroup, match.group(), match.start()


def _words(text: str) -> Iterator[tuple[str, int]]:
    return ((value.upper(), start) for kind, value, start in _tokens(text) if kind == "word")


def _place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def _explained(text: str, message: str, prefix: str) -> str:
    """The parser's message in one line; its lists of all characters that could stand there say little."""
    declared: set[str] = set()
    before = ""
    for kind, value, start in _tokens(text):
        if kind == "name" and not value.startswith("_:"):
            name = value.partition(":")[0]
            if before == "PREFIX":
                declared.add(name)
            elif name not in declared:
                line, column = _place(text, start)
                return f"{prefix}{line}:{column}: the prefix {name}: is not declared"
        before = value.upper()
    found = _PLACE.match(message)
    if not found:
        return f"{prefix} {message.splitlines()[0]}".strip()
    said = "cannot be read as SPARQL from here on"
    if "SELECT contains a variable that is unbound" in message:
        said = "SELECT names a variable that is neither grouped nor set"
    return f"{prefix}{found[1]}:{found[2]}: {said}"
