"""What is wrong with how a command was called is said in one line."""

import os

import pytest

from bot import cli
from bot.config import ConfigProblem, ConfigRefused


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["simulat"], "No such command 'simulat'. Did you mean 'simulate'? (see punctual --help)"),
        (
            ["config", "chek", "x"],
            "No such command 'chek'. Did you mean 'check', 'schema'? (see punctual --help)",
        ),
        (["why"], "Missing argument 'TICKET' (see punctual --help)"),
        (["simulate", "--config", "x"], "Missing option '--events' (see punctual --help)"),
        (["config", "check"], "Missing argument 'FILE' (see punctual --help)"),
        (["config", "check", "x.yml"], "x.yml: no such file or directory"),
    ],
)
def test_wrong_arguments_are_told_in_a_line_with_exit_2(punctual, arguments, line):
    answer = punctual(*arguments)
    assert (answer.code, answer.out, answer.err) == (2, "", f"{line}\n")


def test_no_command_shows_the_help(punctual):
    answer = punctual()
    assert answer.code == 2
    assert "simulate" in answer.out + answer.err


def test_help_is_no_error(punctual):
    answer = punctual("--help")
    assert answer.code == 0
    assert "report" in answer.out


@pytest.fixture
def failing(monkeypatch, capsys):
    """Runs a command in which something goes wrong."""

    def command(error):
        def fail(_):
            raise error

        monkeypatch.setattr(cli, "_run", fail)
        return cli.run([]), capsys.readouterr().err

    return command


def test_each_problem_of_a_file_has_a_line_in_the_order_of_the_file(failing):
    problems = [ConfigProblem("sla.yml", line, "levels", "no") for line in (3, 2, 4)]
    assert failing(ConfigRefused(problems)) == (
        2,
        "sla.yml:2: levels: no\nsla.yml:3: levels: no\nsla.yml:4: levels: no\n",
    )


def test_a_full_disk_is_a_failure_told_in_a_line(failing):
    error = OSError(28, "No space left on device", "log.csv")
    assert failing(error) == (1, "log.csv: no space left on device\n")


def test_what_nobody_foresaw_is_told_without_a_traceback(failing, monkeypatch):
    monkeypatch.delenv("PUNCTUAL_LOG_LEVEL", raising=False)
    code, said = failing(RuntimeError("two\nlines"))
    assert code == 1
    assert said == "unexpected RuntimeError: two lines (PUNCTUAL_LOG_LEVEL=DEBUG shows where)\n"


def test_the_traceback_is_there_for_who_asks(failing, monkeypatch):
    monkeypatch.setenv("PUNCTUAL_LOG_LEVEL", "debug")
    _, said = failing(RuntimeError("no"))
    assert said.startswith("Traceback")


def test_an_interrupt_is_silent(failing):
    assert failing(KeyboardInterrupt()) == (130, "")


def test_a_reader_that_left_is_not_complained_about(monkeypatch):
    read, write = os.pipe()
    with os.fdopen(write, "w") as out:
        monkeypatch.setattr(cli.sys, "stdout", out)
        monkeypatch.setattr(cli, "_run", lambda _: (_ for _ in ()).throw(BrokenPipeError()))
        assert cli.run([]) == 1
    os.close(read)


def test_main_leaves_with_the_exit_code(monkeypatch, capsys):
    monkeypatch.setattr(cli.sys, "argv", ["punctual", "nothing"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
