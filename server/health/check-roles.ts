import { type DatabaseRole, pool } from "#server/db/pool.ts";

const servingRoles: DatabaseRole[] = ["app", "auth", "queue"];

/**
 * Refuses to serve when row security could be passed by: a pool that did not switch to its role, a role that is superuser
 * or may bypass row security, an application role that owns a table (an owner can switch protection off).
 */
export async function checkRoles(): Promise<void> {
  for (const role of servingRoles) {
    const { rows } = await pool(role).query<{ name: string; all_powerful: boolean; owned: string | null }>(lookAtRole);
    const found = rows[0];
    const problem = found && problemOf(`millrace_${role}`, found);
    if (problem)
      throw new Error(`${problem} Millrace does not serve like this: organisations would not be kept apart.`);
  }
}

export function problemOf(
  wanted: string,
  found: { name: string; all_powerful: boolean; owned: string | null },
): string | undefined {
  if (found.name !== wanted)
    return `Connections for ${wanted} work as ${found.name}: the database ignored the role option.`;
  if (found.all_powerful) return `The database role ${wanted} is a superuser or bypasses row security.`;
  if (found.owned !== null) return `The database role ${wanted} owns the table ${found.owned}.`;
  return undefined;
}

const lookAtRole = `
  select r.rolname as name, r.rolsuper or r.rolbypassrls as all_powerful,
         (select min(c.relname) from pg_class c
           where c.relowner = r.oid and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace) as owned
    from pg_roles r where r.rolname = current_user`;
