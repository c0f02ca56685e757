"""The main job, end to end: a camera, a request, a clip, what it shows, and the record.

Real parts only: web server, worker, beat, recorders that draw H.264, Chromium at 360 px for the
resident and 1280 px for the police. The servers are stopped and started in the middle.
"""

import re
import sqlite3
from datetime import datetime, timedelta

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from evidence.demo.scenery import CAMERAS
from evidence.demo.stack import Stack
from portal.lib.clock import VIETNAM, now

from .people import Person

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.slow]

SCENE = next(camera for camera in CAMERAS if camera.kind == "alley")  # its clock is 200 s wrong
WINDOW = timedelta(seconds=40)


def test_a_camera_a_request_a_clip_and_the_record(
    chromium: Browser, stack: Stack, database: str
) -> None:
    resident = Person(chromium, stack, "resident", width=360).sign_in()
    camera_url = register_a_camera(resident, stack)

    officer = Person(chromium, stack, "officer", width=1280).sign_in()
    assert stack.cameras_since is not None
    start = (stack.cameras_since - timedelta(minutes=2)).replace(microsecond=0)  # surely drawn
    request_url = ask_for_footage(officer, start, camera_url)

    commander = Person(chromium, stack, "commander", width=1280).sign_in()
    heard = len(resident.messages())
    approve(commander)

    stack.stop("web", "worker", "beat")  # at any step: nobody's work is lost
    stack.start("web", "worker", "beat")
    stack.wait_until_ready()

    agree_by_link(resident, heard)
    watch(officer, request_url)
    record_outcome(officer)
    see_who_looked(resident, camera_url)

    auditor = Person(chromium, stack, "auditor", width=1280).sign_in()
    verify(auditor, "Không mục nào bị sửa")
    seq = change_a_row_by_hand(stack, database)
    verify(auditor, rf"\b{seq}\b")


def test_money_is_recorded_by_one_confirmed_by_another_and_stands_on_the_public_board(
    chromium: Browser, stack: Stack
) -> None:
    board = Person(chromium, stack, "board", width=360).sign_in()
    page = board.page
    page.goto("/funding/record/")
    page.get_by_label("Ai đóng góp?").fill("Nhóm cư dân ngõ 12")
    page.get_by_label("Người đóng góp đồng ý nêu tên trên bảng công khai").check()
    page.locator("[name=kind][value=money]").check()
    page.get_by_label("Số tiền (đồng)").fill("6.000.000")
    page.get_by_label("Góp cho bao nhiêu camera?").fill("3")
    board.accessible()
    board.press("Ghi vào sổ")
    expect(page.get_by_text("6.000.000 đ").first).to_be_visible()
    assert page.get_by_role("button", name="Xác nhận", exact=True).count() == 0
    address = page.url

    committee = Person(chromium, stack, "committee", width=1280).sign_in()
    committee.page.goto(address)
    committee.accessible()
    committee.press("Xác nhận")
    committee.follow("Xem bảng công khai của đơn vị")
    anybody = chromium.new_context(base_url=stack.address).new_page()
    anybody.goto(committee.page.url)
    expect(anybody.get_by_text("Nhóm cư dân ngõ 12")).to_be_visible()

    see_coverage(committee)


def see_coverage(committee: Person) -> None:
    """Cells and counts in either language, and no footage."""
    page = committee.page
    page.goto("/coverage/")
    expect(page.locator(".leaflet-container")).to_be_visible()
    expect(page.locator("[data-map-list] li").first).to_be_attached()
    committee.accessible()
    page.get_by_role("button", name="EN – English").click()
    expect(page.locator("html[lang=en]")).to_be_attached()
    expect(page.get_by_text("Camera đã đăng ký")).to_have_count(0)
    committee.accessible()
    for closed in ("/cases/", "/requests/approvals/", "/ledger/"):
        response = page.goto(closed)
        assert response is not None
        assert response.status == 403


def register_a_camera(resident: Person, stack: Stack) -> str:
    """On the phone, one thing a page; the servers are restarted half-way. Returns its page."""
    page = resident.page
    page.goto("/cameras/")
    page.goto("/cameras/new/")
    resident.press("Bắt đầu")
    open_numbers(resident)
    page.get_by_label("Vĩ độ").fill(str(SCENE.lat))
    page.get_by_label("Kinh độ").fill(str(SCENE.lng))
    page.locator("[name=bearing]").fill(str(SCENE.bearing))
    resident.accessible()
    resident.press("Tiếp")

    page.get_by_label("Ngõ, hẻm").check()
    stack.stop("web")
    stack.start("web")
    stack.wait_until_ready()
    page.reload()  # the pin is kept, the draft goes on where it was
    page.get_by_label("Ngõ, hẻm").check()
    page.locator("[name=night_vision][value=yes]").check()
    page.locator("[name=recording][value=continuous]").check()
    resident.press("Tiếp")

    resident.accessible()
    page.get_by_label("Đặt tên cho camera").fill("Camera đầu ngõ nhà tôi")
    page.locator("[name=owner]").first.check()
    page.get_by_text("Tôi biết địa chỉ đầu ghi").click()
    page.get_by_label("Địa chỉ đầu ghi").fill(stack.recorders)
    page.get_by_label("Kênh số").fill(str(SCENE.channel))
    page.get_by_label("Tên đăng nhập đầu ghi").fill(SCENE.username)
    page.get_by_label("Mật khẩu đầu ghi").fill(SCENE.password)
    resident.press("Tiếp")

    for scope in ("map", "ask", "detect"):
        assert page.locator(f"[name={scope}]:checked").count() == 0  # nothing is pre-ticked
        page.locator(f"[name={scope}][value=yes]").check()
    resident.accessible()
    resident.press("Tiếp")
    resident.accessible()
    resident.press("Gửi đăng ký")
    expect(page.get_by_role("heading", name="Đã đăng ký camera")).to_be_visible()
    resident.accessible()
    resident.follow("Tới trang của camera")
    return page.url


def ask_for_footage(officer: Person, start: datetime, camera_url: str) -> str:
    page = officer.page
    page.goto("/cases/new/")
    page.get_by_label("Tên ngắn của vụ việc").fill("Mất xe máy trước ngõ 12")
    fill_moment(officer, "happened_at", start)
    fill_place(officer)
    officer.accessible()
    officer.press("Mở vụ việc")
    officer.follow("Xin hình cho vụ việc này")

    fill_moment(officer, "start", start)
    fill_moment(officer, "stop", now() + timedelta(days=1))
    fill_place(officer)
    page.get_by_label("Vì sao cần đoạn hình này?").fill("Tìm người dắt xe ra khỏi ngõ")
    officer.press("Tiếp: chọn camera")
    expect(page.get_by_text("chưa diễn ra xong").first).to_be_visible()  # input is kept
    fill_moment(officer, "stop", start + WINDOW)
    officer.accessible()
    officer.press("Tiếp: chọn camera")

    for box in page.locator("[name=cameras]:enabled").all():
        box.set_checked(False)
    camera_id = camera_url.rstrip("/").rpartition("/")[2]
    page.locator(f"[name=cameras][value='{camera_id}']").check()
    officer.accessible()
    officer.press("Tiếp: kiểm tra lại")
    officer.press("Gửi cho chỉ huy duyệt")
    expect(page.get_by_text("Chờ chỉ huy duyệt").first).to_be_visible()
    officer.accessible()
    return page.url


def fill_moment(person: Person, name: str, instant: datetime) -> None:
    local = instant.astimezone(VIETNAM)
    person.page.locator(f"[name={name}_day]").fill(local.strftime("%d/%m/%Y"))
    person.page.locator(f"[name={name}_time]").fill(local.strftime("%H:%M:%S"))


def fill_place(person: Person) -> None:
    open_numbers(person)
    person.page.locator("[name=lat]").fill(f"{SCENE.lat - 0.0001:.6f}")
    person.page.locator("[name=lng]").fill(f"{SCENE.lng + 0.0001:.6f}")


def open_numbers(person: Person) -> None:
    """Beside the map stand number boxes; the map's script folds them away once it is there."""
    expect(person.page.locator(".leaflet-container")).to_be_visible()
    expect(person.page.locator("details[data-map-numbers]:not([open])")).to_have_count(1)
    person.page.locator("details[data-map-numbers] summary").click()


def approve(commander: Person) -> None:
    page = commander.page
    page.goto("/requests/approvals/")
    commander.accessible()
    page.get_by_role("link", name="Mất xe máy trước ngõ 12").first.click()
    commander.press("Duyệt yêu cầu")
    expect(page.get_by_text("Đang chờ chủ camera trả lời").first).to_be_visible()


def agree_by_link(resident: Person, heard: int) -> None:
    """One tap on the page that the message's link opens; opening it changes nothing."""
    found = resident.wait_for(
        lambda: [
            m
            for text in resident.messages()[heard:]
            for m in re.findall(r"http\S+/answer/\S+", text)
        ],
        "the message with the link",
    )
    page = resident.page
    for _ in range(2):
        page.goto(found[-1])
        expect(page.get_by_role("button", name="Đồng ý chia sẻ đoạn này")).to_be_visible()
    resident.accessible()
    resident.press("Đồng ý chia sẻ đoạn này")
    expect(
        page.get_by_text("Bạn đã đồng ý").or_(page.get_by_text("Đã lấy hình")).first
    ).to_be_visible()


def watch(officer: Person, request_url: str) -> None:
    """The worker pulls, seals and looks; the officer says why and plays, seeking to and fro."""
    page = officer.page
    page.goto(request_url)
    page.get_by_role("link", name="Xem đoạn hình").first.click(timeout=90_000)
    page.locator("[name=purpose]").fill("Xem ai dắt xe ra khỏi ngõ")
    officer.accessible()
    officer.press("Ghi vào sổ và mở hình")
    video = page.locator("video")
    expect(video).to_have_count(1)
    page.wait_for_function("() => document.querySelector('video').readyState >= 1")
    length = page.evaluate("() => document.querySelector('video').duration")
    edges = 2 * 2.0  # the rest of one key-frame group of 2 s at each end
    assert WINDOW.total_seconds() - 1 <= length <= WINDOW.total_seconds() + edges + 1
    for share in (0.8, 0.1, 0.5):
        page.evaluate(
            """async share => {
              const video = document.querySelector('video');
              const done = new Promise(ok => video.addEventListener('seeked', ok, {once: true}));
              video.currentTime = video.duration * share;
              await done;
            }""",
            share,
        )
        assert page.evaluate("() => document.querySelector('video').readyState") >= 2
    officer.wait_for(lambda: found_something(officer), "findings on the timeline")
    officer.accessible()


def found_something(officer: Person) -> bool:
    officer.page.reload()
    return officer.page.locator(".player-span").count() > 0


def record_outcome(officer: Person) -> None:
    page = officer.page
    officer.follow("Ghi kết quả vụ việc")
    page.get_by_label("Đã làm rõ vụ việc").check()
    page.locator("[name=people_caught]").fill("1")
    officer.accessible()
    officer.press("Ghi kết quả")
    expect(page.get_by_text("Đã làm rõ vụ việc").first).to_be_visible()
    officer.accessible()


def see_who_looked(resident: Person, camera_url: str) -> None:
    page = resident.page
    page.goto(camera_url)
    resident.accessible()
    page.get_by_role("link", name=re.compile("Ai đã xem")).first.click()
    expect(page.get_by_text("Xem ai dắt xe ra khỏi ngõ").first).to_be_visible()
    expect(page.get_by_text("Đã làm rõ vụ việc").first).to_be_visible()
    resident.accessible()


def verify(auditor: Person, words: str) -> None:
    page = auditor.page
    page.goto("/ledger/verify/")
    auditor.press("Bắt đầu kiểm tra")
    run = page.url

    def finished() -> bool:
        page.goto(run)
        return page.get_by_text(re.compile(words)).count() > 0

    auditor.wait_for(finished, f"a verification that says {words!r}")
    auditor.accessible()


def change_a_row_by_hand(stack: Stack, database: str) -> int:
    """What an administrator with the database could do: drop the guard and rewrite history."""
    find = "SELECT seq FROM ledger_entry WHERE kind = 'item:opened' ORDER BY seq LIMIT 1"
    alter = "UPDATE ledger_entry SET kind = 'case:opened' WHERE seq = "
    if database:
        with psycopg.connect(database, autocommit=True) as server:
            row = server.execute(find).fetchone()
            assert row
            server.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ALL")
            server.execute(alter + str(row[0]))
            return int(row[0])
    with sqlite3.connect(stack.var / "portal.sqlite3") as file:
        (seq,) = file.execute(find).fetchone()
        file.execute("DROP TRIGGER ledger_entry_no_update")
        file.execute(alter + str(seq))
        return int(seq)
