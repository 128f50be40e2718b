"""Content negotiation (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence


def best(accept: str, offered: Sequence[str]) -> str | None:
    """The media type that the client likes best among those offered, the first of equals; nothing where none will do."""
    if not accept.strip():
        return offered[0]
    wishes: list[tuple[str, float]] = []
    for part in accept.split(","):
        media, _, parameters = part.partition(";")
        quality = 1.0
        for parameter in parameters.split(";"):
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    quality = float(value)
                except ValueError:
                    quality = 0.0
        wishes.append((media.strip().lower(), quality))

    def liked(media: str) -> float:
        kind = media.partition("/")[0]
        for pattern in (media, f"{kind}/*", "*/*"):
            found = [quality for wish, quality in wishes if wish == pattern]
            if found:
                return max(found)
        return 0.0

    ranked = max(offered, key=liked)
    return ranked if liked(ranked) > 0 else None
