from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from sources.models import Capture, CaptureList, ListedUrl
from tests.claims.admin.posting import errors
from tests.sites import Page, article, site

NEW = "/admin/sources/capture/list/"


def test_a_file_is_previewed_with_its_faults_and_nothing_is_stored(editor):
    content = "Title,URL\nA,https://a.example/1\nB,www.b.example\nC,https://a.example/1\n"

    shown = editor.post(NEW, {"file": SimpleUploadedFile("a.csv", content.encode("utf-8-sig")), "look": "1"}).content.decode()

    assert "1 URL to capture" in shown
    assert "“www.b.example” is no whole URL. Begin it with https://." in shown
    assert "This URL is also in line 2." in shown
    assert "B,www.b.example" in shown  # to be mended in place
    assert not CaptureList.objects.exists()


def test_a_list_is_started_followed_and_says_what_failed(editor, viewer):
    with site({"/a": Page(article(title="A bridge closes"))}) as receiver:
        urls = [f"http://127.0.0.1:{receiver.port}/{name}" for name in ("a", "b")]
        sent = editor.post(NEW, {"text": "\n".join(urls), "reason": "The bridge.", "start": "1"})

    shown = viewer.get(sent.url).content.decode()
    assert "2 of 2 done." in shown
    assert "The list is complete." in shown
    assert "data-live" not in shown  # there is nothing left to follow
    assert "A bridge closes" in shown
    assert f'page not found</a>: <a href="{urls[1]}"' in shown
    assert set(Capture.objects.values_list("recorded_by", "reason")) == {("user:ed", "The bridge.")}
    assert viewer.post(sent.url).status_code == viewer.get(NEW).status_code == 403


def test_a_list_is_stopped_and_not_continued(editor, monkeypatch):
    monkeypatch.setattr("sources.tasks._REQUEST_SECONDS", -1)
    sent = editor.post(NEW, {"text": "https://a.example/", "start": "1"})
    stop = f"{sent.url}stop/"
    assert "data-press-again>Continue" in editor.get(sent.url).content.decode()  # by itself, while the page is open

    editor.post(stop, {"reason": "Wrong list."})

    assert CaptureList.objects.get().stopped_at is not None
    assert "stopped already" in errors(editor.post(stop, {"reason": "Again."}))
    shown = editor.get(sent.url).content.decode()
    assert "ed, Wrong list." in shown
    assert "Continue" not in shown
    assert ListedUrl.objects.get().capture is None


def test_where_there_are_workers_they_capture_the_list(editor, settings, monkeypatch, django_capture_on_commit_callbacks):
    settings.CELERY_BROKER_URL = "redis://broker.example"
    queued = []
    monkeypatch.setattr("sources.tasks.publish", lambda task, *arguments: queued.append((task.name, *arguments)))

    with django_capture_on_commit_callbacks(execute=True):
        sent = editor.post(NEW, {"text": "https://a.example/", "start": "1"})

    assert queued == [("sources.work_list", CaptureList.objects.get().pk)]
    shown = editor.get(sent.url).content.decode()
    assert 'id="figures" data-live>0 of 1 done.' in shown
    assert "desk/live.js" in shown
    assert "Continue" not in shown


def test_what_is_no_list_is_said_at_its_field(editor):
    picture = SimpleUploadedFile("a.csv", b"\xff\xd8\xff\xe0")

    assert "Save the table as CSV in UTF-8" in errors(editor.post(NEW, {"file": picture}))
    assert "None of the lines has a URL" in errors(editor.post(NEW, {"text": "nothing"}))
