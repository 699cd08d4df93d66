"""Let `python -m dq` do what `dq` does."""

from dq.cli import main

if __name__ == "__main__":
    main()
