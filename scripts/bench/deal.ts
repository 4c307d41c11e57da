import type { JsonObject } from "#nodes/_core/json.ts";

/** A won deal of about 1.5 KB with five lines, complete: nothing has to be read from anywhere. */
export function dealOf(account: string, id: string): JsonObject {
  return {
    account,
    id,
    type: "deal.won",
    occurredAt: "2026-11-20T14:30:00.000Z",
    name: `Renewal of the maintenance agreement, reference ${id}`,
    stage: "closedwon",
    currency: "EUR",
    closedAt: "2026-11-20T14:29:58.000Z",
    owner: { id: "71", name: "Front Office", email: "Front.Office@seller.example" },
    company: {
      number: "C-20418",
      name: "Harbour Lane Joinery",
      vat: "GB123456789",
      street: "Unit 4, Harbour Lane",
      city: "Bristol",
      postalCode: "BS1 5TY",
      country: "GB",
    },
    contact: {
      firstName: "Front",
      lastName: "Office",
      email: "Office@Harbour-Lane.example",
      phone: "+44 117 496 0102",
    },
    lines: lines.map((line) => ({ ...line })),
    notes: "Invoice on delivery. Delivery to the yard, not to the office; the gate closes at four in the afternoon.",
  };
}

const lines = [
  { sku: "EXT-40", name: "Extraction unit, 40 litres, wall mounted", quantity: 1, price: 2899.99, discount: 0 },
  { sku: "DUCT-M", name: "Ducting, per metre, galvanised", quantity: 17.5, price: 23.44, discount: 10 },
  { sku: "FILT-4", name: "Filter set of four, washable", quantity: 4, price: 61.08, discount: 12.5 },
  { sku: "INST-D", name: "Installation, per day, two people", quantity: 2, price: 880, discount: 0 },
  { sku: "SERV-Y", name: "Service agreement, first year", quantity: 1, price: 349, discount: 25 },
];

/** What the target takes. */
export interface Order {
  reference: string;
  customer: string;
  email: string;
  date: string;
  currency: string;
  lines: { item: string; description: string; quantity: number; unitPrice: number; net: number }[];
  total: number;
}

/** The product's mapping. */
export const expression = `{
  "reference": id,
  "customer": company.name & " (" & company.number & ")",
  "email": $lowercase(contact.email),
  "date": $substring(closedAt, 0, 10),
  "currency": currency,
  "lines": [lines.{
    "item": sku,
    "description": name,
    "quantity": quantity,
    "unitPrice": price,
    "net": $round(quantity * price * (1 - discount / 100), 2)
  }],
  "total": $round($sum(lines.(quantity * price * (1 - discount / 100))), 2)
}`;

export interface Deal {
  id: string;
  currency: string;
  closedAt: string;
  company: { number: string; name: string };
  contact: { email: string };
  lines: { sku: string; name: string; quantity: number; price: number; discount: number }[];
}

/** The same by hand: the limit's mapping. */
export function mapByHand(deal: Deal): Order {
  let total = 0;
  const rows = deal.lines.map(({ sku, name, quantity, price, discount }) => {
    const net = quantity * price * (1 - discount / 100);
    total += net;
    return { item: sku, description: name, quantity, unitPrice: price, net: toCents(net) };
  });
  return {
    reference: deal.id,
    customer: `${deal.company.name} (${deal.company.number})`,
    email: deal.contact.email.toLowerCase(),
    date: deal.closedAt.slice(0, 10),
    currency: deal.currency,
    lines: rows,
    total: toCents(total),
  };
}

const toCents = (value: number): number => Math.round(value * 100) / 100;
