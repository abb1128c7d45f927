"""Bodies and queries as pydantic models, and how a request's bytes become them."""

from typing import Annotated, Any, ClassVar, TypeVar
from uuid import UUID

from flask import request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, RootModel, StringConstraints, ValidationError, WithJsonSchema
from werkzeug.exceptions import UnsupportedMediaType

from zou.kit import json
from zou.kit.dates import parse_day, parse_moment
from zou.kit.errors import BadRequest

Model = TypeVar("Model", bound=BaseModel)


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not contain a NUL character")
    return text


def _as_id(value: Any) -> Any:
    from zou.kit.ids import parse_id

    found = parse_id(value)
    if found is None:
        raise ValueError("must be an id: 8-4-4-4-12 hexadecimal digits")
    return found


def _as_moment(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return parse_moment(value)
        except ValueError as error:
            raise ValueError("must be a time, YYYY-MM-DDTHH:MM:SS") from error
    raise ValueError("must be a time, YYYY-MM-DDTHH:MM:SS")


def _as_day(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return parse_day(value)
        except ValueError as error:
            raise ValueError("must be a day, YYYY-MM-DD") from error
    raise ValueError("must be a day, YYYY-MM-DD")


def _whole(value: Any) -> Any:
    if isinstance(value, str) and value.lstrip("-").isdigit():
        return int(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _boolean(value: Any) -> Any:
    if isinstance(value, str):
        return {"true": True, "1": True, "false": False, "0": False}.get(value.lower(), value)
    return bool(value) if type(value) is int and value in (0, 1) else value


Whole = Annotated[int, BeforeValidator(_whole), Field(ge=-(2**31), lt=2**31)]
"""A whole number that PostgreSQL's integer holds; `"3"` and 3.0 are 3."""
Boolean = Annotated[bool, BeforeValidator(_boolean)]
"""True or false, as the texts `true` and `false` too, and as 1 and 0."""
Text = Annotated[str, AfterValidator(_no_nul)]
"""A text without NUL, which PostgreSQL cannot store."""
Filled = Annotated[str, StringConstraints(min_length=1), AfterValidator(_no_nul)]
"""A text of at least one character."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160), AfterValidator(_no_nul)]
"""A name: stripped, 1 to 160 characters."""
Id = Annotated[UUID, BeforeValidator(_as_id)]
"""A UUID in its dashed form."""
MaybeId = Annotated[UUID | None, BeforeValidator(lambda value: None if value in (None, "") else _as_id(value))]
"""A UUID of a query, None where it is empty."""
Moment = Annotated[Any, BeforeValidator(_as_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
"""A time, naive and in UTC; an offset is converted."""
Day = Annotated[Any, BeforeValidator(_as_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day."""


class Body(BaseModel):
    """A request's body. Unknown keys are ignored; types are strict: a number is no text."""

    model_config = ConfigDict(extra="ignore", strict=True, defer_build=True, arbitrary_types_allowed=True)
    #: Whether a refusal lists the faulty fields, as the contract has it for most routes.
    lists_faults: ClassVar[bool] = True

    def given(self) -> dict[str, Any]:
        """The fields that the client sent, by name."""
        return {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}


class ListBody(RootModel[list[Any]]):
    """A body that is a JSON list. Subclass with the items' type: `class Ids(ListBody): root: list[Id]`."""

    model_config = ConfigDict(strict=True, defer_build=True)


class AnyJson(RootModel[Any]):
    """A body whose values are checked elsewhere: by the columns of a model, say."""


class Query(BaseModel):
    """Query parameters: texts, cast to the fields' types. A field that is a list takes every value of its key."""

    model_config = ConfigDict(extra="ignore", defer_build=True, arbitrary_types_allowed=True)

    @classmethod
    def flag(cls, value: Any) -> bool:
        """`true` in any case is true, everything else false."""
        return str(value).lower() == "true"

    def given(self) -> dict[str, Any]:
        """The fields that the client sent, by name."""
        return {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}


Flag = Annotated[bool, BeforeValidator(Query.flag)]
"""A boolean query parameter: `true` in any case, everything else is false."""


def read_body(*, json_only: bool) -> Any:
    """The JSON of the request's body; without JSON, form and query as an object. Raises BadRequest, or 415 where `json_only`."""
    if not request.is_json:
        if json_only:
            raise UnsupportedMediaType()
        return {**request.args.to_dict(), **request.form.to_dict()} if request.mimetype != "application/octet-stream" else {}
    return read_json()


def read_json() -> Any:
    """The JSON of the request's body. Raises BadRequest where it is none."""
    try:
        return json.loads(request.get_data(cache=True))
    except ValueError as error:
        raise BadRequest(f"The body is no JSON: {error}") from error


def read_form(model: type[Model], content: Any) -> Any:
    """`content` as a `model`. Raises BadRequest that lists every faulty field."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise refusal(error, listed=getattr(model, "lists_faults", True)) from error


def read_query(model: type[Model]) -> Any:
    """The request's query as a `model`. Raises BadRequest."""
    many = _list_fields(model)
    values = {key: request.args.getlist(key) if key in many else request.args[key] for key in request.args}
    try:
        return model.model_validate(values)
    except ValidationError as error:
        faults = refusal(error).extra["data"]["errors"]
        raise BadRequest("; ".join(f"{fault['field']}: {fault['message']}" for fault in faults)) from error


def _list_fields(model: type[BaseModel]) -> set[str]:
    return {name for name, field in model.model_fields.items() if "list[" in str(field.annotation).lower()}


def refusal(error: ValidationError, *, listed: bool = True) -> BadRequest:
    """The 400 that tells a client which fields are faulty and how: as data where they are to be `listed`, else in its sentence."""
    errors = [
        {"field": ".".join(str(part) for part in item["loc"]), "message": _sentence(item["msg"])}
        for item in error.errors(include_url=False, include_context=False)
    ]
    if not listed:
        return BadRequest("; ".join(f"{one['field'] or 'The body'} {one['message']}" for one in errors) + ".")
    return BadRequest("Validation error.", errors=errors)


def _sentence(text: str) -> str:
    return text.removeprefix("Value error, ")
