import * as z from "zod";
import type { OptionItem, OptionList } from "../_kit/connection.ts";
import type { VendorHttp } from "../_kit/http.ts";
import { api, readJson } from "./read-json.ts";

const Accounts = z.looseObject({
  Accounts: z.array(
    z.looseObject({
      Code: z.string().nullish(),
      Name: z.string(),
      Type: z.string().nullish(),
      Class: z.string().nullish(),
      Status: z.string().nullish(),
      EnablePaymentsToAccount: z.boolean().nullish(),
    }),
  ),
});
type Account = z.infer<typeof Accounts>["Accounts"][number];

const TaxRates = z.looseObject({
  TaxRates: z.array(
    z.looseObject({
      TaxType: z.string().nullish(),
      Name: z.string(),
      EffectiveRate: z.string().nullish(),
      Status: z.string().nullish(),
    }),
  ),
});

/** Accounts that an invoice line may be booked on: not banks, not those Xero keeps for itself. */
export const accounts: OptionList = async (http) =>
  (await readAccounts(http)).filter(({ Type }) => Type !== "BANK").map(toItem);

/** Accounts that money may arrive on or leave from. */
export const paymentAccounts: OptionList = async (http) =>
  (await readAccounts(http))
    .filter(({ Type, EnablePaymentsToAccount }) => Type === "BANK" || EnablePaymentsToAccount === true)
    .map(toItem);

export const taxRates: OptionList = async (http) => {
  const { TaxRates: rates } = await readJson(http, { method: "GET", path: `${api}/TaxRates` }, TaxRates);
  return rates.flatMap(({ TaxType, Name, EffectiveRate, Status }) =>
    !TaxType || (Status && Status !== "ACTIVE")
      ? []
      : [{ value: TaxType, label: Name, ...(EffectiveRate ? { hint: `${EffectiveRate} %` } : {}) }],
  );
};

async function readAccounts(http: VendorHttp): Promise<Account[]> {
  const { Accounts: all } = await readJson(http, { method: "GET", path: `${api}/Accounts` }, Accounts);
  return all.filter(({ Code, Status }) => Code && (!Status || Status === "ACTIVE"));
}

const toItem = ({ Code, Name, Class }: Account): OptionItem => ({
  value: Code ?? "",
  label: `${Code} · ${Name}`,
  ...(Class ? { hint: Class.charAt(0) + Class.slice(1).toLowerCase() } : {}),
});
