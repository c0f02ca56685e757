"""Whatever was said and done before, in whatever order: no byte leaves without a basis.

Random histories are played through the real services on real rows: yes, no and taken back by two
adults, within limits; approvals, answers, case closings, holds, derivatives, destructions. After
each step every clip is asked for at the one door, in whole and in parts, with viewings opened at
any time before. What comes out is held against `Model`, which knows nothing of the code's rules.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cameras.consent import services as consent
from cameras.consent import texts
from cameras.consent.limits import Ahead
from cameras.consent.scopes import Means, Scope
from evidence.cases.models import Case
from evidence.custody import gate, services
from evidence.custody.models import Hold, Item, Viewing
from evidence.custody.vocabulary import ItemRole
from evidence.requests.ahead import AHEAD
from evidence.requests.models import FootageRequest, Target
from portal.lib.errors import Refused
from tests.cast import PLACE, make_cast

from .scene import PURPOSE, put

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LENGTH = 5  # minutes of each clip
TERMS = texts.current("vi")
CLIP = b"nobody sees this without a basis"
WAYS = ("asked", "ahead", "demand")  # how each of the three clips came to be
OPEN_SCOPES = (Scope.ASK, Scope.RELEASE)

PEOPLE = st.sampled_from(["owner", "co_owner"])
WHICH = st.integers(0, len(WAYS) - 1)
SPAN = st.tuples(st.integers(0, len(CLIP)), st.integers(0, len(CLIP)))
LIMITS = st.builds(
    Ahead,
    kinds=st.sampled_from([frozenset({"robbery"}), frozenset({"missing"})]),
    from_hour=st.just(0),
    to_hour=st.just(24),
    minutes=st.sampled_from([LENGTH - 1, LENGTH]),
    per_month=st.sampled_from([1, 2]),
)
STEPS = st.one_of(
    st.tuples(st.just("yes"), PEOPLE, st.sampled_from(OPEN_SCOPES), LIMITS),
    st.tuples(st.just("no"), PEOPLE, st.sampled_from(OPEN_SCOPES)),
    st.tuples(st.just("take_back"), PEOPLE, st.sampled_from(OPEN_SCOPES)),
    st.tuples(st.just("approve"), WHICH, st.booleans()),
    st.tuples(st.just("answer"), WHICH, st.sampled_from(["agreed", "fulfilled", "declined"])),
    st.tuples(st.just("close"), WHICH, st.booleans()),
    st.tuples(st.just("open"), WHICH),
    st.tuples(st.just("derive"), WHICH),
    st.tuples(st.just("destroy"), WHICH),
    st.tuples(st.just("hold"), WHICH),
)


@dataclass
class Model:
    """What an owner, a commander and a judge would say, kept by hand."""

    said: dict[tuple[Scope, str], tuple[bool, Ahead | None]] = field(default_factory=dict)
    approved: list[bool] = field(default_factory=lambda: [True] * len(WAYS))
    state: list[str] = field(default_factory=lambda: ["fulfilled"] * len(WAYS))
    closed: list[bool] = field(default_factory=lambda: [False] * len(WAYS))
    destroyed: list[bool] = field(default_factory=lambda: [False] * len(WAYS))

    def say(self, person: str, scope: Scope, yes: bool, limits: Ahead | None = None) -> None:
        self.said[scope, person] = (yes, limits)
        if scope is Scope.ASK and not yes:
            self.said[Scope.RELEASE, person] = (False, None)

    def allows(self, scope: Scope) -> bool:
        words = [yes for (about, _), (yes, _) in self.said.items() if about is scope]
        return bool(words) and all(words)

    def within_limits(self) -> bool:
        """Of all who agreed. It is the first of its month."""
        drawn = [limits for (about, _), (_, limits) in self.said.items() if about is Scope.RELEASE]
        return all(
            one is not None and "robbery" in one.kinds and one.minutes >= LENGTH for one in drawn
        )

    def flows(self, which: int) -> bool:
        if self.closed[which] or not self.approved[which] or self.destroyed[which]:
            return False
        if WAYS[which] == "demand":
            return True
        if self.state[which] == "declined" or not self.allows(Scope.ASK):
            return False
        if WAYS[which] == "asked":
            return True
        return self.allows(Scope.RELEASE) and self.within_limits()


class NoByteWithoutBasis(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = make_cast(NOW - 24 * HOUR)  # type: ignore[attr-defined]

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEPS, min_size=1, max_size=14), SPAN)
    def test_of_any_history(self, steps: list[tuple[Any, ...]], span: tuple[int, int]) -> None:
        self.begin()
        for step in steps:
            getattr(self, f"do_{step[0]}")(*step[1:])
            for which in range(len(WAYS)):
                self.look(which, span)

    def begin(self) -> None:
        """Three clips of one camera, agreed to by one adult, and one viewing of each is open."""
        cast: Any = self.cast  # type: ignore[attr-defined]
        self.model = Model()
        self.camera = cast.camera(scopes=frozenset())
        self.model.said = {}
        self.do_yes("owner", Scope.ASK, Ahead(frozenset({"robbery"}), 0, 24, LENGTH, 1))
        self.do_yes("owner", Scope.RELEASE, Ahead(frozenset({"robbery"}), 0, 24, LENGTH, 1))
        self.targets = [self.target(way) for way in WAYS]
        self.items = [self.sealed(target) for target in self.targets]
        self.pictures: list[list[Item]] = [[] for _ in WAYS]
        self.viewings: list[Viewing] = []
        for which in range(len(WAYS)):
            self.do_derive(which)
            self.do_open(which)

    def target(self, way: str) -> Target:
        cast: Any = self.cast  # type: ignore[attr-defined]
        case = Case.objects.create(
            number=f"AN-2026-{way}",
            unit=cast.ward,
            kind="robbery",
            title="Vụ việc mẫu",
            happened_at=NOW - 2 * HOUR,
            lat=PLACE[0],
            lng=PLACE[1],
            opened_by=cast.officer,
            opened_at=NOW,
        )
        asked = FootageRequest.objects.create(
            case=case,
            state="approved",
            basis="demand" if way == "demand" else "consent",
            purpose=PURPOSE,
            urgency="normal",
            lat=PLACE[0],
            lng=PLACE[1],
            radius_m=50,
            window_start=NOW - 2 * HOUR,
            window_stop=NOW - 2 * HOUR + timedelta(minutes=LENGTH),
            requested_by=cast.officer,
            created_at=NOW,
            decided_by=cast.commander,
            decided_at=NOW,
        )
        return Target.objects.create(
            request=asked,
            asked_start=asked.window_start,
            asked_stop=asked.window_stop,
            camera=self.camera,
            state="fulfilled",
            rank=1,
            distance_m=20,
            px_per_m=100,
            dies_at=NOW + 24 * HOUR,
            told_at=NOW,
            answered_at=NOW,
            answered_means=AHEAD if way == "ahead" else "page",
        )

    def sealed(self, target: Target) -> Item:
        footage = services.Footage(
            media_type="video/mp4",
            window_start=target.request.window_start,
            window_stop=target.request.window_stop,
        )
        return services.seal(
            stored=put(CLIP), footage=footage, target=target, actor="system:test", at=NOW
        )

    @property
    def visitor(self) -> gate.Visitor:
        cast: Any = self.cast  # type: ignore[attr-defined]
        return gate.Visitor(cast.officer, "one")

    # --- what may happen ------------------------------------------------------------------------

    def do_yes(self, person: str, scope: Scope, limits: Ahead) -> None:
        self.say(person, yes=frozenset({scope}), limits=limits)
        self.model.say(person, scope, yes=True, limits=limits)

    def do_no(self, person: str, scope: Scope) -> None:
        self.say(person, no=frozenset({scope}))
        self.model.say(person, scope, yes=False)

    def say(
        self,
        person: str,
        yes: frozenset[Scope] = frozenset(),
        no: frozenset[Scope] = frozenset(),
        limits: Ahead | None = None,
    ) -> None:
        who = getattr(self.cast, person)  # type: ignore[attr-defined]
        said = consent.Said(camera=self.camera, person=who, yes=yes, no=no, ahead=limits)
        consent.answer(said, terms=TERMS, means=Means.WEB, actor=who, at=NOW)

    def do_take_back(self, person: str, scope: Scope) -> None:
        who = getattr(self.cast, person)  # type: ignore[attr-defined]
        taken = frozenset({scope})
        consent.withdraw(self.camera, person=who, scopes=taken, terms=TERMS, at=NOW)
        self.model.say(person, scope, yes=False)

    def do_approve(self, which: int, approved: bool) -> None:
        state = "approved" if approved else "submitted"
        FootageRequest.objects.filter(targets=self.targets[which]).update(state=state)
        self.model.approved[which] = approved

    def do_answer(self, which: int, state: str) -> None:
        Target.objects.filter(pk=self.targets[which].pk).update(state=state)
        self.model.state[which] = state

    def do_close(self, which: int, closed: bool) -> None:
        case = Case.objects.filter(requests__targets=self.targets[which])
        case.update(closed_at=NOW if closed else None)
        self.model.closed[which] = closed

    def do_open(self, which: int) -> None:
        try:
            item = self.items[which]
            viewing = gate.open_item(item=item, visitor=self.visitor, purpose=PURPOSE, at=NOW)
        except (Refused, Http404, PermissionDenied):
            assert not self.model.flows(which), f"{WAYS[which]}: refused with a basis"
        else:
            assert self.model.flows(which), f"{WAYS[which]}: opened without a basis"
            self.viewings.append(viewing)

    def do_derive(self, which: int) -> None:
        if not self.model.destroyed[which]:
            made = services.Derived(
                role=ItemRole.THUMBNAIL, media_type="image/jpeg", recipe={"v": 1}, stored=put(CLIP)
            )
            row = services.derive(parent=self.items[which], made=made, actor="system:test", at=NOW)
            self.pictures[which].append(row)

    def do_destroy(self, which: int) -> None:
        item = self.items[which]
        services.destroy(item=item, actor="system:test", reason="Hết hạn giữ", at=NOW)
        self.model.destroyed[which] = True

    def do_hold(self, which: int) -> None:
        """Sealed before anybody decided: bytes that are no item have no door at all."""
        if Hold.objects.filter(target=self.targets[which]).exists():
            return
        stored = put(CLIP)
        stored.save()
        cast: Any = self.cast  # type: ignore[attr-defined]
        Hold.objects.create(
            target=self.targets[which],
            state="sealed",
            ground="dying",
            reason="Sắp bị ghi đè",
            asked_by=cast.officer,
            asked_at=NOW,
            until=NOW + HOUR,
            born_ms=0,
            lasts_ms=1,
            stored=stored,
        )
        assert not Item.objects.filter(stored=stored).exists()

    # --- and what may come out ------------------------------------------------------------------

    def look(self, which: int, span: tuple[int, int]) -> None:
        """Through each viewing of this clip that was ever opened: the clip, and its pictures."""
        for viewing in self.viewings:
            if viewing.item_id == self.items[which].pk:
                for item in (self.items[which], *self.pictures[which]):
                    self.read(which, viewing, item, span)

    def read(self, which: int, viewing: Viewing, item: Item, span: tuple[int, int]) -> None:
        fresh = Item.objects.select_related("stored").get(pk=item.pk)
        try:
            stretch = [(fresh, span)]
            served = b"".join(
                gate.bytes_for(viewing, stretch, visitor=self.visitor, at=NOW + HOUR / 60)
            )
        except (Refused, Http404, PermissionDenied):
            assert not self.model.flows(which), f"{WAYS[which]}: refused with a basis"
            return
        assert self.model.flows(which), f"{WAYS[which]}: {len(served)} bytes without a basis"
        assert served == CLIP[slice(*span)]
