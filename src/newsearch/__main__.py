"""So that `python -m newsearch` is the program, too."""

from newsearch.cli import main

main()
