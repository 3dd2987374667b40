"""Long text is cut into messages that Slack takes, and nothing in it is torn or lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.draw.pieces import PIECE, in_pieces
from bot.wording.markup import escape

FAMILY = "👨\u200d👩\u200d👧"


def lengths(pieces):
    return [len(piece) for piece in pieces]


@pytest.mark.parametrize("length", [1, 3_899, 3_900])
def test_what_fits_stays_one_piece_word_for_word(length):
    text = ("ab\n" * length)[:length]
    assert in_pieces(text) == [text]


def test_one_character_more_is_two_pieces():
    assert lengths(in_pieces("x" * 3_901)) == [3_896, 5]


def test_it_is_cut_at_the_last_line_that_fits_and_no_line_is_lost():
    lines = [f"line {number}" for number in range(2_000)]
    pieces = in_pieces("\n".join(lines))
    assert all(len(piece) <= PIECE for piece in pieces)
    assert [line for piece in pieces for line in piece.split("\n")] == lines


def test_without_lines_it_is_cut_at_words():
    words = [f"word{number}" for number in range(3_000)]
    pieces = in_pieces(" ".join(words))
    assert [word for piece in pieces for word in piece.split(" ")] == words


def test_a_short_line_before_a_long_one_does_not_go_alone():
    first, *_ = in_pieces("Hello\n" + "word " * 2_000)
    assert len(first) > PIECE // 2


def test_one_word_of_20000_characters_is_cut_where_it_must():
    pieces = in_pieces("x" * 20_000)
    assert "".join(pieces) == "x" * 20_000
    assert lengths(pieces) == [3_896] * 5 + [520]


@pytest.mark.parametrize(
    "atom",
    ["&amp;", "&lt;", "<@U0CARLA|Carla Novak>", "<https://a.example/x|a link>", ":thumbs_up:",
     "🇸🇮", FAMILY, "👍🏽", "e\u0301", "😀"],
    ids=["amp", "lt", "mention", "link", "code of an emoji", "flag", "family", "skin", "accent",
         "emoji"],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "x", "xx", "xxx", "xxxx"])
def test_nothing_is_torn_that_means_something_as_a_whole(atom, before):
    pieces = in_pieces(before + atom * 6_000)
    assert all(len(piece) <= PIECE for piece in pieces)
    assert [piece.replace(atom, "") for piece in pieces if piece.replace(atom, "")] == (
        [before] if before else []
    )
    assert sum(piece.count(atom) for piece in pieces) == 6_000


def test_an_address_stays_whole():
    address = "https://a.example/" + "path/" * 300
    text = " ".join([address] * 10)
    assert [each for piece in in_pieces(text) for each in piece.split()] == [address] * 10


def test_code_that_goes_on_is_code_in_each_piece():
    code = "\n".join(f"row {number}" for number in range(2_000))
    pieces = in_pieces(f"See:\n```\n{code}\n```\nThanks")
    assert len(pieces) > 3
    assert all(piece.count("```") % 2 == 0 for piece in pieces)
    assert pieces[0].endswith("\n```")
    assert pieces[1].startswith("```\nrow ")
    assert pieces[-1].endswith("\n```\nThanks")
    said = "\n".join(pieces).replace("```\n", "").replace("\n```", "")
    assert [line for line in said.split("\n") if line.startswith("row")] == code.split("\n")


def test_code_that_fits_a_piece_of_its_own_is_not_torn():
    code = "```\n" + "row\n" * 400 + "```"
    pieces = in_pieces("word " * 600 + "\n" + code)
    assert lengths(pieces) == [3_000, len(code)]


@pytest.mark.parametrize("before", range(3_880, 3_905))
def test_no_piece_ends_with_code_that_is_empty(before):
    pieces = in_pieces("x" * before + " ```\ncode\n```")
    assert not any(re.search(r"```\s*```", piece) for piece in pieces)
    assert all(piece.count("```") % 2 == 0 for piece in pieces)


def test_a_quoted_line_that_goes_on_is_a_quote_in_each_piece():
    pieces = in_pieces(escape("> " + "word " * 3_000))
    assert all(piece.startswith("&gt; word") for piece in pieces)


@pytest.mark.parametrize("most", [-5, 0, 1, 3, 8])
@pytest.mark.parametrize(
    "text", ["plain words", "```code\ncode```", "&gt; quoted line", "👩‍👧" * 9]
)
def test_where_nearly_nothing_fits_it_comes_to_an_end_all_the_same(text, most):
    assert in_pieces(text, most)


def test_a_text_of_quote_marks_alone_comes_to_an_end():
    assert all(len(piece) <= PIECE for piece in in_pieces("&gt;" * 9_000))


@pytest.mark.parametrize("text", ["", "\n" * 9_000, " " * 9_000])
def test_a_blank_text_is_one_blank_piece(text):
    assert in_pieces(text) == [" "]


def test_blank_pieces_in_the_middle_are_left_out():
    pieces = in_pieces("a" + "\n" * 20_000 + "b")
    assert [piece.strip() for piece in pieces] == ["a", "b"]


@given(
    st.lists(
        st.sampled_from(
            ["```", "\n", " ", "&amp;", "&gt; ", "word", "<@U1>", "😀", ":a:", "x" * 50]
        ),
        max_size=120,
    )
)
def test_whatever_is_written_each_piece_fits_and_all_of_it_is_said(parts):
    text = "".join(parts)
    pieces = in_pieces(text, 100)
    assert all(0 < len(piece) <= 100 for piece in pieces)

    def bare(shown):
        return re.sub(r"```|&gt;|\s", "", shown)

    assert bare("".join(pieces)) == bare(text)
