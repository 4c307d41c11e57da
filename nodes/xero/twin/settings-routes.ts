import { JsonNumber } from "../../_core/money/json-number.ts";
import type { TwinRoute } from "../../_kit/twin/twin.ts";
import { api } from "../read-json.ts";
import { accounts, baseCurrency, currencies, taxRates } from "./books.ts";
import { envelope, organisationCall, ticks } from "./organisation-call.ts";

const since = Date.UTC(2026, 0, 5, 9);

const shownAccounts = accounts.map((account) => ({
  AccountID: account.id,
  Code: account.code,
  Name: account.name,
  Status: "ACTIVE",
  Type: account.type,
  TaxType: account.taxType,
  Class: account.class,
  EnablePaymentsToAccount: account.payable,
  ShowInExpenseClaims: false,
  ...(account.type === "BANK" ? { BankAccountType: "BANK", CurrencyCode: baseCurrency } : {}),
  ...(account.system ? { SystemAccount: account.system } : {}),
  HasAttachments: false,
  UpdatedDateUTC: ticks(since),
}));

const shownTaxRates = taxRates.map(({ taxType, name, rate, revenue, expenses }) => ({
  Name: name,
  TaxType: taxType,
  CanApplyToAssets: expenses,
  CanApplyToEquity: expenses,
  CanApplyToExpenses: expenses,
  CanApplyToLiabilities: expenses,
  CanApplyToRevenue: revenue,
  DisplayTaxRate: new JsonNumber(rate),
  EffectiveRate: new JsonNumber(rate),
  Status: "ACTIVE",
  TaxComponents: [{ Name: "VAT", Rate: new JsonNumber(rate), IsCompound: false, IsNonRecoverable: false }],
}));

export const settingsRoutes: TwinRoute[] = [
  {
    method: "GET",
    path: `${api}/Organisation`,
    mutates: false,
    handle: organisationCall(async (_request, context) =>
      envelope(context, {
        Organisations: [
          {
            OrganisationID: context.account.id,
            Name: context.account.name,
            LegalName: context.account.name,
            PaysTax: true,
            Version: "UK",
            OrganisationType: "COMPANY",
            BaseCurrency: baseCurrency,
            CountryCode: "GB",
            IsDemoCompany: true,
            OrganisationStatus: "ACTIVE",
            FinancialYearEndDay: 31,
            FinancialYearEndMonth: 3,
            SalesTaxBasis: "ACCRUALS",
            Timezone: "GMTSTANDARDTIME",
            ShortCode: "!sandbox",
            CreatedDateUTC: ticks(since),
          },
        ],
      }),
    ),
  },
  {
    method: "GET",
    path: `${api}/Accounts`,
    mutates: false,
    handle: organisationCall(async (_request, context) => envelope(context, { Accounts: shownAccounts })),
  },
  {
    method: "GET",
    path: `${api}/TaxRates`,
    mutates: false,
    handle: organisationCall(async (_request, context) => envelope(context, { TaxRates: shownTaxRates })),
  },
  {
    method: "GET",
    path: `${api}/Currencies`,
    mutates: false,
    handle: organisationCall(async (_request, context) =>
      envelope(context, { Currencies: currencies.map((code) => ({ Code: code, Description: code })) }),
    ),
  },
];
