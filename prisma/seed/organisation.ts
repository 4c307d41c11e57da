import { newId } from "#server/db/uuid.ts";
import { authDb } from "#server/db/with-org.ts";

/** An organisation without members. */
export async function seedOrganisation(name = "Test organisation"): Promise<string> {
  const id = newId();
  await authDb().organization.create({ data: { id, name, slug: id } });
  return id;
}
