"""`python -m bot` is `jefail`."""

from bot.cli import main

if __name__ == "__main__":
    main()
