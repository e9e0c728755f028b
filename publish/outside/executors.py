"""Worker processes that speak: the same sound each time, and none left behind."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import TYPE_CHECKING, Any

from publish.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

_ENVIRONMENT = {
    # One process per core is enough; libraries would each start as many threads again.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}

_environment_lock = threading.Lock()


@contextmanager
def workers(count: int) -> Iterator[Workers]:
    """Give processes that work until the block ends; 0 is one per core that we may use.

    They start as work comes, and again after one has died: the jobs in flight fail with BrokenExecutor, new ones run.
    When the block ends by an error or by Ctrl-C, what waits is dropped and they are stopped; when we are killed,
    they end by themselves.

    Raises:
        ToolError: a worker died, and nobody else could say what it did.
    """
    context = _Context()
    executor = Workers(lambda: ProcessPoolExecutor(count or _cores(), mp_context=context, initializer=_begin))
    try:
        yield executor
    except BaseException as error:
        executor.shutdown(wait=False, cancel_futures=True)
        context.stop()
        executor.shutdown(wait=True)
        if isinstance(error, BrokenProcessPool):
            msg = "A process that works for us died"
            hint = "Perhaps memory ran out: try --workers 1, or another --voice. What was spoken before is kept."
            raise ToolError(msg, hint=hint) from error
        raise
    executor.shutdown(wait=True)


class Workers(Executor):
    """A pool that begins anew when one of its processes has died: a plain one takes no job after that."""

    def __init__(self, make: Callable[[], ProcessPoolExecutor]) -> None:
        self._make = make
        self._pool = make()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have it done; see concurrent.futures."""
        try:
            return self._pool.submit(fn, *args, **kwargs)
        except BrokenProcessPool:
            self._pool.shutdown(wait=False)
            self._pool = self._make()
            return self._pool.submit(fn, *args, **kwargs)

    def rest(self) -> None:
        """Wait until all is done, and end the processes; who has more to do gets new ones."""
        self._pool.shutdown()
        self._pool = self._make()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  (the base's own signature)
        """End it; see concurrent.futures."""
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)


def _cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Worker(SpawnProcess):
    """A process that starts in our environment, deaf to Ctrl-C: that is its parent's to decide."""

    def start(self) -> None:
        """Start it; environment and signal mask, handed down when a process begins, change for that moment."""
        with _environment_lock, _handing_down():
            super().start()


class _Context(SpawnContext):
    """Makes workers, and knows them."""

    def __init__(self) -> None:
        super().__init__()
        self._made: list[Worker] = []

    def Process(self, *arguments: object, **named: object) -> Worker:  # type: ignore[override]  # noqa: N802  (multiprocessing's own name for it)
        worker = Worker(*arguments, **named)  # type: ignore[arg-type]  # what the executor gives is passed on
        self._made.append(worker)
        return worker

    def stop(self) -> None:
        """End them all, whatever they do."""
        for worker in self._made:
            if worker.is_alive():
                worker.kill()


@contextmanager
def _handing_down() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in _ENVIRONMENT}
    os.environ.update(_ENVIRONMENT)
    mask = None if sys.platform == "win32" else signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if sys.platform != "win32" and mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _begin() -> None:
    """Prepare a worker: deaf to Ctrl-C, gone when its parent is, its warnings like ours."""
    logging.basicConfig(format="Warning: %(message)s")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        # The pool's own thread waits for work that never comes: only leaving at once ends the process.
        os._exit(1)
