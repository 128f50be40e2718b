"""The HTTP server: carries bytes between clients and the processes that answer."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from themegraph.namespaces import KINDS
from themegraph.query import cookbook
from themegraph.serve.keeper import Keeper
from themegraph.serve.messages import Question, Reply
from themegraph.serve.negotiate import best

_HERE = Path(__file__).parent
_LONGEST = 1 << 20  # bytes of a query
_SAFE = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_STATIC = {
    "yasgui.js": (_HERE / "vendor" / "yasgui.min.js", "text/javascript"),
    "yasgui.css": (_HERE / "vendor" / "yasgui.min.css", "text/css"),
    "LICENSE": (_HERE / "vendor" / "LICENSE", "text/plain"),
    "editor.js": (_HERE / "web" / "editor.js", "text/javascript"),
    "style.css": (_HERE / "web" / "style.css", "text/css"),
}


def application(keeper: Keeper, page: Path | None, base: str) -> Starlette:
    """The server of what a keeper holds under a base IRI; `page` is the HTML graph, if there is one."""

    async def front(request: Request) -> Response:
        if page is None or not page.is_file():
            return _response(Reply.line(404, "there is no graph.html here; the query editor is at /sparql"))
        return FileResponse(page, media_type="text/html", headers={"X-Content-Type-Options": "nosniff"})

    async def sparql(request: Request) -> Response:
        question = await _question(request)
        if isinstance(question, Reply):
            return _response(question)
        if not question.query and request.method in ("GET", "HEAD") and _wants_page(question.accept):
            return FileResponse(_HERE / "web" / "editor.html", headers=_SAFE | {"Vary": "Accept"})
        return await answered(request, question)

    async def resource(request: Request) -> Response:
        path = request.scope.get("raw_path", b"").decode("ascii", "replace")
        question = Question(_accept(request), path=path, format=request.query_params.get("format", ""))
        return await answered(request, question)

    async def answered(request: Request, question: Question) -> Response:
        return _response(await keeper.ask(question, _gone(request)))

    async def static(request: Request) -> Response:
        found = _STATIC.get(request.path_params["name"])
        if found is None:
            return _response(Reply.line(404, "there is no such file"))
        return FileResponse(found[0], media_type=found[1], headers=_SAFE)

    async def examples(request: Request) -> Response:
        recipes = [
            {"name": r.name, "titles": dict(r.titles), "comments": dict(r.comments), "query": r.text}
            for r in cookbook().values()
        ]
        body = {"base": base, "recipes": recipes}
        return Response(json.dumps(body, ensure_ascii=False), media_type="application/json")

    async def missing(request: Request, error: Exception) -> Response:
        status = getattr(error, "status_code", 500)
        return _response(Reply.line(status, {404: "there is nothing here", 405: "this is read only"}.get(status, "that failed")))  # fmt: skip

    return Starlette(
        routes=[
            Route("/", front),
            Route("/sparql", sparql, methods=["GET", "POST"]),
            Route("/examples.json", examples),
            Route("/static/{name}", static),
            *(Route(f"/{kind}/{{id:path}}", resource) for kind in KINDS),
        ],
        middleware=[Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"])],
        exception_handlers={404: missing, 405: missing},
    )  # fmt: skip


def run(app: Starlette, host: str, port: int, on_start: Callable[[int], None]) -> None:
    """Serves until it is interrupted; `on_start` gets the port, which the system chooses where it is 0."""
    import socket

    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if sockets and self.started:
                on_start(int(sockets[0].getsockname()[1]))

    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="off", server_header=False)
    Server(config).run([listening])


async def _question(request: Request) -> Question | Reply:
    """The question of a SPARQL Protocol request (https://www.w3.org/TR/sparql11-protocol/), or what is wrong with it."""
    pairs = parse_qsl(request.url.query, keep_blank_values=True)
    if request.method == "POST":
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > _LONGEST:
                return Reply.line(413, "a query may be 1 MB long")
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return Reply.line(400, "the query is not UTF-8")
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media == "application/x-www-form-urlencoded":
            pairs += parse_qsl(text, keep_blank_values=True)
        elif media == "application/sparql-query":
            pairs.append(("query", text))
        elif media == "application/sparql-update":
            return Reply.line(403, "this endpoint is read only")
        else:
            return Reply.line(415, "POST a form, or application/sparql-query")
    if any(name == "update" for name, _ in pairs):
        return Reply.line(403, "this endpoint is read only")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) > 1:
        return Reply.line(400, "one query at a time")
    if queries == [""] or (request.method == "POST" and not queries):
        return Reply.line(400, "the query is empty")
    return Question(
        accept=_accept(request),
        query=queries[0] if queries else "",
        default_graphs=tuple(value for name, value in pairs if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in pairs if name == "named-graph-uri"),
        endpoint=str(request.url.replace(query="", fragment="")),
    )


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept"))


def _wants_page(accept: str) -> bool:
    return "text/html" in accept and best(accept, ["text/turtle", "text/html"]) == "text/html"


def _gone(request: Request) -> Callable[[], Awaitable[bool]]:
    return request.is_disconnected


def _response(reply: Reply) -> Response:
    headers = _SAFE | {"Vary": "Accept"}
    if reply.status == 503:
        headers["Retry-After"] = "30"
    media = (
        reply.media
        if "charset" in reply.media or not reply.media.startswith("text/")
        else f"{reply.media}; charset=utf-8"
    )
    return Response(reply.body, reply.status, headers | {"Content-Type": media})
