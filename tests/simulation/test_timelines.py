"""Files of timelines: judged whole, read ticket by ticket."""

import io
import json
import os
import sys
import threading
import tracemalloc
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UserFacingError
from bot.simulation.timelines import TimelineFile, TimelinesRefused, first_pass
from bot.simulation.timelines.json_lines import NotJson, values_of
from bot.simulation.timelines.lines import spans
from sla_core.tickets.event_lines import mapping_of
from sla_core.tickets.events import AgentReply, Assigned, Created

LOG = Path(__file__).resolve().parents[2] / "docs" / "examples" / "servicenow_timelines.jsonl"


def created(ticket="T1", at="2026-03-02T08:00:00Z", **more):
    return {"ticket": ticket, "at": at, "type": "created", **more}


def replied(ticket="T1", at="2026-03-02T09:00:00Z", **more):
    return {"ticket": ticket, "at": at, "type": "agent_reply", **more}


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Writes lines to a file that is called by its bare name."""
    monkeypatch.chdir(tmp_path)

    def write(*lines, name="log.jsonl"):
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        Path(name).write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
        return name

    return write


def refusal(path):
    with pytest.raises(TimelinesRefused) as refused:
        TimelineFile.open(path)
    return str(refused.value).splitlines()


def all_events(path):
    with TimelineFile.open(path) as file:
        return {
            ticket: [mapping_of(ticket, event) for event in file.timeline(ticket).events]
            for ticket in file.tickets()
        }


def test_tickets_are_sorted_and_their_lines_may_come_in_any_order(written):
    path = written(replied("T2"), created("T1"), replied("T1"), created("T2"))
    with TimelineFile.open(path) as file:
        assert file.tickets() == ["T1", "T2"]
        for ticket in file.tickets():
            assert [type(each) for each in file.timeline(ticket).events] == [Created, AgentReply]


def test_events_of_one_instant_stand_in_the_order_of_their_lines(written):
    at = "2026-03-02T09:00:00Z"
    people = ["ana", "bob", "cid"]
    path = written(
        created("T1"),
        *({"ticket": "T1", "at": at, "type": "assigned", "to": name} for name in people),
    )
    with TimelineFile.open(path) as file:
        events = file.timeline("T1").events[1:]
    assert [each.to for each in events if type(each) is Assigned] == people


def test_the_last_instant_is_that_of_the_latest_event_wherever_it_stands(written):
    path = written(created(), replied(at="2026-03-02T12:00:00.9+01:00"), replied())
    with TimelineFile.open(path) as file:
        assert file.last_instant_s == 1_772_449_200


def test_a_file_without_events_has_no_tickets_and_no_last_instant(written):
    with TimelineFile.open(written()) as file:
        assert (file.tickets(), file.last_instant_s) == ([], None)


def test_blank_lines_and_a_byte_order_mark_are_passed_over(written):
    path = written("\ufeff" + json.dumps(created()), "", "  ", replied())
    assert [each["type"] for each in all_events(path)["T1"]] == ["created", "agent_reply"]


def test_an_event_sent_twice_under_one_id_is_taken_once(written):
    path = written(created(id="a"), replied(id="b"), replied(id="b"), created(id="a"))
    assert [each["id"] for each in all_events(path)["T1"]] == ["a", "b"]


WRONG = {
    "no JSON": (
        ["{"],
        "log.jsonl:1: not JSON: expecting property name enclosed in double quotes at column 2",
    ),
    "two values": (
        ['{"ticket": "T1"} {"ticket": "T2"}'],
        "log.jsonl:1: not JSON: extra data at column 18",
    ),
    "not a number": (['{"score": NaN}'], "log.jsonl:1: not JSON: NaN is no JSON value"),
    "nested without end": (["[" * 100_000], "log.jsonl:1: not JSON: nested too deeply"),
    "no object": (
        ["[1]"],
        "log.jsonl:1: not an event: give an object with ticket, at and type",
    ),
    "an unknown type": (
        [created(), {**replied(), "type": "replied"}],
        'log.jsonl:2: `type` is "replied": give one of ',
    ),
    "an unknown key": (
        [created(colour="red")],
        "log.jsonl:1: `colour` is no key of a `created` event: ",
    ),
    "no offset": (
        [created(at="2026-03-02T08:00:00")],
        (
            'log.jsonl:1: `at` is "2026-03-02T08:00:00": give an instant such as '
            "2026-03-02T08:55:00+01:00"
        ),
    ),
    "long ago": (
        [created(at="0001-01-01T00:00:00Z")],
        'log.jsonl:1: `at` is "0001-01-01T00:00:00Z": give an instant of the years 3 to 9997',
    ),
    "created twice": (
        [created(), created(at="2026-03-03T08:00:00Z")],
        "log.jsonl:2: ticket 'T1' is created a second time, first on line 1: remove one of them",
    ),
    "never created": (
        [replied(), replied()],
        "log.jsonl:1: ticket 'T1' has no `created`: add it",
    ),
    "before the creation": (
        [created(), replied(), replied(at="2026-03-01T08:00:00Z")],
        "log.jsonl:3: lies before the `created` of ticket 'T1' on line 1: correct `at`",
    ),
    "before the creation of the same instant": (
        [replied(at="2026-03-02T08:00:00Z"), created()],
        "log.jsonl:1: lies before the `created` of ticket 'T1' on line 2: correct `at`",
    ),
}


@pytest.mark.parametrize(("lines", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_line_is_reported_by_its_number(written, lines, said):
    (line,) = refusal(written(*lines))
    assert line.startswith(said)


def test_a_line_that_is_not_utf_8_is_reported(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("log.jsonl").write_bytes(json.dumps(created()).encode() + b'\n{"ticket": "\xff"}\n')
    assert refusal("log.jsonl") == ["log.jsonl:2: not UTF-8: save the file as UTF-8"]


def test_the_first_ten_wrong_lines_are_shown_and_all_are_counted(written):
    lines = refusal(written(created(), *("no",) * 12))
    assert lines[0] == "log.jsonl:2: not JSON: expecting value at column 1"
    assert lines[9].startswith("log.jsonl:11: ")
    assert lines[10] == "log.jsonl: 12 wrong lines, nothing was taken in"
    assert len(lines) == 11


def test_wrong_lines_of_all_kinds_are_reported_in_the_order_of_the_file(written):
    path = written(replied("T2"), "no", created("T1"), created("T1"))
    assert [line.split(": ")[0] for line in refusal(path)] == [
        "log.jsonl:1",
        "log.jsonl:2",
        "log.jsonl:4",
    ]


def test_a_wrong_creation_is_reported_alone_not_with_all_that_follows_it(written):
    (line,) = refusal(written(created(priority="highest"), replied(), replied()))
    assert line.startswith('log.jsonl:1: `priority` is "highest": ')


def test_a_file_that_is_not_there_is_told():
    with pytest.raises(UserFacingError, match=r"nowhere\.jsonl: no such file or directory"):
        TimelineFile.open("nowhere.jsonl")


def test_lines_that_only_together_are_json_are_each_wrong():
    lines = [b'{"a": [1', b"2]}", b'{"b": 1}, {"c": 1}']
    assert all(isinstance(value, NotJson) for value in values_of(lines))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text('{}[]",:1 a', max_size=8), max_size=6))
def test_lines_read_together_are_what_they_are_one_by_one(texts):
    lines = [text.encode() for text in texts]
    one_by_one = [values_of([line])[0] for line in lines]
    for together, alone in zip(values_of(lines), one_by_one, strict=True):
        assert type(together) is type(alone)
        assert isinstance(together, NotJson) or together == alone


CSV = """\
ticket,at,type,by,source,tags,fields,to,add,score,text
T1,2026-03-02T08:00:00Z,created,requester,email,"[""URGENT""]","{""plan"": ""gold""}",,,,"two
lines"
T1,2026-03-02T09:00:00Z,assigned,,,,,ana,,,
T1,2026-03-02T09:30:00Z,assigned,,,,,,,,
T1,2026-03-02T09:40:00Z,tags,,,,,,"[""late""]",,
T1,2026-03-02T09:50:00Z,rated,,,,,,,5,
"""


def test_csv_holds_the_same_events(written):
    events = all_events(written(CSV.rstrip("\n"), name="log.csv"))["T1"]
    assert [{k: v for k, v in each.items() if k not in ("ticket", "at")} for each in events] == [
        {
            "type": "created",
            "by": "requester",
            "source": "email",
            "priority": "normal",
            "tags": ["URGENT"],
            "fields": {"plan": "gold"},
            "text": "two\nlines",
        },
        {"type": "assigned", "to": "ana"},
        {"type": "assigned", "to": None},
        {"type": "tags", "add": ["late"]},
        {"type": "rated", "score": 5},
    ]


def test_a_csv_that_is_not_utf_8_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    good = b"T1,2026-03-02T08:00:00Z,created\n"
    Path("log.csv").write_bytes(b"ticket,at,type\n" + good * 3 + b"\xff,x,y\n")
    assert refusal("log.csv") == ["log.csv:5: not UTF-8: save the file as UTF-8"]


def test_blank_lines_of_a_csv_are_passed_over(written):
    path = written("ticket,at,type", "", "T1,2026-03-02T08:00:00Z,created", "", name="log.csv")
    assert list(all_events(path)) == ["T1"]


def test_a_wrong_line_of_a_csv_is_reported_by_its_line_in_the_csv(written):
    rows = f"{CSV}T1,2026-03-02T09:50:00Z,status,,,,,solved,,,"
    (line,) = refusal(written(rows, name="log.csv"))
    assert line.startswith('log.csv:8: `to` is "solved": give one of new, ')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ticket,at,typ\n", "log.csv:1: there is no column 'typ': did you mean type?"),
        (
            "ticket,at,type\nT1,x,note,more\n",
            "log.csv:2: 4 cells in 3 columns: quote a cell that holds a comma",
        ),
        ('ticket,at,type\n"T1"x,,\n', "log.csv:2: not CSV: ',' expected after '\"'"),
        (
            "ticket,at,type,tags\nT1,2026-03-02T08:00:00Z,created,URGENT\n",
            'log.csv:2: `tags` is "URGENT": give a list of texts',
        ),
        (",at,type\nx,y,z\n", "log.csv:1: there is no column '': "),
        ("ticket,type\n", "log.csv:1: there is no column 'at': add it"),
        ("ticket,at,at,type\n", "log.csv:1: the column 'at' is there twice: remove one of them"),
        (
            "ticket;at;type\n",
            "log.csv:1: the columns are separated by semicolons: save the file with commas",
        ),
        (
            "ticket,at,type,cycle\nT1,2026-03-02T08:00:00Z,excluded,one\n",
            "log.csv:2: ",
        ),
    ],
    ids=[
        "an unknown column",
        "too many cells",
        "a broken quote",
        "no JSON",
        "a nameless column",
        "a missing column",
        "a column twice",
        "semicolons",
        "no number",
    ],
)
def test_a_wrong_csv_is_told(written, text, said):
    (line,) = refusal(written(text.rstrip("\n"), name="log.csv"))
    assert line.startswith(said)


def test_a_csv_of_a_spreadsheet_is_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = "\ufeff" + CSV.replace("\n", "\r\n")
    Path("log.csv").write_bytes(text.encode())
    assert len(all_events("log.csv")["T1"]) == 5


def test_every_wrong_row_of_a_csv_is_reported_by_its_line(written):
    rows = [
        *("T1,2026-03-02T09:50:00Z,status,,,,,solved,,,", "T1,x,note,,,,,,,,,,,"),
        *("T1,soon,note,,,,,,,,", 'T1,2026-03-02T09:50:00Z,note,,,,,,,,"a', 'b"'),
        "T1,2026-03-02T09:50:00Z,tags,,,,,,late,,",
    ]
    lines = refusal(written(CSV + "\n".join(rows), name="log.csv"))
    assert [line.split(": ")[0] for line in lines] == [
        *("log.csv:8", "log.csv:9", "log.csv:10", "log.csv:13"),
    ]


def test_a_csv_without_a_line_has_no_tickets(written):
    Path("log.csv").touch()
    with TimelineFile.open("log.csv") as file:
        assert file.tickets() == []


def test_a_text_may_be_longer_than_a_reader_of_csv_expects(written):
    text = "x" * 200_000
    row = f"T1,2026-03-02T08:00:00Z,created,{text}"
    path = written("ticket,at,type,text", row, name="log.csv")
    assert all_events(path)["T1"][0]["text"] == text


def test_half_a_character_of_a_csv_is_kept(written):
    row = 'T1,2026-03-02T08:00:00Z,created,"[""\\ud800""]"'
    path = written("ticket,at,type,tags", row, name="log.csv")
    assert all_events(path)["T1"][0]["tags"] == ["\ud800"]


@pytest.mark.parametrize("text", [CSV, json.dumps(created()) + "\n"], ids=["CSV", "JSON lines"])
def test_standard_input_is_read_in_either_form(monkeypatch, text):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    with TimelineFile.open("-") as file:
        assert file.tickets() == ["T1"]


def test_wrong_lines_of_standard_input_are_named_so(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"no\n")))
    assert refusal("-") == ["standard input:1: not JSON: expecting value at column 1"]


def test_a_pipe_is_read_like_a_file(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=(json.dumps(created()) + "\n",))
    writer.start()
    with TimelineFile.open(str(path)) as file:
        assert file.tickets() == ["T1"]
    writer.join()


@pytest.mark.parametrize("size", [1, 40, 10_000])
@pytest.mark.parametrize("name", ["log.jsonl", "log.csv"])
def test_of_many_wrong_lines_the_first_are_shown_wherever_the_file_is_cut(
    written, monkeypatch, name, size
):
    monkeypatch.setattr(first_pass, "_SPAN_BYTES", size)
    head = "ticket,at,type" if name == "log.csv" else ""
    lines = refusal(written(head, *["T1,soon,note", "T1,soon,note,more"] * 600, name=name))
    assert [int(line.split(":")[1]) for line in lines[:10]] == list(range(2, 12))
    assert lines[10:] == [f"{name}: 1,200 wrong lines, nothing was taken in"]


SPREAD = [
    *(created(f"T{n}", id=f"c{n}") for n in range(3)),
    *(replied(f"T{n % 3}", at=f"2026-03-02T09:00:0{n}Z") for n in range(9)),
    created("T1", id="c1"),
]


@pytest.mark.parametrize("size", [1, 100, 250, 10_000])
def test_a_file_cut_in_spans_of_any_size_holds_the_same_events(written, monkeypatch, size):
    path = written(*SPREAD)
    whole = all_events(path)
    monkeypatch.setattr(first_pass, "_SPAN_BYTES", size)
    assert all_events(path) == whole


CUT_WRONG = {
    "wrong lines": (["no", created(), "", "no", replied(), "no"], [1, 4, 6]),
    "created twice": ([created(), replied(), created(id="x"), created(id="y")], [3, 4]),
    "before the creation": ([replied(), created(at="2026-03-02T10:00:00Z"), replied()], [1, 3]),
    "never created": ([created("T2"), replied(), replied()], [2]),
    "a wrong creation": ([replied(), created(priority="highest"), replied("T2")], [2, 3]),
    "wrong lines among early ones": (
        [replied(), {"ticket": "T1"}, [], replied(), created(at="2026-03-02T10:00:00Z")],
        [1, 2, 3, 4],
    ),
}


@pytest.mark.parametrize("size", [1, 100, 10_000])
@pytest.mark.parametrize(("lines", "wrong"), CUT_WRONG.values(), ids=CUT_WRONG.keys())
def test_wrong_lines_have_their_numbers_wherever_the_file_is_cut(
    written, monkeypatch, lines, wrong, size
):
    monkeypatch.setattr(first_pass, "_SPAN_BYTES", size)
    path = written(*lines)
    found = refusal(path)
    assert [int(line.split(":")[1]) for line in found] == wrong
    monkeypatch.setattr(first_pass, "_SPAN_BYTES", 10_000)
    assert found == refusal(path)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=40), st.integers(1, 20), st.integers(0, 5))
def test_spans_are_whole_lines_and_all_of_the_file(data, size, start):
    with TemporaryFile() as file:
        file.write(data)
        file.flush()
        cut = spans(file, start, size)
        assert b"".join(span.read(file) for span in cut) == data[start:]
        assert all(span.read(file).endswith(b"\n") for span in cut[:-1])
        assert [line for span in cut for some in span.lines(file) for line in some] == io.BytesIO(
            data[start:]
        ).readlines()


def test_the_first_instant_is_that_of_the_earliest_creation(written):
    path = written(created("T2"), created("T1", at="2026-03-01T08:00:00.7Z"), replied("T1"))
    with TimelineFile.open(path) as file:
        assert file.first_instant_s == 1_772_352_000


def test_the_real_log_is_read_without_loss():
    events = all_events(str(LOG))
    assert len(events) == 890
    assert sum(len(each) for each in events.values()) == 6_355


def test_what_is_remembered_of_an_event_is_some_bytes(written):
    lines = [event for n in range(2_000) for event in (created(f"T{n}"), *[replied(f"T{n}")] * 9)]
    path = written(*lines)
    tracemalloc.start()
    try:
        with TimelineFile.open(path):
            kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept / len(lines) < 60
