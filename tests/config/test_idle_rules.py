"""Rules that never decide are said where they stand, and nothing is guessed."""

import pytest

from tests.config.files import problems_of, read_text

HEAD = "version: 1\nlevels: {L: {targets: {first_reply: 1h}}}\nrules:\n"
STOPS = "  - {name: Top, if: [{tags: {contains: [a, b]}}], then: {level: L, stop: true}}\n"


LOW_OR_HIGH = "[{priority: {is: high}}, {priority: {is: low}}]"
IN_SHADOW = (
    "rules.Low: never decides: whatever it matches, rule Top above it matches first, and stops"
)
EXCLUDED = (
    "rules.Never.if[1]: no ticket ever meets this group: the priority is high, and the priority is "
    "below high"
)


@pytest.mark.parametrize(
    ("rules", "warnings"),
    [
        pytest.param(
            STOPS + "  - {name: Low, if: [{tags: {contains: A}}], then: {level: L}}\n",
            [IN_SHADOW],
            id="in the shadow",
        ),
        pytest.param(
            STOPS + "  - {name: Low, if: [{tags: {contains: c}}], then: {level: L}}\n", [],
            id="beside it",
        ),
        pytest.param(
            "  - {name: Never, if: [{priority: {is: high, below: high}}], then: {level: L}}\n",
            [EXCLUDED],
            id="conditions that exclude each other",
        ),
        pytest.param(
            f"  - {{name: Any, if: {LOW_OR_HIGH}, then: {{level: L}}}}\n",
            [], id="groups are alternatives",
        ),
    ],
)  # fmt: skip
def test_what_is_certain_is_warned_of_and_nothing_else(rules, warnings):
    found = read_text(HEAD + rules)
    assert [str(each).split(": ", 1)[1] for each in found.warnings] == warnings


def test_a_file_with_201_rules_is_refused():
    many = "".join(f"  - {{name: R{n}, then: {{level: L}}}}\n" for n in range(201))
    (problem,) = problems_of(HEAD + many)
    assert "rules.R200: is one rule too many: there are 200 at most" in problem
