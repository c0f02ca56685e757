"""The clips of all simulated recorders in one folder of bounded size; the oldest make room.

The folder is the truth: several processes may add to it at once, nothing is remembered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Clip:
    """`start_s` and `length_s` are whole seconds of true time; the file's name tells them."""

    start_s: int
    length_s: int
    path: Path
    size: int

    @property
    def stop_s(self) -> int:
        return self.start_s + self.length_s

    @property
    def name(self) -> str:
        return self.path.stem


@dataclass(frozen=True)
class Ring:
    folder: Path
    limit_bytes: int

    def clips(self, key: str) -> list[Clip]:
        """What a camera has, the oldest first."""
        return sorted(self._found(key))

    def keys(self) -> list[str]:
        """Cameras that ever recorded here."""
        if not self.folder.is_dir():
            return []
        return sorted(entry.name for entry in self.folder.iterdir() if entry.is_dir())

    def part(self, key: str, start_s: int, length_s: int) -> Path:
        """Where a clip is written before it counts."""
        home = self.folder / key
        home.mkdir(parents=True, exist_ok=True)
        return home / f"{start_s}-{length_s}.part"

    def add(self, part: Path) -> None:
        part.rename(part.with_suffix(".mp4"))
        self.trim()

    def trim(self) -> None:
        """Delete the oldest clips of all cameras until the rest fits."""
        clips = sorted(clip for key in self.keys() for clip in self._found(key))
        total = sum(clip.size for clip in clips)
        for clip in clips:
            if total <= self.limit_bytes:
                break
            clip.path.unlink(missing_ok=True)
            total -= clip.size

    def sweep_parts(self) -> None:
        """Remove what a killed process left half-written."""
        for part in self.folder.glob("*/*.part"):
            part.unlink(missing_ok=True)

    def _found(self, key: str) -> Iterator[Clip]:
        for path in (self.folder / key).glob("*.mp4"):
            start, _, length = path.stem.partition("-")
            try:
                size = path.stat().st_size
            except FileNotFoundError:  # trimmed by another process meanwhile
                continue
            yield Clip(int(start), int(length), path, size)
