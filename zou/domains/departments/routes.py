"""Departments over HTTP."""

from typing import Any

from zou.access.policies import admin, signed_in
from zou.db import Rows
from zou.db.find import find
from zou.domains.departments import service
from zou.domains.departments.schemas import HardwareLink, SoftwareLink
from zou.domains.persons import queries as people
from zou.kit.http import Resource, Room, allow, body, malformed, no_content
from zou.models import Department, HardwareItem, Software

room = Room("departments")


@room.route("/data/departments/<uuid:department_id>/persons")
class DepartmentPersons(Resource):
    """Who is in a department."""

    @allow(signed_in)
    @malformed(400)
    def get(self, department: Department) -> Rows:
        """Its members by name."""
        return people.of_department(department.id)


@room.route("/data/departments/hardware-items")
class AllHardware(Resource):
    """The hardware of all departments."""

    @allow(admin)
    def get(self) -> dict[str, Rows]:
        """What each department uses."""
        return service.used_by_department(HardwareItem)


@room.route("/data/departments/<uuid:department_id>/hardware-items")
class DepartmentHardware(Resource):
    """The hardware of a department."""

    @allow(admin)
    @malformed(400)
    @body(HardwareLink)
    def post(self, department: Department, body: HardwareLink) -> Any:
        """Have it use an item."""
        return service.link(department, find(HardwareItem, body.hardware_item_id)), 201


@room.route("/data/departments/<uuid:department_id>/hardware-items/<uuid:hardware_item_id>")
class DepartmentHardwareItem(Resource):
    """One item of a department."""

    @allow(admin)
    @malformed(400)
    def get(self, department: Department, hardware_item: HardwareItem) -> Any:
        """The item, if the department uses it."""
        return service.used(department, hardware_item)

    @allow(admin)
    @malformed(400)
    def delete(self, department: Department, hardware_item: HardwareItem) -> Any:
        """Have the department use it no more."""
        service.unlink(department, hardware_item)
        return no_content()


@room.route("/data/departments/software-licenses")
class AllSoftware(Resource):
    """The software of all departments."""

    @allow(admin)
    def get(self) -> dict[str, Rows]:
        """What each department uses."""
        return service.used_by_department(Software)


@room.route("/data/departments/<uuid:department_id>/software-licenses")
class DepartmentSoftware(Resource):
    """The software of a department."""

    @allow(admin)
    @malformed(400)
    @body(SoftwareLink)
    def post(self, department: Department, body: SoftwareLink) -> Any:
        """Have it use a software."""
        return service.link(department, find(Software, body.software_id)), 201


@room.route("/data/departments/<uuid:department_id>/software-licenses/<uuid:software_id>")
class DepartmentSoftwareLicense(Resource):
    """One software of a department."""

    @allow(admin)
    @malformed(400)
    def get(self, department: Department, software: Software) -> Any:
        """The software, if the department uses it."""
        return service.used(department, software)

    @allow(admin)
    @malformed(400)
    def delete(self, department: Department, software: Software) -> Any:
        """Have the department use it no more."""
        service.unlink(department, software)
        return no_content()
