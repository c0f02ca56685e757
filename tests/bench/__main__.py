"""``make bench``: every figure beside its floor, measured in the same run. No test, no verdict."""

import importlib
import os
import sys
from pathlib import Path

import django

HERE = Path(__file__).parent


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    wanted = sys.argv[1:] or sorted(path.stem for path in HERE.glob("bench_*.py"))
    for name in wanted:
        print(f"\n== {name.removeprefix('bench_')}")
        importlib.import_module(f"tests.bench.{name}").main()


if __name__ == "__main__":
    main()
