"""A child that hangs, grows, talks too much or reads elsewhere is ended, and says why."""

import http.server
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.media import runner
from portal.media.cut import remux
from portal.media.errors import MediaError
from portal.media.probe import probe
from portal.media.runner import Child, Limits, guarded_ffmpeg, run


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-c", code]


def test_it_reports_output_and_processor_time() -> None:
    output, usage = run(python("print('x' * 3_000_000, end=''); sum(range(2_000_000))"), Limits())
    assert len(output) == usage.output == 3_000_000
    assert usage.cpu_s > 0


def test_a_child_gets_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "hidden")
    output, _ = run(python("import os; print(sorted(os.environ))"), Limits())
    assert b"PORTAL" not in output
    assert b"PATH" not in output


def test_a_child_that_hangs_is_killed_with_its_own_children() -> None:
    code = "import subprocess; subprocess.run(['/bin/sleep', '61'])"
    began = time.monotonic()
    kept = bytearray()
    with pytest.raises(MediaError, match="timeout"):
        runner.stream(python(code), Limits(wall_s=1), kept.extend)
    assert time.monotonic() - began < 5
    alive = subprocess.run(["/bin/ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert "/bin/sleep 61" not in alive.stdout


def test_a_child_that_spins_runs_out_of_processor_time() -> None:
    with pytest.raises(MediaError, match="timeout"):
        run(python("while True: pass"), Limits(wall_s=30, cpu_s=1))


def test_a_child_that_eats_memory_fails() -> None:
    with pytest.raises(MediaError, match="crashed"):
        run(python("x = bytearray(3 << 30)"), Limits(memory=1 << 30))


def test_the_limits_hold_before_the_child_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """However late we get to it: on a busy machine a child may run long before its parent does."""

    class Late(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)  # it has ended

    monkeypatch.setattr("portal.media.runner.subprocess.Popen", Late)
    with pytest.raises(MediaError, match="crashed"):
        run(python("x = bytearray(3 << 30)"), Limits(memory=1 << 30))


def test_a_child_that_talks_too_much_is_ended() -> None:
    code = "import sys\nwhile True: sys.stdout.write('x' * 100000)"
    with pytest.raises(MediaError, match="too_large"):
        run(python(code), Limits(output=5_000_000))


def test_a_child_cannot_fill_the_disk_with_complaints() -> None:
    code = "import sys\nwhile True: sys.stderr.write('x' * 100000)"
    with pytest.raises(MediaError, match="crashed"):
        run(python(code), Limits(wall_s=20, file=1 << 20))


def test_leaving_early_ends_the_child() -> None:
    with Child(
        python("import time; print('y' * 100, flush=True); time.sleep(60)"), Limits()
    ) as child:
        assert child.read_into(memoryview(bytearray(10))) == 10
        pid = child._process.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_what_is_fed_arrives_whole() -> None:
    pieces = [bytes([value]) * 100_000 for value in range(30)]
    output, _ = run(
        python("import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"), Limits(), pieces
    )
    assert output == b"".join(pieces)


def test_an_error_of_the_feeder_reaches_the_caller() -> None:
    def feed() -> Iterator[bytes]:
        yield b"x"
        raise KeyError("gone")

    with pytest.raises(KeyError, match="gone"):
        run(python("import sys; sys.stdin.buffer.read()"), Limits(), feed())


class _Listener(http.server.BaseHTTPRequestHandler):
    hits = 0

    def do_GET(self) -> None:
        type(self).hits += 1
        self.send_response(404)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "list.m3u8",
            (
                "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n"
                "http://127.0.0.1:{port}/x.ts\n#EXT-X-ENDLIST\n"
            ),
        ),
        ("clip.mp4", "ffconcat version 1.0\nfile 'http://127.0.0.1:{port}/x.mp4'\n"),
        (
            "clip.mp4",
            (
                "<svg xmlns='http://www.w3.org/2000/svg'>"
                "<image href='http://127.0.0.1:{port}/x'/></svg>"
            ),
        ),
    ],
)
def test_a_file_cannot_make_the_decoder_call_or_open_anything(
    name: str, content: str, tmp_path: Path
) -> None:
    _Listener.hits = 0
    server = http.server.HTTPServer(("127.0.0.1", 0), _Listener)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        path = tmp_path / name
        path.write_text(content.replace("{port}", str(server.server_port)))
        with pytest.raises(MediaError):
            probe(path)
        with pytest.raises(MediaError):
            run(guarded_ffmpeg(["-i", str(path), "-f", "null", "-"]), Limits())
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert _Listener.hits == 0


def test_a_recording_that_is_a_script_opens_no_other_file(
    plain: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "other.mp4").write_bytes(plain[0].read_bytes())
    script = tmp_path / "recording.rec"
    script.write_text("ffconcat version 1.0\nfile other.mp4\n")
    with pytest.raises(MediaError):
        remux(script, tmp_path / "out.mp4", Limits())
    with pytest.raises(MediaError):
        probe(script)
