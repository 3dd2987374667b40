"""A tag is the same wherever it is written, and in whatever quotes."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.slack.hear.typed_text import filters, signed_tags
from bot.words.tags import is_same_tag, tag_in, tags_in

MARKS = "\"',+-#\u00ab\u00bb\u2013\u2018\u201d\u200b \u00a0"
anything = st.text(st.one_of(st.characters(), st.sampled_from(MARKS)), max_size=20)


@given(anything)
@example("+\u00ab#vip\u00bb")
@example("'\"vip\" '")
@example("\u200c vip")
def test_a_tag_is_its_own_tag(written):
    tag = tag_in(written)
    assert tag_in(tag) == tag
    assert is_same_tag(tag, written)
    assert "," not in tag
    assert tag == tag.strip(" \"'").lstrip("+-#")


@given(anything.map(tag_in).filter(lambda tag: tag and '"' not in tag))
def test_a_tag_can_be_written_in_a_command_a_form_and_a_filter(tag):
    assert signed_tags(f'+"{tag}"') == ([tag], [])
    assert signed_tags(f"-\u00ab{tag}\u00bb") == ([], [tag])
    assert list(tags_in(f"\u201c{tag}\u201d, #{tag}")) == [tag, tag]
    assert is_same_tag(filters(f"tag:\u201e{tag}\u201c", {}, {"tag": "tag"})["tag"], tag)


@pytest.mark.parametrize("nothing", ["", "+", "#", "\u00ab\u00bb", ", ,", "\u200b"])
def test_what_holds_no_word_is_no_tag(nothing):
    assert tag_in(nothing) == ""
    assert list(tags_in(nothing)) == []
