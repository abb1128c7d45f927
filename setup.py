"""The packages of the wheel. The migrations stand next to the package in a checkout and inside of it once installed."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["zou", "zou.*"]), "zou.migrations", "zou.migrations.versions"],
    package_dir={"zou.migrations": "migrations"},
    package_data={
        "zou.domains.openapi": ["assets/*"],
        "zou.mail": ["texts/*.toml", "templates/*"],
        "zou.migrations": ["*.mako"],
        "zou.migrations.versions": ["*.sql"],
    },
)
