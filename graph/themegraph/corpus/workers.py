"""Worker processes that read texts; one that dies is replaced, and what it held is tried once more, piece by piece."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")
_AHEAD = 2  # jobs that a worker holds, so that it never waits for the next


class Died:
    """In place of a result: the worker died over this piece, twice."""


@dataclass(slots=True)
class _Job(Generic[Piece]):
    ticket: int
    place: int  # of its first piece in the ticket
    pieces: list[Piece]
    tries: int = 0


class _Worker:
    def __init__(self, work: Callable[[Any], Any], context: Any) -> None:
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(
            target=_serve, args=(work, theirs, self.pipe), daemon=True
        )
        self.process.start()
        theirs.close()
        self.jobs: deque[_Job[Any]] = deque()


def _serve(work: Callable[[Any], Any], pipe: Connection, parents: Connection) -> None:
    """Runs in the worker: answers each job with one result a piece until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    parents.close()
    parent = os.getppid()
    jobs: queue.SimpleQueue[list[Any] | None] = queue.SimpleQueue()

    def listen() -> None:
        """Takes jobs while another is at work, so that the parent never waits to hand one out."""
        try:
            while True:
                while not pipe.poll(1.0):
                    if os.getppid() != parent:  # killed; its other workers hold the pipe open
                        os._exit(0)
                jobs.put(pipe.recv())
        except (EOFError, OSError):
            jobs.put(None)

    threading.Thread(target=listen, daemon=True).start()
    while (pieces := jobs.get()) is not None:
        pipe.send(work(pieces))


class Pool(Generic[Piece, Result]):
    """Workers that apply one function, pieces to results; these are asked for by ticket, in any order."""

    def __init__(self, work: Callable[[list[Piece]], list[Result]], count: int) -> None:
        # A forked worker shares the vocabulary with its parent; elsewhere it loads its own.
        self._context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self._work = work
        self._workers = [_Worker(work, self._context) for _ in range(count)]
        self._waiting: deque[_Job[Piece]] = deque()
        self._results: dict[int, list[Any]] = {}
        self._open: dict[int, int] = {}
        self._tickets = 0

    @property
    def capacity(self) -> int:
        """How many jobs keep all workers busy."""
        return len(self._workers) * (_AHEAD + 1)

    @property
    def pids(self) -> list[int]:
        """The process ids of the workers."""
        return [worker.process.pid or 0 for worker in self._workers]

    def submit(self, pieces: list[Piece]) -> int:
        """Gives the pieces to a worker; the ticket fetches their results."""
        ticket = self._tickets
        self._tickets += 1
        self._results[ticket] = [None] * len(pieces)
        self._open[ticket] = len(pieces)
        self._waiting.append(_Job(ticket, 0, pieces))
        self._hand_out()
        return ticket

    def results(self, ticket: int) -> list[Result | Died]:
        """One result a piece, in their order; waits for them."""
        while self._open[ticket]:
            self._receive()
        del self._open[ticket]
        return self._results.pop(ticket)

    def _hand_out(self) -> None:
        for held in range(_AHEAD):
            for worker in self._workers:
                if self._waiting and len(worker.jobs) <= held:
                    # A job that killed a worker is retried alone, so that it takes no other with it.
                    if worker.jobs and (self._waiting[0].tries or worker.jobs[-1].tries):
                        continue
                    job = self._waiting.popleft()
                    worker.jobs.append(job)
                    try:
                        worker.pipe.send(job.pieces)
                    except OSError:  # it died; _receive sees to it
                        return

    def _receive(self) -> None:
        busy = {worker.pipe: worker for worker in self._workers if worker.jobs}
        for ready in connection.wait(list(busy)):
            worker = busy[ready]
            try:
                results = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            job = worker.jobs.popleft()
            self._settle(job, results)
        self._hand_out()

    def _settle(self, job: _Job[Piece], results: list[Any]) -> None:
        self._results[job.ticket][job.place : job.place + len(results)] = results
        self._open[job.ticket] -= len(results)

    def _bury(self, worker: _Worker) -> None:
        """Replaces a dead worker. The job it was at is cut into pieces and tried again; the next is untouched."""
        worker.process.join()
        worker.pipe.close()
        self._workers[self._workers.index(worker)] = _Worker(self._work, self._context)
        if not worker.jobs:
            return
        culprit, *untouched = worker.jobs
        self._waiting.extendleft(reversed(untouched))
        if culprit.tries and len(culprit.pieces) == 1:
            self._settle(culprit, [Died()])
            return
        again = [
            _Job(culprit.ticket, culprit.place + i, [piece], tries=1)
            for i, piece in enumerate(culprit.pieces)
        ]
        self._waiting.extendleft(reversed(again))

    def close(self) -> None:
        """Ends all workers, whatever they are at."""
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join(5)
            if worker.process.is_alive():
                worker.process.kill()
            worker.pipe.close()

    def __enter__(self) -> Pool[Piece, Result]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
