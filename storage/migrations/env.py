"""Alembic's entry: runs the revisions over the connection that `storage.schema` hands in."""

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=lambda _object, name, *_rest: not (name or "").startswith("procrastinate"),
)
with context.begin_transaction():
    context.run_migrations()
