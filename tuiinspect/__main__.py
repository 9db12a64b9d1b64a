"""`python -m tuiinspect` is the `tuiinspect` command."""

from tuiinspect.cli import main

if __name__ == "__main__":
    main()
