-- The only functions that look across organisations. Each runs as millrace_definer with a fixed search path and gives
-- back no more than ids; everything else happens in withOrg.
set role millrace_migrator;

grant select, update on run to millrace_definer;
grant select on endpoint, twin, twin_delivery, connection to millrace_definer;
grant select, update on trigger to millrace_definer;
-- `for update` asks for the right to update.
grant select, update, delete on event_dedupe to millrace_definer;

/*
 * A wake hint: `payload` = {"runs": [[org, id], …]}. Losing it costs a moment, never a run: the janitor (mr_due_runs)
 * finds every run whose time has come.
 */
create function mr_wake(task text, payload json, run_at timestamptz default null) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform graphile_worker.add_job(task, payload, run_at => run_at, max_attempts => 1);
end
$$;

/*
 * Claims what can move among the hinted runs. A claim raises the epoch that every later write carries, and the crash
 * counter that only a settlement clears. Runs behind an unfinished earlier run of the same entity are parked instead.
 */
create function mr_claim_runs(orgs uuid[], ids uuid[], ats timestamptz[], owner text, lease interval)
returns table (org_id uuid, id uuid, created_at timestamptz, lease_epoch int)
language sql volatile security definer set search_path = public, pg_temp as $$
  with hint as (
    select distinct h.org, h.id, h.at from unnest(orgs, ids, ats) as h (org, id, at)
  ), due as materialized (
    select r.org_id, r.id, r.created_at,
           case when r.entity_seq is null then 0 else (
             select count(*) from (
               select 1 from run e
                where e.org_id = r.org_id and e.flow_id = r.flow_id and e.entity_key = r.entity_key
                  and e.entity_seq < r.entity_seq and e.state not in ('done', 'cancelled') limit 2
             ) unfinished
           ) end as ahead
      from hint h join run r on r.org_id = h.org and r.id = h.id and r.created_at = h.at
     where r.state = 'ready' or (r.state = 'parked' and r.park_reason = 'order')
        or (r.state in ('parked', 'leased') and r.due_at <= (select mr_now()))
     order by r.org_id, r.id
       for update of r skip locked
  ), waiting as (
    -- Whoever is next looks again soon by itself, should it have missed the end of the run before; the others are woken.
    update run r set state = 'parked', park_reason = 'order',
                     due_at = mr_now() + case when d.ahead = 1 then interval '5 seconds' else interval '10 minutes' end
      from due d where d.ahead > 0 and r.org_id = d.org_id and r.id = d.id and r.created_at = d.created_at
  )
  update run r
     set state = 'leased', park_reason = null, park_key = null, lease_epoch = r.lease_epoch + 1, lease_owner = owner,
         due_at = mr_now() + lease, crashes = r.crashes + 1, started_at = coalesce(r.started_at, mr_now())
    from due d
   where d.ahead = 0 and r.org_id = d.org_id and r.id = d.id and r.created_at = d.created_at
  returning r.org_id, r.id, r.created_at, r.lease_epoch
$$;

/*
 * The janitor: runs whose time has come and that no hint has moved. They become ready, with a new moment at which the
 * new hint counts as lost.
 */
create function mr_due_runs(most int, grace interval)
returns table (org_id uuid, id uuid, class text)
language sql volatile security definer set search_path = public, pg_temp as $$
  with due as (
    select r.org_id, r.id, r.created_at from run r
     where r.due_at <= (select mr_now()) and r.state in ('ready', 'parked', 'leased')
     order by r.due_at limit most for update skip locked
  )
  update run r set state = 'ready', park_reason = null, park_key = null, due_at = mr_now() + grace
    from due d where r.org_id = d.org_id and r.id = d.id and r.created_at = d.created_at
  returning r.org_id, r.id, r.class
$$;

create function mr_due_polls(most int, lease interval)
returns table (org_id uuid, flow_id uuid, node_id text, poll_epoch int)
language sql volatile security definer set search_path = public, pg_temp as $$
  with due as (
    select t.org_id, t.flow_id, t.node_id from trigger t
     where t.polls and t.active and t.poll_due_at <= (select mr_now())
       and (t.poll_lease_till is null or t.poll_lease_till <= (select mr_now()))
     order by t.poll_due_at limit most for update skip locked
  )
  update trigger t set poll_lease_till = mr_now() + lease, poll_epoch = t.poll_epoch + 1
    from due d where t.org_id = d.org_id and t.flow_id = d.flow_id and t.node_id = d.node_id
  returning t.org_id, t.flow_id, t.node_id, t.poll_epoch
$$;

create function mr_find_endpoint(door text)
returns table (org_id uuid, app_id uuid, connector text, url text)
language sql stable security definer set search_path = public, pg_temp as $$
  select e.org_id, e.app_id, e.connector, e.url from endpoint e where e.id = door
$$;

create function mr_find_twin(door text) returns table (org_id uuid, vendor text)
language sql stable security definer set search_path = public, pg_temp as $$
  select t.org_id, t.vendor from twin t where t.key = door
$$;

create function mr_due_twin_deliveries(most int) returns table (org_id uuid, vendor text, id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select d.org_id, d.vendor, d.id from twin_delivery d where d.due_at <= (select mr_now()) order by d.due_at limit most
$$;

/* Forgets dedupe keys after `keep`; returns how many, so that the caller goes on while there are more. */
create function mr_expire_dedupe(keep interval, most int) returns int
language sql volatile security definer set search_path = public, pg_temp as $$
  with old as (
    select d.org_id, d.scope, d.key_hash from event_dedupe d
     where d.created_at < (select mr_now()) - keep limit most for update skip locked
  ), gone as (
    delete from event_dedupe d using old o
     where d.org_id = o.org_id and d.scope = o.scope and d.key_hash = o.key_hash returning 1
  )
  select count(*)::int from gone
$$;

do $$
declare
  signature text;
begin
  foreach signature in array array[
    'mr_wake(text, json, timestamptz)', 'mr_claim_runs(uuid[], uuid[], timestamptz[], text, interval)',
    'mr_due_runs(int, interval)', 'mr_due_polls(int, interval)', 'mr_find_endpoint(text)', 'mr_find_twin(text)',
    'mr_due_twin_deliveries(int)', 'mr_expire_dedupe(interval, int)'
  ] loop
    execute format('alter function %s owner to millrace_definer', signature);
    execute format('revoke execute on function %s from public', signature);
    execute format('grant execute on function %s to millrace_app', signature);
  end loop;
end
$$;

reset role;
