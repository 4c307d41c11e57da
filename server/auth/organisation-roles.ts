import { createAccessControl } from "better-auth/plugins/access";
import { defaultStatements } from "better-auth/plugins/organization/access";
import { may, type Role, roles } from "./rights.ts";

/** The rights table in better-auth's words, so that its own endpoints (invite, change role, rename) obey the same table. */
export const accessControl = createAccessControl(defaultStatements);

const managing = accessControl.newRole({
  organization: ["update"],
  member: ["create", "update", "delete"],
  invitation: ["create", "cancel"],
});
const nothing = accessControl.newRole({});

const roleOf = (role: Role) => (may(role, "organisation.manage") ? managing : nothing);

export const organisationRoles = Object.fromEntries(roles.map((role) => [role, roleOf(role)]));
