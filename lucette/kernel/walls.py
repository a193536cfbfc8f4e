"""SQL of the walls that migrations raise: closed history, rows by scope. Returned as migration operations."""

from __future__ import annotations

from django.conf import settings
from django.db.migrations import RunSQL

IDENTIFIER_CHARACTERS = set("abcdefghijklmnopqrstuvwxyz0123456789_")


def roles() -> list[str]:
    """The run-time role and the jobs role (one role when the outside database has no second)."""
    return sorted({settings.RUNTIME_ROLE, settings.JOBS_ROLE})


def grants() -> RunSQL:
    """Rights of the run-time and jobs roles on present and future tables (history takes back its own)."""
    text = ""
    for role in roles():
        text += f"""
        GRANT USAGE ON SCHEMA public TO "{role}";
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}";
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{role}";
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{role}";
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO "{role}";
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO "{role}";
        REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM "{role}";
        """
    return RunSQL(text, RunSQL.noop)


def closed_history(table: str) -> RunSQL:
    """`table` is only ever added to: UPDATE and DELETE revoked, and a statement trigger refuses them and TRUNCATE to everyone.

    Needs the function refuse_change() of journal's first migration.
    """
    if not set(table) <= IDENTIFIER_CHARACTERS:
        raise ValueError(table)
    text = "".join(f'REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM "{role}";\n' for role in roles())
    text += f"""
    CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    ALTER TABLE {table} ENABLE ALWAYS TRIGGER never_changed;
    """
    return RunSQL(text, RunSQL.noop)


def rows_by_scope(
    table: str, *, department: str = "NULL", region: str = "NULL", organization: str = "NULL", public: str = "false"
) -> RunSQL:
    """Row-level security on `table`: a row is seen and written by the scopes named by the SQL expressions (columns of the row).

    `department`, `region`: text; `organization`: uuid; `public`: condition under which everyone reads. The jobs role has its own policy.
    Needs the function lucette_sees() of journal's first migration.
    """
    runtime, jobs = settings.RUNTIME_ROLE, settings.JOBS_ROLE
    text = f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own_scope ON {table} TO "{runtime}"
      USING (({public}) OR lucette_sees(({department})::text, ({region})::text, ({organization})::uuid))
      WITH CHECK (lucette_sees(({department})::text, ({region})::text, ({organization})::uuid));
    """
    if jobs != runtime:
        text += f'CREATE POLICY jobs ON {table} TO "{jobs}" USING (true) WITH CHECK (true);\n'
    return RunSQL(text, RunSQL.noop)


def rows_also_read_by(table: str, name: str, organization: str) -> RunSQL:
    """After `rows_by_scope`: another organization (an SQL expression of the row) reads it too, and writes nothing there."""
    text = f"""
    CREATE POLICY {name} ON {table} FOR SELECT TO "{settings.RUNTIME_ROLE}" USING (lucette_sees(NULL, NULL, ({organization})::uuid));
    """
    return RunSQL(text, f"DROP POLICY {name} ON {table};")
