import type { TwinView } from "../../_kit/twin/twin.ts";

export const views: TwinView[] = [
  {
    collection: "deals",
    title: "Deals",
    columns: [
      { field: "hs_object_id", title: "Id" },
      { field: "dealname", title: "Deal" },
      { field: "dealstage", title: "Stage" },
      { field: "amount", title: "Amount", numeric: true },
      { field: "deal_currency_code", title: "Currency" },
      { field: "closedate", title: "Close date" },
    ],
  },
  {
    collection: "line_items",
    title: "Line items",
    columns: [
      { field: "hs_object_id", title: "Id" },
      { field: "name", title: "Name" },
      { field: "quantity", title: "Quantity", numeric: true },
      { field: "price", title: "Unit price", numeric: true },
      { field: "hs_discount_percentage", title: "Discount %", numeric: true },
    ],
  },
  {
    collection: "companies",
    title: "Companies",
    columns: [
      { field: "hs_object_id", title: "Id" },
      { field: "name", title: "Company" },
      { field: "domain", title: "Domain" },
      { field: "city", title: "City" },
    ],
  },
  {
    collection: "contacts",
    title: "Contacts",
    columns: [
      { field: "hs_object_id", title: "Id" },
      { field: "email", title: "E-mail" },
      { field: "firstname", title: "First name" },
      { field: "lastname", title: "Last name" },
    ],
  },
];
