"""Bodies of the concept routes."""

from zou.domains.entities.schemas import Metadata
from zou.kit.errors import NotFound
from zou.kit.ids import parse_id
from zou.kit.validation import Body, Id, Name, Text


class LinkedEntity(Body):
    """An entity that a concept illustrates."""

    id: Text

    def ident(self) -> object:
        """Its id. Raises NotFound where it is none."""
        known = parse_id(self.id)
        if known is None:
            raise NotFound(f"No entity has the id {self.id}.")
        return known


class ConceptCreate(Body):
    """A new concept. `parent_id`: its folder."""

    name: Name
    description: Text | None = None
    data: Metadata = {}
    entity_concept_links: list[LinkedEntity] = []
    parent_id: Id | None = None


class Folder(Body):
    """A folder of concepts."""

    name: Name


class ConceptsMove(Body):
    """Concepts to put into a folder; without one, to the root."""

    concept_ids: list[Id]
    concept_folder_id: Id | None = None
