TEXT = b"level,met\nurgent,12\n"


def reserve(slack, length=None):
    length = len(TEXT) if length is None else length
    return slack.api("files.getUploadURLExternal", filename="report.csv", length=length)


def complete(slack, file_id, **more):
    return slack.api("files.completeUploadExternal", files=[{"id": file_id}], **more)


def test_a_file_is_reserved_uploaded_and_shared(slack):
    reserved = reserve(slack)
    upload = slack.client.post(reserved["upload_url"], content=TEXT)
    assert (upload.status_code, upload.text) == (200, f"OK - {len(TEXT)}")
    parent = slack.say("report please")["ts"]
    done = complete(slack, reserved["file_id"], channel_id="C0SUPPORT", thread_ts=parent)
    assert done["files"][0]["title"] == "report.csv"
    replies = slack.look("messages", channel="C0SUPPORT", user="alice", thread_ts=parent)
    file = replies["messages"][1]["files"][0]
    assert slack.client.get(file["permalink"]).content == TEXT
    app = {"Authorization": f"Bearer {slack.token}"}
    for address in (file["url_private"], file["url_private_download"]):
        assert slack.client.get(address, headers=app).content == TEXT


def test_a_private_file_is_for_the_app_that_may_read_files(slack):
    file = slack.control("upload", user="alice", name="sla.yml", content="version: 1")["file"]
    for headers in ({}, {"Authorization": "Bearer xoxb-other"}):
        answer = slack.client.get(file["url_private_download"], headers=headers)
        assert answer.headers["content-type"].startswith("text/html")
    app = {"Authorization": f"Bearer {slack.token}"}
    assert slack.client.get(file["url_private_download"], headers=app).content == b"version: 1"
    assert slack.api("files.info", file=file["id"])["file"]["name"] == "sla.yml"


def test_a_file_may_come_as_a_form(slack):
    reserved = reserve(slack)
    upload = slack.client.post(reserved["upload_url"], files={"file": ("report.csv", TEXT)})
    assert upload.status_code == 200


def test_a_file_that_was_not_uploaded_cannot_be_completed(slack):
    assert complete(slack, reserve(slack)["file_id"])["error"] == "file_not_found"
    assert complete(slack, "F0NONE")["error"] == "file_not_found"


def test_an_upload_of_another_length_is_refused(slack):
    reserved = reserve(slack, length=3)
    assert slack.client.post(reserved["upload_url"], content=TEXT).status_code == 400
    assert slack.client.post(f"{slack.url}/upload/v1/none", content=TEXT).status_code == 404


def test_a_file_is_shared_only_where_the_bot_is(slack):
    reserved = reserve(slack)
    slack.client.post(reserved["upload_url"], content=TEXT)
    refused = complete(slack, reserved["file_id"], channel_id="C0QUIET")
    assert refused["error"] == "not_in_channel"
    refused = complete(slack, reserved["file_id"], channel_id="C0SECRET")
    assert refused["error"] == "channel_not_found"
    refused = complete(slack, reserved["file_id"], channel_id="C0SUPPORT", thread_ts="1.000001")
    assert refused["error"] == "thread_not_found"


def test_an_empty_file_cannot_be_reserved(slack):
    assert reserve(slack, length=0)["error"] == "invalid_arguments"
