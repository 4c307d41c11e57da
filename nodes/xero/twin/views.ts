import type { TwinView } from "../../_kit/twin/twin.ts";

export const views: TwinView[] = [
  {
    collection: "invoices",
    title: "Invoices",
    columns: [
      { field: "InvoiceNumber", title: "Number" },
      { field: "ContactName", title: "To" },
      { field: "Reference", title: "Reference" },
      { field: "Date", title: "Date" },
      { field: "DueDate", title: "Due" },
      { field: "Status", title: "Status" },
      { field: "CurrencyCode", title: "Currency" },
      { field: "Total", title: "Total", numeric: true },
      { field: "AmountDue", title: "Due amount", numeric: true },
    ],
  },
  {
    collection: "contacts",
    title: "Contacts",
    columns: [
      { field: "Name", title: "Name" },
      { field: "ContactNumber", title: "Number" },
      { field: "EmailAddress", title: "E-mail" },
      { field: "ContactStatus", title: "Status" },
    ],
  },
  {
    collection: "payments",
    title: "Payments",
    columns: [
      { field: "Date", title: "Date" },
      { field: "InvoiceNumber", title: "Invoice" },
      { field: "AccountCode", title: "Account" },
      { field: "Reference", title: "Reference" },
      { field: "Status", title: "Status" },
      { field: "Amount", title: "Amount", numeric: true },
    ],
  },
];
