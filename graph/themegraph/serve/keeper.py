"""Answers each question in a process of its own, which is ended at its limit of time or memory.

A keeper process holds the data. For each question it forks a child, which shares the data until it writes;
so a child costs milliseconds, and whatever a query does, ending the child ends it. A child can open nothing:
no file, and no connection to anywhere.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import socket
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from themegraph.serve.messages import Question, Reply

_KEY = 4  # bytes of a process id, which a child writes before anything else
_LONGEST = 64 << 20  # bytes of an answer
_GRACE = 5.0  # seconds to write an answer that was ready in time
_HEAVY = 1.0  # seconds after which a query gives way to younger ones


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may use: seconds, megabytes of memory, and how many queries may run at once."""

    seconds: float = 20.0
    megabytes: int = 512
    at_once: int = 64


class Keeper:
    """The process that holds the data; `answer` runs in its children."""

    def __init__(self, answer: Callable[[Question], Reply], limits: Limits) -> None:
        self.limits = limits
        self._free = asyncio.Semaphore(limits.at_once)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self.pid = os.fork()
        if self.pid == 0:
            ours.close()
            _keep(theirs, answer, limits)
        theirs.close()
        self._socket = ours

    def close(self) -> None:
        """Ends the keeper."""
        self._socket.close()
        os.waitpid(self.pid, 0)

    async def ask(self, question: Question, gone: Callable[[], Awaitable[bool]]) -> Reply:
        """The reply to a question, whole or an error; `gone` says whether anybody still waits for it."""
        limit = self.limits.seconds
        try:
            await asyncio.wait_for(self._free.acquire(), limit)
        except TimeoutError:
            return Reply.line(503, "too many queries are running; try again later")
        try:
            return await self._asked(question, gone, time.monotonic())
        finally:
            self._free.release()

    async def _asked(self, question: Question, gone: Callable[[], Awaitable[bool]], start: float) -> Reply:
        reading, writing = os.pipe()
        with tempfile.TemporaryFile() as file:
            file.write(question.encode())
            file.seek(0)
            socket.send_fds(self._socket, [b"?"], [file.fileno(), writing])
        os.close(writing)
        stream = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(stream), os.fdopen(reading, "rb", buffering=0)
        )
        try:
            child = int.from_bytes(await stream.readexactly(_KEY), "little")
            task = asyncio.create_task(stream.read())
            heavy = False
            while not (await asyncio.wait({task}, timeout=0.25))[0]:
                spent = time.monotonic() - start
                if spent > self.limits.seconds + _GRACE or await gone():
                    os.kill(child, signal.SIGKILL)
                elif spent > _HEAVY and not heavy:
                    heavy = True
                    os.setpriority(os.PRIO_PROCESS, child, 15)
            reply = Reply.decode(task.result())
        except (asyncio.IncompleteReadError, ProcessLookupError):
            reply = None
        finally:
            transport.close()
        if reply:
            return reply
        if time.monotonic() - start >= self.limits.seconds:
            return Reply.line(503, f"the query was ended after its {self.limits.seconds:g} seconds")
        return Reply.line(
            507, f"the query was ended: it needs more than its {self.limits.megabytes} MB of memory"
        )


def _keep(requests: socket.socket, answer: Callable[[Question], Reply], limits: Limits) -> NoReturn:
    """Forks a child for each question until nobody can ask any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        message, files, _, _ = socket.recv_fds(requests, 1, 2)
        if not message:
            os._exit(0)
        if os.fork() == 0:
            requests.close()
            _reply(answer, limits, *files)
        for file in files:
            os.close(file)


def _reply(answer: Callable[[Question], Reply], limits: Limits, asked: int, replied: int) -> NoReturn:
    """Answers in a child, and ends it."""
    try:
        os.write(replied, os.getpid().to_bytes(_KEY, "little"))
        with os.fdopen(asked, "rb") as file:
            question = Question.decode(file.read())
        _confine(limits)
        try:
            reply = answer(question)
            if len(reply.body) > _LONGEST:
                reply = Reply.line(507, f"the answer is longer than {_LONGEST >> 20} MB; use LIMIT")
            data = reply.encode()
        except MemoryError:
            os._exit(1)
        signal.setitimer(signal.ITIMER_REAL, 0)
        with os.fdopen(replied, "wb") as out:
            out.write(data)
    finally:
        os._exit(0)


def _confine(limits: Limits) -> None:
    """Sets the limits of a child: time, memory, and no file or connection that is not open yet."""
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)  # where Rust writes that its memory is at an end
    os.close(silent)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    memory = _held() + (limits.megabytes << 20)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _held() -> int:
    """Bytes of address space in use; where the system does not say, the most that was ever resident."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text("ascii").split()[0]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
