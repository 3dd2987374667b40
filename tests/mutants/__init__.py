"""Mutants: the code with one thing changed, each to be noticed by a test that runs its line.

`python -m tests.mutants` draws some hundred of them from one seed, has the tests judge each on a
copy of the code, and lists those that nobody noticed. `alive.json` says of the ones that were
looked at why no test can tell them from the code.
"""
