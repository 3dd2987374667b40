"""What the core refuses."""

from sla_core.errors import IllegalEvent, SlaError, TimelineError


def test_an_error_reads_as_a_sentence_and_names_the_field_at_fault():
    error = IllegalEvent("`at` is missing", field="at")
    assert (str(error), error.problem, error.field) == ("`at` is missing", "`at` is missing", "at")


def test_everything_refused_is_an_sla_error():
    assert issubclass(IllegalEvent, TimelineError)
    assert issubclass(TimelineError, SlaError)
    assert SlaError("no").field is None
