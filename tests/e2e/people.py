"""What a citizen and the staff do on the pages, in their words: shared by the journeys."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

PASSWORD = "demo-mo-cua"
TOO_FAST = 4.5  # seconds: a form sent sooner than a person reads it is asked one more question

STORY = "Tôi nộp giấy khai sinh đã sáu ngày làm việc mà chưa có, và bộ phận tiếp nhận thu thêm năm mươi nghìn đồng."
ANSWER = (
    "Chúng tôi đã kiểm tra: hồ sơ chậm ba ngày và khoản thu thêm là sai. Hôm nay đã trả kết quả và hoàn tiền."
)


@dataclass(frozen=True)
class Receipt:
    """What a citizen writes down."""

    code: str
    secret: str


class Citizen:
    """Somebody on a phone, without an account."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def find(self, words: str, title: str) -> None:
        """From the first page to a procedure."""
        self.page.goto("/")
        self.page.get_by_label("Tìm thủ tục").first.fill(words)
        self.page.get_by_role("button", name="Tìm", exact=True).first.click()
        first = self.page.locator(".result").first
        expect(first).to_contain_text(title)
        first.get_by_role("link").first.click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def write_about_this_procedure(self) -> None:
        """From a procedure over the choice of boxes to the form about conduct, which then knows the procedure."""
        self.page.get_by_role("link", name="Phản ánh về thủ tục này").click()
        self.page.get_by_role("link", name="Hành vi của cán bộ, cơ quan").click()

    def fill_in(self, *, place: str, email: str) -> None:
        """A complaint about slowness."""
        page = self.page
        page.get_by_label("Trễ hẹn").check()
        page.get_by_label("Xã, phường, đặc khu").select_option(label=place)
        page.get_by_label("Nói rõ thêm").fill(STORY)
        page.get_by_label("Họ và tên").fill("Nguyễn Thị Thử")
        page.get_by_label("Số điện thoại").fill("0290 3 555 123")
        page.get_by_role("textbox", name="Email").fill(email)
        page.get_by_label("Địa chỉ").first.fill("12 đường Lê Lợi, phường An Lộc")
        page.get_by_role("radio", name="Email").check()

    def send(self) -> Receipt:
        """Send it after a person's time, and keep both codes."""
        self.page.wait_for_timeout(TOO_FAST * 1000)
        self.page.get_by_role("button", name="Gửi phản ánh").last.click()
        return self.receipt()

    def receipt(self) -> Receipt:
        """The two codes on the receipt."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Đã nhận")
        code, secret = self.page.locator(".receipt .code").all_inner_texts()
        return Receipt(code, secret)

    def look_up(self, receipt: Receipt) -> None:
        """From anywhere to one's own case, with both codes."""
        self.page.goto("/tra-cuu/")
        self.page.get_by_label("Mã tra cứu").fill(receipt.code)
        self.page.get_by_label("Mã bí mật").fill(receipt.secret)
        self.page.get_by_role("button", name="Xem phản ánh").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(receipt.code)

    def rate(self, score: int) -> None:
        """Give the answer a score."""
        form = self.page.locator("#danh-gia form")
        form.locator(f"input[type=radio][value='{score}']").check()
        form.get_by_role("button", name="Gửi đánh giá").click()
        expect(self.page.locator("main")).to_contain_text(f"Bạn đã chấm {score} trên 5")


class Staff:
    """Somebody with an account, in the admin."""

    def __init__(self, page: Page, account: str) -> None:
        self.page = page
        page.goto("/admin/login/")
        page.get_by_label("Tên đăng nhập").or_(page.locator("#id_username")).first.fill(account)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("form button[type=submit]").click()
        expect(page).to_have_url(re.compile(r"/admin/$"))

    def queue(self) -> Locator:
        """The rows of the queue, the most urgent first."""
        self.page.goto("/admin/phan-anh/")
        return self.page.locator("table.listing tbody tr")

    def open_case(self, code: str) -> None:
        """The screen of one case, from the queue."""
        self.queue().filter(has_text=code).get_by_role("link").first.click()
        expect(self.page.locator("main")).to_contain_text(code)

    def form_of(self, label: str) -> Locator:
        """The form of one thing that can be done, unfolded."""
        part = self.page.locator(".case-move").filter(has=self.page.locator("button", has_text=label)).first
        if part.evaluate("part => part.tagName === 'DETAILS' && !part.open"):
            part.locator("summary").click()
        return part

    def act(self, label: str) -> None:
        """Do something that needs no words."""
        self.form_of(label).locator("button", has_text=label).click()

    def answer(self) -> None:
        """Draft a concrete answer and hand it to the head."""
        form = self.form_of("Trình duyệt trả lời")
        form.get_by_role("radio").first.check()
        form.locator("textarea[name$='body']").fill(ANSWER)
        form.locator("textarea[name$='reason']").fill("Cán bộ nghỉ phép, không ai nhận thay.")
        form.locator("textarea[name$='next_step']").fill("Phân công người thay trước ngày 30/11/2026.")
        form.locator("button", has_text="Trình duyệt trả lời").click()
        expect(self.page.locator("main")).to_contain_text("Chờ duyệt trả lời")
