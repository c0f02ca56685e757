"""From a code held before a camera to the link's clock: pulled, handed over, told. All that is
wrong with footage ends in advice or a clear refusal.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cameras.beacon import claims, film, secret, services, work
from cameras.beacon.models import Beacon
from cameras.beacon.vocabulary import State
from cameras.registry import health, photos
from cameras.registry.links import NewLink, link_camera
from cameras.registry.models import Camera, Link
from cameras.registry.services import remove_camera
from cameras.registry.vocabulary import PhotoKind
from cameras.sources.errors import TooLarge, Unreachable, WrongPassword
from portal.files import vault
from portal.ledger.kinds import Kind
from portal.ledger.models import entries_about
from portal.lib.errors import Refused
from portal.media.stills import Still
from portal.people.services import end_membership
from tests.cast import Cast

from .scene import (
    AHEAD,
    FILMED,
    RECEIVED,
    STARTED,
    Recorder,
    begun,
    dated,
    film_of,
    is_picture,
    upload_of,
)
from .world import Hold

SECOND = timedelta(seconds=1)
pytestmark = pytest.mark.slow


@pytest.fixture
def camera(cast: Cast) -> Camera:
    row = cast.camera()
    link_camera(row, NewLink("http://127.0.0.1:1"), actor=cast.owner, at=cast.at)
    return row


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    made = Recorder([])
    monkeypatch.setattr(health, "open_source", lambda *_: made)
    return made


def work_off(beacon: Beacon, at: datetime = RECEIVED) -> Beacon:
    work.run(public_id=beacon.public_id, tick=lambda: at)
    beacon.refresh_from_db()
    return beacon


def pulled(beacon: Beacon, at: datetime = RECEIVED) -> Beacon:
    services.pull(beacon=beacon, page_error_ms=40, at=RECEIVED)
    return work_off(beacon, at)


def handed_over(beacon: Beacon, path: Path) -> Beacon:
    services.hand_over(beacon=beacon, file=upload_of(path), page_error_ms=40, at=RECEIVED)
    return work_off(beacon)


def off_by(beacon: Beacon, wanted: timedelta) -> float:
    assert beacon.offset_ms is not None
    return abs(beacon.offset_ms - wanted / timedelta(milliseconds=1))


# --- Measured -------------------------------------------------------------------------------------


@pytest.mark.parametrize("ahead", [AHEAD, -AHEAD, timedelta(0), timedelta(hours=25)])
def test_a_pull_measures_the_recorders_clock_and_proves_control(
    cast: Cast, camera: Camera, recorder: Recorder, tmp_path: Path, ahead: timedelta
) -> None:
    beacon = begun(cast, camera)
    film = film_of(beacon, tmp_path / "a.mp4")
    recorder.ahead, recorder.recordings_ = ahead, [(film, FILMED + ahead)]
    pulled(beacon)
    assert (beacon.state, beacon.told) == (State.MEASURED, "source")
    assert beacon.error_ms is not None
    assert off_by(beacon, ahead) <= beacon.error_ms <= 1000
    assert beacon.proves_control
    link = Link.objects.get()
    assert (link.clock_offset_ms, link.offset_method) == (beacon.offset_ms, "beacon")
    assert link.offset_uncertainty_ms == beacon.error_ms
    assert link.controlled_at == RECEIVED
    assert link.offset_measured_at is not None
    assert abs(link.offset_measured_at - FILMED) < timedelta(seconds=5)
    entry = entries_about(camera.subject, [Kind.CAMERA_CLOCK_MEASURED]).get()
    assert entry.actor == "system:beacon"
    assert (entry.facts["means"], entry.facts["told"]) == ("pulled", "source")


def test_a_picture_of_the_view_is_kept_without_the_code(
    cast: Cast, camera: Camera, recorder: Recorder, tmp_path: Path
) -> None:
    beacon = begun(cast, camera)
    recorder.recordings_ = [(film_of(beacon, tmp_path / "a.mp4"), FILMED + AHEAD)]
    pulled(beacon)
    assert beacon.picture is not None
    assert is_picture(b"".join(vault.read(beacon.picture)))
    assert beacon.picture_true_at is not None
    # The telephone came into view 0.6 s after the footage began.
    assert abs(beacon.picture_true_at - FILMED - 0.4 * SECOND) < SECOND


def test_masks_are_drawn_on_the_view_that_the_code_was_read_in(
    cast: Cast, camera: Camera, recorder: Recorder, tmp_path: Path
) -> None:
    first = begun(cast, camera)
    recorder.recordings_ = [(film_of(first, tmp_path / "a.mp4"), FILMED + AHEAD)]
    pulled(first)
    before = photos.view_of(camera)
    assert before is not None
    assert before.added_by == work.WORKER
    assert first.picture is not None
    assert b"".join(photos.read(before)) == b"".join(vault.read(first.picture))
    assert before.width > before.height

    second = begun(cast, camera)
    recorder.recordings_ = [(film_of(second, tmp_path / "b.mp4"), FILMED + AHEAD)]
    pulled(second)
    [now] = photos.of_camera(camera)
    assert now.pk != before.pk  # the newer one, and one alone
    before.stored.refresh_from_db()
    assert before.stored.destroyed_at == RECEIVED


def test_a_view_that_a_person_gave_stays(
    cast: Cast, camera: Camera, recorder: Recorder, tmp_path: Path
) -> None:
    still = Still(80, 60, b"\xff\xd8 of the owner")
    given = photos.add(camera, still, kind=PhotoKind.VIEW, actor=cast.owner, at=STARTED)
    beacon = begun(cast, camera)
    recorder.recordings_ = [(film_of(beacon, tmp_path / "a.mp4"), FILMED + AHEAD)]
    pulled(beacon)
    assert beacon.state == State.MEASURED
    assert photos.of_camera(camera) == [given]
    photos.remove(given, actor=cast.owner, at=RECEIVED)
    assert photos.take_view(camera, still, actor=work.WORKER, at=RECEIVED) is not None


def test_a_view_that_a_code_hides_is_none(
    cast: Cast,
    camera: Camera,
    recorder: Recorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(film.Seen, "view_is_free", property(lambda _: False, lambda *_: None))
    beacon = begun(cast, camera)
    recorder.recordings_ = [(film_of(beacon, tmp_path / "a.mp4"), FILMED + AHEAD)]
    pulled(beacon)
    assert beacon.state == State.MEASURED
    assert photos.view_of(camera) is None


def test_only_the_latest_picture_is_kept(
    cast: Cast, camera: Camera, recorder: Recorder, tmp_path: Path
) -> None:
    first = begun(cast, camera)
    recorder.recordings_ = [(film_of(first, tmp_path / "a.mp4"), FILMED + AHEAD)]
    pulled(first)
    second = begun(cast, camera)
    recorder.recordings_ = [(film_of(second, tmp_path / "b.mp4"), FILMED + AHEAD)]
    pulled(second)
    first.refresh_from_db()
    assert first.picture is not None
    assert second.picture is not None
    assert first.picture.destroyed_at == RECEIVED
    assert second.picture.destroyed_at is None


def test_measured_again_days_later_the_drift_is_known(
    cast: Cast, camera: Camera, recorder: Recorder, tmp_path: Path
) -> None:
    first = begun(cast, camera)
    recorder.recordings_ = [(film_of(first, tmp_path / "a.mp4"), FILMED + AHEAD)]
    pulled(first)
    later, gained = timedelta(days=4), timedelta(seconds=8)
    second = begun(cast, camera, STARTED + later)
    began_ms = round((FILMED + later).timestamp() * 1000)
    film = film_of(second, tmp_path / "b.mp4", began_ms=began_ms)
    recorder.recordings_ = [(film, FILMED + later + AHEAD + gained)]
    services.pull(beacon=second, page_error_ms=0, at=RECEIVED + later)
    work_off(second, RECEIVED + later)
    assert second.drift_ppm == pytest.approx(8 / (4 * 86_400) * 1e6, abs=3)
    assert Link.objects.get().clock_drift_ppm == second.drift_ppm


def test_an_upload_that_tells_its_time_is_measured_and_proves_less(
    cast: Cast, tmp_path: Path
) -> None:
    beacon = begun(cast, cast.camera())
    film = film_of(beacon, tmp_path / "a.mp4", more=dated(FILMED.replace(microsecond=0) + AHEAD))
    handed_over(beacon, film)
    assert (beacon.state, beacon.told) == (State.MEASURED, "metadata")
    assert off_by(beacon, AHEAD) <= 1000
    assert not beacon.proves_control
    assert beacon.upload is not None
    assert beacon.upload.destroyed_at == RECEIVED  # the recording has served


def test_local_time_written_as_utc_is_seen_through(cast: Cast, tmp_path: Path) -> None:
    beacon = begun(cast, cast.camera())
    film = film_of(beacon, tmp_path / "a.mp4", more=dated(FILMED + AHEAD + timedelta(hours=7)))
    handed_over(beacon, film)
    assert off_by(beacon, AHEAD) <= 1000


@pytest.mark.parametrize("more", [(), dated(FILMED + timedelta(hours=25))], ids=["no", "25 h off"])
def test_where_the_file_tells_no_time_its_owner_is_asked(
    cast: Cast, tmp_path: Path, more: tuple[str, ...]
) -> None:
    beacon = begun(cast, cast.camera())
    handed_over(beacon, film_of(beacon, tmp_path / "a.mp4", more=more))
    assert beacon.state == State.ASKING
    assert beacon.picture_true_at is not None
    shown = (beacon.picture_true_at + AHEAD).replace(microsecond=0)  # whole seconds in the picture
    services.tell(beacon=beacon, shown=shown, person=cast.owner, at=RECEIVED)
    beacon.refresh_from_db()
    assert (beacon.state, beacon.told) == (State.MEASURED, "declared")
    assert off_by(beacon, AHEAD) <= 1000
    entry = entries_about(beacon.camera.subject, [Kind.CAMERA_CLOCK_MEASURED]).get()
    assert entry.facts["method"] == "declared"
    assert entry.actor == cast.owner.subject


def test_the_time_in_the_picture_outweighs_what_the_file_says(cast: Cast, tmp_path: Path) -> None:
    beacon = begun(cast, cast.camera())
    handed_over(beacon, film_of(beacon, tmp_path / "a.mp4", more=dated(FILMED)))
    assert beacon.picture_true_at is not None
    services.tell(
        beacon=beacon, shown=beacon.picture_true_at + AHEAD, person=cast.owner, at=RECEIVED
    )
    beacon.refresh_from_db()
    assert beacon.told == "declared"
    assert off_by(beacon, AHEAD) <= 1000


def test_without_footage_a_person_may_tell_what_the_recorder_shows(
    cast: Cast, camera: Camera
) -> None:
    beacon = services.begin(camera=camera, person=cast.owner, at=STARTED)
    at = STARTED + 5 * SECOND
    services.tell_now(beacon=beacon, shown=at + AHEAD, person=cast.owner, at=at)
    beacon.refresh_from_db()
    assert (beacon.told, beacon.means, beacon.error_ms) == ("declared", "told", 30_000)
    assert Link.objects.get().offset_method == "declared"
    assert Link.objects.get().controlled_at is None


# --- Advice instead of errors ---------------------------------------------------------------------


def fails(beacon: Beacon, reason: str) -> None:
    assert (beacon.state, beacon.reason) == (State.FAILED, reason)
    assert not Link.objects.exclude(clock_offset_ms=None).exists()
    assert not Beacon.objects.filter(upload__destroyed_at=None, upload__isnull=False).exists()


def test_a_video_without_codes_ends_in_advice(cast: Cast, tmp_path: Path) -> None:
    beacon = begun(cast, cast.camera())
    handed_over(beacon, film_of(beacon, tmp_path / "a.mp4", from_s=9, until_s=9))
    fails(beacon, "no_code")


def test_a_code_too_far_away_ends_in_advice(cast: Cast, tmp_path: Path) -> None:
    beacon = begun(cast, cast.camera())
    handed_over(beacon, film_of(beacon, tmp_path / "a.mp4", hold=Hold(1.1)))
    assert beacon.state == State.FAILED
    assert beacon.reason in {"closer", "no_code", "few"}


def test_yesterdays_beacon_is_refused(cast: Cast, tmp_path: Path) -> None:
    """The same camera's, filmed and kept since: its codes tell yesterday's time."""
    old = begun(cast, cast.camera(), STARTED - timedelta(days=1))
    began_ms = round((FILMED - timedelta(days=1)).timestamp() * 1000)
    film = film_of(old, tmp_path / "a.mp4", began_ms=began_ms)
    beacon = begun(cast, old.camera)
    handed_over(beacon, film)
    fails(beacon, "other_time")


def test_another_cameras_beacon_is_refused(cast: Cast, tmp_path: Path) -> None:
    other = begun(cast, cast.camera())
    beacon = begun(cast, cast.camera())
    handed_over(beacon, film_of(other, tmp_path / "a.mp4"))
    fails(beacon, "other_code")


def test_codes_that_the_portal_did_not_write_are_refused(cast: Cast, tmp_path: Path) -> None:
    beacon = begun(cast, cast.camera())
    handed_over(beacon, film_of(beacon, tmp_path / "a.mp4", key=b"a guess"))
    fails(beacon, "other_code")


def test_codes_of_before_the_session_began_are_refused(cast: Cast, tmp_path: Path) -> None:
    beacon = begun(cast, cast.camera())
    began_ms = round((STARTED - timedelta(minutes=2)).timestamp() * 1000)
    handed_over(beacon, film_of(beacon, tmp_path / "a.mp4", began_ms=began_ms))
    fails(beacon, "other_time")


def test_footage_that_runs_at_another_pace_is_refused(cast: Cast, tmp_path: Path) -> None:
    beacon = begun(cast, cast.camera())
    film = film_of(
        beacon, tmp_path / "a.mp4", seconds=8, until_s=8,
        more=("-bsf:v", "setts=ts=TS/2"),
    )  # fmt: skip
    handed_over(beacon, film)
    fails(beacon, "pace")


def test_a_clock_that_jumps_by_25_hours_meanwhile_is_not_measured(
    cast: Cast, camera: Camera, recorder: Recorder, tmp_path: Path
) -> None:
    beacon = begun(cast, camera)
    film = film_of(beacon, tmp_path / "a.mp4", seconds=3, until_s=3)
    jumped = film_of(
        beacon, tmp_path / "b.mp4", seconds=3, from_s=0, until_s=3,
        began_ms=round((FILMED + 3 * SECOND).timestamp() * 1000),
    )  # fmt: skip
    hours = timedelta(hours=25)
    recorder.ahead = AHEAD
    recorder.recordings_ = [(film, FILMED + AHEAD), (jumped, FILMED + 3 * SECOND + AHEAD + hours)]
    everything = (STARTED - 99 * hours, STARTED + 99 * hours)
    recorder.recordings = lambda *_: Recorder.recordings(recorder, *everything)  # type: ignore[method-assign]
    pulled(beacon)
    fails(beacon, "jump")


def test_no_video_is_refused_at_the_door(cast: Cast) -> None:
    beacon = begun(cast, cast.camera())
    for data in (b"not a video at all", b"\x00" * 4096, b"%PDF-1.7"):
        file = SimpleUploadedFile("a.mp4", data, "video/mp4")
        with pytest.raises(Refused, match="not_video"):
            services.hand_over(beacon=beacon, file=file, page_error_ms=0, at=RECEIVED)
    beacon.refresh_from_db()
    assert beacon.is_waiting  # another file may follow


def test_too_long_a_video_is_refused_at_the_door(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_MINUTES", 0.01)
    beacon = begun(cast, cast.camera())
    film = upload_of(film_of(beacon, tmp_path / "a.mp4", from_s=9))
    with pytest.raises(Refused, match="too_long"):
        services.hand_over(beacon=beacon, file=film, page_error_ms=0, at=RECEIVED)


# --- Used once, and in time -----------------------------------------------------------------------


def test_a_token_is_used_once(
    cast: Cast, camera: Camera, recorder: Recorder, tmp_path: Path
) -> None:
    beacon = begun(cast, camera)
    film = film_of(beacon, tmp_path / "a.mp4")
    recorder.recordings_ = [(film, FILMED + AHEAD)]
    pulled(beacon)
    tries: list[Callable[[], Any]] = [
        lambda: services.pull(beacon=beacon, page_error_ms=0, at=RECEIVED),
        lambda: services.hand_over(
            beacon=beacon, file=upload_of(film), page_error_ms=0, at=RECEIVED
        ),
        lambda: services.codes_of(beacon=beacon, at=RECEIVED),
        lambda: services.tell_now(beacon=beacon, shown=RECEIVED, person=cast.owner, at=RECEIVED),
    ]
    for again in tries:
        with pytest.raises(Refused, match="used"):
            again()
    with pytest.raises(Refused, match="nothing_to_tell"):
        services.tell(beacon=beacon, shown=RECEIVED, person=cast.owner, at=RECEIVED)


def test_codes_end_after_ten_minutes_and_never_tell_a_later_time(cast: Cast) -> None:
    beacon = begun(cast, cast.camera())
    late = services.codes_of(beacon=beacon, at=beacon.expires_at - 2 * SECOND)
    assert late[-1][0] < beacon.expires_at.timestamp() * 1000
    with pytest.raises(Refused, match="expired"):
        services.codes_of(beacon=beacon, at=beacon.expires_at)


def test_a_new_session_ends_the_one_that_still_waited(cast: Cast) -> None:
    first = begun(cast, cast.camera())
    second = begun(cast, first.camera)
    first.refresh_from_db()
    assert (first.state, first.reason) == (State.FAILED, "expired")
    assert secret.token_of(first.public_id) != secret.token_of(second.public_id)


def test_a_session_nobody_came_back_to_ends(cast: Cast) -> None:
    beacon = begun(cast, cast.camera())
    with pytest.raises(Refused, match="expired"):
        services.hand_over(
            beacon=beacon,
            file=SimpleUploadedFile("a.mp4", b"x"),
            page_error_ms=0,
            at=beacon.uploads_until + SECOND,
        )
    work.sweep(at=beacon.uploads_until + SECOND)
    beacon.refresh_from_db()
    assert (beacon.state, beacon.reason) == (State.FAILED, "expired")


def test_a_pull_wants_a_link_and_codes_that_were_shown(cast: Cast, camera: Camera) -> None:
    unlinked = begun(cast, cast.camera())
    with pytest.raises(Refused, match="no_link"):
        services.pull(beacon=unlinked, page_error_ms=0, at=RECEIVED)
    unseen = services.begin(camera=camera, person=cast.owner, at=STARTED)
    with pytest.raises(Refused, match="not_shown"):
        services.pull(beacon=unseen, page_error_ms=0, at=RECEIVED)


def test_a_page_that_cannot_know_the_time_well_enough_is_refused(
    cast: Cast, camera: Camera
) -> None:
    with pytest.raises(Refused, match="slow_network"):
        services.pull(beacon=begun(cast, camera), page_error_ms=301, at=RECEIVED)


def test_twenty_sessions_a_day_are_enough(cast: Cast) -> None:
    camera = cast.camera()
    for _ in range(services.MOST_A_DAY):
        services.begin(camera=camera, person=cast.owner, at=STARTED)
    with pytest.raises(Refused, match="too_many"):
        services.begin(camera=camera, person=cast.owner, at=STARTED)


def test_told_times_more_than_a_day_off_are_refused(cast: Cast, camera: Camera) -> None:
    beacon = services.begin(camera=camera, person=cast.owner, at=STARTED)
    with pytest.raises(Refused, match="time_too_far"):
        services.tell_now(
            beacon=beacon, shown=STARTED + timedelta(hours=25), person=cast.owner, at=STARTED
        )


# --- Workers --------------------------------------------------------------------------------------


def test_footage_that_is_not_written_yet_is_looked_for_again(
    cast: Cast, camera: Camera, recorder: Recorder, tmp_path: Path
) -> None:
    beacon = begun(cast, camera)
    pulled(beacon)
    assert (beacon.state, beacon.reason) == (State.RECEIVED, "no_footage")
    recorder.recordings_ = [(film_of(beacon, tmp_path / "a.mp4"), FILMED + AHEAD)]
    assert work.sweep(at=RECEIVED) == 0  # not due yet
    assert work.sweep(at=beacon.next_try_at) == 1
    assert work_off(beacon, beacon.next_try_at).state == State.MEASURED
    assert beacon.attempts == 1


def test_the_beginning_of_it_is_measured_only_when_the_rest_does_not_come(
    cast: Cast, camera: Camera, recorder: Recorder, tmp_path: Path
) -> None:
    beacon = begun(cast, camera)
    film = film_of(beacon, tmp_path / "a.mp4", seconds=2.2, until_s=2.2)
    recorder.recordings_ = [(film, FILMED + AHEAD)]
    pulled(beacon)
    assert (beacon.state, beacon.reason) == (State.RECEIVED, "few")
    assert work_off(beacon, RECEIVED + work.PATIENCE).state == State.MEASURED
    assert 3 <= beacon.codes < work.GOOD_CODES


def test_what_never_comes_ends_in_advice(cast: Cast, camera: Camera, recorder: Recorder) -> None:
    beacon = begun(cast, camera)
    fails(pulled(beacon, RECEIVED + work.PATIENCE), "no_footage")


@pytest.mark.parametrize(
    ("trouble", "reason", "waits"),
    [
        (WrongPassword(), "source", False),
        (TooLarge(), "too_large", False),
        (Unreachable(), "source", True),
    ],
)
def test_a_recorder_in_trouble(
    cast: Cast, camera: Camera, recorder: Recorder, trouble: Any, reason: str, waits: bool
) -> None:
    beacon = begun(cast, camera)
    recorder.trouble = trouble
    pulled(beacon)
    assert beacon.state == (State.RECEIVED if waits else State.FAILED)
    for _ in range(claims.MOST_ATTEMPTS):
        work_off(beacon, max(RECEIVED, beacon.next_try_at))
    fails(beacon, reason)


def test_a_link_that_leads_elsewhere_by_now_is_not_measured(
    cast: Cast, camera: Camera, recorder: Recorder, tmp_path: Path
) -> None:
    beacon = begun(cast, camera)
    recorder.recordings_ = [(film_of(beacon, tmp_path / "a.mp4"), FILMED + AHEAD)]
    link_camera(camera, NewLink("http://127.0.0.1:2"), actor=cast.owner, at=STARTED)
    fails(pulled(beacon), "changed")
    assert recorder.asked == 0


def test_a_camera_removed_meanwhile_is_not_measured(
    cast: Cast, camera: Camera, recorder: Recorder, tmp_path: Path
) -> None:
    beacon = begun(cast, camera)
    recorder.recordings_ = [(film_of(beacon, tmp_path / "a.mp4"), FILMED + AHEAD)]
    services.pull(beacon=beacon, page_error_ms=0, at=RECEIVED)
    remove_camera(camera, actor=cast.owner, at=RECEIVED)
    fails(work_off(beacon), "changed")


def test_who_left_the_household_meanwhile_measures_nothing(
    cast: Cast, camera: Camera, recorder: Recorder
) -> None:
    beacon = services.begin(camera=camera, person=cast.co_owner, at=STARTED)
    services.codes_of(beacon=beacon, at=STARTED)
    services.pull(beacon=beacon, page_error_ms=0, at=RECEIVED)
    membership = cast.co_owner.memberships.get()
    end_membership(membership=membership, actor=cast.owner, at=RECEIVED)
    fails(work_off(beacon, RECEIVED + SECOND), "no_longer_yours")
    assert recorder.asked == 0


def test_a_worker_whose_lease_went_on_writes_nothing(
    cast: Cast, camera: Camera, recorder: Recorder, tmp_path: Path
) -> None:
    beacon = begun(cast, camera)
    film = film_of(beacon, tmp_path / "a.mp4")
    recorder.recordings_ = [(film, FILMED + AHEAD)]
    services.pull(beacon=beacon, page_error_ms=0, at=RECEIVED)
    claims.claim(beacon.public_id, RECEIVED)

    def stolen(*_: object) -> Any:
        Beacon.objects.filter(pk=beacon.pk).update(token="another")
        return Recorder.recordings(recorder, RECEIVED - timedelta(days=1), RECEIVED + AHEAD)

    Beacon.objects.update(state=State.RECEIVED, token="", lease_until=None)
    recorder.recordings = stolen  # type: ignore[assignment, method-assign]
    work_off(beacon)
    assert (beacon.state, beacon.token) == (State.READING, "another")
    assert Link.objects.get().clock_offset_ms is None


def test_what_a_dead_worker_left_is_taken_up_and_set_aside_after_three(
    cast: Cast, camera: Camera
) -> None:
    beacon = begun(cast, camera)
    services.pull(beacon=beacon, page_error_ms=0, at=RECEIVED)
    at = RECEIVED
    for _ in range(claims.MOST_ATTEMPTS):
        assert claims.claim(beacon.public_id, at) is not None
        assert claims.claim(beacon.public_id, at) is None
        at += timedelta(hours=1)
        work.sweep(at=at)
    beacon.refresh_from_db()
    fails(beacon, "crashed")


def test_the_plain_recording_is_gone_after_it_was_read(
    cast: Cast, tmp_path: Path, settings: Any
) -> None:
    beacon = begun(cast, cast.camera())
    handed_over(beacon, film_of(beacon, tmp_path / "a.mp4"))
    assert list(Path(settings.WORK_FOLDER).iterdir()) == []
