import { router } from "../trpc.ts";
import { check } from "./check.ts";
import { create } from "./create.ts";
import { remove } from "./delete.ts";
import { exportText } from "./export-text.ts";
import { get } from "./get.ts";
import { importText } from "./import-text.ts";
import { list } from "./list.ts";
import { publish } from "./publish.ts";
import { rename } from "./rename.ts";
import { saveDraft } from "./save-draft.ts";
import { setState } from "./set-state.ts";
import { version } from "./version.ts";
import { versions } from "./versions.ts";

export const flows = router({
  list,
  get,
  create,
  rename,
  saveDraft,
  check,
  publish,
  setState,
  delete: remove,
  exportText,
  importText,
  versions,
  version,
});
