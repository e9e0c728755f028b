"""Worker processes that speak."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures.process import BrokenProcessPool

import pytest

from publish.errors import ToolError
from publish.outside.executors import workers


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pids: list[int]) -> bool:
    """Wait for processes to end, ten seconds at most."""
    for _ in range(200):
        if not any(map(is_running, pids)):
            return True
        time.sleep(0.05)
    return False


def test_a_worker_begins_single_threaded_and_we_are_as_we_were() -> None:
    before = dict(os.environ)
    with workers(1) as executor:
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
        assert [executor.submit(os.getenv, name).result() for name in names] == ["1", "1"]
    assert dict(os.environ) == before


def test_a_worker_is_deaf_to_the_keyboard() -> None:
    with workers(1) as executor:
        pid = executor.submit(os.getpid).result()
        os.kill(pid, signal.SIGINT)
        assert executor.submit(os.getpid).result() == pid


def test_workers_that_rest_are_gone_and_who_asks_again_gets_others() -> None:
    with workers(1) as executor:
        pid = executor.submit(os.getpid).result()
        executor.rest()
        assert not is_running(pid)
        assert executor.submit(os.getpid).result() != pid


def test_an_error_stops_what_runs_and_drops_what_waits() -> None:
    with contextlib.suppress(ZeroDivisionError), workers(1) as executor:
        pid = executor.submit(os.getpid).result()
        waiting = [executor.submit(time.sleep, 60) for _ in range(3)]
        raise ZeroDivisionError
    assert gone([pid])
    assert all(future.done() for future in waiting)


def test_ctrl_c_stops_at_once() -> None:
    with contextlib.suppress(KeyboardInterrupt), workers(1) as executor:
        pid = executor.submit(os.getpid).result()
        running = executor.submit(time.sleep, 60)
        threading.Timer(0.1, os.kill, [os.getpid(), signal.SIGINT]).start()
        time.sleep(60)
    assert gone([pid])
    assert running.done()


def test_a_worker_that_dies_is_told_in_words() -> None:
    with pytest.raises(ToolError, match="A process that works for us died"), workers(1) as executor:
        executor.submit(os._exit, 3).result()


def test_after_a_worker_has_died_the_next_job_is_done() -> None:
    with workers(1) as executor:
        assert isinstance(executor.submit(os._exit, 3).exception(), BrokenProcessPool)
        assert executor.submit(os.getppid).result() == os.getpid()


ORPHAN = """
import os, time
from publish.outside.executors import workers

if __name__ == "__main__":
    with workers(2) as executor:
        executor.submit(time.sleep, 60)
        print(executor.submit(os.getpid).result(), flush=True)
        time.sleep(60)
"""


def test_nobody_is_left_behind_when_we_are_killed(tmp_path) -> None:
    script = tmp_path / "orphan.py"
    script.write_text(ORPHAN)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        assert run.stdout is not None
        pid = int(run.stdout.readline())
        run.kill()
    assert gone([pid])
