"""The command, `publish`, and `python -m publish`: the same.

A worker process imports the module that the command began with: this one, and not all of the command line with it.
"""


def main() -> None:
    """Run what was typed."""
    from publish.cli import main as run

    run()


if __name__ == "__main__":
    main()
