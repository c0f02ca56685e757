"""Rows made ready before the transaction that saves them: inside it they only have to be sent.

On SQLite nobody else writes while one transaction is open, and most of what the ORM spends on many
rows is computing: defaults, field by field, SQL. All of that is done by `Ready(...)`; `save()`
sends finished values. As with `bulk_create` no signal is sent.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model

Row = TypeVar("Row", bound=Model)

MOST_VALUES = 900  # in one statement; every SQLite takes 999


def insert_into(model: type[Model], columns: Sequence[str], *, rows: int = 1) -> str:
    """The statement for so many rows, with a mark for each value."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    table = quote(model._meta.db_table)  # noqa: SLF001 -- the documented door to a table's name
    marks = ", ".join([_marks(len(columns))] * rows)
    return f"INSERT INTO {table} ({names}) VALUES {marks}"  # noqa: S608 -- names and marks only


def _marks(columns: int) -> str:
    return f"({', '.join(['%s'] * columns)})"


class Ready(Generic[Row]):
    """`rows` of one model, saved in this order. `late` names foreign keys whose rows get their own
    keys in the same transaction, earlier. `keyed`: `save` gives each row its primary key, found
    again by its `public_id`.
    """

    def __init__(
        self,
        model: type[Row],
        rows: Sequence[Row],
        *,
        late: Collection[str] = (),
        keyed: bool = False,
    ) -> None:
        self.rows = rows
        self._keyed = keyed
        # A key that was given is written; one that the database gives is not.
        given = bool(rows) and rows[0].pk is not None
        meta = model._meta  # noqa: SLF001 -- the documented door to a model's fields
        fields = [f for f in meta.concrete_fields if not (f.primary_key and not given)]
        self._late = [(place, f) for place, f in enumerate(fields) if f.name in late]
        self._fields = fields
        self._into = insert_into(model, [str(field.column) for field in fields], rows=0)
        self._marks = _marks(len(fields))
        self._values = [self._prepared(row) for row in rows]

    def _prepared(self, row: Row) -> list[Any]:
        late = {place for place, _ in self._late}
        return [
            None
            if place in late
            else field.get_db_prep_save(field.pre_save(row, add=True), connection)
            for place, field in enumerate(self._fields)
        ]

    def save(self) -> None:
        """Inside the caller's transaction. Raises IntegrityError as any insert."""
        if not connection.in_atomic_block:
            raise RuntimeError("rows that belong together are saved inside a transaction")
        for place, field in self._late:
            for row, values in zip(self.rows, self._values, strict=True):
                other = getattr(row, field.name)
                values[place] = other.pk
                setattr(row, field.name, other)  # its key alone would make the row forget `other`
        with connection.cursor() as cursor:
            if self._keyed:
                self._save_keyed(cursor)
            elif self._values:
                cursor.executemany(f"{self._into}{self._marks}", self._values)
        for row in self.rows:
            row._state.adding = False  # noqa: SLF001 -- as the ORM does
            row._state.db = connection.alias  # noqa: SLF001

    def _save_keyed(self, cursor: Any) -> None:
        by_id: dict[str, int] = {}
        for values in self._batches():
            marks = ", ".join([self._marks] * len(values))
            flat = [value for row in values for value in row]
            cursor.execute(f"{self._into}{marks} RETURNING public_id, id", flat)
            by_id.update(cursor.fetchall())
        for row in self.rows:
            row.pk = by_id[getattr(row, "public_id")]  # noqa: B009 -- of those models that have one

    def _batches(self) -> Iterator[Sequence[list[Any]]]:
        size = max(1, MOST_VALUES // max(1, len(self._fields)))
        for start in range(0, len(self._values), size):
            yield self._values[start : start + size]
