"""The demo as it is started by hand: it says where to look, and leaves nothing behind."""

import signal

from bot.demo.driver import Sandbox
from bot.demo.pair import waited
from bot.demo.processes import clean_environment, free_port, is_listening, punctual, start


def test_demo_tells_its_address_and_ends_with_both_processes_on_an_interrupt(tmp_path):
    port = free_port()
    demo = start("demo", punctual("demo", "--port", str(port)), tmp_path, clean_environment())
    try:
        waited(demo, lambda: f"http://127.0.0.1:{port}" in demo.said.read_text())
        assert Sandbox(f"http://127.0.0.1:{port}").state()["connections"] >= 1
        demo.process.send_signal(signal.SIGINT)
        assert demo.process.wait(20) == 0
    finally:
        demo.stop()
    assert not is_listening(port)
    assert demo.last_words() == "The sandbox and the bot have ended."
