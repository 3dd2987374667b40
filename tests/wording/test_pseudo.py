"""The language of no people that shows what was never looked up."""

from bot.wording import refusals, words
from tests.wording.pseudo import accented


def test_every_letter_of_a_sentence_has_an_accent_and_nothing_else_is_changed():
    assert accented("*Take* {count:,} of <@U1>, see `/ticket list` :warning: #{n}!") == (
        "*Ţåķé* {count:,} öƒ <@U1>, šéé `/ticket list` :warning: #{n}!"
    )
    assert accented("<{url}|the thread> of <!here>") == "<{url}|ţĥé ţĥŕéåð> öƒ <!here>"
    letters = "abcdefghijklmnopqrstuvwxyz"
    told = accented(letters + letters.upper())
    assert len(set(told)) == 52
    assert not any(letter.isascii() for letter in told)


def test_all_sentences_are_spoken_in_it(foreign):
    assert refusals.no_ticket(7) == "Ţĥéŕé îš ñö ţîçķéţ #7 ĥéŕé."
    assert words.tickets(2) == "2 ţîçķéţš"
