"""Lists on their way in: the file, its rows until they are imported, and what each brought."""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q

from cameras.registry.models import Camera
from portal.files.models import StoredObject
from portal.lib import ids
from portal.people.models import Organisation
from portal.places.models import Neighbourhood, Unit

from . import words
from .rows import Problem
from .words import State

WORK = (State.UPLOADED, State.CHECKING, State.IMPORTING)  # a worker's turn
OPEN = (State.MAPPING, State.CHECKED)  # a person's turn
UNDONE = (*WORK, *OPEN)


@dataclass(frozen=True)
class Whose:
    """For whom a list is: an organisation's own cameras, or a board's unit and neighbourhood."""

    unit: Unit
    organisation: Organisation | None = None
    neighbourhood: Neighbourhood | None = None

    @property
    def is_board(self) -> bool:
        return self.organisation is None

    @property
    def organisation_id(self) -> int | None:
        return self.organisation.pk if self.organisation else None

    @property
    def name(self) -> str:
        if self.organisation is not None:
            return self.organisation.name
        return (
            f"{self.neighbourhood.name}, {self.unit.name}" if self.neighbourhood else str(self.unit)
        )

    @property
    def key(self) -> str:
        """How a form names it."""
        part = self.neighbourhood.public_id if self.neighbourhood else "-"
        return self.organisation.public_id if self.organisation else f"{self.unit.public_id}.{part}"


class Import(models.Model):
    """One file. This row is the queue: in a WORK state without a lease it waits for a worker."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="imports"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="imports")
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, null=True, blank=True, related_name="imports"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports")
    stored = models.OneToOneField(StoredObject, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, db_index=True)
    file_name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=words.states, default=State.UPLOADED)
    headings = models.JSONField(default=list)
    chosen = models.JSONField(default=dict)  # column by plain heading, as the person said
    order = models.CharField(max_length=40, blank=True)  # what to do to many rows, then check anew
    rows = models.PositiveIntegerField(default=0)
    progress = models.PositiveIntegerField(default=0)  # rows of the step under way
    token = models.CharField(max_length=16, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    reason = models.CharField(max_length=60, blank=True)  # a refusal's code
    facts = models.JSONField(default=dict)  # what its sentence needs
    taken = models.PositiveIntegerField(default=0)  # rows that were imported
    known = models.PositiveIntegerField(default=0)  # rows left out as registered already
    told_at = models.DateTimeField(null=True, blank=True)  # when the last owner was told
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="import_by_state")]
        constraints = [
            models.CheckConstraint(
                name="import_lease_has_token",
                condition=(Q(token="") & Q(lease_until=None))
                | (~Q(token="") & Q(lease_until__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"

    @property
    def subject(self) -> str:
        return ids.subject("import", self.public_id)

    @property
    def whose(self) -> Whose:
        return Whose(self.unit, self.organisation, self.neighbourhood)

    @property
    def is_board(self) -> bool:
        return self.organisation_id is None

    @property
    def is_working(self) -> bool:
        return self.state in WORK

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)


class Verdict(models.TextChoices):
    """What becomes of a row when the list is imported."""

    GOOD = "good"
    ASKS = "asks"
    WRONG = "wrong"
    KNOWN = "known"
    DROPPED = "dropped"


def verdicts() -> list[tuple[str, object]]:
    return list(Verdict.choices)


class ImportRow(models.Model):
    """A row of the file with what was mended. Gone once the list is imported or withdrawn."""

    source = models.ForeignKey(Import, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()  # as the program shows it that made the file
    texts = models.JSONField(default=dict)  # by column
    flaws = models.JSONField(default=dict)
    problems = models.JSONField(default=list)  # each a `rows.Problem` as a list
    verdict = models.CharField(max_length=8, choices=verdicts)
    kept = models.JSONField(default=list)  # codes of questions answered with: it is right so

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="import_row_once"),
        ]
        indexes = [models.Index(fields=["source", "verdict", "number"], name="import_row_verdict")]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.number} {self.verdict}"

    def found(self) -> list[Problem]:
        return [Problem(*problem) for problem in self.problems]


class Brought(models.Model):
    """The camera behind an imported row. `written` is what a board wrote of it, and all that the
    board is shown again: the camera itself may be one that its owner had registered alone.
    """

    source = models.ForeignKey(Import, models.PROTECT, related_name="brought")
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="brought")
    number = models.PositiveIntegerField()
    written = models.JSONField(default=dict)
    tell = models.BooleanField(default=False)  # its owner has still to be told

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="brought_once"),
        ]
        indexes = [models.Index(fields=["source", "tell"], name="brought_to_tell")]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.number} {self.camera_id}"
