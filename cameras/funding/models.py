"""What people gave for the cameras, confirmed by a second person, and the book behind it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.lib.ids import new_id, subject

from .vocabulary import GiftKind, GiftState, gift_kinds, gift_states


class Contribution(models.Model):
    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="contributions")
    neighbourhood = models.ForeignKey(
        "places.Neighbourhood",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
    )
    donor_name = models.CharField(max_length=160)
    name_is_public = models.BooleanField(default=False)
    kind = models.CharField(max_length=12, choices=gift_kinds)
    amount = models.BigIntegerField(default=0)  # đồng; 0 for gifts in kind
    camera_count = models.PositiveSmallIntegerField(default=0)  # cameras it paid for
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=gift_states, default=GiftState.RECORDED)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        indexes = [models.Index(fields=["unit", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("recorded_by")),
                name="contribution_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(kind="money", amount__gt=0) | (~Q(kind="money") & Q(amount=0)),
                name="contribution_money_has_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.donor_name}: {self.amount}"

    @property
    def subject(self) -> str:
        return subject("contribution", self.public_id)

    @property
    def kind_label(self) -> str:
        return str(GiftKind(self.kind).label)

    @property
    def state_label(self) -> str:
        return str(GiftState(self.state).label)

    @property
    def waits(self) -> bool:
        return self.state == GiftState.RECORDED


class Posting(models.Model):
    """One line of a balanced movement in a unit's book. Added, never changed."""

    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="postings")
    movement = models.CharField(max_length=16)  # lines with the same id add up to nought
    account = models.CharField(max_length=12)
    amount = models.BigIntegerField()
    contribution = models.ForeignKey(
        Contribution, models.PROTECT, null=True, blank=True, related_name="postings"
    )
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "account"])]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"
