"""Forms that citizens fill in: previews, the page of a form, one replacement that holds everywhere."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Collection, CollectionViewRestriction

from core.models import SiteDocument, User
from procedures.models import DossierItem, Form, FormVersion, PreviewState
from procedures.previews import BlockKind, PreviewError, preview_isolated
from procedures.services import previews
from procedures.services.forms import problem_of
from tests.procedures import form_samples
from tests.procedures.factories import add_case, procedure

pytestmark = pytest.mark.django_db


@pytest.fixture
def form() -> Form:
    """A form without a file."""
    created: Form = Form.objects.create(code="CT01", name="Tờ khai thay đổi thông tin cư trú")
    return created


def add_version(form: Form, data: bytes, name: str = "ct01.pdf", **kwargs: Any) -> FormVersion:
    """A version with a stored file; its preview is not made."""
    document = SiteDocument(title=name, file=ContentFile(data, name=name))
    document._set_document_file_metadata()
    document.save()
    version: FormVersion = FormVersion.objects.create(form=form, document=document, **kwargs)
    return version


def prepared(form: Form, data: bytes, name: str = "ct01.pdf", **kwargs: Any) -> FormVersion:
    """A version with its preview."""
    version = add_version(form, data, name, **kwargs)
    previews.prepare(version.pk)
    version.refresh_from_db()
    return version


def test_a_pdf_gives_its_first_page_as_a_picture_and_its_words() -> None:
    preview = preview_isolated(form_samples.pdf("TO KHAI CT01", pages=2), "pdf")
    assert preview.image.startswith(b"\x89PNG")
    assert preview.pages == 2
    assert [block.text for block in preview.blocks] == ["TO KHAI CT01", "TO KHAI CT01"]


def test_a_word_file_gives_headings_paragraphs_and_tables_in_their_order() -> None:
    blocks = preview_isolated(form_samples.word(), "docx").blocks
    assert [(block.kind, block.text) for block in blocks[:4]] == [
        (BlockKind.TEXT, "UBND TỈNH AN HÒA"),
        (BlockKind.TEXT, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"),
        (BlockKind.HEADING, "TỜ KHAI ĐĂNG KÝ KHAI SINH"),
        (BlockKind.TEXT, "Họ, chữ đệm, tên người yêu cầu: ……"),
    ]
    assert blocks[4].rows == (("Người được khai sinh", "Ghi chú"), ("Nam <b>", ""))


def test_an_opendocument_gives_the_same_parts() -> None:
    blocks = preview_isolated(form_samples.opendocument(), "odt").blocks
    assert [block.kind for block in blocks] == [BlockKind.HEADING, BlockKind.TEXT, BlockKind.TABLE]
    assert blocks[1].text == "Tôi là người ủy quyền."
    assert blocks[2].rows == (("Số", "Ngày"), ("1", ""))


@pytest.mark.parametrize("extension", ["pdf", "docx", "odt", "xlsx", "exe"])
def test_a_broken_file_has_no_preview_and_harms_nothing(extension: str) -> None:
    with pytest.raises(PreviewError):
        preview_isolated(b"%PDF-1.4 and then nothing", extension)


def test_a_preview_is_made_in_the_background_when_a_version_is_added(
    form: Form, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        version = add_version(form, form_samples.word(), "ct01.docx")
    version.refresh_from_db()
    assert version.preview_state == PreviewState.READY
    assert {"kind": "heading", "text": "TỜ KHAI ĐĂNG KÝ KHAI SINH"} in version.preview_blocks


def test_a_document_with_another_file_gets_another_preview(
    form: Form, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    version = prepared(form, form_samples.pdf("BAN CU"))
    old = version.preview_image.name
    version.document.file = ContentFile(form_samples.pdf("BAN MOI"), name="ct01-moi.pdf")
    version.document._set_document_file_metadata()
    with django_capture_on_commit_callbacks(execute=True):
        version.document.save()
    version.refresh_from_db()
    assert version.preview_blocks == [{"kind": "text", "text": "BAN MOI"}]
    assert version.preview_image.name != old
    assert not version.preview_image.storage.exists(old)


def test_the_preview_of_the_same_file_is_made_once(form: Form) -> None:
    version = prepared(form, form_samples.pdf())
    FormVersion.objects.filter(pk=version.pk).update(preview_pages=99)
    assert previews.prepare(version.pk) == "ready"
    version.refresh_from_db()
    assert version.preview_pages == 99


def test_a_lost_task_is_found_by_the_schedule(form: Form) -> None:
    version = add_version(form, form_samples.pdf())
    assert previews.waiting_ids() == [version.pk]


def test_the_page_of_a_form_shows_the_file_its_words_and_the_procedures(client: Client, form: Form) -> None:
    page = procedure(title="Đăng ký thường trú")
    add_case(page, "Tờ khai", form=form)
    version = prepared(form, form_samples.word(), "ct01.docx", version="theo Thông tư 53/2025/TT-BCA")
    html = client.get("/mau-don/ct01/").content.decode()
    assert "Tờ khai thay đổi thông tin cư trú" in html
    assert "theo Thông tư 53/2025/TT-BCA" in html
    assert f'href="{version.document.url}"' in html
    assert "TỜ KHAI ĐĂNG KÝ KHAI SINH" in html
    assert "Nam &lt;b&gt;" in html
    assert "Đăng ký thường trú" in html


def test_an_unpublished_procedure_is_not_named_on_the_page_of_its_form(client: Client, form: Form) -> None:
    page = procedure(title="Chưa công bố gì", live=False)
    add_case(page, "Tờ khai", form=form)
    assert "Chưa công bố gì" not in client.get("/mau-don/ct01/").content.decode()


def test_older_and_coming_versions_are_readable_and_say_when_they_hold(client: Client, form: Form) -> None:
    today = timezone.localdate()
    old = prepared(form, form_samples.pdf("BAN CU"), version="bản 2020", valid_from=date(2020, 1, 1))
    prepared(form, form_samples.pdf("BAN NAY"), "b.pdf", version="bản 2025", valid_from=date(2025, 7, 1))
    coming = add_version(
        form, form_samples.pdf("BAN SAU"), "c.pdf", version="bản sau", valid_from=today + timedelta(days=9)
    )
    html = client.get("/mau-don/ct01/").content.decode()
    assert "BAN NAY" in html
    assert "BAN CU" not in html
    assert "bản 2020" in html
    assert "đến hết 30/6/2025" in html
    assert "bản mới bản sau" in html
    older = client.get(f"/mau-don/ct01/ban-{old.pk}/").content.decode()
    assert "BAN CU" in older
    assert "Đây là bản cũ, dùng đến hết ngày 30/6/2025." in older
    assert "noindex" in older
    assert "chưa đến ngày dùng" in client.get(f"/mau-don/ct01/ban-{coming.pk}/").content.decode()


@pytest.mark.parametrize("path", ["/mau-don/khong-co/", "/mau-don/ct01/ban-999/"])
def test_an_unknown_form_or_version_is_not_found(client: Client, form: Form, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_form_without_a_file_says_where_to_ask(client: Client, form: Form) -> None:
    assert "Chưa có tệp để tải" in client.get("/mau-don/ct01/").content.decode()
    assert problem_of(form, timezone.localdate()) == "chưa có tệp"


def test_a_lost_file_is_seen_and_not_offered(client: Client, form: Form) -> None:
    version = prepared(form, form_samples.pdf())
    version.document.file.storage.delete(version.document.file.name)
    html = client.get("/mau-don/ct01/").content.decode()
    assert version.document.url not in html
    assert problem_of(form, timezone.localdate()) == "mất tệp"


def test_a_file_in_a_closed_collection_is_neither_offered_nor_previewed(
    client: Client, form: Form, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    version = prepared(form, form_samples.pdf("NOI BO"))
    picture = version.preview_image.name
    closed = Collection.get_first_root_node().add_child(name="Nội bộ")
    SiteDocument.objects.update(collection=closed)
    with django_capture_on_commit_callbacks(execute=True):
        CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    html = client.get("/mau-don/ct01/").content.decode()
    assert "NOI BO" not in html
    assert version.document.url not in html
    assert not version.preview_image.storage.exists(picture)


def test_the_file_comes_with_headers_that_keep_a_browser_from_running_it(client: Client, form: Form) -> None:
    version = prepared(form, form_samples.word(), "ct01.docx")
    answer = client.get(version.document.url)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer.getvalue().startswith(b"PK")


def test_a_form_replaced_in_one_place_is_replaced_in_every_procedure(client: Client, form: Form) -> None:
    first, second = procedure(), procedure()
    for page in (first, second):
        add_case(page, "Tờ khai", form=form)
    old = add_version(form, form_samples.pdf("CU"), "cu.pdf", valid_from=date(2024, 1, 1))
    new = add_version(form, form_samples.pdf("MOI"), "moi.pdf", valid_from=date(2025, 1, 1))
    for page in (first, second):
        html = client.get(page.get_url()).content.decode()
        assert new.document.url in html
        assert old.document.url not in html
        assert 'href="/mau-don/ct01/"' in html


def test_two_forms_whose_codes_look_alike_have_addresses_of_their_own() -> None:
    forms = [Form.objects.create(code=code, name="Tờ khai") for code in ("Mẫu 01/ĐK", "Mẫu 01-ĐK")]
    assert [form.slug for form in forms] == ["mau-01-dk", "mau-01-dk-2"]


@pytest.fixture
def editor() -> User:
    """Somebody who may change forms and add files."""
    user: User = User.objects.create_superuser("bien-tap", password="x")
    return user


def replacement(form: Form) -> str:
    return reverse(f"{Form.snippet_viewset.url_namespace}:new_version", args=[form.pk])  # type: ignore[attr-defined]


def sent(data: bytes, name: str, day: str) -> dict[str, Any]:
    collection = Collection.get_first_root_node()
    upload = SimpleUploadedFile(name, data)
    return {"file": upload, "version": "bản 2026", "valid_from": day, "note": "", "collection": collection.pk}


def test_an_editor_replaces_a_form_in_one_step(client: Client, form: Form, editor: User) -> None:
    page = procedure(title="Đăng ký thường trú")
    add_case(page, "Tờ khai", form=form)
    client.force_login(editor)
    assert "1 thủ tục dùng mẫu này" in client.get(replacement(form)).content.decode()
    answer = client.post(replacement(form), sent(form_samples.pdf(), "ct01.pdf", "01/12/2026"), follow=True)
    assert "dùng từ 01/12/2026 ở 1 thủ tục" in answer.content.decode()
    version = form.versions.get()
    assert (version.version, version.valid_from) == ("bản 2026", date(2026, 12, 1))
    assert version.document.uploaded_by_user == editor
    assert DossierItem.objects.get().form == form


def test_papers_that_only_name_the_code_get_the_form(
    client: Client,
    form: Form,
    editor: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page, other = procedure(), procedure()
    add_case(page, "Tờ khai", form_code="ct01")
    add_case(other, "Tờ khai khác", form_code="CT02")
    client.force_login(editor)
    assert "1 thủ tục chỉ ghi ký hiệu CT01" in client.get(replacement(form)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse(f"{Form.snippet_viewset.url_namespace}:link_papers", args=[form.pk]))
    assert DossierItem.objects.get(case__page=page).form == form
    assert DossierItem.objects.get(case__page=other).form is None
    newest = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    assert newest.dossier_cases.get().items.get().form == form


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("mau.exe", b"MZ", "Chỉ nhận tệp PDF"),
        ("mau.pdf", b"not a pdf", "không đúng với đuôi tên tệp"),
        ("mau.docx", form_samples.pdf(), "không đúng với đuôi tên tệp"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_words(
    client: Client, form: Form, editor: User, name: str, data: bytes, words: str
) -> None:
    client.force_login(editor)
    answer = client.post(replacement(form), sent(data, name, "01/12/2026"))
    assert words in answer.content.decode()
    assert not form.versions.exists()


def test_two_versions_never_begin_on_one_day(client: Client, form: Form, editor: User) -> None:
    add_version(form, form_samples.pdf(), valid_from=date(2026, 12, 1))
    client.force_login(editor)
    answer = client.post(replacement(form), sent(form_samples.pdf(), "ct01.pdf", "01/12/2026"))
    assert "đã có một phiên bản dùng từ ngày đó" in answer.content.decode()


def test_only_people_who_may_change_forms_replace_them(client: Client, form: Form) -> None:
    user = User.objects.create_user("nguoi-xem", password="x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(replacement(form)).status_code in (302, 403)
    assert not form.versions.exists()


def test_the_list_of_forms_says_which_version_holds_and_what_is_missing(
    client: Client, form: Form, editor: User
) -> None:
    add_version(form, form_samples.pdf(), version="bản 2024", valid_from=date(2024, 1, 1))
    Form.objects.create(code="TP-HT", name="Tờ khai hộ tịch")
    client.force_login(editor)
    html = client.get(reverse(f"{Form.snippet_viewset.url_namespace}:list")).content.decode()  # type: ignore[attr-defined]
    assert "bản 2024, từ 01/01/2024" in html
    assert "chưa có tệp" in html
    assert "Thay phiên bản mới" in html
