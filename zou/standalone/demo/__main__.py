"""Make the demonstration production: `python -m zou.standalone.demo`, a process of its own. The people's password comes on standard input.

Shows its progress on standard error. Prints `made`, or `there` where the database holds a production already.
"""

import sys

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from zou.app import create_app
from zou.standalone.demo.caller import DemoFailed
from zou.standalone.demo.fill import STEPS, fill, is_empty


def main() -> int:
    """Fill the database of the environment, unless it holds a production."""
    password = sys.stdin.readline().rstrip("\n")
    app = create_app()
    if not is_empty(app):
        print("there")
        return 0
    columns = (TextColumn("Making the demonstration"), BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("", total=len(STEPS))
        try:
            fill(app, password=password, step=lambda text: progress.update(bar, description=text, advance=1))
        except DemoFailed as error:
            print(error, file=sys.stderr)
            return 1
    print("made")
    return 0


if __name__ == "__main__":
    sys.exit(main())
