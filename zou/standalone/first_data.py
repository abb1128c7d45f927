"""What a new database is given: the minimal data of a studio and its first administrator."""


def seed(domain: str = "3d") -> None:
    """Insert the minimal data where it is missing."""
    from zou.db.unit import unit_of_work
    from zou.domains.studio import seed as studio_seed

    with unit_of_work():
        studio_seed.seed(domain)


def create_first_admin(email: str, password: str) -> bool:
    """Make an administrator unless there is one. True if one was made."""
    from sqlalchemy import select

    from zou.db import session
    from zou.db.unit import unit_of_work
    from zou.domains.persons import service
    from zou.models import Person

    if session.execute(select(Person.id).where(Person.role == "admin").limit(1)).first():
        return False
    with unit_of_work():
        service.create_admin(email, password)
    return True
