"""The auditor's monthly sheet of a unit: made once, its questions fixed, the answers added."""

from django.conf import settings
from django.db import models

from portal.lib.ids import new_id, subject

from .found import Rule
from .vocabulary import COUNTED, OFTEN, OPEN, RULE_LABELS, Verdict, rules, states, verdicts


class Sheet(models.Model):
    """One unit, one calendar month. Its making is on the record, with a hash of its questions."""

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="oversight_sheets")
    month = models.DateField()  # its first day
    made_at = models.DateTimeField()
    entries = models.PositiveIntegerField()  # of the record, that were read
    unread = models.PositiveIntegerField(default=0)  # damaged ones, left out
    people = models.PositiveIntegerField()  # whose work was compared

    class Meta:
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="oversight_sheet_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.month:%m/%Y}"

    @property
    def subject(self) -> str:
        return subject("sheet", self.public_id)


class Question(models.Model):
    """Something worth asking about. No owner, no address and no purpose's text stands here."""

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="questions")
    rule = models.CharField(max_length=16, choices=rules)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    other = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    about = models.CharField(max_length=60, blank=True)  # the camera, by its public name
    k = models.PositiveIntegerField()
    n = models.PositiveIntegerField()
    usual = models.FloatField()  # the share of n that colleagues have
    upper = models.FloatField()  # the share that would still be called usual
    chance = models.FloatField()  # of k or more by chance at that share
    days = models.PositiveSmallIntegerField()  # over which it was counted, to the month's end
    seqs = models.JSONField()  # entries it rests on, the newest of them when there are very many
    colleagues = models.JSONField()  # their shares, nobody named
    state = models.CharField(max_length=12, choices=states, default=OPEN)

    class Meta:
        ordering = ["rule", "chance", "pk"]
        indexes = [models.Index(fields=["sheet", "state"], name="question_of_sheet")]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "rule", "officer", "about"],
                condition=models.Q(other=None),
                name="question_once_about_one",
            ),
            models.UniqueConstraint(
                fields=["sheet", "rule", "officer", "other"], name="question_once_about_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.rule} {self.public_id}"

    @property
    def subject(self) -> str:
        return subject("question", self.public_id)

    @property
    def unit_id(self) -> int:
        return self.sheet.unit_id

    @property
    def rule_label(self) -> str:
        return str(RULE_LABELS[Rule(self.rule)])

    @property
    def counted(self) -> str:
        return str(COUNTED[Rule(self.rule)])

    @property
    def often(self) -> str:
        return str(OFTEN[Rule(self.rule)])

    @property
    def state_label(self) -> str:
        return str(dict(states())[self.state])


class Answer(models.Model):
    """What came of a question. A later one stands beside the earlier ones, never over them."""

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    verdict = models.CharField(max_length=12, choices=verdicts)
    note = models.TextField(max_length=500)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.verdict}"

    @property
    def verdict_label(self) -> str:
        return str(Verdict(self.verdict).label)
