"""`python -m publish`: the same as the command."""

from publish.cli import main

if __name__ == "__main__":
    main()
