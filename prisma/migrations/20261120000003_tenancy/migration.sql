-- Organisations never see each other. Forced row-level security on every tenant table and partition; `app.org` is set
-- per transaction. Never set: an error. After a transaction it reads '' and the cast to uuid makes that an error too.
set role millrace_migrator;

create function mr_protect(target regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy org on %s to millrace_app '
    'using (org_id = current_setting(''app.org'')::uuid) with check (org_id = current_setting(''app.org'')::uuid)',
    target
  );
  execute format('create policy definer on %s to millrace_definer using (true) with check (true)', target);
  execute format('grant select, insert, update, delete on %s to millrace_app', target);
end
$$;

do $$
declare
  name text;
begin
  for name in
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not a.attisdropped
     order by c.relname
  loop
    perform mr_protect(format('public.%I', name)::regclass);
  end loop;
end
$$;

-- The audit log and published versions only ever grow.
revoke update, delete on audit, flow_version from millrace_app;
grant usage on all sequences in schema public to millrace_app;

-- Identity is global: read before an organisation is known. The application reads names, never secrets.
grant select, insert, update, delete on
  auth_user, auth_session, auth_account, auth_verification, auth_rate_limit, organization, member, invitation,
  one_time_token to millrace_auth;
grant select (id, name, email, image) on auth_user to millrace_app;
grant select on organization, member to millrace_app;

/*
 * One partition per month, this month and `ahead` more, plus a default one so that an event outside every month is
 * kept, not refused. Partitions do not inherit row security: named directly, an unprotected one shows every
 * organisation.
 */
create function mr_ensure_partitions(ahead int) returns int language plpgsql as $$
declare
  parent text;
  child text;
  lower date;
  made int := 0;
begin
  perform pg_advisory_xact_lock(hashtext('mr_ensure_partitions'));
  foreach parent in array array['event', 'run', 'step', 'step_attempt', 'audit'] loop
    child := parent || '_default';
    if to_regclass('public.' || child) is null then
      execute format('create table %I partition of %I default', child, parent);
      perform mr_protect(('public.' || child)::regclass);
      made := made + 1;
    end if;
    for step in -1 .. ahead loop
      lower := (date_trunc('month', now() at time zone 'utc') + make_interval(months => step))::date;
      child := parent || to_char(lower, '"_y"YYYY"m"MM');
      if to_regclass('public.' || child) is null then
        execute format(
          'create table %I partition of %I for values from (%L) to (%L)',
          child, parent, lower::timestamp at time zone 'utc', (lower + interval '1 month') at time zone 'utc'
        );
        perform mr_protect(('public.' || child)::regclass);
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end
$$;

select mr_ensure_partitions(2);
do $$
declare
  name text;
begin
  for name in select c.relname from pg_class c where c.relname like 'audit\_%' and c.relkind = 'r' loop
    execute format('revoke update, delete on %I from millrace_app', name);
  end loop;
end
$$;

reset role;
