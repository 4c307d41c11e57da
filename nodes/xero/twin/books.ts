/** What is set up in the sandbox's books. Nobody changes it there, so it is no record. */

export interface Account {
  code: string;
  name: string;
  id: string;
  type: "BANK" | "REVENUE" | "DIRECTCOSTS" | "EXPENSE" | "CURRENT" | "CURRLIAB" | "FIXED";
  class: "ASSET" | "EQUITY" | "EXPENSE" | "LIABILITY" | "REVENUE";
  taxType: string;
  payable: boolean;
  /** Xero books these itself; no line may. */
  system?: "DEBTORS" | "CREDITORS" | "GST";
}

const account = (
  code: string,
  name: string,
  type: Account["type"],
  accountClass: Account["class"],
  taxType: string,
  more: Partial<Account> = {},
): Account => ({
  code,
  name,
  id: `00000000-0000-4000-8000-0000000${code.padStart(5, "0")}`,
  type,
  class: accountClass,
  taxType,
  payable: false,
  ...more,
});

export const accounts: readonly Account[] = [
  account("090", "Business bank account", "BANK", "ASSET", "NONE", { payable: true }),
  account("091", "Savings account", "BANK", "ASSET", "NONE", { payable: true }),
  account("200", "Sales", "REVENUE", "REVENUE", "OUTPUT2"),
  account("210", "Services", "REVENUE", "REVENUE", "OUTPUT2"),
  account("260", "Other revenue", "REVENUE", "REVENUE", "OUTPUT2"),
  account("310", "Cost of goods sold", "DIRECTCOSTS", "EXPENSE", "INPUT2"),
  account("400", "Advertising and marketing", "EXPENSE", "EXPENSE", "INPUT2"),
  account("429", "General expenses", "EXPENSE", "EXPENSE", "INPUT2"),
  account("610", "Accounts receivable", "CURRENT", "ASSET", "NONE", { system: "DEBTORS" }),
  account("710", "Office equipment", "FIXED", "ASSET", "INPUT2"),
  account("800", "Accounts payable", "CURRLIAB", "LIABILITY", "NONE", { system: "CREDITORS" }),
  account("820", "VAT", "CURRLIAB", "LIABILITY", "NONE", { system: "GST" }),
  account("850", "Suspense", "CURRLIAB", "LIABILITY", "NONE", { payable: true }),
];

export const findAccount = (code: string): Account | undefined => accounts.find((candidate) => candidate.code === code);
export const findAccountById = (id: string): Account | undefined =>
  accounts.find((candidate) => candidate.id === id.toLowerCase());

export interface TaxRate {
  taxType: string;
  name: string;
  /** Per cent, as decimal text. */
  rate: string;
  revenue: boolean;
  expenses: boolean;
}

export const taxRates: readonly TaxRate[] = [
  { taxType: "OUTPUT2", name: "20% (VAT on Income)", rate: "20", revenue: true, expenses: false },
  { taxType: "RROUTPUT", name: "5% (VAT on Income)", rate: "5", revenue: true, expenses: false },
  { taxType: "ZERORATEDOUTPUT", name: "Zero Rated Income", rate: "0", revenue: true, expenses: false },
  { taxType: "EXEMPTOUTPUT", name: "Exempt Income", rate: "0", revenue: true, expenses: false },
  { taxType: "INPUT2", name: "20% (VAT on Expenses)", rate: "20", revenue: false, expenses: true },
  { taxType: "RRINPUT", name: "5% (VAT on Expenses)", rate: "5", revenue: false, expenses: true },
  { taxType: "ZERORATEDINPUT", name: "Zero Rated Expenses", rate: "0", revenue: false, expenses: true },
  { taxType: "NONE", name: "No VAT", rate: "0", revenue: true, expenses: true },
];

export const findTaxRate = (taxType: string): TaxRate | undefined =>
  taxRates.find((candidate) => candidate.taxType === taxType);

export const baseCurrency = "GBP";
export const currencies: readonly string[] = ["GBP", "EUR", "USD"];
