"""Runs the migrations on the connection that `zou.db.migrate` hands over. There is no alembic.ini."""

from alembic import context

config = context.config
context.configure(connection=config.attributes["connection"], target_metadata=config.attributes.get("metadata"))
with context.begin_transaction():
    context.run_migrations()
