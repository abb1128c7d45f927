"""All benchmarks, or those named: python -m tests.bench boards crud"""

import sys
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Run them one after the other."""
    wanted = sys.argv[1:]
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        name = path.stem.removeprefix("bench_")
        if not wanted or name in wanted:
            print(f"== {name}", flush=True)
            import_module(f"tests.bench.{path.stem}").main()


main()
