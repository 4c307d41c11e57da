import { router } from "../trpc.ts";
import { clearFaults } from "./clear-faults.ts";
import { faults } from "./faults.ts";
import { list } from "./list.ts";
import { perform } from "./perform.ts";
import { records } from "./records.ts";
import { requests } from "./requests.ts";
import { reset } from "./reset.ts";
import { setFault } from "./set-fault.ts";

export const twins = router({ list, records, requests, perform, faults, setFault, clearFaults, reset });
