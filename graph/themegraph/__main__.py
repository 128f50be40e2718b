"""`python -m themegraph`, for where the command is not on the path."""

from themegraph.cli import main

main()
