"""What travels between the HTTP server and the processes that answer: one question, one reply, both as JSON."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A request, as far as an answer depends on it: a query, or the path of a resource."""

    accept: str = ""
    query: str = ""
    path: str = ""
    format: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    endpoint: str = ""

    def encode(self) -> bytes:
        """The question as JSON."""
        return json.dumps(asdict(self)).encode()

    @staticmethod
    def decode(data: bytes) -> Question:
        """The question that `encode` wrote."""
        fields = json.loads(data)
        for name in ("default_graphs", "named_graphs"):
            fields[name] = tuple(fields[name])
        return Question(**fields)


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP status with a body of some media type."""

    status: int
    media: str
    body: bytes

    @staticmethod
    def line(status: int, text: str) -> Reply:
        """A reply of one line of text."""
        return Reply(status, "text/plain; charset=utf-8", (text.strip() + "\n").encode())

    def encode(self) -> bytes:
        """The reply as JSON; its end tells whether it is whole."""
        return json.dumps([self.status, self.media, b64encode(self.body).decode()]).encode()

    @staticmethod
    def decode(data: bytes) -> Reply | None:
        """The reply that `encode` wrote, or nothing where its writer was ended before it was done."""
        try:
            status, media, body = json.loads(data)
        except ValueError:
            return None
        return Reply(status, media, b64decode(body))
