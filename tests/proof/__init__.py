"""The proof that clocks count as the law says: core and oracle side by side on random cases.

``python -m tests.proof`` runs the long one and writes docs/proof.md; the tests take a sample.
"""
