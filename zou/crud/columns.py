"""What a model's rows look like: its columns, its to-many keys as lists of ids, in SQL."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from zou.crud.table import Collection


@dataclass(frozen=True)
class ToMany:
    """A to-many key: the link table with the column of the row's own id and the one of the others'."""

    name: str
    link: sa.Table
    own: sa.Column[Any]
    other: sa.Column[Any]
    model: type[Any]
    #: False where the others' own column holds the link: the list is only read.
    writable: bool = True

    def ids(self, model: type[Any]) -> sa.ColumnElement[Any]:
        """The others' ids of a row of `model`, as an array."""
        listed = sa.select(self.other).where(self.own == model.__table__.c.id).correlate(model.__table__).scalar_subquery()
        # No type: the driver reads arrays of ids by itself, a second look at each id is for nothing.
        return sa.func.array(listed, type_=sa.types.NullType()).label(self.name)

    def linked(self, model: type[Any], ident: Any) -> sa.ColumnElement[bool]:
        """Whether a row of `model` is linked with `ident`."""
        return sa.exists().where(self.own == model.__table__.c.id, self.other == ident).correlate(model.__table__)


@cache
def plain_columns(model: type[Any]) -> dict[str, sa.Column[Any]]:
    """The columns of `model` that are the contract's, by key: all but those added by this server."""
    return {attr.key: attr.columns[0] for attr in sa.inspect(model).column_attrs if not attr.columns[0].info.get("ours")}


@cache
def to_many(model: type[Any]) -> dict[str, ToMany]:
    """The to-many keys of `model`, by name."""
    found = {}
    for relation in sa.inspect(model).relationships:
        if relation.uselist:
            found[relation.key] = _to_many(relation)
    return found


def _to_many(relation: Any) -> ToMany:
    if relation.secondary is None:
        model = relation.mapper.class_
        return ToMany(relation.key, model.__table__, relation.local_remote_pairs[0][1], model.__table__.c.id, model, writable=False)
    own = relation.synchronize_pairs[0][1]
    other = relation.secondary_synchronize_pairs[0][1]
    return ToMany(relation.key, relation.secondary, own, other, relation.mapper.class_)


def written_lists(collection: Collection, values: dict[str, Any]) -> dict[str, ToMany]:
    """The to-many keys among `values`."""
    return {name: many for name, many in relations_of(collection).items() if name in values}


def relations_of(collection: Collection) -> dict[str, ToMany]:
    """The to-many keys of a collection's rows."""
    return {name: many for name, many in to_many(collection.model).items() if name not in collection.without}


def selected(collection: Collection, *, relations: bool, only: Any = None) -> list[sa.ColumnElement[Any]]:
    """The columns of a row, labelled with the keys they leave under. `only`: the keys that the caller may see (None: all)."""
    chosen: list[sa.ColumnElement[Any]] = []
    for key, column in plain_columns(collection.model).items():
        name = collection.renamed.get(key, key)
        if key not in collection.hidden and (only is None or name in only):
            chosen.append(column.label(name))
    if relations:
        chosen += [many.ids(collection.model) for name, many in relations_of(collection).items() if only is None or name in only]
    return chosen


def as_row(collection: Collection, instance: Any, *, lists: dict[str, list[Any]] | None = None) -> dict[str, Any]:
    """The row of an instance as it leaves, with the to-many `lists` given."""
    row = {}
    for key in plain_columns(collection.model):
        if key not in collection.hidden:
            row[collection.renamed.get(key, key)] = getattr(instance, key)
    row.update(lists or {})
    row["type"] = collection.type
    return row
