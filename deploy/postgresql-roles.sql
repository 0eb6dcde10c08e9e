-- Two roles for Deontos on PostgreSQL: deontos_owner owns the tables and migrates, deontos serves and works.
-- deontos can add rows to the log (audit_entry) and read them. It can change, delete or empty none of them, and it owns
-- nothing, so it can switch off no rule either.
--
-- Run it as a superuser in the database of Deontos, once the first `deontos migrate` is done; again does no harm:
--   psql --dbname deontos --file deploy/postgresql-roles.sql
-- Passwords are set apart: \password deontos_owner, \password deontos.

\set ON_ERROR_STOP on
BEGIN;

DO $$
DECLARE
    role text;
    thing record;
BEGIN
    IF to_regclass('public.audit_entry') IS NULL THEN
        RAISE EXCEPTION 'There is no table audit_entry here. Run "deontos migrate" first, in this database.';
    END IF;
    FOREACH role IN ARRAY ARRAY['deontos_owner', 'deontos'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', role);
        END IF;
        EXECUTE format('ALTER ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', role);
    END LOOP;
    IF pg_has_role('deontos', 'deontos_owner', 'MEMBER') THEN
        REVOKE deontos_owner FROM deontos;
    END IF;
    -- The database: whoever is neither of the two has nothing here, and nobody shadows a table with a temporary one.
    EXECUTE format('ALTER DATABASE %I OWNER TO deontos_owner', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC, deontos', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO deontos', current_database());
    -- Everything that an earlier role made belongs to the owner from now on. A sequence of a column goes with its table.
    FOR thing IN
        SELECT relation.oid::regclass AS name
        FROM pg_class AS relation
        WHERE relation.relnamespace = 'public'::regnamespace
          AND relation.relkind IN ('r', 'p', 'v', 'm', 'S')
          AND NOT EXISTS (
              SELECT FROM pg_depend
              WHERE objid = relation.oid AND classid = 'pg_class'::regclass AND deptype IN ('a', 'i')
          )
    LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO deontos_owner', thing.name);
    END LOOP;
END
$$;

ALTER SCHEMA public OWNER TO deontos_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC, deontos;
GRANT USAGE ON SCHEMA public TO deontos;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, deontos;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO deontos;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, deontos;
GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA public TO deontos;
-- What later migrations make.
ALTER DEFAULT PRIVILEGES FOR ROLE deontos_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO deontos;
ALTER DEFAULT PRIVILEGES FOR ROLE deontos_owner IN SCHEMA public GRANT SELECT, USAGE ON SEQUENCES TO deontos;

-- The log: rows are added and read. The head of a chain moves on with each row and never goes away.
REVOKE UPDATE, DELETE ON audit_entry FROM deontos;
REVOKE DELETE ON audit_chainhead FROM deontos;
-- Which migrations were applied is the owner's to write down.
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM deontos;

COMMIT;
