-- Who may do what (SECURITY.md). Roles belong to the whole database server, so a second database finds them there.
--   millrace_migrator  owns the tables; migrations and partitions only
--   millrace_app       works; row security applies to it, it owns nothing
--   millrace_auth      users, sessions, passwords, memberships
--   millrace_queue     owns graphile-worker's schema
--   millrace_definer   never logs in; the few functions that look across organisations run as it
do $$
declare
  name text;
begin
  foreach name in array array['millrace_migrator', 'millrace_app', 'millrace_auth', 'millrace_queue', 'millrace_definer'] loop
    begin
      execute format('create role %I nologin', name);
    exception when duplicate_object or unique_violation then
      null;
    end;
    -- Since PostgreSQL 16 whoever creates a role may administer it, but not become it without this grant.
    begin
      execute format('grant %I to current_user', name);
    exception when insufficient_privilege then
      null;
    end;
  end loop;
  if not pg_has_role('millrace_definer', 'millrace_queue', 'member') then
    grant millrace_queue to millrace_definer;
  end if;
  if not pg_has_role('millrace_migrator', 'millrace_definer', 'member') then
    grant millrace_definer to millrace_migrator;
  end if;
  execute format('grant create on database %I to millrace_queue', current_database());
end
$$;

revoke create on schema public from public;
grant usage, create on schema public to millrace_migrator;
grant usage on schema public to millrace_app, millrace_auth, millrace_queue;
-- Functions are handed to millrace_definer after their creation, which needs CREATE on their schema.
grant usage, create on schema public to millrace_definer;

set role millrace_migrator;

-- The only clock of leases, breakers and limits. Tests replace it by one with an offset. In range conditions write
-- `<= (select mr_now())`: bare, a volatile function is a filter and never an index condition.
create function mr_now() returns timestamptz language sql volatile as 'select clock_timestamp()';

reset role;
