import json
import socket
import subprocess
import sys
import time

import pytest

from sandbox.launch import start
from sandbox.manifest import ManifestError, parse_manifest
from sandbox.seed import SeedError, read_seed
from tests.sandbox.conftest import ROOT, SEED


@pytest.fixture
def seed():
    return json.loads(SEED.read_text())


def written(tmp_path, data):
    path = tmp_path / "seed.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data))
    return path


def test_the_example_is_read(tmp_path):
    workspace = read_seed(SEED)
    assert (len(workspace.users), len(workspace.channels)) == (8, 6)


def test_a_seed_may_bring_a_crowd(seed, tmp_path):
    seed["crowd"] = {"people": 100, "channels": 40}
    workspace = read_seed(written(tmp_path, seed))
    assert (len(workspace.users), len(workspace.channels)) == (108, 46)
    assert sum(user.deleted for user in workspace.users.values()) >= 10


def set_in(data, path, value):
    *way, last = path
    for key in way:
        data = data[key]
    data[last] = value


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (["team"], None, "team: must be an object"),
        (["team", "id"], "", "team.id: must be a text"),
        (["app", "bot_token"], 3, "app.bot_token: must be a text"),
        (["app", "bot_user"], None, "app.bot_user: must be an object"),
        (["users"], {}, "users: must be a list"),
        (["users", 1, "tz"], "Mars/Olympus", "users[1].tz: no time zone 'Mars/Olympus'"),
        (["channels", 0, "members"], ["U9"], "channels[0].members: no user U9"),
        (["usergroups", 0, "users"], ["U9"], "usergroups[0].users: no user U9"),
        (["crowd"], {"people": "many"}, "crowd.people: must be a whole number"),
        (["app", "manifest"], "none.yml", "app.manifest: none.yml: No such file"),
        (["app", "manifest"], [], "app.manifest.manifest: must be an object"),
        (
            ["app", "manifest", "features", "slash_commands", 0, "command"],
            "ticket",
            "slash_commands[0].command: must begin with /",
        ),
        (
            ["app", "manifest", "settings", "event_subscriptions", "bot_events"],
            ["message.mpim"],
            "message.mpim needs mpim:history",
        ),
    ],
)
def test_a_bad_seed_names_the_file_and_the_key(tmp_path, seed, path, value, words):
    set_in(seed, path, value)
    with pytest.raises(SeedError) as refused:
        read_seed(written(tmp_path, seed))
    assert words in str(refused.value)
    assert "seed.json" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_seed_that_is_not_json_names_the_line(tmp_path):
    with pytest.raises(SeedError, match="line 2: not JSON"):
        read_seed(written(tmp_path, "{\n nope"))
    with pytest.raises(SeedError, match="file: cannot be read"):
        read_seed(tmp_path / "none.json")


def test_a_manifest_may_be_a_yaml_file_beside_the_seed(tmp_path, seed):
    (tmp_path / "app.yml").write_text("display_information: {name: Punctual}\n")
    seed["app"]["manifest"] = "app.yml"
    assert read_seed(written(tmp_path, seed)).app.manifest.name == "Punctual"
    (tmp_path / "app.yml").write_text("a: [")
    with pytest.raises(SeedError, match="not readable as YAML"):
        read_seed(written(tmp_path, seed))


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        ({}, "display_information.name"),
        ({"features": []}, "display_information.name"),
        ({"features": [1]}, "features: must be an object"),
        (
            {"features": {"slash_commands": [{"command": "/x"}]}},
            r"slash_commands\[0\].description",
        ),
        (
            {
                "display_information": {"name": "x"},
                "features": {"slash_commands": [{"command": "/x", "description": "x"}]},
            },
            "commands need the scope",
        ),
        ({"features": {"shortcuts": [{"type": "odd"}]}}, "must be message or global"),
        (
            {
                "display_information": {"name": "x"},
                "settings": {"event_subscriptions": {"bot_events": ["party"]}},
            },
            "no event party",
        ),
    ],
)
def test_a_manifest_slack_would_refuse_is_refused(manifest, words):
    with pytest.raises(ManifestError, match=words):
        parse_manifest(manifest)


def run(*args):
    command = [sys.executable, "-m", "sandbox", *args]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_a_bad_seed_ends_the_program_with_one_line(tmp_path):
    ended = run("--seed", str(written(tmp_path, "{}")))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.count("\n") == 1
    assert "seed.json: team: must be an object" in ended.stderr


def test_a_port_in_use_ends_the_program_with_one_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = run("--seed", str(SEED), "--port", str(port))
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert f"port {port}" in ended.stderr


def test_a_sandbox_can_be_launched_and_stopped(client):
    with start(SEED) as running:
        answer = client.get(f"{running.url}/control/state").json()
        assert answer["team"]["name"] == "Harbour Lights"
    assert running.process.returncode is not None


def test_a_sandbox_can_be_launched_with_other_waits_than_slacks(client):
    options = ["--retry-waits", "0,0", "--clock-offset", "-3600", "--ping-every", "1"]
    with start(SEED, options=options) as running:
        said = {"user": "alice", "channel": "C0SUPPORT", "text": "hello"}
        client.post(f"{running.url}/control/message", json=said)
        dropped = {"match": {"kind": "dropped"}, "timeout_s": 5}
        entry = client.post(f"{running.url}/control/wait", json=dropped).json()
    assert entry["reason"] == "no_connection"
    assert 3590 < time.time() - entry["at"] < 3660


def test_a_sandbox_that_does_not_start_says_so(tmp_path):
    with pytest.raises(RuntimeError, match="exit 2"):
        start(written(tmp_path, "{}"))
