"""One row for each object in the vault: what its bytes must be, and the key without which they
are noise.
"""

from django.db import models
from django.db.models import Q

from portal.lib import clock
from portal.lib.ids import new_id


class StoredObject(models.Model):
    """Facts of one sealed object. The bytes lie in the vault under `name`, encrypted.

    `wrapped_key` is the object's own key, encrypted under the vault key `key_id`, which is kept
    outside the database. A destroyed object keeps its hash and size, so that the record of what was
    held still verifies, and has no key any more. While `held_for` names a decision that nobody has
    taken yet, the key is bound to that name too, and nothing opens it but `vault.release`.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    name = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    chunk_bytes = models.PositiveIntegerField()
    wrapped_key = models.BinaryField(null=True, max_length=128)
    key_id = models.CharField(max_length=16)
    held_for = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    destroyed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)  # when the bytes were gone as well

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=0), name="stored_size_not_negative"),
            models.CheckConstraint(
                condition=Q(wrapped_key__isnull=True, destroyed_at__isnull=False)
                | Q(wrapped_key__isnull=False, destroyed_at__isnull=True),
                name="stored_destroyed_means_no_key",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(destroyed_at__isnull=False),
                name="stored_erased_after_destroyed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["destroyed_at"],
                condition=Q(destroyed_at__isnull=False, erased_at__isnull=True),
                name="stored_bytes_to_erase",
            )
        ]

    def __str__(self) -> str:
        return f"{self.public_id} ({self.size} bytes)"

    @property
    def key_name(self) -> str:
        """What the wrapped key is bound to, besides the key it was wrapped under."""
        return f"{self.public_id}|held for {self.held_for}" if self.held_for else self.public_id
